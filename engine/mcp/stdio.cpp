#include "engine/mcp/stdio.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace hs::mcp {

namespace {

constexpr std::size_t MostWaiting = std::size_t(8) << 20U; // bytes of answers that the peer has not taken
constexpr std::size_t AtOnce = 4096;                       // bytes that a pipe takes without blocking once it says it is ready
constexpr std::chrono::seconds LastAnswers{10};

} // namespace

struct StdioFace::Home : std::enable_shared_from_this<StdioFace::Home> {
    api::Caller caller;
    Streams streams;
    std::function<void()> ended;
    std::shared_ptr<McpServer::Peer> peer;
    std::array<int, 2> stop{-1, -1}; // a pipe: its reading end becomes readable when all is to end

    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::string> lines; // to be written
    std::size_t waiting = 0;       // their bytes, the one being written included
    std::size_t underWay = 0;      // messages without their reply yet
    bool lastLine = false;         // nothing more will be added
    bool broken = false;           // nobody reads what we write
    bool stopped = false;

    ~Home()
    {
        for (const int end : stop)
            if (end >= 0)
                ::close(end);
    }

    /// Waits until `fd` is ready; false: all is to end.
    [[nodiscard]] bool ready(int fd, short events) const
    {
        while (true) {
            std::array<pollfd, 2> fds{pollfd{fd, events, 0}, pollfd{stop[0], POLLIN, 0}};
            const int count = ::poll(fds.data(), fds.size(), -1);
            if (count < 0 && errno == EINTR)
                continue;
            return count > 0 && fds[1].revents == 0;
        }
    }

    void write(const Json &message)
    {
        auto line = dump(message); // one line: what breaks lines is escaped
        line += '\n';
        const std::lock_guard lock(mutex);
        waiting += line.size();
        lines.push_back(std::move(line));
        wake.notify_all();
    }

    void tell(Json notification)
    {
        {
            const std::lock_guard lock(mutex);
            if (waiting > MostWaiting) // whoever does not read misses news, not answers
                return;
        }
        write(notification);
    }

    void take(std::string_view line)
    {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos)
            return;
        const auto value = readText(line);
        if (!value) {
            write(errorJson(value.error().id, value.error().error));
            return;
        }
        {
            const std::lock_guard lock(mutex);
            ++underWay;
        }
        peer->take(caller, *value, [weak = weak_from_this()](std::optional<Json> answer) {
            const auto home = weak.lock();
            if (!home)
                return;
            if (answer)
                home->write(*answer);
            const std::lock_guard lock(home->mutex);
            --home->underWay;
            home->wake.notify_all();
        });
    }

    /// Room for the next request; false: all is to end.
    [[nodiscard]] bool awaitRoom()
    {
        std::unique_lock lock(mutex);
        wake.wait(lock, [this] { return stopped || broken || waiting <= MostWaiting; });
        return !stopped && !broken;
    }

    void readAll()
    {
        std::string buffer;
        std::array<char, 64 * 1024> part;
        bool skipping = false; // the rest of a line that was too long
        while (ready(streams.in, POLLIN)) {
            const auto count = ::read(streams.in, part.data(), part.size());
            if (count < 0 && (errno == EINTR || errno == EAGAIN))
                continue;
            if (count <= 0)
                break;
            std::string_view rest(part.data(), std::size_t(count));
            for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
                if (!awaitRoom())
                    return;
                if (!std::exchange(skipping, false))
                    take(buffer.append(rest.substr(0, end)));
                buffer.clear();
                rest.remove_prefix(end + 1);
            }
            if (!skipping && buffer.size() + rest.size() > MaxMessage) {
                skipping = true;
                buffer.clear();
                write(errorJson(nullptr, {code::InvalidRequest, "the message is larger than " + std::to_string(MaxMessage) + " bytes", nullptr}));
            }
            if (!skipping)
                buffer.append(rest);
        }
        if (!skipping && !buffer.empty())
            take(buffer); // a last line without an end
    }

    void read()
    {
        readAll();
        std::unique_lock lock(mutex);
        wake.wait_for(lock, LastAnswers, [this] { return stopped || broken || underWay == 0; });
        lastLine = true;
        wake.notify_all();
        wake.wait_for(lock, LastAnswers, [this] { return stopped || broken || waiting == 0; });
        if (stopped)
            return;
        lock.unlock();
        ended();
    }

    [[nodiscard]] bool writeLine(std::string_view line) const
    {
        while (!line.empty()) {
            if (!ready(streams.out, POLLOUT))
                return false;
            const auto count = ::write(streams.out, line.data(), std::min(line.size(), AtOnce));
            if (count < 0 && errno != EINTR && errno != EAGAIN)
                return false;
            if (count > 0)
                line.remove_prefix(std::size_t(count));
        }
        return true;
    }

    void writeAll()
    {
        sigset_t pipe; // a peer that has gone is an error of write() here, not the end of the process
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return stopped || !lines.empty() || lastLine; });
            if (stopped || lines.empty())
                return;
            const auto line = std::move(lines.front());
            lines.pop_front();
            lock.unlock();
            const bool written = writeLine(line);
            lock.lock();
            waiting -= line.size();
            if (!written) {
                broken = true;
                if (stop[1] >= 0) // whoever waits for input is waked
                    [[maybe_unused]] const auto woken = ::write(stop[1], "x", 1);
            }
            wake.notify_all();
            if (broken)
                return;
        }
    }
};

StdioFace::StdioFace(McpServer &server, api::Caller caller, Streams streams, std::function<void()> ended) : m_home(std::make_shared<Home>())
{
    m_home->caller = std::move(caller);
    m_home->streams = streams;
    m_home->ended = std::move(ended);
    if (::pipe2(m_home->stop.data(), O_CLOEXEC) != 0)
        m_home->broken = true; // no file descriptor is free: it could not be ended
    m_home->peer = server.connect([weak = std::weak_ptr(m_home)](Json notification) {
        if (const auto home = weak.lock())
            home->tell(std::move(notification));
    });
    m_writer = std::thread([home = m_home.get()] { home->writeAll(); });
    m_reader = std::thread([home = m_home.get()] { home->read(); });
}

StdioFace::~StdioFace()
{
    {
        const std::lock_guard lock(m_home->mutex);
        m_home->stopped = true;
        if (m_home->stop[1] >= 0)
            ::close(std::exchange(m_home->stop[1], -1)); // hangs up the reading end
    }
    m_home->wake.notify_all();
    m_reader.join();
    m_writer.join();
    m_home->peer.reset();
}

} // namespace hs::mcp
