#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <QBuffer>
#include <QDateTime>
#include <QImage>
#include <QLoggingCategory>
#include <QPdfBookmarkModel>
#include <QPdfDocument>

#include "engine/documents/ascii.h"
#include "engine/documents/encoding.h"
#include "engine/documents/pdf_layout.h"
#include "engine/documents/recognition.h"
#include "engine/documents/work.h"

namespace hs::documents {

namespace {

constexpr int FewWords = 25; // a page with fewer may be a picture of one
constexpr double RecognisedDpi = 200;
constexpr double LookedAtDpi = 40; // enough to see whether there is a picture
constexpr double LeastInk = 0.004; // share of a page that is neither white nor text, from which on it is a picture
constexpr int MostLookedUp = 3;    // lines of a page whose place is asked for one by one
constexpr int MostOutline = 20'000;
constexpr double MostRendered = 40e6;   // points of a page's picture
constexpr double TimeForPictures = 0.8; // share of the whole time; then the pages behind them are still read

class PdfReader {
public:
    PdfReader(const Source &source, Work &work)
        : m_bytes(QByteArray::fromRawData(source.bytes.data(), qsizetype(source.bytes.size()))), m_work(work),
          m_builder(work.limits)
    {
    }

    Result<Document> read()
    {
        HS_TRY(open());
        takeProperties();
        const int pages = m_pdf.pageCount();
        m_begins.assign(std::size_t(pages) + 1, 0);
        std::vector<int> pictures; // pages
        for (int page = 0; page < pages; ++page) {
            if (!m_work.beginPage())
                return tookTooLong("it took too long to read", "page " + std::to_string(page + 1));
            if (readPage(page))
                pictures.push_back(page);
            if (auto failure =
                    outgrown(m_work.limits, m_size, m_lines.size() / 200)) // a block is hardly ever 200 lines
                return tl::make_unexpected(*failure);
        }
        HS_TRY(recognisePages(pictures));
        takeOutline();
        dropRunningTitles(m_lines);
        return arrange(pages);
    }

private:
    Result<void> open()
    {
        // The library is shut down with the last document and set up with the first one; this one keeps it.
        static const auto *const keeper = [] {
            QLoggingCategory::setFilterRules(QStringLiteral("qt.pdf.*=false"));
            return new QPdfDocument;
        }();
        static_cast<void>(keeper);
        m_buffer.setBuffer(&m_bytes);
        m_buffer.open(QIODevice::ReadOnly);
        m_pdf.load(&m_buffer);
        if (m_pdf.error() == QPdfDocument::Error::IncorrectPassword)
            return encrypted("PDF");
        if (m_pdf.error() == QPdfDocument::Error::UnsupportedSecurityScheme)
            return encrypted("PDF");
        if (m_pdf.status() != QPdfDocument::Status::Ready || m_pdf.pageCount() <= 0)
            return damaged("PDF");
        if (m_pdf.pageCount() > m_work.limits.pages)
            return beyondLimit("it has " + std::to_string(m_pdf.pageCount()) + " pages, more than " +
                               std::to_string(m_work.limits.pages));
        return {};
    }

    void takeProperties()
    {
        auto &document = m_builder.document();
        document.pages = m_pdf.pageCount();
        document.title = m_pdf.metaData(QPdfDocument::MetaDataField::Title).toString().toStdString();
        document.author = m_pdf.metaData(QPdfDocument::MetaDataField::Author).toString().toStdString();
        for (const auto field :
             {QPdfDocument::MetaDataField::ModificationDate, QPdfDocument::MetaDataField::CreationDate})
            if (const auto time = m_pdf.metaData(field).toDateTime(); document.changedAt == 0 && time.isValid())
                document.changedAt = std::max<qint64>(time.toMSecsSinceEpoch(), 0);
    }

    /// True: the page has hardly any text, but a picture of it.
    bool readPage(int page)
    {
        m_begins[std::size_t(page)] = m_lines.size();
        const auto selection = m_pdf.getAllText(page);
        const auto text = selection.text();
        std::vector<PdfLine> lines;
        std::vector<qsizetype> starts; // of lines in the text
        int words = 0, letters = 0, unmapped = 0;
        splitLines(text, page, lines, starts, words, letters, unmapped);
        place(page, selection, lines, starts);
        const bool few = words < FewWords || unmapped * 2 > letters + unmapped;
        const bool picture = few && m_work.limits.recognise && hasPicture(page, selection.bounds());
        for (auto &line : lines) {
            m_size += line.text.size() + 1;
            m_lines.push_back(std::move(line));
        }
        m_begins[std::size_t(page) + 1] = m_lines.size();
        return picture;
    }

    static void splitLines(const QString &text, int page, std::vector<PdfLine> &lines, std::vector<qsizetype> &starts,
                           int &words, int &letters, int &unmapped)
    {
        QString line;
        qsizetype start = 0;
        bool inWord = false;
        const auto end = [&](qsizetype next, bool joins) {
            if (!line.trimmed().isEmpty()) {
                PdfLine each;
                each.text = oneLine(prose(cleaned(line.toStdString())));
                each.page = page + 1;
                each.joins = joins;
                lines.push_back(std::move(each));
                starts.push_back(start);
            }
            line.clear();
            start = next;
        };
        for (qsizetype i = 0; i < text.size(); ++i) {
            const auto c = text[i];
            const auto code = c.unicode();
            if (code == 0xFFFE || code == 0x0002) { // a hyphen at the end of a line, whose word goes on
                end(i + 1, true);
                continue;
            }
            if (code == '\n' || code == '\r') {
                end(i + 1, false);
                inWord = false;
                continue;
            }
            const bool lost = code == 0xFFFD || code == 0xFFFF || (code < 32 && code != '\t') ||
                              c.category() == QChar::Other_PrivateUse;
            unmapped += lost ? 1 : 0;
            letters += !lost && c.isLetterOrNumber() ? 1 : 0;
            words += !inWord && c.isLetterOrNumber() ? 1 : 0;
            inWord = c.isLetterOrNumber();
            line += lost && code < 32 ? QChar(u' ') : c;
        }
        end(text.size(), false);
    }

    /// Where lines stand: PDFium tells the boxes of the text in the order of the text, one or some a line. Lines
    /// without one that look like headings are asked for by themselves, which takes as long as the whole page.
    void place(int page, const QPdfSelection &selection, std::vector<PdfLine> &lines,
               const std::vector<qsizetype> &starts)
    {
        const auto rows = rowsOf(selection.bounds());
        const auto matches = matchRows(lines, rows);
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (matches[i] >= 0)
                placeByInk(lines[i], rows[std::size_t(matches[i])]);
        int asked = 0;
        for (std::size_t i = 0; i < lines.size() && asked < MostLookedUp; ++i) {
            if (matches[i] >= 0 || lines[i].text.size() > 90 || lines[i].text.size() < 3 ||
                std::string_view(".,;:").find(lines[i].text.back()) != std::string_view::npos)
                continue;
            ++asked;
            const auto found = m_pdf.getSelectionAtIndex(page, int(starts[i]), int(lines[i].text.size()));
            if (oneLine(found.text().toStdString()).substr(0, 5) == lines[i].text.substr(0, 5))
                if (const auto own = rowsOf(found.bounds()); own.size() == 1)
                    placeByInk(lines[i], own.front());
        }
    }

    /// Boxes that follow one another to the right at the same height are a row. A box may be a whole line, or one
    /// comma of it, which stands lower than what is before it.
    static std::vector<InkRow> rowsOf(const QList<QPolygonF> &boxes)
    {
        std::vector<InkRow> rows;
        for (const auto &polygon : boxes) {
            const auto box = polygon.boundingRect();
            if (!rows.empty()) {
                auto &row = rows.back();
                const double height = row.bottom - row.top, larger = std::max(height, box.height()),
                             smaller = std::min(height, box.height());
                const double overlap = std::min(row.bottom, box.bottom()) - std::max(row.top, box.top());
                const bool level = smaller < 0.5 * larger ? overlap > -0.3 * larger : overlap > 0.3 * smaller;
                if (level && box.left() > row.right - 0.4 * larger) {
                    row.gap = std::max(row.gap, box.left() - row.right);
                    row.right = std::max(row.right, box.right());
                    row.top = std::min(row.top, box.top());
                    row.bottom = std::max(row.bottom, box.bottom());
                    continue;
                }
            }
            rows.push_back({box.left(), box.right(), box.top(), box.bottom()});
        }
        return rows;
    }

    /// Whether there is ink on the page that no text has made.
    bool hasPicture(int page, const QList<QPolygonF> &text)
    {
        const auto picture = render(page, LookedAtDpi);
        if (picture.pixels.empty())
            return false;
        auto pixels = picture.pixels;
        const double scale = LookedAtDpi / 72;
        for (const auto &polygon : text) {
            const auto box = polygon.boundingRect().adjusted(-2, -3, 2, 3);
            const int right = std::min(picture.width, int(box.right() * scale) + 1),
                      bottom = std::min(picture.height, int(box.bottom() * scale) + 1);
            for (int y = std::max(0, int(box.top() * scale)); y < bottom; ++y)
                for (int x = std::max(0, int(box.left() * scale)); x < right; ++x)
                    pixels[std::size_t(y) * std::size_t(picture.width) + std::size_t(x)] = 255;
        }
        const auto ink = std::ranges::count_if(pixels, [](unsigned char grey) { return grey < 200; });
        return double(ink) > LeastInk * double(pixels.size());
    }

    /// Without pixels: the page cannot be drawn.
    GreyPicture render(int page, double dpi)
    {
        GreyPicture picture;
        const auto points = m_pdf.pagePointSize(page);
        if (!(points.width() > 1) || !(points.height() > 1))
            return picture;
        double scale = dpi / 72;
        const double total = points.width() * points.height() * scale * scale;
        if (!(total < MostRendered))
            scale *= std::sqrt(MostRendered / total);
        const QSize size(std::clamp(int(points.width() * scale), 1, 30'000),
                         std::clamp(int(points.height() * scale), 1, 30'000));
        if (double(size.width()) * double(size.height()) > MostPixels)
            return picture;
        const auto image = m_pdf.render(page, size);
        if (image.isNull() || image.depth() != 32)
            return picture;
        picture.width = image.width();
        picture.height = image.height();
        picture.dpi = int(scale * 72);
        picture.pixels.resize(std::size_t(picture.width) * std::size_t(picture.height));
        const bool premultiplied = image.format() == QImage::Format_ARGB32_Premultiplied;
        auto *to = picture.pixels.data();
        for (int y = 0; y < image.height(); ++y) {
            const auto *const row = reinterpret_cast<const QRgb *>(image.constScanLine(y));
            for (int x = 0; x < image.width(); ++x) { // on white paper
                const int grey = qGray(row[x]), alpha = qAlpha(row[x]);
                *to++ = static_cast<unsigned char>(
                    std::min(255, premultiplied ? grey + 255 - alpha : (grey * alpha + 255 * (255 - alpha)) / 255));
            }
        }
        return picture;
    }

    /// Pages that cannot be recognised in their time keep what text they have, and a note says so.
    Result<void> recognisePages(const std::vector<int> &pages)
    {
        const auto until =
            Work::Clock::now() + std::chrono::duration_cast<Work::Clock::duration>(m_work.left() * TimeForPictures);
        std::size_t left = 0;
        for (const int page : pages) {
            const auto where = "page " + std::to_string(page + 1);
            if (Work::Clock::now() >= until || !m_work.beginPage()) {
                ++left;
                continue;
            }
            const auto picture = render(page, RecognisedDpi);
            if (picture.pixels.empty())
                continue;
            auto blocks = recognise(picture, m_work);
            if (blocks) {
                m_recognised.emplace(page, std::move(*blocks));
                continue;
            }
            if (blocks.error().code == Errc::Unavailable || blocks.error().code == Errc::BadInput) {
                if (pages.size() == std::size_t(m_pdf.pageCount()) && m_recognised.empty() &&
                    blocks.error().code == Errc::Unavailable)
                    return tl::make_unexpected(std::move(blocks.error())); // nothing of it can be read
                m_builder.document().notes.push_back(where + " is a picture: " + blocks.error().what);
                if (blocks.error().code == Errc::Unavailable)
                    return {};
                continue;
            }
            m_builder.document().notes.push_back(where + " is a picture whose text took too long to recognise");
            ++m_tooSlow;
        }
        if (left > 0)
            m_builder.document().notes.push_back(std::to_string(left) +
                                                 (left == 1 ? " page is a picture" : " pages are pictures") +
                                                 " for whose text there was no time left");
        if (left + m_tooSlow == std::size_t(m_pdf.pageCount()))
            return tookTooLong("its text took too long to recognise");
        return {};
    }

    /// The document's own list of its headings.
    void takeOutline()
    {
        QPdfBookmarkModel model;
        model.setDocument(&m_pdf);
        std::vector<std::pair<QModelIndex, int>> open{{QModelIndex(), 0}};
        int count = 0;
        while (!open.empty() && count < MostOutline) {
            const auto [parent, level] = open.back();
            open.pop_back();
            if (level > 20)
                continue;
            for (int row = 0; row < model.rowCount(parent) && count < MostOutline; ++row, ++count) {
                const auto index = model.index(row, 0, parent);
                const auto title = oneLine(index.data(int(QPdfBookmarkModel::Role::Title)).toString().toStdString());
                markHeading(title, index.data(int(QPdfBookmarkModel::Role::Page)).toInt(), level + 1);
                open.emplace_back(index, level + 1);
            }
        }
    }

    void markHeading(const std::string &title, int page, int level)
    {
        if (title.size() < 2 || page < 0 || page >= m_pdf.pageCount())
            return;
        for (auto i = m_begins[std::size_t(page)]; i < m_begins[std::size_t(page) + 1]; ++i) {
            auto &line = m_lines[i];
            // "2 Methods" may be called "Methods" there, and the other way round.
            const bool same =
                sameWord(line.text, title) ||
                (title.size() > 5 && line.text.ends_with(title) && line.text.size() < title.size() + 10) ||
                (line.text.size() > 5 && title.ends_with(line.text) && title.size() < line.text.size() + 10);
            if (same && line.outline == 0) {
                line.outline = level;
                return;
            }
        }
    }

    Result<Document> arrange(int pages)
    {
        const PdfLayout layout(m_lines);
        std::size_t from = 0;
        for (int page = 0; page < pages; ++page) {
            auto to = from;
            std::size_t size = 0;
            for (; to < m_lines.size() && m_lines[to].page == page + 1; ++to)
                size += m_lines[to].text.size();
            m_builder.page = page + 1;
            const auto recognised = m_recognised.find(page);
            if (recognised != m_recognised.end()) {
                std::size_t found = 0;
                for (const auto &block : recognised->second)
                    found += block.text.size();
                if (found > size) // else what little text there is says more than its picture
                    addRecognised(recognised->second, "page " + std::to_string(page + 1), m_builder);
                else
                    layout.add(m_lines, from, to, m_builder);
            } else {
                layout.add(m_lines, from, to, m_builder);
            }
            from = to;
            if (m_work.late())
                return tookTooLong("it took too long to read", "page " + std::to_string(page + 1));
        }
        return m_builder.finish();
    }

    QByteArray m_bytes;
    QBuffer m_buffer;
    QPdfDocument m_pdf;
    Work &m_work;
    Builder m_builder;
    std::vector<PdfLine> m_lines;
    std::vector<std::size_t> m_begins; // of pages in m_lines, as they were read
    std::map<int, std::vector<Recognised>> m_recognised;
    std::size_t m_size = 0, m_tooSlow = 0;
};

} // namespace

Result<Document> readPdf(const Source &source, Work &work)
{
    return PdfReader(source, work).read();
}

} // namespace hs::documents
