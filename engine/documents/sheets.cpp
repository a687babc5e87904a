#include <charconv>
#include <cmath>
#include <map>

#include "engine/documents/ascii.h"
#include "engine/documents/builder.h"
#include "engine/documents/encoding.h"
#include "engine/documents/office.h"
#include "engine/documents/open_text.h"
#include "engine/documents/xml.h"

namespace hs::documents {

namespace {

constexpr std::size_t MostColumns = 1'000;
constexpr int MostRepeated = 100; // a cell that is written once and stands for many

int numberOf(std::string_view text, int fallback)
{
    int number = fallback;
    return std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc() ? number : fallback;
}

/// "2024-05-01" of the days since 1900 that sheets count.
std::string dateOfSerial(std::string_view text)
{
    const double days = std::strtod(std::string(text).c_str(), nullptr);
    if (!(days >= 61) ||
        days > 110'000) // the days before March 1900 are counted wrongly, and times of day are no dates
        return std::string(text);
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::December / 30 / 1899) +
                                           std::chrono::days(int(days))};
    std::string result = std::to_string(int(date.year()));
    for (const unsigned part : {unsigned(date.month()), unsigned(date.day())})
        result += (part < 10 ? "-0" : "-") + std::to_string(part);
    if (const int minutes = int(std::lround((days - std::floor(days)) * 24 * 60)); minutes > 0 && minutes < 24 * 60) {
        result += minutes / 60 < 10 ? " 0" : " ";
        result += std::to_string(minutes / 60) + (minutes % 60 < 10 ? ":0" : ":") + std::to_string(minutes % 60);
    }
    return result;
}

class SheetReader {
public:
    SheetReader(Builder &builder, const Work &work) : m_builder(builder), m_work(work) {}

    void takeTexts(const pugi::xml_node &table)
    {
        for (auto node = table.first_child(); node; node = node.next_sibling())
            if (localName(node) == "si")
                m_texts.push_back(sharedText(node));
    }

    /// Which of the cells' formats are dates.
    void takeFormats(const pugi::xml_node &styles)
    {
        std::map<int, bool> own;
        for (const auto &format : child(styles, "numFmts").children()) {
            const auto code = lowered(attribute(format, "formatCode"));
            own[numberOf(attribute(format, "numFmtId"), -1)] =
                code.find('y') != std::string::npos || code.find("d/") != std::string::npos;
        }
        for (const auto &format : child(styles, "cellXfs").children()) {
            const int id = numberOf(attribute(format, "numFmtId"), 0);
            const auto found = own.find(id);
            m_dates.push_back(found != own.end() ? found->second : (id >= 14 && id <= 17) || id == 22);
        }
    }

    bool readSheet(const pugi::xml_node &sheet)
    {
        const int table = m_builder.beginTable();
        bool first = true;
        const auto data = child(sheet, "sheetData");
        for (auto row = data.first_child(); row && !m_builder.full(); row = row.next_sibling()) {
            if (++m_rows % 256 == 0 && m_work.late())
                return false;
            std::vector<std::string> cells;
            for (auto cell = row.first_child(); cell; cell = cell.next_sibling()) {
                const auto column = columnOf(attribute(cell, "r"), cells.size());
                if (column >= MostColumns)
                    break;
                cells.resize(std::max(cells.size(), column));
                cells.push_back(cellText(cell));
            }
            while (!cells.empty() && cells.back().empty())
                cells.pop_back();
            m_builder.row(table, first && row.next_sibling() && looksLikeHead(cells), cells);
            first = first && cells.empty();
        }
        return true;
    }

private:
    /// The text of a shared string: all of its runs, not the reading aid of Japanese.
    static std::string sharedText(const pugi::xml_node &item)
    {
        std::string text;
        for (auto node = item.first_child(); node; node = node.next_sibling()) {
            if (localName(node) == "t")
                text += node.text().get();
            else if (localName(node) == "r")
                text += child(node, "t").text().get();
        }
        return text;
    }

    /// From 0, of "C7".
    static std::size_t columnOf(std::string_view name, std::size_t next)
    {
        std::size_t column = 0;
        for (const char c : name) {
            if (!isLetter(c))
                break;
            column = column * 26 + std::size_t(lowered(c) - 'a') + 1;
            if (column > 20'000)
                return column;
        }
        return column == 0 || column - 1 < next ? next : column - 1;
    }

    [[nodiscard]] std::string cellText(const pugi::xml_node &cell) const
    {
        const auto type = attribute(cell, "t");
        if (type == "inlineStr")
            return sharedText(child(cell, "is"));
        std::string value = child(cell, "v").text().get();
        if (type == "s") {
            const auto index = numberOf(value, -1);
            return index >= 0 && std::size_t(index) < m_texts.size() ? m_texts[std::size_t(index)] : std::string();
        }
        if (type == "b")
            return value == "1" ? "true" : "false";
        const auto style = numberOf(attribute(cell, "s"), -1);
        const bool date = (type.empty() || type == "n") && style >= 0 && std::size_t(style) < m_dates.size() &&
                          m_dates[std::size_t(style)];
        return date && !value.empty() ? dateOfSerial(value) : value;
    }

    Builder &m_builder;
    const Work &m_work;
    std::vector<std::string> m_texts;
    std::vector<bool> m_dates;
    unsigned m_rows = 0;
};

bool readOpenTable(const pugi::xml_node &parent, Builder &builder, const Work &work, int table, bool &first)
{
    for (auto node = parent.first_child(); node && !builder.full(); node = node.next_sibling()) {
        const auto name = localName(node);
        if (name == "table-row") {
            std::vector<std::string> cells;
            for (auto cell = node.first_child(); cell && cells.size() < MostColumns; cell = cell.next_sibling()) {
                std::string text;
                addOpenText(cell, text, nullptr);
                text = oneLine(text);
                const int repeated =
                    std::clamp(numberOf(attribute(cell, "number-columns-repeated"), 1), 1, MostRepeated);
                cells.insert(cells.end(), std::size_t(repeated), text);
            }
            while (!cells.empty() && cells.back().empty())
                cells.pop_back();
            builder.row(table, first && node.next_sibling() && looksLikeHead(cells), cells);
            first = first && cells.empty();
            if (work.late())
                return false;
        } else if (name == "table-rows" || name == "table-header-rows" || name == "table-row-group") {
            if (!readOpenTable(node, builder, work, table, first))
                return false;
        }
    }
    return true;
}

} // namespace

Result<Document> readXlsx(const Source &source, Work &work)
{
    if (isOleContainer(source.bytes))
        return encrypted("document");
    auto archive = Archive::open(source.bytes, work.limits);
    if (!archive)
        return tl::make_unexpected(std::move(archive.error()));
    const auto main = partOfOffice(*archive, work, "/officeDocument", "xl/workbook.xml");
    const auto folder = main.substr(0, main.rfind('/') + 1);
    Builder builder(work.limits);
    takeOfficeProperties(*archive, work, builder.document());
    SheetReader reader(builder, work);
    std::string bytes, bookBytes, relationBytes;
    pugi::xml_document part, book, relations;
    if (archive->has(folder + "sharedStrings.xml")) {
        HS_TRY(parseXml(*archive, folder + "sharedStrings.xml", work, bytes, part));
        reader.takeTexts(part.document_element());
    }
    if (archive->has(folder + "styles.xml")) {
        HS_TRY(parseXml(*archive, folder + "styles.xml", work, bytes, part));
        reader.takeFormats(part.document_element());
    }
    HS_TRY(parseXml(*archive, main, work, bookBytes, book));
    HS_TRY(
        parseXml(*archive, folder + "_rels/" + main.substr(folder.size()) + ".rels", work, relationBytes, relations));
    for (const auto &sheet : child(book.document_element(), "sheets").children()) {
        const auto id = attribute(sheet, "id");
        std::string target;
        for (const auto &relation : relations.document_element().children())
            if (attribute(relation, "Id") == id && attribute(relation, "Type").ends_with("/worksheet"))
                target = attribute(relation, "Target");
        if (target.empty() || attribute(sheet, "state") == "veryHidden")
            continue;
        target = target.starts_with('/') ? target.substr(1) : folder + target;
        HS_TRY(parseXml(*archive, target, work, bytes, part));
        builder.heading(1, attribute(sheet, "name"));
        if (!reader.readSheet(part.document_element()))
            return tookTooLong("it took too long to read");
    }
    return builder.finish();
}

Result<Document> readOds(const Source &source, Work &work)
{
    auto archive = Archive::open(source.bytes, work.limits);
    if (!archive)
        return tl::make_unexpected(std::move(archive.error()));
    HS_TRY(checkOpenDocument(*archive, work));
    Builder builder(work.limits);
    std::string bytes;
    pugi::xml_document content;
    HS_TRY(parseXml(*archive, "content.xml", work, bytes, content));
    takeOpenDocumentProperties(*archive, work, builder.document());
    const auto sheets = child(child(content.document_element(), "body"), "spreadsheet");
    if (!sheets)
        return damaged("document", "its part content.xml, which has no sheets");
    for (const auto &sheet : sheets.children()) {
        if (localName(sheet) != "table")
            continue;
        builder.heading(1, attribute(sheet, "name"));
        bool first = true;
        if (!readOpenTable(sheet, builder, work, builder.beginTable(), first))
            return tookTooLong("it took too long to read");
    }
    return builder.finish();
}

} // namespace hs::documents
