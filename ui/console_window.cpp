#include "ui/console_window.h"

#include <QApplication>
#include <QDir>
#include <QMessageBox>
#include <QPushButton>
#include <QSystemTrayIcon>
#include <QTimer>

#include "ui/dock_catalog.h"
#include "ui/first_run/first_run_dialog.h"
#include "ui/first_run/sign_in.h"
#include "ui/main_window.h"
#include "ui/notifications/notification_center.h"
#include "ui/notifications/tray.h"
#include "ui/settings/settings_window.h"
#include "ui/shell/language.h"
#include "ui/shell/session_marker.h"
#include "ui/shell/shell_parts.h"
#include "ui/shell/single_instance.h"
#include "ui/theme/system_appearance.h"
#include "ui/widgets/app_mark.h"
#include "ui/widgets/labels.h"
#include "ui/window/banner.h"

namespace hs::ui {

namespace {

const QString OperatorKey = QStringLiteral("operator/id");
const QString CloseKey = QStringLiteral("window/onClose");
constexpr int AskAgainMs = 2000;
constexpr int PresenceMs = 45'000; // the engine forgets who has not announced themselves for a minute
constexpr int CrashesForDefaults = 2;

QString preferencesFile(const QString &dataDir)
{
    return dataDir.isEmpty() ? QString() : QDir(dataDir).filePath(QStringLiteral("window.ini"));
}

} // namespace

struct Console::Parts {
    Parts(api::Door &door, const Clock &clock, TokenSet tokens, Options given)
        : options(std::move(given)), shell(door, clock, std::move(tokens), preferencesFile(options.dataDir)), marker(shell.preferences),
          store(shell.context()), appearance(shell.context(), store)
    {
    }
    Options options;
    ShellParts shell;
    SessionMarker marker;
    SystemAppearance system;
    SettingsStore store;
    Appearance appearance;
    DesktopNotifier notifier;
    std::unique_ptr<NotificationCenter> notices;
    std::unique_ptr<MainWindow> window;
    std::unique_ptr<Tray> tray;
    SettingsWindow *settings = nullptr; ///< the window's child
    QTimer presence;
    bool firstRunUp = false;
    bool quitting = false;
};

Result<std::unique_ptr<Console>> Console::create(api::Door &door, const Clock &clock, Options options)
{
    auto tokens = TokenSet::shipped();
    if (!tokens)
        return tl::make_unexpected(tokens.error());
    auto parts = std::make_unique<Parts>(door, clock, std::move(*tokens), std::move(options));
    installLanguage(*qApp, Appearance::keptLanguage(parts->shell.preferences));
    Appearance::applyKept(parts->shell.preferences, parts->shell.theme);
    parts->shell.theme.applyTo(*qApp);
    qApp->setWindowIcon(appIcon());
    qApp->setQuitOnLastWindowClosed(false);
    if (qApp->applicationVersion().isEmpty())
        qApp->setApplicationVersion(QStringLiteral(HS_VERSION));
    std::unique_ptr<Console> console(new Console(std::move(parts)));
    return console;
}

Console::Console(std::unique_ptr<Parts> parts) : m_parts(std::move(parts))
{
    wire();
}

Console::~Console()
{
    if (m_parts->window)
        m_parts->window->keepLayout();
    m_parts->marker.endOrderly();
    m_parts->tray.reset();
    m_parts->notices.reset();
    m_parts->window.reset();
}

MainWindow &Console::window()
{
    return *m_parts->window;
}

ViewContext &Console::context()
{
    return m_parts->shell.context();
}

void Console::wire()
{
    Parts &p = *m_parts;
    ViewContext &ctx = p.shell.context();
    connect(&p.system, &SystemAppearance::darkPreferred, this, [&p](bool dark) { p.shell.theme.setSystemDark(dark); });
    p.system.start();

    api::Caller nobody;
    nobody.via = api::Caller::Via::Console;
    nobody.role = api::Role::Viewer;
    ctx.engine.setCaller(nobody);

    p.window = std::make_unique<MainWindow>(ctx, dockCatalog());
    p.window->mayClose = [this] { return mayClose(); };
    connect(p.window.get(), &MainWindow::settingsRequested, this, &Console::openSettings);
    connect(p.window.get(), &MainWindow::switchPersonRequested, this, &Console::openSignIn);
    connect(p.window.get(), &MainWindow::quitRequested, this, &Console::quit);

    p.tray = std::make_unique<Tray>(ctx, p.window->status());
    connect(p.tray.get(), &Tray::openRequested, p.window.get(), &MainWindow::raiseWindow);
    p.notifier.setTray(p.tray->icon());
    p.notices = std::make_unique<NotificationCenter>(ctx, p.notifier);
    connect(p.notices.get(), &NotificationCenter::raiseRequested, p.window.get(), &MainWindow::raiseWindow);
    connect(p.tray.get(), &Tray::muteRequested, p.notices.get(), &NotificationCenter::muteFor);

    p.presence.setInterval(PresenceMs);
    connect(&p.presence, &QTimer::timeout, this, [this] {
        ViewContext &now = context();
        if (!now.engine.caller().id.isEmpty() && m_parts->window->isVisible())
            now.engine.submit(api::Announce{now.engine.caller().id}, this, [](const auto &) {}); // told again soon enough
    });
    connect(qApp, &QCoreApplication::aboutToQuit, this, [this] { m_parts->window->keepLayout(); });
    connect(&p.appearance, &Appearance::languageChanged, this,
            [this] { context().toasts.show(tr("The language changes at the next start."), Tone::Info); });
}

void Console::show()
{
    Parts &p = *m_parts;
    if (p.marker.crashesBefore() < CrashesForDefaults)
        p.window->restoreLayout();
    else
        p.window->startWithStandardLayout();
    if (!p.options.startInTray || !p.tray->isThere())
        p.window->show();
    p.store.refresh();
    tellOfLastRun();
    askWhoIsThere();
    if (!p.shell.preferences.problem().isEmpty())
        p.shell.toasts.show(p.shell.preferences.problem(), Tone::Warn);
}

void Console::tellOfLastRun()
{
    Parts &p = *m_parts;
    const int crashes = p.marker.crashesBefore();
    if (crashes == 0)
        return;
    if (crashes < CrashesForDefaults) {
        p.window->banner().put({QStringLiteral("lastRun"), Tone::Warn,
                                tr("The console did not close properly last time. Your layout and drafts are back."), tr("Use the standard layout"),
                                [this] {
                                    m_parts->window->stage().resetLayout();
                                    m_parts->window->banner().take(QStringLiteral("lastRun"));
                                },
                                true});
        return;
    }
    p.window->banner().put({QStringLiteral("lastRun"), Tone::Warn,
                            tr("The console did not close properly twice in a row. It shows the standard layout, and all agents are paused."),
                            {}, {}, true});
}

void Console::askWhoIsThere()
{
    Parts &p = *m_parts;
    p.shell.engine.ask(api::OperatorQuery{}, this, [this](Result<std::vector<api::OperatorRow>> people) {
        if (!people) {
            // The banner of the window tells that the engine does not answer.
            QTimer::singleShot(AskAgainMs, this, &Console::askWhoIsThere);
            return;
        }
        if (people->empty()) {
            openFirstRun();
            return;
        }
        const QString last = context().preferences.value(OperatorKey).toString();
        const auto known = std::find_if(people->begin(), people->end(), [&](const api::OperatorRow &row) { return row.id == last; });
        const api::OperatorRow *person = known != people->end() ? &*known : people->size() == 1 ? &people->front() : nullptr;
        if (!person || person->hasPin) {
            openSignIn();
            return;
        }
        signIn(context(), person->id, {}, this, [this](Result<api::Caller> caller, const QString &initials) {
            if (caller)
                greet(*caller, initials);
            else
                openSignIn();
        });
    });
}

void Console::greet(const api::Caller &caller, const QString &initials)
{
    Parts &p = *m_parts;
    const bool first = p.shell.engine.caller().id.isEmpty();
    p.shell.preferences.setValue(OperatorKey, caller.id);
    p.shell.engine.setCaller(caller);
    p.window->setPerson(caller.name, initials);
    p.shell.engine.submit(api::Announce{caller.id}, this, [](const auto &) {});
    p.presence.start();
    p.store.refresh();
    if (!first)
        return;
    p.notices->start();
    if (p.marker.crashesBefore() >= CrashesForDefaults)
        p.shell.engine.submit(api::PauseAgent{}, this, [this](Result<api::Receipt> receipt) {
            if (!receipt)
                context().toasts.show(tr("The agents could not be paused."), Tone::Danger);
        });
}

void Console::openFirstRun()
{
    Parts &p = *m_parts;
    if (p.firstRunUp)
        return;
    p.firstRunUp = true;
    auto *dialog = new FirstRunDialog(context(), p.store, p.appearance, p.options.demo || !p.options.startDemo, p.window.get());
    connect(dialog, &FirstRunDialog::signedIn, this, &Console::greet);
    connect(dialog, &FirstRunDialog::demoRequested, this, [this] { m_parts->options.startDemo(); });
    connect(dialog, &QDialog::finished, this, [this] {
        m_parts->firstRunUp = false;
        if (context().engine.caller().id.isEmpty())
            m_parts->window->banner().put({QStringLiteral("nobody"), Tone::Info, tr("Nobody is set up at this desk, so you can look but not work."),
                                           tr("Set up"), [this] {
                                               m_parts->window->banner().take(QStringLiteral("nobody"));
                                               openFirstRun();
                                           }, true});
    });
    dialog->open();
}

void Console::openSignIn()
{
    context().engine.ask(api::OperatorQuery{}, this, [this](Result<std::vector<api::OperatorRow>> people) {
        if (!people)
            return; // the window's banner tells why
        if (people->empty()) {
            openFirstRun();
            return;
        }
        auto *dialog = new SignInDialog(context(), *people, context().preferences.value(OperatorKey).toString(), m_parts->window.get());
        connect(dialog, &SignInDialog::signedIn, this, &Console::greet);
        dialog->open();
    });
}

void Console::openSettings(const QString &place)
{
    Parts &p = *m_parts;
    if (!p.settings)
        p.settings = new SettingsWindow(context(), p.store, p.appearance, p.window.get());
    p.settings->openPlace(place);
}

void Console::listenTo(SingleInstance &instance)
{
    connect(&instance, &SingleInstance::called, this, [this](const QStringList &arguments) {
        m_parts->window->raiseWindow();
        for (const QString &argument : arguments)
            openAddress(argument);
    });
}

void Console::openAddress(const QString &address)
{
    static const QString scheme = QStringLiteral("higherself-console:");
    if (!address.startsWith(scheme))
        return;
    QString rest = address.mid(scheme.size());
    while (rest.startsWith(QLatin1Char('/')))
        rest.remove(0, 1);
    const QString kind = rest.section(QLatin1Char('/'), 0, 0);
    if (context().navigator.canOpen(kind))
        context().navigator.open(kind, rest.section(QLatin1Char('/'), 1));
}

bool Console::mayClose()
{
    Parts &p = *m_parts;
    if (p.quitting)
        return true;
    const QString wish = context().preferences.value(CloseKey, QStringLiteral("ask")).toString();
    if (wish == QLatin1String("quit")) {
        QTimer::singleShot(0, this, &Console::quit);
        return false;
    }
    if (p.tray->isThere()) {
        if (!context().preferences.value(QStringLiteral("window/trayExplained"), false).toBool()) {
            context().preferences.setValue(QStringLiteral("window/trayExplained"), true);
            p.tray->icon()->showMessage(QStringLiteral("HigherSelf Console"),
                                        tr("The console goes on in the tray: it still receives, and calls you when it needs you."));
        }
        p.window->hide();
        return false;
    }
    if (wish == QLatin1String("keep"))
        p.window->showMinimized();
    else
        askHowToClose();
    return false;
}

void Console::askHowToClose()
{
    auto *question = new QMessageBox(m_parts->window.get());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setText(tr("Keep the console running?"));
    question->setInformativeText(tr("This desktop has no tray. Minimised, the console goes on receiving and calls you when it needs you. "
                                    "You can change this in the settings."));
    QPushButton *keep = question->addButton(tr("Minimise"), QMessageBox::AcceptRole);
    QPushButton *leave = question->addButton(tr("Quit"), QMessageBox::DestructiveRole);
    question->addButton(tr("Cancel"), QMessageBox::RejectRole);
    setButtonKind(keep, ButtonKind::Primary);
    connect(question, &QMessageBox::buttonClicked, this, [this, keep, leave](QAbstractButton *clicked) {
        if (clicked == keep) {
            context().preferences.setValue(CloseKey, QStringLiteral("keep"));
            m_parts->window->showMinimized();
        } else if (clicked == leave) {
            context().preferences.setValue(CloseKey, QStringLiteral("quit"));
            quit();
        }
    });
    question->open();
}

void Console::quit()
{
    const auto leave = [this] {
        m_parts->quitting = true;
        m_parts->window->keepLayout();
        QCoreApplication::quit();
    };
    const QStringList work = m_parts->window->workInHand();
    if (work.isEmpty()) {
        leave();
        return;
    }
    m_parts->window->raiseWindow();
    auto *question = new QMessageBox(m_parts->window.get());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    question->setText(tr("Quit with work in hand?"));
    question->setInformativeText(work.join(QLatin1Char('\n')));
    QPushButton *yes = question->addButton(tr("Quit"), QMessageBox::DestructiveRole);
    question->addButton(tr("Stay"), QMessageBox::RejectRole);
    connect(question, &QMessageBox::buttonClicked, this, [yes, leave](QAbstractButton *clicked) {
        if (clicked == yes)
            leave();
    });
    question->open();
}

} // namespace hs::ui
