#include "ui/thinking/request_panel.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/thinking/tool_request_card.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int MostCards = 20;
}

RequestPanel::RequestPanel(ViewContext &context, const Directory &directory, QWidget *parent)
    : QWidget(parent), m_context(context), m_directory(directory)
{
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
    m_trouble = makeWrappingLabel({}, TextStyle::Small, Token::Warn, this);
    m_trouble->hide();
    m_column->addWidget(m_trouble);
    hide();
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        const bool mine = !m_agent.isEmpty() || change.ids.empty() || std::find(change.ids.begin(), change.ids.end(), m_thread) != change.ids.end();
        if ((change.topic == api::Topic::Threads && mine) || change.topic == api::Topic::Agents)
            refresh();
    });
}

void RequestPanel::setThread(const api::Id &thread)
{
    setScope(thread, {});
}

void RequestPanel::setAgent(const QString &agent)
{
    setScope({}, agent);
}

void RequestPanel::setScope(const api::Id &thread, const QString &agent)
{
    if (m_thread == thread && m_agent == agent)
        return;
    m_thread = thread;
    m_agent = agent;
    tellTrouble({});
    take({});
    refresh();
}

void RequestPanel::refresh()
{
    if (m_thread.isEmpty() && m_agent.isEmpty())
        return;
    if (m_asking) {
        m_again = true;
        return;
    }
    m_asking = true;
    m_again = false;
    api::ToolRequestQuery query;
    query.thread = m_thread;
    query.agent = m_agent;
    query.window.limit = MostCards;
    m_context.engine.ask(query, this, [this, asked = m_thread + m_agent](Result<api::Page<api::ToolRequestRow>> page) {
        m_asking = false;
        if (asked == m_thread + m_agent) {
            if (page) {
                tellTrouble({});
                take(page->rows);
            } else if (page.error().code != Errc::Forbidden) { // whoever may not see them is not asked
                tellTrouble(tr("What agents ask leave for could not be read. %1").arg(errorSentence(page.error())));
            }
        }
        if (m_again || asked != m_thread + m_agent)
            refresh();
    });
}

void RequestPanel::tellTrouble(const QString &text)
{
    m_trouble->setText(text);
    m_trouble->setVisible(!text.isEmpty());
    setVisible(!text.isEmpty() || !m_cards.empty());
}

void RequestPanel::take(const std::vector<api::ToolRequestRow> &rows)
{
    // Cards that stay are not made anew: somebody may have opened one, or stand in it.
    std::vector<ToolRequestCard *> next;
    for (const api::ToolRequestRow &row : rows) {
        const auto known = std::find_if(m_cards.begin(), m_cards.end(), [&](const ToolRequestCard *card) {
            return card && card->request().id == row.id && card->request().state == row.state && card->request().effect == row.effect;
        });
        if (known != m_cards.end()) {
            next.push_back(std::exchange(*known, nullptr));
            continue;
        }
        auto *card = new ToolRequestCard(m_context, m_directory, row, this);
        connect(card, &ToolRequestCard::decided, this, [this] {
            refresh();
            Q_EMIT decided();
        });
        next.push_back(card);
    }
    for (ToolRequestCard *card : m_cards) {
        if (card) {
            card->hide();
            card->deleteLater();
        }
    }
    m_cards = std::move(next);
    for (ToolRequestCard *card : m_cards) {
        m_column->removeWidget(card);
        m_column->addWidget(card);
        card->show();
    }
    setVisible(!m_cards.empty() || !m_trouble->isHidden());
    Q_EMIT changed();
}

ToolRequestCard *RequestPanel::focused() const
{
    const QWidget *focus = QApplication::focusWidget();
    for (ToolRequestCard *card : m_cards) {
        if (focus && card->isAncestorOf(focus))
            return card;
    }
    return m_cards.empty() ? nullptr : m_cards.front();
}

} // namespace hs::ui
