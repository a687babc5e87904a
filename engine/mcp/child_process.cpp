#include "engine/mcp/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hs::mcp {

namespace {

constexpr std::size_t PartOfOutput = 64 * 1024;
constexpr int PartsAtOnce = 64; // then others of this thread get their turn
constexpr std::chrono::milliseconds LookEvery{100};
constexpr std::chrono::milliseconds KilledWithin{1'000};

/// Two ends of a pipe, closed when they go out of scope.
struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() { opened = ::pipe2(ends.data(), O_CLOEXEC) == 0; }
    ~Pipe()
    {
        for (const int end : ends)
            if (end >= 0)
                ::close(end);
    }
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;
    /// Ours to keep: does not block.
    [[nodiscard]] int take(std::size_t end)
    {
        ::fcntl(ends[end], F_SETFL, O_NONBLOCK);
        return std::exchange(ends[end], -1);
    }
    bool opened = false;
};

std::vector<char *> pointersTo(std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    for (auto &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// write() to a program that has gone is an error, not the end of this process.
ssize_t writeQuietly(int fd, const char *bytes, std::size_t size)
{
    sigset_t broken, before, pending;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &broken, &before);
    const auto written = ::write(fd, bytes, size);
    const int error = errno;
    if (written < 0 && error == EPIPE && sigismember(&pending, SIGPIPE) == 0) {
        constexpr timespec Now{};
        while (sigtimedwait(&broken, nullptr, &Now) < 0 && errno == EINTR) {
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return written;
}

} // namespace

ChildProcess::~ChildProcess()
{
    onOutput = onErrors = nullptr;
    onEnd = nullptr;
    if (runs()) {
        signalGroup(SIGKILL);
        [[maybe_unused]] const bool ended = waitForEnd(KilledWithin);
    }
    shut(m_in, m_inReady);
    shut(m_out, m_outReady);
    shut(m_err, m_errReady);
    shut(m_end, m_ended);
}

Result<void> ChildProcess::start(const Start &start)
{
    const auto failed = [&](int error) {
        return fail(Errc::Unavailable, std::string("the program could not be started: ") + std::strerror(error), start.command,
                    "check the command and its rights");
    };
    Pipe in, out, err;
    if (!in.opened || !out.opened || !err.opened)
        return failed(errno);
    std::vector<std::string> words{start.command};
    words.insert(words.end(), start.arguments.begin(), start.arguments.end());
    auto variables = start.environment;
    const auto argv = pointersTo(words), envp = pointersTo(variables);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
    if (!start.folder.empty())
        posix_spawn_file_actions_addchdir_np(&actions, start.folder.c_str());
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    const int error = ::posix_spawnp(&m_pid, argv[0], &actions, &attributes, argv.data(), envp.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        m_pid = -1;
        return failed(error);
    }
    m_in = in.take(1);
    m_out = out.take(0);
    m_err = err.take(0);
    m_inReady = std::make_unique<QSocketNotifier>(m_in, QSocketNotifier::Write);
    m_inReady->setEnabled(false);
    QObject::connect(m_inReady.get(), &QSocketNotifier::activated, m_inReady.get(), [this] { writeOn(); });
    m_outReady = std::make_unique<QSocketNotifier>(m_out, QSocketNotifier::Read);
    QObject::connect(m_outReady.get(), &QSocketNotifier::activated, m_outReady.get(), [this] {
        if (!readOn(m_out, onOutput))
            m_outReady->setEnabled(false);
    });
    m_errReady = std::make_unique<QSocketNotifier>(m_err, QSocketNotifier::Read);
    QObject::connect(m_errReady.get(), &QSocketNotifier::activated, m_errReady.get(), [this] {
        if (!readOn(m_err, onErrors))
            m_errReady->setEnabled(false);
    });
    m_end = int(::syscall(SYS_pidfd_open, m_pid, 0));
    if (m_end >= 0) {
        m_ended = std::make_unique<QSocketNotifier>(m_end, QSocketNotifier::Read);
        QObject::connect(m_ended.get(), &QSocketNotifier::activated, m_ended.get(), [this] { lookForEnd(); });
    } else {
        QObject::connect(&m_endTimer, &QTimer::timeout, &m_endTimer, [this] { lookForEnd(); });
        m_endTimer.start(LookEvery);
    }
    return {};
}

void ChildProcess::write(std::string_view bytes)
{
    if (m_in < 0 || m_closing)
        return;
    m_unwritten += bytes;
    m_inReady->setEnabled(true);
}

void ChildProcess::writeOn()
{
    while (!m_unwritten.empty()) {
        const auto written = writeQuietly(m_in, m_unwritten.data(), m_unwritten.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno == EAGAIN)
            return;
        if (written < 0) { // nobody reads there any more
            m_unwritten.clear();
            m_closing = true;
            break;
        }
        m_unwritten.erase(0, std::size_t(written));
    }
    m_inReady->setEnabled(false);
    if (m_closing)
        shut(m_in, m_inReady);
}

void ChildProcess::closeInput()
{
    m_closing = true;
    if (m_in >= 0 && m_unwritten.empty())
        shut(m_in, m_inReady);
}

void ChildProcess::signalGroup(int signal) const
{
    if (m_pid > 0)
        ::kill(-m_pid, signal);
}

bool ChildProcess::readOn(int fd, const std::function<void(std::string_view)> &tell)
{
    std::array<char, PartOfOutput> part;
    for (int i = 0; i < PartsAtOnce; ++i) {
        const auto count = ::read(fd, part.data(), part.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 && errno == EAGAIN;
        if (const auto told = tell) // which may take itself away
            told({part.data(), std::size_t(count)});
    }
    return true;
}

void ChildProcess::lookForEnd()
{
    int status = 0;
    if (m_pid <= 0 || ::waitpid(m_pid, &status, WNOHANG) != m_pid)
        return;
    ::kill(-m_pid, SIGKILL); // what it left behind
    m_pid = -1;
    m_endTimer.stop();
    if (m_ended)
        m_ended->setEnabled(false);
    m_outReady->setEnabled(false);
    m_errReady->setEnabled(false);
    [[maybe_unused]] const bool more = readOn(m_out, onOutput);
    [[maybe_unused]] const bool moreErrors = readOn(m_err, onErrors);
    if (const auto told = onEnd)
        told(WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

bool ChildProcess::waitForEnd(std::chrono::milliseconds patience)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    while (runs()) {
        lookForEnd();
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (!runs() || left.count() <= 0)
            break;
        if (m_in >= 0 && m_inReady && !m_unwritten.empty())
            writeOn();
        // Its output is read meanwhile, or it could wait for that.
        std::array<pollfd, 3> fds{pollfd{m_end, POLLIN, 0}, pollfd{m_out, POLLIN, 0}, pollfd{m_err, POLLIN, 0}};
        ::poll(fds.data(), fds.size(), int(std::min(left, m_end >= 0 ? std::chrono::milliseconds(50) : std::chrono::milliseconds(10)).count()));
        [[maybe_unused]] const bool more = readOn(m_out, onOutput);
        [[maybe_unused]] const bool moreErrors = readOn(m_err, onErrors);
    }
    return !runs();
}

void ChildProcess::shut(int &fd, Notifier &notifier)
{
    if (notifier) {
        notifier->setEnabled(false);
        notifier.release()->deleteLater(); // it may be the one that is telling
    }
    if (fd >= 0)
        ::close(std::exchange(fd, -1));
}

} // namespace hs::mcp
