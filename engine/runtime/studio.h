#pragma once

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/agents/calendar/business_hours.h"
#include "engine/agents/view.h"
#include "engine/store/sql.h"
#include "engine/thinking/brief.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/id.h"

namespace hs::agents {
class AgentRegistry;
}
namespace hs::records {
class Hub;
}
namespace hs::knowledge {
class Library;
}

namespace hs::runtime {

class DefinitionShelf;

/// Who did it, for the audit.
struct Actor {
    std::string kind; ///< agent, person, key, engine
    std::string id;
    std::string name;
    int role = 3; ///< api::Role: what it may do. Agents and the engine itself are held back by none
};
[[nodiscard]] inline Actor engineActor()
{
    return {"engine", "engine", "Engine"};
}

/// What the studio's settings say, as the engine uses it. Never changed once made.
struct Policy {
    struct Deadline {
        std::chrono::minutes respond{120};
        std::chrono::minutes decide{240};
        bool decideWorkingDay = false; ///< one working day instead of `decide`
    };
    std::array<Deadline, 4> deadlines{Deadline{std::chrono::minutes(240), std::chrono::minutes(480), true},
                                      Deadline{std::chrono::minutes(120), std::chrono::minutes(240), false},
                                      Deadline{std::chrono::minutes(60), std::chrono::minutes(120), false},
                                      Deadline{std::chrono::minutes(30), std::chrono::minutes(60), false}}; ///< by priority, low first
    std::chrono::milliseconds replyHold{30'000};
    std::chrono::milliseconds moneyHold{300'000};
    std::chrono::minutes lease{30};
    std::string backupOperator; ///< id or name of the person called when a deadline passes
    std::string timeZone = "UTC";
    std::vector<std::string> holidays;
    agents::BusinessHours hours;
    std::string defaultEntity; ///< record id; empty: the oldest business
    std::map<std::string, std::string> sourceEntity; ///< source → record id
    bool mailReady = false;
    bool slackReady = false;
    std::string mailFrom;
    bool offline = false;
    std::string studioName;
    /// What agents that think may do, and what may leave.
    struct Thinking {
        bool modelReady = false; ///< a provider is set up: somebody could be asked
        bool secondOpinion = true, mayLower = false, draftReplies = true, wordContent = true;
        [[nodiscard]] bool mayWord() const { return modelReady && wordContent; } ///< a model may write what rules have drafted
        thinking::Limits limits;
        std::map<std::string, ai::PrivacyPolicy> privacy{{{}, {}}}; ///< by business; "": of those that say nothing
    } thinking;
    agents::House house; ///< what agents assume of a business that says nothing itself
};

/// What every step of the engine works with. All of it outlives the steps; the
/// policy is replaced as a whole when settings change.
struct Studio {
    const Clock &clock;
    IdMaker &ids;
    const agents::AgentRegistry &agents;
    const records::Hub &hub;
    const DefinitionShelf &shelf;
    std::shared_ptr<const Policy> policy;
    const knowledge::Library *library = nullptr; ///< null: the knowledge is not open
};

/// One transaction's work: everything it writes carries the same time, correlation and cause.
struct Deed {
    store::Transaction &tx;
    const Studio &studio;
    Timestamp now;
    std::string correlation;
    std::string cause; ///< id of the event, task or command behind it
    Actor actor;
};

/// "2026-11-23" in UTC: the day that agents' figures are counted by.
[[nodiscard]] std::string dayOf(Timestamp at);
[[nodiscard]] int priorityNumber(std::string_view name); ///< Low 0, Medium 1 (also unknown), High 2, Urgent 3; any case
[[nodiscard]] std::string priorityName(int number);

} // namespace hs::runtime
