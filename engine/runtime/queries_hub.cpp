#include "engine/agents/registry.h"
#include "engine/records/schema.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/hub_instances.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/store_view.h"

namespace hs::runtime::queries {

using namespace rows;

Result<std::vector<api::DatabaseInfo>> ask(const QueryContext &c, const api::DatabaseQuery &)
{
    std::vector<api::DatabaseInfo> infos;
    for (const auto &database : c.studio.hub.databases()) {
        api::DatabaseInfo info;
        info.key = q(database.key);
        info.title = q(database.title);
        info.group = q(database.group);
        for (const auto &property : database.properties) {
            api::PropertyInfo out;
            out.name = q(property.name);
            out.type = q(records::name(property.type));
            out.format = q(property.format);
            for (const auto &option : property.options)
                out.options.append(q(option));
            out.relation = q(property.relation);
            out.required = property.required;
            out.systemOnly = property.systemOnly;
            out.writer = q(property.writer.empty() ? database.writer : property.writer);
            out.unit = q(property.unit);
            out.description = q(property.description);
            out.limit = property.limit;
            info.properties.push_back(std::move(out));
        }
        info.records = store::records::count(c.sql, {database.key, {}, {}});
        infos.push_back(std::move(info));
    }
    return infos;
}

Result<api::Page<api::RecordRow>> ask(const QueryContext &c, const api::RecordQuery &query)
{
    const store::records::Filter filter{query.database.toStdString(), query.text.toStdString(), query.entity.toStdString()};
    if (const auto known = c.studio.hub.find(filter.database); !known)
        return tl::make_unexpected(known.error());
    auto answer = page<api::RecordRow>(store::records::page(c.sql, filter, slice(query.window)), [&](auto record) {
        mirror::complete(c.sql, record);
        return row(record);
    });
    if (query.window.after.isEmpty())
        answer.total = store::records::count(c.sql, filter);
    return answer;
}

Result<api::RecordRow> ask(const QueryContext &c, const api::RecordDetailQuery &query)
{
    const auto database = query.database.toStdString();
    const auto id = query.id.toStdString();
    if (!database.empty())
        if (const auto known = c.studio.hub.find(database); !known)
            return tl::make_unexpected(known.error());
    auto record = database.empty() ? store::records::findAny(c.sql, id) : store::records::find(c.sql, database, id);
    if (!record)
        return fail(Errc::NotFound, "there is no record \"" + id + "\"" + (database.empty() ? "" : " in " + database));
    mirror::complete(c.sql, *record);
    return row(*record);
}

Result<api::Page<api::TaskRow>> ask(const QueryContext &c, const api::TaskQuery &query)
{
    static constexpr const char *Statuses[] = {"To Do", "In Progress", "On Hold", "Done", "Cancelled"};
    store::records::TaskFilter filter;
    filter.text = query.text.toStdString();
    if (query.status)
        filter.status = Statuses[int(*query.status)];
    filter.assignee = query.assignee.toStdString();
    filter.entity = query.entity.toStdString();
    filter.workflow = query.workflow.toStdString();
    filter.openOnly = query.openOnly;
    return page<api::TaskRow>(store::records::tasks(c.sql, filter, slice(query.window)), [&](const auto &task) { return row(task, c.sql); });
}

Result<std::vector<api::Hit>> ask(const QueryContext &c, const api::SearchQuery &query)
{
    std::vector<api::Hit> hits;
    const auto text = query.text.trimmed().toStdString();
    if (text.empty())
        return hits;
    const int limit = std::clamp(query.limit, 1, 100);
    const auto wants = [&](const char *kind) { return query.kind.isEmpty() || query.kind == QLatin1String(kind); };
    const auto add = [&](const char *kind, const std::string &id, const std::string &title, const std::string &subtitle) {
        hits.push_back({q(kind), q(id), q(title), q(subtitle)});
    };
    const store::Slice few{{}, limit};
    if (wants("escalation"))
        for (const auto &e : store::escalations::page(c.sql, {store::escalations::Filter::Kind::All, {}, text, {}}, few).rows)
            add("escalation", e.id, "E-" + std::to_string(e.number) + " " + e.title, e.person);
    if (wants("thread")) {
        store::threads::Filter filter;
        filter.text = text;
        filter.now = c.now;
        for (const auto &listed : store::threads::page(c.sql, filter, few).rows)
            add("thread", listed.thread.id, listed.thread.title, listed.thread.lastLine);
    }
    if (wants("card"))
        for (const auto &instance : store::workflows::page(c.sql, {text, {}, {}, {}, std::nullopt}, few).rows)
            add("card", instance.id, instance.number + " " + instance.title, instance.state);
    if (wants("contact"))
        for (const auto &record : store::records::page(c.sql, {"contacts-profiles", text, {}}, few).rows)
            add("contact", record.id, record.title, hs::text(record.fields, "Email"));
    if (wants("task")) {
        store::records::TaskFilter filter;
        filter.text = text;
        for (const auto &task : store::records::tasks(c.sql, filter, few).rows)
            add("task", task.index.id, task.record.title, task.index.status);
    }
    if (wants("event"))
        for (const auto &event : store::inbox::page(c.sql, {text, {}, {}, std::nullopt}, few).rows)
            add("event", event.id, event.source + ": " + event.type, event.summary);
    if (hits.size() > std::size_t(limit))
        hits.resize(std::size_t(limit));
    return hits;
}

Result<api::Routing> ask(const QueryContext &c, const api::RouteQuery &query)
{
    const StoreView view(c.sql, c.studio, c.now);
    agents::Request request;
    request.text = query.text.toStdString();
    request.entity = query.entity.toStdString();
    request.channel = query.channel.toStdString();
    const auto decision = c.studio.agents.routeRequest(request, query.contact.toStdString(), view);
    if (!decision)
        return tl::make_unexpected(decision.error());
    api::Routing routing;
    routing.level = decision->level;
    for (const auto &agent : decision->agents)
        routing.agents.append(q(agent));
    routing.entity = q(decision->entity.id);
    routing.entityUnsure = decision->entity.unsure;
    routing.workflow = q(decision->workflow);
    routing.category = q(decision->category);
    routing.reason = q(decision->reason);
    routing.rule = q(decision->rule);
    routing.priority = q(decision->priority);
    routing.sentiment = q(decision->sentiment);
    routing.operationalLevel = decision->operationalLevel;
    for (const auto &piece : decision->evidence)
        routing.evidence.append(QJsonObject{{QStringLiteral("text"), q(piece.text)}, {QStringLiteral("ref"), q(piece.ref)}});
    return routing;
}

} // namespace hs::runtime::queries
