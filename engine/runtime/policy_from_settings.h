#pragma once

#include <memory>

#include "engine/runtime/studio.h"
#include "engine/settings/settings.h"

namespace hs::runtime {

class Vault;

/// The studio's settings as the engine uses them. What cannot be used is left at its default and named in `findings`.
[[nodiscard]] std::shared_ptr<const Policy> policyFrom(const settings::Settings &settings, const Vault &vault, bool offline, std::vector<Error> &findings);

} // namespace hs::runtime
