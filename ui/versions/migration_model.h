#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "engine/api/versions.h"

namespace hs::ui {

/// What a migration would change, one row an instance. Filled page by page.
class MigrationModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Workflow, Before, After, Changes, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void append(std::vector<api::MigrationRow> rows);
    [[nodiscard]] int possible() const { return m_possible; } ///< rows that can be moved
    [[nodiscard]] const api::MigrationRow &at(int row) const { return m_rows[std::size_t(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] static QString changes(const api::MigrationRow &row);

    std::vector<api::MigrationRow> m_rows;
    int m_possible = 0;
};

} // namespace hs::ui
