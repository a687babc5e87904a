#pragma once

#include <QPointer>

#include "ui/escalations/clock_state.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// What a person does with escalations, for the queue and the detail pane alike:
/// asks what has to be asked, sends the command, tells the outcome. GUI thread;
/// never waits. Dialogs are window-modal over `window`, which outlives this.
class EscalationCommands final : public QObject {
    Q_OBJECT
public:
    EscalationCommands(ViewContext &context, QWidget *window);

    void claim(const api::EscalationRow &row);
    /// The most urgent one that the person may decide; opens it.
    void claimNext();
    void takeOver(const api::EscalationRow &row); ///< asks for the reason
    void release(const api::EscalationRow &row);
    void assign(const std::vector<api::EscalationRow> &rows); ///< asks to whom, present people first
    void snooze(const std::vector<api::EscalationRow> &rows, const QDateTime &until);
    /// Offers the usual times at `globalPos`.
    void offerSnooze(const std::vector<api::EscalationRow> &rows, const QPoint &globalPos);
    void waitOnClient(const api::EscalationRow &row, bool waiting);
    void setPriority(const api::EscalationRow &row, api::Priority priority); ///< asks for the reason
    void undo(const api::EscalationRow &row);
    void copyLink(const api::EscalationRow &row);

    /// Sends a decision. Once it stands, Ctrl+Z takes it back while the hold lasts.
    /// `then` hears the outcome (Conflict: the case changed meanwhile).
    void decide(const api::DecideEscalation &decision, const api::EscalationRow &row,
                std::function<void(Result<api::Receipt>)> then);

    /// Whether a person with this role may claim and decide; else the reason why not.
    [[nodiscard]] bool mayDecide() const;
    [[nodiscard]] static QString noPermissionText();

    struct SnoozeChoice {
        QString text;
        QDateTime until;
    };
    /// 15 minutes, an hour, the next morning, the next Monday; at `now` (UTC), mornings at 9 local time.
    [[nodiscard]] static std::vector<SnoozeChoice> snoozeChoices(const QDateTime &now);

Q_SIGNALS:
    /// Somebody else was faster. `text` names them and how long ago.
    void raceLost(const QString &escalation, const QString &text);
    /// A command was carried out; what is shown of it may be old.
    void carriedOut(const QString &escalation);

private:
    void submit(const api::Command &command, const QString &escalation, const QString &success,
                const QString &failure);
    void tellLostRace(const QString &escalation, const Error &error);
    void offerUndo(const QString &escalation);
    void failed(const QString &what, const Error &error);

    ViewContext &m_context;
    QPointer<QWidget> m_window;
};

} // namespace hs::ui
