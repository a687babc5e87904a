#pragma once

#include <vector>

#include <QWidget>

#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

class QLabel;
class QVBoxLayout;

namespace hs::ui {

class ToolRequestCard;

/// What agents ask leave for in one conversation, or one agent anywhere: a card each, the oldest first. Hidden while nobody
/// asks for anything. GUI thread; never waits.
class RequestPanel final : public QWidget {
    Q_OBJECT
public:
    RequestPanel(ViewContext &context, const Directory &directory, QWidget *parent = nullptr);

    void setThread(const api::Id &thread);  ///< empty: none
    void setAgent(const QString &agent);     ///< empty: none
    void refresh();
    [[nodiscard]] const std::vector<ToolRequestCard *> &cards() const { return m_cards; }
    /// The one with the keyboard focus, else the oldest; null: none.
    [[nodiscard]] ToolRequestCard *focused() const;

Q_SIGNALS:
    void changed();
    void decided();

private:
    void setScope(const api::Id &thread, const QString &agent);
    void take(const std::vector<api::ToolRequestRow> &rows);
    void tellTrouble(const QString &text);

    ViewContext &m_context;
    const Directory &m_directory;
    api::Id m_thread;
    QString m_agent;
    std::vector<ToolRequestCard *> m_cards;
    QVBoxLayout *m_column;
    QLabel *m_trouble;
    bool m_asking = false;
    bool m_again = false;
};

} // namespace hs::ui
