#include "engine/runtime/door_rows.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/troubles.h"

namespace hs::runtime::queries {

using namespace rows;

namespace {

constexpr std::chrono::hours ShownAfter{7 * 24};
constexpr int MostResolved = 200;

api::TroubleRow troubleRow(const QueryContext &c, const store::troubles::Trouble &trouble)
{
    api::TroubleRow row;
    row.id = q(trouble.id);
    row.component = q(trouble.component);
    row.title = q(troubles::titleOf(c.studio, trouble.component));
    row.fault = q(trouble.what);
    row.level = api::TroubleLevel(trouble.level);
    row.count = store::troubles::timesSince(c.sql, trouble, c.now - troubles::Window);
    row.since = time(trouble.firstAt);
    row.last = time(trouble.lastAt);
    row.why = q(trouble.why);
    row.tried = q(trouble.tried);
    row.next = q(trouble.next);
    row.task = q(trouble.task);
    row.escalation = q(trouble.escalation);
    row.resolvedAt = time(trouble.resolvedAt);
    return row;
}

/// Nothing can be written down about a store that takes no writes; it is told while it lasts.
api::TroubleRow storeTroubleRow(const QueryContext &c)
{
    api::TroubleRow row;
    row.component = QStringLiteral("store");
    row.title = q(troubles::titleOf(c.studio, "store"));
    row.fault = q(c.state.storeTrouble->what);
    row.level = api::TroubleLevel::Business;
    row.count = 1;
    row.since = time(c.state.storeTroubleSince.value_or(c.now));
    row.last = time(c.now);
    row.why = QStringLiteral("data is at risk");
    row.tried = QStringLiteral("senders are asked to try again, and writing is tried every second");
    row.next = q(c.state.storeTrouble->mend.empty() ? troubles::nextStep(troubles::Business) : c.state.storeTrouble->mend);
    return row;
}

} // namespace

Result<std::vector<api::TroubleRow>> ask(const QueryContext &c, const api::TroubleQuery &query)
{
    std::vector<api::TroubleRow> rows;
    if (c.state.storeTrouble)
        rows.push_back(storeTroubleRow(c));
    for (const auto &trouble : store::troubles::open(c.sql))
        rows.push_back(troubleRow(c, trouble));
    if (!query.openOnly)
        for (const auto &trouble : store::troubles::resolvedSince(c.sql, c.now - ShownAfter, MostResolved))
            rows.push_back(troubleRow(c, trouble));
    return rows;
}

} // namespace hs::runtime::queries
