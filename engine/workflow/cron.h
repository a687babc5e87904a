#pragma once

#include <string>
#include <string_view>

namespace hs::workflow {

/// Checks a cron expression of five fields: minute, hour, day of month, month, day of week; each
/// `*`, a number, a range, a list of those, all with `/step`; months and days also by their first
/// three letters; Sunday is 0 or 7. Empty when it is good, else `field N "…"`, or
/// `N fields, five are needed`.
[[nodiscard]] std::string cronProblem(std::string_view expression);

} // namespace hs::workflow
