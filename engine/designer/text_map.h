#pragma once

#include <string_view>
#include <vector>

#include "engine/api/designer.h"
#include "engine/workflow/document.h"

namespace hs::designer {

/// Turns bytes of a UTF-8 text into the UTF-16 places that the door speaks of.
class TextMap {
public:
    /// `document` was made of `text`; both outlive this.
    TextMap(std::string_view text, const workflow::Document &document);

    /// Bytes `from` to `to`.
    [[nodiscard]] api::TextRange range(std::size_t from, std::size_t to) const;
    /// A value with its key, or the nearest value above when the pointer leads nowhere.
    [[nodiscard]] api::TextRange range(std::string_view pointer) const;
    /// The word that begins at a line and a column in bytes.
    [[nodiscard]] api::TextRange wordAt(std::size_t line, std::size_t column) const;

private:
    [[nodiscard]] int utf16(std::size_t byte) const;

    std::string_view m_text;
    const workflow::Document &m_document;
    std::vector<std::size_t> m_lines;
    std::vector<int> m_offsets; ///< by byte; empty when the text is ASCII
};

} // namespace hs::designer
