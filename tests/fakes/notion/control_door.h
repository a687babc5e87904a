#pragma once

#include <string_view>

#include "tests/fakes/notion/core.h"

namespace hs::test {
class FakeNotion;
}

namespace hs::test::notion {

/// What programs that are not in this process do to the fake, over its own port and without a token:
///
///     GET    /_control/state        {now, requests, faults_struck, webhooks_waiting, token, root, person, bot}
///     GET    /_control/dump         all objects; GET /_control/pages/{data source} its pages
///     GET    /_control/log          JSON lines; DELETE empties it
///     POST   /_control/call         {method, target, body, as:"person"|"connection"}: any call, unlimited and not logged
///     POST   /_control/faults       one fault or a list (faults.h); DELETE takes all away
///     POST   /_control/clock        {advance_ms} or {now}
///     POST   /_control/rate         {per_minute}
///     POST   /_control/share        {id, shared}
///     POST   /_control/seed         {pages, bytes}: the hub; gives data source ids by key
///     POST   /_control/webhooks     {url, types?, sign_handshake?}; /verify {id, token}; /hurry; /repeat {event}
///     GET    /_control/webhooks     what was delivered
class ControlDoor {
public:
    ControlDoor(FakeNotion &fake, Core &core) : m_fake(fake), m_core(core) {}
    [[nodiscard]] static bool owns(std::string_view target) { return target.substr(0, 10) == "/_control/"; }
    [[nodiscard]] Outcome handle(const Incoming &request);

private:
    [[nodiscard]] Answer run(const std::string &method, const std::string &what, const Json &body);

    FakeNotion &m_fake;
    Core &m_core;
};

} // namespace hs::test::notion
