#include "engine/knowledge/support.h"

#include <algorithm>
#include <cmath>

namespace hs::knowledge {

namespace {

/// A logistic curve fitted to what tells the answerable questions of tests/eval/knowledge from foreign ones, in the part that is not kept apart,
/// for studios of 17 to 128 documents (fit.py there); at AnswerAt five of a hundred answerable ones are refused.
struct Curve {
    double constant = 0, cosine = 0, strength = 0, unknown = 0, coverage = 0, terms = 0, usual = 0, elsewhere = 0;
    double passages = 0; ///< of the logarithm to base 10 of their number
};
constexpr Curve EnglishCurve{.constant = 5.75, .cosine = 8.24, .strength = 1.69, .unknown = -1.90, .coverage = 6.16, .terms = 0.71, .usual = 12.07,
                             .elsewhere = -24.82, .passages = -1.78};
constexpr Curve OtherCurve{.constant = -6.45, .cosine = -0.46, .strength = 2.42, .unknown = 0.21, .coverage = 5.76, .terms = 1.89, .usual = 6.58,
                           .elsewhere = 0, .passages = -1.15};
/// Where nobody compared, nothing is known of the world or of the studio's texts yet, or a model outside compared, whose cosines are others.
constexpr Curve WordsCurve{.constant = -5.62, .cosine = 2.96, .strength = 2.25, .unknown = -2.5, .coverage = 2.55, .terms = 0.94};

} // namespace

bool toldByMeaning(const SearchResult &result)
{
    const bool learned = result.share == 1; // in other languages than English nothing else compares
    return !result.meaning.empty() && !result.remote && (learned || result.elsewhere >= 0);
}

double support(const SearchResult &result)
{
    if (result.found.empty())
        return 0;
    constexpr std::size_t EnoughTerms = 8;
    constexpr std::int64_t FewPassages = 50, ManyPassages = 1'000; // the curves know nothing of smaller and larger studios
    constexpr double UsualCosine = 0.45; // where nobody compared meanings
    const bool byMeaning = toldByMeaning(result);
    if (!byMeaning && result.evidence == Evidence::None)
        return 0;
    const auto &curve = !byMeaning ? WordsCurve : result.elsewhere >= 0 ? EnglishCurve : OtherCurve;
    const double sum = curve.constant + curve.cosine * (result.meaning.empty() ? UsualCosine : result.bestCosine) + curve.strength * result.strength
        + curve.unknown * result.unknown + curve.coverage * result.coverage + curve.terms * double(std::min(result.asked.terms.size(), EnoughTerms))
        + curve.usual * result.usual + curve.elsewhere * result.elsewhere
        + curve.passages * std::log10(double(std::clamp(result.passages, FewPassages, ManyPassages)));
    return 1 / (1 + std::exp(-sum));
}

} // namespace hs::knowledge
