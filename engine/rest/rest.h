#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/api/door.h"
#include "engine/http/server.h"

namespace hs::rest {

/// What GET /health answers with.
struct HealthReport {
    std::string json;      ///< {"status":"ok"|"degraded"|"down","components":{…}}
    bool down = false;     ///< 503 instead of 200
};

struct RestOptions {
    const Clock *clock = nullptr;             ///< null: the system's. Outlives the face
    std::function<HealthReport()> health;     ///< server's thread; must be quick
    std::function<std::string()> metrics;     ///< Prometheus text; server's thread
    std::chrono::milliseconds keyCache{5'000}; ///< how long a checked key is believed
    int apiPerMinute = 600;                   ///< requests of one key a minute; 0: no limit
    int apiBurst = 100;                       ///< of them at once
};

/// The API's face: /api/v1/…, /health, /metrics, /openapi.json. Knows the door alone; roles
/// are enforced behind it. Lives in the server's thread.
class Rest final : public httpd::Handler {
public:
    /// `door` outlives this object; its answers may come later still.
    Rest(api::Door &door, RestOptions options);
    ~Rest() override;

    [[nodiscard]] bool owns(std::string_view path) const override; ///< all but /webhooks
    [[nodiscard]] httpd::Admission admit(const httpd::Request &head) override;
    void handle(httpd::Request request, httpd::Respond respond) override;

    /// Any thread. Forgets checked keys: a revoked one is refused from now on.
    void forgetKeys();

private:
    struct Home;
    std::shared_ptr<Home> m_home;
};

/// The OpenAPI 3.1 document of everything the server answers, made from the route table.
[[nodiscard]] const std::string &openApiDocument();

} // namespace hs::rest
