#include "engine/workflow/json_size.h"

namespace hs::workflow {

namespace {

constexpr std::size_t WidestCharacter = 6; ///< \u0001
constexpr std::size_t WidestScalar = 32;   ///< more than any number takes
constexpr std::size_t Punctuation = 4;     ///< quotes, colon and comma of a member

/// No less than what the value takes; counting ends beyond `limit`.
std::size_t atMost(const OrderedJson &value, std::size_t limit)
{
    if (value.is_string())
        return value.get_ref<const std::string &>().size() * WidestCharacter + 2;
    if (!value.is_structured())
        return WidestScalar;
    std::size_t out = 2;
    if (value.is_array()) {
        for (const auto &element : value.get_ref<const OrderedJson::array_t &>()) {
            out += atMost(element, limit) + 1;
            if (out > limit)
                break;
        }
        return out;
    }
    for (const auto &[key, inner] : value.get_ref<const OrderedJson::object_t &>()) {
        out += key.size() * WidestCharacter + Punctuation + atMost(inner, limit);
        if (out > limit)
            break;
    }
    return out;
}

} // namespace

std::optional<std::size_t> bytesBeyond(const OrderedJson &value, std::size_t limit)
{
    if (atMost(value, limit) <= limit)
        return std::nullopt;
    const auto bytes = value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace).size();
    return bytes > limit ? std::optional(bytes) : std::nullopt;
}

} // namespace hs::workflow
