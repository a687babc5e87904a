#pragma once

#include <QWidget>

#include "ui/shell/view_context.h"

class QPlainTextEdit;
class QVBoxLayout;

namespace hs::ui {

class ContentStates;
class PagerBase;
class RowModelBase;
class RowView;

/// What the pages of the activity dock have in common: a bar of filters, a list
/// that loads as it is scrolled, and a pane for the chosen row.
class ActivityPage : public QWidget {
    Q_OBJECT
public:
    explicit ActivityPage(ViewContext &context, QWidget *parent = nullptr);

    virtual void refresh() = 0;
    virtual void find() = 0;
    /// Chooses a row by its id, loaded or not.
    virtual void showObject(const QString &id) = 0;
    [[nodiscard]] virtual QByteArray saveState() const { return {}; }
    virtual void restoreState(const QByteArray &) {}
    [[nodiscard]] RowView *list() const { return m_list; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    /// Builds the page: `filters` on top, the list, `detail` below.
    void build(QWidget *filters, RowModelBase *model, PagerBase *pager, QWidget *detail, const QString &listName,
               const QString &failure);
    virtual void showState() = 0;          ///< rows are up to date
    virtual void currentChanged() = 0;     ///< another row is chosen
    [[nodiscard]] ViewContext &context() const { return m_context; }
    [[nodiscard]] ContentStates *states() const { return m_states; }
    [[nodiscard]] int currentRow() const;
    /// Widths by content, once, and the first row chosen when none is. The wide column
    /// takes what the others leave, also when the dock is resized.
    void settleColumns(int wideColumn);
    void tell(const QString &what, const Error &error);
    /// Chooses the row that was asked for from outside: `row`, or -1 while it is not loaded; then further pages are read, down
    /// to a bound, behind which `lost` is said. `wanted` is its id, emptied once that is settled; empty: does nothing.
    void reveal(RowModelBase &model, int row, QString &wanted, const QString &lost);
    /// Shows what came or was to be sent, as it stands.
    [[nodiscard]] QPlainTextEdit *makeContentField(const QString &name, QWidget *parent = nullptr) const;

private:
    ViewContext &m_context;
    ContentStates *m_states = nullptr;
    RowView *m_list = nullptr;
    void fitWideColumn();

    int m_wideColumn = -1;
    bool m_settled = false;
};

} // namespace hs::ui
