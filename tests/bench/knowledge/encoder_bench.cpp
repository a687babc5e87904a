/// What the sentence encoder costs: loading, windows of 128 pieces a second, a question, a passage of 250 words; every kernel of the
/// machine in turns within one run, on one thread. One JSON line a figure.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/embedding/sentence_encoder.h"
#include "resources/resources.h"

using namespace hs;
using namespace hs::embedding;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr int Rounds = 15;

double millis(const std::function<void()> &work)
{
    const auto start = SteadyClock::now();
    work();
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
}

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

std::string wordsOf(std::size_t count)
{
    const std::vector<std::string> words{"the", "studio", "opens", "at", "nine", "and", "every", "guest", "who", "comes", "late", "may", "still",
                                         "book", "a", "place", "for", "the", "evening", "class", "or", "ask", "for", "money", "back"};
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += (i == 0 ? "" : " ") + words[i % words.size()];
    return text;
}

} // namespace

int main()
{
    const auto bytes = resources::sentenceModel();
    if (!bytes) {
        std::fprintf(stderr, "%s\n", describe(bytes).c_str());
        return 1;
    }
    std::vector<double> loads;
    for (int i = 0; i < 5; ++i)
        loads.push_back(millis([&] { static_cast<void>(SentenceEncoder::load(*bytes)); }));
    std::printf("{\"figure\":\"load\",\"ms\":%.1f}\n", median(loads));
    const auto loaded = SentenceEncoder::load(*bytes);
    if (!loaded) {
        std::fprintf(stderr, "%s\n", describe(loaded).c_str());
        return 1;
    }
    const SentenceEncoder &encoder = **loaded;

    const std::string window = wordsOf(200), passage = wordsOf(250);
    const std::string question = "When does the evening class start, and may I still get my money back?";
    struct Times {
        std::vector<double> window, question, passage, pieces;
    };
    std::map<std::string, Times> times;
    for (int round = 0; round < Rounds; ++round) {
        for (const char *kernel : {"avx2", "sse", "plain"}) {
            if (!SentenceEncoder::useKernel(kernel))
                continue;
            Times &here = times[kernel];
            here.window.push_back(millis([&] { static_cast<void>(encoder.encode(window)); }));
            here.question.push_back(millis([&] { static_cast<void>(encoder.encode(question)); }));
            here.passage.push_back(millis([&] { static_cast<void>(encoder.encodePassage("Opening hours", passage)); }));
            here.pieces.push_back(millis([&] { static_cast<void>(encoder.pieces(passage, 1'000)); }));
        }
    }
    for (const auto &[kernel, here] : times) {
        const auto best = [](const std::vector<double> &values) { return *std::min_element(values.begin(), values.end()); };
        std::printf("{\"figure\":\"encode\",\"kernel\":\"%s\",\"windowsASecond\":%.1f,\"bestWindowMs\":%.2f,\"medianWindowMs\":%.2f,"
                    "\"questionPieces\":%zu,\"bestQuestionMs\":%.2f,\"medianQuestionMs\":%.2f,\"passagePieces\":%zu,\"bestPassageMs\":%.2f,"
                    "\"piecesOfPassageMs\":%.3f}\n",
                    kernel.c_str(), 1'000 / best(here.window), best(here.window), median(here.window), encoder.pieces(question).size(),
                    best(here.question), median(here.question), encoder.pieces(passage, 1'000).size(), best(here.passage), best(here.pieces));
    }
    return 0;
}
