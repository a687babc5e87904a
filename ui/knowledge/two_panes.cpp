#include "ui/knowledge/two_panes.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace hs::ui {

namespace {
constexpr int FirstShare = 46; ///< of a hundred
}

TwoPanes::TwoPanes(QWidget *first, QWidget *second, QWidget *parent)
    : QWidget(parent), m_first(first), m_second(second), m_splitter(new QSplitter(Qt::Horizontal, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_first);
    m_splitter->addWidget(m_second);
    m_splitter->setSizes({FirstShare * 10, (100 - FirstShare) * 10});
    showPanes();
}

void TwoPanes::setBounds(int beside, int below, int percent)
{
    m_beside = beside;
    m_below = below;
    m_percent = percent;
    fit();
}

void TwoPanes::setOpen(bool open)
{
    if (m_open == open)
        return;
    m_open = open;
    showPanes();
}

void TwoPanes::setFirstUseful(bool useful)
{
    if (m_firstUseful == useful)
        return;
    m_firstUseful = useful;
    showPanes();
}

void TwoPanes::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void TwoPanes::fit()
{
    const Mode mode = width() >= m_beside * m_percent / 100  ? Mode::Beside
                      : height() >= m_below * m_percent / 100 ? Mode::Below
                                                              : Mode::Over;
    if (m_mode == mode)
        return;
    m_mode = mode;
    const Qt::Orientation way = mode == Mode::Below ? Qt::Vertical : Qt::Horizontal;
    if (m_splitter->orientation() != way) {
        m_splitter->setOrientation(way);
        m_splitter->setSizes({FirstShare * 10, (100 - FirstShare) * 10});
    }
    showPanes();
    Q_EMIT modeChanged();
}

void TwoPanes::showPanes()
{
    m_first->setVisible(m_firstUseful && (!m_open || m_mode != Mode::Over));
    m_second->setVisible(m_open);
}

QByteArray TwoPanes::sizesState() const
{
    return m_splitter->saveState().toBase64();
}

void TwoPanes::restoreSizes(const QByteArray &state)
{
    const Qt::Orientation way = m_splitter->orientation();
    m_splitter->restoreState(QByteArray::fromBase64(state));
    m_splitter->setOrientation(way);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
}

} // namespace hs::ui
