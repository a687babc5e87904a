#include "engine/crypto/hash.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/vault.h"
#include "engine/services/source_catalog.h"
#include "engine/store/tables/people.h"

namespace hs::runtime::commands {

using rows::q;

namespace {

constexpr auto PresentFor = std::chrono::minutes(2);
constexpr int MaxName = 80;

Result<api::Receipt> ofTheHost()
{
    return fail(Errc::Internal, "this command reaches outside the store and is carried out by the engine's host");
}

std::string initialsOf(const QString &name)
{
    QString initials;
    for (const auto &word : name.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        if (initials.size() < 2)
            initials += word.at(0).toUpper();
    return initials.toStdString();
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::AddOperator &command)
{
    const auto name = command.name.simplified();
    if (name.isEmpty() || name.size() > MaxName)
        return fail(Errc::BadInput, "an operator needs a name of 1 to 80 characters", "name", "write the name as colleagues know it");
    store::people::Operator person;
    const bool first = store::people::all(c.deed.tx).empty();
    for (const auto &known : store::people::all(c.deed.tx))
        if (QString::fromStdString(known.name).compare(name, Qt::CaseInsensitive) == 0)
            return fail(Errc::Conflict, "there is an operator of this name", "name", "add a second name or an initial");
    person.id = c.deed.studio.ids.make("op");
    person.name = name.toStdString();
    person.initials = command.initials.trimmed().isEmpty() ? initialsOf(name) : command.initials.trimmed().left(3).toUpper().toStdString();
    person.role = int(first ? api::Role::Admin : command.role);
    person.createdAt = c.deed.now;
    if (!command.pin.isEmpty()) {
        if (command.pin.size() < 4)
            return fail(Errc::BadInput, "the PIN is too short", "pin", "use at least 4 digits, or none");
        person.pin = hashPin(command.pin.toStdString());
    }
    store::people::add(c.deed.tx, person);
    note(c.deed, {"operator.added", "operator", person.id, person.name + " works at this desk", {}, {}, {}, {{"role", roleName(api::Role(person.role)).toStdString()}}});
    api::Receipt receipt{q(person.id), QStringLiteral("added"), {}};
    receipt.data[QStringLiteral("name")] = q(person.name);
    receipt.data[QStringLiteral("initials")] = q(person.initials);
    receipt.data[QStringLiteral("role")] = person.role;
    return receipt;
}

Result<api::Receipt> run(CommandContext &c, const api::SignIn &command)
{
    const auto person = store::people::find(c.deed.tx, command.operatorId.toStdString());
    if (!person)
        return fail(Errc::NotFound, "there is no operator \"" + command.operatorId.toStdString() + "\"");
    if (!person->pin.empty() && !pinMatches(person->pin, command.pin.toStdString()))
        return fail(Errc::Unauthorized, "the PIN is not right", "pin", "try again");
    store::people::setPresent(c.deed.tx, person->id, c.deed.now + PresentFor);
    note(c.deed, {"operator.signed_in", "operator", person->id, person->name + " sat down at the desk", {}, {}, {}, Json::object()});
    api::Receipt receipt{command.operatorId, QStringLiteral("signed in"), {}};
    receipt.data[QStringLiteral("name")] = q(person->name);
    receipt.data[QStringLiteral("initials")] = q(person->initials);
    receipt.data[QStringLiteral("role")] = person->role;
    return receipt;
}

Result<api::Receipt> run(CommandContext &c, const api::Announce &command)
{
    const auto id = command.operatorId.toStdString();
    if (!store::people::find(c.deed.tx, id))
        return fail(Errc::NotFound, "there is no operator \"" + id + "\"");
    store::people::setPresent(c.deed.tx, id, c.deed.now + PresentFor);
    return api::Receipt{command.operatorId, QStringLiteral("present"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::CreateApiKey &command)
{
    const auto name = command.name.simplified();
    if (name.isEmpty() || name.size() > MaxName)
        return fail(Errc::BadInput, "a key needs a name of 1 to 80 characters", "name", "name it after the program that uses it");
    // 256 bits of randomness need no slow hash: guessing is hopeless either way.
    const auto key = "hsk_" + crypto::toBase64Url(crypto::randomBytes(32));
    store::people::ApiKey row;
    row.name = name.toStdString();
    row.hash = crypto::toHex(crypto::sha256(key));
    row.role = int(command.role);
    row.createdAt = c.deed.now;
    if (!store::people::addKey(c.deed.tx, row))
        return fail(Errc::Conflict, "there is a key of this name", "name", "revoke it first, or choose another name");
    note(c.deed, {"api_key.created", "api_key", row.name, "API key \"" + row.name + "\" made", {}, {}, {}, {{"role", roleName(command.role).toStdString()}}});
    api::Receipt receipt{q(row.name), QStringLiteral("made; the key is shown this once"), {}};
    receipt.data[QStringLiteral("key")] = q(key);
    return receipt;
}

Result<api::Receipt> run(CommandContext &c, const api::RevokeApiKey &command)
{
    const auto name = command.name.toStdString();
    if (!store::people::revokeKey(c.deed.tx, name, c.deed.now))
        return fail(Errc::NotFound, "there is no valid key \"" + name + "\"", "name", "see the keys in Settings");
    note(c.deed, {"api_key.revoked", "api_key", name, "API key \"" + name + "\" revoked", {}, {}, {}, Json::object()});
    return api::Receipt{command.name, QStringLiteral("revoked"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::PauseSource &command)
{
    const auto name = command.name.toStdString();
    if (!c.sources.find(name) && name != NotionHub)
        return fail(Errc::NotFound, "there is no source \"" + name + "\"", "name");
    store::people::setSourcePaused(c.deed.tx, name, command.paused);
    note(c.deed, {command.paused ? "source.paused" : "source.resumed", "integration", name, name + (command.paused ? " paused" : " resumed"), {}, {}, {}, Json::object()});
    return api::Receipt{command.name, command.paused ? QStringLiteral("paused") : QStringLiteral("resumed"), {}};
}

Result<api::Receipt> run(CommandContext &, const api::ChangeSettings &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::SetSecret &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::RemoveSecret &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::CheckIntegration &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::AddKnowledgeSource &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::AddKnowledgeDocument &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::RemoveKnowledgeSource &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::RemoveKnowledgeDocument &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::RestoreKnowledgeSource &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::RefreshKnowledge &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::PauseKnowledge &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::StopThinking &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::DecideToolRequest &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::BackUpNow &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::PublishDefinition &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::RetireDefinition &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::ConnectNotion &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::SyncNotionNow &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::DecideNotionGone &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::RehearseNotion &)
{
    return ofTheHost();
}
Result<api::Receipt> run(CommandContext &, const api::ReadRecordText &)
{
    return ofTheHost();
}

} // namespace hs::runtime::commands
