#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/api/commands.h"
#include "engine/vocabulary/result.h"

/// Bulk forms of commands (O1): many items, each a command of its own in a transaction of its own.
namespace hs::runtime::bulk {

/// The commands that a bulk form stands for, in its order, and whom each is about; nothing for any other command.
struct Items {
    std::vector<api::Id> ids;
    std::vector<api::Command> commands;
};
[[nodiscard]] std::optional<Items> itemsOf(const api::Command &command);
/// Why the items can't be asked for at all: none, or more than `api::LargestBulk`.
[[nodiscard]] std::optional<Error> refusal(const Items &items);

/// Gathers what became of each item, from any threads, and tells once all are in. The answer fails as a whole only
/// when every item did for want of a role, or because the engine stops.
class Report {
public:
    Report(std::vector<api::Id> ids, std::function<void(Result<api::Receipt>)> reply);
    void take(std::size_t item, Result<api::Receipt> outcome);

private:
    [[nodiscard]] Result<api::Receipt> whole() const;

    std::mutex m_mutex;
    std::vector<api::Id> m_ids;
    std::vector<std::optional<Result<api::Receipt>>> m_outcomes;
    std::size_t m_missing;
    std::function<void(Result<api::Receipt>)> m_reply;
};

} // namespace hs::runtime::bulk
