#include "engine/notion/ids.h"

#include "engine/vocabulary/trimmed.h"

namespace hs::notion {

namespace {

constexpr std::size_t IdDigits = 32;

char lowerHexDigit(char c) // 0: it is none
{
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
        return c;
    return c >= 'A' && c <= 'F' ? char(c + ('a' - 'A')) : '\0';
}

/// The id at the end of a part of a path, where a title may stand before it.
std::optional<std::string> idAtTheEnd(std::string_view part)
{
    constexpr std::size_t WithDashes = 36;
    for (const auto length : {WithDashes, IdDigits})
        if (part.size() >= length) {
            const auto before = part.substr(0, part.size() - length);
            if (!before.empty() && before.back() != '-')
                continue;
            if (auto id = normaliseId(part.substr(part.size() - length)))
                return id;
        }
    return {};
}

} // namespace

std::optional<std::string> normaliseId(std::string_view text)
{
    text = trimmed(text);
    if (text.size() < IdDigits || text.size() > IdDigits + 4)
        return {};
    const bool dashes = text.size() == IdDigits + 4;
    if (!dashes && text.size() != IdDigits)
        return {};
    std::string id;
    id.reserve(IdDigits);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (dashes && (i == 8 || i == 13 || i == 18 || i == 23)) {
            if (text[i] != '-')
                return {};
            continue;
        }
        const char digit = lowerHexDigit(text[i]);
        if (digit == '\0')
            return {};
        id += digit;
    }
    return id;
}

std::string dashed(std::string_view id)
{
    const auto plain = normaliseId(id);
    if (!plain)
        return std::string(id);
    std::string text;
    text.reserve(IdDigits + 4);
    for (std::size_t i = 0; i < plain->size(); ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            text += '-';
        text += (*plain)[i];
    }
    return text;
}

std::string addressOf(std::string_view id)
{
    return "https://www.notion.so/" + std::string(id);
}

bool sameId(std::string_view a, std::string_view b)
{
    const auto left = normaliseId(a);
    return left && left == normaliseId(b);
}

Result<std::string> idFromAddress(std::string_view pasted)
{
    const auto bad = [] {
        return fail(Errc::BadInput, "is not the address of a page in Notion", {},
                    "open the page in Notion, choose \"Copy link\", and paste it here");
    };
    auto text = trimmed(pasted);
    if (auto id = normaliseId(text))
        return *id;
    const auto scheme = text.find("://");
    if (scheme == std::string_view::npos)
        return bad();
    auto rest = text.substr(scheme + 3);
    const auto pathBegin = rest.find('/');
    if (pathBegin == std::string_view::npos)
        return bad();
    const auto host = rest.substr(0, pathBegin);
    const auto isOf = [&](std::string_view domain) {
        return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                                  host[host.size() - domain.size() - 1] == '.');
    };
    if (!isOf("notion.so") && !isOf("notion.com") && !isOf("notion.site"))
        return bad();
    rest = rest.substr(pathBegin + 1);
    rest = rest.substr(0, rest.find('#'));
    const auto question = rest.find('?');
    if (question != std::string_view::npos) {
        // A page that is open over a list: the list stands in the path, the page in "p".
        auto query = rest.substr(question + 1);
        while (!query.empty()) {
            const auto part = query.substr(0, query.find('&'));
            if (part.starts_with("p="))
                if (auto id = normaliseId(part.substr(2)))
                    return *id;
            query = part.size() == query.size() ? std::string_view() : query.substr(part.size() + 1);
        }
    }
    auto path = rest.substr(0, question);
    while (!path.empty() && path.back() == '/')
        path.remove_suffix(1);
    if (const auto slash = path.rfind('/'); slash != std::string_view::npos)
        path = path.substr(slash + 1);
    if (auto id = idAtTheEnd(path))
        return *id;
    return bad();
}

} // namespace hs::notion
