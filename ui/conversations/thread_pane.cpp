#include "ui/conversations/thread_pane.h"

#include <algorithm>

#include <QAccessible>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/conversations/attachments.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/person_text.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int LeastLines = 5; ///< of the conversation, and of what stands below it

QString channelText(const QString &channel)
{
    if (channel == QLatin1String("email"))
        return ThreadPane::tr("by email");
    if (channel == QLatin1String("form"))
        return ThreadPane::tr("by form");
    if (channel == QLatin1String("console"))
        return ThreadPane::tr("here in the console");
    if (channel.isEmpty())
        return {};
    //: %1 is a way in which a client writes, e.g. "chat"
    return ThreadPane::tr("by %1").arg(channel);
}

} // namespace

ThreadPane::ThreadPane(ViewContext &context, const Directory &directory, QWidget *parent)
    : QWidget(parent), m_context(context), m_directory(directory), m_model(context.engine)
{
    m_model.agentName = [&directory](const QString &key) { return directory.agentName(key); };
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_page = new QWidget;
    m_page->setProperty("fill", QStringLiteral("sunken"));
    m_page->setAttribute(Qt::WA_StyledBackground);
    m_states = new ContentStates(context.theme, m_page, this);
    outer->addWidget(m_states);
    auto *layout = new QVBoxLayout(m_page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeLine(m_page));

    m_list = new ThreadItemList(context, directory, m_model, m_page);
    // What agents ask for and drafted gets the room it needs; the conversation takes the rest, and never less than some lines.
    m_list->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    m_list->setMinimumHeight(fontMetrics().lineSpacing() * LeastLines);
    layout->addWidget(m_list, 1);
    m_emptyHint = makeWrappingLabel({}, TextStyle::Body, Token::Text2, m_page);
    m_emptyHint->setAlignment(Qt::AlignCenter);
    m_emptyHint->setContentsMargins(24, 24, 24, 24);
    m_emptyHint->hide();
    layout->addWidget(m_emptyHint, 1);
    makeStrips(layout);

    m_composer = new Composer(context, m_page);
    auto *composerBox = new QHBoxLayout;
    composerBox->setContentsMargins(12, 8, 12, 12);
    composerBox->addWidget(m_composer);
    layout->addLayout(composerBox);
    connectParts();
    open({});
}

QWidget *ThreadPane::makeHead()
{
    ViewContext &context = m_context;
    auto *head = new QWidget(m_page);
    head->setProperty("fill", QStringLiteral("surface"));
    head->setAttribute(Qt::WA_StyledBackground);
    auto *headRow = new QHBoxLayout(head);
    headRow->setContentsMargins(14, 9, 10, 9);
    headRow->setSpacing(9);
    m_face = new AvatarLabel(context.theme, 32, head);
    m_agentFace = new AgentAvatar(context.theme, 32, head);
    headRow->addWidget(m_face);
    headRow->addWidget(m_agentFace);
    auto *names = new QVBoxLayout;
    names->setSpacing(1);
    m_name = new ElidedLabel({}, head);
    setLabelStyle(m_name, TextStyle::Subtitle, Token::Text);
    m_about = new ElidedLabel({}, head);
    setLabelStyle(m_about, TextStyle::Small, Token::Text2);
    names->addWidget(m_name);
    names->addWidget(m_about);
    headRow->addLayout(names, 1);
    m_agentChip = new Chip(context.theme, head);
    headRow->addWidget(m_agentChip);
    m_takeOver = makeButton(tr("Take over"), ButtonKind::Normal, context.theme, head);
    headRow->addWidget(m_takeOver);
    m_more = makeIconButton(QStringLiteral("ellipsis"), tr("More about this conversation"), context.theme, head);
    headRow->addWidget(m_more);
    return head;
}

void ThreadPane::makeStrips(QVBoxLayout *layout)
{
    ViewContext &context = m_context;
    auto *strips = new QVBoxLayout;
    strips->setContentsMargins(12, 0, 12, 0);
    strips->setSpacing(6);
    layout->addLayout(strips);
    m_news = makeFrame("info", m_page);
    auto *newsRow = new QHBoxLayout(m_news);
    newsRow->setContentsMargins(10, 6, 6, 6);
    m_newsText = makeWrappingLabel({}, TextStyle::Small, Token::Info, m_news);
    newsRow->addWidget(m_newsText, 1);
    QPushButton *showNew = makeButton(tr("Show"), ButtonKind::Link, context.theme, m_news);
    newsRow->addWidget(showNew);
    connect(showNew, &QPushButton::clicked, this, &ThreadPane::showNews);
    m_news->hide();
    strips->addWidget(m_news);

    // What agents want of a person scrolls where both together are more than the dock has room for.
    m_help = new BoundedArea(m_page);
    auto *help = new QWidget;
    auto *helpColumn = new QVBoxLayout(help);
    helpColumn->setContentsMargins(0, 0, 0, 0);
    helpColumn->setSpacing(6);
    m_requests = new RequestPanel(context, m_directory, help);
    m_proposal = new ProposalPanel(context, m_directory, help);
    helpColumn->addWidget(m_requests);
    helpColumn->addWidget(m_proposal);
    m_help->setContent(help);
    strips->addWidget(m_help);

    m_viewers = makeFrame("", m_page);
    auto *viewersRow = new QHBoxLayout(m_viewers);
    viewersRow->setContentsMargins(10, 4, 10, 4);
    viewersRow->setSpacing(6);
    m_viewersIcon = new QLabel(m_viewers);
    m_viewersText = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_viewers);
    viewersRow->addWidget(m_viewersIcon, 0, Qt::AlignTop);
    viewersRow->addWidget(m_viewersText, 1);
    m_viewers->hide();
    strips->addWidget(m_viewers);
}

void ThreadPane::connectParts()
{
    m_viewing.setInterval(ViewingMs);
    connect(&m_viewing, &QTimer::timeout, this, &ThreadPane::tellViewing);
    connect(&m_model, &ThreadModel::loaded, this, &ThreadPane::onLoaded);
    connect(&m_model, &ThreadModel::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The conversation could not be read."), m_context.ticker.now(),
                               m_model.hasAnswer() ? tr("You see what was read last.") : QString(), error, [this] { refresh(); }});
    });
    connect(m_takeOver, &QPushButton::clicked, this, &ThreadPane::takeOverOrHandBack);
    connect(m_more, &QToolButton::clicked, this, &ThreadPane::moreMenu);
    connect(m_list, &ThreadItemList::deliveryActed, this, &ThreadPane::actOnDelivery);
    connect(m_list, &ThreadItemList::stopAsked, this,
            [this](const QString &thought) { submit(api::StopThinking{thought}, tr("The answer could not be stopped.")); });
    connect(m_list, &ThreadItemList::whyAsked, this, [this](const QString &item) { explainItem(item); });
    connect(m_list, &ThreadItemList::fileAsked, this, [this](const api::Attachment &file) { saveAttachment(m_context, this, file); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ThreadPane::stateChanged);
    connect(m_requests, &RequestPanel::changed, this, &ThreadPane::stateChanged);
    connect(m_requests, &RequestPanel::decided, this, [this] {
        m_model.refresh();
        const QWidget *focus = window()->focusWidget();
        if (!focus || m_requests->isAncestorOf(focus))
            m_composer->edit().setFocus(); // the card that had it goes
    });
    connect(m_proposal, &ProposalPanel::useAsked, this, &ThreadPane::useProposal);
    connect(m_proposal, &ProposalPanel::changeAsked, this, &ThreadPane::changeProposal);
    connect(m_proposal, &ProposalPanel::whyAsked, this, [this](const QString &thought) { showWhy(m_context, thought, window(), thought); });
    connect(m_proposal, &ProposalPanel::againAsked, this, &ThreadPane::askForDraft);
    connect(m_proposal, &ProposalPanel::discardAsked, this, &ThreadPane::discardProposal);
    connect(m_composer, &Composer::sendAsked, this, &ThreadPane::send);
    connect(m_composer, &Composer::attachAsked, this, &ThreadPane::chooseFiles);
    connect(m_composer, &Composer::filesGiven, this, &ThreadPane::attachFiles);
    connect(m_composer, &Composer::detachAsked, this,
            [this](const QString &attachment) { submit(api::RemoveAttachment{attachment}, tr("The attachment could not be removed.")); });
    connect(m_composer, &Composer::macrosAsked, this, &ThreadPane::chooseMacro);
    connect(m_composer, &Composer::draftAsked, this, &ThreadPane::askForDraft);
    connect(m_composer, &Composer::textEdited, this, [this] {
        if (m_composer->isEmpty())
            m_seen = m_model.detail().version;
        updateViewers();
    });
    connect(m_composer, &Composer::draftChanged, this, [this](const QString &text, bool note) {
        if (thread().isEmpty()) // words to an agent before their conversation exists
            return;
        m_context.engine.submit(api::SaveThreadDraft{thread(), text, note}, this, [this, text, id = thread()](Result<api::Receipt> receipt) {
            if (id != thread())
                return;
            if (receipt)
                m_composer->setDraftState(text.isEmpty() ? QString() : tr("Draft saved"));
            else
                m_composer->setDraftState(tr("Draft not saved"));
        });
    });
    connect(&m_directory, &Directory::agentsChanged, this, [this] {
        updateHead();
        updateComposer();
        updateHelp();
    });
    connect(&m_context.theme, &Theme::changed, this, &ThreadPane::updateViewers);
    connect(&m_context.reply, &ReplyDesk::insertAsked, this, &ThreadPane::takeWords);
    connect(&m_context.engine, &api::Engine::callerChanged, this, &ThreadPane::updateHelp);
}

bool ThreadPane::isAgentTalk() const
{
    return !m_newTalk.isEmpty() || m_model.detail().row.channel == QLatin1String("console");
}

QString ThreadPane::talkAgent() const
{
    return m_newTalk.isEmpty() ? m_model.detail().row.agent : m_newTalk;
}

void ThreadPane::open(const api::Id &thread)
{
    if (!thread.isEmpty() && thread == m_model.thread())
        return;
    m_composer->flush();
    m_newTalk.clear();
    m_seen = -1;
    m_ownComing = false;
    m_news->hide();
    m_viewers->hide();
    m_emptyHint->hide();
    m_list->show();
    m_composer->load({}, false);
    m_composer->setAttachments({});
    m_composer->setFileNote({}, false);
    m_toAttach.clear();
    m_proposal->clear();
    m_requests->setThread(thread);
    m_model.open(thread);
    updateHelp();
    tellDesk();
    if (thread.isEmpty()) {
        m_states->showEmpty({QStringLiteral("message-circle"), tr("No conversation chosen"),
                             tr("Choose one from the list, or begin one with an agent."), {}, {}, Tone::Neutral});
        return;
    }
    m_states->beginLoading();
    tellViewing();
}

void ThreadPane::beginTalk(const QString &agent)
{
    m_composer->flush();
    m_model.open({});
    m_newTalk = agent;
    m_seen = -1;
    m_news->hide();
    m_viewers->hide();
    m_proposal->clear();
    m_requests->setThread({});
    m_composer->load({}, false);
    m_composer->setAttachments({});
    m_composer->setFileNote({}, false);
    m_toAttach.clear();
    m_list->hide();
    m_emptyHint->show();
    updateHead();
    updateComposer();
    m_states->showContent();
    m_composer->edit().setFocus();
}

void ThreadPane::onLoaded(bool first)
{
    m_states->showContent();
    const api::ThreadDetail &detail = m_model.detail();
    updateHead();
    updateViewers();
    updateComposer();
    updateHelp();
    m_composer->setAttachments(detail.attachments);
    if (isAgentTalk())
        m_proposal->clear();
    else
        m_proposal->setDetail(detail);
    askReasons();
    if (first) {
        if (m_composer->isEmpty() && !detail.draft.isEmpty())
            m_composer->load(detail.draft, detail.draftIsNote);
        m_seen = detail.version;
        if (detail.row.unread)
            submit(api::MarkThreadRead{thread()}, tr("The conversation could not be marked as read."));
        return;
    }
    if (m_composer->isEmpty() || m_ownComing) {
        // Nothing is being written yet, or what came is what was just sent from here.
        m_ownComing = false;
        m_seen = detail.version;
        m_news->hide();
        if (detail.row.unread && isVisible())
            submit(api::MarkThreadRead{thread()}, tr("The conversation could not be marked as read."));
    } else if (const api::ThreadItem *last = m_model.newest(); last && detail.version > m_seen) {
        const QString who = last->authorName.isEmpty() ? last->author : last->authorName;
        //: Something came while the reader was writing. %1 is who wrote, %2 a time of day
        m_newsText->setText(tr("New since you began: %1, %2").arg(who, timeOfDay(last->at)));
        m_news->show();
    }
}

void ThreadPane::showNews()
{
    m_list->scrollToEnd();
    m_seen = m_model.detail().version;
    m_news->hide();
    m_composer->edit().setFocus();
}

void ThreadPane::updateHead()
{
    const api::ThreadRow &row = m_model.detail().row;
    const bool talk = isAgentTalk();
    const QString agent = talkAgent();
    const api::AgentRow *known = m_directory.agent(agent);
    m_face->setVisible(!talk);
    m_agentFace->setVisible(talk);
    if (talk) {
        m_agentFace->setAgent(agent, m_directory.agentName(agent), known ? dotOf(known->state) : Dot::None);
        m_name->setFullText(m_newTalk.isEmpty() ? row.title : m_directory.agentName(agent));
        m_about->setFullText(known ? known->role : QString());
    } else {
        m_face->setPerson(row.title, initialsOf(row.title));
        m_name->setFullText(row.title);
        QStringList about;
        if (const QString channel = channelText(row.channel); !channel.isEmpty())
            about << channel;
        if (!row.entity.isEmpty())
            about << m_context.studio.nameOf(row.entity);
        if (!row.assignee.isEmpty())
            //: %1 is a colleague's name
            about << tr("with %1").arg(personName(row.assignee, m_directory.personName(row.assignee), m_context.engine.caller()));
        m_about->setFullText(about.join(QStringLiteral(" · ")));
    }
    // The name comes first: in a narrow thread the agent shows on its messages alone.
    m_agentChip->setVisible(!talk && !agent.isEmpty() && width() >= m_context.theme.scaled(360));
    if (!agent.isEmpty())
        m_agentChip->setAgent(agent, m_directory.agentName(agent));
    m_takeOver->setVisible(!talk && !thread().isEmpty());
    m_takeOver->setText(row.takenOver ? tr("Hand back") : tr("Take over"));
    m_takeOver->setAccessibleName(m_takeOver->text());
    //: %1 is an agent's name
    m_takeOver->setToolTip(row.takenOver ? tr("%1 answers here again").arg(m_directory.agentName(agent))
                                         : tr("%1 keeps silent here until you hand back").arg(m_directory.agentName(agent)));
    m_more->setVisible(!thread().isEmpty());
    tellDesk();
}

/// Other docks may quote into what is being written to a client here.
void ThreadPane::tellDesk()
{
    const bool client = !thread().isEmpty() && m_model.hasAnswer() && !isAgentTalk();
    m_context.reply.setOpen(client ? thread() : QString(), m_model.detail().row.title);
}

void ThreadPane::takeWords(const QString &thread, const QString &text)
{
    if (thread != m_model.thread())
        return;
    // A note that somebody is writing stays a note: nothing of it is to reach the client.
    if (m_composer->isEmpty())
        m_composer->setMode(Composer::Mode::Reply);
    m_context.navigator.open(QStringLiteral("thread"), thread);
    m_composer->insert(text);
}

void ThreadPane::updateViewers()
{
    const QStringList &viewers = m_model.detail().viewers;
    const bool shown = !viewers.isEmpty() && !thread().isEmpty();
    m_viewers->setVisible(shown);
    if (!shown)
        return;
    // Whoever writes while others look is warned; whoever only reads is told.
    const bool writing = !m_composer->isEmpty() && m_composer->mode() == Composer::Mode::Reply;
    const QString names = viewers.size() == 1 ? viewers.first() : QLocale().createSeparatedList(viewers);
    QString words;
    if (writing)
        //: Above the reply box. %1 is a colleague's name, or a list of them
        words = tr("%1 has this open too. Agree on who answers, so that the client gets one reply.").arg(names);
    else if (viewers.size() == 1)
        //: %1 is a colleague's name
        words = tr("%1 is also viewing this").arg(names);
    else
        //: %1 is a list of colleagues' names
        words = tr("Also viewing this: %1").arg(names);
    setStyleProperty(m_viewers, "frame", writing ? QStringLiteral("warn") : QString());
    setLabelStyle(m_viewersText, TextStyle::Small, writing ? Token::Warn : Token::Text2);
    m_viewersIcon->setPixmap(
        m_context.theme.pixmap(writing ? QStringLiteral("triangle-alert") : QStringLiteral("eye"), 14, writing ? Token::Warn : Token::Text2));
    if (m_viewersText->text() == words)
        return;
    m_viewersText->setText(words);
    m_viewersText->setAccessibleName(words);
    if (!writing)
        return;
    QAccessibleEvent alert(m_viewersText, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ThreadPane::updateComposer()
{
    const bool talk = isAgentTalk();
    QStringList commands;
    QStringList usages;
    const QString agent = talkAgent();
    const QString name = m_directory.agentName(agent);
    if (const api::AgentRow *known = talk ? m_directory.agent(agent) : nullptr) {
        for (const api::AgentCommand &command : known->commands) {
            commands << command.usage + QLatin1Char('\t') + command.description;
            usages << command.usage;
        }
    }
    m_composer->setAgentTalk(talk, commands);
    if (talk) {
        //: %1 is an agent's name, %2 an example of a command
        m_composer->setPlaceholder(usages.isEmpty() ? tr("Write to %1").arg(name)
                                                    : tr("Write to %1, for example: %2").arg(name, usages.first()));
        //: %1 is an agent's name, %2 a list of commands, one a line
        m_emptyHint->setText(usages.isEmpty() ? tr("%1 understands no commands in this version.").arg(name)
                                              : tr("%1 understands:\n\n%2").arg(name, usages.join(QLatin1Char('\n'))));
        return;
    }
    const QString entity = m_model.detail().row.entity;
    //: %1 is a business of the studio
    m_composer->setPlaceholder(entity.isEmpty() ? tr("Write a reply") : tr("Reply as %1").arg(m_context.studio.nameOf(entity)));
}

void ThreadPane::boundPanels()
{
    const int least = fontMetrics().lineSpacing() * LeastLines;
    m_proposal->setBound(std::max(height() * 25 / 100, least)); // its buttons stay in sight
    m_help->setBound(std::max(height() * 55 / 100, least));
}

void ThreadPane::askReasons()
{
    bool wanted = false;
    for (const api::ThreadItem &item : m_model.rows())
        wanted = wanted || item.delivery == QLatin1String("draft") || item.delivery == QLatin1String("failed");
    if (!wanted)
        return;
    api::EffectQuery query;
    query.window.limit = 500;
    m_context.engine.ask(query, this, [this](Result<api::Page<api::EffectRow>> page) {
        if (!page) // the states themselves are known; only the reason is missing
            return;
        QHash<QString, QString> reasons;
        for (const api::EffectRow &effect : page->rows) {
            const QString why = effect.state == api::EffectState::Draft ? effect.why : effect.error;
            if (!why.isEmpty())
                reasons.insert(effect.id, engineWords(why));
        }
        m_list->layouter().setReasons(std::move(reasons));
        m_list->remeasureAll();
    });
}

void ThreadPane::tellViewing()
{
    if (thread().isEmpty() || !isVisible())
        return;
    // Nobody has to act when this fails: others just do not see that we look.
    m_context.engine.submit(api::ViewThread{thread()}, this, [](Result<api::Receipt>) {});
}

void ThreadPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_viewing.start();
    tellViewing();
}

void ThreadPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    boundPanels();
    if (!thread().isEmpty() || !m_newTalk.isEmpty())
        updateHead();
}

void ThreadPane::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_viewing.stop();
    m_composer->flush();
}

void ThreadPane::tick()
{
    m_list->tick();
}

} // namespace hs::ui
