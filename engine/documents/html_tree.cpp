#include "engine/documents/html_tree.h"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <unordered_map>
#include <vector>

#include "engine/documents/ascii.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

/// All that gumbo has got and not given back, in a ring.
struct HtmlTree::Memory {
    struct alignas(std::max_align_t) Piece {
        Piece *before, *behind;
        std::size_t size;
    };

    Piece ring{&ring, &ring, 0};
    std::size_t used = 0, limit = 0;
    unsigned taken = 0;
    const Work *work = nullptr;
    std::jmp_buf out; ///< back to `parse`: only gumbo's C functions lie between

    static void *take(void *self, std::size_t size)
    {
        auto &memory = *static_cast<Memory *>(self);
        if (memory.used + size > memory.limit)
            std::longjmp(memory.out, 1);
        if (++memory.taken % 4096 == 0 && memory.work->late())
            std::longjmp(memory.out, 2);
        auto *piece = static_cast<Piece *>(std::malloc(sizeof(Piece) + size));
        if (piece == nullptr)
            std::longjmp(memory.out, 1);
        memory.used += size;
        piece->size = size;
        piece->before = &memory.ring;
        piece->behind = memory.ring.behind;
        memory.ring.behind->before = piece;
        memory.ring.behind = piece;
        return piece + 1;
    }
    static void giveBack(void *self, void *bytes)
    {
        if (bytes == nullptr)
            return;
        auto &memory = *static_cast<Memory *>(self);
        auto *piece = static_cast<Piece *>(bytes) - 1;
        memory.used -= piece->size;
        piece->before->behind = piece->behind;
        piece->behind->before = piece->before;
        std::free(piece);
    }
    Memory() = default;
    Memory(const Memory &) = delete;
    Memory &operator=(const Memory &) = delete;
    ~Memory()
    {
        while (ring.behind != &ring)
            giveBack(this, ring.behind + 1);
    }
};

namespace {

constexpr std::size_t MostTreeMemory = 900U * 1024 * 1024;

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, name) != names.end();
}

/// Whether an element is closed by nothing, or by the next one of its kind, and so does not nest by itself.
bool doesNotNest(std::string_view name)
{
    return isOneOf(name, {"area",    "base",  "br",     "col",   "embed", "hr",    "img",    "input",    "link",
                          "meta",    "param", "source", "track", "wbr",   "p",     "li",     "dt",       "dd",
                          "tr",      "td",    "th",     "tbody", "thead", "tfoot", "option", "optgroup", "colgroup",
                          "caption", "html",  "head",   "body",  "rp",    "rt"});
}

/// Elements that a parser opens again in every block behind them until they are closed.
bool isFormatting(std::string_view name)
{
    return isOneOf(name,
                   {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"});
}

/// How deep the elements of a page are nested, or would be opened again, at most; it looks at the tags alone. Ends at
/// `enough`.
int nestingOf(std::string_view html, int enough)
{
    std::vector<std::string> open;
    std::unordered_map<std::string, int> formatting;
    int most = 0, formats = 0;
    for (auto at = html.find('<'); at != std::string_view::npos && most <= enough; at = html.find('<', at)) {
        ++at;
        if (html.substr(at).starts_with("!--")) {
            const auto end = html.find("-->", at + 3);
            at = end == std::string_view::npos ? html.size() : end;
            continue;
        }
        const bool closes = html.substr(at, 1) == "/";
        at += closes ? 1 : 0;
        std::string name;
        while (at < html.size() && name.size() < 32 &&
               (isLetter(html[at]) || (!name.empty() && (isDigit(html[at]) || html[at] == '-'))))
            name += lowered(html[at++]);
        if (name.empty() || doesNotNest(name))
            continue;
        const auto tagEnd = html.substr(at, 4096).find('>');
        const bool closesItself = tagEnd != std::string_view::npos && tagEnd > 0 && html[at + tagEnd - 1] == '/';
        if (!closes && isOneOf(name, {"script", "style", "textarea", "title", "xmp", "noembed", "noframes"})) {
            // What stands in it are no tags.
            for (auto end = html.find("</", at); end != std::string_view::npos; end = html.find("</", end + 2))
                if (startsWithWord(html.substr(end + 2), name)) {
                    at = end + 2;
                    break;
                }
            continue;
        }
        if (isFormatting(name)) {
            auto &count = formatting[name];
            if (!closes) {
                ++count;
                ++formats;
            } else if (count > 0) {
                --count;
                --formats;
            }
        } else if (!closes && !closesItself) {
            open.push_back(std::move(name));
        } else if (closes) {
            const auto from = open.size() > 300 ? open.end() - 300 : open.begin();
            const auto found =
                std::find(std::make_reverse_iterator(open.end()), std::make_reverse_iterator(from), name);
            if (found != std::make_reverse_iterator(from))
                open.erase(found.base() - 1, open.end());
        }
        most = std::max(most, int(open.size()) + formats);
    }
    return most;
}

bool isHidden(const GumboNode *node)
{
    if (hasHtmlAttribute(node, "hidden") || htmlAttribute(node, "aria-hidden") == "true")
        return true;
    auto style = lowered(htmlAttribute(node, "style"));
    std::erase(style, ' ');
    return style.find("display:none") != std::string::npos || style.find("visibility:hidden") != std::string::npos;
}

/// Letters below a node that are text of the page, and how many of them lead elsewhere.
struct Weight {
    std::size_t text = 0, linked = 0;
    [[nodiscard]] double worth() const { return double(text) - 1.5 * double(linked); }
};

Weight weigh(const GumboNode *node, const std::unordered_map<const GumboNode *, Weight> &weights)
{
    const auto found = weights.find(node);
    return found == weights.end() ? Weight{} : found->second;
}

std::unordered_map<const GumboNode *, Weight> weightsBelow(const GumboNode *root)
{
    std::unordered_map<const GumboNode *, Weight> weights;
    for (const auto *node = root; node != nullptr;) {
        if (node != root && isAside(node)) {
            node = nextNode(node, root, false);
            continue;
        }
        if (node->type == GUMBO_NODE_TEXT) {
            const auto size = trimmed(node->v.text.text).size();
            bool linked = false;
            for (const auto *up = node->parent; up != nullptr && up != root->parent; up = up->parent) {
                linked = linked || isElement(up, GUMBO_TAG_A);
                auto &weight = weights[up];
                weight.text += size;
                weight.linked += linked ? size : 0;
            }
        }
        node = nextNode(node, root);
    }
    return weights;
}

} // namespace

HtmlTree::~HtmlTree()
{
    delete m_memory;
}

Result<void> HtmlTree::parse(std::string_view html, const Work &work)
{
    if (nestingOf(html, work.limits.depth) > work.limits.depth)
        return fail(Errc::BadInput, "its elements are nested deeper than " + std::to_string(work.limits.depth), {},
                    "read it in another format");
    m_memory = new Memory;
    m_memory->limit = std::min(MostTreeMemory, 4 * 1024 * 1024 + html.size() * 100);
    m_memory->work = &work;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = &Memory::take;
    options.deallocator = &Memory::giveBack;
    options.userdata = m_memory;
    options.max_errors = 0;
    switch (setjmp(m_memory->out)) {
    case 0:
        m_root = gumbo_parse_with_options(&options, html.data(), html.size())->root;
        return {};
    case 2:
        return tookTooLong("it took too long to read");
    default:
        return needsMoreMemory();
    }
}

bool isElement(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT;
}

bool isElement(const GumboNode *node, GumboTag tag)
{
    return isElement(node) && node->v.element.tag == tag;
}

std::string_view htmlAttribute(const GumboNode *node, const char *name)
{
    const auto *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found == nullptr ? std::string_view() : trimmed(found->value);
}

bool hasHtmlAttribute(const GumboNode *node, const char *name)
{
    return gumbo_get_attribute(&node->v.element.attributes, name) != nullptr;
}

const GumboNode *nextNode(const GumboNode *node, const GumboNode *root, bool children)
{
    if (children && isElement(node) && node->v.element.children.length > 0)
        return static_cast<const GumboNode *>(node->v.element.children.data[0]);
    while (node != root && node->parent != nullptr) {
        const auto &siblings = node->parent->type == GUMBO_NODE_DOCUMENT ? node->parent->v.document.children
                                                                         : node->parent->v.element.children;
        if (node->index_within_parent + 1 < siblings.length)
            return static_cast<const GumboNode *>(siblings.data[node->index_within_parent + 1]);
        node = node->parent;
    }
    return nullptr;
}

const GumboNode *firstElement(const GumboNode *root, GumboTag tag)
{
    for (const auto *node = root; node != nullptr; node = nextNode(node, root))
        if (isElement(node, tag))
            return node;
    return nullptr;
}

bool isAside(const GumboNode *node)
{
    if (node->type == GUMBO_NODE_TEMPLATE || node->type == GUMBO_NODE_COMMENT)
        return true;
    if (!isElement(node))
        return false;
    switch (node->v.element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_HEAD:
        return true;
    case GUMBO_TAG_FORM: // around the whole page it is only how the page was made
        return firstElement(node, GUMBO_TAG_H1) == nullptr && firstElement(node, GUMBO_TAG_MAIN) == nullptr &&
               firstElement(node, GUMBO_TAG_ARTICLE) == nullptr;
    default:
        break;
    }
    const auto role = htmlAttribute(node, "role");
    return isOneOf(role, {"navigation", "contentinfo", "complementary", "search", "dialog"}) || isHidden(node);
}

std::string htmlText(const GumboNode *root)
{
    std::string text;
    for (const auto *node = root; node != nullptr;) {
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
            text += node->v.text.text;
        else if (isElement(node, GUMBO_TAG_BR) || isElement(node, GUMBO_TAG_P) || isElement(node, GUMBO_TAG_LI) ||
                 isElement(node, GUMBO_TAG_DIV))
            text += ' ';
        node = nextNode(node, root, !(node != root && isAside(node)));
    }
    return text;
}

const GumboNode *mainPart(const GumboNode *root)
{
    const auto weights = weightsBelow(root);
    const GumboNode *article = nullptr;
    int articles = 0;
    for (const auto *node = root; node != nullptr; node = nextNode(node, root)) {
        if (!isElement(node) || weigh(node, weights).text == 0)
            continue;
        if (node->v.element.tag == GUMBO_TAG_MAIN || htmlAttribute(node, "role") == "main")
            return node;
        if (node->v.element.tag == GUMBO_TAG_ARTICLE) {
            ++articles;
            article = article == nullptr ? node : article;
        }
    }
    if (articles == 1)
        return article;
    const auto *block = firstElement(root, GUMBO_TAG_BODY);
    if (block == nullptr)
        return root;
    for (;;) { // down to where the text parts
        const GumboNode *next = nullptr;
        for (unsigned i = 0; i < block->v.element.children.length; ++i) {
            const auto *each = static_cast<const GumboNode *>(block->v.element.children.data[i]);
            const bool blockOf = isElement(each, GUMBO_TAG_DIV) || isElement(each, GUMBO_TAG_SECTION) ||
                                 isElement(each, GUMBO_TAG_FORM) || isElement(each, GUMBO_TAG_CENTER) ||
                                 isElement(each, GUMBO_TAG_ARTICLE);
            if (blockOf && weigh(each, weights).worth() > 0.7 * weigh(block, weights).worth() &&
                weigh(each, weights).worth() > 0)
                next = each;
        }
        if (next == nullptr)
            return block;
        block = next;
    }
}

} // namespace hs::documents
