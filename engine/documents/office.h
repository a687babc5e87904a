#pragma once

// Inside of the module. Not for other modules.

#include <string>
#include <string_view>

#include "engine/documents/archive.h"

/// What DOCX and XLSX have in common: an archive whose parts are found by their relations.
namespace hs::documents {

/// The part of a kind ("/officeDocument"); `fallback` when the archive does not say.
[[nodiscard]] std::string partOfOffice(const Archive &archive, Work &work, std::string_view kind,
                                       const std::string &fallback);
/// Title, author, language and time of its last change.
void takeOfficeProperties(const Archive &archive, Work &work, Document &document);

// The same of OpenDocument, whose parts have fixed names.
/// BadInput: encrypted.
[[nodiscard]] Result<void> checkOpenDocument(const Archive &archive, Work &work);
void takeOpenDocumentProperties(const Archive &archive, Work &work, Document &document);

} // namespace hs::documents
