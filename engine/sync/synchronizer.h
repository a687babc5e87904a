#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <QTimer>

#include "engine/sync/condenser.h"
#include "engine/sync/hints.h"
#include "engine/sync/puller.h"
#include "engine/sync/pusher.h"
#include "engine/sync/rehearsal.h"
#include "engine/sync/setup.h"
#include "engine/sync/sweeper.h"
#include "engine/sync/texts.h"

namespace hs::sync {

/// How the studio wants it.
struct Wishes {
    bool enabled = false;     ///< there is a token
    bool paused = false;
    Access access;
    std::string parentPage;   ///< id; empty: none named
    std::chrono::milliseconds pullEvery{8'000};
    friend bool operator==(const Wishes &, const Wishes &);
};

enum class Standing {
    Off,         ///< nothing is configured
    Paused,
    SettingUp,
    Working,
    NeedsSignIn, ///< the token is not good
    NeedsPerson, ///< databases that differ, or a page that is not shared
    Blocked,     ///< Notion refuses the connection
    Down         ///< Notion cannot be reached
};
[[nodiscard]] std::string_view name(Standing standing); ///< "needs_person"

/// The synchronizer as others see it. Values, any thread.
struct Status {
    Standing standing = Standing::Off;
    Error trouble;                 ///< what is the matter, unless Off, Paused or Working
    std::string workspace;
    std::optional<Timestamp> lastAnswer, retryAt;
    std::chrono::milliseconds usual{0}, skew{0};
    notion::Budget::Figures budget;
    std::string breaker = "closed";
    PullCounts pulled;             ///< since the start
    std::int64_t pushed = 0;
    std::vector<std::string> pulling; ///< databases under way
    int setUpDone = 0, setUpOf = 0;   ///< steps; of 0: no set-up is under way
    std::string setUpNow;             ///< title of the database that it is at
};

/// How a whole pass is wanted, from the command line.
struct PassOrder {
    bool full = false;     ///< compare all ids too
    bool takeOver = false; ///< databases that are there under their titles are taken over with their differences
};
/// What it did.
struct PassReport {
    PullCounts pulled;
    std::int64_t pushed = 0, digests = 0, removed = 0, aside = 0, waiting = 0, parked = 0;
    std::vector<std::string> troubles;
};

/// Keeps the hub and Notion alike. Lives in the engine thread; `status` may be asked from any.
class Synchronizer final : public QObject {
    Q_OBJECT
public:
    Synchronizer(http::Transport &transport, store::Store &store, const records::Hub &hub, RecordWriter &writer, const Clock &clock, Mailbox &home,
                 double pace = 1);
    ~Synchronizer() override;

    void setWishes(const Wishes &wishes);
    void start();
    void stop();
    void wake(); ///< something may wait to leave; any thread

    [[nodiscard]] Status status() const;
    /// Told in the engine thread, at most a few times a second, when the status looks different.
    void setOnChange(std::function<void()> onChange) { m_onChange = std::move(onChange); }

    void preview(const SetupOrder &order, std::function<void(Result<SetupPlan>)> done);
    /// Sets up with a person's choices.
    void connectWith(const SetupOrder &order, std::function<void(Result<SetupPlan>)> done);
    void readText(const std::string &record, std::function<void(Result<void>)> done); ///< a person asked
    /// What a pass would do, with everything left as it is.
    void rehearse(std::function<void(Result<Rehearsed>)> done);
    void decideGone(const std::string &db, bool believe, std::function<void(Result<void>)> done);
    void pullNow(const std::string &db); ///< empty: all; a person asked
    /// One whole pass: set up, fetch, and send until nothing is left that can be sent.
    void pass(const PassOrder &order, std::function<void(Result<PassReport>)> done);

private:
    struct Pass;
    void tick();
    void setUpNow();
    void pullDue();
    void pullOne(const std::string &db, notion::Lane lane, bool whole, std::function<void(Result<PullCounts>)> then);
    using OnlyHere = std::optional<std::vector<std::string>>; ///< records from before the first pull
    void pulled(const std::string &db, const Result<PullCounts> &counts, const OnlyHere &onlyHere, const std::function<void(Result<PullCounts>)> &then);
    void queueOnlyHere(const std::string &db, const std::vector<std::string> &records, std::function<void()> then);
    void sweepDue();
    void condenseDue();
    void refreshSchema(const std::string &db);
    void trouble(const std::string &about, const Error &error);
    void well(const std::string &about);
    void takeLearned();
    void keepLearned();
    void tell();
    void passPull(std::shared_ptr<Pass> pass);
    void passPush(std::shared_ptr<Pass> pass);
    void passEnd(std::shared_ptr<Pass> pass);
    [[nodiscard]] std::chrono::milliseconds interval() const;

    const Clock &m_clock;
    store::Store &m_store;
    Mailbox &m_home;
    Wire m_wire;
    Workspace m_workspace;
    SetUp m_setUp;
    Puller m_puller;
    Pusher m_pusher;
    Sweeper m_sweeper;
    Rehearsal m_rehearsal;
    Condenser m_condenser;
    Texts m_texts;
    Hints m_hints;
    std::optional<Timestamp> m_condensedAt;
    Wishes m_wishes;
    QTimer m_tick;
    bool m_started = false, m_settingUp = false, m_ready = false, m_sweeping = false;
    std::optional<Timestamp> m_setUpAt; ///< not before
    int m_setUpTries = 0;
    std::map<std::string, Timestamp, std::less<>> m_pulledAt; ///< last begin
    std::map<std::string, Timestamp, std::less<>> m_sweptAt;
    std::set<std::string, std::less<>> m_pulling, m_refreshing;
    std::int64_t m_backlog = 0;
    std::shared_ptr<Pass> m_pass;
    std::map<std::string, Error> m_troubles; ///< by what they are about; "": the connection as a whole
    int m_learned = 0;                       ///< requests a minute, as kept
    std::function<void()> m_onChange;
    std::atomic<bool> m_woken{false}, m_enabled{false};

    mutable std::mutex m_mutex;
    Status m_status;
};

} // namespace hs::sync
