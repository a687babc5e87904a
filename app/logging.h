#pragma once

#include <filesystem>
#include <string>

namespace hs::app {

/// Logs to stderr and to rotating JSON-lines files in `<data-dir>/logs/` (10 MB, 7 files).
void startLogging(const std::filesystem::path &dataDir, const std::string &level);

} // namespace hs::app
