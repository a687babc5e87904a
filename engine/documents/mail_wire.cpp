#include "engine/documents/mail_wire.h"

#include <array>

#include "engine/documents/ascii.h"
#include "engine/documents/encoding.h"
#include "engine/documents/kinds.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

constexpr std::size_t MostFields = 1'000;
constexpr std::size_t MostField = 64 * 1024; // bytes of one field

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    c = lowered(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decodedBase64(std::string_view text)
{
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        unsigned value = 0;
        if (c >= 'A' && c <= 'Z')
            value = unsigned(c - 'A');
        else if (c >= 'a' && c <= 'z')
            value = unsigned(c - 'a') + 26;
        else if (isDigit(c))
            value = unsigned(c - '0') + 52;
        else if (c == '+' || c == '-')
            value = 62;
        else if (c == '/' || c == '_')
            value = 63;
        else
            continue; // line ends, and "=" at the end of each piece
        bits = bits << 6 | value;
        if (++count % 4 != 1)
            bytes += static_cast<char>(static_cast<unsigned char>(bits >> (count % 4 == 2   ? 4
                                                                           : count % 4 == 3 ? 2
                                                                                            : 0)));
    }
    return bytes;
}

/// `words`: in encoded words "_" is a space.
std::string decodedQuoted(std::string_view text, bool words)
{
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (words && text[i] == '_') {
            bytes += ' ';
        } else if (text[i] != '=') {
            bytes += text[i];
        } else if (i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            bytes +=
                static_cast<char>(static_cast<unsigned char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])));
            i += 2;
        } else { // a line end that is none
            auto end = i + 1;
            while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r'))
                ++end;
            if (end < text.size() && text[end] == '\n')
                i = end;
            else
                bytes += '=';
        }
    }
    return bytes;
}

std::string decodedPercent(std::string_view text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            bytes +=
                static_cast<char>(static_cast<unsigned char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])));
            i += 2;
        } else {
            bytes += text[i];
        }
    return bytes;
}

/// Calls `told` with each parameter behind the first ";": its name, and its value without quotes.
template <typename Told>
void eachParameter(std::string_view field, const Told &told)
{
    auto at = field.find(';');
    while (at != std::string_view::npos && at < field.size()) {
        ++at;
        const auto equals = field.find_first_of("=;", at);
        if (equals == std::string_view::npos)
            return;
        if (field[equals] == ';') {
            at = equals;
            continue;
        }
        const auto name = trimmed(field.substr(at, equals - at));
        at = field.find_first_not_of(" \t", equals + 1);
        std::string value;
        if (at != std::string_view::npos && field[at] == '"') {
            for (++at; at < field.size() && field[at] != '"'; ++at) {
                if (field[at] == '\\' && at + 1 < field.size())
                    ++at;
                value += field[at];
            }
            at = field.find(';', std::min(at, field.size()));
        } else if (at != std::string_view::npos) {
            const auto end = field.find(';', at);
            value = trimmed(field.substr(at, end == std::string_view::npos ? end : end - at));
            at = end;
        }
        told(name, value);
    }
}

} // namespace

MailHead MailHead::take(std::string_view &text)
{
    MailHead head;
    std::string *open = nullptr; // the field that may go on in the next line
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            break;
        if ((line.front() == ' ' || line.front() == '\t') && open != nullptr) {
            if (open->size() < MostField) {
                *open += ' ';
                *open += trimmed(line);
            }
            continue;
        }
        const auto colon = line.find(':');
        open = nullptr;
        if (colon == std::string_view::npos || head.m_fields.size() >= MostFields)
            continue;
        head.m_fields.emplace_back(lowered(trimmed(line.substr(0, colon))),
                                   trimmed(line.substr(colon + 1)).substr(0, MostField));
        open = &head.m_fields.back().second;
    }
    return head;
}

std::string_view MailHead::raw(std::string_view name) const
{
    for (const auto &[field, value] : m_fields)
        if (sameWord(field, name))
            return value;
    return {};
}

std::string MailHead::text(std::string_view name) const
{
    return oneLine(decodedWords(raw(name)));
}

std::string decodedWords(std::string_view text)
{
    std::string result, bytes, charset; // words of one encoding may part a character between them
    bool behindWord = false;
    const auto flush = [&] {
        if (!bytes.empty())
            result += toUtf8(bytes, charset);
        bytes.clear();
    };
    std::size_t plain = 0;
    const auto addPlain = [&](std::size_t end) {
        const auto part = text.substr(plain, end - plain);
        if (part.empty() || (behindWord && end < text.size() && trimmed(part).empty()))
            return; // blanks between two encoded words say nothing
        flush();
        result += toUtf8(part, {});
    };
    for (auto at = text.find("=?"); at != std::string_view::npos; at = text.find("=?", at)) {
        const auto first = text.find('?', at + 2);
        const auto second = first == std::string_view::npos ? first : text.find('?', first + 1);
        const auto end = second == std::string_view::npos ? second : text.find("?=", second + 1);
        if (end == std::string_view::npos)
            break;
        if (second != first + 2 || first - at > 60 ||
            text.substr(second, end - second).find(' ') != std::string_view::npos) {
            at += 2;
            continue;
        }
        addPlain(at);
        auto language = text.substr(at + 2, first - at - 2);
        language = language.substr(0, language.find('*'));
        if (!sameWord(language, charset))
            flush();
        charset = language;
        const auto word = text.substr(second + 1, end - second - 1);
        bytes += lowered(text[first + 1]) == 'b' ? decodedBase64(word) : decodedQuoted(word, true);
        behindWord = true;
        at = plain = end + 2;
    }
    addPlain(text.size());
    flush();
    return result;
}

std::string mailParameter(std::string_view field, std::string_view name)
{
    std::string plain, pieces, charset;
    bool encoded = false;
    eachParameter(field, [&](std::string_view given, const std::string &value) {
        if (sameWord(given, name)) {
            plain = value;
            return;
        }
        if (!startsWithWord(given, name) || given.size() <= name.size() || given[name.size()] != '*' ||
            pieces.size() > MostField)
            return;
        if (given.ends_with('*')) { // utf-8'en'…, in the first piece
            std::string_view rest = value;
            if (!encoded && pieces.empty())
                if (const auto one = rest.find('\''); one != std::string_view::npos)
                    if (const auto two = rest.find('\'', one + 1); two != std::string_view::npos) {
                        charset = rest.substr(0, one);
                        rest.remove_prefix(two + 1);
                    }
            encoded = true;
            pieces += decodedPercent(rest);
        } else {
            pieces += value;
        }
    });
    if (!pieces.empty())
        return oneLine(toUtf8(pieces, charset));
    return oneLine(decodedWords(plain));
}

std::string decodedBody(std::string_view body, std::string_view encoding)
{
    encoding = trimmed(encoding);
    if (sameWord(encoding, "base64"))
        return decodedBase64(body);
    if (sameWord(encoding, "quoted-printable"))
        return decodedQuoted(body, false);
    return std::string(body);
}

std::vector<std::string_view> partsOfBody(std::string_view body, std::string_view boundary, std::size_t most)
{
    std::vector<std::string_view> parts;
    if (boundary.empty() || boundary.size() > 200)
        return parts;
    const std::string mark = "--" + std::string(boundary);
    std::size_t start = std::string_view::npos;
    for (auto at = body.find(mark); at != std::string_view::npos; at = body.find(mark, at + mark.size())) {
        if (at > 0 && body[at - 1] != '\n')
            continue;
        const auto rest = body.substr(at + mark.size());
        const bool last = rest.starts_with("--");
        const auto lineEnd = rest.find('\n');
        if (!last && !trimmed(rest.substr(0, lineEnd)).empty())
            continue; // a longer boundary of an inner part
        if (start != std::string_view::npos) {
            auto part = body.substr(start, at - start);
            if (part.ends_with('\n'))
                part.remove_suffix(part.ends_with("\r\n") ? 2 : 1);
            parts.push_back(part);
        }
        start = std::string_view::npos;
        if (last || lineEnd == std::string_view::npos || parts.size() >= most)
            break;
        start = at + mark.size() + lineEnd + 1;
    }
    if (start != std::string_view::npos && start <= body.size()) // without an end: cut off on its way
        parts.push_back(body.substr(start));
    return parts;
}

} // namespace hs::documents
