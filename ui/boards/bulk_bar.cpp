#include "ui/boards/bulk_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include "ui/widgets/labels.h"

namespace hs::ui {

BulkBar::BulkBar(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 2, 12, 4);
    auto *frame = makeFrame("accent", this);
    layout->addWidget(frame);
    m_row = new QHBoxLayout(frame);
    m_row->setContentsMargins(10, 4, 6, 4);
    m_row->setSpacing(4);
    m_text = makeLabel({}, TextStyle::Body, Token::Text, frame);
    m_row->addWidget(m_text);
    m_row->addStretch(1);
    m_clear = makeButton(tr("Clear selection"), ButtonKind::Quiet, theme, frame, QStringLiteral("x"));
    m_clear->setAccessibleName(m_clear->text());
    connect(m_clear, &QPushButton::clicked, this, &BulkBar::cleared);
    m_row->addWidget(m_clear);
    hide();
}

QPushButton *BulkBar::addButton(const QString &text, const QString &icon)
{
    QPushButton *button = makeButton(text, ButtonKind::Quiet, m_theme, m_text->parentWidget(), icon);
    button->setAccessibleName(text);
    m_row->insertWidget(m_row->count() - 1, button);
    m_buttons << button;
    return button;
}

void BulkBar::setCount(int cards, qint64 more)
{
    if (m_count == cards && m_more == more)
        return;
    m_count = cards;
    m_more = more;
    const QString selected = tr("%n selected", nullptr, cards);
    //: %1 is "100 selected"; the others of the column were not read yet
    m_words = more > 0 ? tr("%1, %n more not loaded", nullptr, int(more)).arg(selected) : selected;
    m_text->setText(m_words);
    m_text->setAccessibleName(m_words);
    m_text->setToolTip(more > 0 ? tr("Scroll down in the column to load more of its cards, then select again.") : QString());
    setVisible(cards > 0);
    fit();
    if (cards > 0) {
        QAccessibleEvent heard(m_text, QAccessible::Alert);
        QAccessible::updateAccessibility(&heard);
    }
}

void BulkBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

/// In a narrow dock the buttons keep their icons alone; their names stay for tooltips and screen readers.
void BulkBar::fit()
{
    QList<QPushButton *> all = m_buttons;
    all << m_clear;
    for (QPushButton *button : all)
        button->setText(button->accessibleName());
    m_text->setText(m_words);
    const bool narrow = m_row->sizeHint().width() > width() - 24;
    for (QPushButton *button : all) {
        if (narrow)
            button->setText({});
        button->setToolTip(button->accessibleName());
    }
    m_row->invalidate();
    if (narrow && m_row->sizeHint().width() > width() - 24)
        m_text->setText(QLocale().toString(m_count)); // at the least how many
}

} // namespace hs::ui
