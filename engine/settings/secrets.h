#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/vocabulary/secret.h"

namespace hs::settings {

/// The process's environment, or a test's.
using Variables = std::map<std::string, std::string, std::less<>>;

/// The environment of this process. Call it before other threads start.
[[nodiscard]] Variables processEnvironment();

/// The secrets that the environment holds, by the names of interfaces.md §2
/// ("WEBHOOK_SECRET", "WEBHOOK_SECRET_TYPEFORM", "NOTION_API_TOKEN", …). Empty ones are left out.
[[nodiscard]] std::map<std::string, Secret, std::less<>> secretsOf(const Variables &environment);

/// Name of a source's own secret: "website-form" → "WEBHOOK_SECRET_WEBSITE_FORM".
[[nodiscard]] std::string webhookSecretName(std::string_view source);

/// Whether a secret can be kept under this name: capitals, digits and _, at most 80.
[[nodiscard]] bool isSecretName(std::string_view name);

/// For a key of console.json that holds a secret by its name: the variable to use
/// instead ("/receiver/sources/typeform/secret" → "WEBHOOK_SECRET_TYPEFORM").
/// Empty when the key does not look like a secret.
[[nodiscard]] std::string secretNameFor(std::string_view pointer);

} // namespace hs::settings
