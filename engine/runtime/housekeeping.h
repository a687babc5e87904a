#pragma once

#include <optional>

#include "engine/runtime/studio.h"

/// Forgets once a day what nobody can need any more, in slices, so that no transaction is long.
///
/// Ids of events that an instance has taken are remembered while it is open and for Remembered after its end (rule D3 asks
/// for 7 days and while it is open).
namespace hs::runtime::housekeeping {

inline constexpr std::chrono::hours Remembered{7 * 24};
inline constexpr std::chrono::hours Every{24};
/// Instances that one transaction looks at.
inline constexpr int SliceSize = 200;

/// When there is something to do again; nothing was ever done: at once.
[[nodiscard]] Timestamp next(const store::ReadSql &sql);
/// One slice. Does nothing before its time.
void tidy(Deed &deed);

} // namespace hs::runtime::housekeeping
