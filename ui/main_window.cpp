#include "ui/main_window.h"

#include <algorithm>

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLayout>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>
#include <QWindow>

#include "ui/palette/command_palette.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/app_mark.h"
#include "ui/widgets/labels.h"
#include "ui/window/banner.h"
#include "ui/window/notice_list.h"
#include "ui/window/rail.h"
#include "ui/window/status_line.h"
#include "ui/window/toast_host.h"
#include "ui/window/top_bar.h"
#include "ui/window/window_actions.h"

namespace hs::ui {

namespace {
constexpr QSize LeastSize(960, 600);
constexpr QSize FirstSize(1440, 900);
constexpr QSize FrameRoom(16, 48); ///< what a window's frame takes of a screen, at most
constexpr int KeepMs = 15'000;
const QString GeometryKey = QStringLiteral("window/geometry");
} // namespace

MainWindow::MainWindow(ViewContext &context, const std::vector<DockEntry> &entries, QWidget *parent)
    : QMainWindow(parent), m_context(context)
{
    setObjectName(QStringLiteral("MainWindow"));
    setWindowTitle(QStringLiteral("HigherSelf Console"));
    setWindowIcon(appIcon());
    setMinimumSize(LeastSize);
    resize(FirstSize.boundedTo(screen()->availableSize() - FrameRoom).expandedTo(LeastSize));
    setContextMenuPolicy(Qt::NoContextMenu); // Qt's own menu of docks and toolbars

    m_status = new EngineStatus(context, this);
    m_stage = new DockStage(entries, context, this);

    auto *head = new QWidget(this);
    auto *headColumn = new QVBoxLayout(head);
    headColumn->setContentsMargins(0, 0, 0, 0);
    headColumn->setSpacing(0);
    m_top = new TopBar(context, *m_status, head);
    headColumn->addWidget(m_top);
    auto *bannerRow = new QHBoxLayout;
    bannerRow->setContentsMargins(8, 0, 8, 0);
    m_banner = new Banner(context, head);
    bannerRow->addWidget(m_banner);
    headColumn->addLayout(bannerRow);
    setMenuWidget(head);

    auto *railBar = new QToolBar(this);
    railBar->setObjectName(QStringLiteral("rail"));
    railBar->setMovable(false);
    railBar->setFloatable(false);
    railBar->setWindowTitle(tr("Places"));
    railBar->setStyleSheet(QStringLiteral("QToolBar { border: none; padding: 0; spacing: 0; background: transparent; }"));
    m_rail = new Rail(context, railBar);
    m_rail->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    railBar->addWidget(m_rail);
    addToolBar(Qt::LeftToolBarArea, railBar);

    m_statusLine = new StatusLine(context, *m_status, this);
    auto *bar = new QStatusBar(this);
    bar->setSizeGripEnabled(false);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setStyleSheet(QStringLiteral("QStatusBar { border: none; } QStatusBar::item { border: none; }"));
    bar->addPermanentWidget(m_statusLine, 1);
    setStatusBar(bar);
    setContentsMargins(0, 0, context.theme.size("gutter"), 0);

    m_palette = new CommandPalette(
        context, [this] { return m_stage->focusedDock() ? m_stage->focusedDock()->entry().id : QString(); }, this);
    m_notices = new NoticeList(context, *m_status, this);
    m_toasts = new ToastHost(context, head, this);
    m_actions = new WindowActions(*this);

    QStringList kinds = m_stage->kinds();
    kinds << QStringLiteral("dock") << QStringLiteral("setting");
    context.navigator.setKnownKinds(kinds);
    connect(&context.navigator, &Navigator::requested, this, &MainWindow::openObject);
    connect(&context.navigator, &Navigator::refused, this, [this](const QString &kind) {
        m_context.toasts.show(tr("There is no view for this yet (%1).").arg(kind), Tone::Info);
    });
    connect(m_rail, &Rail::chosen, this, &MainWindow::chooseFromRail);
    connect(m_stage, &DockStage::perspectiveChanged, this, &MainWindow::markRail);
    connect(m_stage, &DockStage::docksChanged, this, [this] { m_toasts->place(); }); // a dock that comes to the front comes over all else
    connect(m_status, &EngineStatus::changed, this, &MainWindow::showStatus);
    connect(m_top->paletteField(), &QPushButton::clicked, this, [this] { m_palette->open(); });
    connect(m_top->noticesButton(), &QToolButton::clicked, this, [this] { m_notices->openUnder(m_top->noticesButton()); });
    connect(m_top, &TopBar::autonomyClicked, this, &MainWindow::pauseAllAfterQuestion);
    connect(m_rail->settingsButton(), &QToolButton::clicked, this, [this] { Q_EMIT settingsRequested({}); });
    for (ConsoleDock *dock : m_stage->docks())
        connect(dock, &ConsoleDock::menuRequested, this, [this, dock](const QPoint &at) { dockMenu(dock, at); });
    connect(&context.theme, &Theme::changed, this, [this] {
        if (m_laidOut)
            m_stage->setWidth(roomInWidth());
    });
    // A crash must not cost the layout either; unchanged values are not written again.
    auto *keeping = new QTimer(this);
    keeping->setInterval(KeepMs);
    connect(keeping, &QTimer::timeout, this, [this] {
        if (isVisible())
            keepLayout();
    });
    keeping->start();
    m_status->start();
}

MainWindow::~MainWindow()
{
    // The stage listens to docks and to the focus, which both still change while children die.
    delete m_stage;
}

bool MainWindow::restoreLayout()
{
    const QByteArray geometry = m_context.preferences.value(GeometryKey).toByteArray();
    const bool had = !geometry.isEmpty() && restoreGeometry(geometry);
    m_stage->setWidth(roomInWidth());
    const bool restored = m_stage->restore();
    m_laidOut = true;
    return had || restored;
}

void MainWindow::startWithStandardLayout()
{
    m_stage->setWidth(roomInWidth());
    m_stage->resetLayout();
    m_laidOut = true;
}

void MainWindow::keepLayout()
{
    if (!m_laidOut)
        return;
    m_context.preferences.setValue(GeometryKey, saveGeometry());
    m_stage->keep();
}

QStringList MainWindow::workInHand() const
{
    QStringList all;
    for (const ConsoleDock *dock : m_stage->docks()) {
        if (dock->view())
            all << dock->view()->workInHand();
    }
    return all;
}

void MainWindow::openObject(const QString &kind, const QString &id)
{
    if (kind == QLatin1String("setting")) {
        Q_EMIT settingsRequested(id);
        return;
    }
    if (kind == QLatin1String("dock")) {
        m_stage->showDock(id);
        return;
    }
    ConsoleDock *dock = m_stage->dockForKind(kind);
    if (!dock)
        return;
    m_stage->showDock(dock->entry().id);
    dock->ensureView()->showObject(kind, id);
}

void MainWindow::chooseFromRail(const QString &id)
{
    static const QHash<QString, QString> perspectives = {
        {QStringLiteral("integrations"), QStringLiteral("monitor")},
        {QStringLiteral("activity"), QStringLiteral("monitor")},
        {QStringLiteral("escalations"), QStringLiteral("triage")}};
    const QString perspective = perspectives.value(id, id);
    if (m_stage->perspective() != perspective)
        m_stage->applyPerspective(perspective);
    static const QHash<QString, QString> fronts = {{QStringLiteral("boards"), QStringLiteral("board")}};
    if (id != QLatin1String("overview"))
        m_stage->showDock(fronts.value(id, id));
    m_rail->setCurrent(id);
}

void MainWindow::markRail(const QString &perspective)
{
    static const QHash<QString, QString> places = {{QStringLiteral("triage"), QStringLiteral("escalations")},
                                                   {QStringLiteral("monitor"), QStringLiteral("integrations")}};
    m_rail->setCurrent(places.value(perspective, perspective));
}

void MainWindow::setPerson(const QString &name, const QString &initials)
{
    m_rail->presence()->setPerson(name, initials);
}

void MainWindow::showStatus()
{
    const auto count = [](qint64 number) { return number > 99 ? QStringLiteral("99+") : number > 0 ? QString::number(number) : QString(); };
    if (const auto &status = m_status->status()) {
        m_rail->button(QStringLiteral("escalations"))
            ->setBadge(count(status->openEscalations), Tone::Danger,
                       status->openEscalations > 0 ? tr("%n open", nullptr, int(status->openEscalations)) : QString());
        m_rail->button(QStringLiteral("conversations"))
            ->setBadge(count(status->needsReply), Tone::Accent,
                       status->needsReply > 0 ? tr("%n need(s) a reply", nullptr, int(status->needsReply)) : QString());
        m_rail->button(QStringLiteral("integrations"))
            ->setBadge(status->degraded > 0 ? QStringLiteral("!") : QString(), Tone::Warn,
                       status->degraded > 0 ? tr("%n degraded", nullptr, int(status->degraded)) : QString());
        setWindowTitle(status->demo ? tr("HigherSelf Console – demo") : QStringLiteral("HigherSelf Console"));
        if (!status->storeWritable)
            m_banner->put({QStringLiteral("store"), Tone::Danger,
                           tr("Nothing can be saved, so deliveries are turned away until this is mended. %1").arg(status->storeDetail),
                           {}, {}, false});
        else
            m_banner->take(QStringLiteral("store"));
    }
    if (const auto &failure = m_status->failure(); failure && failure->code != Errc::Forbidden && failure->code != Errc::Unauthorized)
        m_banner->put({QStringLiteral("engine"), Tone::Danger,
                       tr("The engine does not answer. %1 What you see was read before.").arg(errorSentence(*failure)),
                       tr("Try again"), [this] { m_status->refresh(); }, false});
    else
        m_banner->take(QStringLiteral("engine"));
}

void MainWindow::pauseAllAfterQuestion()
{
    const bool paused = m_status->status() && m_status->status()->autonomy == QLatin1String("paused");
    auto *question = new QMessageBox(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::NoIcon);
    question->setTextFormat(Qt::PlainText);
    question->setText(paused ? tr("Let all agents go on?") : tr("Pause all agents?"));
    question->setInformativeText(paused ? tr("They take up what has waited, each within its limits.")
                                        : tr("New events are still received and kept. No agent answers, moves or sends anything until "
                                             "you let them go on."));
    QPushButton *yes = question->addButton(paused ? tr("Let them go on") : tr("Pause all agents"), QMessageBox::AcceptRole);
    question->addButton(tr("Cancel"), QMessageBox::RejectRole);
    setButtonKind(yes, ButtonKind::Primary);
    connect(question, &QMessageBox::buttonClicked, this, [this, yes, paused](QAbstractButton *clicked) {
        if (clicked != yes)
            return;
        const api::Command command = paused ? api::Command(api::ResumeAgent{}) : api::Command(api::PauseAgent{});
        m_context.engine.submit(command, this, [this, paused](Result<api::Receipt> receipt) {
            if (receipt)
                m_context.toasts.show(paused ? tr("All agents work again.") : tr("All agents are paused."), Tone::Ok);
            else
                m_context.toasts.show(Toast{errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
            m_status->refresh();
        });
    });
    question->open();
}

void MainWindow::claimNext()
{
    m_context.engine.submit(api::ClaimNext{m_context.studio.entity()}, this, [this](Result<api::Receipt> receipt) {
        if (receipt) {
            m_context.navigator.open(QStringLiteral("escalation"), receipt->id);
        } else if (receipt.error().code == Errc::NotFound || receipt.error().code == Errc::Conflict) {
            m_context.toasts.show(tr("No escalation waits that you may decide."), Tone::Ok);
        } else {
            m_context.toasts.show(Toast{errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
        }
    });
}

void MainWindow::dockMenu(ConsoleDock *dock, const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, auto run) {
        QAction *action = menu->addAction(text);
        action->setProperty("hsListEntry", true); // the same deeds are registered for the focused dock
        connect(action, &QAction::triggered, this, run);
    };
    add(dock->isFloating() ? tr("Put back into the window") : tr("Float"), [dock] { dock->setFloating(!dock->isFloating()); });
    add(tr("Expand"), [this, dock] { m_stage->toggleExpanded(dock); });
    add(tr("Close"), [dock] { dock->close(); });
    menu->popup(at);
}

void MainWindow::raiseWindow()
{
    if (isMinimized())
        showNormal();
    show();
    raise();
    activateWindow();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    keepLayout();
    if (mayClose && !mayClose())
        event->ignore();
    else
        QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (m_laidOut)
        m_stage->setWidth(roomInWidth());
    m_toasts->place();
}

int MainWindow::roomInWidth() const
{
    return width() * 100 / std::max(100, m_context.theme.textScale());
}

void MainWindow::watchVisibility()
{
    m_context.ticker.setActive(isVisible() && !isMinimized());
}

void MainWindow::showEvent(QShowEvent *event)
{
    if (!m_laidOut)
        restoreLayout();
    QMainWindow::showEvent(event);
    watchVisibility();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    watchVisibility();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        watchVisibility();
}

} // namespace hs::ui
