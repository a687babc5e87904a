#pragma once

#include <QStyledItemDelegate>

#include "ui/lists/row_painter.h"
#include "ui/shell/ticker.h"

namespace hs::ui {

/// A run to choose: number and title, status, when it began.
class RunChoiceDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    RunChoiceDelegate(const Theme &theme, const Ticker &ticker, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const Ticker &m_ticker;
    mutable LayoutCache m_cache;
};

/// Two steps side by side, and below them what differs.
class RunPairDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit RunPairDelegate(const Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    [[nodiscard]] int linesHeight(const QStringList &lines, int width) const;

    const Theme &m_theme;
    mutable LayoutCache m_cache;
};

} // namespace hs::ui
