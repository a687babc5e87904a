#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/hub_notices.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/record_texts.h"
#include "engine/store/tables/notion.h"
#include "engine/store/tables/record_changes.h"
#include "engine/store/tables/record_texts.h"

namespace hs::runtime::commands {

using rows::q;
namespace table = store::notion;

namespace {

/// What a property, or the text inside the page, says now.
Json valueNow(CommandContext &c, const store::records::Record &record, const std::string &property)
{
    if (property != store::texts::Name)
        return member(record.fields, property);
    const auto row = store::texts::find(c.deed.tx, record.id);
    return row ? row->text : std::string();
}

/// One property gets an earlier or another value, in the name of a person.
Result<void> set(CommandContext &c, const store::records::Record &before, const std::string &property, const Json &value)
{
    if (property == store::texts::Name)
        return hub::writeText(c.deed, before.id, scalarText(value), {});
    hub::Write write;
    write.database = before.database;
    write.id = before.id;
    write.fields = Json{{property, value}};
    write.writer = records::Writer::Staff;
    const auto record = hub::write(c.deed, write);
    if (!record)
        return tl::make_unexpected(record.error());
    return notices::changed(c.deed, &before, *record);
}

/// Takes a review back. A value that was turned is turned back, unless somebody has changed it since.
Result<api::Receipt> reopen(CommandContext &c, const table::Conflict &conflict)
{
    if (!conflict.reviewedAt)
        return fail(Errc::Conflict, "nobody has reviewed it yet", {}, "read the list again");
    if (conflict.resolution == "turned") {
        const auto before = store::records::find(c.deed.tx, conflict.db, conflict.record);
        if (!before)
            return fail(Errc::Conflict, "the record is gone", conflict.record);
        const bool local = conflict.kept == "local";
        if (valueNow(c, *before, conflict.property) != (local ? conflict.remote : conflict.local))
            return fail(Errc::Conflict, "\"" + conflict.property + "\" has been changed since", conflict.record, "look at the history of the record");
        const auto written = set(c, *before, conflict.property, local ? conflict.local : conflict.remote);
        if (!written)
            return tl::make_unexpected(written.error());
    }
    table::reopened(c.deed.tx, conflict.seq);
    note(c.deed, {"sync.conflict.reopened", "record", conflict.record, "\"" + conflict.property + "\": the review was taken back", {}, {}, {}, {{"conflict", conflict.seq}}});
    return api::Receipt{q(conflict.record), QStringLiteral("open again"), {}};
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::ReviewNotionConflict &command)
{
    const auto conflict = table::conflict(c.deed.tx, command.seq);
    if (!conflict)
        return fail(Errc::NotFound, "there is no conflict " + std::to_string(command.seq));
    if (command.reopen)
        return reopen(c, *conflict);
    if (conflict->reviewedAt)
        return fail(Errc::Conflict, conflict->reviewedBy + " has reviewed it already", {}, "read the list again");
    if (command.turn) {
        if (conflict->property.empty())
            return fail(Errc::BadInput, "it is about the whole record, which is kept", {}, "delete the record if it is to go");
        const auto before = store::records::find(c.deed.tx, conflict->db, conflict->record);
        if (!before)
            return fail(Errc::Conflict, "the record is gone", conflict->record);
        const auto written = set(c, *before, conflict->property, conflict->kept == "local" ? conflict->remote : conflict->local);
        if (!written)
            return tl::make_unexpected(written.error());
    }
    table::reviewed(c.deed.tx, command.seq, c.deed.now, c.deed.actor.name, command.turn ? "turned" : "kept");
    note(c.deed, {command.turn ? "sync.conflict.turned" : "sync.conflict.kept", "record", conflict->record,
                  "\"" + conflict->property + "\": " + (command.turn ? "the other value was taken" : "the value was kept"), command.reason.toStdString(), {}, {},
                  {{"conflict", command.seq}, {"console", conflict->local}, {"notion", conflict->remote}}});
    return api::Receipt{q(conflict->record), command.turn ? QStringLiteral("the other value stands") : QStringLiteral("reviewed"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::RetryNotionItem &command)
{
    const auto record = command.record.toStdString();
    const auto count = table::unpark(c.deed.tx, record, c.deed.now) + store::texts::unpark(c.deed.tx, record, c.deed.now);
    if (count == 0)
        return fail(Errc::NotFound, "nothing is parked" + (command.record.isEmpty() ? std::string() : " of " + command.record.toStdString()));
    note(c.deed, {"sync.retried", "integration", "notion", std::to_string(count) + " changes are sent to Notion again", {}, {}, {}, {{"record", command.record.toStdString()}}});
    return api::Receipt{command.record, q(std::to_string(count) + " are tried again"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::WriteRecordText &command)
{
    HS_TRY(hub::writeText(c.deed, command.record.toStdString(), command.text.toStdString(), command.seen.toStdString()));
    return api::Receipt{command.record, QStringLiteral("written"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::UndoPropertyChange &command)
{
    const auto change = store::changes::find(c.deed.tx, command.seq);
    if (!change || change->record != command.record.toStdString())
        return fail(Errc::NotFound, "there is no such change", std::to_string(command.seq));
    const auto before = store::records::findAny(c.deed.tx, change->record);
    if (!before)
        return fail(Errc::Conflict, "the record is gone", change->record);
    const Json was = valueNow(c, *before, change->property);
    const auto written = set(c, *before, change->property, change->before);
    if (!written)
        return tl::make_unexpected(written.error());
    note(c.deed, {"record.property_undone", "record", change->record, "\"" + change->property + "\" has its earlier value again", {}, {}, {},
                  {{"change", change->seq}, {"was", was}, {"is", change->before}}});
    return api::Receipt{command.record, QStringLiteral("the earlier value stands again"), {}};
}

} // namespace hs::runtime::commands
