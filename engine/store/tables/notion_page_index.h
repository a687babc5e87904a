#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/store/sql.h"

namespace hs::store::notion {

/// Which record belongs to which page, in the writer's memory: a first pull asks for every page, and for each relation of it. Kept
/// true by the functions that write links (notion.h), asked by those that look pages up.
class PageIndex final : public ReadSql::Memory {
public:
    /// With more links than this they are asked from the table: an entry takes some 100 bytes.
    static constexpr std::size_t Most = 200'000;

    /// The one in this writer's mind; null: none is.
    [[nodiscard]] static PageIndex *of(const ReadSql &sql) { return dynamic_cast<PageIndex *>(sql.memory()); }
    /// Reads it, unless it is there or cannot be held.
    static void load(Transaction &tx);

    /// Null: the page is not linked.
    [[nodiscard]] const std::string *recordOf(std::string_view page) const;
    /// False: it cannot be held. There are too many, or the id is none of Notion's.
    bool link(std::string_view page, std::string_view record);
    void unlink(std::string_view page);

private:
    /// Ids of Notion's are 32 hexadecimal digits (notion/ids.h), drawn by lot: a part of one is as good as a hash.
    using Key = std::array<std::uint64_t, 2>;
    struct First {
        std::size_t operator()(const Key &key) const { return std::size_t(key[0]); }
    };
    [[nodiscard]] static std::optional<Key> keyOf(std::string_view page);
    std::unordered_map<Key, std::string, First> m_records;
};

} // namespace hs::store::notion
