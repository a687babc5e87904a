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

/// The person of an order, payment or booking: known, new, or nobody when there is no usable address.
struct Person {
    std::optional<Contact> known;
    std::string id, name;
};
/// Reads the person of an event; what is new of them is put into the plan.
[[nodiscard]] Person personOf(const Event &event, const View &view, const std::string &entity, Plan &plan);
[[nodiscard]] bool isOpenInstance(const View &view, const InstanceView &instance);

inline constexpr std::string_view Items = "inventory-item";
/// One thing and no stock: a work of art, or what there is one of.
[[nodiscard]] bool isSingle(const Json &productFields);
/// Little is left. Where the business follows its items by a definition, that is told; elsewhere a task is made.
[[nodiscard]] Result<void> restock(const Books &books, const View &view, Plan &plan, const RecordView &product, std::int64_t left, const std::string &entity);
/// What became of an order's single things (solari.tell_items): told to the workflows that follow them.
[[nodiscard]] Result<Plan> tellItems(const Books &books, const Command &command, const View &view);

[[nodiscard]] Result<Plan> onOrder(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> onPayment(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> onProduct(const Books &books, const Event &event, const View &view);

} // namespace hs::agents
