#include "ui/window/dock_title_bar.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

DockTitleBar::DockTitleBar(const Theme &theme, const QString &icon, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_iconName(icon), m_icon(new QLabel(this)), m_title(new ElidedLabel({}, this)),
      m_badge(new Chip(theme, this)), m_tools(new QHBoxLayout)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 8, 0);
    row->setSpacing(8);
    m_title->setProperty("textStyle", QStringLiteral("strong"));
    m_badge->hide();
    row->addWidget(m_icon);
    row->addWidget(m_title);
    row->addWidget(m_badge);
    row->addStretch(1);
    m_tools->setSpacing(2);
    row->addLayout(m_tools);
    m_expand = makeIconButton(QStringLiteral("maximize-2"), tr("Expand"), theme, this, theme.size("iconSmall") + 1);
    m_close = makeIconButton(QStringLiteral("x"), tr("Close"), theme, this, theme.size("icon"));
    m_tools->addWidget(m_expand);
    m_tools->addWidget(m_close);
    connect(m_expand, &QToolButton::clicked, this, &DockTitleBar::expandRequested);
    connect(m_close, &QToolButton::clicked, this, &DockTitleBar::closeRequested);
    const auto look = [this] { m_icon->setPixmap(m_theme.pixmap(m_iconName, 16, Token::Text2)); };
    connect(&m_theme, &Theme::changed, this, look);
    look();
}

void DockTitleBar::setTitle(const QString &title)
{
    m_title->setFullText(title);
    //: %1 is the title of a dock
    m_close->setAccessibleName(tr("Close %1").arg(title));
    //: %1 is the title of a dock
    m_expand->setAccessibleName(tr("Expand %1").arg(title));
}

void DockTitleBar::setBadge(const QString &text)
{
    m_badge->setLook(text, Tone::Neutral);
    m_badge->setVisible(!text.isEmpty());
}

void DockTitleBar::setActions(const QList<QAction *> &actions)
{
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (qsizetype i = 0; i < actions.size(); ++i) {
        QAction *action = actions[i];
        auto *button = new QToolButton(this);
        if (const QString icon = action->property("hsIcon").toString(); action->icon().isNull() && !icon.isEmpty())
            action->setIcon(m_theme.icon(icon));
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setIconSize(QSize(16, 16));
        button->setAccessibleName(action->text());
        button->setFocusPolicy(Qt::TabFocus);
        if (action->menu())
            button->setPopupMode(QToolButton::InstantPopup);
        const int hit = m_theme.size("hitMin");
        button->setMinimumSize(hit, hit);
        m_tools->insertWidget(int(i), button);
        m_buttons << button;
    }
}

void DockTitleBar::setExpanded(bool expanded)
{
    m_expand->setIcon(m_theme.icon(expanded ? QStringLiteral("minimize-2") : QStringLiteral("maximize-2")));
    m_expand->setToolTip(expanded ? tr("Back to the layout") : tr("Expand"));
}

QSize DockTitleBar::sizeHint() const
{
    return {200, std::max(m_theme.size("dockTitle"), m_theme.scaled(24) + 12)};
}

QSize DockTitleBar::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void DockTitleBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::Border));
}

void DockTitleBar::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT menuRequested(event->globalPos());
}

} // namespace hs::ui
