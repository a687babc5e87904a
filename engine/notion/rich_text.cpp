#include "engine/notion/rich_text.h"

#include "engine/vocabulary/utf8.h"

namespace hs::notion {

namespace {

/// Bytes of the character that begins with this byte; 1 where no character begins.
std::size_t lengthOf(unsigned char lead)
{
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

/// How many bytes from the front have at most `MaxItemUnits`, cut between characters.
std::size_t bytesOfOneItem(std::string_view text)
{
    std::size_t units = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto bytes = lengthOf(static_cast<unsigned char>(text[at]));
        units += bytes == 4 ? 2 : 1;
        if (units > MaxItemUnits)
            break;
        at += bytes;
    }
    return at;
}

} // namespace

std::size_t utf16Units(std::string_view text)
{
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto bytes = lengthOf(static_cast<unsigned char>(text[at]));
        units += bytes == 4 ? 2 : 1;
        at += bytes;
    }
    return units;
}

Result<Json> toRichText(std::string_view text)
{
    if (!isUtf8(text))
        return fail(Errc::BadInput, "the text is not UTF-8", {}, "write it anew");
    Json items = Json::array();
    while (!text.empty()) {
        if (items.size() == MaxItems)
            return fail(Errc::BadInput,
                        "the text has more than " + std::to_string(MaxItems * MaxItemUnits) +
                            " characters, which Notion does not take",
                        {}, "shorten it");
        const auto bytes = bytesOfOneItem(text);
        items.push_back({{"type", "text"}, {"text", {{"content", std::string(text.substr(0, bytes))}}}});
        text.remove_prefix(bytes);
    }
    return items;
}

std::string plainText(const Json &items)
{
    std::string joined;
    if (!items.is_array())
        return joined;
    for (const auto &item : items) {
        if (const Json &plain = member(item, "plain_text"); plain.is_string())
            joined += plain.get_ref<const std::string &>();
        else if (const Json &content = at(item, "text.content"); content.is_string())
            joined += content.get_ref<const std::string &>();
        else if (const Json &expression = at(item, "equation.expression"); expression.is_string())
            joined += expression.get_ref<const std::string &>();
    }
    return joined;
}

} // namespace hs::notion
