#include "ui/versions/fork_dialog.h"

#include <algorithm>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

ForkDialog::ForkDialog(ViewContext &context, const api::WorkflowRow &run, qint64 seq, api::RunStanding standing, QWidget *parent)
    : QDialog(parent), m_context(context), m_run(run), m_seq(seq), m_standing(std::move(standing)), m_version(new QComboBox(this)),
      m_statesBox(new QWidget(this)), m_states(new QFormLayout(m_statesBox)), m_reason(new QLineEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    //: %1 number of a run, %2 number of a step
    setWindowTitle(tr("Fork %1 from step %2").arg(run.number, QLocale().toString(seq)));
    setMinimumWidth(context.theme.scaled(460));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    //: %1 states of a workflow
    column->addWidget(makeWrappingLabel(tr("It stood in: %1").arg(m_standing.state), TextStyle::Strong, Token::Text, this));
    column->addWidget(makeWrappingLabel(consequence(), TextStyle::Body, Token::Text2, this));

    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_version->setAccessibleName(tr("Version of the new run"));
    m_version->addItem(tr("The one it had at that step"), QString());
    form->addRow(tr("Version"), m_version);
    column->addLayout(form);
    m_statesNote = makeWrappingLabel(tr("These states are not there in that version. Choose what they become."), TextStyle::Small, Token::Text2, this);
    column->addWidget(m_statesNote);
    m_states->setContentsMargins(0, 0, 0, 0);
    m_states->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_states->setRowWrapPolicy(QFormLayout::WrapAllRows); // ids of states are long
    column->addWidget(m_statesBox);

    auto *why = makeLabel(tr("Why? The reason is kept in the history of the new run."), TextStyle::Small, Token::Text2, this);
    why->setBuddy(m_reason);
    m_reason->setAccessibleName(tr("Reason"));
    column->addWidget(why);
    column->addWidget(m_reason);
    m_told = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_told->hide();
    column->addWidget(m_told);
    column->addStretch(1);
    auto *buttons = new QDialogButtonBox(this);
    m_fork = buttons->addButton(tr("Begin the new run"), QDialogButtonBox::ActionRole);
    m_fork->setProperty("kind", QStringLiteral("primary"));
    m_fork->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    column->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_fork, &QPushButton::clicked, this, &ForkDialog::submit);
    connect(m_reason, &QLineEdit::textChanged, this, &ForkDialog::updateButtons);
    connect(m_version, &QComboBox::currentIndexChanged, this, &ForkDialog::showStates);
    m_reason->setFocus();
    showStates();
    askVersions();
}

QString ForkDialog::consequence() const
{
    //: %1 is the number of a run
    QStringList sentences{tr("A new run begins there. %1 stays as it is, and what it sent stays sent.").arg(m_run.number)};
    if (!m_standing.tasks.empty()) {
        QStringList names;
        for (const api::RunTask &task : m_standing.tasks)
            names << task.src;
        names.removeDuplicates();
        //: %1 lists tasks, such as "nyra.qualify"
        sentences << tr("The tasks that were open begin anew, with all they do outside: %1.").arg(names.join(QStringLiteral(", ")));
    }
    if (!m_standing.timers.empty())
        sentences << tr("%n timer(s) go on with the time they had left then.", nullptr, int(m_standing.timers.size()));
    return sentences.join(QLatin1Char(' '));
}

void ForkDialog::askVersions()
{
    m_context.engine.ask(api::DefinitionVersionsQuery{m_run.definition}, this, [this](Result<std::vector<api::DefinitionVersionRow>> versions) {
        if (!versions)
            return tell(errorSentence(versions.error()), true);
        m_versions = std::move(*versions);
        for (const auto &row : m_versions) {
            //: %1 is a version
            const QString text = row.current ? tr("%1, current").arg(row.version) : row.retired ? tr("%1, retired").arg(row.version) : row.version;
            m_version->addItem(text, row.version);
        }
    });
}

/// One row for every state it stood in that the chosen version has not.
void ForkDialog::showStates()
{
    while (m_states->rowCount() > 0)
        m_states->removeRow(0);
    const QString version = m_version->currentData().toString();
    const auto found = std::find_if(m_versions.begin(), m_versions.end(), [&](const auto &row) { return row.version == version; });
    if (found != m_versions.end()) {
        for (const QString &state : m_standing.active) {
            if (std::any_of(found->states.begin(), found->states.end(), [&](const auto &other) { return other.state == state; }))
                continue;
            auto *box = new QComboBox(m_statesBox);
            box->setObjectName(state);
            //: %1 is the id of a state.
            box->setAccessibleName(tr("What becomes of %1").arg(state));
            box->addItem(tr("Choose…"), QString());
            for (const auto &other : found->states)
                box->addItem(other.state, other.state);
            connect(box, &QComboBox::currentIndexChanged, this, &ForkDialog::updateButtons);
            //: %1 is the id of a state.
            m_states->addRow(tr("%1 becomes").arg(state), box);
        }
    }
    m_statesNote->setVisible(m_states->rowCount() > 0);
    m_statesBox->setVisible(m_states->rowCount() > 0);
    tell({});
    updateButtons();
    adjustSize();
}

QJsonObject ForkDialog::mapping() const
{
    QJsonObject states;
    for (const auto *box : m_statesBox->findChildren<QComboBox *>())
        if (const auto target = box->currentData().toString(); !target.isEmpty())
            states.insert(box->objectName(), target);
    return states;
}

void ForkDialog::submit()
{
    m_underWay = true;
    updateButtons();
    api::ForkWorkflow command;
    command.workflow = m_run.id;
    command.seq = m_seq;
    command.version = m_version->currentData().toString();
    command.states = mapping();
    command.reason = m_reason->text().trimmed();
    m_context.engine.submit(std::move(command), this, [this](Result<api::Receipt> receipt) {
        m_underWay = false;
        updateButtons();
        if (!receipt) {
            tell(errorSentence(receipt.error()) + QLatin1Char('\n') + errorDetails(receipt.error()), true);
            return;
        }
        //: %1 is the number of a run
        m_context.toasts.show({tr("%1 has begun.").arg(receipt->data.value(QStringLiteral("number")).toString()), Tone::Ok, tr("Show it"),
                               [&navigator = m_context.navigator, id = receipt->id] { navigator.open(QStringLiteral("run"), id); }});
        accept();
    });
}

void ForkDialog::tell(const QString &sentence, bool trouble)
{
    setLabelStyle(m_told, TextStyle::Small, trouble ? Token::Danger : Token::Text2);
    m_told->setText(sentence);
    m_told->setVisible(!sentence.isEmpty());
    if (!sentence.isEmpty())
        adjustSize();
}

void ForkDialog::updateButtons()
{
    m_fork->setEnabled(!m_underWay && !m_reason->text().trimmed().isEmpty() && mapping().size() == m_states->rowCount());
}

} // namespace hs::ui
