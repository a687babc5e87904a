#pragma once

#include <QString>

#include "engine/api/values.h"

namespace hs::ui {

/// One or two letters for an avatar: "Priya Raman" → "PR". Empty for an empty name.
[[nodiscard]] QString initialsOf(const QString &name);
/// "You" where `id` is the caller's, else the name.
[[nodiscard]] QString personName(const QString &id, const QString &name, const api::Caller &caller);
[[nodiscard]] QString roleName(api::Role role);
/// What a role may do, one sentence.
[[nodiscard]] QString roleSentence(api::Role role);

} // namespace hs::ui
