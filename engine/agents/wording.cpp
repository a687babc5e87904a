#include "engine/agents/wording.h"

#include <algorithm>

namespace hs::agents {

namespace {

bool isNumeral(char c)
{
    return c >= '0' && c <= '9';
}

bool isAddress(std::string_view word)
{
    return word.find("://") != std::string_view::npos || word.starts_with("www.") || (word.find('@') != std::string_view::npos && word.find('.') != std::string_view::npos);
}

/// "(18:00)," → "18:00"
std::string_view withoutMarks(std::string_view word)
{
    constexpr std::string_view Around = "()[]{}<>\"'.,;:!?*_#";
    const auto first = word.find_first_not_of(Around);
    if (first == std::string_view::npos)
        return {};
    return word.substr(first, word.find_last_not_of(Around) - first + 1);
}

/// The runs of digits of a word with what joins them: "CHF1'940.50" → "1'940.50", "10–12" → "10", "12".
void addNumbers(std::string_view word, std::vector<std::string> &facts)
{
    constexpr std::string_view Joins = ".,:/'";
    for (std::size_t i = 0; i < word.size();) {
        if (!isNumeral(word[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < word.size() && (isNumeral(word[end]) || (Joins.find(word[end]) != std::string_view::npos && end + 1 < word.size() && isNumeral(word[end + 1]))))
            ++end;
        facts.emplace_back(word.substr(i, end - i));
        i = end;
    }
}

/// "3." or "3)" at the beginning of a line.
bool countsALine(std::string_view line, std::size_t begin, std::size_t end)
{
    return line.find_first_not_of(" \t-*") == begin && end - begin >= 2 && end - begin <= 3 && (line[end - 1] == '.' || line[end - 1] == ')')
        && std::all_of(line.begin() + std::ptrdiff_t(begin), line.begin() + std::ptrdiff_t(end) - 1, isNumeral);
}

bool isAmong(const std::vector<std::string> &facts, const std::string &one)
{
    return std::find(facts.begin(), facts.end(), one) != facts.end();
}

} // namespace

Json toJson(const Words &words)
{
    return {{"title", words.title}, {"text", words.text}, {"model", words.model}};
}

Words wordsFrom(const Json &value)
{
    return {text(value, "title"), text(value, "text"), text(value, "model")};
}

std::vector<std::string> hardFacts(std::string_view text)
{
    std::vector<std::string> all;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        for (std::size_t begin = line.find_first_not_of(" \t"); begin != std::string_view::npos;) {
            const auto end = std::min(line.size(), line.find_first_of(" \t", begin));
            const auto word = withoutMarks(line.substr(begin, end - begin));
            if (isAddress(word))
                all.emplace_back(word);
            else if (!countsALine(line, begin, end))
                addNumbers(word, all);
            begin = line.find_first_not_of(" \t", end);
        }
    }
    std::vector<std::string> once;
    for (auto &fact : all)
        if (!isAmong(once, fact))
            once.push_back(std::move(fact));
    return once;
}

std::string noWordsBecause(const Words &words, const Wording &wording)
{
    if (words.text.find_first_not_of(" \t\r\n") == std::string::npos || words.title.find_first_not_of(" \t\r\n") == std::string::npos)
        return "title or text is empty";
    const auto said = hardFacts(words.title + "\n" + words.text);
    const auto given = hardFacts(wording.title + "\n" + wording.text + "\n" + wording.given);
    for (const auto &fact : said)
        if (!isAmong(given, fact))
            return "\"" + fact + "\" was not given";
    for (const auto &fact : hardFacts(wording.text))
        if (!isAmong(said, fact))
            return "\"" + fact + "\" is missing";
    return {};
}

} // namespace hs::agents
