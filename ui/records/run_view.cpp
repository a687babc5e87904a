#include "ui/records/run_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QMenu>
#include <QPushButton>
#include <QPointer>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/boards/card_moves.h"
#include "ui/lists/reason_dialog.h"
#include "ui/records/field_value.h"
#include "ui/records/history_delegate.h"
#include "ui/records/run_words.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/workflow_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

RunView::RunView(ViewContext &context, QWidget *parent)
    : DockView(context, parent), m_directory(context.engine), m_history(context.engine)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *page = new QWidget;
    m_states = new ContentStates(context.theme, page, this);
    outer->addWidget(m_states);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 12, 16, 4);
    head->setSpacing(3);
    auto *top = new QHBoxLayout;
    top->setSpacing(6);
    m_number = new ElidedLabel({}, page);
    setLabelStyle(m_number, TextStyle::Mono, Token::Text3);
    m_status = new Chip(context.theme, page);
    m_agent = new Chip(context.theme, page);
    top->addWidget(m_number, 1);
    top->addWidget(m_agent);
    top->addWidget(m_status);
    head->addLayout(top);
    m_name = makeWrappingLabel({}, TextStyle::Title, Token::Text, page);
    head->addWidget(m_name);
    m_about = new ElidedLabel({}, page);
    setLabelStyle(m_about, TextStyle::Small, Token::Text2);
    head->addWidget(m_about);
    layout->addLayout(head);

    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(16, 0, 16, 0);
    tabs->setSpacing(14);
    m_overviewTab = makeButton(tr("Now"), ButtonKind::Tab, context.theme, page);
    m_historyTab = makeButton(tr("History"), ButtonKind::Tab, context.theme, page);
    auto *group = new QButtonGroup(this);
    for (QPushButton *tab : {m_overviewTab, m_historyTab}) {
        tab->setCheckable(true);
        group->addButton(tab);
        tabs->addWidget(tab);
    }
    tabs->addStretch(1);
    layout->addLayout(tabs);
    layout->addWidget(makeLine(page));

    m_pages = new QStackedWidget(page);
    m_scroll = new QScrollArea(m_pages);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Where the run stands"));
    m_pages->addWidget(m_scroll);
    m_steps = new VirtualList;
    m_steps->setEstimate(64);
    m_steps->setRowMargins({0, 6, 0, 10});
    m_steps->setAccessibleName(tr("Steps of the run"));
    m_steps->setItemDelegate(new HistoryDelegate(context.theme, context.ticker, m_steps));
    m_steps->setModel(&m_history);
    m_steps->setContextMenuPolicy(Qt::CustomContextMenu);
    m_stepStates = new ContentStates(context.theme, m_steps, m_pages);
    m_pages->addWidget(m_stepStates);
    layout->addWidget(m_pages, 1);

    connect(m_overviewTab, &QPushButton::clicked, this, [this] { showHistory(false); });
    connect(m_historyTab, &QPushButton::clicked, this, [this] { showHistory(true); });
    connect(m_steps, &QAbstractItemView::activated, this, &RunView::toggleStep);
    connect(m_steps, &QAbstractItemView::clicked, this, &RunView::toggleStep);
    connect(m_steps, &QWidget::customContextMenuRequested, this, &RunView::stepMenu);
    connect(m_steps, &VirtualList::visibleRowsChanged, this, [this](int, int last) {
        if (last >= m_history.size() - 30)
            m_history.loadMore();
    });
    connect(&context.theme, &Theme::changed, m_steps, [this] { m_steps->remeasureAll(); });
    connect(&m_history, &HistoryModel::loaded, this, [this] {
        if (m_history.isEmpty())
            m_stepStates->showEmpty({QStringLiteral("history"), tr("No steps yet"), tr("The first step is written when the run starts."),
                                     {}, {}, Tone::Neutral});
        else
            m_stepStates->showContent();
    });
    connect(&m_history, &HistoryModel::failed, this, [this](const Error &error) {
        m_stepStates->showFailure({tr("The history could not be read."), this->context().ticker.now(), {}, error,
                                   [this] { m_history.open(m_id); }});
    });
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (m_id.isEmpty())
            return;
        const bool named = change.ids.empty() || std::find(change.ids.begin(), change.ids.end(), m_id) != change.ids.end();
        if (change.topic == api::Topic::Workflows && named && m_atSeq < 0)
            ask();
        else if (change.topic == api::Topic::Tasks)
            askTasks();
    });
    connect(&m_directory, &Directory::agentsChanged, this, [this] {
        if (m_answered)
            fillHead();
    });
    makeActions();
    showHistory(false);
    m_states->showEmpty({QStringLiteral("git-branch"), tr("No run chosen"), tr("Open a card of a board to see its run."), tr("Show the board"),
                         [this] { this->context().navigator.openDock(QStringLiteral("board")); }, Tone::Neutral});
}

void RunView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const QString scope = QStringLiteral("run");
    actions.add({QStringLiteral("run.retry"), tr("Try the failed step again"), tr("incident retry"), scope, {},
                 QStringLiteral("rotate-ccw")},
                this, [this] { retryIncident(); });
    actions.add({QStringLiteral("run.cancel"), tr("Cancel the run with a reason…"), tr("stop end workflow"), scope, {},
                 QStringLiteral("ban")},
                this, [this] { cancel(); });
    actions.add({QStringLiteral("run.board"), tr("Show the run on its board"), tr("card column"), scope, {},
                 QStringLiteral("square-kanban")},
                this, [this] {
                    if (!m_id.isEmpty())
                        context().navigator.open(QStringLiteral("board_card"), m_id);
                });
}

QString RunView::title() const
{
    return tr("Run");
}

QString RunView::badge() const
{
    return m_answered ? m_detail.row.number : QString();
}

void RunView::showObject(const QString &kind, const QString &id)
{
    if (!id.isEmpty() && id != m_id) {
        m_id = id;
        m_atSeq = -1;
        m_answered = false;
        m_tasks.clear();
        m_history.open(id);
        ask();
        askTasks();
    }
    showHistory(kind == QLatin1String("run"));
}

void RunView::showHistory(bool history)
{
    m_overviewTab->setChecked(!history);
    m_historyTab->setChecked(history);
    m_pages->setCurrentIndex(history ? 1 : 0);
}

void RunView::lookBack(qint64 seq)
{
    m_atSeq = seq;
    showHistory(false);
    ask();
}

void RunView::ask()
{
    m_states->beginLoading();
    api::WorkflowDetailQuery query;
    query.id = m_id;
    query.atSeq = m_atSeq;
    context().engine.ask(query, this, [this, query](Result<api::WorkflowDetail> detail) {
        if (query.id != m_id || query.atSeq != m_atSeq)
            return;
        if (!detail) {
            m_states->showFailure({tr("The run could not be read."), context().ticker.now(),
                                   m_answered ? tr("You see what was read last.") : QString(), detail.error(), [this] { ask(); }});
            return;
        }
        const bool otherDefinition = !m_answered || detail->row.definition != m_detail.row.definition;
        m_detail = std::move(*detail);
        m_answered = true;
        fill();
        m_states->showContent();
        Q_EMIT badgeChanged();
        if (!otherDefinition)
            return;
        context().engine.ask(api::DefinitionQuery{}, this, [this](Result<std::vector<api::DefinitionInfo>> definitions) {
            if (!definitions) // states then show their keys
                return;
            for (api::DefinitionInfo &definition : *definitions) {
                if (definition.id == m_detail.row.definition)
                    m_columns = std::move(definition.columns);
            }
            fill();
        });
    });
}

void RunView::askTasks()
{
    if (m_id.isEmpty())
        return;
    api::TaskQuery query;
    query.workflow = m_id;
    query.window.limit = 100;
    context().engine.ask(query, this, [this, id = m_id](Result<api::Page<api::TaskRow>> page) {
        if (!page || id != m_id)
            return;
        m_tasks = std::move(page->rows);
        if (m_answered)
            fill();
    });
}

void RunView::refresh()
{
    if (m_id.isEmpty())
        return;
    ask();
    askTasks();
    m_history.refresh();
}

void RunView::clearBody()
{
    m_body = new QWidget;
    m_bodyLayout = new QVBoxLayout(m_body);
    m_bodyLayout->setContentsMargins(16, 12, 16, 16);
    m_bodyLayout->setSpacing(14);
}

QVBoxLayout *RunView::addSection(const QString &name)
{
    auto *section = new QVBoxLayout;
    section->setSpacing(5);
    section->addWidget(makeLabel(name, TextStyle::Strong, Token::Text2, m_body));
    m_bodyLayout->addLayout(section);
    return section;
}

void RunView::addRow(QVBoxLayout *into, const QString &name, const QString &value, bool mono)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    QLabel *key = makeWrappingLabel(name, TextStyle::Body, Token::Text2, m_body);
    QLabel *words = makeWrappingLabel(value, mono ? TextStyle::Mono : TextStyle::Body, Token::Text, m_body);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    //: Read by screen readers. %1 name of a field, %2 its value
    words->setAccessibleName(tr("%1: %2").arg(name, value));
    row->addWidget(key, 2, Qt::AlignTop);
    row->addWidget(words, 3, Qt::AlignTop);
    into->addLayout(row);
}

void RunView::fill()
{
    fillHead();
    const int scroll = m_scroll->verticalScrollBar()->value();
    clearBody();
    if (m_atSeq >= 0) {
        QFrame *note = makeFrame("info", m_body);
        auto *row = new QHBoxLayout(note);
        row->setContentsMargins(10, 8, 8, 8);
        //: %1 is the number of a step
        row->addWidget(makeWrappingLabel(tr("As it stood after step %1.").arg(QLocale().toString(m_atSeq)), TextStyle::Body, Token::Info, note), 1);
        QPushButton *back = makeButton(tr("Back to now"), ButtonKind::Link, context().theme, note);
        connect(back, &QPushButton::clicked, this, [this] { lookBack(-1); }, Qt::QueuedConnection);
        row->addWidget(back);
        m_bodyLayout->addWidget(note);
    }
    if (m_detail.row.status == api::WorkflowStatus::Incident || !m_detail.row.error.isEmpty()) {
        QFrame *trouble = makeFrame("danger", m_body);
        auto *box = new QVBoxLayout(trouble);
        box->setContentsMargins(12, 10, 12, 10);
        box->addWidget(makeWrappingLabel(m_detail.row.error.isEmpty() ? tr("A step failed.") : m_detail.row.error, TextStyle::Body,
                                         Token::Danger, trouble));
        if (m_detail.row.status == api::WorkflowStatus::Incident && m_atSeq < 0) {
            QPushButton *retry = makeButton(tr("Try the step again"), ButtonKind::Normal, context().theme, trouble, QStringLiteral("rotate-ccw"));
            connect(retry, &QPushButton::clicked, this, &RunView::retryIncident);
            box->addWidget(retry, 0, Qt::AlignLeading);
        }
        m_bodyLayout->addWidget(trouble);
    }
    if (m_atSeq < 0)
        fillMoves();
    fillWork();
    fillFields();
    m_bodyLayout->addStretch(1);
    m_scroll->setWidget(m_body); // the old one is deleted by it
    m_body->setAutoFillBackground(false);
    m_scroll->verticalScrollBar()->setValue(scroll);
}

void RunView::fillHead()
{
    const api::WorkflowRow &row = m_detail.row;
    m_number->setFullText(row.number);
    m_name->setText(row.title);
    const StatusLook look = statusLook(row.status);
    m_status->setLook(statusText(row.status), look.tone, look.icon);
    m_agent->setVisible(!row.agent.isEmpty());
    if (!row.agent.isEmpty())
        m_agent->setAgent(row.agent, m_directory.agentName(row.agent));
    QStringList about;
    about << columnTitle(row.column, m_columns);
    if (!row.person.isEmpty())
        about << row.person;
    if (!row.entity.isEmpty())
        about << context().studio.nameOf(row.entity);
    if (!row.assignee.isEmpty())
        //: %1 is a colleague's name
        about << tr("with %1").arg(m_directory.personName(row.assignee));
    m_about->setFullText(about.join(QStringLiteral(" · ")));
}

void RunView::fillMoves()
{
    if (!isOpen(m_detail.row.status))
        return;
    QVBoxLayout *section = addSection(tr("Moves"));
    for (const api::LegalMove &legal : m_detail.moves) {
        auto *row = new QHBoxLayout;
        row->setSpacing(10);
        QPushButton *button = makeButton(columnTitle(legal.column, m_columns), ButtonKind::Normal, context().theme, m_body,
                                         QStringLiteral("arrow-right"));
        button->setAccessibleName(moveText(legal, m_columns));
        connect(button, &QPushButton::clicked, this, [this, legal] { move(legal); });
        row->addWidget(button, 0, Qt::AlignTop);
        //: Beside a move: %1 event name, %2 name of the rule that decides
        row->addWidget(makeWrappingLabel(legal.guarded ? tr("%1, if “%2” holds").arg(legal.event, legal.guard) : legal.event,
                                         TextStyle::Small, Token::Text2, m_body),
                       1, Qt::AlignVCenter);
        section->addLayout(row);
    }
    if (m_detail.moves.empty())
        section->addWidget(makeWrappingLabel(m_detail.row.waitingOn.isEmpty()
                                                 ? tr("No move by hand is possible now.")
                                                 //: %1 is what a run waits for, e.g. "a person's decision"
                                                 : tr("No move by hand is possible now. It waits for: %1.").arg(waitingOnText(m_detail.row.waitingOn)),
                                             TextStyle::Body, Token::Text2, m_body));
    auto *row = new QHBoxLayout;
    if (m_detail.undoable && m_detail.undoUntil > context().ticker.now()) {
        QPushButton *undo = makeButton(tr("Undo the last move"), ButtonKind::Link, context().theme, m_body, QStringLiteral("undo-2"));
        connect(undo, &QPushButton::clicked, this, [this] {
            context().engine.submit(api::UndoMove{m_id}, this, [this](Result<api::Receipt> receipt) {
                if (!receipt)
                    tellFailure(tr("The move could not be taken back."), receipt.error());
            });
        });
        row->addWidget(undo);
    }
    QPushButton *stop = makeButton(tr("Cancel with a reason…"), ButtonKind::Quiet, context().theme, m_body, QStringLiteral("ban"));
    connect(stop, &QPushButton::clicked, this, &RunView::cancel);
    row->addWidget(stop);
    row->addStretch(1);
    section->addLayout(row);
}

void RunView::fillWork()
{
    const QDateTime now = context().ticker.now();
    if (!m_detail.openTasks.isEmpty()) {
        QVBoxLayout *section = addSection(tr("At work"));
        for (const QJsonValue &value : m_detail.openTasks) {
            const QJsonObject task = value.toObject();
            const int attempt = task.value(QStringLiteral("attempt")).toInt();
            QString state = task.value(QStringLiteral("status")).toString();
            if (attempt > 1)
                //: %1 state of a piece of work, %2 which try it is
                state = tr("%1, try %2").arg(state, QLocale().toString(attempt));
            addRow(section, task.value(QStringLiteral("src")).toString(task.value(QStringLiteral("id")).toString()), state);
        }
    }
    if (!m_detail.timers.isEmpty()) {
        QVBoxLayout *section = addSection(tr("Timers"));
        for (const QJsonValue &value : m_detail.timers) {
            const QJsonObject timer = value.toObject();
            const QJsonValue due = timer.value(QStringLiteral("due"));
            const QDateTime at = due.isDouble() ? QDateTime::fromMSecsSinceEpoch(due.toInteger(), Qt::UTC)
                                                : QDateTime::fromString(due.toString(), Qt::ISODateWithMs);
            api::HistoryRow named;
            named.input = timer.value(QStringLiteral("event")).toString();
            QString when = fullMoment(at);
            if (const qint64 left = now.secsTo(at); left > 0 && m_atSeq < 0)
                //: %1 is a date with time, %2 how long until then
                when = tr("%1, in %2").arg(when, spokenDuration(left));
            addRow(section, stepInput(named), when);
        }
    }
    if (!m_tasks.empty() && m_atSeq < 0) {
        QVBoxLayout *section = addSection(tr("Tasks"));
        for (const api::TaskRow &task : m_tasks) {
            QStringList words{taskStatusText(task.status)};
            if (task.dueAt.isValid())
                //: %1 is a date with time
                words << tr("due %1").arg(momentText(task.dueAt, now));
            if (!task.assigneeName.isEmpty())
                words << task.assigneeName;
            addRow(section, task.title, words.join(QStringLiteral(" · ")));
        }
    }
}

void RunView::fillFields()
{
    QVBoxLayout *section = addSection(tr("What it knows"));
    if (m_detail.context.isEmpty())
        section->addWidget(makeWrappingLabel(tr("Nothing yet."), TextStyle::Body, Token::Text2, m_body));
    for (auto it = m_detail.context.begin(); it != m_detail.context.end(); ++it) {
        const bool nested = it.value().isObject() || it.value().isArray();
        addRow(section, it.key(), nested ? indented(it.value()) : plainText(it.value()), nested);
    }
    QVBoxLayout *facts = addSection(tr("About the run"));
    //: %1 title or id of a workflow, %2 its version
    addRow(facts, tr("Workflow"), tr("%1, version %2").arg(m_detail.row.definition, m_detail.row.version));
    addRow(facts, tr("State"), m_detail.row.state);
    addRow(facts, tr("Started"), fullMoment(m_detail.row.startedAt));
    addRow(facts, tr("Here since"), fullMoment(m_detail.row.enteredAt));
    addRow(facts, tr("Steps"), QLocale().toString(m_detail.row.steps));
    if (!m_detail.row.contact.isEmpty()) {
        QPushButton *contact = makeButton(tr("Open the contact"), ButtonKind::Link, context().theme, m_body, QStringLiteral("user-round"));
        connect(contact, &QPushButton::clicked, this,
                [this] { context().navigator.open(QStringLiteral("contact"), m_detail.row.contact); });
        facts->addWidget(contact, 0, Qt::AlignLeading);
    }
}

void RunView::move(const api::LegalMove &legal)
{
    api::SendWorkflowEvent command;
    command.workflow = m_id;
    command.type = legal.event;
    context().engine.submit(std::move(command), this, [this, legal, id = m_id](Result<api::Receipt> receipt) {
        if (!receipt) {
            tellFailure(tr("The run did not move."), receipt.error());
            return;
        }
        if (receipt->data.value(QStringLiteral("ignored")).toBool()) {
            //: %1 is the name of a rule of the workflow
            context().toasts.show(legal.guarded ? tr("It stays where it was. The rule “%1” did not allow it.").arg(legal.guard)
                                                : tr("It stays where it was. The workflow does not take this step now."),
                                  Tone::Warn);
            return;
        }
        UndoCenter::Entry entry;
        //: %1 number of a run, %2 name of a state
        entry.text = tr("Moved %1 to %2").arg(m_detail.row.number, columnTitle(legal.column, m_columns));
        entry.until = context().ticker.now().addSecs(10);
        entry.key = QStringLiteral("card/") + id;
        const QPointer<RunView> self(this);
        entry.undo = [self, id] {
            if (self)
                self->context().engine.submit(api::UndoMove{id}, self, [self](Result<api::Receipt> undone) {
                    if (!undone)
                        self->tellFailure(tr("The move could not be taken back."), undone.error());
                });
        };
        context().undo.push(std::move(entry));
        ask();
    });
}

void RunView::retryIncident()
{
    if (m_id.isEmpty() || m_detail.row.status != api::WorkflowStatus::Incident)
        return;
    context().engine.submit(api::RetryIncident{m_id}, this, [this](Result<api::Receipt> receipt) {
        if (!receipt)
            tellFailure(tr("The step could not be tried again."), receipt.error());
        else
            refresh();
    });
}

void RunView::cancel()
{
    if (m_id.isEmpty() || !isOpen(m_detail.row.status))
        return;
    //: %1 is the number of a run
    askReason(window(), tr("Cancel %1").arg(m_detail.row.number),
              //: %1 is the title of a run
              tr("Why does “%1” end here? The reason is kept in its history.").arg(m_detail.row.title), tr("Cancel it"),
              [this, id = m_id](const QString &reason) {
                  context().engine.submit(api::CancelWorkflow{id, reason}, this, [this](Result<api::Receipt> receipt) {
                      if (!receipt)
                          tellFailure(tr("It could not be cancelled."), receipt.error());
                      else
                          refresh();
                  });
              });
}

void RunView::toggleStep(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const qint64 seq = m_history.at(index.row()).seq;
    m_history.setOpen(seq, !m_history.isOpen(seq));
}

void RunView::stepMenu(const QPoint &position)
{
    const QModelIndex index = m_steps->indexAt(position);
    if (!index.isValid())
        return;
    const qint64 seq = m_history.at(index.row()).seq;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_history.isOpen(seq) ? tr("Fold") : tr("Show all of it"), this,
                    [this, seq] { m_history.setOpen(seq, !m_history.isOpen(seq)); });
    menu->addAction(context().theme.icon(QStringLiteral("history")), tr("See how it stood after this step"), this,
                    [this, seq] { lookBack(seq); });
    menu->popup(m_steps->viewport()->mapToGlobal(position));
}

void RunView::tellFailure(const QString &what, const Error &error)
{
    context().toasts.show({what + QLatin1Char(' ') + errorSentence(error), Tone::Danger, {}, {}, errorDetails(error)});
}

QWidget *RunView::firstFocus()
{
    if (!m_answered)
        return this;
    return m_pages->currentIndex() == 1 ? static_cast<QWidget *>(m_steps) : m_overviewTab;
}

QByteArray RunView::saveState() const
{
    return QJsonDocument(QJsonObject{{QStringLiteral("run"), m_id}, {QStringLiteral("history"), m_pages->currentIndex() == 1}})
        .toJson(QJsonDocument::Compact);
}

void RunView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (const QString id = state.value(QStringLiteral("run")).toString(); !id.isEmpty())
        showObject(state.value(QStringLiteral("history")).toBool() ? QStringLiteral("run") : QStringLiteral("workflow"), id);
}

} // namespace hs::ui
