#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>

namespace hs::ai {

/// Calls that wait for a place, fair between agents: each agent's in their order, and the agents take turns. One thread.
class WaitingLine {
public:
    void join(const std::string &agent, std::uint64_t call);
    void leave(const std::string &agent, std::uint64_t call); ///< it does not want to wait any more
    [[nodiscard]] std::optional<std::uint64_t> next();
    [[nodiscard]] bool empty() const { return m_turns.empty(); }

private:
    std::map<std::string, std::deque<std::uint64_t>> m_calls; ///< by agent; none is empty
    std::list<std::string> m_turns;                           ///< agents who wait, next first
};

} // namespace hs::ai
