// Notion on the loopback as a program, for flow tests and benchmarks. Prints one line of JSON when it listens:
// {"url", "port", "token", "root", "data_sources": {key: id}}. Ends on SIGINT and SIGTERM, and with --until-eof when
// its input ends, so that it never outlives its test. Control: control_door.h.

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

#include "tests/fakes/notion/fake_notion.h"

namespace {

using hs::Json;

struct Settings {
    hs::test::FakeNotionOptions fake;
    std::size_t pages = 0;
    std::size_t bytes = 6500;
    bool hub = false;
    bool untilEof = false;
    bool log = true;
};

constexpr const char *Usage = "fake_notion [--port N] [--seed N] [--token TEXT] [--rate REQUESTS_PER_MINUTE] [--latency MS] [--skew MS]\n"
                              "            [--hub] [--pages N_PER_DATABASE] [--page-bytes N] [--search-lag MS] [--webhook-window MS]\n"
                              "            [--short-answers N] [--query-cap N] [--offset-cursors] [--silent-unknown-names]\n"
                              "            [--own-edits-notify] [--no-log] [--until-eof]\n";

bool read(int argc, char **argv, Settings &settings)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        std::int64_t number = 0;
        const auto value = [&]() -> const char * { return i + 1 < argc ? argv[++i] : ""; };
        const auto amount = [&] {
            const std::string_view text = value();
            const auto end = text.data() + text.size();
            return std::from_chars(text.data(), end, number).ptr == end && !text.empty();
        };
        const auto set = [&](auto &to) {
            if (!amount())
                return false;
            to = std::decay_t<decltype(to)>(number);
            return true;
        };
        bool good = true;
        if (name == "--port")
            good = set(settings.fake.port);
        else if (name == "--seed")
            good = set(settings.fake.seed);
        else if (name == "--token")
            settings.fake.token = value();
        else if (name == "--rate")
            good = set(settings.fake.requestsPerMinute);
        else if (name == "--latency")
            good = set(settings.fake.latency);
        else if (name == "--skew")
            good = set(settings.fake.skew);
        else if (name == "--hub")
            settings.hub = true;
        else if (name == "--pages")
            good = set(settings.pages);
        else if (name == "--page-bytes")
            good = set(settings.bytes);
        else if (name == "--search-lag")
            good = set(settings.fake.searchLag);
        else if (name == "--webhook-window")
            good = set(settings.fake.webhookWindow);
        else if (name == "--short-answers")
            good = set(settings.fake.longestAnswer);
        else if (name == "--query-cap")
            good = set(settings.fake.queryCap);
        else if (name == "--offset-cursors")
            settings.fake.offsetCursors = true;
        else if (name == "--silent-unknown-names")
            settings.fake.refuseUnknownNames = false;
        else if (name == "--own-edits-notify")
            settings.fake.notifyOwnEdits = true;
        else if (name == "--no-log")
            settings.log = false;
        else if (name == "--until-eof")
            settings.untilEof = true;
        else
            good = false;
        if (!good)
            return false;
    }
    return true;
}

void waitForTheEnd(int signals, bool untilEof)
{
    pollfd ends[2]{{signals, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    for (;;) {
        if (::poll(ends, untilEof ? 2 : 1, -1) < 0)
            continue;
        if (ends[0].revents != 0)
            return;
        char bytes[256];
        if (untilEof && ends[1].revents != 0 && ::read(STDIN_FILENO, bytes, sizeof(bytes)) <= 0)
            return;
    }
}

} // namespace

int main(int argc, char **argv)
{
    Settings settings;
    if (!read(argc, argv, settings)) {
        std::fputs(Usage, stderr);
        return 2;
    }
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr); // before any thread is made
    const int signals = ::signalfd(-1, &ending, SFD_CLOEXEC);

    hs::test::FakeNotion notion(settings.fake);
    if (notion.port() == 0) {
        std::fputs("fake_notion: the port is taken\n", stderr);
        return 1;
    }
    notion.keepLog(settings.log);
    const auto sources = settings.hub || settings.pages > 0 ? notion.seedHub(settings.pages, settings.bytes) : std::map<std::string, std::string>();
    const Json ready{{"url", notion.url()}, {"port", notion.port()}, {"token", notion.token()}, {"root", notion.rootPage()}, {"data_sources", sources}};
    std::printf("%s\n", hs::dump(ready).c_str());
    std::fflush(stdout);
    waitForTheEnd(signals, settings.untilEof);
    return 0;
}
