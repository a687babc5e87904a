#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/result.h"

/// The data that ships inside the program. Paths are relative to the folder
/// `resources/` ("hub/contacts-profiles.json", "icons/sun.svg"); in Qt the same
/// file is ":/hub/contacts-profiles.json". All functions: any thread.
namespace hs::resources {

/// Makes the data known to Qt. Call it once, first thing in `main` (of a test
/// too); calling it again does no harm. `read` and `list` call it themselves.
void init();

/// The bytes of a file. Fails with NotFound when there is none of that name.
[[nodiscard]] Result<std::string> read(std::string_view path);

/// The sentence encoder's weights as they lie in the program, which they are never copied out of. Fails as `read` does.
[[nodiscard]] Result<std::string_view> sentenceModel();
/// The general subjects of embedding::GeneralSubjects, likewise.
[[nodiscard]] Result<std::string_view> generalSubjects();

/// The files of a folder as paths that `read` takes, sorted; empty when there is no such folder.
[[nodiscard]] std::vector<std::string> list(std::string_view folder);

} // namespace hs::resources
