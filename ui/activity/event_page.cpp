#include "ui/activity/event_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/activity/row_view.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {

constexpr int IdRole = Qt::UserRole;
constexpr int KindRole = Qt::UserRole + 1;

QString chainIcon(const QString &kind)
{
    if (kind == QLatin1String("record"))
        return QStringLiteral("database");
    if (kind == QLatin1String("workflow"))
        return QStringLiteral("workflow");
    if (kind == QLatin1String("task"))
        return QStringLiteral("list-checks");
    if (kind == QLatin1String("message"))
        return QStringLiteral("message-square");
    if (kind == QLatin1String("escalation"))
        return QStringLiteral("life-buoy");
    if (kind == QLatin1String("effect"))
        return QStringLiteral("send");
    return QStringLiteral("history");
}

/// JSON readable, anything else as it came.
QString readable(const QString &body)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(body.toUtf8(), &error);
    return error.error == QJsonParseError::NoError ? QString::fromUtf8(document.toJson()) : body;
}

} // namespace

EventPage::EventPage(ViewContext &context, QWidget *parent)
    : ActivityPage(context, parent),
      m_model(context.clock),
      m_pager(context.engine, m_model, Pager<api::EventQuery, api::EventRow>::Order::NewestFirst)
{
    QWidget *filters = makeFilters();
    build(filters, &m_model, &m_pager, makeDetail(), tr("Events"), tr("The events could not be read."));
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic != api::Topic::Events)
            return;
        m_pager.refresh();
        const bool named = change.ids.empty() || std::find(change.ids.begin(), change.ids.end(), m_shown) != change.ids.end();
        if (!m_shown.isEmpty() && named && isVisible())
            loadDetail(m_shown);
    });
    ask();
}

QWidget *EventPage::makeFilters()
{
    auto *bar = new QWidget(this);
    auto *flow = new FlowLayout(bar, 6, 6);
    flow->setContentsMargins(12, 8, 12, 8);
    m_search = new SearchField(context().theme, tr("Find an event"), bar);
    m_state = new QComboBox(bar);
    m_state->setAccessibleName(tr("State"));
    m_state->addItem(tr("Every state"), -1);
    for (const auto state : {api::EventState::Received, api::EventState::Processing, api::EventState::Done,
                             api::EventState::Failed, api::EventState::Dead})
        m_state->addItem(EventModel::stateText(state), int(state));
    flow->addWidget(m_search);
    flow->addWidget(m_state);
    connect(m_search, &SearchField::searched, this, [this] { ask(); });
    connect(m_state, &QComboBox::activated, this, [this] { ask(); });
    return bar;
}

QWidget *EventPage::makeDetail()
{
    const Theme &theme = context().theme;
    auto *pane = new QWidget(this);
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(6);
    m_head = makeWrappingLabel({}, TextStyle::Strong, Token::Text, pane);
    m_error = makeWrappingLabel({}, TextStyle::Small, Token::Danger, pane);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_head);
    column->addWidget(m_error);
    auto *split = new QSplitter(Qt::Horizontal, pane);
    m_body = makeContentField(tr("Content as received"));
    m_chain = new QListWidget;
    m_chain->setAccessibleName(tr("What it caused"));
    m_chain->setToolTip(tr("What it caused"));
    m_chain->setProperty("focusRing", true);
    m_chain->setWordWrap(true);
    split->addWidget(m_body);
    split->addWidget(m_chain);
    split->setChildrenCollapsible(false);
    column->addWidget(split, 1);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_retry = makeButton(tr("Try again"), ButtonKind::Normal, theme, pane, QStringLiteral("rotate-ccw"));
    m_retry->setToolTip(tr("Processes the failed event again"));
    m_replay = makeButton(tr("Replay"), ButtonKind::Normal, theme, pane, QStringLiteral("repeat"));
    m_replay->setToolTip(tr("Processes the stored delivery once more, as a new event"));
    m_copy = makeButton(tr("Copy content"), ButtonKind::Normal, theme, pane, QStringLiteral("copy"));
    for (QPushButton *button : {m_retry, m_replay, m_copy})
        buttons->addWidget(button);
    column->addLayout(buttons);
    connect(m_retry, &QPushButton::clicked, this,
            [this] { run(api::RetryEvent{m_shown}, tr("Tried again"), tr("The event could not be tried again.")); });
    connect(m_replay, &QPushButton::clicked, this, [this] {
        run(api::ReplayEvent{m_shown}, tr("Processed once more as a new event"), tr("The event could not be replayed."));
    });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_body->toPlainText());
        context().toasts.show(tr("Copied"));
    });
    connect(m_chain, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) {
        const QString kind = item->data(KindRole).toString();
        if (context().navigator.canOpen(kind))
            context().navigator.open(kind, item->data(IdRole).toString());
    });
    return pane;
}

void EventPage::ask()
{
    api::EventQuery query;
    query.text = m_search->text().trimmed();
    if (const int state = m_state->currentData().toInt(); state >= 0)
        query.state = api::EventState(state);
    m_pager.setQuery(std::move(query));
}

void EventPage::refresh()
{
    m_pager.refresh();
    if (!m_shown.isEmpty())
        loadDetail(m_shown);
}

void EventPage::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void EventPage::showObject(const QString &id)
{
    if (id.isEmpty())
        return;
    m_wanted = id;
    if (const int row = m_model.rowOf(id); row >= 0) {
        m_wanted.clear();
        list()->setCurrentIndex(m_model.index(row, 0));
    } else {
        list()->clearSelection();
        loadDetail(id); // it may lie far down the list; its detail does not need the row
    }
}

QByteArray EventPage::saveState() const
{
    const QJsonObject state{{QStringLiteral("text"), m_search->text()}, {QStringLiteral("state"), m_state->currentIndex()}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void EventPage::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.isEmpty())
        return;
    m_search->setText(state.value(QStringLiteral("text")).toString());
    m_state->setCurrentIndex(std::clamp(state.value(QStringLiteral("state")).toInt(), 0, m_state->count() - 1));
    ask();
}

void EventPage::showState()
{
    const bool filtered = !m_search->text().trimmed().isEmpty() || m_state->currentData().toInt() >= 0;
    if (m_model.rowCount() > 0) {
        states()->showContent();
        if (!m_wanted.isEmpty()) {
            if (const int row = m_model.rowOf(m_wanted); row >= 0)
                list()->setCurrentIndex(m_model.index(row, 0));
            m_wanted.clear();
        }
        settleColumns(EventModel::Summary);
    } else if (filtered) {
        states()->showEmpty({QStringLiteral("search"), tr("Nothing matches"), tr("No event fits the filters."),
                             tr("Clear filters"), [this] {
                                 m_search->clear();
                                 m_state->setCurrentIndex(0);
                                 ask();
                             }});
    } else {
        states()->showEmpty({QStringLiteral("inbox"), tr("Nothing came in yet"),
                             tr("What forms, shops and other services send appears here."), tr("Show integrations"),
                             [this] { context().navigator.openDock(QStringLiteral("integrations")); }});
    }
    currentChanged();
}

void EventPage::currentChanged()
{
    const api::EventRow *row = m_model.at(currentRow());
    if (row && row->id != m_shown)
        loadDetail(row->id);
    else if (!row && m_shown.isEmpty())
        showDetail({});
}

void EventPage::loadDetail(const QString &id)
{
    m_shown = id;
    context().engine.ask(api::EventDetailQuery{id}, this, [this, id](const Result<api::EventDetail> &detail) {
        if (id != m_shown)
            return;
        if (detail)
            showDetail(*detail);
        else
            tell(tr("The event could not be read."), detail.error());
    });
}

void EventPage::showDetail(const api::EventDetail &detail)
{
    m_row = detail.row;
    const bool there = !m_row.id.isEmpty();
    //: An event: %1 type, %2 sender, %3 state.
    m_head->setText(there ? tr("%1 from %2 · %3").arg(m_row.type, m_row.source, EventModel::stateText(m_row.state)) : QString());
    QStringList more;
    if (!m_row.error.isEmpty())
        more << engineSentence(m_row.error);
    if (m_row.attempts > 1)
        more << tr("%n attempt(s)", nullptr, m_row.attempts);
    if (m_row.duplicates > 0)
        more << tr("%n repeat(s) acknowledged", "the sender sent the same delivery again", m_row.duplicates);
    m_error->setText(more.join(QStringLiteral(" · ")));
    setLabelStyle(m_error, TextStyle::Small, m_row.error.isEmpty() ? Token::Text2 : Token::Danger);
    m_error->setVisible(!more.isEmpty());
    QString text = readable(detail.body);
    if (!detail.headers.isEmpty())
        text = QString::fromUtf8(QJsonDocument(detail.headers).toJson()) + QLatin1Char('\n') + text;
    if (m_body->toPlainText() != text)
        m_body->setPlainText(text);
    m_chain->clear();
    for (const api::ChainItem &item : detail.chain) {
        //: One thing that an event caused: %1 title, %2 moment.
        auto *entry = new QListWidgetItem(context().theme.icon(chainIcon(item.kind)),
                                          tr("%1 · %2").arg(item.title, momentText(item.at, context().ticker.now())), m_chain);
        entry->setData(IdRole, item.id);
        entry->setData(KindRole, item.kind);
    }
    if (there && detail.chain.empty()) {
        auto *entry = new QListWidgetItem(tr("It has caused nothing yet."), m_chain);
        entry->setFlags(Qt::NoItemFlags);
    }
    const bool may = context().engine.caller().role >= api::Role::Operator;
    const QString needs = may ? QString() : tr("Needs the role operator.");
    const bool failed = m_row.state == api::EventState::Failed || m_row.state == api::EventState::Dead;
    m_retry->setVisible(there && failed);
    m_retry->setEnabled(may);
    m_replay->setEnabled(there && may);
    m_copy->setEnabled(there);
    if (!may) {
        m_retry->setToolTip(needs);
        m_replay->setToolTip(needs);
    }
}

void EventPage::run(const api::Command &command, const QString &success, const QString &failure)
{
    context().engine.submit(command, this, [this, success, failure](const Result<api::Receipt> &receipt) {
        if (receipt)
            context().toasts.show(success, Tone::Ok);
        else
            tell(failure, receipt.error());
        refresh();
    });
}

} // namespace hs::ui
