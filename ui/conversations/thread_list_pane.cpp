#include "ui/conversations/thread_list_pane.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

#include "ui/widgets/avatar.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

using Filter = api::ThreadQuery::Filter;

ThreadListPane::ThreadListPane(ViewContext &context, const Directory &directory, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(context.engine),
      m_delegate(new ThreadRowDelegate(context, directory, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    m_strip = new AgentStrip(context, directory, this);
    layout->addWidget(m_strip);
    layout->addWidget(makeLine(this));

    m_foldedMenu = makeIconButton(QStringLiteral("list-filter"), tr("Filter conversations"), context.theme, this);
    m_foldedMenu->hide();
    layout->addWidget(m_foldedMenu, 0, Qt::AlignHCenter);

    m_tabBar = new QWidget(this);
    auto *tabs = new QHBoxLayout(m_tabBar);
    tabs->setContentsMargins(8, 2, 4, 0);
    tabs->setSpacing(0);
    m_tabs = new QButtonGroup(this);
    for (int filter = 0; filter < 4; ++filter) {
        QPushButton *tab = makeButton(tabText(filter, false), ButtonKind::Tab, context.theme, m_tabBar);
        tab->setCheckable(true);
        m_tabs->addButton(tab, filter);
        tabs->addWidget(tab);
    }
    m_moreTabs = makeIconButton(QStringLiteral("ellipsis"), tr("All filters"), context.theme, m_tabBar);
    m_moreTabs->hide();
    tabs->addWidget(m_moreTabs);
    tabs->addStretch(1);
    m_tabBar->setMinimumWidth(1);
    m_tabBar->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_tabs->button(0)->setChecked(true);
    layout->addWidget(m_tabBar);
    layout->addWidget(makeLine(this));

    m_searchBox = new QWidget(this);
    auto *searchRow = new QHBoxLayout(m_searchBox);
    searchRow->setContentsMargins(10, 8, 10, 2);
    m_search = new SearchField(context.theme, tr("Find a conversation"), m_searchBox);
    searchRow->addWidget(m_search);
    m_searchBox->hide();
    layout->addWidget(m_searchBox);

    m_list = new VirtualList(this);
    m_list->setEstimate(74);
    m_list->setRowMargins({0, 4, 0, 4});
    m_list->setItemDelegate(m_delegate);
    m_list->setModel(&m_model);
    m_list->setAccessibleName(tr("Conversations"));
    m_list->setLetsGo(true); // the conversation beside it stays, with what is being written
    m_states = new ContentStates(context.theme, m_list, this);
    layout->addWidget(m_states, 1);

    connect(m_strip, &AgentStrip::chosenChanged, this, &ThreadListPane::apply);
    connect(m_tabs, &QButtonGroup::idClicked, this, [this](int id) { setFilter(Filter(id)); });
    connect(m_foldedMenu, &QToolButton::clicked, this, [this] { showFilterMenu(m_foldedMenu); });
    connect(m_moreTabs, &QToolButton::clicked, this, [this] { showFilterMenu(m_moreTabs); });
    connect(m_search, &SearchField::searched, this, [this](const QString &text) {
        if (text.isEmpty() && !m_search->hasFocus())
            m_searchBox->hide();
        apply();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (!current.isValid())
            return;
        m_selected = m_model.at(current.row()).id;
        Q_EMIT threadChosen(m_selected);
    });
    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int, int last) {
        if (last >= m_model.size() - 30)
            m_model.loadMore();
    });
    connect(&m_model, &ThreadListModel::loadingChanged, this, [this](bool loading) {
        if (loading && !m_model.hasAnswer())
            m_states->beginLoading();
    });
    connect(&m_model, &ThreadListModel::loaded, this, &ThreadListPane::updateStates);
    connect(&m_model, &ThreadListModel::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The conversations could not be read."), m_context.ticker.now(),
                               m_model.isEmpty() ? QString() : tr("You see what was read last."), error, [this] { refresh(); }});
    });
    connect(&context.studio, &StudioFilter::changed, this, &ThreadListPane::apply);
    connect(&context.studio, &StudioFilter::entitiesChanged, this, [this] { m_list->viewport()->update(); });
    connect(&directory, &Directory::agentsChanged, this, [this] { m_list->viewport()->update(); });
    connect(&context.theme, &Theme::changed, this, [this] {
        m_list->remeasureAll();
        fitTabs();
        if (m_folded)
            setFixedWidth(ThreadRowDelegate::foldedWidth(m_context.theme));
    });
    // Counts follow what happens, but not faster than once a second.
    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(1000);
    connect(&m_countTimer, &QTimer::timeout, this, &ThreadListPane::askCounts);
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Threads && !m_countTimer.isActive())
            m_countTimer.start();
    });
    apply();
}

QString ThreadListPane::tabText(int filter, bool withCount) const
{
    QString text;
    switch (Filter(filter)) {
    case Filter::All: text = tr("All"); break;
    case Filter::Mine: text = tr("Mine"); break;
    case Filter::NeedsReply: text = tr("Needs reply"); break;
    case Filter::Snoozed: text = tr("Snoozed"); break;
    }
    const qint64 count = m_counts[filter];
    if (!withCount || count < 0)
        return text;
    //: A filter of the conversations and how many it shows: "Needs reply 3"
    return tr("%1 %2").arg(text, QLocale().toString(count));
}

void ThreadListPane::updateTabs()
{
    for (int filter = 0; filter < 4; ++filter) {
        QAbstractButton *tab = m_tabs->button(filter);
        tab->setText(tabText(filter, true));
        tab->setAccessibleName(tab->text());
        tab->setChecked(int(m_filter) == filter);
    }
    fitTabs();
}

void ThreadListPane::fitTabs()
{
    // Long languages and large text: what does not fit moves into a menu, the chosen one never.
    const auto *row = static_cast<QHBoxLayout *>(m_tabBar->layout());
    const QMargins margins = row->contentsMargins();
    const int room = width() - margins.left() - margins.right();
    const auto widthOf = [this](int filter) { return m_tabs->button(filter)->sizeHint().width(); };
    int all = 0;
    for (int filter = 0; filter < 4; ++filter)
        all += widthOf(filter) + (filter > 0 ? row->spacing() : 0);
    const bool fits = all <= room;
    int left = room - widthOf(int(m_filter)) - row->spacing() - m_moreTabs->sizeHint().width();
    for (int filter = 0; filter < 4; ++filter) {
        bool shown = fits || filter == int(m_filter);
        if (!shown && left >= widthOf(filter) + row->spacing()) {
            left -= widthOf(filter) + row->spacing();
            shown = true;
        } else if (!shown) {
            left = 0; // those behind it go too, so that their order stays
        }
        m_tabs->button(filter)->setVisible(shown);
    }
    m_moreTabs->setVisible(!fits);
}

void ThreadListPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTabs();
}

void ThreadListPane::askCounts()
{
    for (int filter = 0; filter < 4; ++filter) {
        api::ThreadQuery query;
        query.filter = Filter(filter);
        query.agent = m_strip->chosen();
        query.entity = m_context.studio.entity();
        query.window.limit = 1;
        m_context.engine.ask(query, this, [this, filter](Result<api::Page<api::ThreadRow>> page) {
            m_counts[filter] = page ? page->total : -1;
            updateTabs();
            Q_EMIT countsChanged();
        });
    }
}

void ThreadListPane::apply()
{
    api::ThreadQuery query;
    query.filter = m_filter;
    query.agent = m_strip->chosen();
    query.entity = m_context.studio.entity();
    query.text = m_search->text().trimmed();
    m_model.show(query);
    askCounts();
}

void ThreadListPane::refresh()
{
    m_model.refresh();
    askCounts();
}

void ThreadListPane::setFilter(Filter filter)
{
    m_filter = filter;
    updateTabs();
    apply();
}

void ThreadListPane::setAgent(const QString &agent)
{
    m_strip->setChosen(agent);
    apply();
}

void ThreadListPane::updateStates()
{
    if (!m_selected.isEmpty())
        select(m_selected);
    if (!m_model.isEmpty()) {
        m_states->showContent();
        return;
    }
    const api::ThreadQuery &query = m_model.shown();
    const auto clear = [this] {
        m_search->clear();
        m_searchBox->hide();
        m_strip->setChosen({});
        m_context.studio.setEntity({});
        setFilter(Filter::All);
    };
    if (!query.text.isEmpty() || !query.agent.isEmpty() || !query.entity.isEmpty())
        m_states->showEmpty({QStringLiteral("search"), tr("Nothing matches"), tr("No conversation fits the filter."),
                             tr("Clear filter"), clear, Tone::Neutral});
    else if (m_filter == Filter::NeedsReply)
        m_states->showEmpty({QStringLiteral("circle-check"), tr("All answered"), tr("No conversation waits for a reply."),
                             tr("Show all"), clear, Tone::Ok});
    else if (m_filter == Filter::Mine)
        m_states->showEmpty({QStringLiteral("user-round"), tr("None are yours"),
                             tr("Conversations that you take over or that are assigned to you appear here."), tr("Show all"),
                             clear, Tone::Accent});
    else if (m_filter == Filter::Snoozed)
        m_states->showEmpty({QStringLiteral("alarm-clock"), tr("Nothing is snoozed"),
                             tr("Conversations that you put off come back here at their time."), tr("Show all"), clear,
                             Tone::Neutral});
    else
        m_states->showEmpty({QStringLiteral("message-circle"), tr("No conversations yet"),
                             tr("They begin when a client writes, or when you talk with an agent."), {}, {}, Tone::Accent});
}

void ThreadListPane::select(const api::Id &thread)
{
    m_selected = thread;
    const int row = m_model.find(thread);
    const QSignalBlocker quiet(m_list->selectionModel());
    if (row < 0)
        m_list->selectionModel()->clear();
    else if (m_list->currentIndex().row() != row || !m_list->selectionModel()->isRowSelected(row))
        m_list->selectionModel()->setCurrentIndex(m_model.index(row), QItemSelectionModel::ClearAndSelect);
    m_list->viewport()->update();
}

void ThreadListPane::setFolded(bool folded)
{
    if (m_folded == folded)
        return;
    m_folded = folded;
    m_delegate->setFolded(folded);
    m_strip->setVisible(!folded);
    m_tabBar->setVisible(!folded);
    m_foldedMenu->setVisible(folded);
    if (folded) {
        m_searchBox->hide();
        setFixedWidth(ThreadRowDelegate::foldedWidth(m_context.theme));
    } else {
        setMinimumWidth(0);
        setMaximumWidth(QWIDGETSIZE_MAX);
    }
    m_list->remeasureAll();
}

void ThreadListPane::showFilterMenu(QWidget *at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int filter = 0; filter < 4; ++filter) {
        QAction *action = menu->addAction(tabText(filter, true), this, [this, filter] { setFilter(Filter(filter)); });
        action->setCheckable(true);
        action->setChecked(int(m_filter) == filter);
    }
    menu->popup(at->mapToGlobal(QPoint(0, at->height())));
}

void ThreadListPane::showSearch()
{
    if (m_folded)
        return;
    m_searchBox->show();
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ThreadListPane::tick()
{
    m_list->viewport()->update();
}

} // namespace hs::ui
