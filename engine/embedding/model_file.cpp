#include "engine/embedding/model_file.h"

#include <cstddef>
#include <utility>

#include "engine/embedding/payload.h"

namespace hs::embedding {

namespace {

constexpr std::string_view ModelMagic = "HSATLAS\n";
constexpr std::size_t ModelHead = 48;

tl::unexpected<Error> damagedModel(std::string what)
{
    return fail(Errc::Corrupt, std::move(what), "resources/knowledge/atlas.model", "take the file of this version of the program");
}

/// The parts of the network, one after the other.
class NetworkReader : public PayloadReader {
public:
    using PayloadReader::PayloadReader;

    ModelFile::Norm norm(int width) { return {.scale = floats(std::size_t(width)), .bias = floats(std::size_t(width))}; }
    ModelFile::Matrix matrix(int inputs, int outputs)
    {
        return {.inputs = inputs, .outputs = outputs, .scales = floats(std::size_t(outputs)), .bias = floats(std::size_t(outputs)),
                .weights = weights(std::size_t(inputs) * std::size_t(outputs))};
    }
};

} // namespace

Result<ModelFile> ModelFile::read(std::string_view bytes)
{
    if (bytes.size() < ModelHead || !bytes.starts_with(ModelMagic))
        return damagedModel("this is no sentence model");
    const auto number = [bytes](std::size_t at) { return littleEndian(bytes.data() + at, 4); };
    if (number(8) != Version)
        return damagedModel("the sentence model is of version " + std::to_string(number(8)) + ", not " + std::to_string(Version));
    if (number(12) != Pieces || number(16) != EmbeddingWidth || number(20) != ModelWidth || number(24) != HiddenWidth || number(28) != 0)
        return damagedModel("the sentence model has other sizes than the network");
    const std::string_view payload = bytes.substr(ModelHead);
    if (littleEndian(bytes.data() + 32, 8) != payload.size() || payload.size() % 8 != 0)
        return damagedModel("the sentence model is cut off or has something behind it");
    if (littleEndian(bytes.data() + 40, 8) != payloadChecksum(payload))
        return damagedModel("the checksum of the sentence model is wrong");

    ModelFile file;
    NetworkReader reader(payload);
    file.pieces.resize(Pieces);
    for (Piece &piece : file.pieces) {
        piece.score = reader.floats(1).front();
        const std::string_view length = reader.bytes(1);
        if (!length.empty())
            piece.text = reader.bytes(static_cast<unsigned char>(length.front()));
        if (!reader.good() || piece.text.empty())
            return damagedModel("the pieces of the sentence model are damaged");
    }
    file.frequencies = reader.floats(EmbeddingWidth / 2);
    file.embeddingScales = reader.floats(Pieces);
    file.embeddings = reader.weights(std::size_t(Pieces) * EmbeddingWidth);
    int width = EmbeddingWidth;
    for (Layer &layer : file.layers) {
        layer.attentionNorm = reader.norm(width);
        layer.queryKeyValue = reader.matrix(width, 3 * width);
        layer.attentionOut = reader.matrix(width, ModelWidth);
        if (width != ModelWidth)
            layer.residual = reader.matrix(width, ModelWidth);
        layer.hiddenNorm = reader.norm(ModelWidth);
        layer.hiddenIn = reader.matrix(ModelWidth, HiddenWidth);
        layer.hiddenOut = reader.matrix(HiddenWidth, ModelWidth);
        width = ModelWidth;
    }
    file.last = reader.matrix(ModelWidth, ModelWidth);
    if (!reader.good() || reader.rest().size() >= 8)
        return damagedModel("the weights of the sentence model are damaged");
    return file;
}

} // namespace hs::embedding
