#include "engine/runtime/command_view.h"

#include <set>

#include <QJsonArray>
#include <QJsonDocument>

#include "engine/crypto/hash.h"
#include "engine/knowledge/library.h"
#include "engine/runtime/definition_files.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/keychain.h"
#include "engine/runtime/knowledge_rows.h"
#include "engine/runtime/policy_from_settings.h"
#include "engine/runtime/program_data.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/reachability.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/vault.h"
#include "engine/services/source_catalog.h"
#include "engine/settings/settings_file.h"
#include "engine/store/store.h"
#include "engine/store/tables/audit.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/people.h"
#include "resources/resources.h"

namespace hs::runtime {

namespace fs = std::filesystem;

namespace {

constexpr int PageSize = 1000;

/// Everything a question needs, without the engine's threads.
struct Bench {
    explicit Bench(ProgramData programData, const HostOptions &options)
        : data(std::move(programData)), ids(clock), vault(options.environment),
          settings(data.schema, (options.configFile.empty() ? options.dataDir / "console.json" : options.configFile).string(), options.environment)
    {
        settings.reload();
        studio = std::make_shared<const Studio>(Studio{clock, ids, data.agents, data.hub, shelf, policyFrom(*settings.settings(), vault, true, policyFindings)});
    }
    SystemClock clock;
    ProgramData data;
    IdMaker ids;
    DefinitionShelf shelf;
    services::SourceCatalog sources;
    Vault vault;
    settings::SettingsFile settings;
    std::vector<Error> policyFindings;
    std::shared_ptr<const Studio> studio;
};

std::unique_ptr<Bench> benchFor(const HostOptions &options, std::optional<Error> &error)
{
    auto data = loadProgramData();
    if (!data) {
        error = data.error();
        return nullptr;
    }
    return std::make_unique<Bench>(std::move(*data), options);
}

/// What is published, as files are judged beside it.
InForce publishedIn(const store::ReadSql &sql)
{
    InForce known;
    for (const auto &row : store::workflows::definitions(sql))
        if (const auto parsed = workflow::parseDefinition(row.source, workflow::AgentCatalog::anything()); parsed.definition)
            known.add(*parsed.definition, row.retired);
    return known;
}

/// Findings of all definitions that the engine would load, beside what is published already.
void checkDefinitions(const Bench &bench, const HostOptions &options, std::vector<std::string> &findings)
{
    InForce known;
    if (fs::exists(options.dataDir / "console.db")) {
        // A database that cannot be opened is a finding of its own.
        if (const auto store = store::Store::open({options.dataDir, true, 1}))
            if (auto published = (*store)->readNow<InForce>([](const store::ReadSql &sql) -> Result<InForce> { return publishedIn(sql); }))
                known = std::move(*published);
    }
    for (const auto &verdict : judge(definitionFiles(options.dataDir), runCatalog(bench.data.agents.catalog()), known)) {
        if (!verdict.trouble.empty())
            findings.push_back(verdict.name + ": " + verdict.trouble);
        for (const auto &finding : verdict.findings)
            if (finding.severity == workflow::Severity::Error)
                findings.push_back(verdict.name + ": " + workflow::describe(finding));
    }
}

} // namespace

Result<workflow::AgentCatalog> runCatalog()
{
    const auto data = loadProgramData();
    if (!data)
        return tl::make_unexpected(data.error());
    return runCatalog(data->agents.catalog());
}

namespace {

/// Looks at the store as it stands, as one snapshot. Fails with NotFound when there is no store yet.
Result<std::string> lookAt(const HostOptions &options, const std::function<Result<std::string>(const QueryContext &)> &look)
{
    std::optional<Error> error;
    const auto bench = benchFor(options, error);
    if (!bench)
        return tl::make_unexpected(*error);
    auto store = store::Store::open({options.dataDir, true, 1});
    if (!store)
        return tl::make_unexpected(store.error());
    return (*store)->readNow<std::string>([&](const store::ReadSql &sql) -> Result<std::string> {
        for (const auto &row : store::workflows::definitions(sql))
            if (const auto parsed = workflow::parseDefinition(row.source, workflow::AgentCatalog::anything()); parsed.definition)
                bench->shelf.add(parsed.definition, row.retired);
        const EngineState state;
        const auto caller = engineCaller();
        return look({sql, *bench->studio, bench->sources, bench->vault, state, caller, bench->clock.now()});
    });
}

/// Every row of a paged question.
template <typename Row, typename Ask>
Result<void> eachRow(const QueryContext &context, Ask ask, const std::function<void(const Row &)> &row)
{
    do {
        const auto page = queries::ask(context, ask);
        if (!page)
            return tl::make_unexpected(page.error());
        for (const auto &one : page->rows)
            row(one);
        ask.window.after = page->next;
    } while (!ask.window.after.isEmpty());
    return {};
}

} // namespace

Result<std::vector<std::string>> secretNames(const HostOptions &options)
{
    std::set<std::string> names;
    for (const auto &named : Vault(options.environment).names())
        names.insert(named.name);
    if (fs::exists(options.dataDir / "console.db")) {
        auto store = store::Store::open({options.dataDir, true, 1});
        if (!store)
            return tl::make_unexpected(store.error());
        const auto sealed = (*store)->readNow<std::vector<store::people::Sealed>>(
            [](const store::ReadSql &sql) -> Result<std::vector<store::people::Sealed>> { return store::people::secrets(sql); });
        if (!sealed)
            return tl::make_unexpected(sealed.error());
        for (const auto &one : *sealed)
            names.insert(one.name);
    }
    return std::vector<std::string>(names.begin(), names.end());
}

namespace {

/// A studio without any record: routing by the words alone.
class EmptyView final : public agents::View {
public:
    explicit EmptyView(Timestamp now) : m_now(now) {}
    [[nodiscard]] Timestamp now() const override { return m_now; }
    [[nodiscard]] std::string newId(std::string_view prefix) const override { return std::string(prefix); }
    [[nodiscard]] std::optional<agents::RecordView> record(std::string_view, std::string_view) const override { return std::nullopt; }
    [[nodiscard]] std::vector<agents::RecordView> recordsBy(std::string_view, std::string_view, std::string_view, int) const override { return {}; }
    [[nodiscard]] std::vector<agents::RecordView> slice(std::string_view, Timestamp, std::string_view, int) const override { return {}; }
    [[nodiscard]] std::vector<agents::ActivityView> activity(std::string_view, std::chrono::sys_days) const override { return {}; }
    [[nodiscard]] std::vector<agents::InstanceView> openInstances(std::string_view) const override { return {}; }
    [[nodiscard]] std::vector<agents::InstanceView> instancesByKey(std::string_view, std::string_view) const override { return {}; }
    [[nodiscard]] std::vector<agents::InstanceView> openInstancesOf(std::string_view, int) const override { return {}; }
    [[nodiscard]] std::vector<agents::TaskView> openTasks(int) const override { return {}; }
    [[nodiscard]] std::optional<agents::TaskView> openTask(std::string_view) const override { return {}; }
    [[nodiscard]] std::vector<agents::EscalationView> openEscalations(int) const override { return {}; }
    [[nodiscard]] std::vector<agents::OperatorView> operators() const override { return {}; }
    [[nodiscard]] int openMatters(std::string_view) const override { return 0; }
    [[nodiscard]] std::optional<agents::RecordView> entity(std::string_view) const override { return std::nullopt; }
    [[nodiscard]] std::vector<agents::RecordView> entities() const override { return {}; }
    [[nodiscard]] std::string defaultEntity() const override { return {}; }

private:
    Timestamp m_now;
};

} // namespace

Result<std::string> routeText(const HostOptions &options, std::string_view request)
{
    const std::string oneObject = "send one JSON object, such as {\"text\": \"…\"}";
    const auto document = parseJson(request);
    if (!document)
        return fail(Errc::BadInput, document.error().what, document.error().where, oneObject);
    if (!document->is_object())
        return fail(Errc::BadInput, "the request is " + kindName(*document) + ", not an object", {}, oneObject);
    for (const auto &[key, value] : document->items()) {
        if (key != "text" && key != "entity" && key != "contact" && key != "channel")
            return fail(Errc::BadInput, "unknown member \"" + key + "\"", "/" + key, "use text, entity, contact and channel");
        if (key != "contact" && !value.is_string())
            return fail(Errc::BadInput, "must be a text, found " + kindName(value), "/" + key, "write it in quotes");
    }
    if (text(*document, "text").find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(Errc::BadInput, "the request has no text", "/text", "send the customer's words");
    std::optional<Error> error;
    const auto bench = benchFor(options, error);
    if (!bench)
        return tl::make_unexpected(*error);
    agents::Request asked;
    asked.text = text(*document, "text");
    asked.entity = text(*document, "entity");
    asked.channel = text(*document, "channel");
    const Json &contact = member(*document, "contact");
    const auto decide = [&](const agents::View &view) -> Result<std::string> {
        const auto decision = bench->data.agents.routeRequestFrom(asked, contact, view);
        if (!decision)
            return tl::make_unexpected(decision.error());
        return dump(agents::toJson(*decision));
    };
    if (!fs::exists(options.dataDir / "console.db"))
        return decide(EmptyView(bench->clock.now()));
    auto store = store::Store::open({options.dataDir, true, 1});
    if (!store)
        return tl::make_unexpected(store.error());
    return (*store)->readNow<std::string>([&](const store::ReadSql &sql) -> Result<std::string> { return decide(StoreView(sql, *bench->studio, bench->clock.now())); });
}

namespace {

/// The key that secrets were sealed under: from the passphrase or the keychain; the vault stays locked without one.
void unlock(Bench &bench, const HostOptions &options, const store::ReadSql &sql)
{
    constexpr std::chrono::seconds Patience{3};
    const auto passphrase = options.environment.find("HIGHERSELF_PASSPHRASE");
    if (passphrase != options.environment.end() && !passphrase->second.empty()) {
        if (const auto salt = store::meta::get(sql, VaultSalt))
            bench.vault.unlockWithPassphrase(Secret(passphrase->second), crypto::fromHex(*salt).value_or(std::string()));
    } else if (options.keychain && !store::people::secrets(sql).empty()) {
        if (auto key = keychain::vaultKey(keychain::Want::Look, Patience))
            bench.vault.unlockWithKey(std::move(*key));
    }
}

/// What is wrong in the store: damage, a broken audit chain, secrets that nobody can open.
void checkStore(Bench &bench, const HostOptions &options, std::vector<std::string> &findings)
{
    auto store = store::Store::open({options.dataDir, true, 1});
    if (!store) {
        findings.push_back(describe(store.error()));
        return;
    }
    const auto damage = (*store)->integrityFindings();
    if (!damage)
        findings.push_back(describe(damage.error()));
    else
        for (const auto &one : *damage)
            findings.push_back("console.db: " + one);
    const auto read = (*store)->readNow<std::vector<std::string>>([&](const store::ReadSql &sql) -> Result<std::vector<std::string>> {
        auto found = store::audit::verify(sql);
        unlock(bench, options, sql);
        for (const auto &name : bench.vault.load(sql))
            found.push_back("the secret " + name + " cannot be opened: give the passphrase it was sealed with, or set it again");
        return found;
    });
    if (!read)
        findings.push_back(describe(read.error()));
    else
        findings.insert(findings.end(), read->begin(), read->end());
}

} // namespace

Result<std::vector<std::string>> check(const HostOptions &options)
{
    std::optional<Error> error;
    const auto bench = benchFor(options, error);
    if (!bench)
        return tl::make_unexpected(*error);
    std::vector<std::string> findings;
    for (const auto &one : bench->settings.findings())
        findings.push_back(describe(one));
    checkDefinitions(*bench, options, findings);
    if (fs::exists(options.dataDir / "console.db")) // else nothing was kept yet, so nothing can be damaged
        checkStore(*bench, options, findings);
    // After the store, because secrets that are kept there belong to the configuration.
    std::vector<Error> policy;
    [[maybe_unused]] const auto made = policyFrom(*bench->settings.settings(), bench->vault, options.offline, policy);
    for (const auto &one : policy)
        findings.push_back(describe(one));
    if (!options.offline)
        for (auto &one : unreachable(*bench->settings.settings(), bench->vault))
            findings.push_back(std::move(one));
    return findings;
}

namespace {

QJsonObject briefly(const api::WorkflowRow &row)
{
    static constexpr const char *Statuses[] = {"running", "paused", "incident", "completed", "failed", "cancelled"};
    QJsonObject object{{QStringLiteral("id"), row.id},       {QStringLiteral("number"), row.number}, {QStringLiteral("definition"), row.definition},
                       {QStringLiteral("version"), row.version}, {QStringLiteral("title"), row.title},   {QStringLiteral("status"), QLatin1String(Statuses[int(row.status)])},
                       {QStringLiteral("state"), row.state},   {QStringLiteral("steps"), row.steps}};
    if (!row.waitingOn.isEmpty())
        object[QStringLiteral("waiting_on")] = row.waitingOn;
    return object;
}

QJsonObject asJson(const api::HistoryRow &row)
{
    QJsonObject object{{QStringLiteral("seq"), row.seq}, {QStringLiteral("at"), rows::q(toRfc3339(*rows::time(row.at)))}, {QStringLiteral("input"), row.input},
                       {QStringLiteral("actor"), row.actor}, {QStringLiteral("exited"), QJsonArray::fromStringList(row.exited)},
                       {QStringLiteral("entered"), QJsonArray::fromStringList(row.entered)}, {QStringLiteral("actions"), row.actions},
                       {QStringLiteral("tasks"), row.tasks}, {QStringLiteral("patch"), row.patch}, {QStringLiteral("ignored"), row.ignored}};
    if (!row.reason.isEmpty())
        object[QStringLiteral("reason")] = row.reason;
    return object;
}

} // namespace

Result<std::string> workflowList(const HostOptions &options)
{
    return lookAt(options, [](const QueryContext &context) -> Result<std::string> {
        std::string lines;
        api::WorkflowQuery all;
        all.window.limit = PageSize;
        HS_TRY(eachRow<api::WorkflowRow>(context, all, [&](const api::WorkflowRow &row) { lines += QJsonDocument(briefly(row)).toJson(QJsonDocument::Compact).toStdString() + "\n"; }));
        return lines;
    });
}

Result<std::string> workflowText(const HostOptions &options, const std::string &id, std::optional<std::int64_t> at)
{
    return lookAt(options, [&](const QueryContext &context) -> Result<std::string> {
        const auto detail = queries::ask(context, api::WorkflowDetailQuery{rows::q(id), at.value_or(-1)});
        if (!detail)
            return tl::make_unexpected(detail.error());
        auto whole = briefly(detail->row);
        whole[QStringLiteral("context")] = detail->context;
        whole[QStringLiteral("tasks")] = detail->openTasks;
        whole[QStringLiteral("timers")] = detail->timers;
        QJsonArray history;
        HS_TRY(eachRow<api::HistoryRow>(context, api::HistoryQuery{detail->row.id, {{}, PageSize}}, [&](const api::HistoryRow &row) {
            if (!at || row.seq <= *at)
                history.append(asJson(row));
        }));
        whole[QStringLiteral("history")] = history;
        return QJsonDocument(whole).toJson(QJsonDocument::Indented).toStdString();
    });
}

Result<ReplayText> workflowReplay(const HostOptions &options, const std::string &id)
{
    bool equal = false;
    auto text = lookAt(options, [&](const QueryContext &context) -> Result<std::string> {
        const auto replay = queries::ask(context, api::WorkflowReplayQuery{rows::q(id)});
        if (!replay)
            return tl::make_unexpected(replay.error());
        equal = replay->equal;
        QJsonObject line{{QStringLiteral("workflow"), replay->workflow}, {QStringLiteral("number"), replay->number},
                         {QStringLiteral("equal"), replay->equal}, {QStringLiteral("steps"), replay->steps}};
        if (!replay->equal) {
            line[QStringLiteral("seq")] = replay->seq;
            line[QStringLiteral("field")] = replay->field;
            line[QStringLiteral("stored")] = replay->stored;
            line[QStringLiteral("replayed")] = replay->replayed;
        }
        return QJsonDocument(line).toJson(QJsonDocument::Compact).toStdString() + "\n";
    });
    if (!text)
        return tl::make_unexpected(text.error());
    return ReplayText{equal, std::move(*text)};
}

Result<api::KnowledgeFound> searchKnowledge(const HostOptions &options, const api::KnowledgeSearchQuery &query)
{
    if (!fs::exists(options.dataDir / "console.db"))
        return fail(Errc::NotFound, "there is no data folder yet", options.dataDir.string(), "start the console once, or name its folder with --data-dir");
    auto store = store::Store::open({options.dataDir, true, 2});
    if (!store)
        return tl::make_unexpected(store.error());
    SystemClock clock;
    IdMaker ids(clock);
    knowledge::Library::Options library;
    library.folder = options.dataDir / "knowledge";
    if (auto model = knowledge::LocalModel::load(resources::sentenceModel(), resources::generalSubjects()))
        library.shipped = std::move(*model);
    knowledge::Library open(**store, clock, ids, std::move(library));
    open.vectors().loadToLook();
    knowledge::Ask ask;
    ask.text = query.text.toStdString();
    ask.mode = query.mode == api::KnowledgeMode::Meaning ? knowledge::Mode::Meaning : query.mode == api::KnowledgeMode::Words ? knowledge::Mode::Words : knowledge::Mode::Hybrid;
    ask.limit = query.limit;
    ask.share = query.meaningShare;
    ask.now = clock.now();
    return (*store)->readNow<api::KnowledgeFound>(
        [&](const store::ReadSql &sql) -> Result<api::KnowledgeFound> { return foundRow(sql, open.search(sql, ask), ask.now); });
}

} // namespace hs::runtime
