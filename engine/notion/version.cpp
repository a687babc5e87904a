#include "engine/notion/version.h"

#include <array>
#include <string>

#include "engine/vocabulary/trimmed.h"

namespace hs::notion {

namespace {

constexpr std::array<std::pair<ApiVersion, std::string_view>, 2> Versions{{
    {ApiVersion::V2025_09_03, "2025-09-03"},
    {ApiVersion::V2026_03_11, "2026-03-11"},
}};

} // namespace

std::string_view name(ApiVersion version)
{
    for (const auto &[known, text] : Versions)
        if (known == version)
            return text;
    return Versions.back().second;
}

Result<ApiVersion> parseVersion(std::string_view text)
{
    text = trimmed(text);
    if (text.empty())
        return DefaultVersion;
    for (const auto &[version, known] : Versions)
        if (known == text)
            return version;
    return fail(Errc::BadInput, "\"" + std::string(text.substr(0, 40)) + "\" is not a version of Notion's API that is spoken here",
                {}, "use 2026-03-11 or 2025-09-03");
}

} // namespace hs::notion
