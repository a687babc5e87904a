#pragma once

#include <chrono>
#include <list>
#include <map>
#include <optional>
#include <string>

#include "engine/ai/exchange.h"
#include "engine/vocabulary/clock.h"

namespace hs::ai {

/// What an answer depends on, as 32 bytes: SHA-256 of the request in one fixed form. Who asks and why is not part of it,
/// except the entity: businesses do not learn from each other's answers.
[[nodiscard]] std::string cacheKeyOf(const Request &request);

/// Answers that may be given again: the least lately used go first, each lasts a limited time. One thread.
class AnswerCache {
public:
    static constexpr std::size_t MaxAnswer = 256U * 1024; ///< bytes; longer ones are not kept

    explicit AnswerCache(const Clock &clock) : m_clock(clock) {}
    void setLimits(std::size_t entries, std::chrono::milliseconds time); ///< zero entries or time: nothing is kept
    void clear();

    [[nodiscard]] const Answer *find(const std::string &key); ///< until the next call
    void put(const std::string &key, Answer answer);
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

private:
    struct Entry {
        std::string key;
        Answer answer;
        Timestamp until{};
    };
    void shrink(std::size_t entries);

    const Clock &m_clock;
    std::size_t m_most = 0;
    std::chrono::milliseconds m_time{0};
    std::list<Entry> m_entries; ///< lately used first
    std::map<std::string, std::list<Entry>::iterator> m_places;
};

} // namespace hs::ai
