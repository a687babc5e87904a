#include "ui/integrations/integrations_view.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonDocument>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/integrations/ai_page.h"
#include "ui/integrations/integration_card.h"
#include "ui/integrations/integration_detail.h"
#include "ui/integrations/integration_models.h"
#include "ui/integrations/notion_page.h"
#include "ui/integrations/secret_dialog.h"
#include "ui/integrations/tool_server_page.h"
#include "ui/integrations/trouble_strip.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/notion_text.h"
#include "ui/widgets/spark.h"

namespace hs::ui {

namespace {

constexpr int LeastCard = 176;
constexpr int Gap = 8;

bool isMirror(const api::IntegrationCard &card)
{
    return card.kind == QLatin1String("mirror");
}

bool isSetUp(const api::IntegrationCard &card)
{
    return card.health != api::Health::NotSetUp;
}

} // namespace

IntegrationsView::IntegrationsView(ViewContext &context, QWidget *parent) : DockView(context, parent)
{
    m_grid = new QWidget;
    m_flow = new FlowLayout(m_grid, Gap, Gap);
    m_flow->setContentsMargins(12, 10, 12, 12);
    m_flow->setLeastColumn(context.theme.scaled(LeastCard));
    m_overview = new QScrollArea;
    m_overview->setWidgetResizable(true);
    m_overview->setFrameShape(QFrame::NoFrame);
    m_overview->setFocusPolicy(Qt::NoFocus); // the cards in it take the focus
    m_overview->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget;
    content->setProperty("fill", QStringLiteral("surface"));
    auto *sheet = new QVBoxLayout(content);
    sheet->setContentsMargins(0, 0, 0, 0);
    sheet->setSpacing(0);
    m_troubles = new TroubleStrip(context, content);
    sheet->addWidget(m_troubles);
    sheet->addWidget(m_grid, 1);
    m_overview->setWidget(content);
    m_grid->setProperty("fill", QStringLiteral("surface"));
    m_states = new ContentStates(context.theme, m_overview);
    m_detail = new IntegrationDetail(context);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_states);
    m_pages->addWidget(m_detail);
    m_notion = new NotionPage(context);
    m_pages->addWidget(m_notion);
    m_ai = new AiPage(context);
    m_pages->addWidget(m_ai);
    m_toolServer = new ToolServerPage(context);
    m_pages->addWidget(m_toolServer);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);

    ActionSpec spec;
    spec.id = QStringLiteral("integrations.check");
    spec.text = tr("Check integrations now");
    spec.keywords = tr("test connection health", "search words");
    spec.scope = QStringLiteral("integrations");
    spec.icon = QStringLiteral("refresh-cw");
    m_checkAll = context.actions.add(spec, this, [this] {
        if (!m_open.isEmpty()) {
            check(m_open);
            return;
        }
        for (const api::IntegrationCard &card : m_cards) {
            if (isSetUp(card))
                check(card.name);
        }
    });
    m_checkAll->setIcon(context.theme.icon(spec.icon));

    connect(m_detail, &IntegrationDetail::backWanted, this, &IntegrationsView::close);
    connect(m_detail, &IntegrationDetail::checkWanted, this, &IntegrationsView::check);
    connect(m_detail, &IntegrationDetail::pauseWanted, this, &IntegrationsView::pause);
    connect(m_detail, &IntegrationDetail::secretWanted, this, &IntegrationsView::setSecret);
    connect(m_ai, &AiPage::backWanted, this, &IntegrationsView::close);
    connect(m_ai, &AiPage::checkWanted, this, &IntegrationsView::check);
    connect(m_ai, &AiPage::secretWanted, this, &IntegrationsView::setSecret);
    connect(m_toolServer, &ToolServerPage::backWanted, this, &IntegrationsView::close);
    connect(m_toolServer, &ToolServerPage::checkWanted, this, &IntegrationsView::check);
    connect(m_notion, &NotionPage::backWanted, this, &IntegrationsView::close);
    connect(m_notion, &NotionPage::pauseWanted, this, [this](bool paused) { pause(m_open, paused); });
    connect(m_notion, &NotionPage::statusRead, this, &IntegrationsView::tellNotion);
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        switch (change.topic) {
        case api::Topic::Integrations:
        case api::Topic::Effects:
        case api::Topic::Settings:
            load();
            refreshPage();
            break;
        case api::Topic::Records:
            if (isVisible() && m_notion->status() && m_notion->status()->standing != api::NotionStanding::Off)
                m_notion->refreshSoon(); // what was written here waits to be uploaded
            break;
        case api::Topic::Events:
            // Deliveries come by the thousand; the cards' figures are good for a second.
            if (!m_later.isActive())
                m_later.start();
            break;
        default:
            break;
        }
    });
    m_later.setSingleShot(true);
    m_later.setInterval(1000);
    connect(&m_later, &QTimer::timeout, this, &IntegrationsView::refresh);
    connect(&context.engine, &api::Engine::callerChanged, this, &IntegrationsView::load);
    connect(&context.ticker, &Ticker::ticked, this, [this] {
        if (!isVisible())
            return;
        if (m_open.isEmpty()) {
            for (IntegrationCardWidget *card : m_widgets)
                card->tick();
            m_troubles->tick();
            tellNotion();
        } else if (m_pages->currentWidget() == m_notion) {
            m_notion->tick();
        } else if (m_pages->currentWidget() == m_ai) {
            m_ai->tick();
        } else if (m_pages->currentWidget() == m_toolServer) {
            m_toolServer->tick();
        } else {
            m_detail->tick();
        }
    });
    connect(&context.theme, &Theme::changed, this,
            [this] { m_flow->setLeastColumn(this->context().theme.scaled(LeastCard)); });
    load();
}

QString IntegrationsView::title() const
{
    return tr("Integrations");
}

QString IntegrationsView::badge() const
{
    if (!m_answered)
        return {};
    int down = 0;
    int degraded = 0;
    for (const api::IntegrationCard &card : m_cards) {
        const Tone tone = healthTone(shownHealth(card));
        if (shownHealth(card) == api::Health::Down)
            ++down;
        else if (isSetUp(card) && (tone == Tone::Warn || tone == Tone::Danger))
            ++degraded;
    }
    const QString degradedText = tr("%n degraded", "integrations", degraded);
    const QString downText = tr("%n down", "integrations", down);
    if (degraded > 0 && down > 0) {
        //: Badge of the dock: %1 "1 degraded", %2 "1 down".
        return tr("%1 · %2").arg(degradedText, downText);
    }
    return down > 0 ? downText : degraded > 0 ? degradedText : QString();
}

QList<QAction *> IntegrationsView::headerActions() const
{
    return {m_checkAll};
}

void IntegrationsView::refresh()
{
    load();
    refreshPage();
}

void IntegrationsView::refreshPage()
{
    if (m_open.isEmpty())
        return;
    if (m_pages->currentWidget() == m_ai)
        m_ai->refresh();
    else if (m_pages->currentWidget() == m_toolServer)
        m_toolServer->refresh();
    else
        m_detail->refresh();
}

QWidget *IntegrationsView::pageOf(const api::IntegrationCard &card) const
{
    if (isMirror(card))
        return m_notion;
    if (card.kind == QLatin1String("ai"))
        return m_ai;
    if (card.kind == QLatin1String("mcp"))
        return m_toolServer;
    return m_detail;
}

QWidget *IntegrationsView::firstOfPage() const
{
    const QWidget *page = m_pages->currentWidget();
    return page == m_notion         ? m_notion->firstFocus()
           : page == m_ai           ? m_ai->firstFocus()
           : page == m_toolServer ? m_toolServer->firstFocus()
                                    : m_detail->firstFocus();
}

QWidget *IntegrationsView::firstFocus()
{
    if (!m_open.isEmpty())
        return firstOfPage();
    return m_widgets.empty() ? static_cast<QWidget *>(this) : m_widgets.front();
}

QByteArray IntegrationsView::saveState() const
{
    return QJsonDocument(QJsonObject{{QStringLiteral("open"), m_open}}).toJson(QJsonDocument::Compact);
}

void IntegrationsView::restoreState(const QByteArray &state)
{
    open(QJsonDocument::fromJson(state).object().value(QStringLiteral("open")).toString());
}

void IntegrationsView::showObject(const QString &, const QString &id)
{
    open(id);
}

void IntegrationsView::load()
{
    if (m_loading) {
        m_again = true;
        return;
    }
    m_loading = true;
    m_again = false;
    m_troubles->refresh();
    m_states->beginLoading();
    context().engine.ask(api::IntegrationQuery{}, this, [this](Result<std::vector<api::IntegrationCard>> cards) {
        m_loading = false;
        if (cards) {
            m_answered = true;
            take(std::move(*cards));
        } else {
            FailureState failure;
            failure.what = tr("The integrations could not be read.");
            failure.since = context().ticker.now();
            failure.stillWorks = m_cards.empty() ? QString() : tr("You see what was read last.");
            failure.error = cards.error();
            failure.retry = [this] { load(); };
            m_states->showFailure(failure);
        }
        if (m_again)
            load();
    });
}

void IntegrationsView::take(std::vector<api::IntegrationCard> cards)
{
    m_cards = std::move(cards);
    while (m_widgets.size() > m_cards.size()) {
        m_widgets.back()->deleteLater();
        m_flow->removeWidget(m_widgets.back());
        m_widgets.pop_back();
    }
    while (m_widgets.size() < m_cards.size()) {
        auto *card = new IntegrationCardWidget(context(), m_grid);
        m_flow->addWidget(card);
        card->show();
        connect(card, &IntegrationCardWidget::opened, this, &IntegrationsView::open);
        connect(card, &IntegrationCardWidget::menuWanted, this, &IntegrationsView::showMenu);
        m_widgets.push_back(card);
    }
    for (size_t i = 0; i < m_cards.size(); ++i)
        m_widgets[i]->setCard(m_cards[i]);
    m_flow->invalidate();
    m_grid->updateGeometry();
    if (std::any_of(m_cards.begin(), m_cards.end(), isMirror))
        m_notion->refreshSoon();
    tellNotion();

    if (m_cards.empty())
        m_states->showEmpty({QStringLiteral("plug"), tr("Nothing is set up yet"),
                             tr("Connect a form, a shop or a mailbox; what they send appears here."), tr("Open settings"),
                             [this] { context().navigator.open(QStringLiteral("setting"), QStringLiteral("/receiver")); }});
    else
        m_states->showContent();
    m_states->setPartial(!m_cards.empty() && std::none_of(m_cards.begin(), m_cards.end(), [](const api::IntegrationCard &card) {
        return isSetUp(card) && card.kind != QLatin1String("receiver");
    }) ? tr("Nothing is set up yet. Open a card to copy its address and set its secret.") : QString());
    if (!m_open.isEmpty())
        open(m_open);
    Q_EMIT badgeChanged();
}

const api::IntegrationCard *IntegrationsView::cardOf(const QString &name) const
{
    const auto found = std::find_if(m_cards.begin(), m_cards.end(), [&](const auto &card) { return card.name == name; });
    return found == m_cards.end() ? nullptr : &*found;
}

void IntegrationsView::open(const QString &name)
{
    const api::IntegrationCard *card = cardOf(name);
    QWidget *page = card ? pageOf(*card) : m_detail;
    const bool entering = m_open != name || m_pages->currentWidget() != page;
    m_open = name;
    if (!card) {
        if (m_answered)
            m_open.clear();
        m_pages->setCurrentWidget(m_states);
        return;
    }
    if (page == m_detail)
        m_detail->setCard(*card);
    else if (page == m_ai)
        m_ai->setCard(*card);
    else if (page == m_toolServer)
        m_toolServer->setCard(*card);
    else if (entering)
        m_notion->refresh();
    m_pages->setCurrentWidget(page);
    if (entering && isVisible())
        firstFocus()->setFocus(Qt::OtherFocusReason);
}

void IntegrationsView::close()
{
    const QString was = std::exchange(m_open, QString());
    m_pages->setCurrentWidget(m_states);
    for (size_t i = 0; i < m_cards.size(); ++i) {
        if (m_cards[i].name == was)
            m_widgets[i]->setFocus(Qt::OtherFocusReason);
    }
}

void IntegrationsView::failed(const QString &what, const Error &error)
{
    context().toasts.show(Toast{tr("%1 %2", "what failed, and why").arg(what, errorSentence(error)), Tone::Danger, {}, {},
                                errorDetails(error)});
}

void IntegrationsView::tellNotion()
{
    if (!m_notion->status())
        return;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        if (isMirror(m_cards[i]))
            m_widgets[i]->setSentence(notionSummary(*m_notion->status(), context().ticker.now()));
    }
}

void IntegrationsView::check(const QString &name)
{
    const api::IntegrationCard *card = cardOf(name);
    if (!card)
        return;
    if (isMirror(*card)) {
        context().engine.submit(api::SyncNotionNow{}, this, [this](const Result<api::Receipt> &receipt) {
            if (!receipt)
                failed(tr("Notion was not asked."), receipt.error());
            m_notion->refreshSoon();
        });
        return;
    }
    const bool asked = card->kind == QLatin1String("ai") || card->kind == QLatin1String("mcp");
    context().engine.submit(api::CheckIntegration{name}, this, [this, title = card->title, asked](const Result<api::Receipt> &receipt) {
        const QString found = receipt && asked ? receipt->data.value(QStringLiteral("sentence")).toString() : QString();
        if (!receipt)
            failed(tr("%1 could not be checked.", "%1 is an integration").arg(title), receipt.error());
        else if (!found.isEmpty())
            //: The result of a test. %1 is an integration, %2 a sentence
            context().toasts.show(tr("%1: %2").arg(title, engineSentence(found)));
        else
            context().toasts.show(tr("%1 was checked", "%1 is an integration").arg(title));
        load();
    });
}

void IntegrationsView::pause(const QString &name, bool paused)
{
    context().engine.submit(api::PauseSource{name, paused}, this, [this](const Result<api::Receipt> &receipt) {
        if (!receipt)
            failed(tr("It could not be paused or resumed."), receipt.error());
        load();
    });
}

void IntegrationsView::setSecret(const QString &name)
{
    const api::IntegrationCard *card = cardOf(name);
    if (!card || secretNameOf(*card).isEmpty())
        return;
    if (isMirror(*card)) {
        m_notion->setUp();
        return;
    }
    auto *dialog = new SecretDialog(card->title, card->hasSecret && card->secretSource == QLatin1String("store"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, secret = secretNameOf(*card)] {
        context().engine.submit(api::SetSecret{secret, dialog->value(), dialog->keepOld()}, this,
                                [this](const Result<api::Receipt> &receipt) {
                                    if (receipt)
                                        context().toasts.show(tr("Secret saved"), Tone::Ok);
                                    else
                                        failed(tr("The secret was not saved."), receipt.error());
                                    load();
                                });
    });
    dialog->open();
}

void IntegrationsView::showMenu(const QString &name, const QPoint &globalPos)
{
    const api::IntegrationCard *card = cardOf(name);
    if (!card)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, const QString &icon, std::function<void()> run) {
        QAction *action = menu->addAction(context().theme.icon(icon), text);
        connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
        return action;
    };
    const api::Role role = context().engine.caller().role;
    add(tr("Open"), QStringLiteral("external-link"), [this, name] { open(name); });
    add(tr("Check now"), QStringLiteral("refresh-cw"), [this, name] { check(name); })->setEnabled(role >= api::Role::Operator);
    if (card->kind == QLatin1String("source") || (isMirror(*card) && isSetUp(*card))) {
        const bool paused = card->health == api::Health::Paused;
        add(!paused ? tr("Pause") : isMirror(*card) ? tr("Resume") : tr("Take deliveries again"), paused ? QStringLiteral("play") : QStringLiteral("pause"),
            [this, name, paused] { pause(name, !paused); })
            ->setEnabled(role >= api::Role::Operator);
    }
    if (!secretNameOf(*card).isEmpty())
        add(isMirror(*card)                          ? tr("Connect Notion…")
            : card->kind == QLatin1String("ai") ? tr("Set key…")
            : card->hasSecret ? tr("Change secret…")
                              : tr("Set secret…"),
            QStringLiteral("key-round"),
            [this, name] { setSecret(name); })
            ->setEnabled(role >= api::Role::Admin && card->secretSource != QLatin1String("environment"));
    if (!card->address.isEmpty())
        add(tr("Copy address"), QStringLiteral("copy"), [this, address = card->address] {
            QApplication::clipboard()->setText(address);
            context().toasts.show(tr("Address copied"));
        });
    menu->popup(globalPos);
}

} // namespace hs::ui
