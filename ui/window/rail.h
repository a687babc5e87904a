#pragma once

#include <functional>
#include <map>

#include <QToolButton>
#include <QWidget>

#include "ui/shell/view_context.h"

class QLabel;
class QVBoxLayout;

namespace hs::ui {

/// A button of the rail with a badge: a count (needs me) or "!" (degraded). The
/// badge is part of the accessible name.
class RailButton final : public QToolButton {
    Q_OBJECT
public:
    RailButton(const Theme &theme, const QString &icon, const QString &name, QWidget *parent);
    /// `spoken`: what the badge means, for screen readers; empty badge: none.
    void setBadge(const QString &badge, Tone tone, const QString &spoken);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_name;
    QString m_badge;
    Tone m_tone = Tone::Accent;
};

/// The presence button at the foot: the operator's initials with a green dot.
class PresenceButton final : public QToolButton {
    Q_OBJECT
public:
    PresenceButton(const Theme &theme, QWidget *parent);
    void setPerson(const QString &name, const QString &initials);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_initials;
};

/// The column at the leading edge. Entries tell which perspective they apply.
class Rail final : public QWidget {
    Q_OBJECT
public:
    Rail(ViewContext &context, QWidget *parent);

    /// `id`: overview, conversations, boards, knowledge, integrations, escalations, activity.
    void setCurrent(const QString &id);
    [[nodiscard]] RailButton *button(const QString &id) const;
    [[nodiscard]] QToolButton *logo() const { return m_logo; }
    [[nodiscard]] QToolButton *themeButton() const { return m_themeButton; }
    [[nodiscard]] QToolButton *settingsButton() const { return m_settings; }
    [[nodiscard]] PresenceButton *presence() const { return m_presence; }

Q_SIGNALS:
    void chosen(const QString &id);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void add(QVBoxLayout *column, const QString &id, const QString &icon, const QString &name);

    ViewContext &m_context;
    std::map<QString, RailButton *> m_buttons;
    QToolButton *m_logo;
    QToolButton *m_themeButton;
    QToolButton *m_settings;
    PresenceButton *m_presence;
};

} // namespace hs::ui
