#include "engine/knowledge/folder_scan.h"

#include <algorithm>

#include "engine/documents/reading.h"

namespace hs::knowledge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t FoldersToWatch = 2'000;

bool passedOver(const fs::path &path)
{
    const auto name = path.filename().string();
    return name.empty() || name.front() == '.' || name.starts_with("~$") || name.ends_with("~");
}

Timestamp changedAt(fs::file_time_type at)
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(at));
}

std::optional<FileSeen> seen(const fs::path &path, const fs::path &root)
{
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error)
        return std::nullopt; // gone meanwhile
    const auto at = fs::last_write_time(path, error);
    if (error)
        return std::nullopt;
    FileSeen file;
    file.path = path;
    file.external = path == root ? path.filename().string() : path.lexically_relative(root).generic_string();
    file.mark = std::to_string(size) + "." + std::to_string(at.time_since_epoch().count());
    file.changedAt = changedAt(at);
    file.bytes = std::int64_t(size);
    return file;
}

} // namespace

Result<FolderSeen> scan(const fs::path &root, std::size_t limit, std::stop_token stop)
{
    std::error_code error;
    const auto status = fs::status(root, error);
    if (error || !fs::exists(status))
        return fail(Errc::NotFound, "it is not there", root.string(), "bring it back, or remove the source");
    FolderSeen found;
    if (!fs::is_directory(status)) {
        if (const auto file = seen(root, root))
            found.files.push_back(*file);
        return found;
    }
    fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, error);
    if (error)
        return fail(Errc::Forbidden, "it cannot be read: " + error.message(), root.string(), "give the console the right to read it");
    found.folders.push_back(root);
    for (; at != fs::recursive_directory_iterator() && !stop.stop_requested(); at.increment(error)) {
        if (error)
            break;
        std::error_code ignored; // what cannot be looked at is passed over
        const auto &path = at->path();
        if (passedOver(path)) {
            at.disable_recursion_pending();
            continue;
        }
        if (at->is_directory(ignored)) {
            if (at->is_symlink(ignored))
                at.disable_recursion_pending();
            else if (found.folders.size() < FoldersToWatch)
                found.folders.push_back(path);
            continue;
        }
        if (!at->is_regular_file(ignored) || !documents::readsName(path.filename().string()))
            continue;
        if (found.files.size() >= limit) {
            found.cut = true;
            break;
        }
        if (auto file = seen(path, root))
            found.files.push_back(std::move(*file));
    }
    if (error)
        return fail(Errc::Unavailable, "it could not be read to its end: " + error.message(), root.string(), "look whether its disk is well");
    std::sort(found.files.begin(), found.files.end(), [](const FileSeen &a, const FileSeen &b) { return a.external < b.external; });
    return found;
}

} // namespace hs::knowledge
