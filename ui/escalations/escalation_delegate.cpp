#include "ui/escalations/escalation_delegate.h"

#include <QAbstractItemView>
#include <QMouseEvent>
#include <QPainter>

#include "ui/escalations/escalation_words.h"
#include "ui/text/duration_text.h"
#include "ui/text/person_text.h"
#include "ui/widgets/paint.h"

namespace hs::ui {

namespace {

constexpr int SideGap = 8;   ///< around the cards
constexpr int CardGap = 7;   ///< between two cards
constexpr int Padding = 11;  ///< inside a card
constexpr int Ring = 40;
constexpr int LineGap = 2;
constexpr int BlockGap = 6;
constexpr int AgentSide = 18;

/// Whether the view shows its focus on this row, so that a ring belongs there.
bool hasKeyFocus(const QStyleOptionViewItem &option)
{
    return option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange);
}

} // namespace

struct EscalationDelegate::Layout {
    QRect card;
    QRect ring;
    QRect title;   ///< the whole line, the clock's place included
    QRect person;
    QRect chips;
    QRect footer;
};

EscalationDelegate::EscalationDelegate(ViewContext &context, QObject *parent)
    : QStyledItemDelegate(parent), m_context(context)
{
}

EscalationDelegate::Layout EscalationDelegate::layoutOf(const QRect &row) const
{
    const Theme &theme = m_context.theme;
    Layout l;
    l.card = row.adjusted(SideGap, 0, -SideGap, -CardGap);
    const int ring = theme.scaled(Ring);
    l.ring = QRect(l.card.left() + Padding, l.card.top() + Padding, ring, ring);
    const int left = l.ring.right() + 1 + Padding;
    const int width = l.card.right() + 1 - Padding - left;
    int y = l.card.top() + Padding - 2;
    const auto line = [&](int height, int gap) {
        const QRect rect(left, y, width, height);
        y += height + gap;
        return rect;
    };
    l.title = line(QFontMetrics(theme.font(TextStyle::Subtitle)).height() + 1, LineGap - 1);
    l.person = line(QFontMetrics(theme.font(TextStyle::Small)).height(), BlockGap);
    l.chips = line(chipHeight(theme), BlockGap);
    l.footer = line(std::max(theme.scaled(24), QFontMetrics(theme.font(TextStyle::Small)).height() + 8), 0);
    return l;
}

int EscalationDelegate::rowHeight() const
{
    const Layout l = layoutOf(QRect(0, 0, 300, 0));
    return l.footer.bottom() + 1 + Padding - 3 + CardGap;
}

QSize EscalationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {m_context.theme.scaled(240), rowHeight()};
}

QRect EscalationDelegate::claimRect(const QRect &row, Qt::LayoutDirection direction,
                                    const api::EscalationRow &escalation) const
{
    if (!escalation.claimant.isEmpty() || !isOpen(escalation))
        return {};
    const Layout l = layoutOf(row);
    const QFontMetrics metrics(m_context.theme.font(TextStyle::Small, QFont::DemiBold));
    const int width = metrics.horizontalAdvance(tr("Claim")) + 2 * 12;
    QRect button(l.footer.right() + 1 - width, l.footer.top(), width, l.footer.height());
    return mirrored(direction, row, button);
}

void EscalationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *escalations = static_cast<const EscalationModel *>(index.model());
    const api::EscalationRow *row = escalations ? escalations->at(index.row()) : nullptr;
    if (!row)
        return;
    const Theme &theme = m_context.theme;
    const QDateTime now = m_context.ticker.now();
    const EscalationClock clock = mainClock(*row, now);
    const Layout l = layoutOf(option.rect);
    const auto place = [&](const QRect &rect) { return mirrored(option.direction, option.rect, rect); };
    const Qt::Alignment trailing = (option.direction == Qt::RightToLeft ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    const Qt::Alignment leading = (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;

    painter->save();
    painter->setLayoutDirection(option.direction);
    const QRect card = place(l.card);
    paintCard(*painter, theme, card, option.state.testFlag(QStyle::State_Selected),
              option.state.testFlag(QStyle::State_MouseOver));
    if (hasKeyFocus(option))
        paintFocusRing(*painter, theme, card, theme.radius("card"));
    paintDeadlineRing(*painter, theme, place(l.ring), clock.state);

    // First line: title and clock.
    const QFont timerFont = theme.font(TextStyle::Subtitle);
    const QString time = clock.running ? countdownText(clock.state.seconds) : QString();
    const int timeWidth = time.isEmpty() ? 0 : timerWidth(time, timerFont);
    const QColor timeColor = theme.color(deadlineToken(clock.state.level));
    if (timeWidth > 0) {
        const QRect rect(l.title.right() + 1 - timeWidth, l.title.top(), timeWidth, l.title.height());
        paintTimer(*painter, place(rect), time, timerFont, timeColor, trailing);
    }
    paintLine(*painter, place(l.title.adjusted(0, 0, -timeWidth - 8, 0)), EscalationWords::matter(*row), theme.font(TextStyle::Strong),
              theme.color(Token::Text), leading);

    // Second line: person and studio, and what the clock is for.
    const QString caption = EscalationWords::clockCaption(clock);
    const QFont captionFont = theme.font(TextStyle::Caption);
    const int captionWidth = QFontMetrics(captionFont).horizontalAdvance(caption) + 1;
    paintLine(*painter, place(QRect(l.person.right() + 1 - captionWidth, l.person.top(), captionWidth, l.person.height())),
              caption, captionFont,
              clock.state.level == DeadlineLevel::Overdue ? timeColor : theme.color(Token::Text2), trailing);
    const QString studio = row->entityName.isEmpty() ? row->entity : row->entityName;
    //: A client and the studio: "Helen Ashworth · Stillwater".
    const QString who = studio.isEmpty() ? row->person : tr("%1 · %2").arg(row->person, studio);
    paintLine(*painter, place(l.person.adjusted(0, 0, -captionWidth - 8, 0)), who, theme.font(TextStyle::Small),
              theme.color(Token::Text2), leading);

    paintChips(*painter, option.rect, l.chips, *row, option.direction);
    paintFooter(*painter, option.rect, l.footer, *row, escalations->self(), option);
    painter->restore();
}

void EscalationDelegate::paintChips(QPainter &painter, const QRect &within, const QRect &line,
                                    const api::EscalationRow &row, Qt::LayoutDirection direction) const
{
    struct Look {
        QString text;
        Tone tone;
        QString icon;
    };
    std::vector<Look> chips{
        {EscalationWords::priority(row.priority), EscalationWords::priorityTone(row.priority), QStringLiteral("flag")}};
    if (row.status == api::EscalationStatus::Snoozed)
        chips.push_back({EscalationWords::status(row.status), Tone::Info, QStringLiteral("alarm-clock-off")});
    else if (row.status == api::EscalationStatus::WaitingOnClient)
        chips.push_back({EscalationWords::status(row.status), Tone::Info, QStringLiteral("hourglass")});
    if (!row.reasonClass.isEmpty())
        chips.push_back({EscalationWords::reasonClass(row.reasonClass), Tone::Neutral, {}});
    for (const QString &label : row.labels)
        chips.push_back({label, Tone::Neutral, QStringLiteral("tag")});

    int x = line.left();
    for (const Look &look : chips) {
        const int room = line.right() + 1 - x;
        const int wish = chipWidth(m_context.theme, look.text, !look.icon.isEmpty());
        if (room < std::min(wish, m_context.theme.scaled(48)))
            break; // what does not fit stands in the detail and in the row's sentence
        const QRect rect(x, line.top(), std::min(wish, room), line.height());
        paintChip(painter, m_context.theme, mirrored(direction, within, rect), look.text, look.tone, look.icon);
        x += rect.width() + 6;
    }
}

void EscalationDelegate::paintFooter(QPainter &painter, const QRect &within, const QRect &line,
                                     const api::EscalationRow &row, const QString &self,
                                     const QStyleOptionViewItem &option) const
{
    const Theme &theme = m_context.theme;
    const auto place = [&](const QRect &rect) { return mirrored(option.direction, within, rect); };
    const Qt::Alignment leading = (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    const QFont small = theme.font(TextStyle::Small);
    const int side = theme.scaled(AgentSide);
    const auto centred = [&](int x, int size) { return QRect(x, line.top() + (line.height() - size) / 2, size, size); };
    int end = line.right() + 1;

    if (const QRect button = claimRect(within, option.direction, row); !button.isEmpty()) {
        painter.setRenderHint(QPainter::Antialiasing);
        const bool pressed = m_pressed.isValid();
        painter.setPen(theme.color(Token::ControlBorder));
        painter.setBrush(theme.color(pressed ? Token::Selected : Token::Raised));
        painter.drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("control"), theme.radius("control"));
        paintLine(painter, button, tr("Claim"), theme.font(TextStyle::Small, QFont::DemiBold), theme.color(Token::Text),
                  Qt::AlignCenter);
        end -= button.width();
    } else if (!row.claimant.isEmpty()) {
        const bool mine = row.claimant == self;
        const QString name = mine ? tr("You", "who has claimed an escalation") : row.claimantName;
        const int room = line.width() / 2 - side - 6;
        const int width = std::min(QFontMetrics(small).horizontalAdvance(name) + 1, room);
        end -= width;
        paintLine(painter, place(QRect(end, line.top(), width, line.height())), name, small, theme.color(Token::Text), leading);
        end -= side + 5;
        paintAvatar(painter, theme, place(centred(end, side)), initialsOf(row.claimantName), mine);
    }

    int x = line.left();
    paintAgentAvatar(painter, theme, place(centred(x, side)), row.agent);
    x += side + 6;
    //: Who asks for a person: %1 is an agent.
    paintLine(painter, place(QRect(x, line.top(), std::max(0, end - 8 - x), line.height())),
              tr("from %1").arg(EscalationWords::agent(row.agent)), small, theme.color(Token::Text2), leading);
}

bool EscalationDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                     const QModelIndex &index)
{
    const auto *row = static_cast<const EscalationModel *>(model)->at(index.row());
    if (row && (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease)) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        // The visible button is a little smaller than a comfortable target.
        const QRect hit = claimRect(option.rect, option.direction, *row);
        if (mouse->button() == Qt::LeftButton && !hit.isEmpty() && hit.adjusted(-4, -4, 4, 4).contains(mouse->pos())) {
            if (event->type() == QEvent::MouseButtonPress) {
                m_pressed = index;
            } else {
                const bool same = m_pressed == index;
                m_pressed = QPersistentModelIndex();
                if (same)
                    Q_EMIT claimWanted(index);
            }
            return true;
        }
        m_pressed = QPersistentModelIndex();
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

// ---- decided today -------------------------------------------------------

QVariant DecidedModel::data(const QModelIndex &index, int role) const
{
    const api::EscalationRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    if (role == Qt::DisplayRole)
        return row->title;
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole) {
        const QDateTime now = QDateTime::fromMSecsSinceEpoch(toMillis(m_clock.now()), Qt::UTC);
        const qint64 left = undoLeft(*row, now);
        //: A decided escalation, spoken: %1 title, %2 outcome, %3 person, %4 moment.
        const QString sentence = tr("%1, %2 by %3, %4").arg(row->title, EscalationWords::decided(row->decision),
                                                             row->decidedByName, momentText(row->decidedAt, now));
        if (left == 0)
            return sentence;
        //: %1 is a sentence, %2 a duration.
        return tr("%1, can be undone for %2").arg(sentence, spokenDuration(left));
    }
    return {};
}

DecidedDelegate::DecidedDelegate(ViewContext &context, QObject *parent) : QStyledItemDelegate(parent), m_context(context)
{
}

int DecidedDelegate::rowHeight() const
{
    const Theme &theme = m_context.theme;
    return QFontMetrics(theme.font(TextStyle::Small)).height() + QFontMetrics(theme.font(TextStyle::Caption)).height() + 14;
}

QSize DecidedDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {m_context.theme.scaled(200), rowHeight()};
}

QString DecidedDelegate::trailing(const api::EscalationRow &row, qint64 undo) const
{
    if (undo > 0) {
        //: A link: take the decision back; %1 is the time that is left for it.
        return tr("Undo %1").arg(countdownText(undo));
    }
    return timeOfDay(row.decidedAt);
}

QRect DecidedDelegate::trailingRect(const QRect &row, const QString &text) const
{
    const int width = timerWidth(text, m_context.theme.font(TextStyle::Small, QFont::DemiBold)) + 2;
    return {row.right() + 1 - 16 - width, row.top(), width, row.height()};
}

void DecidedDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *row = static_cast<const DecidedModel *>(index.model())->at(index.row());
    if (!row)
        return;
    const Theme &theme = m_context.theme;
    const auto place = [&](const QRect &rect) { return mirrored(option.direction, option.rect, rect); };
    const Qt::Alignment trailingEdge = (option.direction == Qt::RightToLeft ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    const Qt::Alignment leading = (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    const qint64 undo = undoLeft(*row, m_context.ticker.now());
    const Tone tone = row->decision == QLatin1String("approve") ? Tone::Ok
        : row->decision == QLatin1String("edit")                ? Tone::Info
        : row->decision == QLatin1String("reject")              ? Tone::Danger
                                                                : Tone::Neutral;
    painter->save();
    painter->setLayoutDirection(option.direction);
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect body = option.rect.adjusted(SideGap, 1, -SideGap, -1);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(option.state.testFlag(QStyle::State_Selected) ? Token::Selected : Token::Hover));
        painter->drawRoundedRect(body, theme.radius("control"), theme.radius("control"));
    }
    if (hasKeyFocus(option))
        paintFocusRing(*painter, theme, body, theme.radius("control"));

    const int circle = theme.scaled(26);
    const QRect icon = place(QRect(option.rect.left() + 16, option.rect.top() + (option.rect.height() - circle) / 2, circle, circle));
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.toneBackground(tone));
    painter->drawEllipse(icon);
    painter->drawPixmap(icon.center() - QPoint(6, 6),
                        theme.pixmap(EscalationWords::decisionIcon(row->decision), 14, theme.toneColor(tone),
                                     painter->device()->devicePixelRatioF()));

    const QString end = trailing(*row, undo);
    const QRect endRect = trailingRect(option.rect, end);
    paintTimer(*painter, place(QRect(endRect.left(), endRect.top() + 5, endRect.width(),
                                     QFontMetrics(theme.font(TextStyle::Small)).height())),
               end, theme.font(TextStyle::Small, undo > 0 ? QFont::DemiBold : QFont::Normal),
               theme.color(undo > 0 ? Token::Accent : Token::Text2), trailingEdge);

    const int left = option.rect.left() + 16 + circle + 10;
    const QFont titleFont = theme.font(TextStyle::Small, QFont::Medium);
    const QFont captionFont = theme.font(TextStyle::Caption);
    const int titleHeight = QFontMetrics(titleFont).height();
    const QRect title(left, option.rect.top() + 5, endRect.left() - 8 - left, titleHeight);
    paintLine(*painter, place(title), EscalationWords::matter(*row), titleFont, theme.color(Token::Text), leading);
    const api::Caller &caller = m_context.engine.caller();
    const QString by = personName(row->decidedByName == caller.name ? caller.id : QString(), row->decidedByName, caller);
    const QRect second(left, title.bottom() + 2, option.rect.right() - 16 - left, QFontMetrics(captionFont).height());
    //: What was decided and by whom: "Approved as written · You".
    paintLine(*painter, place(second), tr("%1 · %2").arg(EscalationWords::decided(row->decision), by), captionFont,
              theme.color(Token::Text2), leading);
    painter->restore();
}

bool DecidedDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                  const QModelIndex &index)
{
    const auto *row = static_cast<const DecidedModel *>(model)->at(index.row());
    if (row && event->type() == QEvent::MouseButtonRelease) {
        const qint64 undo = undoLeft(*row, m_context.ticker.now());
        const QRect hit = mirrored(option.direction, option.rect, trailingRect(option.rect, trailing(*row, undo)));
        if (undo > 0 && hit.adjusted(-6, 0, 6, 0).contains(static_cast<QMouseEvent *>(event)->pos())) {
            Q_EMIT undoWanted(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace hs::ui
