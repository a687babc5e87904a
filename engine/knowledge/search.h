#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/embedding/vector_index.h"
#include "engine/knowledge/fusion.h"
#include "engine/knowledge/local_model.h"
#include "engine/knowledge/query_syntax.h"
#include "engine/store/tables/knowledge.h"

/// Finds passages by words and by meaning (knowledge.md §2, §5, §6). Pure reading; in the thread of the reader whose SQL it is given,
/// with a second one for meanings beside it.
namespace hs::knowledge {

enum class Mode { Hybrid, Meaning, Words };
enum class Evidence { None, Weak, Good };

/// What compares meanings now: one moment of it, shared with searches that run.
struct Meanings {
    std::string name;       ///< "atlas-local-1", "openai · text-embedding-3-small"
    LocalModel local;       ///< makes the vectors of questions, unless `remote`
    bool remote = false;    ///< then a question brings its vector along
    std::shared_ptr<const embedding::VectorIndex> index;
    double none = 0, weak = 0; ///< best cosine below which nothing answers, and little does; 0: by the local model's rule
};

struct Ask {
    std::string text;
    Mode mode = Mode::Hybrid;
    int limit = 10;
    store::knowledge::Scope scope;
    double share = 0.5; ///< of meaning
    int minScore = 0;
    Timestamp now{};
    bool marks = true;  ///< highlighted words and sentences
};

struct Mark {
    std::size_t start = 0, end = 0; ///< bytes of the passage's body
    bool meaning = false;           ///< the sentence that is nearest; else a word
};
struct Found {
    store::knowledge::Passage passage;
    store::knowledge::Document document;
    Fused rank;
    double coverage = 0; ///< share of the question's words in it, each by its weight (inverse document frequency)
    int score = 0;       ///< 0 to 100
    std::vector<Mark> marks;
    std::vector<std::string> words;  ///< of the question, that stand in it, as typed
    std::vector<std::string> alsoIn; ///< titles of documents that say the same
};
struct SearchResult {
    SearchWords asked;
    std::vector<Found> found;
    Evidence evidence = Evidence::None;
    double bestCosine = -1; ///< of all that may be found
    double coverage = 0;    ///< of the best of the first ones
    double unknown = 0;     ///< share of the question's words, by weight, that stand nowhere
    double strength = 0;    ///< BM25 of the first one, for one unit of the question's weight
    double usual = 0;       ///< cosine to the middle of all passages, by the part that compares in the question's language
    double elsewhere = -1;  ///< how near the question is to the nearest general subject (embedding::GeneralSubjects); -1: not compared
    double share = 0;       ///< of the learned part in the comparison
    std::string correction; ///< the question with mistyped words mended
    bool corrected = false; ///< it was searched for
    std::string meaning;    ///< who compared; empty: nobody
    bool remote = false;    ///< a model outside did
    std::string meaningTrouble;
    std::vector<float> question; ///< its vector; empty: nobody compared
    std::size_t candidates = 0;
    std::int64_t passages = 0; ///< that there are in all
};

/// `passages`: how many there are in all. `vector`: of the question, from a remote model; not given, none is compared there and
/// `meaningTrouble` says so.
[[nodiscard]] SearchResult search(const store::ReadSql &sql, const Meanings &meanings, std::int64_t passages, const Ask &ask,
                                  const std::optional<std::vector<float>> &vector = {}, const std::string &vectorTrouble = {});

/// The weight of a word that stands in `with` of `all` passages.
[[nodiscard]] double weightOf(std::int64_t with, std::int64_t all);

} // namespace hs::knowledge
