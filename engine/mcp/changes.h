#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "engine/api/door.h"
#include "engine/mcp/jsonrpc.h"

namespace hs::mcp {

/// Tells one peer of changes to resources it asked about, at most once in `quiet` whatever happens. Several streams of the
/// modern era and one of the legacy era (whose id is null). Any thread; `tell` is called from a thread of its own.
class Changes {
public:
    static constexpr std::size_t MostStreams = 8;
    static constexpr std::size_t MostUris = 200; ///< of one stream

    Changes(api::Door &door, std::function<void(Json notification)> tell, std::chrono::milliseconds quiet);
    ~Changes(); ///< waits for the thread; not from `tell`
    Changes(const Changes &) = delete;
    Changes &operator=(const Changes &) = delete;

    /// Opens a stream and tells `first` on it before anything else. False: there are too many.
    [[nodiscard]] bool open(const Json &id, bool lists, std::set<std::string> uris, const Json &first);
    /// Ends it. False: there is none.
    bool close(const Json &id);
    /// Of the legacy stream, which is opened by the way. False: there are too many.
    [[nodiscard]] bool addUri(const std::string &uri);
    void removeUri(const std::string &uri);
    void wantLists(); ///< the legacy stream

private:
    struct Home;
    const std::shared_ptr<Home> m_home;
    std::shared_ptr<void> m_subscription;
    std::thread m_thread;
};

} // namespace hs::mcp
