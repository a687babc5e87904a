#include "engine/documents/entities.h"

#include <array>
#include <charconv>
#include <utility>

#include <gumbo.h>

#include "engine/documents/ascii.h"
#include "engine/documents/encoding.h"

namespace hs::documents {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> CommonEntities{{
    {"&amp;", "&"},
    {"&lt;", "<"},
    {"&gt;", ">"},
    {"&quot;", "\""},
    {"&apos;", "'"},
    {"&nbsp;", "\xc2\xa0"},
    {"&copy;", "\xc2\xa9"},
    {"&hellip;", "\xe2\x80\xa6"},
    {"&mdash;", "\xe2\x80\x94"},
    {"&ndash;", "\xe2\x80\x93"},
    {"&rarr;", "\xe2\x86\x92"},
    {"&euro;", "\xe2\x82\xac"},
}};

/// All other names are known to the parser of HTML.
std::string rareEntity(std::string_view entity)
{
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    GumboOutput *output = gumbo_parse_with_options(&options, entity.data(), entity.size());
    std::string text(entity);
    const auto &children = output->root->v.element.children;
    if (children.length == 1) {
        const auto *node = static_cast<const GumboNode *>(children.data[0]);
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
            text = node->v.text.text;
    }
    gumbo_destroy_output(&options, output);
    return text;
}

} // namespace

std::string textOfEntity(std::string_view entity)
{
    for (const auto &[name, text] : CommonEntities)
        if (name == entity)
            return std::string(text);
    if (!entity.starts_with("&#"))
        return entity.size() > 40 ? std::string(entity) : rareEntity(entity);
    const bool hex = entity.size() > 2 && lowered(entity[2]) == 'x';
    unsigned number = 0;
    std::from_chars(entity.data() + (hex ? 3 : 2), entity.data() + entity.size(), number, hex ? 16 : 10);
    std::string text;
    appendCharacter(text, number);
    return text;
}

std::string withoutTags(std::string_view html)
{
    std::string text;
    for (std::size_t at = 0; at < html.size();) {
        const char c = html[at];
        if (c == '<') {
            const bool comment = html.substr(at).starts_with("<!--");
            const auto end = html.find(comment ? "-->" : ">", at);
            if (end == std::string_view::npos)
                break;
            text += ' ';
            at = end + (comment ? 3 : 1);
        } else if (c == '&') {
            const auto size = html.substr(at, 40).find_first_of("; \n<", 1);
            if (size != std::string_view::npos && size > 1 && html[at + size] == ';') {
                text += textOfEntity(html.substr(at, size + 1));
                at += size + 1;
            } else {
                text += c;
                ++at;
            }
        } else {
            text += c;
            ++at;
        }
    }
    return text;
}

} // namespace hs::documents
