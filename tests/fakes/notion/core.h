#pragma once

#include <mutex>
#include <set>

#include "tests/fakes/notion/faults.h"
#include "tests/fakes/notion/query.h"
#include "tests/fakes/notion/rate_window.h"
#include "tests/fakes/notion/request_log.h"
#include "tests/fakes/notion/webhooks.h"

namespace hs::test::notion {

/// A request as it came over the wire.
struct Incoming {
    std::string method;
    std::string target; ///< path and query string
    std::string authorization;
    std::string version;
    std::string body;
};

/// What the server is to do about it.
struct Outcome {
    Answer answer;
    std::string requestId;
    bool close = false;                 ///< no answer: close the connection
    std::optional<std::size_t> cutAt;   ///< close after so many bytes of the body
    std::chrono::milliseconds delay{0}; ///< before any of it
};

/// All of the fake but its sockets. One lock for everything; each method takes it unless it says otherwise.
class Core {
public:
    explicit Core(FakeNotionOptions options);

    /// A request to the API: log, faults, token, version, limits, route.
    [[nodiscard]] Outcome handle(Incoming request);
    /// A call without wire, token, limits, faults and log.
    [[nodiscard]] Answer call(const Actor &actor, std::string_view method, std::string_view target, const Json &body,
                              Version version = Version::V2026_03_11);
    /// The same, with the lock held already.
    [[nodiscard]] Answer callLocked(const Actor &actor, std::string_view method, std::string_view target, const Json &body, Version version,
                                    std::size_t longest);

    std::mutex mutex; ///< guards all that follows
    Workspace space;
    QueryCache queries;
    Faults faults;
    RateWindow rates;
    Webhooks webhooks{space};
    std::set<std::string> tokens;
    std::vector<NotionRequest> log;
    std::uint64_t requests = 0;
    bool keepsLog = true;

private:
    [[nodiscard]] Answer answerTo(const Incoming &request, std::size_t longest);
};

} // namespace hs::test::notion
