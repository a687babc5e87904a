#pragma once

#include <vector>

#include <QMap>
#include <QSet>

#include "ui/boards/board_filter.h"
#include "ui/boards/lane_frame.h"
#include "ui/shell/dock_view.h"
#include "ui/states/content_states.h"
#include "ui/widgets/search_field.h"

class QComboBox;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace hs::ui {

class BulkActions;
class BulkBar;
class FilterBar;
class SavedViews;

/// The Board dock: one board a workflow definition, columns from its states;
/// filtered, cut into lanes, looked at through saved views, and with what can be
/// done to several cards at once.
class BoardView final : public DockView {
    Q_OBJECT
public:
    using Grouping = BoardFilter::Grouping;

    explicit BoardView(ViewContext &context, QWidget *parent = nullptr);
    ~BoardView() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override { return m_headerActions; }
    void refresh() override;
    void find() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    void showObject(const QString &kind, const QString &id) override;

    [[nodiscard]] std::vector<BoardLane *> lanes() const; ///< one without a grouping
    [[nodiscard]] const std::vector<LaneFrame *> &laneFrames() const { return m_lanes; }
    [[nodiscard]] const BoardFilter &filter() const { return m_filter; }
    void setFilter(const BoardFilter &filter);
    void setGrouping(Grouping grouping);
    [[nodiscard]] CardMarks &marks() { return m_marks; }
    [[nodiscard]] SavedViews &savedViews() { return *m_views; }
    [[nodiscard]] BulkBar &bulkBar() { return *m_bulkBar; }
    [[nodiscard]] BulkActions &bulkActions() { return *m_bulk; }
    /// The selected cards that are loaded, column by column.
    [[nodiscard]] std::vector<api::Card> markedCards() const;
    /// The selected cards, else the one that has focus or was chosen last.
    [[nodiscard]] std::vector<api::Card> chosenCards() const;
    [[nodiscard]] std::vector<qint64> heldByColumn() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeActions();
    void makeBulkBar();
    void makeDesignLinks(class QHBoxLayout *bar);
    void updateDesignLinks();
    void showVersions();
    [[nodiscard]] QString definitionTitle() const; ///< without the view's name
    void askDefinitions();
    void chooseDefinition(const QString &id);
    void apply();
    void askLanes();
    void takeLanes(const api::BoardLanes &answer);
    LaneFrame *makeLane(const QString &key, bool withHead);
    void dropLane(LaneFrame *lane);
    void dropLanes();
    [[nodiscard]] QString laneTitle(const QString &key) const;
    [[nodiscard]] int lanePlace(const QString &key) const;
    void lookAtLanes();
    void walkToLane(LaneFrame *from, int column, int direction);
    void updateStates();
    void showGroupMenu();
    void showFirstCards();
    void foldColumn(const QString &column, bool folded);
    [[nodiscard]] BoardLayout layoutNow() const;
    void takeLayout(const BoardLayout &layout);
    [[nodiscard]] bool filtered() const;
    [[nodiscard]] BoardLane *currentLane() const;
    [[nodiscard]] QPoint menuCorner() const;
    void clearFilters();
    void marksChanged();
    void pruneMarks();
    void assign();
    void cancel();

    Directory m_directory;
    CardMarks m_marks;
    std::vector<api::DefinitionInfo> m_definitions;
    bool m_definitionsKnown = false;
    bool m_guessed = false; ///< nobody chose this board, and nothing ran when it was taken
    BoardFilter m_filter;
    QMap<QString, QSet<QString>> m_folded; ///< column keys by definition
    QSet<QString> m_foldedLanes;           ///< lane keys of the present grouping
    QString m_wantedCard;
    QString m_looked;  ///< definition whose first cards were brought into sight
    int m_shownAt = 0; ///< where the board was brought to; elsewhere: a person scrolled it
    bool m_askingLanes = false;
    bool m_askLanesAgain = false;
    bool m_lanesKnown = false;
    quint64 m_lanesGeneration = 0; ///< answers to questions of an older filter are dropped

    QComboBox *m_chooser = nullptr;
    SearchField *m_search = nullptr;
    QPushButton *m_design = nullptr;
    QPushButton *m_versions = nullptr;
    FilterBar *m_filterBar = nullptr;
    BulkBar *m_bulkBar = nullptr;
    BulkActions *m_bulk = nullptr;
    SavedViews *m_views = nullptr;
    ContentStates *m_states = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_body = nullptr;
    QVBoxLayout *m_bodyLayout = nullptr;
    std::vector<LaneFrame *> m_lanes;
    QList<QAction *> m_headerActions;
};

} // namespace hs::ui
