#include "ui/runs/step_details.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/records/field_value.h"
#include "ui/runs/context_diff.h"
#include "ui/runs/fact_sheet.h"
#include "ui/runs/run_words.h"
#include "ui/widgets/tab_width.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/workflow_text.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

QString kindOfId(const QString &id)
{
    static const std::pair<QLatin1String, const char *> kinds[] = {
        {QLatin1String("rec_"), "record"}, {QLatin1String("evt_"), "event"},  {QLatin1String("msg_"), "message"},   {QLatin1String("thr_"), "thread"},
        {QLatin1String("wf_"), "run"},     {QLatin1String("esc_"), "escalation"}};
    for (const auto &[prefix, kind] : kinds)
        if (id.startsWith(prefix))
            return QString::fromLatin1(kind);
    return {};
}

StepDetails::StepDetails(ViewContext &context, const Directory &directory, QWidget *parent)
    : QWidget(parent), m_context(context), m_directory(directory)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(16, 0, 16, 0);
    tabs->setSpacing(14);
    m_happenedTab = makeButton(tr("What happened"), ButtonKind::Tab, context.theme, this);
    m_stoodTab = makeButton(tr("As it stood"), ButtonKind::Tab, context.theme, this);
    auto *group = new QButtonGroup(this);
    for (QPushButton *tab : {m_happenedTab, m_stoodTab}) {
        tab->setCheckable(true);
        group->addButton(tab);
        tabs->addWidget(tab);
        fitTab(tab, context.theme);
        connect(&context.theme, &Theme::changed, tab, [tab, &theme = context.theme] { fitTab(tab, theme); });
    }
    tabs->addStretch(1);
    layout->addLayout(tabs);
    layout->addWidget(makeLine(this));
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("The chosen step"));
    layout->addWidget(m_scroll, 1);
    connect(m_happenedTab, &QPushButton::clicked, this, [this] { showSide(Side::Happened); });
    connect(m_stoodTab, &QPushButton::clicked, this, [this] { showSide(Side::Stood); });
    m_happenedTab->setChecked(true);
}

QWidget *StepDetails::firstFocus() const
{
    return m_side == Side::Stood ? m_stoodTab : m_happenedTab;
}

void StepDetails::showStep(api::RunStepDetail detail)
{
    m_detail = std::move(detail);
    m_incident.reset();
    m_hasStep = true;
    fill();
}

void StepDetails::showIncident(const api::RunIncident &incident, const api::RunStanding &after)
{
    m_incident = incident;
    m_detail.after = after;
    m_hasStep = true;
    fill();
}

void StepDetails::showSide(Side side)
{
    m_side = side;
    m_happenedTab->setChecked(side == Side::Happened);
    m_stoodTab->setChecked(side == Side::Stood);
    if (m_hasStep)
        fill();
}

void StepDetails::fill()
{
    setSheet(m_side == Side::Stood ? stood() : m_incident ? failed() : happened());
}

void StepDetails::setSheet(FactSheet *sheet)
{
    sheet->end();
    // What has the focus goes with the old sheet; the tab that stays takes it.
    const bool focused = m_scroll->widget() && m_scroll->widget()->isAncestorOf(window()->focusWidget());
    m_scroll->setWidget(sheet); // the old one is deleted by it
    sheet->setAutoFillBackground(false);
    m_scroll->verticalScrollBar()->setValue(0);
    if (focused)
        firstFocus()->setFocus();
}

FactSheet *StepDetails::happened()
{
    auto *sheet = new FactSheet(m_context.theme);
    addHead(*sheet);
    addInput(*sheet);
    addMoves(*sheet);
    addChanges(*sheet);
    addTasks(*sheet);
    addTimers(*sheet);
    addMessages(*sheet);
    addEffects(*sheet);
    addLinks(*sheet);
    addAudit(*sheet);
    addActions(*sheet);
    return sheet;
}

FactSheet *StepDetails::failed()
{
    auto *sheet = new FactSheet(m_context.theme);
    QFrame *trouble = makeFrame("danger", sheet);
    auto *box = new QVBoxLayout(trouble);
    box->setContentsMargins(12, 10, 12, 10);
    box->addWidget(makeWrappingLabel(tr("This input could not be handled. Nothing of the try was kept; the run waits here for a person."),
                                     TextStyle::Strong, Token::Danger, trouble));
    QLabel *why = makeWrappingLabel(engineSentence(m_incident->error), TextStyle::Body, Token::Danger, trouble);
    why->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    why->setAccessibleName(engineSentence(m_incident->error));
    box->addWidget(why);
    sheet->layOut()->addWidget(trouble);
    QVBoxLayout *about = sheet->addSection(tr("What came in"));
    sheet->addRow(about, tr("Input"), inputText(m_incident->kind, m_incident->input));
    if (m_incident->at.isValid())
        sheet->addRow(about, tr("Tried"), fullMoment(m_incident->at));
    if (!m_incident->payload.isEmpty())
        sheet->addData(about, tr("Content"), indented(m_incident->payload));
    return sheet;
}

void StepDetails::addHead(FactSheet &sheet)
{
    const api::RunStep &step = m_detail.step;
    auto *head = new QVBoxLayout;
    head->setSpacing(3);
    head->addWidget(makeWrappingLabel(inputText(step.kind, step.input), TextStyle::Subtitle, isFailure(step) ? Token::Danger : Token::Text, &sheet));
    //: Below the title of a step. %1 its number, %2 a date with time, %3 how long it took
    QString about = tr("Step %1 · %2 · %3 in the machine").arg(QLocale().toString(step.seq), fullMoment(step.at), machineTime(step.durationMicros));
    head->addWidget(makeWrappingLabel(about, TextStyle::Small, Token::Text2, &sheet));
    if (!step.actor.isEmpty())
        head->addWidget(makeWrappingLabel(tr("by %1").arg(step.actor), TextStyle::Small, Token::Text2, &sheet));
    sheet.layOut()->addLayout(head);
    if (!step.reason.isEmpty()) {
        QVBoxLayout *section = sheet.addSection(tr("Reason"));
        sheet.addNote(section, step.reason, Token::Text);
    }
    if (step.ignored) {
        QFrame *note = makeFrame("note", &sheet);
        auto *box = new QVBoxLayout(note);
        box->setContentsMargins(10, 8, 10, 8);
        box->addWidget(makeWrappingLabel(tr("The workflow does not listen to this in its state. Nothing changed."), TextStyle::Body, Token::Text, note));
        sheet.layOut()->addWidget(note);
    }
}

void StepDetails::addInput(FactSheet &sheet)
{
    if (m_detail.payload.isEmpty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("What came in"));
    sheet.addData(section, tr("Content"), indented(m_detail.payload));
}

void StepDetails::addMoves(FactSheet &sheet)
{
    const api::RunStep &step = m_detail.step;
    if (m_detail.transitions.empty() && step.entered.isEmpty() && step.exited.isEmpty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("What moved"));
    if (const QString path = stepPath(step); !path.isEmpty())
        sheet.addNote(section, path, Token::Text);
    for (const api::RunTransition &taken : m_detail.transitions) {
        QStringList targets;
        for (const QString &target : taken.targets)
            targets << stateName(target);
        const QString by = taken.event.isEmpty() ? tr("by itself") : taken.event;
        //: A transition that was taken. %1 a state
        sheet.addRow(section, tr("From %1").arg(stateName(taken.source)),
                     //: %1 what it was taken on, %2 states
                     targets.isEmpty() ? tr("%1, it stayed").arg(by) : tr("%1, to %2").arg(by, targets.join(QStringLiteral(", "))));
    }
}

void StepDetails::addChanges(FactSheet &sheet)
{
    const auto changes = contextChanges(m_detail.before, m_detail.after.context);
    if (changes.empty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("What it changed"));
    for (const ContextChange &change : changes)
        sheet.addRow(section, change.path, changeText(change), false,
                     change.kind == ContextChange::Kind::Added     ? Token::Ok
                     : change.kind == ContextChange::Kind::Removed ? Token::Danger
                                                                   : Token::Text);
}

void StepDetails::addTask(FactSheet &sheet, QVBoxLayout *into, const api::RunTask &task)
{
    const bool open = task.endedSeq < 0;
    QStringList words{taskDidText(task.did)};
    if (task.startedAt.isValid() && task.endedAt.isValid())
        //: How long a task took
        words << tr("took %1").arg(spanText(task.startedAt.msecsTo(task.endedAt)));
    else if (open && task.startedAt.isValid())
        words << tr("open for %1").arg(spanText(task.startedAt.msecsTo(m_context.ticker.now())));
    sheet.addRow(into, task.src.isEmpty() ? task.id : task.src, words.join(QStringLiteral(" · ")), false,
                 task.did == api::RunTask::Did::Failed ? Token::Danger : Token::Text);
    if (!task.error.isEmpty())
        sheet.addNote(into, engineSentence(task.error), Token::Danger);
    for (const api::RunTry &one : task.failedTries) {
        //: A try at a task that failed. %1 which try, %2 when, %3 why
        QString line = tr("Try %1 failed at %2: %3").arg(QLocale().toString(one.attempt), momentText(one.failed, m_context.ticker.now()), one.message);
        if (one.again.isValid())
            //: %1 a sentence about a failed try, %2 a moment
            line = tr("%1. The next one is due at %2.").arg(line, momentText(one.again, m_context.ticker.now()));
        sheet.addNote(into, line, Token::Danger);
    }
    if (!task.input.isEmpty() && task.did == api::RunTask::Did::Started)
        sheet.addData(into, tr("What it was given"), indented(task.input));
    if (task.did == api::RunTask::Did::Done && !task.output.isNull() && !task.output.isUndefined())
        sheet.addData(into, tr("What it gave back"), indented(task.output));
    const bool started = task.did == api::RunTask::Did::Started;
    const qint64 other = started ? task.endedSeq : task.startedSeq;
    if (other < 0)
        return;
    QPushButton *link = sheet.addLink(into, started ? tr("Ended in step %1").arg(QLocale().toString(other)) : tr("Began in step %1").arg(QLocale().toString(other)),
                                      started ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left"));
    connect(link, &QPushButton::clicked, this, [this, other] { Q_EMIT stepChosen(other); }, Qt::QueuedConnection);
}

void StepDetails::addTasks(FactSheet &sheet)
{
    if (m_detail.tasks.empty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("Tasks"));
    for (const api::RunTask &task : m_detail.tasks)
        addTask(sheet, section, task);
}

void StepDetails::addTimers(FactSheet &sheet)
{
    if (m_detail.timers.empty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("Timers"));
    for (const api::RunTimer &timer : m_detail.timers) {
        QString words = timerDidText(timer.did);
        if (timer.did == api::RunTimer::Did::Set)
            //: %1 "set", %2 a date with time
            words = tr("%1, due %2").arg(words, fullMoment(timer.due));
        sheet.addRow(section, timerName(timer.id), words);
    }
}

void StepDetails::addActions(FactSheet &sheet)
{
    if (m_detail.actions.isEmpty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("Actions"));
    for (const QJsonValue &value : m_detail.actions) {
        const QJsonObject action = value.toObject();
        sheet.addData(section, action.value(QStringLiteral("type")).toString(),
                      action.value(QStringLiteral("type")).toString() + QLatin1Char('\n') + indented(action.value(QStringLiteral("params"))));
    }
}

void StepDetails::addLinkTo(FactSheet &sheet, QVBoxLayout *into, const QString &words, const QString &kind, const QString &id)
{
    if (kind.isEmpty() || !m_context.navigator.canOpen(kind))
        return;
    QPushButton *link = sheet.addLink(into, words, QStringLiteral("external-link"));
    connect(link, &QPushButton::clicked, this, [this, kind, id] { m_context.navigator.open(kind, id); }, Qt::QueuedConnection);
}

void StepDetails::addMessages(FactSheet &sheet)
{
    if (m_detail.messages.empty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("Messages"));
    for (const api::MessageRow &message : m_detail.messages) {
        sheet.addRow(section, message.type,
                     //: A message between agents. %1 and %2 are names, %3 what became of it
                     tr("%1 to %2, %3").arg(m_directory.agentName(message.sender), m_directory.agentName(message.recipient), messageOutcomeText(message.outcome)),
                     false, message.outcome == QLatin1String("dead") || message.outcome == QLatin1String("failed") ? Token::Danger : Token::Text);
        addLinkTo(sheet, section, tr("Open the message “%1”").arg(message.type), QStringLiteral("message"), message.id);
    }
}

void StepDetails::addEffects(FactSheet &sheet)
{
    if (m_detail.effects.empty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("Effects"));
    for (const api::EffectRow &effect : m_detail.effects) {
        auto *row = new QHBoxLayout;
        row->addWidget(makeWrappingLabel(effect.summary.isEmpty() ? effect.target : effect.summary, TextStyle::Body, Token::Text, &sheet), 1);
        row->addWidget(new Chip(m_context.theme, effectStateText(effect.state), effectTone(effect.state),
                                effect.kind == QLatin1String("mail") ? QStringLiteral("mail") : QStringLiteral("send"), &sheet),
                       0, Qt::AlignTop);
        section->addLayout(row);
        const QString why = effect.state == api::EffectState::Draft && effect.error.isEmpty() ? effect.why : effect.error;
        if (!why.isEmpty())
            sheet.addNote(section, engineSentence(why));
        //: %1 is an address
        addLinkTo(sheet, section, tr("Open where it goes: %1").arg(effect.target.isEmpty() ? effect.kind : effect.target), QStringLiteral("integration"), effect.kind);
    }
}

void StepDetails::addLinks(FactSheet &sheet)
{
    if (m_detail.links.empty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("What it made elsewhere"));
    for (const api::RunLink &link : m_detail.links) {
        const QString kind = link.kind == QLatin1String("escalation") ? tr("Escalation") : link.kind == QLatin1String("task") ? tr("Task") : tr("Record");
        sheet.addRow(section, kind, link.state.isEmpty() ? link.title : tr("%1, %2", "title of a thing and its state").arg(link.title, link.state));
        addLinkTo(sheet, section, tr("Open “%1”").arg(link.title), link.kind, link.id);
    }
}

void StepDetails::addAudit(FactSheet &sheet)
{
    std::vector<const api::AuditRow *> told;
    for (const api::AuditRow &row : m_detail.audit)
        if (!row.rule.isEmpty() || !row.evidence.isEmpty() || !row.action.startsWith(QLatin1String("workflow.")))
            told.push_back(&row);
    if (told.empty())
        return;
    QVBoxLayout *section = sheet.addSection(tr("Rule and evidence"));
    for (const api::AuditRow *row : told) {
        sheet.addRow(section, row->actorName.isEmpty() ? row->actor : row->actorName, engineSentence(row->summary));
        if (!row->rule.isEmpty())
            sheet.addRow(section, tr("Rule"), row->rule, true);
        for (const QJsonValue &value : row->evidence) {
            const QJsonObject piece = value.toObject();
            const QString ref = piece.value(QStringLiteral("ref")).toString();
            const QString words = piece.value(QStringLiteral("text")).toString();
            sheet.addRow(section, tr("Evidence"), words);
            addLinkTo(sheet, section, tr("Open the evidence “%1”").arg(words.left(40)), kindOfId(ref), ref);
        }
    }
}

FactSheet *StepDetails::stood()
{
    auto *sheet = new FactSheet(m_context.theme);
    const api::RunStanding &now = m_detail.after;
    QFrame *note = makeFrame("info", sheet);
    auto *box = new QVBoxLayout(note);
    box->setContentsMargins(10, 8, 10, 8);
    box->addWidget(makeWrappingLabel(m_incident ? tr("As it stands: before the input that failed.")
                                                //: %1 is the number of a step
                                                : tr("As it stood after step %1.").arg(QLocale().toString(m_detail.step.seq)),
                                     TextStyle::Body, Token::Info, note));
    sheet->layOut()->addWidget(note);
    QVBoxLayout *states = sheet->addSection(tr("Where it was"));
    sheet->addRow(states, tr("Active"), now.state.isEmpty() ? now.active.join(QStringLiteral(" + ")) : now.state);
    sheet->addRow(states, tr("Waiting on"), now.waitingOn.isEmpty() ? tr("nothing, it had ended") : waitingOnText(now.waitingOn));
    if (!now.tasks.empty()) {
        QVBoxLayout *tasks = sheet->addSection(tr("Open tasks"));
        for (const api::RunTask &task : now.tasks) {
            sheet->addRow(tasks, task.src, task.startedSeq < 0 ? tr("open") : tr("open since step %1").arg(QLocale().toString(task.startedSeq)));
            if (!task.input.isEmpty())
                sheet->addData(tasks, tr("What it was given"), indented(task.input));
        }
    }
    if (!now.timers.empty()) {
        QVBoxLayout *timers = sheet->addSection(tr("Timers"));
        for (const api::RunTimer &timer : now.timers)
            sheet->addRow(timers, timerName(timer.id), tr("due %1").arg(fullMoment(timer.due)));
    }
    QVBoxLayout *known = sheet->addSection(tr("What it knew"));
    if (now.context.isEmpty())
        sheet->addNote(known, tr("Nothing yet."));
    for (auto it = now.context.begin(); it != now.context.end(); ++it) {
        const bool nested = it.value().isObject() || it.value().isArray();
        sheet->addRow(known, it.key(), nested ? indented(it.value()) : plainText(it.value()), nested);
    }
    return sheet;
}

} // namespace hs::ui
