#include <algorithm>
#include <array>

#include "engine/ai/injection_phrases.h"
#include "engine/ai/lookalikes.h"
#include "engine/ai/personal/view.h"
#include "engine/ai/untrusted.h"

namespace hs::ai {

namespace {

constexpr std::size_t MostSigns = 100;

constexpr auto MaskKinds = std::to_array<std::string_view>(
    {"person", "email", "phone", "address", "amount", "date", "health", "bank", "card", "word", "quoted"});
constexpr auto IdKinds = std::to_array<std::string_view>({"rec", "thr", "esc", "wf", "evt", "msg", "eff", "op"});
constexpr auto RoleMarks = std::to_array<std::string_view>(
    {"<|", "|>", "[inst]", "[/inst]", "<<sys>>", "[system", "<system", "</system", "<assistant", "<start_of_turn", "### instruction",
     "### system", "\"role\":\"system\"", "\"role\": \"system\"", "\"role\":\"assistant\"", "\"role\": \"assistant\"", "[admin",
     "<developer", "<user>", "</user", "<end_of", "</material"});
constexpr auto ToolMarks = std::to_array<std::string_view>(
    {"tool_calls", "function_call", "<tool_", "tool_use", "<invoke", "tool_result", "<function", "\"tool\":", "functions."});
constexpr auto LineMarks = std::to_array<std::string_view>(
    {"system:", "assistant:", "human:", "developer:", "tool:", "sistema:", "system message:", "### system:", "**system:"});
constexpr auto HidingStyles = std::to_array<std::string_view>(
    {"display:none", "display: none", "visibility:hidden", "visibility: hidden", "font-size:0", "font-size: 0", "font-size:1px",
     "font-size: 1px", "opacity:0", "opacity: 0", "color:#fff", "color: #fff", "color:white", "color: white", "left:-9999",
     "text-indent:-9999", "aria-hidden=\"true\"", " hidden>"});

struct SeenWord {
    std::string text; ///< folded, as it looks
    std::size_t begin = 0, end = 0;
    WordSorts sorts;
};

/// Words as a reader sees them; letters that stand apart ("i g n o r e") are one word.
std::vector<SeenWord> seenWords(std::string_view text)
{
    std::vector<SeenWord> out;
    const auto words = personal::wordsOf(text);
    for (std::size_t i = 0; i < words.size();) {
        auto last = i;
        std::string spelled;
        while (last < words.size() && words[last].folded.size() == 1 && (last == i || words[last].begin - words[last - 1].end == 1))
            spelled += words[last++].folded;
        constexpr std::size_t Fewest = 4;
        if (last - i >= Fewest) {
            out.push_back({latinised(spelled), words[i].begin, words[last - 1].end, {}});
            i = last;
            continue;
        }
        out.push_back({latinised(words[i].folded), words[i].begin, words[i].end, {}});
        ++i;
    }
    for (auto &word : out)
        word.sorts = sortsOf(word.text);
    return out;
}

bool isNameByte(char c)
{
    return personal::isAlnum(c) || c == '_';
}

std::string decodedBase64(std::string_view run)
{
    std::string out;
    unsigned value = 0;
    unsigned bits = 0;
    for (const auto c : run) {
        unsigned six = 0;
        if (c >= 'A' && c <= 'Z')
            six = static_cast<unsigned>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            six = static_cast<unsigned>(c - 'a') + 26;
        else if (personal::isDigit(c))
            six = static_cast<unsigned>(c - '0') + 52;
        else if (c == '+' || c == '-')
            six = 62;
        else if (c == '/' || c == '_')
            six = 63;
        else
            break;
        value = ((value << 6U) | six) & 0xFFFFU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>((value >> bits) & 0xFFU);
        }
    }
    return out;
}

std::string decodedHex(std::string_view run)
{
    std::string out;
    for (std::size_t i = 0; i + 1 < run.size(); i += 2) {
        auto value = 0;
        for (const auto c : run.substr(i, 2)) {
            const auto low = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
            if (!personal::isDigit(low) && (low < 'a' || low > 'f'))
                return {};
            value = value * 16 + (personal::isDigit(low) ? low - '0' : low - 'a' + 10);
        }
        out += static_cast<char>(static_cast<unsigned char>(value));
    }
    return out;
}

/// Words, blanks between them, nothing a machine would have made.
bool isReadable(std::string_view text)
{
    constexpr std::size_t Fewest = 10;
    std::size_t letters = 0;
    std::size_t blanks = 0;
    for (const auto c : text) {
        if (personal::isWordByte(c))
            letters += personal::isAsciiLetter(c) ? 1 : 0;
        else if (c == ' ' || c == '\n')
            ++blanks;
        else if (c < 0x20 || c == 0x7F)
            return false;
    }
    return text.size() >= Fewest && letters * 10 >= text.size() * 7 && (blanks > 0 || letters * 10 >= text.size() * 9);
}

/// Bytes of an escape at the text's begin that stands for an ASCII letter, digit or blank: \u0069, %69, &#105;, \x69; 0: there
/// is none.
std::size_t escapedLetter(std::string_view text)
{
    const auto piece = text.substr(0, 8);
    const auto hex = [&](std::size_t from) { return from + 2 <= piece.size() ? decodedHex(piece.substr(from, 2)) : std::string(); };
    std::string letter;
    std::size_t length = 0;
    if (piece.starts_with("\\u00")) {
        letter = hex(4);
        length = 6;
    } else if (piece.starts_with("\\x")) {
        letter = hex(2);
        length = 4;
    } else if (piece.starts_with('%')) {
        letter = hex(1);
        length = 3;
    } else if (piece.starts_with("&#")) {
        const auto end = piece.find(';');
        if (end == std::string_view::npos || end < 4)
            return 0;
        if (piece[2] == 'x' || piece[2] == 'X') {
            letter = hex(3);
        } else {
            auto value = 0;
            for (const auto c : piece.substr(2, end - 2))
                value = personal::isDigit(c) ? value * 10 + (c - '0') : 1000;
            if (value < 128)
                letter = static_cast<char>(value);
        }
        length = end + 1;
    }
    return letter.size() == 1 && (personal::isAlnum(letter[0]) || letter[0] == ' ') ? length : 0;
}

bool turnsText(char32_t point)
{
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

/// Hyphenation and the choice of an emoji's look: ordinary letters have them.
bool isHarmless(char32_t point)
{
    return point == 0xAD || point == 0xFE0F || point == 0xFE0E;
}

class SignReader {
public:
    explicit SignReader(std::string_view raw) : m_raw(raw), m_view(raw), m_low(m_view.text())
    {
        std::transform(m_low.begin(), m_low.end(), m_low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    }

    std::vector<Sign> read(const std::vector<std::string> &toolNames)
    {
        findPhrases();
        for (const auto &name : toolNames)
            findToolName(name);
        findInnerNames();
        findMarks();
        findInvisible();
        findHiding();
        findEncoded();
        std::sort(m_signs.begin(), m_signs.end(), [](const Sign &a, const Sign &b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
        std::vector<Sign> out;
        for (auto &sign : m_signs) { // one sign of a kind for one place
            const auto same = std::find_if(out.rbegin(), out.rend(), [&](const Sign &other) { return other.kind == sign.kind; });
            if (same != out.rend() && sign.begin < same->end)
                same->end = std::max(same->end, sign.end);
            else if (out.size() < MostSigns)
                out.push_back(std::move(sign));
        }
        return out;
    }

private:
    void add(std::string_view kind, std::size_t begin, std::size_t end)
    {
        if (m_signs.size() < 20 * MostSigns)
            m_signs.push_back({std::string(kind), begin, end});
    }
    /// A place in the view's text.
    void addSeen(std::string_view kind, std::size_t begin, std::size_t end) { add(kind, m_view.raw(begin), m_view.raw(end)); }
    /// All places of `what`, in small letters, in the view's text.
    void addAll(std::string_view kind, std::string_view what)
    {
        for (auto at = m_low.find(what); at != std::string::npos; at = m_low.find(what, at + what.size()))
            addSeen(kind, at, at + what.size());
    }

    void findPhrases()
    {
        const auto words = seenWords(m_view.text());
        for (std::size_t i = 0; i < words.size(); ++i) {
            for (const auto &phrase : steeringPhrases()) {
                if (!words[i].sorts.test(phrase.sorts.front()))
                    continue;
                auto at = i;
                std::size_t sort = 1;
                while (sort < phrase.sorts.size()) {
                    auto next = at + 1;
                    const auto limit = std::min(words.size(), at + 2 + phrase.gap);
                    while (next < limit && !words[next].sorts.test(phrase.sorts[sort]))
                        ++next;
                    if (next >= limit)
                        break;
                    at = next;
                    ++sort;
                }
                if (sort == phrase.sorts.size())
                    addSeen(phrase.kind, words[i].begin, words[at].end);
            }
            // A sentence of single letters is one word.
            const auto &word = words[i].text;
            if (word.size() >= 12 && word.find("ignore") != std::string::npos && word.find("instruction") != std::string::npos)
                addSeen("orders", words[i].begin, words[i].end);
        }
    }

    void findToolName(const std::string &name)
    {
        if (name.size() < 4)
            return;
        for (auto at = m_low.find(name); at != std::string::npos; at = m_low.find(name, at + name.size())) {
            const auto end = at + name.size();
            if ((at == 0 || !isNameByte(m_low[at - 1])) && (end >= m_low.size() || !isNameByte(m_low[end])))
                addSeen("tools", at, end);
        }
    }

    /// Ids of the console and masks of ours: no stranger knows the ones, and none has a reason to write the others.
    void findInnerNames()
    {
        const std::string_view text = m_view.text();
        constexpr std::size_t LongestOrder = 10;
        constexpr std::size_t LongestId = 64;
        for (auto bar = text.find('_'); bar != std::string_view::npos; bar = text.find('_', bar + 1)) {
            auto begin = bar;
            while (begin > 0 && bar - begin < LongestOrder && personal::isAsciiLetter(text[begin - 1]))
                --begin;
            auto end = bar + 1;
            while (end < text.size() && end - bar < LongestId && isNameByte(text[end]))
                ++end;
            const auto before = begin > 0 ? text[begin - 1] : ' ';
            const auto kind = text.substr(begin, bar - begin);
            const auto rest = text.substr(bar + 1, end - bar - 1);
            const auto closed = end < text.size() && text[end] == ']';
            const auto number = !rest.empty() && rest.find_first_not_of("0123456789_") == std::string_view::npos;
            if (before == '[' && closed && number && personal::isListed(MaskKinds, personal::folded(kind)))
                addSeen("secrets", begin - 1, end + 1);
            else if (personal::isListed(IdKinds, kind) && rest.size() > 2 && !personal::isWordByte(before) && before != '"' && before != '_')
                addSeen("tools", begin, end);
        }
    }

    /// Marks of roles and calls in the formats of the providers, and pictures that carry words away in their address.
    void findMarks()
    {
        for (const auto mark : RoleMarks)
            addAll("role", mark);
        for (const auto mark : ToolMarks)
            addAll("tools", mark);
        const std::string_view text = m_low;
        for (std::size_t line = 0; line < text.size();) {
            for (const auto mark : LineMarks) {
                if (text.substr(line).starts_with(mark))
                    addSeen("role", line, line + mark.size());
            }
            const auto end = text.find('\n', line);
            line = end == std::string_view::npos ? text.size() : end + 1;
        }
        for (auto at = text.find("]("); at != std::string_view::npos; at = text.find("](", at + 2)) {
            constexpr std::size_t LongestAddress = 400;
            const auto rest = text.substr(at + 2, LongestAddress);
            const auto address = rest.substr(0, rest.find(')'));
            const auto query = address.find_first_of("?{$");
            if (address.starts_with("http") && query != std::string_view::npos && address.find_first_of("={[", query) != std::string_view::npos)
                addSeen("secrets", at, at + 2 + query);
        }
    }

    /// Invisible characters where a word needs none.
    void findInvisible()
    {
        const auto plain = [](char32_t c) { return c < 0x80 && personal::isAlnum(static_cast<char>(c)); };
        auto before = U' ';
        for (std::size_t i = 0; i < m_raw.size();) {
            const auto begin = i;
            auto point = personal::pointAt(m_raw, i);
            if (!personal::isInvisible(point)) {
                before = point;
                continue;
            }
            auto count = 0;
            auto tags = false;
            auto turned = false;
            auto harmless = true;
            auto end = begin;
            while (personal::isInvisible(point)) {
                ++count;
                tags = tags || point >= 0xE0000;
                turned = turned || turnsText(point);
                harmless = harmless && isHarmless(point);
                end = i;
                if (i >= m_raw.size())
                    break;
                point = personal::pointAt(m_raw, i);
            }
            i = end;
            const auto next = end < m_raw.size() ? point : U' ';
            const auto flag = before == 0x1F3F4 && tags && !turned && count < 10; // of England, Scotland or Wales: made of tags
            if (!flag && (tags || turned || count > 3 || (plain(before) && plain(next) && !harmless)))
                add("hidden", begin, end);
        }
    }

    /// Comments and styles of pages that keep words from a reader.
    void findHiding()
    {
        const std::string_view text = m_low;
        for (auto at = text.find("<!--"); at != std::string_view::npos; at = text.find("<!--", at)) {
            const auto close = text.find("-->", at + 4);
            const auto end = close == std::string_view::npos ? text.size() : close + 3;
            addSeen("hidden", at, end);
            at = end;
        }
        for (const auto style : HidingStyles)
            addAll("hidden", style);
    }

    /// Base64 and hexadecimal runs that hold readable text, and letters written as escapes.
    void findEncoded()
    {
        const auto isCode = [](char c) { return personal::isAlnum(c) || c == '+' || c == '/' || c == '-' || c == '_' || c == '='; };
        for (std::size_t i = 0; i < m_raw.size();) {
            if (!isCode(m_raw[i])) {
                ++i;
                continue;
            }
            const auto begin = i;
            while (i < m_raw.size() && isCode(m_raw[i]))
                ++i;
            constexpr std::size_t Fewest = 20;
            constexpr std::size_t Enough = 4096;
            const auto run = m_raw.substr(begin, std::min(i - begin, Enough));
            if (run.size() >= Fewest && (isReadable(decodedBase64(run)) || isReadable(decodedHex(run))))
                add("encoded", begin, i);
        }
        for (std::size_t i = 0; i < m_raw.size();) {
            constexpr auto Fewest = 6;
            const auto begin = i;
            auto count = 0;
            while (i < m_raw.size()) {
                const auto length = escapedLetter(m_raw.substr(i));
                if (length == 0)
                    break;
                i += length;
                ++count;
            }
            if (count >= Fewest)
                add("encoded", begin, i);
            i = std::max(i, begin + 1);
        }
    }

    std::string_view m_raw;
    personal::View m_view;
    std::string m_low; ///< the view's text in small letters (ASCII's: the same places)
    std::vector<Sign> m_signs;
};

} // namespace

std::vector<Sign> signsOfInjection(std::string_view text, const std::vector<std::string> &toolNames)
{
    return SignReader(text).read(toolNames);
}

} // namespace hs::ai
