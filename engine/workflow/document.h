#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/workflow/finding.h"

namespace hs::workflow {

/// A JSON text with the place of every value and the keys that appear twice.
class Document {
public:
    /// E001 when the text is not JSON, E004 when it is too big; then there is no `json`.
    /// E003 for every key that appears twice; the last one holds.
    explicit Document(std::string_view text);

    [[nodiscard]] bool isUsable() const { return m_usable; }
    [[nodiscard]] const OrderedJson &json() const { return m_json; }
    [[nodiscard]] const std::vector<Finding> &findings() const { return m_findings; }

    enum class Of { Value, Key };
    /// Where a value, or the key before it, begins. For a pointer that leads nowhere: the
    /// nearest value above it.
    [[nodiscard]] TextPosition place(std::string pointer, Of what) const;

    /// The bytes of a value. Of an object's member also those of its key; else `key` is `value`.
    struct Span {
        std::size_t key = 0;
        std::size_t value = 0;
        std::size_t end = 0; ///< behind the last byte of the value
    };
    [[nodiscard]] const Span *span(std::string_view pointer) const; ///< null when there is no such value

private:
    friend class PlaceScanner;
    std::string_view m_text;
    OrderedJson m_json;
    bool m_usable = false;
    std::map<std::string, Span, std::less<>> m_places;
    std::vector<std::size_t> m_lines; ///< where each line begins
    std::vector<Finding> m_findings;

    [[nodiscard]] TextPosition positionOf(std::size_t offset) const;
};

/// One more token on a JSON Pointer, escaped by RFC 6901.
[[nodiscard]] std::string operator/(const std::string &pointer, std::string_view token);
[[nodiscard]] std::string operator/(const std::string &pointer, std::size_t index);

/// The canonical form of RFC 8785: keys sorted by UTF-16, no space, numbers as ECMAScript prints them.
[[nodiscard]] std::string canonicalJson(const OrderedJson &value);
void appendCanonical(std::string &out, const OrderedJson &value); ///< the same behind what `out` holds

} // namespace hs::workflow
