#pragma once

#include <map>
#include <tuple>

#include "engine/http/metrics.h"
#include "engine/http/server.h"

namespace hs::httpd {

/// Counts what a server answers: http_requests_total, http_request_duration_seconds,
/// http_requests_rejected_total. Lives in the server's thread, as its observer.
class ServerMetrics {
public:
    explicit ServerMetrics(metrics::Registry &registry); ///< outlives this object

    void note(const Exchange &exchange);

private:
    struct Slots {
        metrics::Counter *requests = nullptr;
        metrics::Counter *rejected = nullptr;
        metrics::Histogram *duration = nullptr;
    };
    metrics::Registry &m_registry;
    std::map<std::tuple<const char *, Method, int>, Slots> m_slots; // by the route text's address: it is static
};

} // namespace hs::httpd
