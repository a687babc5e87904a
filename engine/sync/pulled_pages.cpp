#include "engine/sync/pulled_pages.h"

#include "engine/store/tables/notion_page_index.h"

namespace hs::sync {

namespace table = store::notion;

PulledPages::PulledPages(std::vector<notion::Page> pages) : m_completed(pages.size(), false)
{
    m_remotes.reserve(pages.size());
    for (auto &page : pages)
        m_remotes.push_back(remoteOf(std::move(page)));
}

void PulledPages::prepare(const Setting &setting, std::string answer, Map map)
{
    m_answer = std::move(answer);
    m_map = std::move(map);
    m_fresh.reserve(m_remotes.size());
    for (std::size_t i = 0; i < m_remotes.size(); ++i) {
        m_fresh.push_back(freshPage(m_remotes[i], setting));
        if (m_fresh.back() && !m_completed[i])
            m_remotes[i] = {};
    }
}

std::vector<bool> PulledPages::takeFresh(store::Transaction &tx, const Setting &setting)
{
    std::vector<bool> taken(m_remotes.size(), false);
    if (m_fresh.empty() || std::exchange(m_tried, true))
        return taken;
    table::PageIndex::load(tx);
    const bool awaited = table::anybodyWaits(tx);
    const table::Quiet quiet(tx); // tells no agent, so no other record changes with it
    for (std::size_t i = 0; i < taken.size(); ++i)
        taken[i] = m_fresh[i] && sync::takeFresh(tx, setting, *m_fresh[i], awaited);
    return taken;
}

const Remote &PulledPages::asItCame(std::size_t index)
{
    if (m_fresh.empty() || !m_fresh[index] || m_completed[index])
        return m_remotes[index];
    if (m_again.empty())
        if (auto list = notion::parseQuery(m_answer, *m_map, NoDirectory())) // it could be read before
            for (auto &page : list->pages)
                m_again.push_back(remoteOf(std::move(page)));
    return m_again.at(index);
}

} // namespace hs::sync
