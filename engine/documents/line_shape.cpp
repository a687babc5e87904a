#include "engine/documents/line_shape.h"

#include <algorithm>
#include <charconv>

#include "engine/documents/ascii.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

bool isBulletLine(std::string_view line)
{
    for (const std::string_view bullet : {"- ", "* ", "+ ", "\xe2\x80\xa2", "\xe2\x80\xa3", "\xe2\x97\xa6",
                                          "\xe2\x96\xaa", "\xc2\xb7 ", "\xe2\x80\x93 "})
        if (line.starts_with(bullet) && !trimmed(line.substr(bullet.size())).empty())
            return true;
    return false;
}

bool isListLine(std::string_view line)
{
    if (isBulletLine(line))
        return true;
    std::size_t size = 0;
    while (size < line.size() && size < 3 && isDigit(line[size]))
        ++size;
    if (size == 0 && !line.empty() && isLetter(line.front()) && line.substr(1, 1) == ")")
        size = 1;
    return size > 0 && size + 2 < line.size() && (line[size] == '.' || line[size] == ')') && line[size + 1] == ' ';
}

int underlineLevel(std::string_view line, std::string_view above)
{
    if (line.size() < 3 || above.empty() || above.size() > 120)
        return 0;
    const char mark = line.front();
    if ((mark != '=' && mark != '-') || line.find_first_not_of(mark) != std::string_view::npos)
        return 0;
    // A rule across the page is none.
    if (line.size() > above.size() + 10 || line.size() * 2 < above.size() ||
        above.find_first_not_of("=-_*+| ") == std::string_view::npos)
        return 0;
    return mark == '=' ? 1 : 2;
}

std::vector<int> headingNumber(std::string_view line)
{
    std::vector<int> numbers;
    auto rest = line;
    while (!rest.empty() && isDigit(rest.front()) && numbers.size() < 6) {
        std::size_t digits = 0;
        while (digits < rest.size() && isDigit(rest[digits]))
            ++digits;
        int number = 0;
        if (digits > 2 || std::from_chars(rest.data(), rest.data() + digits, number).ec != std::errc())
            return {};
        numbers.push_back(number);
        rest.remove_prefix(digits);
        if (!rest.starts_with('.'))
            break;
        rest.remove_prefix(1);
    }
    if (numbers.empty() || !isBlank(rest.empty() ? 'x' : rest.front()))
        return {};
    rest = trimmed(rest);
    const bool title =
        !rest.empty() && rest.size() <= 80 && rest.find('\n') == std::string_view::npos &&
        rest.find(". ") == std::string_view::npos &&
        (static_cast<unsigned char>(rest.front()) >= 0x80 || (rest.front() >= 'A' && rest.front() <= 'Z')) &&
        std::string_view(".,;:!").find(rest.back()) == std::string_view::npos;
    return title ? numbers : std::vector<int>();
}

bool followsOn(const std::vector<int> &last, const std::vector<int> &next)
{
    if (last.empty())
        return next.back() == 1 && std::ranges::all_of(next, [](int number) { return number == 1; });
    if (next.size() > last.size() + 1)
        return false;
    for (std::size_t i = 0; i + 1 < next.size(); ++i)
        if (next[i] != last[i])
            return false;
    return next.size() > last.size() ? next.back() == 1 : next.back() == last[next.size() - 1] + 1;
}

} // namespace hs::documents
