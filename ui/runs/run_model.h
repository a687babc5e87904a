#pragma once

#include <map>

#include <QAbstractListModel>
#include <QSet>

#include "engine/api/engine.h"
#include "ui/runs/run_picture.h"

namespace hs::ui {

/// The steps of one run as rows, oldest first; behind them, where the run has stopped, one row for the input
/// that failed. Rows exist for the whole run at once, their content comes in pages as it is looked at. New
/// steps are added as they happen. GUI thread; never waits.
class RunModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int PageSize = 250;
    enum Role { SeqRole = Qt::UserRole };

    explicit RunModel(api::Engine &engine, QObject *parent = nullptr);

    void open(const api::Id &workflow); ///< empty: shows nothing
    /// Looks for what is new.
    void refresh();
    [[nodiscard]] const api::Id &workflow() const { return m_workflow; }
    [[nodiscard]] bool hasAnswer() const { return m_answered; }

    /// The run as the latest answer told it; its steps, bars and marks are those of some page.
    [[nodiscard]] const api::RunPage &head() const { return m_head; }
    [[nodiscard]] qint64 firstSeq() const { return m_head.firstSeq; }
    [[nodiscard]] qint64 lastSeq() const { return m_last; } ///< below `firstSeq`: there are no steps
    [[nodiscard]] bool hasSteps() const { return m_last >= m_head.firstSeq; }
    /// The number under which the failed input is chosen; -1: the run has not stopped.
    [[nodiscard]] qint64 incidentSeq() const { return m_incidentRow ? m_last + 1 : -1; }
    [[nodiscard]] const api::RunStep *step(qint64 seq) const; ///< null while not loaded
    [[nodiscard]] int rowOf(qint64 seq) const;                ///< -1: no such row
    [[nodiscard]] qint64 seqOf(int row) const { return m_head.firstSeq + row; }

    /// Loads what these rows need.
    void wantRows(int first, int last);
    /// What is loaded around a step without a gap, three pages at most.
    [[nodiscard]] RunPicture picture(qint64 around) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void loaded();
    void failed(const hs::Error &error);

private:
    [[nodiscard]] qint64 pageOf(qint64 seq) const;
    void ask(qint64 from);
    void take(qint64 from, api::RunPage page);
    void resize(const api::RunPage &page);

    api::Engine &m_engine;
    api::Id m_workflow;
    api::RunPage m_head;
    std::map<qint64, api::RunPage> m_pages; ///< by first step
    QSet<qint64> m_asked;
    qint64 m_last = -1;
    bool m_incidentRow = false;
    bool m_answered = false;
    bool m_again = false; ///< something changed while the newest page was asked for
    quint64 m_generation = 0;
};

} // namespace hs::ui
