#include <cstdint>

#include "engine/http/response.h"
#include "tests/fuzz/http/stream.h"

using namespace hs;
using namespace hs::httpd;

/// However a stream is cut, it reads as the same request; and what it reads as is sound.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::size_t piece = std::size_t(data[0]) % 64 + 1;
    const std::string_view stream(reinterpret_cast<const char *>(data + 1), size - 1);
    const auto limit = [](RequestParser &parser) { parser.setBodyLimit(4096); };

    fuzz::Reading whole;
    whole.run(stream, stream.size(), limit);
    fuzz::Reading pieces;
    pieces.run(stream, piece, limit);

    using State = RequestParser::State;
    fuzz::expect((whole.parser.state() == State::Done) == (pieces.parser.state() == State::Done));
    if (whole.parser.state() == State::Failed) {
        const Response &fault = whole.parser.fault();
        fuzz::expect(fault.status >= 400 && fault.status < 600);
        fuzz::expect(parseJson(fault.body).has_value());
    }
    if (whole.parser.state() != State::Done)
        return 0;
    const Request &request = whole.parser.request();
    fuzz::expect(whole.used == pieces.used);
    fuzz::expect(request.path == pieces.parser.request().path);
    fuzz::expect(request.body == pieces.parser.request().body);
    fuzz::expect(request.headers.size() == pieces.parser.request().headers.size());
    fuzz::expect(request.body.size() <= 4096);
    fuzz::expect(request.path == "*" || request.path.starts_with('/'));
    fuzz::expect(isUtf8(request.path));
    if (const auto query = parseQuery(request.query))
        for (const auto &[name, value] : *query)
            fuzz::expect(isUtf8(name) && isUtf8(value));

    Response response;
    response.headers.emplace_back("X-Echo", std::string(request.headers.get("X-Echo")));
    for (const bool chunked : {false, true}) {
        std::string head;
        appendHead(head, response,
                   {.version = request.version, .keepAlive = whole.parser.keepAlive(), .head = request.head,
                    .chunked = chunked, .requestId = "id", .date = "date"});
        fuzz::expect(head.find("\r\n\r\n") == head.size() - 4);
    }
    return 0;
}
