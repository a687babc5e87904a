#include "ui/designer/simulator_pane.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTextBlock>
#include <QVBoxLayout>

#include "ui/designer/chart_words.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

/// Time since the start of the run: "0 s", "1 h 30 min".
QString sinceStart(qint64 millis)
{
    return delayText(QString::number(millis - millis % (millis < 1000 ? 1 : 1000)));
}

} // namespace

SimulatorPane::SimulatorPane(const Theme &theme, DesignModel &model, Simulator &simulator, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_model(model), m_simulator(simulator)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 10);
    layout->setSpacing(6);

    auto *head = new FlowLayout(nullptr, 6, 6); // words of other languages are longer than the pane is wide
    m_start = makeButton(tr("Start"), ButtonKind::Primary, theme, this, QStringLiteral("play"));
    m_back = makeButton(tr("Step back"), ButtonKind::Normal, theme, this, QStringLiteral("undo-2"));
    m_stop = makeButton(tr("End"), ButtonKind::Quiet, theme, this);
    for (QPushButton *button : {m_start, m_back, m_stop})
        head->addWidget(button);
    layout->addLayout(head);

    auto *state = new QHBoxLayout;
    m_status = new Chip(theme, this);
    m_clock = makeLabel({}, TextStyle::Small, Token::Text2, this);
    state->addWidget(m_status);
    state->addWidget(m_clock);
    state->addStretch(1);
    layout->addLayout(state);
    m_note = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    layout->addWidget(m_note);

    m_hint = makeWrappingLabel(tr("A dry run of what stands here: no agents, no data, no real time. Send events, let time pass, end tasks, and watch the picture."),
                               TextStyle::Body, Token::Text2, this);
    layout->addWidget(m_hint);
    m_inputName = makeLabel(tr("Begin with this input, as JSON"), TextStyle::Small, Token::Text2, this);
    m_input = new QLineEdit(this);
    m_input->setAccessibleName(m_inputName->text());
    m_input->setPlaceholderText(QStringLiteral("{ \"guests\": 4 }"));
    m_inputName->setBuddy(m_input);
    layout->addSpacing(4);
    layout->addWidget(m_inputName);
    layout->addWidget(m_input);

    m_run = new QWidget(this);
    auto *run = new QVBoxLayout(m_run);
    run->setContentsMargins(0, 0, 0, 0);
    run->setSpacing(6);
    auto *split = new QSplitter(Qt::Vertical, m_run);
    m_scroll = new QScrollArea(split);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("What can be done now"));
    split->addWidget(m_scroll);

    auto *record = new QWidget(split);
    auto *recordLayout = new QVBoxLayout(record);
    recordLayout->setContentsMargins(0, 6, 0, 0);
    recordLayout->setSpacing(4);
    recordLayout->addWidget(makeLabel(tr("Steps"), TextStyle::Strong, Token::Text2, record));
    m_steps = new QListWidget(record);
    m_steps->setAccessibleName(tr("Steps of the dry run"));
    m_steps->setWordWrap(true);
    m_steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_steps->setProperty("focusRing", true);
    recordLayout->addWidget(m_steps, 3);
    recordLayout->addWidget(makeLabel(tr("Context"), TextStyle::Strong, Token::Text2, record));
    m_context = new QPlainTextEdit(record);
    m_context->setReadOnly(true);
    m_context->setTabChangesFocus(true);
    m_context->setFont(theme.font(TextStyle::Mono));
    m_context->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_context->setAccessibleName(tr("Context of the dry run"));
    recordLayout->addWidget(m_context, 2);
    split->addWidget(record);
    split->setStretchFactor(0, 5);
    split->setStretchFactor(1, 4);
    split->setSizes({380, 280});
    run->addWidget(split);
    layout->addWidget(m_run, 1);
    layout->addStretch(0);

    m_eventType = new QLineEdit;
    m_eventType->setAccessibleName(tr("Type of an event"));
    m_eventType->setPlaceholderText(tr("Another event"));
    m_eventData = new QLineEdit;
    m_eventData->setAccessibleName(tr("What the event carries, as JSON"));
    m_eventData->setPlaceholderText(QStringLiteral("{ \"amount\": 120 }"));
    m_result = new QLineEdit;
    m_result->setAccessibleName(tr("Result of the task, as JSON"));
    m_result->setPlaceholderText(QStringLiteral("{ \"valid\": true }"));
    m_length = new QLineEdit;
    m_length->setAccessibleName(tr("Length of time"));
    m_length->setPlaceholderText(QStringLiteral("PT90M"));
    for (QLineEdit *field : {m_eventType, m_eventData, m_result, m_length}) {
        field->setObjectName(field->accessibleName());
        field->setParent(this);
        field->hide();
    }

    connect(m_start, &QPushButton::clicked, this, [this] {
        m_simulator.setInput(m_input->text());
        m_simulator.start();
    });
    connect(m_length, &QLineEdit::returnPressed, this, &SimulatorPane::passTime);
    connect(m_back, &QPushButton::clicked, &simulator, &Simulator::undo);
    connect(m_stop, &QPushButton::clicked, &simulator, &Simulator::stop);
    connect(m_eventType, &QLineEdit::returnPressed, this, [this] {
        if (!m_eventType->text().trimmed().isEmpty())
            m_simulator.send(m_eventType->text().trimmed(), m_eventData->text());
    });
    connect(&simulator, &Simulator::changed, this, &SimulatorPane::fill);
    connect(&simulator, &Simulator::failed, this, [this](const Error &error) {
        setLabelStyle(m_note, TextStyle::Small, Token::Danger);
        m_note->setText(QString::fromStdString(describe(error)));
        m_note->setVisible(true);
    });
    connect(&model, &DesignModel::chartChanged, this, &SimulatorPane::fill);
    connect(&theme, &Theme::changed, this, &SimulatorPane::fill);
    fill();
}

QWidget *SimulatorPane::firstFocus() const
{
    return m_start;
}

QPushButton *SimulatorPane::addButton(const QString &text, const QString &name, const QString &icon, std::function<void()> act, QWidget *parent)
{
    QPushButton *button = makeButton(text, ButtonKind::Normal, m_theme, parent, icon);
    button->setAccessibleName(name);
    button->setObjectName(name);
    connect(button, &QPushButton::clicked, this, std::move(act), Qt::QueuedConnection);
    m_stops.push_back(button);
    return button;
}

void SimulatorPane::fill()
{
    const auto *now = m_simulator.last();
    const bool running = m_simulator.isRunning() && now;
    m_start->setText(running ? tr("Restart") : tr("Start"));
    m_start->setIcon(m_theme.icon(running ? QStringLiteral("rotate-ccw") : QStringLiteral("play"), running ? Token::Text2 : Token::OnAccent));
    setButtonKind(m_start, running ? ButtonKind::Normal : ButtonKind::Primary);
    m_start->setEnabled(m_model.errors() == 0 && !m_model.isPictureOld());
    m_back->setVisible(running);
    m_back->setEnabled(m_simulator.steps() > 0);
    m_stop->setVisible(running);
    m_hint->setVisible(!running);
    m_input->setVisible(!running);
    m_inputName->setVisible(!running);
    m_run->setVisible(running);
    m_status->setVisible(running);
    m_clock->setVisible(running);
    m_note->setVisible(false);
    if (m_model.errors() > 0) {
        setLabelStyle(m_note, TextStyle::Small, Token::Danger);
        m_note->setText(tr("The definition has errors. Mend them to try it."));
        m_note->setVisible(true);
    }
    if (!running)
        return;
    if (now->status == QLatin1String("done"))
        m_status->setLook(tr("Ended"), Tone::Ok, QStringLiteral("circle-check"));
    else if (now->status == QLatin1String("error"))
        m_status->setLook(tr("Failed"), Tone::Danger, QStringLiteral("circle-x"));
    else
        m_status->setLook(tr("Running"), Tone::Accent, QStringLiteral("play"));
    //: %1 is a length of time since the start of a dry run
    m_clock->setText(tr("%1 after the start").arg(sinceStart(now->now)));
    if (m_simulator.isAsking())
        return; // the rest when the answer is here
    if (!now->fault.isEmpty()) {
        setLabelStyle(m_note, TextStyle::Small, Token::Danger);
        m_note->setText(now->fault);
        m_note->setVisible(true);
    } else if (now->ignored) {
        setLabelStyle(m_note, TextStyle::Small, Token::Warn);
        m_note->setText(tr("The last step changed nothing."));
        m_note->setVisible(true);
    }
    QWidget *focused = m_controls && m_controls->isAncestorOf(focusWidget()) ? focusWidget() : nullptr;
    const QString focusName = focused ? focused->objectName() : QString();
    // The fields outlive the controls around them.
    for (QLineEdit *field : {m_eventType, m_eventData, m_result, m_length}) {
        field->setParent(this);
        field->hide();
    }
    m_stops.clear();
    m_controls = new QWidget;
    auto *layout = new QVBoxLayout(m_controls);
    layout->setContentsMargins(0, 4, 4, 4);
    layout->setSpacing(5);
    if (now->status == QLatin1String("active")) {
        fillTasks(layout);
        fillEvents(layout);
        fillClock(layout);
    } else if (!now->output.isEmpty() && now->output != QLatin1String("null")) {
        layout->addWidget(makeLabel(tr("Output"), TextStyle::Strong, Token::Text2, m_controls));
        layout->addWidget(makeWrappingLabel(now->output, TextStyle::Mono, Token::Text, m_controls));
    }
    layout->addStretch(1);
    if (QWidget *old = m_scroll->takeWidget())
        old->deleteLater();
    m_scroll->setWidget(m_controls);
    m_controls->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    QWidget *before = m_stop;
    for (QWidget *stop : m_stops) {
        setTabOrder(before, stop);
        before = stop;
    }
    setTabOrder(before, m_steps);
    setTabOrder(m_steps, m_context);
    if (!focusName.isEmpty()) {
        QWidget *again = m_controls->findChild<QWidget *>(focusName);
        (again ? again : static_cast<QWidget *>(m_back))->setFocus(Qt::OtherFocusReason);
    }
    fillSteps();
    fillContext();
    say();
}

void SimulatorPane::fillTasks(QVBoxLayout *layout)
{
    const auto *now = m_simulator.last();
    if (now->tasks.empty())
        return;
    layout->addWidget(makeLabel(tr("Open tasks"), TextStyle::Strong, Token::Text2, m_controls));
    for (const auto &task : now->tasks) {
        QLabel *name = makeWrappingLabel(task.src + QStringLiteral(" · ") + task.id, TextStyle::Body, Token::Text, m_controls);
        name->setToolTip(task.input);
        layout->addWidget(name);
        auto *row = new QHBoxLayout;
        row->addWidget(addButton(tr("Done"), tr("%1 done").arg(task.id), QStringLiteral("check"),
                                 [this, id = task.id] { m_simulator.finish(id, m_result->text()); }, m_controls));
        row->addWidget(addButton(tr("Failed"), tr("%1 failed").arg(task.id), QStringLiteral("x"),
                                 [this, id = task.id] { m_simulator.failTask(id, QStringLiteral("agent.error"), {}); }, m_controls));
        row->addStretch(1);
        layout->addLayout(row);
    }
    layout->addWidget(makeLabel(tr("with the result"), TextStyle::Small, Token::Text2, m_controls));
    layout->addWidget(m_result);
    m_result->show();
    m_stops.push_back(m_result);
    layout->addSpacing(8);
}

void SimulatorPane::fillEvents(QVBoxLayout *layout)
{
    layout->addWidget(makeLabel(tr("Events"), TextStyle::Strong, Token::Text2, m_controls));
    QStringList shown;
    for (const auto &event : m_simulator.simulation().events) {
        if (event.descriptor.contains(QLatin1Char('*')) || shown.contains(event.descriptor))
            continue;
        shown << event.descriptor;
        QPushButton *button = addButton(event.descriptor, tr("Send %1").arg(event.descriptor), QStringLiteral("send"),
                                        [this, type = event.descriptor] { m_simulator.send(type, m_eventData->text()); }, m_controls);
        if (!event.guard.isEmpty())
            button->setToolTip(tr("Only if %1").arg(event.guard));
        layout->addWidget(button);
    }
    if (shown.isEmpty())
        layout->addWidget(makeWrappingLabel(tr("No event from outside changes anything here."), TextStyle::Small, Token::Text2, m_controls));
    auto *row = new QHBoxLayout;
    row->addWidget(m_eventType, 1);
    m_stops.push_back(m_eventType);
    QPushButton *send = addButton(tr("Send"), tr("Send the event"), {}, [this] {
        if (!m_eventType->text().trimmed().isEmpty())
            m_simulator.send(m_eventType->text().trimmed(), m_eventData->text());
    }, m_controls);
    row->addWidget(send);
    layout->addLayout(row);
    layout->addWidget(makeLabel(tr("carrying"), TextStyle::Small, Token::Text2, m_controls));
    layout->addWidget(m_eventData);
    m_eventType->show();
    m_eventData->show();
    m_stops.push_back(m_eventData);
    layout->addSpacing(8);
}

void SimulatorPane::fillClock(QVBoxLayout *layout)
{
    const auto *now = m_simulator.last();
    layout->addWidget(makeLabel(tr("Clock"), TextStyle::Strong, Token::Text2, m_controls));
    for (const auto &timer : now->timers) {
        const qint64 left = std::max<qint64>(0, timer.due - now->now);
        //: %1 is a length of time, %2 the name of a timer
        layout->addWidget(addButton(tr("Wait %1 for %2").arg(sinceStart(left), delayText(timer.label)), tr("Wait for %1").arg(timer.label), QStringLiteral("timer"),
                                    [this, left] { m_simulator.advance(left); }, m_controls));
    }
    auto *row = new QHBoxLayout;
    const std::pair<QString, qint64> lengths[] = {{tr("+1 min"), 60'000}, {tr("+1 h"), 3'600'000}, {tr("+1 day"), 86'400'000}};
    for (const auto &[text, millis] : lengths)
        row->addWidget(addButton(text, tr("Let time pass: %1").arg(text), {}, [this, by = millis] { m_simulator.advance(by); }, m_controls));
    row->addStretch(1);
    layout->addLayout(row);
    auto *own = new QHBoxLayout;
    own->addWidget(m_length, 1);
    m_stops.push_back(m_length);
    own->addWidget(addButton(tr("Wait"), tr("Let this time pass"), {}, [this] { passTime(); }, m_controls));
    layout->addLayout(own);
    m_length->show();
}

void SimulatorPane::passTime()
{
    if (const auto millis = delayMillis(m_length->text().trimmed()); millis && *millis > 0) {
        m_simulator.advance(*millis);
        return;
    }
    setLabelStyle(m_note, TextStyle::Small, Token::Warn);
    m_note->setText(tr("A length of time is written as PT90M, P2D or in milliseconds."));
    m_note->setVisible(true);
}

QString SimulatorPane::stepText(std::size_t index) const
{
    const auto &step = m_simulator.simulation().steps[index];
    const QJsonObject input = QJsonDocument::fromJson(step.input.toUtf8()).object();
    QString what = tr("Start");
    if (input.contains(QLatin1String("event")))
        what = input.value(QLatin1String("event")).toObject().value(QLatin1String("type")).toString();
    else if (input.contains(QLatin1String("advance")))
        //: a step of a dry run, %1 is a length of time
        what = tr("%1 later").arg(sinceStart(qint64(input.value(QLatin1String("advance")).toDouble())));
    else if (input.contains(QLatin1String("done")))
        what = tr("%1 done").arg(input.value(QLatin1String("done")).toString());
    else if (input.contains(QLatin1String("fail")))
        what = tr("%1 failed").arg(input.value(QLatin1String("fail")).toString());
    if (step.ignored)
        return tr("%1: changed nothing").arg(what);
    QStringList leaves;
    for (const QString &id : step.active) {
        const auto &states = m_model.chart().states;
        const auto found = std::find_if(states.begin(), states.end(), [&](const auto &state) { return state.id == id; });
        if (found == states.end())
            continue;
        const int place = int(found - states.begin());
        const bool leaf = std::none_of(step.active.begin(), step.active.end(), [&](const QString &other) {
            const auto inner = std::find_if(states.begin(), states.end(), [&](const auto &state) { return state.id == other; });
            return inner != states.end() && inner->parent == place;
        });
        if (leaf)
            leaves << found->path;
    }
    //: a step of a dry run: %1 what happened, %2 the states after it
    return tr("%1 → %2").arg(what, leaves.join(QStringLiteral(" + ")));
}

void SimulatorPane::fillSteps()
{
    m_steps->clear();
    const auto &steps = m_simulator.simulation().steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const QString text = stepText(i);
        QString shown = text;
        for (const QString &action : steps[i].actions)
            shown += QStringLiteral("\n/ ") + action;
        auto *item = new QListWidgetItem(shown, m_steps);
        //: Read by screen readers. %1 number of a step, %2 what happened, %3 a length of time
        item->setData(Qt::AccessibleTextRole, tr("Step %1: %2, %3 after the start").arg(QLocale().toString(i), text, sinceStart(steps[i].now)));
        item->setToolTip(tr("%1 after the start").arg(sinceStart(steps[i].now)));
    }
    m_steps->setCurrentRow(m_steps->count() - 1);
    m_steps->scrollToBottom();
}

void SimulatorPane::fillContext()
{
    const auto &steps = m_simulator.simulation().steps;
    const QJsonObject now = QJsonDocument::fromJson(steps.back().context.toUtf8()).object();
    const QJsonObject before = steps.size() > 1 ? QJsonDocument::fromJson(steps[steps.size() - 2].context.toUtf8()).object() : now;
    QStringList lines;
    QList<int> changed;
    for (auto it = now.begin(); it != now.end(); ++it) {
        const QByteArray value = QJsonDocument(QJsonObject{{QStringLiteral("v"), it.value()}}).toJson(QJsonDocument::Compact);
        const bool other = before.value(it.key()) != it.value();
        if (other)
            changed << int(lines.size());
        // A mark and a colour: what changed is not told by colour alone.
        lines << (other ? QStringLiteral("• ") : QStringLiteral("  ")) + it.key() + QStringLiteral(": ") + QString::fromUtf8(value.mid(5, value.size() - 6));
    }
    m_context->setPlainText(lines.join(QLatin1Char('\n')));
    QList<QTextEdit::ExtraSelection> marks;
    for (const int line : changed) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_context->document()->findBlockByNumber(line));
        mark.format.setBackground(m_theme.color(Token::AccentSoft));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks << mark;
    }
    m_context->setExtraSelections(marks);
}

void SimulatorPane::say()
{
    const auto &steps = m_simulator.simulation().steps;
    m_status->setAccessibleName(stepText(steps.size() - 1));
    QAccessibleEvent alert(m_status, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace hs::ui
