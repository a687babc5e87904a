#pragma once

#include <QTimer>

#include "ui/escalations/escalation_commands.h"
#include "ui/shell/dock_view.h"

class QHBoxLayout;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace hs::ui {

class CaseAudit;
class ContentStates;
class DecisionPanel;
class DetailHead;
class FactsColumn;
class TimelineView;

/// One escalation: what happened, what is known, what approving does, the
/// proposed reply and the decision.
///
/// A decision carries the version that the person has seen. What came in later
/// (the client wrote, a colleague answered) is marked, and a decision is only
/// sent once it was read. Words in the editor are saved every two seconds and
/// before another case is shown; typing keeps the claim.
class EscalationDetailView final : public DockView {
    Q_OBJECT
public:
    explicit EscalationDetailView(ViewContext &context, QWidget *parent = nullptr);
    ~EscalationDetailView() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override;
    void refresh() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    void showObject(const QString &kind, const QString &id) override;
    [[nodiscard]] QStringList workInHand() const override;

    [[nodiscard]] DecisionPanel *panel() const { return m_panel; }
    [[nodiscard]] TimelineView *timeline() const { return m_timeline; }
    [[nodiscard]] qint64 versionSeen() const { return m_seenVersion; }
    /// Sends the words in the editor now, if they are not saved yet.
    void saveDraft();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    enum class Page { Matters, Everything, Audit, Facts };

    void makeActions();
    QWidget *makeTabs();
    void showPage(Page page);
    void load();
    void take(api::EscalationDetail detail, bool afterConflict);
    [[nodiscard]] QString staleText() const;
    void noticeNews(const api::EscalationDetail &before, bool afterConflict);
    void acknowledge();
    void showDetail();
    void showNothing();
    void updateActions();
    void edited();
    void touchLease(bool now);
    void approve();
    void rejectCase();
    void handBack();
    void askAnother();
    void send(const QString &decision, const QString &reason, const QString &rejectTo);
    [[nodiscard]] bool readyToDecide();
    void arrange();
    [[nodiscard]] bool mine() const;

    EscalationCommands m_commands;
    QString m_id;
    api::EscalationDetail m_detail;
    bool m_loading = false;
    bool m_again = false;    // a change came while a question was under way
    bool m_conflicted = false;
    bool m_busy = false;
    bool m_narrow = false;
    bool m_compact = false;
    qint64 m_seenVersion = -1;
    int m_newFrom = -1;
    QString m_newsText;
    QTimer m_saving;
    bool m_unsaved = false;
    QDateTime m_touched;
    Page m_page = Page::Matters;

    ContentStates *m_states = nullptr;
    QWidget *m_body = nullptr;
    DetailHead *m_head = nullptr;
    QSplitter *m_split = nullptr;
    QStackedWidget *m_stack = nullptr;
    TimelineView *m_timeline = nullptr;
    CaseAudit *m_audit = nullptr;
    FactsColumn *m_facts = nullptr;
    QWidget *m_factsLine = nullptr;
    QHBoxLayout *m_columns = nullptr;
    DecisionPanel *m_panel = nullptr;
    std::vector<std::pair<Page, QPushButton *>> m_tabs;

    QAction *m_copyLink = nullptr;
    QAction *m_more = nullptr;
    QAction *m_approve = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_reject = nullptr;
    QAction *m_handBack = nullptr;
    QAction *m_another = nullptr;
    QAction *m_claim = nullptr;
    QAction *m_release = nullptr;
    QAction *m_assign = nullptr;
    QAction *m_takeOver = nullptr;
    QAction *m_snooze = nullptr;
    QAction *m_wait = nullptr;
    QAction *m_undo = nullptr;
    QAction *m_thread = nullptr;
};

} // namespace hs::ui
