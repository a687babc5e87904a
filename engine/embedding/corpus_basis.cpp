#include "engine/embedding/corpus_basis.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "engine/embedding/checksum.h"
#include "engine/embedding/latent.h"
#include "engine/language/words.h"

namespace hs::embedding {

namespace {

constexpr std::size_t AllTermsBelow = 2'000;    ///< passages; of more, a term has to stand in two
constexpr std::size_t LongestTerm = 64;         ///< bytes; longer ones are no words
constexpr std::size_t LongestText = 64 * 1'024; ///< bytes of a passage that are looked at
constexpr std::size_t TermsAPassage = 600;      ///< different ones; a passage has 250 words
constexpr std::size_t TermsWhileFitting = 1'000'000; ///< different ones; what comes later is not learned
constexpr char BasisMagic[8] = {'h', 's', 'b', 'a', 's', 'i', 's', '1'};
constexpr std::uint32_t NoTerm = 0xFFFF'FFFF;

std::uint64_t hashOf(std::string_view term)
{
    const std::uint64_t sum = checksum(term);
    return sum ^ sum >> 32;
}

/// Hands out the terms of a passage, words of the heading twice; stop words and what is too long to be a word are left out.
template <typename Visit>
void eachTerm(std::string_view heading, std::string_view body, std::string_view language, Visit visit)
{
    for (const bool isHeading : {true, false}) {
        const std::string_view text = (isHeading ? heading : body).substr(0, LongestText);
        for (const language::Word &word : language::words(text)) {
            if (language::isStopWord(word.folded, language))
                continue;
            const std::string term = language::stem(word.folded, language);
            if (!term.empty() && term.size() <= LongestTerm)
                visit(std::string_view(term), isHeading ? 2U : 1U);
        }
    }
}

/// A term and how often it stands there; first one entry a word, then merged.
struct Count {
    std::uint64_t term = 0;
    std::uint32_t times = 0;
};

void mergeCounts(std::vector<Count> &counts)
{
    std::sort(counts.begin(), counts.end(), [](const Count &a, const Count &b) { return a.term < b.term; });
    std::size_t kept = 0;
    for (const Count &count : counts) {
        if (kept > 0 && counts[kept - 1].term == count.term)
            counts[kept - 1].times += count.times;
        else
            counts[kept++] = count;
    }
    counts.resize(kept);
}

float weightOf(std::uint32_t times, float rarity)
{
    return (1.0F + std::log(float(times))) * rarity;
}

/// Whole numbers and floats of 4 and 8 bytes, lowest byte first.
template <typename T>
void writeLow(std::string &to, T value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        to += char(value >> (8 * i) & 0xFF);
}

template <typename T>
bool readLow(std::string_view &from, T &value)
{
    if (from.size() < sizeof value)
        return false;
    value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value |= T(static_cast<unsigned char>(from[i])) << (8 * i);
    from.remove_prefix(sizeof value);
    return true;
}

bool readLow(std::string_view &from, float &value)
{
    std::uint32_t bits = 0;
    if (!readLow(from, bits))
        return false;
    value = std::bit_cast<float>(bits);
    return std::isfinite(value) && value >= 0;
}

tl::unexpected<Error> damaged(std::string what)
{
    return fail(Errc::Corrupt, "the learned basis of the search is damaged: " + std::move(what), {}, "it is learned anew from the passages");
}

} // namespace

struct CorpusBasis::Parts {
    std::size_t fittedOn = 0;
    std::vector<std::uint32_t> ends; ///< of each term in `letters`; terms are sorted
    std::string letters;
    std::vector<float> rarity;       ///< ln(1 + N / passages with the term)
    RightVectors vectors;
    std::vector<std::uint32_t> slots; ///< open addressing: terms by hash

    [[nodiscard]] std::size_t terms() const { return ends.size(); }
    [[nodiscard]] std::string_view term(std::size_t index) const
    {
        const std::size_t start = index == 0 ? 0 : ends[index - 1];
        return std::string_view(letters).substr(start, ends[index] - start);
    }
    void addTerm(std::string_view term)
    {
        letters += term;
        ends.push_back(std::uint32_t(letters.size()));
    }
    void makeSlots()
    {
        slots.assign(std::bit_ceil(terms() * 2 + 2), NoTerm);
        for (std::size_t index = 0; index < terms(); ++index) {
            std::size_t slot = std::size_t(hashOf(term(index))) & (slots.size() - 1);
            while (slots[slot] != NoTerm)
                slot = (slot + 1) & (slots.size() - 1);
            slots[slot] = std::uint32_t(index);
        }
    }
    [[nodiscard]] std::uint32_t find(std::string_view wanted, std::uint64_t hash) const
    {
        std::size_t slot = std::size_t(hash) & (slots.size() - 1);
        while (slots[slot] != NoTerm && term(slots[slot]) != wanted)
            slot = (slot + 1) & (slots.size() - 1);
        return slots[slot];
    }
};

CorpusBasis::CorpusBasis(std::unique_ptr<const Parts> parts) : m_parts(std::move(parts)) {}
CorpusBasis::~CorpusBasis() = default;

int CorpusBasis::dimensions() const
{
    return m_parts->vectors.dimensions;
}

std::size_t CorpusBasis::terms() const
{
    return m_parts->terms();
}

std::size_t CorpusBasis::fittedOn() const
{
    return m_parts->fittedOn;
}

// --------------------------------------------------------------------------------------------------------------- fit

namespace {

/// What a fit reads from the passages: different terms in the order they came, and the terms of each passage.
struct Reading {
    std::unordered_map<std::string, std::uint32_t> numbers;
    std::vector<std::uint32_t> passagesWith; ///< by number
    std::vector<std::uint64_t> starts{0};
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counts; ///< number, times

    void add(const CorpusBasis::Passage &passage, std::vector<Count> &buffer)
    {
        buffer.clear();
        std::string key;
        eachTerm(passage.heading, passage.body, passage.language, [&](std::string_view term, std::uint32_t times) {
            key.assign(term);
            auto place = numbers.find(key);
            if (place == numbers.end()) {
                if (numbers.size() >= TermsWhileFitting)
                    return;
                place = numbers.emplace(key, std::uint32_t(numbers.size())).first;
                passagesWith.push_back(0);
            }
            buffer.push_back({place->second, times});
        });
        mergeCounts(buffer);
        if (buffer.size() > TermsAPassage)
            buffer.resize(TermsAPassage);
        for (const Count &count : buffer) {
            ++passagesWith[count.term];
            counts.emplace_back(std::uint32_t(count.term), count.times);
        }
        starts.push_back(counts.size());
    }
};

/// The numbers of the terms that a basis is made of, sorted by the terms themselves: the order they came in plays no part.
std::vector<std::pair<std::string_view, std::uint32_t>> chosenTerms(const Reading &reading, std::uint32_t least)
{
    std::vector<std::pair<std::string_view, std::uint32_t>> chosen;
    for (const auto &[term, number] : reading.numbers) {
        if (reading.passagesWith[number] >= least)
            chosen.emplace_back(term, number);
    }
    if (chosen.size() > CorpusBasis::MaxTerms) { // those in most passages
        std::sort(chosen.begin(), chosen.end(), [&](const auto &a, const auto &b) {
            const std::uint32_t inA = reading.passagesWith[a.second], inB = reading.passagesWith[b.second];
            return inA != inB ? inA > inB : a.first < b.first;
        });
        chosen.resize(CorpusBasis::MaxTerms);
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

/// Weighted rows of length 1; `terms` by a reading's number.
SparseMatrix weighted(const Reading &reading, const std::vector<std::uint32_t> &terms, const std::vector<float> &rarity)
{
    SparseMatrix matrix;
    matrix.columns = rarity.size();
    std::vector<std::pair<std::uint32_t, float>> row;
    for (std::size_t passage = 0; passage + 1 < reading.starts.size(); ++passage) {
        row.clear();
        double squares = 0;
        for (std::uint64_t i = reading.starts[passage]; i < reading.starts[passage + 1]; ++i) {
            const std::uint32_t term = terms[reading.counts[i].first];
            if (term == NoTerm)
                continue;
            row.emplace_back(term, weightOf(reading.counts[i].second, rarity[term]));
            squares += double(row.back().second) * double(row.back().second);
        }
        std::sort(row.begin(), row.end());
        const float length = float(std::sqrt(squares));
        for (const auto &[term, weight] : row) {
            matrix.column.push_back(term);
            matrix.values.push_back(weight / length);
        }
        matrix.starts.push_back(matrix.column.size());
    }
    return matrix;
}

} // namespace

Result<std::shared_ptr<const CorpusBasis>> CorpusBasis::fit(std::size_t count, const std::function<Passage(std::size_t)> &passage,
                                                            std::stop_token stop)
{
    if (count < 2)
        return fail(Errc::BadInput, "a basis cannot be learned from less than two passages");
    const auto cancelled = [] { return fail(Errc::Cancelled, "learning the basis of the search was stopped"); };
    const std::size_t looked = std::min(count, MaxPassages);
    auto parts = std::make_unique<Parts>();
    parts->fittedOn = count;
    SparseMatrix matrix;
    {
        Reading reading;
        std::vector<Count> buffer;
        for (std::size_t i = 0; i < looked; ++i) {
            if (stop.stop_requested())
                return cancelled();
            reading.add(passage(std::size_t(std::uint64_t(i) * count / looked)), buffer); // evenly; each in turn where all are looked at
        }
        const auto chosen = chosenTerms(reading, looked < AllTermsBelow ? 1 : 2);
        std::vector<std::uint32_t> terms(reading.passagesWith.size(), NoTerm);
        for (const auto &[term, number] : chosen) {
            terms[number] = std::uint32_t(parts->terms());
            parts->addTerm(term);
            parts->rarity.push_back(float(std::log(1.0 + double(looked) / double(reading.passagesWith[number]))));
        }
        matrix = weighted(reading, terms, parts->rarity);
    }
    parts->vectors = rightSingularVectors(matrix, int(std::min<std::size_t>(std::size_t(MaxDimensions), looked - 1)), stop);
    if (stop.stop_requested())
        return cancelled();
    if (parts->vectors.dimensions == 0)
        return fail(Errc::BadInput, "a basis cannot be learned from passages without words");
    parts->makeSlots();
    return std::shared_ptr<const CorpusBasis>(new CorpusBasis(std::move(parts)));
}

std::vector<float> CorpusBasis::fold(std::string_view heading, std::string_view body, std::string_view language, double *unknown) const
{
    const Parts &parts = *m_parts;
    std::vector<Count> counts;
    counts.reserve(256);
    eachTerm(heading, body, language, [&](std::string_view term, std::uint32_t times) {
        const std::uint64_t hash = hashOf(term);
        const std::uint32_t known = parts.find(term, hash);
        // Unknown ones are only counted: their hash, behind all numbers of terms, tells them apart well enough.
        counts.push_back(known != NoTerm ? Count{known, times} : Count{hash | std::uint64_t(1) << 63, 0});
    });
    mergeCounts(counts);
    const auto firstUnknown = std::find_if(counts.begin(), counts.end(), [](const Count &count) { return count.term >> 63 != 0; });
    if (unknown)
        *unknown = counts.empty() ? 0.0 : double(counts.end() - firstUnknown) / double(counts.size());
    counts.erase(firstUnknown, counts.end());
    if (counts.size() > TermsAPassage)
        counts.resize(TermsAPassage);

    std::vector<float> vector(std::size_t(MaxDimensions), 0.0F);
    const std::size_t dimensions = std::size_t(parts.vectors.dimensions);
    for (const Count &count : counts) {
        const std::size_t term = std::size_t(count.term);
        const float weight = weightOf(count.times, parts.rarity[term]) * parts.vectors.scales[term];
        const std::int8_t *row = parts.vectors.bytes.data() + term * dimensions;
        for (std::size_t i = 0; i < dimensions; ++i)
            vector[i] += weight * float(row[i]);
    }
    double squares = 0;
    for (const float value : vector)
        squares += double(value) * double(value);
    if (squares > 0) {
        const float factor = float(1.0 / std::sqrt(squares));
        for (float &value : vector)
            value *= factor;
    }
    return vector;
}

// -------------------------------------------------------------------------------------------------------------- kept

std::string CorpusBasis::save() const
{
    const Parts &parts = *m_parts;
    std::string bytes(BasisMagic, sizeof BasisMagic);
    bytes.reserve(64 + parts.letters.size() + parts.terms() * 9 + parts.vectors.bytes.size());
    writeLow(bytes, std::uint64_t(parts.fittedOn));
    writeLow(bytes, std::uint32_t(parts.terms()));
    writeLow(bytes, std::uint32_t(parts.vectors.dimensions));
    for (std::size_t index = 0; index < parts.terms(); ++index) {
        const std::string_view term = parts.term(index);
        bytes += char(term.size()); // at most LongestTerm
        bytes += term;
        writeLow(bytes, std::bit_cast<std::uint32_t>(parts.rarity[index]));
        writeLow(bytes, std::bit_cast<std::uint32_t>(parts.vectors.scales[index]));
    }
    bytes.append(reinterpret_cast<const char *>(parts.vectors.bytes.data()), parts.vectors.bytes.size());
    writeLow(bytes, checksum(bytes));
    return bytes;
}

Result<std::shared_ptr<const CorpusBasis>> CorpusBasis::load(std::string_view bytes)
{
    if (bytes.size() < sizeof BasisMagic || bytes.substr(0, sizeof BasisMagic) != std::string_view(BasisMagic, sizeof BasisMagic))
        return damaged("it does not begin as one of this version");
    std::uint64_t sum = 0;
    std::string_view end = bytes.size() < 8 + sizeof BasisMagic ? std::string_view() : bytes.substr(bytes.size() - 8);
    if (!readLow(end, sum) || sum != checksum(bytes.substr(0, bytes.size() - 8)))
        return damaged("its checksum is another one");
    std::string_view rest = bytes.substr(sizeof BasisMagic, bytes.size() - sizeof BasisMagic - 8);
    std::uint64_t fittedOn = 0;
    std::uint32_t terms = 0, dimensions = 0;
    if (!readLow(rest, fittedOn) || !readLow(rest, terms) || !readLow(rest, dimensions))
        return damaged("its head is incomplete");
    if (fittedOn < 2 || terms < 1 || terms > MaxTerms || dimensions < 1 || dimensions > std::uint32_t(MaxDimensions) || std::uint64_t(terms) * dimensions > rest.size())
        return damaged("its sizes are impossible");
    auto parts = std::make_unique<Parts>();
    parts->fittedOn = std::size_t(fittedOn);
    for (std::uint32_t index = 0; index < terms; ++index) {
        const std::size_t length = rest.empty() ? 0 : static_cast<unsigned char>(rest.front());
        float rarity = 0, scale = 0;
        if (length < 1 || length > LongestTerm || rest.size() < 1 + length)
            return damaged("a term is missing");
        const std::string_view term = rest.substr(1, length);
        if (index > 0 && parts->term(index - 1) >= term)
            return damaged("its terms are in disorder");
        parts->addTerm(term);
        rest.remove_prefix(1 + length);
        if (!readLow(rest, rarity) || !readLow(rest, scale))
            return damaged("a weight is none");
        parts->rarity.push_back(rarity);
        parts->vectors.scales.push_back(scale);
    }
    if (rest.size() != std::size_t(terms) * dimensions)
        return damaged("its vectors are incomplete");
    parts->vectors.dimensions = int(dimensions);
    parts->vectors.bytes.resize(rest.size());
    std::memcpy(parts->vectors.bytes.data(), rest.data(), rest.size());
    parts->makeSlots();
    return std::shared_ptr<const CorpusBasis>(new CorpusBasis(std::move(parts)));
}

} // namespace hs::embedding
