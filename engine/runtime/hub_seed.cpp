#include "engine/runtime/hub_seed.h"

#include <spdlog/spdlog.h>

#include "engine/records/validate.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/record_desk.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::seed {

namespace {

std::string shippedKey(std::string_view database, std::string_view key)
{
    return "hub.shipped." + std::string(database) + "." + std::string(key);
}

/// The fields in the form that is stored.
Result<Json> storedForm(const Deed &deed, const Seed &seed)
{
    const auto database = deed.studio.hub.find(seed.database);
    if (!database)
        return tl::make_unexpected(database.error());
    auto probe = **database; // what is required stands in the record already when it is not among the fields
    for (auto &property : probe.properties)
        property.required = property.required && seed.make;
    const auto normal = records::normalise(probe, Json::object(), seed.fields, records::WriteMode::Create, records::Writer::Engine);
    if (!normal)
        return normal;
    Json stored = Json::object();
    for (const auto &[property, value] : seed.fields.items())
        if (normal->contains(property))
            stored[property] = (*normal)[property];
    return stored;
}

/// What is to be written so that the record has the new where it had the old.
Json changes(const Json &record, const Json &before, const Json &now)
{
    Json patch = Json::object();
    for (const auto &[property, value] : now.items())
        if (member(record, property) == member(before, property) && member(record, property) != value)
            patch[property] = value;
    for (const auto &[property, value] : before.items())
        if (!now.contains(property) && member(record, property) == value)
            patch[property] = nullptr;
    return patch;
}

} // namespace

Json shippedFields(const store::ReadSql &sql, std::string_view database, std::string_view key)
{
    const auto kept = store::meta::get(sql, shippedKey(database, key));
    return kept ? parseJson(*kept).value_or(Json()) : Json();
}

Result<void> plant(Deed &deed, const Seed &seed)
{
    const auto stored = storedForm(deed, seed);
    if (!stored)
        return tl::make_unexpected(stored.error());
    const auto kept = dump(*stored);
    const auto before = store::meta::get(deed.tx, shippedKey(seed.database, seed.key));
    if (before && *before == kept)
        return {};
    hub::Write write;
    write.database = seed.database;
    write.writer = records::Writer::Engine;
    const auto id = mirror::known(deed.tx, seed.database, seed.key);
    const auto record = id ? store::records::find(deed.tx, seed.database, *id) : std::nullopt;
    if (record) {
        write.id = record->id;
        write.fields = changes(record->fields, before ? parseJson(*before).value_or(Json::object()) : Json::object(), *stored);
    } else if (!id && seed.make) {
        write.mode = records::WriteMode::Create;
        write.fields = *stored;
    } else {
        return {}; // deleted, or not there yet
    }
    if (!write.fields.empty()) {
        const auto written = hub::write(deed, write);
        if (!written)
            return tl::make_unexpected(written.error());
        if (!id)
            store::meta::set(deed.tx, "hub." + seed.database + "." + seed.key, written->id);
    }
    store::meta::set(deed.tx, shippedKey(seed.database, seed.key), kept);
    return {};
}

void plantAll(Deed &deed, const std::vector<Seed> &seeds)
{
    for (const auto &seed : seeds)
        if (const auto planted = deed.tx.part<void>([&] { return plant(deed, seed); }); !planted)
            spdlog::error("{}/{} that ships cannot be written: {}", seed.database, seed.key, describe(planted.error()));
}

} // namespace hs::runtime::seed
