#pragma once

#include <QPersistentModelIndex>
#include <QStyledItemDelegate>

#include "ui/escalations/escalation_model.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// Paints a waiting escalation as a card: ring, title, person and studio, clock,
/// chips, who asks and who holds it, or the Claim button. All rows of one text
/// size have the same height. Laid out for left to right and mirrored.
class EscalationDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    EscalationDelegate(ViewContext &context, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] int rowHeight() const;

    /// Where the Claim button lies in a row; empty: it has none.
    [[nodiscard]] QRect claimRect(const QRect &row, Qt::LayoutDirection direction, const api::EscalationRow &escalation) const;

Q_SIGNALS:
    void claimWanted(const QModelIndex &index);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    struct Layout;
    [[nodiscard]] Layout layoutOf(const QRect &row) const;
    void paintChips(QPainter &painter, const QRect &within, const QRect &line, const api::EscalationRow &row,
                    Qt::LayoutDirection direction) const;
    void paintFooter(QPainter &painter, const QRect &within, const QRect &line, const api::EscalationRow &row,
                     const QString &self, const QStyleOptionViewItem &option) const;

    ViewContext &m_context;
    QPersistentModelIndex m_pressed;
};

/// Paints a decided escalation: what was decided, by whom, and Undo while it can be undone.
class DecidedDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    DecidedDelegate(ViewContext &context, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] int rowHeight() const;

Q_SIGNALS:
    void undoWanted(const QModelIndex &index);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    [[nodiscard]] QString trailing(const api::EscalationRow &row, qint64 undo) const;
    [[nodiscard]] QRect trailingRect(const QRect &row, const QString &text) const;

    ViewContext &m_context;
};

/// What was decided today, the latest first; few rows, all at once.
class DecidedModel final : public RowModel<api::EscalationRow> {
    Q_DECLARE_TR_FUNCTIONS(DecidedModel)
public:
    DecidedModel(const Clock &clock, QObject *parent = nullptr) : RowModel(parent), m_clock(clock) {}
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const api::EscalationRow &row) const override { return row.id; }

private:
    const Clock &m_clock;
};

} // namespace hs::ui
