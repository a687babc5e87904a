#include "engine/embedding/payload.h"

#include <bit>
#include <cmath>

namespace hs::embedding {

std::uint64_t littleEndian(const char *bytes, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

std::uint64_t payloadChecksum(std::string_view payload)
{
    std::uint64_t value = 0xCBF29CE484222325;
    for (std::size_t at = 0; at + 8 <= payload.size(); at += 8) {
        value = (value ^ littleEndian(payload.data() + at, 8)) * 0x100000001B3;
        value ^= value >> 32;
    }
    return value;
}

std::string_view PayloadReader::bytes(std::size_t count)
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

std::vector<float> PayloadReader::floats(std::size_t count)
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

std::span<const std::int8_t> PayloadReader::weights(std::size_t count)
{
    const std::string_view taken = bytes(count);
    const std::span<const std::int8_t> values(reinterpret_cast<const std::int8_t *>(taken.data()), taken.size());
    for (const std::int8_t value : values)
        m_good = m_good && value != -128;
    return values;
}

} // namespace hs::embedding
