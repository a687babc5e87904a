#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "engine/agents/books.h"
#include "engine/agents/registry.h"
#include "tests/eval/sections.h"

// Measures the rule-based agents against labelled examples and ends with 1 when a figure is below its threshold.
// See README.md beside this file.

namespace {

using namespace hs;

Result<agents::AgentRegistry::Files> shippedFiles(const std::filesystem::path &resources)
{
    agents::AgentRegistry::Files files;
    for (const auto *folder : {"agents", "routing"}) {
        std::error_code failed;
        for (const auto &entry : std::filesystem::directory_iterator(resources / folder, failed)) {
            if (entry.path().extension() != ".json")
                continue;
            auto content = eval::readFile(entry.path());
            if (!content)
                return tl::make_unexpected(content.error());
            files[std::string(folder) + "/" + entry.path().filename().string()] = std::move(*content);
        }
    }
    return files;
}

} // namespace

int main(int count, char **words)
{
    auto heldOutMistakes = false;
    auto quiet = false;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        if (word == "--held-out-mistakes")
            heldOutMistakes = true;
        else if (word == "--quiet")
            quiet = true;
        else {
            std::fprintf(stderr, "hs_eval [--held-out-mistakes] [--quiet]\n"
                                 "  --held-out-mistakes  lists the mistakes of the part kept apart too; never while rules are tuned\n"
                                 "  --quiet              lists no mistakes\n");
            return 2;
        }
    }
    const auto *root = std::getenv("HS_SOURCE_DIR");
    const std::filesystem::path source = root ? root : ".";
    const auto folder = source / "tests" / "eval";
    const auto files = shippedFiles(source / "resources");
    const auto books = files.and_then([](const auto &read) { return agents::Books::load(read); });
    const auto registry = files.and_then([](const auto &read) { return agents::AgentRegistry::load(read); });
    if (!books || !registry) {
        std::fprintf(stderr, "%s\n", describe(books ? registry.error() : books.error()).c_str());
        return 2;
    }
    auto passed = true;
    for (const auto &section : {eval::routing(*books, folder, "requests"), eval::routing(*books, folder, "blind"), eval::routing(*books, folder, "second"), eval::routing(*books, folder, "third"), eval::leads(*books, folder), eval::tasks(*registry, *books, folder),
                                eval::tone(*books, folder), eval::citations(folder)}) {
        if (!section) {
            std::fprintf(stderr, "%s\n", describe(section.error()).c_str());
            return 2;
        }
        std::printf("%s", eval::tableOf(*section).c_str());
        if (!quiet)
            std::printf("%s", eval::mistakesOf(*section, heldOutMistakes).c_str());
        for (const auto &measure : section->measures)
            passed = passed && measure.passes();
    }
    std::printf("\n%s\n", passed ? "All thresholds are reached." : "A threshold is not reached.");
    return passed ? 0 : 1;
}
