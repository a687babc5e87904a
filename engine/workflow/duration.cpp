#include "engine/workflow/duration.h"

#include <charconv>
#include <cmath>
#include <string>

namespace hs::workflow {

namespace {

constexpr double MostMillis = 9007199254740991.0; // 2^53 - 1

std::optional<std::chrono::milliseconds> checked(double millis)
{
    if (!std::isfinite(millis) || millis < 0 || millis > MostMillis)
        return std::nullopt;
    return std::chrono::milliseconds(std::llround(millis));
}

} // namespace

std::optional<std::chrono::milliseconds> parseDuration(std::string_view text)
{
    if (!text.starts_with('P'))
        return std::nullopt;
    text.remove_prefix(1);
    // Each designator may come once and in this order; those of a time only after T.
    struct Unit {
        char designator;
        bool ofTime;
        double millis;
    };
    static constexpr Unit Units[] = {{'W', false, 604800000.0},
                                     {'D', false, 86400000.0},
                                     {'H', true, 3600000.0},
                                     {'M', true, 60000.0},
                                     {'S', true, 1000.0}};
    double total = 0;
    bool inTime = false;
    bool any = false;
    std::size_t next = 0;
    while (!text.empty()) {
        if (text.front() == 'T') {
            if (inTime || text.size() == 1)
                return std::nullopt;
            inTime = true;
            text.remove_prefix(1);
            continue;
        }
        std::size_t length = 0;
        std::size_t points = 0;
        while (length < text.size() && ((text[length] >= '0' && text[length] <= '9') || text[length] == '.'))
            points += text[length++] == '.' ? 1 : 0;
        if (length == 0 || length == text.size() || points > 1 || text.front() == '.' || text[length - 1] == '.')
            return std::nullopt;
        double amount = 0;
        std::from_chars(text.data(), text.data() + length, amount);
        while (next < std::size(Units) && !(Units[next].designator == text[length] && Units[next].ofTime == inTime))
            ++next;
        // Only seconds may have a fraction: elsewhere it is more often a slip than a wish.
        if (next == std::size(Units) || (points > 0 && Units[next].designator != 'S'))
            return std::nullopt;
        total += amount * Units[next++].millis;
        any = true;
        text.remove_prefix(length + 1);
    }
    return any ? checked(total) : std::nullopt;
}

std::optional<std::chrono::milliseconds> parseMillis(std::string_view text)
{
    if (text.empty() || text.size() > 16 || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    std::int64_t millis = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), millis);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || text.front() == '-')
        return std::nullopt;
    return checked(double(millis));
}

std::optional<std::chrono::milliseconds> delayOf(const OrderedJson &value)
{
    if (value.is_number())
        return checked(value.get<double>());
    if (!value.is_string())
        return std::nullopt;
    const auto &text = value.get_ref<const std::string &>();
    const auto millis = parseMillis(text);
    return millis ? millis : parseDuration(text);
}

} // namespace hs::workflow
