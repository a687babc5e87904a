#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include <QImage>
#include <QObject>
#include <QPolygonF>
#include <QSizeF>
#include <QString>

class QThread;

namespace hs::ui {

/// Where the words of a passage stand in the text of a page: start and length of each run, in units of `page`. Blanks, line
/// breaks and hyphens at line ends may differ. Where the whole is not found (it goes on on the next page), its sentences are
/// looked for one by one.
[[nodiscard]] std::vector<std::pair<int, int>> passageInPage(const QString &page, const QString &passage);

struct PdfPage {
    int number = 0;     ///< from 1
    int pages = 0;      ///< of the document; 0: it could not be opened
    QImage picture;     ///< white ground; null: the page could not be drawn
    double scale = 1;   ///< device independent pixels of the picture a point
    std::vector<QRectF> boxes; ///< of the passage's words, in device independent pixels of the picture
};

/// Pages of PDF files as pictures, drawn in a thread of its own with a document of its own: a page takes a second, a broken
/// file forever, and the window waits for neither. What was asked before is dropped once something else is asked.
/// GUI thread; `drawn` comes from its event loop.
class PdfPages final : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 LargestFile = 200LL * 1024 * 1024; ///< bytes

    explicit PdfPages(QObject *parent = nullptr);
    ~PdfPages() override;

    /// `width` of the picture in device independent pixels, 64 to 4,000; `ratio` of device pixels.
    void ask(const QString &path, int page, int width, qreal ratio, const QString &passage);
    void cancel();

Q_SIGNALS:
    void drawn(const hs::ui::PdfPage &page);

private:
    class Worker;

    QThread *m_thread = nullptr; ///< begins with the first page
    Worker *m_worker = nullptr;  ///< lives in it
    std::shared_ptr<std::atomic<quint64>> m_wanted;
};

} // namespace hs::ui
