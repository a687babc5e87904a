#pragma once

#include <QSplitter>
#include <QTimer>

#include "ui/designer/chart_view.h"
#include "ui/designer/design_model.h"
#include "ui/designer/inspector.h"
#include "ui/designer/outline_tree.h"
#include "ui/designer/simulator.h"
#include "ui/designer/simulator_pane.h"
#include "ui/designer/text_pane.h"
#include "ui/shell/dock_view.h"
#include "ui/states/content_states.h"
#include "ui/widgets/chip.h"

class QComboBox;
class QListWidget;
class QStackedWidget;
class QToolButton;

namespace hs::ui {

/// The Workflow designer dock: a definition as picture and text side by side, what is wrong in it, its details, and a
/// dry run. What is changed stays here until it is published as a version.
class DesignerView final : public DockView {
    Q_OBJECT
public:
    explicit DesignerView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override { return m_headerActions; }
    void refresh() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    /// Kind workflow_design: the id of a definition, with "/version" behind it where another than the current is meant.
    void showObject(const QString &kind, const QString &id) override;
    [[nodiscard]] QStringList workInHand() const override;

    [[nodiscard]] DesignModel &model() { return m_model; }
    [[nodiscard]] Simulator &simulator() { return m_simulator; }
    [[nodiscard]] ChartView &chart() { return *m_chart; }
    void publish();

    enum class Side { Outline, Text, Details, Trial };
    void showSide(Side side);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    static constexpr int BothSides = 1000; ///< width from which outline or text and details stand beside the picture, at 100 % text

    QWidget *makeBar();
    QWidget *makeLeft();
    QWidget *makeMiddle();
    QWidget *makeRight();
    void makeActions();
    void connectParts();

    void askVersions();
    void fillChoosers();
    void openVersion(const QString &definition, const QString &version);
    void askAndOpen(const QString &definition, const QString &version);
    void takeCounts();
    void updateStatus();
    void fillFindings();
    void arrange();
    void takeSimulation();

    void addState();
    void addTransition(const QString &target = {});
    void renameChosen();
    void removeChosen();
    void editChosen();
    void newDefinition();
    void showMenu(const QPoint &global);
    void publishText();
    void raiseVersion(const QString &present);
    void showVersions();
    void changeUse(); ///< retires the version that is open, or brings it back
    [[nodiscard]] const api::DefinitionVersionRow *openVersionRow() const; ///< null: it is not published
    void undo();
    void redo();
    [[nodiscard]] int chosenState() const; ///< -1: none
    [[nodiscard]] int chosenTransition() const;

    // Before the model: it still tells of its way back while it goes.
    std::vector<api::DefinitionVersionRow> m_versions;
    bool m_versionsKnown = false;
    QString m_definition; ///< which one is open; empty: a new one
    QString m_version;
    DesignModel m_model;
    Simulator m_simulator;
    bool m_crLf = false; ///< lines end as in the file when it is published
    bool m_publishAfterEdit = false;
    bool m_publishing = false;
    quint64 m_opening = 0;
    QTimer m_countsPause;

    QComboBox *m_chooser = nullptr;
    QComboBox *m_versionChooser = nullptr;
    Chip *m_status = nullptr;
    QToolButton *m_versionsButton = nullptr;
    QPushButton *m_publish = nullptr;
    ContentStates *m_states = nullptr;
    QSplitter *m_split = nullptr;
    QWidget *m_left = nullptr;
    QStackedWidget *m_leftPages = nullptr;
    QPushButton *m_outlineTab = nullptr;
    QPushButton *m_textTab = nullptr;
    OutlineTree *m_outline = nullptr;
    TextPane *m_text = nullptr;
    QWidget *m_findingsBox = nullptr;
    QLabel *m_findingsHead = nullptr;
    QListWidget *m_findings = nullptr;
    ChartView *m_chart = nullptr;
    QLabel *m_zoom = nullptr;
    QWidget *m_right = nullptr;
    QStackedWidget *m_rightPages = nullptr;
    QPushButton *m_detailsTab = nullptr;
    QPushButton *m_trialTab = nullptr;
    Inspector *m_inspector = nullptr;
    SimulatorPane *m_trial = nullptr;
    QList<QAction *> m_headerActions;
    QAction *m_undoAction = nullptr;
    QAction *m_redoAction = nullptr;
    QAction *m_publishAction = nullptr;
    QAction *m_retireAction = nullptr;
    bool m_leftWanted = true;
    bool m_rightWanted = true;
};

} // namespace hs::ui
