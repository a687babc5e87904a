#pragma once

#include <QFrame>
#include <QLabel>

#include "ui/theme/theme.h"

namespace hs::ui {

/// A small rounded word with an icon: state is never colour alone. Not
/// clickable; for a chip that is, use `makeButton(…, ButtonKind::Chip, …)`.
class Chip final : public QFrame {
    Q_OBJECT
public:
    Chip(const Theme &theme, QWidget *parent = nullptr);
    Chip(const Theme &theme, const QString &text, Tone tone, const QString &icon, QWidget *parent = nullptr);

    void setLook(const QString &text, Tone tone, const QString &icon = {});
    /// In an agent's colours with the agent's icon.
    void setAgent(const QString &agent, const QString &name);
    [[nodiscard]] QString text() const { return m_text->text(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    const Theme &m_theme;
    QLabel *m_icon;
    QLabel *m_text;
    Tone m_tone = Tone::Neutral;
    QString m_iconName;
    QString m_agent;
};

} // namespace hs::ui
