#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QTest>

#include "engine/documents/document.h"

/// Texts are shown when they differ.
template <>
inline char *QTest::toString(const std::string &text)
{
    return qstrdup(text.c_str());
}

/// Makes small documents of every kind, so that the tests need no files, and looks at what was read of them.
namespace hs::documents::making {

struct PdfText {
    double size = 11, x = 72, y = 700; ///< points, y from below
    std::string text;                  ///< ASCII
};
struct PdfPicture { ///< over the whole page
    int width = 0, height = 0;
    std::string grey; ///< a byte a point
};
struct PdfPage {
    std::vector<PdfText> texts;
    PdfPicture picture;
};
struct PdfOptions {
    std::string title, author;
    std::vector<std::pair<std::string, int>> outline; ///< title, page from 0
    bool encrypted = false;
};
[[nodiscard]] std::string pdf(const std::vector<PdfPage> &pages, const PdfOptions &options = {});
/// Lines of one size below one another, from the top of a page.
void addLines(PdfPage &page, double &y, double size, const std::vector<std::string> &lines);

using Entries = std::vector<std::pair<std::string, std::string>>; ///< name, bytes
[[nodiscard]] std::string archive(const Entries &entries, bool packed = true);
/// An archive with one entry that is `size` zeros, packed as tightly as can be.
[[nodiscard]] std::string bomb(const std::string &name, std::size_t size, const Entries &others);
[[nodiscard]] std::string docx(const std::string &body, const std::string &styles = {});
[[nodiscard]] std::string odt(const std::string &body, const std::string &manifest = {});
[[nodiscard]] std::string xlsx(const std::string &rows, const std::string &texts);

/// "Heading1: Title" a line; rows show their table, pages are shown where there are some.
[[nodiscard]] std::string outlineOf(const Document &document);
/// What is wrong with the blocks of a document; empty: nothing.
[[nodiscard]] std::string faultOf(const Document &document);

} // namespace hs::documents::making
