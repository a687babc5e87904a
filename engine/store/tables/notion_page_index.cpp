#include "engine/store/tables/notion_page_index.h"

namespace hs::store::notion {

void PageIndex::load(Transaction &tx)
{
    if (of(tx) || tx.failure())
        return;
    const auto count = tx.integer("SELECT count(*) FROM notion_pages").value_or(0);
    if (count > std::int64_t(Most))
        return;
    auto index = std::make_unique<PageIndex>();
    tx.each("SELECT page, record FROM notion_pages", {}, [&](const Row &row) { index->m_records.emplace(row.text(0), row.text(1)); });
    if (!tx.failure())
        tx.keepInMind(std::move(index));
}

const std::string *PageIndex::recordOf(std::string_view page) const
{
    const auto found = m_records.find(page);
    return found == m_records.end() ? nullptr : &found->second;
}

bool PageIndex::link(std::string_view page, std::string_view record)
{
    changed();
    m_records.insert_or_assign(std::string(page), std::string(record));
    return m_records.size() <= Most;
}

void PageIndex::unlink(std::string_view page)
{
    if (const auto found = m_records.find(page); found != m_records.end()) {
        changed();
        m_records.erase(found);
    }
}

} // namespace hs::store::notion
