#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

/// Three-way merge of one record, property by property, against the last version that both sides had. Pure, any thread.
///
/// A property that one side changed takes that side's value. Changed by both to the same value, it is agreed on. Only
/// different values are a conflict, and there the last write wins:
///
/// A list of relations is a set, and Notion itself adds to it when the other side is written: there each side's additions and removals
/// count by themselves, and nothing is in conflict.
///
/// Notion tells when a page was last edited, in whole minutes and not for which property. So a change in Notion lies between that
/// minute's start and its end. The console's own change is later when it came after the minute, earlier when it came before
/// it. Within the minute nobody can tell, and Notion's value is kept: it is the one that other people have seen. Whatever loses
/// is kept as a conflict, with both values.
namespace hs::sync {

/// How far Notion tells the time of an edit.
inline constexpr std::chrono::milliseconds EditGrain{60'000};

struct Sides {
    const Json &base;   ///< what both had; an object of properties, none of them null
    const Json &local;
    const Json &remote;
};

/// What is known of the two writes of one property.
struct Writes {
    Timestamp localAt;  ///< by Notion's clock
    Timestamp remoteAt; ///< whole minute
};

struct Disagreement {
    std::string property;
    Json base, local, remote; ///< null: none
    Writes writes;
    bool keptLocal = false;
    std::string rule; ///< why, in words
};

struct Merged {
    Json fields;                    ///< the record as it now is
    std::set<std::string> taken;    ///< properties that came from the other side
    std::set<std::string> toWrite;  ///< properties that the other side has not got yet
    std::vector<Disagreement> conflicts;
};

/// `considered`: properties that both sides may write; others keep their local value and are written when they differ from base.
/// `when` is asked for the properties in conflict alone.
/// `same`: whether two values of a property are one (null: none).
struct Rules {
    std::function<bool(const std::string &)> considered;
    std::function<bool(const std::string &, const Json &, const Json &)> same;
    std::function<Writes(const std::string &)> when;
    std::function<bool(const std::string &)> isSet = [](const std::string &) { return false; };
};
[[nodiscard]] Merged merge(const Sides &sides, const Rules &rules);

/// Whether two values are the same to people: lists that are sets (options, relations, people) in any order.
[[nodiscard]] bool sameValue(const Json &one, const Json &other);

/// Null where an object lacks the property.
[[nodiscard]] const Json &valueOf(const Json &fields, const std::string &property);
/// Null takes the property out.
void setValue(Json &fields, const std::string &property, const Json &value);

} // namespace hs::sync
