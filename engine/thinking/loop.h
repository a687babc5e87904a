#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "engine/ai/router.h"
#include "engine/thinking/desk.h"
#include "engine/thinking/prompt.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::thinking {

/// One task from its brief to its outcome: the model is asked, uses tools as far as it may, and what it says is checked.
/// Whatever goes wrong on the way, the task ends: by rules, with the reason. Lives in the engine's thread, held by
/// shared_ptr until `done` was called.
class Loop final : public std::enable_shared_from_this<Loop> {
public:
    struct Parts {
        ai::Router &router;
        api::Door &door;
        const tools::ToolCatalog &catalog;
        Outside *outside; ///< null: there are none
        Desk &desk;
        std::shared_ptr<Mailbox> home;
        const Clock &clock;
    };
    /// What it does now, for people: in words, and the answer so far.
    using Live = std::function<void(const std::string &doing, const std::string &text)>;
    using Done = std::function<void(Outcome)>;

    Loop(Parts parts, Brief brief, std::string nonce, Live live, Done done);
    void start();
    void stop(); ///< a person's wish, or the engine's end; ends as Stopped

    [[nodiscard]] const Brief &brief() const { return m_brief; }
    /// mask → kind, of what was replaced before anything left.
    [[nodiscard]] const std::map<std::string, std::string> &masks() const { return m_masker.masks(); }
    static constexpr std::chrono::seconds ToolTime{30};

private:
    void think();
    void answered(Result<ai::Answer> answer);
    void useNext();
    void use(const ai::ToolCall &call);
    void propose(const ai::ToolCall &call);
    void run(const ai::ToolCall &call, bool changes, const Asked &asked);
    void ran(const ai::ToolCall &call, bool changes, const Asked &asked, const Result<Json> &result);
    void tell(const ai::ToolCall &call, const std::string &text, bool failed);
    void finish(const ai::Answer &answer);
    bool askAgain(const std::string &words, const ai::Answer &answer); ///< once; false: it was already
    void byRules(const std::string &why);
    void end(Outcome outcome);
    Json &step(const char *kind, const std::string &what);
    [[nodiscard]] std::optional<std::string> limitReached() const;
    [[nodiscard]] api::Caller caller() const;

    struct Found {
        const tools::Tool *own = nullptr;
        std::optional<Outside::Tool> outside;
        [[nodiscard]] bool any() const { return own || outside; }
    };
    [[nodiscard]] Found find(const std::string &name) const;
    [[nodiscard]] bool offered(const tools::Tool &tool) const;

    Parts m_parts;
    Brief m_brief;
    Live m_live;
    Done m_done;
    Prompt m_prompt;
    ai::Masker m_masker;
    std::vector<Outside::Tool> m_outside;
    std::stop_source m_stop;
    Timestamp m_began{}, m_turnAt{};
    int m_steps = 0;
    bool m_repaired = false;
    bool m_ended = false;
    std::string m_text; ///< streamed so far
    std::deque<ai::ToolCall> m_calls;
    Outcome m_outcome;
};

} // namespace hs::thinking
