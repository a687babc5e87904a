#pragma once

// Inside of the module. Not for other modules.

#include <cstdlib>
#include <string>
#include <string_view>

#include <gumbo.h>

#include "engine/documents/work.h"

namespace hs::documents {

/// A parsed page of the web. gumbo frees its tree by recursion and knows no limit; here it gets its memory from us,
/// so that a tree of any shape is freed in a loop, and parsing ends at a limit of memory or time.
class HtmlTree {
public:
    HtmlTree() = default;
    ~HtmlTree();
    HtmlTree(const HtmlTree &) = delete;
    HtmlTree &operator=(const HtmlTree &) = delete;

    /// `html` is UTF-8 and must live as long as the tree. BadInput: nested too deep, needs too much memory. Timeout.
    [[nodiscard]] Result<void> parse(std::string_view html, const Work &work);
    [[nodiscard]] const GumboNode *root() const { return m_root; } ///< <html>

private:
    struct Memory;
    Memory *m_memory = nullptr;
    const GumboNode *m_root = nullptr;
};

// Ways around in a tree.
[[nodiscard]] bool isElement(const GumboNode *node);
[[nodiscard]] bool isElement(const GumboNode *node, GumboTag tag);
[[nodiscard]] std::string_view htmlAttribute(const GumboNode *node, const char *name); ///< trimmed; empty: not there
[[nodiscard]] bool hasHtmlAttribute(const GumboNode *node, const char *name);
/// The node behind this one in the order of the page, below `root`, or null; `children` false: those of this node are
/// left out.
[[nodiscard]] const GumboNode *nextNode(const GumboNode *node, const GumboNode *root, bool children = true);
[[nodiscard]] const GumboNode *firstElement(const GumboNode *root, GumboTag tag); ///< null: none
/// What never is part of the text: scripts, navigation, forms' fields, what is hidden.
[[nodiscard]] bool isAside(const GumboNode *node);
/// The text below a node, without what is aside, blanks as they are.
[[nodiscard]] std::string htmlText(const GumboNode *node);
/// The part of the page that holds its text: `main`, else the one `article`, else the densest block.
[[nodiscard]] const GumboNode *mainPart(const GumboNode *root);

} // namespace hs::documents
