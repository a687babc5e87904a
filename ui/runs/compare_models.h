#pragma once

#include <QAbstractListModel>

#include "engine/api/runs.h"

namespace hs::ui {

/// Runs to choose from, as they were found.
class RunChoiceModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setRows(std::vector<api::WorkflowRow> rows);
    [[nodiscard]] const api::WorkflowRow &at(int row) const { return m_rows[std::size_t(row)]; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<api::WorkflowRow> m_rows;
};

/// The pairs of a comparison, all or only those that differ.
class RunPairModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setComparison(api::RunComparison comparison);
    void setOnlyDifferent(bool only);
    [[nodiscard]] const api::RunComparison &comparison() const { return m_comparison; }
    [[nodiscard]] const api::RunPair &at(int row) const { return m_comparison.pairs[m_shown[std::size_t(row)]]; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_shown.size()); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    void show();

    api::RunComparison m_comparison;
    std::vector<std::size_t> m_shown;
    bool m_onlyDifferent = false;
};

} // namespace hs::ui
