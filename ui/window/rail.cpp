#include "ui/window/rail.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/app_mark.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/paint.h"

namespace hs::ui {

namespace {
constexpr int ButtonWidth = 44;
constexpr int ButtonHeight = 42;
} // namespace

RailButton::RailButton(const Theme &theme, const QString &icon, const QString &name, QWidget *parent)
    : QToolButton(parent), m_theme(theme), m_name(name)
{
    setProperty("kind", QStringLiteral("rail"));
    setIcon(theme.icon(icon));
    setIconSize(QSize(theme.size("iconNav"), theme.size("iconNav")));
    setCheckable(true);
    setAutoExclusive(false);
    setFocusPolicy(Qt::TabFocus);
    setFixedSize(ButtonWidth, ButtonHeight);
    setToolTip(name);
    setAccessibleName(name);
}

void RailButton::setBadge(const QString &badge, Tone tone, const QString &spoken)
{
    m_badge = badge;
    m_tone = tone;
    const QString full = spoken.isEmpty() ? m_name : QStringLiteral("%1, %2").arg(m_name, spoken);
    setAccessibleName(full);
    setToolTip(full);
    update();
}

void RailButton::paintEvent(QPaintEvent *event)
{
    QToolButton::paintEvent(event);
    if (m_badge.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = m_theme.font(TextStyle::Caption, QFont::Bold);
    font.setPixelSize(10);
    const int side = 15;
    const int width = std::max(side, QFontMetrics(font).horizontalAdvance(m_badge) + 8);
    const QRect spot = mirrored(layoutDirection(), rect(), QRect(rect().width() / 2 + 3, 4, width, side));
    painter.setPen(QPen(m_theme.color(Token::Canvas), 2));
    painter.setBrush(m_theme.toneColor(m_tone));
    painter.drawRoundedRect(QRectF(spot).adjusted(-0.5, -0.5, 0.5, 0.5), side / 2.0, side / 2.0);
    painter.setFont(font);
    painter.setPen(m_theme.isDark() ? m_theme.color(Token::OnAccent) : m_theme.color(Token::Surface));
    painter.drawText(spot, Qt::AlignCenter, m_badge);
}

PresenceButton::PresenceButton(const Theme &theme, QWidget *parent) : QToolButton(parent), m_theme(theme)
{
    setProperty("kind", QStringLiteral("rail"));
    setFixedSize(ButtonWidth, ButtonHeight);
    setFocusPolicy(Qt::TabFocus);
    setPopupMode(QToolButton::InstantPopup);
    setPerson({}, {});
}

void PresenceButton::setPerson(const QString &name, const QString &initials)
{
    m_initials = initials;
    const QString text = name.isEmpty() ? tr("Nobody is signed in") : tr("Signed in as %1").arg(name);
    setToolTip(text);
    setAccessibleName(text);
    update();
}

void PresenceButton::paintEvent(QPaintEvent *event)
{
    QToolButton::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect circle(width() / 2 - 14, height() / 2 - 14, 28, 28);
    paintAvatar(painter, m_theme, circle, m_initials.isEmpty() ? QStringLiteral("?") : m_initials, true);
    const QRect dot(circle.right() - 8, circle.bottom() - 8, 10, 10);
    painter.setPen(QPen(m_theme.color(Token::Canvas), 2));
    painter.setBrush(m_theme.color(m_initials.isEmpty() ? Token::Text3 : Token::Ok));
    painter.drawEllipse(dot);
}

Rail::Rail(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    setAccessibleName(tr("Places"));
    setFixedWidth(context.theme.size("railWidth"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 2, 6, 8);
    column->setSpacing(4);

    m_logo = new QToolButton(this);
    m_logo->setProperty("kind", QStringLiteral("rail"));
    m_logo->setIcon(appIcon());
    m_logo->setIconSize(QSize(32, 32));
    m_logo->setFixedSize(ButtonWidth, ButtonHeight);
    m_logo->setFocusPolicy(Qt::TabFocus);
    m_logo->setPopupMode(QToolButton::InstantPopup);
    m_logo->setAccessibleName(tr("Program menu"));
    m_logo->setToolTip(tr("Program menu"));
    column->addWidget(m_logo);
    column->addSpacing(4);

    add(column, QStringLiteral("overview"), QStringLiteral("layout-dashboard"), tr("Overview"));
    add(column, QStringLiteral("conversations"), QStringLiteral("message-circle"), tr("Conversations"));
    add(column, QStringLiteral("boards"), QStringLiteral("square-kanban"), tr("Boards"));
    add(column, QStringLiteral("knowledge"), QStringLiteral("book-open"), tr("Knowledge"));
    add(column, QStringLiteral("integrations"), QStringLiteral("activity"), tr("Integrations"));
    add(column, QStringLiteral("escalations"), QStringLiteral("life-buoy"), tr("Escalations"));
    add(column, QStringLiteral("activity"), QStringLiteral("history"), tr("Activity"));
    column->addStretch(1);

    const auto tool = [&](const QString &icon, const QString &name) {
        auto *button = new RailButton(m_context.theme, icon, name, this);
        button->setCheckable(false);
        column->addWidget(button);
        return button;
    };
    m_themeButton = tool(QStringLiteral("moon"), tr("Light or dark"));
    m_settings = tool(QStringLiteral("settings"), tr("Settings"));
    m_presence = new PresenceButton(m_context.theme, this);
    column->addWidget(m_presence);
    const auto look = [this] {
        m_themeButton->setIcon(m_context.theme.icon(m_context.theme.isDark() ? QStringLiteral("sun") : QStringLiteral("moon")));
    };
    connect(&m_context.theme, &Theme::changed, this, look);
    look();
}

void Rail::add(QVBoxLayout *column, const QString &id, const QString &icon, const QString &name)
{
    auto *button = new RailButton(m_context.theme, icon, name, this);
    column->addWidget(button);
    m_buttons[id] = button;
    connect(button, &QToolButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
}

void Rail::setCurrent(const QString &id)
{
    for (const auto &[name, button] : m_buttons)
        button->setChecked(name == id);
}

RailButton *Rail::button(const QString &id) const
{
    const auto found = m_buttons.find(id);
    return found == m_buttons.end() ? nullptr : found->second;
}

void Rail::keyPressEvent(QKeyEvent *event)
{
    // One step of Tab for the whole rail would hide places; arrows walk it as well.
    if (event->key() == Qt::Key_Down)
        focusNextChild();
    else if (event->key() == Qt::Key_Up)
        focusPreviousChild();
    else
        QWidget::keyPressEvent(event);
}

} // namespace hs::ui
