#include "engine/services/json_skim.h"

#include <string>

#include "engine/vocabulary/utf8.h"

namespace hs::services {

namespace {

constexpr std::size_t LongNumber = 30; // longer ones may overflow; they are the parser's

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Skimmer {
public:
    explicit Skimmer(std::string_view text) : m_at(text.data()), m_end(text.data() + text.size()) {}

    std::optional<Json> document()
    {
        skipBlanks();
        if (!next('{'))
            return std::nullopt;
        Json kept = Json::object();
        if (!object(&kept, 1))
            return std::nullopt;
        skipBlanks();
        return m_at == m_end ? std::optional(std::move(kept)) : std::nullopt;
    }

private:
    // All of them: false at the first thing that is not plain JSON.

    /// What follows the brace. `keep` null: nothing of it is wanted.
    bool object(Json *keep, std::size_t depth)
    {
        skipBlanks();
        if (next('}'))
            return true;
        do {
            skipBlanks();
            Token name;
            if (!next('"') || !string(name))
                return false;
            skipBlanks();
            if (!next(':'))
                return false;
            Json *member = nullptr;
            if (keep != nullptr)
                member = &(*keep)[textOf(name)]; // the last of several wins, as in the parser
            if (!value(member, depth))
                return false;
            skipBlanks();
        } while (next(','));
        return next('}');
    }

    bool list(std::size_t depth)
    {
        skipBlanks();
        if (next(']'))
            return true;
        do {
            if (!value(nullptr, depth))
                return false;
            skipBlanks();
        } while (next(','));
        return next(']');
    }

    bool value(Json *keep, std::size_t depth)
    {
        skipBlanks();
        if (m_at == m_end)
            return false;
        if (keep != nullptr)
            *keep = nullptr;
        Token token;
        switch (*m_at) {
        case '{':
            ++m_at;
            if (keep != nullptr && depth == 1)
                *keep = Json::object();
            else
                keep = nullptr;
            return depth < MaxJsonDepth && object(keep, depth + 1);
        case '[':
            ++m_at;
            return depth < MaxJsonDepth && list(depth + 1);
        case '"':
            ++m_at;
            if (!string(token))
                return false;
            if (keep != nullptr)
                *keep = textOf(token);
            return true;
        case 't':
            return word("true") && (keep == nullptr || (*keep = true, true));
        case 'f':
            return word("false") && (keep == nullptr || (*keep = false, true));
        case 'n':
            return word("null");
        default:
            return number(keep);
        }
    }

    struct Token {
        std::string_view text; ///< without the quotes
        bool escaped = false;
    };

    /// What follows the quote, up to and with the other one.
    bool string(Token &token)
    {
        const char *begin = m_at;
        bool ascii = true;
        for (; m_at != m_end && *m_at != '"'; ++m_at) {
            const auto c = static_cast<unsigned char>(*m_at);
            if (c < 0x20)
                return false;
            if (c >= 0x80)
                ascii = false;
            if (c == '\\') {
                token.escaped = true;
                ++m_at;
                if (!escape())
                    return false;
            }
        }
        if (m_at == m_end)
            return false;
        token.text = {begin, std::size_t(m_at - begin)};
        ++m_at;
        return ascii || isUtf8(token.text);
    }

    /// What follows the backslash, up to its last character.
    bool escape()
    {
        if (m_at == m_end)
            return false;
        if (*m_at != 'u')
            return std::string_view("\"\\/bfnrt").find(*m_at) != std::string_view::npos;
        if (m_end - m_at < 5)
            return false;
        for (int i = 0; i < 4; ++i)
            if (!isHex(*++m_at))
                return false;
        const char high = m_at[-3];
        return !((high == 'd' || high == 'D') && m_at[-2] >= '8'); // a half of a pair: left to the parser
    }

    bool number(Json *keep)
    {
        const char *begin = m_at;
        next('-');
        if (!next('0') && !digits())
            return false;
        if (next('.') && !digits())
            return false;
        if (m_at != m_end && (*m_at == 'e' || *m_at == 'E'))
            return false;
        const std::string_view text(begin, std::size_t(m_at - begin));
        if (text.size() > LongNumber)
            return false;
        if (keep != nullptr)
            *keep = Json::parse(text);
        return true;
    }

    bool digits()
    {
        const char *begin = m_at;
        while (m_at != m_end && isDigit(*m_at))
            ++m_at;
        return m_at != begin;
    }

    bool word(std::string_view expected)
    {
        if (std::string_view(m_at, std::size_t(m_end - m_at)).substr(0, expected.size()) != expected)
            return false;
        m_at += expected.size();
        return true;
    }

    bool next(char expected)
    {
        if (m_at == m_end || *m_at != expected)
            return false;
        ++m_at;
        return true;
    }

    void skipBlanks()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\t' || *m_at == '\r'))
            ++m_at;
    }

    static std::string textOf(const Token &token)
    {
        if (!token.escaped)
            return std::string(token.text);
        return Json::parse("\"" + std::string(token.text) + "\"").get<std::string>();
    }

    const char *m_at;
    const char *m_end;
};

} // namespace

std::optional<Json> skimJson(std::string_view text)
{
    return Skimmer(text).document();
}

} // namespace hs::services
