#pragma once

// Inside of the module. Not for other modules.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Letters as they travel: RFC 5322 and MIME (RFC 2045 to 2047, 2231).
namespace hs::documents {

/// The fields of a letter's or a part's head.
class MailHead {
public:
    /// Takes the head and the empty line behind it off the text.
    [[nodiscard]] static MailHead take(std::string_view &text);
    /// Unfolded, as it was sent; empty: not there.
    [[nodiscard]] std::string_view raw(std::string_view name) const;
    /// For people: encoded words decoded, UTF-8.
    [[nodiscard]] std::string text(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> m_fields; // name in lower case
};

/// "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" as text; what is not encoded is taken as UTF-8 or what it seems to be.
[[nodiscard]] std::string decodedWords(std::string_view text);
/// A parameter of Content-Type or Content-Disposition, in any of the ways to write one: plain, quoted, in encoded
/// words, in pieces.
[[nodiscard]] std::string mailParameter(std::string_view field, std::string_view name);
/// The bytes of a body by its Content-Transfer-Encoding.
[[nodiscard]] std::string decodedBody(std::string_view body, std::string_view encoding);
/// The parts of a multipart body; empty: the boundary is not in it. At most `most`.
[[nodiscard]] std::vector<std::string_view> partsOfBody(std::string_view body, std::string_view boundary,
                                                        std::size_t most);

} // namespace hs::documents
