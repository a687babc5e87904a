#include "engine/workflow/cron.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace hs::workflow {

namespace {

struct Field {
    int least;
    int most;
    std::string_view names; ///< three letters each, the first stands for firstName
    int firstName;
};

constexpr std::array<Field, 5> Fields = {{{0, 59, {}, 0},
                                          {0, 23, {}, 0},
                                          {1, 31, {}, 0},
                                          {1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC", 1},
                                          {0, 7, "SUNMONTUEWEDTHUFRISAT", 0}}};

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> out;
    while (true) {
        const auto at = text.find(separator);
        out.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return out;
        text.remove_prefix(at + 1);
    }
}

std::optional<int> number(std::string_view text)
{
    int out = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || text.front() == '-' || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return out;
}

std::optional<int> valueOf(std::string_view text, const Field &field)
{
    if (text.size() == 3 && !field.names.empty()) {
        std::string upper(text);
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
        const auto at = field.names.find(upper);
        if (at != std::string_view::npos && at % 3 == 0)
            return int(at / 3) + field.firstName;
    }
    const auto out = number(text);
    return out && *out >= field.least && *out <= field.most ? out : std::nullopt;
}

bool isGood(std::string_view part, const Field &field)
{
    const auto slash = part.find('/');
    if (slash != std::string_view::npos) {
        const auto step = number(part.substr(slash + 1));
        if (!step || *step < 1 || *step > field.most)
            return false;
        part = part.substr(0, slash);
    }
    if (part == "*")
        return true;
    const auto dash = part.find('-');
    const auto from = valueOf(part.substr(0, dash), field);
    if (dash == std::string_view::npos)
        return from.has_value() && slash == std::string_view::npos;
    const auto to = valueOf(part.substr(dash + 1), field);
    return from && to && *from <= *to;
}

} // namespace

std::string cronProblem(std::string_view expression)
{
    std::vector<std::string_view> fields = split(expression, ' ');
    fields.erase(std::remove(fields.begin(), fields.end(), std::string_view()), fields.end());
    if (fields.size() != Fields.size())
        return std::to_string(fields.size()) + " fields, five are needed";
    for (std::size_t i = 0; i < Fields.size(); ++i) {
        const auto parts = split(fields[i], ',');
        if (!std::all_of(parts.begin(), parts.end(), [&](std::string_view part) { return isGood(part, Fields[i]); }))
            return "field " + std::to_string(i + 1) + " \"" + std::string(fields[i]) + '"';
    }
    return {};
}

} // namespace hs::workflow
