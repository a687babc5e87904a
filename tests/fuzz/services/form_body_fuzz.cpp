#include <cstdint>
#include <cstdlib>

#include "engine/services/form_body.h"
#include "engine/vocabulary/utf8.h"

using namespace hs;
using namespace hs::services;

/// Input: a line that is the Content-Type header, then the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    const auto end = input.find('\n');
    if (end == std::string_view::npos)
        return 0;
    const auto contentType = input.substr(0, end);
    const auto body = input.substr(end + 1);
    for (const auto &fields : {parseForm(contentType, body), parseUrlencoded(body), parseMultipart(body, "b")}) {
        if (!fields) {
            if (fields.error().code != Errc::BadInput)
                std::abort();
            continue;
        }
        if (fields->size() > MaxFormFields)
            std::abort();
        for (const auto &field : *fields) {
            if (!isUtf8(field.name) || !isUtf8(field.value) || field.name.size() > MaxFormNameBytes)
                std::abort();
        }
    }
    // The short way and the long way agree on what is sound.
    if (parseBody(contentType, body).has_value() != parseEnvelope(contentType, body).has_value())
        std::abort();
    static_cast<void>(headerParameter(contentType, "boundary"));
    return 0;
}
