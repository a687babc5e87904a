#include <algorithm>

#include <QFileInfo>
#include <QTimeZone>

#include <spdlog/spdlog.h>

#include "engine/crypto/hash.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/host_core.h"
#include "engine/runtime/hub_messages.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/hub_rewards.h"
#include "engine/runtime/hub_shipped.h"
#include "engine/runtime/keychain.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/schedules.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/people.h"

namespace hs::runtime {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds KeychainLimit{10};
constexpr std::chrono::milliseconds StartWaits{200};
constexpr std::size_t SaltBytes = 16; // crypto_pwhash_SALTBYTES
constexpr int MessagesAtOnce = 50;
constexpr std::string_view BackupKey = "backup.last";

QJsonValue toQt(const Json &value)
{
    return QJsonValue::fromVariant(rows::object({{"v", value}}).value(QStringLiteral("v")).toVariant());
}

std::vector<api::SettingRow> rowsOf(const settings::Settings &settings)
{
    std::vector<api::SettingRow> rows;
    for (const auto &setting : settings.all()) {
        api::SettingRow row;
        row.key = rows::q(setting.leaf.pointer);
        row.section = rows::q(setting.leaf.section);
        row.type = rows::q(setting.leaf.type);
        row.value = toQt(setting.value);
        row.fallback = toQt(setting.leaf.fallback);
        for (const auto &option : setting.leaf.options)
            row.options.append(rows::q(option));
        row.source = rows::q(settings::name(setting.source));
        row.locked = setting.locked;
        row.help = rows::q(setting.leaf.help);
        row.minimum = setting.leaf.minimum.value_or(0);
        row.maximum = setting.leaf.maximum.value_or(0);
        row.restart = setting.leaf.restart;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

void EngineHost::Core::unlockVault()
{
    const auto passphrase = m_options.environment.find("HIGHERSELF_PASSPHRASE");
    if (passphrase == m_options.environment.end() || passphrase->second.empty())
        return askKeychain();
    const auto salt = m_store->writeNow<std::string>([](store::Transaction &tx) -> Result<std::string> {
        if (const auto known = store::meta::get(tx, VaultSalt))
            return crypto::fromHex(*known).value_or(std::string());
        const auto fresh = crypto::randomBytes(SaltBytes);
        store::meta::set(tx, VaultSalt, crypto::toHex(fresh));
        return fresh;
    });
    if (!salt) {
        spdlog::error("secrets stay locked: {}", describe(salt.error()));
        return;
    }
    m_vault.unlockWithPassphrase(Secret(passphrase->second), *salt);
}

/// Only when there is something to open. The start waits a moment for it, so that the first deliveries find
/// their secrets; a keychain that takes longer is heard later.
void EngineHost::Core::askKeychain()
{
    if (!m_options.keychain)
        return;
    const auto any = m_store->readNow<bool>([](const store::ReadSql &sql) -> Result<bool> { return !store::people::secrets(sql).empty(); });
    if (!any || !*any)
        return;
    auto answer = std::make_shared<std::promise<Result<Secret>>>();
    m_keychainKey = answer->get_future().share();
    std::thread([answer] { answer->set_value(keychain::vaultKey(keychain::Want::Look, KeychainLimit)); }).detach();
    if (m_keychainKey.wait_for(StartWaits) != std::future_status::ready)
        return; // `run` goes on listening for it
    takeVaultKey(m_keychainKey.get());
    m_keychainKey = {};
}

void EngineHost::Core::takeVaultKey(const Result<Secret> &key)
{
    if (key)
        m_vault.unlockWithKey(*key);
    const std::lock_guard lock(m_mutex);
    m_keychainTrouble = key ? std::string() : key.error().what;
}

void EngineHost::Core::loadSecrets()
{
    const auto shut = m_store->readNow<std::vector<std::string>>(
        [this](const store::ReadSql &sql) -> Result<std::vector<std::string>> { return m_vault.load(sql); });
    const std::lock_guard lock(m_mutex);
    m_shutSecrets = shut ? *shut : std::vector<std::string>();
    if (!shut)
        spdlog::error("secrets could not be read: {}", describe(shut.error()));
}

void EngineHost::Core::reloadSettings()
{
    if (m_settings.reload())
        applySettings();
    {
        const std::lock_guard lock(m_mutex);
        m_settingFindings = m_settings.findings();
    }
    m_feed.announce(Topic::Status); // a bad file changes no setting, but it is a finding
}

/// Folders, because editors replace files; files, because others write into them in place.
void EngineHost::Core::watchFiles()
{
    const auto folder = m_options.dataDir / "workflows";
    QStringList paths{QString::fromStdString(m_options.dataDir.string()), QString::fromStdString(folder.string()), QString::fromStdString(m_settings.path()),
                      QString::fromStdString(fs::path(m_settings.path()).parent_path().string())};
    std::error_code failed;
    for (const auto &entry : fs::directory_iterator(folder, failed))
        if (entry.path().extension() == ".json")
            paths.append(QString::fromStdString(entry.path().string()));
    const auto known = m_watcher->files() + m_watcher->directories();
    paths.removeDuplicates();
    paths.removeIf([&](const QString &path) { return path.isEmpty() || known.contains(path) || !QFileInfo::exists(path); });
    if (!paths.isEmpty())
        m_watcher->addPaths(paths);
}

/// Agents, integrations and workflows as records of the hub.
std::function<Result<void>(store::Transaction &)> EngineHost::Core::hubJob() const
{
    mirror::SetUp setUp;
    for (const auto &source : m_sources.all()) {
        const std::string name(source->name());
        setUp[name] = !m_vault.values(services::secretVariable(name)).empty() || (source->needsSecret() && !m_vault.values("WEBHOOK_SECRET").empty());
    }
    return [this, setUp, studio = studio()](store::Transaction &tx) -> Result<void> {
        Deed deed{tx, *studio, m_clock.now(), "hub", "hub", engineActor()};
        HS_TRY(mirror::registry(deed, m_sources, setUp));
        HS_TRY(mirror::library(deed));
        return mirror::expireRewards(deed);
    };
}

void EngineHost::Core::refreshHub()
{
    m_store->write<void>(store::Urgency::Normal, hubJob(), hubKept);
}

void EngineHost::Core::hubKept(const Result<void> &kept)
{
    if (!kept)
        spdlog::error("agents and workflows have no records in the hub: {}", describe(kept.error()));
}

/// What ships as records that then belong to the studio. Twice, because records name each other in both directions.
void EngineHost::Core::plantShipped()
{
    const auto planted = m_store->writeNow<void>([this, studioNow = studio()](store::Transaction &tx) -> Result<void> {
        Deed deed{tx, *studioNow, m_clock.now(), "hub", "hub", engineActor()};
        return seed::plantShipped(deed);
    });
    if (!planted)
        spdlog::error("records that ship cannot be written: {}", describe(planted.error()));
}

/// Messages from before the hub had a record of each, a few at a time beside the work.
void EngineHost::Core::logEarlierMessages()
{
    m_store->write<bool>(
        store::Urgency::Normal,
        [this, studioNow = studio()](store::Transaction &tx) -> Result<bool> {
            Deed deed{tx, *studioNow, m_clock.now(), "hub", "hub", engineActor()};
            return mirror::earlierMessages(deed, MessagesAtOnce);
        },
        [this](Result<bool> more) {
            if (!more)
                spdlog::warn("earlier messages have no records in the hub: {}", describe(more.error()));
            else if (*more)
                m_mailbox->post([this] { logEarlierMessages(); });
        });
}

void EngineHost::Core::applySettings()
{
    const auto settings = m_settings.settings();
    std::vector<Error> findings;
    auto policy = policyFrom(*settings, m_vault, m_options.offline, findings);
    {
        const std::lock_guard lock(m_mutex);
        m_studio = std::make_shared<const Studio>(Studio{m_clock, m_ids, m_agents, m_hub, m_shelf, std::move(policy), m_libraryOpen ? m_library.get() : nullptr});
        m_settingRows = rowsOf(*settings);
        m_settingFindings = m_settings.findings();
        m_policyFindings = std::move(findings);
        m_publicUrl = settings->text("/receiver/publicUrl");
    }
    if (!m_options.quietLog)
        spdlog::set_level(spdlog::level::from_str(settings->text("/log/level")));
    refreshReceiver();
    if (m_syncing)
        applyNotion();
    if (m_thinking) {
        applyThinking();
        applyEmbedding();
    }
    m_feed.announce(Topic::Settings);
    m_feed.announce(Topic::Status);
    m_feed.announce(Topic::Integrations);
}

void EngineHost::Core::refreshReceiver()
{
    if (!m_receiver)
        return;
    const auto settings = m_settings.settings();
    const auto paused = m_store->readNow<std::vector<std::string>>(
        [](const store::ReadSql &sql) -> Result<std::vector<std::string>> { return store::people::pausedSources(sql); });
    auto setup = std::make_shared<webhook::Setup>();
    for (const auto &source : m_sources.all()) {
        const std::string name(source->name());
        const std::string base = "/receiver/sources/" + name;
        webhook::SourceSetup one;
        one.source = source.get();
        one.secrets.current = m_vault.values(services::secretVariable(name));
        if (one.secrets.current.empty() && source->needsSecret())
            one.secrets.current = m_vault.values("WEBHOOK_SECRET");
        for (const auto &token : m_vault.values("WEBHOOK_TOKEN_" + services::secretVariable(name).substr(std::string_view("WEBHOOK_SECRET_").size())))
            one.tokenHashes.push_back(crypto::toHex(crypto::sha256(token.reveal())));
        one.enabled = settings->flag(base + "/enabled");
        one.paused = paused && std::find(paused->begin(), paused->end(), name) != paused->end();
        one.awaitingHandshake = !source->needsSecret() && one.secrets.current.empty();
        const auto ownLimit = settings->integer(base + "/maxBodyBytes");
        one.bodyLimit = std::size_t(ownLimit > 0 ? ownLimit : settings->integer("/receiver/maxBodyBytes"));
        one.perMinute = int(settings->integer(base + "/perMinute"));
        setup->sources.emplace(name, std::move(one));
    }
    m_receiver->setSetup(std::move(setup));
    m_feed.announce(Topic::Integrations);
}

void EngineHost::Core::loadDefinitions()
{
    m_keeper.load(*m_store, *studio());
    followSchedules();
    m_feed.announce(Topic::Workflows);
    m_feed.announce(Topic::Status);
}

/// Schedules are those of the definitions that are now in force.
void EngineHost::Core::followSchedules()
{
    const auto scheduled = m_store->writeNow<void>([this, studioNow = studio()](store::Transaction &tx) -> Result<void> {
        Deed deed{tx, *studioNow, m_clock.now(), "schedules", "schedules", engineActor()};
        schedules::followAll(deed);
        return {};
    });
    if (!scheduled)
        spdlog::error("schedules could not be taken over: {}", describe(scheduled.error()));
}

Result<void> EngineHost::Core::seed()
{
    // A studio has at least one business, so that everything that comes in belongs somewhere.
    const auto settings = m_settings.settings();
    const auto studioNow = studio();
    const auto seeded = m_store->writeNow<std::string>([&](store::Transaction &tx) -> Result<std::string> {
        const auto last = store::meta::get(tx, BackupKey);
        if (store::records::count(tx, {"business-entities-registry", {}, {}}) > 0)
            return last.value_or("");
        Deed deed{tx, *studioNow, m_clock.now(), "start", "start", engineActor()};
        hub::Write write;
        write.database = "business-entities-registry";
        write.mode = records::WriteMode::Create;
        write.writer = records::Writer::Engine;
        const auto kinds = settings->texts("/studio/entityKinds");
        write.fields = {{"Name", settings->text("/studio/name")}, {"Entity Type", kinds.empty() ? "CONSULTING_FIRM" : kinds.front()},
                        {"Integration Status", "Active"}};
        const auto record = hub::write(deed, write);
        if (!record)
            return tl::make_unexpected(record.error());
        note(deed, {"record.created", "record", record->id, record->title + " created", "every studio has a business", {}, {}, Json::object()});
        return last.value_or("");
    });
    if (!seeded)
        return tl::make_unexpected(seeded.error());
    if (const auto at = parseRfc3339(*seeded)) {
        const std::lock_guard lock(m_mutex);
        m_lastBackup = *at;
    }
    return {};
}

void EngineHost::Core::dailyBackup()
{
    const auto settings = m_settings.settings();
    if (!settings->flag("/backup/daily") || m_backingUp)
        return;
    const QTimeZone zone(QByteArray::fromStdString(settings->text("/studio/timezone")));
    const auto local = QDateTime::fromMSecsSinceEpoch(toMillis(m_clock.now()), zone.isValid() ? zone : QTimeZone::utc());
    const auto at = QTime::fromString(rows::q(settings->text("/backup/at")), QStringLiteral("HH:mm"));
    if (!at.isValid() || local.time() < at)
        return;
    {
        const std::lock_guard lock(m_mutex);
        const auto today = fromMillis(QDateTime(local.date(), at, local.timeZone()).toMSecsSinceEpoch());
        if (m_lastBackup && *m_lastBackup >= today)
            return;
    }
    backUp([](Result<api::Receipt> done) {
        if (!done)
            spdlog::error("the daily backup failed: {}", describe(done.error()));
    });
}

void EngineHost::Core::lookAtMachine()
{
    const auto turns = m_machineWatch.take(m_options.machine ? m_options.machine() : m_machine.read(), m_clock.now());
    if (turns.empty())
        return;
    m_store->write<void>(
        store::Urgency::Normal,
        [now = studio(), turns](store::Transaction &tx) -> Result<void> {
            Deed deed{tx, *now, now->clock.now(), "machine", "machine", engineActor()};
            machine::note(deed, turns);
            return {};
        },
        [this, mailbox = m_mailbox](Result<void> noted) {
            if (noted)
                return;
            spdlog::warn("how full the computer is was not noted: {}", describe(noted.error()));
            mailbox->post([this] { m_machineWatch = {}; }); // it is told again
        });
}

} // namespace hs::runtime
