#include "engine/embedding/pieces.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace hs::embedding {

namespace {

constexpr UChar32 WordMark = 0x2581; // "▁"
constexpr std::string_view WordMarkText = "\u2581";
constexpr std::size_t BlockBytes = 4'096;  // of the text that are brought to NFKC at once
constexpr std::size_t MaxWordBytes = 4'096; // a longer run without blanks is parted, to bound what one needs
constexpr float UnknownPenalty = 10;       // below the worst piece, as SentencePiece has it

/// Where the first block of a text ends: before an ASCII byte, which never joins with what is before it; else at the border of a character.
std::size_t blockEnd(std::string_view text)
{
    if (text.size() <= BlockBytes)
        return text.size();
    for (std::size_t end = BlockBytes; end > BlockBytes / 2; --end) {
        if (static_cast<unsigned char>(text[end]) < 0x80)
            return end;
    }
    std::size_t end = BlockBytes;
    for (int i = 0; i < 3 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U; ++i)
        --end;
    return end;
}

icu::UnicodeString toCompatible(std::string_view block)
{
    auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(block.data(), static_cast<std::int32_t>(block.size())));
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *normalizer = icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status))
        return text;
    icu::UnicodeString normal = normalizer->normalize(text, status);
    return U_FAILURE(status) ? text : normal;
}

std::size_t characterLength(std::string_view text, std::size_t at)
{
    std::size_t length = 1;
    while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80U)
        ++length;
    return length;
}

} // namespace

Pieces::Pieces(const std::vector<std::string_view> &texts, const std::vector<float> &scores) : m_scores(scores)
{
    std::vector<Entry> entries;
    float worst = 0;
    for (std::size_t i = Reserved; i < texts.size(); ++i) {
        entries.push_back({texts[i], int(i)});
        worst = std::min(worst, scores[i]);
    }
    m_unknownScore = worst - UnknownPenalty;
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.text != b.text ? a.text < b.text : a.piece < b.piece; });
    m_nodes.emplace_back();
    grow(0, entries, 0, entries.size(), 0);
}

void Pieces::grow(std::uint32_t node, const std::vector<Entry> &entries, std::size_t begin, std::size_t end, std::size_t depth)
{
    while (begin < end && entries[begin].text.size() == depth)
        m_nodes[node].piece = entries[begin++].piece;
    const std::size_t first = m_edges.size();
    std::vector<std::size_t> borders;
    for (std::size_t i = begin; i < end; ++i) {
        if (i != begin && entries[i].text[depth] == entries[i - 1].text[depth])
            continue;
        borders.push_back(i);
        m_edges.push_back({static_cast<unsigned char>(entries[i].text[depth]), static_cast<std::uint32_t>(m_nodes.size())});
        m_nodes.emplace_back();
    }
    borders.push_back(end);
    m_nodes[node].firstEdge = static_cast<std::uint32_t>(first);
    m_nodes[node].edges = static_cast<std::uint32_t>(m_edges.size() - first);
    for (std::size_t i = 0; i + 1 < borders.size(); ++i)
        grow(m_edges[first + i].node, entries, borders[i], borders[i + 1], depth + 1);
}

void Pieces::segmentWord(std::string_view word, std::vector<Best> &best, std::vector<int> &out) const
{
    best.assign(word.size() + 1, {.score = -std::numeric_limits<double>::infinity()});
    best[0].score = 0;
    for (std::size_t at = 0; at < word.size(); at += characterLength(word, at)) {
        const double before = best[at].score;
        const auto offer = [&](std::size_t end, double score, int piece) {
            if (score >= best[end].score)
                best[end] = {score, at, piece};
        };
        const std::size_t one = at + characterLength(word, at);
        bool alone = false; // whether the character is a piece
        std::uint32_t node = 0;
        for (std::size_t i = at; i < word.size(); ++i) {
            const Edge *const begin = m_edges.data() + m_nodes[node].firstEdge, *const end = begin + m_nodes[node].edges;
            const auto byte = static_cast<unsigned char>(word[i]);
            const Edge *const edge = std::lower_bound(begin, end, byte, [](const Edge &e, unsigned char b) { return e.byte < b; });
            if (edge == end || edge->byte != byte)
                break;
            node = edge->node;
            if (const int piece = m_nodes[node].piece; piece >= 0) {
                offer(i + 1, before + double(m_scores[std::size_t(piece)]), piece);
                alone = alone || i + 1 == one;
            }
        }
        if (!alone)
            offer(one, before + double(m_unknownScore), Unknown);
    }
    const std::size_t start = out.size();
    for (std::size_t at = word.size(); at > 0; at = best[at].from)
        out.push_back(best[at].piece);
    std::reverse(out.begin() + std::ptrdiff_t(start), out.end());
    out.erase(std::unique(out.begin() + std::ptrdiff_t(start > 0 ? start - 1 : 0), out.end(),
                          [](int a, int b) { return a == Unknown && b == Unknown; }),
              out.end());
}

std::vector<int> Pieces::segment(std::string_view text, std::size_t limit) const
{
    std::vector<int> out;
    // No piece has a "▁" but at its front, so a word can be parted without its neighbours.
    std::string word;
    std::vector<Best> best;
    bool blank = true; // whether a word begins with the next character
    const auto finish = [&] {
        if (!word.empty())
            segmentWord(word, best, out);
        word.clear();
    };
    while (!text.empty() && out.size() < limit) {
        const std::size_t size = blockEnd(text);
        const icu::UnicodeString block = toCompatible(text.substr(0, size));
        text.remove_prefix(size);
        for (std::int32_t i = 0; i < block.length() && out.size() < limit; i = block.moveIndex32(i, 1)) {
            const UChar32 character = block.char32At(i);
            if (u_isUWhiteSpace(character)) {
                blank = true;
                continue;
            }
            const auto category = u_charType(character);
            if (category == U_CONTROL_CHAR || category == U_FORMAT_CHAR)
                continue;
            if (blank || character == WordMark || word.size() >= MaxWordBytes)
                finish();
            if (std::exchange(blank, false))
                word += WordMarkText;
            std::uint8_t bytes[U8_MAX_LENGTH];
            std::int32_t length = 0;
            U8_APPEND_UNSAFE(bytes, length, character);
            word.append(reinterpret_cast<const char *>(bytes), std::size_t(length));
        }
    }
    if (out.size() < limit)
        finish();
    if (out.size() > limit)
        out.resize(limit);
    return out;
}

} // namespace hs::embedding
