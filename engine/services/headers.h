#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

namespace hs::services {

/// The headers of one HTTP request, as views into the server's buffer: whoever
/// makes it keeps the bytes alive. Names compare without regard to case (ASCII).
class HeaderMap {
public:
    struct Entry {
        std::string_view name;
        std::string_view value;
    };

    HeaderMap() = default;
    HeaderMap(std::initializer_list<Entry> entries) : m_entries(entries) {}

    void reserve(std::size_t count) { m_entries.reserve(count); }
    void add(std::string_view name, std::string_view value) { m_entries.push_back({name, value}); }

    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    /// The first value, without white space around it; empty when there is none.
    [[nodiscard]] std::string_view value(std::string_view name) const;
    [[nodiscard]] const std::vector<Entry> &entries() const { return m_entries; }

private:
    [[nodiscard]] const Entry *find(std::string_view name) const;

    std::vector<Entry> m_entries;
};

[[nodiscard]] bool equalIgnoringCase(std::string_view a, std::string_view b); ///< ASCII letters only

} // namespace hs::services
