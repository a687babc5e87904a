#include "ui/versions/wrapping_tree.h"

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeView>

namespace hs::ui {

namespace {

/// Rows as high as their words need in the width that they have. A QTreeView alone measures them unwrapped.
class WrappingDelegate final : public QStyledItemDelegate {
public:
    explicit WrappingDelegate(QTreeView *view) : QStyledItemDelegate(view), m_view(view) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem narrow = option;
        narrow.rect = QRect(0, 0, m_view->columnWidth(index.column()), 1);
        return QStyledItemDelegate::sizeHint(narrow, index);
    }

private:
    const QTreeView *m_view;
};

} // namespace

void wrapColumns(QTreeView *view, const QList<int> &longColumns)
{
    view->setRootIsDecorated(false);
    view->setWordWrap(true);
    view->setItemDelegate(new WrappingDelegate(view));
    view->setTextElideMode(Qt::ElideNone);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->header()->setStretchLastSection(false);
    view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    for (const int column : longColumns)
        view->header()->setSectionResizeMode(column, QHeaderView::Stretch);
    // Qt keeps the heights that rows had at other widths.
    auto *later = new QTimer(view);
    later->setSingleShot(true);
    later->setInterval(0);
    QObject::connect(later, &QTimer::timeout, view, &QTreeView::doItemsLayout);
    QObject::connect(view->header(), &QHeaderView::sectionResized, later, qOverload<>(&QTimer::start));
}

} // namespace hs::ui
