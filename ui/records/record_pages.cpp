#include "ui/records/record_pages.h"

#include <algorithm>

#include <QButtonGroup>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_width.h"

namespace hs::ui {

RecordPages::RecordPages(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new QWidget(this);
    auto *bar = new FlowLayout(m_bar, 4, 2);
    bar->setContentsMargins(12, 0, 12, 4);
    auto *group = new QButtonGroup(this);
    const QString titles[] = {tr("Fields", "of a record"), tr("Page content", "the text inside a record's page"), tr("History", "of a record"),
                              tr("Notion", "a record's page there")};
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        m_tabs[i] = makeButton(titles[i], ButtonKind::Tab, context.theme, m_bar);
        fitTab(m_tabs[i], context.theme);
        group->addButton(m_tabs[i], int(i));
        bar->addWidget(m_tabs[i]);
    }
    m_tabs[0]->setChecked(true);
    column->addWidget(m_bar);
    column->addWidget(makeLine(this));
    m_stack = new QStackedWidget(this);
    m_scroll = new QScrollArea;
    m_scroll->setWidgetResizable(true);
    m_scroll->setAccessibleName(tr("Properties of the record"));
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_form = new RecordForm(context);
    m_scroll->setWidget(m_form);
    m_form->setAutoFillBackground(false);
    m_text = new RecordTextPanel(context, m_form->names());
    m_history = new RecordHistory(context, m_form->names());
    m_mirror = new RecordMirrorPanel(context);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_history);
    m_stack->addWidget(m_mirror);
    column->addWidget(m_stack, 1);
    connect(group, &QButtonGroup::idClicked, this, [this](int page) { showPage(Page(page)); });
    connect(&context.ticker, &Ticker::ticked, this, [this] {
        if (m_mirror->isVisible())
            m_mirror->tick();
        if (m_text->isVisible())
            m_text->tick();
    });
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic != api::Topic::Records && change.topic != api::Topic::Integrations)
            return;
        if (page() == Page::History && change.topic == api::Topic::Records && m_history->isVisible())
            m_history->refresh();
        if (page() == Page::Notion && m_mirror->isVisible())
            m_mirror->refresh();
        const bool others = change.topic == api::Topic::Records && !change.ids.empty()
                            && std::find(change.ids.begin(), change.ids.end(), m_text->record()) == change.ids.end();
        if (page() == Page::Text && m_text->isVisible() && !others)
            m_text->refresh();
    });
}

RecordPages::Page RecordPages::page() const
{
    return Page(m_stack->currentIndex());
}

void RecordPages::showPage(Page page)
{
    m_tabs[std::size_t(page)]->setChecked(true);
    m_stack->setCurrentIndex(int(page));
    follow();
}

void RecordPages::follow()
{
    const bool fresh = m_form->isNew();
    m_bar->setVisible(!fresh); // there is no history yet, nor a page
    if (fresh && page() != Page::Fields)
        return showPage(Page::Fields);
    if (page() == Page::Text)
        m_text->show(m_form->record().id, m_form->record().title);
    else if (page() == Page::History)
        m_history->show(m_form->database(), m_form->record().id);
    else if (page() == Page::Notion)
        m_mirror->show(m_form->record().id);
}

} // namespace hs::ui
