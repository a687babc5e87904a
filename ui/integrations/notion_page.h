#pragma once

#include <array>
#include <optional>

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "ui/integrations/notion_models.h"
#include "ui/shell/view_context.h"

class QFrame;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace hs::ui {

class Chip;
class ContentStates;
class NotionConflictList;
class NotionDatabases;
class NotionOverview;
class NotionParkedList;
class NotionProgress;
class NotionRehearsalDialog;
class NotionSetup;

/// The mirror of the hub in Notion, opened from its card: how it stands in plain words, what waits, each database, what
/// both sides did not agree on, what could not be sent. Keeps its status current while anybody shows it. GUI thread.
class NotionPage final : public QWidget {
    Q_OBJECT
public:
    enum class Tab { Overview, Databases, Conflicts, Parked };

    explicit NotionPage(ViewContext &context, QWidget *parent = nullptr);

    /// Nothing before the first answer.
    [[nodiscard]] const std::optional<api::NotionStatus> &status() const { return m_status; }
    void refresh();
    void refreshSoon(); ///< within a second; changes come by the dozen
    void tick();
    void showTab(Tab tab);
    [[nodiscard]] Tab tab() const;
    void setUp(); ///< opens the dialog
    /// Asks what the next look at both sides would do, and shows it in a dialog.
    void rehearse();
    [[nodiscard]] QWidget *firstFocus() const;
    [[nodiscard]] NotionConflictList *conflicts() const { return m_conflicts; } ///< null until they were shown
    [[nodiscard]] NotionParkedList *parked() const { return m_parked; }         ///< null until it was shown

Q_SIGNALS:
    void backWanted();
    void pauseWanted(bool paused);
    void statusRead();

private:
    QWidget *makeHead();
    QWidget *makeTabs();
    void take(api::NotionStatus status);
    void showStatus();
    void updateButtons();
    void askNames();
    void showNames();
    void lookNow(const QString &database);
    void decideGone(const QString &database, const QString &title, bool gone);
    void refreshLists();

    ViewContext &m_context;
    Directory m_people;
    RecordTitles m_titles;
    HubNames m_names;
    std::optional<api::NotionStatus> m_status;
    QTimer m_soon;
    bool m_loading = false;
    bool m_again = false;
    bool m_rehearsing = false;
    QPointer<NotionSetup> m_setUpDialog;
    QPointer<NotionRehearsalDialog> m_rehearsal;

    QPushButton *m_back = nullptr;
    QLabel *m_icon = nullptr;
    Chip *m_state = nullptr;
    QLabel *m_sentence = nullptr;
    NotionProgress *m_progress = nullptr;
    QFrame *m_trouble = nullptr;
    QLabel *m_troubleText = nullptr;
    QPushButton *m_lookAt = nullptr;
    QPushButton *m_look = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_rehearse = nullptr;
    QPushButton *m_setUp = nullptr;
    QLabel *m_working = nullptr;
    std::array<QPushButton *, 4> m_tabs{};
    QStackedWidget *m_stack = nullptr;
    ContentStates *m_states = nullptr;
    NotionOverview *m_overview = nullptr;
    NotionDatabases *m_databases = nullptr;
    NotionConflictList *m_conflicts = nullptr;
    NotionParkedList *m_parked = nullptr;
};

} // namespace hs::ui
