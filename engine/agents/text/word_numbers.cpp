#include "engine/agents/text/word_numbers.h"

namespace hs::agents {

WordNumbers::Number WordNumbers::add(std::string_view word)
{
    if (const auto found = m_numbers.find(word); found != m_numbers.end())
        return found->second;
    const auto number = Number(m_words.size());
    m_numbers.emplace(m_words.emplace_back(word), number);
    return number;
}

WordNumbers::Number WordNumbers::find(std::string_view word) const
{
    const auto found = m_numbers.find(word);
    return found == m_numbers.end() ? None : found->second;
}

} // namespace hs::agents
