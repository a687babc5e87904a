#include "engine/notion/content.h"

#include <algorithm>
#include <array>

#include "engine/notion/ids.h"
#include "engine/notion/requests.h"
#include "engine/notion/rich_text.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::notion {

namespace {

constexpr std::size_t MaxBlocksAtOnce = 100;
constexpr std::size_t MaxBytesAtOnce = MaxBodyBytes - 10'000;
constexpr std::size_t MaxBytesInBlock = 190'000; // never more than 100 items of 2,000 units
constexpr int MaxNesting = 32;

tl::unexpected<Error> noContent(std::string_view what)
{
    return fail(Errc::Corrupt, "Notion's answer is not " + std::string(what), {}, "try again later");
}

// ---- blocks into text ----

std::string indented(std::string_view text, int levels)
{
    const std::string margin(std::size_t(levels) * 2, ' ');
    std::string shown;
    while (true) {
        const auto line = text.substr(0, text.find('\n'));
        shown += line.empty() ? std::string() : margin + std::string(line);
        if (line.size() == text.size())
            return shown;
        shown += '\n';
        text.remove_prefix(line.size() + 1);
    }
}

std::string withPrefix(std::string_view text, std::string_view prefix)
{
    std::string shown;
    for (bool more = true; more;) {
        const auto line = text.substr(0, text.find('\n'));
        shown += std::string(prefix) + std::string(line);
        more = line.size() < text.size();
        if (more) {
            shown += '\n';
            text.remove_prefix(line.size() + 1);
        }
    }
    return shown;
}

std::string mediaText(const Json &content)
{
    const auto caption = plainText(member(content, "caption"));
    const auto file = text(content, "name");
    const auto url = scalarText(at(content, "external.url"));
    auto shown = caption.empty() ? file : caption;
    if (!url.empty()) // addresses of files that Notion keeps change by the hour and say nothing
        shown += (shown.empty() ? "" : " ") + url;
    return shown;
}

std::string rowText(const Json &content)
{
    std::string row = "|";
    if (const Json &cells = member(content, "cells"); cells.is_array())
        for (const auto &cell : cells)
            row += " " + plainText(cell) + " |";
    return row;
}

/// What a block itself says, without its children; `number` is its place in a numbered list.
std::string ownText(const Block &block, int number)
{
    const auto &type = block.type;
    const Json &content = block.content;
    const auto words = plainText(member(content, "rich_text"));
    if (type == "heading_1")
        return "# " + words;
    if (type == "heading_2")
        return "## " + words;
    if (type == "heading_3")
        return "### " + words;
    if (type == "heading_4")
        return "#### " + words;
    if (type == "bulleted_list_item" || type == "toggle")
        return "- " + words;
    if (type == "numbered_list_item")
        return std::to_string(number) + ". " + words;
    if (type == "to_do")
        return (boolean(content, "checked") ? "- [x] " : "- [ ] ") + words;
    if (type == "quote" || type == "callout")
        return withPrefix(words, "> ");
    if (type == "code") {
        const auto language = text(content, "language");
        const auto caption = plainText(member(content, "caption"));
        return "```" + (language == "plain text" ? std::string() : language) + "\n" + words + "\n```" +
               (caption.empty() ? "" : "\n" + caption);
    }
    if (type == "equation")
        return text(content, "expression");
    if (block.isPage())
        return text(content, "title");
    if (type == "bookmark" || type == "embed" || type == "link_preview") {
        const auto caption = plainText(member(content, "caption"));
        return caption.empty() ? text(content, "url") : caption + " " + text(content, "url");
    }
    if (type == "image" || type == "video" || type == "file" || type == "pdf" || type == "audio")
        return mediaText(content);
    if (type == "table_row")
        return rowText(content);
    if (type == "divider")
        return "---";
    return words; // paragraph, template; containers have no words of their own
}

bool isListed(std::string_view type)
{
    return type == "bulleted_list_item" || type == "numbered_list_item" || type == "to_do" || type == "toggle";
}

bool indentsChildren(std::string_view type)
{
    return isListed(type) || type == "paragraph" || type == "quote" || type == "callout";
}

/// What was written last: entries of one list stand line by line, all else is parted by an empty line.
struct Last {
    std::string_view type;
    int levels = 0;
};

bool standTogether(const Last &last, std::string_view type, int levels)
{
    if (last.type == "table_row" || type == "table_row")
        return last.type == type;
    const bool sameKind = (last.type == "numbered_list_item") == (type == "numbered_list_item");
    return isListed(last.type) && isListed(type) && (sameKind || last.levels != levels);
}

void appendBlocks(const std::vector<Block> &blocks, int levels, int nesting, std::string &out, Last &last)
{
    if (nesting > MaxNesting)
        return;
    int number = 0;
    for (const auto &block : blocks) {
        number = block.type == "numbered_list_item" ? number + 1 : 0;
        const auto own = ownText(block, number);
        if (!own.empty()) {
            if (!out.empty())
                out += standTogether(last, block.type, levels) ? "\n" : "\n\n";
            out += indented(own, levels);
            last = {block.type, levels};
        }
        if (!block.isPage())
            appendBlocks(block.children, levels + (indentsChildren(block.type) ? 1 : 0), nesting + 1, out, last);
    }
}

// ---- text into blocks ----

/// A language that Notion knows by that name, else plain text: an unknown one is refused.
std::string knownLanguage(std::string_view name)
{
    static constexpr std::array<std::string_view, 26> Known{
        "bash", "c", "c++", "c#", "css", "diff", "docker", "go", "graphql", "html", "java", "javascript", "json", "kotlin",
        "latex", "markdown", "mermaid", "php", "python", "ruby", "rust", "shell", "sql", "swift", "typescript", "yaml"};
    return std::find(Known.begin(), Known.end(), name) == Known.end() ? "plain text" : std::string(name);
}

/// The text with whatever is no UTF-8 replaced.
std::string soundText(std::string_view bytes)
{
    const auto sound = parseJson(dump(Json(std::string(bytes))));
    return sound && sound->is_string() ? sound->get<std::string>() : std::string();
}

class BlockMaker {
public:
    Json run(std::string_view text)
    {
        while (!text.empty()) {
            auto line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            if (!line.empty() && line.back() == '\r')
                line.remove_suffix(1);
            take(line);
        }
        if (m_inCode)
            endCode();
        endParagraph();
        return std::move(m_blocks);
    }

private:
    void take(std::string_view line)
    {
        const auto plain = trimmed(line);
        if (m_inCode) {
            if (plain == "```")
                return endCode();
            m_code += (m_code.empty() ? "" : "\n") + std::string(line);
            return;
        }
        if (plain.empty())
            return endParagraph();
        if (plain.starts_with("```") && plain.find('`', 3) == std::string_view::npos) {
            endParagraph();
            m_inCode = true;
            m_language = knownLanguage(trimmed(plain.substr(3)));
            return;
        }
        if (plain == "---" || plain == "***") {
            endParagraph();
            m_blocks.push_back({{"type", "divider"}, {"divider", Json::object()}});
            return;
        }
        if (!takeMarked(plain))
            m_paragraph += (m_paragraph.empty() ? "" : "\n") + std::string(line);
    }

    /// A line that begins with a mark: a heading, an entry of a list, a quote.
    bool takeMarked(std::string_view line)
    {
        struct Mark {
            std::string_view mark, type;
        };
        static constexpr std::array<Mark, 12> Marks{{{"#### ", "heading_3"},
                                                     {"### ", "heading_3"},
                                                     {"## ", "heading_2"},
                                                     {"# ", "heading_1"},
                                                     {"- [ ] ", "to_do"},
                                                     {"- [x] ", "to_do"},
                                                     {"- [X] ", "to_do"},
                                                     {"- ", "bulleted_list_item"},
                                                     {"* ", "bulleted_list_item"},
                                                     {"+ ", "bulleted_list_item"},
                                                     {"> ", "quote"},
                                                     {">", "quote"}}};
        for (const auto &[mark, type] : Marks)
            if (line.starts_with(mark)) {
                endParagraph();
                Json more = Json::object();
                if (type == "to_do")
                    more["checked"] = mark != "- [ ] ";
                add(std::string(type), line.substr(mark.size()), more);
                return true;
            }
        const auto digits = line.find_first_not_of("0123456789");
        if (digits == 0 || digits == std::string_view::npos || digits > 9 || !line.substr(digits).starts_with(". "))
            return false;
        endParagraph();
        add("numbered_list_item", line.substr(digits + 2), Json::object());
        return true;
    }

    void endParagraph()
    {
        if (!m_paragraph.empty())
            add("paragraph", m_paragraph, Json::object());
        m_paragraph.clear();
    }

    void endCode()
    {
        add("code", m_code, {{"language", m_language}});
        m_code.clear();
        m_inCode = false;
    }

    void add(const std::string &type, std::string_view words, const Json &more)
    {
        do {
            std::size_t end = std::min(words.size(), MaxBytesInBlock);
            while (end < words.size() && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U)
                --end;
            Json content = more;
            content["rich_text"] = toRichText(words.substr(0, end)).value_or(Json::array());
            m_blocks.push_back({{"type", type}, {type, std::move(content)}});
            words.remove_prefix(end);
        } while (!words.empty());
    }

    Json m_blocks = Json::array();
    std::string m_paragraph, m_code, m_language;
    bool m_inCode = false;
};

} // namespace

Result<BlockList> parseBlocks(std::string_view body)
{
    const auto answer = parseJson(body);
    if (!answer)
        return noContent("JSON");
    const Json &results = member(*answer, "results");
    if (!results.is_array())
        return noContent("a list of blocks");
    BlockList list;
    for (const auto &item : results) {
        Block block;
        block.id = normaliseId(text(item, "id")).value_or(std::string());
        block.type = text(item, "type");
        if (block.id.empty() || boolean(item, "in_trash") || boolean(item, "archived"))
            continue;
        block.hasChildren = boolean(item, "has_children");
        block.content = member(item, block.type);
        block.childrenOf = normaliseId(scalarText(at(block.content, "synced_from.block_id"))).value_or(block.id);
        list.blocks.push_back(std::move(block));
    }
    list.nextCursor = text(*answer, "next_cursor");
    list.hasMore = boolean(*answer, "has_more") && !list.nextCursor.empty();
    return list;
}

std::string toText(const std::vector<Block> &blocks)
{
    std::string out;
    Last last;
    appendBlocks(blocks, 0, 0, out, last);
    return out;
}

Result<PageText> parsePageText(std::string_view body)
{
    const auto answer = parseJson(body);
    if (!answer)
        return noContent("JSON");
    PageText page;
    page.id = normaliseId(text(*answer, "id")).value_or(std::string());
    if (page.id.empty() || !member(*answer, "markdown").is_string())
        return noContent("the text of a page");
    page.markdown = text(*answer, "markdown");
    page.truncated = boolean(*answer, "truncated");
    for (const auto &id : textList(member(*answer, "unknown_block_ids")))
        if (auto plain = normaliseId(id))
            page.unknownBlocks.push_back(std::move(*plain));
    return page;
}

Json toBlocks(std::string_view text)
{
    return BlockMaker().run(soundText(text));
}

std::vector<Json> chunks(const Json &blocks)
{
    std::vector<Json> parts;
    std::size_t bytes = 0;
    if (!blocks.is_array())
        return parts;
    for (const auto &block : blocks) {
        const auto size = dump(block).size() + 1;
        if (parts.empty() || parts.back().size() == MaxBlocksAtOnce || bytes + size > MaxBytesAtOnce) {
            parts.emplace_back(Json::array());
            bytes = 0;
        }
        parts.back().push_back(block);
        bytes += size;
    }
    return parts;
}

} // namespace hs::notion
