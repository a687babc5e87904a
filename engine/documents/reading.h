#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "engine/documents/document.h"
#include "engine/vocabulary/result.h"

/// Reads bytes into a document. What comes is hostile: a parser runs in a process of its own (reader_process.h); this is what
/// runs there, and in tests and fuzzers.
namespace hs::documents {

struct Limits {
    std::size_t bytes = 50U * 1024 * 1024;     ///< of the source
    std::size_t unpacked = 200U * 1024 * 1024; ///< of all that is unpacked of an archive
    std::size_t text = 20U * 1024 * 1024;      ///< of Document::text
    int entries = 2'000;  ///< of an archive
    int ratio = 200;      ///< unpacked to packed, of one entry above 1 MiB
    int pages = 2'000;
    int depth = 200;      ///< of nested elements
    std::size_t blocks = 200'000;
    std::chrono::seconds page{60};      ///< for one page
    std::chrono::seconds whole{600};    ///< for all of it
    bool recognise = true; ///< text of pictures (Tesseract), which takes seconds a page
    std::string languages = "eng"; ///< of recognition, as Tesseract names them, "+" between; those not installed are left out
};

struct Source {
    std::string bytes;
    std::string name;      ///< of the file or the address: its ending helps to tell what it is
    std::string mediaType; ///< as the source says; empty: it does not say
    std::string address;   ///< of a web page, for its relative links
};

/// What a source is, by its first bytes, its name and what it says of itself: "application/pdf", "text/markdown", …;
/// "application/octet-stream" when it is nothing that is read.
[[nodiscard]] std::string typeOf(const Source &source);
/// Whether a file of this name is one that is read (".pdf", ".docx", ".odt", ".html", ".md", ".txt", ".csv", ".eml", ".png", …).
[[nodiscard]] bool readsName(std::string_view name);

/// In the calling thread. Errors, each with `mend`: BadInput (damaged, encrypted, larger than a limit: says which; no text in it),
/// NotFound (a kind that is not read), Timeout (a page or the whole took too long), Unavailable (a part that is needed is not installed).
[[nodiscard]] Result<Document> read(const Source &source, const Limits &limits);

} // namespace hs::documents
