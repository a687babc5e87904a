#include "engine/embedding/rows.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>
#include <utility>

#include "engine/embedding/scan.h"

namespace hs::embedding {

namespace {

constexpr std::align_val_t LineOfCache{64};

std::size_t blockBytes(std::size_t width)
{
    return std::size_t(Rows::PerBlock) * (width + sizeof(std::int64_t) + sizeof(float));
}

std::size_t spreadId(std::int64_t id)
{
    std::uint64_t mixed = std::uint64_t(id) * 0x9E37'79B9'7F4A'7C15U;
    mixed ^= mixed >> 32;
    return std::size_t(mixed);
}

} // namespace

Rows::Rows(std::size_t dimensions)
    : m_dimensions(std::clamp<std::size_t>(dimensions, 1, scan::MaxWidth)), m_width((m_dimensions + scan::Step - 1) / scan::Step * scan::Step)
{
    growSlots(0);
}

Rows::~Rows()
{
    for (const Block &block : m_blocks)
        ::operator delete(static_cast<void *>(block.values), LineOfCache);
}

std::size_t Rows::bytes() const
{
    return m_blocks.size() * blockBytes(m_width) + m_blocks.capacity() * sizeof(Block) + m_graves.capacity() * sizeof(std::uint64_t)
        + m_slots.capacity() * sizeof(std::uint32_t);
}

std::uint64_t Rows::fingerprint(std::uint32_t row) const
{
    std::uint64_t hash = std::bit_cast<std::uint32_t>(scale(row));
    const std::int8_t *values = this->row(row);
    for (std::size_t i = 0; i < m_width; i += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, values + i, sizeof word);
        hash = (hash ^ word) * 0x9E37'79B9'7F4A'7C15U;
        hash ^= hash >> 29;
    }
    return hash;
}

void Rows::reserve(std::size_t rows)
{
    growSlots(rows);
    m_blocks.reserve((rows + PerBlock - 1) / PerBlock);
}

std::size_t Rows::slotOf(std::int64_t wanted) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = spreadId(wanted) & mask;
    while (m_slots[slot] != None && id(m_slots[slot]) != wanted)
        slot = (slot + 1) & mask;
    return slot;
}

std::uint32_t Rows::find(std::int64_t id) const
{
    return m_slots[slotOf(id)];
}

void Rows::growSlots(std::size_t rows)
{
    const std::size_t needed = std::max<std::size_t>(64, std::bit_ceil(rows + rows / 2)); // at most two thirds are taken
    if (needed <= m_slots.size())
        return;
    m_slots = {}; // before the new ones are there: all they say stands in the rows
    m_slots.assign(needed, None);
    for (std::uint32_t row = 0; row < m_count; ++row) {
        if (!isBuried(row))
            m_slots[slotOf(id(row))] = row;
    }
}

std::uint32_t Rows::add(std::int64_t id, float scale, std::span<const std::int8_t> values)
{
    if (m_count == None - 1)
        return None;
    growSlots(std::size_t(m_count) + 1);
    if (m_count / PerBlock == m_blocks.size()) {
        // Pages of it that nobody writes to take no memory.
        auto *memory = static_cast<std::int8_t *>(::operator new(blockBytes(m_width), LineOfCache));
        void *ids = memory + std::size_t(PerBlock) * m_width;
        void *scales = memory + std::size_t(PerBlock) * (m_width + sizeof(std::int64_t));
        m_blocks.push_back({memory, static_cast<float *>(scales), static_cast<std::int64_t *>(ids)});
    }
    const std::uint32_t row = m_count++;
    block(row).ids[row % PerBlock] = id;
    set(row, scale, values);
    m_slots[slotOf(id)] = row;
    return row;
}

void Rows::set(std::uint32_t row, float scale, std::span<const std::int8_t> values)
{
    std::int8_t *to = block(row).values + std::size_t(row % PerBlock) * m_width;
    std::memcpy(to, values.data(), m_dimensions);
    std::memset(to + m_dimensions, 0, m_width - m_dimensions);
    block(row).scales[row % PerBlock] = scale;
}

void Rows::forget(std::int64_t wanted)
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t hole = slotOf(wanted);
    // What lies behind a hole moves into it, where it may, so that no search ends too early.
    for (std::size_t slot = (hole + 1) & mask; m_slots[slot] != None; slot = (slot + 1) & mask) {
        const std::size_t home = spreadId(id(m_slots[slot])) & mask;
        if (((slot - home) & mask) >= ((slot - hole) & mask)) {
            m_slots[hole] = m_slots[slot];
            hole = slot;
        }
    }
    m_slots[hole] = None;
}

void Rows::bury(std::uint32_t row)
{
    forget(id(row));
    if (m_graves.size() < std::size_t(m_count) / 64 + 1)
        m_graves.resize(std::size_t(m_count) / 64 + 1);
    m_graves[row / 64] |= std::uint64_t(1) << (row % 64);
    m_firstGrave = m_buried++ == 0 ? row : std::min(m_firstGrave, row);
}

void Rows::move(std::uint32_t from, std::uint32_t to)
{
    m_slots[slotOf(id(from))] = to;
    std::memcpy(block(to).values + std::size_t(to % PerBlock) * m_width, row(from), m_width);
    block(to).scales[to % PerBlock] = scale(from);
    block(to).ids[to % PerBlock] = id(from);
}

void Rows::erase(std::uint32_t row)
{
    forget(id(row));
    dropBuriedEnd(); // ends at the latest at `row`, which is not buried
    if (row != m_count - 1)
        move(m_count - 1, row);
    --m_count;
    freeBlocks();
}

void Rows::swap(std::uint32_t a, std::uint32_t b)
{
    if (a == b)
        return;
    const std::size_t slotA = slotOf(id(a)), slotB = slotOf(id(b));
    std::swap(m_slots[slotA], m_slots[slotB]);
    std::int8_t *valuesA = block(a).values + std::size_t(a % PerBlock) * m_width;
    std::swap_ranges(valuesA, valuesA + m_width, block(b).values + std::size_t(b % PerBlock) * m_width);
    std::swap(block(a).scales[a % PerBlock], block(b).scales[b % PerBlock]);
    std::swap(block(a).ids[a % PerBlock], block(b).ids[b % PerBlock]);
}

void Rows::dropBuriedEnd()
{
    while (m_count > 0 && isBuried(m_count - 1)) {
        --m_count;
        --m_buried;
        m_graves[m_count / 64] &= ~(std::uint64_t(1) << (m_count % 64));
    }
}

bool Rows::closeHoles(std::size_t limit)
{
    dropBuriedEnd();
    for (; m_buried > 0 && limit > 0; --limit) {
        while (!isBuried(m_firstGrave))
            ++m_firstGrave;
        const std::uint32_t hole = m_firstGrave; // before the last row, which lives
        move(m_count - 1, hole);
        m_graves[hole / 64] &= ~(std::uint64_t(1) << (hole % 64));
        --m_buried;
        --m_count;
        dropBuriedEnd();
    }
    freeBlocks();
    if (m_buried == 0)
        m_graves = {};
    return m_buried == 0;
}

void Rows::freeBlocks()
{
    // One empty block stays, so that a row that comes and goes at its border costs nothing.
    while (m_blocks.size() > m_count / PerBlock + 2) {
        ::operator delete(static_cast<void *>(m_blocks.back().values), LineOfCache);
        m_blocks.pop_back();
    }
}

} // namespace hs::embedding
