#include "engine/agents/text/citation_check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "engine/vocabulary/trimmed.h"

namespace hs::agents {

namespace {

bool isNumeral(char c)
{
    return c >= '0' && c <= '9';
}

/// Numbers in brackets that begin at `at` ("[1]", "[1, 2]"), and the byte behind them.
struct Bracket {
    std::vector<int> numbers;
    std::size_t end = 0;
};
std::optional<Bracket> bracketAt(std::string_view text, std::size_t at)
{
    if (at >= text.size() || text[at] != '[')
        return std::nullopt;
    Bracket bracket;
    auto i = at + 1;
    while (i < text.size() && isNumeral(text[i])) {
        int number = 0;
        const auto [behind, error] = std::from_chars(text.data() + i, text.data() + text.size(), number);
        if (error != std::errc())
            return std::nullopt;
        bracket.numbers.push_back(number);
        i = static_cast<std::size_t>(behind - text.data());
        while (i < text.size() && (text[i] == ',' || text[i] == ' '))
            ++i;
    }
    if (bracket.numbers.empty() || i >= text.size() || text[i] != ']')
        return std::nullopt;
    bracket.end = i + 1;
    return bracket;
}

/// "title (kind) – link"; the kind is the last pair of parentheses before the dash.
std::optional<CitedSource> sourceOf(std::string_view rest)
{
    auto dash = std::string_view::npos;
    std::size_t width = 0;
    for (const std::string_view sign : {") – ", ") — ", ") - "})
        if (const auto found = rest.rfind(sign); found != std::string_view::npos && (dash == std::string_view::npos || found > dash)) {
            dash = found;
            width = sign.size();
        }
    if (dash == std::string_view::npos)
        return std::nullopt;
    const auto open = rest.rfind('(', dash);
    if (open == std::string_view::npos)
        return std::nullopt;
    CitedSource source;
    source.title = trimmed(rest.substr(0, open));
    source.kind = trimmed(rest.substr(open + 1, dash - open - 1));
    source.link = trimmed(rest.substr(dash + width));
    if (source.title.empty() || source.kind.empty() || source.link.empty() || source.link.find(' ') != std::string::npos)
        return std::nullopt;
    return source;
}

/// What claims nothing, by how it begins.
bool tellsWhatIsMissing(std::string_view sentence)
{
    static constexpr std::array<std::string_view, 17> Beginnings{
        "missing:",         "what is missing", "not in the sources", "the sources do not",   "the sources say nothing", "nothing was found",
        "i found nothing",  "no source",       "i have no source",   "i can make a task",    "i can ask",               "es fehlt",
        "was fehlt",        "dazu steht nichts", "nicht in den quellen", "die quellen sagen nichts", "ich habe nichts"};
    const auto low = fold(sentence);
    return std::any_of(Beginnings.begin(), Beginnings.end(), [&](std::string_view b) { return low.starts_with(b); });
}

bool isAbbreviation(std::string_view before)
{
    static constexpr std::array<std::string_view, 14> Known{"e.g", "i.e", "nr", "dr",  "approx", "ca",   "bzw",
                                                            "z.b", "mr",  "mrs", "ms", "vol",    "prof", "vs"};
    const auto space = before.find_last_of(" \n([");
    const auto word = fold(space == std::string_view::npos ? before : before.substr(space + 1));
    return std::find(Known.begin(), Known.end(), word) != Known.end();
}

/// Ends of sentences in a paragraph: a mark, then what closes it and its numbers, then white space or the end.
std::vector<Span> sentencesOf(std::string_view text, Span paragraph)
{
    std::vector<Span> out;
    auto begin = paragraph.begin;
    for (auto i = paragraph.begin; i < paragraph.end; ++i) {
        if (text[i] != '.' && text[i] != '!' && text[i] != '?')
            continue;
        if (text[i] == '.' && isAbbreviation(text.substr(begin, i - begin)))
            continue;
        auto end = i + 1;
        while (end < paragraph.end && std::string_view(".!?\")'").find(text[end]) != std::string_view::npos)
            ++end;
        for (auto next = end;;) { // numbers right behind the full stop, with or without a space
            while (next < paragraph.end && text[next] == ' ')
                ++next;
            const auto bracket = bracketAt(text.substr(0, paragraph.end), next);
            if (!bracket)
                break;
            end = next = bracket->end;
        }
        if (end < paragraph.end && text[end] != ' ' && text[end] != '\n')
            continue; // "3.5", "example.org"
        out.push_back({begin, end});
        begin = end;
        i = end - 1;
    }
    if (!trimmed(text.substr(begin, paragraph.end - begin)).empty())
        out.push_back({begin, paragraph.end});
    return out;
}

bool needsSource(std::string_view sentence)
{
    const auto words = tokenize(sentence);
    const auto letters = std::count_if(words.begin(), words.end(), [](const Token &t) { return !t.word.empty() && !isNumeral(t.word.front()); });
    if (letters == 0 || sentence.ends_with('?') || sentence.ends_with(':'))
        return false;
    if (sentence.ends_with(',') && letters <= 4)
        return false; // a greeting
    return !tellsWhatIsMissing(sentence);
}

} // namespace

CitedAnswer checkCitations(std::string_view answer)
{
    CitedAnswer out;
    std::vector<Span> paragraphs; // of the text; lines that follow each other are one
    const auto wordsOfSpan = [&](Span span) { return trimmed(answer.substr(span.begin, span.end - span.begin)); };
    const auto add = [&](const char *rule, Span span) { out.findings.push_back({rule, span, std::string(wordsOfSpan(span))}); };
    const auto known = [&](int number) {
        return std::any_of(out.sources.begin(), out.sources.end(), [&](const CitedSource &s) { return s.number == number; });
    };

    auto open = false;
    for (std::size_t begin = 0; begin < answer.size();) {
        const auto end = std::min(answer.find('\n', begin), answer.size());
        const Span line{begin, end};
        begin = end + 1;
        const auto words = wordsOfSpan(line);
        const auto bracket = bracketAt(words, 0);
        if (!bracket) {
            if (!words.empty() && open)
                paragraphs.back().end = line.end;
            else if (!words.empty())
                paragraphs.push_back(line);
            open = !words.empty() && !words.ends_with(':');
            continue;
        }
        open = false;
        auto source = bracket->numbers.size() == 1 ? sourceOf(trimmed(words.substr(bracket->end))) : std::nullopt;
        if (!source) {
            add("malformed", line);
            continue;
        }
        source->number = bracket->numbers.front();
        source->span = line;
        if (known(source->number))
            add("twice", line);
        else
            out.sources.push_back(std::move(*source));
    }

    std::set<int> named;
    auto firstNumber = Span{};
    for (const auto &paragraph : paragraphs)
        for (const auto &sentence : sentencesOf(answer, paragraph)) {
            auto cited = false;
            for (auto i = sentence.begin; i < sentence.end; ++i) {
                const auto bracket = bracketAt(answer.substr(0, sentence.end), i);
                if (!bracket)
                    continue;
                cited = true;
                const Span span{i, bracket->end};
                if (named.empty())
                    firstNumber = span;
                for (const auto number : bracket->numbers) {
                    named.insert(number);
                    if (!out.sources.empty() && !known(number))
                        add("unknown", span);
                }
                i = bracket->end - 1;
            }
            if (!cited && needsSource(wordsOfSpan(sentence)))
                add("uncited", sentence);
        }
    if (out.sources.empty() && !named.empty())
        add("no_sources", firstNumber);
    for (const auto &source : out.sources)
        if (!named.contains(source.number))
            add("unused", source.span);
    std::stable_sort(out.findings.begin(), out.findings.end(),
                     [](const CitationFinding &a, const CitationFinding &b) { return a.span.begin < b.span.begin; });
    return out;
}

} // namespace hs::agents
