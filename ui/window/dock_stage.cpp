#include "ui/window/dock_stage.h"

#include <algorithm>

#include <QApplication>
#include <QDataStream>
#include <QIODevice>
#include <QGuiApplication>
#include <QScopedValueRollback>
#include <QScreen>
#include <QTabBar>
#include <QUuid>

namespace hs::ui {

namespace {

/// Qt leaves the bar of a group of tabs where it was when all of the group is hidden; it would
/// stand over other docks and catch their clicks. And it cuts the names of many tabs in a narrow
/// dock to two letters: whole names and arrows to the rest can be read.
void tendTabBars(QMainWindow *window)
{
    const auto bars = window->findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly);
    for (QTabBar *bar : bars) {
        bar->setElideMode(Qt::ElideNone);
        bar->setUsesScrollButtons(true);
        if (bar->count() < 2)
            bar->hide();
    }
}

constexpr quint32 SnapshotMagic = 0x48534c59; // "HSLY"

/// Where a dock goes that has no place in the present layout: beside whom, by preference.
QStringList companionsOf(const QString &id)
{
    if (id == QLatin1String("escalation"))
        return {QStringLiteral("conversations"), QStringLiteral("board"), QStringLiteral("knowledge")};
    if (id == QLatin1String("activity"))
        return {QStringLiteral("integrations"), QStringLiteral("board"), QStringLiteral("conversations")};
    return {QStringLiteral("board"), QStringLiteral("record"), QStringLiteral("conversations"),
            QStringLiteral("knowledge"), QStringLiteral("integrations")};
}

} // namespace

DockStage::DockStage(const std::vector<DockEntry> &entries, ViewContext &context, QMainWindow *window)
    : QObject(window), m_context(context), m_window(window)
{
    window->setDockNestingEnabled(true);
    window->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    for (const DockEntry &entry : entries) {
        auto *dock = new ConsoleDock(entry, context, window);
        dock->hide();
        window->addDockWidget(Qt::LeftDockWidgetArea, dock);
        m_docks.push_back(dock);
        connect(dock, &ConsoleDock::expandRequested, this, [this, dock] { toggleExpanded(dock); });
        connect(dock, &QDockWidget::visibilityChanged, this, [this] {
            if (!m_arranging)
                Q_EMIT docksChanged();
        });
    }
    connect(this, &DockStage::docksChanged, this, [this] { tendTabBars(m_window); }, Qt::QueuedConnection);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        for (QWidget *widget = now; widget; widget = widget->parentWidget()) {
            if (auto *dock = qobject_cast<ConsoleDock *>(widget)) {
                m_lastFocused = dock;
                return;
            }
        }
    });
}

ConsoleDock *DockStage::dock(const QString &id) const
{
    const auto found = std::find_if(m_docks.begin(), m_docks.end(),
                                    [&](const ConsoleDock *dock) { return dock->entry().id == id; });
    return found == m_docks.end() ? nullptr : *found;
}

ConsoleDock *DockStage::dockForKind(const QString &kind) const
{
    const auto found = std::find_if(m_docks.begin(), m_docks.end(),
                                    [&](const ConsoleDock *dock) { return dock->entry().kinds.contains(kind); });
    return found == m_docks.end() ? nullptr : *found;
}

QStringList DockStage::kinds() const
{
    QStringList all;
    for (const ConsoleDock *dock : m_docks)
        all << dock->entry().kinds;
    return all;
}

QList<ConsoleDock *> DockStage::visibleDocks() const
{
    QList<ConsoleDock *> visible;
    for (ConsoleDock *dock : m_docks) {
        if (dock->isVisible() && !dock->visibleRegion().isEmpty())
            visible << dock;
    }
    const bool rtl = m_window->layoutDirection() == Qt::RightToLeft;
    std::sort(visible.begin(), visible.end(), [rtl](const ConsoleDock *a, const ConsoleDock *b) {
        if (a->x() != b->x())
            return rtl ? a->x() > b->x() : a->x() < b->x();
        return a->y() < b->y();
    });
    return visible;
}

ConsoleDock *DockStage::focusedDock() const
{
    if (m_lastFocused && m_lastFocused->isVisible())
        return m_lastFocused;
    const auto visible = visibleDocks();
    return visible.isEmpty() ? nullptr : visible.first();
}

QString DockStage::stateKey() const
{
    return QStringLiteral("perspective/%1.%2").arg(m_perspective, widthClassName(m_width));
}

void DockStage::keepCurrent()
{
    if (!m_started)
        return;
    m_context.preferences.setValue(stateKey(), m_expanded ? m_beforeExpand : snapshot());
}

void DockStage::applyPerspective(const QString &id)
{
    if (m_started)
        keepCurrent();
    m_expanded = nullptr;
    m_perspective = id;
    m_started = true;
    {
        const QScopedValueRollback<bool> busy(m_arranging, true);
        m_window->setUpdatesEnabled(false);
        const QByteArray kept = m_context.preferences.value(stateKey()).toByteArray();
        const Arrangement builtin = builtinArrangement(id, m_width);
        if (kept.isEmpty() || !restoreSnapshot(kept))
            arrange(builtin);
        for (ConsoleDock *dock : m_docks)
            dock->setExpanded(false);
        m_window->setUpdatesEnabled(true);
        // Qt drops the focus when docks move.
        if (ConsoleDock *target = dock(builtin.focus); target && target->isVisible())
            focusDock(target);
    }
    m_context.preferences.setValue(QStringLiteral("window/perspective"), id);
    Q_EMIT perspectiveChanged(id);
    Q_EMIT docksChanged();
}

void DockStage::setWidth(int windowWidth)
{
    const WidthClass width = widthClassOf(windowWidth);
    if (width == m_width)
        return;
    if (m_started)
        keepCurrent();
    m_width = width;
    if (!m_started)
        return;
    m_started = false; // what is on screen belongs to the other width and was kept already
    applyPerspective(m_perspective);
}

void DockStage::resetLayout()
{
    for (const QString &key : m_context.preferences.keys(QStringLiteral("perspective/") + m_perspective + QLatin1Char('.')))
        m_context.preferences.remove(key);
    m_started = false;
    applyPerspective(m_perspective);
}

void DockStage::arrange(const Arrangement &arrangement)
{
    const QStringList wanted = arrangement.docks();
    for (ConsoleDock *dock : m_docks) {
        dock->setFloating(false);
        if (!wanted.contains(dock->entry().id))
            dock->hide();
    }
    // The first known dock of each cell stands for it.
    const auto headOf = [this](const Arrangement::Cell &cell) -> ConsoleDock * {
        for (const QString &id : cell.tabs) {
            if (ConsoleDock *known = dock(id))
                return known;
        }
        return nullptr;
    };
    // All columns first, then their cells, tabs last: a split beside a cell splits only that
    // cell, and a split beside tabs makes one more tab.
    QList<QDockWidget *> heads;
    QList<int> widths;
    for (const Arrangement::Column &column : arrangement.columns) {
        ConsoleDock *head = column.cells.empty() ? nullptr : headOf(column.cells.front());
        if (!head)
            continue;
        if (heads.isEmpty())
            m_window->addDockWidget(Qt::LeftDockWidgetArea, head);
        else
            m_window->splitDockWidget(heads.last(), head, Qt::Horizontal);
        head->show();
        heads << head;
        widths << column.width;
    }
    QList<std::pair<QList<QDockWidget *>, QList<int>>> stacks;
    for (const Arrangement::Column &column : arrangement.columns) {
        QList<QDockWidget *> cells;
        QList<int> heights;
        for (const Arrangement::Cell &cell : column.cells) {
            ConsoleDock *head = headOf(cell);
            if (!head)
                continue;
            if (!cells.isEmpty()) {
                m_window->splitDockWidget(cells.last(), head, Qt::Vertical);
                head->show();
            }
            cells << head;
            heights << cell.share * 300;
        }
        if (cells.size() > 1)
            stacks.append({cells, heights});
    }
    for (const Arrangement::Column &column : arrangement.columns) {
        for (const Arrangement::Cell &cell : column.cells) {
            ConsoleDock *head = headOf(cell);
            for (const QString &id : cell.tabs) {
                ConsoleDock *tab = dock(id);
                if (!tab || tab == head)
                    continue;
                m_window->tabifyDockWidget(head, tab);
                tab->show();
            }
            if (head)
                head->raise();
        }
    }
    if (!heads.isEmpty())
        m_window->resizeDocks(heads, widths, Qt::Horizontal);
    for (const auto &[cells, heights] : stacks)
        m_window->resizeDocks(cells, heights, Qt::Vertical);
}

QString DockStage::keepAsOwn(const QString &title)
{
    const QString id = QStringLiteral("own-") + QUuid::createUuid().toString(QUuid::Id128).left(8);
    m_context.preferences.setValue(QStringLiteral("own/") + id, title);
    const QByteArray now = snapshot();
    keepCurrent();
    m_perspective = id;
    m_context.preferences.setValue(stateKey(), now);
    m_context.preferences.setValue(QStringLiteral("window/perspective"), id);
    Q_EMIT perspectiveChanged(id);
    return id;
}

void DockStage::removeOwn(const QString &id)
{
    m_context.preferences.remove(QStringLiteral("own/") + id);
    for (const QString &key : m_context.preferences.keys(QStringLiteral("perspective/") + id))
        m_context.preferences.remove(key);
    if (m_perspective == id) {
        m_started = false;
        applyPerspective(QStringLiteral("overview"));
    } else {
        Q_EMIT perspectiveChanged(m_perspective);
    }
}

std::vector<Perspective> DockStage::ownPerspectives() const
{
    std::vector<Perspective> own;
    for (const QString &key : m_context.preferences.keys(QStringLiteral("own/")))
        own.push_back({key.mid(4), m_context.preferences.value(key).toString(), QStringLiteral("layout-panel-left")});
    return own;
}

void DockStage::placeOnDemand(ConsoleDock *dock)
{
    for (const QString &id : companionsOf(dock->entry().id)) {
        ConsoleDock *companion = this->dock(id);
        if (companion && companion != dock && companion->isVisible() && !companion->isFloating()) {
            m_window->tabifyDockWidget(companion, dock);
            return;
        }
    }
    if (const auto visible = visibleDocks(); !visible.isEmpty() && visible.first() != dock)
        m_window->tabifyDockWidget(visible.first(), dock);
    else
        m_window->addDockWidget(Qt::LeftDockWidgetArea, dock);
}

void DockStage::showDock(const QString &id, bool focus)
{
    ConsoleDock *target = dock(id);
    if (!target)
        return;
    if (m_expanded && m_expanded != target)
        toggleExpanded(m_expanded);
    if (!target->isVisible()) {
        if (!target->isFloating())
            placeOnDemand(target);
        target->show();
    }
    target->raise();
    if (focus)
        focusDock(target);
    Q_EMIT docksChanged();
}

void DockStage::focusDock(ConsoleDock *dock)
{
    DockView *view = dock->ensureView();
    if (dock->isFloating())
        dock->activateWindow();
    if (QWidget *first = view->firstFocus())
        first->setFocus(Qt::OtherFocusReason);
    else
        view->setFocus(Qt::OtherFocusReason);
    m_lastFocused = dock;
}

void DockStage::focusNext(int step)
{
    const auto visible = visibleDocks();
    if (visible.isEmpty())
        return;
    const qsizetype now = visible.indexOf(focusedDock());
    const qsizetype next = now < 0 ? 0 : (now + step + visible.size()) % visible.size();
    focusDock(visible[next]);
}

void DockStage::toggleExpanded(ConsoleDock *dock)
{
    const QScopedValueRollback<bool> busy(m_arranging, true);
    m_window->setUpdatesEnabled(false);
    if (m_expanded) {
        m_expanded->setExpanded(false);
        m_expanded = nullptr;
        restoreSnapshot(m_beforeExpand);
    } else {
        m_beforeExpand = snapshot();
        m_expanded = dock;
        for (ConsoleDock *other : m_docks) {
            if (other != dock && !other->isFloating())
                other->hide();
        }
        dock->setExpanded(true);
    }
    m_window->setUpdatesEnabled(true);
    focusDock(dock);
    Q_EMIT docksChanged();
}

QByteArray DockStage::snapshot() const
{
    QStringList visible;
    QStringList floating;
    for (const ConsoleDock *dock : m_docks) {
        if (!dock->isHidden())
            visible << dock->entry().id;
        if (dock->isFloating())
            floating << dock->entry().id;
    }
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << SnapshotMagic << qint32(StateVersion) << visible << floating << m_window->saveState(StateVersion);
    return bytes;
}

bool DockStage::restoreSnapshot(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 magic = 0;
    qint32 version = 0;
    QStringList visible;
    QStringList floating;
    QByteArray state;
    in >> magic;
    if (magic != SnapshotMagic)
        return false;
    in >> version;
    if (version != StateVersion)
        return false;
    in >> visible >> floating >> state;
    if (in.status() != QDataStream::Ok || visible.isEmpty() || !m_window->restoreState(state, StateVersion))
        return false;
    for (ConsoleDock *dock : m_docks) {
        const QString &id = dock->entry().id;
        if (dock->isFloating() && !floating.contains(id))
            dock->setFloating(false);
        dock->setVisible(visible.contains(id));
    }
    bringFloatingBack();
    return true;
}

void DockStage::bringFloatingBack()
{
    for (ConsoleDock *dock : m_docks) {
        if (!dock->isFloating() || dock->isHidden())
            continue;
        const QRect frame = dock->frameGeometry();
        const auto screens = QGuiApplication::screens();
        const bool seen = std::any_of(screens.begin(), screens.end(), [&](const QScreen *screen) {
            const QRect part = screen->availableGeometry().intersected(frame);
            return part.width() > 80 && part.height() > 40;
        });
        if (!seen)
            dock->move(m_window->geometry().center() - QPoint(frame.width() / 2, frame.height() / 2));
    }
}

void DockStage::keep()
{
    keepCurrent();
    for (ConsoleDock *dock : m_docks)
        dock->keepState();
}

bool DockStage::restore()
{
    QString id = m_context.preferences.value(QStringLiteral("window/perspective"), QStringLiteral("overview")).toString();
    const auto known = [&](const std::vector<Perspective> &list) {
        return std::any_of(list.begin(), list.end(), [&](const Perspective &p) { return p.id == id; });
    };
    const bool found = known(builtinPerspectives()) || known(ownPerspectives());
    if (!found)
        id = QStringLiteral("overview");
    m_started = false;
    applyPerspective(id);
    return found && m_context.preferences.value(stateKey()).isValid();
}

} // namespace hs::ui
