#include "ui/records/record_history.h"

#include <algorithm>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/lists/directory.h"
#include "ui/lists/fact_row_delegate.h"
#include "ui/records/field_value.h"
#include "ui/records/record_titles.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int LongestInRow = 160;     ///< characters of a value in the list
constexpr int LongestInDetail = 1200; ///< and below it

} // namespace

PropertyHistoryModel::PropertyHistoryModel(const Clock &clock, FieldNames names, QObject *parent) : TimedRowModel(clock, parent), m_names(names) {}

QString PropertyHistoryModel::valueText(const QString &property, const QJsonValue &value) const
{
    const auto known = std::find_if(m_database.properties.begin(), m_database.properties.end(), [&](const auto &one) { return one.name == property; });
    const QString text = known == m_database.properties.end() ? plainText(value) : namedText(*known, value, m_names);
    return text.isEmpty() ? tr("no value") : beginningOf(text, LongestInDetail);
}

QString PropertyHistoryModel::rowText(const QString &property, const QJsonValue &value) const
{
    return beginningOf(valueText(property, value).simplified(), LongestInRow);
}

QString PropertyHistoryModel::actorText(const api::PropertyChangeRow &row) const
{
    if (row.actorKind == QLatin1String("agent"))
        //: Who changed a value. %1 is the name of an agent
        return tr("%1 (agent)").arg(m_names.people.agentName(row.actor));
    if (row.actorKind == QLatin1String("key"))
        //: Who changed a value. %1 is the name of an API key
        return tr("%1 (API key)").arg(row.actor);
    if (row.actorKind == QLatin1String("service"))
        //: Who changed a value. %1 is a person or service beyond the console, such as "Mira Kovac (Notion)"
        return tr("%1, from outside").arg(row.actor);
    return m_names.people.personName(row.actor);
}

QVariant PropertyHistoryModel::data(const QModelIndex &index, int role) const
{
    const api::PropertyChangeRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return propertyTitle(row->property);
    case FactTrailing:
        return moment(row->at);
    case FactSecond:
    case Qt::ToolTipRole:
        //: A change of a value: %1 before, %2 after
        return tr("%1 → %2").arg(rowText(row->property, row->before), rowText(row->property, row->after));
    case FactThird:
        return actorText(*row);
    case Qt::AccessibleTextRole:
        //: A change, spoken: %1 property, %2 value before, %3 value after, %4 who, %5 when
        return tr("%1 was %2, is %3. Changed by %4, %5.")
            .arg(propertyTitle(row->property), rowText(row->property, row->before), rowText(row->property, row->after), actorText(*row), moment(row->at));
    default:
        return {};
    }
}

RecordHistory::RecordHistory(ViewContext &context, FieldNames names, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(context.clock, names),
      m_pager(context.engine, m_model, Pager<api::PropertyHistoryQuery, api::PropertyChangeRow>::Order::NewestFirst)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(6);
    m_property = new QComboBox(this);
    m_property->setAccessibleName(tr("History of"));
    m_property->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(16, 0, 16, 0);
    top->addWidget(m_property);
    column->addLayout(top);
    m_list = new VirtualList;
    m_list->setRowMargins({0, 2, 0, 6});
    m_list->setAccessibleName(tr("Changes of the record"));
    m_list->setItemDelegate(new FactRowDelegate(context.theme, 3, m_list));
    m_list->setModel(&m_model);
    m_states = new ContentStates(context.theme, m_list, this);
    column->addWidget(m_states, 1);

    m_detail = new QWidget(this);
    auto *detail = new QVBoxLayout(m_detail);
    detail->setContentsMargins(16, 8, 16, 12);
    detail->setSpacing(4);
    m_who = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_detail);
    m_before = makeWrappingLabel({}, TextStyle::Body, Token::Text, m_detail);
    m_after = makeWrappingLabel({}, TextStyle::Body, Token::Text, m_detail);
    for (QLabel *label : {m_before, m_after})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_undo = makeButton(tr("Undo this change"), ButtonKind::Normal, context.theme, m_detail, QStringLiteral("undo-2"));
    detail->addWidget(makeLine(m_detail));
    for (QWidget *widget : {static_cast<QWidget *>(m_who), static_cast<QWidget *>(m_before), static_cast<QWidget *>(m_after)})
        detail->addWidget(widget);
    m_why = makeButton(tr("Why?"), ButtonKind::Link, context.theme, m_detail);
    m_agent = makeButton({}, ButtonKind::Link, context.theme, m_detail);
    auto *buttons = new FlowLayout(nullptr, 6, 4);
    for (QPushButton *button : {m_undo, m_why, m_agent})
        buttons->addWidget(button);
    detail->addLayout(buttons);
    column->addWidget(m_detail);
    m_detail->hide();

    connect(m_property, &QComboBox::activated, this, &RecordHistory::ask);
    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int, int last) { m_model.shown(last); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &RecordHistory::showChange);
    connect(m_undo, &QPushButton::clicked, this, &RecordHistory::undo);
    connect(m_why, &QPushButton::clicked, this, [this] { showWhy(m_context, m_record, window()); });
    connect(m_agent, &QPushButton::clicked, this, [this] {
        if (const api::PropertyChangeRow *row = change())
            m_context.navigator.open(QStringLiteral("agent"), row->actor);
    });
    connect(&m_pager, &PagerBase::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_states->beginLoading();
    });
    connect(&m_pager, &PagerBase::loaded, this, &RecordHistory::showState);
    connect(&m_pager, &PagerBase::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The history could not be read."), m_context.ticker.now(), {}, error, [this] { refresh(); }});
    });
    connect(&names.titles, &RecordTitles::changed, this, [this] {
        m_list->viewport()->update();
        showChange();
    });
    connect(&context.theme, &Theme::changed, this, [this] { m_list->remeasureAll(); });
}

void RecordHistory::show(const api::DatabaseInfo &database, const QString &record)
{
    if (record == m_record)
        return refresh();
    m_record = record;
    m_model.setDatabase(database);
    m_model.clear();
    m_property->clear();
    m_property->addItem(tr("All fields"), QString());
    for (const api::PropertyInfo &property : database.properties)
        m_property->addItem(property.name, property.name);
    m_property->addItem(propertyTitle(PageContentName), PageContentName);
    if (!record.isEmpty())
        ask();
}

void RecordHistory::ask()
{
    m_pager.setQuery({m_record, m_property->currentData().toString(), {}});
}

void RecordHistory::refresh()
{
    if (!m_record.isEmpty())
        m_pager.refresh();
}

void RecordHistory::choose(int row)
{
    m_list->setCurrentIndex(m_model.index(row, 0));
}

void RecordHistory::showState()
{
    if (m_model.rowCount() > 0)
        m_states->showContent();
    else if (m_property->currentIndex() > 0)
        m_states->showEmpty({QStringLiteral("history"), tr("Never changed"), tr("This field has stood since the record was made."), tr("Show all fields"),
                             [this] {
                                 m_property->setCurrentIndex(0);
                                 ask();
                             },
                             Tone::Neutral});
    else
        m_states->showEmpty({QStringLiteral("history"), tr("Never changed"), tr("Nobody has changed this record since it was made."), {}, {}, Tone::Neutral});
    showChange();
}

const api::PropertyChangeRow *RecordHistory::change() const
{
    return m_model.at(m_list->currentIndex().row());
}

void RecordHistory::showChange()
{
    const api::PropertyChangeRow *row = change();
    m_detail->setVisible(row);
    if (!row)
        return;
    //: Who changed a property and when: %1 property, %2 who, %3 when in full
    m_who->setText(tr("%1, changed by %2, %3").arg(propertyTitle(row->property), m_model.actorText(*row), fullMoment(row->at)));
    //: The value before a change
    m_before->setText(tr("Before: %1").arg(m_model.valueText(row->property, row->before)));
    //: The value after a change
    m_after->setText(tr("After: %1").arg(m_model.valueText(row->property, row->after)));
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_undo->setEnabled(may);
    const bool agent = row->actorKind == QLatin1String("agent");
    m_why->setVisible(agent);
    m_why->setAccessibleName(tr("Why was this changed?"));
    m_agent->setVisible(agent && m_context.navigator.canOpen(QStringLiteral("agent")));
    //: Opens the page of an agent. %1 its name, such as "Nyra (agent)"
    m_agent->setText(tr("Open %1").arg(m_model.actorText(*row)));
    //: %1 is a value
    m_undo->setToolTip(may ? tr("Puts “%1” back").arg(m_model.rowText(row->property, row->before)) : tr("Needs the role operator."));
}

void RecordHistory::undo()
{
    const api::PropertyChangeRow *row = change();
    if (!row)
        return;
    const QString property = propertyTitle(row->property);
    m_context.engine.submit(api::UndoPropertyChange{m_record, row->seq}, this, [this, property](const Result<api::Receipt> &receipt) {
        if (receipt)
            //: %1 is the name of a property
            m_context.toasts.show(tr("“%1” has its earlier value again").arg(property), Tone::Ok);
        else
            m_context.toasts.show(Toast{tr("The change was not undone. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {},
                                        errorDetails(receipt.error())});
        refresh();
    });
}

} // namespace hs::ui
