#include "engine/workflow/document.h"

#include <algorithm>
#include <set>

#include "engine/vocabulary/json_text.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/values.h"

namespace hs::workflow {

namespace {

/// Deeper nesting cannot come from 32 levels of states and sane rules; it would only cost stack.
constexpr std::size_t MaxNesting = 512;

/// What the parser has to say, without its own prefix and positions.
std::string reason(std::string_view what)
{
    for (const std::string_view mark : {" - ", "]: ", "] "}) {
        if (const auto at = what.find(mark); at != std::string_view::npos)
            return std::string(what.substr(at + mark.size()));
    }
    return std::string(what);
}

} // namespace

/// Walks over a text that is known to be JSON and notes where things stand.
class PlaceScanner {
public:
    explicit PlaceScanner(Document &document) : m_document(document), m_text(document.m_text) {}

    /// False when the text is nested too deep; then offset() is the place.
    bool scan()
    {
        if (m_text.starts_with("\xEF\xBB\xBF"))
            m_at = 3;
        space();
        return value("", m_at, 0);
    }
    [[nodiscard]] std::size_t offset() const { return m_at; }

private:
    void space()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || (m_text[m_at] >= '\t' && m_text[m_at] <= '\r')))
            ++m_at;
    }

    /// The text of a string token, quotes included.
    std::string_view stringToken()
    {
        const std::size_t from = m_at++;
        while (m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        ++m_at;
        return m_text.substr(from, m_at - from);
    }

    bool value(const std::string &pointer, std::size_t keyOffset, std::size_t depth)
    {
        auto &span = m_document.m_places[pointer];
        span = {keyOffset, m_at, m_at};
        const bool sane = depth <= MaxNesting && content(pointer, depth);
        span.end = m_at;
        return sane;
    }

    bool content(const std::string &pointer, std::size_t depth)
    {
        switch (m_text[m_at]) {
        case '{':
            return object(pointer, depth);
        case '[':
            return array(pointer, depth);
        case '"':
            stringToken();
            return true;
        default:
            m_at = std::min(m_text.find_first_of(",]} \t\r\n", m_at), m_text.size());
            return true;
        }
    }

    bool object(const std::string &pointer, std::size_t depth)
    {
        std::set<std::string, std::less<>> seen;
        ++m_at;
        space();
        while (m_text[m_at] != '}') {
            const std::size_t keyOffset = m_at;
            const auto token = stringToken();
            const std::string key = token.find('\\') == std::string_view::npos
                                        ? std::string(token.substr(1, token.size() - 2))
                                        : OrderedJson::parse(token).get<std::string>();
            const std::string inner = pointer / key;
            if (!seen.insert(key).second) {
                const auto at = m_document.positionOf(keyOffset);
                m_document.m_findings.push_back({"E003", Severity::Error, inner, at.line, at.column,
                                                 "key \"" + key + "\" appears twice"});
            }
            space();
            ++m_at; // the colon
            space();
            if (!value(inner, keyOffset, depth + 1))
                return false;
            separator();
        }
        ++m_at;
        return true;
    }

    bool array(const std::string &pointer, std::size_t depth)
    {
        ++m_at;
        space();
        for (std::size_t index = 0; m_text[m_at] != ']'; ++index) {
            if (!value(pointer / index, m_at, depth + 1))
                return false;
            separator();
        }
        ++m_at;
        return true;
    }

    void separator()
    {
        space();
        if (m_text[m_at] == ',') {
            ++m_at;
            space();
        }
    }

    Document &m_document;
    std::string_view m_text;
    std::size_t m_at = 0;
};

Document::Document(std::string_view text) : m_text(text), m_lines({0})
{
    if (text.size() > MaxDefinitionBytes) {
        m_findings.push_back({"E004", Severity::Error, "", 1, 1,
                              "definition has " + std::to_string(text.size()) + " bytes, the limit is "
                                  + std::to_string(MaxDefinitionBytes)});
        return;
    }
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        m_lines.push_back(at + 1);
    const auto notJson = [&](std::size_t offset, const std::string &why) {
        const auto at = positionOf(offset);
        m_findings.push_back({"E001", Severity::Error, "", at.line, at.column,
                              "line " + std::to_string(at.line) + ", column " + std::to_string(at.column)
                                  + ": not JSON: " + why});
    };
    try {
        m_json = OrderedJson::parse(text);
    } catch (const OrderedJson::parse_error &error) {
        // The parser counts bytes from 1 and points behind the offending one.
        notJson(error.byte > 0 ? error.byte - 1 : 0, reason(error.what()));
        return;
    } catch (const OrderedJson::exception &error) {
        notJson(0, reason(error.what()));
        return;
    }
    PlaceScanner scanner(*this);
    if (!scanner.scan()) {
        notJson(scanner.offset(), "nested deeper than " + std::to_string(MaxNesting) + " levels");
        return;
    }
    m_usable = true;
}

TextPosition Document::positionOf(std::size_t offset) const
{
    const auto next = std::upper_bound(m_lines.begin(), m_lines.end(), offset);
    const auto line = std::size_t(next - m_lines.begin());
    return {line, offset - m_lines[line - 1] + 1};
}

TextPosition Document::place(std::string pointer, Of what) const
{
    while (true) {
        if (const auto found = m_places.find(pointer); found != m_places.end())
            return positionOf(what == Of::Key ? found->second.key : found->second.value);
        const auto slash = pointer.rfind('/');
        if (slash == std::string::npos)
            return {};
        pointer.resize(slash);
        what = Of::Value;
    }
}

const Document::Span *Document::span(std::string_view pointer) const
{
    const auto found = m_places.find(pointer);
    return found == m_places.end() ? nullptr : &found->second;
}

std::string operator/(const std::string &pointer, std::string_view token)
{
    std::string out = pointer + '/';
    for (const char c : token) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

std::string operator/(const std::string &pointer, std::size_t index)
{
    return pointer + '/' + std::to_string(index);
}

namespace {

/// Whether `first` comes before `second` by the code units of UTF-16, as RFC 8785 orders keys.
bool comesBefore(const std::string &first, const std::string &second)
{
    // Up to U+D7FF the bytes of UTF-8 are in the same order; a lead byte from 0xED on may be another matter.
    const auto simple = [](const std::string &text) { return std::all_of(text.begin(), text.end(), [](char c) { return std::uint8_t(c) < 0xED; }); };
    return simple(first) && simple(second) ? first < second : values::toUtf16(first) < values::toUtf16(second);
}

void writeCanonical(const OrderedJson &value, std::string &out)
{
    if (value.is_object()) {
        std::vector<const OrderedJson::object_t::value_type *> members;
        for (const auto &member : value.get_ref<const OrderedJson::object_t &>())
            members.push_back(&member);
        std::sort(members.begin(), members.end(), [](const auto *a, const auto *b) { return comesBefore(a->first, b->first); });
        out += '{';
        for (const auto *member : members) {
            appendKey(out, member->first);
            writeCanonical(member->second, out);
        }
        out += '}';
    } else if (value.is_array()) {
        out += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            out += i == 0 ? "" : ",";
            writeCanonical(value[i], out);
        }
        out += ']';
    } else if (value.is_number()) {
        constexpr double Whole = 9007199254740992.0; // up to here a whole number is printed as it stands
        const auto number = value.get<double>();
        out += value.is_number_integer() && number < Whole && number > -Whole ? std::to_string(value.get<std::int64_t>()) : values::numberText(number);
    } else {
        appendJson(out, value);
    }
}

} // namespace

std::string canonicalJson(const OrderedJson &value)
{
    std::string out;
    writeCanonical(value, out);
    return out;
}

void appendCanonical(std::string &out, const OrderedJson &value)
{
    writeCanonical(value, out);
}

} // namespace hs::workflow
