#include "ui/records/history_delegate.h"

#include <algorithm>

#include <QFontMetrics>

#include "ui/records/field_value.h"
#include "ui/records/history_model.h"
#include "ui/text/duration_text.h"

namespace hs::ui {

namespace {

constexpr int Edge = 14;
constexpr int Rail = 22; // the line of dots
constexpr int Above = 7;
constexpr int BarHeight = 5;
constexpr int MostLines = 60;

bool isFailure(const api::HistoryRow &row)
{
    return row.input.startsWith(QLatin1String("xstate.error."));
}

/// "0.24 ms": steps are too quick for whole milliseconds.
QString stepLength(int micros)
{
    if (micros >= 10'000)
        return millisText(micros / 1000);
    //: A length of time in milliseconds
    return HistoryDelegate::tr("%1 ms").arg(QLocale().toString(micros / 1000.0, 'f', 2));
}

} // namespace

HistoryDelegate::HistoryDelegate(const Theme &theme, const Ticker &ticker, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_ticker(ticker), m_cache(theme)
{
}

std::vector<HistoryDelegate::Block> HistoryDelegate::blocks(const api::HistoryRow &row)
{
    std::vector<Block> blocks;
    if (!row.reason.isEmpty())
        blocks.push_back({tr("Reason"), row.reason});
    if (!row.exited.isEmpty())
        blocks.push_back({tr("Left"), row.exited.join(QLatin1Char('\n'))});
    if (!row.entered.isEmpty())
        blocks.push_back({tr("Entered"), row.entered.join(QLatin1Char('\n'))});
    if (!row.patch.isEmpty())
        blocks.push_back({tr("What it changed"), indented(row.patch), true});
    if (!row.actions.isEmpty())
        blocks.push_back({tr("Actions"), indented(row.actions), true});
    if (!row.tasks.isEmpty())
        blocks.push_back({tr("Tasks begun"), indented(row.tasks), true});
    if (blocks.empty())
        blocks.push_back({tr("Nothing more"), row.ignored ? tr("The workflow does not listen to this event in its state; nothing changed.")
                                                          : tr("This step changed no fields and began no work.")});
    return blocks;
}

QFont HistoryDelegate::blockFont(const Block &block) const
{
    return m_theme.font(block.data ? TextStyle::Mono : TextStyle::Small);
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const HistoryModel *>(index.model());
    const api::HistoryRow &row = model->at(index.row());
    const int strong = QFontMetrics(m_theme.font(TextStyle::Body, QFont::DemiBold)).height();
    const int small = QFontMetrics(m_theme.font(TextStyle::Small)).height();
    int height = 2 * Above + strong + 1 + small + 5 + BarHeight;
    if (model->isOpen(row.seq)) {
        const int width = option.rect.width() - 2 * Edge - Rail - 16;
        for (const Block &block : blocks(row))
            height += 8 + small + 3
                      + int(m_cache.wrapped(block.text, blockFont(block), width, MostLines, Qt::LeftToRight)->height) + 14;
    }
    return {option.rect.width(), height};
}

void HistoryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const HistoryModel *>(index.model());
    const api::HistoryRow &row = model->at(index.row());
    painter->save();
    RowPainter paint(*painter, m_theme, m_cache, option);
    const QRect rect = option.rect;
    if (option.state.testFlag(QStyle::State_Selected))
        paint.box(rect.adjusted(4, 1, -4, -1), m_theme.color(Token::Selected), {}, m_theme.radius("control"));
    else if (option.state.testFlag(QStyle::State_MouseOver))
        paint.box(rect.adjusted(4, 1, -4, -1), m_theme.color(Token::Hover), {}, m_theme.radius("control"));
    if (option.state.testFlag(QStyle::State_KeyboardFocusChange))
        paint.focusRing(rect.adjusted(4, 1, -4, -1), m_theme.radius("control"));

    const QFont strong = m_theme.font(TextStyle::Body, QFont::DemiBold);
    const QFont small = m_theme.font(TextStyle::Small);
    const int strongHeight = QFontMetrics(strong).height();
    const int smallHeight = QFontMetrics(small).height();
    const bool failed = isFailure(row);
    const QColor tone = m_theme.color(failed ? Token::Danger : row.ignored ? Token::Text3 : Token::Accent);

    // The rail: a line through all steps, a dot for each.
    const int railX = rect.left() + Edge + 6;
    const int dotY = rect.top() + Above + strongHeight / 2;
    paint.box({railX, rect.top(), 1, rect.height()}, m_theme.color(Token::Border), {}, 0);
    paint.dot({railX, dotY}, 11, m_theme.color(Token::Surface));
    paint.dot({railX, dotY}, 9, tone);

    const int left = rect.left() + Edge + Rail;
    const int right = rect.right() + 1 - Edge;
    int y = rect.top() + Above;
    const QString time = momentText(row.at, m_ticker.now());
    const int timeWidth = QFontMetrics(small).horizontalAdvance(time) + 2;
    const int chevron = m_theme.scaled(14);
    paint.icon({right - chevron, y, chevron, strongHeight},
               model->isOpen(row.seq) ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), m_theme.color(Token::Text3));
    paint.line({right - chevron - 6 - timeWidth, y, timeWidth, strongHeight}, time, small, m_theme.color(Token::Text2), true);
    const QString number = QLocale().toString(row.seq);
    const QFont numberFont = m_theme.font(TextStyle::Small);
    const int numberWidth = QFontMetrics(numberFont).horizontalAdvance(number) + 8;
    paint.line({left, y, numberWidth, strongHeight}, number, numberFont, m_theme.color(Token::Text3));
    paint.line({left + numberWidth, y, right - chevron - 14 - timeWidth - left - numberWidth, strongHeight}, stepInput(row), strong,
               failed ? m_theme.color(Token::Danger) : m_theme.color(row.ignored ? Token::Text2 : Token::Text));
    y += strongHeight + 1;

    QStringList about;
    if (row.ignored)
        about << tr("ignored");
    if (const QString path = stepPath(row); !path.isEmpty())
        about << path;
    if (!row.actor.isEmpty())
        //: %1 is who or what caused a step
        about << tr("by %1").arg(row.actor);
    paint.line({left, y, right - left, smallHeight}, about.join(QStringLiteral(" · ")), small, m_theme.color(Token::Text2));
    y += smallHeight + 5;

    const QString length = stepLength(row.durationMicros);
    const QFont caption = m_theme.font(TextStyle::Caption);
    const int lengthWidth = QFontMetrics(caption).horizontalAdvance(length) + 8;
    const int track = std::max(10, right - left - lengthWidth);
    const int bar = std::max(3, int(double(track) * row.durationMicros / model->longestMicros()));
    paint.box({left, y, track, BarHeight}, m_theme.color(Token::Border), {}, BarHeight / 2.0);
    paint.box({left, y, std::min(bar, track), BarHeight}, tone, {}, BarHeight / 2.0);
    paint.line({right - lengthWidth + 6, y - 5, lengthWidth - 6, BarHeight + 10}, length, caption, m_theme.color(Token::Text3), true);
    y += BarHeight;

    if (model->isOpen(row.seq)) {
        const int width = rect.width() - 2 * Edge - Rail - 16;
        for (const Block &block : blocks(row)) {
            y += 8;
            paint.line({left, y, right - left, smallHeight}, block.title, m_theme.font(TextStyle::Small, QFont::DemiBold),
                       m_theme.color(Token::Text2));
            y += smallHeight + 3;
            const int textHeight =
                int(m_cache.wrapped(block.text, blockFont(block), width, MostLines, Qt::LeftToRight)->height);
            paint.box({left, y, right - left, textHeight + 10}, m_theme.color(Token::Sunken), m_theme.color(Token::Border),
                      m_theme.radius("control"));
            paint.dataLines({left + 8, y + 5, width, textHeight}, block.text, blockFont(block), m_theme.color(Token::Text), MostLines);
            y += textHeight + 14;
        }
    }
    painter->restore();
}

} // namespace hs::ui
