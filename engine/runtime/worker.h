#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QTimer>

#include "engine/runtime/studio.h"
#include "engine/store/store.h"
#include "engine/thinking/opinion.h"
#include "engine/thinking/wording.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::services {
class SourceCatalog;
}

namespace hs::runtime {

namespace pipeline {
struct CarriedOut;
}

/// Keeps the engine going: whatever is ready in the store (events, tasks, timers, messages, holds that
/// ended) is done, each in its own transaction, until nothing is; then it sleeps until the next moment at
/// which something becomes due. Lives in the engine thread.
class Worker final : public QObject {
    Q_OBJECT
public:
    using StudioNow = std::function<std::shared_ptr<const Studio>()>;
    Worker(store::Store &store, StudioNow studio, const services::SourceCatalog &sources);
    ~Worker() override;

    /// Asks a model about a client's request before the rules decide; the answer, null when there is none, comes once in this
    /// thread. Set before the start; without it rules decide alone.
    using AskOpinion = std::function<void(thinking::OpinionAsk ask, std::function<void(Json)> done)>;
    void setAskOpinion(AskOpinion ask) { m_askOpinion = std::move(ask); }
    /// Asks a model to write what an agent has drafted by rules (agents::Plan::wording). As above.
    using AskWording = std::function<void(const thinking::WordingAsk &ask, std::function<void(Json)> done)>;
    void setAskWording(AskWording ask) { m_askWording = std::move(ask); }

    void start();
    /// Something may be ready. Any thread; cheap; several calls are one.
    void wake();
    /// Takes no new work; `idle` is called once what is under way has ended.
    void stop(std::function<void()> idle);

private:
    struct Ready;
    using Job = std::function<Result<void>(store::Transaction &, const Studio &)>;
    using GiveUp = std::function<Result<void>(store::Transaction &, const Studio &, const Error &)>;

    void round();
    void begin(Ready ready);
    void askOpinions(Ready &ready);
    void beginClocks(const Ready &ready);
    void watchStore();
    void submit(Job job, GiveUp giveUp, std::function<void()> then = {});
    void carryOutApart(const std::string &key);
    void think(const std::string &key, int attempt, const Json &words);
    void askWording(const std::string &key, int attempt, const pipeline::CarriedOut &done);
    void accept(const std::string &key, int attempt, const Result<agents::Plan> &plan);
    void ended();
    void sleepUntil(std::optional<Timestamp> next);

    store::Store &m_store;
    StudioNow m_studio;
    const services::SourceCatalog &m_sources;
    std::shared_ptr<Mailbox> m_mailbox;
    std::string m_run; ///< id of this run of the program, for leases
    QTimer m_timer;
    std::atomic<bool> m_woken{false};
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< asked by answers that may come after this object
    bool m_running = false;
    bool m_stopping = false;
    int m_underWay = 0;
    bool m_found = false;
    struct Down {
        Timestamp since;
        Error error;
    };
    std::optional<Down> m_down; ///< the store could not be written when last looked at
    std::function<void()> m_idle;
    AskOpinion m_askOpinion;
    AskWording m_askWording;
    std::map<std::string, std::optional<Json>> m_opinions; ///< by event; nothing: a model is being asked
};

} // namespace hs::runtime
