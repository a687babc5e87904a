#include "engine/workflow/jsonlogic.h"

#include <algorithm>
#include <charconv>

#include "engine/workflow/rule.h"
#include "engine/workflow/values.h"

namespace hs::workflow {

namespace {

/// Goes down one key: a property, or an index of an array.
const OrderedJson *child(const OrderedJson &value, std::string_view key)
{
    if (value.is_object()) {
        for (const auto &[name, inner] : value.get_ref<const OrderedJson::object_t &>()) {
            if (name == key)
                return &inner;
        }
        return nullptr;
    }
    if (value.is_array()) {
        std::size_t index = 0;
        const auto read = std::from_chars(key.data(), key.data() + key.size(), index);
        if (read.ec == std::errc() && read.ptr == key.data() + key.size() && index < value.size())
            return &value[index];
    }
    return nullptr;
}

const OrderedJson *descend(const OrderedJson *value, std::string_view path, bool ended)
{
    while (value != nullptr && !ended) {
        const auto dot = path.find('.');
        value = child(*value, path.substr(0, dot));
        ended = dot == std::string_view::npos;
        path = ended ? std::string_view() : path.substr(dot + 1);
    }
    return value;
}

} // namespace

Scope::Scope(std::initializer_list<Root> roots) : m_rootCount(std::min(roots.size(), MaxRoots))
{
    std::copy_n(roots.begin(), m_rootCount, m_roots.begin());
}

OrderedJson Scope::whole() const
{
    if (m_document != nullptr)
        return *m_document;
    OrderedJson out = OrderedJson::object();
    for (std::size_t i = 0; i < m_rootCount; ++i)
        out[std::string(m_roots[i].first)] = *m_roots[i].second;
    return out;
}

const OrderedJson *Scope::root(std::string_view name) const
{
    for (std::size_t i = 0; i < m_rootCount; ++i) {
        if (m_roots[i].first == name)
            return m_roots[i].second;
    }
    return nullptr;
}

const OrderedJson *Scope::find(std::string_view path) const
{
    if (m_document != nullptr)
        return descend(m_document, path, false);
    const auto dot = path.find('.');
    const bool ended = dot == std::string_view::npos;
    return descend(root(path.substr(0, dot)), ended ? std::string_view() : path.substr(dot + 1), ended);
}

const OrderedJson *Scope::find(std::span<const std::string> path) const
{
    const OrderedJson *value = m_document;
    if (value == nullptr) {
        value = root(path.front());
        path = path.subspan(1);
    }
    for (std::size_t i = 0; value != nullptr && i < path.size(); ++i)
        value = child(*value, path[i]);
    return value;
}

Result<OrderedJson> evaluate(const OrderedJson &rule, const Scope &data)
{
    std::size_t cost = 0;
    return Rule(rule).evaluate(data, cost);
}

Result<OrderedJson> evaluate(const OrderedJson &rule, const OrderedJson &data)
{
    return evaluate(rule, Scope(data));
}

Result<OrderedJson> evaluateMapping(const OrderedJson &mapping, const Scope &data)
{
    std::size_t cost = 0;
    return Mapping(mapping).evaluate(data, cost);
}

bool truthy(const OrderedJson &value)
{
    return values::truthy(&value);
}

} // namespace hs::workflow
