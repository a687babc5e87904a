#include "engine/knowledge/local_model.h"

#include <algorithm>
#include <cmath>

namespace hs::knowledge {

using embedding::CorpusBasis;
using embedding::SentenceEncoder;

Result<LocalModel> LocalModel::load(const Result<std::string_view> &sentenceModel, const Result<std::string_view> &generalSubjects)
{
    LocalModel model;
    if (!sentenceModel)
        return tl::make_unexpected(sentenceModel.error());
    if (!generalSubjects)
        return tl::make_unexpected(generalSubjects.error());
    auto encoder = SentenceEncoder::load(*sentenceModel);
    if (!encoder)
        return tl::make_unexpected(encoder.error());
    auto subjects = embedding::GeneralSubjects::load(*generalSubjects);
    if (!subjects)
        return tl::make_unexpected(subjects.error());
    model.encoder = std::move(*encoder);
    model.subjects = std::move(*subjects);
    return model;
}

double LocalModel::share(std::int64_t passages, std::string_view language) const
{
    if (!basis)
        return 0;
    if (!encoder || !encoderKnows(language))
        return 1;
    return std::clamp(0.5 * (std::log10(double(std::max<std::int64_t>(passages, 1))) - 2), 0.0, 0.5);
}

std::vector<float> LocalModel::question(std::string_view text, std::string_view language) const
{
    std::vector<float> vector(std::size_t(LocalDimensions), 0.0F);
    if (encoder && encoderKnows(language)) {
        const auto part = encoder->encode(text);
        std::copy(part.begin(), part.end(), vector.begin());
    }
    if (basis) {
        const auto part = basis->fold({}, text, language);
        std::copy(part.begin(), part.end(), vector.begin() + SentenceEncoder::Dimensions);
    }
    return vector;
}

bool encoderKnows(std::string_view language)
{
    return language.empty() || language == "en";
}

embedding::Quantised joined(float scaleA, std::string_view valuesA, float scaleB, std::string_view valuesB)
{
    std::vector<float> vector(std::size_t(LocalDimensions), 0.0F);
    const auto take = [&](std::size_t from, std::size_t size, float scale, std::string_view values) {
        for (std::size_t at = 0; at < std::min(size, values.size()); ++at)
            vector[from + at] = scale * float(static_cast<signed char>(values[at]));
    };
    take(0, SentenceEncoder::Dimensions, scaleA, valuesA);
    take(SentenceEncoder::Dimensions, CorpusBasis::MaxDimensions, scaleB, valuesB);
    return embedding::quantise(vector);
}

} // namespace hs::knowledge
