#include "ui/conversations/conversations_view.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QMenu>
#include <QSplitter>

#include "ui/thinking/tool_request_card.h"

namespace hs::ui {

ConversationsView::ConversationsView(ViewContext &context, QWidget *parent)
    : DockView(context, parent), m_directory(context.engine)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_list = new ThreadListPane(context, m_directory, m_splitter);
    m_thread = new ThreadPane(context, m_directory, m_splitter);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_thread);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({context.theme.scaled(ListWidth), 400});
    layout->addWidget(m_splitter);

    connect(m_list, &ThreadListPane::threadChosen, m_thread, &ThreadPane::open);
    connect(m_list, &ThreadListPane::countsChanged, this, &DockView::badgeChanged);
    connect(&m_list->strip(), &AgentStrip::talkAsked, this, &ConversationsView::talkWith);
    connect(m_thread, &ThreadPane::threadStarted, this, &ConversationsView::openThread);
    connect(&context.ticker, &Ticker::ticked, this, [this](const QDateTime &now) {
        if (!isVisible())
            return;
        m_thread->tick();
        if (now.toSecsSinceEpoch() / 60 != m_minute) {
            m_minute = now.toSecsSinceEpoch() / 60;
            m_list->tick();
        }
    });
    makeActions();
}

void ConversationsView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const QString scope = QStringLiteral("conversations");
    m_headerActions << actions.add({QStringLiteral("conversations.find"), tr("Find a conversation"), tr("search filter text"), scope,
                                    {}, QStringLiteral("list-filter")},
                                   this, [this] { find(); });
    m_headerActions << actions.add({QStringLiteral("conversations.new"), tr("New conversation with an agent"),
                                    tr("talk tell ask command"), scope, {}, QStringLiteral("plus")},
                                   this, [this] { chooseAgentToTalk(); });
    actions.add({QStringLiteral("conversations.take_over"), tr("Take over or hand back the conversation"), tr("pause agent thread"),
                 scope, {}, QStringLiteral("hand-helping")},
                this, [this] { m_thread->takeOverOrHandBack(); });
    actions.add({QStringLiteral("conversations.close"), tr("Close the conversation"), tr("done archive"), scope, {},
                 QStringLiteral("archive")},
                this, [this] { m_thread->close(); });
    m_draft = actions.add({QStringLiteral("conversations.draft"),
                           tr("Ask the agent to draft a reply"),
                           tr("write help propose suggestion model"),
                           scope,
                           {},
                           QStringLiteral("wand-sparkles")},
                          this, [this] { m_thread->askForDraft(); });
    m_stop = actions.add({QStringLiteral("conversations.stop"), tr("Stop the agent's answer"), tr("cancel thinking model"), scope, {},
                          QStringLiteral("circle-stop")},
                         this, [this] { m_thread->stopThinking(); });
    m_approve = actions.add({QStringLiteral("conversations.approve"),
                             tr("Approve what the agent asks"),
                             tr("allow tool request leave yes"),
                             scope,
                             {},
                             QStringLiteral("check")},
                            this, [this] {
                                if (ToolRequestCard *card = m_thread->requests().focused())
                                    card->approve();
                            });
    m_refuse = actions.add({QStringLiteral("conversations.refuse"), tr("Refuse what the agent asks…"), tr("deny reject tool request no"), scope, {},
                            QStringLiteral("ban")},
                           this, [this] {
                               if (ToolRequestCard *card = m_thread->requests().focused())
                                   card->refuse();
                           });
    m_why = actions.add({QStringLiteral("conversations.why"), tr("Why did the agent do this?"), tr("explain reason rule model evidence"), scope, {},
                         QStringLiteral("circle-help")},
                        this, [this] { m_thread->explain(); });
    m_attach = actions.add({QStringLiteral("conversations.attach"), tr("Attach files…"), tr("attachment document picture send"), scope, {},
                            QStringLiteral("paperclip")},
                           this, [this] { m_thread->chooseFiles(); });
    actions.add({QStringLiteral("conversations.manage_macros"), tr("Manage macros…"), tr("snippets templates texts"), scope, {},
                 QStringLiteral("text-quote")},
                this, [this] { m_thread->manageMacros(); });
    connect(m_thread, &ThreadPane::stateChanged, this, &ConversationsView::updateActions);
    const auto forList = [this](QAction *action) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_list->list().addAction(action);
    };
    forList(actions.add({QStringLiteral("conversations.reply"), tr("Reply"), tr("answer write"), scope, QKeySequence(Qt::Key_E),
                         QStringLiteral("reply"), true},
                        this, [this] { m_thread->startReply(); }));
    forList(actions.add({QStringLiteral("conversations.note"), tr("Write an internal note"), tr("colleagues comment"), scope,
                         QKeySequence(Qt::Key_N), QStringLiteral("notebook-pen"), true},
                        this, [this] { m_thread->startNote(); }));
    forList(actions.add({QStringLiteral("conversations.snooze"), tr("Snooze the conversation…"), tr("later remind"), scope,
                         QKeySequence(Qt::Key_S), QStringLiteral("alarm-clock"), true},
                        this, [this] { m_thread->snooze(); }));
    forList(actions.add({QStringLiteral("conversations.macro"), tr("Insert a macro…"), tr("snippet template text"), scope, QKeySequence(Qt::Key_M),
                         QStringLiteral("text-quote"), true},
                        this, [this] { m_thread->chooseMacro(); }));
    updateActions();
}

void ConversationsView::updateActions()
{
    const ThreadPane::Hindrances no = m_thread->hindrances();
    const auto set = [](QAction *action, const QString &reason) { ActionRegistry::setEnabled(action, reason.isEmpty(), reason); };
    set(m_draft, no.draft);
    set(m_stop, no.stop);
    set(m_approve, no.request);
    set(m_refuse, no.request);
    set(m_why, no.why);
    set(m_attach, no.attach);
}

QString ConversationsView::title() const
{
    return tr("Conversations");
}

QString ConversationsView::badge() const
{
    const qint64 count = m_list->allCount();
    //: Chip beside the title of the dock: how many conversations are open
    return count < 0 ? QString() : tr("%n open", nullptr, int(count));
}

void ConversationsView::refresh()
{
    m_directory.refresh();
    m_list->refresh();
    m_thread->refresh();
}

void ConversationsView::find()
{
    m_list->showSearch();
}

QWidget *ConversationsView::firstFocus()
{
    return &m_list->list();
}

void ConversationsView::openThread(const QString &id)
{
    m_list->select(id);
    m_thread->open(id);
}

void ConversationsView::talkWith(const QString &agent)
{
    m_list->select({});
    m_thread->beginTalk(agent);
}

void ConversationsView::chooseAgentToTalk()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const api::AgentRow &agent : m_directory.agents()) {
        if (agent.commands.empty())
            continue;
        //: %1 an agent's name, %2 its role
        menu->addAction(context().theme.icon(context().theme.agentIcon(agent.key), context().theme.agentColor(agent.key)),
                        agent.role.isEmpty() ? agent.name : tr("%1, %2").arg(agent.name, agent.role), this,
                        [this, key = agent.key] { talkWith(key); });
    }
    if (menu->isEmpty())
        menu->addAction(tr("No agent takes words from people yet"))->setEnabled(false);
    menu->popup(mapToGlobal(QPoint(std::max(8, width() - 260), 4)));
}

void ConversationsView::showObject(const QString &kind, const QString &id)
{
    if (id.isEmpty())
        return;
    if (kind == QLatin1String("agent_threads"))
        m_list->setAgent(id);
    else
        openThread(id);
}

QStringList ConversationsView::workInHand() const
{
    // Drafts are kept by the engine; only words not handed over yet would be lost.
    m_thread->flushDraft();
    if (m_thread->thread().isEmpty() && !m_thread->composer().isEmpty())
        return {tr("Words to an agent are written but not sent.")};
    return {};
}

QByteArray ConversationsView::saveState() const
{
    QJsonObject state;
    state[QStringLiteral("thread")] = m_thread->thread();
    state[QStringLiteral("filter")] = int(m_list->filter());
    state[QStringLiteral("agent")] = m_list->agent();
    state[QStringLiteral("list")] = m_list->isFolded() ? ListWidth : m_list->width();
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void ConversationsView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.isEmpty())
        return;
    const int filter = state.value(QStringLiteral("filter")).toInt();
    if (filter >= 0 && filter <= int(api::ThreadQuery::Filter::Snoozed))
        m_list->setFilter(api::ThreadQuery::Filter(filter));
    if (const QString agent = state.value(QStringLiteral("agent")).toString(); !agent.isEmpty())
        m_list->setAgent(agent);
    if (const int width = state.value(QStringLiteral("list")).toInt(); width >= 200 && width <= 600)
        m_splitter->setSizes({width, std::max(260, m_splitter->width() - width)});
    if (const QString id = state.value(QStringLiteral("thread")).toString(); !id.isEmpty())
        openThread(id);
}

void ConversationsView::resizeEvent(QResizeEvent *event)
{
    DockView::resizeEvent(event);
    const bool fold = width() < context().theme.scaled(FoldBelow);
    if (fold != m_list->isFolded()) {
        m_list->setFolded(fold);
        const int list = fold ? m_list->maximumWidth() : context().theme.scaled(ListWidth);
        m_splitter->setSizes({list, width() - list});
    }
}

} // namespace hs::ui
