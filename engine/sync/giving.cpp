#include "engine/sync/giving.h"

#include <algorithm>

#include "engine/store/tables/record_texts.h"
#include "engine/sync/taking.h"

namespace hs::sync {

namespace table = store::notion;

namespace {

/// What Notion cannot hold, or holds in another form than it was given, is not sent again until it changes.
void accept(store::Transaction &tx, const Setting &setting, const Outgoing &sent, std::set<std::string> &left)
{
    const auto record = store::records::find(tx, setting.database.key, sent.record);
    auto link = table::link(tx, sent.record);
    if (!record || !link)
        return;
    Json known = link->base.value_or(record->fields);
    const auto settle = [&](const std::string &name) {
        setValue(known, name, valueOf(record->fields, name));
        left.erase(name);
    };
    for (const auto &[name, why] : sent.unfit) {
        link->foreign[name] = {{"raw", ""}, {"why", why}};
        settle(name);
    }
    for (const auto &name : sent.dead)
        settle(name);
    for (const auto &[name, value] : sent.fields.items()) {
        if (!left.contains(name) || valueOf(record->fields, name) != value)
            continue;
        link->foreign[name] = {{"raw", ""}, {"why", "Notion holds it in another form"}};
        settle(name);
    }
    link->base = baseUnlessAlike(setting, known, record->fields);
    table::putLink(tx, *link);
}

/// Its relations wait for pages that are not made yet; when they have come meanwhile, it goes once more.
void waitOrRepeat(store::Transaction &tx, const Outgoing &sent)
{
    const bool waits = std::any_of(sent.waitsFor.begin(), sent.waitsFor.end(), [&](const auto &target) { return !table::pageOfRecord(tx, target); });
    const auto item = table::item(tx, sent.record);
    if (!waits || !item || item->version != sent.version) {
        (void)table::settled(tx, sent.record, -1); // as it now is
        return;
    }
    for (const auto &target : sent.waitsFor)
        table::waitFor(tx, target, sent.record);
    table::waitForLinks(tx, sent.record);
}

} // namespace

Result<Outgoing> outgoing(const store::ReadSql &sql, const Setting &setting, const notion::PropertyMap &map, const table::Item &item, const std::string &lastSynced)
{
    Outgoing out;
    out.record = item.record;
    out.version = item.version;
    out.values = Json::object();
    out.fields = Json::object();
    const auto record = store::records::find(sql, item.db, item.record);
    auto link = table::link(sql, item.record);
    if (link)
        out.page = link->page;
    if (record && link && link->trashed)
        link.reset(); // it came back here alone: it gets a new page
    if (!record) {
        out.what = link && !link->trashed ? Outgoing::What::Trash : !link && item.asked ? Outgoing::What::Find : Outgoing::What::Nothing;
        return out;
    }
    if (!link && item.asked) {
        out.what = Outgoing::What::Find;
        return out;
    }
    const bool create = !link;
    const Json base = create ? Json::object() : link->base.value_or(record->fields);
    const StoreDirectory directory(sql, setting.users);
    out.shared = false;
    for (const auto *property : setting.compared.properties) {
        const auto &name = property->name;
        const auto *slot = map.slotOf(name);
        const Json &value = valueOf(record->fields, name);
        if (!slot || !slot->writable || same(*property, value, valueOf(base, name)))
            continue;
        // Pages and people that nobody here knows stay in the list.
        std::vector<std::string> keep;
        if (link && link->open.is_object())
            for (const auto &id : textList(member(link->open, name)))
                if (!mineOf(directory, *property, id))
                    keep.push_back(id);
        const auto written = notion::toNotion(*property, value, directory, keep);
        if (written.kind == notion::Written::Kind::ReadOnly)
            continue;
        if (written.kind == notion::Written::Kind::Unfit) {
            out.unfit[name] = written.why;
            continue;
        }
        out.shared = out.shared || isShared(*property);
        Json given = value;
        if (written.kind == notion::Written::Kind::Waits) {
            for (const auto &id : written.unresolved) {
                if (property->type == records::PropertyType::Relation && store::records::findAny(sql, id))
                    out.waitsFor.push_back(id);
                else
                    out.dead.insert(name); // a record that is gone, a person whom Notion does not know
                given.erase(std::remove(given.begin(), given.end(), Json(id)), given.end());
            }
            if (same(*property, given.empty() ? Json() : given, valueOf(base, name)) && !out.dead.contains(name))
                continue; // nothing new can be said yet
        }
        out.values[slot->id] = written.value;
        out.fields[name] = given;
    }
    if (out.values.empty() && !create) {
        out.what = Outgoing::What::Nothing;
        return out;
    }
    const Json drawn = setting.writer.drawn(sql, *record);
    for (const auto &[name, value] : drawn.items())
        if (const auto *slot = map.slotOf(name))
            if (const auto written = notion::toNotion(*slot->property, value, directory); !written.value.is_null())
                out.values[slot->id] = written.value;
    if (const auto *slot = map.slotOf(LastSynced))
        out.values[slot->id] = notion::toNotion(*slot->property, lastSynced, directory).value;
    out.what = create ? Outgoing::What::Create : Outgoing::What::Patch;
    return out;
}

Result<void> confirm(store::Transaction &tx, const Setting &setting, const Outgoing &sent, const Remote &answer)
{
    auto link = table::link(tx, sent.record);
    const bool isNew = !link || link->trashed;
    const auto record = store::records::find(tx, setting.database.key, sent.record);
    if (isNew)
        link = table::Link{sent.record, setting.database.key, answer.page.id, answer.page.editedAt, Json::object(), {}, {}, {}, false};
    Json base = link->base ? *link->base : record ? record->fields : Json::object();
    for (const auto &[name, value] : sent.fields.items())
        setValue(base, name, value.is_array() && value.empty() ? Json() : value);
    link->base = base;
    table::putLink(tx, *link);
    if (isNew) {
        announce(tx, setting, answer.page.id, sent.record);
        store::texts::toNewPage(tx, sent.record, setting.now);
    }
    if (!record) // removed meanwhile: the trigger has put it into the queue as that
        return {};
    const auto taken = take(tx, setting, answer);
    if (!taken)
        return tl::make_unexpected(taken.error());
    auto left = taken->toWrite;
    accept(tx, setting, sent, left);
    if (left.empty()) {
        table::drop(tx, sent.record);
        return {};
    }
    waitOrRepeat(tx, sent);
    return {};
}

Result<void> settleWithout(store::Transaction &tx, const Setting &setting, const Outgoing &nothing)
{
    const auto item = table::item(tx, nothing.record);
    if (!item || item->version != nothing.version)
        return {}; // it changed meanwhile and is looked at again
    std::set<std::string> left;
    accept(tx, setting, nothing, left);
    if (nothing.waitsFor.empty())
        table::drop(tx, nothing.record);
    else
        waitOrRepeat(tx, nothing);
    return {};
}

} // namespace hs::sync
