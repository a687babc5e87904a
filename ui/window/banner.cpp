#include "ui/window/banner.h"

#include <algorithm>

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/widgets/labels.h"

namespace hs::ui {

Banner::Banner(ViewContext &context, QWidget *parent) : QFrame(parent), m_context(context)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    m_icon = new QLabel(this);
    row->addWidget(m_icon);
    m_label = makeWrappingLabel({}, TextStyle::Body, Token::Text, this);
    row->addWidget(m_label, 1);
    m_button = makeButton({}, ButtonKind::Normal, m_context.theme, this);
    row->addWidget(m_button);
    m_close = makeButton({}, ButtonKind::Quiet, m_context.theme, this, QStringLiteral("x"));
    m_close->setAccessibleName(tr("Close this notice"));
    m_close->setToolTip(tr("Close this notice"));
    row->addWidget(m_close);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_shown.act)
            m_shown.act();
    });
    connect(m_close, &QPushButton::clicked, this, [this] { take(m_shown.id); });
    hide();
}

bool Banner::has(const QString &id) const
{
    return std::any_of(m_texts.begin(), m_texts.end(), [&](const Text &text) { return text.id == id; });
}

void Banner::put(const Text &text)
{
    const auto found = std::find_if(m_texts.begin(), m_texts.end(), [&](const Text &t) { return t.id == text.id; });
    if (found != m_texts.end())
        *found = text;
    else
        m_texts.push_back(text);
    showWorst();
}

void Banner::take(const QString &id)
{
    std::erase_if(m_texts, [&](const Text &text) { return text.id == id; });
    showWorst();
}

void Banner::showWorst()
{
    if (m_texts.empty()) {
        hide();
        return;
    }
    const QString before = m_shown.text;
    m_shown = m_texts.back();
    for (const Text &text : m_texts) {
        if (text.tone == Tone::Danger && m_shown.tone != Tone::Danger)
            m_shown = text;
    }
    setStyleProperty(this, "frame", toneName(m_shown.tone));
    m_icon->setPixmap(m_context.theme.pixmap(m_shown.tone == Tone::Info ? QStringLiteral("info") : QStringLiteral("triangle-alert"), 16,
                                             m_context.theme.toneColor(m_shown.tone)));
    m_label->setText(m_shown.text);
    m_label->setAccessibleName(m_shown.text);
    m_button->setText(m_shown.button);
    m_button->setVisible(!m_shown.button.isEmpty());
    m_close->setVisible(m_shown.closable);
    show();
    // Other words on a button that is up already: its old width is not kept.
    m_button->updateGeometry();
    layout()->invalidate();
    layout()->activate();
    if (before != m_shown.text) {
        QAccessibleEvent alert(m_label, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

} // namespace hs::ui
