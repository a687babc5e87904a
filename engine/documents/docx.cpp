#include <charconv>
#include <map>
#include <set>

#include "engine/documents/ascii.h"
#include "engine/documents/builder.h"
#include "engine/documents/dates.h"
#include "engine/documents/encoding.h"
#include "engine/documents/office.h"
#include "engine/documents/xml.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

/// What the styles of a document say of a paragraph.
struct WordStyle {
    std::string parent;
    std::string name; // lower case
    int level = -1;   // of the outline, from 0; -1: not said
    bool list = false;
};

class WordReader {
public:
    WordReader(Builder &builder, const Work &work) : m_builder(builder), m_work(work) {}

    void takeStyles(const pugi::xml_node &styles)
    {
        for (auto node = styles.first_child(); node; node = node.next_sibling()) {
            if (localName(node) == "docDefaults") {
                const auto language = attribute(child(child(child(node, "rPrDefault"), "rPr"), "lang"), "val");
                m_language = lowered(language.substr(0, language.find('-')));
            }
            if (localName(node) != "style")
                continue;
            WordStyle style;
            style.parent = attribute(child(node, "basedOn"), "val");
            style.name = lowered(attribute(child(node, "name"), "val"));
            const auto properties = child(node, "pPr");
            style.level = outline(properties);
            style.list = bool(child(properties, "numPr"));
            m_styles.emplace(attribute(node, "styleId"), std::move(style));
        }
    }

    /// Paragraphs and tables below a node, whatever wraps them.
    void readBlocks(const pugi::xml_node &parent)
    {
        for (auto node = parent.first_child(); node && !m_builder.full(); node = node.next_sibling()) {
            const auto name = localName(node);
            if (++m_steps % 1024 == 0 && m_work.late())
                return;
            if (name == "p")
                readParagraph(node);
            else if (name == "tbl")
                readTable(node);
            else if (name == "AlternateContent")
                readBlocks(child(node, "Choice"));
            else if (name != "sectPr" && name != "del" && name != "moveFrom" && name != "tblPr" && name != "tcPr")
                readBlocks(node);
        }
    }

    [[nodiscard]] const std::string &language() const { return m_language; }
    [[nodiscard]] const std::string &title() const { return m_title; }

private:
    static int outline(const pugi::xml_node &properties)
    {
        const auto value = attribute(child(properties, "outlineLvl"), "val");
        return value.size() == 1 && value[0] >= '0' && value[0] <= '8' ? value[0] - '0' : -1;
    }

    /// The heading's level that a style means: by its name, its outline, or those of the styles it is based on. 0:
    /// none.
    int levelOf(std::string style, bool &title, bool &list, bool &contents) const
    {
        for (int hops = 0; hops < 20; ++hops) {
            const auto found = m_styles.find(style);
            // A document without its styles still has their names, in English as a rule.
            const auto name = found == m_styles.end() ? lowered(style) : found->second.name;
            title = title || name == "title";
            contents = contents || name.starts_with("toc ");
            list = list || (found != m_styles.end() && found->second.list) || name.starts_with("list ");
            if (name.starts_with("heading")) {
                const auto digit = name.find_first_of("123456789");
                return digit == std::string::npos ? 1 : std::min(name[digit] - '0', 6);
            }
            if (name == "title")
                return 1;
            if (found == m_styles.end())
                return 0;
            if (found->second.level >= 0)
                return std::min(found->second.level + 1, 6);
            style = found->second.parent;
        }
        return 0;
    }

    void readParagraph(const pugi::xml_node &node)
    {
        const auto properties = child(node, "pPr");
        std::string text;
        std::vector<pugi::xml_node> boxes;
        addRuns(node, text, boxes);
        bool title = false, list = false, contents = false;
        int level = levelOf(std::string(attribute(child(properties, "pStyle"), "val")), title, list, contents);
        if (contents) // a list of the headings that follow
            return;
        if (const int own = outline(properties); own >= 0)
            level = std::min(own + 1, 6);
        const auto numbering = child(properties, "numPr");
        if (level > 0) {
            if (title && m_title.empty())
                m_title = oneLine(text);
            m_builder.heading(level, text);
        } else if (numbering || list) {
            const auto depth = attribute(child(numbering, "ilvl"), "val");
            m_builder.item(depth.size() == 1 && isDigit(depth[0]) ? depth[0] - '0' + 1 : 1, text);
        } else {
            m_builder.paragraph(text);
        }
        for (const auto &box : boxes)
            readBlocks(box);
    }

    /// The text of the runs of a paragraph; boxes of text in it are told apart.
    void addRuns(const pugi::xml_node &parent, std::string &text, std::vector<pugi::xml_node> &boxes) const
    {
        for (auto node = parent.first_child(); node; node = node.next_sibling()) {
            const auto name = localName(node);
            if (name == "t")
                text += node.text().get();
            else if (name == "tab" && localName(parent) == "r")
                text += ' ';
            else if (name == "br" || name == "cr")
                text += '\n';
            else if (name == "noBreakHyphen")
                text += '-';
            else if (name == "txbxContent")
                boxes.push_back(node);
            else if (name == "AlternateContent")
                addRuns(child(node, "Choice"), text, boxes);
            else if (name != "del" && name != "moveFrom" && name != "pPr" && name != "rPr" && name != "instrText" &&
                     name != "delText")
                addRuns(node, text, boxes);
        }
    }

    void readTable(const pugi::xml_node &node)
    {
        std::vector<std::vector<std::string>> rows;
        bool head = false;
        collectRows(node, rows, head);
        if (rows.size() == 1 && rows.front().size() == 1) { // a frame around text
            m_builder.paragraph(rows.front().front());
            return;
        }
        const int table = m_builder.beginTable();
        for (const auto &row : rows)
            m_builder.row(table, &row == rows.data() && rows.size() > 1 && (head || looksLikeHead(row)), row);
    }

    void collectRows(const pugi::xml_node &table, std::vector<std::vector<std::string>> &rows, bool &head) const
    {
        for (auto node = table.first_child(); node; node = node.next_sibling()) {
            const auto name = localName(node);
            if (name == "tr") {
                head = head || (rows.empty() && child(child(node, "trPr"), "tblHeader"));
                std::vector<std::string> cells;
                collectCells(node, cells);
                rows.push_back(std::move(cells));
            } else if (name != "tblPr" && name != "del") {
                collectRows(node, rows, head);
            }
        }
    }

    void collectCells(const pugi::xml_node &row, std::vector<std::string> &cells) const
    {
        for (auto node = row.first_child(); node; node = node.next_sibling()) {
            if (localName(node) == "tc") {
                std::string text;
                addCell(node, text);
                cells.push_back(std::move(text));
            } else if (localName(node) != "trPr") {
                collectCells(node, cells);
            }
        }
    }

    /// The paragraphs of a cell, and those of the tables in it.
    void addCell(const pugi::xml_node &cell, std::string &text) const
    {
        for (auto node = cell.first_child(); node; node = node.next_sibling()) {
            if (localName(node) == "p") {
                std::vector<pugi::xml_node> boxes;
                addRuns(node, text, boxes);
                text += ' ';
            } else if (localName(node) != "tcPr") {
                addCell(node, text);
            }
        }
    }

    Builder &m_builder;
    const Work &m_work;
    std::map<std::string, WordStyle, std::less<>> m_styles;
    std::string m_language, m_title;
    unsigned m_steps = 0;
};

} // namespace

std::string partOfOffice(const Archive &archive, Work &work, std::string_view kind, const std::string &fallback)
{
    std::string bytes;
    pugi::xml_document relations;
    if (archive.has("_rels/.rels") && parseXml(archive, "_rels/.rels", work, bytes, relations))
        for (const auto &relation : relations.document_element().children())
            if (attribute(relation, "Type").ends_with(kind)) {
                auto target = attribute(relation, "Target");
                if (target.starts_with('/'))
                    target.remove_prefix(1);
                if (archive.has(std::string(target)))
                    return std::string(target);
            }
    return fallback;
}

void takeOfficeProperties(const Archive &archive, Work &work, Document &document)
{
    const auto part = partOfOffice(archive, work, "/core-properties", "docProps/core.xml");
    std::string bytes;
    pugi::xml_document properties;
    if (!archive.has(part) || !parseXml(archive, part, work, bytes, properties)) // they are no part of the text
        return;
    const auto root = properties.document_element();
    document.title = child(root, "title").text().get();
    document.author = child(root, "creator").text().get();
    const std::string_view language = child(root, "language").text().get();
    document.language = lowered(language.substr(0, language.find('-')));
    document.changedAt = timeOfIso(child(root, "modified").text().get());
    if (document.changedAt == 0)
        document.changedAt = timeOfIso(child(root, "created").text().get());
}

Result<Document> readDocx(const Source &source, Work &work)
{
    if (isOleContainer(source.bytes))
        return encrypted("document");
    auto archive = Archive::open(source.bytes, work.limits);
    if (!archive)
        return tl::make_unexpected(std::move(archive.error()));
    Builder builder(work.limits);
    WordReader reader(builder, work);
    const auto main = partOfOffice(*archive, work, "/officeDocument", "word/document.xml");
    const auto folder = main.substr(0, main.rfind('/') + 1);
    std::string bytes;
    pugi::xml_document document;
    if (archive->has(folder + "styles.xml")) {
        HS_TRY(parseXml(*archive, folder + "styles.xml", work, bytes, document));
        reader.takeStyles(document.document_element());
    }
    HS_TRY(parseXml(*archive, main, work, bytes, document));
    const auto body = child(document.document_element(), "body");
    if (!body)
        return damaged("document", "its part " + oneLine(main).substr(0, 100) + ", which has no text");
    takeOfficeProperties(*archive, work, builder.document());
    reader.readBlocks(body);
    for (const auto *const notes : {"footnotes.xml", "endnotes.xml"})
        if (archive->has(folder + notes)) {
            HS_TRY(parseXml(*archive, folder + notes, work, bytes, document));
            reader.readBlocks(document.document_element());
        }
    if (work.late())
        return tookTooLong("it took too long to read");
    if (builder.document().title.empty())
        builder.document().title = reader.title();
    if (builder.document().language.empty())
        builder.document().language = reader.language();
    return builder.finish();
}

} // namespace hs::documents
