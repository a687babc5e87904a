#pragma once

#include <functional>
#include <vector>

#include <QJsonObject>
#include <QWidget>

#include "engine/api/rows.h"
#include "ui/records/record_conflict.h"
#include "ui/shell/view_context.h"

class QFrame;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

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

Q_SIGNALS:
    void saved(const hs::api::RecordRow &record);
    void created(const QString &database, const QString &id);
    void newGivenUp(); ///< the new record is not wanted after all
    void dirtyChanged(bool dirty);

private:
    struct Field {
        api::PropertyInfo property;
        QWidget *editor = nullptr; ///< null: shown only
        std::function<QString()> text;
        QString shown; ///< what the editor was filled with
        QLabel *problem = nullptr;
    };
    void rebuild();
    QWidget *makeEditor(Field &field, const QJsonValue &value);
    void onEdited();
    /// Fields as they are edited now; nullopt when one holds no valid value (said beside it).
    [[nodiscard]] std::optional<QJsonObject> edited();
    void put(const QJsonObject &changes, const QString &etag);
    void meetConflict(const QJsonObject &mine);
    void showConflict(const api::RecordRow &theirs, const QJsonObject &mine);
    void say(const QString &sentence);

    ViewContext &m_context;
    api::DatabaseInfo m_database;
    api::RecordRow m_record;
    std::vector<Field> m_fields;
    QVBoxLayout *m_layout;
    QWidget *m_body = nullptr;
    QFrame *m_message;
    QLabel *m_messageText;
    QFrame *m_conflict = nullptr;
    QWidget *m_bar;
    QPushButton *m_save;
    QPushButton *m_revert;
    bool m_wasDirty = false;
    bool m_saving = false;
    bool m_new = false;
};

} // namespace hs::ui
