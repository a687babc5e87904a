#include "engine/embedding/model_file.h"

#include <bit>
#include <cmath>
#include <cstddef>
#include <utility>

namespace hs::embedding {

namespace {

constexpr std::string_view ModelMagic = "HSATLAS\n";
constexpr std::size_t ModelHead = 48;

tl::unexpected<Error> damagedModel(std::string what)
{
    return fail(Errc::Corrupt, std::move(what), "resources/knowledge/atlas.model", "take the file of this version of the program");
}

std::uint64_t littleEndian(const char *bytes, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

/// FNV-1a over words of 8 bytes, folded, so that a change of any bit changes the result.
std::uint64_t payloadChecksum(std::string_view payload)
{
    std::uint64_t value = 0xCBF29CE484222325;
    for (std::size_t at = 0; at + 8 <= payload.size(); at += 8) {
        value = (value ^ littleEndian(payload.data() + at, 8)) * 0x100000001B3;
        value ^= value >> 32;
    }
    return value;
}

/// Reads on through the payload. What goes past its end gives zeros and is told by `good`.
class PayloadReader {
public:
    explicit PayloadReader(std::string_view payload) : m_rest(payload) {}

    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] std::string_view rest() const { return m_rest; }

    std::string_view bytes(std::size_t count)
    {
        if (count > m_rest.size()) {
            m_good = false;
            m_rest = {};
            return {};
        }
        const std::string_view taken = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return taken;
    }
    std::vector<float> floats(std::size_t count)
    {
        std::vector<float> values(count);
        const std::string_view taken = bytes(count * 4);
        if (taken.empty())
            return values;
        for (std::size_t i = 0; i < count; ++i) {
            values[i] = std::bit_cast<float>(static_cast<std::uint32_t>(littleEndian(taken.data() + i * 4, 4)));
            m_good = m_good && std::isfinite(values[i]);
        }
        return values;
    }
    std::span<const std::int8_t> weights(std::size_t count)
    {
        const std::string_view taken = bytes(count);
        const std::span<const std::int8_t> values(reinterpret_cast<const std::int8_t *>(taken.data()), taken.size());
        for (const std::int8_t value : values)
            m_good = m_good && value != -128; // the sums are counted for at most 127
        return values;
    }
    ModelFile::Norm norm(int width) { return {.scale = floats(std::size_t(width)), .bias = floats(std::size_t(width))}; }
    ModelFile::Matrix matrix(int inputs, int outputs)
    {
        return {.inputs = inputs, .outputs = outputs, .scales = floats(std::size_t(outputs)), .bias = floats(std::size_t(outputs)),
                .weights = weights(std::size_t(inputs) * std::size_t(outputs))};
    }

private:
    std::string_view m_rest;
    bool m_good = true;
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
    PayloadReader reader(payload);
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
