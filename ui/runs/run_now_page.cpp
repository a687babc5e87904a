#include "ui/runs/run_now_page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/boards/card_moves.h"
#include "ui/records/field_value.h"
#include "ui/runs/fact_sheet.h"
#include "ui/runs/run_words.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/workflow_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

RunNowPage::RunNowPage(ViewContext &context, RunCommands &commands, QWidget *parent)
    : QWidget(parent), m_context(context), m_commands(commands)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Where the run stands"));
    layout->addWidget(m_scroll);
}

void RunNowPage::show(const api::WorkflowDetail &detail, const std::vector<api::ColumnInfo> &columns, const std::vector<api::TaskRow> &tasks,
                      const std::vector<RunOffer> &offers)
{
    m_detail = detail;
    m_columns = columns;
    m_tasks = tasks;
    m_offers = offers;
    const int scroll = m_scroll->verticalScrollBar()->value();
    auto *sheet = new FactSheet(m_context.theme);
    fillTrouble(*sheet);
    fillMoves(*sheet);
    fillWork(*sheet);
    fillFields(*sheet);
    sheet->end();
    m_scroll->setWidget(sheet); // the old one is deleted by it
    sheet->setAutoFillBackground(false);
    m_scroll->verticalScrollBar()->setValue(scroll);
}

void RunNowPage::fillTrouble(FactSheet &sheet)
{
    if (m_detail.row.status != api::WorkflowStatus::Incident && m_detail.row.error.isEmpty())
        return;
    QFrame *trouble = makeFrame("danger", &sheet);
    auto *box = new QVBoxLayout(trouble);
    box->setContentsMargins(12, 10, 12, 10);
    box->addWidget(makeWrappingLabel(m_detail.row.error.isEmpty() ? tr("A step failed.") : engineSentence(m_detail.row.error), TextStyle::Body,
                                     Token::Danger, trouble));
    const RunOffer *offer = findOffer(m_offers, RunOffer::Kind::Retry);
    if (offer && offer->refused.isEmpty()) {
        box->addWidget(makeWrappingLabel(offer->consequence, TextStyle::Small, Token::Text, trouble));
        QPushButton *retry = makeButton(offer->title, ButtonKind::Normal, m_context.theme, trouble, offer->icon);
        retry->setAccessibleDescription(offer->consequence);
        connect(retry, &QPushButton::clicked, this, [this, wanted = *offer] { Q_EMIT offerWanted(wanted); }, Qt::QueuedConnection);
        box->addWidget(retry, 0, Qt::AlignLeading);
    }
    sheet.layOut()->addWidget(trouble);
}

void RunNowPage::fillMoves(FactSheet &sheet)
{
    if (!isOpen(m_detail.row.status))
        return;
    QVBoxLayout *section = sheet.addSection(tr("Moves"));
    for (const api::LegalMove &legal : m_detail.moves) {
        auto *row = new QHBoxLayout;
        row->setSpacing(10);
        QPushButton *button = makeButton(columnTitle(legal.column, m_columns), ButtonKind::Normal, m_context.theme, &sheet,
                                         QStringLiteral("arrow-right"));
        button->setAccessibleName(moveText(legal, m_columns));
        connect(button, &QPushButton::clicked, this, [this, legal] { move(legal); });
        row->addWidget(button, 0, Qt::AlignTop);
        //: Beside a move: %1 event name, %2 name of the rule that decides
        row->addWidget(makeWrappingLabel(legal.guarded ? tr("%1, if “%2” holds").arg(legal.event, legal.guard) : legal.event,
                                         TextStyle::Small, Token::Text2, &sheet),
                       1, Qt::AlignVCenter);
        section->addLayout(row);
    }
    if (m_detail.moves.empty())
        sheet.addNote(section, m_detail.row.waitingOn.isEmpty()
                                   ? tr("No move by hand is possible now.")
                                   //: %1 is what a run waits for, e.g. "a person's decision"
                                   : tr("No move by hand is possible now. It waits for: %1.").arg(waitingOnText(m_detail.row.waitingOn)));
    auto *row = new QHBoxLayout;
    if (m_detail.undoable && m_detail.undoUntil > m_context.ticker.now()) {
        QPushButton *undo = makeButton(tr("Undo the last move"), ButtonKind::Link, m_context.theme, &sheet, QStringLiteral("undo-2"));
        connect(undo, &QPushButton::clicked, this, [this] {
            m_context.engine.submit(api::UndoMove{m_detail.row.id}, this, [this](Result<api::Receipt> receipt) {
                if (!receipt)
                    m_commands.tellFailure(tr("The move could not be taken back."), receipt.error());
            });
        });
        row->addWidget(undo);
    }
    if (const RunOffer *offer = findOffer(m_offers, RunOffer::Kind::Cancel)) {
        QPushButton *stop = makeButton(offer->title, ButtonKind::Quiet, m_context.theme, &sheet, offer->icon);
        stop->setEnabled(offer->refused.isEmpty());
        stop->setToolTip(offer->refused.isEmpty() ? offer->consequence : offer->refused);
        stop->setAccessibleDescription(stop->toolTip());
        connect(stop, &QPushButton::clicked, this, [this, wanted = *offer] { Q_EMIT offerWanted(wanted); });
        row->addWidget(stop);
    }
    row->addStretch(1);
    section->addLayout(row);
}

void RunNowPage::fillWork(FactSheet &sheet)
{
    const QDateTime now = m_context.ticker.now();
    if (!m_detail.openTasks.isEmpty()) {
        QVBoxLayout *section = sheet.addSection(tr("At work"));
        for (const QJsonValue &value : m_detail.openTasks) {
            const QJsonObject task = value.toObject();
            const int attempt = task.value(QStringLiteral("attempt")).toInt();
            QString state = task.value(QStringLiteral("status")).toString();
            if (attempt > 1)
                //: %1 state of a piece of work, %2 which try it is
                state = tr("%1, try %2").arg(state, QLocale().toString(attempt));
            sheet.addRow(section, task.value(QStringLiteral("src")).toString(task.value(QStringLiteral("id")).toString()), state);
        }
    }
    if (!m_detail.timers.isEmpty()) {
        QVBoxLayout *section = sheet.addSection(tr("Timers"));
        for (const QJsonValue &value : m_detail.timers) {
            const QJsonObject timer = value.toObject();
            const QJsonValue due = timer.value(QStringLiteral("due"));
            const QDateTime at = due.isDouble() ? QDateTime::fromMSecsSinceEpoch(due.toInteger(), Qt::UTC)
                                                : QDateTime::fromString(due.toString(), Qt::ISODateWithMs);
            QString when = fullMoment(at);
            if (const qint64 left = now.secsTo(at); left > 0)
                //: %1 is a date with time, %2 how long until then
                when = tr("%1, in %2").arg(when, spokenDuration(left));
            sheet.addRow(section, timerName(timer.value(QStringLiteral("event")).toString()), when);
        }
    }
    if (!m_tasks.empty()) {
        QVBoxLayout *section = sheet.addSection(tr("Tasks"));
        for (const api::TaskRow &task : m_tasks) {
            QStringList words{taskStatusText(task.status)};
            if (task.dueAt.isValid())
                //: %1 is a date with time
                words << tr("due %1").arg(momentText(task.dueAt, now));
            if (!task.assigneeName.isEmpty())
                words << task.assigneeName;
            sheet.addRow(section, task.title, words.join(QStringLiteral(" · ")));
        }
    }
}

void RunNowPage::fillFields(FactSheet &sheet)
{
    QVBoxLayout *section = sheet.addSection(tr("What it knows"));
    if (m_detail.context.isEmpty())
        sheet.addNote(section, tr("Nothing yet."));
    for (auto it = m_detail.context.begin(); it != m_detail.context.end(); ++it) {
        const bool nested = it.value().isObject() || it.value().isArray();
        sheet.addRow(section, it.key(), nested ? indented(it.value()) : plainText(it.value()), nested);
    }
    QVBoxLayout *facts = sheet.addSection(tr("About the run"));
    //: %1 title or id of a workflow, %2 its version
    sheet.addRow(facts, tr("Workflow"), tr("%1, version %2").arg(m_detail.row.definition, m_detail.row.version));
    sheet.addRow(facts, tr("State"), m_detail.row.state);
    sheet.addRow(facts, tr("Started"), fullMoment(m_detail.row.startedAt));
    sheet.addRow(facts, tr("Here since"), fullMoment(m_detail.row.enteredAt));
    sheet.addRow(facts, tr("Steps"), QLocale().toString(m_detail.row.steps));
    if (!m_detail.row.contact.isEmpty()) {
        QPushButton *contact = sheet.addLink(facts, tr("Open the contact"), QStringLiteral("user-round"));
        connect(contact, &QPushButton::clicked, this, [this] { m_context.navigator.open(QStringLiteral("contact"), m_detail.row.contact); });
    }
}

void RunNowPage::move(const api::LegalMove &legal)
{
    api::SendWorkflowEvent command;
    command.workflow = m_detail.row.id;
    command.type = legal.event;
    m_context.engine.submit(std::move(command), this, [this, legal, id = m_detail.row.id](Result<api::Receipt> receipt) {
        if (!receipt) {
            m_commands.tellFailure(tr("The run did not move."), receipt.error());
            return;
        }
        if (receipt->data.value(QStringLiteral("ignored")).toBool()) {
            //: %1 is the name of a rule of the workflow
            m_context.toasts.show(legal.guarded ? tr("It stays where it was. The rule “%1” did not allow it.").arg(legal.guard)
                                                : tr("It stays where it was. The workflow does not take this step now."),
                                  Tone::Warn);
            return;
        }
        UndoCenter::Entry entry;
        //: %1 number of a run, %2 name of a state
        entry.text = tr("Moved %1 to %2").arg(m_detail.row.number, columnTitle(legal.column, m_columns));
        entry.until = m_context.ticker.now().addSecs(10);
        entry.key = QStringLiteral("card/") + id;
        const QPointer<RunNowPage> self(this);
        entry.undo = [self, id] {
            if (self)
                self->m_context.engine.submit(api::UndoMove{id}, self, [self](Result<api::Receipt> undone) {
                    if (!undone)
                        self->m_commands.tellFailure(tr("The move could not be taken back."), undone.error());
                });
        };
        m_context.undo.push(std::move(entry));
        Q_EMIT changed();
    });
}

} // namespace hs::ui
