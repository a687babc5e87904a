#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/runtime/engine_host.h"

/// The whole hub as files, for keeping and for other programs, and back. Works beside a running console (export), or has the folder
/// for itself (import). Secrets and the engine's own tables are not among it.
///
/// jsonl: DATABASE.jsonl, a line a record: {"id", "created_at", "updated_at", "updated_by", "fields", "content",
///        "notion": {"page", "url", "extra"}}.
/// csv:   DATABASE.csv after RFC 4180, UTF-8: "id", one column a property, "Page content", then those that people added in Notion; lists joined by "; ".
/// manifest.json names format, version, time and how many records each file has.
namespace hs::runtime {

enum class ArchiveFormat { JsonLines, Csv };

struct ArchiveReport {
    std::int64_t records = 0;          ///< written
    std::int64_t unchanged = 0;        ///< import: were as in the file already
    std::vector<std::string> findings; ///< import: "contacts-profiles.jsonl:12: what", the line was left out
};
/// Fails with Conflict when the folder has files already, with Unavailable or StorageFull when it cannot be written.
[[nodiscard]] Result<ArchiveReport> exportHub(const HostOptions &options, ArchiveFormat format, const std::filesystem::path &folder);
/// Reads every DATABASE.jsonl of the folder. A record that exists gets the file's fields, one that does not is made with its id; agents
/// are not told. A line that does not fit is a finding, the others are taken. Fails with NotFound when there is nothing to read.
[[nodiscard]] Result<ArchiveReport> importHub(const HostOptions &options, const std::filesystem::path &folder);

} // namespace hs::runtime
