#include "engine/runtime/flow_missing.h"

#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/flow_operators.h"
#include "engine/runtime/troubles.h"

namespace hs::runtime::flow {

namespace table = store::workflows;

namespace {

/// The error of such an instance, which tells it from one that a person paused.
std::string missingText(std::string_view definition, std::string_view version)
{
    return "definition " + std::string(definition) + " " + std::string(version) + " is not loaded";
}

} // namespace

bool awaitDefinition(Deed &deed, Instance &instance)
{
    if (instance.status != table::Status::Running || instance.ending || deed.studio.shelf.find(instance.definition, instance.version))
        return false;
    const auto why = missingText(instance.definition, instance.version);
    Deed engine{deed.tx, deed.studio, deed.now, instance.correlation, deed.cause, engineActor()};
    if (!pause(engine, instance.id, why))
        return false;
    instance = table::find(deed.tx, instance.id).value_or(instance);
    instance.error = why;
    table::update(deed.tx, instance);
    troubles::failed(engine, {"workflow:" + instance.definition, std::string(troubles::DefinitionFault), why, instance.version,
                              "its instances are paused; they go on by themselves when it is loaded again",
                              "put its file back into the workflows folder, or publish a version that the program understands and migrate them"});
    return true;
}

Result<Awaited> definitionIsBack(Deed &deed, std::string_view definition)
{
    bool still = false;
    int room = MostAtOnce;
    for (const auto &version : table::versionsPaused(deed.tx, definition)) {
        const auto why = missingText(definition, version);
        const auto waiting = table::pausedBecause(deed.tx, definition, version, why, room);
        if (!deed.studio.shelf.find(definition, version)) {
            still = still || !waiting.empty();
            continue;
        }
        for (const auto &id : waiting)
            HS_TRY(resume(deed, id, "the definition is loaded again"));
        room -= int(waiting.size());
        if (room <= 0)
            return Awaited::More;
    }
    return still ? Awaited::Still : Awaited::Nothing;
}

} // namespace hs::runtime::flow
