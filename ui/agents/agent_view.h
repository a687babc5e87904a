#pragma once

#include <optional>

#include <QTimer>

#include "ui/lists/directory.h"
#include "ui/shell/dock_view.h"
#include "ui/states/content_states.h"

class QFrame;
class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace hs::ui {

class AgentAvatar;
class Chip;
class FaultList;
class FoldBox;
class PermissionTable;
class RequestPanel;
class ThoughtList;
class TodayPanel;
class ToolList;
class TryBox;

/// The page of one agent: what it may do, what it did today, what that cost, what went wrong, its rules with a box to try
/// them, its autonomy and its pause. Opened from wherever an agent is named.
class AgentView final : public DockView {
    Q_OBJECT
public:
    explicit AgentView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override { return m_headerActions; }
    void refresh() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    void showObject(const QString &kind, const QString &id) override;

    [[nodiscard]] const QString &agent() const { return m_agent; }
    [[nodiscard]] const std::optional<api::AgentDetail> &detail() const { return m_detail; }
    [[nodiscard]] PermissionTable &permissions() const { return *m_permissions; }
    [[nodiscard]] TryBox &tryBox() const { return *m_try; }
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton *autonomyButton(api::Autonomy autonomy) const { return m_autonomy[int(autonomy)]; }
    void chooseAgent(); ///< the menu of all agents
    void pauseOrResume();

private:
    QWidget *makeHead();
    QVBoxLayout *makeSection(const QString &title, QWidget **box = nullptr);
    void makeSections();
    void makeActions();
    void ask();
    void take(api::AgentDetail detail);
    void showHead();
    void showModel();
    void showRules();
    void showWays();
    void submit(api::Command command, const QString &failure);
    void setAutonomy(api::Autonomy autonomy);
    void tick();

    Directory m_directory;
    QString m_agent;
    std::optional<api::AgentDetail> m_detail;
    QTimer m_soon; ///< changes come by the dozen; figures are good for a second
    bool m_asking = false;
    bool m_again = false;
    quint64 m_generation = 0;

    ContentStates *m_states;
    QScrollArea *m_area;
    QWidget *m_sheet;
    QVBoxLayout *m_column;
    AgentAvatar *m_face;
    QLabel *m_name;
    QLabel *m_role;
    Chip *m_state;
    QLabel *m_active;
    QToolButton *m_other;
    QPushButton *m_pause;
    QPushButton *m_talk;
    QPushButton *m_autonomy[2] = {};
    QLabel *m_autonomyMeans;
    QWidget *m_autonomyBox;
    QFrame *m_idle;
    RequestPanel *m_requests;
    TodayPanel *m_today;
    PermissionTable *m_permissions;
    ToolList *m_tools;
    FoldBox *m_toolFold;
    std::vector<api::AgentTool> m_shownTools;
    FaultList *m_faults;
    ThoughtList *m_thoughts;
    QLabel *m_rules;
    QLabel *m_ways;
    TryBox *m_try;
    QLabel *m_model;
    QPushButton *m_setUp;
    QList<QAction *> m_headerActions;
    QAction *m_pauseAction = nullptr;
};

} // namespace hs::ui
