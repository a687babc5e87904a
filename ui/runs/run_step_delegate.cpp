#include "ui/runs/run_step_delegate.h"

#include <algorithm>

#include <QFontMetrics>
#include <QLocale>

#include "ui/runs/run_model.h"
#include "ui/runs/run_words.h"
#include "ui/text/duration_text.h"

namespace hs::ui {

namespace {

constexpr int RowEdge = 12;
constexpr int RowTop = 6;

} // namespace

RunStepDelegate::RunStepDelegate(const Theme &theme, const Ticker &ticker, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_ticker(ticker), m_cache(theme)
{
}

QSize RunStepDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int strong = QFontMetrics(m_theme.font(TextStyle::Body, QFont::DemiBold)).height();
    const int small = QFontMetrics(m_theme.font(TextStyle::Small)).height();
    return {option.rect.width(), 2 * RowTop + strong + 1 + small};
}

void RunStepDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const RunModel *>(index.model());
    const qint64 seq = model->seqOf(index.row());
    const api::RunStep *step = model->step(seq);
    const bool stop = seq == model->incidentSeq();
    painter->save();
    RowPainter paint(*painter, m_theme, m_cache, option);
    const QRect rect = option.rect;
    paint.ground(rect.adjusted(4, 1, -4, -1));

    const QFont strong = m_theme.font(TextStyle::Body, QFont::DemiBold);
    const QFont small = m_theme.font(TextStyle::Small);
    const int strongHeight = QFontMetrics(strong).height();
    const int smallHeight = QFontMetrics(small).height();
    const bool failed = stop || (step && isFailure(*step));
    const bool faint = step && step->ignored;
    const QColor tone = m_theme.color(failed ? Token::Danger : faint ? Token::Text3 : Token::Accent);

    // The rail: a line through all steps, a sign of what came in on it.
    const int sign = m_theme.scaled(18);
    const int icon = m_theme.scaled(12);
    const int railX = rect.left() + RowEdge + sign / 2;
    const int middle = rect.top() + RowTop + strongHeight / 2;
    const bool first = index.row() == 0;
    const bool last = index.row() + 1 == model->rowCount();
    const int railTop = first ? middle : rect.top();
    paint.box({railX, railTop, 1, (last ? middle : rect.bottom() + 1) - railTop}, m_theme.color(Token::BorderStrong), {}, 0);
    paint.dot({railX, middle}, sign, tone);
    paint.dot({railX, middle}, sign - 2, m_theme.color(Token::Surface));
    paint.icon({railX - icon / 2, middle - icon / 2, icon, icon},
               stop ? QStringLiteral("triangle-alert") : step ? inputIcon(step->kind) : QStringLiteral("circle-dashed"), tone);

    const int left = rect.left() + RowEdge + sign + 8;
    const int right = rect.right() + 1 - RowEdge;
    int y = rect.top() + RowTop;
    const QDateTime at = stop && model->head().incident ? model->head().incident->at : step ? step->at : QDateTime();
    const QString time = at.isValid() ? momentText(at, m_ticker.now()) : QString();
    const int timeWidth = QFontMetrics(small).horizontalAdvance(time) + 2;
    paint.line({right - timeWidth, y, timeWidth, strongHeight}, time, small, m_theme.color(Token::Text2), true);
    paint.line({left, y, right - timeWidth - 8 - left, strongHeight}, index.data().toString(), strong,
               m_theme.color(failed ? Token::Danger : faint ? Token::Text2 : Token::Text));
    y += strongHeight + 1;

    QStringList about;
    if (stop) {
        about << tr("nothing was kept") << (model->head().incident ? model->head().incident->error : QString());
    } else if (step) {
        about << QLocale().toString(seq);
        if (faint)
            about << tr("ignored");
        if (const QString path = stepPath(*step); !path.isEmpty())
            about << path;
        if (!step->actor.isEmpty())
            //: %1 is who or what caused a step
            about << tr("by %1").arg(step->actor);
    }
    paint.line({left, y, right - left, smallHeight}, about.join(QStringLiteral(" · ")), small, m_theme.color(Token::Text2));
    painter->restore();
}

} // namespace hs::ui
