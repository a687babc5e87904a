#include "engine/ai/masking.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/ai/personal/find.h"

namespace hs::ai {

namespace {

constexpr std::size_t LongestMask = 64;
constexpr std::size_t LongestKind = 20;

/// Kinds that masks have without anybody saying so.
constexpr auto HouseKinds = std::to_array<std::string_view>(
    {"PERSON", "EMAIL", "PHONE", "ADDRESS", "AMOUNT", "DATE", "HEALTH", "BANK", "CARD", "WORD", "QUOTED"});

/// A kind as it stands in a mask: capital letters.
std::string maskKind(std::string_view kind)
{
    std::string out;
    for (const auto c : kind) {
        if (personal::isAsciiLetter(c) && out.size() < LongestKind)
            out += c >= 'a' ? static_cast<char>(c - 32) : c;
    }
    return out.empty() ? "WORD" : out;
}

bool mayLeave(const PrivacyPolicy &policy, std::string_view kind)
{
    struct Permission {
        std::string_view kind;
        bool PrivacyPolicy::*allowed;
    };
    static constexpr auto Permissions = std::to_array<Permission>({
        {"PERSON", &PrivacyPolicy::names}, {"EMAIL", &PrivacyPolicy::emails}, {"PHONE", &PrivacyPolicy::phones},
        {"ADDRESS", &PrivacyPolicy::addresses}, {"AMOUNT", &PrivacyPolicy::amounts}, {"DATE", &PrivacyPolicy::dates},
        {"HEALTH", &PrivacyPolicy::health},
    });
    const auto *entry = std::find_if(Permissions.begin(), Permissions.end(), [&](const Permission &p) { return p.kind == kind; });
    return entry != Permissions.end() && policy.*(entry->allowed);
}

/// Where something shaped like a mask that begins at `at` ("[") ends; 0: there is none. In any case, for a model may change it.
std::size_t maskEnd(std::string_view text, std::size_t at)
{
    const auto limit = std::min(text.size(), at + LongestMask);
    for (auto i = at + 1; i < limit; ++i) {
        if (text[i] == ']')
            return i > at + 1 ? i + 1 : 0;
        if (!personal::isAlnum(text[i]) && text[i] != '_')
            return 0;
    }
    return 0;
}

/// The kind in "[KIND_1]" or "[KIND_1_2]"; empty: it is none.
std::string kindInMask(std::string_view mask)
{
    const auto inside = mask.substr(1, mask.size() - 2);
    const auto bar = inside.find('_');
    if (bar == std::string_view::npos || bar == 0 || bar + 1 == inside.size())
        return {};
    const auto digits = inside.substr(bar + 1);
    const auto numbers = std::all_of(digits.begin(), digits.end(), [](char c) { return personal::isDigit(c) || c == '_'; });
    const auto letters = std::all_of(inside.begin(), inside.begin() + static_cast<std::ptrdiff_t>(bar), personal::isAsciiLetter);
    return numbers && letters ? maskKind(inside.substr(0, bar)) : std::string();
}

/// A value inside a text of JSON.
std::string jsonInside(const std::string &value)
{
    const auto quoted = dump(Json(value));
    return quoted.substr(1, quoted.size() - 2);
}

bool namesPhone(std::string_view member)
{
    const auto name = personal::folded(member);
    for (const auto *word : {"phone", "tel", "mobil", "handy", "fax", "whatsapp", "movil", "celular"}) {
        if (name.find(word) != std::string::npos)
            return true;
    }
    return false;
}

/// A place in the text as it was written.
struct Spot {
    std::size_t begin = 0, end = 0;
    std::string kind, identity;
};

/// By place, the longest first where they begin together.
bool standsBefore(const Spot &a, const Spot &b)
{
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
}

} // namespace

struct Masker::Finders {
    personal::Names names;
    personal::KnownPhones phones;
    std::set<std::string, std::less<>> kinds;
};

Masker::Masker(PrivacyPolicy policy, std::vector<Known> known) : m_policy(std::move(policy))
{
    auto finders = std::make_shared<Finders>();
    finders->kinds.insert(HouseKinds.begin(), HouseKinds.end());
    for (const auto &word : m_policy.words)
        finders->names.add("WORD", word, true);
    for (const auto &value : known) {
        const auto kind = maskKind(value.kind);
        finders->kinds.insert(kind);
        if (mayLeave(m_policy, kind))
            continue;
        if (kind == "PHONE")
            finders->phones.add(value.value);
        else if (kind != "EMAIL" || value.value.find('@') == std::string::npos) // addresses of mail are found anyway
            finders->names.add(kind, value.value);
    }
    m_finders = std::move(finders);
}

std::string Masker::maskFor(const std::string &kind, const std::string &identity, const std::string &value, bool number)
{
    const auto key = kind + (number ? "#" : "") + '\n' + value;
    if (const auto found = m_masks.find(key); found != m_masks.end())
        return found->second;
    auto &same = m_identities[kind + '\n' + identity];
    if (same.number == 0)
        same.number = ++m_counts[kind];
    auto mask = '[' + kind + '_' + std::to_string(same.number);
    if (++same.spellings > 1)
        mask += '_' + std::to_string(same.spellings);
    mask += ']';
    m_masks.emplace(key, mask);
    m_values.emplace(mask, value);
    m_kinds.emplace(mask, kind);
    if (number)
        m_numbers.insert(mask);
    return mask;
}

std::string Masker::maskedText(std::string_view text, bool phoneField)
{
    std::vector<Spot> spots;
    for (auto at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
        const auto end = maskEnd(text, at);
        if (end > 0 && m_finders->kinds.contains(kindInMask(text.substr(at, end - at))))
            spots.push_back({at, end, "QUOTED", std::string(text.substr(at, end - at))});
    }

    const personal::View view(text);
    const std::string_view seen = view.text();
    const auto words = personal::wordsOf(seen);
    const auto take = [&](const personal::View &from, const std::vector<personal::Finding> &findings) {
        for (const auto &f : findings) {
            auto identity = f.identity;
            if (identity.empty()) {
                for (const auto &word : personal::wordsOf(std::string_view(from.text()).substr(f.begin, f.end - f.begin)))
                    identity += word.folded + ' ';
            }
            spots.push_back({from.raw(f.begin), from.raw(f.end), f.kind, std::move(identity)});
        }
    };

    // All of them are looked for, whatever may leave: what is a date is no phone number.
    const auto emails = personal::findEmails(seen);
    auto others = personal::findBank(seen);
    take(view, others);
    const auto add = [&](std::vector<personal::Finding> findings, bool leaves) {
        if (!leaves)
            take(view, findings);
        others.insert(others.end(), std::make_move_iterator(findings.begin()), std::make_move_iterator(findings.end()));
    };
    add(emails, m_policy.emails);
    add(personal::findAmounts(seen), m_policy.amounts);
    add(personal::findDates(seen, words), m_policy.dates);
    add(personal::findAddresses(seen, words), m_policy.addresses);
    if (!m_policy.phones)
        take(view, personal::findPhones(seen, personal::rangesOf(others), m_finders->phones, phoneField));
    if (!m_policy.health)
        take(view, personal::findHealth(words));
    if (!m_finders->names.empty()) {
        auto names = m_finders->names.find(seen, words);
        if (m_policy.emails) { // an address of mail leaves whole or not at all
            std::size_t mail = 0;
            std::erase_if(names, [&](const personal::Finding &name) {
                while (mail < emails.size() && emails[mail].end <= name.begin)
                    ++mail;
                return name.kind == "PERSON" && mail < emails.size() && emails[mail].begin <= name.begin && name.end <= emails[mail].end;
            });
        }
        take(view, names);
        if (view.hadEscapes()) { // "C:\newton" is no line's end before "ewton"
            const personal::View asWritten(text, false);
            take(asWritten, m_finders->names.find(asWritten.text(), personal::wordsOf(asWritten.text())));
        }
    }

    std::stable_sort(spots.begin(), spots.end(), standsBefore);
    std::string out;
    std::size_t at = 0;
    for (std::size_t i = 0; i < spots.size();) {
        // Places that overlap become one, of the kind of the longest: no end of a value stays behind.
        auto whole = spots[i];
        auto longest = whole.end - whole.begin;
        std::size_t next = i + 1;
        for (; next < spots.size() && spots[next].begin < whole.end; ++next) {
            if (spots[next].end > whole.end) {
                whole.end = spots[next].end;
                whole.identity.clear();
            }
            if (spots[next].end - spots[next].begin > longest) {
                longest = spots[next].end - spots[next].begin;
                whole.kind = spots[next].kind;
            }
        }
        const std::string value(text.substr(whole.begin, whole.end - whole.begin));
        out += text.substr(at, whole.begin - at);
        out += maskFor(whole.kind, whole.identity.empty() ? personal::folded(value) : whole.identity, value);
        at = whole.end;
        i = next;
    }
    out += text.substr(at);
    return out;
}

std::string Masker::mask(std::string_view text)
{
    return maskedText(text, false);
}

Json Masker::masked(const Json &value, bool phoneField)
{
    if (value.is_string())
        return maskedText(value.get_ref<const std::string &>(), phoneField);
    if (value.is_number_integer()) {
        const auto digits = value.dump();
        const auto asPhone = digits.size() >= 7 && digits.size() <= 15 && digits.front() != '-';
        if (asPhone && !m_policy.phones && (phoneField || m_finders->phones.has(digits)))
            return maskFor("PHONE", digits, digits, true);
        if (!personal::findBank(digits).empty())
            return maskFor("CARD", digits, digits, true);
        return value;
    }
    if (value.is_array()) {
        auto out = Json::array();
        for (const auto &item : value)
            out.push_back(masked(item, phoneField));
        return out;
    }
    if (value.is_object()) {
        auto out = Json::object();
        for (const auto &[name, item] : value.items())
            out[name] = masked(item, namesPhone(name));
        return out;
    }
    return value;
}

void Masker::mask(Request &request)
{
    request.system = mask(request.system);
    for (auto &message : request.messages) {
        // Values are known as they are, not as JSON writes them, so that they can be put back anywhere.
        auto data = message.role == Message::Role::Tool ? parseJson(message.text) : Result<Json>(Json());
        message.text = data && data->is_structured() ? dump(mask(*data)) : mask(message.text);
        for (auto &call : message.calls) {
            call.arguments = mask(call.arguments);
            call.raw = mask(call.raw);
        }
    }
}

std::string Masker::putBack(std::string_view text, bool insideJson) const
{
    std::string out;
    std::size_t done = 0;
    for (auto at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
        const auto end = maskEnd(text, at);
        const auto found = end > 0 ? m_values.find(std::string(text.substr(at, end - at))) : m_values.end();
        if (found == m_values.end())
            continue;
        out += text.substr(done, at - done);
        out += insideJson ? jsonInside(found->second) : found->second;
        done = end;
        at = end - 1;
    }
    out += text.substr(done);
    return out;
}

std::string Masker::unmask(std::string_view text) const
{
    return putBack(text, false);
}

Json Masker::withValues(const Json &value) const
{
    if (value.is_string()) {
        const auto &text = value.get_ref<const std::string &>();
        if (m_numbers.contains(text)) {
            if (auto number = parseJson(m_values.at(text)))
                return std::move(*number);
        }
        return unmask(text);
    }
    if (value.is_array()) {
        auto out = Json::array();
        for (const auto &item : value)
            out.push_back(withValues(item));
        return out;
    }
    if (value.is_object()) {
        auto out = Json::object();
        for (const auto &[name, item] : value.items())
            out[name] = withValues(item);
        return out;
    }
    return value;
}

void Masker::unmask(Answer &answer) const
{
    answer.text = putBack(answer.text, !answer.data.is_null()); // a text that is JSON stays JSON
    answer.data = withValues(answer.data);
    for (auto &call : answer.calls) {
        call.arguments = withValues(call.arguments);
        call.raw = putBack(call.raw, true);
    }
}

std::string Masker::unmaskPart(std::string_view part, bool last)
{
    auto text = std::exchange(m_held, {});
    text += part;
    const auto open = text.rfind('[');
    if (!last && open != std::string::npos) {
        const auto tail = text.substr(open);
        const auto mask = m_values.lower_bound(tail); // the first that may begin so
        if (mask != m_values.end() && mask->first.size() > tail.size() && mask->first.starts_with(tail)) {
            m_held = tail;
            text.resize(open);
        }
    }
    return unmask(text);
}

} // namespace hs::ai
