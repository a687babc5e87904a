#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/text/tokens.h"

// Checks an answer against its sources: each sentence that claims something carries the number of a source, each number
// has its source, and no source stands there for show. Pure; any thread.
namespace hs::agents {

/// A line of the list of sources: "[1] Opening hours (page) – https://…".
struct CitedSource {
    int number = 0;
    std::string title, kind, link;
    Span span;
};

struct CitationFinding {
    std::string rule; ///< uncited, unknown, unused, twice, malformed, no_sources
    Span span;        ///< bytes of the answer
    std::string text; ///< the sentence, the number or the line
};

struct CitedAnswer {
    std::vector<CitedSource> sources;
    std::vector<CitationFinding> findings; ///< in the order of the text
    [[nodiscard]] bool holds() const { return findings.empty(); }
};

/// Reads an answer as Atlas writes it: text with numbers in brackets, then a line for every source, "[n] title (kind) –
/// link" (a hyphen parts as well as a dash). A number belongs to the sentence it stands in, also right behind its full
/// stop; "[1][2]" and "[1, 2]" are two.
///
/// Rules:
/// - uncited: a sentence without a number. Free of it are questions, greetings, headings that end with a colon, and
///   sentences that say what is missing ("Missing: …", "The sources do not say …", "Nothing was found …", German alike):
///   they claim nothing that a source could hold.
/// - unknown: a number that no source has.
/// - unused: a source that no sentence names.
/// - twice: a second source with the same number.
/// - malformed: a line that begins with a number in brackets and is not written as above.
/// - no_sources: numbers in the text and not one source below it.
///
/// O(n).
[[nodiscard]] CitedAnswer checkCitations(std::string_view answer);

} // namespace hs::agents
