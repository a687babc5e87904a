#pragma once

#include "engine/runtime/workflow_desk.h"

/// Instances whose definition is not loaded, because the program no longer understands it. No step can be taken with them, so they
/// are paused by the engine: their timers, tasks and inputs wait in order (D14), hold up nobody else, and nothing is lost. There is
/// one trouble for each definition; when it is loaded again, all of them go on and the trouble is over (troubles.h).
namespace hs::runtime::flow {

/// True when the instance runs and cannot take a step; it is paused then.
bool awaitDefinition(Deed &deed, Instance &instance);

/// Lets instances of the definition go on whose version is loaded again, at most MostAtOnce.
inline constexpr int MostAtOnce = 500;
enum class Awaited {
    Nothing, ///< none waits any more
    More,    ///< others can go on at once
    Still,   ///< those that are left have no definition yet
};
Result<Awaited> definitionIsBack(Deed &deed, std::string_view definition);

} // namespace hs::runtime::flow
