#include "engine/thinking/thinker.h"

#include <spdlog/spdlog.h>

namespace hs::thinking {

namespace {

constexpr std::chrono::seconds AfterTrouble{5};

} // namespace

Thinker::Thinker(Loop::Parts parts, std::function<std::string()> nonce, std::function<void(const std::string &)> onChange,
                 std::function<void(const std::string &, const std::map<std::string, std::string> &)> onMasks)
    : m_parts(std::move(parts)), m_nonce(std::move(nonce)), m_onChange(std::move(onChange)), m_onMasks(std::move(onMasks))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Thinker::wake);
}

Thinker::~Thinker()
{
    close();
}

void Thinker::close()
{
    m_closed = true;
    m_again.stop();
    m_loops.clear(); // loops hold no way back once they are gone; what waits for them finds nobody
    const std::lock_guard lock(m_mutex);
    m_live.clear();
}

void Thinker::wake()
{
    if (!m_woken.exchange(true))
        m_parts.home->post([this, alive = std::weak_ptr(m_alive)] {
            if (!alive.expired() && !m_closed)
                look();
        });
}

void Thinker::look()
{
    if (m_looking || m_closed)
        return;
    m_woken = false;
    m_looking = true;
    m_parts.desk.waiting([this, alive = std::weak_ptr(m_alive)](Result<std::vector<std::string>> ids) {
        if (alive.expired() || m_closed)
            return;
        m_looking = false;
        if (!ids) {
            spdlog::warn("tasks of thinking could not be read: {}", describe(ids.error()));
            m_again.start(AfterTrouble);
            return;
        }
        for (const auto &id : *ids)
            if (int(m_loops.size()) < AtOnce && !m_loops.contains(id))
                begin(id);
        if (m_woken)
            look();
    });
}

void Thinker::begin(const std::string &id)
{
    m_loops[id] = nullptr;
    m_parts.desk.take(id, [this, id, alive = std::weak_ptr(m_alive)](Result<Brief> brief) {
        if (alive.expired() || m_closed)
            return;
        if (!brief) {
            m_loops.erase(id);
            if (brief.error().code != Errc::Conflict && brief.error().code != Errc::NotFound) {
                spdlog::warn("a task of thinking could not be begun: {}", describe(brief.error()));
                m_again.start(AfterTrouble);
            }
            return;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_live[id] = {brief->thread, {QString::fromStdString(id), QString::fromStdString(brief->card->key), QStringLiteral("thinking"), {},
                                          QDateTime::fromMSecsSinceEpoch(toMillis(m_parts.clock.now()), Qt::UTC)}};
        }
        const auto thread = brief->thread;
        auto loop = std::make_shared<Loop>(
            m_parts, std::move(*brief), m_nonce(),
            [this, id, thread, alive](const std::string &doing, const std::string &text) {
                if (alive.expired() || m_closed)
                    return;
                {
                    const std::lock_guard lock(m_mutex);
                    if (const auto found = m_live.find(id); found != m_live.end()) {
                        found->second.what.doing = QString::fromStdString(doing);
                        found->second.what.text = QString::fromStdString(text);
                    }
                }
                m_onChange(thread);
            },
            [this, id, alive](Outcome outcome) {
                if (!alive.expired() && !m_closed)
                    ended(id, std::move(outcome));
            });
        m_loops[id] = loop;
        m_onChange(thread);
        loop->start();
    });
}

void Thinker::ended(const std::string &id, Outcome outcome)
{
    if (const auto found = m_loops.find(id); found != m_loops.end() && found->second && !found->second->masks().empty())
        m_onMasks(id, found->second->masks());
    m_parts.desk.settle(id, std::move(outcome), [this, id, alive = std::weak_ptr(m_alive)](const Result<void> &done) {
        if (alive.expired() || m_closed)
            return;
        std::string thread;
        {
            const std::lock_guard lock(m_mutex);
            if (const auto found = m_live.find(id); found != m_live.end()) {
                thread = found->second.thread;
                m_live.erase(found);
            }
        }
        m_loops.erase(id);
        if (!done) {
            spdlog::warn("what an agent thought of could not be written: {}", describe(done.error()));
            m_again.start(AfterTrouble); // it still stands as this run's; taken again it begins anew
        } else {
            wake();
        }
        m_onChange(thread);
    });
}

Result<void> Thinker::stop(const std::string &thought)
{
    const auto found = m_loops.find(thought);
    if (found == m_loops.end() || !found->second)
        return fail(Errc::NotFound, "this is not being thought about now", thought);
    const auto loop = found->second; // ends, and takes itself out of the list
    loop->stop();
    return {};
}

std::vector<std::pair<std::string, api::Thinking>> Thinker::live() const
{
    std::vector<std::pair<std::string, api::Thinking>> rows;
    const std::lock_guard lock(m_mutex);
    for (const auto &[id, shown] : m_live)
        rows.emplace_back(shown.thread, shown.what);
    return rows;
}

} // namespace hs::thinking
