#include "ui/boards/card_delegate.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QLocale>

#include "ui/boards/board_filter.h"
#include "ui/boards/column_model.h"
#include "ui/lists/row_painter.h"
#include "ui/text/duration_text.h"
#include "ui/text/workflow_text.h"

namespace hs::ui {
namespace {

constexpr int Padding = 10;
constexpr int Avatar = 20;
constexpr int BannerPadding = 5;
constexpr int LeastTag = 52; ///< a tag of which less is seen says nothing

struct CardText {
    Q_DECLARE_TR_FUNCTIONS(BoardCard)
};

struct BannerLook {
    Tone tone;
    QString icon;
};

BannerLook bannerLook(const QString &kind)
{
    if (kind == QLatin1String("blocked"))
        return {Tone::Danger, QStringLiteral("hand")};
    if (kind == QLatin1String("approval"))
        return {Tone::Accent, QStringLiteral("circle-check")};
    if (kind == QLatin1String("paused"))
        return {Tone::Neutral, QStringLiteral("circle-pause")};
    return {Tone::Neutral, QStringLiteral("clock")}; // waits, and goes on by itself
}

int headHeight(const Theme &theme)
{
    return QFontMetrics(theme.font(TextStyle::Small)).height();
}

/// One line where the title fits into it, else two.
int titleLines(const Theme &theme, const QString &title, int width)
{
    return QFontMetrics(theme.font(TextStyle::Body, QFont::Medium)).horizontalAdvance(title) < width ? 1 : 2; // at the very edge the painter would cut it
}

int titleHeight(const Theme &theme, int lines)
{
    return lines * QFontMetrics(theme.font(TextStyle::Body, QFont::Medium)).lineSpacing();
}

int footHeight(const Theme &theme)
{
    return std::max(theme.scaled(Avatar), chipHeight(theme));
}

int bannerHeight(const Theme &theme)
{
    return QFontMetrics(theme.font(TextStyle::Small, QFont::DemiBold)).height() + 2 * BannerPadding;
}

} // namespace

CardClock cardClock(const api::WorkflowRow &row, const QDateTime &now)
{
    const bool ended = row.status == api::WorkflowStatus::Completed || row.status == api::WorkflowStatus::Cancelled
                       || row.status == api::WorkflowStatus::Failed;
    if (row.dueAt.isValid() && !ended) {
        const qint64 left = now.secsTo(row.dueAt);
        if (left < 0)
            //: A card whose time is over. %1 is a length of time such as "2 d"
            return {CardText::tr("%1 late").arg(ageText(-left)), true};
        const QDate due = row.dueAt.toLocalTime().date();
        const QDate today = now.toLocalTime().date();
        if (due == today)
            return {CardText::tr("today"), false};
        if (today.daysTo(due) < 7)
            return {QLocale().dayName(due.dayOfWeek(), QLocale::ShortFormat), false};
        return {QLocale().toString(due, QLocale().dateFormat(QLocale::ShortFormat)), false};
    }
    if (!row.enteredAt.isValid())
        return {};
    return {ageText(std::max<qint64>(0, row.enteredAt.secsTo(now))), false};
}

CardDelegate::CardDelegate(const Theme &theme, const Directory &directory, const Ticker &ticker, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_directory(directory), m_ticker(ticker), m_cache(theme)
{
}

QSize CardDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto &card = static_cast<const ColumnModel *>(index.model())->at(index.row());
    int height = 2 * Padding + headHeight(m_theme) + 3
        + titleHeight(m_theme, titleLines(m_theme, card.row.title, option.rect.width() - 2 * Padding)) + 8 + footHeight(m_theme);
    if (!card.bannerKind.isEmpty())
        height += 7 + bannerHeight(m_theme);
    return {option.rect.width(), height};
}

void CardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto &card = static_cast<const ColumnModel *>(index.model())->at(index.row());
    const api::WorkflowRow &row = card.row;
    painter->save();
    RowPainter paint(*painter, m_theme, m_cache, option);
    const QRect rect = option.rect;
    const bool marked = static_cast<const ColumnModel *>(index.model())->isMarked(index.row());
    const bool selected = option.state.testFlag(QStyle::State_Selected) || marked;
    paintCard(*painter, m_theme, rect, selected, option.state.testFlag(QStyle::State_MouseOver));
    if (option.state.testFlag(QStyle::State_KeyboardFocusChange))
        paint.focusRing(rect, m_theme.radius("card"));

    const QRect inner = rect.adjusted(Padding, Padding, -Padding, -Padding);
    int y = inner.top();

    // Number, and on the other side when it is due or how long it is here.
    const CardClock clock = cardClock(row, m_ticker.now());
    const QFont clockFont = m_theme.font(TextStyle::Small, clock.late ? QFont::DemiBold : QFont::Normal);
    const int clockWidth = clock.text.isEmpty() ? 0 : QFontMetrics(clockFont).horizontalAdvance(clock.text) + 2;
    QFont numberFont = m_theme.font(TextStyle::Mono);
    numberFont.setPixelSize(m_theme.font(TextStyle::Caption).pixelSize());
    int left = inner.left();
    if (marked) { // a tick before the number, so that it is not told by colour alone
        const int tick = m_theme.scaled(14);
        paint.icon({left, y + (headHeight(m_theme) - tick) / 2, tick, tick}, QStringLiteral("square-check"), m_theme.color(Token::Accent));
        left += tick + 4;
    }
    paint.line({left, y, inner.right() + 1 - left - clockWidth - 6, headHeight(m_theme)}, row.number, numberFont,
               m_theme.color(marked ? Token::Accent : Token::Text3));
    paint.line({inner.right() + 1 - clockWidth, y, clockWidth, headHeight(m_theme)}, clock.text, clockFont,
               m_theme.color(clock.late ? Token::Danger : Token::Text2), true);
    y += headHeight(m_theme) + 3;

    const int lines = titleLines(m_theme, row.title, inner.width());
    paint.lines({inner.left(), y, inner.width(), titleHeight(m_theme, lines)}, row.title,
                m_theme.font(TextStyle::Body, QFont::Medium), m_theme.color(Token::Text), lines);
    y += titleHeight(m_theme, lines) + 8;

    const int foot = footHeight(m_theme);
    const int avatar = m_theme.scaled(Avatar);
    const int avatarTop = y + (foot - avatar) / 2;
    int x = inner.left();
    if (!row.agent.isEmpty()) {
        paint.agent({x, avatarTop, avatar, avatar}, row.agent);
        x += avatar + 6;
    }
    int right = inner.right() + 1;
    if (!row.assignee.isEmpty()) {
        paint.initials({right - avatar, avatarTop, avatar, avatar}, m_directory.personInitials(row.assignee));
        right -= avatar + 6;
    }
    if (row.priority == api::Priority::Urgent || row.priority == api::Priority::High) {
        const bool urgent = row.priority == api::Priority::Urgent;
        const int width = paint.chip({x, y + (foot - chipHeight(m_theme)) / 2}, priorityName(row.priority), QStringLiteral("flag"),
                                     urgent ? Tone::Danger : Tone::Warn, right - x);
        x += width > 0 ? width + 4 : 0;
    }
    for (const QString &tag : row.tags) { // as many as find room to be read
        if (right - x < std::min(chipWidth(m_theme, tag, false), m_theme.scaled(LeastTag)))
            break;
        const int width = paint.chip({x, y + (foot - chipHeight(m_theme)) / 2}, tag, {}, Tone::Neutral, right - x);
        x += width + 4;
    }
    y += foot;

    if (!card.bannerKind.isEmpty()) {
        y += 7;
        const BannerLook look = bannerLook(card.bannerKind);
        const QRect banner(rect.left() + 4, y, rect.width() - 8, bannerHeight(m_theme));
        paint.box(banner, m_theme.toneBackground(look.tone), {}, m_theme.radius("control") - 1);
        const int icon = m_theme.scaled(14);
        paint.icon({banner.left() + 8, banner.top() + (banner.height() - icon) / 2, icon, icon}, look.icon,
                   m_theme.toneColor(look.tone));
        paint.line({banner.left() + 8 + icon + 5, banner.top(), banner.width() - icon - 21, banner.height()}, bannerLine(card, m_ticker.now()),
                   m_theme.font(TextStyle::Small, QFont::DemiBold), m_theme.toneColor(look.tone));
    }
    painter->restore();
}

} // namespace hs::ui
