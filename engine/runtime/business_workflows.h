#pragma once

#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

/// Which workflow definitions a business works with, by its kind: Primary Workflows of Business Entities Registry.
namespace hs::runtime::businesses {

/// Records of the Workflows Library for the machines of this entity type, in the order of the kind; those that have
/// no record yet are left out.
[[nodiscard]] Json primaryWorkflows(const Deed &deed, std::string_view entityType);

/// The relation that holds them.
inline constexpr const char *Property = "Primary Workflows";
/// Those that a business gets which names none; it does not get them a second time.
[[nodiscard]] Json given(Deed &deed, const std::string &business, std::string_view entityType);
/// The fields of a business that is created, completed by its Primary Workflows where they name none.
[[nodiscard]] Json withWorkflows(Deed &deed, const std::string &business, Json fields);

/// Gives every business that never had them its Primary Workflows. What a person chose or cleared stays.
Result<void> assignWorkflows(Deed &deed);

} // namespace hs::runtime::businesses
