// The APIs of language models on the loopback as a program, for flow tests and benchmarks:
//
//     fake_ai --port N --script FILE
//
// Prints one line of JSON when it listens: {"ready": true, "url", "port", "key", "bases": {"openai": …, "compatible": …,
// "huggingface": …, "anthropic": …}}. Ends on SIGINT and SIGTERM, and with --until-eof when its input ends, so that it never
// outlives its test.
//
// The script is JSON lines; empty ones and those that begin with "//" are skipped. Each is one reply. A request takes the
// first that fits it and is left; when none does, the answer is thought up (see fake_ai.h).
//
//     which requests   "dialect" ("openai", "compatible", "huggingface", "anthropic"), "model",
//                      "contains" (a part of the last message: of the user, or a tool's result), "times" (1; 0: no end)
//     what is said     "text", or "data" (any JSON, for schemas), "calls" [{"name", "arguments" {…} or "raw" "…", "id"}],
//                      "refusal", "finish" ("length", "filtered", "window"), "half_json", "usage" (true), "pings", "thinking"
//     how it goes      "wait_ms", "between_ms" (events), "piece" (bytes of text in an event), "never",
//                      "cut_after" (bytes) with "cut_cleanly", "garbled",
//                      "error_after" (events of text) with "error_type" and "error_message"
//     instead of it    "status" with "headers" {…}, "error_type", "error_message" or a whole "body"
//
//     {"status": 429, "headers": {"retry-after": "1"}, "times": 3}
//     {"contains": "weather", "calls": [{"name": "look_up", "arguments": {"place": "Zürich"}}]}
//     {"contains": "slowly", "text": "One word after the other.", "between_ms": 50, "times": 0}
//
// While it runs, over its own port and without a key: GET and DELETE /_control/log (what it was asked), POST and DELETE
// /_control/script (one reply or a list), GET /_control/state, POST /_control/keys {"add": […], "remove": […]},
// POST /_control/models {"dialect", "models": […]}.

#include <charconv>
#include <cstdio>
#include <fstream>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

#include "tests/fakes/ai/fake_ai.h"

namespace {

using hs::Json;
using hs::test::AiDialect;

struct Settings {
    hs::test::FakeAiOptions fake;
    std::string script;
    bool untilEof = false;
};

constexpr const char *Usage = "fake_ai [--port N] [--script FILE] [--key TEXT] [--compatible-key TEXT] [--until-eof]\n";

bool read(int argc, char **argv, Settings &settings)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--until-eof") {
            settings.untilEof = true;
            continue;
        }
        if (i + 1 >= argc)
            return false;
        const std::string_view value = argv[++i];
        if (name == "--port") {
            const auto end = value.data() + value.size();
            const auto read = std::from_chars(value.data(), end, settings.fake.port);
            if (read.ec != std::errc() || read.ptr != end)
                return false;
        } else if (name == "--script") {
            settings.script = value;
        } else if (name == "--key") {
            settings.fake.key = value;
        } else if (name == "--compatible-key") {
            settings.fake.compatibleKey = value;
        } else {
            return false;
        }
    }
    return true;
}

/// Says what is wrong, with its line; empty: nothing is.
std::string play(hs::test::FakeAi &fake, const std::string &path)
{
    std::ifstream file(path);
    if (!file)
        return "cannot be read";
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos || line.starts_with("//"))
            continue;
        const auto json = hs::parseJson(line);
        const auto reply = json ? hs::test::aiReplyFrom(*json) : tl::make_unexpected(json.error());
        if (!reply)
            return "line " + std::to_string(number) + ": " + hs::describe(reply.error());
        fake.script(*reply);
    }
    return {};
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

    hs::test::FakeAi fake(settings.fake);
    if (fake.port() == 0) {
        std::fputs("fake_ai: the port is taken\n", stderr);
        return 1;
    }
    if (!settings.script.empty())
        if (const auto wrong = play(fake, settings.script); !wrong.empty()) {
            std::fprintf(stderr, "fake_ai: %s: %s\n", settings.script.c_str(), wrong.c_str());
            return 2;
        }
    Json bases = Json::object();
    for (const auto dialect : {AiDialect::OpenAi, AiDialect::Compatible, AiDialect::HuggingFace, AiDialect::Anthropic})
        bases[std::string(hs::test::nameOf(dialect))] = fake.base(dialect);
    const Json ready{{"ready", true}, {"url", fake.url()}, {"port", fake.port()}, {"key", fake.key()}, {"bases", bases}};
    std::printf("%s\n", hs::dump(ready).c_str());
    std::fflush(stdout);
    waitForTheEnd(signals, settings.untilEof);
    return 0;
}
