#include "engine/embedding/general_subjects.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "engine/embedding/payload.h"
#include "engine/embedding/scan.h"
#include "engine/embedding/sentence_encoder.h"

namespace hs::embedding {

namespace {

constexpr std::string_view SubjectsMagic = "HSTOPICS";
constexpr std::size_t SubjectsHead = 40;
constexpr std::size_t MostSubjects = 1'000'000;

tl::unexpected<Error> damagedSubjects(std::string what)
{
    return fail(Errc::Corrupt, std::move(what), "resources/knowledge/subjects.model", "take the file of this version of the program");
}

} // namespace

GeneralSubjects::GeneralSubjects(std::vector<float> directions) : m_directions(std::move(directions)), m_subjects(Dimensions) {}

Result<std::shared_ptr<const GeneralSubjects>> GeneralSubjects::load(std::string_view bytes)
{
    if (bytes.size() < SubjectsHead || !bytes.starts_with(SubjectsMagic))
        return damagedSubjects("these are no general subjects");
    const auto number = [bytes](std::size_t at) { return littleEndian(bytes.data() + at, 4); };
    const std::size_t count = number(12);
    if (number(8) != Version || number(16) != Dimensions || number(20) != SentenceEncoder::Dimensions || count == 0 || count > MostSubjects)
        return damagedSubjects("the general subjects are of another version or other sizes");
    const std::string_view payload = bytes.substr(SubjectsHead);
    if (littleEndian(bytes.data() + 24, 8) != payload.size() || payload.size() % 8 != 0)
        return damagedSubjects("the general subjects are cut off or have something behind them");
    if (littleEndian(bytes.data() + 32, 8) != payloadChecksum(payload))
        return damagedSubjects("the checksum of the general subjects is wrong");
    PayloadReader reader(payload);
    std::shared_ptr<GeneralSubjects> subjects(new GeneralSubjects(reader.floats(std::size_t(Dimensions) * SentenceEncoder::Dimensions)));
    const auto scales = reader.floats(count);
    const auto values = reader.weights(count * Dimensions);
    if (!reader.good() || reader.rest().size() >= 8)
        return damagedSubjects("the numbers of the general subjects are damaged");
    subjects->m_subjects.reserve(count);
    for (std::size_t at = 0; at < count; ++at)
        subjects->m_subjects.add(std::int64_t(at), scales[at], values.subspan(at * Dimensions, Dimensions));
    return std::shared_ptr<const GeneralSubjects>(std::move(subjects));
}

double GeneralSubjects::nearest(std::span<const float> meaning) const
{
    std::vector<float> directed(std::size_t(Dimensions), 0.0F);
    for (std::size_t at = 0; at < directed.size(); ++at)
        directed[at] = std::inner_product(meaning.begin(), meaning.end(), m_directions.begin() + std::ptrdiff_t(at * meaning.size()), 0.0F);
    const auto query = scan::prepare(directed, m_subjects.width());
    std::vector<std::int32_t> products(Rows::PerBlock);
    float best = 0;
    for (std::uint32_t from = 0; from < m_subjects.count(); from += Rows::PerBlock) {
        const auto count = std::min(Rows::PerBlock, m_subjects.count() - from);
        scan::current().products(query.values.data(), m_subjects.row(from), m_subjects.width(), count, products.data());
        for (std::uint32_t at = 0; at < count; ++at)
            best = std::max(best, query.scale * m_subjects.scale(from + at) * float(products[at]));
    }
    return double(best);
}

} // namespace hs::embedding
