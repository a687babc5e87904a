#include "ui/knowledge/drop_veil.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int VeilMargin = 8;
constexpr int VeilIcon = 32;
}

DropVeil::DropVeil(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *column = new QVBoxLayout(this);
    column->addStretch(1);
    m_icon = new QLabel(this);
    m_icon->setAlignment(Qt::AlignCenter);
    column->addWidget(m_icon);
    QLabel *words = makeWrappingLabel(tr("Let go to add it to Knowledge"), TextStyle::Subtitle, Token::Text, this);
    words->setAlignment(Qt::AlignCenter);
    column->addWidget(words);
    QLabel *more =
        makeWrappingLabel(tr("Folders are watched, files and web pages are read again when they change."), TextStyle::Small, Token::Text2, this);
    more->setAlignment(Qt::AlignCenter);
    column->addWidget(more);
    column->addStretch(1);
    hide();
}

void DropVeil::cover()
{
    m_icon->setPixmap(m_theme.pixmap(QStringLiteral("folder-plus"), VeilIcon, Token::Accent));
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

void DropVeil::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = m_theme.color(Token::Surface);
    ground.setAlpha(235);
    painter.fillRect(rect(), ground);
    painter.setPen(QPen(m_theme.color(Token::Accent), 2, Qt::DashLine));
    painter.setBrush(m_theme.color(Token::AccentSoft));
    painter.drawRoundedRect(rect().adjusted(VeilMargin, VeilMargin, -VeilMargin, -VeilMargin), m_theme.radius("card"), m_theme.radius("card"));
}

} // namespace hs::ui
