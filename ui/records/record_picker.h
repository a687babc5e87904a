#pragma once

#include <QDialog>

#include "ui/lists/virtual_list.h"
#include "ui/records/record_list_model.h"
#include "ui/shell/view_context.h"

class QPushButton;

namespace hs::ui {

class ContentStates;
class SearchField;

/// Finds a record of one database: type, choose, Enter. Reads pages as they are scrolled to, never the whole database.
class RecordPicker final : public QDialog {
    Q_OBJECT
public:
    /// `property`: for what a record is chosen.
    RecordPicker(ViewContext &context, const QString &database, const QString &property, QWidget *parent);

    [[nodiscard]] RecordListModel &model() { return m_model; }

Q_SIGNALS:
    void chosen(const QString &id, const QString &title);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void take();
    void showState();

    ViewContext &m_context;
    RecordListModel m_model;
    SearchField *m_search;
    VirtualList *m_list;
    ContentStates *m_states;
    QPushButton *m_take;
};

} // namespace hs::ui
