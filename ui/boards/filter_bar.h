#pragma once

#include <QPoint>
#include <QWidget>

#include "ui/boards/board_filter.h"
#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

class QHBoxLayout;
class QMenu;

namespace hs::ui {

/// The filter of a board: one chip for each condition, which takes it away, and the menu in which
/// conditions are chosen. Hidden while nothing is filtered.
class FilterBar final : public QWidget {
    Q_OBJECT
public:
    FilterBar(ViewContext &context, const Directory &directory, QWidget *parent = nullptr);

    [[nodiscard]] const BoardFilter &filter() const { return m_filter; }
    void setFilter(const BoardFilter &filter);
    /// What cards of this board can be filtered by.
    void setFacets(const QStringList &tags, const QStringList &versions);
    void showMenu(const QPoint &at);

Q_SIGNALS:
    /// A person changed it.
    void changed(const hs::ui::BoardFilter &filter);
    void clearAsked();

private:
    void change(const BoardFilter &filter);
    void rebuild();
    void addChip(const QString &text, const BoardFilter &without);
    void addChoice(QMenu *menu, const QString &text, bool checked, const BoardFilter &filter);

    ViewContext &m_context;
    const Directory &m_directory;
    BoardFilter m_filter;
    QStringList m_tags;
    QStringList m_versions;
    QHBoxLayout *m_row = nullptr;
};

} // namespace hs::ui
