#include "ui/activity/task_page.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/activity/row_view.h"
#include "ui/states/content_states.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

TaskPage::TaskPage(ViewContext &context, QWidget *parent)
    : ActivityPage(context, parent),
      m_model(context.clock),
      m_pager(context.engine, m_model, Pager<api::TaskQuery, api::TaskRow>::Order::NewestFirst)
{
    QWidget *filters = makeFilters();
    build(filters, &m_model, &m_pager, makeDetail(), tr("Tasks"), tr("The tasks could not be read."));
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Tasks)
            m_pager.refresh();
        else if (change.topic == api::Topic::Operators)
            loadPeople();
    });
    connect(&context.engine, &api::Engine::callerChanged, this, [this] { ask(); });
    connect(&context.studio, &StudioFilter::changed, this, [this] { ask(); });
    loadPeople();
    ask();
}

QWidget *TaskPage::makeFilters()
{
    const Theme &theme = context().theme;
    auto *bar = new QWidget(this);
    auto *flow = new FlowLayout(bar, 6, 6);
    flow->setContentsMargins(12, 8, 12, 8);
    m_search = new SearchField(theme, tr("Find a task"), bar);
    m_openOnly = makeButton(tr("Open only"), ButtonKind::Chip, theme, bar);
    m_openOnly->setChecked(true);
    m_mine = makeButton(tr("Mine", "tasks"), ButtonKind::Chip, theme, bar);
    flow->addWidget(m_search);
    flow->addWidget(m_openOnly);
    flow->addWidget(m_mine);
    connect(m_search, &SearchField::searched, this, [this] { ask(); });
    connect(m_openOnly, &QPushButton::toggled, this, [this] { ask(); });
    connect(m_mine, &QPushButton::toggled, this, [this] { ask(); });
    return bar;
}

QWidget *TaskPage::makeDetail()
{
    const Theme &theme = context().theme;
    auto *pane = new QWidget(this);
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(8);
    m_title = makeWrappingLabel({}, TextStyle::Strong, Token::Text, pane);
    m_text = makeWrappingLabel({}, TextStyle::Body, Token::Text2, pane);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_title);
    column->addWidget(m_text);
    auto *flow = new FlowLayout(nullptr, 8, 6);
    m_state = new QComboBox(pane);
    m_state->setAccessibleName(tr("State"));
    for (const auto status : {api::TaskStatus::ToDo, api::TaskStatus::InProgress, api::TaskStatus::OnHold,
                              api::TaskStatus::Done, api::TaskStatus::Cancelled})
        m_state->addItem(TaskModel::stateText(status), int(status));
    m_priority = new QComboBox(pane);
    m_priority->setAccessibleName(tr("Priority"));
    for (const auto priority : {api::Priority::Urgent, api::Priority::High, api::Priority::Medium, api::Priority::Low})
        m_priority->addItem(TaskModel::priorityText(priority), int(priority));
    m_assignee = new QComboBox(pane);
    m_assignee->setAccessibleName(tr("Assigned to"));
    m_assignee->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_due = new QDateTimeEdit(pane);
    m_due->setCalendarPopup(true);
    m_due->setAccessibleName(tr("Due"));
    m_due->findChild<QLineEdit *>()->setAccessibleName(m_due->accessibleName()); // the focus is in there
    m_setDue = makeButton(tr("Set due time"), ButtonKind::Normal, theme, pane, QStringLiteral("calendar-clock"));
    for (QWidget *widget : {static_cast<QWidget *>(m_state), static_cast<QWidget *>(m_priority),
                            static_cast<QWidget *>(m_assignee), static_cast<QWidget *>(m_due),
                            static_cast<QWidget *>(m_setDue)})
        flow->addWidget(widget);
    m_why = makeButton(tr("Why?"), ButtonKind::Link, theme, pane);
    m_why->setAccessibleName(tr("Why was this task made?"));
    m_why->setToolTip(m_why->accessibleName());
    flow->addWidget(m_why);
    column->addLayout(flow);
    connect(m_why, &QPushButton::clicked, this, [this] {
        if (const auto *row = m_model.at(currentRow()))
            showWhy(context(), row->id, window());
    });
    column->addStretch(1);
    connect(m_state, &QComboBox::activated, this, &TaskPage::changeState);
    connect(m_priority, &QComboBox::activated, this, [this] {
        if (const auto *row = m_model.at(currentRow())) {
            api::UpdateTask change{row->id};
            change.priority = api::Priority(m_priority->currentData().toInt());
            send(change);
        }
    });
    connect(m_assignee, &QComboBox::activated, this, [this] {
        if (const auto *row = m_model.at(currentRow())) {
            api::UpdateTask change{row->id};
            change.assignee = m_assignee->currentData().toString();
            send(change);
        }
    });
    connect(m_setDue, &QPushButton::clicked, this, [this] {
        if (const auto *row = m_model.at(currentRow())) {
            api::UpdateTask change{row->id};
            change.dueAt = m_due->dateTime().toUTC();
            send(change);
        }
    });
    return pane;
}

void TaskPage::ask()
{
    api::TaskQuery query;
    query.text = m_search->text().trimmed();
    query.openOnly = m_openOnly->isChecked();
    query.assignee = m_mine->isChecked() ? context().engine.caller().id : QString();
    query.entity = context().studio.entity();
    m_pager.setQuery(std::move(query));
}

void TaskPage::loadPeople()
{
    context().engine.ask(api::OperatorQuery{}, this, [this](Result<std::vector<api::OperatorRow>> people) {
        if (!people)
            return tell(tr("The people could not be read."), people.error());
        m_people = std::move(*people);
        m_filling = true;
        m_assignee->clear();
        m_assignee->addItem(tr("Nobody", "a task without assignee"), QString());
        for (const api::OperatorRow &person : m_people)
            m_assignee->addItem(person.name, person.id);
        m_filling = false;
        currentChanged();
    });
}

void TaskPage::refresh()
{
    m_pager.refresh();
}

void TaskPage::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void TaskPage::showObject(const QString &id)
{
    m_wanted = id;
    if (const int row = m_model.rowOf(id); row >= 0) {
        list()->setCurrentIndex(m_model.index(row, 0));
        m_wanted.clear();
    } else if (!id.isEmpty() && m_openOnly->isChecked()) {
        m_openOnly->setChecked(false); // it may be done
    }
}

void TaskPage::showState()
{
    if (m_model.rowCount() > 0) {
        states()->showContent();
        if (const int row = m_wanted.isEmpty() ? -1 : m_model.rowOf(m_wanted); row >= 0) {
            list()->setCurrentIndex(m_model.index(row, 0));
            m_wanted.clear();
        }
        settleColumns(TaskModel::Title);
    } else if (!m_search->text().trimmed().isEmpty() || m_mine->isChecked()) {
        states()->showEmpty({QStringLiteral("search"), tr("Nothing matches"), tr("No task fits the filters."),
                             tr("Clear filters"), [this] {
                                 m_search->clear();
                                 m_mine->setChecked(false);
                                 ask();
                             }});
    } else if (m_openOnly->isChecked()) {
        states()->showEmpty({QStringLiteral("circle-check"), tr("All done"), tr("No task is open."), tr("Show done tasks"),
                             [this] { m_openOnly->setChecked(false); }, Tone::Ok});
    } else {
        states()->showEmpty({QStringLiteral("list-checks"), tr("No tasks yet"),
                             tr("Tasks that agents and people make appear here."), {}, {}});
    }
    currentChanged();
}

void TaskPage::currentChanged()
{
    const api::TaskRow *row = m_model.at(currentRow());
    const bool may = context().engine.caller().role >= api::Role::Operator;
    for (QWidget *widget : {static_cast<QWidget *>(m_state), static_cast<QWidget *>(m_priority),
                            static_cast<QWidget *>(m_assignee), static_cast<QWidget *>(m_due),
                            static_cast<QWidget *>(m_setDue)}) {
        widget->setEnabled(row && may);
        widget->setToolTip(may ? QString() : tr("Needs the role operator."));
    }
    m_title->setText(row ? row->title : QString());
    m_text->setText(row ? row->description : QString());
    m_text->setVisible(!m_text->text().isEmpty());
    m_why->setVisible(row && !row->createdBy.isEmpty() && !row->createdBy.startsWith(QLatin1String("op_"))); // people know why
    if (!row)
        return;
    m_state->setCurrentIndex(m_state->findData(int(row->status)));
    m_priority->setCurrentIndex(m_priority->findData(int(row->priority)));
    m_assignee->setCurrentIndex(std::max(0, m_assignee->findData(row->assignee)));
    if (!m_due->hasFocus())
        m_due->setDateTime((row->dueAt.isValid() ? row->dueAt : context().ticker.now().addDays(1)).toLocalTime());
}

void TaskPage::changeState(int index)
{
    const api::TaskRow *row = m_model.at(currentRow());
    if (!row || m_filling)
        return;
    api::UpdateTask change{row->id};
    change.status = api::TaskStatus(m_state->itemData(index).toInt());
    if (*change.status == row->status)
        return;
    if (*change.status != api::TaskStatus::Cancelled) {
        send(change);
        return;
    }
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInputMode(QInputDialog::TextInput);
    dialog->setWindowTitle(tr("Cancel task"));
    //: %1 is a task.
    dialog->setLabelText(tr("Why is “%1” cancelled? A reason is needed.").arg(row->title));
    dialog->setOkButtonText(tr("Cancel the task"));
    dialog->setCancelButtonText(tr("Keep it"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, change](const QString &reason) mutable {
        if (reason.trimmed().isEmpty())
            return currentChanged();
        change.reason = reason.trimmed();
        send(change);
    });
    connect(dialog, &QDialog::rejected, this, [this] { currentChanged(); });
    dialog->open();
}

void TaskPage::send(const api::UpdateTask &change)
{
    context().engine.submit(change, this, [this](const Result<api::Receipt> &receipt) {
        if (!receipt)
            tell(tr("The task was not changed."), receipt.error());
        m_pager.refresh();
    });
}

} // namespace hs::ui
