#include <charconv>
#include <map>

#include "engine/documents/ascii.h"
#include "engine/documents/builder.h"
#include "engine/documents/dates.h"
#include "engine/documents/encoding.h"
#include "engine/documents/office.h"
#include "engine/documents/open_text.h"
#include "engine/documents/xml.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

class OpenTextReader {
public:
    OpenTextReader(Builder &builder, const Work &work) : m_builder(builder), m_work(work) {}

    /// Which styles are derived from which.
    void takeStyles(const pugi::xml_node &styles)
    {
        for (auto node = styles.first_child(); node; node = node.next_sibling())
            if (localName(node) == "style")
                m_parents.emplace(attribute(node, "name"), attribute(node, "parent-style-name"));
    }

    void readBlocks(const pugi::xml_node &parent, int depth)
    {
        for (auto node = parent.first_child(); node && !m_builder.full(); node = node.next_sibling()) {
            const auto name = localName(node);
            if (++m_steps % 1024 == 0 && m_work.late())
                return;
            if (name == "h" || name == "p")
                readParagraph(node, name == "h", depth);
            else if (name == "list")
                readBlocks(node, depth + 1);
            else if (name == "table")
                readTable(node);
            else if (!isNoOpenText(name) && name != "sequence-decls" && name != "forms" && name != "table-of-content")
                readBlocks(node, depth);
        }
    }

    [[nodiscard]] const std::string &title() const { return m_title; }

private:
    [[nodiscard]] bool isTitle(std::string style) const
    {
        for (int hops = 0; hops < 20 && !style.empty(); ++hops) {
            if (style == "Title")
                return true;
            const auto found = m_parents.find(style);
            if (found == m_parents.end())
                return false;
            style = found->second;
        }
        return false;
    }

    void readParagraph(const pugi::xml_node &node, bool heading, int depth)
    {
        std::string text;
        std::vector<pugi::xml_node> boxes;
        addOpenText(node, text, &boxes);
        if (heading) {
            int level = 1;
            const auto given = attribute(node, "outline-level");
            std::from_chars(given.data(), given.data() + given.size(), level);
            m_builder.heading(level, text);
        } else if (depth == 0 && isTitle(std::string(attribute(node, "style-name")))) {
            if (m_title.empty())
                m_title = oneLine(text);
            m_builder.heading(1, text);
        } else if (depth > 0) {
            m_builder.item(depth, text);
        } else {
            m_builder.paragraph(text);
        }
        for (const auto &box : boxes)
            readBlocks(box, 0);
    }

    void readTable(const pugi::xml_node &node)
    {
        std::vector<std::vector<std::string>> rows;
        std::size_t heads = 0;
        collectRows(node, rows, heads, false);
        const int table = m_builder.beginTable();
        for (std::size_t i = 0; i < rows.size() && !m_builder.full(); ++i)
            m_builder.row(table, i == 0 && rows.size() > 1 && (heads > 0 || looksLikeHead(rows[i])), rows[i]);
    }

    void collectRows(const pugi::xml_node &table, std::vector<std::vector<std::string>> &rows, std::size_t &heads,
                     bool head) const
    {
        for (auto node = table.first_child(); node; node = node.next_sibling()) {
            const auto name = localName(node);
            if (name == "table-row") {
                std::vector<std::string> cells;
                for (auto cell = node.first_child(); cell; cell = cell.next_sibling())
                    if (localName(cell) == "table-cell") {
                        std::string text;
                        addOpenText(cell, text, nullptr);
                        cells.push_back(std::move(text));
                    }
                rows.push_back(std::move(cells));
                heads += head ? 1 : 0;
            } else {
                collectRows(node, rows, heads, head || name == "table-header-rows");
            }
        }
    }

    Builder &m_builder;
    const Work &m_work;
    std::map<std::string, std::string, std::less<>> m_parents;
    std::string m_title;
    unsigned m_steps = 0;
};

} // namespace

bool isNoOpenText(std::string_view name)
{
    return name == "annotation" || name == "annotation-end" || name == "tracked-changes" || name == "note-citation" ||
           name == "desc" || name == "title" || name == "script" || name == "event-listeners";
}

void addOpenText(const pugi::xml_node &parent, std::string &text, std::vector<pugi::xml_node> *boxes)
{
    for (auto node = parent.first_child(); node; node = node.next_sibling()) {
        const auto name = localName(node);
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
            for (const char c : std::string_view(node.value())) // a line end is a blank here
                text += c == '\n' ? ' ' : c;
        } else if (name == "s" || name == "tab") {
            text += ' ';
        } else if (name == "line-break") {
            text += '\n';
        } else if ((name == "text-box" || name == "note-body") && boxes != nullptr) {
            boxes->push_back(node);
        } else if (!isNoOpenText(name)) {
            addOpenText(node, text, boxes);
            if (name == "p" || name == "h")
                text += ' ';
        }
    }
}

Result<void> checkOpenDocument(const Archive &archive, Work &work)
{
    if (!archive.has("META-INF/manifest.xml"))
        return {};
    const auto manifest = archive.unpack("META-INF/manifest.xml", work);
    if (manifest && (manifest->find(":encryption-data") != std::string::npos ||
                     manifest->find(":encrypted-key") != std::string::npos))
        return encrypted("document");
    return {};
}

void takeOpenDocumentProperties(const Archive &archive, Work &work, Document &document)
{
    std::string bytes;
    pugi::xml_document properties;
    if (!archive.has("meta.xml") ||
        !parseXml(archive, "meta.xml", work, bytes, properties)) // they are no part of the text
        return;
    const auto meta = child(properties.document_element(), "meta");
    document.title = child(meta, "title").text().get();
    document.author = child(meta, "creator").text().get();
    if (const auto *const first = child(meta, "initial-creator").text().get(); *first != '\0')
        document.author = first; // who wrote it, not who saved it last
    const std::string_view language = child(meta, "language").text().get();
    document.language = lowered(language.substr(0, language.find('-')));
    document.changedAt = timeOfIso(child(meta, "date").text().get());
    if (document.changedAt == 0)
        document.changedAt = timeOfIso(child(meta, "creation-date").text().get());
}

Result<Document> readOdt(const Source &source, Work &work)
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
    const auto root = content.document_element();
    const auto text = child(child(root, "body"), "text");
    if (!text)
        return damaged("document", "its part content.xml, which has no text");
    OpenTextReader reader(builder, work);
    reader.takeStyles(child(root, "automatic-styles"));
    reader.readBlocks(text, 0);
    if (work.late())
        return tookTooLong("it took too long to read");
    if (builder.document().title.empty())
        builder.document().title = reader.title();
    return builder.finish();
}

} // namespace hs::documents
