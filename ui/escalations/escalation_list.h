#pragma once

#include <QListView>

#include "ui/shell/view_context.h"

namespace hs::ui {

/// A list of equally high rows for queues: J and K walk like the arrows, letters
/// do not search (that would ask every row), the next page is wanted before the
/// end is seen, and what counts down is repainted for visible rows alone.
class EscalationList final : public QListView {
    Q_OBJECT
public:
    explicit EscalationList(ViewContext &context, QWidget *parent = nullptr);

    /// Repaints the rows that are on screen; none while hidden.
    void repaintVisible();
    /// As high as its rows, up to what the layout gives.
    void setFitsRows(bool fits, int rowHeight);
    void keyboardSearch(const QString &) override {}
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int rowsHeight() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void wantMore();

    ViewContext &m_context;
    bool m_fits = false;
    int m_rowHeight = 0;
};

} // namespace hs::ui
