#include <algorithm>
#include <array>

#include "engine/ai/personal/find.h"

namespace hs::ai::personal {

namespace {

constexpr auto EnglishStreets = std::to_array<std::string_view>({
    "street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "boulevard", "blvd", "drive", "dr", "court", "ct", "close", "way",
    "gardens", "square", "sq", "terrace", "place", "pl", "crescent", "mews", "hill", "row", "grove", "park", "parkway", "pkwy",
    "highway", "hwy", "circle", "cir", "trail", "walk", "quay", "wharf", "parade", "green", "rise", "view", "loop", "plaza", "alley",
});
constexpr auto PlainEnglishStreets =
    std::to_array<std::string_view>({"street", "road", "lane", "avenue", "boulevard"}); ///< these with a name in small letters too
constexpr auto FrenchStreets = std::to_array<std::string_view>({
    "rue", "avenue", "av", "boulevard", "bd", "blvd", "place", "chemin", "allee", "impasse", "quai", "cours", "route", "passage",
    "square", "faubourg", "villa", "sentier", "esplanade", "promenade",
});
constexpr auto SpanishStreets = std::to_array<std::string_view>({
    "calle", "avenida", "avda", "av", "plaza", "pza", "plza", "paseo", "camino", "carrer", "ronda", "travesia", "carretera", "rambla",
    "glorieta", "urbanizacion", "poligono",
});
constexpr auto GermanStreets = std::to_array<std::string_view>({
    "strasse", "str", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "chaussee", "steig", "pfad", "markt",
    "promenade", "twiete", "stieg", "graben", "zeile",
});
constexpr auto NoGermanStreets = std::to_array<std::string_view>({
    "parkplatz", "arbeitsplatz", "sitzplatz", "stehplatz", "stellplatz", "umweg", "ausweg", "heimweg", "spielplatz", "supermarkt",
    "kunstmarkt", "flohmarkt", "ohrring", "tischplatz", "kursplatz", "schlafplatz", "yogaplatz", "fahrring",
});
constexpr auto Links = std::to_array<std::string_view>({
    "de", "du", "des", "la", "le", "les", "l", "d", "et", "aux", "au", "a", "del", "las", "los", "el", "y", "san", "santa", "am", "an",
    "der", "dem", "den", "im", "in", "bei", "ob", "sur", "sous", "en", "of", "the", "upon", "on", "und", "do", "da", "v", "von", "zum",
    "zur",
});
constexpr auto Homes = std::to_array<std::string_view>({
    "apt", "apartment", "suite", "ste", "flat", "unit", "floor", "room", "appt", "appartement", "bat", "batiment", "piso", "puerta",
    "hinterhaus", "etage", "og", "wohnung", "whg", "top",
});
constexpr auto NotNames = std::to_array<std::string_view>({
    "way", "more", "other", "of", "the", "on", "in", "per", "a", "to", "from", "minutes", "one", "this", "that", "different",
});
constexpr auto States = std::to_array<std::string_view>({
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA",
    "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX",
    "UT", "VT", "VA", "WA", "WV", "WI", "WY", "PR",
});
constexpr auto BritishAreas = std::to_array<std::string_view>({
    "ab", "al", "b", "ba", "bb", "bd", "bh", "bl", "bn", "br", "bs", "bt", "ca", "cb", "cf", "ch", "cm", "co", "cr", "ct", "cv", "cw",
    "da", "dd", "de", "dg", "dh", "dl", "dn", "dt", "dy", "e", "ec", "eh", "en", "ex", "fk", "fy", "g", "gl", "gu", "gy", "ha", "hd",
    "hg", "hp", "hr", "hs", "hu", "hx", "ig", "im", "ip", "iv", "je", "ka", "kt", "kw", "ky", "l", "la", "ld", "le", "ll", "ln", "ls",
    "lu", "m", "me", "mk", "ml", "n", "ne", "ng", "nn", "np", "nr", "nw", "ol", "ox", "pa", "pe", "ph", "pl", "po", "pr", "rg", "rh",
    "rm", "s", "sa", "se", "sg", "sk", "sl", "sm", "sn", "so", "sp", "sr", "ss", "st", "sw", "sy", "ta", "td", "tf", "tn", "tq", "tr",
    "ts", "tw", "ub", "w", "wa", "wc", "wd", "wf", "wn", "wr", "ws", "wv", "yo", "ze",
});

/// Reads addresses in the words of one text.
class AddressReader {
public:
    AddressReader(std::string_view text, const std::vector<Word> &words) : m_text(text), m_words(words) {}

    std::vector<Finding> read()
    {
        for (std::size_t i = 0; i < m_words.size();) {
            const auto end = std::max({numberFirst(i), typeFirst(i), german(i), postcode(i), british(i), postBox(i)});
            i = end > i ? end : i + 1;
        }
        return merged();
    }

private:
    [[nodiscard]] std::string_view gap(std::size_t i) const ///< between word i and the next one
    {
        return m_text.substr(m_words[i].end, m_words[i + 1].begin - m_words[i].end);
    }
    /// Whether only marks out of `allowed`, few of them, stand between word i and the next one.
    [[nodiscard]] bool close(std::size_t i, std::string_view allowed) const
    {
        return i + 1 < m_words.size() && gap(i).size() <= 4 && gap(i).find_first_not_of(allowed) == std::string_view::npos;
    }
    [[nodiscard]] std::string_view rawWord(std::size_t i) const { return m_text.substr(m_words[i].begin, m_words[i].end - m_words[i].begin); }
    [[nodiscard]] bool isNumber(std::size_t i, std::size_t digits) const
    {
        return i < m_words.size() && m_words[i].number && m_words[i].folded.size() == digits;
    }
    /// 5, 12a, 221b
    [[nodiscard]] bool isHouse(std::size_t i) const
    {
        if (i >= m_words.size())
            return false;
        const std::string_view word = m_words[i].folded;
        const auto digits = std::min(word.find_first_not_of("0123456789"), word.size());
        return digits >= 1 && digits <= 5 && word.size() <= digits + 1 && word.front() != '0';
    }
    /// Word behind a house's number that begins at i: "12-14", "12 a", "12/3".
    [[nodiscard]] std::size_t houseEnd(std::size_t i) const
    {
        auto end = i + 1;
        if (close(i, " -/") && gap(i).find_first_of("-/") != std::string_view::npos && end < m_words.size()
            && (isHouse(end) || m_words[end].folded.size() == 1))
            ++end;
        else if (close(i, " ") && m_words[end].folded.size() == 1 && isAsciiLetter(m_words[end].folded[0]) && m_words[end].folded != "y"
                 && !m_words[end].capital)
            ++end;
        return end;
    }
    void add(std::size_t firstWord, std::size_t endWord) { m_found.push_back({"ADDRESS", m_words[firstWord].begin, m_words[endWord - 1].end, {}}); }

    /// ", Apt 4B": word behind it; `i` is the last word before.
    [[nodiscard]] std::size_t homeEnd(std::size_t i) const
    {
        auto last = i;
        for (auto round = 0; round < 2; ++round) {
            if (close(last, " ,.") && isListed(Homes, m_words[last + 1].folded) && close(last + 1, " .#") && m_words[last + 2].folded.size() <= 5)
                last += 2;
            else if (close(last, " ,#") && gap(last).find('#') != std::string_view::npos && m_words[last + 1].folded.size() <= 5)
                last += 1;
        }
        return last + 1;
    }

    /// 12 High Street, 5th Ave … (UK, US); 12 bis, rue de la Paix (FR).
    std::size_t numberFirst(std::size_t i)
    {
        if (!isHouse(i) || (i > 0 && m_words[i - 1].number && close(i - 1, "./-:")))
            return 0;
        auto next = houseEnd(i);
        if (next < m_words.size() && (m_words[next].folded == "bis" || m_words[next].folded == "ter") && close(next - 1, " "))
            ++next;
        if (next >= m_words.size() || !close(next - 1, " ,"))
            return 0;
        if (isListed(FrenchStreets, m_words[next].folded)) {
            if (const auto end = romanceName(next, false); end > 0) {
                add(i, end);
                return end;
            }
        }
        if (gap(next - 1).find(',') != std::string_view::npos)
            return 0;
        constexpr std::size_t LongestName = 4;
        for (auto k = next; k < m_words.size() && k - next <= LongestName; ++k) {
            if (k > next && !close(k - 1, " .-'"))
                break;
            const auto &word = m_words[k];
            if (k > next && isListed(EnglishStreets, word.folded)) {
                const auto single = k == next + 1;
                const auto small = !m_words[next].capital && !isDigit(m_words[next].folded.front());
                // "St Mary Road": the last of several kinds counts.
                const auto further =
                    k + 1 < m_words.size() && close(k, " .") && m_words[k + 1].capital && isListed(EnglishStreets, m_words[k + 1].folded);
                if (!further && (!small || (single && isListed(PlainEnglishStreets, word.folded) && !isListed(NotNames, m_words[next].folded)))) {
                    const auto end = homeEnd(k);
                    add(flatBefore(i), end);
                    return end;
                }
            }
            if (!word.capital && !isDigit(word.folded.front()) && !(k == next) && !isListed(Links, word.folded))
                break;
        }
        return 0;
    }

    /// "Flat 3, 12 High Street": the first word of it.
    [[nodiscard]] std::size_t flatBefore(std::size_t i) const
    {
        if (i >= 2 && close(i - 1, " ,") && m_words[i - 1].folded.size() <= 4 && close(i - 2, " .") && isListed(Homes, m_words[i - 2].folded))
            return i - 2;
        return i;
    }

    /// Word behind a street's name in French or Spanish; `i` is its kind. `number`: the name ends before a house's number.
    [[nodiscard]] std::size_t romanceName(std::size_t i, bool number) const
    {
        constexpr std::size_t LongestName = 7;
        auto names = 0;
        auto k = i + 1;
        for (; k < m_words.size() && k - i <= LongestName; ++k) {
            if (!close(k - 1, k == i + 1 ? " ./" : " -'.") || m_words[k].number || (number && names > 0 && isHouse(k)))
                break;
            const auto link = isListed(Links, m_words[k].folded);
            if (!link && names > 0 && !m_words[k].capital && !number)
                break;
            names += link ? 0 : 1;
        }
        while (k > i + 1 && isListed(Links, m_words[k - 1].folded))
            --k;
        return names > 0 ? k : 0;
    }

    /// Calle Mayor 12, 3º B; C/ Gran Vía, 28 (ES).
    std::size_t typeFirst(std::size_t i)
    {
        const auto short_ = m_words[i].folded == "c" && i + 1 < m_words.size() && gap(i).starts_with('/');
        if (!short_ && !isListed(SpanishStreets, m_words[i].folded))
            return 0;
        auto k = romanceName(i, true);
        if (k == 0 || k >= m_words.size() || !close(k - 1, " ,"))
            return 0;
        // romanceName goes over "nº"
        if (!isHouse(k) && (m_words[k].folded == "no" || m_words[k].folded == "n" || m_words[k].folded == "num") && close(k, " ."))
            ++k;
        if (!isHouse(k))
            return 0;
        auto end = houseEnd(k);
        for (auto round = 0; round < 3 && end < m_words.size() && close(end - 1, " ,") && isDoor(end); ++round)
            ++end;
        add(i, end);
        return end;
    }
    /// 3º, B, izq.
    [[nodiscard]] bool isDoor(std::size_t i) const
    {
        const std::string_view word = m_words[i].folded;
        if (word.size() == 1 && isAsciiLetter(word[0]) && m_words[i].capital)
            return true;
        if (word.size() <= 3 && isDigit(word.front()) && !m_words[i].number)
            return true;
        return word == "piso" || word == "puerta" || word == "izq" || word == "izda" || word == "dcha" || word == "bajo" || word == "atico";
    }

    /// Hauptstraße 5, Karl-Marx-Allee 12 a, Berliner Str. 7 (DE, AT, CH).
    std::size_t german(std::size_t i)
    {
        const std::string_view word = m_words[i].folded;
        const auto kind = std::find_if(GermanStreets.begin(), GermanStreets.end(), [&](std::string_view ending) { return word.ends_with(ending); });
        if (kind == GermanStreets.end() || isListed(NoGermanStreets, word) || !close(i, " .") || !isHouse(i + 1) || m_words[i + 1].folded.size() > 5)
            return 0;
        auto first = i;
        while (first > 0 && m_words[first].begin - m_words[first - 1].end == 1 && gap(first - 1) == "-")
            --first;
        if (word == *kind && first == i) { // a street's kind alone needs its name before it
            while (first > 0 && i - first < 2 && gap(first - 1) == " " && m_words[first - 1].capital && !m_words[first - 1].number)
                --first;
            if (first == i)
                return 0;
        } else if (first == i && !m_words[i].capital && !word.ends_with("strasse") && !word.ends_with("str")) {
            return 0;
        }
        const auto end = houseEnd(i + 1);
        add(first, end);
        return end;
    }

    /// Words of a town from i on: "Frankfurt am Main", "Neustadt an der Weinstraße". The word behind; i: none.
    [[nodiscard]] std::size_t townEnd(std::size_t i) const
    {
        if (i >= m_words.size() || !m_words[i].capital || m_words[i].folded.size() < 3)
            return i;
        constexpr std::size_t LongestTown = 4;
        auto end = i + 1;
        while (end < m_words.size() && end - i < LongestTown && close(end - 1, " -'")) {
            auto next = end;
            while (next < m_words.size() && next - end < 2 && isListed(Links, m_words[next].folded) && !m_words[next].capital && close(next, " -'"))
                ++next;
            const auto hyphen = gap(end - 1).find('-') != std::string_view::npos;
            if (next >= m_words.size() || !m_words[next].capital || m_words[next].number
                || !(hyphen || next > end || m_text[m_words[end].begin - 1] == ' '))
                break;
            end = next + 1;
        }
        return end;
    }

    /// 10115 Berlin, D-80331 München, 75002 Paris, 28013 Madrid; Springfield, IL 62704-1234.
    std::size_t postcode(std::size_t i)
    {
        if (!isNumber(i, 5) && !isNumber(i, 4))
            return 0;
        const auto germany = i > 0 && rawWord(i - 1) == "DE" && townEnd(i + 1) > i + 1;
        if (isNumber(i, 5) && i > 0 && !germany && close(i - 1, " ") && isListed(States, rawWord(i - 1))) { // US
            auto first = i - 1;
            if (first > 0 && close(first - 1, " ,")) {
                while (first > 0 && i - first < 5 && (first == i - 1 ? close(first - 1, " ,") : close(first - 1, " ")) && m_words[first - 1].capital
                       && !m_words[first - 1].number)
                    --first;
            }
            const auto more = close(i, "-") && isNumber(i + 1, 4);
            add(first, more ? i + 2 : i + 1);
            return more ? i + 2 : i + 1;
        }
        const auto land = i > 0 && (germany || gap(i - 1) == "-") && rawWord(i - 1).size() <= 2 && m_words[i - 1].capital;
        if (!close(i, " ") || (i + 1 < m_words.size() && isNumber(i, 4) && !land && !afterStreet(i)))
            return 0;
        const auto end = townEnd(i + 1);
        if (end == i + 1)
            return 0;
        const auto first = land ? i - 1 : i;
        if (!land && !afterStreet(i) && !beginsPlace(i))
            return 0;
        add(first, end);
        streetBefore(first);
        return end;
    }
    [[nodiscard]] bool afterStreet(std::size_t i) const
    {
        if (m_found.empty())
            return false;
        const auto end = m_found.back().end;
        return m_words[i].begin >= end && m_words[i].begin - end <= 3
               && m_text.substr(end, m_words[i].begin - end).find_first_not_of(" ,\n.") == std::string_view::npos;
    }
    /// A comma, a new line, the text's begin or a word of place stands before the postcode: "12345 Besucher" has none.
    [[nodiscard]] bool beginsPlace(std::size_t i) const
    {
        auto before = m_words[i].begin;
        while (before > 0 && m_text[before - 1] == ' ')
            --before;
        if (before == 0)
            return true;
        const auto mark = m_text[before - 1];
        if (mark == ',' || mark == '\n' || mark == ';' || mark == ':' || mark == '(' || mark == '"' || mark == '|')
            return true;
        if (i == 0)
            return false;
        const std::string_view word = m_words[i - 1].folded;
        return word == "in" || word == "aus" || word == "nach" || word == "plz" || word == "a" || word == "en" || word == "cp" || word == "bei";
    }
    /// The street of any name that stands before a postcode: "Unter den Linden 77, 10117 Berlin".
    void streetBefore(std::size_t i)
    {
        if (i < 2 || !isHouse(i - 1) || afterStreet(i))
            return;
        const auto between = m_text.substr(m_words[i - 1].end, m_words[i].begin - m_words[i - 1].end);
        if (between.size() > 4 || between.find_first_of(",\n;") == std::string_view::npos
            || between.find_first_not_of(" ,\n;") != std::string_view::npos)
            return;
        auto first = i - 1;
        auto begin = first;
        constexpr std::size_t LongestName = 5;
        while (first > 0 && i - first <= LongestName && close(first - 1, " -.'") && !m_words[first - 1].number
               && (m_words[first - 1].capital || isListed(Links, m_words[first - 1].folded))) {
            --first;
            if (m_words[first].capital)
                begin = first;
        }
        if (begin < i - 1)
            m_found.push_back({"ADDRESS", m_words[begin].begin, m_words[i - 1].end, {}});
    }

    /// SW1A 1AA, m1 1ae; with the town before it.
    std::size_t british(std::size_t i)
    {
        const std::string_view word = m_words[i].folded;
        const auto letters = std::min(word.find_first_of("0123456789"), word.size());
        if (letters == 0 || letters > 2 || letters == word.size() || !isListed(BritishAreas, word.substr(0, letters)))
            return 0;
        auto end = i + 1;
        std::string_view outward = word;
        std::string_view inward;
        if (word.size() >= letters + 4 && word.size() <= letters + 5) { // written as one, in capitals
            if (!m_words[i].capital || rawWord(i).back() > 'Z')
                return 0;
            outward = word.substr(0, word.size() - 3);
            inward = word.substr(word.size() - 3);
        } else {
            if (!close(i, " "))
                return 0;
            inward = m_words[i + 1].folded;
            end = i + 2;
        }
        const auto tail = outward.substr(letters);
        const auto outwardFits = tail.size() <= 2 && isDigit(tail[0]) && (tail.size() == 1 || isAlnum(tail[1]));
        constexpr std::string_view Never = "cikmov";
        const auto inwardFits = inward.size() == 3 && isDigit(inward[0]) && isAsciiLetter(inward[1]) && isAsciiLetter(inward[2])
            && Never.find(inward[1]) == std::string_view::npos && Never.find(inward[2]) == std::string_view::npos;
        if (!outwardFits || !inwardFits)
            return 0;
        auto first = i;
        while (first > 0 && i - first < 2 && close(first - 1, first == i ? " ,\n" : " ") && m_words[first - 1].capital && !m_words[first - 1].number
               && m_words[first - 1].folded.size() >= 3 && m_words[first - 1].folded != "postcode")
            --first;
        add(first, end);
        return end;
    }

    /// Postfach 12 34 56, P.O. Box 7, apartado de correos 12.
    std::size_t postBox(std::size_t i)
    {
        const auto is = [&](std::size_t k, std::string_view word) { return k < m_words.size() && m_words[k].folded == word; };
        auto k = i;
        if (is(i, "postfach") || is(i, "apartado"))
            k = is(i + 1, "de") && is(i + 2, "correos") ? i + 3 : i + 1;
        else if (is(i, "po") && is(i + 1, "box"))
            k = i + 2;
        else if (is(i, "p") && is(i + 1, "o") && is(i + 2, "box"))
            k = i + 3;
        else if (is(i, "boite") && is(i + 1, "postale"))
            k = i + 2;
        if (k == i || k >= m_words.size() || !m_words[k].number || !close(k - 1, " .:"))
            return 0;
        auto end = k + 1;
        while (end < m_words.size() && end - k < 4 && m_words[end].number && m_words[end].folded.size() <= 3 && gap(end - 1) == " ")
            ++end;
        add(i, end);
        return end;
    }

    /// Street and place become one where only a comma or a line's end parts them.
    std::vector<Finding> merged()
    {
        std::sort(m_found.begin(), m_found.end(), [](const Finding &a, const Finding &b) { return a.begin < b.begin; });
        std::vector<Finding> out;
        for (auto &finding : m_found) {
            if (!out.empty()) {
                auto &last = out.back();
                const auto touches = finding.begin <= last.end;
                const auto between = touches ? std::string_view() : m_text.substr(last.end, finding.begin - last.end);
                if (touches || (between.size() <= 4 && between.find_first_not_of(" ,\n.") == std::string_view::npos)) {
                    last.end = std::max(last.end, finding.end);
                    continue;
                }
            }
            out.push_back(std::move(finding));
        }
        return out;
    }

    std::string_view m_text;
    const std::vector<Word> &m_words;
    std::vector<Finding> m_found;
};

} // namespace

std::vector<Finding> findAddresses(std::string_view text, const std::vector<Word> &words)
{
    return AddressReader(text, words).read();
}

} // namespace hs::ai::personal
