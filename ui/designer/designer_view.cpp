#include "ui/designer/designer_view.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QAccessible>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/designer/design_dialogs.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"
#include "ui/versions/versions_dialog.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int StatusFrom = 560; // below it, the findings and the button say the same
constexpr int OneSide = 640;    // below it, the side stands under the picture

} // namespace

DesignerView::DesignerView(ViewContext &context, QWidget *parent)
    : DockView(context, parent), m_model(context.engine), m_simulator(context.engine, m_model)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(makeLine(this));
    m_split = new QSplitter(Qt::Horizontal);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(makeLeft());
    m_split->addWidget(makeMiddle());
    m_split->addWidget(makeRight());
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_split->setStretchFactor(2, 0);
    m_split->setSizes({320, 700, 290});
    m_states = new ContentStates(context.theme, m_split, this);
    layout->addWidget(m_states, 1);
    makeActions();
    connectParts();
    updateStatus();
    fillFindings();
    arrange();
    askVersions();
}

// ---- which definition ---------------------------------------------------------------------

QString DesignerView::title() const
{
    return tr("Workflow designer");
}

QString DesignerView::badge() const
{
    return m_model.chart().title.isEmpty() ? m_model.chart().id : m_model.chart().title;
}

void DesignerView::askVersions()
{
    if (!m_versionsKnown)
        m_states->beginLoading();
    context().engine.ask(api::DefinitionVersionsQuery{}, this, [this](Result<std::vector<api::DefinitionVersionRow>> versions) {
        if (!versions) {
            m_states->showFailure({tr("The list of workflows could not be read."), context().ticker.now(), {}, versions.error(), [this] { askVersions(); }});
            return;
        }
        const bool first = !m_versionsKnown;
        m_versionsKnown = true;
        m_versions = std::move(*versions);
        m_states->clearFailure();
        if (!m_chooser->view()->isVisible() && !m_versionChooser->view()->isVisible())
            fillChoosers(); // not under the eyes of who is choosing
        takeCounts();
        updateStatus();
        if (first && m_model.text().isEmpty() && m_opening == 0) {
            if (!m_versions.empty()) {
                // The busiest is the likeliest to be wanted.
                const auto busiest = std::max_element(m_versions.begin(), m_versions.end(), [](const auto &a, const auto &b) { return a.open < b.open; });
                openVersion(busiest->definition, {});
            } else {
                m_states->showEmpty({QStringLiteral("workflow"), tr("No workflows yet"), tr("Draw one: states, what leads from one to the next, and who does the work."),
                                     tr("New workflow…"), [this] { newDefinition(); }, Tone::Accent});
            }
        }
    });
}

void DesignerView::fillChoosers()
{
    m_chooser->clear();
    m_versionChooser->clear();
    QStringList ids;
    for (const auto &row : m_versions) {
        if (!ids.contains(row.definition)) {
            ids << row.definition;
            m_chooser->addItem(row.title.isEmpty() ? row.definition : row.title, row.definition);
        }
        if (row.definition != m_definition)
            continue;
        QString text = row.version;
        if (row.current)
            //: %1 is a version
            text = tr("%1, current").arg(row.version);
        else if (row.retired)
            //: %1 is a version
            text = tr("%1, retired").arg(row.version);
        m_versionChooser->addItem(text, row.version);
        m_versionChooser->setItemData(m_versionChooser->count() - 1, tr("%n running", nullptr, int(row.open)), Qt::ToolTipRole);
    }
    if (m_definition.isEmpty() && !m_model.text().isEmpty()) {
        m_chooser->insertItem(0, m_model.chart().title.isEmpty() ? m_model.chart().id : m_model.chart().title, QString());
        m_chooser->setCurrentIndex(0);
    } else {
        m_chooser->setCurrentIndex(m_chooser->findData(m_definition));
        m_versionChooser->setCurrentIndex(m_versionChooser->findData(m_version));
    }
    m_versionChooser->setVisible(m_versionChooser->count() > 0);
}

void DesignerView::askAndOpen(const QString &definition, const QString &version)
{
    if (!m_model.isChanged() || m_model.text().isEmpty()) {
        openVersion(definition, version);
        return;
    }
    fillChoosers(); // the choice shows what is open until it is another
    askFirst(this, tr("Open another workflow"), tr("Your changes of %1 are not published. They are lost when another one is opened.").arg(badge()),
             tr("Open, lose the changes"), [this, definition, version] { openVersion(definition, version); });
}

void DesignerView::openVersion(const QString &definition, const QString &version)
{
    if (definition.isEmpty())
        return;
    m_states->beginLoading();
    context().engine.ask(api::DefinitionTextQuery{definition, version}, this, [this, definition, version, opening = ++m_opening](Result<api::DefinitionText> text) {
        if (opening != m_opening)
            return;
        if (!text) {
            m_states->showFailure({tr("The workflow could not be read."), context().ticker.now(), {}, text.error(),
                                   [this, definition, version] { openVersion(definition, version); }});
            return;
        }
        m_definition = text->definition;
        m_version = text->version;
        m_crLf = text->text.contains(QLatin1String("\r\n"));
        QString shown = text->text;
        if (m_crLf)
            shown.replace(QLatin1String("\r\n"), QLatin1String("\n"));
        m_model.open(shown, true);
        fillChoosers();
        Q_EMIT badgeChanged();
    });
}

void DesignerView::refresh()
{
    askVersions();
}

void DesignerView::takeCounts()
{
    QHash<QString, qint64> counts;
    for (const auto &row : m_versions) {
        if (row.definition != m_definition || row.version != m_version)
            continue;
        for (const auto &state : row.states)
            counts[state.state] = state.instances;
    }
    // The whole's own count says nothing that its states do not.
    if (!m_model.chart().states.empty())
        counts.remove(m_model.chart().states.front().id);
    m_chart->setCounts(counts);
}

void DesignerView::takeSimulation()
{
    if (m_simulator.isRunning() && !m_simulator.isAsking())
        m_chart->setSimulation(m_simulator.active(), m_simulator.taken(), m_simulator.open());
    else if (!m_simulator.isRunning())
        m_chart->setSimulation({}, {}, {});
}

// ---- what stands around ---------------------------------------------------------------------

void DesignerView::updateStatus()
{
    const int errors = m_model.errors();
    if (errors > 0)
        m_status->setLook(tr("%n error(s)", nullptr, errors), Tone::Danger, QStringLiteral("circle-alert"));
    else if (m_model.isChanged())
        m_status->setLook(tr("Not published"), Tone::Warn, QStringLiteral("pencil"));
    else if (const auto *row = openVersionRow(); row && row->retired)
        m_status->setLook(tr("Retired"), Tone::Neutral, QStringLiteral("archive"));
    else
        m_status->setLook(tr("Published"), Tone::Ok, QStringLiteral("circle-check"));
    m_status->setVisible(!m_model.text().isEmpty() && width() >= context().theme.scaled(StatusFrom));
    QString reason;
    if (context().engine.caller().role != api::Role::Admin)
        reason = tr("Only an administrator can publish. You can draw and try it here.");
    else if (errors > 0)
        reason = tr("The definition has errors.");
    else if (!m_model.isChanged())
        reason = tr("Nothing was changed.");
    m_publish->setEnabled(reason.isEmpty() && !m_publishing);
    m_publish->setToolTip(reason);
    ActionRegistry::setEnabled(m_publishAction, reason.isEmpty() && !m_publishing, reason);
    const auto *open = openVersionRow();
    m_versionsButton->setVisible(!m_definition.isEmpty());
    m_retireAction->setText(open && open->retired ? tr("Bring this version back into use…") : tr("Retire this version…"));
    const QString mayNot = retirementRefused(context().engine.caller());
    ActionRegistry::setEnabled(m_retireAction, open && mayNot.isEmpty(), open ? mayNot : tr("This version is not published."));
    const QUndoStack &stack = m_model.undoStack();
    ActionRegistry::setEnabled(m_undoAction, stack.canUndo(), tr("There is nothing to undo."));
    ActionRegistry::setEnabled(m_redoAction, stack.canRedo(), tr("There is nothing to redo."));
    //: %1 names a change of a definition: "Rename state"
    m_undoAction->setText(stack.canUndo() ? tr("Undo: %1").arg(stack.undoText()) : tr("Undo the last change of the definition"));
    //: %1 names a change of a definition: "Rename state"
    m_redoAction->setText(stack.canRedo() ? tr("Redo: %1").arg(stack.redoText()) : tr("Redo the change of the definition"));
}

void DesignerView::fillFindings()
{
    const auto &findings = m_model.findings();
    m_findingsBox->setVisible(!findings.empty());
    const int errors = m_model.errors();
    const int warnings = int(findings.size()) - errors;
    QStringList head;
    if (errors > 0)
        head << tr("%n error(s)", nullptr, errors);
    if (warnings > 0)
        head << tr("%n warning(s)", nullptr, warnings);
    const QString said = head.join(QStringLiteral(", "));
    if (said != m_findingsHead->text()) {
        m_findingsHead->setText(said);
        m_findingsHead->setAccessibleName(said);
        if (errors > 0) {
            QAccessibleEvent alert(m_findingsHead, QAccessible::Alert);
            QAccessible::updateAccessibility(&alert);
        }
    }
    m_findings->clear();
    int height = 10;
    for (const auto &finding : findings) {
        //: a finding: %1 and %2 line and column, %3 what is wrong
        auto *item = new QListWidgetItem(tr("%1:%2  %3").arg(QString::number(finding.range.line), QString::number(finding.range.column), finding.message), m_findings);
        item->setIcon(context().theme.icon(finding.error ? QStringLiteral("circle-alert") : QStringLiteral("triangle-alert"), finding.error ? Token::Danger : Token::Warn));
        item->setToolTip(finding.code + QLatin1Char(' ') + finding.pointer);
        item->setData(Qt::AccessibleTextRole, finding.error ? tr("Error in line %1: %2").arg(QString::number(finding.range.line), finding.message)
                                                            : tr("Warning in line %1: %2").arg(QString::number(finding.range.line), finding.message));
        height += QFontMetrics(m_findings->font()).lineSpacing() * 2 + 12;
    }
    m_findings->setFixedHeight(std::min(height, context().theme.scaled(190)));
}

void DesignerView::resizeEvent(QResizeEvent *event)
{
    DockView::resizeEvent(event);
    arrange();
}

void DesignerView::arrange()
{
    const Theme &theme = context().theme;
    const bool both = width() >= theme.scaled(BothSides);
    const bool beside = width() >= theme.scaled(OneSide);
    m_split->setOrientation(beside ? Qt::Horizontal : Qt::Vertical);
    m_left->setVisible(m_leftWanted && (both || !m_rightWanted || m_right->isHidden()));
    m_right->setVisible(m_rightWanted && (both || !m_left->isVisibleTo(this)));
    m_status->setVisible(!m_model.text().isEmpty() && width() >= theme.scaled(StatusFrom));
}

void DesignerView::showSide(Side side)
{
    const bool left = side == Side::Outline || side == Side::Text;
    (left ? m_leftWanted : m_rightWanted) = true;
    if (width() < context().theme.scaled(BothSides))
        (left ? m_rightWanted : m_leftWanted) = false;
    arrange();
    switch (side) {
    case Side::Outline: m_outlineTab->click(); break;
    case Side::Text: m_textTab->click(); break;
    case Side::Details: m_detailsTab->click(); break;
    case Side::Trial: m_trialTab->click(); break;
    }
}

QWidget *DesignerView::firstFocus()
{
    return m_chart;
}

// ---- between two starts ----------------------------------------------------------------------------

QByteArray DesignerView::saveState() const
{
    QJsonObject state{{QStringLiteral("definition"), m_definition}, {QStringLiteral("version"), m_version}, {QStringLiteral("text"), m_leftPages->currentWidget() == m_text}};
    if (m_model.isChanged() && !m_model.text().isEmpty())
        state.insert(QStringLiteral("draft"), m_model.text());
    state.insert(QStringLiteral("crLf"), m_crLf);
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void DesignerView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.value(QStringLiteral("text")).toBool())
        m_textTab->click();
    const QString definition = state.value(QStringLiteral("definition")).toString();
    const QString draft = state.value(QStringLiteral("draft")).toString();
    if (!draft.isEmpty()) {
        ++m_opening;
        m_definition = definition;
        m_version = state.value(QStringLiteral("version")).toString();
        m_crLf = state.value(QStringLiteral("crLf")).toBool();
        m_model.open(draft, false);
        fillChoosers();
        context().toasts.show(tr("Your unpublished changes of a workflow are back."));
    } else if (!definition.isEmpty()) {
        openVersion(definition, state.value(QStringLiteral("version")).toString());
    }
}

void DesignerView::showObject(const QString &, const QString &id)
{
    const QString definition = id.section(QLatin1Char('/'), 0, 0);
    if (!definition.isEmpty() && (definition != m_definition || id.contains(QLatin1Char('/'))))
        askAndOpen(definition, id.section(QLatin1Char('/'), 1));
}

QStringList DesignerView::workInHand() const
{
    if (!m_model.isChanged() || m_model.text().isEmpty())
        return {};
    return {tr("Changes of the workflow %1 are not published.").arg(badge())};
}

} // namespace hs::ui
