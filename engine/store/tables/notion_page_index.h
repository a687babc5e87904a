#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/store/sql.h"

namespace hs::store::notion {

/// Which record belongs to which page, in the writer's memory: a first pull asks for every page, and for each relation of it. Kept
/// true by the functions that write links (notion.h), asked by those that look pages up.
class PageIndex final : public ReadSql::Memory {
public:
    /// With more links than this they are asked from the table: an entry takes some 200 bytes.
    static constexpr std::size_t Most = 100'000;

    /// The one in this writer's mind; null: none is.
    [[nodiscard]] static PageIndex *of(const ReadSql &sql) { return dynamic_cast<PageIndex *>(sql.memory()); }
    /// Reads it, unless it is there or would be too large.
    static void load(Transaction &tx);

    /// Null: the page is not linked.
    [[nodiscard]] const std::string *recordOf(std::string_view page) const;
    /// False: there are too many now.
    bool link(std::string_view page, std::string_view record);
    void unlink(std::string_view page);

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> m_records;
};

} // namespace hs::store::notion
