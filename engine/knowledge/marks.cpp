#include "engine/knowledge/marks.h"

#include <algorithm>
#include <set>

#include "engine/language/sentences.h"
#include "engine/language/words.h"

namespace hs::knowledge {

namespace {

std::string languageOf(const store::knowledge::Document &document)
{
    return document.language.empty() ? "en" : document.language;
}

std::set<std::string> stemsOf(const SearchWords &words, std::string_view language)
{
    std::set<std::string> stems;
    for (const auto &term : words.terms) {
        stems.insert(term.stem);
        stems.insert(language::stem(term.folded, language));
    }
    for (const auto &phrase : words.phrases) {
        for (const auto &word : phrase)
            stems.insert(language::stem(word, language));
    }
    return stems;
}

std::span<const float> learnedPart(std::span<const float> question)
{
    return question.size() == std::size_t(LocalDimensions) ? question.subspan(embedding::SentenceEncoder::Dimensions) : std::span<const float>();
}

} // namespace

std::vector<Nearest> sentencesByWorth(std::string_view text, std::string_view language, const SearchWords &words, const LocalModel &local,
                                      std::span<const float> question)
{
    const auto stems = stemsOf(words, language);
    const auto learned = learnedPart(question);
    std::vector<Nearest> list;
    for (const auto &span : language::sentences(text, language)) {
        const auto sentence = text.substr(span.start, span.end - span.start);
        std::set<std::string> there;
        for (const auto &word : language::words(sentence)) {
            if (auto stem = language::stem(word.folded, language); stems.contains(stem))
                there.insert(std::move(stem));
        }
        double worth = stems.empty() ? 0 : double(there.size()) / double(stems.size());
        if (local.basis && !learned.empty())
            worth += std::max(0.0, embedding::cosine(learned, local.basis->fold({}, sentence, language)));
        list.push_back({span.start, span.end, worth});
    }
    std::stable_sort(list.begin(), list.end(), [](const Nearest &a, const Nearest &b) { return a.worth > b.worth; });
    return list;
}

std::vector<Mark> marksOf(const Found &found, const SearchWords &words, const LocalModel &local, std::span<const float> question)
{
    const auto language = languageOf(found.document);
    const auto &body = found.passage.body;
    std::vector<Mark> marks;
    if (found.rank.meaningRank > 0) {
        if (const auto nearest = sentencesByWorth(body, language, words, local, question); !nearest.empty() && nearest.front().worth > 0)
            marks.push_back({nearest.front().start, nearest.front().end, true});
    }
    const auto stems = stemsOf(words, language);
    for (const auto &word : language::words(body)) {
        if (stems.contains(language::stem(word.folded, language)))
            marks.push_back({word.start, word.end, false});
    }
    return marks;
}

} // namespace hs::knowledge
