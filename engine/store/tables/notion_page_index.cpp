#include "engine/store/tables/notion_page_index.h"

#include <charconv>

namespace hs::store::notion {

void PageIndex::load(Transaction &tx)
{
    if (of(tx) || tx.failure())
        return;
    const auto count = tx.integer("SELECT count(*) FROM notion_pages").value_or(0);
    if (count > std::int64_t(Most))
        return;
    auto index = std::make_unique<PageIndex>();
    constexpr std::size_t More = 10'000;
    index->m_records.reserve(std::size_t(count) + More);
    bool held = true;
    tx.each("SELECT page, record FROM notion_pages", {}, [&](const Row &row) { held = index->link(row.text(0), row.text(1)) && held; });
    if (!tx.failure() && held)
        tx.keepInMind(std::move(index));
}

std::optional<PageIndex::Key> PageIndex::keyOf(std::string_view page)
{
    constexpr std::size_t Digits = 16; // of a half
    if (page.size() != 2 * Digits)
        return {};
    Key key{};
    for (std::size_t half = 0; half < key.size(); ++half) {
        const auto *from = page.data() + half * Digits;
        const auto read = std::from_chars(from, from + Digits, key[half], 16);
        if (read.ec != std::errc() || read.ptr != from + Digits)
            return {};
    }
    return key;
}

const std::string *PageIndex::recordOf(std::string_view page) const
{
    const auto key = keyOf(page);
    const auto found = key ? m_records.find(*key) : m_records.end();
    return found == m_records.end() ? nullptr : &found->second;
}

bool PageIndex::link(std::string_view page, std::string_view record)
{
    const auto key = keyOf(page);
    if (!key)
        return false;
    changed();
    m_records.insert_or_assign(*key, std::string(record));
    return m_records.size() <= Most;
}

void PageIndex::unlink(std::string_view page)
{
    if (const auto key = keyOf(page); key && m_records.erase(*key) > 0)
        changed();
}

} // namespace hs::store::notion
