#include "ui/runs/run_view.h"

#include <algorithm>

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/boards/card_moves.h"
#include "ui/runs/run_words.h"
#include "ui/widgets/tab_width.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

RunView::RunView(ViewContext &context, QWidget *parent)
    : DockView(context, parent), m_directory(context.engine)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *page = new QWidget;
    m_states = new ContentStates(context.theme, page, this);
    outer->addWidget(m_states);
    makeHead(page);

    m_pages = new QStackedWidget(page);
    m_history = new RunHistoryPage(context, m_directory);
    m_now = new RunNowPage(context, m_history->commands());
    m_compare = new RunComparePage(context);
    for (QWidget *each : {static_cast<QWidget *>(m_now), static_cast<QWidget *>(m_history), static_cast<QWidget *>(m_compare)})
        m_pages->addWidget(each);
    static_cast<QVBoxLayout *>(page->layout())->addWidget(m_pages, 1);
    static_cast<QVBoxLayout *>(page->layout())->addStretch(0);

    connect(m_now, &RunNowPage::changed, this, [this] { ask(); });
    connect(m_now, &RunNowPage::offerWanted, this,
            [this](const RunOffer &offer) { m_history->commands().carryOut(offer, m_history->model().head()); });
    connect(&m_history->commands(), &RunCommands::done, this, &RunView::refresh);
    connect(m_history, &RunHistoryPage::runChanged, this, [this] {
        if (m_answered)
            fill();
    });
    connect(m_compare, &RunComparePage::stepWanted, this, [this](qint64 seq) {
        showPage(Page::History);
        m_history->choose(seq);
        m_history->firstFocus()->setFocus();
    });
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (m_id.isEmpty())
            return;
        const bool named = change.ids.empty() || std::find(change.ids.begin(), change.ids.end(), m_id) != change.ids.end();
        if (change.topic == api::Topic::Workflows && named)
            ask();
        else if (change.topic == api::Topic::Tasks)
            askTasks();
    });
    connect(&m_directory, &Directory::agentsChanged, this, [this] {
        if (m_answered)
            fillHead();
    });
    makeActions();
    showPage(Page::Now);
    m_states->showEmpty({QStringLiteral("git-branch"), tr("No run chosen"), tr("Open a card of a board to see its run."), tr("Show the board"),
                         [this] { this->context().navigator.openDock(QStringLiteral("board")); }, Tone::Neutral});
}

void RunView::makeHead(QWidget *page)
{
    const Theme &theme = context().theme;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 12, 16, 4);
    head->setSpacing(3);
    auto *top = new QHBoxLayout;
    top->setSpacing(6);
    m_number = new ElidedLabel({}, page);
    setLabelStyle(m_number, TextStyle::Mono, Token::Text3);
    m_status = new Chip(theme, page);
    m_agent = new Chip(theme, page);
    top->addWidget(m_number, 1);
    top->addWidget(m_agent);
    top->addWidget(m_status);
    head->addLayout(top);
    m_name = makeWrappingLabel({}, TextStyle::Title, Token::Text, page);
    head->addWidget(m_name);
    m_about = new ElidedLabel({}, page);
    setLabelStyle(m_about, TextStyle::Small, Token::Text2);
    head->addWidget(m_about);
    layout->addLayout(head);

    m_tabBar = new QWidget(page);
    auto *tabs = new QHBoxLayout(m_tabBar);
    tabs->setContentsMargins(16, 0, 16, 0);
    tabs->setSpacing(14);
    auto *group = new QButtonGroup(this);
    const std::pair<Page, QString> names[] = {{Page::Now, tr("Now")}, {Page::History, tr("History")}, {Page::Compare, tr("Compare")}};
    for (const auto &[which, words] : names) {
        QPushButton *tab = makeButton(words, ButtonKind::Tab, theme, page);
        tab->setCheckable(true);
        group->addButton(tab);
        tabs->addWidget(tab);
        m_tabs.push_back(tab);
        connect(tab, &QPushButton::clicked, this, [this, which = which] { showPage(which); });
    }
    tabs->addStretch(1);
    fitTabs();
    connect(&theme, &Theme::changed, this, &RunView::fitTabs);
    layout->addWidget(m_tabBar);
    m_tabLine = makeLine(page);
    layout->addWidget(m_tabLine);
}

void RunView::fitTabs()
{
    for (QPushButton *tab : m_tabs)
        fitTab(tab, context().theme);
}

void RunView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const QString scope = QStringLiteral("run");
    actions.add({QStringLiteral("run.retry"), tr("Try the failed step again"), tr("incident retry"), scope, {},
                 QStringLiteral("rotate-ccw")},
                this, [this] { carryOut(RunOffer::Kind::Retry); });
    actions.add({QStringLiteral("run.again"), tr("Start the run again with the current definition"), tr("restart repeat version"), scope, {},
                 QStringLiteral("play")},
                this, [this] { carryOut(RunOffer::Kind::StartAgain); });
    actions.add({QStringLiteral("run.cancel"), tr("Cancel the run with a reason…"), tr("stop end workflow"), scope, {},
                 QStringLiteral("ban")},
                this, [this] { carryOut(RunOffer::Kind::Cancel); });
    actions.add({QStringLiteral("run.fork"), tr("Fork the run from the chosen step…"), tr("branch copy new again split"), scope, {},
                 QStringLiteral("split")},
                this, [this] {
                    if (m_id.isEmpty())
                        return;
                    showPage(Page::History);
                    m_history->fork();
                });
    actions.add({QStringLiteral("run.compare"), tr("Compare the run with the one before"), tr("difference diff other"), scope, {},
                 QStringLiteral("git-compare")},
                this, [this] {
                    if (m_id.isEmpty())
                        return;
                    showPage(Page::Compare);
                    m_compare->comparePrevious();
                });
    actions.add({QStringLiteral("run.board"), tr("Show the run on its board"), tr("card column"), scope, {},
                 QStringLiteral("square-kanban")},
                this, [this] {
                    if (!m_id.isEmpty())
                        context().navigator.open(QStringLiteral("board_card"), m_id);
                });
}

void RunView::carryOut(RunOffer::Kind kind)
{
    const auto offers = m_history->offers();
    const RunOffer *offer = findOffer(offers, kind);
    if (!offer || m_id.isEmpty() || !m_history->model().hasAnswer())
        return;
    if (!offer->refused.isEmpty())
        context().toasts.show(offer->refused, Tone::Info);
    else
        m_history->commands().carryOut(*offer, m_history->model().head());
}

QString RunView::title() const
{
    return tr("Run");
}

QString RunView::badge() const
{
    return m_answered ? m_detail.row.number : QString();
}

void RunView::showObject(const QString &kind, const QString &id)
{
    if (!id.isEmpty() && id != m_id) {
        m_id = id;
        m_answered = false;
        m_tasks.clear();
        m_detail = {};
        fillHead(); // what was read of another run says nothing of this one
        m_pages->setVisible(false);
        m_tabBar->setVisible(false);
        m_tabLine->setVisible(false);
        m_history->open(id);
        ask();
        askTasks();
    }
    showPage(kind == QLatin1String("run") ? Page::History : Page::Now);
}

void RunView::showPage(Page page)
{
    for (std::size_t i = 0; i < m_tabs.size(); ++i)
        m_tabs[i]->setChecked(int(i) == int(page));
    m_pages->setCurrentIndex(int(page));
    if (page == Page::Compare && m_answered)
        m_compare->open(m_detail.row);
}

RunView::Page RunView::page() const
{
    return Page(m_pages->currentIndex());
}

void RunView::lookBack(qint64 seq)
{
    showPage(Page::History);
    m_history->showSide(StepDetails::Side::Stood);
    m_history->choose(seq);
}

void RunView::ask()
{
    m_states->beginLoading();
    api::WorkflowDetailQuery query;
    query.id = m_id;
    context().engine.ask(query, this, [this, id = m_id](Result<api::WorkflowDetail> detail) {
        if (id != m_id)
            return;
        if (!detail) {
            m_states->showFailure({tr("The run could not be read."), context().ticker.now(),
                                   m_answered ? tr("You see what was read last.") : QString(), detail.error(), [this] { refresh(); }});
            return;
        }
        const bool otherDefinition = !m_answered || detail->row.definition != m_detail.row.definition;
        m_detail = std::move(*detail);
        m_answered = true;
        fill();
        m_states->showContent();
        Q_EMIT badgeChanged();
        if (page() == Page::Compare)
            m_compare->open(m_detail.row);
        if (!otherDefinition)
            return;
        context().engine.ask(api::DefinitionQuery{}, this, [this](Result<std::vector<api::DefinitionInfo>> definitions) {
            if (!definitions) // states then show their keys
                return;
            for (api::DefinitionInfo &definition : *definitions) {
                if (definition.id == m_detail.row.definition)
                    m_columns = std::move(definition.columns);
            }
            fill();
        });
    });
}

void RunView::askTasks()
{
    if (m_id.isEmpty())
        return;
    api::TaskQuery query;
    query.workflow = m_id;
    query.window.limit = 100;
    context().engine.ask(query, this, [this, id = m_id](Result<api::Page<api::TaskRow>> page) {
        if (!page || id != m_id)
            return;
        m_tasks = std::move(page->rows);
        if (m_answered)
            fill();
    });
}

void RunView::refresh()
{
    if (m_id.isEmpty())
        return;
    ask();
    askTasks();
    m_history->refresh();
}

void RunView::fill()
{
    fillHead();
    m_pages->setVisible(true);
    m_tabBar->setVisible(true);
    m_tabLine->setVisible(true);
    m_now->show(m_detail, m_columns, m_tasks, m_history->model().hasAnswer() ? m_history->offers() : std::vector<RunOffer>());
}

void RunView::fillHead()
{
    const api::WorkflowRow &row = m_detail.row;
    m_number->setFullText(row.number);
    m_name->setText(row.title);
    const StatusLook look = statusLook(row.status);
    m_status->setVisible(!row.id.isEmpty());
    m_status->setLook(statusText(row.status), look.tone, look.icon);
    m_agent->setVisible(!row.agent.isEmpty());
    if (!row.agent.isEmpty())
        m_agent->setAgent(row.agent, m_directory.agentName(row.agent));
    QStringList about;
    if (!row.column.isEmpty())
        about << columnTitle(row.column, m_columns);
    if (!row.person.isEmpty())
        about << row.person;
    if (!row.entity.isEmpty())
        about << context().studio.nameOf(row.entity);
    if (!row.assignee.isEmpty())
        //: %1 is a colleague's name
        about << tr("with %1").arg(m_directory.personName(row.assignee));
    m_about->setFullText(about.join(QStringLiteral(" · ")));
}

QWidget *RunView::firstFocus()
{
    if (!m_answered)
        return this;
    switch (page()) {
    case Page::History: return m_history->firstFocus();
    case Page::Compare: return m_compare->firstFocus();
    case Page::Now: break;
    }
    return m_tabs.front();
}

QByteArray RunView::saveState() const
{
    return QJsonDocument(QJsonObject{{QStringLiteral("run"), m_id}, {QStringLiteral("history"), page() == Page::History}})
        .toJson(QJsonDocument::Compact);
}

void RunView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (const QString id = state.value(QStringLiteral("run")).toString(); !id.isEmpty())
        showObject(state.value(QStringLiteral("history")).toBool() ? QStringLiteral("run") : QStringLiteral("workflow"), id);
}

} // namespace hs::ui
