#include "ui/designer/designer_view.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/versions/versions_dialog.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_width.h"

/// How the designer is put together: its bar, its panes, its actions, and who hears whom.
namespace hs::ui {

namespace {

constexpr int CountsMs = 1000; // between two looks at how many instances stand where

} // namespace

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
    m_versionsButton = makeIconButton(QStringLiteral("git-branch"), tr("Versions of the workflow…"), theme, bar);
    connect(m_versionsButton, &QToolButton::clicked, this, &DesignerView::showVersions);
    row->addWidget(m_versionsButton);
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
        fitTab(tab, theme);
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
        fitTab(tab, theme);
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
    m_retireAction = add("retire", tr("Retire this version…"), tr("definition withdraw end bring back"), "archive", [this] { changeUse(); });
    add("versions", tr("Versions of the workflow…"), tr("retire current history move runs"), "git-branch", [this] { showVersions(); });
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

} // namespace hs::ui
