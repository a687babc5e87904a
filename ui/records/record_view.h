#pragma once

#include "ui/lists/virtual_list.h"
#include "ui/records/record_list_model.h"
#include "ui/records/record_pages.h"
#include "ui/shell/dock_view.h"
#include "ui/states/content_states.h"
#include "ui/widgets/search_field.h"

class QComboBox;

namespace hs::ui {

/// The hub's databases: choose one, find a record, read and change it. In a narrow
/// dock list and record take turns.
class RecordView final : public DockView {
    Q_OBJECT
public:
    static constexpr int SideBySide = 560;

    explicit RecordView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override;
    void refresh() override;
    void find() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    /// `id`: "database/id", or a contact's bare id.
    void showObject(const QString &kind, const QString &id) override;
    [[nodiscard]] QStringList workInHand() const override;

    [[nodiscard]] RecordForm &form() const { return *m_form; }
    [[nodiscard]] RecordPages &pages() const { return *m_pages; }
    [[nodiscard]] RecordListModel &model() { return m_model; }
    void startNew();
    /// Asks whether the shown record shall go; then it goes, and can be taken back for a while.
    void askDelete();
    void deleteShown();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void askDatabases();
    void chooseDatabase(const QString &key);
    void openRecord(const QString &database, const QString &id);
    void askRecord();
    void updateStates();
    void layOut();
    void makeActions();
    void updateActions();
    void leaveRecord(); ///< back to "no record chosen"
    void bringBack(const api::RecordRow &record, const api::DatabaseInfo &database);
    [[nodiscard]] const api::DatabaseInfo *database(const QString &key) const;

    RecordListModel m_model;
    std::vector<api::DatabaseInfo> m_databases;
    bool m_databasesKnown = false;
    QString m_database;
    QString m_recordDatabase;
    QString m_record;
    QAction *m_newAction = nullptr;
    QAction *m_deleteAction = nullptr;

    QWidget *m_listSide;
    QWidget *m_recordSide;
    QComboBox *m_chooser;
    SearchField *m_search;
    ContentStates *m_listStates;
    VirtualList *m_list;
    QPushButton *m_back;
    QLabel *m_name;
    QLabel *m_about;
    ContentStates *m_recordStates;
    RecordPages *m_pages;
    RecordForm *m_form; ///< of the pages
};

} // namespace hs::ui
