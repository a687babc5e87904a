#include "engine/sync/understanding.h"

#include <algorithm>

namespace hs::sync {

Understood understand(const Remote &remote, const Setting &setting, Json values)
{
    Understood u;
    u.fields = std::move(values);
    for (const auto &name : remote.page.absent)
        u.unknown.insert(name);
    for (const auto &note : remote.page.notes) {
        if (!note.property)
            continue;
        const auto &name = note.property->name;
        if (note.reading.derived)
            u.fields.erase(name);
        if (note.reading.foreign) {
            u.foreign[name] = {{"raw", note.reading.raw}, {"why", note.reading.why}};
            u.unknown.insert(name);
        }
        if (note.reading.truncated && !remote.links.contains(name))
            u.unknown.insert(name);
    }
    for (const auto &name : setting.compared.others)
        u.fields.erase(name);
    for (const auto &extra : remote.page.extras)
        u.extra[extra.name] = extra.raw;
    return u;
}

void resolveLink(Understood &u, const records::Property &property, const std::vector<std::string> &ids, const Setting &setting, const notion::Directory &directory)
{
    Json known = Json::array();
    for (const auto &id : ids)
        if (const auto mine = mineOf(directory, property, id))
            known.push_back(*mine);
    if (known.size() < ids.size())
        u.open[property.name] = ids;
    if (isKept(setting, property.name))
        setValue(u.fields, property.name, known.empty() ? Json() : known);
}

void resolveLinks(Understood &u, const Remote &remote, const Setting &setting, const notion::Directory &directory)
{
    for (const auto &[name, ids] : remote.links)
        if (const auto *property = setting.database.find(name))
            resolveLink(u, *property, ids, setting, directory);
}

bool isKept(const Setting &setting, const std::string &property)
{
    const auto &others = setting.compared.others;
    return std::find(others.begin(), others.end(), property) == others.end();
}

Json orNothing(Json object)
{
    return object.empty() ? Json() : object;
}

} // namespace hs::sync
