#include "ui/designer/inspector.h"

#include <algorithm>

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/designer/chart_words.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_order.h"

namespace hs::ui {

QString jsonString(const QString &text)
{
    if (text.isEmpty())
        return {};
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.mid(1, array.size() - 2));
}

QString guardJson(const QString &written)
{
    const QString text = written.trimmed();
    if (text.startsWith(QLatin1Char('"')))
        return text;
    if (!text.startsWith(QLatin1Char('{')))
        return jsonString(text);
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    // A rule by itself is no guard yet.
    return object.isEmpty() || object.contains(QStringLiteral("type")) ? text
                                                                        : QStringLiteral(R"({ "type": "jsonlogic", "params": { "rule": %1 } })").arg(text);
}

QString actionsJson(const QString &written)
{
    const QString text = written.trimmed();
    if (text.startsWith(QLatin1Char('{')) || text.startsWith(QLatin1Char('"')) || text.startsWith(QLatin1Char('[')))
        return text;
    QStringList names;
    const auto parts = text.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &name : parts)
        names << jsonString(name.trimmed());
    return names.size() < 2 ? names.join(QString()) : QLatin1Char('[') + names.join(QStringLiteral(", ")) + QLatin1Char(']');
}

QString tagsJson(const QString &written)
{
    QStringList tags;
    const auto parts = written.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (const QString tag = part.trimmed(); !tag.isEmpty() && !tags.contains(jsonString(tag)))
            tags << jsonString(tag);
    }
    return tags.size() < 2 ? tags.join(QString()) : QLatin1Char('[') + tags.join(QStringLiteral(", ")) + QLatin1Char(']');
}

QString plainNames(const QString &json)
{
    const QJsonDocument document = QJsonDocument::fromJson('[' + json.toUtf8() + ']');
    const QJsonValue value = document.array().at(0);
    if (value.isString())
        return value.toString();
    if (!value.isArray())
        return json;
    QStringList names;
    const auto array = value.toArray();
    for (const auto &item : array) {
        if (!item.isString())
            return json;
        names << item.toString();
    }
    return names.join(QStringLiteral(", "));
}

namespace {

constexpr int WidestForm = 380;

/// A field for JSON that tells when it is left with another text than it had.
class CodeField final : public QPlainTextEdit {
public:
    CodeField(const QString &value, std::function<void(const QString &)> done, QWidget *parent)
        : QPlainTextEdit(value, parent), m_value(value), m_done(std::move(done))
    {
        setTabChangesFocus(true);
        document()->setModified(false);
    }

    void setDone(std::function<void(const QString &)> done) { m_done = std::move(done); }

protected:
    void focusOutEvent(QFocusEvent *event) override
    {
        QPlainTextEdit::focusOutEvent(event);
        if (event->reason() != Qt::PopupFocusReason && toPlainText() != m_value) {
            m_value = toPlainText();
            m_done(m_value);
        }
    }

private:
    QString m_value;
    std::function<void(const QString &)> m_done;
};

} // namespace

Inspector::Inspector(const Theme &theme, DesignModel &model, QWidget *parent) : QScrollArea(parent), m_theme(theme), m_model(model)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Details"));
    connect(&model, &DesignModel::chartChanged, this, &Inspector::rebuild);
    connect(&model, &DesignModel::selectionChanged, this, &Inspector::rebuild);
    connect(&model, &DesignModel::editFailed, this, &Inspector::tellRefused);
    rebuild();
}

void Inspector::rebuild()
{
    const api::Chart &chart = m_model.chart();
    const QString &selected = m_model.selected();
    int state = -1;
    int transition = -1;
    for (std::size_t i = 0; i < chart.states.size() && !selected.isNull(); ++i) {
        if (chart.states[i].pointer == selected)
            state = int(i);
    }
    for (std::size_t i = 0; i < chart.transitions.size(); ++i) {
        if (!selected.isEmpty() && chart.transitions[i].pointer == selected)
            transition = int(i);
    }
    // The same thing read again from the same text needs no new form: whoever is in a field stays there.
    const QString shown = state < 0 && transition < 0 ? QStringLiteral("-") : selected + QLatin1Char('\n') + m_model.text();
    if (shown == m_shown)
        return;
    m_shown = shown;
    m_lastCode.clear();
    const QWidget *focused = m_body && m_body->isAncestorOf(focusWidget()) ? focusWidget() : nullptr;
    const QString focusName = focused ? focused->objectName() : QString();
    const int scroll = verticalScrollBar()->value();
    auto *body = new QWidget;
    body->setAutoFillBackground(false);
    m_body = body;
    m_layout = new QVBoxLayout(body);
    m_layout->setContentsMargins(14, 12, 14, 16);
    m_layout->setSpacing(4);
    if (state >= 0)
        buildState(state);
    else if (transition >= 0)
        buildTransition(transition);
    else
        buildNothing();
    m_layout->addStretch(1);
    // A field that told its value may be the one that asked for this: it goes when it has finished.
    if (QWidget *old = takeWidget())
        old->deleteLater();
    setWidget(body);
    body->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    if (m_before)
        tabAfter(m_before, body);
    verticalScrollBar()->setValue(scroll);
    QTimer::singleShot(0, this, &Inspector::fitWidth); // once the style has measured it
    if (!focusName.isEmpty()) {
        if (auto *field = body->findChild<QWidget *>(focusName))
            field->setFocus(Qt::OtherFocusReason);
    }
}

/// Wide enough for the longest button, whatever the language: a form is not scrolled sideways.
void Inspector::fitWidth()
{
    if (m_body)
        setMinimumWidth(std::min(m_body->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(), m_theme.scaled(WidestForm)));
}

/// What was written in JSON stays where it was written, with the reason beneath: a missing bracket costs nobody the rest.
/// Other fields show again what stands in the text.
void Inspector::tellRefused(const Error &error)
{
    if (!m_lastCode || !m_body->isAncestorOf(m_lastCode)) {
        m_shown = {};
        rebuild();
        return;
    }
    delete m_refused;
    m_refused = makeWrappingLabel(tr("Not taken over: %1").arg(QString::fromStdString(error.what)), TextStyle::Small, Token::Danger, m_body);
    m_layout->insertWidget(m_layout->indexOf(m_lastCode) + 1, m_refused);
    m_lastCode->setAccessibleDescription(m_refused->text());
    QAccessibleEvent alert(m_refused, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Inspector::buildNothing()
{
    m_layout->addWidget(makeLabel(tr("Nothing chosen"), TextStyle::Subtitle, Token::Text, m_body));
    m_layout->addWidget(makeWrappingLabel(tr("Choose a state or a transition in the picture, the outline or the text. Draw a line from state to state to connect them."),
                                          TextStyle::Body, Token::Text2, m_body));
}

// ---- pieces of the form ---------------------------------------------------------------

void Inspector::addHeading(const QString &text)
{
    m_layout->addSpacing(10);
    m_layout->addWidget(makeWrappingLabel(text, TextStyle::Strong, Token::Text2, m_body));
}

void Inspector::addRow(const QString &label, QWidget *field)
{
    QLabel *name = makeWrappingLabel(label, TextStyle::Small, Token::Text2, m_body);
    name->setBuddy(field);
    field->setAccessibleName(label);
    m_layout->addSpacing(4);
    m_layout->addWidget(name);
    m_layout->addWidget(field);
}

QLineEdit *Inspector::addLine(const QString &label, const QString &name, const QString &value, std::function<void(const QString &)> done)
{
    auto *field = new QLineEdit(value, m_body);
    field->setObjectName(name);
    field->setCursorPosition(0);
    connect(field, &QLineEdit::editingFinished, this, [field, value, done = std::move(done), told = value]() mutable {
        if (field->text() == told)
            return;
        told = field->text();
        done(told);
    });
    addRow(label, field);
    return field;
}

QPlainTextEdit *Inspector::addCode(const QString &label, const QString &name, const QString &value, std::function<void(const QString &)> done)
{
    auto *field = new CodeField(value, {}, m_body);
    field->setDone([this, field, done = std::move(done)](const QString &text) {
        m_lastCode = field;
        done(text);
    });
    field->setObjectName(name);
    field->setFont(m_theme.font(TextStyle::Mono));
    const int lines = std::clamp(std::max(int(value.count(QLatin1Char('\n'))) + 1, int(value.size()) / 30 + 1), 2, 8);
    field->setFixedHeight(QFontMetrics(m_theme.font(TextStyle::Mono)).lineSpacing() * lines + 16);
    addRow(label, field);
    return field;
}

QComboBox *Inspector::addChoice(const QString &label, const QString &name, const QList<std::pair<QString, QString>> &choices, const QString &value,
                                std::function<void(const QString &)> done)
{
    auto *field = new QComboBox(m_body);
    field->setObjectName(name);
    field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    field->setMinimumContentsLength(10);
    field->setMinimumHeight(QFontMetrics(m_theme.font(TextStyle::Body)).height() + 14); // its own hint is of an older text size
    for (const auto &[text, code] : choices)
        field->addItem(text, code);
    field->setCurrentIndex(field->findData(value));
    connect(field, &QComboBox::activated, this, [field, value, done = std::move(done)] {
        if (field->currentData().toString() != value || field->currentData().toString().isNull() != value.isNull())
            done(field->currentData().toString());
    });
    addRow(label, field);
    return field;
}

QComboBox *Inspector::addOpenChoice(const QString &label, const QString &name, const QStringList &choices, const QString &value,
                                    std::function<void(const QString &)> done)
{
    auto *field = new QComboBox(m_body);
    field->setEditable(true);
    field->setInsertPolicy(QComboBox::NoInsert);
    field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    field->setMinimumContentsLength(10);
    field->setMinimumHeight(QFontMetrics(m_theme.font(TextStyle::Body)).height() + 14); // its own hint is of an older text size
    field->addItems(choices);
    field->setCurrentText(value);
    field->lineEdit()->setCursorPosition(0);
    field->lineEdit()->setObjectName(name);
    field->lineEdit()->setAccessibleName(label);
    const auto tell = [field, done = std::move(done), told = std::make_shared<QString>(value)] {
        if (field->currentText() == *told)
            return;
        *told = field->currentText();
        done(*told);
    };
    connect(field->lineEdit(), &QLineEdit::editingFinished, this, tell);
    connect(field, &QComboBox::activated, this, tell);
    addRow(label, field);
    return field;
}

void Inspector::addButtons(const QList<std::pair<QString, std::function<void()>>> &buttons, bool dangerLast)
{
    m_layout->addSpacing(12);
    for (qsizetype i = 0; i < buttons.size(); ++i) {
        const bool danger = dangerLast && i + 1 == buttons.size();
        QPushButton *button = makeButton(buttons[i].first, danger ? ButtonKind::Danger : ButtonKind::Normal, m_theme, m_body,
                                         danger ? QStringLiteral("trash-2") : QStringLiteral("plus"));
        connect(button, &QPushButton::clicked, this, buttons[i].second, Qt::QueuedConnection);
        m_layout->addWidget(button);
    }
}

void Inspector::set(const QString &object, const QString &member, const QString &value, const QString &words)
{
    m_model.edit(api::SetMember{object, member, value}, words);
}

// ---- a state ------------------------------------------------------------------------------

void Inspector::buildState(int index)
{
    const api::Chart &chart = m_model.chart();
    const api::ChartState state = chart.states[std::size_t(index)];
    const QString at = state.pointer;
    const bool root = state.parent < 0;
    std::vector<int> children;
    for (std::size_t i = 0; i < chart.states.size(); ++i) {
        if (chart.states[i].parent == index)
            children.push_back(int(i));
    }
    QLabel *kind = makeLabel(root ? tr("Workflow") : stateKindName(state.kind), TextStyle::Subtitle, Token::Text, m_body);
    m_layout->addWidget(kind);

    addLine(root ? tr("Id") : tr("Name"), QStringLiteral("name"), root ? state.id : state.key, [this, at](const QString &name) {
        m_model.edit(api::RenameState{at, name.trimmed()}, tr("Rename state"));
    });
    if (root) {
        addLine(tr("Version"), QStringLiteral("version"), chart.version,
                [this](const QString &version) { set({}, QStringLiteral("version"), jsonString(version.trimmed()), tr("Change version")); });
        addLine(tr("Title"), QStringLiteral("title"), chart.title,
                [this](const QString &title) { set(QStringLiteral("/meta"), QStringLiteral("title"), jsonString(title), tr("Change title")); });
    }
    if (!root && children.empty() && state.kind != api::StateKind::History) {
        const bool final = state.kind == api::StateKind::Final;
        addChoice(tr("Kind"), QStringLiteral("kind"), {{stateKindName(api::StateKind::Atomic), QString()}, {stateKindName(api::StateKind::Final), QStringLiteral("\"final\"")}},
                  final ? QStringLiteral("\"final\"") : QString(),
                  [this, at](const QString &type) { set(at, QStringLiteral("type"), type, tr("Change kind of state")); });
    }
    if (state.kind == api::StateKind::History)
        addChoice(tr("Remembers"), QStringLiteral("history"),
                  {{tr("The state inside"), QStringLiteral("\"shallow\"")}, {tr("All states inside, however deep"), QStringLiteral("\"deep\"")}},
                  state.deep ? QStringLiteral("\"deep\"") : QStringLiteral("\"shallow\""),
                  [this, at](const QString &history) { set(at, QStringLiteral("history"), history, tr("Change history")); });
    if (!children.empty() && state.kind != api::StateKind::Parallel) {
        QList<std::pair<QString, QString>> choices;
        for (const int child : children) {
            const auto &inner = chart.states[std::size_t(child)];
            if (inner.kind != api::StateKind::History)
                choices.append({inner.key, inner.key});
        }
        addChoice(tr("Begins with"), QStringLiteral("initial"), choices, state.initial >= 0 ? chart.states[std::size_t(state.initial)].key : QString(),
                  [this, at](const QString &key) { set(at, QStringLiteral("initial"), jsonString(key), tr("Change initial state")); });
    }
    addLine(tr("Description"), QStringLiteral("description"), state.description,
            [this, at](const QString &text) { set(at, QStringLiteral("description"), jsonString(text), tr("Change description")); });
    buildNotes(state);
    if (state.kind == api::StateKind::Final || root)
        addCode(tr("What it gives when it is done (JSON)"), QStringLiteral("output"), state.outputSource, [this, at](const QString &text) {
            set(at, QStringLiteral("output"), text.trimmed(), tr("Change output"));
        })->setPlaceholderText(QStringLiteral("{ \"amount\": { \"var\": \"context.amount\" } }"));
    if (state.kind != api::StateKind::History) {
        addCode(tr("On entry"), QStringLiteral("entry"), plainNames(state.entrySource),
                [this, at](const QString &text) { set(at, QStringLiteral("entry"), actionsJson(text), tr("Change entry actions")); });
        addCode(tr("On exit"), QStringLiteral("exit"), plainNames(state.exitSource),
                [this, at](const QString &text) { set(at, QStringLiteral("exit"), actionsJson(text), tr("Change exit actions")); });
    }
    for (const auto &invoke : state.invokes)
        buildInvoke(invoke);
    if (root)
        buildSetup();
    if (state.kind == api::StateKind::Final || state.kind == api::StateKind::History) {
        addButtons({{tr("Remove state…"), [this] { Q_EMIT removeWanted(); }}}, true);
        return;
    }
    addHeading(tr("Add"));
    addOpenChoice(tr("Task for an agent or a person"), QStringLiteral("addTask"), QStringList{QString()} + chart.sources, {}, [this, at](const QString &src) {
        if (!src.trimmed().isEmpty())
            m_model.edit(api::AddInvoke{at, src.trimmed(), {}}, tr("Add task"));
    });
    QList<std::pair<QString, std::function<void()>>> buttons{{tr("Add a transition from here…"), [this] { Q_EMIT addTransitionWanted(); }},
                                                             {tr("Add a state inside…"), [this] { Q_EMIT addStateWanted(); }}};
    if (!root)
        buttons.append({tr("Remove state…"), [this] { Q_EMIT removeWanted(); }});
    addButtons(buttons, !root);
}

void Inspector::buildInvoke(const api::ChartInvoke &invoke)
{
    const QString at = invoke.pointer;
    //: %1 is the name of a task
    addHeading(tr("Task %1").arg(invoke.id.isEmpty() ? invoke.src : invoke.id));
    const QString key = at;
    addOpenChoice(tr("Done by"), key + QStringLiteral("/src"), m_model.chart().sources, invoke.src,
                  [this, at](const QString &src) { set(at, QStringLiteral("src"), jsonString(src.trimmed()), tr("Change task")); });
    addLine(tr("Task name"), key + QStringLiteral("/id"), invoke.id,
            [this, at](const QString &id) { set(at, QStringLiteral("id"), jsonString(id.trimmed()), tr("Change task")); });
    auto *timeout = addLine(tr("Time limit of an attempt"), key + QStringLiteral("/timeout"), invoke.timeout,
                            [this, at](const QString &text) { set(at, QStringLiteral("timeout"), jsonString(text.trimmed()), tr("Change time limit")); });
    timeout->setPlaceholderText(QStringLiteral("PT2M"));
    addCode(tr("What it is given"), key + QStringLiteral("/input"), invoke.input,
            [this, at](const QString &text) { set(at, QStringLiteral("input"), text, tr("Change task input")); });
    addCode(tr("Retries"), key + QStringLiteral("/retry"), invoke.retry,
            [this, at](const QString &text) { set(at, QStringLiteral("retry"), text, tr("Change retries")); });
    QPushButton *remove = makeButton(tr("Remove task"), ButtonKind::Danger, m_theme, m_body, QStringLiteral("trash-2"));
    connect(remove, &QPushButton::clicked, this, [this, at] { m_model.edit(api::RemoveInvoke{at}, tr("Remove task")); }, Qt::QueuedConnection);
    m_layout->addSpacing(6);
    m_layout->addWidget(remove);
}

// ---- a transition ---------------------------------------------------------------------------

void Inspector::buildTransition(int index)
{
    const api::Chart &chart = m_model.chart();
    const api::ChartTransition transition = chart.transitions[std::size_t(index)];
    const QString at = transition.pointer;
    m_layout->addWidget(makeLabel(tr("Transition"), TextStyle::Subtitle, Token::Text, m_body));
    //: %1 is the name of a state
    m_layout->addWidget(makeWrappingLabel(tr("From %1").arg(chart.states[std::size_t(transition.source)].path), TextStyle::Small, Token::Text2, m_body));
    const auto change = [this, at](auto fill, const QString &words) {
        api::ChangeTransition edit;
        edit.transition = at;
        fill(edit);
        m_model.edit(edit, words);
    };
    if (transition.kind == api::ChartTransition::Kind::Event) {
        QStringList events;
        for (const auto &other : chart.transitions) {
            if (other.kind == api::ChartTransition::Kind::Event && !events.contains(other.event))
                events << other.event;
        }
        addOpenChoice(tr("Event"), QStringLiteral("name"), events, transition.event, [change](const QString &event) {
            change([&](auto &edit) { edit.event = event.trimmed(); }, tr("Change event"));
        });
    } else if (transition.kind == api::ChartTransition::Kind::After) {
        addOpenChoice(tr("After"), QStringLiteral("name"), QStringList(chart.delays) << QStringLiteral("PT15M") << QStringLiteral("PT1H") << QStringLiteral("P1D"),
                      transition.event, [change](const QString &delay) { change([&](auto &edit) { edit.event = delay.trimmed(); }, tr("Change delay")); });
    } else {
        addRow(tr("Taken"), makeWrappingLabel(transitionCause(transition), TextStyle::Body, Token::Text, m_body));
    }
    QList<std::pair<QString, QString>> targets{{tr("Stays where it is"), QString()}};
    for (const auto &state : chart.states) {
        if (state.parent >= 0)
            targets.append({state.path, state.pointer});
    }
    if (transition.targets.size() < 2)
        addChoice(tr("Leads to"), QStringLiteral("target"), targets,
                  transition.targets.empty() ? QString() : chart.states[std::size_t(transition.targets.front())].pointer, [change](const QString &target) {
                      change([&](auto &edit) { edit.targetState = target.isEmpty() ? QString() : target; }, tr("Change target"));
                  });
    else
        addRow(tr("Leads to"), makeWrappingLabel(transition.target, TextStyle::Body, Token::Text, m_body));
    auto *guard = addOpenChoice(tr("Only if"), QStringLiteral("guard"), QStringList{QString()} + chart.guards, plainNames(transition.guardSource),
                                [change](const QString &text) { change([&](auto &edit) { edit.guard = guardJson(text); }, tr("Change guard")); });
    guard->lineEdit()->setPlaceholderText(tr("A guard's name, or JSONLogic"));
    addCode(tr("Does"), QStringLiteral("actions"), plainNames(transition.actionsSource), [change](const QString &text) {
        change([&](auto &edit) { edit.actions = actionsJson(text); }, tr("Change actions"));
    })->setPlaceholderText(chart.actions.join(QStringLiteral(", ")));
    auto *reenter = new QCheckBox(tr("Leaves and enters the state anew"), m_body);
    reenter->setObjectName(QStringLiteral("reenter"));
    reenter->setChecked(transition.reenter);
    connect(reenter, &QCheckBox::clicked, this, [change](bool on) { change([&](auto &edit) { edit.reenter = on; }, tr("Change re-entry")); }, Qt::QueuedConnection);
    m_layout->addSpacing(6);
    m_layout->addWidget(reenter);
    addLine(tr("Description"), QStringLiteral("description"), transition.description,
            [change](const QString &text) { change([&](auto &edit) { edit.description = text; }, tr("Change description")); });
    if (!transition.alone) {
        addHeading(tr("Order among those of the same event"));
        auto *row = new QHBoxLayout;
        for (const auto &[text, icon, steps] : {std::tuple(tr("Earlier"), QStringLiteral("arrow-up"), -1), std::tuple(tr("Later"), QStringLiteral("arrow-down"), 1)}) {
            QPushButton *button = makeButton(text, ButtonKind::Normal, m_theme, m_body, icon);
            connect(button, &QPushButton::clicked, this, [this, at, by = steps] { m_model.edit(api::MoveItem{at, by}, tr("Change order")); }, Qt::QueuedConnection);
            row->addWidget(button);
        }
        m_layout->addLayout(row);
    }
    addButtons({{tr("Remove transition"), [this] { Q_EMIT removeWanted(); }}}, true);
}

void Inspector::focusName()
{
    if (auto *field = m_body ? m_body->findChild<QLineEdit *>(QStringLiteral("name")) : nullptr) {
        field->setFocus(Qt::ShortcutFocusReason);
        field->selectAll();
    } else if (m_body) {
        if (auto *other = m_body->findChild<QWidget *>(QStringLiteral("target")))
            other->setFocus(Qt::ShortcutFocusReason);
    }
}

} // namespace hs::ui
