#include <algorithm>
#include <array>

#include "engine/agents/text/lexicon.h"

namespace hs::agents {

namespace {

bool isVowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

bool endsInConsonantY(const std::string &w)
{
    return w.size() > 2 && w.back() == 'y' && !isVowel(w[w.size() - 2]);
}

std::string withS(const std::string &w)
{
    if (endsInConsonantY(w))
        return w.substr(0, w.size() - 1) + "ies";
    if (w.ends_with("s") || w.ends_with("x") || w.ends_with("z") || w.ends_with("ch") || w.ends_with("sh"))
        return w + "es";
    return w + "s";
}

/// cancel → cancell: consonant, vowel, consonant; English spells both ways, so both are forms.
std::string doubled(const std::string &w)
{
    if (w.size() < 3)
        return {};
    const auto c = w.back();
    if (isVowel(c) || c == 'w' || c == 'x' || c == 'y' || !isVowel(w[w.size() - 2]) || isVowel(w[w.size() - 3]))
        return {};
    return w + c;
}

void addVerb(const std::string &w, std::vector<std::string> &out)
{
    out.push_back(withS(w));
    if (w.ends_with("ie")) {
        out.push_back(w + "d");
        out.push_back(w.substr(0, w.size() - 2) + "ying");
    } else if (w.ends_with("ee")) {
        out.push_back(w + "d");
        out.push_back(w + "ing");
    } else if (w.ends_with("e")) {
        out.push_back(w + "d");
        out.push_back(w.substr(0, w.size() - 1) + "ing");
    } else if (endsInConsonantY(w)) {
        out.push_back(w.substr(0, w.size() - 1) + "ied");
        out.push_back(w + "ing");
    } else {
        out.push_back(w + "ed");
        out.push_back(w + "ing");
        if (const auto twice = doubled(w); !twice.empty()) {
            out.push_back(twice + "ed");
            out.push_back(twice + "ing");
        }
    }
}

/// "ä" and its kin as people write them without the key for it.
std::string transliterated(std::string w)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> Table{
        {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ß", "ss"}}};
    for (const auto &[from, to] : Table)
        for (auto at = w.find(from); at != std::string::npos; at = w.find(from, at + to.size()))
            w.replace(at, from.size(), to);
    return w;
}

} // namespace

std::vector<std::string> inflect(const std::string &lemma, std::string_view tag)
{
    std::vector<std::string> out{lemma};
    if (tag == "n" || tag == "nv")
        out.push_back(withS(lemma));
    if (tag == "v" || tag == "nv")
        addVerb(lemma, out);
    if (tag == "a") {
        const auto stem = lemma.ends_with("e") ? lemma.substr(0, lemma.size() - 1)
            : endsInConsonantY(lemma)          ? lemma.substr(0, lemma.size() - 1) + "i"
                                               : lemma;
        out.push_back(stem + "er");
        out.push_back(stem + "est");
    }
    if (tag == "d")
        for (const auto *ending : {"e", "en", "em", "er", "es", "n", "s", "st", "t", "te", "ten", "tes", "ter", "tet", "et", "end"})
            out.push_back(lemma + ending);
    const auto plain = out.size();
    for (std::size_t i = 0; i < plain; ++i)
        if (auto ascii = transliterated(out[i]); ascii != out[i])
            out.push_back(std::move(ascii));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace hs::agents
