#include <algorithm>
#include <array>

#include "engine/ai/masking.h"
#include "engine/ai/personal/find.h"

namespace hs::ai {

namespace personal {

namespace {

constexpr std::string_view Removed = "[secret removed]";

constexpr std::size_t MostTelling = 512; ///< characters that decide what a run of them is

bool isTokenByte(char c)
{
    return isAlnum(c) || c == '_' || c == '-';
}

/// Whether characters look chosen by a machine: digits among them, both cases, or a long run without a break.
bool looksRandom(std::string_view token)
{
    auto digit = false;
    auto upper = false;
    auto lower = false;
    auto parted = false;
    for (const auto c : token) {
        digit = digit || isDigit(c);
        upper = upper || (c >= 'A' && c <= 'Z');
        lower = lower || (c >= 'a' && c <= 'z');
        parted = parted || !isAlnum(c);
    }
    return digit || (upper && lower && token.size() >= 12) || (!parted && token.size() >= 20);
}

struct Prefix {
    std::string_view text;
    std::size_t fewest; ///< characters behind it
};
/// How the keys of services begin, as their documentation says.
constexpr auto Prefixes = std::to_array<Prefix>({
    {"sk-", 16}, {"sk_live_", 10}, {"sk_test_", 10}, {"rk_live_", 10}, {"rk_test_", 10}, {"hf_", 16}, {"api_org_", 16}, {"ghp_", 16},
    {"gho_", 16}, {"ghu_", 16}, {"ghs_", 16}, {"ghr_", 16}, {"github_pat_", 16}, {"glpat-", 16}, {"xoxb-", 10}, {"xoxp-", 10},
    {"xoxa-", 10}, {"xoxr-", 10}, {"xoxs-", 10}, {"xoxe-", 10}, {"xapp-", 10}, {"AKIA", 16}, {"ASIA", 16}, {"AIza", 30}, {"ya29.", 16},
    {"whsec_", 16}, {"secret_", 16}, {"ntn_", 16}, {"shpat_", 16}, {"shpss_", 16}, {"shpca_", 16}, {"SG.", 20}, {"npm_", 20},
    {"dop_v1_", 20}, {"pat-", 20}, {"key-", 24}, {"sq0", 20}, {"EAAA", 30}, {"lin_api_", 16}, {"gsk_", 16}, {"r8_", 20}, {"rt_", 24},
    {"pypi-", 16}, {"AGE-SECRET-KEY-", 16},
});

/// Where a key that begins at `at` ends; 0: there is none.
std::size_t keyEnd(std::string_view text, std::size_t at)
{
    for (const auto &prefix : Prefixes) {
        if (!text.substr(at).starts_with(prefix.text))
            continue;
        const auto begin = at + prefix.text.size();
        const auto dots = prefix.text.back() == '.';
        const auto goesOn = [&](std::size_t i) { return i < text.size() && (isTokenByte(text[i]) || (dots && text[i] == '.')); };
        auto end = begin;
        while (end - begin < MostTelling && goesOn(end))
            ++end;
        const auto tail = text.substr(begin, end - begin);
        if (tail.size() < prefix.fewest || !looksRandom(tail))
            continue;
        while (goesOn(end))
            ++end;
        return end;
    }
    return 0;
}

/// JSON Web Token: three parts, the first two begin with an object's brace in base64url.
std::size_t jwtEnd(std::string_view text, std::size_t at)
{
    if (!text.substr(at).starts_with("eyJ"))
        return 0;
    constexpr std::size_t LongestHead = 4 * MostTelling; // its first dot stands before
    const auto dot = text.substr(at, LongestHead).find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    if (dot == std::string_view::npos || text[at + dot] != '.')
        return 0;
    auto end = at + dot;
    auto dots = 0;
    while (end < text.size() && (isTokenByte(text[end]) || (text[end] == '.' && dots < 2))) {
        dots += text[end] == '.' ? 1 : 0;
        ++end;
    }
    return end - at >= 30 ? end : 0;
}

/// "-----BEGIN … PRIVATE KEY-----" to its end, or to the text's.
Range privateKey(std::string_view text, std::size_t at)
{
    constexpr std::string_view Begin = "-----BEGIN ";
    constexpr std::size_t LongestLabel = 60;
    if (!text.substr(at).starts_with(Begin))
        return {};
    const auto label = text.substr(at + Begin.size(), LongestLabel);
    const auto dashes = label.find("-----");
    if (dashes == std::string_view::npos || label.substr(0, dashes).find("PRIVATE KEY") == std::string_view::npos)
        return {};
    const auto body = at + Begin.size() + dashes + 5;
    const auto foot = text.find("-----END ", body);
    if (foot == std::string_view::npos)
        return {at, text.size()};
    const auto close = text.find("-----", foot + 9);
    return {at, close == std::string_view::npos ? text.size() : close + 5};
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// The token behind "Bearer " or "Basic ".
Range bearer(std::string_view text, std::size_t at)
{
    std::size_t word = 0;
    const auto begins = folded(text.substr(at, 6));
    if (begins == "bearer")
        word = 6;
    else if (begins.starts_with("basic"))
        word = 5;
    if (word == 0 || at + word >= text.size() || !isBlank(text[at + word]))
        return {};
    auto begin = at + word;
    while (begin < text.size() && isBlank(text[begin]))
        ++begin;
    auto end = begin;
    while (end < text.size()
           && (isTokenByte(text[end]) || text[end] == '.' || text[end] == '~' || text[end] == '+' || text[end] == '/' || text[end] == '='))
        ++end;
    const auto token = text.substr(begin, end - begin);
    return token.size() >= 12 && looksRandom(token) ? Range{begin, end} : Range{};
}

/// "user:password" of an address; `at` is its "://".
Range userOfUrl(std::string_view text, std::size_t at)
{
    constexpr std::size_t LongestUser = 512;
    const auto begin = at + 3;
    auto sign = std::string_view::npos;
    auto colon = false;
    auto port = true; // nothing but digits behind the colon
    for (auto i = begin; i < text.size() && i - begin < LongestUser; ++i) {
        const auto c = text[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '"' || c == '<' || c == '>' || c == '\\' || c == '?' || (c == '/' && (!colon || port)))
            break;
        port = port && (!colon || isDigit(c));
        colon = colon || c == ':';
        if (c == '@' && colon)
            sign = i;
        if (c == '/' && sign != std::string_view::npos)
            break;
    }
    return sign == std::string_view::npos ? Range{} : Range{begin, sign};
}

/// Words that a secret stands behind; the ones of the first list take any value, those of the second one that looks chosen by
/// a machine or stands in quotation marks. Folded, blanks and marks taken out.
constexpr auto PasswordWords = std::to_array<std::string_view>({
    "password", "passwd", "pwd", "passphrase", "passcode", "passwort", "kennwort", "losungswort", "zugangscode", "motdepasse", "mdp",
    "codesecret", "contrasena", "clavedeacceso", "clavesecreta", "apikey", "apisecret", "clientsecret", "secretkey", "privatekey",
    "accesskey", "accesstoken", "refreshtoken", "authtoken", "apitoken", "apischlussel", "zugangsschlussel", "cleapi", "cledapi",
    "clesecrete", "claveapi", "webhooksecret",
});
constexpr auto SecretWords = std::to_array<std::string_view>({
    "secret", "token", "geheimnis", "schlussel", "jeton", "clave", "credential", "credentials", "zugangsdaten", "signature", "pass",
    "pin",
});

enum class Named { Nothing, Secret, Password };

/// What the words before a ":" or "=" name.
Named namedBefore(std::string_view text, std::size_t at)
{
    constexpr std::size_t Back = 48;
    auto from = at > Back ? at - Back : 0;
    while (from < at && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80)
        ++from;
    auto before = text.substr(from, at - from);
    if (const auto other = before.find_last_of("\n,;{}()?!&|<>"); other != std::string_view::npos)
        before.remove_prefix(other + 1);
    // The last word may be one of a variable: WEBHOOK_SECRET_TYPEFORM; the last few may be one name: mot de passe.
    std::string joined;
    std::string last;
    const auto words = wordsOf(before);
    for (const auto &word : words)
        joined += word.folded;
    auto token = before.size();
    while (token > 0
           && (isTokenByte(before[token - 1]) || before[token - 1] == '"' || before[token - 1] == '\'' || before[token - 1] == '\\'
               || isBlank(before[token - 1]))) {
        if (isBlank(before[token - 1]) && !last.empty())
            break;
        if (isTokenByte(before[token - 1]))
            last.insert(last.begin(), before[token - 1]);
        --token;
    }
    last = folded(last);
    std::erase_if(last, [](char c) { return c == '_' || c == '-'; });
    for (const auto word : PasswordWords) {
        if (joined.ends_with(word) || last.find(word) != std::string::npos)
            return Named::Password;
    }
    for (const auto word : SecretWords) {
        if (joined.ends_with(word) || (word.size() > 4 && last.find(word) != std::string::npos))
            return Named::Secret;
    }
    return Named::Nothing;
}

/// The value behind a ":" or "=" at `at`.
Range pairValue(std::string_view text, std::size_t at)
{
    const auto named = namedBefore(text, at);
    if (named == Named::Nothing)
        return {};
    auto begin = at + 1;
    while (begin < text.size() && (isBlank(text[begin]) || text[begin] == '\\' || text[begin] == '=' || text[begin] == '>'))
        ++begin;
    auto quote = '\0';
    if (begin < text.size() && (text[begin] == '"' || text[begin] == '\'' || text[begin] == '`'))
        quote = text[begin++];
    constexpr std::size_t LongestValue = 4096;
    auto end = begin;
    while (end < text.size() && end - begin < LongestValue) {
        const auto c = text[end];
        if (c == '\n' || c == '\r' || c == '\\'
            || (quote != '\0' ? c == quote : (isBlank(c) || c == '"' || c == ',' || c == ';' || c == '&' || c == '<' || c == '}' || c == ')')))
            break;
        ++end;
    }
    const auto value = text.substr(begin, end - begin);
    if (value.size() < 3 || value == "null" || value == "true" || value == "false" || value.starts_with(Removed.substr(0, 7)))
        return {};
    if (named == Named::Secret && quote == '\0' && (value.size() < 4 || !looksRandom(value)))
        return {};
    return {begin, end};
}

/// "my password is hunter2": the word behind, when it is none of everyday's.
Range spokenValue(std::string_view text, const std::vector<Word> &words, std::size_t i)
{
    constexpr auto Copulas = std::to_array<std::string_view>({"is", "ist", "lautet", "est", "es", "was", "war"});
    if (i + 1 >= words.size() || !isListed(Copulas, words[i].folded))
        return {};
    if (namedBefore(text, words[i].begin) == Named::Nothing)
        return {};
    auto begin = words[i].end;
    while (begin < text.size() && (isBlank(text[begin]) || text[begin] == '"' || text[begin] == '\'' || text[begin] == ':'))
        ++begin;
    auto end = begin;
    while (end < text.size() && !isBlank(text[end]) && text[end] != '\n' && text[end] != '"' && text[end] != ',')
        ++end;
    while (end > begin && (text[end - 1] == '.' || text[end - 1] == '\'' || text[end - 1] == '!' || text[end - 1] == '?' || text[end - 1] == ')'))
        --end;
    const auto value = text.substr(begin, end - begin);
    const auto digit = std::any_of(value.begin(), value.end(), isDigit);
    return value.size() >= 4 && digit ? Range{begin, end} : Range{};
}

/// Whether a word may begin at `at`; "\n" in a text of JSON ends the one before.
bool beginsWord(std::string_view text, std::size_t at)
{
    if (at == 0 || !isWordByte(text[at - 1]))
        return true;
    return at > 1 && text[at - 2] == '\\' && (text[at - 1] == 'n' || text[at - 1] == 't' || text[at - 1] == 'r');
}

} // namespace

} // namespace personal

std::string withoutSecrets(std::string_view text)
{
    using personal::Range;
    std::vector<Range> spots;
    const auto add = [&](Range spot) {
        if (spot.end > spot.begin)
            spots.push_back(spot);
        return spot.end;
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto c = text[i];
        auto end = i;
        if (c == '-') {
            end = std::max(end, add(personal::privateKey(text, i)));
        } else if (c == ':' && text.substr(i).starts_with("://")) {
            end = std::max(end, add(personal::userOfUrl(text, i)));
        } else if (c == ':' || c == '=') {
            end = std::max(end, add(personal::pairValue(text, i)));
        } else if (personal::isAsciiLetter(c) && personal::beginsWord(text, i)) {
            if (const auto key = personal::keyEnd(text, i); key > 0)
                end = add({i, key});
            else if (const auto token = personal::jwtEnd(text, i); token > 0)
                end = add({i, token});
            else
                end = std::max(end, add(personal::bearer(text, i)));
        }
        i = end > i ? end : i + 1;
    }
    const auto words = personal::wordsOf(text);
    for (std::size_t i = 0; i < words.size(); ++i)
        add(personal::spokenValue(text, words, i));

    std::sort(spots.begin(), spots.end(), [](Range a, Range b) { return a.begin < b.begin; });
    std::string out;
    std::size_t at = 0;
    for (std::size_t i = 0; i < spots.size();) {
        auto whole = spots[i];
        for (++i; i < spots.size() && spots[i].begin < whole.end; ++i)
            whole.end = std::max(whole.end, spots[i].end);
        out += text.substr(at, whole.begin - at);
        out += personal::Removed;
        at = whole.end;
    }
    out += text.substr(at);
    return out;
}

} // namespace hs::ai
