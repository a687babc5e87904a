#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <Eigen/Dense>

#include "engine/embedding/general_subjects.h"
#include "engine/embedding/payload.h"
#include "engine/embedding/sentence_encoder.h"
#include "engine/embedding/vectors.h"
#include "resources/resources.h"

// Makes resources/knowledge/subjects.model (engine/embedding/general_subjects.h): the meanings of one of five nouns of WordNet 3.0, as the
// shipped sentence encoder has them.
//
//   hs_make_subjects FOLDER > resources/knowledge/subjects.model
//
// FOLDER holds data.noun (/usr/share/wordnet of Debian's wordnet-base). The layout; all numbers are little-endian:
//
//   "HSTOPICS", u32 version, u32 subjects, u32 dimensions, u32 dimensions of the encoder, u64 bytes of the payload, u64 its checksum
//   payload, filled up with zeros to a multiple of 8:
//       f32 directions [dimensions][dimensions of the encoder]   the first eigenvectors of the sum of v·vᵀ over all meanings v
//       f32 scales [subjects], i8 values [subjects][dimensions]  what a meaning is along each direction

namespace {

using namespace hs;
using embedding::GeneralSubjects;
using embedding::SentenceEncoder;

constexpr std::size_t Every = 5;
constexpr std::size_t WordAt = 4; ///< field of a line of data.noun (wndb(5WN)): offset, file, type, count of words, word, …

/// "granite: plutonic igneous rock having visibly crystalline texture"
std::vector<std::string> subjectsOf(const std::filesystem::path &file)
{
    std::vector<std::string> subjects;
    std::ifstream in(file);
    std::size_t nouns = 0;
    for (std::string line; std::getline(in, line);) {
        const auto bar = line.find('|');
        if (line.starts_with("  ") || bar == std::string::npos || nouns++ % Every != 0)
            continue; // the licence stands in front, each line behind two blanks
        std::size_t from = 0;
        for (std::size_t field = 0; field < WordAt; ++field)
            from = line.find(' ', from) + 1;
        std::string text = line.substr(from, line.find(' ', from) - from);
        std::replace(text.begin(), text.end(), '_', ' ');
        // Examples and remarks follow behind a semicolon.
        const auto explained = line.find_first_not_of(" (", bar + 1);
        subjects.push_back(text + ": " + line.substr(explained, line.find_first_of(";)", explained) - explained));
    }
    return subjects;
}

void append(std::string &out, std::uint64_t value, std::size_t bytes)
{
    for (std::size_t at = 0; at < bytes; ++at)
        out += char(value >> (8 * at) & 0xFFU);
}

void append(std::string &out, float value)
{
    append(out, std::bit_cast<std::uint32_t>(value), 4);
}

} // namespace

int main(int argc, char **argv)
{
    const auto model = resources::sentenceModel();
    const auto encoder = model ? SentenceEncoder::load(*model) : Result<std::shared_ptr<const SentenceEncoder>>(tl::make_unexpected(model.error()));
    const auto subjects = argc == 2 ? subjectsOf(std::filesystem::path(argv[1]) / "data.noun") : std::vector<std::string>();
    if (!encoder || subjects.empty()) {
        std::fprintf(stderr, "%s\n", encoder ? "hs_make_subjects FOLDER: no noun was read; FOLDER holds data.noun of WordNet 3.0" : describe(encoder.error()).c_str());
        return EXIT_FAILURE;
    }
    Eigen::MatrixXf meanings(SentenceEncoder::Dimensions, Eigen::Index(subjects.size()));
    for (std::size_t at = 0; at < subjects.size(); ++at) {
        const auto meaning = (*encoder)->encode(subjects[at]);
        meanings.col(Eigen::Index(at)) = Eigen::Map<const Eigen::VectorXf>(meaning.data(), SentenceEncoder::Dimensions);
    }
    // Eigenvalues come in growing order.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> solver(meanings * meanings.transpose());
    const Eigen::MatrixXf directions = solver.eigenvectors().rightCols(GeneralSubjects::Dimensions).rowwise().reverse();
    const Eigen::MatrixXf directed = directions.transpose() * meanings;

    std::string payload, values;
    for (Eigen::Index at = 0; at < directions.cols(); ++at) {
        for (Eigen::Index row = 0; row < directions.rows(); ++row)
            append(payload, directions(row, at));
    }
    for (Eigen::Index at = 0; at < directed.cols(); ++at) {
        const auto quantised = embedding::quantise({directed.col(at).data(), std::size_t(GeneralSubjects::Dimensions)});
        append(payload, quantised.scale);
        for (const auto value : quantised.values)
            values += char(value);
    }
    payload += values;
    payload.resize((payload.size() + 7) / 8 * 8, '\0');
    std::string head = "HSTOPICS";
    for (const auto number : {std::uint64_t(GeneralSubjects::Version), std::uint64_t(subjects.size()), std::uint64_t(GeneralSubjects::Dimensions),
                              std::uint64_t(SentenceEncoder::Dimensions)})
        append(head, number, 4);
    append(head, payload.size(), 8);
    append(head, embedding::payloadChecksum(payload), 8);
    std::cout << head << payload;
    std::fprintf(stderr, "%zu subjects, %zu bytes\n", subjects.size(), head.size() + payload.size());
    return std::cout.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
