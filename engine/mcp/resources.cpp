#include "engine/mcp/call.h"

#include <algorithm>

namespace hs::mcp {

namespace {

constexpr std::string_view Scheme = "higherself://";
constexpr const char *JsonType = "application/json";
constexpr std::chrono::seconds ListStays{30};

/// What reads an address.
struct Target {
    std::string tool;
    Json arguments = Json::object();
};

bool isPlain(std::string_view part)
{
    return !part.empty() && part.size() <= 128 && part != "." && part != ".." && std::all_of(part.begin(), part.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == ':';
    });
}

std::optional<Target> targetOf(std::string_view uri)
{
    if (!uri.starts_with(Scheme))
        return std::nullopt;
    uri.remove_prefix(Scheme.size());
    if (uri == "status")
        return Target{"studio_status"};
    const auto slash = uri.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto kind = uri.substr(0, slash);
    const auto rest = uri.substr(slash + 1);
    if (kind == "records") {
        const auto second = rest.find('/');
        const auto database = rest.substr(0, second);
        if (!isPlain(database))
            return std::nullopt;
        if (second == std::string_view::npos)
            return Target{"find_records", {{"database", database}}};
        const auto id = rest.substr(second + 1);
        return isPlain(id) ? std::optional(Target{"read_record", {{"database", database}, {"id", id}}}) : std::nullopt;
    }
    if (!isPlain(rest))
        return std::nullopt;
    if (kind == "conversations")
        return Target{"read_conversation", {{"conversation", rest}, {"limit", 50}}};
    if (kind == "workflows")
        return Target{"read_workflow", {{"workflow", rest}}};
    if (kind == "escalations")
        return Target{"read_escalation", {{"escalation", rest}}};
    return std::nullopt;
}

Json resourceJson(const std::string &path, const QString &title, const char *description)
{
    const auto uri = std::string(Scheme) + path;
    Json json{{"uri", uri}, {"name", path}, {"description", description}, {"mimeType", JsonType}};
    if (!title.isEmpty())
        json["title"] = title.toStdString();
    return json;
}

/// The list goes through these one after the other; a cursor is its letter, a colon, and the door's own cursor.
constexpr std::string_view Sections = "decw"; // databases, escalations, conversations, workflows

std::string afterSection(char section)
{
    const auto place = Sections.find(section);
    return place + 1 < Sections.size() ? std::string(1, Sections[place + 1]) + ":" : std::string();
}

void givePage(const Call &call, Json items, const std::string &next)
{
    Json result{{"resources", std::move(items)}};
    if (!next.empty())
        result["nextCursor"] = next;
    call.succeed(std::move(result), ListStays, false);
}

void refuseList(const Call &call, const Error &error)
{
    call.refuse(error.code == Errc::BadInput ? code::InvalidParams : code::InternalError, wordsFor(error));
}

template <typename Q, typename Row>
void listSection(CallPtr call, Q query, char section, Row row)
{
    query.window.limit = call->core->options.resourcesAPage;
    auto &door = call->core->door;
    const auto caller = call->caller;
    door.query(caller, api::Query(std::move(query)), [call = std::move(call), section, row](Result<api::Answer> answer) {
        if (!answer)
            return refuseList(*call, answer.error());
        Json items = Json::array();
        std::string next = afterSection(section);
        if (const auto *page = std::get_if<typename Q::Answer>(&*answer)) {
            for (const auto &one : page->rows)
                items.push_back(row(one));
            if (!page->next.isEmpty())
                next = std::string(1, section) + ":" + page->next.toStdString();
        }
        givePage(*call, std::move(items), next);
    });
}

void listDatabases(CallPtr call)
{
    auto &door = call->core->door;
    const auto caller = call->caller;
    door.query(caller, api::Query(api::DatabaseQuery{}), [call = std::move(call)](Result<api::Answer> answer) {
        if (!answer)
            return refuseList(*call, answer.error());
        Json items = Json::array({resourceJson("status", QStringLiteral("How the studio stands"), "The numbers of today, and what is wrong")});
        if (const auto *databases = std::get_if<std::vector<api::DatabaseInfo>>(&*answer))
            for (const auto &one : *databases)
                items.push_back(resourceJson("records/" + one.key.toStdString(), one.title, "The newest records of a database"));
        givePage(*call, std::move(items), afterSection('d'));
    });
}

Json templateJson(const char *path, const char *title, const char *description)
{
    return {{"uriTemplate", std::string(Scheme) + path}, {"name", path}, {"title", title}, {"description", description}, {"mimeType", JsonType}};
}

void refuseUri(const Call &call, const std::string &uri, std::string why)
{
    call.refuse(call.modern ? code::InvalidParams : code::LegacyNotFound, std::move(why), Json{{"uri", uri}});
}

} // namespace

bool isResourceUri(const std::string &uri)
{
    return targetOf(uri).has_value();
}

void readUri(const std::shared_ptr<McpServer::Core> &core, const api::Caller &caller, const std::string &uri, std::function<void(Result<Json>)> then)
{
    const auto target = targetOf(uri);
    const auto *tool = target ? core->catalog.find(target->tool) : nullptr;
    if (!tool)
        return then(fail(Errc::NotFound, "there is no such resource", {}, "see resources/templates/list"));
    if (const auto fits = tools::checkArguments(*tool, target->arguments); !fits)
        return then(fail(Errc::NotFound, "there is no such resource", {}, fits.error().mend));
    tool->run(core->door, caller, target->arguments, std::move(then));
}

void listResources(CallPtr call)
{
    const auto cursor = cursorParam(*call);
    if (!cursor)
        return;
    if (cursor->empty())
        return listDatabases(std::move(call));
    const char section = cursor->front();
    if (cursor->size() < 2 || (*cursor)[1] != ':' || section == 'd' || Sections.find(section) == std::string_view::npos)
        return call->refuse(code::InvalidParams, "this cursor is none of ours");
    const auto after = QString::fromStdString(cursor->substr(2));
    if (section == 'e') {
        api::EscalationQuery query;
        query.window.after = after;
        return listSection(std::move(call), std::move(query), section, [](const api::EscalationRow &row) {
            return resourceJson("escalations/" + row.id.toStdString(), row.number + QStringLiteral(" ") + row.title,
                                "A case that waits for a person");
        });
    }
    if (section == 'c') {
        api::ThreadQuery query;
        query.window.after = after;
        return listSection(std::move(call), std::move(query), section, [](const api::ThreadRow &row) {
            return resourceJson("conversations/" + row.id.toStdString(), row.title, "A conversation");
        });
    }
    api::WorkflowQuery query;
    query.status = api::WorkflowStatus::Running;
    query.window.after = after;
    listSection(std::move(call), std::move(query), section, [](const api::WorkflowRow &row) {
        return resourceJson("workflows/" + row.id.toStdString(), row.number + QStringLiteral(" ") + row.title, "A workflow that runs");
    });
}

void listTemplates(CallPtr call)
{
    const auto cursor = cursorParam(*call);
    if (!cursor)
        return;
    if (!cursor->empty())
        return call->refuse(code::InvalidParams, "this cursor is none of ours");
    Json templates = Json::array({templateJson("records/{database}", "Database", "The newest records of a database"),
                                  templateJson("records/{database}/{id}", "Record", "One record of the hub"),
                                  templateJson("conversations/{id}", "Conversation", "What was said, the newest page of it"),
                                  templateJson("workflows/{id}", "Workflow", "One instance of a workflow"),
                                  templateJson("escalations/{id}", "Escalation", "One case with its evidence and proposal")});
    call->succeed({{"resourceTemplates", std::move(templates)}}, std::chrono::hours(1), true);
}

void readResource(CallPtr call)
{
    const auto uri = textParam(*call, "uri");
    if (!uri)
        return;
    readUri(call->core, call->caller, *uri, [call, uri = *uri](Result<Json> answer) {
        if (answer)
            return call->succeed({{"contents", Json::array({{{"uri", uri}, {"mimeType", JsonType}, {"text", dump(*answer)}}})}},
                                 std::chrono::seconds(0), false);
        if (answer.error().code == Errc::NotFound || answer.error().code == Errc::BadInput)
            return refuseUri(*call, uri, wordsFor(answer.error()));
        call->refuse(code::InternalError, wordsFor(answer.error()));
    });
}

void subscribeResource(CallPtr call)
{
    const auto uri = textParam(*call, "uri");
    if (!uri)
        return;
    if (!isResourceUri(*uri))
        return refuseUri(*call, *uri, "there is no such resource");
    const auto changes = call->changes();
    if (changes && !changes->addUri(*uri))
        return call->refuse(code::InvalidRequest, "too many subscriptions");
    call->succeed(Json::object());
}

void unsubscribeResource(CallPtr call)
{
    const auto uri = textParam(*call, "uri");
    if (!uri)
        return;
    if (const auto changes = call->changes())
        changes->removeUri(*uri);
    call->succeed(Json::object());
}

void listen(CallPtr call)
{
    const auto &wanted = member(call->params, "notifications");
    if (!wanted.is_object())
        return call->refuse(code::InvalidParams, "notifications must be an object");
    const bool lists = boolean(wanted, "resourcesListChanged");
    std::set<std::string> uris;
    for (auto &uri : textList(member(wanted, "resourceSubscriptions")))
        if (isResourceUri(uri) && uris.size() <= Changes::MostUris)
            uris.insert(std::move(uri));
    Json agreed = Json::object(); // tools and prompts do not change while the console runs
    if (lists)
        agreed["resourcesListChanged"] = true;
    if (!uris.empty())
        agreed["resourceSubscriptions"] = uris;
    const auto first = notificationJson("notifications/subscriptions/acknowledged",
                                        {{"_meta", {{meta::Subscription, call->id}}}, {"notifications", std::move(agreed)}});
    const auto changes = call->changes();
    if (!changes || !changes->open(call->id, lists, std::move(uris), first))
        return call->refuse(code::InvalidRequest, "too many subscriptions");
    call->leaveOpen();
}

} // namespace hs::mcp
