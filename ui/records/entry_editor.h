#pragma once

#include <QJsonArray>

#include "ui/records/field_editor.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class FlowLayout;

/// A property that holds several entries: choices, related records, people, files. Each entry can be taken out; below
/// them stands what adds one.
class EntryEditor final : public FieldEditor {
    Q_OBJECT
public:
    static constexpr int Shown = 12; ///< entries that are shown at first

    EntryEditor(ViewContext &context, FieldNames names, const api::PropertyInfo &property, QWidget *parent);

    [[nodiscard]] static bool edits(const api::PropertyInfo &property);
    [[nodiscard]] static QString entryText(const api::PropertyInfo &property, const QJsonValue &entry, FieldNames names);

    void setValue(const QJsonValue &value) override;
    void setBase(const QJsonValue &value) override;
    [[nodiscard]] bool isDirty() const override { return m_entries != m_base || !pending().isEmpty(); }
    [[nodiscard]] std::optional<QJsonValue> value(QString *why) const override;
    void setName(const QString &name) override;

    void add(const QJsonValue &entry);
    [[nodiscard]] const QJsonArray &entries() const { return m_entries; }

private:
    void makeAdder();
    void makeChoiceAdder();
    void makeWordAdder();
    void makeRecordAdder();
    void makePeopleAdder();
    void makeFileAdder();
    void fillPeople();
    void rebuild();
    void removeAt(int row);
    void orderStops();
    void pick();
    [[nodiscard]] int limit() const;
    [[nodiscard]] QString pending() const; ///< typed, but not added yet

    ViewContext &m_context;
    FieldNames m_names;
    QJsonArray m_entries;
    QJsonArray m_base;
    QString m_name;
    bool m_all = false;

    QVBoxLayout *m_column;
    QWidget *m_box;
    FlowLayout *m_flow;
    QLabel *m_problem;
    QComboBox *m_choice = nullptr;  ///< options or people
    QLineEdit *m_word = nullptr;    ///< a new choice, or a file's name
    QLineEdit *m_address = nullptr; ///< a file's
    QPushButton *m_add = nullptr;
};

} // namespace hs::ui
