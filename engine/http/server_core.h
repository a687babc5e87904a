#pragma once

// Inside of the server; not for other modules.

#include <array>
#include <atomic>
#include <list>
#include <mutex>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "engine/http/server.h"
#include "engine/vocabulary/id.h"

namespace hs::httpd {

namespace asio = boost::asio;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using Steady = std::chrono::steady_clock;

class Connection;

/// Answers on their way back to the server's thread. Several are handed over at one waking.
class ReturnPath {
public:
    struct Answer {
        std::weak_ptr<Connection> connection; // locked in the server's thread alone
        std::uint64_t turn = 0;
        std::optional<Response> response; // nothing: there is more of a body that comes piece by piece
    };

    explicit ReturnPath(ServerCore &core) : m_core(&core) {}
    void give(Answer answer); ///< any thread
    [[nodiscard]] std::vector<Answer> take();
    void close(); ///< from here on answers are dropped

private:
    std::mutex m_mutex;
    ServerCore *m_core; // null once closed
    std::vector<Answer> m_answers;
};

class ServerCore {
public:
    ServerCore(ServerOptions options, std::vector<Handler *> handlers);
    ~ServerCore();

    [[nodiscard]] Result<void> listen();
    void run();
    void stop();

    // ---- for connections, in the server's thread ----
    [[nodiscard]] const ServerOptions &options() const { return m_options; }
    [[nodiscard]] const Limits &limits() const { return m_options.limits; }
    [[nodiscard]] const Clock &clock() const { return *m_clock; }
    [[nodiscard]] IdMaker &ids() { return m_ids; }
    [[nodiscard]] bool draining() const { return m_draining; }
    [[nodiscard]] Handler *handlerOf(std::string_view path) const;
    [[nodiscard]] const std::string &date(); ///< IMF-fixdate of now
    [[nodiscard]] const std::shared_ptr<ReturnPath> &returnPath() const { return m_returnPath; }
    /// Counts bytes of bodies being read; false when there are too many.
    [[nodiscard]] bool takeBodyBytes(std::size_t bytes);
    void giveBodyBytes(std::size_t bytes) { m_bodyBytes -= bytes; }
    void observe(const Exchange &exchange);
    void countTimeout() { ++m_timedOut; }
    void forget(std::list<std::shared_ptr<Connection>>::iterator place);

    [[nodiscard]] asio::io_context &io() { return m_io; }
    void deliver(); ///< posted by ReturnPath

private:
    friend class Server;

    void accept();
    void onAccepted(const boost::system::error_code &ec, Socket socket);
    void makeRoom();
    void sweep();
    void drain();
    void finishIfDrained();

    ServerOptions m_options;
    SystemClock m_systemClock;
    const Clock *m_clock;
    IdMaker m_ids;
    std::vector<Handler *> m_handlers;

    asio::io_context m_io{1};
    std::optional<asio::ssl::context> m_tls;
    Acceptor m_acceptor{m_io.get_executor()};
    asio::steady_timer m_sweeper{m_io};
    asio::steady_timer m_acceptPause{m_io};
    std::list<std::shared_ptr<Connection>> m_connections;
    std::shared_ptr<ReturnPath> m_returnPath;
    std::size_t m_bodyBytes = 0;
    std::int64_t m_dateSecond = -1;
    std::string m_date;
    bool m_draining = false;
    Steady::time_point m_drainUntil{};
    Steady::duration m_sweepEvery{};

    std::uint16_t m_port = 0;
    std::string m_url;
    std::mutex m_stopMutex;
    std::thread m_thread;
    std::atomic<std::uint64_t> m_accepted{0};
    std::atomic<std::uint64_t> m_open{0};
    std::atomic<std::uint64_t> m_dropped{0};
    std::atomic<std::uint64_t> m_timedOut{0};
};

} // namespace hs::httpd
