#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "engine/vocabulary/clock.h"

namespace hs::test {

/// How the fake behaves. What the reference leaves open is an option here, and the harsher answer is the default.
struct FakeNotionOptions {
    std::uint16_t port = 0; ///< 0: any free one
    std::uint64_t seed = 1; ///< of ids, of the order of unsorted answers and of random faults
    std::string token = "ntn_fake_token_for_tests";
    int requestsPerMinute = 0; ///< of each token, in fixed windows of 60 s (180 and 600 in Notion); 0: no limit
    std::chrono::milliseconds latency{0}; ///< before each answer, real time

    const Clock *clock = nullptr;      ///< outlives the fake; null: the system's. See FakeNotion::advance
    std::chrono::milliseconds skew{0}; ///< how far the fake's clock is ahead of it

    bool refuseUnknownNames = true; ///< 400 for an unknown property name in a page write; false: 200 and nothing written
    enum class StatusCreation { Never, Since2026, Always };
    StatusCreation statusCreation = StatusCreation::Never; ///< whether the API may make `status` properties
    bool backRelationsEdit = false; ///< a write to one side of a dual relation also stamps the pages of the other side
    bool mergeTexts = true;         ///< neighbouring texts of one style become one item
    bool offsetCursors = false;     ///< a cursor is a position, so that changes while paging shift what follows; else it
                                    ///< goes on behind the last page that was given
    std::size_t queryCap = 10'000;  ///< results of one query
    std::size_t longestAnswer = 100; ///< results in one answer, at most; lower: short pages with has_more
    std::int64_t blocksLeft = -1;   ///< of a free workspace; below 0: as many as wanted
    std::chrono::milliseconds searchLag{0};     ///< of search behind writes, on the fake's clock
    std::chrono::milliseconds webhookWindow{0}; ///< events of one object within it are delivered as one
    bool notifyOwnEdits = false;                ///< webhooks also tell of what the API's clients did
};

} // namespace hs::test
