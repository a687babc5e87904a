#pragma once

#include <QWidget>

#include "engine/api/rows.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class Chip;
class ContentStates;
class ToolList;

/// A server of tools outside (MCP), opened from its card: how it does, what it offers, what a mistake with each tool would cost
/// and what agents may do with it. GUI thread.
class ToolServerPage final : public QWidget {
    Q_OBJECT
public:
    explicit ToolServerPage(ViewContext &context, QWidget *parent = nullptr);

    void setCard(const api::IntegrationCard &card);
    void refresh();
    void tick();
    [[nodiscard]] QWidget *firstFocus() const;

Q_SIGNALS:
    void backWanted();
    void checkWanted(const QString &name);

private:
    void ask();
    void show(const api::ToolServerRow &server);
    void updateButtons();

    ViewContext &m_context;
    api::IntegrationCard m_card;
    api::ToolServerRow m_server;
    bool m_asking = false;
    bool m_again = false;
    QPushButton *m_back;
    QLabel *m_icon;
    QLabel *m_title;
    Chip *m_state;
    QPushButton *m_check;
    ContentStates *m_states;
    QLabel *m_facts;
    QLabel *m_trouble;
    QLabel *m_toolsTitle;
    ToolList *m_tools;
};

} // namespace hs::ui
