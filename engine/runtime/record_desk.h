#pragma once

#include "engine/records/validate.h"
#include "engine/runtime/studio.h"
#include "engine/sync/record_writer.h"
#include "engine/vocabulary/result.h"

/// Writes hub records: checked against their schema, with lookup keys, and with the index of Master Tasks.
namespace hs::runtime::hub {

struct Write {
    std::string database;
    std::string id;        ///< empty: a new one is made
    Json fields = Json::object();
    records::WriteMode mode = records::WriteMode::Merge;
    records::Writer writer = records::Writer::Agent;
    std::string ifMatch;   ///< ETag that must still stand; empty: no matter
    std::string taskKey;   ///< idempotency key of a task wish
    std::string workflow, contact; ///< of a task
    bool revive = false;           ///< a record that was removed comes back with these changes
};
/// Errors: NotFound, BadInput (what does not fit the schema), Forbidden, Conflict (ETag, or a unique value is taken).
Result<store::records::Record> write(Deed &deed, const Write &write);
/// The record that the mirror's `write` would create of these fields, made away from the store. They are as `records::normaliseValue`
/// gives them, and completed. Relations may be added to it later: nothing else of a record depends on them. Nothing: this one needs the
/// store, or `write` has something to say about it; the fields are as they were. Any thread.
[[nodiscard]] std::optional<sync::RecordWriter::Draft> draft(const Studio &studio, const std::string &database, const std::string &id, Json &fields);
Result<void> remove(Deed &deed, std::string_view database, std::string_view id, std::string_view ifMatch);

} // namespace hs::runtime::hub
