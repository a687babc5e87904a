#include "ui/conversations/thread_pane.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

#include "ui/conversations/snooze_menu.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/person_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

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
    layout->addWidget(head);
    layout->addWidget(makeLine(m_page));

    m_list = new ThreadItemList(context, directory, m_model, m_page);
    layout->addWidget(m_list, 1);
    m_emptyHint = makeWrappingLabel({}, TextStyle::Body, Token::Text2, m_page);
    m_emptyHint->setAlignment(Qt::AlignCenter);
    m_emptyHint->setContentsMargins(24, 24, 24, 24);
    m_emptyHint->hide();
    layout->addWidget(m_emptyHint, 1);

    m_news = makeFrame("info", m_page);
    auto *newsRow = new QHBoxLayout(m_news);
    newsRow->setContentsMargins(10, 6, 6, 6);
    m_newsText = makeWrappingLabel({}, TextStyle::Small, Token::Info, m_news);
    newsRow->addWidget(m_newsText, 1);
    QPushButton *showNew = makeButton(tr("Show"), ButtonKind::Link, context.theme, m_news);
    newsRow->addWidget(showNew);
    m_news->hide();
    auto *newsBox = new QHBoxLayout;
    newsBox->setContentsMargins(12, 4, 12, 0);
    newsBox->addWidget(m_news);
    layout->addLayout(newsBox);

    m_viewers = new QWidget(m_page);
    auto *viewersRow = new QHBoxLayout(m_viewers);
    viewersRow->setContentsMargins(14, 6, 14, 0);
    viewersRow->setSpacing(6);
    auto *eye = new QLabel(m_viewers);
    eye->setPixmap(context.theme.pixmap(QStringLiteral("eye"), 14, Token::Text2));
    connect(&context.theme, &Theme::changed, eye,
            [eye, &context] { eye->setPixmap(context.theme.pixmap(QStringLiteral("eye"), 14, Token::Text2)); });
    m_viewersText = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_viewers);
    viewersRow->addWidget(eye);
    viewersRow->addWidget(m_viewersText, 1);
    m_viewers->hide();
    layout->addWidget(m_viewers);

    m_composer = new Composer(context, m_page);
    auto *composerBox = new QHBoxLayout;
    composerBox->setContentsMargins(12, 8, 12, 12);
    composerBox->addWidget(m_composer);
    layout->addLayout(composerBox);

    m_viewing.setInterval(ViewingMs);
    connect(&m_viewing, &QTimer::timeout, this, &ThreadPane::tellViewing);
    connect(&m_model, &ThreadModel::loaded, this, &ThreadPane::onLoaded);
    connect(&m_model, &ThreadModel::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The conversation could not be read."), m_context.ticker.now(),
                               m_model.hasAnswer() ? tr("You see what was read last.") : QString(), error, [this] { refresh(); }});
    });
    connect(m_takeOver, &QPushButton::clicked, this, &ThreadPane::takeOverOrHandBack);
    connect(m_more, &QToolButton::clicked, this, &ThreadPane::moreMenu);
    connect(showNew, &QPushButton::clicked, this, &ThreadPane::showNews);
    connect(m_list, &ThreadItemList::deliveryActed, this, &ThreadPane::actOnDelivery);
    connect(m_composer, &Composer::sendAsked, this, &ThreadPane::send);
    connect(m_composer, &Composer::textEdited, this, [this] {
        if (m_composer->isEmpty())
            m_seen = m_model.detail().version;
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
    connect(&directory, &Directory::agentsChanged, this, [this] {
        updateHead();
        updateComposer();
    });
    open({});
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
    m_model.open(thread);
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
    m_composer->load({}, false);
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
    } else if (detail.version > m_seen && !m_model.isEmpty()) {
        const api::ThreadItem &last = m_model.at(m_model.size() - 1);
        const QString who = last.authorName.isEmpty() ? last.author : last.authorName;
        //: Something came while the reader was writing. %1 is who wrote, %2 a time of day
        m_newsText->setText(tr("New since you began: %1, %2").arg(who, timeOfDay(last.at)));
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
}

void ThreadPane::updateViewers()
{
    const QStringList &viewers = m_model.detail().viewers;
    m_viewers->setVisible(!viewers.isEmpty());
    if (viewers.size() == 1)
        //: %1 is a colleague's name
        m_viewersText->setText(tr("%1 is also viewing this").arg(viewers.first()));
    else if (!viewers.isEmpty())
        //: %1 is a list of colleagues' names
        m_viewersText->setText(tr("Also viewing this: %1").arg(QLocale().createSeparatedList(viewers)));
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

void ThreadPane::tellFailure(const QString &what, const Error &error)
{
    m_context.toasts.show({what + QLatin1Char(' ') + errorSentence(error), Tone::Danger, {}, {}, errorDetails(error)});
}

void ThreadPane::submit(api::Command command, const QString &failure)
{
    m_context.engine.submit(std::move(command), this, [this, failure](Result<api::Receipt> receipt) {
        if (!receipt)
            tellFailure(failure, receipt.error());
    });
}

void ThreadPane::send(Composer::After after)
{
    if (isAgentTalk()) {
        sendToAgent();
    } else if (m_composer->mode() == Composer::Mode::Note) {
        sendNote();
    } else if (m_model.detail().version > m_seen && m_seen >= 0) {
        // What came meanwhile is shown before anything goes out.
        m_newsText->setText(tr("This conversation changed while you wrote. Read what is new, then send again."));
        m_news->show();
        m_list->scrollToEnd();
        m_seen = m_model.detail().version;
    } else if (after == Composer::After::Snooze) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillSnoozeMenu(menu, m_context.ticker.now(), [this](const QDateTime &until) { sendReply(false, until); });
        menu->popup(m_composer->mapToGlobal(QPoint(m_composer->width() / 2, 0)));
    } else {
        sendReply(after == Composer::After::Close, {});
    }
}

void ThreadPane::sendReply(bool closeIt, const QDateTime &snoozeUntil)
{
    api::ReplyToThread command;
    command.thread = thread();
    command.text = m_composer->text();
    command.close = closeIt;
    command.snoozeUntil = snoozeUntil;
    command.versionSeen = m_seen;
    m_composer->setBusy(true);
    m_context.engine.submit(std::move(command), this, [this, sent = thread()](Result<api::Receipt> receipt) {
        m_composer->setBusy(false);
        if (receipt) {
            afterSent(sent);
            return;
        }
        if (receipt.error().code == Errc::Conflict && sent == thread()) {
            m_newsText->setText(tr("This conversation changed before your answer went out. Read what is new, then send again."));
            m_news->show();
            m_model.refresh();
            m_list->scrollToEnd();
            return;
        }
        tellFailure(tr("Your reply was not sent."), receipt.error());
    });
}

void ThreadPane::sendNote()
{
    m_composer->setBusy(true);
    m_context.engine.submit(api::AddNote{thread(), m_composer->text()}, this, [this, sent = thread()](Result<api::Receipt> receipt) {
        m_composer->setBusy(false);
        if (receipt)
            afterSent(sent);
        else
            tellFailure(tr("Your note was not added."), receipt.error());
    });
}

void ThreadPane::sendToAgent()
{
    m_composer->setBusy(true);
    const QString agent = talkAgent();
    m_context.engine.submit(api::TellAgent{agent, m_composer->text(), thread()}, this,
                            [this, agent, sent = thread()](Result<api::Receipt> receipt) {
                                m_composer->setBusy(false);
                                if (!receipt) {
                                    //: %1 is an agent's name
                                    tellFailure(tr("%1 could not be reached.").arg(m_directory.agentName(agent)), receipt.error());
                                    return;
                                }
                                const bool began = sent.isEmpty() && m_newTalk == agent;
                                afterSent(sent);
                                if (began)
                                    Q_EMIT threadStarted(receipt->id);
                            });
}

void ThreadPane::afterSent(const QString &sent)
{
    // The reader may have gone to another conversation before the answer came.
    if (sent == thread()) {
        m_composer->clear();
        m_news->hide();
        m_ownComing = true;
        m_model.refresh();
        m_list->scrollToEnd();
    }
    if (!sent.isEmpty())
        m_context.engine.submit(api::SaveThreadDraft{sent, {}, false}, this, [](Result<api::Receipt>) {});
}

void ThreadPane::actOnDelivery(DeliveryAct act, const QString &effect)
{
    switch (act) {
    case DeliveryAct::SendNow:
        submit(api::SendEffect{effect}, tr("It could not be sent."));
        break;
    case DeliveryAct::Undo:
        submit(api::UndoEffect{effect}, tr("It could not be taken back."));
        break;
    case DeliveryAct::Discard:
        askReason(window(), tr("Discard this message"), tr("Why is it not sent? The reason is kept."), tr("Discard"),
                  [this, effect](const QString &reason) {
                      submit(api::CancelEffect{effect, reason}, tr("It could not be discarded."));
                  });
        break;
    }
}

void ThreadPane::takeOverOrHandBack()
{
    if (thread().isEmpty() || isAgentTalk())
        return;
    if (m_model.detail().row.takenOver)
        submit(api::HandBackThread{thread()}, tr("The conversation could not be handed back."));
    else
        submit(api::TakeOverThread{thread()}, tr("The conversation could not be taken over."));
}

void ThreadPane::snooze()
{
    if (thread().isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString id = thread();
    fillSnoozeMenu(menu, m_context.ticker.now(), [this, id](const QDateTime &until) {
        submit(api::SnoozeThread{id, until}, tr("The conversation could not be snoozed."));
    });
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

void ThreadPane::close()
{
    if (!thread().isEmpty())
        submit(api::CloseThread{thread()}, tr("The conversation could not be closed."));
}

void ThreadPane::startNote()
{
    if (thread().isEmpty() || isAgentTalk())
        return;
    m_composer->setMode(Composer::Mode::Note);
    m_composer->edit().setFocus();
}

void ThreadPane::startReply()
{
    if (thread().isEmpty() && m_newTalk.isEmpty())
        return;
    m_composer->setMode(Composer::Mode::Reply);
    m_composer->edit().setFocus();
}

void ThreadPane::moreMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const api::ThreadRow &row = m_model.detail().row;
    const Theme &theme = m_context.theme;
    const bool snoozed = row.snoozedUntil.isValid() && row.snoozedUntil > m_context.ticker.now();
    if (snoozed)
        menu->addAction(theme.icon(QStringLiteral("alarm-clock-off")), tr("Wake it now"), this, [this] {
            submit(api::SnoozeThread{thread(), {}}, tr("The conversation could not be woken."));
        });
    QMenu *later = menu->addMenu(theme.icon(QStringLiteral("alarm-clock")), tr("Snooze"));
    const QString id = thread();
    fillSnoozeMenu(later, m_context.ticker.now(), [this, id](const QDateTime &until) {
        submit(api::SnoozeThread{id, until}, tr("The conversation could not be snoozed."));
    });
    menu->addAction(theme.icon(QStringLiteral("archive")), tr("Close conversation"), this, &ThreadPane::close);
    menu->addSeparator();
    if (!row.contact.isEmpty())
        menu->addAction(theme.icon(QStringLiteral("user-round")), tr("Open the contact"), this,
                        [this, contact = row.contact] { m_context.navigator.open(QStringLiteral("contact"), contact); });
    if (!row.escalation.isEmpty())
        menu->addAction(theme.icon(QStringLiteral("life-buoy")), tr("Open the escalation"), this,
                        [this, escalation = row.escalation] { m_context.navigator.open(QStringLiteral("escalation"), escalation); });
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

} // namespace hs::ui
