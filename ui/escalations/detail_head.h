#pragma once

#include <QWidget>

#include "engine/api/rows.h"
#include "ui/escalations/timer_label.h"
#include "ui/shell/view_context.h"

class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class Chip;
class FlowLayout;

/// The head of the detail pane: title, both clocks, priority, class, studio, and
/// who holds the claim, with the lease counting down and a warning in its last five minutes.
class DetailHead final : public QWidget {
    Q_OBJECT
public:
    explicit DetailHead(ViewContext &context, QWidget *parent = nullptr);

    void setRow(const api::EscalationRow &row, bool mayDecide);
    void tick(); ///< once a second while visible
    /// The buttons stand for these actions, in this order; hidden while disabled.
    void setClaimActions(const QList<QAction *> &actions);
    /// Without the row of buttons and with the chips across the whole width, where there is little height.
    void setCompact(bool compact);
    [[nodiscard]] QString leaseText() const;

Q_SIGNALS:
    void priorityWanted(hs::api::Priority priority);
    void keepWanted(); ///< renew the lease

private:
    void offerPriorities();
    void showClaim();

    ViewContext &m_context;
    api::EscalationRow m_row;
    bool m_mayDecide = false;
    RingLabel *m_ring;
    QLabel *m_title;
    TimerLabel *m_time;
    QLabel *m_caption;
    QLabel *m_other;
    QPushButton *m_priority;
    Chip *m_class;
    Chip *m_studio;
    Chip *m_status;
    Chip *m_claim;
    Chip *m_lease;
    QPushButton *m_keep;
    QVBoxLayout *m_column;
    QVBoxLayout *m_middle;
    QWidget *m_chipsBox;
    QWidget *m_actionsBox;
    FlowLayout *m_actions;
    bool m_warned = false;
};

} // namespace hs::ui
