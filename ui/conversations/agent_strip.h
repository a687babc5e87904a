#pragma once

#include <QToolButton>
#include <QWidget>

#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"
#include "ui/widgets/paint.h"

class QHBoxLayout;

namespace hs::ui {

/// An agent's avatar as a button that can be held down.
class AgentButton final : public QToolButton {
    Q_OBJECT
public:
    AgentButton(const Theme &theme, QWidget *parent);
    void setAgent(const api::AgentRow &agent);
    [[nodiscard]] const QString &agent() const { return m_agent; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_agent;
    Dot m_dot = Dot::None;
};

/// The agents side by side, each with the dot of its state. A click filters by
/// one; the right button (or the menu key) pauses, resumes and sets what it may
/// do by itself.
class AgentStrip final : public QWidget {
    Q_OBJECT
public:
    AgentStrip(ViewContext &context, const Directory &directory, QWidget *parent = nullptr);

    void setChosen(const QString &agent); ///< empty: all
    [[nodiscard]] const QString &chosen() const { return m_chosen; }
    /// The menu of one agent; also used by the folded list.
    void showMenu(const QString &agent, const QPoint &globalPosition);

Q_SIGNALS:
    void chosenChanged(const QString &agent);
    void talkAsked(const QString &agent);

private:
    void rebuild();
    void tell(const QString &what, const Result<api::Receipt> &receipt);

    ViewContext &m_context;
    const Directory &m_directory;
    QHBoxLayout *m_row;
    QList<AgentButton *> m_buttons;
    QString m_chosen;
};

} // namespace hs::ui
