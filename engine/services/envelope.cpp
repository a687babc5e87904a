#include "engine/services/form_body.h"
#include "engine/services/json_skim.h"

namespace hs::services {

namespace {

/// Takes out what the skimmer would not have kept.
void trim(Json &object, int levels)
{
    for (auto &member : object) {
        if (member.is_object() && levels > 1)
            trim(member, levels - 1);
        else if (member.is_structured())
            member = nullptr;
    }
}

} // namespace

Result<Json> parseEnvelope(std::string_view contentType, std::string_view body)
{
    if (const auto type = mediaType(contentType); type == "application/x-www-form-urlencoded" || type == "multipart/form-data")
        return parseBody(contentType, body);
    if (auto document = skimJson(body))
        return std::move(*document);
    auto document = parseBody(contentType, body); // says what is wrong and where
    if (document)
        trim(*document, 2);
    return document;
}

} // namespace hs::services
