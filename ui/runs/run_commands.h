#pragma once

#include <QObject>
#include <QPointer>

#include "ui/runs/run_offers.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// Carries out what a run offers: asks what must be asked first, tells how it went.
class RunCommands final : public QObject {
    Q_OBJECT
public:
    /// Questions stand over `window`.
    RunCommands(ViewContext &context, QWidget *window, QObject *parent = nullptr);

    void carryOut(const RunOffer &offer, const api::RunPage &run);
    void tellFailure(const QString &what, const Error &error);

Q_SIGNALS:
    void done(); ///< the run is another now

private:
    void act(const RunOffer &offer, const api::WorkflowRow &run, const QString &reason);
    void editContext(const api::RunPage &run);
    void submit(api::Command command, const QString &success, bool opensRun = false);

    ViewContext &m_context;
    QPointer<QWidget> m_window;
};

} // namespace hs::ui
