#include "ui/escalations/task_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "ui/escalations/escalation_words.h"

namespace hs::ui {

namespace {

constexpr int ListLines = 3;

QString member(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

/// A number where one is wanted and written; anything else goes as it was typed, for the engine to say what is wrong.
QJsonValue numberFrom(const QString &text)
{
    bool good = false;
    double number = QLocale().toDouble(text, &good);
    if (!good)
        number = QLocale::c().toDouble(text, &good);
    return good ? QJsonValue(number) : QJsonValue(text);
}

} // namespace

TaskForm::TaskForm(QWidget *parent) : QWidget(parent)
{
    m_layout = new QFormLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_layout->setRowWrapPolicy(QFormLayout::WrapLongRows);
    hide();
}

void TaskForm::setDetail(const api::EscalationDetail &detail)
{
    if (detail.row.id == m_id && detail.options == m_options && detail.form == m_form)
        return;
    m_id = detail.row.id;
    m_options = detail.options;
    m_form = detail.form;
    rebuild();
    setVisible(!isEmpty());
}

void TaskForm::rebuild()
{
    while (m_layout->rowCount() > 0)
        m_layout->removeRow(0);
    m_fields.clear();
    m_option = nullptr;
    if (!m_options.isEmpty()) {
        m_option = new QComboBox(this);
        m_option->setPlaceholderText(tr("Choose one"));
        for (const auto &one : std::as_const(m_options))
            m_option->addItem(member(one.toObject(), "title"), member(one.toObject(), "value"));
        m_option->setCurrentIndex(-1);
        m_option->setAccessibleName(tr("Answer"));
        m_layout->addRow(tr("Answer"), m_option);
    }
    const QJsonObject properties = m_form.value(QLatin1String("properties")).toObject();
    const QJsonArray required = m_form.value(QLatin1String("required")).toArray();
    // What must be given stands first, in the order in which the form names it.
    QStringList names;
    for (const auto &name : required)
        names << name.toString();
    for (const QString &name : properties.keys()) {
        if (!names.contains(name))
            names << name;
    }
    for (const QString &name : std::as_const(names)) {
        const QJsonObject schema = properties.value(name).toObject();
        QWidget *editor = makeEditor(name, schema);
        const QString title = schema.contains(QLatin1String("title")) ? member(schema, "title") : EscalationWords::readable(name);
        editor->setObjectName(name);
        editor->setToolTip(member(schema, "description"));
        editor->setAccessibleName(title);
        //: A field of a form that must be filled in; %1 is its name.
        m_layout->addRow(required.contains(name) ? tr("%1 *").arg(title) : title, editor);
    }
}

QWidget *TaskForm::makeEditor(const QString &name, const QJsonObject &schema)
{
    const QString type = member(schema, "type");
    const QJsonArray choices = schema.value(QLatin1String("enum")).toArray();
    if (!choices.isEmpty()) {
        auto *box = new QComboBox(this);
        box->setPlaceholderText(tr("Choose one"));
        for (const auto &choice : choices)
            box->addItem(choice.toVariant().toString(), choice.toVariant());
        box->setCurrentIndex(-1);
        m_fields.push_back({name, [box] { return box->currentIndex() < 0 ? QJsonValue() : QJsonValue::fromVariant(box->currentData()); }});
        return box;
    }
    if (type == QLatin1String("boolean")) {
        auto *box = new QCheckBox(this);
        m_fields.push_back({name, [box] { return QJsonValue(box->isChecked()); }});
        return box;
    }
    if (type == QLatin1String("array") || type == QLatin1String("object")) {
        const bool list = type == QLatin1String("array");
        auto *text = new QPlainTextEdit(this);
        text->setTabChangesFocus(true);
        text->setPlaceholderText(list ? tr("One on each line") : tr("As JSON"));
        text->setFixedHeight(fontMetrics().lineSpacing() * ListLines + 2 * text->frameWidth() + int(2 * text->document()->documentMargin()));
        const bool numbers = member(schema.value(QLatin1String("items")).toObject(), "type") != QLatin1String("string");
        m_fields.push_back({name, [text, list, numbers]() -> QJsonValue {
                                const QString typed = text->toPlainText().trimmed();
                                if (typed.isEmpty())
                                    return {};
                                if (!list) {
                                    const auto document = QJsonDocument::fromJson(typed.toUtf8());
                                    return document.isObject() ? QJsonValue(document.object()) : QJsonValue(typed);
                                }
                                QJsonArray items;
                                for (const QString &line : typed.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
                                    items.append(numbers ? numberFrom(line.trimmed()) : QJsonValue(line.trimmed()));
                                return items;
                            }});
        return text;
    }
    auto *line = new QLineEdit(this);
    const bool number = type == QLatin1String("number") || type == QLatin1String("integer");
    m_fields.push_back({name, [line, number]() -> QJsonValue {
                            const QString typed = line->text().trimmed();
                            return typed.isEmpty() ? QJsonValue() : number ? numberFrom(typed) : QJsonValue(typed);
                        }});
    return line;
}

void TaskForm::setReadOnly(bool readOnly)
{
    setEnabled(!readOnly);
}

QString TaskForm::option() const
{
    return m_option ? m_option->currentData().toString() : QString();
}

QJsonObject TaskForm::values() const
{
    QJsonObject values;
    for (const Field &field : m_fields) {
        const QJsonValue value = field.value();
        if (!value.isNull() && !value.isUndefined())
            values.insert(field.name, value);
    }
    return values;
}

} // namespace hs::ui
