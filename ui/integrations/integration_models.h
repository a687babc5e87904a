#pragma once

#include <QCoreApplication>

#include "ui/activity/activity_models.h"

namespace hs::ui {

/// Lucide icon of the thing that an integration card stands for.
[[nodiscard]] QString integrationIcon(const api::IntegrationCard &card);
/// What a card's face shows: one with failed items never looks healthy.
[[nodiscard]] api::Health shownHealth(const api::IntegrationCard &card);

/// The main number and the sentence of a card, in the reader's language.
class IntegrationWords {
    Q_DECLARE_TR_FUNCTIONS(IntegrationWords)
public:
    [[nodiscard]] static QString mainValue(const api::IntegrationCard &card);
    [[nodiscard]] static QString sentence(const api::IntegrationCard &card);
    /// "2 secrets are valid, from the environment".
    [[nodiscard]] static QString secrets(const api::IntegrationCard &card);
};
/// Name under which the secret of a source or channel is kept; empty: it has none.
[[nodiscard]] QString secretNameOf(const api::IntegrationCard &card);

/// Deliveries of one sender, newest first.
class DeliveryModel final : public TimedRowModel<api::DeliveryRow> {
    Q_DECLARE_TR_FUNCTIONS(DeliveryModel)
public:
    enum Column { At, Type, Status, Took, Note, ColumnCount };
    using TimedRowModel::TimedRowModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// "202 accepted", "401 refused": number and word.
    [[nodiscard]] static QString statusText(const api::DeliveryRow &row);

protected:
    [[nodiscard]] QString keyOf(const api::DeliveryRow &row) const override { return QString::number(row.seq); }
};

/// What a channel has sent or has still to send, newest first.
class EffectModel final : public TimedRowModel<api::EffectRow> {
    Q_DECLARE_TR_FUNCTIONS(EffectModel)
public:
    enum Column { At, Target, What, State, Note, ColumnCount };
    using TimedRowModel::TimedRowModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] static QString stateText(api::EffectState state);
    [[nodiscard]] static bool canSend(const api::EffectRow &row);   ///< a draft, failed or dead one
    [[nodiscard]] static bool canCancel(const api::EffectRow &row); ///< not sent, not under way

protected:
    [[nodiscard]] QString keyOf(const api::EffectRow &row) const override { return row.id; }
};

} // namespace hs::ui
