#include "ui/window/console_dock.h"

#include <QChildEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "ui/window/dock_title_bar.h"

namespace hs::ui {

namespace {

/// Holds the view and rounds its lower corners, which no child can paint over.
class DockBody final : public QWidget {
public:
    DockBody(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
    {
        m_rim = new Rim(theme, this); // its own arrival is a childEvent too
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(1, 0, 1, 1);
        column->setSpacing(0);
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QWidget::resizeEvent(event);
        const int side = int(m_theme.radius("dock")) + 1;
        m_rim->setGeometry(0, height() - side, width(), side);
        m_rim->setMask(QRegion(0, 0, side, side) + QRegion(width() - side, 0, side, side));
        m_rim->raise();
    }
    void childEvent(QChildEvent *event) override
    {
        QWidget::childEvent(event);
        if (event->added() && m_rim)
            m_rim->raise();
    }

private:
    class Rim final : public QWidget {
    public:
        Rim(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
        {
            setAttribute(Qt::WA_TransparentForMouseEvents);
        }

    protected:
        void paintEvent(QPaintEvent *) override
        {
            QPainter painter(this);
            painter.setRenderHint(QPainter::Antialiasing);
            const double radius = m_theme.radius("dock");
            QPainterPath square;
            square.addRect(rect());
            QPainterPath round;
            const QRectF box(0.5, -2 * radius, width() - 1.0, height() + 2 * radius - 0.5);
            round.addRoundedRect(box, radius, radius);
            painter.fillPath(square.subtracted(round), m_theme.color(Token::Canvas));
            painter.setPen(m_theme.color(Token::Border));
            painter.drawPath(round);
        }

    private:
        const Theme &m_theme;
    };

    const Theme &m_theme;
    Rim *m_rim = nullptr;
};

} // namespace

ConsoleDock::ConsoleDock(const DockEntry &entry, ViewContext &context, QWidget *parent)
    : QDockWidget(entry.title, parent), m_entry(entry), m_context(context),
      m_bar(new DockTitleBar(context.theme, entry.icon, this)), m_body(new DockBody(context.theme, this))
{
    setObjectName(QStringLiteral("dock.") + entry.id);
    setAccessibleName(entry.title);
    setAllowedAreas(Qt::AllDockWidgetAreas);
    setTitleBarWidget(m_bar);
    setWidget(m_body);
    m_bar->setTitle(entry.title);
    m_body->setMinimumWidth(entry.leastWidth);
    m_body->setMinimumHeight(160);
    connect(m_bar, &DockTitleBar::closeRequested, this, &QDockWidget::close);
    connect(m_bar, &DockTitleBar::expandRequested, this, &ConsoleDock::expandRequested);
    connect(m_bar, &DockTitleBar::menuRequested, this, &ConsoleDock::menuRequested);
    connect(&m_context.theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

DockView *ConsoleDock::ensureView()
{
    if (m_view)
        return m_view;
    m_view = m_entry.make(m_context, m_body);
    m_body->layout()->addWidget(m_view);
    connect(m_view, &DockView::titleChanged, this, &ConsoleDock::showTitle);
    connect(m_view, &DockView::badgeChanged, this, [this] { m_bar->setBadge(m_view->badge()); });
    connect(m_view, &DockView::headerActionsChanged, this, [this] { m_bar->setActions(m_view->headerActions()); });
    m_bar->setActions(m_view->headerActions());
    m_bar->setBadge(m_view->badge());
    showTitle();
    const QByteArray state = m_context.preferences.value(objectName() + QStringLiteral("/state")).toByteArray();
    if (!state.isEmpty())
        m_view->restoreState(state);
    m_view->show();
    return m_view;
}

void ConsoleDock::showTitle()
{
    const QString title = m_view->title().isEmpty() ? m_entry.title : m_view->title();
    m_bar->setTitle(title);
    // The window title is also the tab's word: short, as in the menu.
    setWindowTitle(m_entry.title);
    setAccessibleName(title);
}

void ConsoleDock::setExpanded(bool expanded)
{
    m_bar->setExpanded(expanded);
}

void ConsoleDock::keepState()
{
    if (!m_view)
        return;
    const QByteArray state = m_view->saveState();
    if (!state.isEmpty())
        m_context.preferences.setValue(objectName() + QStringLiteral("/state"), state);
}

void ConsoleDock::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_context.theme.color(Token::Canvas));
    painter.setPen(m_context.theme.color(Token::Border));
    painter.setBrush(m_context.theme.color(Token::Surface));
    const double radius = m_context.theme.radius("dock");
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

void ConsoleDock::showEvent(QShowEvent *event)
{
    QDockWidget::showEvent(event);
    ensureView();
}

} // namespace hs::ui
