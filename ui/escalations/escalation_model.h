#pragma once

#include <QCoreApplication>

#include "engine/vocabulary/clock.h"
#include "ui/activity/row_model.h"
#include "ui/escalations/clock_state.h"

namespace hs::ui {

/// The waiting escalations, the clock that ends first on top: one column, one row each.
///
/// Holds finished rows; what counts (clocks, rings) is the delegate's, from
/// `at(row)` and the present moment. `Qt::AccessibleTextRole` is a full sentence:
/// title, person, priority, due, claimant. GUI thread. `clock` outlives the model.
class EscalationModel final : public RowModel<api::EscalationRow> {
    Q_DECLARE_TR_FUNCTIONS(EscalationModel)
public:
    explicit EscalationModel(const Clock &clock, QObject *parent = nullptr) : RowModel(parent), m_clock(clock) {}

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    /// Whose claims read "you".
    void setSelf(const QString &operatorId);
    [[nodiscard]] const QString &self() const { return m_self; }
    [[nodiscard]] QDateTime now() const;

    /// The sentence that a screen reader speaks for a row.
    [[nodiscard]] static QString sentence(const api::EscalationRow &row, const QString &self, const QDateTime &now);
    /// Due time, calendar, pauses.
    [[nodiscard]] static QString toolTip(const api::EscalationRow &row, const QDateTime &now);

protected:
    [[nodiscard]] QString keyOf(const api::EscalationRow &row) const override { return row.id; }

private:
    const Clock &m_clock;
    QString m_self;
};

/// Class of the rows that the list shows; empty: all.
[[nodiscard]] bool isOfClass(const api::EscalationRow &row, const QString &reasonClass);

} // namespace hs::ui
