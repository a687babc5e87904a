#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/notion/remote_schema.h"
#include "engine/sync/fresh_page.h"

namespace hs::sync {

/// The pages of one answer of Notion's on their way into the store: in the thread that asks first, in the writer then, never in both.
class PulledPages {
public:
    using Map = std::shared_ptr<const notion::PropertyMap>;
    explicit PulledPages(std::vector<notion::Page> pages);

    [[nodiscard]] std::size_t size() const { return m_remotes.size(); }
    /// To be completed, before `prepare`.
    [[nodiscard]] Remote &remote(std::size_t index) { return m_remotes[index]; }
    /// The page was completed by further answers, so the first one does not tell it.
    void completed(std::size_t index) { m_completed[index] = true; }

    /// For a first pull: does all that can be done of new pages away from the store. They are then let go but for the answer itself, which
    /// takes a fourth of the room, as many answers wait for the writer.
    void prepare(const Setting &setting, std::string answer, Map map);

    // For the writer.
    /// Writes the prepared ones that are new indeed, and says of each whether it was. They do without savepoints, of which each copies all
    /// that its page touches: where one is refused, nothing of it has been written. When the job has to be done again, each page goes by
    /// itself.
    [[nodiscard]] std::vector<bool> takeFresh(store::Transaction &tx, const Setting &setting);
    /// As it came.
    [[nodiscard]] const Remote &asItCame(std::size_t index);

private:
    std::vector<Remote> m_remotes;
    std::vector<bool> m_completed;
    std::vector<std::optional<FreshPage>> m_fresh; ///< as many as there are remotes, or none
    std::string m_answer;
    Map m_map;
    std::vector<Remote> m_again; ///< read from the answer once more
    bool m_tried = false;
};

} // namespace hs::sync
