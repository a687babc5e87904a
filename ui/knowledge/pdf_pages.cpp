#include "ui/knowledge/pdf_pages.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QDeadlineTimer>
#include <QFileInfo>
#include <QPainter>
#include <QPdfDocument>
#include <QPdfSelection>
#include <QThread>

namespace hs::ui {

namespace {

constexpr int LargestSide = 4'000;       ///< device pixels of a picture
constexpr int LongestPage = 200'000;     ///< characters of a page that are searched
constexpr int LeastSentence = 12;        ///< shorter runs are found anywhere and say nothing
constexpr unsigned long EndMs = 3'000;   ///< for a page that is being drawn while the window closes

/// Text without blanks and hyphens at line ends, and where each character of it stood.
struct Bare {
    QString text;
    std::vector<int> at;
};

Bare bareOf(QStringView text)
{
    Bare bare;
    bare.text.reserve(text.size());
    bare.at.reserve(std::size_t(text.size()));
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar letter = text.at(i);
        if (letter.isSpace() || letter.unicode() == 0x00AD || letter.unicode() == 0xFFFE || letter.unicode() == 0x0002 || letter.isNull())
            continue;
        if (letter == QLatin1Char('-') || letter.unicode() == 0x2010) {
            qsizetype next = i + 1;
            while (next < text.size() && (text.at(next) == QLatin1Char('\r') || text.at(next) == QLatin1Char('\n')))
                ++next;
            if (next > i + 1)
                continue;
        }
        bare.text += letter;
        bare.at.push_back(int(i));
    }
    return bare;
}

} // namespace

std::vector<std::pair<int, int>> passageInPage(const QString &page, const QString &passage)
{
    const Bare there = bareOf(QStringView(page).left(LongestPage));
    std::vector<std::pair<int, int>> found;
    const auto take = [&](QStringView words, qsizetype from) -> qsizetype {
        const Bare wanted = bareOf(words);
        if (wanted.text.isEmpty())
            return from;
        qsizetype place = there.text.indexOf(wanted.text, from, Qt::CaseInsensitive);
        if (place < 0 && from > 0)
            place = there.text.indexOf(wanted.text, 0, Qt::CaseInsensitive);
        if (place < 0)
            return -1;
        const int start = there.at[std::size_t(place)];
        const int end = there.at[std::size_t(place + wanted.text.size() - 1)];
        found.emplace_back(start, end - start + 1);
        return place + wanted.text.size();
    };
    if (take(passage, 0) >= 0)
        return found;
    qsizetype from = 0;
    qsizetype begin = 0;
    for (qsizetype i = 0; i <= passage.size(); ++i) {
        const bool end = i == passage.size();
        const bool cut = end || passage.at(i) == QLatin1Char('\n')
                         || ((passage.at(i) == QLatin1Char('.') || passage.at(i) == QLatin1Char('!') || passage.at(i) == QLatin1Char('?'))
                             && i + 1 < passage.size() && passage.at(i + 1).isSpace());
        if (!cut)
            continue;
        const QStringView sentence = QStringView(passage).mid(begin, std::min(i + 1, passage.size()) - begin).trimmed();
        begin = i + 1;
        if (sentence.size() < LeastSentence)
            continue;
        if (const qsizetype after = take(sentence, from); after >= 0)
            from = after;
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// In the drawing thread.
class PdfPages::Worker final : public QObject {
public:
    PdfPage draw(const QString &path, int number, int width, qreal ratio, const QString &passage)
    {
        PdfPage page;
        const QFileInfo about(path);
        if (!about.isFile() || about.size() > LargestFile || about.size() == 0)
            return page;
        if (!m_document || m_path != path || m_changed != about.lastModified()) {
            m_document = std::make_unique<QPdfDocument>();
            m_path = path;
            m_changed = about.lastModified();
            if (m_document->load(path) != QPdfDocument::Error::None)
                m_path.clear();
        }
        if (m_path.isEmpty() || m_document->status() != QPdfDocument::Status::Ready)
            return page;
        page.pages = m_document->pageCount();
        page.number = std::clamp(number, 1, std::max(1, page.pages));
        const QSizeF points = m_document->pagePointSize(page.number - 1);
        if (page.pages <= 0 || points.width() < 1 || points.height() < 1 || !std::isfinite(points.width() * points.height()))
            return page;
        double pixels = width * ratio;
        pixels = std::min({pixels, double(LargestSide), LargestSide * points.width() / points.height()});
        const QSize size(std::max(1, int(pixels)), std::max(1, int(pixels * points.height() / points.width())));
        const QImage drawn = m_document->render(page.number - 1, size);
        if (drawn.isNull())
            return page;
        // Pages have no ground of their own.
        page.picture = QImage(drawn.size(), QImage::Format_RGB32);
        page.picture.fill(Qt::white);
        QPainter painter(&page.picture);
        painter.drawImage(0, 0, drawn);
        painter.end();
        page.picture.setDevicePixelRatio(ratio);
        page.scale = double(drawn.width()) / ratio / points.width();
        if (passage.isEmpty())
            return page;
        const QString text = m_document->getAllText(page.number - 1).text();
        for (const auto &run : passageInPage(text, passage)) {
            for (const QPolygonF &shape : m_document->getSelectionAtIndex(page.number - 1, run.first, run.second).bounds()) {
                const QRectF box = shape.boundingRect();
                page.boxes.emplace_back(box.x() * page.scale, box.y() * page.scale, box.width() * page.scale, box.height() * page.scale);
            }
        }
        return page;
    }

private:
    std::unique_ptr<QPdfDocument> m_document;
    QString m_path;
    QDateTime m_changed;
};

PdfPages::PdfPages(QObject *parent) : QObject(parent), m_wanted(std::make_shared<std::atomic<quint64>>(0)) {}

PdfPages::~PdfPages()
{
    ++*m_wanted;
    if (!m_thread)
        return;
    m_thread->quit();
    // A page that takes longer than this is left to its thread; the window does not wait for it.
    if (m_thread->wait(QDeadlineTimer(qint64(EndMs))))
        delete m_thread;
}

void PdfPages::cancel()
{
    ++*m_wanted;
}

void PdfPages::ask(const QString &path, int page, int width, qreal ratio, const QString &passage)
{
    const quint64 number = ++*m_wanted;
    if (!m_thread) {
        m_thread = new QThread;
        m_thread->setObjectName(QStringLiteral("pdf-pages"));
        m_worker = new Worker;
        m_worker->moveToThread(m_thread);
        connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread->start(QThread::LowPriority);
    }
    const int pixels = std::clamp(width, 64, LargestSide);
    QMetaObject::invokeMethod(
        m_worker,
        [worker = m_worker, wanted = m_wanted, owner = this, number, path, page, pixels, ratio, passage] {
            if (wanted->load() != number)
                return;
            PdfPage drawn = worker->draw(path, page, pixels, ratio, passage);
            if (wanted->load() != number) // also when the owner is gone: it raises the number first
                return;
            // The owner raises the number and then waits for this thread before it goes, so it is still there to post to.
            QMetaObject::invokeMethod(
                owner,
                [owner, wanted, number, drawn = std::move(drawn)] {
                    if (wanted->load() == number)
                        Q_EMIT owner->drawn(drawn);
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

} // namespace hs::ui
