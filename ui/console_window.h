#pragma once

#include <functional>
#include <memory>

#include <QObject>

#include "engine/api/door.h"
#include "engine/vocabulary/clock.h"

namespace hs::ui {

class MainWindow;
class SingleInstance;
struct ViewContext;

/// The whole face: theme, language, window, sign-in, settings, tray, banners of
/// the desktop. The one entry point for `app`:
///
///     QApplication application(argc, argv);
///     ui::SingleInstance instance(dataDir);        // before the engine starts
///     if (instance.claim(arguments) == Outcome::Handed) return 0;
///     auto console = ui::Console::create(door, clock, options);
///     if (!console) … describe(console.error())
///     (*console)->listenTo(instance);
///     (*console)->show();
///     return application.exec();
///
/// GUI thread. Quits the application by `QCoreApplication::quit`.
class Console final : public QObject {
    Q_OBJECT
public:
    struct Options {
        QString dataDir;   ///< the window's own file, window.ini, is kept there; empty: nothing is kept
        bool demo = false;
        bool startInTray = false; ///< heeded where there is a tray
        /// Starts the demo beside this console (the same program with --demo); unset: not offered.
        std::function<void()> startDemo = {};
    };

    /// `door` and `clock` outlive the console. A QApplication must exist.
    /// Fails with Corrupt when the program's own data is damaged.
    [[nodiscard]] static Result<std::unique_ptr<Console>> create(api::Door &door, const Clock &clock, Options options);
    ~Console() override;

    void show();
    /// Raises the window, and opens what the arguments name, when a second start calls.
    void listenTo(SingleInstance &instance);
    /// Opens `higherself-console:escalation/esc_…`; anything else is ignored. Never runs an action.
    void openAddress(const QString &address);
    [[nodiscard]] MainWindow &window();
    [[nodiscard]] ViewContext &context();
    /// As the menu's Quit: asks when work would be lost.
    void quit();

private:
    struct Parts;
    explicit Console(std::unique_ptr<Parts> parts);
    void wire();
    void askWhoIsThere();
    void greet(const api::Caller &caller, const QString &initials);
    void openSettings(const QString &place);
    void openFirstRun();
    void openSignIn();
    void tellOfLastRun();
    [[nodiscard]] bool mayClose();
    void askHowToClose();

    std::unique_ptr<Parts> m_parts;
};

} // namespace hs::ui
