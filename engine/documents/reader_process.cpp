#include "engine/documents/reader_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/documents/encoding.h"
#include "engine/documents/reader_frames.h"
#include "engine/vocabulary/utf8.h"

extern "C" char **environ;

namespace hs::documents {

/// A descriptor that is closed when it goes out of scope.
struct OwnedDescriptor {
    int fd = -1;
    explicit OwnedDescriptor(int given = -1) : fd(given) {}
    ~OwnedDescriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
    OwnedDescriptor(const OwnedDescriptor &) = delete;
    OwnedDescriptor &operator=(const OwnedDescriptor &) = delete;
    [[nodiscard]] int take() { return std::exchange(fd, -1); }
};

namespace {

constexpr int MostDocuments = 1'000;
constexpr std::size_t MostSources = 256U * 1024 * 1024; // bytes
constexpr std::chrono::seconds AnswerGrace{5};
constexpr std::size_t PartOfAnswer = 64 * 1024;

/// What a reader needs to know of its surroundings. Nothing else: secrets stand there, too.
std::vector<std::string> environmentOfReader()
{
    std::vector<std::string> kept{"LC_ALL=C.UTF-8", "QT_QPA_PLATFORM=offscreen", "OMP_THREAD_LIMIT=1"};
    for (char **each = environ; each != nullptr && *each != nullptr; ++each) {
        const std::string_view variable = *each;
        for (const std::string_view name : {"PATH=", "LD_LIBRARY_PATH=", "TESSDATA_PREFIX=", "FONTCONFIG_FILE=",
                                            "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS=", "LLVM_PROFILE_FILE="})
            if (variable.starts_with(name))
                kept.emplace_back(variable);
    }
    return kept;
}

/// How one exchange with a child ended.
struct Exchange {
    std::optional<std::string> answer; ///< the child answered
    bool begun = false;                ///< it had the whole question
    bool cancelled = false, late = false, senseless = false;
};

} // namespace

struct ReaderProcess::Child {
    pid_t pid = -1;
    OwnedDescriptor link; ///< both ways
    int documents = 0;
    std::size_t bytes = 0;

    Child(pid_t started, int fd) : pid(started), link(fd) {}
    ~Child() { end(); }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    /// Kills what still runs; its wait status.
    int end()
    {
        int status = 0;
        if (pid <= 0)
            return status;
        ::kill(pid, SIGKILL);
        return reap();
    }
    /// The wait status of what ends by itself, which it has a second for.
    int endByItself()
    {
        for (int i = 0; i < 100 && pid > 0; ++i) {
            int status = 0;
            if (const auto ended = ::waitpid(pid, &status, WNOHANG); ended == pid || (ended < 0 && errno != EINTR)) {
                pid = -1;
                return status;
            }
            ::poll(nullptr, 0, 10);
        }
        return end();
    }
    [[nodiscard]] bool hasEnded()
    {
        int status = 0;
        if (pid > 0 && ::waitpid(pid, &status, WNOHANG) == pid)
            pid = -1;
        return pid <= 0;
    }

    Exchange ask(std::string_view question, const Limits &limits, std::stop_token cancel, int wake);

private:
    int reap()
    {
        int status = 0;
        while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        pid = -1;
        return status;
    }
};

Exchange ReaderProcess::Child::ask(std::string_view question, const Limits &limits, std::stop_token cancel, int wake)
{
    Exchange exchange;
    const auto head = frameHead(question.size());
    std::size_t sent = 0;
    std::string received;
    std::array<char, PartOfAnswer> part;
    const auto until = std::chrono::steady_clock::now() + limits.whole + AnswerGrace;
    for (;;) {
        if (cancel.stop_requested()) {
            exchange.cancelled = true;
            return exchange;
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            exchange.late = true;
            return exchange;
        }
        const auto total = head.size() + question.size();
        std::array<pollfd, 2> fds{pollfd{link.fd, short(POLLIN | (sent < total ? POLLOUT : 0)), 0},
                                  pollfd{wake, POLLIN, 0}};
        if (::poll(fds.data(), fds.size(), int(std::min<std::int64_t>(left.count(), 60'000))) < 0 && errno != EINTR)
            return exchange;
        if ((fds[0].revents & POLLOUT) != 0 && sent < total) {
            const auto rest =
                sent < head.size() ? std::string_view(head).substr(sent) : question.substr(sent - head.size());
            const auto count = ::send(link.fd, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count > 0)
                sent += std::size_t(count);
            else if (count < 0 && errno != EAGAIN && errno != EINTR)
                sent = total; // it reads no more; what it still says comes below
        }
        if ((fds[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0)
            continue;
        const auto count = ::recv(link.fd, part.data(), part.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (count <= 0)
            return exchange; // it has ended
        received.append(part.data(), std::size_t(count));
        if (!exchange.begun && received.size() >= FrameHead) {
            exchange.begun = frameLength(received) == 0;
            exchange.senseless = !exchange.begun;
            received.erase(0, FrameHead);
        }
        if (exchange.begun && received.size() >= FrameHead) {
            const auto length = frameLength(received);
            exchange.senseless = length == 0 || length > mostAnswer(limits) || received.size() > FrameHead + length;
            if (!exchange.senseless && received.size() == FrameHead + length) {
                exchange.answer = received.substr(FrameHead);
                return exchange;
            }
        }
        if (exchange.senseless)
            return exchange;
    }
}

ReaderProcess::ReaderProcess(Options options) : m_options(std::move(options)) {}

ReaderProcess::~ReaderProcess() = default;

Result<void> ReaderProcess::start()
{
    m_child.reset();
    const auto failed = [&](int error) {
        return fail(Errc::Unavailable,
                    std::string("the reader of documents could not be started: ") + std::strerror(error),
                    m_options.program.string(), "check that the program is there and may be run");
    };
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return failed(errno);
    OwnedDescriptor ours(ends[0]);
    const OwnedDescriptor theirs(ends[1]);
    auto variables = environmentOfReader();
    std::vector<char *> envp;
    for (auto &variable : variables)
        envp.push_back(variable.data());
    envp.push_back(nullptr);
    std::string program = m_options.program.string(), command = "read-documents";
    const std::array<char *, 3> argv{program.data(), command.data(), nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, theirs.fd, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, theirs.fd, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, program.c_str(), &actions, &attributes, argv.data(), envp.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return failed(error);
    m_child = std::make_unique<Child>(pid, ours.take());
    return {};
}

Result<Document> ReaderProcess::read(const Source &source, const Limits &limits, std::stop_token cancel)
{
    const auto where = shortened(oneLine(source.name), 200);
    const auto cancelled = [&] { return fail(Errc::Cancelled, "reading was cancelled", where, "read it again"); };
    if (source.bytes.size() > limits.bytes)
        return fail(Errc::BadInput, "it is larger than " + std::to_string(limits.bytes / (1024 * 1024)) + " MiB",
                    where, "divide it into smaller documents, or raise the limit of the source");
    {
        std::unique_lock lock(m_mutex);
        if (!m_free.wait(lock, cancel, [this] { return !m_busy; }))
            return cancelled();
        m_busy = true;
    }
    struct Turn {
        ReaderProcess &reader;
        ~Turn()
        {
            const std::lock_guard lock(reader.m_mutex);
            reader.m_busy = false;
            reader.m_free.notify_one();
        }
    } turn{*this};

    std::array<int, 2> wakeEnds{-1, -1};
    if (::pipe2(wakeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return fail(Errc::Unavailable,
                    std::string("the reader of documents could not be asked: ") + std::strerror(errno), where,
                    "try again later");
    const OwnedDescriptor wake(wakeEnds[0]), waker(wakeEnds[1]);
    const std::stop_callback wakeUp(cancel,
                                    [&waker] { [[maybe_unused]] const auto written = ::write(waker.fd, "!", 1); });

    std::string question;
    for (int tries = 0;; ++tries) {
        if (cancel.stop_requested())
            return cancelled();
        if (m_child && (m_child->hasEnded() || m_child->documents >= MostDocuments || m_child->bytes >= MostSources))
            m_child.reset();
        if (!m_child)
            HS_TRY(start());
        if (question.empty())
            question = encodeQuestion({source, limits, m_options.memory, m_options.idle});
        ++m_child->documents;
        m_child->bytes += source.bytes.size();
        auto exchange = m_child->ask(question, limits, cancel, wake.fd);
        if (exchange.answer) {
            auto answer = decodeAnswer(*exchange.answer);
            if (!answer && answer.error().code == Errc::Internal) {
                m_child.reset();
                answer.error().where = where;
            }
            return answer;
        }
        const auto child = std::exchange(m_child, nullptr); // whatever it was, this one is not asked again
        if (exchange.cancelled)
            return cancelled();
        if (exchange.late)
            return fail(Errc::Timeout, "it took too long to read", where,
                        "divide it into smaller documents, or try again when the computer has less to do");
        if (exchange.senseless)
            return fail(Errc::Internal, "the reader answered nothing that makes sense", where,
                        "read the document again, and report it if that happens again");
        const int status = child->endByItself();
        if (!exchange.begun && tries == 0)
            continue; // it ended between two documents: by its idle time, or by somebody else
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
            return fail(Errc::Timeout, "a page of it, or all of it, took too long to read", where,
                        "divide it into smaller documents, or save it in another format");
        if (!exchange.begun)
            return fail(Errc::Unavailable, "the reader of documents ended before it read anything",
                        m_options.program.string(),
                        "check that the program can be run by itself, and that there is enough memory");
        return fail(Errc::BadInput, "the file broke its reader", where,
                    "save it again with the program it comes from, or in another format");
    }
}

} // namespace hs::documents
