#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include "engine/api/engine.h"
#include "ui/boards/card_moves.h"
#include "ui/boards/column_model.h"

namespace hs::ui {

/// One board: the columns of a definition with their cards, in lazy pages, kept
/// up to date from the engine's change feed. Moves show at once and slide back
/// when the engine refuses them.
///
/// GUI thread; never waits. `engine` outlives it.
class BoardModel final : public QObject {
    Q_OBJECT
public:
    static constexpr int PageSize = 100;
    static constexpr int LargestPage = 1000; ///< the engine's limit

    explicit BoardModel(api::Engine &engine, QObject *parent = nullptr);
    ~BoardModel() override;

    /// Which cards are selected; outlives the model. For their sentences and pictures.
    void setMarks(const CardMarks *marks) { m_marks = marks; }
    /// How many cards of a column are asked for at first; 1 to LargestPage.
    void setFirstPage(int cards) { m_firstPage = cards; }
    /// A board that nobody sees (a lane out of sight or folded) asks nothing until it is seen.
    void setActive(bool active);

    /// Shows another board, filter or lane; `column` and `window` do not count.
    /// Old cards stay until the answer is there.
    void show(const api::BoardQuery &query);
    [[nodiscard]] const api::BoardQuery &shown() const { return m_query; }
    void refresh();

    [[nodiscard]] const api::DefinitionInfo &definition() const { return m_definition; }
    [[nodiscard]] const std::vector<api::ColumnInfo> &columnInfos() const { return m_definition.columns; }
    [[nodiscard]] const std::vector<std::unique_ptr<ColumnModel>> &columns() const { return m_columns; }
    [[nodiscard]] ColumnModel *column(const QString &key) const;
    [[nodiscard]] bool isLoading() const { return m_asking; }
    [[nodiscard]] bool hasAnswer() const { return m_answered; }
    [[nodiscard]] qint64 total() const;
    [[nodiscard]] const QStringList &tags() const { return m_tags; }
    [[nodiscard]] const QStringList &versions() const { return m_versions; }
    /// Where a card is now; null when it is not loaded.
    [[nodiscard]] const api::Card *card(const api::Id &workflow) const;

    /// Asks the engine to move the card by this event. Shows it at once.
    void move(api::Id workflow, api::LegalMove move);

Q_SIGNALS:
    /// The columns themselves are other ones: rebuild the view.
    void columnsReplaced();
    void loadingChanged(bool loading);
    void loaded();
    void failed(const hs::Error &error);
    void moved(const hs::api::Id &workflow, const QString &number, const QString &columnTitle);
    /// The card slid back. `reason` is a sentence for people.
    void moveRefused(const hs::api::Id &workflow, const QString &number, const QString &reason);
    /// A card was dropped into a column (or asked to go there by other means).
    void dropped(const hs::api::Id &workflow, const QString &column);

private:
    struct Pending {
        QString from;
        int fromRow = 0;
        QString to;
        api::Card card; ///< as it was
    };
    void ask();
    void take(api::Board board);
    void rebuildColumns(const api::DefinitionInfo &definition);
    void loadMore(ColumnModel *column);
    void lookAtTail();
    void slideBack(const api::Id &workflow);
    [[nodiscard]] int loadedMost() const;

    void laterOrNow();

    api::Engine &m_engine;
    const CardMarks *m_marks = nullptr;
    int m_firstPage = PageSize;
    bool m_active = true;
    bool m_stale = false; ///< something was to be asked while nobody looked
    QStringList m_tags;
    QStringList m_versions;
    QElapsedTimer m_clock;
    qint64 m_askedAt = 0;   ///< of the question under way, by m_clock
    qint64 m_restUntil = 0; ///< questions take no more than a part of the readers' time
    QTimer m_rest;
    api::BoardQuery m_query;
    api::DefinitionInfo m_definition;
    std::vector<std::unique_ptr<ColumnModel>> m_columns;
    std::map<QString, Pending> m_pending; ///< by workflow
    QSet<QString> m_changed;              ///< told by the feed since the last question
    bool m_manyChanged = false;
    bool m_asking = false;
    bool m_askAgain = false;
    bool m_answered = false;
    quint64 m_generation = 0; ///< answers to questions of an older board are dropped
};

} // namespace hs::ui
