#include "engine/sync/pulled_pages.h"

#include <algorithm>

#include "engine/store/tables/notion_page_index.h"

namespace hs::sync {

namespace table = store::notion;

void PulledPages::add(notion::Page page)
{
    m_pages.push_back({remoteOf(std::move(page)), {}, false});
}

void PulledPages::prepare(std::size_t index, const Setting &setting)
{
    auto &one = m_pages[index];
    if (!std::exchange(one.looked, true) && (one.fresh = freshPage(one.remote, setting)))
        one.remote = {};
}

std::vector<bool> PulledPages::takeFresh(store::Transaction &tx, const Setting &setting)
{
    std::vector<bool> taken(m_pages.size(), false);
    const bool none = std::none_of(m_pages.begin(), m_pages.end(), [](const One &one) { return one.fresh.has_value(); });
    if (none || std::exchange(m_tried, true))
        return taken;
    table::PageIndex::load(tx);
    const bool awaited = table::anybodyWaits(tx);
    const table::Quiet quiet(tx); // tells no agent, so no other record changes with it
    for (std::size_t i = 0; i < taken.size(); ++i)
        taken[i] = m_pages[i].fresh && sync::takeFresh(tx, setting, *m_pages[i].fresh, awaited);
    return taken;
}

const Remote &PulledPages::asItCame(std::size_t index, const records::Database &database)
{
    auto &one = m_pages[index];
    if (one.fresh && one.remote.page.id.empty())
        one.remote = remoteOf(*one.fresh, database);
    return one.remote;
}

} // namespace hs::sync
