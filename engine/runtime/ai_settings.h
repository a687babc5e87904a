#pragma once

#include "engine/ai/masking.h"
#include "engine/ai/router.h"
#include "engine/runtime/studio.h"
#include "engine/settings/settings.h"

namespace hs::runtime {

class Vault;

/// The studio's settings and secrets as the router of models takes them. A provider without a key (a local one without an
/// address) is none.
[[nodiscard]] ai::RouterConfig routerConfigFrom(const settings::Settings &settings, const Vault &vault, double pace);
/// What agents that think may use up, and what may leave.
[[nodiscard]] Policy::Thinking thinkingFrom(const settings::Settings &settings, const Vault &vault, bool offline);

/// What of a business may leave: what it says itself, else what counts for all.
[[nodiscard]] const ai::PrivacyPolicy &privacyOf(const Policy::Thinking &thinking, const std::string &entity);

/// Secret that holds a provider's key: "openai" → "OPENAI_API_KEY"; several keys are told apart by commas.
[[nodiscard]] std::string_view keyNameOf(std::string_view provider);
/// All providers there may be, in the order of the settings window.
[[nodiscard]] const std::vector<std::string> &providerNames();

} // namespace hs::runtime
