#include <array>
#include <cstdint>
#include <cstdlib>

#include "engine/language/characters.h"
#include "engine/language/language.h"
#include "engine/language/sentences.h"
#include "engine/language/words.h"
#include "engine/vocabulary/utf8.h"

using namespace hs;
using namespace hs::language;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

void checkSentences(std::string_view text, std::string_view language)
{
    std::size_t reached = 0;
    for (const auto &[start, end] : sentences(text, language)) {
        check(start >= reached && end > start && end <= text.size());
        check(characterStart(text, start) == start && characterStart(text, end) == end);
        check(withoutBlanksBefore(text, reached, start) == start); // nothing but blanks between
        check(withoutBlanksBefore(text, start, end) == start && withoutBlanksBehind(text, start, end) == end);
        reached = end;
    }
    check(withoutBlanksBefore(text, reached, text.size()) == text.size());
}

void checkWords(std::string_view text, std::string_view language)
{
    std::size_t reached = 0, count = 0;
    const auto spans = wordSpans(text);
    for (const auto &word : words(text)) {
        check(word.start >= reached && word.end > word.start && word.end <= text.size());
        check(characterStart(text, word.start) == word.start && characterStart(text, word.end) == word.end);
        check(!word.folded.empty() && isUtf8(word.folded));
        check(count < spans.size() && spans[count] == Span{word.start, word.end});
        check(!stem(word.folded, language).empty());
        reached = word.end;
        ++count;
    }
    check(count == spans.size());
    check(isUtf8(stemmedText(text, language)));
}

} // namespace

/// Input: one byte that chooses the language, and a text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static constexpr std::array<std::string_view, 8> Languages{"en", "de", "fr", "es", "ja", "ru", "el", ""};
    if (size == 0)
        return 0;
    const auto language = Languages[data[0] % Languages.size()];
    const std::string_view text(reinterpret_cast<const char *>(data + 1), size - 1);
    checkSentences(text, language);
    checkWords(text, language);
    check(guess(text).size() <= 2 && guessQuestion(text).size() <= 2);
    return 0;
}
