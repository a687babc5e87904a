#pragma once

// Inside of the module. Not for other modules.

#include <string>
#include <vector>

#include "engine/documents/builder.h"

namespace hs::documents {

/// One line of a PDF's page, in the order of reading. Lengths are points, from the page's top.
struct PdfLine {
    std::string text; ///< UTF-8
    int page = 1;
    bool joins = false;  ///< its last word goes on in the next line: there was a hyphen
    bool placed = false; ///< what follows is known
    bool gaps = false;   ///< there are gaps in it, as between the columns of a table
    double left = 0, right = 0;
    double top = 0;  ///< of letters as high as any, whether there are such in it or not
    double size = 0; ///< of its letters
    int outline = 0; ///< the level of the document's own list of headings that names it; 0: none
};

/// A row of ink on a page, in points from its left and its top.
struct InkRow {
    double left = 0, right = 0, top = 0, bottom = 0;
    double gap = 0; ///< the widest one in it
};
/// Places a line by the box of its ink: the size of its letters follows from which letters stand in it, and the top
/// becomes that of the line whatever its letters are.
void placeByInk(PdfLine &line, const InkRow &ink);

/// Which row each line of a page is, both in the order of reading; -1: none. Where there are not as many rows as
/// lines, they are matched by how long they are.
[[nodiscard]] std::vector<int> matchRows(const std::vector<PdfLine> &lines, const std::vector<InkRow> &rows);

/// The lines at the top and bottom of the pages that say the same on most of them (running titles, page numbers) are
/// taken away.
void dropRunningTitles(std::vector<PdfLine> &lines);

/// Paragraphs, headings and lists of a document's lines. What is a heading follows from all of them together.
class PdfLayout {
public:
    explicit PdfLayout(const std::vector<PdfLine> &lines);
    /// Adds the lines from `from` up to `to`, which are one page's.
    void add(const std::vector<PdfLine> &lines, std::size_t from, std::size_t to, Builder &builder) const;

private:
    [[nodiscard]] int headingLevel(const PdfLine &line) const; ///< 0: none
    [[nodiscard]] bool isLarge(const PdfLine &line) const;     ///< and may be a heading by that
    [[nodiscard]] bool standsApart(const PdfLine &line, const PdfLine *before, const PdfLine *behind) const;
    [[nodiscard]] bool continues(const PdfLine &before, const PdfLine &line) const;

    double m_body = 0;           ///< the size of most letters
    double m_pitch = 0;          ///< from one line of a paragraph to the next
    std::size_t m_width = 0;     ///< usual bytes of a full line
    std::vector<double> m_sizes; ///< of headings, the largest first
};

} // namespace hs::documents
