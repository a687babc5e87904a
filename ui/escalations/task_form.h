#pragma once

#include <functional>
#include <vector>

#include <QJsonObject>
#include <QWidget>

#include "engine/api/rows.h"

class QComboBox;
class QFormLayout;
class QLabel;

namespace hs::ui {

/// What a workflow's task asks of the person who completes it: one of its options, the fields of its form. It says nothing about
/// what is right; the engine checks, and its answer is shown beside the decision. Hidden where the task asks for nothing.
class TaskForm final : public QWidget {
    Q_OBJECT
public:
    explicit TaskForm(QWidget *parent = nullptr);

    /// Fields that are the same as before keep what was typed.
    void setDetail(const api::EscalationDetail &detail);
    void setReadOnly(bool readOnly);

    [[nodiscard]] QString option() const; ///< empty: none is chosen
    [[nodiscard]] QJsonObject values() const; ///< what was filled in
    [[nodiscard]] bool isEmpty() const { return m_options.isEmpty() && m_form.isEmpty(); }

private:
    struct Field {
        QString name;
        std::function<QJsonValue()> value; ///< null: empty
    };
    void rebuild();
    QWidget *makeEditor(const QString &name, const QJsonObject &schema);

    QString m_id;
    QJsonArray m_options;
    QJsonObject m_form;
    QComboBox *m_option = nullptr;
    QFormLayout *m_layout = nullptr;
    std::vector<Field> m_fields;
};

} // namespace hs::ui
