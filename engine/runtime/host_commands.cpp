#include <algorithm>
#include <set>

#include <QTimeZone>

#include <spdlog/spdlog.h>

#include "engine/runtime/ai_settings.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/host_core.h"
#include "engine/runtime/keychain.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/people.h"

namespace hs::runtime {

namespace fs = std::filesystem;
using rows::q;

namespace {

constexpr std::chrono::seconds KeychainPatience{30}; // a person may have to unlock it

/// Copies to keep: the newest of each of the last days, weeks and months. The rest goes.
void thinOut(const fs::path &folder, int days, int weeks, int months)
{
    std::vector<fs::path> files;
    std::error_code failed;
    for (const auto &entry : fs::directory_iterator(folder, failed))
        if (entry.path().filename().string().starts_with("console-"))
            files.push_back(entry.path());
    std::sort(files.rbegin(), files.rend()); // the name holds the time, so newest first
    std::set<std::string> seenDays, seenWeeks, seenMonths;
    for (const auto &file : files) {
        const auto date = QDate::fromString(q(file.filename().string()).mid(8, 8), QStringLiteral("yyyyMMdd"));
        if (!date.isValid())
            continue;
        int year = 0;
        const int week = date.weekNumber(&year);
        const auto keep = [](std::set<std::string> &seen, const std::string &key, int most) {
            return int(seen.size()) < most && seen.insert(key).second;
        };
        const bool byDay = keep(seenDays, date.toString(Qt::ISODate).toStdString(), days);
        const bool byWeek = keep(seenWeeks, std::to_string(year) + "-" + std::to_string(week), weeks);
        const bool byMonth = keep(seenMonths, date.toString(QStringLiteral("yyyy-MM")).toStdString(), months);
        if (!byDay && !byWeek && !byMonth)
            fs::remove(file, failed);
    }
}

} // namespace

void EngineHost::Core::carryOutHere(const api::Caller &caller, const api::Command &command, std::function<void(Result<api::Receipt>)> reply)
{
    if (const auto *set = std::get_if<api::SetSecret>(&command))
        return setSecretUnlocked(caller, *set, std::move(reply));
    if (const auto *removal = std::get_if<api::RemoveSecret>(&command))
        return reply(removeSecret(caller, *removal));
    if (const auto *change = std::get_if<api::ChangeSettings>(&command))
        return reply(changeSettings(caller, *change));
    if (const auto *check = std::get_if<api::CheckIntegration>(&command))
        return checkIntegration(caller, *check, std::move(reply));
    if (std::holds_alternative<api::PublishDefinition>(command) || std::holds_alternative<api::RetireDefinition>(command))
        return reply(changeDefinitions(caller, command));
    if (const auto *connect = std::get_if<api::ConnectNotion>(&command))
        return connectNotion(caller, *connect, std::move(reply));
    if (const auto *gone = std::get_if<api::DecideNotionGone>(&command))
        return decideNotionGone(caller, *gone, std::move(reply));
    if (const auto *now = std::get_if<api::SyncNotionNow>(&command)) {
        m_sync->pullNow(now->database.toStdString());
        return reply(api::Receipt{rows::q(NotionHub), QStringLiteral("Notion is asked for changes"), {}});
    }
    if (const auto *stop = std::get_if<api::StopThinking>(&command))
        return stopThinking(caller, *stop, std::move(reply));
    if (const auto *decide = std::get_if<api::DecideToolRequest>(&command))
        return decideToolRequest(caller, *decide, std::move(reply));
    if (isOfKnowledge(command))
        return changeKnowledge(caller, command, std::move(reply));
    if (std::holds_alternative<api::RehearseNotion>(command))
        return rehearseNotion(std::move(reply));
    if (const auto *read = std::get_if<api::ReadRecordText>(&command))
        return m_sync->readText(read->record.toStdString(), [id = read->record, reply = std::move(reply)](Result<void> done) {
            if (!done)
                return reply(tl::make_unexpected(done.error()));
            reply(api::Receipt{id, QStringLiteral("read"), {}});
        });
    if (std::holds_alternative<api::BackUpNow>(command)) {
        audit(caller, "backup.asked", "backup", "console.db", "A backup was asked for");
        return backUp(std::move(reply));
    }
    reply(fail(Errc::Internal, "the command is not one of the host's"));
}

void EngineHost::Core::audit(const api::Caller &caller, const std::string &action, const std::string &kind, const std::string &object, const std::string &summary)
{
    const auto written = m_store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        const auto now = studio();
        Deed deed{tx, *now, m_clock.now(), caller.correlation.toStdString(), caller.correlation.toStdString(),
                  {caller.via == api::Caller::Via::Http ? "key" : "person", caller.id.toStdString(), caller.name.toStdString()}};
        note(deed, {action, kind, object, summary, {}, {}, {}, Json::object()});
        return {};
    });
    if (!written)
        spdlog::error("\"{}\" was not audited: {}", summary, describe(written.error()));
}

/// Asks the keychain for a key first, when secrets are locked; it may take its time, so the engine does not wait.
void EngineHost::Core::setSecretUnlocked(const api::Caller &caller, const api::SetSecret &command, std::function<void(Result<api::Receipt>)> reply)
{
    if (m_vault.unlocked() || !m_options.keychain)
        return reply(setSecret(caller, command));
    {
        const std::lock_guard lock(m_mutex);
        if (!m_shutSecrets.empty())
            return reply(fail(Errc::Unavailable, "the secrets that are kept were sealed under another key", {}, "start with the HIGHERSELF_PASSPHRASE that they were sealed with, or remove them first"));
    }
    if (m_askingKeychain.exchange(true))
        return reply(fail(Errc::Conflict, "the system's keychain is being asked", {}, "answer its question, then try again"));
    // Not joined at the end: it holds the mailbox alone, and what is posted after the end never runs.
    std::thread([this, mailbox = m_mailbox, caller, command, reply = std::move(reply)] {
        auto key = keychain::vaultKey(keychain::Want::Make, KeychainPatience);
        mailbox->post([this, caller, command, reply, key = std::move(key)] {
            m_askingKeychain = false;
            takeVaultKey(key);
            reply(key ? setSecret(caller, command) : tl::make_unexpected(key.error()));
        });
    }).detach();
}

Result<api::Receipt> EngineHost::Core::setSecret(const api::Caller &caller, const api::SetSecret &command)
{
    const auto name = command.name.trimmed().toStdString();
    if (!isSecretName(name))
        return fail(Errc::BadInput, "\"" + name.substr(0, 40) + "\" is not a name for a secret", "name", "use capitals, digits and _, such as WEBHOOK_SECRET_TYPEFORM");
    if (command.value.isEmpty())
        return fail(Errc::BadInput, "the secret is empty", "value", "paste it again");
    if (m_vault.fromEnvironment(name))
        return fail(Errc::Conflict, name + " is set in the environment, which wins", "name", "change it there");
    for (const auto &source : m_sources.all())
        if (services::secretVariable(source->name()) == name)
            HS_TRY(source->checkSecret(Secret(command.value.toStdString())));
    const auto sealed = m_vault.seal(command.value.toStdString());
    if (!sealed)
        return tl::make_unexpected(sealed.error());
    std::optional<std::string> old;
    if (command.keepOld) {
        if (const auto before = m_vault.value(name); !before.empty()) {
            const auto again = m_vault.seal(before.reveal());
            if (!again)
                return tl::make_unexpected(again.error());
            old = *again;
        }
    }
    const auto written = m_store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        store::people::putSecret(tx, {name, 0, *sealed}, m_clock.now());
        if (old)
            store::people::putSecret(tx, {name, 1, *old}, m_clock.now());
        else
            store::people::dropSecret(tx, name, 1);
        return {};
    });
    if (!written)
        return tl::make_unexpected(written.error());
    audit(caller, old ? "secret.rotated" : "secret.set", "secret", name, name + (old ? " replaced; the old one stays valid" : " set"));
    loadSecrets();
    applySettings();
    return api::Receipt{command.name, QStringLiteral("kept"), {}};
}

Result<api::Receipt> EngineHost::Core::removeSecret(const api::Caller &caller, const api::RemoveSecret &command)
{
    const auto name = command.name.trimmed().toStdString();
    if (m_vault.fromEnvironment(name))
        return fail(Errc::Conflict, name + " is set in the environment", "name", "remove it there");
    if (m_vault.values(name).empty())
        return fail(Errc::NotFound, "there is no secret \"" + name + "\"", "name", "see higherself-console secret list");
    const auto written = m_store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        store::people::dropSecret(tx, name, 0);
        return {};
    });
    if (!written)
        return tl::make_unexpected(written.error());
    audit(caller, "secret.removed", "secret", name, name + " removed");
    loadSecrets();
    applySettings();
    return api::Receipt{command.name, QStringLiteral("removed"), {}};
}

Result<api::Receipt> EngineHost::Core::changeSettings(const api::Caller &caller, const api::ChangeSettings &command)
{
    const auto values = rows::json(command.values);
    HS_TRY(m_settings.change(values));
    audit(caller, "settings.changed", "settings", "console.json", "Settings changed: " + [&] {
        std::string keys;
        for (const auto &[key, value] : values.items())
            keys += (keys.empty() ? "" : ", ") + key;
        return keys;
    }());
    applySettings();
    return api::Receipt{{}, QStringLiteral("changed"), {}};
}

Result<api::Receipt> EngineHost::Core::changeDefinitions(const api::Caller &caller, const api::Command &command)
{
    const auto actor = actorOf(caller);
    const auto correlation = caller.correlation.toStdString();
    const auto now = studio();
    auto receipt = std::holds_alternative<api::PublishDefinition>(command)
                       ? m_keeper.publish(*m_store, *now, actor, correlation, std::get<api::PublishDefinition>(command))
                       : m_keeper.retire(*m_store, *now, actor, correlation, std::get<api::RetireDefinition>(command));
    if (receipt) {
        followSchedules();
        watchFiles();
        m_feed.announce(Topic::Workflows);
        m_feed.announce(Topic::Status);
        refreshHub();
    }
    return receipt;
}

void EngineHost::Core::checkIntegration(const api::Caller &caller, const api::CheckIntegration &command, std::function<void(Result<api::Receipt>)> reply)
{
    reloadSettings();
    refreshReceiver();
    const auto name = command.name;
    if (const auto &known = providerNames(); std::find(known.begin(), known.end(), name.toStdString()) != known.end())
        return checkProvider(name.toStdString(), std::move(reply));
    query(caller, api::IntegrationQuery{}, [name, reply = std::move(reply)](Result<api::Answer> answer) {
        if (!answer)
            return reply(tl::make_unexpected(answer.error()));
        static constexpr const char *Names[] = {"healthy", "slow", "failing", "down", "paused", "needs_sign_in", "not_set_up"};
        for (const auto &card : std::get<std::vector<api::IntegrationCard>>(*answer)) {
            if (card.name != name)
                continue;
            api::Receipt receipt{name, card.sentence, {}};
            receipt.data[QStringLiteral("health")] = QString::fromLatin1(Names[int(card.health)]);
            receipt.data[QStringLiteral("sentence")] = card.sentence;
            return reply(receipt);
        }
        reply(fail(Errc::NotFound, "there is no integration \"" + name.toStdString() + "\"", "name", "see GET /integrations"));
    });
}

void EngineHost::Core::backUp(std::function<void(Result<api::Receipt>)> reply)
{
    if (m_backingUp.exchange(true))
        return reply(fail(Errc::Conflict, "a backup is being made", {}, "wait for it"));
    if (m_backup.joinable())
        m_backup.join(); // the one before has ended
    m_backup = std::thread([this, settings = m_settings.settings(), reply = std::move(reply)] {
        const auto now = m_clock.now();
        // To the millisecond: a second copy of the same second must not meet the first one, nor take it away.
        const auto stamp = QDateTime::fromMSecsSinceEpoch(toMillis(now), Qt::UTC).toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")).toStdString();
        const auto folder = m_options.dataDir / "backups";
        const auto file = folder / ("console-" + stamp + ".db");
        const auto copied = m_store->copyTo(file);
        if (!copied) {
            std::error_code ignored; // half a copy is of no use
            fs::remove(file, ignored);
            m_backingUp = false;
            return reply(tl::make_unexpected(copied.error()));
        }
        thinOut(folder, int(settings->integer("/backup/keepDays")), int(settings->integer("/backup/keepWeeks")), int(settings->integer("/backup/keepMonths")));
        const auto noted = m_store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            store::meta::set(tx, "backup.last", toRfc3339(now));
            tx.touch(Topic::Status, {});
            return {};
        });
        {
            const std::lock_guard lock(m_mutex);
            m_lastBackup = now;
        }
        m_backingUp = false;
        if (!noted)
            return reply(tl::make_unexpected(noted.error()));
        api::Receipt receipt{q(file.filename().string()), QStringLiteral("made and verified"), {}};
        receipt.data[QStringLiteral("file")] = q(file.string());
        reply(receipt);
    });
}

void EngineHost::Core::keepHandshake(const std::string &source, const Secret &secret, std::function<void(Result<void>)> done)
{
    setSecretUnlocked(engineCaller(api::Caller::Via::Engine),
                      {q(services::secretVariable(source)), QString::fromUtf8(secret.reveal().data(), qsizetype(secret.reveal().size())), false},
                      [source, done = std::move(done)](const Result<api::Receipt> &set) {
                          if (set)
                              return done({});
                          spdlog::error("the verification token of {} was not kept: {}", source, describe(set.error()));
                          done(tl::make_unexpected(set.error()));
                      });
}

} // namespace hs::runtime
