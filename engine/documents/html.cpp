#include <set>

#include <QString>
#include <QUrl>

#include "engine/documents/ascii.h"
#include "engine/documents/builder.h"
#include "engine/documents/dates.h"
#include "engine/documents/encoding.h"
#include "engine/documents/html_tree.h"
#include "engine/documents/kinds.h"
#include "engine/documents/work.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

constexpr std::size_t MostLinks = 1'000;
constexpr std::size_t MostAddress = 2'000;    // bytes
constexpr std::size_t DeclaredWithin = 4'096; // bytes of a page that may say its encoding

/// What a page says of its encoding: `<meta charset="…">`, or the same in the words of HTTP.
std::string_view declaredInPage(std::string_view bytes)
{
    const auto head = bytes.substr(0, DeclaredWithin);
    for (auto at = head.find("charset"); at != std::string_view::npos; at = head.find("charset", at + 7)) {
        auto value = trimmed(head.substr(at + 7));
        if (!value.starts_with('='))
            continue;
        value = trimmed(value.substr(1));
        while (value.starts_with('"') || value.starts_with('\''))
            value.remove_prefix(1);
        return value.substr(0, value.find_first_of("\"' ;/>"));
    }
    return {};
}

bool beginsBlock(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_CAPTION:
        return true;
    default:
        return false;
    }
}

int headingLevel(const GumboNode *node)
{
    const auto tag = node->v.element.tag;
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? int(tag) - int(GUMBO_TAG_H1) + 1 : 0;
}

/// Whether a table holds data, and not the layout of a page: rows of cells without tables, lists of blocks or
/// headings in them.
bool isDataTable(const GumboNode *table)
{
    const auto role = htmlAttribute(table, "role");
    if (role == "presentation" || role == "none")
        return false;
    int rows = 0, cells = 0, heads = 0;
    for (const auto *node = nextNode(table, table); node != nullptr; node = nextNode(node, table)) {
        if (!isElement(node))
            continue;
        const auto tag = node->v.element.tag;
        if (tag == GUMBO_TAG_TABLE || headingLevel(node) > 0)
            return false;
        rows += tag == GUMBO_TAG_TR ? 1 : 0;
        cells += tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH ? 1 : 0;
        heads += tag == GUMBO_TAG_TH ? 1 : 0;
    }
    return cells > 0 && (heads > 0 || cells > rows);
}

/// Walks the main part once, in the order of the page, with an own stack.
class HtmlReader {
public:
    HtmlReader(Builder &builder, const Work &work) : m_builder(builder), m_work(work) {}

    /// False: there is no time left.
    bool read(const GumboNode *main)
    {
        m_stack.push_back({main, 0});
        enter(main);
        for (unsigned steps = 0; !m_stack.empty() && !m_builder.full(); ++steps) {
            if (steps % 4096 == 0 && m_work.late())
                return false;
            auto &top = m_stack.back();
            const auto &children = top.node->v.element.children;
            if (top.next >= children.length) {
                const auto *node = top.node;
                m_stack.pop_back();
                leave(node);
                continue;
            }
            const auto *child = static_cast<const GumboNode *>(children.data[top.next++]);
            if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE ||
                child->type == GUMBO_NODE_CDATA)
                addText(child->v.text.text);
            else if (isElement(child) && !isAside(child) && !isPageHead(child) && takesChildren(child)) {
                m_stack.push_back({child, 0});
                enter(child);
            }
        }
        flush();
        return true;
    }

private:
    struct Open {
        const GumboNode *node;
        unsigned next;
    };
    struct List {
        int number; // 0: without numbers
    };

    /// The head of the page around an article: a logo, a menu.
    static bool isPageHead(const GumboNode *node)
    {
        return isElement(node, GUMBO_TAG_HEADER) && node->parent != nullptr &&
               isElement(node->parent, GUMBO_TAG_BODY) && firstElement(node, GUMBO_TAG_H1) == nullptr;
    }

    /// Takes what is a block as a whole; false: it was, and nothing of it is left to walk.
    bool takesChildren(const GumboNode *node)
    {
        const auto tag = node->v.element.tag;
        if (const int level = headingLevel(node); level > 0) {
            flush();
            m_builder.heading(level, htmlText(node));
            return false;
        }
        if (tag == GUMBO_TAG_PRE) {
            flush();
            m_builder.code(htmlText(node));
            return false;
        }
        if (tag == GUMBO_TAG_TABLE && isDataTable(node)) {
            flush();
            addTable(node);
            return false;
        }
        return true;
    }

    void enter(const GumboNode *node)
    {
        const auto tag = node->v.element.tag;
        if (tag == GUMBO_TAG_BR) {
            m_text += '\n';
            return;
        }
        if (beginsBlock(tag))
            flush();
        if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_DL)
            m_lists.push_back({0});
        if (tag == GUMBO_TAG_OL)
            m_lists.push_back(
                {std::max(1, std::atoi(std::string(htmlAttribute(node, "start").substr(0, 6)).c_str()))});
        if (tag == GUMBO_TAG_LI && !m_lists.empty() && m_lists.back().number > 0)
            m_text = std::to_string(m_lists.back().number++) + ". ";
        m_number = m_text.size();
    }

    void leave(const GumboNode *node)
    {
        const auto tag = node->v.element.tag;
        if (beginsBlock(tag))
            flush();
        if ((tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_DL) && !m_lists.empty())
            m_lists.pop_back();
    }

    void addText(std::string_view text)
    {
        for (const char c : text) // a line end is a blank here
            m_text += c == '\n' ? ' ' : c;
    }

    void flush()
    {
        const auto text = trimmed(m_text);
        if (text.empty() ||
            (m_text.size() == m_number && m_number > 0 && !m_lists.empty())) // a number waits for its item
            return;
        if (!m_lists.empty()) {
            m_builder.item(int(m_lists.size()), text);
        } else {
            std::string_view rest = text; // two line ends part paragraphs
            for (auto at = endOfPart(rest); at != std::string_view::npos; at = endOfPart(rest)) {
                m_builder.paragraph(rest.substr(0, at));
                rest = trimmed(rest.substr(at));
            }
            m_builder.paragraph(rest);
        }
        m_text.clear();
        m_number = 0;
    }

    static std::size_t endOfPart(std::string_view text)
    {
        for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
            const auto next = text.find_first_not_of(" \t", at + 1);
            if (next != std::string_view::npos && text[next] == '\n')
                return at;
        }
        return std::string_view::npos;
    }

    void addTable(const GumboNode *node)
    {
        const int table = m_builder.beginTable();
        if (const auto *caption = firstElement(node, GUMBO_TAG_CAPTION); caption != nullptr)
            m_builder.paragraph(oneLine(htmlText(caption)));
        bool first = true;
        for (const auto *row = nextNode(node, node); row != nullptr && !m_builder.full(); row = nextNode(row, node)) {
            if (!isElement(row, GUMBO_TAG_TR))
                continue;
            std::vector<std::string> cells;
            bool head = true;
            for (unsigned i = 0; i < row->v.element.children.length; ++i) {
                const auto *cell = static_cast<const GumboNode *>(row->v.element.children.data[i]);
                if (!isElement(cell, GUMBO_TAG_TD) && !isElement(cell, GUMBO_TAG_TH))
                    continue;
                head = head && isElement(cell, GUMBO_TAG_TH);
                cells.push_back(isAside(cell) ? std::string() : htmlText(cell));
            }
            m_builder.row(table, !cells.empty() && first && (head || isElement(row->parent, GUMBO_TAG_THEAD)), cells);
            first = first && cells.empty();
        }
    }

    Builder &m_builder;
    const Work &m_work;
    std::vector<Open> m_stack;
    std::vector<List> m_lists;
    std::string m_text;
    std::size_t m_number = 0; // bytes of m_text that are only the number of an item
};

/// Absolute, without its fragment; empty: it leads to nothing on the web.
std::string absoluteAddress(std::string_view address, const QUrl &base)
{
    if (address.empty() || address.size() > MostAddress || address.starts_with('#') ||
        startsWithWord(address, "javascript:") || startsWithWord(address, "data:"))
        return {};
    auto url = base.resolved(QUrl(QString::fromUtf8(address.data(), qsizetype(address.size()))));
    const auto scheme = url.scheme();
    if ((scheme != QLatin1String("http") && scheme != QLatin1String("https")) || url.host().isEmpty())
        return {};
    url.setFragment(QString());
    return url.toString(QUrl::FullyEncoded).toStdString();
}

/// What the head of a page and its links say.
void takeHead(const GumboNode *root, const Source &source, Document &document)
{
    QUrl base(QString::fromStdString(source.address));
    if (const auto *node = firstElement(root, GUMBO_TAG_BASE); node != nullptr)
        if (const auto given = htmlAttribute(node, "href"); !given.empty() && given.size() <= MostAddress)
            base = base.resolved(QUrl(QString::fromUtf8(given.data(), qsizetype(given.size()))));
    document.language =
        lowered(htmlAttribute(root, "lang").substr(0, htmlAttribute(root, "lang").find_first_of("-_")));
    std::string otherTitle;
    std::int64_t published = 0, marked = 0;
    std::set<std::string> seen;
    for (const auto *node = root; node != nullptr; node = nextNode(node, root)) {
        if (!isElement(node))
            continue;
        switch (node->v.element.tag) {
        case GUMBO_TAG_TITLE:
            if (document.title.empty() && isElement(node->parent, GUMBO_TAG_HEAD))
                document.title = oneLine(htmlText(node));
            break;
        case GUMBO_TAG_META: {
            auto name = lowered(htmlAttribute(node, "name"));
            if (name.empty())
                name = lowered(htmlAttribute(node, "property"));
            const auto content = htmlAttribute(node, "content");
            if (name == "author" || name == "dc.creator" ||
                (name == "article:author" && !content.starts_with("http")))
                document.author = document.author.empty() ? content : document.author;
            else if (name == "og:title")
                otherTitle = oneLine(content);
            else if (name == "article:modified_time" || name == "og:updated_time" || name == "last-modified" ||
                     name == "dcterms.modified")
                document.changedAt = std::max(document.changedAt, timeOfIso(content));
            else if (name == "article:published_time" || name == "date" || name == "dc.date")
                published = timeOfIso(content);
            break;
        }
        case GUMBO_TAG_TIME:
            marked = marked == 0 ? timeOfIso(htmlAttribute(node, "datetime")) : marked;
            break;
        case GUMBO_TAG_LINK:
            if (sameWord(htmlAttribute(node, "rel"), "canonical") && document.canonical.empty())
                document.canonical = absoluteAddress(htmlAttribute(node, "href"), base);
            break;
        case GUMBO_TAG_A:
            if (document.links.size() < MostLinks)
                if (auto address = absoluteAddress(htmlAttribute(node, "href"), base);
                    !address.empty() && seen.insert(address).second)
                    document.links.push_back(std::move(address));
            break;
        default:
            break;
        }
    }
    if (document.title.empty())
        document.title = otherTitle;
    if (document.changedAt == 0)
        document.changedAt = published != 0 ? published : marked;
}

} // namespace

Result<Document> readHtml(const Source &source, Work &work)
{
    auto declared = parameterOf(source.mediaType, "charset");
    if (declared.empty())
        declared = declaredInPage(source.bytes);
    const auto html = toUtf8(source.bytes, declared);
    HtmlTree tree;
    HS_TRY(tree.parse(html, work));
    Builder builder(work.limits);
    takeHead(tree.root(), source, builder.document());
    if (!HtmlReader(builder, work).read(mainPart(tree.root())))
        return tookTooLong("it took too long to read");
    return builder.finish();
}

} // namespace hs::documents
