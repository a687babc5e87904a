#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// Level 4 cases, their decisions and the reviewers' drafts.
namespace hs::store::escalations {

enum class Status { Waiting = 0, Claimed = 1, Decided = 2, Held = 3, Done = 4, Snoozed = 5, WaitingOnClient = 6 };

struct Escalation {
    std::string id;
    std::int64_t number = 0;
    std::string title;
    Status status = Status::Waiting;
    int priority = 1; ///< 0 low … 3 urgent
    std::string reasonClass, category, agent, entity, contact, person;
    Timestamp openedAt, respondDue, decideDue;
    std::int64_t respondTotal = 0, decideTotal = 0; ///< ms
    std::optional<Timestamp> respondedAt, pausedSince;
    std::int64_t pausedMs = 0;
    std::string claimant;
    std::optional<Timestamp> claimedAt, leaseUntil;
    std::string decision, decidedBy;
    std::optional<Timestamp> decidedAt, holdUntil, snoozedUntil;
    std::int64_t version = 1;
    std::string thread;
    std::int64_t threadVersion = 0; ///< the thread's version when the proposal was made
    std::string workflow, invocation;
    Json labels = Json::array();
    Json data = Json::object(); ///< what is only shown: request, rule, proposal, facts, timeline, effects
    std::string correlation;
    std::optional<Timestamp> halfTold, backupCalled, everyoneCalled;

    /// The clock that ends first of those that run.
    [[nodiscard]] Timestamp nextDue() const;
};
void insert(Transaction &tx, const Escalation &escalation);
void update(Transaction &tx, const Escalation &escalation);
[[nodiscard]] std::optional<Escalation> find(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::optional<Escalation> openOfThread(const ReadSql &sql, std::string_view thread);
[[nodiscard]] std::int64_t openOfContact(const ReadSql &sql, std::string_view contact);

struct Filter {
    enum class Kind { Open, Mine, Decided, All };
    Kind kind = Kind::Open;
    std::string operatorId, text, entity;
};
[[nodiscard]] Sliced<Escalation> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< open: by next clock; else newest first
[[nodiscard]] std::int64_t count(const ReadSql &sql, const Filter &filter);
[[nodiscard]] std::vector<Escalation> open(const ReadSql &sql);
[[nodiscard]] std::vector<Escalation> decidedSince(const ReadSql &sql, Timestamp since, int limit);
[[nodiscard]] std::vector<Escalation> similar(const ReadSql &sql, const Escalation &to, int limit);
/// Held ones whose hold is over.
[[nodiscard]] std::vector<Escalation> holdOver(const ReadSql &sql, Timestamp now);
[[nodiscard]] std::optional<Timestamp> nextHold(const ReadSql &sql);
/// Median seconds from opening to the first response since `since`; -1: none.
[[nodiscard]] std::int64_t medianResponse(const ReadSql &sql, Timestamp since);
[[nodiscard]] std::int64_t openClaims(const ReadSql &sql, std::string_view operatorId);

void setDraft(Transaction &tx, std::string_view escalation, std::string_view operatorId, std::string_view text, Timestamp now);
[[nodiscard]] std::optional<std::string> draft(const ReadSql &sql, std::string_view escalation, std::string_view operatorId);
void dropDrafts(Transaction &tx, std::string_view escalation);

struct Decision {
    std::string id, escalation;
    Timestamp at;
    std::string operatorId, operatorName, via, decision, reason, reply;
    Json difference = Json::object();
    std::int64_t versionSeen = 0;
    Json effects = Json::array(); ///< ids
    std::optional<Timestamp> undoneAt;
};
void addDecision(Transaction &tx, const Decision &decision);
void undoDecision(Transaction &tx, std::string_view id, Timestamp now);
[[nodiscard]] std::optional<Decision> lastDecision(const ReadSql &sql, std::string_view escalation);

/// Causes that a person handed back: the same rule does not fire again while the facts are the same.
void settle(Transaction &tx, std::string_view cause, std::string_view escalation, std::string_view facts, Timestamp now);
[[nodiscard]] std::optional<std::string> settledFacts(const ReadSql &sql, std::string_view cause);

} // namespace hs::store::escalations
