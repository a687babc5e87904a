#pragma once

#include "tests/fakes/notion/call.h"

// What the API does, one function a route (integrations.md §2.5). Called with the workspace's lock held; they throw Refusal.
namespace hs::test::notion {

/// Finds the route and runs it; 400 invalid_request_url for a path that is none.
[[nodiscard]] Answer dispatch(Call &call, std::string_view method, std::string_view path);
[[nodiscard]] bool isWrite(std::string_view method, std::string_view path); ///< changes something when it is handled

[[nodiscard]] Answer getMe(Call &call);
[[nodiscard]] Answer listUsers(Call &call);
[[nodiscard]] Answer getUser(Call &call);
[[nodiscard]] Answer search(Call &call);

[[nodiscard]] Answer createDatabase(Call &call);
[[nodiscard]] Answer getDatabase(Call &call);
[[nodiscard]] Answer patchDatabase(Call &call);
[[nodiscard]] Answer createDataSource(Call &call);
[[nodiscard]] Answer getDataSource(Call &call);
[[nodiscard]] Answer patchDataSource(Call &call);
[[nodiscard]] Answer listTemplates(Call &call);

[[nodiscard]] Answer createPage(Call &call);
[[nodiscard]] Answer getPage(Call &call);
[[nodiscard]] Answer patchPage(Call &call);
[[nodiscard]] Answer movePage(Call &call);
[[nodiscard]] Answer getPropertyItem(Call &call);
[[nodiscard]] Answer getMarkdown(Call &call);
[[nodiscard]] Answer patchMarkdown(Call &call);

[[nodiscard]] Answer getBlock(Call &call);
[[nodiscard]] Answer patchBlock(Call &call);
[[nodiscard]] Answer deleteBlock(Call &call);
[[nodiscard]] Answer listChildren(Call &call);
[[nodiscard]] Answer appendChildren(Call &call);

} // namespace hs::test::notion
