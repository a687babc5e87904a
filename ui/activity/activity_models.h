#pragma once

#include <QCoreApplication>

#include "engine/api/dead_letters.h"
#include "engine/api/rows.h"
#include "engine/vocabulary/clock.h"
#include "ui/activity/row_model.h"
#include "ui/text/duration_text.h"

namespace hs::ui {

/// Rows with times, which read "10:43" or "yesterday 10:43" by the console's clock.
template <typename Row>
class TimedRowModel : public RowModel<Row> {
public:
    /// `clock` outlives the model.
    explicit TimedRowModel(const Clock &clock, QObject *parent = nullptr) : RowModel<Row>(parent), m_clock(clock) {}

protected:
    [[nodiscard]] QString moment(const QDateTime &at) const
    {
        return momentText(at, QDateTime::fromMSecsSinceEpoch(toMillis(m_clock.now()), Qt::UTC));
    }

private:
    const Clock &m_clock;
};

/// Audited acts, newest first.
class AuditModel final : public TimedRowModel<api::AuditRow> {
    Q_DECLARE_TR_FUNCTIONS(AuditModel)
public:
    enum Column { At, Actor, Action, Object, ColumnCount };
    using TimedRowModel::TimedRowModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// "Workflow", for the kind of thing that an act was done to.
    [[nodiscard]] static QString kindText(const QString &kind);

protected:
    [[nodiscard]] QString keyOf(const api::AuditRow &row) const override { return QString::number(row.seq); }
};

/// What came in, newest first.
class EventModel final : public TimedRowModel<api::EventRow> {
    Q_DECLARE_TR_FUNCTIONS(EventModel)
public:
    enum Column { At, Source, Type, State, Summary, ColumnCount };
    using TimedRowModel::TimedRowModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] static QString stateText(api::EventState state);
    [[nodiscard]] static QString stateIcon(api::EventState state); ///< Lucide name

protected:
    [[nodiscard]] QString keyOf(const api::EventRow &row) const override { return row.id; }
};

/// Tasks, newest first.
class TaskModel final : public TimedRowModel<api::TaskRow> {
    Q_DECLARE_TR_FUNCTIONS(TaskModel)
public:
    enum Column { Number, Title, State, Importance, Due, Assignee, ColumnCount };
    using TimedRowModel::TimedRowModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] static QString stateText(api::TaskStatus status);
    [[nodiscard]] static QString priorityText(api::Priority priority);

protected:
    [[nodiscard]] QString keyOf(const api::TaskRow &row) const override { return row.id; }
};

/// What agents have told each other, newest first.
class MessageModel final : public TimedRowModel<api::MessageRow> {
    Q_DECLARE_TR_FUNCTIONS(MessageModel)
public:
    enum Column { At, Sender, Recipient, Type, Outcome, ColumnCount };
    using TimedRowModel::TimedRowModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] static QString outcomeText(const QString &outcome);
    /// Names of agents by their keys; what is not among them is shown as it is.
    void setNames(const QHash<QString, QString> &names);
    [[nodiscard]] QString nameOf(const QString &party) const;

protected:
    [[nodiscard]] QString keyOf(const api::MessageRow &row) const override { return row.id; }

private:
    QHash<QString, QString> m_names;
};

/// What workflows could not take or carry out, newest first.
class LetterModel final : public TimedRowModel<api::DeadLetterRow> {
    Q_DECLARE_TR_FUNCTIONS(LetterModel)
public:
    enum Column { At, Workflow, Type, Reason, State, ColumnCount };
    using TimedRowModel::TimedRowModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] static QString kindText(const QString &kind);

protected:
    [[nodiscard]] QString keyOf(const api::DeadLetterRow &row) const override { return row.id; }

private:
    [[nodiscard]] static QString stateText(const api::DeadLetterRow &row);
};

} // namespace hs::ui
