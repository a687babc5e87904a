#include "engine/services/form_body.h"

#include <array>
#include <utility>

namespace hs::services {

namespace {

/// Keeps the first two levels of objects while the parser checks the rest.
class Keeper final : public nlohmann::json_sax<Json> {
public:
    [[nodiscard]] Json take() { return std::move(m_document); }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t &) override { return put(value); }
    bool string(string_t &value) override { return put(std::move(value)); }
    bool binary(binary_t &) override { return false; }
    bool key(string_t &name) override
    {
        if (Json *here = level())
            m_value = &(*here)[std::move(name)];
        return true;
    }
    bool start_object(std::size_t) override
    {
        if (m_depth == 0) {
            m_document = Json::object();
            m_levels[0] = &m_document;
        } else if (level() != nullptr && m_depth == 1) {
            *m_value = Json::object();
            m_levels[1] = m_value;
        } else {
            put(nullptr);
        }
        return open();
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override
    {
        put(nullptr);
        ++m_arrays;
        return open();
    }
    bool end_array() override
    {
        --m_arrays;
        return close();
    }
    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &) override { return false; }

private:
    /// The object whose members are read now; null where nothing is kept.
    [[nodiscard]] Json *level() { return m_arrays == 0 && m_depth >= 1 && m_depth <= m_levels.size() ? m_levels[m_depth - 1] : nullptr; }
    template <typename T>
    bool put(T &&value)
    {
        if (level() != nullptr)
            *m_value = std::forward<T>(value);
        return true;
    }
    bool open() { return ++m_depth <= MaxJsonDepth; }
    bool close()
    {
        --m_depth;
        return true;
    }

    Json m_document;
    std::array<Json *, 2> m_levels{};
    Json *m_value = nullptr; // the member that the next value belongs to
    std::size_t m_depth = 0;
    std::size_t m_arrays = 0;
};

} // namespace

Result<Json> parseEnvelope(std::string_view contentType, std::string_view body)
{
    if (const auto type = mediaType(contentType); type == "application/x-www-form-urlencoded" || type == "multipart/form-data")
        return parseBody(contentType, body);
    Keeper keeper;
    if (Json::sax_parse(body.begin(), body.end(), &keeper)) {
        if (auto document = keeper.take(); document.is_object())
            return document;
    }
    return parseBody(contentType, body); // says what is wrong and where
}

} // namespace hs::services
