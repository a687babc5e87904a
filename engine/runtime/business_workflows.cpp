#include "engine/runtime/business_workflows.h"

#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/record_desk.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::businesses {

namespace {

constexpr std::string_view Registry = "business-entities-registry";
constexpr int Most = 500; // businesses of one network

std::string onceKey(const std::string &business)
{
    return "business.workflows." + business;
}

} // namespace

Json primaryWorkflows(const Deed &deed, std::string_view entityType)
{
    Json ids = Json::array();
    if (const auto *kind = deed.studio.agents.kinds().of(entityType))
        for (const auto &machine : kind->machines)
            if (const auto record = mirror::libraryRecordOf(deed.tx, machine))
                ids.push_back(*record);
    return ids;
}

Json given(Deed &deed, const std::string &business, std::string_view entityType)
{
    auto ids = primaryWorkflows(deed, entityType);
    if (!ids.empty())
        store::meta::set(deed.tx, onceKey(business), toRfc3339(deed.now));
    return ids;
}

Json withWorkflows(Deed &deed, const std::string &business, Json fields)
{
    auto ids = given(deed, business, text(fields, "Entity Type"));
    if (!ids.empty() && !fields.contains(Property))
        fields[Property] = std::move(ids);
    return fields;
}

Result<void> assignWorkflows(Deed &deed)
{
    store::records::Filter filter;
    filter.database = std::string(Registry);
    for (const auto &business : store::records::page(deed.tx, filter, {{}, Most}).rows) {
        if (store::meta::get(deed.tx, onceKey(business.id)))
            continue;
        const auto ids = given(deed, business.id, text(business.fields, "Entity Type"));
        if (ids.empty() || !member(business.fields, Property).empty())
            continue; // without any its kind has no definitions yet; the next time it may
        hub::Write write;
        write.database = std::string(Registry);
        write.id = business.id;
        write.writer = records::Writer::Engine;
        write.fields = {{Property, ids}};
        const auto record = hub::write(deed, write);
        if (!record)
            return tl::make_unexpected(record.error());
        note(deed, {"record.changed", "record", record->id, record->title + " works with " + std::to_string(ids.size()) + " workflows", "by the kind of business", {}, {}, Json::object()});
    }
    return {};
}

} // namespace hs::runtime::businesses
