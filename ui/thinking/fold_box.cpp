#include "ui/thinking/fold_box.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/labels.h"

namespace hs::ui {

FoldBox::FoldBox(const Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(title), m_head(new QWidget(this)), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    auto *row = new QHBoxLayout(m_head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_icon = new QLabel(m_head);
    m_icon->hide();
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    m_titleLabel = makeWrappingLabel(title, TextStyle::Strong, Token::Text, m_head);
    m_line = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_head);
    m_line->hide();
    words->addWidget(m_titleLabel);
    words->addWidget(m_line);
    row->addLayout(words, 1);
    m_button = makeIconButton(QStringLiteral("chevron-down"), {}, theme, m_head);
    m_button->hide();
    row->addWidget(m_button, 0, Qt::AlignTop);
    m_column->addWidget(m_head);
    connect(m_button, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
    connect(&theme, &Theme::changed, this, [this] {
        if (!m_iconName.isEmpty())
            setIcon(m_iconName, m_iconToken);
    });
}

void FoldBox::setLine(const QString &line)
{
    m_line->setText(line);
    m_line->setVisible(!line.isEmpty());
}

void FoldBox::setIcon(const QString &icon, Token token)
{
    m_iconName = icon;
    m_iconToken = token;
    m_icon->setPixmap(m_theme.pixmap(icon, m_theme.size("icon"), token));
    m_icon->setVisible(!icon.isEmpty());
}

void FoldBox::setContent(std::function<QWidget *(QWidget *)> make)
{
    m_make = std::move(make);
    m_button->setVisible(bool(m_make));
    m_head->setCursor(m_make ? Qt::PointingHandCursor : Qt::ArrowCursor);
    showButton();
}

void FoldBox::setOpen(bool open)
{
    if (!m_make || m_open == open)
        return;
    m_open = open;
    if (open && !m_content) {
        m_content = m_make(this);
        m_column->addWidget(m_content);
        if (m_content->focusPolicy() != Qt::NoFocus)
            setTabOrder(m_button, m_content);
    }
    if (m_content)
        m_content->setVisible(open);
    showButton();
    Q_EMIT toggled(open);
}

void FoldBox::showButton()
{
    //: Opens what is behind a line. %1 is the line
    const QString name = (m_open ? tr("Hide: %1") : tr("Show: %1")).arg(m_title);
    m_button->setIcon(m_theme.icon(m_open ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
    m_button->setAccessibleName(name);
    m_button->setToolTip(name);
}

void FoldBox::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_head->geometry().contains(event->pos()))
        setOpen(!m_open);
    QWidget::mouseReleaseEvent(event);
}

} // namespace hs::ui
