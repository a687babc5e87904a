#include "engine/workflow/time_zone.h"

#include <algorithm>

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

namespace hs::workflow {

namespace {

const icu::BasicTimeZone &of(const std::shared_ptr<const void> &zone)
{
    return *static_cast<const icu::BasicTimeZone *>(zone.get());
}

std::int64_t offsetAt(const icu::BasicTimeZone &zone, std::int64_t millis)
{
    int32_t standard = 0;
    int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone.getOffset(double(millis), false, standard, saving, status);
    return std::int64_t(standard) + saving;
}

} // namespace

std::optional<TimeZone> TimeZone::named(std::string_view name)
{
    const auto id = icu::UnicodeString::fromUTF8(name.empty() ? std::string("Etc/UTC") : std::string(name));
    icu::UnicodeString canonical;
    UBool known = false;
    UErrorCode status = U_ZERO_ERROR;
    icu::TimeZone::getCanonicalID(id, canonical, known, status);
    if (U_FAILURE(status) || !known)
        return std::nullopt;
    std::shared_ptr<const icu::TimeZone> made(icu::TimeZone::createTimeZone(id));
    auto basic = std::dynamic_pointer_cast<const icu::BasicTimeZone>(made);
    if (!basic || *made == icu::TimeZone::getUnknown())
        return std::nullopt;
    TimeZone zone;
    zone.m_zone = std::move(basic);
    return zone;
}

std::int64_t TimeZone::wall(Timestamp at) const
{
    return toMillis(at) + offsetAt(of(m_zone), toMillis(at));
}

Timestamp TimeZone::moment(std::int64_t wall) const
{
    const auto &zone = of(m_zone);
    int32_t standard = 0;
    int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    // The offset from before a change: of a time that comes twice it gives the first one, and of one that the
    // clock jumps over a moment behind the jump, whose wall time is then another.
    zone.getOffsetFromLocal(double(wall), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, standard, saving, status);
    const auto guess = wall - standard - saving;
    if (guess + offsetAt(zone, guess) == wall)
        return fromMillis(guess);
    icu::TimeZoneTransition jump;
    return fromMillis(zone.getPreviousTransition(double(guess), true, jump) ? std::int64_t(jump.getTime()) : guess);
}

} // namespace hs::workflow
