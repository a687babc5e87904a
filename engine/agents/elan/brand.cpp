#include "engine/agents/elan/brand.h"

#include <algorithm>
#include <array>
#include <map>

#include "engine/vocabulary/json.h"

namespace hs::agents {

namespace {

constexpr std::size_t MostShown = 80;

std::string shown(std::string_view text, const Span &span)
{
    auto end = std::min(span.end, span.begin + MostShown);
    while (end > span.begin && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end; // never cut a letter
    return std::string(text.substr(span.begin, end - span.begin));
}

/// Letters of a word as it stands: how many, and whether all are capitals.
std::size_t capitalsIn(std::string_view word)
{
    std::size_t n = 0;
    for (std::size_t i = 0; i < word.size();) {
        const auto c = pointAt(word, i);
        const auto isSmall = (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7);
        const auto isCapital = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
        if (isSmall || (c > 0xFF))
            return 0;
        n += isCapital ? 1 : 0;
    }
    return n;
}

} // namespace

std::size_t wordsOf(std::string_view text)
{
    const auto tokens = tokenize(text);
    return static_cast<std::size_t>(std::count_if(tokens.begin(), tokens.end(), [](const Token &t) { return !t.word.empty(); }));
}

std::size_t charactersOf(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Result<BrandRules> BrandRules::load(std::string_view text_, const std::string &name)
{
    const auto parsed = parseJson(text_);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    const auto &root = *parsed;
    BrandRules out;
    // The words are those of a lexicon, so they take their inflected forms and gaps as everywhere.
    std::map<std::string, Json> groups; ///< by language
    const auto addWords = [&](const std::string &group, const Json &words) {
        for (const auto &[language, list] : words.items())
            groups[language][group] = {{"patterns", list}};
    };
    for (const auto &item : member(root, "rules")) {
        Rule rule{text(item, "key"), text(item, "why"), text(item, "mend"), {}, {}, item.contains("unless")};
        if (rule.key.empty() || rule.why.empty() || rule.mend.empty() || !member(item, "words").is_object())
            return fail(Errc::BadInput, "a rule lacks its key, its why, its mend or its words", name + ":/rules/" + rule.key, "give all of them");
        for (const auto &kind : member(item, "kinds"))
            rule.kinds.insert(scalarText(kind));
        for (const auto &voice : member(item, "voices"))
            rule.voices.insert(scalarText(voice));
        addWords(rule.key, item.at("words"));
        if (rule.hasUnless)
            addWords(rule.key + ".unless", item.at("unless"));
        out.m_rules.push_back(std::move(rule));
    }
    const auto &closing = member(root, "closing");
    addWords("closing", member(closing, "words"));
    for (const auto &type : member(closing, "types"))
        out.m_closingTypes.insert(scalarText(type));
    std::vector<std::string> texts;
    std::vector<Lexicon::Source> sources;
    for (const auto &[language, group] : groups)
        texts.push_back(dump({{"language", language}, {"common", Json::array()}, {"negations", Json::array()}, {"no_negation_before", Json::array()}, {"carry_negation", Json::array()},
                              {"irregular", Json::object()}, {"groups", group}}));
    for (const auto &one : texts)
        sources.push_back({name, one});
    auto words = Lexicon::load(sources);
    if (!words)
        return tl::make_unexpected(words.error());
    out.m_words = std::move(*words);
    out.m_exclamations = static_cast<std::size_t>(std::max<std::int64_t>(0, integer(root, "exclamations")));
    const auto &capitals = member(root, "capitals");
    out.m_capitalsFrom = static_cast<std::size_t>(std::max<std::int64_t>(2, integer(capitals, "from", 4)));
    for (const auto &word : member(capitals, "allowed"))
        out.m_capitals.insert(scalarText(word));
    const auto &repeats = member(root, "repeats");
    out.m_repeatWords = static_cast<std::size_t>(integer(repeats, "words", 50));
    out.m_repeatPercent = static_cast<std::size_t>(integer(repeats, "percent", 6));
    out.m_repeatLetters = static_cast<std::size_t>(integer(repeats, "letters", 5));
    return out;
}

std::vector<Finding> BrandRules::check(std::string_view text, const BrandScope &scope) const
{
    std::vector<Finding> out;
    const auto tokens = tokenize(text);
    for (const auto &rule : m_rules) {
        if ((!rule.kinds.empty() && !rule.kinds.contains(scope.kind)) || (!rule.voices.empty() && !rule.voices.contains(scope.voice)))
            continue;
        if (rule.hasUnless && m_words.has(rule.key + ".unless", tokens))
            continue;
        for (const auto &match : m_words.find(rule.key, tokens))
            out.push_back({rule.key, match.span, shown(text, match.span), rule.why, rule.mend});
    }
    checkForm(text, tokens, scope, out);
    std::stable_sort(out.begin(), out.end(), [](const Finding &a, const Finding &b) { return a.span.begin < b.span.begin; });
    return out;
}

void BrandRules::checkForm(std::string_view text, const std::vector<Token> &tokens, const BrandScope &scope, std::vector<Finding> &out) const
{
    const auto add = [&](const char *rule, Span span, std::string why, std::string mend) { out.push_back({rule, span, shown(text, span), std::move(why), std::move(mend)}); };
    const Span whole{0, text.size()};

    std::size_t exclamations = 0;
    for (auto at = text.find('!'); at != std::string_view::npos; at = text.find('!', at + 1))
        if (++exclamations > m_exclamations)
            add("exclamation", {at, at + 1}, "An exclamation mark raises the voice.", "End the sentence with a full stop.");

    for (const auto &[open, close] : {std::pair{std::string_view("{{"), std::string_view("}}")}, std::pair{std::string_view("["), std::string_view("]")}})
        for (auto at = text.find(open); at != std::string_view::npos;) {
            const auto end = text.find(close, at);
            if (end == std::string_view::npos)
                break;
            add("placeholder", {at, end + close.size()}, "A placeholder is still open.", "Fill it, or take its sentence out.");
            at = text.find(open, end + close.size());
        }

    std::map<std::string, std::pair<std::size_t, Span>> counts;
    std::size_t words = 0;
    for (const auto &token : tokens) {
        if (token.word.empty())
            continue;
        ++words;
        const auto word = text.substr(token.span.begin, token.span.end - token.span.begin);
        if (word == "TODO" || word == "XXX" || word == "TBD")
            add("placeholder", token.span, "A note to oneself is still in the text.", "Fill it, or take its sentence out.");
        else if (capitalsIn(word) >= m_capitalsFrom && !m_capitals.contains(word))
            add("capitals", token.span, "A word in capitals shouts.", "Write it in small letters.");
        if (charactersOf(token.word) >= m_repeatLetters) {
            auto &[n, first] = counts.try_emplace(token.word, 0, token.span).first->second;
            ++n;
        }
    }
    if (words >= m_repeatWords)
        for (const auto &[word, seen] : counts)
            if (seen.first * 100 >= m_repeatPercent * words)
                add("repeats", seen.second, "\"" + word + "\" stands " + std::to_string(seen.first) + " times in " + std::to_string(words) + " words.", "Use it once and mean it.");

    if (scope.leastWords > 0 && words < scope.leastWords)
        add("length", whole, "It has " + std::to_string(words) + " words, at least " + std::to_string(scope.leastWords) + " are usual.", "Add what the reader needs.");
    if (scope.mostWords > 0 && words > scope.mostWords)
        add("length", whole, "It has " + std::to_string(words) + " words, at most " + std::to_string(scope.mostWords) + " are usual.", "Shorten it.");
    if (const auto n = charactersOf(text); scope.mostCharacters > 0 && n > scope.mostCharacters)
        add("channel_length", whole, "It has " + std::to_string(n) + " characters, " + scope.channel + " takes " + std::to_string(scope.mostCharacters) + ".", "Shorten it, or let elan.formats cut it.");

    if (m_closingTypes.contains(scope.type) && words > 0) {
        // the last two sentences: where the next step stands
        std::size_t from = 0;
        int sentences = 0;
        for (std::size_t i = tokens.size(); i-- > 0 && sentences < 2;)
            if (tokens[i].sentence && ++sentences == 2)
                from = i;
        const std::vector<Token> last(tokens.begin() + static_cast<std::ptrdiff_t>(from), tokens.end());
        if (!m_words.has("closing", last))
            add("closing", {last.front().span.begin, text.size()}, "The end names no step for the reader.", "Close with one choice or one step.");
    }
}

} // namespace hs::agents
