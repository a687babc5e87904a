#include "ui/text/engine_words.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/text/agent_forms.h"
#include "ui/text/capital.h"
#include "ui/text/described_words.h"
#include "ui/text/document_forms.h"
#include "ui/text/form_holes.h"
#include "ui/text/knowledge_forms.h"
#include "ui/text/notion_forms.h"
#include "ui/text/thinking_forms.h"

namespace hs::ui {

namespace {

constexpr const char *Context = "hs::ui::EngineWords";

/// The engine's sentences; %1, %2 stand for words of the studio, %n for a number. The
/// form is at once what is looked for and what is translated. Where two fit, the first wins;
/// those of the agents come behind these.
const char *const Forms[] = {
    // Why an effect waits, or what became of it.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no outgoing mail is set up"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no Slack channel is set up"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "agents may only draft until a person switches autopilot on"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "taken back by %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the channel answered %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no channel for \"%1\" is set up"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: held, then sent"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: cancelled"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: a draft again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Sends the reply to %1 by e-mail"),
    // Trouble with the console itself: why it has its level, what was tried, what to do.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 (level 2, operational response)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 (level 3, development)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 (level 4, business impact)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it failed for the first time"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it has lasted for 15 minutes"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the same fault came 3 times within 24 hours"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "nothing in the program knows this payload"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "nothing that is sent can arrive"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "customers are affected (rule R6)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "data is at risk"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "data was at risk"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it was tried and given up"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is tried again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it was kept as it came"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "1 attempt, each later than the one before"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 attempts, each later than the one before"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "nothing of the step was done; its input is kept"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "nothing was started; the next run comes at its time"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the task is tried again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the message is delivered again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "a person was called"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "deliveries are refused: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the sender is told so, and nothing is stored"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "compare the secret with the sender's, and set it again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it listens again at the next start"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "senders are asked to try again, and writing is tried every second"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "senders were asked to try again, and writing was tried every second"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Nothing: the engine tries again by itself."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Look at the connection, renew its credentials or call the service."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Send the export of the audit to whoever maintains the program."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Tell those affected, keep the work going by hand, and look into the cause afterwards."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "look at the run, mend the cause, then retry the step or cancel the workflow"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "choose another port in the settings, or end the program that uses it"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The store: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The receiver: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Customers: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Outgoing mail: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Deliveries of %1: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "No task could be made: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the trouble is over"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Customers or data are at risk."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The store"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The receiver"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Customers"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Deliveries of %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is well again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The receiver does not listen: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The store could not be written for %1 min: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Several customers report a failure: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 stopped: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "This computer"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "This computer: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the processor has been over %1 % for 5 minutes (%2 %)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the memory has been over %1 % for 5 minutes (%2 %)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the disk of the data folder has been over %1 % for 5 minutes (%2 %)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is looked at every minute"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "over 90 % is critical"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "free some space on it, or move the data folder to another disk"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "definition %1 is not loaded"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its instances are paused; they go on by themselves when it is loaded again"),
    // What starts, waits and warns by the clock.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 could not be started by the clock: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 started by the clock: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: the run waits for the one before it: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: a run is left out: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: 1 run was missed: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: %2 runs were missed: %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 has stood long in \"%2\""),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 has stood too long in \"%2\""),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 waits for a %2 with the key %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 told what came before it: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 was dropped: no %2 with the key %3 began in time"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no %1 with the key %2 began in time"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the run before it has not ended"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the run before it has ended"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "one run waits already"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 waits for its turn"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "1 is under way, at most %1 may be; 1 waits for a turn"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "1 is under way, at most %1 may be; %2 wait for a turn"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 are under way, at most %2 may be; 1 waits for a turn"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 are under way, at most %2 may be; %3 wait for a turn"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "all versions of its definition are retired"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it begins in a moment"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 event ids of ended workflows were forgotten"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "nothing has left for an hour"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it goes out as soon as its channel takes it"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "what waits to be sent is more than an hour old"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "a run by the clock was missed and is left out: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the next run comes at its time"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "give the schedule a catchup, if missed runs are to happen later"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it has failed; whoever waits for it was told"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "they happen once"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it was missed and is made up for"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "none of it is within catchup"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the schedule has no catchup"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A clock of a state could not be told: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it came before the workflow"),
    // Why a delivery was refused.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the signature is missing"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the signature does not match"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the signature is older than 300 seconds"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the signature lies more than 300 seconds in the future"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the signature is not hexadecimal"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the signature is not base 64"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the signature has not the length of a SHA-256"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "a verification token came, but none is awaited"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the verification token has not the length of one"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the delivery names no topic"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the %1 document lacks what its type promises"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "this source does not deliver this content type"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "this source signs its deliveries; it has no address with a token"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "this source is paused"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the store cannot take deliveries now"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "there is no source of this name"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "deliveries are made with POST"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the body is longer than %1 bytes"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "more than %1 deliveries a minute"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A delivery to %1 was refused: %2"),
    // Why a message between agents was not delivered.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "nobody listens to messages of the type \"%1\""),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no answer within 30 s"),
    // What the hub's own records ask for.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the success rate is below %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Look into %1: success rate %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is expired"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its end date has passed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it was redeemed as often as it may be"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Evaluate the reward %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the sample input gives %1 at \"%2\", the sample output says %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "mend the logic or the sample, or give the transformation the status Testing until it is"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the mapping names no member of the result"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the rule for \"%1\" cannot be used: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the result cannot have \"%1\""),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "name each member once, and none below a plain value"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "is neither a source of the console nor a mapping"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "mend it, or give the transformation the status Testing until it is"),
    // Events.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "nothing to do"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "An event of %1 could not be handled: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "An event of %1 is tried again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A delivery of %1 is processed once more"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A message is delivered again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The event %1 is unknown: a person looks at it."),
    // Escalations.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: approve"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: edit"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: reject"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: hand_back"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: approve taken back"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: edit taken back"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: reject taken back"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: hand_back taken back"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is done (approve)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is done (edit)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is done (reject)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is done (hand_back)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: another reply was proposed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 taken over from %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 claimed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 released"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 snoozed until %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: woken"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 woken"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: the clocks wait for the client"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: the clocks run again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: the snooze is over"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 came back from %2 after an idle lease"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: half of the time is gone"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is overdue; no backup person is named"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is overdue; called %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is overdue by its whole time; everyone was called"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is no longer needed"),
    // Reasons that every studio has from the start.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Policy allows it"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Goodwill"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Our mistake"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Outside our policy"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Not enough information"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Handled by phone"),
    // Runs by hand, versions, the views of boards.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 goes on without \"%2\""),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1; %2 told once it goes on"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 told once it goes on"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 goes on"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: its data was changed by hand"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: %2 is tried again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: %2 is done, by a person's word"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: %2 has failed, by a person's word"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A dead letter (%1) was sent again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A dead letter (%1) was discarded: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is rolled back, then cancelled"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 could not undo %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 undid %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: version %2 → %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 forked from %2 at step %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "again, after %1: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "again, after %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 has taken %2 steps"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is stopped for a person at %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A result came when nobody waited for it any more"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "tasks of people stay open: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its workflow was cancelled"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 was cancelled"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 published"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 retired"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is in use again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "View \"%1\" of the board %2 no longer shared"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "View \"%1\" of the board %2 shared"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "View \"%1\" of the board %2 deleted"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 works with %2 workflows"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "by the kind of business"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The workflow %1 waits for a person in \"%2\"."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A step of a workflow could not be carried out; nothing of it was done."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Look at the run, mend the cause, then retry the step or cancel the workflow."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The console stopped while the task was being carried out, and it may not be done twice."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "It is not known whether %1 was carried out."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Find out, then say on the run whether it is done, has failed, or is to run again."),
    // Workflows, tasks, conversations, agents, records.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 assigned to nobody"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is assigned to %2."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 assigned to %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: %2 → %3 (taken back)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: %2 failed: %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 cancelled"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 is due"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Reply in %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: taken over"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: handed back to the agent"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: snoozed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: closed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "All agents: paused"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "All agents: resumed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "All agents: autopilot"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "All agents: drafts only"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: paused"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: resumed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: autopilot"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: drafts only"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: To Do"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: In Progress"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: On Hold"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: Done"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: Cancelled"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 created"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 changed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 deleted"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "every studio has a business"),
    // The desk itself.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 works at this desk"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 sat down at the desk"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "API key \"%1\" made"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "API key \"%1\" revoked"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A backup was asked for"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Settings changed: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 replaced; the old one stays valid"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 paused"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 resumed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 removed"),
    // Why a person is asked, and what is known of the client.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Law, data protection or security: a person answers."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Health, safety or distress: a person answers at once."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A VIP reports that something went wrong: a person answers."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A dispute: money over the limit, doubt about a work, a threat, or a third contact on one matter."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "An exception, a discount or the press: only a person may decide."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Several people cannot work: a person answers, and the fault is treated as one that touches the business."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Tried three times, open for a day, not readable, or trouble that no other rule knows: a person answers."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Strong displeasure about something delivered: service recovery by the whole network."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A VIP or a high value begins something new: high-value onboarding."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Five agents or more are needed: the whole network answers."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Three or four agents are needed: they are coordinated."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "One or two agents can answer."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 wrote through %2. %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The workflow asks for a person."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Client since"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Status"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Lifetime value"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Tier"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Consent to mail"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Open matters"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Feeling"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Business"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Reference"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Check"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Care"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "unknown"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "not known to the studio"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "none noted"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "standard (nothing else is noted)"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "given %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "withdrawn %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The business was not named; the default one is assumed."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "High-value sales, provenance, commissions, collectors."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Health and safety, certificates, health data; never medical advice."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Confidentiality, fit of expertise, long engagements."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Budgets, suppliers, site safety."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Discretion, group scheduling, reports."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Data of minors, certificates."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Incidents, access."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 The amount is above the high-value mark of %2."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A legal claim, personal data or security may be touched."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Check the facts, involve legal advice where needed, then answer. Promise nothing before."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Somebody's health or safety may be at stake."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Call the person first, note what happened and when, then write."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "A valued client may leave."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Find out what went wrong, then answer personally."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Money, a work or the studio's name is in dispute."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Compare the claim with the records, decide, and tell the client the reasons."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The answer sets an example for others."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Decide on the exception and say why."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Several people cannot work: clients may be affected."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Let the fault be mended first, then tell those affected."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Nobody has answered in substance yet."),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Read the request and answer, with a translation where needed."),
    // Integrations.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Webhook receiver"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Website form"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Generic webhook"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Outgoing mail"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 of %2 a minute"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the words of the request"),
    // Why a task of a workflow could not be completed.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "this task is for the role %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no option was chosen"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is not an option of this task"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is missing"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" must be %2, found %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is less than %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is more than %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is none of what can be chosen"),
    // Said in a conversation by the console itself.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The decision was taken back; nothing was sent."),
    // Messages between agents.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "there is no agent \"%1\""),
    // What the hub's own records ask for.
};

struct Form {
    const char *text;
    QString literal; ///< the longest piece that the sentence must hold: most forms end here
    QRegularExpression pattern;
};

std::vector<Form> compile()
{
    static const QRegularExpression hole(QStringLiteral("%[1-9]"));
    std::vector<Form> forms;
    const auto add = [&](const char *text) {
        const QStringList pieces = QString::fromUtf8(text).split(hole);
        QString pattern = QStringLiteral("^");
        QString literal;
        for (qsizetype i = 0; i < pieces.size(); ++i) {
            if (i > 0)
                pattern += QStringLiteral("(.+?)");
            pattern += QRegularExpression::escape(pieces[i]);
            if (pieces[i].size() > literal.size())
                literal = pieces[i];
        }
        forms.push_back({text, literal, QRegularExpression(pattern + QLatin1Char('$'), QRegularExpression::DotMatchesEverythingOption)});
    };
    std::for_each(std::begin(Forms), std::end(Forms), add);
    for (const auto &more : {agentForms(), notionForms(), thinkingForms(), knowledgeForms(), documentForms()})
        std::for_each(more.begin(), more.end(), add);
    return forms;
}

struct Fitting {
    const char *form = nullptr; ///< none fits
    QRegularExpressionMatch match;
};

Fitting fitting(const QString &english)
{
    static const std::vector<Form> forms = compile();
    for (const Form &form : forms) {
        if (!english.contains(form.literal))
            continue;
        if (QRegularExpressionMatch match = form.pattern.match(english); match.hasMatch())
            return {form.text, std::move(match)};
    }
    return {};
}

std::optional<QString> knownInWords(const QString &english, int depth);

QString inWords(const QString &english, int depth)
{
    return knownInWords(english, depth).value_or(english);
}

/// None: no form fits, and it is nothing made of sentences that one fits.
std::optional<QString> knownInWords(const QString &english, int depth)
{
    const SentenceReader reader{[](const QString &part) { return fitting(part).form != nullptr; },
                                [depth](const QString &part) { return inWords(part, std::max(2, depth + 1)); }};
    const bool deeper = depth < 4;
    if (auto said = deeper ? describedInWords(english, true, reader) : std::nullopt)
        return said;
    // The engine writes a reason behind a dash.
    static const QString dash = QStringLiteral(" — ");
    if (const qsizetype at = english.indexOf(dash); at > 0 && depth == 0) {
        const QString left = english.left(at), right = english.mid(at + dash.size());
        const auto act = knownInWords(left, 1), reason = knownInWords(right, 1);
        if (act || reason) // else the dash is of somebody's own words
            return act.value_or(left) + dash + reason.value_or(right);
    }
    const Fitting fit = fitting(english);
    if (!fit.form)
        return deeper ? describedInWords(english, false, reader) : std::nullopt;
    return filled(QCoreApplication::translate(Context, fit.form), fit.match.lastCapturedIndex(), [&](int hole) {
        // A hole may hold a sentence of its own: why a delivery was refused.
        const QString words = fit.match.captured(hole);
        const bool sentence = hole == fit.match.lastCapturedIndex() || words.endsWith(QLatin1Char('.'));
        return sentence && deeper ? inWords(words, depth == 0 ? 2 : depth + 1) : words;
    });
}

} // namespace

QString engineWords(const QString &english)
{
    return english.isEmpty() ? english : inWords(english, 0);
}

std::optional<QString> knownEngineWords(const QString &english)
{
    return english.isEmpty() ? std::nullopt : knownInWords(english, 0);
}

QString engineSentence(const QString &english)
{
    return withCapital(engineWords(english));
}

QString engineNotes(const QString &english, int most)
{
    static const QString between = QStringLiteral("; ");
    constexpr qsizetype MostOfOne = 4; // a name in a note may hold what stands between two
    const QStringList pieces = english.split(between);
    QStringList said;
    qsizetype i = 0;
    while (i < pieces.size()) {
        if (most > 0 && said.size() >= most)
            break;
        std::optional<QString> note;
        qsizetype used = 0;
        while (!note && used < std::min(MostOfOne, pieces.size() - i)) {
            ++used;
            note = knownEngineWords(pieces.mid(i, used).join(between));
        }
        said << note.value_or(pieces[i]);
        i += note ? used : 1;
    }
    const QString text = withCapital(said.join(between));
    return i < pieces.size() ? text + QStringLiteral("; …") : text;
}

} // namespace hs::ui
