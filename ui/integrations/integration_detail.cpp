#include "ui/integrations/integration_detail.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QInputDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/activity/row_view.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/spark.h"

namespace hs::ui {

namespace {

constexpr int TextLines = 5;
constexpr int ListLines = 8; ///< head and a few rows

} // namespace

IntegrationDetail::IntegrationDetail(ViewContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_deliveries(context.clock),
      m_effects(context.clock),
      m_deliveryPager(context.engine, m_deliveries, Pager<api::DeliveryQuery, api::DeliveryRow>::Order::NewestFirst),
      m_effectPager(context.engine, m_effects, Pager<api::EffectQuery, api::EffectRow>::Order::NewestFirst)
{
    // In a low dock the whole of it scrolls; nothing is cut.
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(area);
    auto *page = new QWidget;
    area->setWidget(page);
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    makeHead();
    makeTables();
    for (PagerBase *pager : {static_cast<PagerBase *>(&m_deliveryPager), static_cast<PagerBase *>(&m_effectPager)}) {
        connect(pager, &PagerBase::loadingChanged, this, [this](bool loading) {
            if (loading)
                m_states->beginLoading();
        });
        connect(pager, &PagerBase::loaded, this, &IntegrationDetail::showState);
    }
    connect(&m_deliveryPager, &PagerBase::failed, this,
            [this](const Error &error) { showFailure(tr("The deliveries could not be read."), error); });
    connect(&m_effectPager, &PagerBase::failed, this,
            [this](const Error &error) { showFailure(tr("The outgoing messages could not be read."), error); });
}

void IntegrationDetail::makeHead()
{
    const Theme &theme = m_context.theme;
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(8);

    auto *row = new QHBoxLayout;
    m_back = makeButton(tr("All integrations"), ButtonKind::Quiet, theme, head,
                        isRightToLeft() ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left"));
    row->addWidget(m_back);
    row->addStretch(1);
    column->addLayout(row);

    auto *name = new QHBoxLayout;
    name->setSpacing(10);
    m_icon = new QLabel(head);
    m_title = makeWrappingLabel({}, TextStyle::Title, Token::Text, head);
    m_state = new Chip(theme, head);
    name->addWidget(m_icon);
    name->addWidget(m_title, 1);
    name->addWidget(m_state);
    column->addLayout(name);
    m_facts = makeWrappingLabel({}, TextStyle::Small, Token::Text2, head);
    m_error = makeWrappingLabel({}, TextStyle::Small, Token::Danger, head);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_facts);
    column->addWidget(m_error);

    m_addressRow = new QWidget(head);
    auto *address = new QHBoxLayout(m_addressRow);
    address->setContentsMargins(0, 0, 0, 0);
    m_address = new ElidedLabel({}, m_addressRow);
    setLabelStyle(m_address, TextStyle::Mono, Token::Text);
    QPushButton *copy = makeButton(tr("Copy address"), ButtonKind::Link, theme, m_addressRow, QStringLiteral("copy"));
    address->addWidget(m_address, 1);
    address->addWidget(copy);
    column->addWidget(m_addressRow);

    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_check = makeButton(tr("Check now"), ButtonKind::Normal, theme, head, QStringLiteral("refresh-cw"));
    m_pause = makeButton(tr("Pause"), ButtonKind::Normal, theme, head, QStringLiteral("pause"));
    m_secret = makeButton(tr("Set secret…"), ButtonKind::Normal, theme, head, QStringLiteral("key-round"));
    for (QPushButton *button : {m_check, m_pause, m_secret})
        buttons->addWidget(button);
    column->addLayout(buttons);
    m_column->addWidget(head);
    m_column->addWidget(makeLine(this));

    connect(m_back, &QPushButton::clicked, this, &IntegrationDetail::backWanted);
    connect(copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_card.address);
        m_context.toasts.show(tr("Address copied"));
    });
    connect(m_check, &QPushButton::clicked, this, [this] { Q_EMIT checkWanted(m_card.name); });
    connect(m_pause, &QPushButton::clicked, this,
            [this] { Q_EMIT pauseWanted(m_card.name, m_card.health != api::Health::Paused); });
    connect(m_secret, &QPushButton::clicked, this, [this] { Q_EMIT secretWanted(m_card.name); });
}

void IntegrationDetail::makeTables()
{
    const Theme &theme = m_context.theme;
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 4);
    m_listTitle = makeLabel({}, TextStyle::Strong, Token::Text, bar);
    m_filter = new QComboBox(bar);
    m_filter->setAccessibleName(tr("Show"));
    m_filter->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_filter->setMinimumContentsLength(10);
    row->addWidget(m_listTitle, 1);
    row->addWidget(m_filter);
    m_column->addWidget(bar);

    m_list = new RowView;
    m_list->setProperty("focusRing", true);
    m_list->header()->setStretchLastSection(true);
    m_states = new ContentStates(theme, m_list, this);
    m_states->setMinimumHeight(fontMetrics().lineSpacing() * ListLines);
    auto *lower = new QWidget(this);
    auto *column = new QVBoxLayout(lower);
    column->setContentsMargins(12, 6, 12, 10);
    m_hold = makeWrappingLabel({}, TextStyle::Small, Token::Text2, lower);
    m_text = new QPlainTextEdit(lower);
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("Content"));
    m_text->setMinimumHeight(fontMetrics().lineSpacing() * TextLines);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_replay = makeButton(tr("Replay"), ButtonKind::Normal, theme, lower, QStringLiteral("rotate-ccw"));
    m_replay->setToolTip(tr("Processes this delivery once more, as a new event"));
    m_openEvent = makeButton(tr("Open event"), ButtonKind::Normal, theme, lower, QStringLiteral("external-link"));
    m_send = makeButton(tr("Send now"), ButtonKind::Primary, theme, lower, QStringLiteral("send"));
    m_undo = makeButton(tr("Undo"), ButtonKind::Normal, theme, lower, QStringLiteral("undo-2"));
    m_undo->setToolTip(tr("Stops it; it becomes a draft again"));
    m_cancel = makeButton(tr("Cancel…"), ButtonKind::Danger, theme, lower, QStringLiteral("x"));
    for (QPushButton *button : {m_replay, m_openEvent, m_send, m_undo, m_cancel})
        buttons->addWidget(button);
    column->addWidget(m_hold);
    column->addWidget(m_text, 1);
    column->addLayout(buttons);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_states);
    split->addWidget(lower);
    split->setChildrenCollapsible(false);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    m_column->addWidget(split, 1);

    connect(m_filter, &QComboBox::activated, this, &IntegrationDetail::ask);
    connect(m_replay, &QPushButton::clicked, this, &IntegrationDetail::replay);
    connect(m_openEvent, &QPushButton::clicked, this, [this] {
        if (const auto *row_ = delivery())
            m_context.navigator.open(QStringLiteral("event"), row_->event);
    });
    connect(m_send, &QPushButton::clicked, this, &IntegrationDetail::sendNow);
    connect(m_undo, &QPushButton::clicked, this, &IntegrationDetail::undo);
    connect(m_cancel, &QPushButton::clicked, this, &IntegrationDetail::cancel);
}

void IntegrationDetail::setCard(const api::IntegrationCard &card)
{
    const bool other = card.name != m_card.name;
    m_card = card;
    const Theme &theme = m_context.theme;
    const api::Health health = shownHealth(card);
    m_icon->setPixmap(theme.pixmap(integrationIcon(card), 20, Token::Text2));
    m_title->setText(engineWords(card.title));
    m_state->setLook(healthName(health), healthTone(health), healthIcon(health));
    const QDateTime now = m_context.ticker.now();
    QStringList facts{IntegrationWords::mainValue(card), IntegrationWords::sentence(card)};
    if (!card.rate.isEmpty())
        facts << engineWords(card.rate);
    if (!secretNameOf(card).isEmpty())
        facts << IntegrationWords::secrets(card);
    if (card.lastAt.isValid()) {
        //: %1 is a moment.
        facts << tr("last one %1").arg(momentText(card.lastAt, now));
    }
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_error->setText(engineSentence(card.lastError));
    m_error->setVisible(!card.lastError.isEmpty());
    static_cast<ElidedLabel *>(m_address)->setFullText(card.address);
    m_addressRow->setVisible(!card.address.isEmpty());
    const bool paused = card.health == api::Health::Paused;
    m_pause->setVisible(card.kind == QLatin1String("source"));
    m_pause->setText(paused ? tr("Take deliveries again") : tr("Pause"));
    m_pause->setIcon(theme.icon(paused ? QStringLiteral("play") : QStringLiteral("pause")));
    const api::Role role = m_context.engine.caller().role;
    const QString needsOperator = tr("Needs the role operator.");
    m_pause->setEnabled(role >= api::Role::Operator);
    m_check->setEnabled(role >= api::Role::Operator);
    m_pause->setToolTip(m_pause->isEnabled() ? QString() : needsOperator);
    m_check->setToolTip(m_check->isEnabled() ? QString() : needsOperator);
    m_secret->setVisible(!secretNameOf(card).isEmpty());
    m_secret->setText(card.hasSecret ? tr("Change secret…") : tr("Set secret…"));
    const bool locked = card.secretSource == QLatin1String("environment");
    m_secret->setEnabled(role >= api::Role::Admin && !locked);
    m_secret->setToolTip(locked ? tr("It is set in the environment; change it there.")
                         : role < api::Role::Admin ? tr("Needs the role administrator.") : QString());
    if (!other)
        return;

    m_listTitle->setText(isChannel() ? tr("Outgoing messages") : tr("Recent deliveries"));
    m_filter->clear();
    m_filter->addItem(tr("All", "deliveries or messages"), -1);
    if (isChannel()) {
        for (const auto state : {api::EffectState::Draft, api::EffectState::Held, api::EffectState::Queued,
                                 api::EffectState::Failed, api::EffectState::Dead, api::EffectState::Sent,
                                 api::EffectState::Cancelled})
            m_filter->addItem(EffectModel::stateText(state), int(state));
        m_list->setModel(&m_effects);
    } else {
        m_filter->addItem(tr("Refused only"), 0);
        m_list->setModel(&m_deliveries);
    }
    m_list->setAccessibleName(m_listTitle->text());
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &IntegrationDetail::updateButtons);
    m_deliveries.clear();
    m_effects.clear();
    ask();
}

QWidget *IntegrationDetail::firstFocus() const
{
    return m_back;
}

void IntegrationDetail::ask()
{
    const int chosen = m_filter->currentData().toInt();
    if (isChannel()) {
        api::EffectQuery query;
        if (chosen >= 0)
            query.state = api::EffectState(chosen);
        m_effectPager.accepts = [kind = m_card.name](const api::EffectRow &row) { return row.kind == kind; };
        m_effectPager.setQuery(std::move(query));
    } else {
        api::DeliveryQuery query;
        query.source = m_card.kind == QLatin1String("receiver") ? QString() : m_card.name;
        query.failedOnly = chosen == 0;
        m_deliveryPager.setQuery(std::move(query));
    }
}

void IntegrationDetail::refresh()
{
    if (m_card.name.isEmpty())
        return;
    if (isChannel())
        m_effectPager.refresh();
    else
        m_deliveryPager.refresh();
}

void IntegrationDetail::showState()
{
    const bool channel = isChannel();
    const int rows = channel ? m_effects.rowCount() : m_deliveries.rowCount();
    if (rows > 0) {
        const bool first = !m_states->showsContent() || !m_list->currentIndex().isValid();
        m_states->showContent();
        if (first) {
            for (int i = 0; i + 1 < m_list->model()->columnCount(); ++i) {
                m_list->resizeColumnToContents(i);
                m_list->setColumnWidth(i, std::min(m_list->columnWidth(i), m_context.theme.scaled(150)));
            }
            m_list->setCurrentIndex(m_list->model()->index(0, 0));
        }
    } else if (m_filter->currentData().toInt() >= 0) {
        m_states->showEmpty({QStringLiteral("search"), tr("Nothing matches"), tr("There is nothing of this kind."),
                             tr("Show all"), [this] {
                                 m_filter->setCurrentIndex(0);
                                 ask();
                             }});
    } else if (channel) {
        m_states->showEmpty({QStringLiteral("send"), tr("Nothing sent yet"),
                             tr("What agents and people send through this channel appears here."), {}, {}});
    } else {
        m_states->showEmpty({QStringLiteral("inbox"), tr("No delivery yet"),
                             m_card.address.isEmpty()
                                 ? tr("The receiver does not listen; its settings say why.")
                                 : tr("Enter the address above at the sender. The first delivery appears here at once."),
                             {}, {}});
    }
    updateButtons();
}

void IntegrationDetail::showFailure(const QString &what, const Error &error)
{
    FailureState failure;
    failure.what = what;
    failure.since = m_context.ticker.now();
    failure.error = error;
    failure.retry = [this] { refresh(); };
    m_states->showFailure(failure);
}

const api::DeliveryRow *IntegrationDetail::delivery() const
{
    return isChannel() ? nullptr : m_deliveries.at(m_list->currentIndex().row());
}

const api::EffectRow *IntegrationDetail::effect() const
{
    return isChannel() ? m_effects.at(m_list->currentIndex().row()) : nullptr;
}

void IntegrationDetail::updateButtons()
{
    const api::DeliveryRow *received = delivery();
    const api::EffectRow *outgoing = effect();
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_replay->setVisible(received);
    m_replay->setEnabled(may && received && !received->event.isEmpty());
    m_openEvent->setVisible(received);
    m_openEvent->setEnabled(received && !received->event.isEmpty() && m_context.navigator.canOpen(QStringLiteral("event")));
    m_send->setVisible(outgoing && EffectModel::canSend(*outgoing));
    m_undo->setVisible(outgoing && outgoing->state == api::EffectState::Held);
    m_cancel->setVisible(outgoing && EffectModel::canCancel(*outgoing));
    for (QPushButton *button : {m_send, m_undo, m_cancel})
        button->setEnabled(may);
    QString text;
    if (outgoing) {
        const QString subject = outgoing->body.value(QStringLiteral("subject")).toString();
        const QString body = outgoing->body.value(QStringLiteral("text")).toString();
        text = subject.isEmpty() ? body : subject + QStringLiteral("\n\n") + body;
        if (text.trimmed().isEmpty())
            text = outgoing->summary;
    } else if (received) {
        text = received->error;
    }
    if (m_text->toPlainText() != text)
        m_text->setPlainText(text);
    m_text->setVisible(!text.isEmpty());
    QWidget *lower = m_text->parentWidget();
    lower->setMaximumHeight(text.isEmpty() ? lower->layout()->totalHeightForWidth(std::max(1, lower->width())) : QWIDGETSIZE_MAX);
    tick();
}

void IntegrationDetail::tick()
{
    const QDateTime now = m_context.ticker.now();
    QString text;
    if (const api::EffectRow *row = effect()) {
        if (row->state == api::EffectState::Held && row->holdUntil > now)
            text = tr("Goes out in %1", "%1 is a running clock").arg(countdownText((now.msecsTo(row->holdUntil) + 999) / 1000));
        else if (row->nextTry.isValid() && row->nextTry > now)
            text = tr("Tried again in %1", "%1 is a running clock").arg(countdownText((now.msecsTo(row->nextTry) + 999) / 1000));
        else if (row->state == api::EffectState::Draft)
            text = row->why.isEmpty() ? tr("Waits for a person.") : engineSentence(row->why);
        else if (row->sentAt.isValid())
            text = tr("Sent %1", "%1 is a moment").arg(momentText(row->sentAt, now));
        if (!row->error.isEmpty()) {
            //: An outgoing message: %1 what happens next, %2 the last error, %n tries so far.
            text = tr("%1 Tried %n time(s): %2", nullptr, row->attempts).arg(text, engineWords(row->error)).trimmed();
        }
    }
    if (m_hold->text() != text)
        m_hold->setText(text);
    m_hold->setVisible(!text.isEmpty());
}

void IntegrationDetail::submit(const api::Command &command, const QString &success, const QString &failure)
{
    m_context.engine.submit(command, this, [this, success, failure](const Result<api::Receipt> &receipt) {
        if (receipt)
            m_context.toasts.show(success, Tone::Ok);
        else
            m_context.toasts.show(Toast{tr("%1 %2", "what failed, and why").arg(failure, errorSentence(receipt.error())),
                                        Tone::Danger, {}, {}, errorDetails(receipt.error())});
        refresh();
    });
}

void IntegrationDetail::replay()
{
    if (const api::DeliveryRow *row = delivery(); row && !row->event.isEmpty())
        submit(api::ReplayEvent{row->event}, tr("Processed once more as a new event"), tr("The delivery could not be replayed."));
}

void IntegrationDetail::sendNow()
{
    if (const api::EffectRow *row = effect())
        submit(api::SendEffect{row->id}, tr("On its way: %1").arg(row->summary), tr("The message could not be sent."));
}

void IntegrationDetail::undo()
{
    if (const api::EffectRow *row = effect())
        submit(api::UndoEffect{row->id}, tr("A draft again: %1").arg(row->summary), tr("The message could not be stopped."));
}

void IntegrationDetail::cancel()
{
    const api::EffectRow *row = effect();
    if (!row)
        return;
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInputMode(QInputDialog::TextInput);
    dialog->setWindowTitle(tr("Cancel message"));
    //: %1 is what the message says.
    dialog->setLabelText(tr("“%1” will not be sent. Why?").arg(row->summary));
    dialog->setOkButtonText(tr("Cancel the message"));
    dialog->setCancelButtonText(tr("Keep it"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, id = row->id](const QString &reason) {
        submit(api::CancelEffect{id, reason.trimmed()}, tr("Cancelled"), tr("The message could not be cancelled."));
    });
    dialog->open();
}

} // namespace hs::ui
