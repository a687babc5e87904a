#include "engine/agents/zevi/trends.h"

#include <algorithm>
#include <cmath>

#include "engine/agents/studio.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr std::string_view Members = "community-hub";
constexpr std::string_view Feedback = "feedback-surveys";

Timestamp momentOf(const RecordView &record)
{
    const auto *property = record.database == Contacts ? "Date Added" : record.database == Members ? "Join Date" : "Date Received";
    if (const auto at = parseRfc3339(fieldText(record.fields, property)))
        return *at;
    return record.createdAt;
}

double rounded(double value)
{
    return std::round(value * 10) / 10;
}

} // namespace

std::optional<double> ratingOfFive(const Json &fields)
{
    const auto &rating = member(fields, "Rating");
    if (!rating.is_number())
        return std::nullopt;
    const auto scale = fieldNumber(fields, "Rating Scale", 5);
    return scale > 0 ? std::optional(rating.get<double>() * 5 / scale) : std::nullopt;
}

TrendTally::TrendTally(Timestamp end, int length) : m_end(end), m_length(days(length)) {}

std::optional<TrendTally> TrendTally::from(const Json &stored)
{
    const auto end = parseRfc3339(text(stored, "end"));
    if (!end)
        return std::nullopt;
    TrendTally tally(*end, 1);
    tally.m_length = milliseconds(integer(stored, "length"));
    for (const auto &s : member(stored, "sums"))
        tally.m_sums.push_back({text(s, "what"), integer(s, "now"), integer(s, "before"), number(s, "nowTotal"), number(s, "beforeTotal"), boolean(s, "average")});
    return tally;
}

Json TrendTally::stored() const
{
    auto sums = Json::array();
    for (const auto &s : m_sums)
        sums.push_back({{"what", s.what}, {"now", s.now}, {"before", s.before}, {"nowTotal", s.nowTotal}, {"beforeTotal", s.beforeTotal}, {"average", s.average}});
    return {{"end", toRfc3339(m_end)}, {"length", m_length.count()}, {"sums", sums}};
}

std::string TrendTally::period() const
{
    return toRfc3339(m_end - m_length).substr(0, 10) + " to " + toRfc3339(m_end).substr(0, 10);
}

void TrendTally::count(const std::string &what, bool isNow, std::optional<double> value)
{
    auto found = std::find_if(m_sums.begin(), m_sums.end(), [&](const Sum &s) { return s.what == what; });
    if (found == m_sums.end())
        found = m_sums.insert(m_sums.end(), Sum{what, 0, 0, 0, 0, value.has_value()});
    ++(isNow ? found->now : found->before);
    (isNow ? found->nowTotal : found->beforeTotal) += value.value_or(0);
}

void TrendTally::add(const RecordView &record)
{
    const auto at = momentOf(record);
    if (at < begin() || at >= m_end)
        return;
    const auto isNow = at >= m_end - m_length;
    if (record.database == Contacts) {
        count("new contacts", isNow);
        if (const auto source = fieldText(record.fields, "Lead Source"); !source.empty())
            count("new contacts from " + source, isNow);
        for (const auto &profile : fieldList(record.fields, "Profile"))
            count("new contacts with the profile " + profile, isNow);
    } else if (record.database == Members) {
        count("new members", isNow);
    } else if (record.database == Feedback) {
        count("feedback received", isNow);
        if (const auto rating = ratingOfFive(record.fields))
            count("average rating of 5", isNow, rating);
    }
}

std::vector<Trend> TrendTally::trends() const
{
    std::vector<Trend> out;
    for (const auto &s : m_sums) {
        const auto average = [](double total, std::int64_t n) { return n > 0 ? std::round(total / static_cast<double>(n) * 100) / 100 : 0.0; };
        Trend trend{s.what, static_cast<double>(s.now), static_cast<double>(s.before), std::nullopt, s.now + s.before};
        if (s.average) {
            trend.now = average(s.nowTotal, s.now);
            trend.before = average(s.beforeTotal, s.before);
        }
        // An average over nothing is no number to compare with.
        if (trend.before > 0 && !(s.average && s.now == 0))
            trend.change = rounded((trend.now - trend.before) / trend.before * 100);
        out.push_back(std::move(trend));
    }
    std::stable_sort(out.begin(), out.end(), [](const Trend &a, const Trend &b) {
        if (a.change.has_value() != b.change.has_value())
            return a.change.has_value();
        if (a.change && std::abs(*a.change) != std::abs(*b.change))
            return std::abs(*a.change) > std::abs(*b.change);
        return a.base > b.base;
    });
    return out;
}

const std::vector<std::string> &TrendTally::databases()
{
    static const std::vector<std::string> all{std::string(Contacts), std::string(Members), std::string(Feedback)};
    return all;
}

} // namespace hs::agents
