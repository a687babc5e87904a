#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "ui/boards/card_delegate.h"
#include "ui/boards/column_list.h"
#include "ui/boards/column_model.h"
#include "ui/shell/view_context.h"
#include "ui/widgets/elided_label.h"

namespace hs::ui {

/// One column: head with name and count (amber at the limit), its cards, and
/// while a card is dragged the sentence that says why it may not come here.
/// Folded, it is a narrow strip with the name written upwards.
class ColumnWidget final : public QWidget {
    Q_OBJECT
public:
    /// `position` colours the dot of the head: the place among `of` columns.
    ColumnWidget(ViewContext &context, const Directory &directory, ColumnModel &model, int position, int of,
                 QWidget *parent = nullptr);

    [[nodiscard]] ColumnList &list() const { return *m_list; }
    [[nodiscard]] ColumnModel &model() const { return m_model; }
    [[nodiscard]] bool isFolded() const { return m_folded; }
    void setFolded(bool folded);
    [[nodiscard]] int headHeight() const; ///< of what stands over the cards
    /// The lane that it is a part of, for screen readers; empty: the whole board.
    void setLaneName(const QString &name);
    /// `reason`: why, or on what it depends; empty: nothing to say.
    void setDrag(ColumnList::DragState state, const QString &reason = {});

Q_SIGNALS:
    void foldedChanged(bool folded);

private:
    void updateHead();
    void updateLook();

    ViewContext &m_context;
    ColumnModel &m_model;
    Token m_dotToken;
    QWidget *m_head = nullptr;
    QLabel *m_dot = nullptr;
    ElidedLabel *m_name = nullptr;
    QLabel *m_count = nullptr;
    QToolButton *m_fold = nullptr;
    QToolButton *m_unfold = nullptr;
    QLabel *m_reason = nullptr;
    ColumnList *m_list = nullptr;
    QString m_laneName;
    bool m_folded = false;
};

} // namespace hs::ui
