#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

// Segments: criteria over the fields of a contact, always computed. Pure; any thread.
namespace hs::agents {

/// One condition {field, operator, value}, or a group of which one ("any") must hold.
///
/// `field`: a property, or a dotted path into a JSON property ("Communication Preferences.email.consent").
/// Operators: equals, not_equals, contains, not_contains (a list as value: any of them fits; of a list of options one
/// must fit; texts compare in any case), greater_than, less_than (numbers; dates, also "30d" or "12h" before now;
/// of what is missing neither holds), exists, not_exists, regex_match (ICU, anywhere in the text, in any case; a
/// pattern that takes too long does not match).
struct Criterion {
    std::string field, op;
    Json value;
    std::vector<Criterion> any;
};
using Criteria = std::vector<Criterion>; ///< all must hold; empty: everybody

inline constexpr std::size_t MostCriteria = 50; ///< of one segment, groups included
inline constexpr int DeepestGroup = 3;

/// Fails with BadInput naming the criterion by its place and what is wrong: no list, no field, an unknown operator, a
/// value of the wrong kind, a pattern that cannot be read, too many or too deep.
[[nodiscard]] Result<Criteria> criteriaOf(const Json &list, const std::string &where);
[[nodiscard]] bool holds(const Criteria &criteria, const Json &fields, Timestamp now);

/// A segment that ships with the console (resources/agents/segments.json).
struct Segment {
    std::string key, title;
    Json definition; ///< as in the file, for people and for Segment Definition
    Criteria criteria;
};
/// Fails with BadInput naming the segment.
[[nodiscard]] Result<std::vector<Segment>> loadSegments(std::string_view text, const std::string &name);
/// By key or title, in any case; null when there is none.
[[nodiscard]] const Segment *segmentNamed(const std::vector<Segment> &segments, std::string_view name);

} // namespace hs::agents
