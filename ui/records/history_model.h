#pragma once

#include "engine/api/engine.h"
#include "ui/lists/keyed_list_model.h"

namespace hs::ui {

/// The steps of one workflow instance, oldest first, in pages of 100 that are
/// loaded when the reader gets there. New steps are added as they happen.
/// GUI thread; never waits.
class HistoryModel final : public KeyedListModel<api::HistoryRow> {
    Q_OBJECT
public:
    static constexpr int PageSize = 100;

    explicit HistoryModel(api::Engine &engine, QObject *parent = nullptr);

    void open(const api::Id &workflow); ///< empty: shows nothing
    /// Looks for steps after the last one that is here.
    void refresh();
    void loadMore();
    [[nodiscard]] bool hasMore() const { return !m_next.isEmpty(); }
    [[nodiscard]] bool hasAnswer() const { return m_answered; }

    [[nodiscard]] bool isOpen(qint64 seq) const { return m_open.contains(seq); }
    void setOpen(qint64 seq, bool open);
    /// Longest of the loaded steps in microseconds, at least 1; the bars are drawn to its scale.
    [[nodiscard]] int longestMicros() const { return m_longest; }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loaded();
    void failed(const hs::Error &error);

protected:
    [[nodiscard]] QString keyOf(const api::HistoryRow &row) const override { return QString::number(row.seq); }
    [[nodiscard]] bool same(const api::HistoryRow &a, const api::HistoryRow &b) const override { return a.seq == b.seq; }

private:
    void ask(const QString &after);

    api::Engine &m_engine;
    api::Id m_workflow;
    QString m_next;
    QString m_lastAfter; ///< window of the last page, asked again to find what came since
    QSet<qint64> m_open;
    int m_longest = 1;
    bool m_answered = false;
    bool m_asking = false;
    bool m_askAgain = false;
    quint64 m_generation = 0;
};

/// "new → qualified", or "stayed in qualified"; empty when nothing was entered or left.
[[nodiscard]] QString stepPath(const api::HistoryRow &row);
/// What came in, as people read it: timers and results of tasks are named, other events stand as they are.
[[nodiscard]] QString stepInput(const api::HistoryRow &row);
/// The whole step in one sentence, for screen readers.
[[nodiscard]] QString stepSentence(const api::HistoryRow &row);

} // namespace hs::ui
