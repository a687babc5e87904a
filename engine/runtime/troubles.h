#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/studio.h"
#include "engine/store/tables/escalations.h"
#include "engine/store/tables/outbox.h"
#include "engine/store/tables/troubles.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/result.h"

/// The four operational levels of the console itself: what fails, how long, how often, and who answers it.
///
/// 1 automated recovery: from the first failure on, the engine tries again by itself.
/// 2 operational response: it has lasted for Lasting. Administrators get a Master Task.
/// 3 development: the same fault happened Often times within Window, or nothing in the program knows a payload.
/// 4 business impact: customers or data are at risk: several customers report a failure, or the store could not be
///   written. An escalation opens.
///
/// A fault happens to something (an event, an effect, a task of a workflow); its further attempts are no new times. A
/// trouble is resolved when nothing that it happened to fails any more, which is looked at every CheckEvery; its task is
/// then closed. A level never falls while the trouble lasts. Each turn is in the audit: trouble.opened, trouble.raised,
/// trouble.resolved. Every function is one part of a transaction, and none fails: trouble that can't get its task is told all
/// the same.
namespace hs::runtime::troubles {

using store::troubles::Trouble;

inline constexpr std::chrono::minutes Lasting{15};
inline constexpr std::chrono::hours Window{24};
inline constexpr int Often = 3;
inline constexpr std::chrono::minutes CheckEvery{1};

/// Fault of a workflow that could not be started by the clock; well when a later run was.
inline constexpr std::string_view ScheduleFault = "schedule";

/// Fault of a source whose deliveries are refused for their signature. It lasts from the first to the latest refusal,
/// and is over with the next delivery that is taken, or when Quiet has passed without another.
inline constexpr std::string_view RefusedFault = "refused";
inline constexpr std::chrono::hours Quiet{1};

/// Fault of a channel for which something is ready to be sent and does not leave, without a failure that would tell. The mirror in
/// Notion is such a channel: nothing else says how far it is behind.
inline constexpr std::string_view BehindFault = "behind";
inline constexpr std::chrono::hours Behind{1};

/// Fault of a workflow whose run by the clock was missed and is not made up for. Over once the next one was, or when Quiet has passed.
inline constexpr std::string_view MissedFault = "missed";

/// Fault of a workflow whose definition is not loaded while instances of it run (flow_missing.h). Each version is one occasion. Over
/// once all of them can go on.
inline constexpr std::string_view DefinitionFault = "definition";

/// Component of faults "cpu", "memory" and "disk" of the computer itself (machine.h). It says itself when it is well.
inline constexpr std::string_view Machine = "machine";

enum Level { Recovery = 1, Operational = 2, Development = 3, Business = 4 };

struct Failure {
    std::string component; ///< "channel:mail", "source:typeform", "agent:nyra", "workflow:lead-to-client", "receiver", "customers", "store"
    std::string fault;     ///< tells faults of one component apart; stable
    std::string what;      ///< a sentence; holds no secret
    std::string occasion;  ///< id of what it happened to
    std::string tried;     ///< what the engine does about it
    std::string next;      ///< how to mend it; empty: what the level says
    Level least = Recovery;
    std::string why;       ///< of `least`, above Recovery
    std::string escalation; ///< the case that is open for it already
};
/// It failed: opens a trouble, or adds to the one that is open, and raises its level by the rules above.
void failed(Deed &deed, const Failure &failure);
/// Looks at all troubles whose time has come: resolves what is well, raises what lasts; and whether a channel is behind.
void check(Deed &deed);
[[nodiscard]] std::optional<Timestamp> nextCheck(const store::ReadSql &sql);

// ---- where failures are known ----
void eventFailed(Deed &deed, const std::string &id, const std::string &source, const std::string &type, const Error &error, bool dead);
void refused(Deed &deed, const std::string &source, const std::string &reason);
void effectFailed(Deed &deed, const store::outbox::Effect &effect, const Error &error);
void incident(Deed &deed, const store::workflows::Instance &instance);
/// Several customers report a failure (rule R6); a case is open for it.
void reported(Deed &deed, const store::escalations::Escalation &escalation);
/// Whether the receiver listens, told at each start; `error` empty: it does.
void receiver(Deed &deed, const std::string &error);
/// The soft limit of what models may cost a day is reached; `whose`: "the studio", a business or an agent by its id.
void budget(Deed &deed, const std::string &whose, double spent, double limit);
/// A resource of the computer is below its mark again.
void machineIsWell(Deed &deed, const std::string &resource);
/// The store can be written again. Nothing could be told while it could not, so all of it is told now.
void storeWasDown(Deed &deed, Timestamp since, const Error &error);

/// "channel:mail" → "Outgoing mail", "agent:nyra" → "Nyra".
[[nodiscard]] std::string titleOf(const Studio &studio, std::string_view component);
[[nodiscard]] std::string nextStep(int level); ///< what the level asks for
[[nodiscard]] std::string levelName(int level); ///< "automated recovery", "operational response", …

} // namespace hs::runtime::troubles
