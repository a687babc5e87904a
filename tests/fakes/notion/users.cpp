#include "tests/fakes/notion/users.h"

namespace hs::test::notion {

Json userJson(const Workspace &space, const User &user)
{
    Json out{{"object", "user"}, {"id", user.id}, {"name", user.name}, {"avatar_url", nullptr}};
    if (user.bot) {
        out["type"] = "bot";
        out["bot"] = {{"owner", {{"type", "workspace"}, {"workspace", true}}},
                      {"workspace_id", space.id},
                      {"workspace_name", space.name},
                      {"workspace_limits", {{"max_file_upload_size_in_bytes", 5242880}}}};
    } else {
        out["type"] = "person";
        out["person"] = {{"email", user.email}};
    }
    return out;
}

Json partialUser(const std::string &id)
{
    return {{"object", "user"}, {"id", id}};
}

} // namespace hs::test::notion
