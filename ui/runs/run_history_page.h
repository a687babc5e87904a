#pragma once

#include <QWidget>

#include "ui/lists/directory.h"
#include "ui/lists/virtual_list.h"
#include "ui/runs/offer_strip.h"
#include "ui/runs/run_commands.h"
#include "ui/runs/run_model.h"
#include "ui/runs/run_timeline.h"
#include "ui/runs/step_details.h"
#include "ui/states/content_states.h"
#include "ui/widgets/elided_label.h"

class QButtonGroup;
class QGridLayout;
class QSlider;
class QSplitter;
class QToolButton;

namespace hs::ui {

/// The history of one run: what can be done to it, its timeline, the list of its steps and the chosen step in
/// full. Timeline, slider and list choose the same step. The failed step is chosen by itself.
class RunHistoryPage final : public QWidget {
    Q_OBJECT
public:
    RunHistoryPage(ViewContext &context, const Directory &directory, QWidget *parent = nullptr);

    void open(const api::Id &workflow);
    void refresh();
    /// Chooses a step, and the side of it that is shown.
    void choose(qint64 seq);
    void showSide(StepDetails::Side side) { m_details->showSide(side); }
    [[nodiscard]] qint64 current() const { return m_current; }
    [[nodiscard]] RunModel &model() { return m_model; }
    [[nodiscard]] RunTimeline &timeline() { return *m_timeline; }
    [[nodiscard]] VirtualList &list() { return *m_list; }
    [[nodiscard]] StepDetails &details() { return *m_details; }
    [[nodiscard]] QSlider &slider() { return *m_slider; }
    [[nodiscard]] RunCommands &commands() { return m_commands; }
    [[nodiscard]] std::vector<RunOffer> offers() const;
    /// Why no run can be forked from the chosen step; empty: one can.
    [[nodiscard]] QString forkRefused() const;
    void fork();
    [[nodiscard]] QWidget *firstFocus();

Q_SIGNALS:
    void runChanged(); ///< the model's head is another

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeBar();
    [[nodiscard]] QWidget *makeTools();
    void takeAnswer();
    void openBestStep();
    void showPicture();
    void showPlace();
    void askDetail();
    void fitParts();
    void showFork();

    ViewContext &m_context;
    RunModel m_model;
    RunCommands m_commands;
    qint64 m_current = -1;
    bool m_opened = false;    ///< a step was chosen since the run was opened
    bool m_follows = true;    ///< the newest step is chosen, and stays so when new ones come
    bool m_asking = false;
    bool m_askAgain = false;
    quint64 m_generation = 0;
    std::optional<api::RunStepDetail> m_stood; ///< the step that was read last; of the failed input, the one before it

    ContentStates *m_states;
    OfferStrip *m_offers;
    QSlider *m_slider;
    ElidedLabel *m_place;
    QButtonGroup *m_modes;
    QPushButton *m_fork;
    QGridLayout *m_bar;
    QWidget *m_tools;
    bool m_beside = true;
    RunTimeline *m_timeline;
    QSplitter *m_split;
    VirtualList *m_list;
    StepDetails *m_details;
    ContentStates *m_detailStates;
};

} // namespace hs::ui
