#include "tests/flow/notion/sync_desk.h"

#include <algorithm>
#include <fstream>

#include <QJsonDocument>

#include "engine/records/schema.h"
#include "engine/notion/ids.h"
#include "engine/runtime/program_data.h"
#include "engine/store/store.h"
#include "engine/store/tables/notion.h"
#include "resources/resources.h"

namespace hs::test {

namespace {

QJsonObject toQt(const Json &value)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(dump(value))).object();
}

Json fromQt(const QJsonObject &value)
{
    return parseJson(QJsonDocument(value).toJson(QJsonDocument::Compact).toStdString()).value_or(Json::object());
}

const records::Hub &hub()
{
    static const auto data = runtime::loadProgramData();
    if (!data)
        qFatal("%s", describe(data.error()).c_str());
    return data->hub;
}

} // namespace

SyncDesk::SyncDesk(Options options) : notion(options.notion), m_options(std::move(options))
{
    resources::init();
    start();
}

SyncDesk::~SyncDesk() = default;

void SyncDesk::fatal(const Error &error)
{
    qFatal("%s", describe(error).c_str());
}

void SyncDesk::start()
{
    m_host.reset();
    runtime::HostOptions options;
    options.dataDir = m_dir.path().toStdString();
    options.receiver = false;
    options.byHand = true;
    options.pace = 0.01;
    if (m_options.connected) {
        options.environment["NOTION_API_TOKEN"] = notion.token();
        options.environment["NOTION_PARENT_PAGE_ID"] = notion.rootPage();
    }
    options.environment["NOTION_BASE_URL"] = notion.url() + "/v1";
    Json settings{{"notion", {{"perMinute", m_options.perMinute}}}};
    if (!m_options.version.empty())
        settings["notion"]["version"] = m_options.version;
    std::ofstream(m_dir.path().toStdString() + "/console.json") << dump(settings);
    auto host = runtime::EngineHost::start(std::move(options));
    if (!host)
        fatal(host.error());
    m_host = std::move(*host);
    for (const auto &one : ask(api::OperatorQuery{}))
        if (one.name == QLatin1String("Ada Lind"))
            m_staff.id = one.id;
    if (m_staff.id.isEmpty()) {
        const auto made = m_host->submitNow(runtime::engineCaller(), api::AddOperator{QStringLiteral("Ada Lind"), QStringLiteral("AL"), api::Role::Admin, {}});
        if (!made)
            fatal(made.error());
        m_staff.id = made->id;
    }
    m_staff.via = api::Caller::Via::Console;
}

void SyncDesk::stop()
{
    m_host.reset();
}

Json SyncDesk::sync(bool full)
{
    const auto report = m_host->syncNow(full);
    if (!report)
        fatal(report.error());
    return *report;
}

bool SyncDesk::settle(int most)
{
    for (int i = 0; i < most; ++i) {
        const auto report = m_host->syncNow(i == 0);
        if (report && integer(*report, "waiting") == 0 && integer(*report, "parked") == 0 && member(*report, "troubles").empty()
            && integer(member(*report, "pulled"), "changed") == 0 && integer(*report, "pushed") == 0)
            return true;
    }
    return false;
}

std::string SyncDesk::create(const std::string &database, const Json &fields)
{
    api::PutRecord put;
    put.database = QString::fromStdString(database);
    put.fields = toQt(fields);
    const auto made = m_host->submitNow(m_staff, put);
    if (!made)
        fatal(made.error());
    return made->id.toStdString();
}

Result<std::string> SyncDesk::change(const std::string &database, const std::string &id, const Json &fields)
{
    api::PutRecord put;
    put.database = QString::fromStdString(database);
    put.id = QString::fromStdString(id);
    put.fields = toQt(fields);
    put.mustExist = true;
    const auto made = m_host->submitNow(m_staff, put);
    return made ? Result<std::string>(made->id.toStdString()) : tl::make_unexpected(made.error());
}

Result<void> SyncDesk::remove(const std::string &database, const std::string &id)
{
    api::DeleteRecord command;
    command.database = QString::fromStdString(database);
    command.id = QString::fromStdString(id);
    const auto done = m_host->submitNow(m_staff, command);
    return done ? Result<void>() : tl::make_unexpected(done.error());
}

Json SyncDesk::fields(const std::string &database, const std::string &id)
{
    const auto answer = m_host->queryNow(runtime::engineCaller(), api::RecordDetailQuery{QString::fromStdString(database), QString::fromStdString(id)});
    return answer ? fromQt(std::get<api::RecordRow>(*answer).fields) : Json();
}

std::map<std::string, Json> SyncDesk::all(const std::string &database)
{
    std::map<std::string, Json> records;
    eachRecord(database, [&](const api::RecordRow &row) { records[row.id.toStdString()] = fromQt(row.fields); });
    return records;
}

std::vector<std::string> SyncDesk::ids(const std::string &database)
{
    std::vector<std::string> ids;
    eachRecord(database, [&](const api::RecordRow &row) { ids.push_back(row.id.toStdString()); });
    std::sort(ids.begin(), ids.end());
    return ids;
}

void SyncDesk::eachRecord(const std::string &database, const std::function<void(const api::RecordRow &)> &visit)
{
    api::RecordQuery query;
    query.database = QString::fromStdString(database);
    query.window.limit = 1000;
    do {
        const auto page = ask(query);
        for (const auto &row : page.rows)
            visit(row);
        query.window.after = page.next;
    } while (!query.window.after.isEmpty());
}

void SyncDesk::hint(const std::string &page)
{
    stop();
    {
        auto store = store::Store::open({m_dir.path().toStdString(), false, 1});
        if (!store)
            fatal(store.error());
        const auto noted = (*store)->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            store::notion::hint(tx, "page", hs::notion::normaliseId(page).value_or(page), SystemClock().now());
            return {};
        });
        if (!noted)
            fatal(noted.error());
    }
    start();
}

SyncDesk::Table SyncDesk::table(const std::string &database)
{
    const auto known = hub().find(database);
    if (!known)
        fatal(known.error());
    for (const auto &one : notion.databases())
        if (dump(member(one, "title")).find('"' + (*known)->title + '"') != std::string::npos && !boolean(one, "in_trash"))
            return {text(one, "id"), text(member(one, "data_sources").at(0), "id")};
    return {};
}

std::vector<Json> SyncDesk::pages(const std::string &database)
{
    std::vector<Json> alive;
    for (auto &page : notion.pages(table(database).dataSource))
        if (!boolean(page, "in_trash"))
            alive.push_back(std::move(page));
    return alive;
}

std::string SyncDesk::plain(const Json &page, const std::string &property)
{
    const Json &value = member(member(page, "properties"), property);
    const auto type = text(value, "type");
    const Json &inside = member(value, type);
    if (inside.is_array()) {
        std::string all;
        for (const auto &item : inside)
            all += item.contains("plain_text") ? text(item, "plain_text") : (all.empty() ? "" : ",") + text(item, item.contains("name") ? "name" : "id");
        return all;
    }
    if (inside.is_object())
        return type == "date" ? text(inside, "start") : text(inside, "name");
    return scalarText(inside);
}

Json SyncDesk::pageOf(const std::string &database, const std::string &record)
{
    for (auto &page : pages(database))
        if (plain(page, "Console ID") == record)
            return page;
    return {};
}

std::string SyncDesk::addRow(const std::string &database, const Json &properties)
{
    const auto made = notion.asPerson("POST", "/v1/pages", {{"parent", {{"type", "data_source_id"}, {"data_source_id", table(database).dataSource}}}, {"properties", properties}});
    if (text(made, "object") != "page")
        qFatal("%s", dump(made).c_str());
    return text(made, "id");
}

} // namespace hs::test
