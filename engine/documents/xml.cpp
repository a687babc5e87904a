#include "engine/documents/xml.h"

#include <algorithm>

#include "engine/documents/encoding.h"

namespace hs::documents {

namespace {

/// Walks without recursion.
struct DeeperThan : pugi::xml_tree_walker {
    explicit DeeperThan(int most) : limit(most) {}
    bool for_each(pugi::xml_node &) override { return depth() <= limit; }
    int limit;
};

} // namespace

Result<void> parseXml(const Archive &archive, const std::string &entry, Work &work, std::string &bytes,
                      pugi::xml_document &document)
{
    auto unpacked = archive.unpack(entry, work);
    if (!unpacked)
        return tl::make_unexpected(std::move(unpacked.error()));
    bytes = std::move(*unpacked);
    const auto where = "its part " + oneLine(entry).substr(0, 100);
    const auto head = std::string_view(bytes).substr(0, 256);
    if (head.find("encoding=\"UTF-16") != std::string_view::npos || head.starts_with("\xff\xfe") ||
        head.starts_with("\xfe\xff"))
        bytes = toUtf8(bytes, {});
    const auto element = bytes.find('<');
    if (element == std::string::npos)
        return damaged("document", where);
    if (const auto doctype = bytes.find("<!DOCTYPE");
        doctype != std::string::npos && bytes.find("<!ENTITY", doctype) != std::string::npos)
        return fail(Errc::BadInput, "it declares entities of its own, which no office program does", where,
                    "save it again with the program it comes from");
    const auto parsed = document.load_buffer_inplace(
        bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (parsed.status == pugi::status_out_of_memory)
        return needsMoreMemory(where);
    if (!parsed)
        return damaged("document", where + ", byte " + std::to_string(std::max<std::ptrdiff_t>(parsed.offset, 0)));
    DeeperThan walker(work.limits.depth);
    if (!document.traverse(walker))
        return fail(Errc::BadInput, "its elements are nested deeper than " + std::to_string(work.limits.depth), where,
                    "save it again with the program it comes from");
    return {};
}

std::string_view localName(const pugi::xml_node &node)
{
    std::string_view name = node.name();
    if (const auto colon = name.find(':'); colon != std::string_view::npos)
        name.remove_prefix(colon + 1);
    return name;
}

std::string_view attribute(const pugi::xml_node &node, std::string_view local)
{
    for (const auto &each : node.attributes()) {
        std::string_view name = each.name();
        if (const auto colon = name.find(':'); colon != std::string_view::npos)
            name.remove_prefix(colon + 1);
        if (name == local)
            return each.value();
    }
    return {};
}

pugi::xml_node child(const pugi::xml_node &node, std::string_view local)
{
    for (auto each = node.first_child(); each; each = each.next_sibling())
        if (localName(each) == local)
            return each;
    return {};
}

std::string textBelow(const pugi::xml_node &node)
{
    std::string text;
    for (auto each = node.first_child(); each; each = each.next_sibling())
        if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata)
            text += each.value();
        else
            text += textBelow(each);
    return text;
}

} // namespace hs::documents
