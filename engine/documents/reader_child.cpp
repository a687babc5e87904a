#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <new>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "engine/documents/reader_frames.h"
#include "engine/documents/reader_process.h"
#include "engine/documents/work.h"

namespace hs::documents {

namespace {

constexpr rlim_t MostFile = 64 * 1024; // bytes; nothing here writes files
constexpr rlim_t MostDescriptors = 64;
constexpr int Nicer = 10;
constexpr std::chrono::milliseconds AlarmGrace{
    2'000}; // in which a reader is to notice by itself that its time is over

bool readFully(int fd, char *bytes, std::size_t size)
{
    while (size > 0) {
        const auto count = ::read(fd, bytes, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        bytes += count;
        size -= std::size_t(count);
    }
    return true;
}

bool writeFully(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        bytes.remove_prefix(std::size_t(count));
    }
    return true;
}

void lower(int resource, rlim_t most)
{
    rlimit limit{};
    if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max = std::min(limit.rlim_max, most);
    ::setrlimit(static_cast<__rlimit_resource_t>(resource), &limit);
}

/// Bytes of address space of this process; 0: not to be found out.
std::size_t addressSpace()
{
    const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    std::array<char, 64> text{};
    const auto count = ::read(file, text.data(), text.size());
    ::close(file);
    std::size_t pages = 0;
    if (count > 0)
        std::from_chars(text.data(), text.data() + count, pages);
    return pages * std::size_t(::sysconf(_SC_PAGESIZE));
}

void lowerRights(int in, int out)
{
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); // what others read stays out of reach of other programs of this user
    // Everything that was open where it was started, but for its two ends and the error output.
    unsigned first = 3;
    for (const int keep : {std::min(in, out), std::max(in, out)})
        if (keep >= 3) {
            if (unsigned(keep) > first)
                ::close_range(first, unsigned(keep) - 1, 0);
            first = unsigned(keep) + 1;
        }
    ::close_range(first, ~0U, 0);
    lower(RLIMIT_CORE, 0);
    lower(RLIMIT_FSIZE, MostFile);
    lower(RLIMIT_NOFILE, MostDescriptors);
    ::setpriority(PRIO_PROCESS, 0, Nicer);
}

void limitMemory(std::size_t above)
{
    if (const auto start = addressSpace(); start > 0 && above > 0)
        lower(RLIMIT_AS, start + above);
}

/// The process ends by SIGALRM after that time. What asked it takes that for a timeout.
void setAlarm(std::chrono::milliseconds time)
{
    itimerval timer{};
    if (time.count() > 0) {
        time += AlarmGrace;
        timer.it_value.tv_sec = time.count() / 1000;
        timer.it_value.tv_usec = time.count() % 1000 * 1000;
    }
    ::setitimer(ITIMER_REAL, &timer, nullptr);
}

/// Ends this process when nobody waits for its answers any more. (A signal at the parent's death would come when the
/// thread ends that started it, which says nothing.)
void endWithAsker(int out)
{
    std::thread([out] {
        pollfd end{out, 0, 0};
        while (::poll(&end, 1, -1) < 0 && errno == EINTR) {
        }
        std::_Exit(0);
    }).detach();
}

/// Reads one document. False: this process is to answer nothing more.
bool answerOne(const std::string &bytes, int out)
{
    Result<Document> answer = needsMoreMemory();
    std::string encoded;
    try {
        auto question = decodeQuestion(bytes);
        if (!question)
            return false;
        answer = readWatched(question->source, question->limits, setAlarm);
        setAlarm({});
        encoded = encodeAnswer(answer);
    } catch (const std::exception &) {
        setAlarm({});
        answer = needsMoreMemory();
        encoded = encodeAnswer(answer);
    }
    const bool spent = !answer && answer.error().what == NeedsMoreMemory;
    return writeFully(out, frameHead(encoded.size())) && writeFully(out, encoded) && !spent;
}

} // namespace

int serveReader(int in, int out)
{
    lowerRights(in, out);
    ::setenv("OMP_THREAD_LIMIT", "1", 1); // Tesseract is slower with more of them
    ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
    endWithAsker(out);
    bool limited = false;
    std::chrono::milliseconds idle{-1};
    for (;;) {
        pollfd ready{in, POLLIN, 0};
        const int count = ::poll(&ready, 1, int(std::clamp<std::int64_t>(idle.count(), -1, 24 * 3600 * 1000)));
        if (count < 0 && errno == EINTR)
            continue;
        std::array<char, FrameHead> head{};
        if (count <= 0 || !readFully(in, head.data(), head.size()))
            return 0;
        const auto length = frameLength({head.data(), head.size()});
        if (length == 0 || length > MostQuestion)
            return 2;
        try {
            std::string bytes(length, '\0');
            if (!readFully(in, bytes.data(), bytes.size()))
                return 0;
            if (!limited) { // the first question says how much there is
                const auto question = decodeQuestion(bytes);
                if (!question)
                    return 2;
                idle = question->idle.count() > 0 ? question->idle : idle;
                limitMemory(question->memory);
                limited = true;
            }
            if (!writeFully(out, frameHead(0)) || !answerOne(bytes, out))
                return 0;
        } catch (const std::bad_alloc &) {
            return 3;
        }
    }
}

} // namespace hs::documents
