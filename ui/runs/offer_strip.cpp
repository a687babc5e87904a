#include "ui/runs/offer_strip.h"

#include <QGridLayout>
#include <QMenu>

#include "ui/widgets/labels.h"

namespace hs::ui {

OfferStrip::OfferStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(16, 8, 16, 8);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    const auto row = [&](int at, const QString &icon) {
        Row made{makeButton({}, ButtonKind::Normal, theme, this, icon), makeWrappingLabel({}, TextStyle::Small, Token::Text2, this)};
        grid->addWidget(made.button, at, 0, Qt::AlignTop);
        grid->addWidget(made.words, at, 1, Qt::AlignVCenter);
        return made;
    };
    m_retry = row(0, QStringLiteral("rotate-ccw"));
    m_again = row(1, QStringLiteral("play"));
    m_more = makeButton(tr("More"), ButtonKind::Quiet, theme, this, QStringLiteral("ellipsis"));
    m_more->setAccessibleName(tr("More that can be done to the run"));
    grid->addWidget(m_more, 0, 2, Qt::AlignTop);
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

void OfferStrip::fillRow(const Row &row, const RunOffer &offer)
{
    const QString words = offer.refused.isEmpty() ? offer.consequence : offer.refused;
    row.button->setText(offer.title);
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
            setButtonKind(m_retry.button, offer.refused.isEmpty() ? ButtonKind::Primary : ButtonKind::Normal);
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
