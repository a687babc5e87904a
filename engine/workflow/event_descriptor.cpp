#include "engine/workflow/event_descriptor.h"

namespace hs::workflow {

bool matches(std::string_view descriptor, std::string_view eventType)
{
    if (descriptor == "*" || descriptor == eventType)
        return true;
    if (!descriptor.ends_with(".*"))
        return false;
    const auto prefix = descriptor.substr(0, descriptor.size() - 2);
    return eventType.starts_with(prefix) && (eventType.size() == prefix.size() || eventType[prefix.size()] == '.');
}

bool isDescriptor(std::string_view text)
{
    while (true) {
        const auto dot = text.find('.');
        const auto token = text.substr(0, dot);
        const bool last = dot == std::string_view::npos;
        if (token.empty() || (token.find('*') != std::string_view::npos && !(last && token == "*")))
            return false;
        if (last)
            return true;
        text.remove_prefix(dot + 1);
    }
}

bool isReserved(std::string_view eventType)
{
    return eventType.starts_with("xstate.");
}

} // namespace hs::workflow
