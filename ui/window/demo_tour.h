#pragma once

#include <QToolButton>

#include "ui/shell/view_context.h"

namespace hs::ui {

/// The demo's ribbon: says that the studio is fictional, and lists what a newcomer can try. A step is
/// ticked off when the audit shows that this person did it; the ribbon is hidden outside the demo. GUI thread.
class DemoTour final : public QToolButton {
    Q_OBJECT
public:
    DemoTour(ViewContext &context, QWidget *parent);

    void setDemo(bool demo);
    [[nodiscard]] int tried() const { return int(m_tried.size()); }

Q_SIGNALS:
    void pauseWanted();
    void widthChanged();

private:
    void ask();
    void fill();
    void take(const api::AuditRow &row);
    void showState();

    ViewContext &m_context;
    QMenu *m_menu;
    QStringList m_tried; ///< keys of steps
    bool m_demo = false;
};

} // namespace hs::ui
