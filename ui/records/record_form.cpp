#include "ui/records/record_form.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "ui/records/conflict_box.h"
#include "ui/records/field_value.h"
#include "ui/records/record_conflict.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_order.h"

namespace hs::ui {

RecordForm::RecordForm(ViewContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_people(context.engine), m_titles(context.engine), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(16, 10, 16, 12);
    m_layout->setSpacing(10);
    m_message = makeFrame("danger", this);
    auto *messageRow = new QVBoxLayout(m_message);
    messageRow->setContentsMargins(10, 8, 10, 8);
    m_messageText = makeWrappingLabel({}, TextStyle::Body, Token::Danger, m_message);
    messageRow->addWidget(m_messageText);
    m_readAgain = makeButton(tr("Read again and keep what I typed"), ButtonKind::Link, context.theme, m_message, QStringLiteral("refresh-cw"));
    messageRow->addWidget(m_readAgain, 0, Qt::AlignLeading);
    m_message->hide();
    m_layout->addWidget(m_message);
    m_bar = new QWidget(this);
    auto *bar = new FlowLayout(m_bar, 6, 6);
    bar->setContentsMargins(0, 0, 0, 0);
    m_save = makeButton(tr("Save changes"), ButtonKind::Primary, context.theme, m_bar);
    m_revert = makeButton(tr("Discard changes"), ButtonKind::Quiet, context.theme, m_bar);
    bar->addWidget(m_save);
    bar->addWidget(m_revert);
    m_layout->addWidget(m_bar);
    m_layout->addStretch(1);
    m_bar->hide();
    connect(m_save, &QPushButton::clicked, this, &RecordForm::save);
    connect(m_revert, &QPushButton::clicked, this, &RecordForm::revert);
    connect(m_readAgain, &QPushButton::clicked, this, &RecordForm::readAgain);
    const auto showNames = [this] {
        for (Field &field : m_fields) {
            if (field.shown)
                fill(field);
        }
    };
    connect(&m_titles, &RecordTitles::changed, this, showNames);
    connect(&m_people, &Directory::operatorsChanged, this, showNames);
    connect(&m_people, &Directory::agentsChanged, this, showNames);
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
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_save->setEnabled(may && !m_saving);
    m_save->setToolTip(may ? QString() : tr("Needs the role operator."));
    delete m_conflict;
    m_conflict = nullptr;
    delete m_body;
    m_fields.clear();
    m_body = new QWidget(this);
    auto *rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    for (const api::PropertyInfo &property : m_database.properties) {
        if (m_new && !isEditable(property))
            continue; // there is nothing to show yet
        Field field;
        field.property = property;
        auto *box = new QVBoxLayout;
        box->setSpacing(3);
        //: Marks a property that must have a value
        QLabel *name = makeLabel(property.required ? tr("%1 (required)").arg(property.name) : property.name, TextStyle::Small,
                                 Token::Text2, m_body);
        name->setToolTip(property.description);
        box->addWidget(name);
        if (isEditable(property)) {
            field.editor = makeFieldEditor(m_context, names(), property, m_body);
            field.editor->setName(name->text());
            field.editor->setToolTip(property.description);
            name->setBuddy(field.editor);
            box->addWidget(field.editor);
            field.problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, m_body);
            field.problem->hide();
            box->addWidget(field.problem);
            fill(field);
            connect(field.editor, &FieldEditor::edited, this, &RecordForm::onEdited);
        } else {
            box->addWidget(makeShown(field));
        }
        rows->addLayout(box);
        m_fields.push_back(std::move(field));
    }
    m_layout->insertWidget(1, m_body);
    if (QWidget *last = lastStop(m_body))
        tabAfter(last, m_bar);
    onEdited();
}

QWidget *RecordForm::makeShown(Field &field)
{
    auto *box = new QWidget(m_body);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    field.shown = makeWrappingLabel({}, TextStyle::Body, Token::Text, box);
    field.shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(field.shown);
    column->addWidget(makeWrappingLabel(whyReadOnly(field.property, m_people), TextStyle::Caption, Token::Text3, box));
    fill(field);
    return box;
}

void RecordForm::fill(Field &field)
{
    const QJsonValue value = m_record.fields.value(field.property.name);
    if (field.editor) {
        field.editor->setValue(value);
        return;
    }
    const QString text = namedText(field.property, value, names());
    field.shown->setText(text.isEmpty() ? tr("No value") : text);
    setLabelStyle(field.shown, TextStyle::Body, text.isEmpty() ? Token::Text3 : Token::Text);
    //: Read by screen readers. %1 name of a field, %2 its value, %3 why it is not changed here
    field.shown->setAccessibleName(tr("%1: %2. %3").arg(field.property.name, field.shown->text(), whyReadOnly(field.property, m_people)));
}

FieldEditor *RecordForm::editor(const QString &property) const
{
    const auto found = std::find_if(m_fields.begin(), m_fields.end(), [&](const Field &field) { return field.property.name == property; });
    return found == m_fields.end() ? nullptr : found->editor;
}

bool RecordForm::isDirty() const
{
    return std::any_of(m_fields.begin(), m_fields.end(), [](const Field &field) { return field.editor && field.editor->isDirty(); });
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
        if (!field.editor)
            continue;
        field.problem->hide();
        if (!field.editor->isDirty() && !(m_new && field.property.required))
            continue;
        QString why;
        const auto value = field.editor->value(&why);
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
    m_context.engine.submit(std::move(command), this, [this, changes, id = m_record.id](const Result<api::Receipt> &receipt) {
        m_saving = false;
        m_save->setEnabled(true);
        if (id == m_record.id)
            answered(receipt, changes);
    });
}

void RecordForm::answered(const Result<api::Receipt> &receipt, const QJsonObject &changes)
{
    if (m_new) {
        if (!receipt) {
            sayError(tr("The record was not created."), receipt.error());
            return;
        }
        m_new = false;
        m_context.toasts.show(tr("The record was created"), Tone::Ok);
        Q_EMIT created(m_record.database, receipt->id);
        return;
    }
    if (!receipt && receipt.error().code == Errc::Conflict) {
        QJsonObject mine = m_record.fields;
        for (auto it = changes.begin(); it != changes.end(); ++it)
            mine[it.key()] = it.value();
        meetConflict(mine);
        return;
    }
    if (!receipt) {
        sayError(tr("The changes were not saved."), receipt.error());
        return;
    }
    m_context.toasts.show(tr("Saved"), Tone::Ok);
    m_context.engine.ask(api::RecordDetailQuery{m_record.database, m_record.id}, this, [this, id = m_record.id](const Result<api::RecordRow> &record) {
        if (!record || id != m_record.id)
            return;
        m_record = *record;
        rebuild();
        Q_EMIT saved(m_record);
    });
}

void RecordForm::sayError(const QString &what, const Error &error)
{
    if (sayAtField(error))
        return;
    say(what + QLatin1Char(' ') + errorSentence(error) + QLatin1Char('\n') + errorDetails(error));
}

bool RecordForm::sayAtField(const Error &error)
{
    // DATABASE, "PROPERTY"
    static const QRegularExpression place(QStringLiteral("\"([^\"]+)\"$"));
    const QString property = place.match(QString::fromStdString(error.where)).captured(1);
    for (Field &field : m_fields) {
        if (!field.editor || field.property.name != property)
            continue;
        //: An error of one field: %1 the field's name, %2 what is wrong with its value
        QString text = tr("“%1” %2.").arg(property, engineWords(QString::fromStdString(error.what)));
        if (!error.mend.empty())
            text += QLatin1Char(' ') + engineSentence(QString::fromStdString(error.mend)) + QLatin1Char('.');
        field.problem->setText(text);
        field.problem->show();
        field.editor->setFocus();
        return true;
    }
    return false;
}

void RecordForm::say(const QString &sentence, bool offerReading)
{
    m_messageText->setText(sentence);
    m_readAgain->setVisible(offerReading);
    m_message->show();
}

void RecordForm::readAgain()
{
    m_context.engine.ask(api::RecordDetailQuery{m_record.database, m_record.id}, this, [this, id = m_record.id](const Result<api::RecordRow> &record) {
        if (id != m_record.id)
            return;
        if (record)
            rebase(*record);
        else
            say(tr("The record could not be read again.") + QLatin1Char(' ') + errorSentence(record.error()), true);
    });
}

void RecordForm::rebase(const api::RecordRow &record)
{
    m_record = record;
    m_message->hide();
    for (Field &field : m_fields) {
        const QJsonValue value = record.fields.value(field.property.name);
        if (field.editor && field.editor->isDirty())
            field.editor->setBase(value);
        else
            fill(field);
    }
    onEdited();
}

void RecordForm::meetConflict(const QJsonObject &mine)
{
    m_context.engine.ask(api::RecordDetailQuery{m_record.database, m_record.id}, this,
                         [this, mine, id = m_record.id](Result<api::RecordRow> theirs) {
                             if (id != m_record.id)
                                 return;
                             if (!theirs) {
                                 say(tr("Someone else changed this record, and it could not be read again.") + QLatin1Char(' ')
                                         + errorSentence(theirs.error()),
                                     true);
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
    m_conflict = new ConflictBox(m_context, names(), m_database, m_record.fields, mine, theirs, this);
    connect(m_conflict, &ConflictBox::settled, this, [this, theirs](const QJsonObject &changes) {
        m_record = theirs;
        if (changes.isEmpty())
            rebuild();
        else
            put(changes, theirs.etag);
    });
    m_layout->insertWidget(0, m_conflict);
    m_bar->hide();
    m_conflict->takeFocus();
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
    say(tr("%1 changed this record just now. Your changes are kept; saving shows where both differ.").arg(record.updatedBy), true);
}

} // namespace hs::ui
