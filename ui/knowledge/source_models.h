#pragma once

#include "engine/api/engine.h"
#include "ui/lists/keyed_list_model.h"
#include "ui/shell/ticker.h"

namespace hs::ui {

/// The sources, those with trouble first. GUI thread.
class SourceModel final : public KeyedListModel<api::KnowledgeSource> {
    Q_OBJECT
public:
    explicit SourceModel(const Ticker &ticker, QObject *parent = nullptr);

    /// `entity`: of this business and everybody's; empty: all.
    void setSources(std::vector<api::KnowledgeSource> sources, const QString &entity);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    void tick(); ///< ages changed

protected:
    [[nodiscard]] QString keyOf(const api::KnowledgeSource &row) const override { return row.id; }
    [[nodiscard]] bool same(const api::KnowledgeSource &a, const api::KnowledgeSource &b) const override;

private:
    const Ticker &m_ticker;
};

/// The documents of a source (or of all), page by page as the list is scrolled, so that a hundred thousand cost no more than
/// what was seen. Asks the engine by itself; what is answered to an older question is dropped. GUI thread.
class DocumentModel final : public KeyedListModel<api::KnowledgeDocument> {
    Q_OBJECT
public:
    static constexpr int PageRows = 100;

    DocumentModel(api::Engine &engine, const Ticker &ticker, QObject *parent = nullptr);

    void setQuery(api::KnowledgeDocumentQuery query); ///< the window is the model's own
    [[nodiscard]] const api::KnowledgeDocumentQuery &query() const { return m_query; }
    void refresh();              ///< the first page; what was loaded behind it stays where it can
    void shown(int lastRow);     ///< a view shows rows down to this one: reads on near the end
    void clear();
    [[nodiscard]] bool hasMore() const { return !m_next.isEmpty(); }
    [[nodiscard]] bool answered() const { return m_answered; }
    [[nodiscard]] qint64 total() const { return m_total; } ///< -1: not known
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void loaded();
    void failed(const hs::Error &error);

protected:
    [[nodiscard]] QString keyOf(const api::KnowledgeDocument &row) const override { return row.id; }
    [[nodiscard]] bool same(const api::KnowledgeDocument &a, const api::KnowledgeDocument &b) const override;

private:
    void ask(bool anew, const QString &after);

    api::Engine &m_engine;
    const Ticker &m_ticker;
    api::KnowledgeDocumentQuery m_query;
    QString m_next;
    qint64 m_total = -1;
    quint64 m_number = 0;
    bool m_asking = false;
    bool m_again = false;
    bool m_answered = false;
};

} // namespace hs::ui
