#pragma once

#include <vector>

#include <QSet>

#include "ui/boards/board_filter.h"
#include "ui/boards/board_lane.h"
#include "ui/shell/dock_view.h"
#include "ui/states/content_states.h"
#include "ui/widgets/search_field.h"

class QComboBox;
class QHBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace hs::ui {

/// The Board dock: one board a workflow definition, columns from its states;
/// filtered by text, agent, person and the studio's entity, or grouped into
/// lanes by one of them.
class BoardView final : public DockView {
    Q_OBJECT
public:
    using Grouping = BoardFilter::Grouping;

    explicit BoardView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override { return m_headerActions; }
    void refresh() override;
    void find() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    void showObject(const QString &kind, const QString &id) override;

    [[nodiscard]] const std::vector<BoardLane *> &lanes() const { return m_lanes; }
    void setGrouping(Grouping grouping);

private:
    struct LaneSpec {
        QString title;
        QString agent; ///< for the avatar
        api::BoardQuery query;
    };
    void makeActions();
    void askDefinitions();
    void chooseDefinition(const QString &id);
    void apply();
    [[nodiscard]] std::vector<LaneSpec> laneSpecs() const;
    void buildLanes(const std::vector<LaneSpec> &specs);
    void updateStates();
    void updateFilterChips();
    void showFilterMenu();
    void showGroupMenu();
    void showFirstCards();
    void updateLaneNotes();
    [[nodiscard]] bool filtered() const;
    [[nodiscard]] BoardLane *currentLane() const;
    [[nodiscard]] QPoint menuCorner() const;
    void clearFilters();

    Directory m_directory;
    std::vector<api::DefinitionInfo> m_definitions;
    bool m_definitionsKnown = false;
    BoardFilter m_filter;
    QSet<QString> m_folded; ///< column keys of the shown definition
    QString m_wantedCard;
    QString m_looked; ///< definition whose first cards were brought into sight
    int m_shownAt = 0;      ///< where the board was brought to; elsewhere: a person scrolled it

    QComboBox *m_chooser = nullptr;
    SearchField *m_search = nullptr;
    QWidget *m_chips = nullptr;
    QHBoxLayout *m_chipRow = nullptr;
    ContentStates *m_states = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_body = nullptr;
    QVBoxLayout *m_bodyLayout = nullptr;
    QLabel *m_laneNote = nullptr;
    std::vector<BoardLane *> m_lanes;
    std::vector<QLabel *> m_laneCounts;
    QList<QAction *> m_headerActions;
};

} // namespace hs::ui
