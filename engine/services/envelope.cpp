#include "engine/services/form_body.h"

#include <utility>

#include <simdjson.h>

namespace hs::services {

namespace {

using simdjson::dom::element_type;

Json scalar(const simdjson::dom::element &value)
{
    switch (value.type()) {
    case element_type::STRING:
        return std::string(std::string_view(value));
    case element_type::INT64:
        // Json tells whole numbers apart by their sign, too.
        return std::int64_t(value) < 0 ? Json(std::int64_t(value)) : Json(std::uint64_t(std::int64_t(value)));
    case element_type::UINT64:
        return std::uint64_t(value);
    case element_type::DOUBLE:
        return double(value);
    case element_type::BOOL:
        return bool(value);
    case element_type::ARRAY:
    case element_type::OBJECT:
    case element_type::NULL_VALUE:
        break;
    }
    return nullptr;
}

/// The members of the object, and of the objects directly within it when `levels` is 2.
Json members(const simdjson::dom::object &object, int levels)
{
    Json kept = Json::object();
    for (const auto &[key, value] : object) {
        Json &member = kept[std::string(key)]; // the last of one name counts, as with parseJson
        member = levels > 1 && value.is_object() ? members(simdjson::dom::object(value), levels - 1) : scalar(value);
    }
    return kept;
}

} // namespace

Result<Json> parseEnvelope(std::string_view contentType, std::string_view body)
{
    if (const auto type = mediaType(contentType); type == "application/x-www-form-urlencoded" || type == "multipart/form-data")
        return parseBody(contentType, body);
    constexpr std::string_view ByteOrderMark = "\xEF\xBB\xBF";
    const auto text = body.starts_with(ByteOrderMark) ? body.substr(ByteOrderMark.size()) : body;
    // One a thread: it keeps its buffers. It grows with the largest body, whose size the receiver limits.
    thread_local simdjson::dom::parser parser;
    if (text.size() > parser.capacity() && parser.allocate(text.size(), MaxJsonDepth) != simdjson::SUCCESS)
        return parseBody(contentType, body);
    simdjson::dom::object document;
    if (parser.parse(text.data(), text.size()).get(document) == simdjson::SUCCESS)
        return members(document, 2);
    return parseBody(contentType, body); // it says what is wrong and where, and takes what only that parser refuses
}

} // namespace hs::services
