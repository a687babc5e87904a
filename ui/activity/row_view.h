#pragma once

#include <QTreeView>

namespace hs::ui {

class RowModelBase;

/// A table of paged rows of one height. It alone wants the next page, before the end of what is loaded is seen:
/// QTreeView would ask with every layout, so that each page that came brought the next one, to the end of the list.
class RowView final : public QTreeView {
    Q_OBJECT
public:
    explicit RowView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override; ///< a RowModelBase
    void keyboardSearch(const QString &) override {}   ///< would ask every row

protected:
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void wantMore();
    RowModelBase *m_rows = nullptr;
};

} // namespace hs::ui
