#include "engine/vocabulary/result.h"

namespace hs {

std::string_view name(Errc code)
{
    switch (code) {
    case Errc::BadInput:
        return "bad_input";
    case Errc::Unauthorized:
        return "unauthorized";
    case Errc::Forbidden:
        return "forbidden";
    case Errc::NotFound:
        return "not_found";
    case Errc::Conflict:
        return "conflict";
    case Errc::RateLimited:
        return "rate_limited";
    case Errc::Unavailable:
        return "unavailable";
    case Errc::Timeout:
        return "timeout";
    case Errc::Cancelled:
        return "cancelled";
    case Errc::StorageFull:
        return "storage_full";
    case Errc::Corrupt:
        return "corrupt";
    case Errc::Internal:
        return "internal";
    }
    return "internal";
}

std::string describe(const Error &error)
{
    std::string text = error.what;
    if (!error.where.empty())
        text += " (" + error.where + ")";
    if (!error.mend.empty())
        text += ": " + error.mend;
    return text;
}

tl::unexpected<Error> fail(Errc code, std::string what, std::string where, std::string mend)
{
    return tl::make_unexpected(Error{code, std::move(what), std::move(where), std::move(mend), std::nullopt});
}

} // namespace hs
