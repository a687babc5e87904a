#pragma once

#include <QWidget>

#include "engine/api/rows.h"
#include "ui/escalations/reply_editor.h"

class QBoxLayout;
class QComboBox;
class QFrame;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class AgentAvatar;
class Chip;
class FlowLayout;
class TaskForm;
class TimerLabel;

/// The lower part of the detail pane: the proposed reply and the decisions. What
/// stands here depends on the case: editing and deciding for the person who
/// claimed it; Claim while nobody has; a sentence while somebody else has; the
/// running hold with Undo, or the outcome, once it is decided.
class DecisionPanel final : public QWidget {
    Q_OBJECT
public:
    enum class Mode { Editing, Unclaimed, Foreign, NoPermission, Held, Done };

    explicit DecisionPanel(ViewContext &context, QWidget *parent = nullptr);

    void setDetail(const api::EscalationDetail &detail, Mode mode);
    void setBusy(bool busy); ///< a decision is under way
    void setNote(const QString &note, bool problem = false); ///< "Draft saved 10:43"
    /// What is new since the person read the case; empty: nothing.
    void setNews(const QString &text, bool offerAnother);
    void tick();

    /// Stands over the editor while the side column has no room.
    void takeEffects(QWidget *effects);

    /// Lower, where there is little height.
    void setCompact(bool compact);

    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] bool hasNews() const;
    [[nodiscard]] ReplyEditor *editor() const { return m_editor; }
    [[nodiscard]] TaskForm *form() const { return m_form; } ///< what the workflow's task asks for
    [[nodiscard]] QString reason() const;
    void clearReason();
    void focusNews();

Q_SIGNALS:
    void approveWanted();
    void rejectWanted();
    void handBackWanted();
    void anotherWanted();
    void claimWanted();
    void takeOverWanted();
    void undoWanted();
    void newsRead();
    void showNewsWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void makeHead(QVBoxLayout *column);
    void makeNews(QVBoxLayout *column);
    void makeBar(QVBoxLayout *column);
    void makeOutcome(QVBoxLayout *column);
    void showEdited();
    void fitEffects();
    void fitHeight();

    ViewContext &m_context;
    Mode m_mode = Mode::Unclaimed;
    api::EscalationDetail m_detail;
    bool m_busy = false;
    bool m_compact = false;

    QBoxLayout *m_head = nullptr;
    AgentAvatar *m_avatar = nullptr;
    QLabel *m_author = nullptr;
    Chip *m_confidence = nullptr;
    Chip *m_editedChip = nullptr;
    QPushButton *m_another = nullptr;
    QFrame *m_news = nullptr;
    QLabel *m_newsText = nullptr;
    QPushButton *m_newsShow = nullptr;
    QPushButton *m_newsRead = nullptr;
    QPushButton *m_newsAnother = nullptr;
    QWidget *m_effectsBox = nullptr;
    QWidget *m_effectsScroll = nullptr;
    QWidget *m_effectsContent = nullptr;
    QVBoxLayout *m_effectsColumn = nullptr;
    ReplyEditor *m_editor = nullptr;
    TaskForm *m_form = nullptr;
    QLabel *m_note = nullptr;
    QWidget *m_bar = nullptr;
    QPushButton *m_approve = nullptr;
    QPushButton *m_handBack = nullptr;
    QPushButton *m_reject = nullptr;
    QComboBox *m_reason = nullptr;
    QWidget *m_outcome = nullptr;
    QLabel *m_outcomeText = nullptr;
    TimerLabel *m_hold = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_claim = nullptr;
    QPushButton *m_takeOver = nullptr;
};

} // namespace hs::ui
