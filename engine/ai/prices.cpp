#include "engine/ai/prices.h"

#include <algorithm>
#include <cmath>

#include "engine/vocabulary/clock.h"

namespace hs::ai {

namespace {

constexpr std::size_t MaxTable = 1024U * 1024; // bytes
constexpr std::size_t MaxRows = 5'000;
constexpr std::size_t MaxPriceName = 200;           // bytes
constexpr double MaxDollars = 100'000;         // a million tokens
constexpr double WrittenFactor = 1.25;         // what is written to a prompt cache costs so many times as much as it does otherwise
constexpr double Million = 1e6;

tl::unexpected<Error> wrongTable(std::string what, std::string where, std::string mend)
{
    return fail(Errc::BadInput, std::move(what), "prices.json: " + std::move(where), std::move(mend));
}

Result<double> dollars(const Json &row, const char *key, std::optional<double> fallback, const std::string &where)
{
    const Json &value = member(row, key);
    if (value.is_null() && fallback)
        return *fallback;
    if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() <= MaxDollars))
        return wrongTable(std::string("\"") + key + "\" is no price", where, "give US dollars a million tokens, 0 or more");
    return value.get<double>();
}

Result<Price> priceFrom(const Json &row, const std::string &where)
{
    Price price;
    price.provider = text(row, "provider");
    price.model = text(row, "model");
    if (price.provider.empty() || price.provider.size() > MaxPriceName)
        return wrongTable("\"provider\" is missing or too long", where, "name the provider");
    if (price.model.empty() || price.model.size() > MaxPriceName)
        return wrongTable("\"model\" is missing or too long", where, "name the model, or its beginning and *");
    if (price.model.find('*') < price.model.size() - 1)
        return wrongTable("a * stands within \"model\"", where, "put it at the end, or leave it out");
    const auto input = dollars(row, "input", {}, where);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto cached = dollars(row, "cached", *input, where);
    if (!cached)
        return tl::make_unexpected(cached.error());
    const auto output = dollars(row, "output", {}, where);
    if (!output)
        return tl::make_unexpected(output.error());
    price.input = *input;
    price.cached = *cached;
    price.output = *output;
    return price;
}

} // namespace

Result<Prices> Prices::load(std::string_view bytes)
{
    if (bytes.size() > MaxTable)
        return wrongTable("it is larger than 1 MB", "as a whole", "keep to the models you use");
    const auto json = parseJson(bytes);
    if (!json)
        return wrongTable(json.error().what, json.error().where, "mend the JSON");
    Prices prices;
    prices.m_date = text(*json, "date");
    if (prices.m_date.size() != 10 || !parseRfc3339(prices.m_date + "T00:00:00Z"))
        return wrongTable("\"date\" is no date", "date", "say as of when the prices are: \"2026-11-01\"");
    const Json &rows = member(*json, "prices");
    if (!rows.is_array() || rows.size() > MaxRows)
        return wrongTable("\"prices\" is no list, or too long a one", "prices", "give a list of rows");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto name = text(rows[i], "provider").substr(0, 40) + " " + text(rows[i], "model").substr(0, 80);
        const auto where = "row " + std::to_string(i + 1) + " (" + name + ")";
        auto price = priceFrom(rows[i], where);
        if (!price)
            return tl::make_unexpected(price.error());
        const bool twice = std::any_of(prices.m_rows.begin(), prices.m_rows.end(),
                                       [&](const Price &other) { return other.provider == price->provider && other.model == price->model; });
        if (twice)
            return wrongTable("the model has a price already", where, "keep one of the rows");
        prices.m_rows.push_back(std::move(*price));
    }
    return prices;
}

std::optional<Price> Prices::find(std::string_view provider, std::string_view model) const
{
    const Price *best = nullptr;
    for (const auto &row : m_rows) {
        if (row.provider != provider)
            continue;
        if (row.model == model)
            return row;
        const auto beginning = std::string_view(row.model).substr(0, row.model.size() - 1);
        if (row.model.back() == '*' && model.starts_with(beginning) && (!best || row.model.size() > best->model.size()))
            best = &row;
    }
    return best ? std::optional<Price>(*best) : std::nullopt;
}

double costOf(const Price &price, const Usage &usage)
{
    const auto cached = std::clamp<std::int64_t>(usage.cached, 0, std::max<std::int64_t>(usage.input, 0));
    const auto written = std::clamp<std::int64_t>(usage.written, 0, std::max<std::int64_t>(usage.input, 0) - cached);
    const auto plain = std::max<std::int64_t>(usage.input, 0) - cached - written;
    const double input = double(plain) + double(written) * WrittenFactor;
    return (input * price.input + double(cached) * price.cached + double(std::max<std::int64_t>(usage.output, 0)) * price.output) / Million;
}

} // namespace hs::ai
