#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "engine/api/versions.h"

namespace hs::ui {

/// Past workflows that would have gone another way.
class WhatIfModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Workflow, Step, Then, Now, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void append(std::vector<api::WhatIfRow> rows);
    [[nodiscard]] const api::WhatIfRow &at(int row) const { return m_rows[std::size_t(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<api::WhatIfRow> m_rows;
};

} // namespace hs::ui
