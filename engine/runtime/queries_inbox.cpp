#include "engine/runtime/door_rows.h"
#include "engine/runtime/queries.h"

#include <algorithm>
#include <string_view>

namespace hs::runtime::queries {

using namespace rows;

namespace {

store::inbox::Filter filterOf(const api::EventQuery &query)
{
    store::inbox::Filter filter;
    filter.text = query.text.toStdString();
    filter.source = query.source.toStdString();
    filter.correlation = query.correlation.toStdString();
    if (query.state)
        filter.state = store::inbox::State(int(*query.state));
    return filter;
}

/// What an audited act was about, where that can be opened; else the act itself.
const char *chainKind(std::string_view object)
{
    for (const char *kind : {"record", "workflow", "task", "message", "escalation", "effect"})
        if (object == kind)
            return kind;
    return "audit";
}

/// Everything of one correlation, oldest first.
std::vector<api::ChainItem> chainOf(const store::ReadSql &sql, const std::string &correlation)
{
    std::vector<api::ChainItem> chain;
    const auto add = [&](const char *kind, const std::string &id, const std::string &title, Timestamp at) {
        chain.push_back({q(kind), q(id), q(title), time(at)});
    };
    constexpr int Most = 200;
    for (const auto &entry : store::audit::page(sql, {{}, {}, {}, correlation}, {{}, Most}).rows)
        add(chainKind(entry.objectKind), entry.object, entry.summary, entry.at);
    for (const auto &message : store::messages::page(sql, {{}, {}, correlation, false}, {{}, Most}).rows)
        add("message", message.id, message.sender + " → " + message.recipient + ": " + message.type, message.at);
    for (const auto &effect : store::outbox::page(sql, {std::nullopt, correlation}, {{}, Most}).rows)
        add("effect", effect.id, effect.summary, effect.createdAt);
    std::sort(chain.begin(), chain.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
    return chain;
}

} // namespace

Result<api::Page<api::EventRow>> ask(const QueryContext &c, const api::EventQuery &query)
{
    const auto filter = filterOf(query);
    auto answer = page<api::EventRow>(store::inbox::page(c.sql, filter, slice(query.window)), [](const auto &event) { return row(event); });
    if (query.window.after.isEmpty())
        answer.total = store::inbox::count(c.sql, filter);
    answer.revision = c.state.revision;
    return answer;
}

Result<api::EventDetail> ask(const QueryContext &c, const api::EventDetailQuery &query)
{
    const auto event = store::inbox::find(c.sql, query.id.toStdString());
    if (!event)
        return fail(Errc::NotFound, "there is no event \"" + query.id.toStdString() + "\"");
    api::EventDetail detail;
    detail.row = row(*event);
    detail.headers = object(event->headers);
    detail.body = q(event->body);
    detail.chain = chainOf(c.sql, event->correlation);
    return detail;
}

Result<api::Page<api::DeliveryRow>> ask(const QueryContext &c, const api::DeliveryQuery &query)
{
    return page<api::DeliveryRow>(store::inbox::deliveries(c.sql, query.source.toStdString(), query.failedOnly, slice(query.window)),
                                  [](const store::inbox::Delivery &delivery) {
                                      api::DeliveryRow row;
                                      row.at = time(fromMillis(delivery.at));
                                      row.source = q(delivery.source);
                                      row.type = q(delivery.type);
                                      row.status = delivery.status;
                                      row.millis = delivery.millis;
                                      row.event = q(delivery.event);
                                      row.duplicate = delivery.duplicate;
                                      row.error = q(delivery.error);
                                      return row;
                                  });
}

Result<api::Page<api::EffectRow>> ask(const QueryContext &c, const api::EffectQuery &query)
{
    store::outbox::Filter filter;
    if (query.state)
        filter.state = store::outbox::State(int(*query.state));
    filter.correlation = query.correlation.toStdString();
    return page<api::EffectRow>(store::outbox::page(c.sql, filter, slice(query.window)), [](const auto &effect) { return row(effect); });
}

Result<api::Page<api::MessageRow>> ask(const QueryContext &c, const api::MessageQuery &query)
{
    const store::messages::Filter filter{query.agent.toStdString(), query.type.toStdString(), query.correlation.toStdString(), query.deadOnly};
    return page<api::MessageRow>(store::messages::page(c.sql, filter, slice(query.window)), [](const auto &message) { return row(message); });
}

Result<api::Page<api::AuditRow>> ask(const QueryContext &c, const api::AuditQuery &query)
{
    const store::audit::Filter filter{query.text.toStdString(), query.actor.toStdString(), query.object.toStdString(), query.correlation.toStdString()};
    return page<api::AuditRow>(store::audit::page(c.sql, filter, slice(query.window)), [](const auto &entry) { return row(entry); });
}

} // namespace hs::runtime::queries
