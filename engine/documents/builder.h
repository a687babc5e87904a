#pragma once

// Inside of the module. Not for other modules.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/reading.h"

namespace hs::documents {

/// Writes a document block by block, within the limits. Texts are taken as UTF-8; runs of blanks become one, line
/// ends are kept single; what is empty makes no block. Once a limit is reached nothing more is taken, and `finish`
/// says which.
class Builder {
public:
    explicit Builder(const Limits &limits) : m_limits(limits) {}

    int page = 0;         ///< of what is added from now on
    int confidence = 100; ///< the same

    void heading(int level, std::string_view text);
    void paragraph(std::string_view text);
    void item(int depth, std::string_view text);
    void code(std::string_view text); ///< blanks and lines as they are
    [[nodiscard]] int beginTable() { return ++m_tables; }
    void row(int table, bool head, const std::vector<std::string> &cells); ///< in one line, " | " between

    /// Another document as a part of this one: its headings `deeper`, its pages none.
    void append(const Document &part, int deeper);

    [[nodiscard]] bool full() const { return m_failure.has_value(); }
    [[nodiscard]] Document &document() { return m_document; }
    [[nodiscard]] Result<Document> finish();

private:
    void add(Block block, std::string_view text);

    const Limits &m_limits;
    Document m_document;
    std::optional<Error> m_failure;
    int m_tables = 0;
};

/// Prose as it is kept: see Builder.
[[nodiscard]] std::string prose(std::string_view text);

/// The failure when a document has more blocks or text than it may; none: it has not.
[[nodiscard]] std::optional<Error> outgrown(const Limits &limits, std::size_t text, std::size_t blocks);

} // namespace hs::documents
