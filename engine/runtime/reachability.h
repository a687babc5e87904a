#pragma once

#include <string>
#include <vector>

namespace hs::settings {
class Settings;
}

namespace hs::runtime {

class Vault;

/// Whether what is configured can be reached from here: one connection to each server, closed at once, nothing
/// sent. Answers a sentence for each that cannot. Waits a few seconds at most.
[[nodiscard]] std::vector<std::string> unreachable(const settings::Settings &settings, const Vault &vault);

} // namespace hs::runtime
