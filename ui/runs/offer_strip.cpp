#include "ui/runs/offer_strip.h"

#include <QGridLayout>
#include <QMenu>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int BesideFrom = 560; // from this width on, the words stand beside the buttons

} // namespace

OfferStrip::OfferStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(16, 8, 16, 8);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    const auto row = [&](const QString &icon) {
        return Row{makeButton({}, ButtonKind::Normal, theme, this, icon), makeWrappingLabel({}, TextStyle::Small, Token::Text2, this)};
    };
    m_retry = row(QStringLiteral("rotate-ccw"));
    m_again = row(QStringLiteral("play"));
    m_more = makeButton(tr("More"), ButtonKind::Quiet, theme, this, QStringLiteral("ellipsis"));
    m_more->setAccessibleName(tr("More that can be done to the run"));
    grid->addWidget(m_more, 0, 2, Qt::AlignTop);
    arrange(false);
    connect(m_retry.button, &QPushButton::clicked, this, [this] {
        if (const RunOffer *offer = findOffer(m_offers, RunOffer::Kind::Retry))
            Q_EMIT wanted(*offer);
    });
    connect(m_again.button, &QPushButton::clicked, this, [this] {
        if (const RunOffer *offer = findOffer(m_offers, RunOffer::Kind::StartAgain))
            Q_EMIT wanted(*offer);
    });
    connect(m_more, &QPushButton::clicked, this, &OfferStrip::openMenu);
}

void OfferStrip::arrange(bool narrow)
{
    m_narrow = narrow;
    auto *grid = static_cast<QGridLayout *>(layout());
    int line = 0;
    for (const Row &row : {m_retry, m_again}) {
        grid->removeWidget(row.button);
        grid->removeWidget(row.words);
        grid->addWidget(row.button, line, 0, narrow ? Qt::AlignTop | Qt::AlignLeading : Qt::AlignTop);
        if (narrow)
            grid->addWidget(row.words, ++line, 0, 1, 3);
        else
            grid->addWidget(row.words, line, 1, Qt::AlignVCenter);
        ++line;
    }
    if (!m_offers.empty())
        setOffers(std::move(m_offers));
}

void OfferStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < m_theme.scaled(BesideFrom);
    if (narrow != m_narrow)
        arrange(narrow);
}

void OfferStrip::fillRow(const Row &row, const RunOffer &offer)
{
    const QString words = offer.refused.isEmpty() ? offer.consequence : offer.refused;
    row.button->setText(m_narrow && !offer.shortTitle.isEmpty() ? offer.shortTitle : offer.title);
    row.button->setAccessibleName(offer.title);
    row.button->setAccessibleDescription(words);
    row.button->setEnabled(offer.refused.isEmpty());
    row.button->setToolTip(words);
    row.words->setText(words);
}

void OfferStrip::setOffers(std::vector<RunOffer> offers)
{
    m_offers = std::move(offers);
    for (const RunOffer &offer : m_offers) {
        if (offer.kind == RunOffer::Kind::Retry) {
            fillRow(m_retry, offer);
            const bool possible = offer.refused.isEmpty();
            setButtonKind(m_retry.button, possible ? ButtonKind::Primary : ButtonKind::Normal);
            m_retry.button->setIcon(m_theme.icon(offer.icon, possible ? Token::OnAccent : Token::Text2));
        } else if (offer.kind == RunOffer::Kind::StartAgain) {
            fillRow(m_again, offer);
        }
    }
}

void OfferStrip::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const RunOffer &offer : m_offers) {
        if (offer.kind == RunOffer::Kind::Retry || offer.kind == RunOffer::Kind::StartAgain)
            continue;
        QAction *action = menu->addAction(m_theme.icon(offer.icon), offer.title, this, [this, offer] { Q_EMIT wanted(offer); });
        const QString words = offer.refused.isEmpty() ? offer.consequence : offer.refused;
        action->setEnabled(offer.refused.isEmpty());
        action->setToolTip(words);
        action->setStatusTip(words);
        // The consequence stands in the menu itself, where every reader and every screen reader finds it.
        QAction *note = menu->addAction(words);
        note->setEnabled(false);
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

} // namespace hs::ui
