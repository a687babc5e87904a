#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/result.h"

namespace hs::knowledge {

struct FileSeen {
    std::filesystem::path path;
    std::string external; ///< path below the root, "/" between
    std::string mark;     ///< size and time of the last change
    Timestamp changedAt{};
    std::int64_t bytes = 0;
};
struct FolderSeen {
    std::vector<FileSeen> files;                  ///< of kinds that are read, by path
    std::vector<std::filesystem::path> folders;   ///< the first of them, for a watcher
    bool cut = false;                             ///< there are more files than `limit`
};

/// What lies in a folder and below, or a file alone. Hidden files and folders, links to folders and the companions of office programs ("~$…", ".#…") are passed over.
/// NotFound when it is not there, Forbidden when it may not be read. A folder below that may not be read is passed over.
[[nodiscard]] Result<FolderSeen> scan(const std::filesystem::path &root, std::size_t limit, std::stop_token stop);

} // namespace hs::knowledge
