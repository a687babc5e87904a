#include <array>
#include <set>

#include "engine/documents/ascii.h"
#include "engine/documents/builder.h"
#include "engine/documents/encoding.h"
#include "engine/documents/kinds.h"
#include "engine/documents/work.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

using Record = std::vector<std::string>;

constexpr std::size_t MostCells = 5'000; // of one record; what is beyond them is one cell
constexpr int GuessedRecords = 30;

/// Takes the next record off the text (RFC 4180, and what programs make of it): quoted fields may hold delimiters,
/// doubled quotes and line ends; a quote inside of an unquoted field is a letter like others.
Record takeRecord(std::string_view &text, char delimiter)
{
    Record record;
    std::string cell;
    std::size_t at = 0;
    bool quoted = !text.empty() && text.front() == '"';
    if (quoted)
        ++at;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (at + 1 < text.size() && text[at + 1] == '"') {
                cell += '"';
                ++at;
            } else {
                quoted = false;
            }
        } else if (c == delimiter && record.size() + 1 < MostCells) {
            record.push_back(std::move(cell));
            cell.clear();
            if (at + 1 < text.size() && text[at + 1] == '"') {
                quoted = true;
                ++at;
            }
        } else if (c == '\n') {
            ++at;
            break;
        } else {
            cell += c;
        }
    }
    record.push_back(std::move(cell));
    text.remove_prefix(std::min(at, text.size()));
    return record;
}

/// The delimiter that gives the most records of the same number of cells.
char guessedDelimiter(std::string_view text)
{
    char best = ',';
    double bestScore = 0;
    for (const char delimiter : {',', ';', '\t', '|'}) {
        auto rest = text.substr(0, 64 * 1024);
        std::size_t first = 0;
        int alike = 0, records = 0;
        while (!rest.empty() && records < GuessedRecords) {
            const auto cells = takeRecord(rest, delimiter).size();
            if (records == 0)
                first = cells;
            alike += cells == first ? 1 : 0;
            ++records;
        }
        if (first < 2)
            continue;
        const double score = double(alike) / records + 0.001 * double(std::min<std::size_t>(first, 50));
        if (score > bestScore) {
            bestScore = score;
            best = delimiter;
        }
    }
    return best;
}

bool looksLikeValue(std::string_view cell)
{
    const auto digits = std::ranges::count_if(cell, [](char c) { return isDigit(c); });
    const auto letters =
        std::ranges::count_if(cell, [](char c) { return isLetter(c) || static_cast<unsigned char>(c) >= 0x80; });
    return (digits > 0 && digits >= letters) || cell.find('@') != std::string_view::npos;
}

} // namespace

bool looksLikeHead(const std::vector<std::string> &cells)
{
    std::set<std::string_view> names;
    for (const auto &cell : cells) {
        const auto name = trimmed(cell);
        if (name.empty() || name.size() > 100 || looksLikeValue(name) || !names.insert(name).second)
            return false;
    }
    return cells.size() > 1;
}

Result<Document> readCsv(const Source &source, Work &work)
{
    const auto whole = toUtf8(source.bytes, parameterOf(source.mediaType, "charset"));
    std::string_view text = whole;
    char delimiter = guessedDelimiter(text);
    if (startsWithWord(text, "sep=") && text.size() > 5 && text[5] == '\n') { // how spreadsheets tell each other
        delimiter = text[4];
        text.remove_prefix(6);
    }
    Builder builder(work.limits);
    const int table = builder.beginTable();
    bool first = true;
    for (int records = 0; !text.empty() && !builder.full(); ++records) {
        const auto record = takeRecord(text, delimiter);
        builder.row(table, first && !text.empty() && looksLikeHead(record), record);
        first = false;
        if (records % 1024 == 0 && work.late())
            return tookTooLong("it took too long to read", "line " + std::to_string(records + 1));
    }
    return builder.finish();
}

} // namespace hs::documents
