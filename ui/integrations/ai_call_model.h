#pragma once

#include <QCoreApplication>

#include "engine/api/thinking.h"
#include "ui/activity/activity_models.h"

namespace hs::ui {

/// Calls of language models, newest first.
class AiCallModel final : public TimedRowModel<api::AiCallRow> {
    Q_DECLARE_TR_FUNCTIONS(AiCallModel)
public:
    enum Column { At, For, Outcome, Cost, Took, Model, Why, ColumnCount };
    using TimedRowModel::TimedRowModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const api::AiCallRow &row) const override { return row.id; }
};

} // namespace hs::ui
