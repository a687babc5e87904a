#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace hs::embedding {

/// The rows of an index with their ids and scales, in blocks, so that growing copies nothing and needs no memory twice. Row numbers are
/// dense from 0. A row that goes gives its place to the last one, except where somebody else holds its number (the graph): then it is
/// buried, and the hole closed later. Not locked; its owner does that.
class Rows {
public:
    static constexpr std::uint32_t None = 0xFFFF'FFFF;
    static constexpr std::uint32_t PerBlock = 4'096;

    explicit Rows(std::size_t dimensions); ///< 1 to scan::MaxWidth
    ~Rows();
    Rows(const Rows &) = delete;
    Rows &operator=(const Rows &) = delete;

    [[nodiscard]] std::size_t dimensions() const { return m_dimensions; }
    [[nodiscard]] std::size_t width() const { return m_width; } ///< bytes of a row in memory
    [[nodiscard]] std::uint32_t count() const { return m_count; } ///< with the buried ones
    [[nodiscard]] std::uint32_t buried() const { return m_buried; }
    [[nodiscard]] std::uint32_t live() const { return m_count - m_buried; }
    [[nodiscard]] std::size_t bytes() const; ///< of memory, rows not yet used of the last block included

    /// At a multiple of 64 bytes; the rows of a block lie behind one another.
    [[nodiscard]] const std::int8_t *row(std::uint32_t row) const { return block(row).values + std::size_t(row % PerBlock) * m_width; }
    [[nodiscard]] float scale(std::uint32_t row) const { return block(row).scales[row % PerBlock]; }
    [[nodiscard]] std::int64_t id(std::uint32_t row) const { return block(row).ids[row % PerBlock]; }
    [[nodiscard]] bool isBuried(std::uint32_t row) const
    {
        return m_buried != 0 && row / 64 < m_graves.size() && (m_graves[row / 64] >> (row % 64) & 1) != 0;
    }
    /// Of the values and the scale: tells whether a row is the one it was.
    [[nodiscard]] std::uint64_t fingerprint(std::uint32_t row) const;

    void reserve(std::size_t rows);
    [[nodiscard]] std::uint32_t find(std::int64_t id) const;   ///< None: no live row
    /// Behind the others; `id` has no row, `values` has `dimensions`. None when there are too many.
    std::uint32_t add(std::int64_t id, float scale, std::span<const std::int8_t> values);
    void set(std::uint32_t row, float scale, std::span<const std::int8_t> values);
    void bury(std::uint32_t row); ///< its id is unknown from now on, its place stays
    /// Puts the last row into its place; buried rows at the end go too.
    void erase(std::uint32_t row);
    void swap(std::uint32_t a, std::uint32_t b); ///< two live rows
    /// Puts rows from the end into at most `limit` holes. True: none is left.
    bool closeHoles(std::size_t limit);

private:
    struct Block {
        std::int8_t *values;
        float *scales;
        std::int64_t *ids;
    };
    [[nodiscard]] const Block &block(std::uint32_t row) const { return m_blocks[row / PerBlock]; }
    [[nodiscard]] std::size_t slotOf(std::int64_t id) const; ///< where it is, or the empty slot where it would be
    void move(std::uint32_t from, std::uint32_t to);
    void forget(std::int64_t id);
    void growSlots(std::size_t rows);
    void dropBuriedEnd();
    void freeBlocks();

    std::size_t m_dimensions, m_width;
    std::vector<Block> m_blocks;
    std::uint32_t m_count = 0, m_buried = 0;
    std::vector<std::uint64_t> m_graves;  ///< a bit a row
    std::uint32_t m_firstGrave = 0;       ///< no buried row is before it
    std::vector<std::uint32_t> m_slots;   ///< open addressing: the row of an id, whose key is the row's own id; four bytes a slot
};

} // namespace hs::embedding
