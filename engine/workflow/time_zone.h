#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/vocabulary/clock.h"

namespace hs::workflow {

/// A time zone of the IANA database, as ICU keeps it. Immutable; any thread.
///
/// Wall time is counted as milliseconds since 1970-01-01T00:00 on the wall clock, without an offset.
class TimeZone {
public:
    /// An IANA name such as "Europe/Berlin"; empty is UTC. None when the database has no such zone; offsets
    /// like "GMT+3" are no names.
    [[nodiscard]] static std::optional<TimeZone> named(std::string_view name);

    /// What the wall clock shows at a moment.
    [[nodiscard]] std::int64_t wall(Timestamp at) const;
    /// The first moment at which the wall clock shows this or, where it jumps over it, the moment of the jump.
    /// Later wall times never give earlier moments.
    [[nodiscard]] Timestamp moment(std::int64_t wall) const;

private:
    TimeZone() = default;
    std::shared_ptr<const void> m_zone; ///< icu::BasicTimeZone
};

} // namespace hs::workflow
