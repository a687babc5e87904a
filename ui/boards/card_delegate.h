#pragma once

#include <QStyledItemDelegate>

#include "ui/lists/directory.h"
#include "ui/lists/layout_cache.h"
#include "ui/shell/ticker.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// Paints one card: number and age or due, title in two lines, agent, tag,
/// assignee, and a banner when it is blocked, waits or asks for approval.
/// Only two heights occur, with and without banner, so that measuring is free.
class CardDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    CardDelegate(const Theme &theme, const Directory &directory, const Ticker &ticker, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const Directory &m_directory;
    const Ticker &m_ticker;
    mutable LayoutCache m_cache;
};

/// What stands in a card's corner: when it is due where a timer runs, else for how
/// long it has been in its state. `late`: the due time is over.
struct CardClock {
    QString text;
    bool late = false;
};
[[nodiscard]] CardClock cardClock(const api::WorkflowRow &row, const QDateTime &now);

} // namespace hs::ui
