#pragma once

#include "engine/store/sql.h"

/// Files of conversations. One that waits belongs to a person's next reply or note; then to that item.
namespace hs::store::attachments {

struct Attachment {
    std::string id, thread, item, operatorId, name, type;
    std::int64_t size = 0;
    Timestamp at{};
};
void add(Transaction &tx, const Attachment &attachment, const std::string &bytes);
[[nodiscard]] std::optional<Attachment> find(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::string bytes(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::vector<Attachment> waiting(const ReadSql &sql, std::string_view thread, std::string_view operatorId);
[[nodiscard]] std::vector<Attachment> ofItem(const ReadSql &sql, std::string_view item);
/// What waited belongs to an item now.
void settle(Transaction &tx, std::string_view thread, std::string_view operatorId, std::string_view item);
void drop(Transaction &tx, const Attachment &attachment);

} // namespace hs::store::attachments
