#include "engine/tools/making.h"

namespace hs::tools {

using namespace api;

namespace {

constexpr qsizetype LongestBody = 20'000; // characters of a delivery that a model is shown

QJsonObject propertyJson(const PropertyInfo &property)
{
    return {{QStringLiteral("name"), property.name}, {QStringLiteral("type"), property.type}, {QStringLiteral("format"), property.format},
            {QStringLiteral("options"), QJsonArray::fromStringList(property.options)}, {QStringLiteral("relation"), property.relation},
            {QStringLiteral("required"), property.required ? QJsonValue(true) : QJsonValue()},
            {QStringLiteral("read_only"), property.systemOnly || property.type == QLatin1String("formula") ? QJsonValue(true) : QJsonValue()},
            {QStringLiteral("unit"), property.unit}, {QStringLiteral("description"), property.description}};
}

QJsonObject databaseJson(const DatabaseInfo &info, bool whole)
{
    QJsonObject json{{QStringLiteral("key"), info.key}, {QStringLiteral("title"), info.title}, {QStringLiteral("records"), info.records}};
    if (whole)
        json.insert(QStringLiteral("properties"), itemsOf(info.properties, propertyJson).value(QStringLiteral("items")));
    return json;
}

QJsonObject changeJson(const PropertyChangeRow &row)
{
    return {{QStringLiteral("seq"), row.seq}, {QStringLiteral("property"), row.property}, {QStringLiteral("at"), rest::timeText(row.at)},
            {QStringLiteral("actor_kind"), row.actorKind}, {QStringLiteral("actor"), row.actor}, {QStringLiteral("before"), row.before},
            {QStringLiteral("after"), row.after}};
}

QJsonObject callJson(const AiCallRow &row)
{
    QJsonObject json{{QStringLiteral("id"), row.id}, {QStringLiteral("at"), rest::timeText(row.at)}, {QStringLiteral("provider"), row.provider},
                     {QStringLiteral("model"), row.model}, {QStringLiteral("purpose"), row.purpose}, {QStringLiteral("agent"), row.agent},
                     {QStringLiteral("entity"), row.entity}, {QStringLiteral("why"), row.why}, {QStringLiteral("outcome"), row.outcome},
                     {QStringLiteral("error"), row.error}, {QStringLiteral("input_tokens"), row.inputTokens},
                     {QStringLiteral("output_tokens"), row.outputTokens}, {QStringLiteral("millis"), row.millis},
                     {QStringLiteral("correlation_id"), row.correlation}};
    if (row.costKnown)
        json.insert(QStringLiteral("dollars"), row.dollars);
    return json;
}

QJsonObject eventJson(const EventDetail &detail)
{
    auto json = rest::toJson(detail);
    if (detail.body.size() > LongestBody) {
        json.insert(QStringLiteral("body"), detail.body.left(LongestBody));
        json.insert(QStringLiteral("body_cut_from"), detail.body.size());
    }
    return json;
}

QJsonObject statusJson(const Status &status)
{
    QJsonArray entities, notices;
    for (const auto &[id, name] : status.entities)
        entities.append(QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("name"), name}});
    for (const auto &notice : status.notices)
        notices.append(QJsonObject{{QStringLiteral("level"), notice.level}, {QStringLiteral("text"), notice.text},
                                   {QStringLiteral("mend"), notice.mend}});
    return {{QStringLiteral("version"), status.version}, {QStringLiteral("demo"), status.demo}, {QStringLiteral("offline"), status.offline},
            {QStringLiteral("autonomy"), status.autonomy}, {QStringLiteral("store_writable"), status.storeWritable},
            {QStringLiteral("events_today"), status.eventsToday}, {QStringLiteral("events_waiting"), status.eventsWaiting},
            {QStringLiteral("workflows_active"), status.workflowsActive}, {QStringLiteral("open_escalations"), status.openEscalations},
            {QStringLiteral("needs_reply"), status.needsReply}, {QStringLiteral("drafts_waiting"), status.draftsWaiting},
            {QStringLiteral("tasks_open"), status.tasksOpen}, {QStringLiteral("integrations_degraded"), status.degraded},
            {QStringLiteral("businesses"), entities}, {QStringLiteral("notices"), notices}};
}

/// "Email, Status"
std::string fieldNames(const Json &arguments)
{
    std::string names;
    for (const auto &[name, value] : member(arguments, "fields").items())
        names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "nothing" : names;
}

void changeRecord(Door &door, const Caller &caller, const Json &arguments, Done done)
{
    PutRecord command;
    command.database = wordsOf(arguments, "database");
    command.id = wordsOf(arguments, "id");
    command.fields = toQt(member(arguments, "fields"));
    command.ifMatch = wordsOf(arguments, "if_match");
    command.mustExist = !command.id.isEmpty();
    submit(door, caller, std::move(command), std::move(done));
}

std::string changeEffect(const Json &arguments)
{
    const auto id = text(arguments, "id");
    const auto database = text(arguments, "database");
    return (id.empty() ? "A new record in " + database + " with " : "The record " + id + " of " + database + " changes: ") + fieldNames(arguments);
}

void addHubTools(std::vector<Tool> &tools)
{
    tools.push_back({.name = "list_databases", .title = "List databases",
                     .description = "The studio's 16 databases with the number of their records; with `database`, the properties of that one: names, "
                                    "types, options. Use it before you write fields you have not seen.",
                     .input = input({{"database", databaseKey()}}),
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         const auto only = wordsOf(arguments, "database");
                         door.query(caller, Query(DatabaseQuery{}), [only, done = std::move(done)](Result<Answer> answer) {
                             if (!answer)
                                 return done(tl::make_unexpected(std::move(answer).error()));
                             QJsonArray items;
                             if (const auto *infos = std::get_if<std::vector<DatabaseInfo>>(&*answer))
                                 for (const auto &info : *infos)
                                     if (only.isEmpty() || info.key == only)
                                         items.append(databaseJson(info, !only.isEmpty()));
                             if (!only.isEmpty() && items.isEmpty())
                                 return done(fail(Errc::NotFound, "there is no database \"" + only.toStdString() + "\"", "database",
                                                  "call it without `database` for all keys"));
                             done(compact(fromQt(QJsonObject{{QStringLiteral("items"), items}})));
                         });
                     }});
    tools.push_back({.name = "find_records", .title = "Find records",
                     .description = "Records of one database, newest first, with their fields: contacts, products, businesses, campaigns and the "
                                    "rest. Use `text` for words to look for (a name, an e-mail address). Answers {items, next}.",
                     .input = pagedInput({{"database", databaseKey()}, {"text", words("Words to look for", 200)},
                                          {"entity", words("Only records of this business: its record id", 128)}}, {"database"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         RecordQuery query{wordsOf(arguments, "database"), wordsOf(arguments, "text"), wordsOf(arguments, "entity"),
                                           windowOf(arguments)};
                         askPage(door, caller, std::move(query), std::move(done));
                     }});
    tools.push_back({.name = "read_record", .title = "Read a record",
                     .description = "One record with all its fields, its version (`etag`) and who changed it last. Use it when you have an id.",
                     .input = input({{"database", databaseKey()}, {"id", idText("Record id: rec_…")}}, {"database", "id"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         ask(door, caller, RecordDetailQuery{wordsOf(arguments, "database"), wordsOf(arguments, "id")}, std::move(done));
                     }});
    tools.push_back({.name = "change_record", .title = "Make or change a record",
                     .description = "Changes the named fields of a record, or makes a new one when `id` is left out. Fields that are not named stay "
                                    "as they are; null clears one. Names and options are the database's (list_databases). Give the `etag` you read "
                                    "as `if_match`, so that nobody's change is lost. Answers the record.",
                     .input = input({{"database", databaseKey()}, {"id", idText("Record id of the record to change; leave it out to make one")},
                                     {"fields", document("Property name to value, e.g. {\"Email\": \"ada@example.com\"}")},
                                     {"if_match", words("The etag that the record must still have", 200)}}, {"database", "fields"}),
                     .risk = Risk::Change, .role = Role::Operator, .run = changeRecord, .effect = changeEffect});
    tools.push_back({.name = "delete_record", .title = "Delete a record",
                     .description = "Removes a record from the hub, and its page from Notion. Only when a person asked for exactly that.",
                     .input = input({{"database", databaseKey()}, {"id", idText("Record id: rec_…")},
                                     {"if_match", words("The etag that the record must still have", 200)}}, {"database", "id"}),
                     .risk = Risk::Irreversible, .role = Role::Operator,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         submit(door, caller, DeleteRecord{wordsOf(arguments, "database"), wordsOf(arguments, "id"), wordsOf(arguments, "if_match")},
                                std::move(done));
                     },
                     .effect = [](const Json &arguments) {
                         return "The record " + text(arguments, "id") + " of " + text(arguments, "database") + " is deleted";
                     }});
    tools.push_back({.name = "record_history", .title = "History of a record",
                     .description = "Who changed which property of a record, from what to what, newest first. Answers {items, next}.",
                     .input = pagedInput({{"record", idText("Record id: rec_…")}, {"property", words("Only this property", 200)}}, {"record"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         PropertyHistoryQuery query{wordsOf(arguments, "record"), wordsOf(arguments, "property"), windowOf(arguments)};
                         askPage(door, caller, std::move(query), std::move(done), changeJson);
                     }});
    tools.push_back({.name = "search", .title = "Search everywhere",
                     .description = "Finds conversations, workflows (kind card), contacts, escalations, tasks and events by words. Use it first when "
                                    "you have a name and no id. Answers {items: [{kind, id, title, subtitle}]}.",
                     .input = input({{"text", words("Words to look for", 200, 1)},
                                     {"kind", choice("Only this kind", {"thread", "card", "contact", "escalation", "task", "event"})},
                                     {"limit", whole("How many at most; 20 when left out", 1, 50)}}, {"text"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         SearchQuery query{wordsOf(arguments, "text"), wordsOf(arguments, "kind"), int(integer(arguments, "limit", 20))};
                         ask(door, caller, std::move(query), std::move(done), [](const std::vector<Hit> &hits) {
                             return itemsOf(hits, [](const Hit &hit) {
                                 return QJsonObject{{QStringLiteral("kind"), hit.kind}, {QStringLiteral("id"), hit.id},
                                                    {QStringLiteral("title"), hit.title},
                                                    {QStringLiteral("subtitle"), hit.subtitle}};
                             });
                         });
                     }});
}

void addTraceTools(std::vector<Tool> &tools)
{
    tools.push_back({.name = "list_events", .title = "List deliveries",
                     .description = "What outside systems sent (forms, orders, payments), newest first: source, type, state, and what became of it. "
                                    "Answers {items, next}.",
                     .input = pagedInput({{"text", words("Words to look for", 200)}, {"state", choice("Only in this state", namesOf<EventState>())},
                                          {"source", words("Only of this sender, e.g. typeform", 64)},
                                          {"correlation", words("Only of this request (correlation id)", 128)}}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         EventQuery query{wordsOf(arguments, "text"), choiceOf<EventState>(arguments, "state"), wordsOf(arguments, "source"),
                                          wordsOf(arguments, "correlation"), windowOf(arguments)};
                         askPage(door, caller, std::move(query), std::move(done));
                     }});
    tools.push_back({.name = "read_event", .title = "Read a delivery",
                     .description = "One delivery with its body as it was received and the whole chain of what it caused. Long bodies are cut.",
                     .input = input({{"event", idText("Event id: evt_…")}}, {"event"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         ask(door, caller, EventDetailQuery{wordsOf(arguments, "event")}, std::move(done), eventJson);
                     }});
    tools.push_back({.name = "list_messages", .title = "List messages of the bus",
                     .description = "What the agents told each other, newest first, with payloads. Use it to see why something happened or did not. "
                                    "Answers {items, next}.",
                     .input = pagedInput({{"agent", words("Only from or to this agent: its key", 64)}, {"type", words("Only of this type", 128)},
                                          {"correlation", words("Only of this request (correlation id)", 128)},
                                          {"dead_only", flag("Only those given up")}}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         MessageQuery query{wordsOf(arguments, "agent"), wordsOf(arguments, "type"), wordsOf(arguments, "correlation"),
                                            boolean(arguments, "dead_only"), windowOf(arguments)};
                         askPage(door, caller, std::move(query), std::move(done));
                     }});
    tools.push_back({.name = "read_audit", .title = "Read the audit",
                     .description = "Who did what, when, why and on what evidence, newest first. Answers {items, next}.",
                     .input = pagedInput({{"text", words("Words to look for", 200)}, {"actor", words("Only by this agent, operator or key", 128)},
                                          {"object", words("Only about this thing: its id", 128)},
                                          {"correlation", words("Only of this request (correlation id)", 128)}}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         AuditQuery query{wordsOf(arguments, "text"), wordsOf(arguments, "actor"), wordsOf(arguments, "object"),
                                          wordsOf(arguments, "correlation"), windowOf(arguments)};
                         askPage(door, caller, std::move(query), std::move(done));
                     }});
    tools.push_back({.name = "ai_calls", .title = "Calls of language models",
                     .description = "What the agents asked of language models, newest first: model, purpose, outcome, tokens, cost. Answers {items, "
                                    "next}.",
                     .input = pagedInput({{"provider", words("Only of this provider: its name, as integration_health has it", 64)},
                                          {"agent", words("Only of this agent: its key", 64)},
                                          {"entity", words("Only for this business: its record id", 128)},
                                          {"correlation", words("Only of this request (correlation id)", 128)},
                                          {"failed_only", flag("Only those that failed")}}),
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         AiCallQuery query;
                         query.provider = wordsOf(arguments, "provider");
                         query.agent = wordsOf(arguments, "agent");
                         query.entity = wordsOf(arguments, "entity");
                         query.correlation = wordsOf(arguments, "correlation");
                         query.failedOnly = boolean(arguments, "failed_only");
                         query.window = windowOf(arguments);
                         askPage(door, caller, std::move(query), std::move(done), callJson);
                     }});
    tools.push_back({.name = "integration_health", .title = "Health of the integrations",
                     .description = "Receiver, senders and outgoing channels, the worst first: health, a sentence why, the last error. Answers "
                                    "{items}.",
                     .input = input({}),
                     .run = [](Door &door, const Caller &caller, const Json &, Done done) {
                         ask(door, caller, IntegrationQuery{}, std::move(done), [](const std::vector<IntegrationCard> &cards) {
                             return itemsOf(cards, [](const IntegrationCard &card) {
                                 auto json = rest::toJson(card);
                                 json.remove(QStringLiteral("address")); // it may hold a token
                                 return json;
                             });
                         });
                     }});
    tools.push_back({.name = "studio_status", .title = "How the studio stands",
                     .description = "The numbers of today: deliveries, running workflows, open escalations, conversations that need a reply, open "
                                    "tasks, the studio's businesses with their ids, and what is wrong. A good first call.",
                     .input = input({}),
                     .run = [](Door &door, const Caller &caller, const Json &, Done done) {
                         ask(door, caller, StatusQuery{}, std::move(done), statusJson);
                     }});
}

} // namespace

void addRecordTools(std::vector<Tool> &tools)
{
    addHubTools(tools);
    addTraceTools(tools);
}

} // namespace hs::tools
