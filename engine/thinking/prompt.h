#pragma once

#include <string>
#include <vector>

#include "engine/ai/exchange.h"
#include "engine/thinking/brief.h"

namespace hs::thinking {

/// The conversation with the model about one task: what it is told first, and what is added. Pure.
class Prompt {
public:
    /// `nonce`: marks what strangers wrote; made anew for each task.
    Prompt(const Brief &brief, std::string nonce);

    [[nodiscard]] const ai::Request &request() const { return m_request; }
    [[nodiscard]] ai::Request &request() { return m_request; }
    [[nodiscard]] const std::vector<Source> &sources() const { return m_sources; }
    [[nodiscard]] bool untrusted() const { return m_untrusted; } ///< strangers' words stand in it

    /// The result of a tool, as the model gets it: what in it has an id and a title becomes a source with a number; strangers'
    /// words are marked; at most `ResultBytes`.
    static constexpr std::size_t ResultBytes = 12'000;
    [[nodiscard]] std::string resultText(const Json &result, std::string_view tool, bool untrusted);
    void add(ai::Message message) { m_request.messages.push_back(std::move(message)); }

private:
    void system(const Brief &brief);
    void context(const Brief &brief);
    [[nodiscard]] std::string number(const Source &source);
    void numbered(Json &value, std::string_view tool, int depth);

    std::string m_nonce;
    ai::Request m_request;
    std::vector<Source> m_sources;
    bool m_untrusted = false;
};

/// Who the model speaks as: name, role and manner of an agent.
[[nodiscard]] std::string persona(const agents::AgentCard &card, const std::string &studioName);

/// Numbers in square brackets that a text cites, in order, each once.
[[nodiscard]] std::vector<int> citedNumbers(std::string_view text);

} // namespace hs::thinking
