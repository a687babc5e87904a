#include "tests/eval/report.h"

#include <array>
#include <cstdio>

namespace hs::eval {

namespace {

std::string padded(std::string_view text, std::size_t width)
{
    std::string out(text);
    out.resize(std::max(width, out.size()), ' ');
    return out;
}

std::string cells(const Share &share)
{
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%5zu %7.1f %6.1f %%", share.count, share.right, share.value() * 100);
    return buffer.data();
}

std::string percent(double value)
{
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%6.1f %%", value * 100);
    return buffer.data();
}

constexpr std::size_t NameWidth = 32;

std::string head(std::string_view title)
{
    return padded(title, NameWidth) + " |  tune   right    share | held out right  share";
}

} // namespace

void Measure::add(const Row &row, double right)
{
    auto &share = row.heldOut ? heldOut : tune;
    ++share.count;
    share.right += right;
}

void Section::miss(const Row &row, std::string measure, std::string expected, std::string got)
{
    mistakes.push_back({row.id, std::move(measure), std::move(expected), std::move(got), row.heldOut});
}

std::string tableOf(std::string_view title, const Breakdown &breakdown)
{
    auto out = "\n" + head(title) + "\n";
    for (const auto &[key, measure] : breakdown)
        out += padded(key, NameWidth) + " | " + cells(measure.tune) + " | " + cells(measure.heldOut) + "\n";
    return out;
}

std::string tableOf(const Section &section)
{
    auto out = "\n" + head(section.name) + " | threshold\n";
    for (const auto &measure : section.measures) {
        out += padded(measure.name, NameWidth) + " | " + cells(measure.tune) + " | " + cells(measure.heldOut);
        out += measure.threshold > 0 ? " | " + percent(measure.threshold) + (measure.passes() ? "  pass" : "  FAIL") : " |      told";
        out += "\n";
    }
    return out + section.tables;
}

std::string mistakesOf(const Section &section, bool heldOutToo)
{
    std::string out;
    std::size_t hidden = 0;
    for (const auto &m : section.mistakes) {
        if (m.heldOut && !heldOutToo) {
            ++hidden;
            continue;
        }
        out += "  " + padded(m.row, 18) + padded(m.measure, 14) + "expected " + m.expected + "; got " + m.got + "\n";
    }
    if (hidden > 0)
        out += "  and " + std::to_string(hidden) + " in the part kept apart\n";
    return out.empty() ? out : "\nMistakes, " + section.name + ":\n" + out;
}

std::string joined(const std::vector<std::string> &list)
{
    std::string out;
    for (const auto &item : list)
        out += (out.empty() ? "" : " ") + item;
    return out;
}

} // namespace hs::eval
