#include "ui/designer/designer_view.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QAccessible>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListWidget>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/designer/chart_words.h"
#include "ui/designer/design_dialogs.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int CountsMs = 1000; // between two looks at how many instances stand where
constexpr int BothSides = 1000; // width from which outline or text and details stand beside the picture, at 100 % text
constexpr int StatusFrom = 560; // below it, the findings and the button say the same
constexpr int OneSide = 640;    // below it, the side stands under the picture

/// Wide enough for the bold letters that a chosen tab has: Qt measures it before it is chosen.
void widen(QPushButton *tab, const Theme &theme)
{
    tab->setMinimumWidth(QFontMetrics(theme.font(TextStyle::Strong)).horizontalAdvance(tab->text()) + 10);
}

/// "1.4.2" → "1.4.3"; what is no version in three numbers stays.
QString nextVersion(const QString &version)
{
    QStringList parts = version.section(QLatin1Char('-'), 0, 0).section(QLatin1Char('+'), 0, 0).split(QLatin1Char('.'));
    bool isNumber = false;
    const int last = parts.isEmpty() ? 0 : parts.last().toInt(&isNumber);
    if (parts.size() != 3 || !isNumber)
        return version;
    parts.last() = QString::number(last + 1);
    return parts.join(QLatin1Char('.'));
}

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

// ---- parts ------------------------------------------------------------------------------

QWidget *DesignerView::makeBar()
{
    const Theme &theme = context().theme;
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    m_chooser = new QComboBox(bar);
    m_chooser->setAccessibleName(tr("Workflow"));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_chooser->setMinimumContentsLength(9);
    m_chooser->setMaximumWidth(theme.scaled(230));
    m_versionChooser = new QComboBox(bar);
    m_versionChooser->setAccessibleName(tr("Version"));
    m_versionChooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_versionChooser->setMinimumContentsLength(5);
    m_versionChooser->setMaximumWidth(theme.scaled(190));
    m_status = new Chip(theme, bar);
    m_publish = makeButton(tr("Publish"), ButtonKind::Primary, theme, bar, QStringLiteral("upload"));
    row->addWidget(m_chooser, 2);
    row->addWidget(m_versionChooser, 1);
    row->addStretch(1);
    row->addWidget(m_status);
    row->addWidget(m_publish);
    return bar;
}

QWidget *DesignerView::makeLeft()
{
    const Theme &theme = context().theme;
    m_left = new QWidget;
    m_left->setMinimumWidth(theme.scaled(200));
    auto *layout = new QVBoxLayout(m_left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(12, 0, 12, 0);
    tabs->setSpacing(14);
    m_outlineTab = makeButton(tr("Outline"), ButtonKind::Tab, theme, m_left);
    m_textTab = makeButton(tr("Text"), ButtonKind::Tab, theme, m_left);
    auto *group = new QButtonGroup(this);
    for (QPushButton *tab : {m_outlineTab, m_textTab}) {
        widen(tab, theme);
        group->addButton(tab);
        tabs->addWidget(tab);
    }
    tabs->addStretch(1);
    layout->addLayout(tabs);
    layout->addWidget(makeLine(m_left));
    m_leftPages = new QStackedWidget(m_left);
    m_outline = new OutlineTree(theme, m_model);
    m_text = new TextPane(theme, m_model);
    m_leftPages->addWidget(m_outline);
    m_leftPages->addWidget(m_text);
    layout->addWidget(m_leftPages, 1);

    m_findingsBox = new QWidget(m_left);
    auto *box = new QVBoxLayout(m_findingsBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(makeLine(m_findingsBox));
    m_findingsHead = makeLabel({}, TextStyle::Strong, Token::Text2, m_findingsBox);
    m_findingsHead->setContentsMargins(12, 8, 12, 2);
    box->addWidget(m_findingsHead);
    m_findings = new QListWidget(m_findingsBox);
    m_findings->setAccessibleName(tr("Findings"));
    m_findings->setWordWrap(true);
    m_findings->setProperty("focusRing", true);
    m_findings->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_findings->setIconSize(QSize(14, 14));
    box->addWidget(m_findings);
    layout->addWidget(m_findingsBox);
    return m_left;
}

QWidget *DesignerView::makeMiddle()
{
    const Theme &theme = context().theme;
    auto *middle = new QWidget;
    middle->setMinimumSize(theme.scaled(240), theme.scaled(160));
    auto *layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_chart = new ChartView(theme, m_model, middle);
    layout->addWidget(m_chart, 1);
    layout->addWidget(makeLine(middle));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 3, 8, 3);
    row->setSpacing(2);
    const auto add = [&](const char *icon, const QString &name, auto act) {
        QToolButton *button = makeIconButton(QString::fromLatin1(icon), name, theme, middle);
        connect(button, &QToolButton::clicked, this, act);
        row->addWidget(button);
    };
    add("plus", tr("Add a state"), [this] { addState(); });
    add("undo-2", tr("Undo the last change of the definition"), [this] { undo(); });
    add("redo-2", tr("Redo"), [this] { redo(); });
    row->addStretch(1);
    add("zoom-out", tr("Smaller"), [this] { m_chart->setZoom(m_chart->zoom() / 1.2); });
    m_zoom = makeLabel({}, TextStyle::Small, Token::Text2, middle);
    m_zoom->setAlignment(Qt::AlignCenter);
    m_zoom->setMinimumWidth(theme.scaled(44));
    row->addWidget(m_zoom);
    add("zoom-in", tr("Larger"), [this] { m_chart->setZoom(m_chart->zoom() * 1.2); });
    add("maximize", tr("Show all of it"), [this] { m_chart->fit(); });
    layout->addLayout(row);
    return middle;
}

QWidget *DesignerView::makeRight()
{
    const Theme &theme = context().theme;
    m_right = new QWidget;
    m_right->setMinimumWidth(theme.scaled(230));
    auto *layout = new QVBoxLayout(m_right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(12, 0, 12, 0);
    tabs->setSpacing(14);
    m_detailsTab = makeButton(tr("Details"), ButtonKind::Tab, theme, m_right);
    m_trialTab = makeButton(tr("Try it"), ButtonKind::Tab, theme, m_right);
    auto *group = new QButtonGroup(this);
    for (QPushButton *tab : {m_detailsTab, m_trialTab}) {
        widen(tab, theme);
        group->addButton(tab);
        tabs->addWidget(tab);
    }
    tabs->addStretch(1);
    layout->addLayout(tabs);
    layout->addWidget(makeLine(m_right));
    m_rightPages = new QStackedWidget(m_right);
    m_inspector = new Inspector(theme, m_model);
    m_trial = new SimulatorPane(theme, m_model, m_simulator);
    m_rightPages->addWidget(m_inspector);
    m_rightPages->addWidget(m_trial);
    layout->addWidget(m_rightPages, 1);
    m_inspector->setTabAfter(m_trialTab);
    m_outlineTab->setChecked(true);
    m_detailsTab->setChecked(true);
    return m_right;
}

void DesignerView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const QString scope = QStringLiteral("designer");
    const auto add = [&](const char *id, const QString &text, const QString &words, const char *icon, auto act) {
        return actions.add({QStringLiteral("designer.") + QString::fromLatin1(id), text, words, scope, {}, QString::fromLatin1(icon)}, this, act);
    };
    m_headerActions << add("new", tr("New workflow…"), tr("definition create begin"), "file-plus", [this] { newDefinition(); });
    m_headerActions << add("left", tr("Show or hide outline and text"), tr("panel json"), "panel-left", [this] {
        m_leftWanted = m_left->isHidden();
        if (m_leftWanted && width() < context().theme.scaled(BothSides))
            m_rightWanted = false;
        arrange();
    });
    m_headerActions << add("right", tr("Show or hide details and dry run"), tr("panel inspector simulator"), "columns-2", [this] {
        m_rightWanted = m_right->isHidden();
        if (m_rightWanted && width() < context().theme.scaled(BothSides))
            m_leftWanted = false;
        arrange();
    });
    add("outline", tr("Outline of the workflow"), tr("states tree list"), "list-tree", [this] { showSide(Side::Outline); });
    add("text", tr("Text of the workflow"), tr("json source edit"), "braces", [this] { showSide(Side::Text); });
    add("details", tr("Details of what is chosen"), tr("inspector form edit"), "square-pen", [this] { showSide(Side::Details); });
    add("try", tr("Try the workflow"), tr("simulate dry run events clock"), "play", [this] {
        showSide(Side::Trial);
        if (!m_simulator.isRunning() && m_model.errors() == 0)
            m_simulator.start();
    });
    add("addState", tr("Add a state…"), tr("new insert"), "plus", [this] { addState(); });
    add("addTransition", tr("Add a transition…"), tr("new event connect arrow"), "arrow-right", [this] { addTransition(); });
    add("rename", tr("Rename the state"), tr("name key"), "text-cursor-input", [this] { renameChosen(); });
    add("remove", tr("Remove what is chosen…"), tr("delete state transition"), "trash-2", [this] { removeChosen(); });
    add("earlier", tr("Move the state before its neighbour"), tr("order up"), "arrow-up", [this] {
        if (chosenState() > 0)
            m_model.edit(api::MoveItem{m_model.selected(), -1}, tr("Change order"));
    });
    add("later", tr("Move the state behind its neighbour"), tr("order down"), "arrow-down", [this] {
        if (chosenState() > 0)
            m_model.edit(api::MoveItem{m_model.selected(), 1}, tr("Change order"));
    });
    add("fit", tr("Show all of the picture"), tr("zoom whole"), "maximize", [this] { m_chart->fit(); });
    m_undoAction = add("undo", tr("Undo the last change of the definition"), tr("back revert"), "undo-2", [this] { undo(); });
    m_redoAction = add("redo", tr("Redo the change of the definition"), tr("forward again"), "redo-2", [this] { redo(); });
    m_publishAction = add("publish", tr("Publish the workflow"), tr("save version file"), "upload", [this] { publish(); });
}

void DesignerView::connectParts()
{
    connect(m_chooser, &QComboBox::activated, this, [this](int row) { askAndOpen(m_chooser->itemData(row).toString(), {}); });
    connect(m_versionChooser, &QComboBox::activated, this, [this](int row) { askAndOpen(m_definition, m_versionChooser->itemData(row).toString()); });
    connect(m_publish, &QPushButton::clicked, this, &DesignerView::publish);
    connect(m_outlineTab, &QPushButton::clicked, this, [this] { m_leftPages->setCurrentWidget(m_outline); });
    connect(m_textTab, &QPushButton::clicked, this, [this] { m_leftPages->setCurrentWidget(m_text); });
    connect(m_detailsTab, &QPushButton::clicked, this, [this] { m_rightPages->setCurrentWidget(m_inspector); });
    connect(m_trialTab, &QPushButton::clicked, this, [this] { m_rightPages->setCurrentWidget(m_trial); });

    connect(&m_model, &DesignModel::textChanged, this, &DesignerView::updateStatus);
    connect(&m_model, &DesignModel::chartChanged, this, [this] {
        m_states->showContent();
        updateStatus();
        fillFindings();
        takeCounts();
        takeSimulation();
        Q_EMIT badgeChanged();
        if (m_publishAfterEdit) {
            m_publishAfterEdit = false;
            publishText();
        }
    });
    connect(&m_model, &DesignModel::editFailed, this, [this](const Error &error) {
        m_publishAfterEdit = false;
        context().toasts.show({QString::fromStdString(error.what), Tone::Danger, {}, {}, errorDetails(error)});
    });
    connect(&m_model, &DesignModel::readingFailed, this, [this](const Error &error) {
        m_states->showFailure({tr("The definition could not be read."), context().ticker.now(), tr("The text is as you left it."), error,
                               [this] { m_model.open(m_model.text(), !m_model.isChanged()); }});
    });
    connect(&m_model.undoStack(), &QUndoStack::indexChanged, this, &DesignerView::updateStatus);
    connect(&m_simulator, &Simulator::changed, this, &DesignerView::takeSimulation);
    connect(m_findings, &QListWidget::itemActivated, this, [this](QListWidgetItem *item) {
        const auto &finding = m_model.findings()[std::size_t(m_findings->row(item))];
        showSide(Side::Text);
        m_text->goTo(finding.range.offset);
    });
    connect(m_findings, &QListWidget::itemClicked, m_findings, &QListWidget::itemActivated);
    connect(m_chart, &ChartView::zoomChanged, this, [this] {
        //: zoom of the picture in percent
        m_zoom->setText(tr("%1 %").arg(QLocale().toString(qRound(m_chart->zoom() * 100))));
    });
    connect(m_chart, &ChartView::menuWanted, this, &DesignerView::showMenu);
    connect(m_chart, &ChartView::connectWanted, this, [this](const QString &source, const QString &target) {
        m_model.select(source);
        addTransition(target);
    });
    const auto keys = [this](auto *walker) {
        using Walker = std::remove_pointer_t<decltype(walker)>;
        connect(walker, &Walker::editWanted, this, &DesignerView::editChosen);
        connect(walker, &Walker::renameWanted, this, &DesignerView::renameChosen);
        connect(walker, &Walker::removeWanted, this, &DesignerView::removeChosen);
        connect(walker, &Walker::addWanted, this, &DesignerView::addState);
        connect(walker, &Walker::undoWanted, this, &DesignerView::undo);
        connect(walker, &Walker::redoWanted, this, &DesignerView::redo);
    };
    keys(m_chart);
    keys(m_outline);
    connect(m_text, &TextPane::undoWanted, this, &DesignerView::undo);
    connect(m_text, &TextPane::redoWanted, this, &DesignerView::redo);
    connect(m_inspector, &Inspector::addStateWanted, this, &DesignerView::addState);
    connect(m_inspector, &Inspector::addTransitionWanted, this, [this] { addTransition(); });
    connect(m_inspector, &Inspector::removeWanted, this, &DesignerView::removeChosen);
    connect(&context().engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Workflows && !m_countsPause.isActive())
            m_countsPause.start();
    });
    m_countsPause.setSingleShot(true);
    m_countsPause.setInterval(CountsMs);
    connect(&m_countsPause, &QTimer::timeout, this, [this] {
        if (isVisible())
            askVersions();
    });
    connect(&context().engine, &api::Engine::callerChanged, this, &DesignerView::updateStatus);
    connect(&context().theme, &Theme::changed, this, &DesignerView::fillFindings);
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

// ---- changes by hand -------------------------------------------------------------------------

int DesignerView::chosenState() const
{
    return m_chart->figure().stateIndex(m_model.selected());
}

int DesignerView::chosenTransition() const
{
    return m_chart->figure().transitionIndex(m_model.selected());
}

void DesignerView::addState()
{
    const api::Chart &chart = m_model.chart();
    if (chart.states.empty())
        return;
    // Inside what holds others, else beside it.
    int parent = std::max(0, chosenState());
    if (const int transition = chosenTransition(); transition >= 0)
        parent = chart.transitions[std::size_t(transition)].source;
    const api::StateKind kind = chart.states[std::size_t(parent)].kind;
    if (parent > 0 && kind != api::StateKind::Compound && kind != api::StateKind::Parallel)
        parent = chart.states[std::size_t(parent)].parent;
    const api::ChartState &holder = chart.states[std::size_t(parent)];
    askNewState(this, parent == 0 ? badge() : holder.path, [this, at = holder.pointer](const QString &key, api::StateKind chosen) {
        m_model.edit(api::AddState{at, key, chosen}, tr("Add state"));
    });
}

void DesignerView::addTransition(const QString &target)
{
    const api::Chart &chart = m_model.chart();
    int source = chosenState();
    if (const int transition = chosenTransition(); transition >= 0)
        source = chart.transitions[std::size_t(transition)].source;
    if (source < 0)
        return;
    const api::StateKind kind = chart.states[std::size_t(source)].kind;
    if (kind == api::StateKind::Final || kind == api::StateKind::History) {
        context().toasts.show(tr("Nothing leads on from a final or history state."), Tone::Warn);
        return;
    }
    askNewTransition(this, chart, source, m_chart->figure().stateIndex(target), [this](const api::AddTransition &edit) { m_model.edit(edit, tr("Add transition")); });
}

void DesignerView::renameChosen()
{
    if (m_model.selected().isNull())
        return;
    showSide(Side::Details);
    m_inspector->focusName();
}

void DesignerView::editChosen()
{
    renameChosen();
}

void DesignerView::removeChosen()
{
    const api::Chart &chart = m_model.chart();
    if (const int transition = chosenTransition(); transition >= 0) {
        m_model.edit(api::RemoveTransition{m_model.selected()}, tr("Remove transition"));
        return;
    }
    const int state = chosenState();
    if (state <= 0)
        return;
    const auto inside = [&chart, state](int index) {
        for (int at = index; at >= 0; at = chart.states[std::size_t(at)].parent) {
            if (at == state)
                return true;
        }
        return false;
    };
    QStringList lost;
    for (std::size_t i = 0; i < chart.transitions.size(); ++i) {
        const auto &transition = chart.transitions[i];
        if (!inside(transition.source) && std::any_of(transition.targets.begin(), transition.targets.end(), inside))
            lost << transitionSentence(chart, int(i));
    }
    const int within = int(std::count_if(chart.states.begin(), chart.states.end(), [&](const auto &other) { return inside(int(&other - chart.states.data())); })) - 1;
    QStringList sentences{tr("%1 goes with all that leads from it.").arg(chart.states[std::size_t(state)].path)};
    if (within > 0)
        sentences << tr("%n state(s) inside go with it.", nullptr, within);
    if (!lost.isEmpty()) {
        sentences << tr("These transitions lead to it and go too:");
        const qsizetype shown = std::min<qsizetype>(lost.size(), 8);
        for (qsizetype i = 0; i < shown; ++i)
            sentences << QStringLiteral("• ") + lost[i];
        if (shown < lost.size())
            sentences << tr("and %n more", nullptr, int(lost.size() - shown));
    }
    askFirst(this, tr("Remove state"), sentences.join(QLatin1Char('\n')), tr("Remove"),
             [this, pointer = m_model.selected()] { m_model.edit(api::RemoveState{pointer}, tr("Remove state")); });
}

void DesignerView::newDefinition()
{
    QStringList taken;
    for (const auto &row : m_versions)
        taken << row.definition;
    const auto begin = [this](const QString &text) {
        ++m_opening;
        m_definition.clear();
        m_version.clear();
        m_crLf = false;
        m_model.open(text, false);
        fillChoosers();
        Q_EMIT badgeChanged();
    };
    const auto ask = [this, taken, begin] { askNewDefinition(this, taken, begin); };
    if (m_model.isChanged() && !m_model.text().isEmpty())
        askFirst(this, tr("New workflow"), tr("Your changes of %1 are not published. They are lost when another one is opened.").arg(badge()),
                 tr("Begin anew, lose the changes"), ask);
    else
        ask();
}

void DesignerView::showMenu(const QPoint &global)
{
    ActionRegistry &actions = context().actions;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char *id) {
        if (QAction *action = actions.find(QStringLiteral("designer.") + QString::fromLatin1(id)))
            menu->addAction(action);
    };
    const int state = chosenState();
    if (state >= 0 || chosenTransition() >= 0) {
        add("details");
        if (state > 0)
            add("rename");
        add("addTransition");
    }
    add("addState");
    if (state > 0) {
        add("earlier");
        add("later");
    }
    if (state > 0 || chosenTransition() >= 0) {
        menu->addSeparator();
        add("remove");
    }
    menu->addSeparator();
    add("undo");
    add("redo");
    add("fit");
    menu->popup(global);
}

void DesignerView::undo()
{
    if (m_model.undoStack().canUndo())
        m_model.undoStack().undo();
}

void DesignerView::redo()
{
    if (m_model.undoStack().canRedo())
        m_model.undoStack().redo();
}

// ---- publishing ---------------------------------------------------------------------------------

void DesignerView::publish()
{
    if (!m_publish->isEnabled())
        return;
    QString text = m_model.text();
    if (m_crLf)
        text.replace(QLatin1Char('\n'), QLatin1String("\r\n"));
    m_publishing = true;
    updateStatus();
    context().engine.ask(api::DefinitionCheckQuery{text}, this, [this](Result<api::DefinitionCheck> check) {
        m_publishing = false;
        updateStatus();
        if (!check) {
            context().toasts.show({tr("The workflow could not be checked."), Tone::Danger, {}, {}, errorDetails(check.error())});
            return;
        }
        const auto first = std::find_if(check->findings.begin(), check->findings.end(), [](const auto &finding) { return finding.error; });
        if (first == check->findings.end()) {
            publishText();
        } else if (first->code == QLatin1String("E100")) {
            raiseVersion(check->version);
        } else {
            context().toasts.show({tr("The workflow can't be published yet."), Tone::Danger, {}, {}, first->message});
        }
    });
}

void DesignerView::raiseVersion(const QString &present)
{
    QString next = nextVersion(present);
    const auto isTaken = [this](const QString &version) {
        return std::any_of(m_versions.begin(), m_versions.end(), [&](const auto &row) { return row.definition == m_model.chart().id && row.version == version; });
    };
    while (isTaken(next) && nextVersion(next) != next)
        next = nextVersion(next);
    //: %1 and %2 are versions
    askFirst(this, tr("Publish as a new version"),
             tr("Version %1 is published with other content, and what is published never changes. What runs stays on its version; what begins from now on begins with %2.")
                 .arg(present, next),
             //: %1 is a version
             tr("Publish as %1").arg(next), [this, next] {
                 m_publishAfterEdit = true;
                 m_model.edit(api::SetMember{{}, QStringLiteral("version"), jsonString(next)}, tr("Raise version"));
             });
}

void DesignerView::publishText()
{
    QString text = m_model.text();
    if (m_crLf)
        text.replace(QLatin1Char('\n'), QLatin1String("\r\n"));
    m_publishing = true;
    updateStatus();
    context().engine.submit(api::PublishDefinition{text}, this, [this, sent = m_model.text()](Result<api::Receipt> receipt) {
        m_publishing = false;
        if (!receipt) {
            updateStatus();
            context().toasts.show({tr("The workflow was not published."), Tone::Danger, {}, {}, errorDetails(receipt.error())});
            return;
        }
        m_definition = receipt->id;
        m_version = receipt->data.value(QStringLiteral("version")).toString();
        if (sent == m_model.text())
            m_model.setSaved();
        updateStatus();
        //: %1 is a version
        context().toasts.show(tr("Published as version %1.").arg(m_version), Tone::Ok);
        askVersions();
    });
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
