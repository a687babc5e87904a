#include "tests/fakes/notion/bodies.h"

#include <algorithm>

namespace hs::test::notion {

void checkMembers(const Call &call, std::initializer_list<std::string_view> known)
{
    if (!call.body.is_object())
        refuse("body failed validation: body should be an object, instead was " + kindName(call.body) + ".");
    for (const auto &[key, value] : call.body.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            refuse("body failed validation: body." + key + " should be not present, instead was " + kindName(value) + ".");
}

Json keptPicture(const Json &written, const std::string &path)
{
    if (written.is_null())
        return nullptr;
    for (const char *type : {"emoji", "external", "file", "custom_emoji", "icon"}) {
        if (!written.is_object() || !written.contains(type))
            continue;
        Json kept = written;
        kept["type"] = type;
        return kept;
    }
    refuse("body failed validation: " + path + " should be an emoji or an external file.");
}

} // namespace hs::test::notion
