#pragma once

#include <map>
#include <vector>

#include <QMainWindow>
#include <QObject>
#include <QPointer>

#include "ui/shell/dock_catalog.h"
#include "ui/window/arrangement.h"
#include "ui/window/console_dock.h"

namespace hs::ui {

/// All docks of a window and where they stand: perspectives, what the user made
/// of them, expanding one, finding a place for one on demand. All docks stay in
/// the window for ever; a perspective is Qt's own state plus our list of visible
/// and floating docks, because a dock that a state does not know comes back visible.
class DockStage final : public QObject {
    Q_OBJECT
public:
    /// Version of the saved states; another one is not read.
    static constexpr int StateVersion = 1;

    DockStage(const std::vector<DockEntry> &entries, ViewContext &context, QMainWindow *window);

    [[nodiscard]] ConsoleDock *dock(const QString &id) const; ///< null: no such dock
    [[nodiscard]] const std::vector<ConsoleDock *> &docks() const { return m_docks; }
    [[nodiscard]] ConsoleDock *dockForKind(const QString &kind) const;
    [[nodiscard]] QStringList kinds() const;
    [[nodiscard]] ConsoleDock *focusedDock() const; ///< the one that has or had the keyboard focus
    [[nodiscard]] QList<ConsoleDock *> visibleDocks() const; ///< in reading order

    [[nodiscard]] QString perspective() const { return m_perspective; }
    /// Shows a perspective as it was left at this width, or as it is built in.
    void applyPerspective(const QString &id);
    void setWidth(int windowWidth); ///< the window was resized
    void resetLayout();
    /// Saves the present layout as one of the user's own. Returns its id.
    QString keepAsOwn(const QString &title);
    void removeOwn(const QString &id);
    [[nodiscard]] std::vector<Perspective> ownPerspectives() const;

    /// Shows a dock, finds it a place if it has none, brings it to the front and gives it the focus.
    void showDock(const QString &id, bool focus = true);
    void toggleExpanded(ConsoleDock *dock);
    void focusNext(int step); ///< F6, Shift+F6

    /// Layout, perspective and the views' states, into the preferences.
    void keep();
    /// From the preferences. False: there was nothing, or it was not to be read; then the built-in one stands.
    bool restore();

    [[nodiscard]] QByteArray snapshot() const;
    bool restoreSnapshot(const QByteArray &bytes); ///< false: garbage or another version; nothing changed

Q_SIGNALS:
    void perspectiveChanged(const QString &id);
    void docksChanged(); ///< shown or hidden

private:
    [[nodiscard]] QString stateKey() const;
    void arrange(const Arrangement &arrangement);
    void placeOnDemand(ConsoleDock *dock);
    void bringFloatingBack();
    void focusDock(ConsoleDock *dock);
    void keepCurrent();

    ViewContext &m_context;
    QMainWindow *m_window;
    std::vector<ConsoleDock *> m_docks;
    QPointer<ConsoleDock> m_lastFocused;
    QPointer<ConsoleDock> m_expanded;
    QByteArray m_beforeExpand;
    QString m_perspective = QStringLiteral("overview");
    WidthClass m_width = WidthClass::Wide;
    bool m_started = false;
    bool m_arranging = false;
};

} // namespace hs::ui
