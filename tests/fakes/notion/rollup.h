#pragma once

#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

/// {type:"number"|"date"|"array"|"unsupported", function, …} over the related pages that are not in the trash.
[[nodiscard]] Json rollupValue(Workspace &space, DataSource &table, const Page &page, const Property &property);

} // namespace hs::test::notion
