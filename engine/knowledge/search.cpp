#include "engine/knowledge/search.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <future>
#include <map>
#include <numeric>
#include <set>
#include <unordered_set>

#include "engine/embedding/vectors.h"
#include "engine/knowledge/marks.h"
#include "engine/knowledge/support.h"
#include "engine/language/words.h"

namespace hs::knowledge {

namespace table = store::knowledge;

namespace {

constexpr int Gathered = 100;
constexpr int PassagesOfOneDocument = 3; ///< among the first ten
constexpr int NearlyTheSame = 3;         ///< bits in which the SimHashes of two texts may differ
constexpr std::size_t FirstOnes = 5;     ///< that are looked at for evidence
/// Passages that the words of one search may lead to: scoring as many takes some tens of milliseconds. Where words lead to more, the commonest
/// are left out, which decide least.
constexpr std::int64_t ScoredAtMost = 20'000;
constexpr std::size_t RarestTogether = 3; ///< of words that all lead to more: these must stand in one passage
constexpr std::size_t EnoughTogether = 20; ///< passages; of fewer, a word less is asked for
constexpr double OtherLanguages = 0.5;   ///< of the share of meaning, where only what is learned compares

struct Weighed {
    Term term;
    std::int64_t with = 0; ///< passages
    double weight = 0;
};

/// In how many passages a word stands: of very many passages an estimate, for counting a common word would take longer than all the rest.
std::int64_t passagesWith(const store::ReadSql &sql, const SearchWords &words, const Term &term, std::int64_t passages)
{
    constexpr std::int64_t CountedWhole = 100'000;
    if (passages <= CountedWhole)
        return table::passagesWith(sql, term.stem);
    SearchWords alone;
    alone.language = words.language;
    alone.terms = {term};
    return std::min(passages, table::roughlyMatching(sql, matchText(alone), ScoredAtMost + 1));
}

Weighed weigh(const store::ReadSql &sql, const SearchWords &words, const Term &term, std::int64_t passages)
{
    const auto with = passagesWith(sql, words, term, passages);
    return {term, with, weightOf(with, passages)};
}

/// The best by words.
std::vector<Ranked> rankedByWords(const store::ReadSql &sql, const SearchWords &words, const std::vector<Weighed> &terms, const table::Scope &scope)
{
    const auto ask = [&](const std::vector<std::size_t> &leaveOut, Joined joined) {
        std::vector<Ranked> found;
        if (const auto match = matchText(words, leaveOut, joined); !match.empty()) {
            for (const auto &one : table::matches(sql, match, scope, Gathered, ScoredAtMost))
                found.push_back({one.passage, one.bm25});
        }
        return found;
    };
    std::vector<std::size_t> rarestFirst(terms.size());
    std::iota(rarestFirst.begin(), rarestFirst.end(), std::size_t(0));
    std::stable_sort(rarestFirst.begin(), rarestFirst.end(), [&](std::size_t a, std::size_t b) { return terms[a].with < terms[b].with; });
    const auto known = std::find_if(rarestFirst.begin(), rarestFirst.end(), [&](std::size_t at) { return terms[at].with > 0; });
    if (known == rarestFirst.end() || terms[*known].with <= ScoredAtMost) {
        std::int64_t together = 0;
        const auto rest = std::find_if(rarestFirst.begin(), rarestFirst.end(), [&](std::size_t at) { return (together += terms[at].with) > ScoredAtMost; });
        return ask({rest, rarestFirst.end()}, Joined::Any);
    }
    for (auto count = std::min(RarestTogether, std::size_t(rarestFirst.end() - known));; --count) {
        std::vector<std::size_t> leaveOut(rarestFirst.begin(), known);
        leaveOut.insert(leaveOut.end(), known + std::ptrdiff_t(count), rarestFirst.end());
        auto found = ask(leaveOut, Joined::All);
        if (found.size() >= EnoughTogether || count == 1)
            return found;
    }
}

/// A word of the text that an index's stem stands for, as people read it.
std::string spelled(const store::ReadSql &sql, const std::string &stem, const std::string &language)
{
    for (const auto &match : table::matches(sql, "\"" + stem + "\"", {}, 3, 3)) {
        const auto passage = table::findPassage(sql, match.passage);
        if (!passage)
            continue;
        for (const auto *text : {&passage->heading, &passage->body}) {
            for (const auto &word : language::words(*text)) {
                if (language::stem(word.folded, language) == stem)
                    return word.folded;
            }
        }
    }
    return stem;
}

/// Whether a word is one of English by itself, and so not mistyped though it stands nowhere: the encoder has a piece for the whole of it, or
/// of its stem.
bool isWord(const LocalModel &local, std::string_view language, const Term &term)
{
    return local.encoder && encoderKnows(language) && (local.encoder->pieces(term.folded).size() == 1 || local.encoder->pieces(term.stem).size() == 1);
}

/// Puts words of the index in the place of mistyped ones, which stand nowhere. True when there was one. `terms` are those of `words`.
bool mend(const store::ReadSql &sql, const LocalModel &local, std::int64_t passages, SearchWords &words, std::vector<Weighed> &terms, std::string &correction)
{
    constexpr std::size_t Shortest = 5; // of four letters too many others are near
    const auto language = words.language.empty() ? std::string("en") : words.language;
    auto text = words.text;
    bool mended = false;
    for (std::size_t at = 0; at < terms.size(); ++at) {
        auto &term = words.terms[at];
        if (term.folded.size() < Shortest || terms[at].with > 0 || isWord(local, language, term))
            continue;
        const auto better = hs::knowledge::correction(term.stem, [&](std::string_view prefix, const auto &visit) { table::eachStem(sql, prefix, visit); });
        if (!better)
            continue;
        const auto word = spelled(sql, *better, language);
        for (const auto &typed : language::words(text)) {
            if (typed.folded == term.folded) {
                text.replace(typed.start, typed.end - typed.start, word);
                break;
            }
        }
        term = {word, *better};
        terms[at] = weigh(sql, words, term, passages);
        mended = true;
    }
    if (mended) {
        correction = text;
        words.text = text;
    }
    return mended;
}

table::Scope scopeOf(const Ask &ask, const SearchWords &words)
{
    auto scope = ask.scope;
    const auto add = [](std::vector<std::string> &to, const std::vector<std::string> &from) { to.insert(to.end(), from.begin(), from.end()); };
    add(scope.sourceTitles, words.sources);
    add(scope.authors, words.authors);
    add(scope.types, words.types);
    add(scope.databases, words.databases);
    add(scope.languages, words.languages);
    add(scope.entities, words.entities);
    if (words.after && (!scope.after || toMillis(*scope.after) < *words.after))
        scope.after = fromMillis(*words.after);
    if (words.before && (!scope.before || toMillis(*scope.before) > *words.before))
        scope.before = fromMillis(*words.before);
    return scope;
}

struct MeaningLeg {
    std::vector<Ranked> ranked;
    std::vector<float> question;
    double share = 0;
    double usual = 0;
    double elsewhere = -1;
};

MeaningLeg byMeaning(const Meanings &meanings, std::int64_t passages, const std::string &text, const std::string &language, std::vector<float> vector,
                     const std::optional<std::unordered_set<std::int64_t>> &allowed)
{
    MeaningLeg leg;
    float weightA = 1;
    float weightB = 0;
    if (meanings.remote) {
        leg.question = std::move(vector);
    } else {
        leg.question = meanings.local.question(text, language);
        leg.share = meanings.local.share(passages, language);
        const auto middle = meanings.index->middle(); // zeros in front until the encoder has read the first passage
        constexpr auto Encoded = std::size_t(embedding::SentenceEncoder::Dimensions);
        if (leg.share < 1) {
            leg.usual = embedding::cosine(std::span(leg.question).first(Encoded), std::span(middle).first(Encoded));
            const bool read = std::any_of(middle.begin(), middle.begin() + Encoded, [](float value) { return value != 0; });
            if (meanings.local.subjects && read)
                leg.elsewhere = meanings.local.subjects->nearest(std::span(leg.question).first(Encoded));
        } else {
            leg.usual = embedding::cosine(std::span(leg.question).subspan(Encoded), std::span(middle).subspan(Encoded));
        }
        weightA = float(1 - leg.share);
        weightB = float(leg.share);
    }
    embedding::VectorIndex::Allowed may;
    if (allowed)
        may = [&](std::int64_t id) { return allowed->contains(id); };
    for (const auto &hit : meanings.index->nearest(leg.question, Gathered, weightA, weightB, may))
        leg.ranked.push_back({hit.id, double(hit.score)});
    return leg;
}

/// How much of the question stands in a passage, and with what words.
double cover(const table::Passage &passage, const std::string &language, const std::vector<Weighed> &terms, std::vector<std::string> &words)
{
    std::set<std::string> stems;
    for (const auto *text : {&passage.heading, &passage.body}) {
        for (const auto &word : language::words(*text)) {
            stems.insert(language::stem(word.folded, language));
            stems.insert(word.folded);
        }
    }
    double all = 0;
    double there = 0;
    for (const auto &one : terms) {
        all += one.weight;
        if (stems.contains(one.term.stem) || stems.contains(one.term.folded)) {
            there += one.weight;
            words.push_back(one.term.folded);
        }
    }
    return all > 0 ? there / all : 0;
}

bool sameText(const Found &a, const Found &b)
{
    if (a.passage.hash == b.passage.hash)
        return true;
    if (a.document.row == b.document.row || a.passage.heading != b.passage.heading || a.passage.ordinal != b.passage.ordinal)
        return false;
    return std::popcount(std::uint64_t(a.document.likeness ^ b.document.likeness)) <= NearlyTheSame;
}

/// Passages in the order of their worth, with what they come from; what says the same is named with the first of them.
std::vector<Found> gather(const store::ReadSql &sql, const std::vector<Fused> &fused, int limit)
{
    constexpr std::size_t FirstPage = 10;
    std::vector<Found> list;
    std::map<std::int64_t, table::Document> documents;
    std::map<std::int64_t, int> taken;
    for (const auto &rank : fused) {
        if (int(list.size()) >= limit)
            break;
        const auto passage = table::findPassage(sql, rank.passage);
        if (!passage)
            continue; // gone since the index was asked
        auto known = documents.find(passage->document);
        if (known == documents.end()) {
            const auto document = table::findByRow(sql, passage->document);
            if (!document || document->state == table::DocumentState::Gone)
                continue;
            known = documents.emplace(passage->document, *document).first;
        }
        Found found;
        found.passage = *passage;
        found.document = known->second;
        found.rank = rank;
        const auto same = std::find_if(list.begin(), list.end(), [&](const Found &other) { return sameText(other, found); });
        if (same != list.end()) {
            if (same->document.row != found.document.row
                && std::find(same->alsoIn.begin(), same->alsoIn.end(), found.document.title) == same->alsoIn.end())
                same->alsoIn.push_back(found.document.title);
            continue;
        }
        if (list.size() < FirstPage && ++taken[passage->document] > PassagesOfOneDocument)
            continue;
        list.push_back(std::move(found));
    }
    return list;
}

/// Thresholds of the best cosine (knowledge.md §6): lower in a small corpus, whose learned part knows little.
std::pair<double, double> thresholds(const Meanings &meanings, std::int64_t passages)
{
    if (meanings.none > 0)
        return {meanings.none, meanings.weak};
    constexpr std::int64_t Whole = 1'000;
    return passages < Whole ? std::pair(0.30, 0.40) : std::pair(0.45, 0.52);
}

Evidence evidenceOf(const SearchResult &result, const Meanings &meanings)
{
    if (result.found.empty())
        return Evidence::None;
    // Words alone: how much of the question the best passage has.
    constexpr double WordsNone = 0.34, WordsWeak = 0.6;
    if (result.meaning.empty())
        return result.coverage < WordsNone ? Evidence::None : result.coverage < WordsWeak ? Evidence::Weak : Evidence::Good;
    const auto [none, weak] = thresholds(meanings, result.passages);
    // A passage that has nearly all of the question's words is evidence, however far its meaning seems, and the other way round.
    constexpr double NearlyAll = 0.6;
    if (toldByMeaning(result)) {
        const double answers = support(result);
        if (answers >= AnswerAt)
            return answers < WellAt ? Evidence::Weak : Evidence::Good;
        return result.bestCosine < none && result.coverage < NearlyAll ? Evidence::None : Evidence::Weak;
    }
    if (result.bestCosine < none && result.coverage < NearlyAll)
        return Evidence::None;
    return result.bestCosine < weak && result.coverage < NearlyAll ? Evidence::Weak : Evidence::Good;
}

/// 0 to 100: how far the best carries at all, and each beside the best.
void scoreAll(SearchResult &result)
{
    if (result.found.empty())
        return;
    constexpr double NoCosine = 0.2, FullCosine = 0.75;
    const double byMeaning = result.meaning.empty() ? 0 : std::clamp((result.bestCosine - NoCosine) / (FullCosine - NoCosine), 0.0, 1.0);
    const double strength = std::max(byMeaning, result.coverage);
    const double best = result.found.front().rank.fused;
    for (auto &found : result.found)
        found.score = int(std::lround(100 * strength * (best > 0 ? found.rank.fused / best : 0)));
}

} // namespace

double weightOf(std::int64_t with, std::int64_t all)
{
    return std::log(1 + (double(all) - double(with) + 0.5) / (double(with) + 0.5));
}

SearchResult search(const store::ReadSql &sql, const Meanings &meanings, std::int64_t passages, const Ask &ask,
                    const std::optional<std::vector<float>> &vector, const std::string &vectorTrouble)
{
    SearchResult result;
    result.passages = passages;
    result.asked = parseQuery(ask.text, toMillis(ask.now));
    auto &words = result.asked;
    std::vector<Weighed> terms;
    for (const auto &term : words.terms)
        terms.push_back(weigh(sql, words, term, passages));
    result.corrected = mend(sql, meanings.local, passages, words, terms, result.correction);
    const auto scope = scopeOf(ask, words);
    std::optional<std::unordered_set<std::int64_t>> allowed;
    if (!scope.empty()) {
        const auto ids = table::passagesIn(sql, scope);
        allowed.emplace(ids.begin(), ids.end());
    }

    const bool canCompare = meanings.index && meanings.index->size() > 0 && (meanings.remote ? vector.has_value() : meanings.local.ready());
    const bool compare = ask.mode != Mode::Words && canCompare && !words.text.empty();
    if (ask.mode != Mode::Words && !canCompare && meanings.index && meanings.index->size() > 0)
        result.meaningTrouble = vectorTrouble.empty() ? "meanings cannot be compared now" : vectorTrouble;
    std::future<MeaningLeg> meaning;
    if (compare)
        meaning = std::async(std::launch::async, [&] {
            return byMeaning(meanings, passages, words.text, words.language, vector.value_or(std::vector<float>()), allowed);
        });

    std::vector<Ranked> byWords;
    // Required and excluded words are for the index to keep, so it is asked also when meaning alone is to decide.
    const bool strict = !words.phrases.empty() || !words.excluded.empty();
    if (ask.mode != Mode::Meaning || strict || !compare)
        byWords = rankedByWords(sql, words, terms, scope);
    MeaningLeg leg;
    if (meaning.valid()) {
        leg = meaning.get();
        result.meaning = meanings.name;
        result.remote = meanings.remote;
        result.question = std::move(leg.question);
        result.share = leg.share;
        result.usual = leg.usual;
        result.elsewhere = leg.elsewhere;
        if (!leg.ranked.empty())
            result.bestCosine = leg.ranked.front().score;
        if (strict) {
            std::unordered_set<std::int64_t> kept;
            for (const auto &one : byWords)
                kept.insert(one.passage);
            std::erase_if(leg.ranked, [&](const Ranked &one) { return !kept.contains(one.passage); });
        }
    }
    if (ask.mode == Mode::Meaning && compare)
        byWords.clear();

    // What is learned of few passages is weak by itself, and in other languages there is nothing beside it.
    const bool encoderCompares = meanings.remote || encoderKnows(words.language);
    const double share = std::clamp(ask.share, 0.2, 0.8) * (encoderCompares ? 1.0 : OtherLanguages);
    const auto fused = fuseByScore(byWords, leg.ranked, share, [&](std::int64_t passage) { return !compare || meanings.index->has(passage); });
    result.candidates = fused.size();
    result.found = gather(sql, fused, std::clamp(ask.limit, 1, int(Gathered)));
    for (std::size_t at = 0; at < result.found.size(); ++at) {
        auto &found = result.found[at];
        found.coverage = cover(found.passage, found.document.language.empty() ? "en" : found.document.language, terms, found.words);
        if (at < FirstOnes)
            result.coverage = std::max(result.coverage, found.coverage);
    }
    double all = 0;
    for (const auto &one : terms) {
        all += one.weight;
        result.unknown += one.with == 0 ? one.weight : 0;
    }
    if (all > 0) {
        result.unknown /= all;
        result.strength = result.found.empty() ? 0 : result.found.front().rank.bm25 / all;
    }
    result.evidence = evidenceOf(result, meanings);
    scoreAll(result);
    std::erase_if(result.found, [&](const Found &found) { return found.score < ask.minScore; });
    if (ask.marks) {
        for (auto &found : result.found)
            found.marks = marksOf(found, words, meanings.local, result.question);
    }
    return result;
}

} // namespace hs::knowledge
