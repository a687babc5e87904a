#include "ui/records/record_form.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/records/field_value.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_order.h"

namespace hs::ui {

RecordForm::RecordForm(ViewContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(16, 10, 16, 12);
    m_layout->setSpacing(10);
    m_message = makeFrame("danger", this);
    auto *messageRow = new QVBoxLayout(m_message);
    messageRow->setContentsMargins(10, 8, 10, 8);
    m_messageText = makeWrappingLabel({}, TextStyle::Body, Token::Danger, m_message);
    messageRow->addWidget(m_messageText);
    m_message->hide();
    m_layout->addWidget(m_message);
    m_bar = new QWidget(this);
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    m_revert = makeButton(tr("Discard changes"), ButtonKind::Quiet, context.theme, m_bar);
    m_save = makeButton(tr("Save changes"), ButtonKind::Primary, context.theme, m_bar);
    bar->addStretch(1);
    bar->addWidget(m_revert);
    bar->addWidget(m_save);
    m_layout->addWidget(m_bar);
    m_layout->addStretch(1);
    m_bar->hide();
    connect(m_save, &QPushButton::clicked, this, &RecordForm::save);
    connect(m_revert, &QPushButton::clicked, this, &RecordForm::revert);
}

void RecordForm::show(const api::DatabaseInfo &database, const api::RecordRow &record)
{
    m_database = database;
    m_record = record;
    m_new = false;
    rebuild();
}

void RecordForm::startNew(const api::DatabaseInfo &database)
{
    m_database = database;
    m_record = {};
    m_record.database = database.key;
    m_new = true;
    rebuild();
}

void RecordForm::focusFirst()
{
    for (const Field &field : m_fields) {
        if (field.editor) {
            field.editor->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

void RecordForm::revert()
{
    if (m_new) {
        m_new = false;
        m_fields.clear();
        onEdited();
        Q_EMIT newGivenUp();
        return;
    }
    rebuild();
}

void RecordForm::rebuild()
{
    m_message->hide();
    m_save->setText(m_new ? tr("Create the record") : tr("Save changes"));
    m_revert->setText(m_new ? tr("Do not create it") : tr("Discard changes"));
    delete m_conflict;
    m_conflict = nullptr;
    delete m_body;
    m_fields.clear();
    m_body = new QWidget(this);
    auto *rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    const QLocale locale;
    for (const api::PropertyInfo &property : m_database.properties) {
        if (m_new && !isEditable(property))
            continue; // there is nothing to show yet
        Field field;
        field.property = property;
        const QJsonValue value = m_record.fields.value(property.name);
        auto *box = new QVBoxLayout;
        box->setSpacing(3);
        //: Marks a property that must have a value
        QLabel *name = makeLabel(property.required ? tr("%1 (required)").arg(property.name) : property.name, TextStyle::Small,
                                 Token::Text2, m_body);
        box->addWidget(name);
        if (isEditable(property)) {
            field.editor = makeEditor(field, value);
            field.editor->setAccessibleName(name->text());
            name->setBuddy(field.editor);
            box->addWidget(field.editor);
            field.problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, m_body);
            field.problem->hide();
            box->addWidget(field.problem);
        } else {
            const QString text = fieldText(property, value, locale);
            QLabel *shown = makeWrappingLabel(text.isEmpty() ? tr("No value") : text, TextStyle::Body,
                                              text.isEmpty() ? Token::Text3 : Token::Text, m_body);
            shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            //: Read by screen readers. %1 name of a field, %2 its value
            shown->setAccessibleName(tr("%1: %2").arg(property.name, shown->text()));
            shown->setToolTip(property.systemOnly ? tr("The engine keeps this value.") : tr("Shown only; it is changed where it comes from."));
            box->addWidget(shown);
        }
        rows->addLayout(box);
        m_fields.push_back(std::move(field));
    }
    m_layout->insertWidget(1, m_body);
    for (Field &field : m_fields) {
        if (field.text)
            field.shown = field.text();
    }
    if (QWidget *last = lastStop(m_body))
        tabAfter(last, m_bar);
    onEdited();
}

QWidget *RecordForm::makeEditor(Field &field, const QJsonValue &value)
{
    const api::PropertyInfo &property = field.property;
    const QString text = fieldText(property, value, QLocale());
    if (property.type == QLatin1String("checkbox")) {
        auto *box = new QCheckBox(tr("Yes"), m_body);
        box->setChecked(value.toBool());
        connect(box, &QCheckBox::toggled, this, &RecordForm::onEdited);
        field.text = [box] { return box->isChecked() ? QStringLiteral("1") : QStringLiteral("0"); };
        return box;
    }
    if (property.type == QLatin1String("select") || property.type == QLatin1String("status")) {
        auto *choice = new QComboBox(m_body);
        choice->addItem(tr("No value"), QString());
        for (const QString &option : property.options)
            choice->addItem(option, option);
        if (!text.isEmpty() && choice->findData(text) < 0)
            choice->addItem(text, text);
        choice->setCurrentIndex(std::max(0, choice->findData(text)));
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        connect(choice, &QComboBox::currentIndexChanged, this, &RecordForm::onEdited);
        field.text = [choice] { return choice->currentData().toString(); };
        return choice;
    }
    if (property.type == QLatin1String("rich_text")) {
        auto *edit = new QPlainTextEdit(text, m_body);
        edit->setTabChangesFocus(true);
        edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        edit->setFixedHeight(3 * edit->fontMetrics().lineSpacing() + 22);
        connect(edit, &QPlainTextEdit::textChanged, this, &RecordForm::onEdited);
        field.text = [edit] { return edit->toPlainText(); };
        return edit;
    }
    auto *edit = new QLineEdit(text, m_body);
    edit->setCursorPosition(0);
    if (property.type == QLatin1String("multi_select") && !property.options.isEmpty())
        //: %1 is a list of choices
        edit->setPlaceholderText(tr("Several, with commas: %1").arg(property.options.join(QStringLiteral(", "))));
    connect(edit, &QLineEdit::textChanged, this, &RecordForm::onEdited);
    field.text = [edit] { return edit->text(); };
    return edit;
}

bool RecordForm::isDirty() const
{
    return std::any_of(m_fields.begin(), m_fields.end(), [](const Field &field) { return field.text && field.text() != field.shown; });
}

void RecordForm::onEdited()
{
    const bool dirty = isDirty();
    m_bar->setVisible((dirty || m_new) && !m_conflict);
    if (dirty != m_wasDirty) {
        m_wasDirty = dirty;
        Q_EMIT dirtyChanged(dirty);
    }
}

std::optional<QJsonObject> RecordForm::edited()
{
    QJsonObject now = m_record.fields;
    bool valid = true;
    QWidget *firstWrong = nullptr;
    for (Field &field : m_fields) {
        if (!field.text)
            continue;
        field.problem->hide();
        if (field.text() == field.shown && !(m_new && field.property.required))
            continue;
        if (field.property.type == QLatin1String("checkbox")) {
            now[field.property.name] = field.text() == QLatin1String("1");
            continue;
        }
        QString why;
        const auto value = parseField(field.property, field.text(), QLocale(), &why);
        if (value) {
            now[field.property.name] = *value;
            continue;
        }
        valid = false;
        field.problem->setText(why);
        field.problem->show();
        if (!firstWrong)
            firstWrong = field.editor;
    }
    if (!valid) {
        firstWrong->setFocus();
        return std::nullopt;
    }
    return now;
}

void RecordForm::save()
{
    if (m_saving)
        return;
    const auto now = edited();
    if (!now)
        return;
    const QJsonObject changes = changedFields(m_record.fields, *now);
    if (changes.isEmpty() && !m_new) {
        rebuild();
        return;
    }
    if (changes.isEmpty()) {
        say(tr("An empty record helps nobody: fill in at least one field."));
        focusFirst();
        return;
    }
    put(changes, m_record.etag);
}

void RecordForm::put(const QJsonObject &changes, const QString &etag)
{
    m_saving = true;
    m_save->setEnabled(false);
    api::PutRecord command;
    command.database = m_record.database;
    command.id = m_record.id;
    command.fields = changes;
    command.ifMatch = etag;
    command.mustExist = !m_new;
    m_context.engine.submit(std::move(command), this, [this, changes, id = m_record.id](Result<api::Receipt> receipt) {
        m_saving = false;
        m_save->setEnabled(true);
        if (id != m_record.id)
            return;
        if (m_new) {
            if (!receipt) {
                say(tr("The record was not created.") + QLatin1Char(' ') + errorSentence(receipt.error()) + QLatin1Char('\n')
                    + errorDetails(receipt.error()));
                return;
            }
            m_new = false;
            m_context.toasts.show(tr("The record was created"), Tone::Ok);
            Q_EMIT created(m_record.database, receipt->id);
            return;
        }
        if (!receipt) {
            if (receipt.error().code == Errc::Conflict) {
                QJsonObject mine = m_record.fields;
                for (auto it = changes.begin(); it != changes.end(); ++it)
                    mine[it.key()] = it.value();
                meetConflict(mine);
                return;
            }
            say(tr("The changes were not saved.") + QLatin1Char(' ') + errorSentence(receipt.error()) + QLatin1Char('\n')
                + errorDetails(receipt.error()));
            return;
        }
        m_context.toasts.show(tr("Saved"), Tone::Ok);
        m_context.engine.ask(api::RecordDetailQuery{m_record.database, m_record.id}, this, [this, id](Result<api::RecordRow> record) {
            if (!record || id != m_record.id)
                return;
            m_record = *record;
            rebuild();
            Q_EMIT saved(m_record);
        });
    });
}

void RecordForm::say(const QString &sentence)
{
    m_messageText->setText(sentence);
    m_message->show();
}

void RecordForm::meetConflict(const QJsonObject &mine)
{
    m_context.engine.ask(api::RecordDetailQuery{m_record.database, m_record.id}, this,
                         [this, mine, id = m_record.id](Result<api::RecordRow> theirs) {
                             if (id != m_record.id)
                                 return;
                             if (!theirs) {
                                 say(tr("Someone else changed this record, and it could not be read again.") + QLatin1Char(' ')
                                     + errorSentence(theirs.error()));
                                 return;
                             }
                             const QJsonObject changes = changedFields(m_record.fields, mine);
                             if (fieldConflicts(m_record.fields, mine, theirs->fields).empty()) {
                                 // Different fields were changed: both changes stand.
                                 m_record = *theirs;
                                 put(changes, theirs->etag);
                                 return;
                             }
                             showConflict(*theirs, mine);
                         });
}

void RecordForm::showConflict(const api::RecordRow &theirs, const QJsonObject &mine)
{
    delete m_conflict;
    m_conflict = makeFrame("warn", this);
    auto *box = new QVBoxLayout(m_conflict);
    box->setContentsMargins(12, 10, 12, 10);
    box->setSpacing(8);
    //: %1 is who changed the record meanwhile
    box->addWidget(makeWrappingLabel(tr("%1 changed the same fields while you did. Choose what holds.").arg(theirs.updatedBy),
                                     TextStyle::Strong, Token::Warn, m_conflict));
    const QLocale locale;
    std::vector<std::pair<QString, QRadioButton *>> choices; // name, "mine"
    for (const FieldConflict &conflict : fieldConflicts(m_record.fields, mine, theirs.fields)) {
        api::PropertyInfo property;
        for (const api::PropertyInfo &known : m_database.properties) {
            if (known.name == conflict.name)
                property = known;
        }
        box->addWidget(makeLabel(conflict.name, TextStyle::Small, Token::Text2, m_conflict));
        auto *row = new QHBoxLayout;
        auto *group = new QButtonGroup(m_conflict);
        const auto option = [&](const QString &text) {
            auto *button = new QRadioButton(text, m_conflict);
            //: Read by screen readers. %1 name of a field, %2 whose value it is and the value
            button->setAccessibleName(tr("%1, %2").arg(conflict.name, text));
            group->addButton(button);
            row->addWidget(button, 1);
            return button;
        };
        const auto words = [&](const QJsonValue &value) {
            const QString text = fieldText(property, value, locale);
            return text.isEmpty() ? tr("no value") : text;
        };
        //: A field changed by two people. %1 is the reader's own value
        QRadioButton *own = option(tr("Yours: %1").arg(words(conflict.mine)));
        //: A field changed by two people. %1 is the other's value
        option(tr("Theirs: %1").arg(words(conflict.theirs)));
        own->setChecked(true);
        choices.emplace_back(conflict.name, own);
        box->addLayout(row);
    }
    QPushButton *settle = makeButton(tr("Save what is chosen"), ButtonKind::Primary, m_context.theme, m_conflict);
    QPushButton *leave = makeButton(tr("Take all of theirs"), ButtonKind::Quiet, m_context.theme, m_conflict);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(leave);
    buttons->addWidget(settle);
    box->addLayout(buttons);
    connect(settle, &QPushButton::clicked, this, [this, theirs, mine, choices] {
        QJsonObject changes = changedFields(m_record.fields, mine);
        for (const auto &[name, own] : choices) {
            if (!own->isChecked())
                changes.remove(name);
        }
        m_record = theirs;
        if (changes.isEmpty()) {
            rebuild();
            return;
        }
        put(changes, theirs.etag);
    }, Qt::QueuedConnection);
    connect(leave, &QPushButton::clicked, this, [this, theirs] {
        m_record = theirs;
        rebuild();
    }, Qt::QueuedConnection);
    m_layout->insertWidget(0, m_conflict);
    m_bar->hide();
    settle->setFocus();
}

void RecordForm::noticeChange(const api::RecordRow &record)
{
    if (record.etag == m_record.etag || m_saving)
        return;
    if (!isDirty()) {
        m_record = record;
        rebuild();
        return;
    }
    // The edit stays; saving finds out whether the same fields were touched.
    //: %1 is who changed the record
    say(tr("%1 changed this record just now. Your changes are kept; saving shows where both differ.").arg(record.updatedBy));
}

} // namespace hs::ui
