#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/http/server.h"
#include "engine/services/source.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/result.h"
#include "engine/vocabulary/secret.h"

namespace hs::webhook {

/// A verified delivery on its way into the inbox.
struct NewEvent {
    std::string source;     ///< "typeform"
    std::string type;       ///< the domain's name, or the sender's while not mapped
    std::string dedupeKey;  ///< the same for every repeat of the delivery
    std::string deliveryId; ///< the sender's; may be empty
    std::string headers;    ///< JSON object of those that matter; never signatures or secrets
    std::string body;       ///< the raw bytes
    Timestamp receivedAt{};
    std::string correlation; ///< X-Request-Id
};

struct Accepted {
    std::string eventId;
    bool duplicate = false; ///< eventId is then the first one's
};

/// Where verified deliveries go.
class EventSink {
public:
    virtual ~EventSink() = default;
    /// Called in the server's thread; must not block. `done` runs exactly once, from any
    /// thread, when the event is durable, or with StorageFull, Unavailable, Cancelled, …
    virtual void accept(NewEvent event, std::function<void(Result<Accepted>)> done) = 0;
};

/// One source as it is set up now.
struct SourceSetup {
    const services::Source *source = nullptr; ///< from the catalog; outlives the receiver
    services::Secrets secrets;                ///< all valid; two while one is being replaced
    std::vector<std::string> tokenHashes;     ///< hex SHA-256 of path tokens; each counts as one more secret
    bool enabled = true;                      ///< false: as if unknown (404)
    bool paused = false;                      ///< 503, so that the sender tries again
    bool awaitingHandshake = false;           ///< a verification token may still be taken
    std::size_t bodyLimit = 1024 * 1024;
    int perMinute = 600;                      ///< 0: no limit
};

/// All sources at one moment; never changed once handed in.
struct Setup {
    std::map<std::string, SourceSetup, std::less<>> sources; ///< by the name in the path
    bool writable = true; ///< false: every delivery gets 503 before its body is read
    std::chrono::milliseconds retryAfter{30'000}; ///< told with every 503
};

/// One delivery that was answered, for statistics.
struct Delivery {
    std::string source; ///< "unknown" when there is no such source
    std::string type;   ///< empty when it was refused before it was read
    int status = 0;
    std::chrono::microseconds duration{0}; ///< from its head to its answer, the commit included
    std::string eventId;
    bool duplicate = false;
    std::string error;  ///< code of the refusal: "unauthorized"
    Timestamp at{};
};

/// A delivery with a missing or bad signature or token, for the audit.
struct Refusal {
    std::string source;
    std::string remoteAddress;
    int status = 0;
    std::string reason;      ///< plain English, nothing of the delivery's content
    std::string correlation;
    Timestamp at{};
    std::uint64_t unreported = 0; ///< more of the same source and address since the row before
};

/// Both must be quick and must not block.
class DeliveryLog {
public:
    virtual ~DeliveryLog() = default;
    /// Every one, in the thread that knew the answer: the server's, or the sink's.
    virtual void delivered(const Delivery &delivery) = 0;
    /// Rows for the audit, as many as ReceiverOptions allow. The server's thread.
    virtual void refused(const Refusal &refusal) = 0;
};

struct ReceiverOptions {
    const Clock *clock = nullptr; ///< null: the system's. Outlives the receiver
    int refusalRowsPerMinute = 5;      ///< for each source and address
    int refusalRowsPerMinuteInAll = 60;
    /// A handshake brought a secret that the source wants kept. Server's thread; `done` runs once, from any thread,
    /// and only what was kept is confirmed to the sender.
    std::function<void(const std::string &source, Secret secret, std::function<void(Result<void>)> done)> keepSecret;
};

/// The webhooks' face: POST /webhooks/{source}, POST /webhooks/{source}/{token}, GET /webhooks/{source}.
/// Answers 2xx only when the sink said that the event is durable. Lives in the server's
/// thread, except where said otherwise.
class Receiver final : public httpd::Handler {
public:
    /// `sink` outlives the receiver, `log` also the sink's last answer, which may come later still.
    Receiver(EventSink &sink, DeliveryLog &log, ReceiverOptions options = {});
    ~Receiver() override;

    /// Any thread: the next request sees it.
    void setSetup(std::shared_ptr<const Setup> setup);

    [[nodiscard]] bool owns(std::string_view path) const override;
    [[nodiscard]] httpd::Admission admit(const httpd::Request &head) override;
    void handle(httpd::Request request, httpd::Respond respond) override;

private:
    struct Home;
    std::shared_ptr<Home> m_home; // shared with answers under way
};

} // namespace hs::webhook
