#include "ui/runs/fact_sheet.h"

#include <QHBoxLayout>
#include <QLocale>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr qsizetype MostLetters = 4'000; // more is not read on a screen; it would only cost

} // namespace

FactSheet::FactSheet(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(16, 12, 16, 16);
    m_layout->setSpacing(14);
}

QVBoxLayout *FactSheet::addSection(const QString &title)
{
    auto *section = new QVBoxLayout;
    section->setSpacing(5);
    section->addWidget(makeLabel(title, TextStyle::Strong, Token::Text2, this));
    m_layout->addLayout(section);
    return section;
}

void FactSheet::addRow(QVBoxLayout *into, const QString &name, const QString &value, bool mono, Token tone)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    QLabel *key = makeWrappingLabel(name, TextStyle::Body, Token::Text2, this);
    QLabel *words = makeWrappingLabel(value, mono ? TextStyle::Mono : TextStyle::Body, tone, this);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    //: Read by screen readers. %1 name of a field, %2 its value
    words->setAccessibleName(tr("%1: %2").arg(name, value));
    row->addWidget(key, 2, Qt::AlignTop);
    row->addWidget(words, 3, Qt::AlignTop);
    into->addLayout(row);
}

void FactSheet::addNote(QVBoxLayout *into, const QString &words, Token tone)
{
    into->addWidget(makeWrappingLabel(words, TextStyle::Body, tone, this));
}

void FactSheet::addData(QVBoxLayout *into, const QString &name, const QString &text)
{
    QFrame *ground = makeFrame("sunken", this);
    auto *inner = new QVBoxLayout(ground);
    inner->setContentsMargins(8, 6, 8, 6);
    QLabel *words = makeWrappingLabel(text.left(MostLetters), TextStyle::Mono, Token::Text, ground);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    words->setLayoutDirection(Qt::LeftToRight);
    words->setAccessibleName(tr("%1: %2").arg(name, text.left(MostLetters)));
    inner->addWidget(words);
    if (text.size() > MostLetters)
        inner->addWidget(makeWrappingLabel(tr("%n more letters are not shown.", nullptr, int(text.size() - MostLetters)), TextStyle::Small,
                                           Token::Text2, ground));
    into->addWidget(ground);
}

QPushButton *FactSheet::addLink(QVBoxLayout *into, const QString &text, const QString &icon)
{
    QPushButton *link = makeButton(text, ButtonKind::Link, m_theme, this, icon);
    into->addWidget(link, 0, Qt::AlignLeading);
    return link;
}

} // namespace hs::ui
