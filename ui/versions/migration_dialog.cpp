#include "ui/versions/migration_dialog.h"

#include <algorithm>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/versions/wrapping_tree.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int PageRows = 50;

} // namespace

MigrationDialog::MigrationDialog(ViewContext &context, QString definition, const QString &title, QWidget *parent)
    : QDialog(parent), m_context(context), m_definition(std::move(definition)), m_model(new MigrationModel(this)), m_from(new QComboBox(this)),
      m_to(new QComboBox(this)), m_statesBox(new QWidget(this)), m_states(new QFormLayout(m_statesBox)), m_reason(new QLineEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    //: %1 is a workflow's title.
    setWindowTitle(tr("Move running workflows: %1").arg(title));
    resize(context.theme.scaled(860), context.theme.scaled(620));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    column->addWidget(makeWrappingLabel(tr("Workflows stay on the version they began with until somebody moves them."), TextStyle::Body, Token::Text2, this));

    auto *versions = new QFormLayout;
    m_from->setAccessibleName(tr("From version"));
    m_to->setAccessibleName(tr("To version"));
    versions->addRow(tr("From version"), m_from);
    versions->addRow(tr("To version"), m_to);
    column->addLayout(versions);

    m_statesNote = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    column->addWidget(m_statesNote);
    m_states->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_statesBox);

    auto *view = new QTreeView(this);
    view->setModel(m_model);
    view->setAlternatingRowColors(true);
    wrapColumns(view, {MigrationModel::Workflow, MigrationModel::Changes});
    view->setAccessibleName(tr("What would change for each workflow"));
    column->addWidget(view, 1);
    m_summary = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    column->addWidget(m_summary);
    m_more = makeButton(tr("Show more"), ButtonKind::Link, context.theme, this);
    column->addWidget(m_more, 0, Qt::AlignLeft);

    m_reason->setPlaceholderText(tr("Why they are moved"));
    m_reason->setAccessibleName(tr("Reason"));
    column->addWidget(m_reason);
    auto *buttons = new QDialogButtonBox(this);
    m_move = buttons->addButton(tr("Move them"), QDialogButtonBox::ActionRole);
    m_move->setProperty("kind", QStringLiteral("primary"));
    buttons->addButton(QDialogButtonBox::Close);
    column->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_from, &QComboBox::activated, this, &MigrationDialog::showStates);
    connect(m_to, &QComboBox::activated, this, &MigrationDialog::showStates);
    connect(m_more, &QPushButton::clicked, this, &MigrationDialog::askPage);
    connect(m_reason, &QLineEdit::textChanged, this, &MigrationDialog::updateButtons);
    connect(m_move, &QPushButton::clicked, this, [this] {
        m_moving = true;
        m_moved = m_refused = 0;
        updateButtons();
        move({});
    });
    updateButtons();
    askVersions();
}

void MigrationDialog::askVersions()
{
    m_context.engine.ask(api::DefinitionVersionsQuery{m_definition}, this, [this](Result<std::vector<api::DefinitionVersionRow>> versions) {
        if (!versions)
            return tell(errorSentence(versions.error()), true);
        m_versions = std::move(*versions);
        showVersions();
    });
}

void MigrationDialog::showVersions()
{
    const auto fill = [this](QComboBox *box, const QString &wanted) {
        box->clear();
        for (const auto &row : m_versions)
            //: %1 is a version's number; how many workflows run on it.
            box->addItem(tr("%1 (%n running)", nullptr, int(row.open)).arg(row.version), row.version);
        box->setCurrentIndex(std::max(0, box->findData(wanted)));
    };
    // From where most of them still run, to what new ones begin with.
    const auto current = std::find_if(m_versions.begin(), m_versions.end(), [](const auto &row) { return row.current; });
    const QString to = m_to->count() > 0 ? m_to->currentData().toString() : current == m_versions.end() ? QString() : current->version;
    QString from = m_from->currentData().toString();
    if (m_from->count() == 0) {
        qint64 most = -1;
        for (const auto &row : m_versions) {
            if (row.version != to && row.open > most) {
                most = row.open;
                from = row.version;
            }
        }
    }
    fill(m_from, from);
    fill(m_to, to);
    showStates();
}

const api::DefinitionVersionRow *MigrationDialog::chosen(const QComboBox *box) const
{
    const auto version = box->currentData().toString();
    const auto found = std::find_if(m_versions.begin(), m_versions.end(), [&](const auto &row) { return row.version == version; });
    return found == m_versions.end() ? nullptr : &*found;
}

/// One row for every state in which somebody stands and that the other version has not.
void MigrationDialog::showStates()
{
    while (m_states->rowCount() > 0)
        m_states->removeRow(0);
    const auto *from = chosen(m_from);
    const auto *to = chosen(m_to);
    if (from == nullptr || to == nullptr || from == to) {
        m_statesNote->setText(m_versions.size() < 2 ? tr("There is only one version.") : tr("Choose two different versions."));
        m_model->clear();
        m_next.clear();
        m_summary->clear();
        updateButtons();
        return;
    }
    for (const auto &state : from->states) {
        const bool kept = std::any_of(to->states.begin(), to->states.end(), [&](const auto &other) { return other.state == state.state; });
        if (kept || state.instances == 0)
            continue;
        auto *box = new QComboBox(m_statesBox);
        box->setObjectName(state.state);
        //: %1 is the id of a state.
        box->setAccessibleName(tr("What becomes of %1").arg(state.state));
        box->addItem(tr("Nothing: they stay"), QString());
        for (const auto &other : to->states)
            box->addItem(other.state, other.state);
        connect(box, &QComboBox::activated, this, &MigrationDialog::preview);
        //: %1 is the id of a state; how many workflows stand in it.
        m_states->addRow(tr("%1 (%n) becomes", nullptr, int(state.instances)).arg(state.state), box);
    }
    m_statesNote->setText(m_states->rowCount() == 0 ? tr("Every state in which a workflow stands is there in both versions.")
                                                    : tr("These states are not there in the new version. Choose what they become."));
    preview();
}

QJsonObject MigrationDialog::mapping() const
{
    QJsonObject states;
    for (const auto *box : m_statesBox->findChildren<QComboBox *>())
        if (const auto target = box->currentData().toString(); !target.isEmpty())
            states.insert(box->objectName(), target);
    return states;
}

void MigrationDialog::preview()
{
    m_model->clear();
    m_next.clear();
    ++m_asked;
    askPage();
}

void MigrationDialog::askPage()
{
    api::MigrationPreviewQuery query{m_definition, m_from->currentData().toString(), m_to->currentData().toString(), mapping(), {}, {m_next, PageRows}};
    m_context.engine.ask(std::move(query), this, [this, asked = m_asked](Result<api::Page<api::MigrationRow>> page) {
        if (asked != m_asked)
            return;
        if (!page)
            return tell(errorSentence(page.error()), true);
        m_next = page->next;
        m_model->append(std::move(page->rows));
        //: How many workflows of those that are shown can be moved.
        if (!m_moving && !std::exchange(m_toldResult, false))
            tell(m_model->rowCount() == 0 ? tr("No workflow runs on this version.")
                                          : tr("%1 of %2 that are shown can be moved.").arg(m_model->possible()).arg(m_model->rowCount()));
        updateButtons();
    });
}

void MigrationDialog::move(const QString &after)
{
    api::MigrateWorkflows command{m_definition, m_from->currentData().toString(), m_to->currentData().toString(), mapping(), {}, m_reason->text().trimmed(), after, 200};
    m_context.engine.submit(std::move(command), this, [this](Result<api::Receipt> receipt) {
        if (!receipt) {
            m_moving = false;
            updateButtons();
            return tell(errorSentence(receipt.error()), true);
        }
        m_moved += receipt->data.value(QStringLiteral("migrated")).toInt();
        m_refused += receipt->data.value(QStringLiteral("refused")).toInt();
        tell(tr("%1 moved, %2 stay where they are.").arg(m_moved).arg(m_refused));
        if (const auto next = receipt->data.value(QStringLiteral("next")).toString(); !next.isEmpty())
            return move(next);
        m_reason->clear();
        m_model->clear();
        m_toldResult = true;
        m_moving = false;
        askVersions(); // what is left
    });
}

void MigrationDialog::tell(const QString &sentence, bool trouble)
{
    setLabelStyle(m_summary, TextStyle::Small, trouble ? Token::Danger : Token::Text2);
    m_summary->setText(sentence);
}

void MigrationDialog::updateButtons()
{
    m_more->setVisible(!m_next.isEmpty());
    m_move->setEnabled(!m_moving && (m_model->possible() > 0 || !m_next.isEmpty()) && !m_reason->text().trimmed().isEmpty());
}

} // namespace hs::ui
