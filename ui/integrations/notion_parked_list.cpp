#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/integrations/notion_lists.h"
#include "ui/lists/fact_row_delegate.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int ParkedLines = 9; ///< text lines that the list keeps at least
}

NotionParkedList::NotionParkedList(ViewContext &context, const HubNames &names, QWidget *parent)
    : QWidget(parent), m_context(context), m_names(names), m_model(context.clock, names),
      m_pager(context.engine, m_model, Pager<api::NotionParkedQuery, api::NotionParkedRow>::Order::Moving)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(4);
    m_list = new VirtualList;
    m_list->setRowMargins({0, 2, 0, 6});
    m_list->setAccessibleName(tr("Changes that could not be uploaded"));
    m_list->setItemDelegate(new FactRowDelegate(context.theme, 3, m_list));
    m_list->setModel(&m_model);
    m_states = new ContentStates(context.theme, m_list, this);
    m_states->setMinimumHeight(fontMetrics().lineSpacing() * ParkedLines);
    column->addWidget(m_states, 1);

    m_detail = new QWidget(this);
    auto *detail = new QVBoxLayout(m_detail);
    detail->setContentsMargins(12, 8, 12, 12);
    detail->setSpacing(4);
    detail->addWidget(makeLine(m_detail));
    m_what = makeWrappingLabel({}, TextStyle::Body, Token::Danger, m_detail);
    m_where = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_detail);
    m_mend = makeWrappingLabel({}, TextStyle::Body, Token::Text, m_detail);
    m_tries = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_detail);
    for (QLabel *label : {m_what, m_where, m_mend, m_tries}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        detail->addWidget(label);
    }
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_retry = makeButton(tr("Try again"), ButtonKind::Primary, context.theme, m_detail, QStringLiteral("refresh-cw"));
    m_open = makeButton(tr("Open record"), ButtonKind::Normal, context.theme, m_detail, QStringLiteral("external-link"));
    m_all = makeButton(tr("Try all again"), ButtonKind::Normal, context.theme, m_detail);
    for (QPushButton *button : {m_retry, m_open, m_all})
        buttons->addWidget(button);
    detail->addLayout(buttons);
    column->addWidget(m_detail);
    m_detail->hide();

    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int, int last) { m_model.shown(last); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &NotionParkedList::showItem);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (const auto *row = item())
            retry(row->record);
    });
    connect(m_all, &QPushButton::clicked, this, [this] { retry({}); });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const auto *row = item())
            m_context.navigator.open(QStringLiteral("record"), row->database + QLatin1Char('/') + row->record);
    });
    connect(&m_pager, &PagerBase::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_states->beginLoading();
    });
    connect(&m_pager, &PagerBase::loaded, this, &NotionParkedList::showState);
    connect(&m_pager, &PagerBase::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("What could not be uploaded could not be read."), m_context.ticker.now(),
                               m_model.rowCount() > 0 ? tr("You see what was read last.") : QString(), error, [this] { refresh(); }});
    });
    connect(&context.theme, &Theme::changed, this, [this] { m_list->remeasureAll(); });
    m_pager.setQuery({});
}

void NotionParkedList::refresh()
{
    m_pager.refresh();
}

void NotionParkedList::showNames()
{
    m_list->viewport()->update();
    showItem();
}

void NotionParkedList::choose(int row)
{
    m_list->setCurrentIndex(m_model.index(row, 0));
}

void NotionParkedList::showState()
{
    if (m_model.rowCount() > 0)
        m_states->showContent();
    else
        m_states->showEmpty({QStringLiteral("circle-check"), tr("Nothing is stuck"), tr("Every change could be uploaded or is on its way."), {}, {}, Tone::Ok});
    showItem();
}

const api::NotionParkedRow *NotionParkedList::item() const
{
    return m_model.at(m_list->currentIndex().row());
}

void NotionParkedList::showItem()
{
    const api::NotionParkedRow *row = item();
    m_detail->setVisible(row);
    if (!row)
        return;
    m_what->setText(engineSentence(row->what));
    m_where->setText(row->where);
    m_where->setVisible(!row->where.isEmpty());
    //: How to mend what could not be sent
    m_mend->setText(tr("To mend it: %1").arg(engineWords(row->mend)));
    m_mend->setVisible(!row->mend.isEmpty());
    //: %n how often it was tried; %1 a moment
    m_tries->setText(tr("Tried %n time(s), stuck since %1", nullptr, row->attempts).arg(momentText(row->since, m_context.ticker.now())));
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    for (QPushButton *button : {m_retry, m_all}) {
        button->setEnabled(may);
        button->setToolTip(may ? QString() : tr("Needs the role operator."));
    }
    m_all->setVisible(m_model.rowCount() > 1);
    m_open->setEnabled(m_context.navigator.canOpen(QStringLiteral("record")));
}

void NotionParkedList::retry(const QString &record)
{
    m_context.engine.submit(api::RetryNotionItem{record}, this, [this](const Result<api::Receipt> &receipt) {
        if (receipt)
            m_context.toasts.show(tr("It is sent to Notion again"), Tone::Ok);
        else
            m_context.toasts.show(Toast{tr("It could not be tried again. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {},
                                        errorDetails(receipt.error())});
        refresh();
    });
}

} // namespace hs::ui
