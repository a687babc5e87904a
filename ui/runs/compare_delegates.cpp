#include "ui/runs/compare_delegates.h"

#include <QFontMetrics>
#include <QLocale>

#include "ui/runs/compare_models.h"
#include "ui/runs/pair_words.h"
#include "ui/runs/run_words.h"
#include "ui/text/duration_text.h"

namespace hs::ui {

namespace {

constexpr int Margin = 16;
constexpr int CellTop = 7;
constexpr int CellInset = 10;    // within a cell
constexpr int MostDifferenceLines = 6; // of one difference

} // namespace

RunChoiceDelegate::RunChoiceDelegate(const Theme &theme, const Ticker &ticker, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_ticker(ticker), m_cache(theme)
{
}

QSize RunChoiceDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int strong = QFontMetrics(m_theme.font(TextStyle::Body, QFont::DemiBold)).height();
    const int small = QFontMetrics(m_theme.font(TextStyle::Small)).height();
    return {option.rect.width(), 2 * CellTop + strong + 1 + small};
}

void RunChoiceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto &run = static_cast<const RunChoiceModel *>(index.model())->at(index.row());
    painter->save();
    RowPainter paint(*painter, m_theme, m_cache, option);
    const QRect rect = option.rect;
    paint.ground(rect.adjusted(8, 1, -8, -1));
    const QFont strong = m_theme.font(TextStyle::Body, QFont::DemiBold);
    const QFont small = m_theme.font(TextStyle::Small);
    const StatusLook look = statusLook(run.status);
    const int chip = chipWidth(m_theme, statusText(run.status), true);
    const int left = rect.left() + Margin;
    const int right = rect.right() + 1 - Margin;
    const int y = rect.top() + CellTop;
    paint.chip({right - chip, y}, statusText(run.status), look.icon, look.tone, chip);
    paint.line({left, y, right - chip - 10 - left, QFontMetrics(strong).height()}, index.data().toString(), strong, m_theme.color(Token::Text));
    QStringList about;
    //: %1 is a moment
    about << tr("started %1").arg(momentText(run.startedAt, m_ticker.now())) << tr("%n steps", nullptr, int(run.steps))
          //: %1 id of a workflow, %2 its version
          << tr("%1 %2").arg(run.definition, run.version);
    paint.line({left, y + QFontMetrics(strong).height() + 1, right - chip - 10 - left, QFontMetrics(small).height()}, about.join(QStringLiteral(" · ")), small,
               m_theme.color(Token::Text2));
    painter->restore();
}

RunPairDelegate::RunPairDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_cache(theme)
{
}

int RunPairDelegate::linesHeight(const QStringList &lines, int width) const
{
    int height = 0;
    const QFont small = m_theme.font(TextStyle::Small);
    for (const QString &line : lines)
        height += int(m_cache.wrapped(line, small, width, MostDifferenceLines, Qt::LeftToRight)->height) + 2;
    return height;
}

QSize RunPairDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const RunPairModel *>(index.model());
    const int strong = QFontMetrics(m_theme.font(TextStyle::Body, QFont::DemiBold)).height();
    const int small = QFontMetrics(m_theme.font(TextStyle::Small)).height();
    const QStringList lines = pairDifferences(model->at(index.row()));
    const int below = lines.isEmpty() ? 0 : 6 + linesHeight(lines, option.rect.width() - 2 * Margin - 2 * CellInset - m_theme.scaled(20));
    return {option.rect.width(), 2 * CellTop + strong + 1 + small + 8 + below};
}

void RunPairDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const RunPairModel *>(index.model());
    const api::RunPair &pair = model->at(index.row());
    const PairKind kind = pairKind(pair);
    painter->save();
    RowPainter paint(*painter, m_theme, m_cache, option);
    const QRect rect = option.rect;
    if (option.state.testFlag(QStyle::State_Selected))
        paint.box(rect.adjusted(6, 1, -6, -1), m_theme.color(Token::Selected), {}, m_theme.radius("control"));
    if (option.state.testFlag(QStyle::State_KeyboardFocusChange))
        paint.focusRing(rect.adjusted(6, 1, -6, -1), m_theme.radius("control"));
    const QFont strong = m_theme.font(TextStyle::Body, QFont::DemiBold);
    const QFont small = m_theme.font(TextStyle::Small);
    const int strongHeight = QFontMetrics(strong).height();
    const int smallHeight = QFontMetrics(small).height();
    const int cellHeight = strongHeight + 1 + smallHeight + 8;
    const int sign = m_theme.scaled(16);
    const int left = rect.left() + Margin;
    const int cell = (rect.width() - 2 * Margin - sign - 16) / 2;
    const int y = rect.top() + CellTop;

    const auto draw = [&](int x, const std::optional<api::RunStep> &step, qint64 wait) {
        const QRect place(x, y, cell, cellHeight);
        if (!step) {
            paint.line(place.adjusted(CellInset, 0, -CellInset, 0), tr("not in this run"), small, m_theme.color(Token::Text3));
            return;
        }
        const bool alone = kind == PairKind::OnlyFirst || kind == PairKind::OnlySecond;
        paint.box(place, m_theme.color(alone ? Token::WarnSoft : Token::Sunken), m_theme.color(alone ? Token::Warn : Token::Border), m_theme.radius("control"));
        const QString waited = wait > 0 ? tr("after %1").arg(spanText(wait)) : QString();
        const int waitedWidth = QFontMetrics(small).horizontalAdvance(waited) + 2;
        paint.line({x + CellInset, y + 4, cell - 2 * CellInset - waitedWidth - 6, strongHeight}, inputText(step->kind, step->input), strong,
                   m_theme.color(isFailure(*step) ? Token::Danger : Token::Text));
        paint.line({x + cell - CellInset - waitedWidth, y + 4, waitedWidth, strongHeight}, waited, small, m_theme.color(Token::Text2), true);
        QStringList about{QLocale().toString(step->seq)};
        if (const QString path = stepPath(*step); !path.isEmpty())
            about << path;
        paint.line({x + CellInset, y + 4 + strongHeight + 1, cell - 2 * CellInset, smallHeight}, about.join(QStringLiteral(" · ")), small, m_theme.color(Token::Text2));
    };
    draw(left, pair.first, pair.firstWaitMs);
    draw(left + cell + sign + 16, pair.second, pair.secondWaitMs);

    const QString icon = kind == PairKind::Alike ? QStringLiteral("equal") : kind == PairKind::Different ? QStringLiteral("diff")
                         : kind == PairKind::OnlyFirst ? QStringLiteral("arrow-left") : QStringLiteral("arrow-right");
    paint.icon({left + cell + 8, y + (cellHeight - sign) / 2, sign, sign}, icon, m_theme.color(kind == PairKind::Alike ? Token::Text3 : Token::Warn));

    int below = y + cellHeight + 6;
    const int width = rect.width() - 2 * Margin - 2 * CellInset - m_theme.scaled(20);
    const int mark = m_theme.scaled(12);
    for (const QString &line : pairDifferences(pair)) {
        const int height = int(m_cache.wrapped(line, small, width, MostDifferenceLines, Qt::LeftToRight)->height);
        paint.icon({left + CellInset, below + (smallHeight - mark) / 2, mark, mark}, QStringLiteral("diff"), m_theme.color(Token::Warn));
        paint.lines({left + CellInset + m_theme.scaled(20), below, width, height}, line, small, m_theme.color(Token::Text), MostDifferenceLines);
        below += height + 2;
    }
    painter->restore();
}

} // namespace hs::ui
