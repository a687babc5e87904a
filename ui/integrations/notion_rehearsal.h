#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QDialog>
#include <QJsonObject>

#include "engine/api/notion.h"
#include "ui/shell/view_context.h"

class QFrame;
class QLabel;
class QPushButton;
class QTreeView;

namespace hs::ui {

class ContentStates;
struct HubNames;

/// RehearseNotion's answer.
[[nodiscard]] api::NotionRehearsal rehearsalFrom(const QJsonObject &data);

/// What a pass over both sides would do, a row a record.
class NotionRehearsalModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Direction, Database, Record, What, Properties, ColumnCount };

    /// Both outlive the model.
    NotionRehearsalModel(const Theme &theme, const HubNames &names, QObject *parent = nullptr);

    void setRows(std::vector<api::NotionRehearsalRow> rows);
    [[nodiscard]] const api::NotionRehearsalRow *at(int row) const; ///< null: there is none
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] static QString directionText(const api::NotionRehearsalRow &row);
    [[nodiscard]] static QString whatText(const api::NotionRehearsalRow &row);
    /// "12 would come from Notion, 3 would go there, 1 conflict"; empty: nothing would happen.
    [[nodiscard]] QString summary() const;

private:
    [[nodiscard]] QString cell(const api::NotionRehearsalRow &row, int column) const;

    const Theme &m_theme;
    const HubNames &m_names;
    std::vector<api::NotionRehearsalRow> m_rows;
};

/// What the next pass over console and Notion would do on either side; nothing of it has happened. Stays open beside the
/// window while one record after the other is looked at.
class NotionRehearsalDialog final : public QDialog {
    Q_OBJECT
public:
    NotionRehearsalDialog(ViewContext &context, const HubNames &names, QWidget *parent);

    void setRehearsal(const api::NotionRehearsal &rehearsal);
    [[nodiscard]] NotionRehearsalModel &model() { return m_model; }
    void choose(int row);

private:
    void updateButtons();
    void openRecord();

    ViewContext &m_context;
    NotionRehearsalModel m_model;
    QLabel *m_summary;
    QFrame *m_troubles;
    QLabel *m_troublesText;
    QTreeView *m_list;
    ContentStates *m_states;
    QLabel *m_more;
    QPushButton *m_open;
};

} // namespace hs::ui
