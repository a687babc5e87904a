#pragma once

#include <QStyledItemDelegate>

#include "ui/lists/directory.h"
#include "ui/lists/layout_cache.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// A row of the conversation list: agent with state, person, time, last line,
/// state chip with entity, and a dot while unread. When the list is folded, only
/// the avatar with the dot.
class ThreadRowDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    ThreadRowDelegate(ViewContext &context, const Directory &directory, QObject *parent = nullptr);

    void setFolded(bool folded) { m_folded = folded; }
    [[nodiscard]] static int foldedWidth(const Theme &theme);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    ViewContext &m_context;
    const Directory &m_directory;
    mutable LayoutCache m_cache;
    bool m_folded = false;
};

struct ChipLook {
    Tone tone = Tone::Neutral;
    QString icon;
};
[[nodiscard]] ChipLook threadChipLook(const QString &chip);

} // namespace hs::ui
