#include <cstdint>
#include <cstdlib>

#include "tests/unit/documents/chunk_faults.h"

using namespace hs;
using namespace hs::documents;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

class Input {
public:
    Input(const std::uint8_t *data, std::size_t size)
        : m_data(data)
        , m_size(size)
    {
    }
    unsigned byte()
    {
        if (m_size == 0)
            return 0;
        --m_size;
        return *m_data++;
    }
    std::string bytes(std::size_t most)
    {
        const auto length = std::min(most, m_size);
        std::string text(reinterpret_cast<const char *>(m_data), length);
        m_data += length;
        m_size -= length;
        return text;
    }
    bool ends() const { return m_size == 0; }

private:
    const std::uint8_t *m_data;
    std::size_t m_size;
};

/// Blocks one behind the other; `tidy` false: some of them overlap, cut characters or reach beyond the text.
Document documentOf(Input &input, bool tidy)
{
    Document document;
    int table = 0;
    while (!input.ends() && document.blocks.size() < 500) {
        Block block;
        const auto shape = input.byte();
        block.kind = static_cast<BlockKind>(shape % 5);
        block.level = static_cast<int>(shape / 5 % 8);
        block.page = static_cast<int>(document.blocks.size() / 4);
        if (block.kind == BlockKind::TableRow) {
            const bool begins = document.blocks.empty() || document.blocks.back().kind != BlockKind::TableRow;
            table += begins ? 1 : 0;
            block.table = table;
        }
        block.start = document.text.size();
        const auto length = input.byte();
        const auto text = input.bytes(length);
        for (unsigned times = shape > 250 ? 40 : 1; times > 0; --times) // long blocks from short inputs
            document.text += text;
        block.end = document.text.size();
        if (!tidy && length % 4 == 0) {
            block.start += input.byte();
            block.end = input.byte() * input.byte();
        }
        document.blocks.push_back(block);
        document.text += "\n\n";
    }
    return document;
}

} // namespace

/// Input: strategy, size, overlap, language, whether the blocks are tidy; then blocks: kind and level, length, text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const auto shape = input.byte();
    const bool tidy = (shape & 16U) == 0;
    const ChunkOptions options{static_cast<Strategy>(shape % 4), static_cast<int>(input.byte()), input.byte() / 255.0};
    const auto *language = (shape & 32U) != 0 ? "en" : (shape & 64U) != 0 ? "ja" : "";
    const auto document = documentOf(input, tidy);
    const auto chunks = chunk(document, options, language);
    check(test::faultOf(document, options, chunks, tidy).empty());
    const auto again = chunk(document, options, language);
    check(std::equal(chunks.begin(), chunks.end(), again.begin(), again.end(),
        [](const Chunk &a, const Chunk &b) { return a.start == b.start && a.end == b.end && a.heading == b.heading && a.prefix == b.prefix; }));
    return 0;
}
