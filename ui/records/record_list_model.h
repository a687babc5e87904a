#pragma once

#include "engine/api/engine.h"
#include "ui/lists/keyed_list_model.h"

namespace hs::ui {

/// The records of one hub database that match a text, newest first, in lazy
/// pages of 100. GUI thread; never waits.
class RecordListModel final : public KeyedListModel<api::RecordRow> {
    Q_OBJECT
public:
    static constexpr int PageSize = 100;

    explicit RecordListModel(api::Engine &engine, QObject *parent = nullptr);

    void show(const api::RecordQuery &query); ///< `window` is ignored
    [[nodiscard]] const api::RecordQuery &shown() const { return m_query; }
    void refresh();
    void loadMore();
    [[nodiscard]] bool hasAnswer() const { return m_answered; }
    [[nodiscard]] qint64 total() const { return m_total; }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loadingChanged(bool loading);
    void loaded();
    void failed(const hs::Error &error);

protected:
    [[nodiscard]] QString keyOf(const api::RecordRow &row) const override { return row.id; }
    [[nodiscard]] bool same(const api::RecordRow &a, const api::RecordRow &b) const override { return a.etag == b.etag; }

private:
    void ask();

    api::Engine &m_engine;
    api::RecordQuery m_query;
    QString m_next;
    qint64 m_total = -1;
    bool m_answered = false;
    bool m_asking = false;
    bool m_askAgain = false;
    bool m_fetching = false;
    quint64 m_generation = 0;
};

} // namespace hs::ui
