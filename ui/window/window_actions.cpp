#include "ui/window/window_actions.h"

#include <QInputDialog>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>

#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/settings/settings_places.h"
#include "ui/text/engine_error_text.h"
#include "ui/window/notice_list.h"
#include "ui/window/rail.h"
#include "ui/window/shortcut_sheet.h"
#include "ui/window/top_bar.h"

namespace hs::ui {

namespace {
const QString Global = QStringLiteral("global");
const QString ToggleOf = QStringLiteral("view.dock."); // and the dock's id
const QString ModeKey = QStringLiteral("appearance/mode");
const QString ScaleKey = QStringLiteral("appearance/textScale");
constexpr int ScaleStep = 10;
} // namespace

WindowActions::WindowActions(MainWindow &window)
    : QObject(&window), m_window(window), m_view(new QMenu(&window)), m_program(new QMenu(&window)), m_presence(new QMenu(&window))
{
    addPlaces();
    addDockActions();
    addView();
    addProgram();
    addAgents();
    connect(&window.m_context.engine, &api::Engine::callerChanged, this, &WindowActions::addAgents);
    m_view->setTitle(tr("View"));
    connect(m_view, &QMenu::aboutToShow, this, &WindowActions::fillViewMenu);
    m_window.m_top->viewButton()->setMenu(m_view);
    m_window.m_rail->logo()->setMenu(m_program);
    connect(m_presence, &QMenu::aboutToShow, this, &WindowActions::fillPresenceMenu);
    m_window.m_rail->presence()->setMenu(m_presence);
}

void WindowActions::addPlaces()
{
    ActionRegistry &actions = m_window.m_context.actions;
    int number = 0;
    for (const Perspective &place : builtinPerspectives()) {
        ++number;
        const QKeySequence key = number <= 5 ? QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)) : QKeySequence();
        actions.add({QStringLiteral("go.") + place.id, tr("Go to %1").arg(place.title), tr("perspective layout"), Global, key, place.icon},
                    &m_window, [this, id = place.id] { m_window.m_stage->applyPerspective(id); });
    }
    number = 0;
    for (const ConsoleDock *dock : m_window.m_stage->docks()) {
        ++number;
        const QKeySequence key = number <= 5 ? QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + number)) : QKeySequence();
        const DockEntry &entry = dock->entry();
        actions.add({QStringLiteral("go.dock.") + entry.id, tr("Show %1").arg(entry.title), tr("dock view panel"), Global, key, entry.icon},
                    &m_window, [this, id = entry.id] { m_window.m_stage->showDock(id); });
    }
    for (ConsoleDock *dock : m_window.m_stage->docks()) {
        const DockEntry &entry = dock->entry();
        QAction *toggle = actions.add({ToggleOf + entry.id, tr("Show or hide %1").arg(entry.title), tr("dock view panel close open"), Global, {}, entry.icon},
                                      &m_window, [this, dock] {
                                          if (dock->isHidden())
                                              m_window.m_stage->showDock(dock->entry().id);
                                          else
                                              dock->close();
                                      });
        toggle->setText(entry.title); // as the View menu shows it, with its tick
        toggle->setCheckable(true);
        const auto tick = [toggle, dock] { toggle->setChecked(!dock->isHidden()); };
        connect(m_window.m_stage, &DockStage::docksChanged, toggle, tick);
        connect(toggle, &QAction::triggered, toggle, tick); // Qt ticks it even where nothing came of it
        tick();
    }
}

void WindowActions::addDockActions()
{
    ActionRegistry &actions = m_window.m_context.actions;
    DockStage &stage = *m_window.m_stage;
    const auto add = [&](const char *id, const QString &text, const QString &words, const QKeySequence &key, const char *icon, auto run) {
        return actions.add({QString::fromLatin1(id), text, words, Global, key, QString::fromLatin1(icon)}, &m_window, run);
    };
    const auto view = [&stage]() -> DockView * { return stage.focusedDock() ? stage.focusedDock()->ensureView() : nullptr; };
    add("dock.next", tr("Next dock"), tr("focus"), QKeySequence(Qt::Key_F6), "chevron-right", [&stage] { stage.focusNext(1); });
    add("dock.previous", tr("Previous dock"), tr("focus"), QKeySequence(Qt::SHIFT | Qt::Key_F6), "chevron-left", [&stage] { stage.focusNext(-1); });
    add("dock.find", tr("Find in this dock"), tr("search filter"), QKeySequence(QKeySequence::Find), "search", [view] {
        if (DockView *now = view())
            now->find();
    });
    add("dock.refresh", tr("Refresh this dock"), tr("reload update"), QKeySequence(Qt::CTRL | Qt::Key_R), "refresh-cw", [view, this] {
        if (DockView *now = view())
            now->refresh();
        m_window.m_status->refresh();
    });
    add("dock.expand", tr("Expand this dock, or put it back"), tr("maximise full"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M), "maximize-2", [&stage] {
        if (ConsoleDock *now = stage.focusedDock())
            stage.toggleExpanded(now);
    });
    add("dock.float", tr("Float this dock, or put it back"), tr("window detach"), {}, "picture-in-picture-2", [&stage] {
        if (ConsoleDock *now = stage.focusedDock())
            now->setFloating(!now->isFloating());
    });
    add("dock.close", tr("Close this dock"), tr("hide"), {}, "x", [&stage] {
        if (ConsoleDock *now = stage.focusedDock())
            now->close();
    });
    add("knowledge.find", tr("Search knowledge"), tr("find documents"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), "book-open", [&stage] {
        stage.showDock(QStringLiteral("knowledge"));
        if (ConsoleDock *knowledge = stage.dock(QStringLiteral("knowledge")))
            knowledge->ensureView()->find();
    });
    add("workflow.design", tr("Design workflows"), tr("statechart editor states transitions simulate definition"), {}, "workflow",
        [&stage] { stage.showDock(QStringLiteral("designer")); });
    add("escalations.claimNext", tr("Claim the next escalation"), tr("urgent decide take"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), "hand",
        [this] { m_window.claimNext(); });
    add("agents.pauseAll", tr("Pause all agents, or let them go on"), tr("stop autopilot resume"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), "pause",
        [this] { m_window.pauseAllAfterQuestion(); });
    QAction *undo = add("edit.undo", tr("Undo the last decision or move"), tr("back revert"), QKeySequence(QKeySequence::Undo), "undo-2",
                        [this] { m_window.m_context.undo.undoLast(); });
    const auto undoable = [this, undo] {
        const UndoCenter::Entry *top = m_window.m_context.undo.top();
        ActionRegistry::setEnabled(undo, top != nullptr, tr("There is nothing to undo."));
        undo->setText(top ? tr("Undo: %1").arg(top->text) : tr("Undo the last decision or move"));
    };
    connect(&m_window.m_context.undo, &UndoCenter::changed, undo, undoable);
    undoable();
}

void WindowActions::addView()
{
    ViewContext &context = m_window.m_context;
    Theme &theme = context.theme;
    const auto add = [&](const char *id, const QString &text, const QString &words, const QKeySequence &key, const char *icon, auto run) {
        return context.actions.add({QString::fromLatin1(id), text, words, Global, key, QString::fromLatin1(icon)}, &m_window, run);
    };
    const auto scale = [this](int percent) {
        m_window.m_context.theme.setTextScale(percent);
        m_window.m_context.preferences.setValue(ScaleKey, m_window.m_context.theme.textScale());
    };
    add("view.larger", tr("Larger text"), tr("zoom in size"), QKeySequence(QKeySequence::ZoomIn), "zoom-in",
        [&theme, scale] { scale(theme.textScale() + ScaleStep); });
    // Where + needs Shift, people press =.
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Equal), &m_window), &QShortcut::activated, this,
            [&theme, scale] { scale(theme.textScale() + ScaleStep); });
    add("view.smaller", tr("Smaller text"), tr("zoom out size"), QKeySequence(QKeySequence::ZoomOut), "zoom-out",
        [&theme, scale] { scale(theme.textScale() - ScaleStep); });
    add("view.normal", tr("Normal text size"), tr("zoom reset 100"), QKeySequence(Qt::CTRL | Qt::Key_0), "type", [scale] { scale(100); });
    const auto mode = [this](Theme::Mode wanted) {
        m_window.m_context.theme.setMode(wanted);
        m_window.m_context.preferences.setValue(ModeKey, int(wanted));
    };
    add("view.theme.system", tr("Theme: as the system"), tr("appearance dark light"), {}, "monitor", [mode] { mode(Theme::Mode::System); });
    add("view.theme.light", tr("Theme: light"), tr("appearance bright day"), {}, "sun", [mode] { mode(Theme::Mode::Light); });
    add("view.theme.dark", tr("Theme: dark"), tr("appearance night"), {}, "moon", [mode] { mode(Theme::Mode::Dark); });
    connect(m_window.m_rail->themeButton(), &QToolButton::clicked, this,
            [&theme, mode] { mode(theme.isDark() ? Theme::Mode::Light : Theme::Mode::Dark); });
    add("view.contrast", tr("Increased contrast, on or off"), tr("accessibility readable"), {}, "contrast", [this] {
        Theme &now = m_window.m_context.theme;
        now.setIncreasedContrast(!now.increasedContrast());
        m_window.m_context.preferences.setValue(QStringLiteral("appearance/contrast"), now.increasedContrast());
    });
    add("view.resetLayout", tr("Reset layout"), tr("perspective docks default"), {}, "rotate-ccw", [this] { m_window.m_stage->resetLayout(); });
    add("view.keepPerspective", tr("Keep this layout as a perspective…"), tr("save layout own"), {}, "save", [this] { keepPerspective(); });
    add("view.removePerspective", tr("Remove this perspective of my own"), tr("delete layout"), {}, "trash-2", [this] {
        DockStage &stage = *m_window.m_stage;
        if (stage.perspective().startsWith(QLatin1String("own-")))
            stage.removeOwn(stage.perspective());
    });
    QAction *remove = context.actions.find(QStringLiteral("view.removePerspective"));
    const auto removable = [this, remove] {
        ActionRegistry::setEnabled(remove, m_window.m_stage->perspective().startsWith(QLatin1String("own-")),
                                   tr("The layout shown is one of the built-in perspectives."));
    };
    connect(m_window.m_stage, &DockStage::perspectiveChanged, remove, removable);
    removable();
}

void WindowActions::addProgram()
{
    ViewContext &context = m_window.m_context;
    const auto add = [&](const char *id, const QString &text, const QString &words, const QKeySequence &key, const char *icon, auto run) {
        QAction *action = context.actions.add({QString::fromLatin1(id), text, words, Global, key, QString::fromLatin1(icon)}, &m_window, run);
        action->setIcon(context.theme.icon(QString::fromLatin1(icon)));
        return action;
    };
    add("palette.open", tr("Search, or run a command"), tr("palette find"), QKeySequence(Qt::CTRL | Qt::Key_K), "command",
        [this] { m_window.m_palette->open(); });
    m_program->addAction(add("settings.open", tr("Settings"), tr("preferences options configuration"), QKeySequence(Qt::CTRL | Qt::Key_Comma),
                             "settings", [this] { Q_EMIT m_window.settingsRequested({}); }));
    for (const SettingsPlace &place : settingsPlaces()) {
        //: %1 is a part of the settings
        context.actions.add({QStringLiteral("settings.") + place.id, tr("Settings: %1").arg(place.title), tr("preferences options configuration"), Global, {},
                             place.icon},
                            &m_window, [this, id = place.id] { Q_EMIT m_window.settingsRequested(id); });
    }
    m_program->addAction(add("view.shortcuts", tr("Keyboard"), tr("shortcuts keys sheet"), QKeySequence(Qt::CTRL | Qt::Key_Slash), "keyboard", [this] {
        showKeys({});
    }));
    m_program->addAction(add("help.open", tr("Help for this dock"), tr("keys how"), QKeySequence(QKeySequence::HelpContents), "circle-help", [this] {
        ConsoleDock *dock = m_window.m_stage->focusedDock();
        showKeys(dock ? dock->entry().id : QString());
    }));
    m_program->addAction(add("app.about", tr("About HigherSelf Console"), tr("version licence"), {}, "info", [this] {
        const auto &status = m_window.m_status->status();
        showAbout(m_window.m_context, status ? status->dataDir : QString(), &m_window);
    }));
    m_program->addSeparator();
    add("notices.open", tr("Show notices"), tr("bell problems findings"), {}, "bell",
        [this] { m_window.m_notices->openUnder(m_window.m_top->noticesButton()); });
    add("backup.now", tr("Back up now"), tr("save copy"), {}, "database-backup", [this] {
        ViewContext &ctx = m_window.m_context;
        ctx.engine.submit(api::BackUpNow{}, &m_window, [&ctx](Result<api::Receipt> receipt) {
            if (receipt)
                ctx.toasts.show(tr("The backup is done: %1").arg(receipt->data.value(QLatin1String("file")).toString()), Tone::Ok);
            else
                ctx.toasts.show(Toast{errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
        });
    });
    add("people.switch", tr("Switch person…"), tr("sign in user operator"), {}, "user-cog", [this] { Q_EMIT m_window.switchPersonRequested(); });
    QAction *shut = add("window.close", tr("Close the window"), tr("tray hide"), QKeySequence(QKeySequence::Close), "x", [this] { m_window.close(); });
    QAction *quit = add("app.quit", tr("Quit"), tr("exit end"), QKeySequence(QKeySequence::Quit), "power", [this] { Q_EMIT m_window.quitRequested(); });
    m_program->addAction(shut);
    m_program->addAction(quit);
}

void WindowActions::addAgents()
{
    // A failure here costs shortcuts alone: the next look at the agents brings them.
    m_window.m_context.engine.ask(api::AgentQuery{}, this, [this](Result<std::vector<api::AgentRow>> agents) {
        ViewContext &context = m_window.m_context;
        if (!agents || !context.navigator.canOpen(QStringLiteral("agent")))
            return;
        for (const api::AgentRow &agent : *agents) {
            if (m_agents.contains(agent.key))
                continue;
            m_agents.insert(agent.key);
            //: %1 is an agent's name
            context.actions.add({QStringLiteral("go.agent.") + agent.key,
                                 tr("Open the page of %1").arg(agent.name),
                                 tr("agent permissions cost rules autonomy") + QLatin1Char(' ') + agent.role,
                                 Global,
                                 {},
                                 context.theme.agentIcon(agent.key)},
                                &m_window, [this, key = agent.key] { m_window.m_context.navigator.open(QStringLiteral("agent"), key); });
        }
    });
}

void WindowActions::fillViewMenu()
{
    m_view->clear();
    ActionRegistry &actions = m_window.m_context.actions;
    DockStage &stage = *m_window.m_stage;
    const auto listEntry = [](QAction *action) { action->setProperty("hsListEntry", true); };
    for (const Perspective &place : builtinPerspectives())
        m_view->addAction(actions.find(QStringLiteral("go.") + place.id));
    for (const Perspective &own : stage.ownPerspectives()) {
        QAction *action = m_view->addAction(own.title);
        listEntry(action);
        connect(action, &QAction::triggered, this, [&stage, id = own.id] { stage.applyPerspective(id); });
    }
    m_view->addAction(actions.find(QStringLiteral("view.keepPerspective")));
    m_view->addAction(actions.find(QStringLiteral("view.removePerspective")));
    m_view->addAction(actions.find(QStringLiteral("view.resetLayout")));
    m_view->addSeparator();
    for (const ConsoleDock *dock : stage.docks())
        m_view->addAction(actions.find(ToggleOf + dock->entry().id));
    m_view->addSeparator();
    for (const char *id : {"view.larger", "view.smaller", "view.normal", "view.theme.system", "view.theme.light", "view.theme.dark", "view.contrast"})
        m_view->addAction(actions.find(QString::fromLatin1(id)));
}

void WindowActions::fillPresenceMenu()
{
    m_presence->clear();
    const api::Caller &caller = m_window.m_context.engine.caller();
    QAction *who = m_presence->addAction(caller.name.isEmpty() ? tr("Nobody is signed in") : caller.name);
    who->setProperty("hsListEntry", true);
    who->setEnabled(false);
    m_presence->addAction(m_window.m_context.actions.find(QStringLiteral("people.switch")));
}

/// The sheet of all keys, or of one dock's.
void WindowActions::showKeys(const QString &dock)
{
    QHash<QString, QString> titles;
    for (const ConsoleDock *each : m_window.m_stage->docks())
        titles.insert(each->entry().id, each->entry().title);
    (new ShortcutSheet(m_window.m_context, titles, dock, &m_window))->open();
}

void WindowActions::keepPerspective()
{
    auto *dialog = new QInputDialog(&m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keep this layout"));
    dialog->setLabelText(tr("Name of the perspective"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        if (!name.trimmed().isEmpty())
            m_window.m_stage->keepAsOwn(name.trimmed());
    });
    dialog->open();
}

} // namespace hs::ui
