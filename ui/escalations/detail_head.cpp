#include "ui/escalations/detail_head.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include "ui/widgets/flow_layout.h"
#include "ui/escalations/clock_state.h"
#include "ui/escalations/escalation_words.h"
#include "ui/text/duration_text.h"
#include "ui/text/person_text.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int RingSide = 44;

Token tokenOf(Tone tone)
{
    switch (tone) {
    case Tone::Danger:
        return Token::Danger;
    case Tone::Warn:
        return Token::Warn;
    case Tone::Info:
        return Token::Info;
    default:
        return Token::Text2;
    }
}

/// A button that stands for an action and is not there while the action is impossible.
void bindButton(QPushButton *button, QAction *action)
{
    const auto follow = [button, action] {
        button->setText(action->text());
        button->setVisible(action->isEnabled());
        button->setToolTip(action->toolTip());
    };
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
}

} // namespace

DetailHead::DetailHead(ViewContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_ring(new RingLabel(context.theme, RingSide, this)),
      m_title(makeWrappingLabel({}, TextStyle::Title, Token::Text, this)),
      m_time(new TimerLabel(context.theme, TextStyle::Timer, this)),
      m_caption(makeLabel({}, TextStyle::Caption, Token::Text2, this)),
      m_other(makeLabel({}, TextStyle::Caption, Token::Text2, this)),
      m_priority(makeButton({}, ButtonKind::Chip, context.theme, this)),
      m_class(new Chip(context.theme, this)),
      m_studio(new Chip(context.theme, this)),
      m_status(new Chip(context.theme, this)),
      m_claim(new Chip(context.theme, this)),
      m_lease(new Chip(context.theme, this)),
      m_keep(makeButton(tr("Keep the claim"), ButtonKind::Link, context.theme, this)),
      m_column(new QVBoxLayout(this)),
      m_middle(new QVBoxLayout),
      m_chipsBox(new QWidget(this)),
      m_actionsBox(new QWidget(this)),
      m_actions(new FlowLayout(m_actionsBox, 2, 2))
{
    QVBoxLayout *column = m_column;
    column->setContentsMargins(16, 12, 16, 8);
    column->setSpacing(8);
    auto *row = new QHBoxLayout;
    row->setSpacing(14);
    column->addLayout(row);
    row->addWidget(m_ring, 0, Qt::AlignTop);

    QVBoxLayout *middle = m_middle;
    middle->setSpacing(6);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    middle->addWidget(m_title);
    auto *chips = new FlowLayout(m_chipsBox, 6, 6);
    m_priority->setCheckable(false);
    m_priority->setAccessibleDescription(tr("Changes the priority"));
    for (QWidget *chip : {static_cast<QWidget *>(m_priority), static_cast<QWidget *>(m_class),
                          static_cast<QWidget *>(m_studio), static_cast<QWidget *>(m_status)})
        chips->addWidget(chip);
    middle->addWidget(m_chipsBox);
    row->addLayout(middle, 1);

    auto *clocks = new QVBoxLayout;
    clocks->setSpacing(2);
    clocks->addWidget(m_time, 0, Qt::AlignTrailing);
    clocks->addWidget(m_caption, 0, Qt::AlignTrailing);
    clocks->addWidget(m_other, 0, Qt::AlignTrailing);
    clocks->addStretch(1);
    row->addLayout(clocks);

    auto *claim = new FlowLayout(nullptr, 6, 4);
    claim->addWidget(m_claim);
    claim->addWidget(m_lease);
    claim->addWidget(m_keep);
    column->addLayout(claim);
    column->addWidget(m_actionsBox);

    connect(m_priority, &QPushButton::clicked, this, &DetailHead::offerPriorities);
    connect(m_keep, &QPushButton::clicked, this, &DetailHead::keepWanted);
}

void DetailHead::setClaimActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        QPushButton *button = makeButton(action->text(), ButtonKind::Quiet, m_context.theme, m_actionsBox);
        button->setIcon(action->icon());
        bindButton(button, action);
        m_actions->addWidget(button);
    }
}

void DetailHead::setCompact(bool compact)
{
    m_actionsBox->setVisible(!compact);
    if (compact)
        m_column->insertWidget(1, m_chipsBox); // below title and clock
    else
        m_middle->addWidget(m_chipsBox);
}

void DetailHead::setRow(const api::EscalationRow &row, bool mayDecide)
{
    if (row.id != m_row.id)
        m_warned = false;
    m_row = row;
    m_mayDecide = mayDecide;
    m_title->setText(row.title);
    const Tone tone = EscalationWords::priorityTone(row.priority);
    m_priority->setText(EscalationWords::priority(row.priority));
    m_priority->setIcon(m_context.theme.icon(QStringLiteral("flag"), tokenOf(tone)));
    m_priority->setIconSize(QSize(13, 13));
    m_priority->setToolTip(mayDecide ? tr("Change the priority") : tr("Priority"));
    m_priority->setEnabled(mayDecide && isOpen(row));
    setStyleProperty(m_priority, "tone", toneName(tone));
    m_class->setLook(EscalationWords::reasonClass(row.reasonClass), Tone::Neutral,
                     EscalationWords::reasonClassIcon(row.reasonClass));
    m_class->setVisible(!row.reasonClass.isEmpty());
    const QString studio = row.entityName.isEmpty() ? row.entity : row.entityName;
    m_studio->setLook(studio, Tone::Neutral, QStringLiteral("house"));
    m_studio->setVisible(!studio.isEmpty());
    const bool aside = row.status == api::EscalationStatus::Snoozed || row.status == api::EscalationStatus::WaitingOnClient;
    m_status->setVisible(aside);
    if (aside) {
        const bool snoozed = row.status == api::EscalationStatus::Snoozed && row.snoozedUntil.isValid();
        //: %1 is a moment.
        m_status->setLook(snoozed ? tr("Snoozed until %1").arg(momentText(row.snoozedUntil, m_context.ticker.now()))
                                  : EscalationWords::status(row.status),
                          Tone::Info, snoozed ? QStringLiteral("alarm-clock-off") : QStringLiteral("hourglass"));
    }
    showClaim();
    tick();
}

void DetailHead::showClaim()
{
    const bool open = isOpen(m_row);
    m_claim->setVisible(open);
    if (m_row.claimant.isEmpty()) {
        m_claim->setLook(tr("Nobody has claimed it", "state of an escalation"), Tone::Neutral, QStringLiteral("user-round"));
        return;
    }
    const bool mine = m_row.claimant == m_context.engine.caller().id;
    if (mine) {
        m_claim->setLook(tr("Claimed by you"), Tone::Accent, QStringLiteral("user-check"));
    } else {
        //: %1 is a person.
        m_claim->setLook(tr("Claimed by %1").arg(m_row.claimantName), Tone::Info, QStringLiteral("user-check"));
    }
}

QString DetailHead::leaseText() const
{
    return m_lease->isHidden() ? QString() : m_lease->text();
}

void DetailHead::tick()
{
    if (m_row.id.isEmpty())
        return;
    const QDateTime now = m_context.ticker.now();
    const EscalationClock clock = mainClock(m_row, now);
    m_ring->setState(clock.state);
    m_time->setVisible(clock.running);
    m_other->setVisible(false);
    if (clock.running) {
        m_time->setTime(countdownText(clock.state.seconds), deadlineToken(clock.state.level));
        const QString due = momentText(clock.due, now);
        const bool respond = clock.kind == EscalationClock::Kind::Respond;
        if (clock.state.level == DeadlineLevel::Paused)
            m_caption->setText(tr("waits on client, clocks stand still"));
        else if (clock.state.level == DeadlineLevel::Overdue)
            m_caption->setText(respond ? tr("to respond, was due %1", "%1 is a moment").arg(due)
                                       : tr("to decide, was due %1", "%1 is a moment").arg(due));
        else
            m_caption->setText(respond ? tr("left to respond, due %1", "%1 is a moment").arg(due)
                                       : tr("left to decide, due %1", "%1 is a moment").arg(due));
        const auto otherKind = respond ? EscalationClock::Kind::Decide : EscalationClock::Kind::Respond;
        const EscalationClock other = clockOf(m_row, otherKind, now);
        if (other.running) {
            const QString left = countdownText(other.state.seconds);
            m_other->setText(respond ? tr("%1 to decide", "%1 is a running clock").arg(left)
                                     : tr("%1 to respond", "%1 is a running clock").arg(left));
            m_other->setVisible(true);
        }
    } else {
        m_caption->setText(m_row.decidedAt.isValid()
                               ? tr("decided %1", "%1 is a moment").arg(momentText(m_row.decidedAt, now))
                               : EscalationWords::clockCaption(clock));
    }

    const qint64 lease = isOpen(m_row) ? leaseLeft(m_row, now) : -1;
    const bool mine = m_row.claimant == m_context.engine.caller().id && !m_row.claimant.isEmpty();
    const bool ending = lease >= 0 && lease <= LeaseWarningSeconds;
    m_lease->setVisible(lease >= 0);
    m_keep->setVisible(mine && ending);
    if (lease >= 0) {
        m_lease->setLook(ending ? tr("Claim ends in %1", "%1 is a running clock").arg(countdownText(lease))
                                : tr("Claim lasts %1 more", "%1 is a running clock").arg(countdownText(lease)),
                         ending ? Tone::Warn : Tone::Neutral, ending ? QStringLiteral("triangle-alert") : QStringLiteral("clock"));
        if (mine && ending && !m_warned) {
            m_warned = true;
            m_lease->setAccessibleName(tr("Your claim ends in %1", "%1 is a duration").arg(spokenDuration(lease)));
            QAccessibleEvent alert(m_lease, QAccessible::Alert);
            QAccessible::updateAccessibility(&alert);
        } else if (!ending) {
            m_warned = false;
        }
    }
}

void DetailHead::offerPriorities()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const api::Priority priority :
         {api::Priority::Urgent, api::Priority::High, api::Priority::Medium, api::Priority::Low}) {
        QAction *action = menu->addAction(m_context.theme.icon(QStringLiteral("flag"), tokenOf(EscalationWords::priorityTone(priority))),
                                          EscalationWords::priority(priority));
        action->setCheckable(true);
        action->setChecked(priority == m_row.priority);
        connect(action, &QAction::triggered, this, [this, priority] { Q_EMIT priorityWanted(priority); });
    }
    menu->popup(m_priority->mapToGlobal(QPoint(0, m_priority->height())));
}

} // namespace hs::ui
