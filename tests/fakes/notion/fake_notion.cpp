#include "tests/fakes/notion/fake_notion.h"

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "tests/fakes/notion/control_door.h"
#include "tests/fakes/notion/core.h"
#include "tests/fakes/notion/hub_seed.h"
#include "tests/fakes/notion/markdown.h"
#include "tests/fakes/notion/page_json.h"
#include "tests/fakes/notion/schema.h"
#include "tests/fakes/notion/server.h"

namespace hs::test {

using namespace notion;

namespace {

constexpr std::chrono::milliseconds WebhookPoll{5}; // real time; what is due is decided by the fake's clock

Json bodyOf(const Answer &answer)
{
    auto parsed = parseJson(answer.body.text(), 200);
    return parsed ? *parsed : Json();
}

Json madeOrEnd(Json answer)
{
    if (hs::text(answer, "object") == "error") {
        std::fprintf(stderr, "fake Notion cannot be seeded: %s\n", hs::dump(answer).c_str());
        std::abort();
    }
    return answer;
}

std::string idOrEnd(const Json &answer)
{
    return hs::text(madeOrEnd(answer), "id");
}

std::string makeRoot(Core &core)
{
    return idOrEnd(bodyOf(core.call({core.space.bot, false}, "POST", "/v1/pages",
                                    {{"parent", {{"workspace", true}}}, {"properties", {{"title", FakeNotion::title("Hub")}}}})));
}

} // namespace

class FakeNotion::Inside {
public:
    Inside(FakeNotion &self, FakeNotionOptions options)
        : core(std::move(options)), door(self, core), root(makeRoot(core)), server(core.space.options.port, core.space.time, [this](Incoming request) {
              return ControlDoor::owns(request.target) ? door.handle(request) : core.handle(std::move(request));
          })
    {
        m_webhooks = std::thread([this] { deliver(); });
    }
    ~Inside()
    {
        {
            const std::lock_guard lock(m_stopMutex);
            m_stopping = true;
        }
        m_stop.notify_all();
        m_webhooks.join();
    }
    Inside(const Inside &) = delete;
    Inside &operator=(const Inside &) = delete;

    [[nodiscard]] Actor bot() const { return {core.space.bot, false}; }
    [[nodiscard]] Actor person() const { return {core.space.person, true}; }
    [[nodiscard]] Json run(const Actor &actor, std::string_view method, std::string_view target, const Json &body)
    {
        return bodyOf(core.call(actor, method, target, body));
    }

    Core core;
    ControlDoor door;
    const std::string root;
    Server server; // after what its thread uses

private:
    void deliver()
    {
        for (;;) {
            {
                std::unique_lock lock(m_stopMutex);
                if (m_stop.wait_for(lock, WebhookPoll, [this] { return m_stopping; }))
                    return;
            }
            std::vector<Webhooks::Due> due;
            {
                const std::lock_guard lock(core.mutex);
                due = core.webhooks.takeDue();
            }
            for (const auto &each : due) {
                const int status = postToLoopback(each.url, each.signature, each.delivery.body);
                const std::lock_guard lock(core.mutex);
                core.webhooks.settle(each, status);
            }
        }
    }

    std::mutex m_stopMutex;
    std::condition_variable m_stop;
    bool m_stopping = false;
    std::thread m_webhooks;
};

FakeNotion::FakeNotion(FakeNotionOptions options) : m_inside(std::make_unique<Inside>(*this, std::move(options))) {}
FakeNotion::~FakeNotion() = default;

std::uint16_t FakeNotion::port() const
{
    return m_inside->server.port();
}

std::string FakeNotion::url() const
{
    return "http://127.0.0.1:" + std::to_string(port());
}

std::string FakeNotion::token() const
{
    return m_inside->core.space.options.token;
}

std::string FakeNotion::bot() const
{
    return m_inside->core.space.bot;
}

std::string FakeNotion::person() const
{
    return m_inside->core.space.person;
}

std::string FakeNotion::rootPage() const
{
    return m_inside->root;
}

void FakeNotion::addToken(const std::string &token)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.tokens.insert(token);
}

void FakeNotion::removeToken(const std::string &token)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.tokens.erase(token);
}

std::string FakeNotion::addUser(const std::string &name, const std::string &email)
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.space.addUser(name, email);
}

FakeNotion::Table FakeNotion::addDatabase(const std::string &title, const Json &properties)
{
    const Json made = madeOrEnd(asConnection("POST", "/v1/databases",
                                             {{"parent", {{"type", "page_id"}, {"page_id", rootPage()}}},
                                              {"title", {{{"text", {{"content", title}}}}}},
                                              {"initial_data_source", {{"properties", properties}}}}));
    return {hs::text(made, "id"), hs::text(made["data_sources"][0], "id")};
}

std::string FakeNotion::addRow(const std::string &dataSource, const Json &properties)
{
    return idOrEnd(asConnection("POST", "/v1/pages", {{"parent", {{"data_source_id", dataSource}}}, {"properties", properties}}));
}

std::string FakeNotion::addPage(const std::string &parentPage, const std::string &title)
{
    return idOrEnd(asConnection("POST", "/v1/pages",
                                {{"parent", {{"page_id", parentPage}}}, {"properties", {{"title", FakeNotion::title(title)}}}}));
}

std::map<std::string, std::string> FakeNotion::seedHub(std::size_t pagesEach, std::size_t bytesEach)
{
    const std::lock_guard lock(m_inside->core.mutex);
    return notion::seedHub(m_inside->core, m_inside->root, pagesEach, bytesEach);
}

Json FakeNotion::editPage(const std::string &page, const Json &properties)
{
    return asPerson("PATCH", "/v1/pages/" + page, {{"properties", properties}});
}

Json FakeNotion::trashPage(const std::string &page, bool trash)
{
    return asPerson("PATCH", "/v1/pages/" + page, {{"in_trash", trash}});
}

Json FakeNotion::archivePage(const std::string &page, bool archived)
{
    return asPerson("PATCH", "/v1/pages/" + page, {{"is_archived", archived}});
}

Json FakeNotion::editSchema(const std::string &dataSource, const Json &properties)
{
    return asPerson("PATCH", "/v1/data_sources/" + dataSource, {{"properties", properties}});
}

Json FakeNotion::setMarkdown(const std::string &page, const std::string &markdown)
{
    return asPerson("PATCH", "/v1/pages/" + page + "/markdown", {{"type", "replace_content"}, {"replace_content", {{"new_str", markdown}}}});
}

Json FakeNotion::asPerson(std::string_view method, std::string_view target, const Json &body)
{
    return m_inside->run(m_inside->person(), method, target, body);
}

Json FakeNotion::asConnection(std::string_view method, std::string_view target, const Json &body)
{
    return m_inside->run(m_inside->bot(), method, target, body);
}

void FakeNotion::share(const std::string &object, bool shared)
{
    const std::lock_guard lock(m_inside->core.mutex);
    Workspace &space = m_inside->core.space;
    const auto id = canonicalId(object).value_or(object);
    if (shared)
        space.unshared.erase(id);
    else
        space.unshared.insert(id);
    ++space.revision;
    for (const auto &[key, table] : space.dataSources)
        table->revision = space.revision;
}

void FakeNotion::serve(const std::string &pageId, const std::string &property, const Json &value)
{
    const std::lock_guard lock(m_inside->core.mutex);
    Workspace &space = m_inside->core.space;
    Page &served = *space.pages.at(canonicalId(pageId).value_or(pageId));
    const Property *found = findProperty(*space.tableOf(served), property);
    if (value.is_null())
        served.served.erase(found->id);
    else
        served.served[found->id] = value;
    space.touchQuietly(served);
}

void FakeNotion::setTimes(const std::string &pageId, Timestamp created, Timestamp edited)
{
    const std::lock_guard lock(m_inside->core.mutex);
    Page &stamped = *m_inside->core.space.pages.at(canonicalId(pageId).value_or(pageId));
    stamped.created = created;
    stamped.edited = edited;
    m_inside->core.space.touchQuietly(stamped);
}

Json FakeNotion::page(const std::string &pageId)
{
    return asConnection("GET", "/v1/pages/" + pageId);
}

std::vector<Json> FakeNotion::pages(const std::string &dataSource)
{
    const std::lock_guard lock(m_inside->core.mutex);
    Workspace &space = m_inside->core.space;
    std::vector<Json> out;
    for (Page *each : space.dataSources.at(canonicalId(dataSource).value_or(dataSource))->pages)
        out.push_back(pageJson(space, *each, Version::V2026_03_11));
    return out;
}

Json FakeNotion::schema(const std::string &dataSource)
{
    const std::lock_guard lock(m_inside->core.mutex);
    Workspace &space = m_inside->core.space;
    return schemaJson(space, *space.dataSources.at(canonicalId(dataSource).value_or(dataSource)));
}

std::string FakeNotion::markdown(const std::string &pageId)
{
    return hs::text(asConnection("GET", "/v1/pages/" + pageId + "/markdown"), "markdown");
}

std::vector<std::string> FakeNotion::pageIds(const std::string &dataSource)
{
    const std::lock_guard lock(m_inside->core.mutex);
    std::vector<std::string> ids;
    for (const Page *each : m_inside->core.space.dataSources.at(canonicalId(dataSource).value_or(dataSource))->pages)
        if (!each->inTrash)
            ids.push_back(each->id);
    return ids;
}

Json FakeNotion::databases()
{
    const std::lock_guard lock(m_inside->core.mutex);
    Workspace &space = m_inside->core.space;
    Json out = Json::array();
    for (const auto &[id, database] : space.databases)
        out.push_back(databaseJson(space, *database, Version::V2026_03_11));
    return out;
}

Json FakeNotion::dump()
{
    Json out{{"databases", databases()}, {"data_sources", Json::array()}, {"pages", Json::array()}, {"markdown", Json::object()}};
    const std::lock_guard lock(m_inside->core.mutex);
    Workspace &space = m_inside->core.space;
    for (const auto &[id, table] : space.dataSources)
        out["data_sources"].push_back(dataSourceJson(space, *table, Version::V2026_03_11));
    for (const auto &[id, each] : space.pages) {
        out["pages"].push_back(pageJson(space, *each, Version::V2026_03_11));
        if (!each->blocks.empty())
            out["markdown"][id] = markdownOf(space, *each);
    }
    return out;
}

std::uint64_t FakeNotion::requests() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.requests;
}

std::uint64_t FakeNotion::faultsStruck() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.faults.struck();
}

std::vector<NotionRequest> FakeNotion::log() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.log;
}

std::string FakeNotion::logLines() const
{
    std::string out;
    for (const auto &request : log())
        out += hs::dump(toJson(request)) + "\n";
    return out;
}

void FakeNotion::clearLog()
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.log.clear();
}

void FakeNotion::keepLog(bool keep)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.keepsLog = keep;
}

Timestamp FakeNotion::now() const
{
    return m_inside->core.space.time.now();
}

void FakeNotion::advance(std::chrono::milliseconds by)
{
    m_inside->core.space.time.advance(by);
}

void FakeNotion::setNow(Timestamp at)
{
    m_inside->core.space.time.set(at);
}

void FakeNotion::setRequestsPerMinute(int limit)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.rates.setLimit(limit);
}

void FakeNotion::addFault(NotionFault fault)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.faults.add(std::move(fault));
}

void FakeNotion::clearFaults()
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.faults.clear();
}

FakeNotion::Subscribed FakeNotion::subscribe(const std::string &url, std::set<std::string> types, bool signHandshake)
{
    const std::lock_guard lock(m_inside->core.mutex);
    const auto &made = m_inside->core.webhooks.subscribe(url, std::move(types), signHandshake);
    return {made.id, made.token};
}

bool FakeNotion::verifyWebhook(const std::string &id, const std::string &token)
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.webhooks.verify(id, token);
}

bool FakeNotion::sendHandshakeAgain(const std::string &id)
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.webhooks.sendHandshake(id);
}

bool FakeNotion::repeatEvent(const std::string &event)
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.webhooks.repeat(event);
}

void FakeNotion::hurryWebhooks()
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.webhooks.hurry();
}

std::vector<NotionDelivery> FakeNotion::deliveries() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.webhooks.deliveries();
}

std::size_t FakeNotion::webhooksWaiting() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.webhooks.waiting();
}

Json FakeNotion::title(std::string_view text)
{
    return {{"title", {{{"text", {{"content", text}}}}}}};
}

Json FakeNotion::text(std::string_view text)
{
    return {{"rich_text", {{{"text", {{"content", text}}}}}}};
}

} // namespace hs::test
