#include "ui/records/text_conflict.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int TheirLines = 8; ///< text lines of theirs that are seen at once
}

TextConflictBox::TextConflictBox(ViewContext &context, const QString &who, const QString &theirs, QWidget *parent)
    : QFrame(parent), m_theirs(theirs), m_text(new QPlainTextEdit(this))
{
    setProperty("frame", QStringLiteral("warn"));
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(12, 10, 12, 10);
    box->setSpacing(8);
    box->addWidget(makeWrappingLabel(who.isEmpty() ? tr("The page content was changed while you changed it. Choose what holds.")
                                                   //: %1 is who changed the text meanwhile
                                                   : tr("%1 changed the page content while you did. Choose what holds.").arg(who),
                                     TextStyle::Strong, Token::Warn, this));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setPlainText(theirs);
    m_text->setPlaceholderText(tr("It is empty there."));
    m_text->setAccessibleName(tr("The page content as the other one wrote it"));
    m_text->setFixedHeight(m_text->fontMetrics().lineSpacing() * TheirLines);
    box->addWidget(m_text);
    m_keep = makeButton(tr("Keep mine"), ButtonKind::Primary, context.theme, this);
    m_show = makeButton(tr("Show theirs"), ButtonKind::Normal, context.theme, this, QStringLiteral("eye"));
    m_take = makeButton(tr("Take theirs"), ButtonKind::Normal, context.theme, this);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    for (QPushButton *button : {m_keep, m_show, m_take})
        buttons->addWidget(button);
    box->addLayout(buttons);
    showTheirs(false);
    connect(m_show, &QPushButton::clicked, this, [this] { showTheirs(m_text->isHidden()); });
    connect(m_keep, &QPushButton::clicked, this, &TextConflictBox::mineKept, Qt::QueuedConnection);
    connect(m_take, &QPushButton::clicked, this, &TextConflictBox::theirsTaken, Qt::QueuedConnection);
}

void TextConflictBox::takeFocus()
{
    m_show->setFocus();
}

void TextConflictBox::showTheirs(bool shown)
{
    m_text->setVisible(shown);
    m_take->setVisible(shown); // nobody takes what they have not seen
    m_show->setText(shown ? tr("Hide theirs") : tr("Show theirs"));
}

} // namespace hs::ui
