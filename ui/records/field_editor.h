#pragma once

#include <optional>

#include <QJsonValue>
#include <QWidget>

#include "engine/api/rows.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

class Directory;
class RecordTitles;

/// What the editors of one form share: who is who, and how related records are called. Outlives them.
struct FieldNames {
    Directory &people;
    RecordTitles &titles;
};

/// One property of a record as people edit it, made by `makeFieldEditor` for the property's type.
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    FieldEditor(api::PropertyInfo property, QWidget *parent);

    [[nodiscard]] const api::PropertyInfo &property() const { return m_property; }
    /// Shows a value; it is not an edit.
    virtual void setValue(const QJsonValue &value) = 0;
    /// The stored value is this one now; what is typed stays.
    virtual void setBase(const QJsonValue &value) = 0;
    [[nodiscard]] virtual bool isDirty() const = 0;
    /// What is typed, as the engine takes it; null: no value. nullopt: it is none of this property; `why` says so.
    [[nodiscard]] virtual std::optional<QJsonValue> value(QString *why) const = 0;
    /// Names everything in it that takes focus, for screen readers.
    virtual void setName(const QString &name);

Q_SIGNALS:
    void edited();

private:
    api::PropertyInfo m_property;
};

[[nodiscard]] FieldEditor *makeFieldEditor(ViewContext &context, FieldNames names, const api::PropertyInfo &property, QWidget *parent);

/// Who writes a property that people do not change here, in a sentence; empty: people may.
[[nodiscard]] QString whyReadOnly(const api::PropertyInfo &property, const Directory &people);
/// A value for the screen where related records, people and files are named too.
[[nodiscard]] QString namedText(const api::PropertyInfo &property, const QJsonValue &value, FieldNames names);

} // namespace hs::ui
