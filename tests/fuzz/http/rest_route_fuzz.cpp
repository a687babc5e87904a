#include <cstdint>

#include "engine/rest/rest.h"
#include "engine/rest/route.h"
#include "tests/fakes/fake_door.h"
#include "tests/fuzz/http/stream.h"

using namespace hs;
using namespace hs::httpd;

/// Whatever arrives, a route either takes it checked or answers with an error that is JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static test::FakeDoor door;
    static rest::Rest face(door, {.health = [] { return rest::HealthReport{}; }, .metrics = [] { return std::string(); }});

    const std::string_view stream(reinterpret_cast<const char *>(data), size);
    Admission admission;
    fuzz::Reading reading;
    reading.run(stream, stream.size(), [&](RequestParser &parser) {
        admission = face.admit(parser.request());
        parser.setBodyLimit(admission.bodyLimit);
    });
    if (admission.refusal)
        fuzz::expect(admission.refusal->status >= 400 && parseJson(admission.refusal->body).has_value());
    if (reading.parser.state() != RequestParser::State::Done)
        return 0;
    const Request &request = reading.parser.request();
    const auto match = rest::findRoute(request.method, request.path);
    if (!match.route)
        return 0;
    for (const auto &value : rest::pathValues(*match.route, request.path))
        fuzz::expect(!value.empty());
    const auto query = rest::checkQuery(*match.route, request.query);
    if (!query)
        fuzz::expect(errorResponse(query.error()).status == 400 && parseJson(errorResponse(query.error()).body).has_value());
    const auto body = rest::checkBody(*match.route, request.body);
    if (!body)
        fuzz::expect(errorResponse(body.error()).status == 400 && parseJson(errorResponse(body.error()).body).has_value());
    return 0;
}
