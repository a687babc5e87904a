#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace hs {

/// A value that must not be seen: it cannot be printed, compared by accident or
/// turned into JSON, and its memory is overwritten when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : m_value(std::move(value)) {}
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept : m_value(std::move(other.m_value)) { other.wipe(); }
    Secret &operator=(const Secret &) = default;
    Secret &operator=(Secret &&other) noexcept
    {
        if (this != &other) {
            wipe();
            m_value = std::move(other.m_value);
            other.wipe();
        }
        return *this;
    }
    ~Secret() { wipe(); }

    [[nodiscard]] bool empty() const { return m_value.empty(); }
    /// The one way to the bytes; a search for `reveal` finds every use.
    [[nodiscard]] std::string_view reveal() const { return m_value; }

private:
    void wipe() noexcept
    {
        volatile char *bytes = m_value.data();
        for (std::size_t i = 0; i < m_value.size(); ++i)
            bytes[i] = 0;
        m_value.clear();
    }
    std::string m_value;
};

} // namespace hs
