#pragma once

#include <functional>
#include <vector>

#include <QObject>
#include <QPoint>

#include "ui/boards/board_filter.h"
#include "ui/shell/view_context.h"

class QWidget;

namespace hs::ui {

/// The views that people keep of a board, in the studio's store: they follow a person to every
/// desk, and a shared one is there for everybody. The menu chooses, saves, renames, shares and deletes.
/// GUI thread; never waits.
class SavedViews final : public QObject {
    Q_OBJECT
public:
    /// `layout` tells how the board is looked at now; `owner` is the parent of menus and dialogs.
    SavedViews(ViewContext &context, std::function<BoardLayout()> layout, QWidget *owner);

    void setDefinition(const QString &definition);
    void refresh();
    [[nodiscard]] const std::vector<api::SavedBoardView> &views() const { return m_views; }
    /// The view that was chosen last, while the board is still looked at as it says; null: none.
    [[nodiscard]] const api::SavedBoardView *current() const;
    void showMenu(const QPoint &at);

    /// For tests and the palette; the menu calls the same.
    void choose(const api::Id &id);
    void saveAs(const QString &name);

Q_SIGNALS:
    void chosen(const hs::ui::BoardLayout &layout);
    void changed(); ///< the list, or which one is current

private:
    [[nodiscard]] const api::SavedBoardView *find(const api::Id &id) const;
    void submit(api::Command command, const QString &failure, const QString &success);
    void askName();
    void askNewName(const api::SavedBoardView &view);
    void askDelete(const api::SavedBoardView &view);

    ViewContext &m_context;
    std::function<BoardLayout()> m_layout;
    QWidget *m_owner;
    QString m_definition;
    api::Id m_chosen;
    std::vector<api::SavedBoardView> m_views;
};

} // namespace hs::ui
