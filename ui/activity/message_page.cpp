#include "ui/activity/message_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/activity/row_view.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

const QString Dead = QStringLiteral("dead");

} // namespace

MessagePage::MessagePage(ViewContext &context, QWidget *parent)
    : ActivityPage(context, parent),
      m_model(context.clock),
      m_pager(context.engine, m_model, Pager<api::MessageQuery, api::MessageRow>::Order::NewestFirst)
{
    QWidget *filters = makeFilters();
    build(filters, &m_model, &m_pager, makeDetail(), tr("Messages between agents"), tr("The messages could not be read."));
    m_count.setSingleShot(true);
    m_count.setInterval(1000);
    connect(&m_count, &QTimer::timeout, this, &MessagePage::countDead);
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Agents)
            askAgents();
        if (change.topic != api::Topic::Messages)
            return;
        m_pager.refresh();
        if (!m_count.isActive())
            m_count.start();
    });
    askAgents();
    ask();
    countDead();
}

QWidget *MessagePage::makeFilters()
{
    auto *bar = new QWidget(this);
    auto *flow = new FlowLayout(bar, 6, 6);
    flow->setContentsMargins(12, 8, 12, 8);
    m_which = new QComboBox(bar);
    m_which->setAccessibleName(tr("Which messages"));
    m_which->addItem(tr("Every message"), false);
    m_which->addItem(tr("Not deliverable"), true);
    m_agent = new QComboBox(bar);
    m_agent->setAccessibleName(tr("Agent"));
    m_agent->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_agent->addItem(tr("Every agent"), QString());
    m_chainChip = makeButton(tr("One chain only"), ButtonKind::Chip, context().theme, bar, QStringLiteral("x"));
    m_chainChip->setToolTip(tr("Shows the messages of all chains again"));
    m_chainChip->hide();
    for (QWidget *widget : {static_cast<QWidget *>(m_which), static_cast<QWidget *>(m_agent), static_cast<QWidget *>(m_chainChip)})
        flow->addWidget(widget);
    connect(m_which, &QComboBox::activated, this, [this] { ask(); });
    connect(m_agent, &QComboBox::activated, this, [this] { ask(); });
    connect(m_chainChip, &QPushButton::clicked, this, [this] {
        m_chain.clear();
        ask();
        list()->setFocus(); // the chip goes
    });
    return bar;
}

QWidget *MessagePage::makeDetail()
{
    const Theme &theme = context().theme;
    auto *pane = new QWidget(this);
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(6);
    m_head = makeWrappingLabel({}, TextStyle::Strong, Token::Text, pane);
    m_about = makeWrappingLabel({}, TextStyle::Small, Token::Text2, pane);
    m_body = makeContentField(tr("Content of the message"), pane);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_retry = makeButton(tr("Deliver again"), ButtonKind::Primary, theme, pane, QStringLiteral("rotate-ccw"));
    m_showChain = makeButton(tr("Show its chain"), ButtonKind::Normal, theme, pane, QStringLiteral("workflow"));
    m_showChain->setToolTip(tr("Only the messages that belong to the same matter"));
    m_why = makeButton(tr("Why?"), ButtonKind::Normal, theme, pane, QStringLiteral("circle-help"));
    m_why->setToolTip(tr("Why was this message sent?"));
    m_copy = makeButton(tr("Copy content"), ButtonKind::Normal, theme, pane, QStringLiteral("copy"));
    for (QPushButton *button : {m_retry, m_showChain, m_why, m_copy})
        buttons->addWidget(button);
    column->addWidget(m_head);
    column->addWidget(m_about);
    column->addWidget(m_body, 1);
    column->addLayout(buttons);
    connect(m_retry, &QPushButton::clicked, this, &MessagePage::retry);
    connect(m_showChain, &QPushButton::clicked, this, [this] {
        if (const api::MessageRow *row = m_model.at(currentRow())) {
            m_chain = row->correlation;
            m_which->setCurrentIndex(0);
            m_agent->setCurrentIndex(0);
            ask();
        }
    });
    connect(m_why, &QPushButton::clicked, this, [this] {
        if (const api::MessageRow *row = m_model.at(currentRow()))
            showWhy(context(), row->id, window());
    });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_body->toPlainText());
        context().toasts.show(tr("Copied"));
    });
    return pane;
}

void MessagePage::ask()
{
    api::MessageQuery query;
    query.deadOnly = m_which->currentData().toBool();
    query.agent = m_agent->currentData().toString();
    query.correlation = m_chain;
    m_chainChip->setVisible(!m_chain.isEmpty());
    m_pager.setQuery(std::move(query));
}

void MessagePage::askAgents()
{
    context().engine.ask(api::AgentQuery{}, this, [this](const Result<std::vector<api::AgentRow>> &agents) {
        if (!agents) // keys are shown for names, and the filter stays as it was
            return;
        QHash<QString, QString> names;
        for (const api::AgentRow &agent : *agents) {
            names.insert(agent.key, agent.name);
            if (m_agent->findData(agent.key) < 0)
                m_agent->addItem(agent.name, agent.key);
        }
        m_model.setNames(names);
        if (const int row = m_agentWanted.isEmpty() ? -1 : m_agent->findData(m_agentWanted); row >= 0) {
            m_agentWanted.clear();
            m_agent->setCurrentIndex(row);
            ask();
        }
        currentChanged();
    });
}

void MessagePage::countDead()
{
    api::MessageQuery query;
    query.deadOnly = true;
    query.window.limit = Countable;
    context().engine.ask(query, this, [this](const Result<api::Page<api::MessageRow>> &page) {
        if (!page || int(page->rows.size()) == m_dead)
            return;
        m_dead = int(page->rows.size());
        Q_EMIT deadLettersChanged();
    });
}

void MessagePage::refresh()
{
    m_pager.refresh();
    countDead();
}

void MessagePage::find()
{
    m_which->setFocus(Qt::ShortcutFocusReason);
}

void MessagePage::showObject(const QString &id)
{
    if (id.isEmpty())
        return;
    m_wanted = id;
    m_chain.clear();
    m_which->setCurrentIndex(0);
    m_agent->setCurrentIndex(0);
    ask();
}

QByteArray MessagePage::saveState() const
{
    const QJsonObject state{{QStringLiteral("dead"), m_which->currentData().toBool()},
                            {QStringLiteral("agent"), m_agent->currentData().toString()}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void MessagePage::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.isEmpty())
        return;
    m_which->setCurrentIndex(state.value(QStringLiteral("dead")).toBool() ? 1 : 0);
    const QString agent = state.value(QStringLiteral("agent")).toString();
    if (const int row = m_agent->findData(agent); row >= 0)
        m_agent->setCurrentIndex(row);
    else
        m_agentWanted = agent;
    ask();
}

void MessagePage::showState()
{
    if (m_model.rowCount() > 0) {
        states()->showContent();
        reveal(m_model, m_model.rowOf(m_wanted), m_wanted, tr("The message lies further back than this list reaches."));
        settleColumns(MessageModel::Type);
    } else if (!m_chain.isEmpty() || !m_agent->currentData().toString().isEmpty()) {
        states()->showEmpty({QStringLiteral("search"), tr("Nothing matches"), tr("No message fits the filters."),
                             tr("Clear filters"), [this] {
                                 m_chain.clear();
                                 m_which->setCurrentIndex(0);
                                 m_agent->setCurrentIndex(0);
                                 ask();
                             }});
    } else if (m_which->currentData().toBool()) {
        states()->showEmpty({QStringLiteral("circle-check"), tr("All delivered"), tr("No message lies undelivered."),
                             tr("Show every message"), [this] {
                                 m_which->setCurrentIndex(0);
                                 ask();
                             },
                             Tone::Ok});
    } else {
        states()->showEmpty({QStringLiteral("message-square"), tr("No messages yet"),
                             tr("What agents tell each other about clients and work appears here."), {}, {}});
    }
    currentChanged();
}

void MessagePage::currentChanged()
{
    const api::MessageRow *row = m_model.at(currentRow());
    m_head->setText(row ? tr("%1 from %2 to %3 · %4", "a message: type, sender, recipient, outcome")
                              .arg(row->type, m_model.nameOf(row->sender), m_model.nameOf(row->recipient),
                                   MessageModel::outcomeText(row->outcome))
                        : QString());
    const bool dead = row && row->outcome == Dead;
    QStringList about;
    if (row) {
        about << momentText(row->at, context().ticker.now());
        if (row->requiresResponse)
            about << tr("an answer is expected");
        if (!row->responseTo.isEmpty())
            about << tr("an answer itself");
        if (dead && row->retryable)
            about << tr("given up after several tries");
        if (!row->error.isEmpty())
            about << engineWords(row->error);
    }
    m_about->setText(about.join(QStringLiteral(" · ")));
    setLabelStyle(m_about, TextStyle::Small, dead ? Token::Danger : Token::Text2);
    const QString text = row ? QString::fromUtf8(QJsonDocument(row->payload).toJson()) : QString();
    if (m_body->toPlainText() != text)
        m_body->setPlainText(text);
    const bool may = context().engine.caller().role >= api::Role::Operator;
    m_retry->setVisible(dead);
    // A letter to nobody comes back whenever it is sent: only its sender can mend that.
    m_retry->setEnabled(may && row && row->retryable);
    m_retry->setToolTip(!may ? tr("Needs the role operator.")
                             : m_retry->isEnabled() ? tr("Gives the message to its recipient once more") : m_about->text());
    m_showChain->setEnabled(row && !row->correlation.isEmpty() && row->correlation != m_chain);
    m_why->setEnabled(row);
    m_copy->setEnabled(row);
}

void MessagePage::retry()
{
    const api::MessageRow *row = m_model.at(currentRow());
    if (!row)
        return;
    context().engine.submit(api::RetryMessage{row->id}, this, [this](const Result<api::Receipt> &receipt) {
        if (receipt)
            context().toasts.show(tr("The message is delivered again"), Tone::Ok);
        else
            tell(tr("The message could not be delivered again."), receipt.error());
        refresh();
    });
}

} // namespace hs::ui
