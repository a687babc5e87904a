#include "ui/activity/letter_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/activity/row_view.h"
#include "ui/lists/reason_dialog.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

LetterPage::LetterPage(ViewContext &context, QWidget *parent)
    : ActivityPage(context, parent),
      m_model(context.clock),
      m_pager(context.engine, m_model, Pager<api::DeadLetterQuery, api::DeadLetterRow>::Order::Moving)
{
    QWidget *filters = makeFilters();
    build(filters, &m_model, &m_pager, makeDetail(), tr("Dead letters of workflows"), tr("The dead letters could not be read."));
    m_count.setSingleShot(true);
    m_count.setInterval(1000);
    connect(&m_count, &QTimer::timeout, this, [this] {
        m_pager.refresh();
        count();
    });
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        // Workflows move all the time, and few of their steps leave a letter.
        if (change.topic == api::Topic::Workflows && !m_count.isActive())
            m_count.start();
    });
    connect(&context.engine, &api::Engine::callerChanged, this, &LetterPage::currentChanged);
    ask();
    count();
}

QWidget *LetterPage::makeFilters()
{
    auto *bar = new QWidget(this);
    auto *flow = new FlowLayout(bar, 6, 6);
    flow->setContentsMargins(12, 8, 12, 8);
    m_search = new SearchField(context().theme, tr("Find in dead letters"), bar);
    m_which = new QComboBox(bar);
    m_which->setAccessibleName(tr("Which dead letters"));
    m_which->addItem(tr("Not settled"), true);
    m_which->addItem(tr("Sent again too"), false);
    flow->addWidget(m_search);
    flow->addWidget(m_which);
    connect(m_search, &SearchField::searched, this, [this] { ask(); });
    connect(m_which, &QComboBox::activated, this, [this] { ask(); });
    return bar;
}

QWidget *LetterPage::makeDetail()
{
    const Theme &theme = context().theme;
    auto *pane = new QWidget(this);
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(6);
    m_head = makeWrappingLabel({}, TextStyle::Strong, Token::Text, pane);
    m_reason = makeWrappingLabel({}, TextStyle::Body, Token::Danger, pane);
    m_about = makeWrappingLabel({}, TextStyle::Small, Token::Text2, pane);
    m_body = makeContentField(tr("Content of the dead letter"), pane);
    m_consequence = makeWrappingLabel({}, TextStyle::Small, Token::Text2, pane);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_send = makeButton(tr("Send again"), ButtonKind::Primary, theme, pane, QStringLiteral("rotate-ccw"));
    m_open = makeButton(tr("Show the run"), ButtonKind::Normal, theme, pane, QStringLiteral("history"));
    m_copy = makeButton(tr("Copy content"), ButtonKind::Normal, theme, pane, QStringLiteral("copy"));
    m_discard = makeButton(tr("Discard…"), ButtonKind::Danger, theme, pane, QStringLiteral("trash-2"));
    for (QPushButton *button : {m_send, m_open, m_copy, m_discard})
        buttons->addWidget(button);
    for (QLabel *label : {m_head, m_reason, m_about})
        column->addWidget(label);
    column->addWidget(m_body, 1);
    column->addWidget(m_consequence);
    column->addLayout(buttons);
    connect(m_send, &QPushButton::clicked, this, &LetterPage::sendAgain);
    connect(m_discard, &QPushButton::clicked, this, &LetterPage::discard);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const api::DeadLetterRow *row = m_model.at(currentRow()))
            context().navigator.open(QStringLiteral("run"), row->workflow);
    });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_body->toPlainText());
        context().toasts.show(tr("Copied"));
    });
    return pane;
}

void LetterPage::ask()
{
    api::DeadLetterQuery query;
    query.text = m_search->text().trimmed();
    query.openOnly = m_which->currentData().toBool();
    m_pager.setQuery(std::move(query));
}

void LetterPage::count()
{
    api::DeadLetterQuery query;
    query.window.limit = Countable;
    context().engine.ask(query, this, [this](const Result<api::Page<api::DeadLetterRow>> &page) {
        if (!page || int(page->rows.size()) == m_lying)
            return;
        m_lying = int(page->rows.size());
        Q_EMIT lyingChanged();
    });
}

void LetterPage::refresh()
{
    m_pager.refresh();
    count();
}

void LetterPage::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void LetterPage::showObject(const QString &id)
{
    if (id.isEmpty())
        return;
    m_wanted = id;
    clearFilters();
}

void LetterPage::clearFilters()
{
    const QSignalBlocker quiet(m_search);
    m_search->clear();
    m_which->setCurrentIndex(m_wanted.isEmpty() ? 0 : 1);
    ask();
}

QByteArray LetterPage::saveState() const
{
    return QJsonDocument(QJsonObject{{QStringLiteral("all"), m_which->currentIndex() == 1}}).toJson(QJsonDocument::Compact);
}

void LetterPage::restoreState(const QByteArray &bytes)
{
    if (QJsonDocument::fromJson(bytes).object().value(QStringLiteral("all")).toBool()) {
        m_which->setCurrentIndex(1);
        ask();
    }
}

void LetterPage::showState()
{
    if (m_model.rowCount() > 0) {
        states()->showContent();
        reveal(m_model, m_model.rowOf(m_wanted), m_wanted, tr("The dead letter is gone, or lies further back than this list reaches."));
        settleColumns(LetterModel::Reason);
    } else if (!m_search->text().trimmed().isEmpty()) {
        states()->showEmpty({QStringLiteral("search"), tr("Nothing matches"), tr("No dead letter has these words."), tr("Clear filters"),
                             [this] { clearFilters(); }});
    } else {
        states()->showEmpty({QStringLiteral("circle-check"), tr("No dead letters"),
                             tr("Events that a workflow could not take and commands that failed for good would lie here until somebody sends them again."),
                             m_which->currentIndex() == 0 ? tr("Show those sent again too") : QString(),
                             m_which->currentIndex() == 0 ? std::function<void()>([this] {
                                 m_which->setCurrentIndex(1);
                                 ask();
                             }) : std::function<void()>(),
                             Tone::Ok});
    }
    currentChanged();
}

void LetterPage::currentChanged()
{
    const api::DeadLetterRow *row = m_model.at(currentRow());
    QString head;
    if (row)
        //: a dead letter: %1 an event's type or a task, %2 number of a workflow, %3 its title
        head = row->number.isEmpty() ? row->type : tr("%1 · %2 %3").arg(row->type, row->number, row->title);
    m_head->setText(head);
    m_reason->setText(row ? engineSentence(row->reason) : QString());
    m_reason->setVisible(!m_reason->text().isEmpty());
    QStringList about;
    if (row) {
        const QDateTime now = context().ticker.now();
        about << LetterModel::kindText(row->kind) << momentText(row->at, now);
        if (row->resentAt.isValid())
            //: %1 is a moment
            about << tr("sent again %1").arg(momentText(row->resentAt, now));
    }
    m_about->setText(about.join(QStringLiteral(" · ")));
    const QString text = row ? QString::fromUtf8(QJsonDocument(row->body).toJson()) : QString();
    if (m_body->toPlainText() != text)
        m_body->setPlainText(text);

    const bool may = context().engine.caller().role >= api::Role::Operator;
    QString words;
    if (row && !may)
        words = tr("You may look, but not act. Somebody with the role operator can do it.");
    else if (row && row->resentAt.isValid())
        words = tr("It was sent again already.");
    else if (row && !row->resendable)
        words = tr("A timer or a task's result can't be sent by itself. Open the run and send it an event, or discard the letter.");
    else if (row && row->kind == QLatin1String("command"))
        words = tr("Sent again, it is carried out from its first try, with the same number, so that nothing happens twice.");
    else if (row)
        words = tr("Sent again, the workflow takes it as it stands now, under the same number as before.");
    m_consequence->setText(words);
    m_send->setEnabled(may && row && row->resendable);
    m_send->setToolTip(words);
    m_send->setAccessibleDescription(words);
    m_discard->setEnabled(may && row);
    m_discard->setToolTip(tr("Removes it for good. The audit keeps what it was and why."));
    m_open->setEnabled(row && !row->number.isEmpty());
    m_copy->setEnabled(row);
}

void LetterPage::sendAgain()
{
    const api::DeadLetterRow *row = m_model.at(currentRow());
    if (!row)
        return;
    context().engine.submit(api::ResendDeadLetter{row->id}, this, [this, workflow = row->workflow](const Result<api::Receipt> &receipt) {
        if (receipt)
            context().toasts.show({tr("The dead letter was sent again."), Tone::Ok, tr("Show the run"),
                                   [&navigator = context().navigator, workflow] { navigator.open(QStringLiteral("run"), workflow); }, {}});
        else
            tell(tr("The dead letter could not be sent again."), receipt.error());
        refresh();
    });
}

void LetterPage::discard()
{
    const api::DeadLetterRow *row = m_model.at(currentRow());
    if (!row)
        return;
    //: %1 is an event's type or a task
    askReason(window(), tr("Discard the dead letter"),
              tr("“%1” is removed for good and can't be sent again. The audit keeps what it was and your reason. Why is it not needed any more?").arg(row->type),
              tr("Discard"), [self = QPointer(this), id = row->id](const QString &reason) {
                  if (!self)
                      return;
                  self->context().engine.submit(api::DiscardDeadLetter{id, reason}, self, [self](const Result<api::Receipt> &receipt) {
                      if (receipt)
                          self->context().toasts.show(tr("The dead letter was discarded."), Tone::Ok);
                      else
                          self->tell(tr("The dead letter could not be discarded."), receipt.error());
                      self->refresh();
                  });
              });
}

} // namespace hs::ui
