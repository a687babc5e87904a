/// Writes pictures of the window, of every dock and every dialog into a folder (first argument, default "screens"),
/// to be looked at by people: light and dark, full and empty and failing, at the widths that arrange docks differently.
///     QT_QPA_PLATFORM=offscreen ui_screens FOLDER [LANGUAGE] [PART]      (QT_SCALE_FACTOR=2 for sharp screens)
/// LANGUAGE `rtl`: English from right to left. PART: `runs`, `boards`, `designs`, `versions` or
/// `notion` alone.
#include <cstdio>

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTextCursor>

#include "tests/fakes/sample_run.h"
#include "tests/flow/ui/camera.h"
#include "tests/flow/ui/notion_screens.h"
#include "tests/flow/ui/sample_studio.h"
#include "ui/boards/board_view.h"
#include "ui/boards/bulk_actions.h"
#include "ui/boards/bulk_report.h"
#include "ui/console_window.h"
#include "ui/designer/designer_view.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/runs/run_view.h"
#include "ui/shell/shell_parts.h"
#include "ui/versions/fork_dialog.h"
#include "ui/versions/migration_dialog.h"
#include "ui/versions/versions_dialog.h"
#include "ui/versions/what_if_dialog.h"

namespace {

using namespace hs;
using namespace Qt::StringLiterals;

constexpr struct {
    int width, height;
} Sizes[] = {{960, 600}, {1280, 800}, {1680, 1050}, {1920, 1200}};

/// A desk on a door, with a file of preferences in `folder`; `person` sits there already, empty: the first start.
std::unique_ptr<ui::Console> openDesk(test::FakeDoor &door, const test::FakeClock &clock, const QTemporaryDir &folder, const QString &language,
                                      const QString &person)
{
    {
        ui::Preferences kept(folder.filePath(u"window.ini"_s));
        if (!language.isEmpty())
            kept.setValue(u"appearance/language"_s, language);
        if (!person.isEmpty())
            kept.setValue(u"operator/id"_s, person);
    }
    ui::Console::Options options;
    options.dataDir = folder.path();
    options.startDemo = [] {}; // offered in the first run
    auto made = ui::Console::create(door, clock, std::move(options));
    if (!made) {
        std::fprintf(stderr, "%s\n", describe(made.error()).c_str());
        std::exit(1);
    }
    return std::move(*made);
}

void everyPerspective(test::Camera &camera, ui::Console &desk, const QString &mode)
{
    ui::MainWindow &window = desk.window();
    for (const auto &size : Sizes) {
        window.resize(size.width, size.height);
        for (const ui::Perspective &place : ui::builtinPerspectives()) {
            window.stage().applyPerspective(place.id);
            if (place.id == u"triage"_s)
                desk.context().navigator.open(u"escalation"_s, u"esc_2"_s);
            if (place.id == u"overview"_s && size.width >= 1200)
                desk.context().navigator.open(u"thread"_s, u"thr_1"_s);
            camera.take(&window, u"%1-%2-%3x%4"_s.arg(place.id, mode).arg(size.width).arg(size.height));
        }
    }
}

void everyDock(test::Camera &camera, ui::Console &desk, const QString &tail)
{
    ui::MainWindow &window = desk.window();
    window.resize(1280, 800);
    window.stage().applyPerspective(u"overview"_s);
    const std::pair<QString, QString> objects[] = {{u"escalation"_s, u"esc_2"_s}, {u"thread"_s, u"thr_1"_s}, {u"run"_s, u"wf_VW-302"_s},
                                                   {u"contact"_s, u"rec_1"_s},    {u"audit"_s, u""_s},       {u"integration"_s, u"stripe"_s}};
    for (const auto &[kind, id] : objects) {
        if (desk.context().navigator.canOpen(kind))
            desk.context().navigator.open(kind, id);
    }
    for (ui::ConsoleDock *dock : window.stage().docks()) {
        window.stage().showDock(dock->entry().id);
        window.stage().toggleExpanded(dock);
        camera.take(dock, u"dock-%1-%2"_s.arg(dock->entry().id, tail));
        window.stage().toggleExpanded(dock);
    }
}

/// The run history in all its states; its dock over the whole window, then narrow.
void everyRun(test::Camera &camera, ui::Console &desk, test::FakeDoor &door, const test::FakeClock &clock, const QString &tail)
{
    using Kind = test::SampleRun::Kind;
    ui::MainWindow &window = desk.window();
    window.resize(1280, 800);
    window.stage().applyPerspective(u"overview"_s);
    test::SampleRun run;
    run.now = QDateTime::fromMSecsSinceEpoch(toMillis(clock.now()), Qt::UTC);
    const auto show = [&](Kind kind, const QString &id) {
        run.kind = kind;
        run.id = id;
        run.title = id == u"wf_german"_s ? u"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft: Frühjahrseinkehr"_s
                                         : u"Ashworth: spring retreat for eight"_s;
        test::serveRun(door, run);
        desk.context().navigator.open(u"run"_s, id);
        test::settle();
    };
    show(Kind::Incident, u"wf_incident"_s);
    ui::ConsoleDock *dock = window.stage().dock(u"run"_s);
    auto *view = dock ? qobject_cast<ui::RunView *>(dock->ensureView()) : nullptr;
    if (!view)
        return;
    window.stage().toggleExpanded(dock);
    camera.take(&window, u"run-incident-"_s + tail);
    view->history().choose(3);
    camera.take(&window, u"run-step-"_s + tail);
    view->history().choose(5);
    view->history().timeline().setMode(ui::TimelineScale::Mode::Time);
    view->history().timeline().zoom(2);
    camera.take(&window, u"run-time-"_s + tail);
    view->history().choose(4);
    view->history().showSide(ui::StepDetails::Side::Stood);
    view->history().timeline().setMode(ui::TimelineScale::Mode::Steps);
    camera.take(&window, u"run-stood-"_s + tail);
    view->showPage(ui::RunView::Page::Compare);
    camera.take(&window, u"run-choose-"_s + tail);
    view->compare().comparePrevious();
    camera.take(&window, u"run-compare-"_s + tail);
    view->history().showSide(ui::StepDetails::Side::Happened);
    view->history().timeline().setMode(ui::TimelineScale::Mode::Fit);
    show(Kind::Done, u"wf_german"_s);
    camera.take(&window, u"run-done-"_s + tail);
    view->history().choose(1);
    camera.take(&window, u"run-evidence-"_s + tail);
    show(Kind::OneStep, u"wf_one"_s);
    camera.take(&window, u"run-one-"_s + tail);
    show(Kind::Long, u"wf_long"_s);
    view->history().choose(4'321);
    camera.take(&window, u"run-long-"_s + tail);
    show(Kind::Empty, u"wf_empty"_s);
    camera.take(&window, u"run-empty-"_s + tail);
    door.failAll(Error{Errc::Unavailable, "the store is busy", "console.db", "try again", std::nullopt});
    show(Kind::Done, u"wf_error"_s);
    camera.take(&window, u"run-error-"_s + tail);
    door.failAll(std::nullopt);
    show(Kind::Incident, u"wf_incident"_s);
    window.stage().toggleExpanded(dock);
    camera.take(&window, u"run-dock-"_s + tail);
    view->history().choose(1);
    dock->setFloating(true);
    dock->resize(380, 760);
    camera.take(dock, u"run-narrow-"_s + tail);
    dock->setFloating(false);
    run.id = u"wf_VW-302"_s;
    test::serveRun(door, run);
}

/// The board's own looks: lanes, filter, several cards selected, the menus, a question before a limit is passed.
void everyBoard(test::Camera &camera, ui::Console &desk, const QString &tail)
{
    ui::MainWindow &window = desk.window();
    window.resize(1280, 800);
    window.stage().applyPerspective(u"overview"_s);
    window.stage().showDock(u"board"_s);
    ui::ConsoleDock *dock = nullptr;
    for (ui::ConsoleDock *one : window.stage().docks())
        if (one->entry().id == u"board"_s)
            dock = one;
    auto *board = dock ? qobject_cast<ui::BoardView *>(dock->ensureView()) : nullptr;
    if (!board)
        qFatal("there is no board");
    window.stage().toggleExpanded(dock);
    for (const auto &[grouping, name] : {std::pair(api::BoardGrouping::Agent, u"agent"_s), std::pair(api::BoardGrouping::Priority, u"priority"_s)}) {
        board->setGrouping(grouping);
        camera.take(dock, u"board-lanes-%1-%2"_s.arg(name, tail));
    }
    board->laneFrames().front()->setFolded(true);
    camera.take(dock, u"board-lane-folded-"_s + tail);
    board->setGrouping(api::BoardGrouping::None);
    ui::BoardFilter filter = board->filter();
    filter.agent = u"nyra"_s;
    filter.due = api::BoardDue::Week;
    filter.priority = api::Priority::Medium;
    filter.standing = api::BoardStanding::WaitsForPerson;
    board->setFilter(filter);
    camera.take(dock, u"board-filtered-"_s + tail);
    filter.tag = u"VIP"_s;
    board->setFilter(filter);
    camera.take(dock, u"board-nothing-"_s + tail);
    board->setFilter(board->filter().cleared());
    test::settle();
    board->marks().replace({u"wf_LC-318"_s, u"wf_LC-317"_s, u"wf_LC-311"_s, u"wf_LC-305"_s});
    camera.take(dock, u"board-selected-"_s + tail);
    const auto cards = board->markedCards();
    const auto &columns = board->lanes().front()->model().columnInfos();
    board->bulkActions().showMoves(cards, columns, board->heldByColumn(), QPoint(100, 100));
    camera.takeDialog(u"board-moves-"_s + tail);
    board->bulkActions().askMove(cards, columns, board->heldByColumn(), ui::bulkMoves(cards, columns).front());
    camera.takeDialog(u"board-limit-"_s + tail);
    ui::showBulkReport(&window, u"2 cards moved to “Viewing”; 1 refused"_s,
                       {{{u"wf_1"_s, u"LC-318"_s, true, {}}, {u"wf_2"_s, u"LC-317"_s, true, {}}, {u"wf_3"_s, u"LC-311"_s, false, u"The rule “has_date” did not allow it."_s}}});
    camera.takeDialog(u"board-report-"_s + tail);
    for (const char *menu : {"board.filter", "board.group", "board.views"}) {
        desk.context().actions.find(QString::fromLatin1(menu))->trigger();
        camera.takeDialog(QString::fromLatin1(menu).replace(u'.', u'-') + u'-' + tail);
    }
    window.stage().toggleExpanded(dock);
    for (const int width : {340, 520}) {
        board->resize(width, 660);
        camera.take(board, u"board-selected-%1-%2"_s.arg(width).arg(tail));
    }
    board->marks().clear();
}

/// The designer: text beside the picture, a dry run under way, a text with errors in it.
void everyDesign(test::Camera &camera, ui::Console &desk, const QString &mode)
{
    ui::MainWindow &window = desk.window();
    window.resize(1680, 1050);
    window.stage().showDock(u"designer"_s);
    ui::ConsoleDock *dock = window.stage().dock(u"designer"_s);
    auto *view = qobject_cast<ui::DesignerView *>(dock->ensureView());
    window.stage().toggleExpanded(dock);
    test::settle();
    view->showSide(ui::DesignerView::Side::Text);
    view->model().select(u"/states/in_contact"_s);
    camera.take(dock, u"designer-text-%1"_s.arg(mode));
    view->showSide(ui::DesignerView::Side::Outline);
    view->showSide(ui::DesignerView::Side::Trial);
    view->simulator().start();
    test::settle();
    view->simulator().send(u"cancel"_s, {});
    test::settle();
    view->simulator().undo();
    camera.take(dock, u"designer-trial-%1"_s.arg(mode));
    view->simulator().stop();
    view->showSide(ui::DesignerView::Side::Details);
    view->model().select(u""_s);
    camera.take(dock, u"designer-workflow-%1"_s.arg(mode));
    view->model().select(u"/states/in_contact"_s);
    camera.take(dock, u"designer-state-%1"_s.arg(mode));
    QTextCursor(view->findChild<ui::TextPane *>()->document()).insertText(u"["_s);
    test::settle();
    test::settle();
    view->showSide(ui::DesignerView::Side::Text);
    camera.take(dock, u"designer-errors-%1"_s.arg(mode));
    view->model().undoStack().undo();
    test::settle();
    window.stage().toggleExpanded(dock);
}

void everyDialog(test::Camera &camera, ui::Console &desk, const QString &mode)
{
    ui::MainWindow &window = desk.window();
    ui::ViewContext &context = desk.context();
    window.resize(1280, 800);
    window.stage().applyPerspective(u"overview"_s);
    for (const auto &[name, words] : {std::pair(u"palette"_s, u"refu"_s), std::pair(u"palette-empty"_s, u""_s), std::pair(u"palette-actions"_s, u"> undo"_s)}) {
        window.palette().open(words);
        camera.take(&window, name + u'-' + mode);
        QTest::keyClick(window.focusWidget(), Qt::Key_Escape);
    }
    QStringList pages{u"general"_s, u"studio"_s, u"people"_s, u"agents"_s, u"escalation"_s, u"receiver"_s, u"channels"_s, u"notion"_s, u"notifications"_s,
                      u"appearance"_s, u"keyboard"_s, u"backup"_s, u"advanced"_s};
    for (const QString &page : pages) {
        context.navigator.open(u"setting"_s, page);
        camera.takeDialog(u"settings-%1-%2"_s.arg(page, mode), page == pages.last());
    }
    for (const char *action : {"view.shortcuts", "help.open", "app.about", "people.switch", "agents.pauseAll", "view.keepPerspective", "notices.open"}) {
        context.actions.find(QString::fromLatin1(action))->trigger();
        camera.takeDialog(QString::fromLatin1(action).replace(u'.', u'-') + u'-' + mode);
    }
    context.toasts.show(u"The address is copied."_s, ui::Tone::Ok);
    context.undo.push({u"Approved: Refund above the £500 limit"_s, context.ticker.now().addSecs(28), [] {}, u"picture"_s});
    camera.take(&window, u"toast-"_s + mode);
    context.undo.removeKey(u"picture"_s);
}

/// Versions of a workflow, and what can be done with them; what its runs could not take.
void everyVersion(test::Camera &camera, ui::Console &desk, const QString &tail)
{
    ui::MainWindow &window = desk.window();
    ui::ViewContext &context = desk.context();
    window.resize(1280, 800);
    window.stage().applyPerspective(u"overview"_s);
    window.stage().showDock(u"board"_s);
    test::settle();
    const QString definition = u"lead-to-client"_s;
    const QString title = u"Lead to client"_s;
    (new ui::VersionsDialog(context, definition, title, {}, &window))->open();
    camera.takeDialog(u"versions-"_s + tail, false);
    const auto press = [](const QString &icon) {
        for (QWidget *top : QApplication::topLevelWidgets())
            for (QPushButton *button : top->isVisible() && qobject_cast<QDialog *>(top) ? top->findChildren<QPushButton *>() : QList<QPushButton *>())
                if (button->objectName() == icon || button->text() == icon)
                    return button->click();
    };
    press(u"useVersion"_s);
    camera.takeDialog(u"versions-retire-"_s + tail);
    for (QWidget *top : QApplication::topLevelWidgets())
        if (qobject_cast<QDialog *>(top))
            top->close();
    (new ui::MigrationDialog(context, definition, title, &window))->open();
    camera.takeDialog(u"migration-"_s + tail);
    auto *whatIf = new ui::WhatIfDialog(context, definition, title, {}, &window);
    whatIf->open();
    test::settle();
    camera.takeDialog(u"what-if-before-"_s + tail, false);
    press(u"tryVersion"_s);
    camera.takeDialog(u"what-if-"_s + tail);
    api::WorkflowRow run;
    run.id = u"wf_LC-308"_s;
    run.number = u"LC-308"_s;
    run.definition = definition;
    api::RunStanding standing;
    standing.state = u"waiting_for_papers"_s;
    standing.active = {u"lead-to-client.waiting_for_papers"_s};
    standing.waitingOn = u"task"_s;
    standing.tasks.emplace_back().src = u"nyra.qualify"_s;
    standing.timers.resize(2);
    auto *fork = new ui::ForkDialog(context, run, 12, standing, &window);
    fork->open();
    camera.takeDialog(u"fork-"_s + tail, false);
    if (auto *version = fork->findChild<QComboBox *>())
        version->setCurrentIndex(1);
    camera.takeDialog(u"fork-version-"_s + tail);

    window.stage().showDock(u"activity"_s);
    ui::ConsoleDock *dock = window.stage().dock(u"activity"_s);
    context.navigator.open(u"letter"_s, u"evt_77"_s);
    window.stage().toggleExpanded(dock);
    camera.take(&window, u"letters-"_s + tail);
    window.stage().toggleExpanded(dock);
    dock->setFloating(true);
    dock->resize(370, 720);
    camera.take(dock, u"letters-narrow-"_s + tail);
    dock->setFloating(false);
}

/// A board with 100,000 cards, whole and in a narrow dock.
void largeBoard(test::Camera &camera, ui::Console &desk, test::FakeDoor &door, const test::FakeClock &clock, const QString &tail)
{
    ui::MainWindow &window = desk.window();
    window.resize(1280, 800);
    window.stage().applyPerspective(u"overview"_s);
    window.stage().showDock(u"board"_s);
    ui::ConsoleDock *dock = window.stage().dock(u"board"_s);
    test::fillLargeBoard(door, clock, 100'000);
    dock->ensureView()->refresh();
    window.stage().toggleExpanded(dock);
    camera.take(&window, u"board-large-"_s + tail);
    window.stage().toggleExpanded(dock);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    test::Camera camera(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"screens"_s);
    const QString language = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    const QByteArray part = argc > 3 ? QByteArray(argv[3]) : QByteArray();
    const bool fromRight = language == u"rtl"_s;
    const test::FakeClock clock;
    {
        test::FakeDoor door(test::FakeDoor::Reply::Later);
        test::fillSampleStudio(door, clock);
        const QTemporaryDir folder;
        const auto desk = openDesk(door, clock, folder, fromRight ? QString() : language, test::sampleCaller().id);
        if (fromRight)
            QApplication::setLayoutDirection(Qt::RightToLeft);
        ui::Theme &theme = desk->context().theme;
        theme.setReducedMotion(true);
        desk->window().resize(1680, 1050);
        desk->show();
        test::settle();
        for (const bool dark : {false, true}) {
            theme.setMode(dark ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
            const QString mode = dark ? u"dark"_s : u"light"_s;
            const auto wanted = [&part](const char *name) { return part.isEmpty() || part == name; };
            if (wanted("runs"))
                everyRun(camera, *desk, door, clock, mode);
            if (wanted("versions"))
                everyVersion(camera, *desk, mode);
            if (wanted("designs"))
                everyDesign(camera, *desk, mode);
            if (wanted("notion")) {
                test::everyNotion(camera, *desk, door, clock, mode);
                test::fillSampleStudio(door, clock);
                door.onQuery<api::NotionStatusQuery>([](const auto &, const auto &) -> Result<api::NotionStatus> { return api::NotionStatus{}; });
            }
            if (wanted("boards")) {
                everyBoard(camera, *desk, mode);
                largeBoard(camera, *desk, door, clock, mode);
                test::fillSampleStudio(door, clock);
            }
            if (!part.isEmpty())
                continue;
            everyPerspective(camera, *desk, mode);
            everyDock(camera, *desk, mode);
            everyDialog(camera, *desk, mode);
        }
        if (!part.isEmpty())
            return camera.failed() ? 1 : 0;
        theme.setMode(ui::Theme::Mode::Light);
        for (const int percent : {80, 150, 200}) {
            theme.setTextScale(percent);
            desk->window().resize(1680, 1050);
            desk->window().stage().applyPerspective(u"overview"_s);
            camera.take(&desk->window(), u"overview-light-text%1"_s.arg(percent));
        }
    }
    // A studio that has nothing yet, then an engine that does not answer.
    test::FakeDoor empty(test::FakeDoor::Reply::Later);
    const QTemporaryDir folder;
    const auto desk = openDesk(empty, clock, folder, fromRight ? QString() : language, {});
    ui::Theme &theme = desk->context().theme;
    theme.setReducedMotion(true);
    desk->window().resize(1280, 800);
    desk->show();
    for (const bool dark : {false, true}) {
        theme.setMode(dark ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
        const QString mode = dark ? u"dark"_s : u"light"_s;
        empty.failAll(std::nullopt);
        desk->window().status().refresh();
        if (!dark) {
            camera.takeDialog(u"first-run-light"_s);
        }
        for (const auto &size : Sizes) {
            desk->window().resize(size.width, size.height);
            desk->window().stage().applyPerspective(u"overview"_s);
            camera.take(&desk->window(), u"empty-%1-%2x%3"_s.arg(mode).arg(size.width).arg(size.height));
        }
        everyDock(camera, *desk, u"empty-"_s + mode);
        empty.failAll(Error{Errc::Unavailable, "the store is busy", "console.db", "try again", std::nullopt});
        desk->window().status().refresh();
        desk->window().resize(1680, 1050);
        desk->window().stage().applyPerspective(u"overview"_s);
        for (ui::ConsoleDock *dock : desk->window().stage().visibleDocks())
            dock->ensureView()->refresh();
        camera.take(&desk->window(), u"error-"_s + mode);
    }
    std::printf("%d pictures\n", camera.taken());
    return camera.failed() ? 1 : 0;
}
