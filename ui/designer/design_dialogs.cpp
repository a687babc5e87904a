#include "ui/designer/design_dialogs.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "ui/designer/chart_words.h"
#include "ui/designer/inspector.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

struct DesignDialogs {
    Q_DECLARE_TR_FUNCTIONS(DesignDialogs)
};

/// A name of rule F4: letters, digits, _ and -, not starting with a digit.
bool isStateName(const QString &text)
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z_][A-Za-z0-9_-]*$"));
    return name.match(text).hasMatch();
}

struct Question {
    QDialog *dialog;
    QFormLayout *form;
    QPushButton *yes;
    QLabel *note;

    void add(const QString &label, QWidget *field) const
    {
        field->setAccessibleName(label);
        form->addRow(label, field);
    }
    /// Says what is missing; the button waits for it.
    void judge(const QString &missing) const
    {
        note->setText(missing);
        yes->setEnabled(missing.isEmpty());
    }
};

Question ask(QWidget *parent, const QString &title, const QString &sentence, const QString &confirm)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setMinimumWidth(400);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    if (!sentence.isEmpty())
        layout->addWidget(makeWrappingLabel(sentence, TextStyle::Body, Token::Text2, dialog));
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(10);
    layout->addLayout(form);
    QLabel *note = makeWrappingLabel({}, TextStyle::Small, Token::Text2, dialog);
    layout->addWidget(note);
    auto *buttons = new QDialogButtonBox(dialog);
    QPushButton *yes = buttons->addButton(confirm, QDialogButtonBox::AcceptRole);
    yes->setProperty("kind", QStringLiteral("primary"));
    yes->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    layout->addWidget(buttons);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    return {dialog, form, yes, note};
}

// ---- what a new definition begins with ----------------------------------------------------

const char *const StepsPattern = R"({
  "id": %1,
  "version": "1.0.0",
  "meta": { "title": %2 },
  "initial": "open",
  "states": {
    "open": {
      "meta": { "column": "Open" },
      "on": { "begin": "working" }
    },
    "working": {
      "meta": { "column": "Working" },
      "on": { "finish": "done", "stop": "open" }
    },
    "done": { "type": "final" }
  }
}
)";

const char *const ApprovalPattern = R"({
  "id": %1,
  "version": "1.0.0",
  "meta": { "title": %2 },
  "setup": {
    "guards": {
      "approved": { "==": [{ "var": "event.output.decision" }, "approve"] }
    }
  },
  "initial": "waiting",
  "states": {
    "waiting": {
      "meta": { "column": "Waiting for a person" },
      "invoke": {
        "id": "decide", "src": "human.approve",
        "input": { "title": "Please decide" },
        "onDone": [
          { "guard": "approved", "target": "approved" },
          { "target": "declined" }
        ],
        "onError": "declined"
      },
      "after": { "P2D": "declined" }
    },
    "approved": { "type": "final" },
    "declined": { "type": "final" }
  }
}
)";

const char *const ParallelPattern = R"({
  "id": %1,
  "version": "1.0.0",
  "meta": { "title": %2 },
  "initial": "preparing",
  "states": {
    "preparing": {
      "type": "parallel",
      "onDone": "ready",
      "on": { "cancel": "cancelled" },
      "states": {
        "first": {
          "initial": "waiting",
          "states": {
            "waiting": { "on": { "first.done": "done" } },
            "done": { "type": "final" }
          }
        },
        "second": {
          "initial": "waiting",
          "states": {
            "waiting": { "on": { "second.done": "done" } },
            "done": { "type": "final" }
          }
        }
      }
    },
    "ready": { "type": "final" },
    "cancelled": { "type": "final" }
  }
}
)";

} // namespace

void askNewState(QWidget *parent, const QString &inside, std::function<void(const QString &, api::StateKind)> then)
{
    //: %1 is the name of a state or a workflow
    const Question question = ask(parent, DesignDialogs::tr("Add a state"), DesignDialogs::tr("It will stand in %1.").arg(inside), DesignDialogs::tr("Add"));
    auto *name = new QLineEdit(question.dialog);
    name->setPlaceholderText(QStringLiteral("waiting_for_payment"));
    auto *kind = new QComboBox(question.dialog);
    for (const api::StateKind each : {api::StateKind::Atomic, api::StateKind::Final, api::StateKind::Compound, api::StateKind::Parallel, api::StateKind::History})
        kind->addItem(stateKindName(each), int(each));
    question.add(DesignDialogs::tr("Name"), name);
    question.add(DesignDialogs::tr("Kind"), kind);
    const auto judge = [question, name] {
        question.judge(isStateName(name->text().trimmed()) ? QString() : DesignDialogs::tr("A name has letters, digits, _ and -, and does not begin with a digit."));
    };
    QObject::connect(name, &QLineEdit::textChanged, question.dialog, judge);
    judge();
    QObject::connect(question.dialog, &QDialog::accepted, parent, [name, kind, then = std::move(then)] {
        then(name->text().trimmed(), api::StateKind(kind->currentData().toInt()));
    });
    name->setFocus();
    question.dialog->open();
}

void askNewTransition(QWidget *parent, const api::Chart &chart, int source, int target, std::function<void(const api::AddTransition &)> then)
{
    const api::ChartState &from = chart.states[std::size_t(source)];
    //: %1 is the name of a state
    const Question question = ask(parent, DesignDialogs::tr("Add a transition"), DesignDialogs::tr("From %1.").arg(from.path), DesignDialogs::tr("Add"));
    using Kind = api::ChartTransition::Kind;
    auto *kind = new QComboBox(question.dialog);
    kind->addItem(DesignDialogs::tr("When an event comes"), int(Kind::Event));
    kind->addItem(DesignDialogs::tr("After some time"), int(Kind::After));
    kind->addItem(DesignDialogs::tr("At once"), int(Kind::Always));
    if (from.kind == api::StateKind::Compound || from.kind == api::StateKind::Parallel)
        kind->addItem(DesignDialogs::tr("When all inside is done"), int(Kind::StateDone));
    for (const auto &invoke : from.invokes) {
        //: %1 is the name of a task
        kind->addItem(DesignDialogs::tr("When %1 is done").arg(invoke.fullId), int(Kind::TaskDone));
        kind->setItemData(kind->count() - 1, invoke.fullId, Qt::UserRole + 1);
        //: %1 is the name of a task
        kind->addItem(DesignDialogs::tr("When %1 fails").arg(invoke.fullId), int(Kind::TaskError));
        kind->setItemData(kind->count() - 1, invoke.fullId, Qt::UserRole + 1);
    }
    auto *event = new QComboBox(question.dialog);
    event->setEditable(true);
    event->setInsertPolicy(QComboBox::NoInsert);
    auto *to = new QComboBox(question.dialog);
    to->addItem(DesignDialogs::tr("Stays where it is"), QString());
    for (const auto &state : chart.states) {
        if (state.parent < 0)
            continue;
        to->addItem(state.path, state.pointer);
        if (target >= 0 && state.pointer == chart.states[std::size_t(target)].pointer)
            to->setCurrentIndex(to->count() - 1);
    }
    auto *guard = new QComboBox(question.dialog);
    guard->setEditable(true);
    guard->setInsertPolicy(QComboBox::NoInsert);
    guard->addItems(QStringList{QString()} + chart.guards);
    question.add(DesignDialogs::tr("Taken"), kind);
    question.add(DesignDialogs::tr("Event or time"), event);
    question.add(DesignDialogs::tr("Leads to"), to);
    question.add(DesignDialogs::tr("Only if"), guard);
    const auto judge = [question, kind, event, to] {
        const auto now = Kind(kind->currentData().toInt());
        if ((now == Kind::Event || now == Kind::After) && event->currentText().trimmed().isEmpty())
            question.judge(now == Kind::Event ? DesignDialogs::tr("Name the event, such as order.paid.") : DesignDialogs::tr("Give a time such as PT1H or P2D, or the name of a delay."));
        else if (now == Kind::Always && to->currentData().toString().isEmpty())
            question.judge(DesignDialogs::tr("A transition that is taken at once must lead somewhere."));
        else
            question.judge({});
    };
    const auto fit = [kind, event, chart, judge] {
        const auto now = Kind(kind->currentData().toInt());
        const QString kept = event->currentText();
        event->clear();
        QStringList words;
        if (now == Kind::After)
            words = QStringList(chart.delays) << QStringLiteral("PT15M") << QStringLiteral("PT1H") << QStringLiteral("P1D");
        for (const auto &transition : chart.transitions) {
            if (now == Kind::Event && transition.kind == Kind::Event && !words.contains(transition.event))
                words << transition.event;
        }
        event->addItems(words);
        event->setCurrentText(words.contains(kept) || now == Kind::Event ? kept : QString());
        event->setEnabled(now == Kind::Event || now == Kind::After);
        judge();
    };
    QObject::connect(kind, &QComboBox::currentIndexChanged, question.dialog, fit);
    QObject::connect(event, &QComboBox::editTextChanged, question.dialog, judge);
    QObject::connect(to, &QComboBox::currentIndexChanged, question.dialog, judge);
    fit();
    event->setCurrentText({});
    QObject::connect(question.dialog, &QDialog::accepted, parent, [=, pointer = from.pointer, then = std::move(then)] {
        api::AddTransition out;
        out.source = pointer;
        out.kind = Kind(kind->currentData().toInt());
        out.event = kind->currentData(Qt::UserRole + 1).toString();
        if (out.event.isEmpty())
            out.event = event->currentText().trimmed();
        out.targetState = to->currentData().toString().isEmpty() ? QString() : to->currentData().toString();
        out.guard = guardJson(guard->currentText());
        then(out);
    });
    event->setFocus();
    question.dialog->open();
}

void askNewDefinition(QWidget *parent, const QStringList &taken, std::function<void(const QString &)> then)
{
    const Question question = ask(parent, DesignDialogs::tr("New workflow"), {}, DesignDialogs::tr("Begin"));
    auto *title = new QLineEdit(question.dialog);
    title->setPlaceholderText(DesignDialogs::tr("Loan of a work"));
    auto *id = new QLineEdit(question.dialog);
    id->setPlaceholderText(QStringLiteral("loan-of-a-work"));
    auto *pattern = new QComboBox(question.dialog);
    pattern->addItem(DesignDialogs::tr("Three steps"), QString::fromLatin1(StepsPattern));
    pattern->addItem(DesignDialogs::tr("A person decides"), QString::fromLatin1(ApprovalPattern));
    pattern->addItem(DesignDialogs::tr("Two things at once"), QString::fromLatin1(ParallelPattern));
    question.add(DesignDialogs::tr("Title"), title);
    question.add(DesignDialogs::tr("Id"), id);
    question.add(DesignDialogs::tr("Begins as"), pattern);
    const auto judge = [question, title, id, taken] {
        if (title->text().trimmed().isEmpty())
            question.judge(DesignDialogs::tr("Give it a title."));
        else if (!isStateName(id->text()))
            question.judge(DesignDialogs::tr("An id has letters, digits, _ and -, and does not begin with a digit."));
        else if (taken.contains(id->text()))
            question.judge(DesignDialogs::tr("There is a workflow of this id."));
        else
            question.judge({});
    };
    QObject::connect(title, &QLineEdit::textEdited, question.dialog, [id](const QString &words) {
        if (id->isModified())
            return;
        QString made = words.toLower();
        static const QRegularExpression others(QStringLiteral("[^a-z0-9]+"));
        made.replace(others, QStringLiteral("-"));
        while (made.startsWith(QLatin1Char('-')) || (!made.isEmpty() && made[0].isDigit()))
            made.remove(0, 1);
        while (made.endsWith(QLatin1Char('-')))
            made.chop(1);
        id->setText(made);
    });
    QObject::connect(title, &QLineEdit::textChanged, question.dialog, judge);
    QObject::connect(id, &QLineEdit::textChanged, question.dialog, judge);
    judge();
    QObject::connect(question.dialog, &QDialog::accepted, parent, [title, id, pattern, then = std::move(then)] {
        then(pattern->currentData().toString().arg(jsonString(id->text()), jsonString(title->text().trimmed())));
    });
    title->setFocus();
    question.dialog->open();
}

} // namespace hs::ui
