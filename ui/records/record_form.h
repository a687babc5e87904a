#pragma once

#include <vector>

#include <QJsonObject>
#include <QWidget>

#include "engine/api/rows.h"
#include "ui/lists/directory.h"
#include "ui/records/field_editor.h"
#include "ui/records/record_titles.h"

class QFrame;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class ConflictBox;

/// All properties of one record. What people may change has a field; the rest is
/// shown with who keeps it. Saves only what changed, against the version that was
/// read; where someone else changed the same field, both values stand side by side.
class RecordForm final : public QWidget {
    Q_OBJECT
public:
    explicit RecordForm(ViewContext &context, QWidget *parent = nullptr);

    void show(const api::DatabaseInfo &database, const api::RecordRow &record);
    /// An empty form: what is saved becomes a new record.
    void startNew(const api::DatabaseInfo &database);
    [[nodiscard]] bool isNew() const { return m_new; }
    [[nodiscard]] const api::DatabaseInfo &database() const { return m_database; }
    void focusFirst(); ///< to the first field that can be changed
    [[nodiscard]] const api::RecordRow &record() const { return m_record; }
    [[nodiscard]] bool isDirty() const;
    /// The record was changed elsewhere: taken over where nothing is edited here.
    void noticeChange(const api::RecordRow &record);
    void save();
    void revert();
    /// Reads the record anew. What is typed stays, and is saved over what was read now.
    void readAgain();
    [[nodiscard]] FieldEditor *editor(const QString &property) const; ///< null: there is none
    [[nodiscard]] FieldNames names() { return {m_people, m_titles}; }

Q_SIGNALS:
    void saved(const hs::api::RecordRow &record);
    void created(const QString &database, const QString &id);
    void newGivenUp(); ///< the new record is not wanted after all
    void dirtyChanged(bool dirty);

private:
    struct Field {
        api::PropertyInfo property;
        FieldEditor *editor = nullptr; ///< null: shown only
        QLabel *shown = nullptr;       ///< of one that is shown only
        QLabel *problem = nullptr;
    };
    void rebuild();
    QWidget *makeShown(Field &field);
    void fill(Field &field);
    void onEdited();
    /// Fields as they are edited now; nullopt when one holds no valid value (said beside it).
    [[nodiscard]] std::optional<QJsonObject> edited();
    void put(const QJsonObject &changes, const QString &etag);
    void answered(const Result<api::Receipt> &receipt, const QJsonObject &changes);
    void meetConflict(const QJsonObject &mine);
    void showConflict(const api::RecordRow &theirs, const QJsonObject &mine);
    void rebase(const api::RecordRow &record);
    /// Beside the field that the error names, else above all.
    void sayError(const QString &what, const Error &error);
    bool sayAtField(const Error &error);
    void say(const QString &sentence, bool offerReading = false);

    ViewContext &m_context;
    Directory m_people;
    RecordTitles m_titles;
    api::DatabaseInfo m_database;
    api::RecordRow m_record;
    std::vector<Field> m_fields;
    QVBoxLayout *m_layout;
    QWidget *m_body = nullptr;
    QFrame *m_message;
    QLabel *m_messageText;
    QPushButton *m_readAgain;
    ConflictBox *m_conflict = nullptr;
    QWidget *m_bar;
    QPushButton *m_save;
    QPushButton *m_revert;
    bool m_wasDirty = false;
    bool m_saving = false;
    bool m_new = false;
};

} // namespace hs::ui
