#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "engine/api/versions.h"

namespace hs::ui {

/// The versions of one definition, the highest first.
class VersionListModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Version, State, Running, Published, File, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void show(std::vector<api::DefinitionVersionRow> rows);
    [[nodiscard]] const std::vector<api::DefinitionVersionRow> &rows() const { return m_rows; }
    [[nodiscard]] const api::DefinitionVersionRow *at(int row) const;
    [[nodiscard]] int rowOf(const QString &version) const; ///< -1: it is not here

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<api::DefinitionVersionRow> m_rows;
};

/// What new runs would begin with if the version were retired, or back in use; null: nothing.
[[nodiscard]] const api::DefinitionVersionRow *currentAfter(const std::vector<api::DefinitionVersionRow> &rows,
                                                            const api::DefinitionVersionRow &changed, bool retired);

} // namespace hs::ui
