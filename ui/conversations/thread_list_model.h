#pragma once

#include <QSet>

#include "engine/api/engine.h"
#include "ui/lists/keyed_list_model.h"

namespace hs::ui {

/// The conversations that match one filter, latest first, in lazy pages of 100,
/// kept up to date from the change feed. GUI thread; never waits.
class ThreadListModel final : public KeyedListModel<api::ThreadRow> {
    Q_OBJECT
public:
    static constexpr int PageSize = 100;

    explicit ThreadListModel(api::Engine &engine, QObject *parent = nullptr);

    /// Another filter; old rows stay until the answer is there. `window` is ignored.
    void show(const api::ThreadQuery &query);
    [[nodiscard]] const api::ThreadQuery &shown() const { return m_query; }
    void refresh();

    [[nodiscard]] bool hasAnswer() const { return m_answered; }
    [[nodiscard]] bool isLoading() const { return m_asking; }
    [[nodiscard]] qint64 total() const { return m_total; } ///< -1: the engine did not count
    void loadMore();

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loadingChanged(bool loading);
    void loaded();
    void failed(const hs::Error &error);

protected:
    [[nodiscard]] QString keyOf(const api::ThreadRow &row) const override { return row.id; }
    [[nodiscard]] bool same(const api::ThreadRow &a, const api::ThreadRow &b) const override;

private:
    void ask();
    void take(api::Page<api::ThreadRow> page);
    void lookAtTail();

    api::Engine &m_engine;
    api::ThreadQuery m_query;
    QString m_next;
    qint64 m_total = -1;
    QSet<QString> m_changed;
    bool m_manyChanged = false;
    bool m_shownOnce = false;
    bool m_answered = false;
    bool m_asking = false;
    bool m_askAgain = false;
    bool m_fetching = false;
    quint64 m_generation = 0;
};

/// A conversation's state in one word ("Needs reply"); empty for an unknown one.
[[nodiscard]] QString threadChipText(const QString &chip);
/// The whole row in one sentence, for screen readers.
[[nodiscard]] QString threadSentence(const api::ThreadRow &row);

} // namespace hs::ui
