#include "engine/runtime/flow_history.h"

#include "engine/runtime/definition_shelf.h"
#include "engine/store/tables/definition_versions.h"

namespace hs::runtime::flow {

namespace table = store::workflows;

namespace {

constexpr int RowsAtOnce = 200;

} // namespace

workflow::HistoryStep historyStep(const table::Step &row)
{
    workflow::HistoryStep step;
    step.seq = row.seq;
    step.input = member(row.record, "input");
    // The effective time stands with the input. A row from before it did: a timer's is its due time, unless a person retried it.
    if (const auto effective = integer(step.input, "at", -1); effective >= 0)
        step.at = fromMillis(effective);
    else if (text(step.input, "kind") != "timer" || row.reason == "retried")
        step.at = row.at;
    step.record = row.record;
    step.hash = text(row.record, "hash");
    if (!row.snapshot.empty())
        if (auto snapshot = workflow::parseSnapshot(row.snapshot))
            step.snapshot = std::move(*snapshot);
    return step;
}

workflow::DefinitionSource definitionsOf(const Studio &studio, const std::string &definition)
{
    return [&studio, definition](const std::string &version) { return studio.shelf.find(definition, version); };
}

void eachStep(const store::ReadSql &sql, std::string_view instance, std::int64_t after, const std::function<bool(const table::Step &)> &take)
{
    store::Slice slice{after < 0 ? std::string() : std::to_string(after), RowsAtOnce};
    do {
        const auto rows = table::history(sql, instance, slice);
        for (const auto &row : rows.rows)
            if (!take(row))
                return;
        slice.after = rows.next;
    } while (!slice.after.empty());
}

std::string versionAt(const store::ReadSql &sql, const table::Instance &instance, std::int64_t seq)
{
    for (const auto &row : store::versions::migrations(sql, instance.id))
        if (row.seq > seq)
            return text(member(row.record, "input"), "from", instance.version);
    return instance.version;
}

Result<Past> snapshotAt(const store::ReadSql &sql, const Studio &studio, const table::Instance &instance, std::int64_t seq)
{
    const auto wanted = table::step(sql, instance.id, seq);
    if (!wanted)
        return fail(Errc::NotFound, instance.number + " has no history row " + std::to_string(seq), instance.id, "see its history for the numbers of its rows");
    const auto broken = [&](const std::string &why) {
        return fail(Errc::Corrupt, "row " + std::to_string(seq) + " of " + instance.number + " cannot be shown: " + why, instance.id,
                    "see higherself-console workflow replay " + instance.id);
    };
    Past past;
    past.at = wanted->at;
    past.version = versionAt(sql, instance, seq);
    const auto kept = store::versions::keptSnapshot(sql, instance.id, seq);
    workflow::Replayer player(definitionsOf(studio, instance.definition), versionAt(sql, instance, kept.value_or(-1)));
    if (kept) {
        const auto row = *kept == seq ? wanted : table::step(sql, instance.id, *kept);
        auto snapshot = row ? workflow::parseSnapshot(row->snapshot) : fail(Errc::NotFound, "the row is gone");
        if (!snapshot)
            return broken(snapshot.error().what);
        player.resume(std::move(*snapshot), versionAt(sql, instance, *kept));
    }
    if (kept != seq)
        eachStep(sql, instance.id, kept.value_or(-1), [&](const table::Step &row) { return player.feed(historyStep(row)) && row.seq < seq; });
    if (player.difference())
        return broken("step " + std::to_string(player.difference()->seq) + ": " + player.difference()->replayed);
    past.snapshot = player.snapshot();
    return past;
}

Replayed replay(const store::ReadSql &sql, const Studio &studio, const table::Instance &instance)
{
    workflow::Replayer player(definitionsOf(studio, instance.definition), versionAt(sql, instance, -1));
    eachStep(sql, instance.id, -1, [&](const table::Step &row) { return player.feedAndCompare(historyStep(row)); });
    return {player.compared(), player.difference()};
}

} // namespace hs::runtime::flow
