#include "engine/agents/text/voice_check.h"

#include <algorithm>
#include <array>

#include "engine/agents/text/citation_check.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::agents {

namespace {

using TokenList = std::vector<Token>;

bool namesNumber(const TokenList &tokens)
{
    return std::any_of(tokens.begin(), tokens.end(), [](const Token &t) { return t.word.find_first_of("0123456789") != std::string::npos; });
}

/// What an agent's voice forbids: groups whose every match is a finding.
struct Avoided {
    std::string_view agent, rule;
};
constexpr std::array<Avoided, 9> AvoidedWords{{{"grace-fields", "jargon"},
                                               {"grace-fields", "level_number"},
                                               {"grace-fields", "blame"},
                                               {"nyra", "lead_word"},
                                               {"solari", "hedging"},
                                               {"ruvo", "adjective"},
                                               {"ruvo", "apology"},
                                               {"sage", "script"},
                                               {"sage", "urgency"}}};

/// The text without greeting and signature: a first line that ends with a comma, last lines without a full stop.
std::string_view letterBody(std::string_view text)
{
    text = trimmed(text);
    if (const auto end = text.find('\n'); end != std::string_view::npos && trimmed(text.substr(0, end)).ends_with(','))
        text = trimmed(text.substr(end));
    while (true) {
        const auto last = text.rfind('\n');
        if (last == std::string_view::npos)
            return text;
        const auto line = trimmed(text.substr(last));
        if (line.empty() || std::string_view(".!?:").find(line.back()) != std::string_view::npos || line.starts_with('['))
            return text;
        text = trimmed(text.substr(0, last));
    }
}

/// The text in front of its list of sources.
std::string_view withoutSources(std::string_view text)
{
    const auto at = text.find("\n[");
    return at == std::string_view::npos ? text : text.substr(0, at);
}

struct LetterEnds {
    TokenList first, last; ///< of the first two and the last two sentences
};
LetterEnds endsOf(const TokenList &tokens)
{
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (i == 0 || tokens[i].sentence)
            begins.push_back(i);
    LetterEnds ends;
    const auto at = [&](std::size_t i) { return tokens.begin() + static_cast<std::ptrdiff_t>(i); };
    ends.first.assign(tokens.begin(), begins.size() > 2 ? at(begins[2]) : tokens.end());
    ends.last.assign(begins.size() > 2 ? at(begins[begins.size() - 2]) : tokens.begin(), tokens.end());
    return ends;
}

} // namespace

std::vector<VoiceFinding> checkVoice(std::string_view text, std::string_view agent, const Lexicon &lexicon)
{
    std::vector<VoiceFinding> out;
    const Span whole{0, text.size()};
    const auto add = [&](std::string_view rule, Span span) {
        out.push_back({std::string(rule), span, std::string(text.substr(span.begin, span.end - span.begin))});
    };
    const auto tokens = tokenize(text);
    const auto counted = tokenize(withoutSources(text));
    if (static_cast<std::size_t>(std::count_if(counted.begin(), counted.end(), [](const Token &t) { return !t.word.empty(); })) > MostVoiceWords)
        add("length", whole);
    for (const auto &avoided : AvoidedWords)
        if (avoided.agent == agent)
            for (const auto &match : lexicon.find("voice." + std::string(avoided.rule), tokens))
                if (!match.negated || avoided.rule != "urgency") // "no hurry" is the opposite of urgency
                    add(avoided.rule, match.span);

    const auto ends = endsOf(tokenize(letterBody(withoutSources(text))));
    const auto says = [&](const TokenList &part, const char *what) { return !lexicon.find("voice." + std::string(what), part).empty(); };
    const auto want = [&](bool holds, std::string_view rule) {
        if (!holds)
            add(rule, whole);
    };
    if (agent == "grace-fields") {
        want(says(ends.first, "care"), "opens");
        want(says(ends.last, "time"), "closes");
    } else if (agent == "nyra") {
        want(says(ends.first, "thanks"), "opens");
        want(says(ends.last, "step"), "closes");
        if (std::count(text.begin(), text.end(), '?') > 1)
            add("two_questions", whole);
    } else if (agent == "solari") {
        want(namesNumber(ends.first) || says(ends.first, "fact"), "opens");
        want(namesNumber(ends.last), "closes");
    } else if (agent == "ruvo") {
        want(says(ends.first, "task") && says(ends.first, "state"), "opens");
        want(says(ends.last, "owner") && says(ends.last, "due"), "closes");
    } else if (agent == "liora") {
        want(says(ends.first, "purpose"), "opens");
        want(says(ends.last, "measure"), "closes");
    } else if (agent == "sage") {
        want(says(ends.first, "remembered"), "opens");
        want(says(ends.last, "invitation"), "closes");
    } else if (agent == "elan") {
        want(says(ends.last, "choice"), "closes");
    } else if (agent == "zevi") {
        want(namesNumber(ends.first), "opens");
        want(says(tokens, "base") && says(tokens, "period"), "baseless");
        want(says(ends.last, "advice"), "closes");
    } else if (agent == "atlas") {
        for (const auto &finding : checkCitations(text).findings)
            add("unsourced", finding.span);
    }
    std::stable_sort(out.begin(), out.end(), [](const VoiceFinding &a, const VoiceFinding &b) { return a.span.begin < b.span.begin; });
    return out;
}

} // namespace hs::agents
