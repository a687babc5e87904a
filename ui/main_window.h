#pragma once

#include <functional>

#include <QMainWindow>

#include "ui/window/dock_stage.h"
#include "ui/window/engine_status.h"

class QMenu;

namespace hs::ui {

class Banner;
class CommandPalette;
class NoticeList;
class Rail;
class StatusLine;
class ToastHost;
class TopBar;
class WindowActions;

/// The console's window: rail, top bar, banner, docks, status line, palette, toasts.
/// It knows nothing of trays, processes and sign-in; `Console` does.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    /// `context` outlives the window. `entries`: the docks, normally `dockCatalog()`.
    MainWindow(ViewContext &context, const std::vector<DockEntry> &entries, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] DockStage &stage() { return *m_stage; }
    [[nodiscard]] EngineStatus &status() { return *m_status; }
    [[nodiscard]] CommandPalette &palette() { return *m_palette; }
    [[nodiscard]] Banner &banner() { return *m_banner; }
    [[nodiscard]] Rail &rail() { return *m_rail; }

    /// Size, place and layout of last time. False: there were none.
    bool restoreLayout();
    /// As at the very first start, whatever was kept.
    void startWithStandardLayout();
    void keepLayout();
    /// What would be lost by quitting now, one sentence each.
    [[nodiscard]] QStringList workInHand() const;
    void setPerson(const QString &name, const QString &initials);
    void pauseAllAfterQuestion();
    void claimNext();
    void raiseWindow();

    /// Asked when somebody closes the window; returns whether it may go. Unset: it may.
    std::function<bool()> mayClose;

Q_SIGNALS:
    void settingsRequested(const QString &section);
    void switchPersonRequested();
    void quitRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    friend class WindowActions;
    void openObject(const QString &kind, const QString &id);
    void chooseFromRail(const QString &id);
    void markRail(const QString &perspective);
    void showStatus();
    /// How wide the window is for what stands in it: larger text needs more, so that docks take tabs earlier.
    [[nodiscard]] int roomInWidth() const;
    void watchVisibility();
    void dockMenu(ConsoleDock *dock, const QPoint &at);

    ViewContext &m_context;
    EngineStatus *m_status;
    DockStage *m_stage;
    Rail *m_rail;
    TopBar *m_top;
    Banner *m_banner;
    StatusLine *m_statusLine;
    ToastHost *m_toasts;
    CommandPalette *m_palette;
    NoticeList *m_notices;
    WindowActions *m_actions;
    bool m_laidOut = false;
};

} // namespace hs::ui
