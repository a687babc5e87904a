#pragma once

// Inside of the module. Not for other modules.

#include <string_view>

namespace hs::documents {

/// The kinds of documents that are read.
enum class Kind { None, Pdf, Docx, Odt, Xlsx, Ods, Html, Markdown, Text, Csv, Mail, Png, Jpeg, Tiff };

[[nodiscard]] std::string_view mediaTypeOf(Kind kind);          ///< "application/octet-stream" for None
[[nodiscard]] Kind kindOfMediaType(std::string_view mediaType); ///< parameters ("; charset=…") are left aside
[[nodiscard]] Kind kindOfName(std::string_view name);           ///< by the ending of a file's name or of an address
/// A parameter of a media type ("charset" of `text/html; charset="utf-8"`), without quotes; empty: not there.
[[nodiscard]] std::string_view parameterOf(std::string_view mediaType, std::string_view name);
/// An OLE container ("d0 cf 11 e0"): an office file of before 2007, or an encrypted one of today.
[[nodiscard]] bool isOleContainer(std::string_view bytes);
[[nodiscard]] bool isEncryptedOffice(std::string_view bytes);

} // namespace hs::documents
