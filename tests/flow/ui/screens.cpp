/// Writes pictures of the window and its dialogs, light and dark, in three sizes,
/// into a folder (first argument, default "screens"). To be looked at by people.
///     QT_QPA_PLATFORM=offscreen ui_screens FOLDER      (QT_SCALE_FACTOR=2 for sharp screens)
#include <cstdio>

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include "tests/flow/ui/sample_studio.h"
#include "ui/console_window.h"
#include "ui/first_run/first_run_dialog.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/shell/shell_parts.h"

namespace {

using namespace hs;

void settle(int ms = 350)
{
    QTest::qWait(ms);
}

class Camera {
public:
    explicit Camera(const QString &folder) : m_folder(folder) { QDir().mkpath(folder); }
    void take(QWidget *what, const QString &name)
    {
        settle();
        const QString path = QDir(m_folder).filePath(name + QStringLiteral(".png"));
        if (!what->grab().save(path)) {
            std::fprintf(stderr, "can't write %s\n", qPrintable(path));
            m_failed = true;
        }
    }
    [[nodiscard]] bool failed() const { return m_failed; }

private:
    QString m_folder;
    bool m_failed = false;
};

QWidget *topDialog()
{
    const auto widgets = QApplication::topLevelWidgets();
    for (QWidget *widget : widgets) {
        if (widget->isVisible() && qobject_cast<QDialog *>(widget))
            return widget;
    }
    return nullptr;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Camera camera(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("screens"));
    test::FakeDoor door(test::FakeDoor::Reply::Later);
    test::FakeClock clock;
    test::fillSampleStudio(door, clock);
    QElapsedTimer timer;
    timer.start();
    auto made = ui::Console::create(door, clock, {});
    if (!made) {
        std::fprintf(stderr, "%s\n", describe(made.error()).c_str());
        return 1;
    }
    ui::Console &console = **made;
    ui::MainWindow &window = console.window();
    ui::ViewContext &context = console.context();
    context.preferences.setValue(QStringLiteral("operator/id"), test::sampleCaller().id);
    window.resize(1680, 1050);
    console.show();
    QCoreApplication::processEvents();
    std::printf("first window after %lld ms\n", static_cast<long long>(timer.elapsed()));
    settle();

    const struct { int width, height; } sizes[] = {{1680, 1050}, {1280, 800}, {1920, 1200}};
    for (const bool dark : {false, true}) {
        context.theme.setMode(dark ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
        const QString mode = dark ? QStringLiteral("dark") : QStringLiteral("light");
        for (const auto &size : sizes) {
            window.resize(size.width, size.height);
            settle(100);
            const QString tail = QStringLiteral("-%1-%2x%3").arg(mode).arg(size.width).arg(size.height);
            for (const char *place : {"overview", "triage", "boards", "monitor", "conversations", "knowledge"}) {
                window.stage().applyPerspective(QString::fromLatin1(place));
                settle(100);
                if (qstrcmp(place, "triage") == 0)
                    context.navigator.open(QStringLiteral("escalation"), QStringLiteral("esc_2"));
                if (qstrcmp(place, "overview") == 0 || qstrcmp(place, "conversations") == 0)
                    context.navigator.open(QStringLiteral("thread"), QStringLiteral("thr_1"));
                camera.take(&window, QString::fromLatin1(place) + tail);
            }
        }
        window.resize(1280, 800);
        window.stage().applyPerspective(QStringLiteral("overview"));
        window.palette().open(QStringLiteral("refu"));
        camera.take(&window, QStringLiteral("palette-") + mode);
        QTest::keyClick(window.focusWidget(), Qt::Key_Escape);
        for (const char *page : {"general", "studio", "people", "agents", "escalation", "receiver", "channels", "notifications", "appearance",
                                 "keyboard", "backup", "advanced"}) {
            context.navigator.open(QStringLiteral("setting"), QString::fromLatin1(page));
            settle(150);
            if (QWidget *dialog = topDialog())
                camera.take(dialog, QStringLiteral("settings-%1-%2").arg(QString::fromLatin1(page), mode));
        }
        if (QWidget *dialog = topDialog())
            dialog->close();
        for (const char *action : {"view.shortcuts", "app.about", "people.switch", "agents.pauseAll"}) {
            context.actions.find(QString::fromLatin1(action))->trigger();
            settle(200);
            if (QWidget *dialog = topDialog()) {
                camera.take(dialog, QString::fromLatin1(action).replace(QLatin1Char('.'), QLatin1Char('-')) + QLatin1Char('-') + mode);
                dialog->close();
            }
            settle(50);
        }
        context.toasts.show(QStringLiteral("The address is copied."), ui::Tone::Ok);
        context.undo.push({QStringLiteral("Approved: Refund above the £500 limit"), context.ticker.now().addSecs(28), [] {}, {}});
        camera.take(&window, QStringLiteral("toast-") + mode);
        context.undo.removeKey({});
        while (context.undo.top())
            context.undo.remove(context.undo.top()->id);
    }
    // A studio that has nothing yet, and an engine that does not answer.
    test::FakeDoor empty(test::FakeDoor::Reply::Later);
    {
        auto second = ui::Console::create(empty, clock, {});
        if (!second)
            return 1;
        (*second)->window().resize(1280, 800);
        (*second)->show();
        settle(400);
        if (QWidget *dialog = topDialog()) {
            camera.take(dialog, QStringLiteral("first-run"));
            dialog->close();
        }
        camera.take(&(*second)->window(), QStringLiteral("empty-light"));
        (*second)->context().theme.setMode(ui::Theme::Mode::Dark);
        camera.take(&(*second)->window(), QStringLiteral("empty-dark"));
        empty.failAll(Error{Errc::Unavailable, "the store is busy", "console.db", "try again", std::nullopt});
        (*second)->window().status().refresh();
        for (ui::ConsoleDock *dock : (*second)->window().stage().visibleDocks())
            dock->ensureView()->refresh();
        camera.take(&(*second)->window(), QStringLiteral("error-dark"));
    }
    return camera.failed() ? 1 : 0;
}
