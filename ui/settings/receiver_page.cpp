#include "ui/settings/receiver_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/spark.h"

namespace hs::ui {

namespace {

/// The name under which a source's own secret is kept: interfaces.md §2.
QString secretNameOf(const QString &source)
{
    QString name = QStringLiteral("WEBHOOK_SECRET_") + source.toUpper();
    name.replace(QLatin1Char('-'), QLatin1Char('_'));
    return name;
}

} // namespace

ReceiverPage::ReceiverPage(ViewContext &context, SettingsStore &store, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("receiver"), tr("Where other services deliver what happens there. Each has its own address and secret."), parent)
{
    setKeywords(tr("source address secret rotation delivery typeform stripe"));
    addHeading(tr("Sources"));
    m_box = new QWidget(body());
    m_cards = new QVBoxLayout(m_box);
    m_cards->setContentsMargins(0, 4, 0, 8);
    m_cards->setSpacing(8);
    addBlock(m_box);
    addHeading(tr("Receiver"));
    addSections({QStringLiteral("receiver")});
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (isVisible() && change.topic == api::Topic::Integrations && !m_box->isAncestorOf(QApplication::focusWidget()))
            ask(); // not under somebody's hands
    });
}

void ReceiverPage::shown()
{
    ask();
}

void ReceiverPage::ask()
{
    context().engine.ask(api::IntegrationQuery{}, this, [this](Result<std::vector<api::IntegrationCard>> answer) {
        while (QLayoutItem *item = m_cards->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        if (!answer) {
            m_cards->addWidget(makeWrappingLabel(errorSentence(answer.error()), TextStyle::Body, Token::Danger, m_box));
            return;
        }
        for (const api::IntegrationCard &card : *answer) {
            if (card.kind == QLatin1String("source"))
                m_cards->addWidget(makeCard(card));
        }
    });
}

QWidget *ReceiverPage::makeCard(const api::IntegrationCard &source)
{
    const Theme &theme = context().theme;
    QFrame *card = makeFrame("card", m_box);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->addWidget(makeLabel(source.title, TextStyle::Strong, Token::Text, card));
    head->addWidget(new Chip(theme, healthName(source.health), healthTone(source.health), healthIcon(source.health), card));
    head->addStretch(1);
    head->addWidget(makeLabel(tr("%n today", nullptr, int(source.today)), TextStyle::Small, Token::Text2, card));
    column->addLayout(head);
    if (!source.sentence.isEmpty())
        column->addWidget(makeWrappingLabel(source.sentence, TextStyle::Small, Token::Text2, card));

    auto *addressRow = new QHBoxLayout;
    auto *address = new QLineEdit(source.address, card);
    address->setReadOnly(true);
    //: %1 is the name of a service that sends webhooks
    address->setAccessibleName(tr("Address for %1").arg(source.title));
    addressRow->addWidget(address, 1);
    QPushButton *copy = makeButton(tr("Copy"), ButtonKind::Normal, theme, card, QStringLiteral("copy"));
    copy->setAccessibleName(tr("Copy the address for %1").arg(source.title));
    connect(copy, &QPushButton::clicked, this, [this, text = source.address] {
        QApplication::clipboard()->setText(text);
        context().toasts.show(tr("The address is copied."), Tone::Ok);
    });
    addressRow->addWidget(copy);
    column->addLayout(addressRow);

    auto *foot = new QHBoxLayout;
    QString state = tr("No secret yet: deliveries are refused.");
    if (source.hasSecret) {
        state = source.secretSource == QLatin1String("environment") ? tr("The secret comes from the environment.")
            : source.secretSource == QLatin1String("default")       ? tr("Uses the secret that all sources share.")
            : source.secrets > 1                                    ? tr("Two secrets are valid while you rotate.")
                                                                    : tr("A secret is set.");
    }
    foot->addWidget(makeWrappingLabel(state, TextStyle::Small, source.hasSecret ? Token::Text2 : Token::Warn, card), 1);
    const QString name = secretNameOf(source.name);
    if (source.secretSource != QLatin1String("environment")) {
        QPushButton *set = makeButton(source.hasSecret ? tr("Rotate the secret…") : tr("Set the secret…"), ButtonKind::Normal, theme, card,
                                      QStringLiteral("key-round"));
        set->setAccessibleName(tr("%1: %2").arg(set->text(), source.title));
        connect(set, &QPushButton::clicked, this, [this, name, source] {
            askForSecret(context(), name, tr("Secret of %1").arg(source.title), source.hasSecret, this, [this] { ask(); });
        });
        foot->addWidget(set);
    }
    const bool paused = source.health == api::Health::Paused;
    QPushButton *pause = makeButton(paused ? tr("Go on") : tr("Pause"), ButtonKind::Quiet, theme, card,
                                    paused ? QStringLiteral("play") : QStringLiteral("pause"));
    pause->setAccessibleName(tr("%1: %2").arg(pause->text(), source.title));
    connect(pause, &QPushButton::clicked, this, [this, paused, key = source.name] {
        context().engine.submit(api::PauseSource{key, !paused}, this, [this](Result<api::Receipt> receipt) {
            if (!receipt)
                context().toasts.show(Toast{errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
            ask();
        });
    });
    foot->addWidget(pause);
    QPushButton *open = makeButton(tr("Deliveries"), ButtonKind::Link, theme, card);
    open->setAccessibleName(tr("Deliveries of %1").arg(source.title));
    connect(open, &QPushButton::clicked, this, [this, key = source.name] { context().navigator.open(QStringLiteral("integration"), key); });
    foot->addWidget(open);
    column->addLayout(foot);
    for (const char *part : {"enabled", "perMinute", "maxBodyBytes", "entity"}) {
        const QString key = QStringLiteral("/receiver/sources/%1/%2").arg(source.name, QString::fromLatin1(part));
        if (store().row(key))
            column->addWidget(new SettingField(context(), store(), key, card));
    }
    return card;
}

ChannelsPage::ChannelsPage(ViewContext &context, SettingsStore &store, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("channels"), tr("How messages leave this computer. Without a channel they wait as drafts, and nothing is lost."), parent)
{
    setKeywords(tr("smtp sender channel webhook password"));
    addHeading(tr("Mail"));
    addSections({QStringLiteral("mail")});
    addChannel(tr("Mail"), QStringLiteral("SMTP_URL"), tr("Mail server with its password (smtp://user:password@host:587)"), QStringLiteral("mail"));
    addHeading(tr("Slack"));
    addKeys({QStringLiteral("/slack/enabled"), QStringLiteral("/slack/channel")});
    addChannel(tr("Slack"), QStringLiteral("SLACK_WEBHOOK_URL"), tr("Address of the chat's webhook"), QStringLiteral("slack"));
}

void ChannelsPage::addChannel(const QString &title, const QString &secret, const QString &secretTitle, const QString &integration)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 8, 0, 8);
    QLabel *state = makeWrappingLabel(secretTitle, TextStyle::Small, Token::Text2, body());
    m_secretStates.emplace_back(secret, state);
    row->addWidget(state, 1);
    QPushButton *set = makeButton(tr("Set the secret…"), ButtonKind::Normal, context().theme, body(), QStringLiteral("key-round"));
    set->setAccessibleName(tr("%1: %2").arg(set->text(), title));
    connect(set, &QPushButton::clicked, this, [this, secret, secretTitle] {
        askForSecret(context(), secret, secretTitle, false, this, [this] { shown(); });
    });
    row->addWidget(set);
    QPushButton *test = makeButton(tr("Test"), ButtonKind::Normal, context().theme, body(), QStringLiteral("plug-zap"));
    test->setAccessibleName(tr("Test %1").arg(title));
    QLabel *outcome = makeWrappingLabel({}, TextStyle::Small, Token::Text2, body());
    connect(test, &QPushButton::clicked, this, [this, integration, outcome] {
        outcome->setText(tr("Testing…"));
        context().engine.submit(api::CheckIntegration{integration}, this, [outcome](Result<api::Receipt> receipt) {
            if (receipt)
                outcome->setText(receipt->data.value(QLatin1String("sentence")).toString());
            else
                outcome->setText(errorSentence(receipt.error()) + QLatin1Char(' ') + QString::fromStdString(receipt.error().what));
            outcome->setAccessibleName(outcome->text());
        });
    });
    row->addWidget(test);
    addBlock(row);
    addBlock(outcome);
}

void ChannelsPage::shown()
{
    context().engine.ask(api::SecretQuery{}, this, [this](Result<std::vector<api::NamedSecret>> answer) {
        for (const auto &[name, label] : m_secretStates) {
            QString text = tr("No secret is set.");
            if (!answer)
                text = errorSentence(answer.error());
            else
                for (const api::NamedSecret &secret : *answer) {
                    if (secret.name == name)
                        text = secret.source == QLatin1String("environment") ? tr("The secret comes from the environment.") : tr("A secret is set.");
                }
            label->setText(text);
        }
    });
}

} // namespace hs::ui
