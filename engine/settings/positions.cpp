#include "engine/settings/positions.h"

#include <vector>

namespace hs::settings {

namespace {

class Walker {
public:
    explicit Walker(std::string_view text) : m_text(text) {}

    Positions walk()
    {
        skipBlanks();
        value("", m_at, 0);
        return std::move(m_found);
    }

private:
    bool value(const std::string &pointer, std::size_t offset, std::size_t depth)
    {
        if (depth > MaxJsonDepth)
            return false;
        if (!m_found.offsets.emplace(pointer, offset).second && !m_found.doubled) {
            m_found.doubled = pointer;
            m_found.doubledOffset = offset;
        }
        switch (peek()) {
        case '{':
            return members(pointer, depth);
        case '[':
            return items(pointer, depth);
        case '"':
            return string().has_value();
        default:
            return scalar();
        }
    }

    bool members(const std::string &pointer, std::size_t depth)
    {
        ++m_at;
        for (skipBlanks(); peek() == '"'; skipBlanks()) {
            const auto offset = m_at;
            const auto key = string();
            skipBlanks();
            if (!key || !take(':'))
                return false;
            skipBlanks();
            if (!value(pointer + '/' + pointerPart(*key), offset, depth + 1))
                return false;
            skipBlanks();
            if (!take(','))
                break;
        }
        return take('}');
    }

    bool items(const std::string &pointer, std::size_t depth)
    {
        ++m_at;
        skipBlanks();
        for (std::size_t i = 0; peek() != ']'; ++i) {
            if (!value(pointer + '/' + std::to_string(i), m_at, depth + 1))
                return false;
            skipBlanks();
            if (!take(','))
                break;
            skipBlanks();
        }
        return take(']');
    }

    std::optional<std::string> string()
    {
        const auto begin = m_at++;
        while (m_at < m_text.size() && m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        if (m_at >= m_text.size())
            return {};
        ++m_at;
        const auto parsed = Json::parse(m_text.substr(begin, m_at - begin), nullptr, /*allow_exceptions=*/false);
        if (!parsed.is_string())
            return {};
        return parsed.get<std::string>();
    }

    bool scalar()
    {
        const auto begin = m_at;
        while (m_at < m_text.size() && std::string_view(",]}/ \t\r\n").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        return m_at > begin;
    }

    void skipBlanks()
    {
        while (m_at < m_text.size()) {
            const auto rest = m_text.substr(m_at);
            if (std::string_view(" \t\r\n").find(rest.front()) != std::string_view::npos)
                ++m_at;
            else if (rest.starts_with("//"))
                m_at += std::min(rest.find('\n'), rest.size());
            else if (rest.starts_with("/*"))
                m_at += rest.find("*/", 2) == std::string_view::npos ? rest.size() : rest.find("*/", 2) + 2;
            else if (rest.starts_with("\xEF\xBB\xBF")) // byte order mark
                m_at += 3;
            else
                return;
        }
    }

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    Positions m_found;
};

} // namespace

std::size_t Positions::line(std::string_view text, std::string_view pointer) const
{
    for (auto part = pointer;; part = part.substr(0, part.rfind('/'))) {
        if (const auto found = offsets.find(part); found != offsets.end())
            return positionAt(text, found->second).line;
        if (part.empty() || part.rfind('/') == std::string_view::npos)
            return 1;
    }
}

Positions findPositions(std::string_view text)
{
    return Walker(text).walk();
}

std::string pointerPart(std::string_view key)
{
    std::string part;
    for (const char c : key)
        part += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return part;
}

} // namespace hs::settings
