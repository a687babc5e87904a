#include "engine/runtime/audit_trail.h"

#include "engine/store/tables/audit.h"

namespace hs::runtime {

Json toJson(const std::vector<agents::Evidence> &evidence)
{
    Json list = Json::array();
    for (const auto &piece : evidence)
        list.push_back({{"text", piece.text}, {"ref", piece.ref}});
    return list;
}

void note(Deed &deed, const AuditNote &note)
{
    store::audit::Entry entry;
    entry.at = deed.now;
    entry.actorKind = deed.actor.kind;
    entry.actor = deed.actor.id;
    entry.actorName = deed.actor.name;
    entry.action = note.action;
    entry.objectKind = note.objectKind;
    entry.object = note.object;
    entry.summary = note.summary;
    entry.reason = note.reason;
    entry.rule = note.rule;
    entry.evidence = toJson(note.evidence);
    entry.correlation = deed.correlation;
    entry.data = note.data;
    store::audit::append(deed.tx, entry);
}

} // namespace hs::runtime
