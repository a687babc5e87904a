#pragma once

#include <QAction>
#include <QByteArray>
#include <QList>
#include <QWidget>

#include "ui/shell/view_context.h"

namespace hs::ui {

/// What fills a dock. Made when its dock is first seen, kept until the end.
/// Asks the engine for what it shows and asks again on `Engine::changed` of its
/// topics, on `StudioFilter::changed` and on `refresh`; never waits.
class DockView : public QWidget {
    Q_OBJECT
public:
    explicit DockView(ViewContext &context, QWidget *parent = nullptr) : QWidget(parent), m_context(context) {}

    [[nodiscard]] virtual QString title() const = 0; ///< translated; may change with what is shown
    [[nodiscard]] virtual QString badge() const { return {}; } ///< chip beside the title: "5 waiting"; empty: none
    /// Shown as icon buttons in the title bar, in this order. Registered actions with icon and text.
    [[nodiscard]] virtual QList<QAction *> headerActions() const { return {}; }

    virtual void refresh() {}                            ///< Ctrl+R
    virtual void find() {}                               ///< Ctrl+F: to the search field
    [[nodiscard]] virtual QWidget *firstFocus() { return this; } ///< gets focus when the dock does
    /// Selection, scroll and filter; restored at the next start. Garbage is ignored.
    [[nodiscard]] virtual QByteArray saveState() const { return {}; }
    virtual void restoreState(const QByteArray &) {}
    /// Shows one object of a kind that the dock's entry names; an empty id only brings the dock up.
    virtual void showObject(const QString &kind, const QString &id)
    {
        Q_UNUSED(kind)
        Q_UNUSED(id)
    }
    /// Work that would be lost by quitting now, one sentence each; empty: none.
    [[nodiscard]] virtual QStringList workInHand() const { return {}; }

Q_SIGNALS:
    void badgeChanged();
    void titleChanged();
    void headerActionsChanged();

protected:
    [[nodiscard]] ViewContext &context() const { return m_context; }

private:
    ViewContext &m_context;
};

} // namespace hs::ui
