#include "engine/agents/zevi/metrics.h"

#include <array>
#include <cmath>

#include "engine/agents/studio.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 8> Counts{"sent", "delivered", "opened", "clicked", "conversions", "bounced", "sessions", "bounced_sessions"};
constexpr std::array<std::string_view, 4> RateNames{"open_rate", "click_rate", "conversion_rate", "bounce_rate"};

std::optional<double> countOf(const Json &metrics, std::string_view name)
{
    const auto &value = member(metrics, name);
    if (!value.is_number() || value.get<double>() < 0)
        return std::nullopt;
    return value.get<double>();
}

std::optional<double> percent(std::optional<double> part, std::optional<double> whole)
{
    if (!part || !whole || *whole <= 0)
        return std::nullopt;
    return std::round(*part / *whole * 10'000) / 100;
}

std::optional<Timestamp> momentIn(const Json &fields, std::string_view name)
{
    const auto words = fieldText(fields, name);
    if (const auto at = parseRfc3339(words.size() == 10 ? words + "T00:00:00Z" : words))
        return *at;
    return std::nullopt;
}

std::string percentText(double value)
{
    return numberText(value) + " %";
}

} // namespace

Rates ratesOf(const Json &metrics)
{
    Rates rates;
    const auto sent = countOf(metrics, "sent");
    const auto bounced = countOf(metrics, "bounced");
    auto delivered = countOf(metrics, "delivered");
    if (!delivered && sent)
        delivered = std::max(0.0, *sent - bounced.value_or(0));
    const auto sessions = countOf(metrics, "sessions");
    const auto clicked = countOf(metrics, "clicked");
    const auto orGiven = [&](std::optional<double> computed, std::string_view name) { return computed ? computed : countOf(metrics, name); };
    rates.open = orGiven(percent(countOf(metrics, "opened"), delivered), "open_rate");
    rates.click = orGiven(percent(clicked, delivered), "click_rate");
    rates.conversion = orGiven(percent(countOf(metrics, "conversions"), clicked ? clicked : sessions), "conversion_rate");
    const auto left = percent(countOf(metrics, "bounced_sessions"), sessions);
    rates.bounce = orGiven(left ? left : percent(bounced, sent), "bounce_rate");
    rates.base = static_cast<std::int64_t>(delivered ? *delivered : sessions.value_or(0));
    return rates;
}

std::vector<std::string> missedBy(const Rates &rates, milliseconds sinceStart)
{
    std::vector<std::string> why;
    if (sinceStart < MeasuredAfter)
        return why;
    const auto base = rates.base > 0 ? ", base " + std::to_string(rates.base) : std::string();
    const auto least = [&](const char *name, std::optional<double> rate, double limit) {
        if (rate && *rate < limit)
            why.push_back(std::string(name) + " " + percentText(*rate) + ", at least " + percentText(limit) + " is wanted" + base);
    };
    least("open", rates.open, LeastOpen);
    least("click", rates.click, LeastClick);
    least("conversion", rates.conversion, LeastConversion);
    if (rates.bounce && *rates.bounce > MostBounce)
        why.push_back("bounce " + percentText(*rates.bounce) + ", at most " + percentText(MostBounce) + " is wanted" + base);
    return why;
}

std::optional<Timestamp> startOf(const RecordView &campaign)
{
    return momentIn(campaign.fields, "Start Date");
}

std::optional<Timestamp> endOf(const RecordView &campaign)
{
    return momentIn(campaign.fields, "End Date");
}

Json mergedMetrics(const Json &stored, const Json &told)
{
    auto out = stored.is_object() ? stored : Json::object();
    const auto take = [&](std::string_view name) {
        if (const auto value = countOf(told, name))
            out[std::string(name)] = *value == std::floor(*value) ? Json(static_cast<std::int64_t>(*value)) : Json(*value);
    };
    for (const auto name : Counts)
        take(name);
    for (const auto name : RateNames)
        take(name);
    return out;
}

} // namespace hs::agents
