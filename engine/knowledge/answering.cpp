#include "engine/knowledge/answering.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "engine/knowledge/marks.h"
#include "engine/knowledge/support.h"
#include "engine/language/sentences.h"
#include "engine/language/words.h"

namespace hs::knowledge {

namespace {

constexpr std::size_t LookedAt = 4;      ///< passages
constexpr std::size_t Encoded = 8;       ///< sentences whose meaning is compared
constexpr std::size_t MostSentences = 3;
constexpr double BesideTheBest = 0.8;    ///< of its worth, for another sentence to be said too
constexpr std::size_t ShortestSentence = 12; ///< bytes
constexpr std::string_view Letters = "notification-templates"; ///< the database of wordings

std::string languageOf(const Found &found)
{
    return found.document.language.empty() ? "en" : found.document.language;
}

struct Candidate {
    std::size_t found = 0;
    std::string_view text;
    std::size_t start = 0;
    double worth = 0;
};

std::span<const float> encoderPart(const SearchResult &result)
{
    return result.question.size() == std::size_t(LocalDimensions) ? std::span(result.question).first(embedding::SentenceEncoder::Dimensions)
                                                                   : std::span<const float>();
}

/// The words alone.
std::string folded(std::string_view text)
{
    std::string joined;
    for (const auto &word : language::words(text))
        joined += word.folded + ' ';
    return joined;
}

/// The wording of a letter says what may be written to somebody, not what is so.
bool isLetter(const Found &found)
{
    return found.document.database == Letters;
}

/// Sentences of the first passages, best first; a heading answers nothing, and a letter only where letters alone are searched.
std::vector<Candidate> candidates(const SearchResult &result, const LocalModel &local)
{
    std::vector<Candidate> list;
    const bool lettersAlone = std::all_of(result.found.begin(), result.found.end(), isLetter);
    for (std::size_t at = 0, looked = 0; at < result.found.size() && looked < LookedAt; ++at) {
        const auto &found = result.found[at];
        if (isLetter(found) && !lettersAlone)
            continue;
        ++looked;
        const double place = result.found.front().rank.fused > 0 ? found.rank.fused / result.found.front().rank.fused : 1;
        for (const auto &one : sentencesByWorth(found.passage.body, languageOf(found), result.asked, local, result.question)) {
            const auto text = std::string_view(found.passage.body).substr(one.start, one.end - one.start);
            if (text.size() >= ShortestSentence && !folded(found.passage.heading).ends_with(folded(text)))
                list.push_back({at, text, one.start, one.worth + 0.5 * place});
        }
    }
    const auto better = [](const Candidate &a, const Candidate &b) { return a.worth > b.worth; };
    std::stable_sort(list.begin(), list.end(), better);
    if (const auto question = encoderPart(result); local.encoder && !question.empty()) {
        for (std::size_t at = 0; at < std::min(Encoded, list.size()); ++at)
            list[at].worth += std::max(0.0, embedding::cosine(question, local.encoder->encode(list[at].text)));
        std::stable_sort(list.begin(), list.end(), better);
    }
    return list;
}

/// Amounts, times, percentages, dates as they are written: what contradictions are made of.
std::set<std::string> numbersIn(std::string_view text)
{
    std::set<std::string> numbers;
    for (const auto &word : language::words(text)) {
        if (!word.folded.empty() && word.folded.front() >= '0' && word.folded.front() <= '9')
            numbers.insert(word.folded);
    }
    return numbers;
}

std::set<std::string> contentOf(std::string_view text, std::string_view language)
{
    std::set<std::string> stems;
    for (const auto &word : language::words(text)) {
        if (!language::isStopWord(word.folded, language) && (word.folded.front() < '0' || word.folded.front() > '9'))
            stems.insert(language::stem(word.folded, language));
    }
    return stems;
}

/// The sentence of a passage that says most of what was asked.
std::string_view bestSentence(const Found &found, const SearchResult &result)
{
    const auto list = sentencesByWorth(found.passage.body, languageOf(found), result.asked, {}, {});
    return list.empty() ? std::string_view() : std::string_view(found.passage.body).substr(list.front().start, list.front().end - list.front().start);
}

std::string joinedNumbers(const std::set<std::string> &numbers)
{
    std::string text;
    for (const auto &number : numbers)
        text += (text.empty() ? "" : ", ") + number;
    return text;
}

/// "[1]", "[2, 3]" at `at`; moves behind it.
bool takeCites(std::string_view text, std::size_t &at, std::vector<int> &cites)
{
    if (at >= text.size() || text[at] != '[')
        return false;
    std::size_t end = at + 1;
    std::vector<int> numbers;
    while (end < text.size() && text[end] != ']') {
        if (text[end] == ',' || text[end] == ' ') {
            ++end;
            continue;
        }
        int number = 0;
        const auto [rest, error] = std::from_chars(text.data() + end, text.data() + text.size(), number);
        if (error != std::errc() || number < 1)
            return false;
        numbers.push_back(number);
        end = std::size_t(rest - text.data());
    }
    if (end >= text.size() || numbers.empty())
        return false;
    cites.insert(cites.end(), numbers.begin(), numbers.end());
    at = end + 1;
    return true;
}

/// The sentences of a text with marks: a mark belongs to the sentence before it, also behind its full stop.
std::vector<Sentence> cutAtMarks(std::string_view text, std::string_view language)
{
    std::string plain;
    struct At {
        std::size_t place;
        std::vector<int> cites;
    };
    std::vector<At> marks;
    for (std::size_t at = 0; at < text.size();) {
        std::vector<int> cites;
        if (takeCites(text, at, cites)) {
            while (!plain.empty() && plain.back() == ' ')
                plain.pop_back();
            marks.push_back({plain.empty() ? 0 : plain.size() - 1, std::move(cites)});
        } else {
            plain += text[at++];
        }
    }
    std::vector<Sentence> sentences;
    const auto spans = language::sentences(plain, language);
    for (std::size_t at = 0; at < spans.size(); ++at) {
        Sentence sentence{plain.substr(spans[at].start, spans[at].end - spans[at].start), {}};
        for (const auto &mark : marks) {
            if (mark.place >= spans[at].start && (mark.place < spans[at].end || at + 1 == spans.size() || mark.place < spans[at + 1].start))
                sentence.cites.insert(sentence.cites.end(), mark.cites.begin(), mark.cites.end());
        }
        std::sort(sentence.cites.begin(), sentence.cites.end());
        sentence.cites.erase(std::unique(sentence.cites.begin(), sentence.cites.end()), sentence.cites.end());
        sentences.push_back(std::move(sentence));
    }
    return sentences;
}

/// What stands between quotation marks.
std::vector<std::string> quotesIn(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> Marks{{{"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}}};
    std::vector<std::string> quotes;
    for (const auto &[open, close] : Marks) {
        for (std::size_t at = text.find(open); at != std::string_view::npos;) {
            const auto from = at + open.size();
            const auto to = text.find(close, from);
            if (to == std::string_view::npos)
                break;
            quotes.emplace_back(text.substr(from, to - from));
            at = text.find(open, to + close.size());
        }
    }
    return quotes;
}

std::string faultOf(const Sentence &sentence, const SearchResult &result)
{
    if (sentence.cites.empty())
        return "cites nothing";
    std::string given;
    std::set<std::string> numbers = numbersIn(result.asked.text);
    for (const int cite : sentence.cites) {
        if (cite > int(result.found.size()))
            return "cites [" + std::to_string(cite) + "], which was not given";
        const auto &found = result.found[std::size_t(cite) - 1];
        const auto whole = found.document.title + " " + found.passage.heading + " " + found.passage.body;
        given += folded(whole);
        numbers.merge(numbersIn(whole));
    }
    for (const auto &number : numbersIn(sentence.text)) {
        if (!numbers.contains(number))
            return "says " + number + ", which what it cites does not";
    }
    for (const auto &quote : quotesIn(sentence.text)) {
        if (given.find(folded(quote)) == std::string::npos)
            return "quotes words that do not stand in what it cites";
    }
    return {};
}

} // namespace

Composed answerByExtraction(const SearchResult &result, const LocalModel &local, Timestamp now)
{
    Composed composed;
    if (support(result) < AnswerAt) {
        composed.refusal = result.found.empty()                      ? "Nothing that is read says anything of this."
                           : result.evidence == Evidence::None ? "Nothing comes near the question, in words or in meaning."
                                                               : "What comes nearest does not carry an answer.";
        return composed;
    }
    std::vector<int> cited;
    const auto list = candidates(result, local);
    for (const auto &one : list) {
        if (composed.sentences.size() >= MostSentences || one.worth < BesideTheBest * list.front().worth)
            break;
        const auto said = std::any_of(composed.sentences.begin(), composed.sentences.end(), [&](const Sentence &other) { return folded(other.text) == folded(one.text); });
        if (said)
            continue;
        composed.sentences.push_back({std::string(one.text), {int(one.found) + 1}});
        cited.push_back(int(one.found) + 1);
    }
    composed.answered = !composed.sentences.empty();
    if (!composed.answered)
        composed.refusal = "What comes nearest does not carry an answer.";
    composed.warnings = warningsOf(result, cited, now);
    return composed;
}

Result<Composed> checkedAnswer(std::string_view text, const SearchResult &result, Timestamp now)
{
    Composed composed;
    std::vector<int> cited;
    for (auto &sentence : cutAtMarks(text, result.asked.language.empty() ? "en" : result.asked.language)) {
        if (const auto fault = faultOf(sentence, result); !fault.empty())
            return fail(Errc::BadInput, "a sentence of the answer " + fault, "\"" + sentence.text + "\"",
                        "say only what the passages say, and end every sentence with the numbers of those that say it");
        cited.insert(cited.end(), sentence.cites.begin(), sentence.cites.end());
        composed.sentences.push_back(std::move(sentence));
    }
    if (composed.sentences.empty())
        return fail(Errc::BadInput, "the answer is empty", {}, "answer in one to five sentences");
    composed.answered = true;
    composed.warnings = warningsOf(result, cited, now);
    return composed;
}

std::vector<std::string> warningsOf(const SearchResult &result, const std::vector<int> &cited, Timestamp now)
{
    std::vector<std::string> warnings;
    constexpr double SameSubject = 0.5;
    constexpr auto Old = std::chrono::days(3 * 365);
    const auto quoted = [](const Found &found) { return "\"" + found.document.title + "\""; };
    std::set<std::int64_t> told;
    for (const int cite : cited) {
        const auto &one = result.found[std::size_t(cite) - 1];
        if (!told.insert(one.document.row).second)
            continue;
        if (!one.document.reported.empty())
            warnings.push_back(quoted(one) + " was reported as outdated: " + one.document.reported);
        else if (one.document.changedAt && *one.document.changedAt + Old < now)
            warnings.push_back(quoted(one) + " was last changed more than three years ago");
        const auto sentence = bestSentence(one, result);
        const auto content = contentOf(sentence, languageOf(one));
        const auto numbers = numbersIn(sentence);
        for (std::size_t at = 0; at < std::min(LookedAt, result.found.size()); ++at) {
            const auto &other = result.found[at];
            if (other.document.row == one.document.row || told.contains(other.document.row))
                continue;
            const auto otherSentence = bestSentence(other, result);
            const auto otherNumbers = numbersIn(otherSentence);
            if (numbers.empty() || otherNumbers.empty() || numbers == otherNumbers)
                continue;
            const auto otherContent = contentOf(otherSentence, languageOf(other));
            std::vector<std::string> shared;
            std::set_intersection(content.begin(), content.end(), otherContent.begin(), otherContent.end(), std::back_inserter(shared));
            if (double(shared.size()) < SameSubject * double(std::min(content.size(), otherContent.size())) || shared.size() < 2)
                continue;
            warnings.push_back(quoted(one) + " and " + quoted(other) + " say different things: " + joinedNumbers(numbers) + " and " + joinedNumbers(otherNumbers));
        }
    }
    return warnings;
}

} // namespace hs::knowledge
