#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QTimer>

#include "engine/knowledge/web_client.h"
#include "engine/knowledge/web_reader.h"
#include "engine/knowledge/web_robots.h"

namespace hs::knowledge {

/// The walk itself; outlives the door by what calls it.
class WebWalk::Inside : public std::enable_shared_from_this<WebWalk::Inside> {
public:
    Inside(http::Transport &transport, const Clock &clock, WebOptions options)
        : m_clock(clock), m_options(std::move(options)), m_client(transport, m_options)
    {
        m_options.depth = std::clamp(m_options.depth, 0, WebOptions::MaxDepth);
        m_options.pages = std::clamp(m_options.pages, 1, WebOptions::MaxPages);
        m_door->home = &m_timer;
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer); // never before its time
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { advance(); });
    }
    ~Inside()
    {
        const std::lock_guard lock(m_door->mutex);
        m_door->home = nullptr;
    }
    Inside(const Inside &) = delete;
    Inside &operator=(const Inside &) = delete;
    void start(std::string address, std::map<std::string, WebMark> known, std::stop_token cancel, OnPage onPage, OnEnd onEnd);
    void drop() { over(); }

private:
    using Moment = std::chrono::steady_clock::time_point;
    static constexpr int MostFailuresInRow = 5;

    struct Item {
        WebAddress address;
        int depth = 0;
        std::vector<std::string> trail; ///< where it was looked for before: redirects
        bool again = false;             ///< it was asked to wait once already
    };
    struct Rules {
        WebRobots robots;
        std::optional<Error> trouble; ///< they could not be read
    };
    /// The way back from other threads while the walk lives.
    struct Door {
        std::mutex mutex;
        QObject *home = nullptr;
    };
    /// Hands links back to the walk, from any thread, once.
    struct Gate {
        Gate(std::weak_ptr<Inside> of, std::shared_ptr<Door> by) : walk(std::move(of)), door(std::move(by)) {}
        Gate(const Gate &) = delete;
        Gate &operator=(const Gate &) = delete;
        ~Gate() { pass({}); }
        void pass(std::vector<std::string> links);

        const std::weak_ptr<Inside> walk; ///< taken hold of in its own thread only, where it may end
        const std::shared_ptr<Door> door;
        std::atomic<bool> used{false};
    };

    void advance();
    void askRobots(const std::string &origin, const WebAddress &address, int hops);
    void gotRobots(const std::string &origin, const WebAddress &address, int hops, const Result<http::Response> &response);
    void ask(Item item);
    void pauseAfter(const Item &item);
    void answered(Item item, Result<http::Response> response);
    void crawled(Item item, const Result<http::Response> &response);
    void redirected(Item item, const http::Response &response);
    void take(Item item, WebPage page);
    void deliver(const Item &item, WebPage page);
    void failed(const Item &item, Error error);
    void followed(const std::vector<std::string> &links);
    void enqueue(const WebAddress &from, int depth, const std::vector<std::string> &links);
    [[nodiscard]] static std::string keptHeader(std::string_view value); ///< of the site's, to be sent back to it; empty when it is odd
    [[nodiscard]] static bool isRedirect(int status);
    [[nodiscard]] WebPage pageOf(const Item &item) const;
    bool waitAsked(Item &item, const http::Response &response);
    void end(std::optional<Error> error);
    void over();

    const Clock &m_clock;
    WebOptions m_options;
    OnPage m_onPage;
    OnEnd m_onEnd;
    std::map<std::string, WebMark> m_known;
    WebAddress m_site;
    std::deque<Item> m_waiting;
    std::set<std::string> m_seen; ///< asked or waiting
    std::map<std::string, Rules> m_rules; ///< by origin
    WebEnd m_end;
    std::optional<Error> m_startError;
    bool m_limited = false;
    bool m_busy = false;      ///< a request is under way, or a page is with the caller
    bool m_over = false;
    int m_failuresInRow = 0;
    WebAddress m_from;        ///< the page with the caller
    int m_fromDepth = 0;
    Moment m_notBefore{};
    std::stop_source m_stop;  ///< of its requests
    std::stop_token m_cancel;
    std::optional<std::stop_callback<std::function<void()>>> m_onCancel;
    const std::shared_ptr<Door> m_door = std::make_shared<Door>();
    WebClient m_client;
    QTimer m_timer; // the last member: nothing rings into what is gone
};

} // namespace hs::knowledge
