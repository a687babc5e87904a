#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/store/tables/record_texts.h"
#include "engine/sync/workspace.h"

namespace hs::sync {

/// Keeps the text inside pages alike on both sides. It costs a request a page, so it is read when somebody looks at the record, and
/// for pages that people edited; never for a whole database. What is written here replaces the page's text, after it was read once
/// more: where both sides changed it since they were the same, the later edit wins, and both are kept as a conflict. A text
/// that Notion does not give whole is read only. Lives in the engine thread.
class Texts {
public:
    explicit Texts(Workspace &workspace) : m_workspace(workspace) {}
    using Done = std::function<void(Result<void>)>;

    /// Reads one record's text. Fails with NotFound when the record has no page.
    void read(const std::string &record, notion::Lane lane, Done done);
    /// Sends what is due, then reads what people have edited, one after the other.
    void wake();
    void stop() { m_stopped = true; }
    void setHurry(bool hurry) { m_hurry = hurry; } ///< what was put off is due too
    void setOnIdle(std::function<void()> onIdle) { m_onIdle = std::move(onIdle); }

private:
    struct Run;
    void fetch(std::shared_ptr<Run> run, std::size_t unknown);
    void meet(std::shared_ptr<Run> run);
    void editedWhen(std::shared_ptr<Run> run);
    void send(std::shared_ptr<Run> run);
    void failed(std::shared_ptr<Run> run, const notion::Outcome &outcome);
    void put(std::shared_ptr<Run> run, const Error &error, bool parks);

    Workspace &m_workspace;
    bool m_busy = false, m_again = false, m_stopped = false, m_hurry = false;
    std::function<void()> m_onIdle;
};

} // namespace hs::sync
