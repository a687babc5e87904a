#include "ui/records/entry_editor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/lists/directory.h"
#include "ui/records/field_value.h"
#include "ui/records/record_picker.h"
#include "ui/records/record_titles.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int MostEntries = 100; ///< the engine's own limit

bool isKind(const api::PropertyInfo &property, const char *type)
{
    return property.type == QLatin1String(type);
}

QJsonArray asList(const QJsonValue &value)
{
    if (value.isArray())
        return value.toArray();
    return value.isNull() || value.isUndefined() ? QJsonArray() : QJsonArray{value};
}

} // namespace

bool EntryEditor::edits(const api::PropertyInfo &property)
{
    return isKind(property, "multi_select") || isKind(property, "relation") || isKind(property, "people") || isKind(property, "files");
}

QString EntryEditor::entryText(const api::PropertyInfo &property, const QJsonValue &entry, FieldNames names)
{
    if (isKind(property, "relation"))
        return names.titles.title(property.relation, entry.toString());
    if (isKind(property, "people"))
        return names.people.personName(entry.toString());
    if (isKind(property, "files"))
        return entry.isObject() ? entry.toObject().value(QLatin1String("name")).toString() : entry.toString();
    return plainText(entry);
}

EntryEditor::EntryEditor(ViewContext &context, FieldNames names, const api::PropertyInfo &property, QWidget *parent)
    : FieldEditor(property, parent), m_context(context), m_names(names), m_column(new QVBoxLayout(this)), m_box(new QWidget(this)),
      m_flow(new FlowLayout(m_box, 6, 4))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    m_flow->setContentsMargins(0, 0, 0, 0);
    m_column->addWidget(m_box);
    makeAdder();
    m_problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_problem->hide();
    m_column->addWidget(m_problem);
    if (isKind(property, "relation"))
        connect(&m_names.titles, &RecordTitles::changed, this, &EntryEditor::rebuild);
    if (isKind(property, "people"))
        connect(&m_names.people, &Directory::operatorsChanged, this, [this] {
            fillPeople();
            rebuild();
        });
}

void EntryEditor::makeAdder()
{
    if (isKind(property(), "relation"))
        makeRecordAdder();
    else if (isKind(property(), "people"))
        makePeopleAdder();
    else if (isKind(property(), "files"))
        makeFileAdder();
    else if (property().options.isEmpty())
        makeWordAdder();
    else
        makeChoiceAdder();
}

void EntryEditor::makeChoiceAdder()
{
    m_choice = new QComboBox(this);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_column->addWidget(m_choice);
    setFocusProxy(m_choice);
    connect(m_choice, &QComboBox::activated, this, [this](int row) {
        const QVariant chosen = m_choice->itemData(row);
        if (chosen.isValid())
            add(chosen.toString());
    });
}

void EntryEditor::makePeopleAdder()
{
    makeChoiceAdder();
    fillPeople();
}

void EntryEditor::fillPeople()
{
    m_choice->clear();
    m_choice->addItem(tr("Add a person…"));
    for (const api::OperatorRow &row : m_names.people.operators()) {
        if (!m_entries.contains(QJsonValue(row.id)))
            m_choice->addItem(row.name, row.id);
    }
}

void EntryEditor::makeWordAdder()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    m_word = new QLineEdit(this);
    m_word->setPlaceholderText(tr("Another choice"));
    m_add = makeButton(tr("Add"), ButtonKind::Normal, m_context.theme, this);
    row->addWidget(m_word, 1);
    row->addWidget(m_add);
    m_column->addLayout(row);
    setFocusProxy(m_word);
    const auto take = [this] {
        if (const QString word = m_word->text().trimmed(); !word.isEmpty()) {
            m_word->clear();
            add(word);
        }
    };
    connect(m_add, &QPushButton::clicked, this, take);
    connect(m_word, &QLineEdit::returnPressed, this, take);
    connect(m_word, &QLineEdit::textChanged, this, &FieldEditor::edited);
}

void EntryEditor::makeRecordAdder()
{
    m_add = makeButton(limit() == 1 ? tr("Choose a record…") : tr("Add a record…"), ButtonKind::Normal, m_context.theme, this, QStringLiteral("search"));
    m_column->addWidget(m_add, 0, Qt::AlignLeading);
    setFocusProxy(m_add);
    connect(m_add, &QPushButton::clicked, this, &EntryEditor::pick);
}

void EntryEditor::makeFileAdder()
{
    m_word = new QLineEdit(this);
    m_word->setPlaceholderText(tr("Name of the file"));
    m_address = new QLineEdit(this);
    m_address->setPlaceholderText(QStringLiteral("https://"));
    m_add = makeButton(tr("Add the file"), ButtonKind::Normal, m_context.theme, this, QStringLiteral("plus"));
    m_column->addWidget(m_word);
    m_column->addWidget(m_address);
    m_column->addWidget(m_add, 0, Qt::AlignLeading);
    setFocusProxy(m_word);
    const auto take = [this] {
        const QString address = m_address->text().trimmed();
        if (!isWebAddress(address)) {
            m_problem->setText(tr("A file is told by its address on the web, such as https://studio.example/front.jpg."));
            m_problem->show();
            m_address->setFocus();
            return;
        }
        const QString name = m_word->text().trimmed();
        const QString last = QUrl(address).fileName();
        m_word->clear();
        m_address->clear();
        add(QJsonObject{{QStringLiteral("name"), !name.isEmpty() ? name : last.isEmpty() ? address : last}, {QStringLiteral("url"), address}});
        m_word->setFocus();
    };
    connect(m_add, &QPushButton::clicked, this, take);
    connect(m_address, &QLineEdit::returnPressed, this, take);
    connect(m_word, &QLineEdit::textChanged, this, &FieldEditor::edited);
    connect(m_address, &QLineEdit::textChanged, this, &FieldEditor::edited);
}

int EntryEditor::limit() const
{
    return property().limit > 0 ? property().limit : MostEntries;
}

void EntryEditor::pick()
{
    auto *picker = new RecordPicker(m_context, property().relation, property().name, this);
    picker->setAttribute(Qt::WA_DeleteOnClose);
    connect(picker, &RecordPicker::chosen, this, [this](const QString &id, const QString &title) {
        m_names.titles.know(id, title);
        if (limit() == 1)
            m_entries = {};
        add(id);
    });
    picker->open();
}

void EntryEditor::add(const QJsonValue &entry)
{
    m_problem->hide();
    if (!m_entries.contains(entry))
        m_entries.append(entry);
    rebuild();
    Q_EMIT edited();
}

void EntryEditor::removeAt(int row)
{
    m_entries.removeAt(row);
    m_problem->hide();
    rebuild();
    if (focusProxy())
        focusProxy()->setFocus(); // the button that was pressed is gone
    Q_EMIT edited();
}

void EntryEditor::setValue(const QJsonValue &value)
{
    setBase(value);
    m_entries = m_base;
    m_problem->hide();
    rebuild();
}

void EntryEditor::setBase(const QJsonValue &value)
{
    m_base = asList(value);
}

QString EntryEditor::pending() const
{
    const QString words = m_word ? m_word->text().trimmed() : QString();
    return words.isEmpty() && m_address ? m_address->text().trimmed() : words;
}

std::optional<QJsonValue> EntryEditor::value(QString *why) const
{
    if (const QString typed = pending(); !typed.isEmpty()) {
        //: %1 what was typed into a field
        *why = tr("“%1” is typed but not added: add it, or empty the field.").arg(typed);
        return std::nullopt;
    }
    if (m_entries.isEmpty() && property().required) {
        //: %1 is the name of a property
        *why = tr("“%1” needs a value.").arg(property().name);
        return std::nullopt;
    }
    if (int(m_entries.size()) > limit()) {
        //: %1 is the name of a property; %n how many entries it takes
        *why = tr("“%1” takes %n entries at most.", nullptr, limit()).arg(property().name);
        return std::nullopt;
    }
    return m_entries.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(m_entries);
}

void EntryEditor::setName(const QString &name)
{
    m_name = name;
    if (m_choice)
        m_choice->setAccessibleName(name);
    if (m_word)
        //: Read by screen readers. %1 name of a property
        m_word->setAccessibleName(m_address ? tr("%1: name of the file").arg(name) : name);
    if (m_address)
        //: Read by screen readers. %1 name of a property
        m_address->setAccessibleName(tr("%1: address of the file").arg(name));
    if (m_add)
        //: Read by screen readers. %1 name of a property
        m_add->setAccessibleName(tr("%1: add").arg(name));
    rebuild();
}

void EntryEditor::rebuild()
{
    const auto old = m_box->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
    for (QWidget *widget : old) {
        m_flow->removeWidget(widget);
        widget->hide();
        widget->deleteLater(); // it may be the one that was just pressed
    }
    const int count = int(m_entries.size());
    const int shown = m_all ? count : std::min(count, Shown);
    for (int row = 0; row < shown; ++row) {
        const QJsonValue entry = m_entries.at(row);
        const QString text = entryText(property(), entry, m_names);
        auto *tag = makeFrame("sunken", m_box);
        auto *line = new QHBoxLayout(tag);
        line->setContentsMargins(6, 1, 6, 1); // alike on both sides: reading may run from right to left
        line->setSpacing(2);
        if (isKind(property(), "relation")) {
            QPushButton *open = makeButton(text, ButtonKind::Link, m_context.theme, tag);
            open->setToolTip(tr("Open the record"));
            connect(open, &QPushButton::clicked, this, [this, id = entry.toString()] {
                m_context.navigator.open(QStringLiteral("record"), property().relation + QLatin1Char('/') + id);
            });
            line->addWidget(open);
        } else {
            auto *label = new ElidedLabel(text, tag);
            label->setMaximumWidth(m_context.theme.scaled(260));
            if (entry.isObject())
                label->setToolTip(entry.toObject().value(QLatin1String("url")).toString());
            line->addWidget(label);
        }
        //: Read by screen readers. %1 entry of a property, %2 name of the property
        QToolButton *remove = makeIconButton(QStringLiteral("x"), tr("Take “%1” out of “%2”").arg(text, property().name), m_context.theme, tag, 12);
        connect(remove, &QToolButton::clicked, this, [this, row] { removeAt(row); });
        line->addWidget(remove);
        m_flow->addWidget(tag);
        tag->show();
    }
    if (shown < count) {
        QPushButton *more = makeButton(tr("Show all %n", "entries of a property", count), ButtonKind::Link, m_context.theme, m_box);
        connect(more, &QPushButton::clicked, this, [this] {
            m_all = true;
            rebuild();
        });
        m_flow->addWidget(more);
        more->show();
    }
    orderStops();
    m_box->setVisible(count > 0);
    m_flow->invalidate();
    m_box->updateGeometry();
    const bool full = count >= limit();
    if (m_choice && isKind(property(), "multi_select")) {
        m_choice->clear();
        m_choice->addItem(tr("Add a choice…"));
        for (const QString &option : property().options) {
            if (!m_entries.contains(QJsonValue(option)))
                m_choice->addItem(option, option);
        }
    } else if (m_choice) {
        fillPeople();
    }
    if (m_add && limit() > 1)
        m_add->setEnabled(!full);
    if (m_choice)
        m_choice->setEnabled(!full);
}

void EntryEditor::orderStops()
{
    // What was made last stands last in the chain of the Tab key, but the entries are above what adds one.
    // Qt puts widgets in order only behind a stop, so it is the last one in front of all of this.
    QWidget *before = previousInFocusChain();
    while (before != this && (isAncestorOf(before) || before->focusPolicy() == Qt::NoFocus || before->focusProxy()))
        before = before->previousInFocusChain();
    if (before == this)
        return;
    for (int i = 0; i < m_flow->count(); ++i) {
        QWidget *tag = m_flow->itemAt(i)->widget();
        QList<QWidget *> stops = tag->findChildren<QWidget *>();
        stops.prepend(tag);
        for (QWidget *stop : stops) {
            if (stop->focusPolicy() == Qt::NoFocus)
                continue;
            QWidget::setTabOrder(before, stop);
            before = stop;
        }
    }
}

} // namespace hs::ui
