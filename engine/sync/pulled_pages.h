#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "engine/sync/fresh_page.h"

namespace hs::sync {

/// The pages of one answer of Notion's on their way into the store: in the thread that asks first, in the writer then, never in both.
class PulledPages {
public:
    void add(notion::Page page);
    [[nodiscard]] std::size_t size() const { return m_pages.size(); }
    [[nodiscard]] Remote &remote(std::size_t index) { return m_pages[index].remote; } ///< to be completed; empty: it is prepared
    /// For a first pull, once the page at that place is whole: does all that can be done of a new one away from the store. Many wait for
    /// the writer, so what the page was is let go: it takes five times the room.
    void prepare(std::size_t index, const Setting &setting);

    // For the writer.
    /// Writes the prepared ones that are new indeed, and says of each whether it was. They do without savepoints, of which each copies all
    /// that its page touches: where one is refused, nothing of it has been written. When the job has to be done again, each page goes by
    /// itself.
    [[nodiscard]] std::vector<bool> takeFresh(store::Transaction &tx, const Setting &setting);
    [[nodiscard]] const Remote &asItCame(std::size_t index, const records::Database &database);

private:
    struct One {
        Remote remote;
        std::optional<FreshPage> fresh; ///< then `remote` is empty, until somebody asks
        bool looked = false;            ///< whether there is a fresh one
    };
    std::deque<One> m_pages;
    bool m_tried = false;
};

} // namespace hs::sync
