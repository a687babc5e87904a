#include "ui/integrations/notion_lists.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/lists/fact_row_delegate.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int ConflictUndoSeconds = 600;
constexpr int LeastValueBox = 260;
constexpr int ConflictLines = 9; ///< text lines that the list keeps at least
} // namespace

NotionConflictList::NotionConflictList(ViewContext &context, const HubNames &names, QWidget *parent)
    : QWidget(parent), m_context(context), m_names(names), m_model(context.clock, names),
      m_pager(context.engine, m_model, Pager<api::NotionConflictQuery, api::NotionConflictRow>::Order::NewestFirst)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(4);
    m_filter = new QComboBox(this);
    m_filter->setAccessibleName(tr("Show"));
    m_filter->addItem(tr("Not reviewed yet", "conflicts"), true);
    m_filter->addItem(tr("All", "conflicts"), false);
    m_filter->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(12, 0, 12, 0);
    top->addWidget(m_filter);
    column->addLayout(top);
    m_list = new VirtualList;
    m_list->setRowMargins({0, 2, 0, 6});
    m_list->setAccessibleName(tr("Conflicts"));
    m_list->setItemDelegate(new FactRowDelegate(context.theme, 3, m_list));
    m_list->setModel(&m_model);
    m_states = new ContentStates(context.theme, m_list, this);
    m_states->setMinimumHeight(fontMetrics().lineSpacing() * ConflictLines);
    column->addWidget(m_states, 1);
    makeDetail();
    column->addWidget(m_detail);
    m_detail->hide();

    connect(m_filter, &QComboBox::activated, this, &NotionConflictList::ask);
    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int, int last) { m_model.shown(last); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &NotionConflictList::showConflict);
    connect(&m_pager, &PagerBase::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_states->beginLoading();
    });
    connect(&m_pager, &PagerBase::loaded, this, &NotionConflictList::showState);
    connect(&m_pager, &PagerBase::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The conflicts could not be read."), m_context.ticker.now(),
                               m_model.rowCount() > 0 ? tr("You see what was read last.") : QString(), error, [this] { refresh(); }});
    });
    connect(&context.theme, &Theme::changed, this, [this] { m_list->remeasureAll(); });
    ask();
}

void NotionConflictList::makeDetail()
{
    const Theme &theme = m_context.theme;
    m_detail = new QWidget(this);
    auto *column = new QVBoxLayout(m_detail);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(6);
    column->addWidget(makeLine(m_detail));
    m_title = makeWrappingLabel({}, TextStyle::Strong, Token::Text, m_detail);
    column->addWidget(m_title);
    auto *values = new FlowLayout(nullptr, 8, 8);
    values->setLeastColumn(theme.scaled(LeastValueBox));
    const auto box = [&](QLabel *&head, QLabel *&value) {
        QFrame *frame = makeFrame("sunken", m_detail);
        auto *inner = new QVBoxLayout(frame);
        inner->setContentsMargins(10, 8, 10, 8);
        inner->setSpacing(3);
        head = makeWrappingLabel({}, TextStyle::Small, Token::Text2, frame);
        value = makeWrappingLabel({}, TextStyle::Body, Token::Text, frame);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        inner->addWidget(head);
        inner->addWidget(value);
        inner->addStretch(1);
        values->addWidget(frame);
        return frame;
    };
    m_localBox = box(m_localHead, m_local);
    m_remoteBox = box(m_remoteHead, m_remote);
    column->addLayout(values);
    m_before = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_detail);
    m_rule = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_detail);
    column->addWidget(m_before);
    column->addWidget(m_rule);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_keep = makeButton(tr("Keep"), ButtonKind::Primary, theme, m_detail, QStringLiteral("check"));
    m_turn = makeButton(tr("Take the other value"), ButtonKind::Normal, theme, m_detail, QStringLiteral("replace"));
    m_reopen = makeButton(tr("Take the review back"), ButtonKind::Normal, theme, m_detail, QStringLiteral("undo-2"));
    m_open = makeButton(tr("Open record"), ButtonKind::Normal, theme, m_detail, QStringLiteral("external-link"));
    for (QPushButton *button : {m_keep, m_turn, m_reopen, m_open})
        buttons->addWidget(button);
    column->addLayout(buttons);
    connect(m_keep, &QPushButton::clicked, this, [this] { review(false); });
    connect(m_turn, &QPushButton::clicked, this, [this] { review(true); });
    connect(m_reopen, &QPushButton::clicked, this, [this] {
        if (const auto *row = conflict())
            reopen(row->seq);
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const auto *row = conflict())
            m_context.navigator.open(QStringLiteral("record"), row->database + QLatin1Char('/') + row->record);
    });
}

void NotionConflictList::ask()
{
    m_pager.setQuery({m_filter->currentData().toBool(), {}});
}

void NotionConflictList::refresh()
{
    m_pager.refresh();
}

void NotionConflictList::showNames()
{
    m_list->viewport()->update();
    showConflict();
}

void NotionConflictList::choose(int row)
{
    m_list->setCurrentIndex(m_model.index(row, 0));
}

void NotionConflictList::showState()
{
    const int next = std::min(std::exchange(m_next, -1), m_model.rowCount() - 1);
    if (m_model.rowCount() > 0)
        m_states->showContent();
    if (next >= 0)
        choose(next); // so that one after the other can be decided
    if (m_model.rowCount() > 0) {
        showConflict();
        return;
    }
    if (m_filter->currentData().toBool())
        m_states->showEmpty({QStringLiteral("circle-check"), tr("Nothing to decide"),
                             tr("Where the same value is changed here and in Notion, the later change stands and the other is kept here for you."), {}, {},
                             Tone::Ok});
    else
        m_states->showEmpty({QStringLiteral("git-merge"), tr("No conflict yet"), tr("Console and Notion have agreed on everything so far."), {}, {},
                             Tone::Neutral});
    showConflict();
}

const api::NotionConflictRow *NotionConflictList::conflict() const
{
    return m_model.at(m_list->currentIndex().row());
}

void NotionConflictList::showConflict()
{
    const api::NotionConflictRow *row = conflict();
    m_detail->setVisible(row);
    if (!row)
        return;
    const QDateTime now = m_context.ticker.now();
    const bool local = NotionConflictModel::localStands(*row);
    m_title->setText(NotionConflictModel::titleText(*row));
    //: One of two values that were set at the same time: %1 who set it, %2 when
    const QString localBy = tr("%1, %2").arg(m_names.who(row->localBy), momentText(row->localAt, now));
    //: One of two values that were set at the same time: %1 who set it, %2 when
    const QString remoteBy = tr("%1, %2").arg(row->remoteBy, momentText(row->remoteAt, now));
    //: Head over the value that stands. %1 who and when
    m_localHead->setText(local ? tr("Console, stands now · %1").arg(localBy) : tr("Console · %1").arg(localBy));
    m_remoteHead->setText(local ? tr("Notion · %1").arg(remoteBy) : tr("Notion, stands now · %1").arg(remoteBy));
    setStyleProperty(m_localBox, "frame", local ? QStringLiteral("accent") : QStringLiteral("sunken"));
    setStyleProperty(m_remoteBox, "frame", local ? QStringLiteral("sunken") : QStringLiteral("accent"));
    const bool whole = row->property.isEmpty();
    m_local->setText(whole ? tr("The record was changed") : m_names.value(row->database, row->property, row->local));
    m_remote->setText(whole ? tr("The page was removed") : m_names.value(row->database, row->property, row->remote));
    //: The value that both sides had before they changed it
    m_before->setText(tr("Before: %1").arg(m_names.value(row->database, row->property, row->base)));
    m_before->setVisible(!whole);
    QString rule = engineSentence(row->rule) + QLatin1Char('.');
    if (row->reviewedAt.isValid())
        //: Who looked at a conflict: %1 name, %2 when
        rule += QLatin1Char('\n') + tr("Reviewed by %1, %2.").arg(row->reviewedBy, momentText(row->reviewedAt, now));
    m_rule->setText(rule);
    const bool open = !row->reviewedAt.isValid();
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_keep->setVisible(open);
    m_turn->setVisible(open && !whole);
    m_reopen->setVisible(!open);
    for (QPushButton *button : {m_keep, m_turn, m_reopen}) {
        button->setEnabled(may);
        button->setToolTip(may ? QString() : tr("Needs the role operator."));
    }
    if (may && !whole)
        //: %1 is a value
        m_turn->setToolTip(tr("“%1” shall stand, here and in Notion").arg(local ? m_remote->text() : m_local->text()));
    m_open->setEnabled(m_context.navigator.canOpen(QStringLiteral("record")));
}

void NotionConflictList::review(bool turn)
{
    const api::NotionConflictRow *row = conflict();
    if (!row)
        return;
    const QString title = NotionConflictModel::titleText(*row);
    m_context.engine.submit(api::ReviewNotionConflict{row->seq, turn, {}, false}, this, [this, seq = row->seq, turn, title](const Result<api::Receipt> &receipt) {
        if (receipt) {
            //: %1 what two values were about
            const QString text = turn ? tr("The other value was taken. %1").arg(title) : tr("Kept. %1").arg(title);
            const auto undo = [this, seq] { reopen(seq); };
            m_context.undo.push({text, m_context.ticker.now().addSecs(ConflictUndoSeconds), undo, QStringLiteral("notion-conflict/%1").arg(seq)});
            m_context.toasts.show(Toast{text, Tone::Ok, tr("Undo"), undo});
        } else {
            m_context.toasts.show(Toast{tr("The conflict was not decided. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {},
                                        errorDetails(receipt.error())});
        }
        m_next = m_list->currentIndex().row();
        m_pager.setQuery(m_pager.query()); // a decided one leaves the list, wherever it stands
    });
}

void NotionConflictList::reopen(qint64 seq)
{
    m_context.engine.submit(api::ReviewNotionConflict{seq, false, {}, true}, this, [this, seq](const Result<api::Receipt> &receipt) {
        if (receipt) {
            m_context.undo.removeKey(QStringLiteral("notion-conflict/%1").arg(seq));
            m_context.toasts.show(tr("The review was taken back"), Tone::Ok);
        } else {
            m_context.toasts.show(Toast{tr("The review was not taken back. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {},
                                        errorDetails(receipt.error())});
        }
        m_pager.setQuery(m_pager.query());
    });
}

} // namespace hs::ui
