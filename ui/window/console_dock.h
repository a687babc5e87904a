#pragma once

#include <QDockWidget>

#include "ui/shell/dock_catalog.h"
#include "ui/shell/dock_view.h"

namespace hs::ui {

class DockTitleBar;

/// A dock of the catalogue. Its view is made when it is first shown, so that a
/// start pays only for what is seen.
class ConsoleDock final : public QDockWidget {
    Q_OBJECT
public:
    ConsoleDock(const DockEntry &entry, ViewContext &context, QWidget *parent);

    [[nodiscard]] const DockEntry &entry() const { return m_entry; }
    [[nodiscard]] DockView *view() const { return m_view; } ///< null until first shown
    DockView *ensureView();
    void setExpanded(bool expanded);
    /// Saves the view's state into the preferences.
    void keepState();

Q_SIGNALS:
    void expandRequested();
    void menuRequested(const QPoint &globalPosition);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void showTitle();

    DockEntry m_entry;
    ViewContext &m_context;
    DockTitleBar *m_bar;
    QWidget *m_body;
    DockView *m_view = nullptr;
};

} // namespace hs::ui
