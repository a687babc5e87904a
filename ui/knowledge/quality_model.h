#pragma once

#include <optional>

#include "engine/api/knowledge.h"
#include "ui/lists/keyed_list_model.h"

namespace hs::ui {

/// A question of one's own with what became of it under two settings.
struct CheckRow {
    api::KnowledgeCheck check;
    std::optional<api::KnowledgeQuality::Row> now;   ///< nothing: not tried
    std::optional<api::KnowledgeQuality::Row> other;
};

/// The questions of the quality page. GUI thread.
class QualityModel final : public KeyedListModel<CheckRow> {
    Q_OBJECT
public:
    using KeyedListModel::KeyedListModel;

    void setChecks(const std::vector<api::KnowledgeCheck> &checks);
    void setResults(const std::optional<api::KnowledgeQuality> &now, const std::optional<api::KnowledgeQuality> &other);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] static QString resultText(const api::KnowledgeCheck &check, const std::optional<api::KnowledgeQuality::Row> &row);
    /// Whether the row is as it should be: its document among the first three, or rightly refused.
    [[nodiscard]] static bool isRight(const api::KnowledgeCheck &check, const api::KnowledgeQuality::Row &row);

protected:
    [[nodiscard]] QString keyOf(const CheckRow &row) const override { return row.check.id; }
    [[nodiscard]] bool same(const CheckRow &, const CheckRow &) const override { return false; }
};

} // namespace hs::ui
