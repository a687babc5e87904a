#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hs::embedding {

/// Parts a text into the pieces of a vocabulary so that the sum of their scores is the greatest (unigram segmentation, as SentencePiece
/// does it). Immutable; any thread.
class Pieces {
public:
    static constexpr int Unknown = 0;
    static constexpr int Reserved = 6; ///< entries at the front that are no text

    /// Piece i of the vocabulary has texts[i] and scores[i]; of two with one text the later is taken.
    Pieces(const std::vector<std::string_view> &texts, const std::vector<float> &scores);

    /// The ids of the first `limit` pieces. The text is brought to NFKC; control and format characters are left out; blanks of every
    /// kind and number are one "▁" before the next word, and one stands before the text; runs of unknown characters are one Unknown.
    /// Invalid UTF-8 is unknown. Only as much of the text is read as the limit needs.
    [[nodiscard]] std::vector<int> segment(std::string_view text, std::size_t limit) const;

private:
    struct Node {
        std::uint32_t firstEdge = 0, edges = 0;
        int piece = -1;
    };
    struct Edge {
        unsigned char byte = 0;
        std::uint32_t node = 0;
    };
    struct Entry {
        std::string_view text;
        int piece = 0;
    };
    void grow(std::uint32_t node, const std::vector<Entry> &entries, std::size_t begin, std::size_t end, std::size_t depth);
    struct Best {
        double score = 0;
        std::size_t from = 0;
        int piece = Unknown;
    };
    /// `best` is only room that is used again.
    void segmentWord(std::string_view word, std::vector<Best> &best, std::vector<int> &out) const;

    std::vector<Node> m_nodes; ///< a tree of the pieces' bytes; node 0 is the root
    std::vector<Edge> m_edges; ///< of a node together, sorted by byte
    std::vector<float> m_scores;
    float m_unknownScore = 0;
};

} // namespace hs::embedding
