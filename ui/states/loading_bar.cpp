#include "ui/states/loading_bar.h"

#include <QPainter>

namespace hs::ui {

namespace {
constexpr int Steps = 40;
constexpr int StepMs = 40;
} // namespace

LoadingBar::LoadingBar(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFixedHeight(2);
    setAccessibleName(tr("Loading"));
    m_moving.setInterval(StepMs);
    connect(&m_moving, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % Steps;
        update();
    });
}

void LoadingBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::AccentSoft));
    const int part = width() / 3;
    const int x = m_theme.reducedMotion() ? part : (width() + part) * m_step / Steps - part;
    painter.fillRect(x, 0, part, height(), m_theme.color(Token::Accent));
}

void LoadingBar::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_theme.reducedMotion())
        m_moving.start();
}

void LoadingBar::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_moving.stop();
}

} // namespace hs::ui
