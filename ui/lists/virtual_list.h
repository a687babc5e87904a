#pragma once

#include <vector>

#include <QAbstractItemView>
#include <QMargins>

namespace hs::ui {

/// A list of rows of different heights that costs only what is visible. Heights
/// come from the delegate's sizeHint for the present width, and only for rows
/// that come into view; the others count with an estimate, so that 100,000 rows
/// or a new width need no measuring pass. The row the reader looks at keeps its
/// place when rows above it come, go or get another height.
///
/// With Anchor::Bottom a list that stands at its end stays there when it grows.
/// J and K walk like the arrows. Key focus is told to the delegate by
/// QStyle::State_KeyboardFocusChange beside State_HasFocus.
class VirtualList : public QAbstractItemView {
    Q_OBJECT
public:
    enum class Anchor { Top, Bottom };

    explicit VirtualList(QWidget *parent = nullptr);

    void setAnchor(Anchor anchor) { m_anchor = anchor; }
    void setSpacing(int pixels);
    void setRowMargins(QMargins margins); ///< space around the whole column of rows
    void setEstimate(int pixels) { m_estimate = pixels; }
    /// When the current row leaves the model, none is current, instead of its neighbour: what is open beside the list stays open, though
    /// newer rows have pushed it out. Nobody has chosen the neighbour.
    void setLetsGo(bool letsGo) { m_letsGo = letsGo; }
    /// For rows whose height changed for a reason the model does not know (opened, theme).
    void remeasure(const QModelIndex &index);
    void remeasureAll();

    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint &point) const override;
    void setModel(QAbstractItemModel *model) override;
    void reset() override;
    void keyboardSearch(const QString &) override {} // would ask every row of the model

    [[nodiscard]] int firstVisible() const; ///< -1: no rows
    [[nodiscard]] int lastVisible() const;
    [[nodiscard]] bool atEnd() const;
    /// Of all rows with what is around them; rows not seen yet count with their estimate.
    [[nodiscard]] int contentHeight() const;
    void scrollToEnd();

Q_SIGNALS:
    /// After scrolling, layout or new rows.
    void visibleRowsChanged(int first, int last);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void changeEvent(QEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] int horizontalOffset() const override { return 0; }
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    /// The option that a row is measured and painted with.
    [[nodiscard]] QStyleOptionViewItem optionFor(const QModelIndex &index) const;
    [[nodiscard]] bool keyFocus() const { return m_keyFocus; }

private:
    struct Height {
        int pixels = 0;
        bool measured = false;
    };
    void takeRows(int start, int count);
    void dropRows(int start, int count);
    void resyncRows();
    void layoutRows();
    void rememberAnchor();
    bool measureVisible();
    void rebuildOffsets() const;
    [[nodiscard]] int rowAt(int contentY) const; ///< clamped; -1 without rows
    [[nodiscard]] int topOf(int row) const;
    void tellVisible();

    std::vector<Height> m_heights;
    mutable std::vector<int> m_offsets; ///< of row i; one more at the end
    mutable bool m_offsetsStale = true;
    Anchor m_anchor = Anchor::Top;
    QMargins m_margins;
    int m_spacing = 0;
    int m_estimate = 64;
    int m_measuredWidth = -1;
    int m_anchorRow = -1;
    int m_anchorDelta = 0; ///< of the anchor row's top to the viewport's
    bool m_stickToEnd = true;
    bool m_layingOut = false;
    bool m_keyFocus = false;
    bool m_letsGo = false;
    QPersistentModelIndex m_hovered;
    std::vector<QMetaObject::Connection> m_modelLinks;
};

} // namespace hs::ui
