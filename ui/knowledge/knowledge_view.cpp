#include "ui/knowledge/knowledge_view.h"

#include <algorithm>

#include <QButtonGroup>
#include <QDragEnterEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "engine/api/commands.h"
#include "ui/knowledge/drop_veil.h"
#include "ui/knowledge/facet_row.h"
#include "ui/knowledge/index_state.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/knowledge/quality_page.h"
#include "ui/knowledge/search_page.h"
#include "ui/knowledge/source_adding.h"
#include "ui/knowledge/source_opening.h"
#include "ui/knowledge/sources_page.h"
#include "ui/knowledge/two_panes.h"
#include "ui/lists/virtual_list.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/tab_width.h"

namespace hs::ui {

namespace {
constexpr int HeadInOneLineFrom = 560;
constexpr int StatusSoonMs = 500;
}

KnowledgeView::KnowledgeView(ViewContext &context, QWidget *parent) : DockView(context, parent)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    setAcceptDrops(true);
    setAccessibleName(tr("Knowledge"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QWidget(this);
    m_head = new QBoxLayout(QBoxLayout::TopToBottom, head);
    m_head->setContentsMargins(12, 2, 12, 2);
    m_head->setSpacing(2);
    auto *tabs = new QHBoxLayout;
    tabs->setSpacing(14);
    auto *group = new QButtonGroup(this);
    const std::pair<Page, QString> all[] = {{Page::Search, tr("Search")}, {Page::Sources, tr("Sources")}, {Page::Quality, tr("Quality")}};
    for (const auto &one : all) {
        QPushButton *tab = makeButton(one.second, ButtonKind::Tab, context.theme, head);
        fitTab(tab, context.theme);
        group->addButton(tab, int(one.first));
        tabs->addWidget(tab);
        m_tabs[int(one.first)] = tab;
    }
    tabs->addStretch(1);
    m_head->addLayout(tabs);
    m_index = new IndexState(context, head);
    m_index->setMinimumWidth(1); // its words are cut before the dock grows for them
    m_head->addWidget(m_index, 1);
    column->addWidget(head);
    column->addWidget(makeLine(this));
    m_search = new SearchPage(context);
    m_sources = new SourcesPage(context);
    m_quality = new QualityPage(context, m_search->options());
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_search);
    m_pages->addWidget(m_sources);
    m_pages->addWidget(m_quality);
    column->addWidget(m_pages, 1);
    m_veil = new DropVeil(context.theme, this);
    m_tabs[0]->setChecked(true);

    m_soon.setSingleShot(true);
    m_soon.setInterval(StatusSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &KnowledgeView::askStatus);
    connect(group, &QButtonGroup::idClicked, this, [this](int id) { showPage(Page(id)); });
    connect(m_index, &IndexState::pauseAsked, this, &KnowledgeView::pause);
    connect(m_search, &SearchPage::currentChanged, this, &KnowledgeView::updateActions);
    connect(m_search, &SearchPage::sourcesAsked, this, [this] { showPage(Page::Sources); });
    connect(m_search, &SearchPage::addFolderAsked, this, [this] { chooseFolder(this->context(), this, [this] { sourceAdded(); }); });
    connect(m_sources, &SourcesPage::addFolderAsked, this, [this] { chooseFolder(this->context(), this, [this] { sourceAdded(); }); });
    connect(m_sources, &SourcesPage::addMenuAsked, this, &KnowledgeView::showAddMenu);
    connect(m_sources, &SourcesPage::sourcesRead, this, [this] { m_search->setStudio(m_sources->sources()); });
    connect(m_sources, &SourcesPage::documentAsked, this, [this](const QString &document) { showObject(QStringLiteral("knowledge"), document); });
    connect(m_sources, &SourcesPage::reported, m_search, &SearchPage::setReported);
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic != api::Topic::Knowledge)
            return;
        if (!m_soon.isActive())
            m_soon.start();
        m_sources->refreshSoon();
        m_search->indexChanged();
    });
    connect(&context.engine, &api::Engine::callerChanged, this, &KnowledgeView::updateActions);
    connect(&context.reply, &ReplyDesk::changed, this, &KnowledgeView::updateActions);
    connect(&context.theme, &Theme::changed, this, [this] {
        for (QPushButton *tab : m_tabs)
            fitTab(tab, this->context().theme);
    });
    connect(&context.ticker, &Ticker::ticked, this, [this](const QDateTime &now) {
        const qint64 minute = now.toSecsSinceEpoch() / 60;
        if (isVisible() && std::exchange(m_minute, minute) != minute) {
            m_sources->tick();
            m_search->list().viewport()->update();
        }
    });
    makeActions();
    makePassageActions();
    updateActions();
    askStatus();
    m_sources->refresh();
}

void KnowledgeView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const QString scope = QStringLiteral("knowledge");
    const auto add = [&](const char *id, const QString &text, const QString &words, const char *icon, std::function<void()> run) {
        QAction *action =
            actions.add({QStringLiteral("knowledge.") + QLatin1String(id), text, words, scope, {}, QLatin1String(icon)}, this, std::move(run));
        action->setIcon(context().theme.icon(QLatin1String(icon)));
        return action;
    };
    m_add = add("add", tr("Add a source…"), tr("document folder file web note import"), "plus", [this] { showAddMenu(nullptr); });
    m_headerActions << m_add;
    m_addActions << add("add_folder", tr("Add a folder…"), tr("source directory documents watch"), "folder-plus",
                        [this] { chooseFolder(context(), this, [this] { sourceAdded(); }); });
    m_addActions << add("add_files", tr("Add files…"), tr("source document pdf word"), "file-plus",
                        [this] { chooseFiles(context(), this, [this] { sourceAdded(); }); });
    m_addActions << add("add_web", tr("Add a web address…"), tr("source site page url link"), "globe",
                        [this] { askWebAddress(context(), this, [this] { sourceAdded(); }); });
    m_addActions << add("add_note", tr("Add a note…"), tr("source write remember fact"), "notebook-pen",
                        [this] { writeNote(context(), this, [this] { sourceAdded(); }); });
    add("search_page", tr("Show the search"), tr("ask question find"), "search", [this] {
        showPage(Page::Search);
        m_search->focusField();
    });
    add("sources_page", tr("Show the sources"), tr("folders files documents index"), "library", [this] { showPage(Page::Sources); });
    add("quality_page", tr("Show how well is found"), tr("quality test questions recall measure"), "gauge", [this] { showPage(Page::Quality); });
    add("find_document", tr("Find a document of the chosen source"), tr("filter list"), "file-search", [this] {
        showPage(Page::Sources);
        m_sources->find();
    });
    add("options", tr("Show or hide the search options"), tr("mode words meaning hybrid slider"), "sliders-horizontal", [this] {
        showPage(Page::Search);
        m_search->optionsButton()->toggle();
    });
    add("refresh_sources", tr("Look at all sources now"), tr("read again crawl update index"), "refresh-cw", [this] {
        context().engine.submit(api::RefreshKnowledge{}, this, [this](const Result<api::Receipt> &receipt) {
            if (receipt)
                context().toasts.show(tr("All sources are looked at now."));
            else
                context().toasts.show(Toast{tr("The sources could not be looked at. %1").arg(failureSentence(receipt.error())), Tone::Danger, {}, {},
                                            errorDetails(receipt.error())});
        });
    });
    m_pauseAction = add("pause", tr("Stop reading sources, or go on"), tr("pause cancel index resume"), "pause",
                        [this] { pause(!m_index->status().paused); });
}

void KnowledgeView::makePassageActions()
{
    ActionRegistry &actions = context().actions;
    const auto add = [&](const char *id, const QString &text, const QString &words, Qt::Key key, const char *icon, std::function<void()> run) {
        QAction *action = actions.add({QStringLiteral("knowledge.") + QLatin1String(id), text, words, QStringLiteral("knowledge"), QKeySequence(key),
                                       QLatin1String(icon), true},
                                      this, std::move(run));
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setIcon(context().theme.icon(QLatin1String(icon)));
        m_search->list().addAction(action);
        return action;
    };
    m_open = add("open_source", tr("Open the source"), tr("file page record outside"), Qt::Key_O, "external-link", [this] { openSource(); });
    m_quote = add("quote", tr("Quote into the reply"), tr("insert cite conversation answer"), Qt::Key_Q, "text-quote", [this] { quote(); });
    m_pin = add("pin", tr("Pin to the conversation as a note"), tr("internal note thread keep"), Qt::Key_P, "pin", [this] { pin(); });
    m_copy = add("copy", tr("Copy the passage"), tr("clipboard quote"), Qt::Key_C, "copy", [this] { copy(); });
    m_report = add("report", tr("Report as outdated…"), tr("old wrong flag stale"), Qt::Key_R, "flag", [this] { report(); });
    m_why = add("why", tr("Why this result"), tr("explain rank score"), Qt::Key_W, "circle-help", [this] { m_search->toggleWhy(); });
    m_check = add("check", tr("Use as a test question…"), tr("quality right document"), Qt::Key_T, "flask-conical", [this] { makeCheck(); });
    m_search->setActions({m_open, m_quote, m_pin, m_copy, m_report, m_check});
}

void KnowledgeView::updateActions()
{
    const api::KnowledgePassage *passage = m_search->current();
    const bool may = context().engine.caller().role >= api::Role::Operator;
    const QString none = passage ? QString() : tr("Choose a passage first.");
    const QString role = may ? QString() : tr("Needs the role operator.");
    const QString thread = context().reply.thread().isEmpty() ? tr("No conversation with a client is open.") : QString();
    const auto set = [](QAction *action, const QStringList &reasons) {
        const auto first = std::find_if(reasons.begin(), reasons.end(), [](const QString &reason) { return !reason.isEmpty(); });
        ActionRegistry::setEnabled(action, first == reasons.end(), first == reasons.end() ? QString() : *first);
    };
    set(m_open, {none, passage ? openHindrance(context(), *passage) : QString()});
    set(m_quote, {none, role, thread});
    set(m_pin, {none, role, thread});
    set(m_copy, {none});
    set(m_report, {none, role});
    set(m_why, {none});
    set(m_check, {none, role, m_search->text().isEmpty() ? tr("Ask the question first.") : QString()});
    for (QAction *action : m_addActions)
        set(action, {role});
    set(m_add, {role});
    set(m_pauseAction, {role});
    const bool reported = passage && !passage->reported.isEmpty();
    m_report->setText(reported ? tr("It is not outdated") : tr("Report as outdated…"));
}

QString KnowledgeView::title() const
{
    return tr("Knowledge");
}

QString KnowledgeView::badge() const
{
    if (!m_known)
        return {};
    //: Chip beside the title of the dock
    return tr("%Ln document(s)", nullptr, int(std::min<qint64>(m_index->status().documents, 2'000'000'000)));
}

QWidget *KnowledgeView::firstFocus()
{
    switch (page()) {
    case Page::Search: return &m_search->field();
    case Page::Sources: return m_sources->firstFocus();
    case Page::Quality: return m_quality->firstFocus();
    }
    return this;
}

void KnowledgeView::find()
{
    showPage(Page::Search);
    m_search->focusField();
}

KnowledgeView::Page KnowledgeView::page() const
{
    return Page(m_pages->currentIndex());
}

void KnowledgeView::showPage(Page page)
{
    const bool entering = page != this->page();
    m_pages->setCurrentIndex(int(page));
    m_tabs[int(page)]->setChecked(true);
    if (!entering)
        return;
    if (page == Page::Sources)
        m_sources->refresh();
    else if (page == Page::Quality)
        m_quality->refresh();
}

void KnowledgeView::refresh()
{
    askStatus();
    m_sources->refresh();
    if (page() == Page::Search)
        m_search->refresh();
    else if (page() == Page::Quality)
        m_quality->refresh();
}

void KnowledgeView::askStatus()
{
    m_soon.stop();
    if (m_asking) {
        m_again = true;
        return;
    }
    m_asking = true;
    context().engine.ask(api::KnowledgeStatusQuery{}, this, [this](Result<api::KnowledgeStatus> status) {
        m_asking = false;
        if (status) {
            m_known = true;
            m_index->setStatus(*status);
            m_search->setStatus(*status);
            Q_EMIT badgeChanged();
        } else {
            m_index->setUnknown();
        }
        if (std::exchange(m_again, false))
            askStatus();
    });
}

void KnowledgeView::pause(bool paused)
{
    context().engine.submit(api::PauseKnowledge{paused}, this, [this, paused](const Result<api::Receipt> &receipt) {
        if (!receipt)
            context().toasts.show(
                Toast{(paused ? tr("Reading could not be stopped. %1") : tr("Reading could not go on. %1")).arg(failureSentence(receipt.error())),
                      Tone::Danger,
                      {},
                      {},
                      errorDetails(receipt.error())});
        askStatus();
    });
}

void KnowledgeView::sourceAdded()
{
    askStatus();
    m_sources->refresh();
    if (m_search->text().isEmpty())
        showPage(Page::Sources);
}

QByteArray KnowledgeView::saveState() const
{
    QJsonObject state;
    state[QStringLiteral("page")] = int(page());
    state[QStringLiteral("text")] = m_search->text();
    state[QStringLiteral("sources")] = QJsonArray::fromStringList(m_search->facets().chosen());
    state[QStringLiteral("panes")] = QString::fromLatin1(m_search->panes().sizesState());
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void KnowledgeView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.isEmpty())
        return;
    QStringList sources;
    for (const QJsonValue &value : state.value(QStringLiteral("sources")).toArray())
        sources << value.toString();
    m_search->facets().setChosen(sources);
    m_search->panes().restoreSizes(state.value(QStringLiteral("panes")).toString().toLatin1());
    // Words are looked for again; a question is not put again by itself.
    if (const QString text = state.value(QStringLiteral("text")).toString(); !text.isEmpty())
        m_search->search(text);
    if (const int page = state.value(QStringLiteral("page")).toInt(); page >= 0 && page <= int(Page::Quality))
        showPage(Page(page));
}

void KnowledgeView::showObject(const QString &, const QString &id)
{
    if (id.isEmpty())
        return;
    showPage(Page::Search);
    if (const auto place = knowledgePlaceOf(id))
        m_search->showPlace(*place);
    else if (id.startsWith(QLatin1String("psg_")) && !id.contains(QLatin1Char(' ')))
        m_search->showPassage(id);
    else
        m_search->ask(id);
}

void KnowledgeView::showEvent(QShowEvent *event)
{
    DockView::showEvent(event);
    m_search->list().viewport()->update();
}

void KnowledgeView::resizeEvent(QResizeEvent *event)
{
    DockView::resizeEvent(event);
    const bool oneLine = width() >= context().theme.scaled(HeadInOneLineFrom);
    m_head->setDirection(oneLine ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_head->setSpacing(oneLine ? 18 : 2);
    if (m_veil->isVisible())
        m_veil->cover();
}

void KnowledgeView::dragEnterEvent(QDragEnterEvent *event)
{
    if (!hasSourcesIn(*event->mimeData()) || context().engine.caller().role < api::Role::Operator)
        return;
    event->setDropAction(Qt::CopyAction); // nothing is moved away from where it is
    event->accept();
    m_veil->cover();
}

void KnowledgeView::dragMoveEvent(QDragMoveEvent *event)
{
    if (!m_veil->isVisible())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void KnowledgeView::dragLeaveEvent(QDragLeaveEvent *)
{
    m_veil->hide();
}

void KnowledgeView::dropEvent(QDropEvent *event)
{
    m_veil->hide();
    const std::vector<NewSource> sources = sourcesIn(*event->mimeData());
    if (sources.empty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    addSources(context(), this, sources, [this] { sourceAdded(); });
}

} // namespace hs::ui
