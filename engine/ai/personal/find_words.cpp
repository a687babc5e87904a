#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_set>

#include "engine/ai/personal/find.h"

namespace hs::ai::personal {

std::vector<Range> rangesOf(std::vector<Finding> findings)
{
    std::sort(findings.begin(), findings.end(),
              [](const Finding &a, const Finding &b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
    std::vector<Range> ranges;
    for (const auto &f : findings) {
        if (!ranges.empty() && f.begin <= ranges.back().end)
            ranges.back().end = std::max(ranges.back().end, f.end);
        else
            ranges.push_back({f.begin, f.end});
    }
    return ranges;
}

namespace {

/// A part of a local name or of a domain's label that begins at `at`; `at` moves behind it.
bool takeLabelPoint(std::string_view text, std::size_t &at)
{
    if (isAlnum(text[at])) {
        ++at;
        return true;
    }
    if (static_cast<unsigned char>(text[at]) < 0x80)
        return false;
    auto next = at;
    if (!isLetter(pointAt(text, next)))
        return false;
    at = next;
    return true;
}

/// The begin of the character that ends before `at`.
std::size_t pointBefore(std::string_view text, std::size_t at)
{
    auto begin = at - 1;
    while (begin > 0 && at - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80)
        --begin;
    return begin;
}

constexpr std::size_t LongestLocal = 128; // bytes; RFC 5321 says 64
constexpr std::size_t LongestDomain = 255;

} // namespace

std::vector<Finding> findEmails(std::string_view text)
{
    constexpr std::string_view LocalMarks = "._%+-'&~";
    std::vector<Finding> found;
    std::size_t floor = 0; // behind the last finding
    for (auto sign = text.find('@'); sign != std::string_view::npos; sign = text.find('@', sign + 1)) {
        auto begin = sign;
        while (begin > floor && sign - begin < LongestLocal) {
            const auto before = pointBefore(text, begin);
            auto next = before;
            if (before < floor || !(LocalMarks.find(text[before]) != std::string_view::npos || takeLabelPoint(text, next)))
                break;
            begin = before;
        }
        while (begin < sign && LocalMarks.find(text[begin]) != std::string_view::npos && text[begin] != '_')
            ++begin;
        if (begin == sign)
            continue;
        auto end = sign + 1;
        auto dot = std::string_view::npos;
        while (end < text.size() && end - sign < LongestDomain) {
            if (text[end] == '.') {
                auto next = end + 1;
                if (text[end - 1] == '.' || text[end - 1] == '@' || next >= text.size() || !takeLabelPoint(text, next))
                    break;
                dot = end++;
            } else if (text[end] == '-') {
                ++end;
            } else if (!takeLabelPoint(text, end)) {
                break;
            }
        }
        while (text[end - 1] == '-')
            --end;
        if (dot == std::string_view::npos || end < dot + 3 || isDigit(text[dot + 1]))
            continue;
        found.push_back({"EMAIL", begin, end, folded(text.substr(begin, end - begin))});
        floor = end;
    }
    return found;
}

namespace {

/// Beginnings of words about health, folded; those of three letters are whole words.
constexpr auto HealthStems = std::to_array<std::string_view>({
    // several languages at once
    "diagnos", "allerg", "alergi", "asthma", "asma", "diabet", "epilep", "insulin", "chemo", "chimio", "quimio", "depressi", "depresi",
    "antidepres",
    "psychos", "psicos", "psychiatr", "psiquiatr", "bipolar", "adhd", "adhs", "tdah", "autis", "migran", "migrain", "arthrit", "artrit", "osteopor",
    "hepatit", "hiv", "vih", "alzheimer", "demenz", "dementia", "demence", "demencia", "parkinson", "fibromyal", "tumor", "tumeur", "bronchit",
    "bronquit", "infarkt", "infarct", "infarto", "hyperton", "hypertens", "hipertens", "thrombo", "trombo", "anorex", "bulimi", "schizophren",
    "esquizofren", "burnout", "rheuma", "reuma", "rhumat", "endometri", "antibioti", "cortiso", "kortiso", "vaccin", "vacuna", "zoliakie",
    "coeliac",
    "celiac", "coeliaq", "cardiac", "cardiaq", "laktose", "lactos",
    // English
    "medication", "medicine", "medicat", "pregnan", "miscarr", "cancer", "anxiety", "injur", "surger", "disab", "illness", "disease", "addict",
    "prescri", "seizure", "symptom", "infertil", "menopaus", "handicap",
    // German
    "medikament", "schwanger", "fehlgeburt", "krebs", "krankheit", "erkrank", "angststor", "verletz", "behinder", "bandscheib", "blutdruck",
    "herzfehler", "rezeptpflicht", "suchtig", "suchtkrank", "operier", "unfruchtbar", "wechseljahr", "schmerzmittel", "geimpft", "impfung",
    // French
    "medicament", "enceint", "grossesse", "maladie", "malade", "blessure", "blesse", "ordonnance", "anxiet", "angoiss", "chirurg", "cirug",
    // Spanish
    "embaraz", "enferm", "medicacion", "medicina", "lesion", "discapac", "ansiedad", "aborto", "convulsi", "esteril",
});

/// Two words that speak of health only together.
struct Pair {
    std::string_view first, second;
};
constexpr auto HealthPairs = std::to_array<Pair>({
    {"blood", "pressure"}, {"heart", "attack"}, {"heart", "condition"}, {"heart", "failure"}, {"mental", "health"}, {"panic", "attack"},
    {"tension", "arterielle"}, {"crise", "cardiaque"}, {"fausse", "couche"}, {"presion", "arterial"}, {"tension", "arterial"},
    {"salud", "mental"},
});

} // namespace

std::vector<Finding> findHealth(const std::vector<Word> &words)
{
    static const std::unordered_set<std::string_view> stems(HealthStems.begin(), HealthStems.end());
    std::vector<Finding> found;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto &word = words[i];
        if (word.number)
            continue;
        if (i + 1 < words.size() && words[i + 1].begin - word.end == 1
            && std::any_of(HealthPairs.begin(), HealthPairs.end(),
                           [&](const Pair &pair) { return pair.first == word.folded && pair.second == words[i + 1].folded; })) {
            found.push_back({"HEALTH", word.begin, words[i + 1].end, word.folded + ' ' + words[i + 1].folded});
            ++i;
            continue;
        }
        const std::string_view folded = word.folded;
        for (std::size_t length = 3; length <= std::min<std::size_t>(folded.size(), 14); ++length) {
            const auto stem = folded.substr(0, length);
            if (!stems.contains(stem) || (length <= 3 && folded.size() > 3))
                continue; // the shortest ones are whole words
            found.push_back({"HEALTH", word.begin, word.end, word.folded});
            break;
        }
    }
    return found;
}

namespace {

/// Never looked for alone: titles, particles and what firms are called.
constexpr auto NoParts = std::to_array<std::string_view>({
    "mrs", "miss", "prof", "professor", "herr", "frau", "mme", "madame", "monsieur", "mlle", "sra", "srta", "don", "dona", "senor",
    "senora", "sir", "lady", "von", "van", "den", "der", "des", "dos", "del", "las", "los", "les", "ten", "ter", "zum", "zur", "bin",
    "ibn", "jun", "sen", "the", "and", "und", "for", "studio", "gallery", "galerie", "galeria", "gmbh", "ltd", "inc", "llc", "group",
    "team", "info", "office", "company", "client", "customer", "kunde", "kundin", "test", "guest", "gast", "contact", "unknown",
    "unbekannt", "anonymous",
});

/// First and family names that are words as well: alone they are looked for with a capital letter only.
constexpr auto WordsToo = std::to_array<std::string_view>({
    "will", "mark", "rose", "grace", "may", "april", "june", "august", "hope", "faith", "joy", "art", "jack", "frank", "pat", "bill",
    "rob", "sue", "dawn", "summer", "autumn", "penny", "ruby", "lily", "iris", "violet", "jade", "pearl", "king", "young", "brown",
    "green", "white", "black", "gray", "grey", "long", "short", "good", "best", "day", "page", "price", "stone", "wood", "woods",
    "field", "fields", "hill", "lake", "rich", "sage", "paz", "sol", "luz", "mar", "gross", "klein", "lang", "kurz", "koch", "petit",
    "grand", "roman", "franco", "dolores",
});

std::vector<std::string> foldedWords(std::string_view value)
{
    std::vector<std::string> out;
    const View view(value);
    for (auto &word : wordsOf(view.text()))
        out.push_back(std::move(word.folded));
    return out;
}

std::string replaced(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> pairs)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto *pair = std::find_if(pairs.begin(), pairs.end(), [&](const auto &p) { return text.substr(i).starts_with(p.first); });
        if (pair == pairs.end()) {
            out += text[i++];
        } else {
            out += pair->second;
            i += pair->first.size();
        }
    }
    return out;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string out;
    for (const auto &word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

} // namespace

void Names::addPattern(Pattern pattern)
{
    auto &same = m_byFirst[pattern.words.front()];
    for (const auto index : same) {
        if (m_patterns[index].words == pattern.words)
            return;
    }
    const auto place =
        std::find_if(same.begin(), same.end(), [&](std::size_t index) { return m_patterns[index].words.size() < pattern.words.size(); });
    same.insert(place, m_patterns.size());
    m_patterns.push_back(std::move(pattern));
}

void Names::addPart(const std::string &word, const std::string &identity)
{
    if (word.size() < 3 || isListed(NoParts, word))
        return;
    if (const auto known = m_parts.find(word); known != m_parts.end()) {
        auto &pattern = m_patterns[known->second];
        if (pattern.identity != identity)
            pattern.identity = word; // two people have it: the word alone says neither
        return;
    }
    const auto before = m_patterns.size();
    addPattern({{word}, "PERSON", identity, isListed(WordsToo, word)});
    if (m_patterns.size() > before)
        m_parts.emplace(word, before);
}

void Names::add(const std::string &kind, std::string_view value, bool evenShort)
{
    const auto words = foldedWords(value);
    std::size_t size = 0;
    for (const auto &word : words)
        size += static_cast<unsigned char>(word.front()) >= 0xE3 && word.size() <= 4 ? 2 : word.size(); // two letters of Chinese are a name
    if (words.empty() || (size < 3 && !evenShort))
        return;
    const auto identity = joined(words);
    addPattern({words, kind, identity, false});
    // Müller is written Mueller as well, and the other way round.
    const auto spelledOut = foldedWords(replaced(value, {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}}));
    std::vector<std::string> drawnIn;
    for (const auto &word : words)
        drawnIn.push_back(replaced(word, {{"ae", "a"}, {"oe", "o"}, {"ue", "u"}}));
    if (spelledOut != words)
        addPattern({spelledOut, kind, identity, false});
    if (drawnIn != words)
        addPattern({drawnIn, kind, identity, false});
    if (kind != "PERSON" || words.size() < 2)
        return;
    for (const auto *list : std::to_array<const std::vector<std::string> *>({&words, &spelledOut, &drawnIn})) {
        for (const auto &word : *list) {
            if (static_cast<unsigned char>(word.front()) < 0xE3 && !isDigit(word.front()))
                addPart(word, identity);
        }
    }
}

std::size_t Names::fits(const Pattern &pattern, const std::vector<Word> &words, std::size_t at, bool &genitive)
{
    if (words.size() - at < pattern.words.size())
        return 0;
    genitive = false;
    const auto last = pattern.words.size() - 1;
    for (std::size_t k = 0; k <= last; ++k) {
        const auto &word = words[at + k].folded;
        const auto &wanted = pattern.words[k];
        if (word == wanted)
            continue;
        if (k < last || wanted.size() < 3 || word.size() != wanted.size() + 1 || word.back() != 's' || !word.starts_with(wanted))
            return 0;
        genitive = true; // "Müllers Termin"
    }
    if (pattern.capital && !words[at].capital)
        return 0;
    return last + 1;
}

std::vector<Finding> Names::find(std::string_view text, const std::vector<Word> &words) const
{
    std::vector<Finding> found;
    if (m_patterns.empty())
        return found;
    constexpr std::size_t WidestGap = 12; // bytes between two words of one name
    for (std::size_t i = 0; i < words.size();) {
        std::size_t taken = 0;
        const auto tryAll = [&](const std::string &first) {
            const auto candidates = m_byFirst.find(first);
            if (candidates == m_byFirst.end())
                return;
            for (const auto index : candidates->second) {
                const auto &pattern = m_patterns[index];
                auto genitive = false;
                const auto count = fits(pattern, words, i, genitive);
                auto close = count > 0;
                for (std::size_t k = i; k + 1 < i + count; ++k) {
                    const auto gap = text.substr(words[k].end, words[k + 1].begin - words[k].end);
                    // "I will. Stone by stone": a name goes over a full stop only after "Dr" and "J".
                    const auto sentence = pattern.kind == "PERSON" && words[k].folded.size() > 2 && gap.size() > 1 && gap.find_first_of(".!?") == 0;
                    close = close && gap.size() <= WidestGap && !sentence;
                }
                if (!close)
                    continue;
                auto end = words[i + count - 1].end;
                if (genitive) {
                    if (text[end - 1] != 's' && text[end - 1] != 'S')
                        continue;
                    --end;
                }
                found.push_back({pattern.kind, words[i].begin, end, pattern.identity});
                taken = count;
                return; // they are sorted: the longest comes first
            }
        };
        tryAll(words[i].folded);
        if (taken == 0 && words[i].folded.size() > 3 && words[i].folded.back() == 's')
            tryAll(words[i].folded.substr(0, words[i].folded.size() - 1));
        i += std::max<std::size_t>(taken, 1);
    }
    return found;
}

} // namespace hs::ai::personal
