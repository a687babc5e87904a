#pragma once

#include <QWidget>

#include "engine/api/runs.h"
#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace hs::ui {

class FactSheet;

/// One step in full: what came in, what moved, what it changed, the tasks, timers, messages, effects and audit
/// rows that belong to it, each with a way to open it. Its other side shows the run as it stood after the step.
class StepDetails final : public QWidget {
    Q_OBJECT
public:
    enum class Side { Happened, Stood };

    StepDetails(ViewContext &context, const Directory &directory, QWidget *parent = nullptr);

    void showStep(api::RunStepDetail detail);
    /// The input that stopped the run; `after`: how it stands, since nothing of it was kept.
    void showIncident(const api::RunIncident &incident, const api::RunStanding &after);
    void showSide(Side side);
    [[nodiscard]] Side side() const { return m_side; }
    [[nodiscard]] QWidget *firstFocus() const;

Q_SIGNALS:
    void stepChosen(qint64 seq); ///< a task's other end was followed

private:
    void fill();
    void setSheet(FactSheet *sheet);
    [[nodiscard]] FactSheet *happened();
    [[nodiscard]] FactSheet *failed();
    [[nodiscard]] FactSheet *stood();
    void addHead(FactSheet &sheet);
    void addInput(FactSheet &sheet);
    void addMoves(FactSheet &sheet);
    void addChanges(FactSheet &sheet);
    void addTasks(FactSheet &sheet);
    void addTask(FactSheet &sheet, QVBoxLayout *into, const api::RunTask &task);
    void addTimers(FactSheet &sheet);
    void addActions(FactSheet &sheet);
    void addMessages(FactSheet &sheet);
    void addEffects(FactSheet &sheet);
    void addLinks(FactSheet &sheet);
    void addAudit(FactSheet &sheet);
    /// A way to what an id names, where some dock shows its kind.
    void addLinkTo(FactSheet &sheet, QVBoxLayout *into, const QString &words, const QString &kind, const QString &id);

    ViewContext &m_context;
    const Directory &m_directory;
    api::RunStepDetail m_detail;
    std::optional<api::RunIncident> m_incident;
    bool m_hasStep = false;
    Side m_side = Side::Happened;
    QPushButton *m_happenedTab;
    QPushButton *m_stoodTab;
    QScrollArea *m_scroll;
};

/// The navigator's kind for an id of the engine ("rec_…" → record); empty for what no dock shows.
[[nodiscard]] QString kindOfId(const QString &id);

} // namespace hs::ui
