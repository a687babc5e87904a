#include "ui/knowledge/pdf_view.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr double ZoomStep = 1.2;
constexpr double LeastZoom = 0.4;
constexpr double MostZoom = 4;
constexpr int AfterResizeMs = 120;
constexpr int LeastSheet = 64;
}

/// The picture of the page with its marks.
class PdfSheet final : public QLabel {
public:
    PdfSheet(const Theme &theme, QWidget *parent) : QLabel(parent), m_theme(theme) {}
    void setPage(const PdfPage &page)
    {
        m_page = page;
        setFixedSize(page.picture.isNull() ? QSize(1, 1) : (QSizeF(page.picture.size()) / page.picture.devicePixelRatio()).toSize());
        update();
    }
    [[nodiscard]] const PdfPage &page() const { return m_page; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (m_page.picture.isNull())
            return;
        QPainter painter(this);
        painter.drawImage(0, 0, m_page.picture);
        // Paper is white in both schemes. A ground and a line below: seen without colour too.
        QColor ground = m_theme.tokens().light.colors[std::size_t(Token::Accent)];
        QColor line = ground;
        ground.setAlpha(46);
        painter.setRenderHint(QPainter::Antialiasing);
        for (const QRectF &box : m_page.boxes) {
            const QRectF around = box.adjusted(-2, -1, 2, 2);
            painter.fillRect(around, ground);
            painter.fillRect(QRectF(around.left(), around.bottom() - 1.5, around.width(), 1.5), line);
        }
        painter.setPen(m_theme.color(Token::Border));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }

private:
    const Theme &m_theme;
    PdfPage m_page;
};

PdfView::PdfView(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(2);
    m_back = makeIconButton(QStringLiteral("chevron-left"), tr("Page before"), theme, this);
    m_forward = makeIconButton(QStringLiteral("chevron-right"), tr("Next page"), theme, this);
    m_where = makeLabel({}, TextStyle::Small, Token::Text2, this);
    m_smaller = makeIconButton(QStringLiteral("zoom-out"), tr("Smaller"), theme, this);
    m_larger = makeIconButton(QStringLiteral("zoom-in"), tr("Larger"), theme, this);
    m_wide = makeIconButton(QStringLiteral("maximize-2"), tr("As wide as the view"), theme, this);
    row->addWidget(m_back);
    row->addWidget(m_where);
    row->addWidget(m_forward);
    row->addStretch(1);
    row->addWidget(m_smaller);
    row->addWidget(m_larger);
    row->addWidget(m_wide);
    column->addLayout(row);
    m_area = new QScrollArea(this);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_area->setFocusPolicy(Qt::StrongFocus);
    m_area->setProperty("focusRing", true);
    m_area->installEventFilter(this);
    m_area->viewport()->installEventFilter(this);
    m_sheet = new PdfSheet(theme, m_area);
    m_area->setWidget(m_sheet);
    column->addWidget(m_area, 1);
    setFocusProxy(m_area);
    m_soon.setSingleShot(true);
    m_soon.setInterval(AfterResizeMs);
    connect(&m_soon, &QTimer::timeout, this, &PdfView::ask);
    connect(&m_drawer, &PdfPages::drawn, this, &PdfView::take);
    connect(m_back, &QToolButton::clicked, this, [this] { turn(-1); });
    connect(m_forward, &QToolButton::clicked, this, [this] { turn(1); });
    connect(m_smaller, &QToolButton::clicked, this, [this] { zoom(-1); });
    connect(m_larger, &QToolButton::clicked, this, [this] { zoom(1); });
    connect(m_wide, &QToolButton::clicked, this, [this] { zoom(0); });
    showPlace();
}

bool PdfView::hasPicture() const
{
    return !m_sheet->page().picture.isNull();
}

int PdfView::boxes() const
{
    return int(m_sheet->page().boxes.size());
}

void PdfView::open(const QString &path, int page, const QString &passage, const QString &title)
{
    m_path = path;
    m_passage = passage;
    m_title = title;
    m_passagePage = m_page = std::max(1, page);
    m_pages = 0;
    m_opened = false;
    m_sheet->setPage({});
    showPlace();
    ask();
}

void PdfView::close()
{
    m_drawer.cancel();
    m_soon.stop();
    m_path.clear();
    m_sheet->setPage({});
    m_opened = false;
}

void PdfView::turn(int by)
{
    const int page = std::clamp(m_page + by, 1, std::max(1, m_pages));
    if (page == m_page || m_path.isEmpty())
        return;
    m_page = page;
    showPlace();
    ask();
}

void PdfView::zoom(int steps)
{
    m_zoom = steps == 0 ? 1 : std::clamp(m_zoom * std::pow(ZoomStep, steps), LeastZoom, MostZoom);
    ask();
}

void PdfView::ask()
{
    if (m_path.isEmpty())
        return;
    const int room = m_area->viewport()->width() - 4;
    const int width = std::max(LeastSheet, int(room * m_zoom));
    // The passage is looked for on its own page and where it may go on.
    const bool near = std::abs(m_page - m_passagePage) <= 1;
    m_drawer.ask(m_path, m_page, width, devicePixelRatioF(), near ? m_passage : QString());
}

void PdfView::take(const PdfPage &page)
{
    if (page.pages <= 0 || page.picture.isNull()) {
        if (!m_opened) {
            close();
            Q_EMIT failed();
        }
        return;
    }
    const bool other = !hasPicture() || m_sheet->page().number != page.number;
    m_page = page.number;
    m_pages = page.pages;
    m_sheet->setPage(page);
    showPlace();
    if (other) {
        const int top = page.boxes.empty() ? 0 : int(page.boxes.front().top());
        m_area->verticalScrollBar()->setValue(std::max(0, top - m_area->viewport()->height() / 3));
    }
    if (!m_opened) {
        m_opened = true;
        Q_EMIT opened();
    }
}

void PdfView::showPlace()
{
    const QLocale locale;
    //: %1 a page's number, %2 how many there are
    const QString where = m_pages > 0 ? tr("Page %1 of %2").arg(locale.toString(m_page), locale.toString(m_pages)) : QString();
    m_where->setText(where);
    m_back->setEnabled(m_page > 1);
    m_forward->setEnabled(m_page < m_pages);
    //: A picture of a page, as screen readers say it. %1 a document, %2 "Page 3 of 9"
    const QString name = where.isEmpty() ? tr("Page of %1").arg(m_title) : tr("%1, %2").arg(m_title, where);
    m_sheet->setAccessibleName(name);
    m_area->setAccessibleName(name);
}

void PdfView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width() && !m_path.isEmpty())
        m_soon.start();
}

bool PdfView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel) {
        const auto *wheel = static_cast<QWheelEvent *>(event);
        if (wheel->modifiers().testFlag(Qt::ControlModifier)) {
            zoom(wheel->angleDelta().y() > 0 ? 1 : -1);
            return true;
        }
    } else if (watched == m_area && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const QScrollBar *bar = m_area->verticalScrollBar();
        // Beyond the end of a page the next one begins.
        if (key->key() == Qt::Key_PageDown && bar->value() == bar->maximum()) {
            turn(1);
            return true;
        }
        if (key->key() == Qt::Key_PageUp && bar->value() == bar->minimum()) {
            turn(-1);
            return true;
        }
        if (key->key() == Qt::Key_Plus || key->key() == Qt::Key_Minus) {
            zoom(key->key() == Qt::Key_Plus ? 1 : -1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hs::ui
