#pragma once

#include <QWidget>

#include "engine/api/rows.h"
#include "ui/runs/run_commands.h"
#include "ui/shell/view_context.h"

class QScrollArea;

namespace hs::ui {

class FactSheet;

/// Where a run stands: what is wrong, which moves are open, what is at work, what it waits for and what it knows.
class RunNowPage final : public QWidget {
    Q_OBJECT
public:
    RunNowPage(ViewContext &context, RunCommands &commands, QWidget *parent = nullptr);

    /// `offers`: of the same run; empty until its history is read.
    void show(const api::WorkflowDetail &detail, const std::vector<api::ColumnInfo> &columns, const std::vector<api::TaskRow> &tasks,
              const std::vector<RunOffer> &offers);

Q_SIGNALS:
    void offerWanted(const hs::ui::RunOffer &offer);
    void changed(); ///< a move was made

private:
    void fillTrouble(FactSheet &sheet);
    void fillMoves(FactSheet &sheet);
    void fillWork(FactSheet &sheet);
    void fillFields(FactSheet &sheet);
    void move(const api::LegalMove &move);

    ViewContext &m_context;
    RunCommands &m_commands;
    api::WorkflowDetail m_detail;
    std::vector<api::ColumnInfo> m_columns;
    std::vector<api::TaskRow> m_tasks;
    std::vector<RunOffer> m_offers;
    QScrollArea *m_scroll;
};

} // namespace hs::ui
