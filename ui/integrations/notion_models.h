#pragma once

#include <QHash>

#include "ui/activity/activity_models.h"
#include "ui/lists/directory.h"
#include "ui/records/record_titles.h"

namespace hs::ui {

/// What the lists about Notion share: how databases are called, what their properties hold, who is who. Outlives them.
struct HubNames {
    QHash<QString, api::DatabaseInfo> databases; ///< by their keys
    QHash<QString, QString> called;              ///< titles of all databases, by their keys
    Directory &people;
    RecordTitles &titles;

    [[nodiscard]] QString database(const QString &key) const;
    /// A value of a property, in the reader's locale; "no value" for none, the beginning of a long one.
    [[nodiscard]] QString value(const QString &database, const QString &property, const QJsonValue &value) const;
    /// An agent's or a person's name, where the engine gives a key.
    [[nodiscard]] QString who(const QString &name) const;
};

/// Values that were changed on both sides, newest first.
class NotionConflictModel final : public TimedRowModel<api::NotionConflictRow> {
    Q_DECLARE_TR_FUNCTIONS(NotionConflictModel)
public:
    NotionConflictModel(const Clock &clock, const HubNames &names, QObject *parent = nullptr);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    [[nodiscard]] static QString titleText(const api::NotionConflictRow &row);
    /// "Mira Kovac's value is kept": what stands now and whose it is.
    [[nodiscard]] QString standsText(const api::NotionConflictRow &row) const;
    [[nodiscard]] static bool localStands(const api::NotionConflictRow &row);

protected:
    [[nodiscard]] QString keyOf(const api::NotionConflictRow &row) const override { return QString::number(row.seq); }

private:
    const HubNames &m_names;
};

/// Changes that could not be sent.
class NotionParkedModel final : public TimedRowModel<api::NotionParkedRow> {
    Q_DECLARE_TR_FUNCTIONS(NotionParkedModel)
public:
    NotionParkedModel(const Clock &clock, const HubNames &names, QObject *parent = nullptr);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const api::NotionParkedRow &row) const override { return row.record; }

private:
    const HubNames &m_names;
};

} // namespace hs::ui
