#include "ui/records/field_editor.h"

#include <QCalendarWidget>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/lists/directory.h"
#include "ui/records/entry_editor.h"
#include "ui/records/field_value.h"
#include "ui/records/record_titles.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

/// One line of text: title, address, number, date.
class LineField final : public FieldEditor {
public:
    LineField(ViewContext &context, const api::PropertyInfo &kind, QWidget *parent) : FieldEditor(kind, parent), m_edit(new QLineEdit(this))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        row->addWidget(m_edit, 1);
        setFocusProxy(m_edit);
        if (kind.type == QLatin1String("number") && !fieldUnit(kind).isEmpty())
            row->addWidget(makeLabel(fieldUnit(kind), TextStyle::Body, Token::Text2, this));
        if (kind.type == QLatin1String("date"))
            row->addWidget(makeCalendar(context));
        if (kind.type == QLatin1String("url"))
            m_edit->setPlaceholderText(QStringLiteral("https://"));
        QObject::connect(m_edit, &QLineEdit::textChanged, this, &FieldEditor::edited);
    }
    void setValue(const QJsonValue &value) override
    {
        setBase(value);
        m_edit->setText(m_base);
        m_edit->setCursorPosition(0);
    }
    void setBase(const QJsonValue &value) override { m_base = typedText(property(), value, QLocale()); }
    [[nodiscard]] bool isDirty() const override { return m_edit->text() != m_base; }
    [[nodiscard]] std::optional<QJsonValue> value(QString *why) const override { return parseField(property(), m_edit->text(), QLocale(), why); }
    void setName(const QString &name) override { m_edit->setAccessibleName(name); }

private:
    QToolButton *makeCalendar(ViewContext &context)
    {
        QToolButton *button = makeIconButton(QStringLiteral("calendar"), FieldEditor::tr("Choose a day"), context.theme, this);
        QObject::connect(button, &QToolButton::clicked, this, [this, button] { showCalendar(button); });
        return button;
    }
    void showCalendar(QToolButton *button)
    {
        QFrame *popup = makeFrame("dialog", button);
        popup->setWindowFlags(Qt::Popup);
        popup->setAttribute(Qt::WA_DeleteOnClose);
        auto *column = new QVBoxLayout(popup);
        column->setContentsMargins(4, 4, 4, 4);
        auto *days = new QCalendarWidget(popup);
        column->addWidget(days);
        const QDateTime at = typedMoment();
        const QDate day = QDate::fromString(typedValue(), Qt::ISODate);
        days->setSelectedDate(at.isValid() ? at.date() : day.isValid() ? day : QDate::currentDate());
        const auto choose = [this, popup](const QDate &chosen) {
            popup->close();
            take(chosen);
        };
        QObject::connect(days, &QCalendarWidget::activated, this, choose);
        QObject::connect(days, &QCalendarWidget::clicked, this, choose);
        popup->adjustSize();
        const QRect place(button->mapToGlobal(QPoint()), button->size());
        popup->move(isRightToLeft() ? place.left() : place.right() - popup->width(), place.bottom() + 2);
        popup->show();
        days->setFocus();
    }
    [[nodiscard]] QString typedValue() const
    {
        QString why;
        const auto now = value(&why);
        return now ? now->toString() : QString();
    }
    [[nodiscard]] QDateTime typedMoment() const
    {
        const QString typed = typedValue();
        return typed.contains(QLatin1Char('T')) ? QDateTime::fromString(typed, Qt::ISODateWithMs).toLocalTime() : QDateTime();
    }
    void take(const QDate &day)
    {
        if (property().format == QLatin1String("datetime")) {
            const QDateTime at = typedMoment();
            const QDateTime chosen(day, at.isValid() ? at.time() : QTime(9, 0));
            m_edit->setText(typedText(property(), chosen.toUTC().toString(Qt::ISODateWithMs), QLocale()));
        } else {
            m_edit->setText(typedText(property(), day.toString(Qt::ISODate), QLocale()));
        }
        m_edit->setFocus();
    }

    QLineEdit *m_edit;
    QString m_base;
};

/// Text of several lines, JSON among them.
class TextField final : public FieldEditor {
public:
    TextField(const api::PropertyInfo &kind, QWidget *parent) : FieldEditor(kind, parent), m_edit(new QPlainTextEdit(this))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(m_edit);
        setFocusProxy(m_edit);
        m_edit->setTabChangesFocus(true);
        m_edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_edit->setFixedHeight(3 * m_edit->fontMetrics().lineSpacing() + 22);
        QObject::connect(m_edit, &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
    }
    void setValue(const QJsonValue &value) override
    {
        setBase(value);
        m_edit->setPlainText(m_base);
    }
    void setBase(const QJsonValue &value) override { m_base = typedText(property(), value, QLocale()); }
    [[nodiscard]] bool isDirty() const override { return m_edit->toPlainText() != m_base; }
    [[nodiscard]] std::optional<QJsonValue> value(QString *why) const override { return parseField(property(), m_edit->toPlainText(), QLocale(), why); }
    void setName(const QString &name) override { m_edit->setAccessibleName(name); }

private:
    QPlainTextEdit *m_edit;
    QString m_base;
};

/// One of several options. Open ones can be typed.
class ChoiceField final : public FieldEditor {
public:
    ChoiceField(const api::PropertyInfo &kind, QWidget *parent) : FieldEditor(kind, parent), m_choice(new QComboBox(this))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(m_choice);
        setFocusProxy(m_choice);
        m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_choice->addItem(FieldEditor::tr("No value"), QString());
        for (const QString &option : kind.options)
            m_choice->addItem(option, option);
        QObject::connect(m_choice, &QComboBox::currentIndexChanged, this, &FieldEditor::edited);
    }
    void setValue(const QJsonValue &value) override
    {
        setBase(value);
        if (m_choice->findData(m_base) < 0)
            m_choice->addItem(m_base, m_base);
        m_choice->setCurrentIndex(m_choice->findData(m_base));
    }
    void setBase(const QJsonValue &value) override { m_base = value.toString(); }
    [[nodiscard]] bool isDirty() const override { return m_choice->currentData().toString() != m_base; }
    [[nodiscard]] std::optional<QJsonValue> value(QString *why) const override
    {
        return parseField(property(), m_choice->currentData().toString(), QLocale(), why);
    }
    void setName(const QString &name) override { m_choice->setAccessibleName(name); }

private:
    QComboBox *m_choice;
    QString m_base;
};

class CheckField final : public FieldEditor {
public:
    CheckField(const api::PropertyInfo &kind, QWidget *parent) : FieldEditor(kind, parent), m_box(new QCheckBox(FieldEditor::tr("Yes"), this))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(m_box);
        setFocusProxy(m_box);
        QObject::connect(m_box, &QCheckBox::toggled, this, &FieldEditor::edited);
    }
    void setValue(const QJsonValue &value) override
    {
        setBase(value);
        m_box->setChecked(m_base);
    }
    void setBase(const QJsonValue &value) override { m_base = value.toBool(); }
    [[nodiscard]] bool isDirty() const override { return m_box->isChecked() != m_base; }
    [[nodiscard]] std::optional<QJsonValue> value(QString *) const override { return QJsonValue(m_box->isChecked()); }
    void setName(const QString &name) override { m_box->setAccessibleName(name); }

private:
    QCheckBox *m_box;
    bool m_base = false;
};

} // namespace

FieldEditor::FieldEditor(api::PropertyInfo property, QWidget *parent) : QWidget(parent), m_property(std::move(property)) {}

void FieldEditor::setName(const QString &name)
{
    setAccessibleName(name);
}

FieldEditor *makeFieldEditor(ViewContext &context, FieldNames names, const api::PropertyInfo &property, QWidget *parent)
{
    if (property.type == QLatin1String("checkbox"))
        return new CheckField(property, parent);
    if (property.type == QLatin1String("status") || (property.type == QLatin1String("select") && !property.options.isEmpty()))
        return new ChoiceField(property, parent);
    if (property.type == QLatin1String("rich_text"))
        return new TextField(property, parent);
    if (EntryEditor::edits(property))
        return new EntryEditor(context, names, property, parent);
    return new LineField(context, property, parent);
}

QString whyReadOnly(const api::PropertyInfo &property, const Directory &people)
{
    if (property.type == QLatin1String("formula") || property.type == QLatin1String("rollup"))
        return FieldEditor::tr("Computed from other fields.");
    if (isEditable(property))
        return {};
    if (!property.systemOnly)
        return FieldEditor::tr("Shown only; it is changed where it comes from.");
    if (property.writer.isEmpty() || property.writer == QLatin1String("engine") || property.writer == QLatin1String("staff"))
        return FieldEditor::tr("The console alone writes it.");
    //: %1 is the name of an agent
    return FieldEditor::tr("The console alone writes it, for %1.").arg(people.agentName(property.writer));
}

QString namedText(const api::PropertyInfo &property, const QJsonValue &value, FieldNames names)
{
    if (!value.isArray() || !EntryEditor::edits(property))
        return fieldText(property, value, QLocale());
    QStringList parts;
    const QJsonArray entries = value.toArray();
    for (const QJsonValue &entry : entries)
        parts << EntryEditor::entryText(property, entry, names);
    return parts.join(QStringLiteral(", "));
}

} // namespace hs::ui
