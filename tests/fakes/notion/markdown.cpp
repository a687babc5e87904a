#include "tests/fakes/notion/markdown.h"

#include <array>

#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

struct Prefix {
    std::string_view text;
    const char *type;
};
constexpr std::array<Prefix, 9> Prefixes{{{"#### ", "heading_4"},
                                          {"### ", "heading_3"},
                                          {"## ", "heading_2"},
                                          {"# ", "heading_1"},
                                          {"- [ ] ", "to_do"},
                                          {"- [x] ", "to_do"},
                                          {"- ", "bulleted_list_item"},
                                          {"> ", "quote"},
                                          {"1. ", "numbered_list_item"}}};

Json items(std::string_view text)
{
    Json out = Json::array();
    for (const Json &item : keptFromPlain(text))
        out.push_back({{"text", {{"content", item["c"]}}}});
    return out;
}

void render(Workspace &space, const std::vector<std::string> &ids, const std::string &indent, std::string &out)
{
    for (const auto &id : ids) {
        const auto found = space.blocks.find(id);
        if (found == space.blocks.end()) { // a page or a database below
            if (const auto page = space.pages.find(id); page != space.pages.end() && !page->second->inTrash)
                out += indent + "<page url=\"" + id + "\">" + titleOf(*page->second) + "</page>\n";
            continue;
        }
        const Block &block = *found->second;
        if (block.inTrash)
            continue;
        const auto content = plainText(member(block.content, "rich_text"));
        if (block.type == "code") {
            const auto language = text(block.content, "language");
            out += indent + "```" + (language == "plain text" ? "" : language) + "\n" + content + "\n" + indent + "```\n";
        } else if (block.type == "divider") {
            out += indent + "---\n";
        } else {
            std::string_view mark;
            for (const Prefix &prefix : Prefixes)
                if (block.type == prefix.type && (block.type != "to_do" || (prefix.text == "- [x] ") == boolean(block.content, "checked")))
                    mark = prefix.text;
            out += indent + std::string(mark) + content + "\n";
        }
        render(space, block.children, indent + "\t", out);
    }
}

} // namespace

std::string markdownOf(Workspace &space, const Page &page)
{
    std::string out;
    render(space, page.blocks, {}, out);
    if (!out.empty())
        out.pop_back();
    return out;
}

Json blocksFromMarkdown(std::string_view markdown)
{
    Json out = Json::array();
    bool inCode = false;
    std::string code, language;
    while (!markdown.empty()) {
        const auto end = markdown.find('\n');
        auto line = markdown.substr(0, end);
        markdown = end == std::string_view::npos ? std::string_view() : markdown.substr(end + 1);
        if (line.substr(0, 3) == "```") {
            if (inCode) {
                if (!code.empty())
                    code.pop_back();
                out.push_back({{"type", "code"}, {"code", {{"rich_text", items(code)}, {"language", language.empty() ? "plain text" : language}}}});
                code.clear();
            }
            language = line.substr(3);
            inCode = !inCode;
            continue;
        }
        if (inCode) {
            code.append(line).append("\n");
            continue;
        }
        if (line == "---") {
            out.push_back({{"type", "divider"}, {"divider", Json::object()}});
            continue;
        }
        std::string type = "paragraph";
        bool checked = false;
        for (const Prefix &prefix : Prefixes) {
            if (line.substr(0, prefix.text.size()) == prefix.text) {
                type = prefix.type;
                checked = prefix.text == "- [x] ";
                line.remove_prefix(prefix.text.size());
                break;
            }
        }
        if (line.empty() && type == "paragraph")
            continue; // empty lines part paragraphs and are no block
        Json content{{"rich_text", items(line)}};
        if (type == "to_do")
            content["checked"] = checked;
        out.push_back({{"type", type}, {type, std::move(content)}});
    }
    if (inCode)
        out.push_back({{"type", "code"}, {"code", {{"rich_text", items(code)}, {"language", "plain text"}}}});
    return out;
}

} // namespace hs::test::notion
