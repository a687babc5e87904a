#include "ui/boards/lane_frame.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int LeastHeight = 150; ///< pixels at 100 % text: a head and about one card
constexpr int MostHeight = 330;  ///< a head and about two cards and a half; more is scrolled
constexpr int FirstPage = 30;   ///< cards of a column at first: more than are in sight, and soon there; the rest is read on

} // namespace

LaneFrame::LaneFrame(ViewContext &context, const Directory &directory, CardMarks &marks, const QString &key, bool withHead, QWidget *parent)
    : QWidget(parent), m_context(context), m_key(key), m_withHead(withHead)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_headRow = new QWidget(this);
    auto *row = new QHBoxLayout(m_headRow);
    row->setContentsMargins(10, 8, 16, 0);
    row->setSpacing(8);
    m_head = new QToolButton(m_headRow);
    m_head->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_head->setFocusPolicy(Qt::StrongFocus);
    m_head->setFont(context.theme.font(TextStyle::Subtitle, QFont::DemiBold));
    m_cards = makeLabel({}, TextStyle::Small, Token::Text2, m_headRow);
    row->addWidget(m_head);
    row->addWidget(m_cards);
    row->addStretch(1);
    layout->addWidget(m_headRow);
    m_headRow->setVisible(withHead);

    m_lane = new BoardLane(context, directory, marks, this);
    m_lane->model().setFirstPage(FirstPage);
    if (withHead)
        m_lane->model().setActive(false); // until somebody looks
    layout->addWidget(m_lane, 1);
    connect(m_head, &QToolButton::clicked, this, [this] { setFolded(!m_folded); });
    connect(&context.theme, &Theme::changed, this, [this] {
        m_head->setFont(m_context.theme.font(TextStyle::Subtitle, QFont::DemiBold));
        updateHead();
        updateHeight();
    });
    connect(&m_lane->model(), &BoardModel::loaded, this, [this] { QTimer::singleShot(0, this, &LaneFrame::updateHeight); }); // after the rows are measured
    updateHead();
    updateHeight();
}

void LaneFrame::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        QTimer::singleShot(0, this, &LaneFrame::updateHeight);
}

void LaneFrame::setTitle(const QString &title)
{
    m_title = title;
    m_lane->setName(m_withHead ? title : QString());
    updateHead();
}

void LaneFrame::setCount(qint64 cards)
{
    m_count = cards;
    updateHead();
}

void LaneFrame::updateHead()
{
    m_head->setText(m_title);
    m_head->setIcon(m_context.theme.icon(m_folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down")));
    const QString cards = tr("%n card(s)", nullptr, int(m_count));
    m_cards->setText(cards);
    //: A lane across the columns of a board. %1 its name, %2 how many cards: "4 cards"
    m_head->setAccessibleName(m_folded ? tr("Lane %1, %2, folded").arg(m_title, cards) : tr("Lane %1, %2").arg(m_title, cards));
    m_head->setToolTip(m_folded ? tr("Unfold this lane") : tr("Fold this lane"));
}

void LaneFrame::updateHeight()
{
    const Theme &theme = m_context.theme;
    if (!m_withHead)
        return;
    // Until its cards are known, a lane is as high as a full one, so that those behind it are not asked for in vain.
    const bool known = m_lane->model().hasAnswer() && !m_lane->columns().empty();
    m_lane->setFixedHeight(known ? std::clamp(m_lane->wholeHeight(), theme.scaled(LeastHeight), theme.scaled(MostHeight)) : theme.scaled(MostHeight));
}

void LaneFrame::setFolded(bool folded)
{
    if (m_folded == folded)
        return;
    m_folded = folded;
    m_lane->setVisible(!folded);
    updateHead();
    Q_EMIT foldedChanged(folded);
}

void LaneFrame::lookAt(const QRect &seen)
{
    m_lane->model().setActive(!m_folded && geometry().intersects(seen));
}

} // namespace hs::ui
