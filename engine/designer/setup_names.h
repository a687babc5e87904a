#pragma once

#include <string>
#include <vector>

#include "engine/api/designer.h"
#include "engine/designer/definition_source.h"

namespace hs::designer {

/// The member of `setup` that holds names of a kind: "guards".
[[nodiscard]] const char *memberOf(api::SetupKind kind);

/// A place in the text that uses a name of `setup`.
struct NameUse {
    std::string pointer;
    bool key = false; ///< the member's key is the name, else its value
};
/// All that use a guard, an action, a delay or an actor (there: the tasks that it does), in no order.
[[nodiscard]] std::vector<NameUse> usesOf(const DefinitionSource &source, api::SetupKind kind, const std::string &name);

} // namespace hs::designer
