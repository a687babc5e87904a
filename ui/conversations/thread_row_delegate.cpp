#include "ui/conversations/thread_row_delegate.h"

#include <QFontMetrics>

#include "ui/conversations/thread_list_model.h"
#include "ui/lists/row_painter.h"
#include "ui/text/duration_text.h"
#include "ui/widgets/avatar.h"

namespace hs::ui {

namespace {

constexpr int Side = 12; // free space at both ends of a row
constexpr int Above = 8;
constexpr int AvatarSide = 30;

int nameHeight(const Theme &theme)
{
    return QFontMetrics(theme.font(TextStyle::Body, QFont::DemiBold)).height();
}
int lineHeight(const Theme &theme)
{
    return QFontMetrics(theme.font(TextStyle::Body)).height();
}

} // namespace

ChipLook threadChipLook(const QString &chip)
{
    if (chip == QLatin1String("needs_reply"))
        return {Tone::Warn, QStringLiteral("corner-up-left")};
    if (chip == QLatin1String("running"))
        return {Tone::Info, QStringLiteral("play")};
    if (chip == QLatin1String("escalated"))
        return {Tone::Danger, QStringLiteral("life-buoy")};
    if (chip == QLatin1String("answered"))
        return {Tone::Neutral, QStringLiteral("quote")};
    if (chip == QLatin1String("done"))
        return {Tone::Ok, QStringLiteral("circle-check")};
    return {Tone::Neutral, QStringLiteral("clock")};
}

ThreadRowDelegate::ThreadRowDelegate(ViewContext &context, const Directory &directory, QObject *parent)
    : QStyledItemDelegate(parent), m_context(context), m_directory(directory), m_cache(context.theme)
{
}

int ThreadRowDelegate::foldedWidth(const Theme &theme)
{
    return theme.scaled(AvatarSide) + 2 * Side + 8;
}

QSize ThreadRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const Theme &theme = m_context.theme;
    if (m_folded)
        return {option.rect.width(), theme.scaled(AvatarSide) + 2 * Above};
    return {option.rect.width(), 2 * Above + nameHeight(theme) + 1 + lineHeight(theme) + 3 + chipHeight(theme)};
}

void ThreadRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const api::ThreadRow &row = static_cast<const ThreadListModel *>(index.model())->at(index.row());
    const Theme &theme = m_context.theme;
    painter->save();
    RowPainter paint(*painter, theme, m_cache, option);
    const QRect rect = option.rect;
    const double radius = theme.radius("control");
    const QRect ground = rect.adjusted(4, 1, -4, -1);
    if (option.state.testFlag(QStyle::State_Selected))
        paint.box(ground, theme.color(Token::Selected), {}, radius);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        paint.box(ground, theme.color(Token::Hover), {}, radius);
    if (option.state.testFlag(QStyle::State_KeyboardFocusChange))
        paint.focusRing(ground, radius);

    const int avatar = theme.scaled(AvatarSide);
    const api::AgentRow *agent = m_directory.agent(row.agent);
    const Dot dot = agent ? dotOf(agent->state) : Dot::None;
    if (m_folded) {
        const QRect face(rect.left() + (rect.width() - avatar) / 2, rect.top() + Above, avatar, avatar);
        paint.agent(face, row.agent, dot);
        if (row.unread)
            paint.dot({face.right() - 1, face.top() + 2}, 9, theme.color(Token::Accent));
        painter->restore();
        return;
    }

    paint.agent({rect.left() + Side, rect.top() + Above + 2, avatar, avatar}, row.agent, dot);
    const int left = rect.left() + Side + avatar + 12;
    const int right = rect.right() + 1 - Side - 2;
    int y = rect.top() + Above;

    const QDateTime now = m_context.ticker.now();
    const QString age = row.lastAt.isValid() ? ageText(std::max<qint64>(0, row.lastAt.secsTo(now))) : QString();
    const QFont ageFont = theme.font(TextStyle::Small, row.unread ? QFont::DemiBold : QFont::Normal);
    const int ageWidth = QFontMetrics(ageFont).horizontalAdvance(age) + 2;
    paint.line({left, y, right - left - ageWidth - 8, nameHeight(theme)}, row.title, theme.font(TextStyle::Body, QFont::DemiBold),
               theme.color(Token::Text));
    paint.line({right - ageWidth, y, ageWidth, nameHeight(theme)}, age, ageFont,
               theme.color(row.unread ? Token::Accent : Token::Text2), true);
    y += nameHeight(theme) + 1;

    int lineEnd = right;
    if (row.unread) {
        paint.dot({right - 5, y + lineHeight(theme) / 2}, 8, theme.color(Token::Accent));
        lineEnd -= 18;
    }
    int lineLeft = left;
    if (row.hasDraft) {
        //: Stands before the last line of a conversation in which the reader has unsent words
        const QString draft = tr("Draft:");
        const QFont font = theme.font(TextStyle::Body, QFont::DemiBold);
        const int width = QFontMetrics(font).horizontalAdvance(draft) + 5;
        paint.line({lineLeft, y, width, lineHeight(theme)}, draft, font, theme.color(Token::Warn));
        lineLeft += width;
    }
    paint.line({lineLeft, y, lineEnd - lineLeft, lineHeight(theme)}, row.lastLine, theme.font(TextStyle::Body),
               theme.color(Token::Text2));
    y += lineHeight(theme) + 3;

    int x = left;
    const bool snoozed = row.snoozedUntil.isValid() && row.snoozedUntil > now;
    const QString chip = snoozed ? tr("Snoozed") : threadChipText(row.chip);
    if (!chip.isEmpty()) {
        const ChipLook look = snoozed ? ChipLook{Tone::Neutral, QStringLiteral("alarm-clock")} : threadChipLook(row.chip);
        x += paint.chip({x, y}, chip, look.icon, look.tone, right - x) + 6;
    }
    if (row.takenOver) {
        const int icon = theme.scaled(13);
        paint.icon({x, y + (chipHeight(theme) - icon) / 2, icon, icon}, QStringLiteral("user-round"), theme.color(Token::Text2));
        x += icon + 5;
    }
    if (!row.entity.isEmpty())
        paint.line({x, y, right - x, chipHeight(theme)}, m_context.studio.nameOf(row.entity), theme.font(TextStyle::Small),
                   theme.color(Token::Text2));
    painter->restore();
}

} // namespace hs::ui
