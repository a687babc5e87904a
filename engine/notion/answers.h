#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/transport.h"
#include "engine/notion/requests.h"

/// What an answer means for the one who asked (integrations.md §0.3, §2.2, §2.3). Pure, any thread.
namespace hs::notion {

enum class WaitReason {
    None,
    Rate,      ///< our own requests of this minute
    Workspace, ///< what all connections of the workspace ask for; may take longer than a minute
    Endpoint,  ///< this one endpoint
    Overload   ///< Notion is busy
};
[[nodiscard]] std::string_view name(WaitReason reason); ///< "rate"

struct Outcome {
    enum class Kind {
        Done,
        Again,        ///< nothing was done, or may be done twice: send it once more after `after`
        Wait,         ///< too much: nobody sends before `after` (`reason`)
        Blocked,      ///< Notion refuses this connection; trying again makes it worse
        Unauthorized, ///< the token is not (any longer) good
        NotFound,     ///< missing, or not shared with the connection
        Conflict,     ///< somebody else wrote at the same time: read again, then write
        Refused,      ///< wrong input or a missing right: `code`, `message`, `where`
        MaybeDone,    ///< the write may have been saved: read before doing it again (`committed`)
        Cancelled
    };
    Kind kind = Kind::Done;
    std::chrono::milliseconds after{0};
    WaitReason reason = WaitReason::None;
    std::string code;      ///< Notion's: "validation_error"
    std::string message;   ///< Notion's own words; they may hold values of customers: not for logs
    std::string where;     ///< Refused: the property that it is about, when it can be told
    std::string sentence;  ///< what is the matter and what to do, for people; safe for logs
    std::string requestId; ///< for Notion's support
    bool blockLimit = false;      ///< Refused: the free workspace may get no new blocks; properties still can be written
    bool smallerPages = false;    ///< Again: ask for fewer entries
    bool schemaChanged = false;   ///< Refused: a property is not as we think; read the schema again
    std::string committed;                   ///< MaybeDone: id of the new page or database, or the parent of new blocks
    std::vector<std::string> committedChildren; ///< MaybeDone: ids of blocks that were saved

    [[nodiscard]] bool done() const { return kind == Kind::Done; }
};
[[nodiscard]] std::string_view name(Outcome::Kind kind); ///< "maybe-done"

/// `attemptsMade` (from 1) and `random` in [0, 1) give the wait where Notion names none.
[[nodiscard]] Outcome classify(const Call &call, const Result<http::Response> &answer, Timestamp now,
                               int attemptsMade = 1, double random = 0.5);

} // namespace hs::notion
