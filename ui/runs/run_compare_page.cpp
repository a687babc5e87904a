#include "ui/runs/run_compare_page.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/runs/compare_delegates.h"
#include "ui/runs/pair_words.h"
#include "ui/runs/run_words.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int MostChoices = 60;

} // namespace

RunComparePage::RunComparePage(ViewContext &context, QWidget *parent)
    : QWidget(parent), m_context(context)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_pages = new QStackedWidget(this);
    outer->addWidget(m_pages);

    auto *choice = new QWidget;
    auto *choosing = new QVBoxLayout(choice);
    choosing->setContentsMargins(0, 12, 0, 0);
    choosing->setSpacing(8);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(16, 0, 16, 0);
    top->setSpacing(8);
    top->addWidget(makeWrappingLabel(tr("Which run shall stand beside this one?"), TextStyle::Strong, Token::Text, choice));
    m_previous = makeButton(tr("The run before, of the same workflow"), ButtonKind::Normal, context.theme, choice, QStringLiteral("history"));
    top->addWidget(m_previous, 0, Qt::AlignLeading);
    m_search = new SearchField(context.theme, tr("Search runs by number or title"), choice);
    top->addWidget(m_search);
    choosing->addLayout(top);
    m_found = new VirtualList;
    m_found->setEstimate(46);
    m_found->setAccessibleName(tr("Runs to compare with"));
    m_found->setItemDelegate(new RunChoiceDelegate(context.theme, context.ticker, m_found));
    m_found->setModel(&m_choices);
    m_foundStates = new ContentStates(context.theme, m_found, choice);
    choosing->addWidget(m_foundStates, 1);
    m_pages->addWidget(choice);

    auto *result = new QWidget;
    auto *comparing = new QVBoxLayout(result);
    comparing->setContentsMargins(0, 10, 0, 0);
    comparing->setSpacing(6);
    auto *heads = new QHBoxLayout;
    heads->setContentsMargins(16, 0, 16, 0);
    heads->setSpacing(32);
    m_firstHead = new ElidedLabel({}, result);
    m_secondHead = new ElidedLabel({}, result);
    for (ElidedLabel *head : {m_firstHead, m_secondHead}) {
        setLabelStyle(head, TextStyle::Strong, Token::Text);
        heads->addWidget(head, 1);
    }
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(16, 0, 16, 0);
    tools->setSpacing(12);
    m_summary = makeWrappingLabel({}, TextStyle::Body, Token::Text2, result);
    tools->addWidget(m_summary, 1);
    m_only = new QCheckBox(tr("Only what differs"), result);
    tools->addWidget(m_only);
    m_other = makeButton(tr("Another run…"), ButtonKind::Quiet, context.theme, result, QStringLiteral("git-compare"));
    tools->addWidget(m_other);
    comparing->addLayout(tools);
    comparing->addLayout(heads);
    comparing->addWidget(makeLine(result));
    m_list = new VirtualList;
    m_list->setEstimate(60);
    m_list->setRowMargins({0, 4, 0, 8});
    m_list->setAccessibleName(tr("Steps of both runs"));
    m_list->setItemDelegate(new RunPairDelegate(context.theme, m_list));
    m_list->setModel(&m_pairs);
    m_listStates = new ContentStates(context.theme, m_list, result);
    comparing->addWidget(m_listStates, 1);
    m_pages->addWidget(result);

    connect(m_search, &SearchField::searched, this, [this] { search(); });
    connect(m_previous, &QPushButton::clicked, this, &RunComparePage::comparePrevious);
    const auto choose = [this](const QModelIndex &index) {
        if (index.isValid())
            compareWith(m_choices.at(index.row()).id);
    };
    connect(m_found, &QAbstractItemView::activated, this, choose);
    connect(m_found, &QAbstractItemView::clicked, this, choose);
    connect(m_other, &QPushButton::clicked, this, [this] { showChoice(); });
    connect(m_only, &QCheckBox::toggled, &m_pairs, &RunPairModel::setOnlyDifferent);
    connect(m_list, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (index.isValid() && m_pairs.at(index.row()).first)
            Q_EMIT stepWanted(m_pairs.at(index.row()).first->seq);
    });
    connect(&context.theme, &Theme::changed, m_list, [this] {
        m_list->remeasureAll();
        m_found->remeasureAll();
    });
}

QWidget *RunComparePage::firstFocus()
{
    return m_pages->currentIndex() == 0 ? static_cast<QWidget *>(m_previous) : m_list;
}

void RunComparePage::open(const api::WorkflowRow &first)
{
    const bool other = first.id != m_first.id;
    m_first = first;
    if (!other)
        return;
    m_second.clear();
    m_pairs.setComparison({});
    m_search->clear();
    showChoice();
}

void RunComparePage::showChoice()
{
    ++m_generation;
    m_pages->setCurrentIndex(0);
    search();
    if (window()->focusWidget() && isAncestorOf(window()->focusWidget()))
        m_search->setFocus();
}

/// Without words, the newest runs of the same workflow.
void RunComparePage::search()
{
    if (m_first.id.isEmpty())
        return;
    api::WorkflowQuery query;
    query.text = m_search->text().trimmed();
    if (query.text.isEmpty())
        query.definition = m_first.definition;
    query.window.limit = MostChoices;
    m_foundStates->beginLoading();
    m_context.engine.ask(query, this, [this, generation = ++m_generation, words = query.text](Result<api::Page<api::WorkflowRow>> page) {
        if (generation != m_generation)
            return;
        if (!page) {
            m_foundStates->showFailure({tr("The runs could not be read."), m_context.ticker.now(), {}, page.error(), [this] { search(); }});
            return;
        }
        std::erase_if(page->rows, [this](const api::WorkflowRow &row) { return row.id == m_first.id; });
        const bool none = page->rows.empty();
        m_choices.setRows(std::move(page->rows));
        if (!none)
            m_foundStates->showContent();
        else if (words.isEmpty())
            m_foundStates->showEmpty({QStringLiteral("git-compare"), tr("No other run yet"), tr("This is the only run of its workflow. Search for a run of another one."),
                                      {}, {}, Tone::Neutral});
        else
            m_foundStates->showEmpty({QStringLiteral("search-x"), tr("No run found"), tr("No run has these words in its number, title or person."),
                                      tr("Clear the search"), [this] { m_search->clear(); search(); }, Tone::Neutral});
    });
}

void RunComparePage::comparePrevious()
{
    // Pages of runs go from new to old, so what follows this one is the one before it.
    api::WorkflowQuery query;
    query.definition = m_first.definition;
    query.window.after = m_first.id;
    query.window.limit = 1;
    m_context.engine.ask(query, this, [this, id = m_first.id](Result<api::Page<api::WorkflowRow>> page) {
        if (id != m_first.id)
            return;
        if (!page)
            m_foundStates->showFailure({tr("The runs could not be read."), m_context.ticker.now(), {}, page.error(), [this] { comparePrevious(); }});
        else if (page->rows.empty())
            m_context.toasts.show(tr("There is no earlier run of this workflow."), Tone::Info);
        else
            compareWith(page->rows.front().id);
    });
}

void RunComparePage::compareWith(const api::Id &second)
{
    m_second = second;
    m_pages->setCurrentIndex(1);
    m_listStates->beginLoading();
    api::RunCompareQuery query;
    query.first = m_first.id;
    query.second = second;
    m_context.engine.ask(query, this, [this, generation = ++m_generation, second](Result<api::RunComparison> comparison) {
        if (generation != m_generation)
            return;
        if (!comparison) {
            m_listStates->showFailure({tr("The runs could not be compared."), m_context.ticker.now(), {}, comparison.error(), [this, second] { compareWith(second); }});
            return;
        }
        showResult(std::move(*comparison));
    });
}

void RunComparePage::showResult(api::RunComparison comparison)
{
    const auto head = [](const api::WorkflowRow &row) {
        //: Above a column of a comparison. %1 number of a run, %2 its title, %3 its status
        return tr("%1 · %2 · %3").arg(row.number, row.title, statusText(row.status));
    };
    m_firstHead->setFullText(head(comparison.first));
    m_secondHead->setFullText(head(comparison.second));
    m_summary->setText(comparisonSentence(comparison));
    m_listStates->setPartial(comparison.cut ? tr("The first %n steps of each run are compared.", nullptr, comparison.compared) : QString());
    m_pairs.setComparison(std::move(comparison));
    if (m_pairs.comparison().pairs.empty())
        m_listStates->showEmpty({QStringLiteral("history"), tr("No steps yet"), tr("Neither run has taken a step."), {}, {}, Tone::Neutral});
    else
        m_listStates->showContent();
    if (m_pairs.rowCount() > 0 && !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_pairs.index(0));
    if (window()->focusWidget() && isAncestorOf(window()->focusWidget()))
        m_list->setFocus();
}

} // namespace hs::ui
