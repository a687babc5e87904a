#include "ui/integrations/ai_page.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/activity/row_view.h"
#include "ui/integrations/integration_models.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/budget_list.h"
#include "ui/thinking/thinking_words.h"
#include "ui/thinking/thought_steps.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/spark.h"

namespace hs::ui {

namespace {
constexpr int LinesOfCalls = 10;   ///< of the list: its head and some rows
constexpr int WidestColumn = 150;
}

AiPage::AiPage(ViewContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(context.clock),
      m_pager(context.engine, m_model, Pager<api::AiCallQuery, api::AiCallRow>::Order::NewestFirst)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
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
    page->setProperty("fill", QStringLiteral("surface"));
    page->setMinimumHeight(1); // the height follows the width
    area->setWidget(page);
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(12, 8, 12, 12);
    m_column->setSpacing(10);
    makeHead();
    makeCalls();
    connect(&m_pager, &PagerBase::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_states->beginLoading();
    });
    connect(&m_pager, &PagerBase::loaded, this, &AiPage::showCalls);
    connect(&m_pager, &PagerBase::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The calls could not be read."), m_context.ticker.now(),
                               m_model.rowCount() > 0 ? tr("You see what was read last.") : QString(), error, [this] { m_pager.refresh(); }});
    });
    connect(&context.engine, &api::Engine::callerChanged, this, &AiPage::updateButtons);
}

void AiPage::makeHead()
{
    const Theme &theme = m_context.theme;
    m_back = makeButton(tr("All integrations"), ButtonKind::Quiet, theme, this,
                        isRightToLeft() ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left"));
    m_column->addWidget(m_back, 0, Qt::AlignLeading);
    auto *name = new QHBoxLayout;
    name->setSpacing(10);
    m_icon = new QLabel(this);
    m_title = makeWrappingLabel({}, TextStyle::Title, Token::Text, this);
    m_state = new Chip(theme, this);
    name->addWidget(m_icon);
    name->addWidget(m_title, 1);
    name->addWidget(m_state);
    m_column->addLayout(name);
    m_sentence = makeWrappingLabel({}, TextStyle::Body, Token::Text, this);
    m_column->addWidget(m_sentence);
    m_facts = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_column->addWidget(m_facts);
    m_trouble = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_trouble->hide();
    m_column->addWidget(m_trouble);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_check = makeButton(tr("Test"), ButtonKind::Normal, theme, this, QStringLiteral("plug-zap"));
    m_key = makeButton(tr("Set key…"), ButtonKind::Normal, theme, this, QStringLiteral("key-round"));
    m_settings = makeButton(tr("Settings…"), ButtonKind::Normal, theme, this, QStringLiteral("settings-2"));
    for (QPushButton *button : {m_check, m_key, m_settings})
        buttons->addWidget(button);
    m_column->addLayout(buttons);
    m_column->addWidget(makeLine(this));
    m_column->addWidget(makeLabel(tr("Budgets today"), TextStyle::Strong, Token::Text, this));
    m_budgets = new BudgetList(theme, this);
    m_column->addWidget(m_budgets);
    m_prices = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_column->addWidget(m_prices);
    m_column->addWidget(makeLine(this));
    connect(m_back, &QPushButton::clicked, this, &AiPage::backWanted);
    connect(m_check, &QPushButton::clicked, this, [this] { Q_EMIT checkWanted(m_card.name); });
    connect(m_key, &QPushButton::clicked, this, [this] { Q_EMIT secretWanted(m_card.name); });
    connect(m_settings, &QPushButton::clicked, this, [this] { m_context.navigator.open(QStringLiteral("setting"), QStringLiteral("ai")); });
}

void AiPage::makeCalls()
{
    const Theme &theme = m_context.theme;
    auto *bar = new QHBoxLayout;
    bar->addWidget(makeWrappingLabel(tr("Calls"), TextStyle::Strong, Token::Text, this), 1);
    m_filter = new QComboBox(this);
    m_filter->setAccessibleName(tr("Show"));
    m_filter->addItem(tr("All", "calls of language models"), false);
    m_filter->addItem(tr("Failed only", "calls of language models"), true);
    bar->addWidget(m_filter);
    m_column->addLayout(bar);
    m_list = new RowView;
    m_list->setProperty("focusRing", true);
    m_list->setAccessibleName(tr("Calls of language models"));
    m_list->header()->setStretchLastSection(true);
    m_list->setModel(&m_model);
    m_states = new ContentStates(theme, m_list, this);
    m_states->setMinimumHeight(fontMetrics().lineSpacing() * LinesOfCalls);
    m_column->addWidget(m_states, 1);
    m_detail = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_column->addWidget(m_detail);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_why = makeButton(tr("Why?"), ButtonKind::Normal, theme, this, QStringLiteral("circle-help"));
    m_why->setToolTip(tr("Every step of the task that this call was made for"));
    m_trail = makeButton(tr("Show in Activity"), ButtonKind::Normal, theme, this, QStringLiteral("history"));
    buttons->addWidget(m_why);
    buttons->addWidget(m_trail);
    m_column->addLayout(buttons);
    connect(m_filter, &QComboBox::activated, this, &AiPage::askCalls);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &AiPage::currentChanged);
    connect(m_why, &QPushButton::clicked, this, [this] {
        if (const api::AiCallRow *row = m_model.at(m_list->currentIndex().row()))
            showWhy(m_context, row->thought, window(), row->thought);
    });
    connect(m_trail, &QPushButton::clicked, this, [this] {
        if (const api::AiCallRow *row = m_model.at(m_list->currentIndex().row()))
            showCorrelation(m_context.navigator, row->correlation);
    });
}

QWidget *AiPage::firstFocus() const
{
    return m_back;
}

void AiPage::setCard(const api::IntegrationCard &card)
{
    const bool other = card.name != m_card.name;
    m_card = card;
    const api::Health health = shownHealth(card);
    m_icon->setPixmap(m_context.theme.pixmap(integrationIcon(card), 20, Token::Text2));
    m_title->setText(engineWords(card.title));
    m_state->setLook(healthName(health), healthTone(health), healthIcon(health));
    m_sentence->setText(IntegrationWords::sentence(card));
    m_sentence->setVisible(!m_sentence->text().isEmpty());
    updateButtons();
    if (other) {
        m_filter->setCurrentIndex(0);
        m_model.clear();
        askCalls();
    }
    askStatus();
    showStatus();
}

void AiPage::refresh()
{
    if (m_card.name.isEmpty())
        return;
    askStatus();
    m_pager.refresh();
}

void AiPage::askStatus()
{
    if (m_asking) {
        m_again = true;
        return;
    }
    m_asking = true;
    m_again = false;
    m_context.engine.ask(api::AiStatusQuery{}, this, [this](Result<api::AiStatus> status) {
        m_asking = false;
        if (status) {
            m_status = std::move(*status);
            showStatus();
        } else if (!m_status) {
            m_facts->setText(tr("How it does could not be read. %1").arg(errorSentence(status.error())));
        }
        if (m_again)
            askStatus();
    });
}

const api::AiProviderRow *AiPage::provider() const
{
    if (!m_status)
        return nullptr;
    const auto found =
        std::find_if(m_status->providers.begin(), m_status->providers.end(), [this](const auto &one) { return one.name == m_card.name; });
    return found == m_status->providers.end() ? nullptr : &*found;
}

void AiPage::showStatus()
{
    if (!m_status)
        return;
    const QLocale locale;
    QStringList facts;
    QString trouble;
    if (const api::AiProviderRow *row = provider()) {
        trouble = engineSentence(row->trouble);
        if (trouble.isEmpty() && row->needsSignIn)
            trouble = row->hasKey ? tr("The key was refused. Set a new one.") : tr("It needs a key.");
        facts << (row->local ? tr("Runs in the studio: nothing leaves it") : tr("What is asked leaves the studio, with names and addresses masked"));
        if (!row->base.isEmpty())
            facts << row->base;
        if (!row->models.isEmpty())
            //: %1 names of language models
            facts << tr("Models: %1").arg(row->models.join(QStringLiteral(", ")));
        if (row->usualMillis > 0)
            //: How long until the first word of an answer. %1 is a duration such as "400 ms"
            facts << tr("usually begins to answer after %1").arg(millisText(row->usualMillis));
        if (row->calls > 0)
            //: Since the console started. %1 calls, %2 of them failed
            facts << tr("%1 calls since the start, %2 failed").arg(locale.toString(row->calls), locale.toString(row->failures));
        //: %1 is an amount
        facts << tr("%1 spent today").arg(dollarsText(row->dollarsToday));
        if (!row->local)
            facts << (row->hasKey ? tr("A key is set") : tr("No key is set"));
    } else {
        facts << tr("It is not set up yet.");
    }
    m_facts->setText(facts.join(QLatin1Char('\n')));
    m_trouble->setText(trouble);
    m_trouble->setVisible(!trouble.isEmpty());
    m_sentence->setVisible(trouble.isEmpty() && !m_sentence->text().isEmpty()); // it says the same, with less
    m_budgets->setBudgets(m_status->budgets);
    if (m_status->budgets.empty())
        m_prices->setText(tr("Nothing was spent, and no limit is set."));
    else if (!m_status->pricesOf.isEmpty())
        //: %1 is a date
        m_prices->setText(tr("Counted by the prices of %1.").arg(m_status->pricesOf));
    m_prices->setVisible(!m_prices->text().isEmpty());
    updateButtons();
    tick();
}

void AiPage::tick()
{
    const api::AiProviderRow *row = provider();
    const QDateTime now = m_context.ticker.now();
    if (!row || !row->nextTry.isValid() || row->nextTry <= now)
        return;
    //: %1 why a provider rests, a sentence, %2 a running clock
    const QString text =
        tr("%1 Tried again in %2.").arg(engineSentence(row->trouble), countdownText((now.msecsTo(row->nextTry) + 999) / 1000)).trimmed();
    if (m_trouble->text() != text)
        m_trouble->setText(text);
    m_trouble->show();
}

void AiPage::updateButtons()
{
    const api::Role role = m_context.engine.caller().role;
    m_check->setEnabled(role >= api::Role::Operator);
    m_check->setToolTip(m_check->isEnabled() ? tr("Asks the provider for its models, which tries address and key") : tr("Needs the role operator."));
    const api::AiProviderRow *row = provider();
    m_key->setVisible(!secretNameOf(m_card).isEmpty() && !(row && row->local && !row->hasKey && !row->needsSignIn));
    const bool has = m_card.hasSecret || (row && row->hasKey);
    m_key->setText(has ? tr("Change key…") : tr("Set key…"));
    const bool locked = m_card.secretSource == QLatin1String("environment");
    m_key->setEnabled(role >= api::Role::Admin && !locked);
    m_key->setToolTip(locked ? tr("It is set in the environment; change it there.")
                      : role < api::Role::Admin ? tr("Needs the role administrator.") : QString());
}

void AiPage::askCalls()
{
    api::AiCallQuery query;
    query.provider = m_card.name;
    query.failedOnly = m_filter->currentData().toBool();
    m_pager.setQuery(std::move(query));
}

void AiPage::showCalls()
{
    if (m_model.rowCount() > 0) {
        const bool first = !m_states->showsContent() || !m_list->currentIndex().isValid();
        m_states->showContent();
        if (first) {
            for (int i = 0; i + 1 < m_model.columnCount(); ++i) {
                m_list->resizeColumnToContents(i);
                m_list->setColumnWidth(i, std::min(m_list->columnWidth(i), m_context.theme.scaled(WidestColumn)));
            }
            m_list->setCurrentIndex(m_model.index(0, 0));
        }
    } else if (m_filter->currentIndex() > 0) {
        m_states->showEmpty({QStringLiteral("circle-check"), tr("None has failed"), tr("Every call was answered."), tr("Show all"),
                             [this] {
                                 m_filter->setCurrentIndex(0);
                                 askCalls();
                             },
                             Tone::Ok});
    } else {
        m_states->showEmpty(
            {QStringLiteral("sparkles"), tr("No call yet"), tr("What agents ask this provider appears here, with what it cost."), {}, {}});
    }
    currentChanged();
}

void AiPage::currentChanged()
{
    const api::AiCallRow *row = m_model.rowCount() > 0 ? m_model.at(m_list->currentIndex().row()) : nullptr;
    m_detail->setText(row ? callFacts(*row).join(QLatin1Char('\n')) : QString());
    m_detail->setVisible(row);
    m_why->setVisible(row);
    m_why->setEnabled(row && !row->thought.isEmpty());
    m_trail->setVisible(row);
    m_trail->setEnabled(row && !row->correlation.isEmpty() && m_context.navigator.canOpen(QStringLiteral("audit")));
}

} // namespace hs::ui
