#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/store.h"
#include "engine/store/tables/thoughts.h"
#include "engine/store/tables/threads.h"
#include "engine/thinking/desk.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::runtime {

/// Keeps tasks of thinking in the store: taken by this run of the program, settled in one transaction each. Answers come in
/// the mailbox's thread.
class ThoughtDesk final : public thinking::Desk {
public:
    using StudioNow = std::function<std::shared_ptr<const Studio>()>;
    ThoughtDesk(store::Store &store, StudioNow studio, std::shared_ptr<Mailbox> home);

    /// What an earlier run began with a tool and never told the end of: nobody knows whether it worked.
    void recover();

    void waiting(std::function<void(Result<std::vector<std::string>>)> done) override;
    void take(const std::string &id, std::function<void(Result<thinking::Brief>)> done) override;
    void settle(const std::string &id, thinking::Outcome outcome, std::function<void(Result<void>)> done) override;
    void ask(const std::string &id, thinking::Asked asked, std::function<void(Result<std::string>)> done) override;
    void begin(const std::string &id, thinking::Asked use, std::function<void(Result<std::optional<std::string>>)> done) override;
    void ended(const std::string &id, const std::string &key, const Result<Json> &result, std::function<void()> done) override;
    void propose(const std::string &id, const std::string &text, std::function<void(Result<void>)> done) override;

    static constexpr int MaxAttempts = 3; ///< runs that may begin one before rules settle it

private:
    template <typename T>
    void write(std::function<Result<T>(store::Transaction &, const Studio &)> work, std::function<void(Result<T>)> done);

    store::Store &m_store;
    StudioNow m_studio;
    std::shared_ptr<Mailbox> m_home;
    std::string m_run;
};

/// Asks an agent to think, in the running transaction; found by the thinker once it is committed. Its id.
struct Wanted {
    std::string agent, kind; ///< answer, draft, proposal
    std::string thread, escalation, entity, words;
};
std::string wantThought(Deed &deed, const Wanted &wanted);

/// What the studio has set of what agents may do.
[[nodiscard]] tools::ToolPolicy toolPolicy(const store::ReadSql &sql);

/// What one task needs, gathered from the store. Fails with NotFound when what it is about is gone.
[[nodiscard]] Result<thinking::Brief> briefOf(const store::ReadSql &sql, const Studio &studio, const store::thoughts::Thought &thought);

/// Writes what came of a task: the model's words, or what the rules make of it.
Result<void> settleThought(Deed &deed, store::thoughts::Thought thought, const thinking::Outcome &outcome);

/// The agent's answer by rules alone, said in the thread; the words.
Result<std::string> answerByRules(Deed &deed, store::threads::Thread &thread, const agents::AgentCard &card, const std::string &words);

} // namespace hs::runtime
