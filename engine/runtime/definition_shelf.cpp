#include "engine/runtime/definition_shelf.h"

#include <algorithm>
#include <utility>

#include "engine/runtime/door_rows.h"
#include "engine/workflow/semver.h"

namespace hs::runtime {

namespace {

/// The child of the root that holds a state.
const workflow::State &topOf(const workflow::Definition &definition, const workflow::State &state)
{
    const auto *here = &state;
    while (here->parent != workflow::NoState && here->parent != 0)
        here = &definition.state(here->parent);
    return *here;
}

std::string columnKey(const workflow::Definition &definition, workflow::StateIndex index)
{
    const auto named = definition.columnOf(index);
    return named.empty() ? topOf(definition, definition.state(index)).key : named;
}

/// "grace_review" as people read it: "Grace review".
std::string readable(std::string key)
{
    std::replace(key.begin(), key.end(), '_', ' ');
    if (!key.empty() && key.front() >= 'a' && key.front() <= 'z')
        key.front() = char(key.front() - 32);
    return key;
}

} // namespace

DefinitionShelf::Copy *DefinitionShelf::findCopy(std::string_view id, std::string_view version)
{
    return const_cast<Copy *>(std::as_const(*this).findCopy(id, version));
}

const DefinitionShelf::Copy *DefinitionShelf::findCopy(std::string_view id, std::string_view version) const
{
    const auto found = m_byId.find(id);
    if (found == m_byId.end())
        return nullptr;
    const auto &copies = found->second;
    const auto copy = std::find_if(copies.begin(), copies.end(), [&](const Copy &one) { return one.definition->version() == version; });
    return copy == copies.end() ? nullptr : &*copy;
}

DefinitionShelf::Handle DefinitionShelf::highest(const std::vector<Copy> &copies, bool retiredToo)
{
    const auto found = std::find_if(copies.begin(), copies.end(), [&](const Copy &copy) { return retiredToo || !copy.retired; });
    return found == copies.end() ? nullptr : found->definition;
}

void DefinitionShelf::add(Handle definition, bool retired)
{
    const std::lock_guard lock(m_mutex);
    auto &copies = m_byId[definition->id()];
    if (copies.empty())
        m_order.push_back(definition->id());
    if (auto *known = findCopy(definition->id(), definition->version())) {
        *known = {std::move(definition), retired};
        return;
    }
    const auto place = std::find_if(copies.begin(), copies.end(), [&](const Copy &copy) {
        return workflow::compareVersions(copy.definition->version(), definition->version()) <= 0;
    });
    copies.insert(place, {std::move(definition), retired});
}

void DefinitionShelf::setRetired(std::string_view id, std::string_view version, bool retired)
{
    const std::lock_guard lock(m_mutex);
    if (auto *known = findCopy(id, version))
        known->retired = retired;
}

bool DefinitionShelf::isRetired(std::string_view id, std::string_view version) const
{
    const std::lock_guard lock(m_mutex);
    const auto *known = findCopy(id, version);
    return known && known->retired;
}

DefinitionShelf::Handle DefinitionShelf::find(std::string_view id, std::string_view version) const
{
    const std::lock_guard lock(m_mutex);
    const auto *known = findCopy(id, version);
    return known ? known->definition : nullptr;
}

DefinitionShelf::Handle DefinitionShelf::latest(std::string_view id) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : highest(found->second, false);
}

DefinitionShelf::Handle DefinitionShelf::shown(std::string_view id) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_byId.find(id);
    if (found == m_byId.end())
        return nullptr;
    auto current = highest(found->second, false);
    return current ? current : highest(found->second, true);
}

std::vector<DefinitionShelf::Handle> DefinitionShelf::versions(std::string_view id) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Handle> versions;
    if (const auto found = m_byId.find(id); found != m_byId.end())
        for (const auto &copy : found->second)
            versions.push_back(copy.definition);
    return versions;
}

std::vector<DefinitionShelf::Handle> DefinitionShelf::all() const
{
    std::vector<std::string> order;
    {
        const std::lock_guard lock(m_mutex);
        order = m_order;
    }
    std::vector<Handle> all;
    for (const auto &id : order)
        all.push_back(shown(id));
    return all;
}

std::vector<api::ColumnInfo> columnsOf(const workflow::Definition &definition)
{
    std::vector<api::ColumnInfo> columns;
    for (const auto index : definition.root().children) {
        const auto &state = definition.state(index);
        if (state.type == workflow::StateType::History)
            continue;
        const auto key = columnKey(definition, index);
        const bool known = std::any_of(columns.begin(), columns.end(), [&](const auto &column) { return column.key == rows::q(key); });
        if (known)
            continue;
        api::ColumnInfo column;
        column.key = rows::q(key);
        column.title = rows::q(key == state.key ? readable(key) : key);
        column.limit = int(integer(Json(state.meta), "limit"));
        column.final = state.type == workflow::StateType::Final;
        columns.push_back(std::move(column));
    }
    return columns;
}

std::string definitionTitle(const workflow::Definition &definition)
{
    return text(Json(definition.meta()), "title", definition.id());
}

std::string columnOf(const workflow::Definition &definition, const workflow::Snapshot &snapshot)
{
    if (snapshot.active.empty())
        return {};
    const auto *state = definition.find(snapshot.active.front());
    return state ? columnKey(definition, state->index) : std::string();
}

std::string tagsOf(const workflow::Definition &definition, const workflow::Snapshot &snapshot)
{
    std::vector<const workflow::State *> around; // the active leaves and all that contain them
    for (const auto &id : snapshot.active) {
        for (const auto *state = definition.find(id); state != nullptr; state = state->parent == workflow::NoState ? nullptr : &definition.state(state->parent))
            if (std::find(around.begin(), around.end(), state) == around.end())
                around.push_back(state);
    }
    std::stable_sort(around.begin(), around.end(), [](const auto *a, const auto *b) { return a->depth > b->depth; });
    std::vector<std::string> tags;
    std::string lines;
    for (const auto *state : around) {
        for (auto tag : state->tags) {
            std::replace(tag.begin(), tag.end(), '\n', ' ');
            if (tag.empty() || std::find(tags.begin(), tags.end(), tag) != tags.end())
                continue;
            lines += (lines.empty() ? "" : "\n") + tag;
            tags.push_back(std::move(tag));
        }
    }
    return lines;
}

std::string stateText(const workflow::Definition &definition, const workflow::Snapshot &snapshot)
{
    std::string text;
    for (const auto &id : snapshot.active) {
        const auto *state = definition.find(id);
        text += (text.empty() ? "" : " + ") + (state ? state->path : id);
    }
    return text;
}

std::vector<api::LegalMove> movesOf(const workflow::Definition &definition, const workflow::Snapshot &snapshot)
{
    std::vector<api::LegalMove> moves;
    for (const auto &event : definition.legalEvents(snapshot.active)) {
        // Wildcards are not events that a person could send.
        if (event.targets.empty() || event.descriptor.find('*') != std::string::npos)
            continue;
        const auto *target = definition.find(event.targets.front());
        if (!target)
            continue;
        api::LegalMove move;
        move.event = rows::q(event.descriptor);
        move.target = rows::q(target->path);
        move.column = rows::q(columnKey(definition, target->index));
        move.guarded = event.guarded;
        move.guard = rows::q(event.guard);
        moves.push_back(std::move(move));
    }
    return moves;
}

} // namespace hs::runtime
