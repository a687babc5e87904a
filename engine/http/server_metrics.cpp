#include "engine/http/server_metrics.h"

namespace hs::httpd {

ServerMetrics::ServerMetrics(metrics::Registry &registry) : m_registry(registry) {}

void ServerMetrics::note(const Exchange &exchange)
{
    Slots &slots = m_slots[{exchange.route.data(), exchange.method, exchange.status}];
    if (!slots.requests) {
        const std::string route(exchange.route);
        const std::string method(name(exchange.method));
        const std::string status = std::to_string(exchange.status);
        slots.requests = &m_registry.counter("http_requests_total", "Requests answered",
                                             {{"route", route}, {"method", method}, {"status", status}});
        slots.duration = &m_registry.histogram("http_request_duration_seconds", "From a request's first byte to its answer",
                                               metrics::durationBounds(), {{"route", route}});
        if (exchange.status >= 400)
            slots.rejected = &m_registry.counter("http_requests_rejected_total", "Requests answered with 400 or more",
                                                 {{"route", route}, {"status", status}});
    }
    slots.requests->add();
    slots.duration->observe(double(exchange.duration.count()) / 1e6);
    if (slots.rejected)
        slots.rejected->add();
}

} // namespace hs::httpd
