#include "tests/fakes/notion/rollup.h"

#include <algorithm>
#include <set>

#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

Json numberOf(std::vector<double> numbers, const std::string &function)
{
    if (numbers.empty())
        return function == "sum" ? Json(0) : Json();
    std::sort(numbers.begin(), numbers.end());
    double sum = 0;
    for (const double each : numbers)
        sum += each;
    if (function == "sum")
        return sum;
    if (function == "average")
        return sum / double(numbers.size());
    if (function == "min")
        return numbers.front();
    if (function == "max")
        return numbers.back();
    if (function == "range")
        return numbers.back() - numbers.front();
    const auto half = numbers.size() / 2; // median
    return numbers.size() % 2 != 0 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
}

bool isEmpty(const Json &value)
{
    return value.is_null() || value == "" || value == false;
}

} // namespace

Json rollupValue(Workspace &space, DataSource &table, const Page &page, const Property &property)
{
    const auto function = text(property.config, "function");
    const Json unsupported{{"type", "unsupported"}, {"unsupported", Json::object()}, {"function", function}};
    const Property *relation = propertyById(table, text(property.config, "relation_id"));
    if (!relation)
        return unsupported;
    DataSource &other = *space.dataSources.at(text(relation->config, "data_source_id"));
    const Property *target = propertyById(other, text(property.config, "property_id"));
    if (!target || target->type == "rollup") // nested ones may be wrong in Notion too
        return unsupported;

    std::vector<Json> values;
    Json items = Json::array();
    for (const Json &id : keptValue(page, *relation)) {
        const Page &related = *space.pages.at(id.get<std::string>());
        if (related.inTrash)
            continue;
        values.push_back(plainValue(space, other, *target, related));
        items.push_back({{"type", target->type}, {target->type, shownValue(space, other, *target, related, true)}});
    }
    const auto answer = [&](const char *type, Json value) -> Json { return {{"type", type}, {type, std::move(value)}, {"function", function}}; };
    if (function == "show_original")
        return answer("array", std::move(items));
    const auto total = double(values.size());
    const auto empty = double(std::count_if(values.begin(), values.end(), isEmpty));
    const auto share = [&](double part) { return total == 0 ? Json(0) : Json(part / total); };
    if (function == "count")
        return answer("number", total);
    if (function == "count_values" || function == "not_empty" || function == "checked")
        return answer("number", total - empty);
    if (function == "empty" || function == "unchecked")
        return answer("number", empty);
    if (function == "percent_empty" || function == "percent_unchecked")
        return answer("number", share(empty));
    if (function == "percent_not_empty" || function == "percent_checked")
        return answer("number", share(total - empty));
    if (function == "unique")
        return answer("number", double(std::set<Json>(values.begin(), values.end()).size()));
    if (function == "earliest_date" || function == "latest_date" || function == "date_range") {
        std::vector<std::string> dates;
        for (const Json &value : values)
            if (value.is_string() && value != "")
                dates.push_back(value.get<std::string>());
        if (dates.empty())
            return answer("date", nullptr);
        std::sort(dates.begin(), dates.end());
        if (function == "date_range")
            return answer("date", {{"start", dates.front()}, {"end", dates.back()}, {"time_zone", nullptr}});
        return answer("date", {{"start", function == "earliest_date" ? dates.front() : dates.back()}, {"end", nullptr}, {"time_zone", nullptr}});
    }
    static const std::set<std::string> Numeric{"sum", "average", "median", "min", "max", "range"};
    if (Numeric.count(function) == 0)
        return unsupported;
    std::vector<double> numbers;
    for (const Json &value : values)
        if (value.is_number())
            numbers.push_back(value.get<double>());
    return answer("number", numberOf(std::move(numbers), function));
}

} // namespace hs::test::notion
