#include "ui/widgets/chip.h"

#include <QHBoxLayout>
#include <QPainter>

namespace hs::ui {

Chip::Chip(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_icon(new QLabel(this)), m_text(new QLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 3, 8, 3);
    row->setSpacing(4);
    row->addWidget(m_icon);
    row->addWidget(m_text);
    m_text->setTextFormat(Qt::PlainText);
    m_icon->setAccessibleName(QString());
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, &Chip::refresh);
    refresh();
}

Chip::Chip(const Theme &theme, const QString &text, Tone tone, const QString &icon, QWidget *parent)
    : Chip(theme, parent)
{
    setLook(text, tone, icon);
}

void Chip::setLook(const QString &text, Tone tone, const QString &icon)
{
    m_text->setText(text);
    m_tone = tone;
    m_iconName = icon;
    m_agent.clear();
    refresh();
}

void Chip::setAgent(const QString &agent, const QString &name)
{
    m_text->setText(name);
    m_agent = agent;
    m_iconName = m_theme.agentIcon(agent);
    refresh();
}

void Chip::refresh()
{
    const QColor color = m_agent.isEmpty() ? m_theme.toneColor(m_tone) : m_theme.agentColor(m_agent);
    m_icon->setVisible(!m_iconName.isEmpty());
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(m_theme.pixmap(m_iconName, 12, color));
    m_text->setStyleSheet(QStringLiteral("font-size:%1px;font-weight:500;color:%2")
                              .arg(m_theme.font(TextStyle::Caption).pixelSize())
                              .arg(color.name()));
    update();
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_agent.isEmpty() ? m_theme.toneBackground(m_tone) : m_theme.agentTint(m_agent));
    const double radius = height() / 2.0;
    painter.drawRoundedRect(rect(), radius, radius);
}

} // namespace hs::ui
