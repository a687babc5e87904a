#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

namespace hs::agents {

/// Words with a number each, from 0 in the order in which they came; each is kept once. Adding is for one thread, finding for any.
class WordNumbers {
public:
    using Number = std::uint32_t;
    static constexpr Number None = UINT32_MAX;

    WordNumbers() = default;
    WordNumbers(const WordNumbers &) = delete; // the words are found where they lie
    WordNumbers &operator=(const WordNumbers &) = delete;
    WordNumbers(WordNumbers &&) = default;
    WordNumbers &operator=(WordNumbers &&) = default;

    Number add(std::string_view word);
    [[nodiscard]] Number find(std::string_view word) const; ///< None: it is not among them

private:
    std::deque<std::string> m_words; // which stay where they are, also when all of this is moved
    boost::unordered_flat_map<std::string_view, Number> m_numbers;
};

} // namespace hs::agents
