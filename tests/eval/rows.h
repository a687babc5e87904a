#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

// Labelled examples as they stand in the files: one JSON object a line.
namespace hs::eval {

struct Row {
    std::string id;
    std::string place; ///< "requests/gallery.jsonl:12"
    bool heldOut = false;
    Json data;
};

/// Three rows of ten are kept apart: the first byte of the SHA-256 of the id is below 77. Nobody can shift it without
/// renaming the row.
[[nodiscard]] bool isHeldOut(std::string_view id);

/// Rows of a file, or of all *.jsonl of a folder in the order of their names. Fails with BadInput for a line that is no
/// object, without an id, or with an id that was there before.
[[nodiscard]] Result<std::vector<Row>> readRows(const std::filesystem::path &path);

/// A whole file; fails with NotFound.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path &path);

} // namespace hs::eval
