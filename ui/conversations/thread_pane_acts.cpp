#include <algorithm>

#include <QFileDialog>
#include <QLocale>
#include <QMenu>
#include <QStandardPaths>
#include <QToolButton>

#include "ui/conversations/attachments.h"
#include "ui/conversations/draft_dialog.h"
#include "ui/conversations/macros.h"
#include "ui/conversations/snooze_menu.h"
#include "ui/conversations/thread_pane.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"
#include "ui/thinking/why_dialog.h"

namespace hs::ui {

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
    if (!row.agent.isEmpty() && m_context.navigator.canOpen(QStringLiteral("agent")))
        //: %1 is an agent's name
        menu->addAction(theme.icon(theme.agentIcon(row.agent)), tr("Open the page of %1").arg(m_directory.agentName(row.agent)), this,
                        &ThreadPane::openAgentPage);
    if (!row.contact.isEmpty())
        menu->addAction(theme.icon(QStringLiteral("user-round")), tr("Open the contact"), this,
                        [this, contact = row.contact] { m_context.navigator.open(QStringLiteral("contact"), contact); });
    if (!row.escalation.isEmpty())
        menu->addAction(theme.icon(QStringLiteral("life-buoy")), tr("Open the escalation"), this,
                        [this, escalation = row.escalation] { m_context.navigator.open(QStringLiteral("escalation"), escalation); });
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

// ---- the agent's help ----------------------------------------------------

ThreadPane::Hindrances ThreadPane::hindrances() const
{
    Hindrances no;
    const QString nothing = tr("No conversation with a client is open.");
    const bool client = !thread().isEmpty() && m_model.hasAnswer() && !isAgentTalk();
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    const QString needs = tr("Needs the role operator.");
    const std::vector<api::Thinking> &thinking = m_model.detail().thinking;
    const bool busy = !thread().isEmpty() && !thinking.empty();
    if (!client)
        no.draft = no.attach = nothing;
    else if (!may)
        no.draft = no.attach = needs;
    else if (busy)
        //: %1 is an agent's name
        no.draft = tr("%1 is thinking already.").arg(m_directory.agentName(thinking.front().agent));
    if (!busy)
        no.stop = tr("No agent is thinking here.");
    else if (!may)
        no.stop = needs;
    const bool chosen = m_list->currentIndex().isValid() && ItemLayouter::hasWhy(m_model.at(m_list->currentIndex().row()));
    if (!chosen && std::none_of(m_model.rows().begin(), m_model.rows().end(), ItemLayouter::hasWhy))
        no.why = tr("No agent has done anything here.");
    if (m_requests->cards().empty())
        no.request = tr("No agent asks for leave here.");
    else if (m_context.engine.caller().role < api::Role::Reviewer)
        no.request = tr("Needs the role reviewer.");
    return no;
}

void ThreadPane::updateHelp()
{
    const bool client = !thread().isEmpty() && !isAgentTalk();
    const QString agent = m_model.detail().row.agent;
    const QString name = agent.isEmpty() ? QString() : m_directory.agentName(agent);
    //: A button under the reply box. %1 is an agent's name
    const QString words = !client ? QString() : name.isEmpty() ? tr("Ask for a draft") : tr("Ask %1 to draft").arg(name);
    m_composer->setDraftHelp(words, hindrances().draft);
    Q_EMIT stateChanged();
}

void ThreadPane::askForDraft()
{
    if (!hindrances().draft.isEmpty())
        return;
    const QString agent = m_directory.agentName(m_model.detail().row.agent);
    askForDraftRemark(m_context, this, agent, m_model.detail().modelReady, [this, agent, asked = thread()](const QString &remark) {
        m_context.engine.submit(api::AskForDraft{asked, remark}, this, [this, agent, asked](Result<api::Receipt> receipt) {
            if (!receipt)
                //: %1 is an agent's name
                tellFailure(tr("%1 was not asked for a draft.").arg(agent), receipt.error());
            else if (asked == thread())
                m_model.refresh();
        });
    });
}

void ThreadPane::discardProposal(const QString &thought)
{
    submit(api::DiscardProposal{thread(), thought}, tr("The words could not be discarded."));
    m_proposal->clear(); // at once, and with it what `thought` refers to; it is back if other words were made meanwhile
}

void ThreadPane::stopThinking()
{
    if (!hindrances().stop.isEmpty())
        return;
    for (const api::Thinking &thinking : m_model.detail().thinking)
        submit(api::StopThinking{thinking.thought}, tr("The answer could not be stopped."));
}

void ThreadPane::explain()
{
    if (const QModelIndex index = m_list->currentIndex(); index.isValid() && ItemLayouter::hasWhy(m_model.at(index.row()))) {
        explainItem(m_model.at(index.row()).id);
        return;
    }
    for (int row = m_model.size() - 1; row >= 0; --row) {
        if (ItemLayouter::hasWhy(m_model.at(row))) {
            explainItem(m_model.at(row).id);
            return;
        }
    }
}

void ThreadPane::explainItem(const QString &item)
{
    const int row = m_model.find(item);
    showWhy(m_context, item, window(), row < 0 ? QString() : m_model.at(row).thought);
}

void ThreadPane::openAgentPage()
{
    const QString agent = talkAgent();
    if (!agent.isEmpty())
        m_context.navigator.open(QStringLiteral("agent"), agent);
}

// ---- macros --------------------------------------------------------------

void ThreadPane::chooseMacro()
{
    if (thread().isEmpty() || isAgentTalk())
        return;
    auto *popup = new MacroPopup(m_context, m_model.detail().row.entity, this);
    connect(popup, &MacroPopup::chosen, this, &ThreadPane::insertMacro);
    connect(popup, &MacroPopup::manageAsked, this, &ThreadPane::manageMacros);
    popup->openOver(m_composer->macroButton());
}

void ThreadPane::manageMacros()
{
    auto *dialog = new MacroDialog(m_context, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ThreadPane::insertMacro(const api::Macro &macro)
{
    const api::ThreadRow &row = m_model.detail().row;
    MacroValues values;
    values.clientName = row.title;
    values.agent = row.agent.isEmpty() ? QString() : m_directory.agentName(row.agent);
    const auto &entities = m_context.studio.entities();
    if (!row.entity.isEmpty())
        values.studio = m_context.studio.nameOf(row.entity);
    else if (entities.size() == 1)
        values.studio = entities.front().second;
    values.person = m_context.engine.caller().name;
    values.today = QLocale().toString(m_context.ticker.now().toLocalTime().date(), QLocale::LongFormat);
    // Words for colleagues are never left standing in a reply.
    if (macro.note)
        m_composer->setMode(Composer::Mode::Note);
    m_composer->insert(filled(macro.text, values));
}

// ---- files ---------------------------------------------------------------

void ThreadPane::chooseFiles()
{
    if (const QString no = hindrances().attach; !no.isEmpty()) {
        m_composer->setFileNote(no, true);
        return;
    }
    auto *dialog = new QFileDialog(this, tr("Attach files"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &ThreadPane::attachFiles);
    dialog->open();
}

void ThreadPane::attachFiles(const QStringList &paths)
{
    if (const QString no = hindrances().attach; !no.isEmpty()) {
        m_composer->setFileNote(no, true);
        return;
    }
    m_composer->setFileNote({}, false);
    m_toAttach << paths;
    if (!m_attaching)
        attachNext();
}

void ThreadPane::attachNext()
{
    // One after the other: each is read when its turn comes, so that ten of them are not in memory at once.
    while (!m_toAttach.isEmpty()) {
        const QString path = m_toAttach.takeFirst();
        const PickedFile file = pickFile(path);
        if (!file.trouble.isEmpty()) {
            m_composer->setFileNote(file.trouble, true);
            continue;
        }
        m_attaching = true;
        //: %1 is the name of a file
        m_composer->setFileNote(tr("Attaching “%1”").arg(file.name), false);
        m_context.engine.submit(api::AttachFile{thread(), file.name, file.type, file.bytes}, this,
                                [this, name = file.name, asked = thread()](Result<api::Receipt> receipt) {
                                    m_attaching = false;
                                    if (asked == thread()) {
                                        //: %1 is the name of a file, %2 why
                                        m_composer->setFileNote(receipt ? QString()
                                                                        : tr("“%1” was not attached. %2").arg(name, errorSentence(receipt.error())),
                                                                !receipt);
                                        m_model.refresh();
                                    }
                                    attachNext();
                                });
        return;
    }
}

} // namespace hs::ui
