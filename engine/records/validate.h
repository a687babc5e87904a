#pragma once

#include "engine/records/schema.h"

namespace hs::records {

enum class WriteMode {
    Create, ///< a new record; `oldFields` are not looked at
    Merge,  ///< fields named in the patch change, null clears one
    Replace ///< fields not named are cleared, except those that only the system writes
};

/// Staff and agents may write every property but ids and those of the system.
/// Giving one of these back unchanged (read, edit, put) is no offence. Mirror: what stands in Notion already, where nobody
/// asks for required properties; it may write all, and may leave those open.
enum class Writer { Staff, Agent, Engine, Mirror };

/// Checks a patch against the database and gives the record's whole new fields
/// in the form that is stored (see `normaliseValue`): no nulls, defaults and
/// the ids filled in at Create, formulas computed. At Create, "Console ID" is
/// `recordId` and the id for people is made from it, so that a repeated create
/// of the same record gives the same id; without `recordId` it is random and
/// "Console ID" stays open. A required property that was open before a Merge may stay so.
///
/// The first fault in the order of the patch's keys is reported as BadInput (Forbidden
/// for properties of the system) with `where` = `DATABASE, "PROPERTY"`.
/// Unique properties and whether related records exist are for the caller to
/// check, who has the store. Any thread.
[[nodiscard]] Result<Json> normalise(const Database &database, const Json &oldFields, const Json &patch,
                                     WriteMode mode, Writer writer, std::string_view recordId = {});

/// Gives a new record what it has beside its values, as `normalise` does at Create; the values are as `normaliseValue` gives them. Names of
/// what was added.
std::vector<std::string> complete(const Database &database, std::string_view recordId, Json &fields);

/// "CTCT-" and 8 hexadecimal digits: of the record id's SHA-256, or random when it is empty.
/// Empty when the database has no such ids.
[[nodiscard]] std::string humanId(const Database &database, std::string_view recordId);

} // namespace hs::records
