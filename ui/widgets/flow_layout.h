#pragma once

#include <memory>
#include <vector>

#include <QLayout>

namespace hs::ui {

/// Puts widgets one after the other and begins a new line where there is no more
/// room, in reading direction. With `setLeastColumn` the widgets stand in columns
/// of one width instead: as many as fit, each as wide as the room allows, and all
/// of one line as high as the highest. Hidden widgets take no room.
class FlowLayout final : public QLayout {
public:
    /// Gaps in device independent pixels.
    explicit FlowLayout(QWidget *parent = nullptr, int gap = 6, int lineGap = 6);
    ~FlowLayout() override;

    /// Least width of a column; 0: no columns.
    void setLeastColumn(int width);
    [[nodiscard]] int columnsAt(int width) const;

    void addItem(QLayoutItem *item) override;
    [[nodiscard]] int count() const override { return int(m_items.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    int arrange(const QRect &rect, bool apply) const;
    int arrangeColumns(const QRect &inner, bool apply) const;
    void place(QLayoutItem *item, const QRect &rect, const QRect &within) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    int m_gap;
    int m_lineGap;
    int m_leastColumn = 0;
};

} // namespace hs::ui
