#pragma once

#include <QWidget>

#include "ui/activity/activity_models.h"
#include "ui/activity/pager.h"
#include "ui/lists/virtual_list.h"
#include "ui/records/field_editor.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace hs::ui {

class ContentStates;

/// What became of the properties of one record, newest first.
class PropertyHistoryModel final : public TimedRowModel<api::PropertyChangeRow> {
    Q_DECLARE_TR_FUNCTIONS(PropertyHistoryModel)
public:
    PropertyHistoryModel(const Clock &clock, FieldNames names, QObject *parent = nullptr);

    void setDatabase(const api::DatabaseInfo &database) { m_database = database; }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QString valueText(const QString &property, const QJsonValue &value) const; ///< "no value" for none; the beginning of a long one
    [[nodiscard]] QString rowText(const QString &property, const QJsonValue &value) const;   ///< the same in one line, and shorter
    /// Who made it and through what: "Mira Kovac", "Nyra (agent)".
    [[nodiscard]] QString actorText(const api::PropertyChangeRow &row) const;

protected:
    [[nodiscard]] QString keyOf(const api::PropertyChangeRow &row) const override { return QString::number(row.seq); }
    [[nodiscard]] bool same(const api::PropertyChangeRow &a, const api::PropertyChangeRow &b) const override { return a.seq == b.seq; }

private:
    api::DatabaseInfo m_database;
    FieldNames m_names;
};

/// The history of a record's properties: who, when, through what, old and new value; each change can be undone.
/// Reads pages as they are scrolled to. GUI thread.
class RecordHistory final : public QWidget {
    Q_OBJECT
public:
    RecordHistory(ViewContext &context, FieldNames names, QWidget *parent = nullptr);

    void show(const api::DatabaseInfo &database, const QString &record);
    void refresh();
    [[nodiscard]] PropertyHistoryModel &model() { return m_model; }
    void choose(int row);

private:
    void ask();
    void showState();
    void showChange();
    void undo();
    [[nodiscard]] const api::PropertyChangeRow *change() const;

    ViewContext &m_context;
    PropertyHistoryModel m_model;
    Pager<api::PropertyHistoryQuery, api::PropertyChangeRow> m_pager;
    QString m_record;
    QComboBox *m_property;
    VirtualList *m_list;
    ContentStates *m_states;
    QWidget *m_detail;
    QLabel *m_who;
    QLabel *m_before;
    QLabel *m_after;
    QPushButton *m_undo;
    QPushButton *m_why;
    QPushButton *m_agent; ///< to the page of the agent that did it
};

} // namespace hs::ui
