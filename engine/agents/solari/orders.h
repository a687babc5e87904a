#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// What Solari does with events of shops and payment services. Pure; any thread.
namespace hs::agents {

struct Item {
    std::string productId, sku, name;
    std::int64_t quantity = 1;
};
[[nodiscard]] std::vector<Item> itemsOf(const Json &items);

/// By External ID, else by name; of this business where several have it.
[[nodiscard]] std::optional<RecordView> productOf(const View &view, const Item &item);

[[nodiscard]] Result<Plan> onOrder(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> onPayment(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> onProduct(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> onBooking(const Books &books, const Event &event, const View &view);

} // namespace hs::agents
