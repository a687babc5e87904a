#include "ui/versions/versions_dialog.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPointer>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"
#include "ui/versions/migration_dialog.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

struct VersionWords {
    Q_DECLARE_TR_FUNCTIONS(VersionsDialog)
};

constexpr int UndoMinutes = 10; ///< how long Ctrl+Z takes a retirement back; the dialog can always

void submitUse(ViewContext &context, const api::DefinitionVersionRow &row, bool retired, const QString &reason, std::function<void()> done)
{
    const QString version = row.version;
    const QString definition = row.definition;
    context.engine.submit(
        api::RetireDefinition{definition, version, retired, reason}, &context.toasts,
        [&context, row, version, retired, done = std::move(done)](const Result<api::Receipt> &receipt) {
            if (!receipt) {
                //: %1 what did not work, %2 why; both are sentences
                context.toasts.show({VersionWords::tr("%1 %2").arg(retired ? VersionWords::tr("The version was not retired.")
                                                                           : VersionWords::tr("The version was not brought back."),
                                                                   errorSentence(receipt.error())),
                                     Tone::Danger, {}, {}, errorDetails(receipt.error())});
                done();
                return;
            }
            //: %1 is a version
            const QString said = (retired ? VersionWords::tr("Version %1 is retired.") : VersionWords::tr("Version %1 is in use again.")).arg(version);
            UndoCenter::Entry entry;
            entry.text = said;
            entry.until = context.ticker.now().addSecs(UndoMinutes * 60);
            entry.key = QStringLiteral("definition/") + row.definition + QLatin1Char('/') + version;
            entry.undo = [&context, row, retired] {
                submitUse(context, row, !retired, VersionWords::tr("Taken back", "reason of undoing the retirement of a version"), [] {});
            };
            const quint64 id = context.undo.push(entry);
            context.toasts.show({said, Tone::Ok, VersionWords::tr("Undo"), [&context, entry, id] {
                                     context.undo.remove(id);
                                     entry.undo();
                                 }});
            done();
        });
}

} // namespace

QString retirementRefused(const api::Caller &caller)
{
    return caller.role == api::Role::Admin ? QString() : VersionWords::tr("Only an administrator can retire a version or bring it back.");
}

QString retirementWords(const std::vector<api::DefinitionVersionRow> &rows, const api::DefinitionVersionRow &row, bool retired)
{
    QStringList sentences;
    const auto *next = currentAfter(rows, row, retired);
    if (!next)
        sentences << VersionWords::tr("No version is left then: nothing can begin this workflow until one is published or brought back.");
    else if (next->current)
        //: %1 is a version
        sentences << VersionWords::tr("New runs begin with %1, as before.").arg(next->version);
    else
        //: %1 is a version
        sentences << VersionWords::tr("New runs begin with %1 from then on.").arg(next->version);
    if (retired && row.open > 0)
        sentences << VersionWords::tr("%n run(s) on it go on to their end, unless somebody moves them.", nullptr, int(row.open));
    else if (retired)
        sentences << VersionWords::tr("Nothing runs on it.");
    sentences << (retired ? VersionWords::tr("It can be brought back at any time.") : VersionWords::tr("It can be retired again at any time."));
    return sentences.join(QLatin1Char(' '));
}

void askToRetire(ViewContext &context, QWidget *parent, const std::vector<api::DefinitionVersionRow> &rows, const api::DefinitionVersionRow &row,
                 bool retired, std::function<void()> done)
{
    //: %1 is a version
    const QString title = (retired ? VersionWords::tr("Retire version %1") : VersionWords::tr("Bring version %1 back into use")).arg(row.version);
    askReason(parent, title,
              //: %1 is what will happen, in sentences
              VersionWords::tr("%1\n\nWhy? The reason is kept in the audit.").arg(retirementWords(rows, row, retired)),
              retired ? VersionWords::tr("Retire it") : VersionWords::tr("Bring it back"),
              [&context, row, retired, done = std::move(done)](const QString &reason) { submitUse(context, row, retired, reason, done); });
}

VersionsDialog::VersionsDialog(ViewContext &context, QString definition, QString title, const QString &version, QWidget *parent)
    : QDialog(parent), m_context(context), m_definition(std::move(definition)), m_title(std::move(title)), m_wanted(version), m_model(new VersionListModel(this)),
      m_view(new QTreeView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    //: %1 is a workflow's title.
    setWindowTitle(tr("Versions: %1").arg(m_title));
    resize(context.theme.scaled(760), context.theme.scaled(480));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    column->addWidget(makeWrappingLabel(tr("What runs stays on the version it began with. What begins takes the current one: the highest that is not retired."),
                                        TextStyle::Body, Token::Text2, this));
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->setAlternatingRowColors(true);
    m_view->setAccessibleName(tr("Versions of the workflow"));
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->header()->setStretchLastSection(true);
    column->addWidget(m_view, 1);
    m_consequence = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_consequence->setMinimumHeight(2 * QFontMetrics(context.theme.font(TextStyle::Small)).lineSpacing()); // the list does not jump from row to row
    m_consequence->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    column->addWidget(m_consequence);
    m_told = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_told->hide();
    column->addWidget(m_told);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_use = makeButton(tr("Retire version…"), ButtonKind::Normal, context.theme, this, QStringLiteral("archive"));
    m_use->setObjectName(QStringLiteral("useVersion"));
    m_move = makeButton(tr("Move its runs…"), ButtonKind::Normal, context.theme, this, QStringLiteral("git-branch"));
    m_design = makeButton(tr("Open in designer"), ButtonKind::Normal, context.theme, this, QStringLiteral("workflow"));
    QPushButton *close = makeButton(tr("Close"), ButtonKind::Normal, context.theme, this);
    for (QPushButton *button : {m_use, m_move, m_design, close})
        button->setAutoDefault(false);
    buttons->addWidget(m_use);
    buttons->addWidget(m_move);
    buttons->addWidget(m_design);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(buttons);

    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_use, &QPushButton::clicked, this, &VersionsDialog::changeUse);
    connect(m_design, &QPushButton::clicked, this, &VersionsDialog::openInDesigner);
    connect(m_view, &QTreeView::activated, this, &VersionsDialog::openInDesigner);
    connect(m_move, &QPushButton::clicked, this, [this] {
        auto *move = new MigrationDialog(m_context, m_definition, m_title, this);
        connect(move, &QDialog::finished, this, &VersionsDialog::ask); // other counts
        move->open();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &VersionsDialog::updateButtons);
    connect(&context.engine, &api::Engine::callerChanged, this, &VersionsDialog::updateButtons);
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Workflows && change.ids.size() == 1 && change.ids.front() == m_definition)
            ask();
    });
    updateButtons();
    ask();
}

void VersionsDialog::ask()
{
    m_context.engine.ask(api::DefinitionVersionsQuery{m_definition}, this, [this](Result<std::vector<api::DefinitionVersionRow>> rows) {
        if (!rows)
            return tell(errorSentence(rows.error()), true);
        tell({});
        takeVersions(std::move(*rows));
    });
}

void VersionsDialog::takeVersions(std::vector<api::DefinitionVersionRow> rows)
{
    if (const auto *now = chosen(); now && m_wanted.isEmpty())
        m_wanted = now->version;
    m_model->show(std::move(rows));
    int row = m_model->rowOf(m_wanted);
    for (int i = 0; row < 0 && i < m_model->rowCount(); ++i)
        row = m_model->at(i)->current ? i : -1;
    m_wanted.clear();
    m_view->setCurrentIndex(m_model->index(std::max(0, row), 0));
    updateButtons();
}

const api::DefinitionVersionRow *VersionsDialog::chosen() const
{
    return m_model->at(m_view->currentIndex().row());
}

void VersionsDialog::changeUse()
{
    if (const auto *row = chosen())
        askToRetire(m_context, this, m_model->rows(), *row, !row->retired, [self = QPointer(this)] {
            if (self)
                self->ask();
        });
}

void VersionsDialog::openInDesigner()
{
    const auto *row = chosen();
    if (!row)
        return;
    m_context.navigator.open(QStringLiteral("workflow_design"), row->definition + QLatin1Char('/') + row->version);
    accept();
}

void VersionsDialog::updateButtons()
{
    const auto *row = chosen();
    const QString refused = retirementRefused(m_context.engine.caller());
    const bool retired = row && row->retired;
    m_use->setText(retired ? tr("Bring back into use…") : tr("Retire version…"));
    m_use->setAccessibleName(m_use->text());
    m_use->setIcon(m_context.theme.icon(retired ? QStringLiteral("archive-restore") : QStringLiteral("archive"), Token::Text2));
    m_use->setEnabled(row && refused.isEmpty());
    QString words;
    if (row && !refused.isEmpty())
        words = refused;
    else if (row)
        //: %1 is what will happen, in sentences
        words = (retired ? tr("If it is brought back: %1") : tr("If it is retired: %1")).arg(retirementWords(m_model->rows(), *row, !retired));
    m_consequence->setText(words);
    m_use->setToolTip(words);
    m_use->setAccessibleDescription(words);
    m_design->setEnabled(row);
    const bool running = std::any_of(m_model->rows().begin(), m_model->rows().end(), [](const auto &each) { return each.open > 0; });
    m_move->setEnabled(row && running && m_model->rowCount() > 1);
    m_move->setToolTip(m_move->isEnabled() ? QString() : m_model->rowCount() < 2 ? tr("There is only one version.") : tr("Nothing runs."));
}

void VersionsDialog::tell(const QString &sentence, bool trouble)
{
    setLabelStyle(m_told, TextStyle::Small, trouble ? Token::Danger : Token::Text2);
    m_told->setText(sentence);
    m_told->setVisible(!sentence.isEmpty());
}

} // namespace hs::ui
