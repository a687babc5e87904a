#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/result.h"

/// Answers about people and places: who we are, who else is there, what was found (integrations.md §2.5). Pure, any thread.
namespace hs::notion {

struct User {
    std::string id; ///< normalised
    std::string name;
    std::string email; ///< lower case; empty when Notion does not tell
    bool bot = false;
    std::string workspace;   ///< of a bot: name of the workspace
    std::string workspaceId; ///< normalised
};
/// An answer of `GET /users/me` or `/users/{id}`. Fails with Corrupt, as all of these.
[[nodiscard]] Result<User> parseUser(std::string_view body);

struct UserList {
    std::vector<User> users;
    std::string nextCursor;
};
[[nodiscard]] Result<UserList> parseUsers(std::string_view body);

/// A page or data source that a search found.
struct Found {
    std::string id;   ///< normalised
    std::string kind; ///< "page" or "data_source"
    std::string title;
    std::string url;
    std::string parent;     ///< id of the page, database or data source that holds it; empty: the workspace
    std::string parentKind; ///< "page_id", "database_id", "data_source_id", "workspace", "block_id"
    bool inTrash = false;
};
struct FoundList {
    std::vector<Found> found;
    std::string nextCursor;
};
[[nodiscard]] Result<FoundList> parseSearch(std::string_view body);

} // namespace hs::notion
