#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// Tasks of thinking, what agents ask leave for, what they may do, and the words they made for people to send.
namespace hs::store::thoughts {

enum class State { Waiting = 0, Thinking = 1, Done = 2, ByRules = 3, Failed = 4, Stopped = 5 };

/// One task of thinking: durable, so that nothing that was asked is forgotten when the program ends in the middle.
struct Thought {
    std::string id, agent;
    std::string kind; ///< answer, draft, proposal
    std::string thread, escalation, entity;
    std::string asker, askerName; ///< operator, or the agent itself
    std::string words; ///< what was asked, or the remark
    State state = State::Waiting;
    std::string run; ///< of the program that thinks; lost when it ended
    int attempts = 0;
    Timestamp at{};
    std::optional<Timestamp> endedAt;
    std::string outcome, model;
    double dollars = 0;
    Json steps = Json::array(); ///< {kind, what, result, leave, ms, failed, input, output}
    Json result;
    std::string correlation;
};
void put(Transaction &tx, const Thought &thought); ///< new, or changed
[[nodiscard]] std::optional<Thought> find(const ReadSql &sql, std::string_view id);
/// Those that wait, and those whose run is another one, oldest first.
[[nodiscard]] std::vector<Thought> open(const ReadSql &sql, std::string_view run, int limit);
struct Filter {
    std::string agent, thread;
};
[[nodiscard]] Sliced<Thought> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< newest first
[[nodiscard]] std::vector<Thought> openOf(const ReadSql &sql, std::string_view thread);
struct Count {
    std::int64_t all = 0, byModel = 0, failed = 0;
};
[[nodiscard]] Count since(const ReadSql &sql, std::string_view agent, Timestamp from);

enum class RequestState { Waiting = 0, Running = 1, Done = 2, Failed = 3, Rejected = 4, Stale = 5 };
/// An agent asks a person whether a tool may be used.
struct Request {
    std::string id, agent, tool, title;
    Json arguments;
    int risk = 0; ///< api::Risk
    std::string why, effect, thread, entity, thought;
    RequestState state = RequestState::Waiting;
    std::string result, decidedBy;
    Timestamp at{};
    std::optional<Timestamp> decidedAt;
    bool untrusted = false;
    std::string correlation;
};
void put(Transaction &tx, const Request &request);
[[nodiscard]] std::optional<Request> findRequest(const ReadSql &sql, std::string_view id);
struct RequestFilter {
    std::string agent, thread;
    bool waitingOnly = true;
};
[[nodiscard]] Sliced<Request> requests(const ReadSql &sql, const RequestFilter &filter, const Slice &slice); ///< oldest first

/// What the studio set: agent, business (empty: every one), risk → leave.
struct Leave {
    std::string agent, entity;
    int risk = 0, leave = 0; ///< api::Risk, api::Leave
};
[[nodiscard]] std::vector<Leave> leaves(const ReadSql &sql);
void setLeave(Transaction &tx, const Leave &leave);
void dropLeave(Transaction &tx, const Leave &leave);

struct Proposal {
    std::string thread, text, author, thought;
    Json citations; ///< [{n, title, kind, id}]
    std::string trouble; ///< why there are no words
    std::int64_t version = 0; ///< of the thread that it answers
    Timestamp at{};
};
void put(Transaction &tx, const Proposal &proposal);
[[nodiscard]] std::optional<Proposal> proposal(const ReadSql &sql, std::string_view thread);
void dropProposal(Transaction &tx, std::string_view thread);

} // namespace hs::store::thoughts
