#include <algorithm>
#include <array>

#include "engine/ai/personal/find.h"

namespace hs::ai::personal {

namespace {

constexpr std::size_t FewestDigits = 7;
constexpr std::size_t MostDigits = 15; ///< ITU-T E.164
constexpr std::size_t MostGathered = 24; ///< digits looked at from one place on

std::string withoutZeros(std::string_view digits)
{
    const auto first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string() : std::string(digits.substr(first));
}

struct Group {
    std::size_t begin = 0, end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// Groups of digits as phone numbers are written, from `at` to at most `limit`.
std::vector<Group> groupsAt(std::string_view text, std::size_t at, std::size_t limit)
{
    std::vector<Group> groups;
    std::size_t digits = 0;
    auto i = at;
    while (i < limit && digits < MostGathered) {
        if (isDigit(text[i])) {
            const auto begin = i;
            while (i < limit && isDigit(text[i]))
                ++i;
            groups.push_back({begin, i});
            digits += i - begin;
            continue;
        }
        auto mark = i;
        auto blanks = 0;
        while (mark < limit && mark - i < 3
               && (text[mark] == ' ' || text[mark] == '\t' || text[mark] == '-' || text[mark] == '.' || text[mark] == '/' || text[mark] == '('
                   || text[mark] == ')'))
            blanks += text[mark++] == ' ' ? 1 : 0;
        const auto sentence = text[i] == '.' && i + 1 < limit && text[i + 1] == ' '; // a full stop
        if (mark == i || mark >= limit || !isDigit(text[mark]) || blanks > 2 || sentence)
            break;
        i = mark;
    }
    return groups;
}

std::string digitsOf(std::string_view text, const std::vector<Group> &groups, std::size_t count)
{
    std::string digits;
    for (std::size_t i = 0; i < count; ++i)
        digits += text.substr(groups[i].begin, groups[i].size());
    return digits;
}

constexpr auto PhoneWords = std::to_array<std::string_view>({
    "tel", "telefon", "telefonnummer", "telephone", "telefono", "phone", "phonenumber", "mobile", "mobil", "mobilnummer", "handy",
    "handynummer", "fon", "fax", "cell", "cellphone", "call", "whatsapp", "sms", "movil", "portable", "llamar", "llamame", "anrufen",
    "ruckruf", "ruckrufnummer", "rufnummer", "signal", "appelez", "appeler", "celular",
});
constexpr auto NumberWords = std::to_array<std::string_view>({
    "nr", "no", "num", "number", "numero", "nummer", "id", "ref", "reference", "referenz", "order", "bestellung", "bestellnummer",
    "auftrag", "auftragsnummer", "rechnung", "rechnungsnummer", "invoice", "commande", "facture", "pedido", "factura", "booking",
    "buchung", "buchungsnummer", "reservation", "reserva", "ticket", "kundennummer", "customer", "account", "konto", "kontonummer",
    "sku", "isbn", "ean", "article", "artikel", "artikelnummer", "tracking", "sendungsnummer", "vorgang", "case",
});

enum class Said { Nothing, Phone, Number };

/// What the few words before a number say it is; the nearest that speaks of phones wins.
Said saidBefore(std::string_view text, std::size_t at)
{
    constexpr std::size_t Back = 32;
    auto from = at > Back ? at - Back : 0;
    while (from < at && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80)
        ++from;
    auto before = text.substr(from, at - from);
    if (const auto line = before.rfind('\n'); line != std::string_view::npos)
        before.remove_prefix(line + 1);
    if (before.ends_with('#') || before.ends_with("# "))
        return Said::Number;
    const auto words = wordsOf(before);
    auto said = Said::Nothing;
    for (std::size_t i = words.size(), seen = 0; i-- > 0 && seen < 4; ++seen) {
        if (isListed(PhoneWords, words[i].folded))
            return Said::Phone;
        if (seen < 2 && isListed(NumberWords, words[i].folded))
            said = Said::Number;
    }
    return said;
}

bool sizesAre(const std::vector<Group> &groups, std::size_t first, std::size_t count, std::initializer_list<std::size_t> sizes)
{
    if (count - first != sizes.size())
        return false;
    auto i = first;
    return std::all_of(sizes.begin(), sizes.end(), [&](std::size_t size) { return groups[i++].size() == size; });
}

/// "08.00 - 17.00"
bool areHours(std::string_view text, const std::vector<Group> &groups, std::size_t count)
{
    if (!sizesAre(groups, 0, count, {2, 2, 2, 2}))
        return false;
    const auto value = [&](std::size_t i) { return (text[groups[i].begin] - '0') * 10 + (text[groups[i].begin + 1] - '0'); };
    return value(0) <= 24 && value(1) < 60 && value(2) <= 24 && value(3) < 60 && text[groups[0].end] == '.';
}

/// Whether the first `count` groups are a number as some country writes it.
bool isPhone(std::string_view text, bool plus, const std::vector<Group> &groups, std::size_t count, Said said, const KnownPhones &known)
{
    const auto digits = digitsOf(text, groups, count);
    const auto size = digits.size();
    if (size < FewestDigits || size > MostDigits)
        return false;
    if (known.has(digits))
        return true;
    if (plus)
        return digits.front() != '0';
    if (said == Said::Phone)
        return !areHours(text, groups, count);
    if (said == Said::Number || digits.starts_with("000"))
        return false;
    if (digits.starts_with("00"))
        return size >= 10;
    const auto bare = count == 1;
    if (digits.front() == '0') {
        const auto trunk = groups[0].size() > 1 || (groups[0].begin > 0 && text[groups[0].begin - 1] == '(');
        return trunk && size <= 12 && (!bare || size >= 9) && !areHours(text, groups, count);
    }
    if (bare)
        return size == 9 && (digits.front() == '6' || digits.front() == '7'); // a mobile of Spain
    const auto area = [&](std::size_t i) { return text[groups[i].begin] >= '2'; };
    if (sizesAre(groups, 0, count, {3, 3, 4}))
        return area(0) && area(1);
    if (sizesAre(groups, 0, count, {1, 3, 3, 4}))
        return digits.front() == '1' && area(1) && area(2);
    if (sizesAre(groups, 0, count, {3, 4}))
        return area(0) && text[groups[0].end] == '-';
    if (size == 9 && digits.front() >= '6')
        return sizesAre(groups, 0, count, {3, 3, 3}) || sizesAre(groups, 0, count, {2, 3, 2, 2}) || sizesAre(groups, 0, count, {3, 2, 2, 2})
               || sizesAre(groups, 0, count, {3, 6});
    return false;
}

/// Whether what stands before says that the number belongs to something longer.
bool isInside(std::string_view text, std::size_t at)
{
    if (at == 0)
        return false;
    const auto before = text[at - 1];
    if (isWordByte(before) || before == '_')
        return true;
    const auto further = at > 1 ? text[at - 2] : ' ';
    if (before == '-')
        return isWordByte(further);
    return (before == '.' || before == ',' || before == '/' || before == ':') && isDigit(further);
}

} // namespace

void KnownPhones::add(std::string_view number)
{
    std::string digits;
    const View view(number);
    for (const auto c : view.text()) {
        if (isDigit(c))
            digits += c;
    }
    digits = withoutZeros(digits);
    if (digits.size() >= FewestDigits)
        m_byEnd.emplace(digits.substr(digits.size() - FewestDigits), digits);
}

bool KnownPhones::has(std::string_view digits) const
{
    const auto plain = withoutZeros(digits);
    if (plain.size() < FewestDigits)
        return false;
    const auto [begin, end] = m_byEnd.equal_range(plain.substr(plain.size() - FewestDigits));
    return std::any_of(begin, end, [&](const auto &entry) { return entry.second.ends_with(plain) || plain.ends_with(entry.second); });
}

std::vector<Finding> findPhones(std::string_view text, const std::vector<Range> &taken, const KnownPhones &known, bool expected)
{
    std::vector<Finding> found;
    auto barrier = taken.begin();
    for (std::size_t i = 0; i < text.size();) {
        while (barrier != taken.end() && barrier->end <= i)
            ++barrier;
        if (barrier != taken.end() && barrier->begin <= i) {
            i = barrier->end;
            continue;
        }
        const auto limit = barrier == taken.end() ? text.size() : barrier->begin;
        auto first = i;
        const auto plus = text[i] == '+';
        while (first < limit && first - i < 3 && (text[first] == '+' || text[first] == '(' || (first > i && text[first] == ' ')))
            ++first;
        if (first >= limit || !isDigit(text[first])) {
            ++i;
            continue;
        }
        if (isInside(text, i)) {
            while (i < limit && (isAlnum(text[i]) || text[i] == '_'))
                ++i;
            i = std::max(i, first);
            continue;
        }
        const auto groups = groupsAt(text, first, limit);
        const auto said = expected ? Said::Phone : saidBefore(text, i);
        std::size_t count = groups.size();
        for (; count > 0; --count) {
            const auto end = groups[count - 1].end;
            const auto goesOn =
                end < text.size()
                && (isWordByte(text[end]) || text[end] == '_' || (text[end] == '-' && end + 1 < text.size() && isWordByte(text[end + 1])));
            if ((count < groups.size() || !goesOn) && isPhone(text, plus, groups, count, said, known))
                break;
        }
        if (count == 0) {
            i = groups.front().end;
            continue;
        }
        const auto digits = withoutZeros(digitsOf(text, groups, count));
        constexpr std::size_t Telling = 9; // digits that are the same with and without the country's
        found.push_back({"PHONE", i, groups[count - 1].end, digits.size() > Telling ? digits.substr(digits.size() - Telling) : digits});
        i = groups[count - 1].end;
    }
    return found;
}

} // namespace hs::ai::personal
