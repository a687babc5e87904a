#include "engine/knowledge/web_robots.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/vocabulary/trimmed.h"

namespace hs::knowledge {

namespace {

constexpr std::size_t LongestRobotsPattern = 2'000;

char robotsLower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

bool sameRobotsWord(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return robotsLower(x) == robotsLower(y); });
}

int robotsHexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = robotsLower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool isUnreservedOctet(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

/// The same octets written the same way (§2.2.2): what needs no encoding has none, all else has it in upper case.
std::string normalisedPath(std::string_view path)
{
    static constexpr std::string_view Digits = "0123456789ABCDEF";
    std::string out;
    const auto encode = [&out](char c) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += Digits[byte >> 4U];
        out += Digits[byte & 15U];
    };
    for (std::size_t i = 0; i < path.size(); ++i) {
        const char c = path[i];
        if (c == '%' && i + 2 < path.size() && robotsHexDigit(path[i + 1]) >= 0 && robotsHexDigit(path[i + 2]) >= 0) {
            const char octet = char(robotsHexDigit(path[i + 1]) * 16 + robotsHexDigit(path[i + 2]));
            if (isUnreservedOctet(octet))
                out += octet;
            else
                encode(octet);
            i += 2;
        } else if (static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) <= ' ') {
            encode(c);
        } else {
            out += c;
        }
    }
    return out;
}

/// Whether a pattern fits the beginning of a path; "*" is any run, "$" at its end the path's end. Never more than
/// pattern times path steps, whatever a hostile one holds.
bool ruleFits(std::string_view pattern, std::string_view path)
{
    const bool whole = pattern.ends_with('$');
    if (whole)
        pattern.remove_suffix(1);
    std::size_t p = 0, t = 0, star = std::string_view::npos, from = 0;
    for (;;) {
        if (p == pattern.size() && (!whole || t == path.size()))
            return true;
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.size() && t < path.size() && pattern[p] == path[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos && from < path.size()) { // the last "*" takes one more
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
}

/// The product's name at the start of a User-agent line: "Reader/1.0 (…)" is "Reader".
std::string_view productOf(std::string_view value)
{
    if (value.starts_with('*'))
        return value.substr(0, 1);
    const auto end = std::find_if(value.begin(), value.end(), [](char c) {
        const char low = robotsLower(c);
        return !((low >= 'a' && low <= 'z') || c == '-' || c == '_');
    });
    return value.substr(0, std::size_t(end - value.begin()));
}

} // namespace

WebRobots WebRobots::nothing()
{
    WebRobots robots;
    robots.m_nothing = true;
    return robots;
}

WebRobots WebRobots::parse(std::string_view text, std::string_view name)
{
    text = text.substr(0, MaxBytes);
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    WebRobots ours, everybodys;
    bool named = false;            // a group of our name was there, maybe an empty one
    bool forUs = false, forAll = false;
    bool naming = false;           // the last line that counts named a reader: the next name joins its group
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of("\r\n"), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(text.size(), end + 1));
        line = line.substr(0, line.find('#'));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        const auto key = trimmed(line.substr(0, colon));
        const auto value = trimmed(line.substr(colon + 1));
        if (sameRobotsWord(key, "user-agent")) {
            if (!naming)
                forUs = forAll = false;
            naming = true;
            const auto product = productOf(value);
            forAll = forAll || product == "*";
            if (sameRobotsWord(product, name))
                forUs = named = true;
            continue;
        }
        const bool allow = sameRobotsWord(key, "allow");
        if (!allow && !sameRobotsWord(key, "disallow") && !sameRobotsWord(key, "crawl-delay"))
            continue; // Sitemap and the like are of no group
        naming = false;
        for (auto *robots : {forUs ? &ours : nullptr, forAll ? &everybodys : nullptr}) {
            if (!robots)
                continue;
            if (allow || sameRobotsWord(key, "disallow")) {
                if (!value.empty() && value.size() <= LongestRobotsPattern && robots->m_rules.size() < MaxRules)
                    robots->m_rules.push_back({normalisedPath(value), allow});
                continue;
            }
            double seconds = 0;
            if (std::from_chars(value.data(), value.data() + value.size(), seconds).ec != std::errc() || !(seconds >= 0))
                continue;
            const auto most = double(MaxDelay.count());
            robots->m_delay = std::chrono::milliseconds(std::llround(std::min(seconds * 1'000, most)));
        }
    }
    return named ? ours : everybodys;
}

bool WebRobots::allows(std::string_view path) const
{
    if (path == "/robots.txt")
        return true;
    if (m_nothing)
        return false;
    const auto plain = normalisedPath(path);
    const Rule *best = nullptr;
    for (const auto &rule : m_rules) {
        const bool longer = !best || rule.pattern.size() > best->pattern.size() || (rule.pattern.size() == best->pattern.size() && rule.allow);
        if (longer && ruleFits(rule.pattern, plain))
            best = &rule;
    }
    return !best || best->allow;
}

} // namespace hs::knowledge
