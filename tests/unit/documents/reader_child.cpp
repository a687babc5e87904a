#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>

#include <unistd.h>

#include "engine/documents/reader_frames.h"
#include "engine/documents/reader_process.h"

using namespace hs::documents;

namespace {

bool readAll(std::string &bytes, std::size_t size)
{
    bytes.assign(size, '\0');
    for (std::size_t at = 0; at < size;) {
        const auto count = ::read(STDIN_FILENO, bytes.data() + at, size - at);
        if (count <= 0)
            return false;
        at += std::size_t(count);
    }
    return true;
}

void say(const std::string &bytes)
{
    for (std::size_t at = 0; at < bytes.size();) {
        const auto count = ::write(STDOUT_FILENO, bytes.data() + at, bytes.size() - at);
        if (count <= 0)
            std::_Exit(1);
        at += std::size_t(count);
    }
}

/// A reader that does what the names of its documents say.
int serveMoodily()
{
    for (std::string bytes; readAll(bytes, FrameHead);) {
        if (!readAll(bytes, frameLength(bytes)))
            return 1;
        const auto question = decodeQuestion(bytes);
        if (!question)
            return 1;
        const auto &name = question->source.name;
        if (name == "leave.txt")
            return 0; // before it says that it begins
        say(frameHead(0));
        if (name == "crash.txt")
            std::abort();
        if (name == "hang.txt")
            ::pause();
        if (name == "alarm.txt")
            ::raise(SIGALRM);
        if (name == "much.txt") {
            say(frameHead(1ULL << 40));
            ::pause();
        }
        if (name == "nonsense.txt") {
            say(frameHead(4) + "\xff\xff\xff\xff");
            continue;
        }
        if (name == "deep.txt") {
            say(frameHead(1'000'000) + std::string(1'000'000, '\x81'));
            continue;
        }
        Document document;
        document.text = "moody";
        document.blocks.push_back(
            {.kind = BlockKind::Paragraph, .start = 0, .end = name == "beyond.txt" ? 500U : 5U});
        const auto answer = encodeAnswer(document);
        say(frameHead(answer.size()) + answer);
        if (name == "last.txt")
            return 0;
    }
    return 0;
}

} // namespace

/// The child of the tests: the real one, or a moody one when its name says so.
int main(int count, char **words)
{
    if (count < 2 || std::string_view(words[1]) != "read-documents")
        return 64;
    return std::string_view(words[0]).ends_with("moody") ? serveMoodily() : serveReader(STDIN_FILENO, STDOUT_FILENO);
}
