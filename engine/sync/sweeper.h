#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_set>

#include "engine/sync/puller.h"

namespace hs::sync {

/// Finds what is gone: a page in the trash, moved away or no longer shared appears in no query. All ids of a database are listed and
/// compared with the links; whatever is missing is read by itself, which tells why. When more is missing than Puller::GoneShare, nobody
/// is believed without a person. Lives in the engine thread.
class Sweeper {
public:
    struct Swept {
        std::int64_t listed = 0, removed = 0, aside = 0;
    };
    Sweeper(Workspace &workspace, Puller &puller) : m_workspace(workspace), m_puller(puller) {}
    using Done = std::function<void(Result<Swept>)>;
    void sweep(const std::string &db, Done done);
    /// Pages that belong to a record and appear in no list, and whether they are so many that a person is asked.
    struct Missing {
        std::vector<store::notion::Known> pages;
        bool tooMany = false;
        std::int64_t listed = 0;
    };
    void missing(const std::string &db, std::function<void(Result<Missing>)> done);
    /// A person has said that what was laid aside is gone indeed, or (`believe` false) that it is not: then it is looked at again later.
    void decide(const std::string &db, bool believe, Done done);

private:
    struct Listing;
    struct Run;
    void list(std::shared_ptr<Listing> run);
    void compare(std::shared_ptr<Listing> run);
    void look(std::shared_ptr<Run> run);
    Workspace &m_workspace;
    Puller &m_puller;
};

} // namespace hs::sync
