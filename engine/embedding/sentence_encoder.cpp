#include "engine/embedding/sentence_encoder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <span>
#include <utility>

#include "engine/embedding/kernels.h"
#include "engine/embedding/model_file.h"
#include "engine/embedding/network.h"
#include "engine/embedding/pieces.h"
#include "engine/embedding/vectors.h"

namespace hs::embedding {

namespace {

constexpr std::size_t HeadingPieces = 24;
constexpr std::size_t BodyPieces = 100; // of a window, where the passage needs more than one

std::atomic<const kernels::Kernel *> &chosenKernel()
{
    static std::atomic<const kernels::Kernel *> kernel{&kernels::best()};
    return kernel;
}

std::vector<std::string_view> pieceTexts(const ModelFile &file)
{
    std::vector<std::string_view> texts;
    texts.reserve(file.pieces.size());
    for (const ModelFile::Piece &piece : file.pieces)
        texts.emplace_back(piece.text);
    return texts;
}

std::vector<float> pieceScores(const ModelFile &file)
{
    std::vector<float> scores;
    scores.reserve(file.pieces.size());
    for (const ModelFile::Piece &piece : file.pieces)
        scores.push_back(piece.score);
    return scores;
}

} // namespace

struct SentenceEncoder::Network {
    explicit Network(const ModelFile &file) : pieces(pieceTexts(file), pieceScores(file)), transformer(file) {}

    Pieces pieces;
    Transformer transformer;
};

static_assert(SentenceEncoder::Dimensions == Transformer::Width && SentenceEncoder::MaxPieces == Transformer::MaxRows);

SentenceEncoder::SentenceEncoder(std::unique_ptr<const Network> network) : m_network(std::move(network)) {}

SentenceEncoder::~SentenceEncoder() = default;

Result<std::shared_ptr<const SentenceEncoder>> SentenceEncoder::load(std::string_view bytes)
{
    const auto file = ModelFile::read(bytes);
    if (!file)
        return tl::make_unexpected(file.error());
    return std::shared_ptr<const SentenceEncoder>(new SentenceEncoder(std::make_unique<const Network>(*file)));
}

std::vector<int> SentenceEncoder::pieces(std::string_view text, std::size_t limit) const
{
    return m_network->pieces.segment(text, limit);
}

std::vector<float> SentenceEncoder::encode(std::string_view text) const
{
    const std::vector<int> ids = pieces(text);
    if (ids.empty())
        return std::vector<float>(Dimensions, 0.0F);
    Transformer::Scratch scratch(int(ids.size()));
    const auto vector = m_network->transformer.run(ids, *chosenKernel(), scratch);
    return {vector.begin(), vector.end()};
}

std::vector<float> SentenceEncoder::encodePassage(std::string_view heading, std::string_view body) const
{
    std::vector<int> window = pieces(heading, HeadingPieces);
    const std::vector<int> ids = pieces(body, MaxPassagePieces);
    std::vector<float> sum(Dimensions, 0.0F);
    const std::size_t head = window.size();
    if (head + ids.size() == 0)
        return sum;

    // Windows of like length: a short last one would weigh as much as the others and say little.
    const bool fits = head + ids.size() <= std::size_t(MaxPieces);
    const std::size_t windows = fits ? 1 : (ids.size() + BodyPieces - 1) / BodyPieces;
    Transformer::Scratch scratch(int(head + (ids.size() + windows - 1) / windows));
    for (std::size_t i = 0; i < windows; ++i) {
        window.resize(head);
        window.insert(window.end(), ids.begin() + std::ptrdiff_t(i * ids.size() / windows), ids.begin() + std::ptrdiff_t((i + 1) * ids.size() / windows));
        const auto vector = m_network->transformer.run(window, *chosenKernel(), scratch);
        for (std::size_t d = 0; d < sum.size(); ++d)
            sum[d] += vector[d];
    }
    normalise(sum);
    return sum;
}

const char *SentenceEncoder::kernel()
{
    return chosenKernel().load()->name;
}

bool SentenceEncoder::useKernel(std::string_view name)
{
    const kernels::Kernel *kernel = kernels::find(name);
    if (kernel != nullptr)
        chosenKernel() = kernel;
    return kernel != nullptr;
}

} // namespace hs::embedding
