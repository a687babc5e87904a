#include "engine/agents/text/lexicon.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace hs::agents {

namespace {

std::vector<std::string> parted(std::string_view text, char by)
{
    std::vector<std::string> out;
    std::string piece;
    for (const char c : text) {
        if (c != by) {
            piece += c;
            continue;
        }
        if (!piece.empty())
            out.push_back(std::exchange(piece, {}));
    }
    if (!piece.empty())
        out.push_back(std::move(piece));
    return out;
}

bool isNumber(const std::string &word)
{
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; });
}

/// Whether most letters belong to a script that none of our languages is written in.
bool isForeignScript(const std::vector<Token> &tokens)
{
    int latin = 0;
    int other = 0;
    for (const auto &token : tokens) {
        for (std::size_t i = 0; i < token.word.size();) {
            const auto c = static_cast<UChar32>(pointAt(token.word, i));
            if (!u_isalpha(c))
                continue;
            UErrorCode status = U_ZERO_ERROR;
            (uscript_getScript(c, &status) == USCRIPT_LATIN ? latin : other)++;
        }
    }
    return other > latin;
}

Result<std::vector<std::string>> strings(const Json &value, const std::string &where)
{
    std::vector<std::string> out;
    if (!value.is_array())
        return fail(Errc::BadInput, "a list of words is missing", where, "write a JSON array of strings");
    for (const auto &item : value) {
        if (!item.is_string())
            return fail(Errc::BadInput, "a word is not a string", where, "write words in quotation marks");
        out.push_back(fold(item.get<std::string>()));
    }
    return out;
}

void sortOnce(std::vector<WordNumbers::Number> &words)
{
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    words.shrink_to_fit();
}

bool holds(const std::vector<WordNumbers::Number> &words, WordNumbers::Number word)
{
    return word != WordNumbers::None && std::binary_search(words.begin(), words.end(), word);
}

} // namespace

void Lexicon::addForms(const std::string &lemma, std::string_view tag, Words &words)
{
    for (const auto &form : inflect(lemma, tag))
        words.push_back(m_numbers.add(form));
}

std::uint8_t Lexicon::languageOf(const std::string &code)
{
    const auto found = std::find_if(m_languages.begin(), m_languages.end(), [&](const Language &language) { return language.code == code; });
    const auto index = std::uint8_t(found - m_languages.begin());
    if (found == m_languages.end())
        m_languages.push_back({code, {}, {}});
    return index;
}

Result<Lexicon::Pattern> Lexicon::compile(std::string_view text, const Grammar &grammar, std::uint8_t language)
{
    Pattern pattern;
    pattern.language = language;
    int gap = 0;
    for (const auto &part : parted(text, ' ')) {
        if (part.front() == '~') {
            if (part.size() != 2 || part[1] < '1' || part[1] > '9' || pattern.elements.empty())
                return fail(Errc::BadInput, "a gap is not ~1 to ~9 between two words", {}, "write it as in \"delete/v ~5 data\"");
            gap = part[1] - '0';
            continue;
        }
        Element element;
        element.gap = std::exchange(gap, 0);
        if (part == "#") {
            element.number = true;
            pattern.elements.push_back(std::move(element));
            continue;
        }
        for (const auto &alternative : parted(part, '|')) {
            const auto slash = alternative.find('/');
            const auto lemma = alternative.substr(0, slash);
            const auto tag = slash == std::string::npos ? std::string() : alternative.substr(slash + 1);
            static const std::unordered_set<std::string> Tags{"", "n", "v", "nv", "a", "d"};
            if (!Tags.contains(tag) || lemma.empty())
                return fail(Errc::BadInput, "the tag of a word is not /n, /v, /nv, /a or /d", {}, "mend the tag");
            addForms(lemma, tag, element.forms);
            if (const auto more = grammar.irregular.find(lemma); !tag.empty() && more != grammar.irregular.end())
                for (const auto &form : more->second)
                    element.forms.push_back(m_numbers.add(form));
        }
        sortOnce(element.forms);
        pattern.elements.push_back(std::move(element));
    }
    if (pattern.elements.empty() || gap != 0)
        return fail(Errc::BadInput, "a pattern is empty or ends with a gap", {}, "write at least one word after it");
    return pattern;
}

Result<void> Lexicon::loadGroup(Group &group, const Json &body, const Grammar &grammar, std::uint8_t language, const std::string &where)
{
    for (const auto &[list, patterns] : {std::pair{"patterns", &group.patterns}, std::pair{"except", &group.except}}) {
        if (!body.contains(list))
            continue;
        const auto place = where + "/" + list;
        const auto texts = strings(member(body, list), place);
        if (!texts)
            return tl::make_unexpected(texts.error());
        for (const auto &line : *texts) {
            auto pattern = compile(line, grammar, language);
            if (!pattern)
                return fail(Errc::BadInput, pattern.error().what + ": \"" + line + "\"", place, pattern.error().mend);
            auto &known = m_languages[language].known;
            for (const auto &element : pattern->elements)
                known.insert(known.end(), element.forms.begin(), element.forms.end());
            patterns->push_back(std::move(*pattern));
        }
    }
    return {};
}

Result<Lexicon> Lexicon::load(const std::vector<Source> &sources)
{
    Lexicon lexicon;
    for (const auto &source : sources) {
        const auto parsed = parseJson(source.text);
        if (!parsed)
            return fail(parsed.error().code, parsed.error().what, source.name + ": " + parsed.error().where, parsed.error().mend);
        const auto &root = *parsed;
        const auto code = text(root, "language");
        if (code.empty())
            return fail(Errc::BadInput, "the language is missing", source.name + ":/language", "write its two-letter code");
        const auto common = strings(member(root, "common"), source.name + ":/common");
        if (!common)
            return tl::make_unexpected(common.error());
        const auto language = lexicon.languageOf(code);
        for (const auto &word : *common)
            lexicon.m_languages[language].common.push_back(lexicon.m_numbers.add(word));
        if (!root.contains("groups"))
            continue; // a language that is only told apart

        for (const auto &[name, list] : {std::pair{"negations", &lexicon.m_negations},
                                         std::pair{"no_negation_before", &lexicon.m_noNegationBefore},
                                         std::pair{"carry_negation", &lexicon.m_carriers}}) {
            const auto lemmas = strings(member(root, name), source.name + ":/" + name);
            if (!lemmas)
                return tl::make_unexpected(lemmas.error());
            for (const auto &lemma : *lemmas) {
                const auto slash = lemma.find('/');
                lexicon.addForms(lemma.substr(0, slash), slash == std::string::npos ? std::string_view() : std::string_view(lemma).substr(slash + 1), *list);
            }
        }
        Grammar grammar;
        for (const auto &[lemma, forms] : member(root, "irregular").items()) {
            auto list = strings(forms, source.name + ":/irregular/" + lemma);
            if (!list)
                return tl::make_unexpected(list.error());
            grammar.irregular[lemma] = std::move(*list);
        }
        for (const auto &[name, body] : member(root, "groups").items())
            HS_TRY(lexicon.loadGroup(lexicon.m_groups[name], body, grammar, language, source.name + ":/groups/" + name));
    }
    lexicon.finish();
    return lexicon;
}

void Lexicon::finish()
{
    for (auto *words : {&m_negations, &m_noNegationBefore, &m_carriers})
        sortOnce(*words);
    for (auto &language : m_languages) {
        sortOnce(language.common);
        sortOnce(language.known);
    }
    for (auto &[name, group] : m_groups) {
        group.patterns.shrink_to_fit();
        group.except.shrink_to_fit();
        for (std::uint32_t i = 0; i < group.patterns.size(); ++i) {
            const auto &first = group.patterns[i].elements.front();
            if (first.number)
                group.byNumber.push_back(i);
            for (const auto form : first.forms)
                group.byFirst.emplace_back(form, i);
        }
        std::sort(group.byFirst.begin(), group.byFirst.end());
        group.byFirst.shrink_to_fit();
    }
}

Lexicon::Text Lexicon::read(const std::vector<Token> &tokens) const
{
    Text text{tokens, {}};
    text.words.reserve(tokens.size());
    std::transform(tokens.begin(), tokens.end(), std::back_inserter(text.words), [this](const Token &token) { return m_numbers.find(token.word); });
    return text;
}

/// The last token of a match that begins at `at`, or npos. Shortest gaps first, with backtracking over few elements.
std::size_t Lexicon::matchAt(const Pattern &pattern, const Text &text, std::size_t at)
{
    const auto fits = [&](const Element &element, std::size_t token) {
        return element.number ? isNumber(text.tokens[token].word) : holds(element.forms, text.words[token]);
    };
    const auto rest = [&](auto &&self, std::size_t element, std::size_t token) -> std::size_t {
        if (element == pattern.elements.size())
            return token - 1;
        const auto &wanted = pattern.elements[element];
        for (std::size_t skip = 0; skip <= static_cast<std::size_t>(wanted.gap); ++skip) {
            const auto here = token + skip;
            if (here >= text.tokens.size() || text.tokens[here].sentence)
                break;
            if (fits(wanted, here))
                if (const auto end = self(self, element + 1, here + 1); end != std::string::npos)
                    return end;
        }
        return std::string::npos;
    };
    if (!fits(pattern.elements.front(), at))
        return std::string::npos;
    return rest(rest, 1, at + 1);
}

bool Lexicon::negatedAt(const Text &text, std::size_t first) const
{
    if (text.tokens[first].clause)
        return false;
    for (std::size_t back = 1; back <= 3 && back <= first; ++back) {
        const auto at = first - back;
        if (holds(m_negations, text.words[at]))
            return !holds(m_noNegationBefore, text.words[at + 1]) || back == 1;
        if (holds(m_carriers, text.words[at]) || text.tokens[at].clause)
            return false; // the negation belongs to that word, or another clause begins here
    }
    return false;
}

std::vector<Match> Lexicon::find(std::string_view group, const std::vector<Token> &tokens, std::string_view language) const
{
    std::vector<Match> matches;
    const auto found = m_groups.find(group);
    if (found == m_groups.end())
        return matches;
    const auto &body = found->second;
    const auto bilingual = language != "en" && language != "de";
    const auto spoken = [&](const Pattern &p) { return bilingual || m_languages[p.language].code == language; };
    const auto text = read(tokens);

    std::vector<bool> excepted(tokens.size(), false);
    for (const auto &pattern : body.except)
        for (std::size_t at = 0; at < tokens.size(); ++at)
            if (const auto last = spoken(pattern) ? matchAt(pattern, text, at) : std::string::npos; last != std::string::npos)
                std::fill(excepted.begin() + static_cast<std::ptrdiff_t>(at), excepted.begin() + static_cast<std::ptrdiff_t>(last) + 1, true);

    std::size_t from = 0;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (at < from || tokens[at].word.empty())
            continue;
        auto best = std::string::npos;
        const auto consider = [&](std::size_t index) {
            if (!spoken(body.patterns[index]))
                return;
            const auto last = matchAt(body.patterns[index], text, at);
            if (last != std::string::npos && (best == std::string::npos || last > best)
                && std::none_of(excepted.begin() + static_cast<std::ptrdiff_t>(at), excepted.begin() + static_cast<std::ptrdiff_t>(last) + 1, [](bool e) { return e; }))
                best = last;
        };
        if (const auto word = text.words[at]; word != WordNumbers::None)
            for (auto it = std::lower_bound(body.byFirst.begin(), body.byFirst.end(), std::pair(word, std::uint32_t(0)));
                 it != body.byFirst.end() && it->first == word; ++it)
                consider(it->second);
        if (isNumber(tokens[at].word))
            for (const auto index : body.byNumber)
                consider(index);
        if (best == std::string::npos)
            continue;
        matches.push_back({at, best, {tokens[at].span.begin, tokens[best].span.end}, negatedAt(text, at)});
        from = best + 1;
    }
    return matches;
}

bool Lexicon::has(std::string_view group, const std::vector<Token> &tokens, std::string_view language) const
{
    const auto matches = find(group, tokens, language);
    return std::any_of(matches.begin(), matches.end(), [](const Match &m) { return !m.negated; });
}

bool Lexicon::knowsGroup(std::string_view group) const
{
    return m_groups.contains(group);
}

std::string Lexicon::language(const std::vector<Token> &tokens) const
{
    if (isForeignScript(tokens))
        return "unknown";
    std::unordered_map<std::string, int> common; // words of the language's skeleton
    std::unordered_map<std::string, int> known;  // words of its lists
    int words = 0;
    for (const auto &token : tokens) {
        if (token.word.empty() || isNumber(token.word))
            continue;
        ++words;
        const auto word = m_numbers.find(token.word);
        for (const auto &language : m_languages) {
            common[language.code] += holds(language.common, word) ? 1 : 0;
            known[language.code] += holds(language.known, word) ? 1 : 0;
        }
    }
    // Ours win ties against languages that are only told apart, and English against German.
    std::string best = "en";
    for (const auto *language : {"en", "de"})
        if (2 * common[language] + known[language] > 2 * common[best] + known[best])
            best = language;
    for (const auto &[language, count] : common)
        if (language != "en" && language != "de" && count >= 2 && 2 * count > 2 * common[best] + known[best])
            best = language;
    if (words == 0 || common[best] + known[best] == 0)
        return "unknown";
    // A long text with hardly a word that is known is none of our languages.
    if (words >= 8 && 8 * (common[best] + known[best]) < words)
        return "unknown";
    return best;
}

} // namespace hs::agents
