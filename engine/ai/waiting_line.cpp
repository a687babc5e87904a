#include "engine/ai/waiting_line.h"

#include <algorithm>

namespace hs::ai {

void WaitingLine::join(const std::string &agent, std::uint64_t call)
{
    auto &calls = m_calls[agent];
    if (calls.empty())
        m_turns.push_back(agent);
    calls.push_back(call);
}

void WaitingLine::leave(const std::string &agent, std::uint64_t call)
{
    const auto found = m_calls.find(agent);
    if (found == m_calls.end())
        return;
    auto &calls = found->second;
    calls.erase(std::remove(calls.begin(), calls.end(), call), calls.end());
    if (calls.empty()) {
        m_turns.remove(agent);
        m_calls.erase(found);
    }
}

std::optional<std::uint64_t> WaitingLine::next()
{
    if (m_turns.empty())
        return std::nullopt;
    const auto turn = m_turns.begin();
    const auto found = m_calls.find(*turn);
    const auto call = found->second.front();
    found->second.pop_front();
    if (found->second.empty()) {
        m_calls.erase(found);
        m_turns.erase(turn);
    } else {
        m_turns.splice(m_turns.end(), m_turns, turn);
    }
    return call;
}

} // namespace hs::ai
