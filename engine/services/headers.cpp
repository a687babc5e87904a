#include "engine/services/headers.h"

#include <algorithm>

#include "engine/vocabulary/trimmed.h"

namespace hs::services {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

} // namespace

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

const HeaderMap::Entry *HeaderMap::find(std::string_view name) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry &entry) { return equalIgnoringCase(entry.name, name); });
    return found == m_entries.end() ? nullptr : &*found;
}

std::string_view HeaderMap::value(std::string_view name) const
{
    const Entry *entry = find(name);
    return entry == nullptr ? std::string_view() : trimmed(entry->value);
}

} // namespace hs::services
