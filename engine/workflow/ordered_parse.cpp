#include "engine/workflow/ordered_parse.h"

#include <simdjson.h>

namespace hs::workflow {

namespace {

OrderedJson valueOf(simdjson::dom::element element)
{
    using simdjson::dom::element_type;
    switch (element.type()) {
    case element_type::OBJECT: {
        OrderedJson out = OrderedJson::object();
        auto &members = out.get_ref<OrderedJson::object_t &>();
        const auto object = element.get_object().value_unsafe();
        members.reserve(object.size());
        for (const auto field : object)
            members.emplace_back(std::string(field.key), valueOf(field.value));
        return out;
    }
    case element_type::ARRAY: {
        OrderedJson out = OrderedJson::array();
        auto &elements = out.get_ref<OrderedJson::array_t &>();
        const auto array = element.get_array().value_unsafe();
        elements.reserve(array.size());
        for (const auto inner : array)
            elements.push_back(valueOf(inner));
        return out;
    }
    case element_type::STRING:
        return std::string(element.get_string().value_unsafe());
    case element_type::INT64: {
        const std::int64_t number = element.get_int64().value_unsafe();
        return number < 0 ? OrderedJson(number) : OrderedJson(std::uint64_t(number)); // as its own parser has it
    }
    case element_type::UINT64:
        return element.get_uint64().value_unsafe();
    case element_type::DOUBLE:
        return element.get_double().value_unsafe();
    case element_type::BOOL:
        return element.get_bool().value_unsafe();
    case element_type::NULL_VALUE:
        break;
    }
    return nullptr;
}

} // namespace

std::optional<OrderedJson> parseOrdered(std::string_view text)
{
    thread_local simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(text.data(), text.size()).get(root) == simdjson::SUCCESS)
        return valueOf(root);
    // Whole numbers beyond 64 bits, very deep nesting: the slow parser knows what to say.
    auto slow = OrderedJson::parse(text, nullptr, false);
    return slow.is_discarded() ? std::nullopt : std::optional(std::move(slow));
}

} // namespace hs::workflow
