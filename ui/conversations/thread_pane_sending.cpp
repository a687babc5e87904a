#include <QLocale>
#include <QMenu>

#include "ui/conversations/snooze_menu.h"
#include "ui/conversations/thread_pane.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

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
    } else if (showsNewsFirst()) {
        return;
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
        if (receipt.error().code == Errc::Conflict && sent == thread())
            onConflict();
        else
            tellFailure(tr("Your reply was not sent."), receipt.error());
    });
}

bool ThreadPane::showsNewsFirst()
{
    if (m_seen < 0 || m_model.detail().version <= m_seen)
        return false;
    // What came meanwhile is shown before anything goes out.
    m_newsText->setText(tr("This conversation changed while you wrote. Read what is new, then send again."));
    m_news->show();
    m_list->scrollToEnd();
    m_seen = m_model.detail().version;
    return true;
}

void ThreadPane::onConflict()
{
    m_newsText->setText(tr("This conversation changed before your answer went out. Read what is new, then send again."));
    m_news->show();
    m_model.refresh();
    m_list->scrollToEnd();
}

void ThreadPane::useProposal(const QString &text)
{
    if (thread().isEmpty() || text.isEmpty() || showsNewsFirst())
        return;
    api::ReplyToThread command;
    command.thread = thread();
    command.text = text;
    command.versionSeen = m_seen;
    m_composer->setBusy(true);
    m_proposal->setMaySend(false);
    m_context.engine.submit(std::move(command), this, [this, sent = thread()](Result<api::Receipt> receipt) {
        m_composer->setBusy(false);
        m_proposal->setMaySend(true);
        if (receipt) {
            // What the person was writing beside it stays.
            if (sent != thread())
                return;
            m_proposal->clear();
            m_news->hide();
            m_ownComing = true;
            m_model.refresh();
            m_list->scrollToEnd();
            m_composer->edit().setFocus();
        } else if (receipt.error().code == Errc::Conflict && sent == thread()) {
            onConflict();
        } else {
            tellFailure(tr("The draft was not sent."), receipt.error());
        }
    });
}

void ThreadPane::changeProposal(const QString &text)
{
    const auto take = [this, text] {
        m_composer->setMode(Composer::Mode::Reply);
        m_composer->edit().selectAll();
        m_composer->insert(text);
        m_composer->edit().moveCursor(QTextCursor::Start);
        m_proposal->clear();
    };
    if (m_composer->isEmpty())
        take();
    else
        askFirst(window(), tr("Replace what you wrote?"), tr("The draft takes the place of the words in your reply."), tr("Replace"), take);
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

} // namespace hs::ui
