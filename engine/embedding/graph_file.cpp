#include "engine/embedding/graph_file.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>

#include "engine/embedding/checksum.h"

namespace hs::embedding {

namespace {

constexpr std::uint64_t GraphMagic = 0x3168'7061'7267'7368; // "hsgraph1"
constexpr std::uint32_t NodesAPiece = 4'096;
constexpr std::uint64_t LongestPiece = 64U << 20U;

struct GraphHead {
    std::uint64_t magic = GraphMagic;
    std::uint64_t key = 0;
    std::uint64_t dimensions = 0;
    std::uint32_t nodes = 0, entry = 0;
    std::int32_t levels = 0;
    std::uint32_t reserved = 0;
    std::uint64_t checksum = 0; ///< of what is before it
};

struct PieceHead {
    std::uint64_t length = 0;
    std::uint64_t checksum = 0;
};

/// What stands before a node in a piece.
struct NodeHead {
    std::int64_t id = 0;
    std::uint64_t fingerprint = 0;
};

template <typename T>
std::string_view rawBytes(const T &value)
{
    return {reinterpret_cast<const char *>(&value), sizeof value};
}

std::uint64_t headSum(const GraphHead &head)
{
    return checksum(rawBytes(head).substr(0, offsetof(GraphHead, checksum)));
}

template <typename T>
bool readRaw(std::istream &in, T &value)
{
    return bool(in.read(reinterpret_cast<char *>(&value), sizeof value));
}

bool writePieces(std::ostream &out, const GraphHead &head, const Rows &rows, const Graph &graph,
                 const std::function<void(const std::function<void()> &)> &guarded, const std::function<bool()> &stop)
{
    std::string piece;
    for (std::uint32_t from = 0; from < head.nodes && out; from += NodesAPiece) {
        if (stop && stop())
            return false;
        piece.clear();
        guarded([&] {
            for (std::uint32_t node = from; node < std::min(head.nodes, from + NodesAPiece); ++node) {
                NodeHead start;
                if (const std::uint32_t row = graph.rowOf(node); row != Rows::None && !rows.isBuried(row))
                    start = {rows.id(row), std::max<std::uint64_t>(rows.fingerprint(row), 1)};
                piece += rawBytes(start);
                graph.write(node, piece);
            }
        });
        const PieceHead pieceHead{piece.size(), checksum(piece)};
        out << rawBytes(pieceHead) << piece;
    }
    return bool(out.flush());
}

bool readPieces(std::istream &in, const Graph::Shape &shape, KeptGraph &kept, const std::function<bool()> &stop)
{
    std::string piece;
    while (kept.ids.size() < shape.nodes) {
        PieceHead head;
        if ((stop && stop()) || !readRaw(in, head) || head.length > LongestPiece)
            return false;
        piece.resize(std::size_t(head.length));
        if (!in.read(piece.data(), std::streamsize(piece.size())) || checksum(piece) != head.checksum)
            return false;
        const std::size_t end = std::min<std::size_t>(shape.nodes, kept.ids.size() + NodesAPiece);
        std::string_view rest = piece;
        while (kept.ids.size() < end) {
            NodeHead start;
            if (rest.size() < sizeof start)
                return false;
            std::memcpy(&start, rest.data(), sizeof start);
            rest.remove_prefix(sizeof start);
            if (!kept.graph->read(shape, rest))
                return false;
            kept.ids.push_back(start.id);
            kept.fingerprints.push_back(start.fingerprint);
        }
        if (!rest.empty())
            return false;
    }
    return kept.graph->finish(shape);
}

} // namespace

bool keepGraph(const GraphFile &file, const Rows &rows, const Graph &graph, const std::function<void(const std::function<void()> &)> &guarded,
               const std::function<bool()> &stop)
{
    std::filesystem::path fresh = file.path;
    fresh += ".new";
    std::error_code error;
    GraphHead head;
    head.key = file.key;
    head.dimensions = rows.dimensions();
    guarded([&] {
        const Graph::Shape shape = graph.shape();
        head.nodes = shape.nodes;
        head.entry = shape.entry;
        head.levels = shape.levels;
    });
    head.checksum = headSum(head);
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << rawBytes(head);
    bool well = out && writePieces(out, head, rows, graph, guarded, stop);
    out.close();
    well = well && out;
    if (well) // not flushed to the disk: what a power cut leaves of it has the wrong checksum
        std::filesystem::rename(fresh, file.path, error);
    if (!well || error)
        std::filesystem::remove(fresh, error);
    return well && !error;
}

KeptGraph loadGraph(const GraphFile &file, const Rows &rows, const std::function<bool()> &stop)
{
    KeptGraph kept;
    std::ifstream in(file.path, std::ios::binary);
    GraphHead head;
    if (!in || !readRaw(in, head) || head.magic != GraphMagic || head.checksum != headSum(head) || head.key != file.key)
        return kept;
    std::error_code error;
    // A node takes 19 bytes at least: a head that promises more than the file holds costs no memory.
    if (head.dimensions != rows.dimensions() || head.nodes == 0 || std::filesystem::file_size(file.path, error) / 19 < head.nodes || error)
        return kept;
    const Graph::Shape shape{head.nodes, head.entry, head.levels};
    kept.graph = Graph::make(rows, std::size_t(head.nodes) + head.nodes / 16 + 1'024);
    if (!kept.graph)
        return kept;
    kept.ids.reserve(head.nodes);
    kept.fingerprints.reserve(head.nodes);
    if (!readPieces(in, shape, kept, stop))
        kept = {};
    return kept;
}

} // namespace hs::embedding
