#pragma once

#include <string>

#include "engine/settings/secrets.h"

namespace hs::app {

/// Gives each source of the demo a secret of its own in the environment of the demo's host, made at random at
/// each start, unless the person has set one.
void addDemoSecrets(settings::Variables &environment);
[[nodiscard]] std::string demoSecret(std::string_view source);

} // namespace hs::app
