#pragma once

#include <map>
#include <string>

#include "tests/fakes/notion/core.h"

namespace hs::test::notion {

/// Makes the hub's databases from resources/hub and fills them; the lock is held by the caller. Data source ids by key.
/// Values are made up from the seed, times lie in the year before now, and page texts are made beforehand.
std::map<std::string, std::string> seedHub(Core &core, const std::string &root, std::size_t pagesEach, std::size_t bytesEach);

} // namespace hs::test::notion
