#pragma once

#include <memory>

#include "engine/services/source.h"

/// Makers of the sources, one a file. Inside of this folder only.
namespace hs::services {

[[nodiscard]] std::unique_ptr<const Source> makeTypeform();
[[nodiscard]] std::unique_ptr<const Source> makeWebsiteForm();
[[nodiscard]] std::unique_ptr<const Source> makeWoocommerce();
[[nodiscard]] std::unique_ptr<const Source> makeStripe();
[[nodiscard]] std::unique_ptr<const Source> makePipit();
[[nodiscard]] std::unique_ptr<const Source> makeBeehiiv();
[[nodiscard]] std::unique_ptr<const Source> makeNotion();
[[nodiscard]] std::unique_ptr<const Source> makeStandardWebhooks();
[[nodiscard]] std::unique_ptr<const Source> makeGeneric();

} // namespace hs::services
