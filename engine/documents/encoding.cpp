#include "engine/documents/encoding.h"

#include <memory>

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>

#include "engine/documents/ascii.h"
#include "engine/vocabulary/trimmed.h"
#include "engine/vocabulary/utf8.h"

namespace hs::documents {

namespace {

constexpr std::size_t GuessedBytes = 256 * 1024; // more makes the guess no better

/// By ICU; empty when it does not know the encoding.
std::string converted(std::string_view bytes, const std::string &encoding)
{
    UErrorCode code = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(encoding.c_str(), &code), &ucnv_close);
    if (U_FAILURE(code) || !from)
        return {};
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &code), &ucnv_close);
    if (U_FAILURE(code) || !to)
        return {};
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 2);
    std::u16string pivot(4096, u'\0');
    std::string part(16 * 1024, '\0');
    const char *source = bytes.data();
    UChar *pivotSource = pivot.data(), *pivotTarget = pivot.data();
    bool first = true;
    do {
        code = U_ZERO_ERROR;
        char *target = part.data();
        ucnv_convertEx(to.get(), from.get(), &target, part.data() + part.size(), &source, bytes.data() + bytes.size(),
                       pivot.data(), &pivotSource, &pivotTarget, pivot.data() + pivot.size(), first, true, &code);
        first = false;
        text.append(part.data(), std::size_t(target - part.data()));
    } while (code == U_BUFFER_OVERFLOW_ERROR);
    return U_FAILURE(code) ? std::string() : text;
}

std::string guessedEncoding(std::string_view bytes)
{
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> guess(uchardet_new(), &uchardet_delete);
    uchardet_handle_data(guess.get(), bytes.data(), std::min(bytes.size(), GuessedBytes));
    uchardet_data_end(guess.get());
    return uchardet_get_charset(guess.get());
}

/// What is meant by the names that are often given wrongly: Latin-1 is what Windows makes of it.
std::string meantEncoding(std::string_view declared)
{
    auto name = lowered(trimmed(declared));
    if (name == "iso-8859-1" || name == "latin1" || name == "latin-1" || name == "us-ascii" || name == "ascii")
        return "windows-1252";
    return name;
}

/// Line ends and control characters, in place.
void tidy(std::string &text)
{
    std::size_t to = 0;
    for (std::size_t from = 0; from < text.size(); ++from) {
        char c = text[from];
        if (c == '\r') {
            if (from + 1 < text.size() && text[from + 1] == '\n')
                continue;
            c = '\n';
        } else if (c == '\f' || c == '\v') {
            c = '\n';
        } else if ((static_cast<unsigned char>(c) < 32 && c != '\t' && c != '\n') || c == '\x7f') {
            continue;
        }
        text[to++] = c;
    }
    text.resize(to);
}

} // namespace

std::string cleaned(std::string text)
{
    if (!isUtf8(text))
        text = converted(text, "UTF-8");
    tidy(text);
    return text;
}

std::string toUtf8(std::string_view bytes, std::string_view declared)
{
    std::string text;
    if (bytes.starts_with("\xef\xbb\xbf"))
        return cleaned(std::string(bytes.substr(3)));
    if (bytes.starts_with(std::string_view("\xff\xfe\0\0", 4)))
        text = converted(bytes.substr(4), "UTF-32LE");
    else if (bytes.starts_with(std::string_view("\0\0\xfe\xff", 4)))
        text = converted(bytes.substr(4), "UTF-32BE");
    else if (bytes.starts_with("\xff\xfe"))
        text = converted(bytes.substr(2), "UTF-16LE");
    else if (bytes.starts_with("\xfe\xff"))
        text = converted(bytes.substr(2), "UTF-16BE");
    else if (auto meant = meantEncoding(declared);
             isUtf8(bytes) && !meant.starts_with("utf-16") && !meant.starts_with("iso-2022") && meant != "utf-7")
        text = std::string(bytes); // what is UTF-8 is so by no accident, whatever is declared
    else {
        if (!meant.empty() && !meant.starts_with("utf-8"))
            text = converted(bytes, meant);
        if (text.empty() && !bytes.empty())
            text = converted(bytes, meantEncoding(guessedEncoding(bytes)));
        if (text.empty() && !bytes.empty())
            text = converted(bytes, "windows-1252");
    }
    tidy(text);
    return text;
}

std::string oneLine(std::string_view text)
{
    std::string line;
    if (!isUtf8(text))
        return oneLine(converted(text, "UTF-8"));
    for (const char c : trimmed(text))
        if (!isBlank(c))
            line += static_cast<unsigned char>(c) < 32 ? ' ' : c;
        else if (!line.ends_with(' '))
            line += ' ';
    return line;
}

void appendCharacter(std::string &text, char32_t character)
{
    if (character == 0 || character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF))
        character = 0xFFFD;
    const auto add = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xC0 | character >> 6);
        add(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        add(0xE0 | character >> 12);
        add(0x80 | (character >> 6 & 0x3F));
        add(0x80 | (character & 0x3F));
    } else {
        add(0xF0 | character >> 18);
        add(0x80 | (character >> 12 & 0x3F));
        add(0x80 | (character >> 6 & 0x3F));
        add(0x80 | (character & 0x3F));
    }
}

} // namespace hs::documents
