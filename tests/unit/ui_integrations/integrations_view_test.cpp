#include "ui/integrations/integrations_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include "resources/resources.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_escalations/demo_rows.h"
#include "ui/activity/row_view.h"
#include "ui/integrations/ai_page.h"
#include "ui/integrations/integration_card.h"
#include "ui/integrations/integration_detail.h"
#include "ui/integrations/integration_models.h"
#include "ui/integrations/secret_dialog.h"
#include "ui/integrations/trouble_strip.h"
#include "ui/shell/shell_parts.h"
#include "ui/thinking/budget_list.h"
#include "ui/thinking/thinking_words.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    Desk()
    {
        resources::init();
        test::fillDoor(door);
        parts = std::make_unique<ShellParts>(door, clock, *TokenSet::shipped());
        parts->engine.setCaller(test::demoCaller());
        view = std::make_unique<IntegrationsView>(parts->context());
        view->resize(640, 640);
        view->show();
    }
    bool loaded() const { return view->cards().size() == 8; }
    QPushButton *button(const QString &text)
    {
        const auto buttons = view->findChild<IntegrationDetail *>()->findChildren<QPushButton *>();
        for (QPushButton *candidate : buttons) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    int rows()
    {
        return list()->model() ? list()->model()->rowCount() : -1;
    }
    QTreeView *list() { return view->findChild<IntegrationDetail *>()->findChild<QTreeView *>(); }
    bool shows(const QString &text)
    {
        const auto labels = view->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    test::FakeClock clock;
    test::FakeDoor door;
    std::unique_ptr<ShellParts> parts;
    std::unique_ptr<IntegrationsView> view;
};

} // namespace

class IntegrationsViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void modelsKeepTheRules()
    {
        test::FakeClock clock;
        DeliveryModel deliveries(clock);
        EffectModel effects(clock);
        QAbstractItemModelTester d(&deliveries, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester e(&effects, QAbstractItemModelTester::FailureReportingMode::QtTest);
        deliveries.replace(test::demoDeliveries());
        effects.replace(test::demoEffects());
        QCOMPARE(deliveries.index(2, DeliveryModel::Status).data().toString(), u"401 refused"_s);
        QCOMPARE(deliveries.index(5, DeliveryModel::Status).data().toString(), u"200 repeat"_s);
        QCOMPARE(effects.index(1, EffectModel::Note).data().toString(), u"No mail server is set up"_s);
    }

    void cardsStandAsTheEngineOrdersThem()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        QCOMPARE(desk.view->cards().front()->card().name, u"stripe"_s);
        QVERIFY(desk.view->cards().front()->accessibleName().startsWith(u"Stripe, Down"_s));
        QCOMPARE(desk.view->badge(), u"2 degraded · 1 down"_s);
    }

    void troublesStandAboveTheCards()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        auto *strip = desk.view->findChild<TroubleStrip *>();
        QVERIFY(strip->entries().empty());
        QVERIFY(!strip->isVisible()); // all is well
        std::vector<api::TroubleRow> rows(5);
        for (size_t i = 0; i < rows.size(); ++i) {
            rows[i].id = u"trb_%1"_s.arg(i);
            rows[i].title = u"Outgoing mail"_s;
            rows[i].fault = u"the mail server does not answer"_s;
            rows[i].tried = u"5 attempts"_s;
            rows[i].next = u"look at the mail server"_s;
            rows[i].since = test::demoNow().addSecs(-1200);
            rows[i].count = 1;
        }
        rows[0].level = api::TroubleLevel::Business;
        rows[0].task = u"rec_1"_s;
        rows[0].escalation = u"esc_1"_s;
        rows[0].count = 4;
        desk.door.onQuery<api::TroubleQuery>([&](const auto &query, const auto &) -> Result<std::vector<api::TroubleRow>> {
            return query.openOnly ? rows : std::vector<api::TroubleRow>();
        });
        desk.view->refresh();
        QTRY_COMPARE(strip->entries().size(), size_t(5));
        QVERIFY(strip->isVisible());
        QVERIFY(desk.shows(u"4 · business impact"_s));
        QVERIFY(desk.shows(u"Next: look at the mail server"_s));
        QVERIFY(desk.shows(u"4 times in 24 hours"_s));
        QVERIFY(strip->entries()[0]->accessibleName().startsWith(u"4 · business impact, Outgoing mail: The mail server does not answer"_s));
        QCOMPARE(strip->entries()[2]->isVisible(), true);
        QCOMPARE(strip->entries()[3]->isVisible(), false); // the first few
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        desk.parts->navigator.setKnownKinds({u"task"_s, u"escalation"_s, u"audit"_s});
        for (QPushButton *button : strip->entries()[0]->findChildren<QPushButton *>())
            button->click();
        QCOMPARE(opened.size(), 3);
        QCOMPARE(opened[0], (QVariantList{u"task"_s, u"rec_1"_s}));
        QCOMPARE(opened[1], (QVariantList{u"escalation"_s, u"esc_1"_s}));
        QCOMPARE(opened[2], (QVariantList{u"audit"_s, u"trb_0"_s}));
        const auto buttons = strip->findChildren<QPushButton *>(Qt::FindDirectChildrenOnly);
        QCOMPARE(buttons.size(), 1);
        QCOMPARE(buttons.front()->text(), u"Show all 5"_s);
        buttons.front()->click();
        QVERIFY(strip->entries()[4]->isVisible());
        rows.clear();
        desk.view->refresh();
        QTRY_VERIFY(!strip->isVisible());
        QVERIFY(desk.loaded()); // the cards stay
    }

    void troubleLevelsAreAWordAnIconAndAColour_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("tone");
        QTest::newRow("automated recovery") << 1 << u"1 · recovers by itself"_s << int(Tone::Info);
        QTest::newRow("operational response") << 2 << u"2 · for an administrator"_s << int(Tone::Warn);
        QTest::newRow("development") << 3 << u"3 · for development"_s << int(Tone::Warn);
        QTest::newRow("business impact") << 4 << u"4 · business impact"_s << int(Tone::Danger);
    }
    void troubleLevelsAreAWordAnIconAndAColour()
    {
        QFETCH(int, level);
        const TroubleLook look = troubleLook(api::TroubleLevel(level));
        QTEST(look.word, "word");
        QTEST(int(look.tone), "tone");
        QVERIFY(!look.icon.isEmpty());
    }

    void failedItemsNeverLookHealthy()
    {
        api::IntegrationCard card;
        card.health = api::Health::Healthy;
        QCOMPARE(int(shownHealth(card)), int(api::Health::Healthy));
        card.failedItems = 1;
        QCOMPARE(int(shownHealth(card)), int(api::Health::Failing));
    }

    void secretIsNamedForItsSource_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("secret");
        QTest::newRow("a source") << u"typeform"_s << u"source"_s << u"WEBHOOK_SECRET_TYPEFORM"_s;
        QTest::newRow("a source of two words") << u"standard-webhooks"_s << u"source"_s << u"WEBHOOK_SECRET_STANDARD_WEBHOOKS"_s;
        QTest::newRow("mail") << u"mail"_s << u"channel"_s << u"SMTP_URL"_s;
        QTest::newRow("a provider of models") << u"my-gateway"_s << u"ai"_s << u"MY_GATEWAY_API_KEY"_s;
        QTest::newRow("a server in the house") << u"local"_s << u"ai"_s << u"LOCAL_AI_API_KEY"_s;
        QTest::newRow("a server of tools has none") << u"mail"_s << u"mcp"_s << QString();
        QTest::newRow("the receiver has none") << u"receiver"_s << u"receiver"_s << QString();
    }
    void secretIsNamedForItsSource()
    {
        QFETCH(QString, name);
        QFETCH(QString, kind);
        QTEST(secretNameOf({.name = name, .kind = kind}), "secret");
    }

    void keyOpensACardAndBackReturnsToIt()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        QVERIFY(QTest::qWaitForWindowActive(desk.view.get()));
        IntegrationCardWidget *card = desk.view->cards()[4];
        card->setFocus(Qt::TabFocusReason);
        QTest::keyClick(card, Qt::Key_Return);
        QTRY_COMPARE(desk.rows(), 40);
        QCOMPARE(desk.door.lastQuery<api::DeliveryQuery>()->source, u"typeform"_s);
        desk.button(u"All integrations"_s)->click();
        QVERIFY(card->hasFocus());
    }

    void addressIsCopied()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.view->cards()[4]->findChild<QToolButton *>()->click();
        QCOMPARE(QApplication::clipboard()->text(), u"https://desk.lumen.example/webhooks/typeform"_s);
    }

    void deliveryIsReplayedUnlessItWasRefused()
    {
        Desk desk;
        desk.view->showObject(u"integration"_s, u"typeform"_s);
        QTRY_VERIFY(desk.list()->currentIndex().isValid());
        QTRY_VERIFY(desk.button(u"Replay"_s)->isEnabled());
        desk.button(u"Replay"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::ReplayEvent>());
        QCOMPARE(desk.door.lastCommand<api::ReplayEvent>()->event, u"evt_400"_s);
        desk.list()->setCurrentIndex(desk.list()->model()->index(2, 0));
        QVERIFY(!desk.button(u"Replay"_s)->isEnabled());
    }

    void refusedOnesAreAskedFor()
    {
        Desk desk;
        desk.view->showObject(u"integration"_s, u"typeform"_s);
        QTRY_VERIFY(desk.list()->currentIndex().isValid());
        auto *filter = desk.view->findChild<IntegrationDetail *>()->findChild<QComboBox *>();
        filter->setCurrentIndex(1);
        Q_EMIT filter->activated(1);
        QTRY_VERIFY(desk.door.lastQuery<api::DeliveryQuery>()->failedOnly);
    }

    void channelShowsWhatItHasStillToSend()
    {
        Desk desk;
        desk.view->showObject(u"integration"_s, u"mail"_s);
        QTRY_COMPARE(desk.rows(), 5);
        // A held one counts down and can be undone.
        QTRY_VERIFY(desk.shows(u"Goes out in 0:28"_s));
        desk.clock.advance(std::chrono::seconds(5));
        desk.parts->ticker.tick();
        QVERIFY(desk.shows(u"Goes out in 0:23"_s));
        desk.button(u"Undo"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::UndoEffect>());
        // A draft can be sent.
        desk.list()->setCurrentIndex(desk.list()->model()->index(1, 0));
        QVERIFY(!desk.button(u"Undo"_s));
        desk.button(u"Send now"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::SendEffect>());
        QCOMPARE(desk.door.lastCommand<api::SendEffect>()->effect, u"eff_1"_s);
        // A sent one can't be taken back.
        desk.list()->setCurrentIndex(desk.list()->model()->index(4, 0));
        QVERIFY(!desk.button(u"Send now"_s) && !desk.button(u"Undo"_s) && !desk.button(u"Cancel…"_s));
    }

    void cancellingAsksWhy()
    {
        Desk desk;
        desk.view->showObject(u"integration"_s, u"mail"_s);
        QTRY_VERIFY(desk.list()->currentIndex().isValid());
        QTRY_VERIFY(desk.button(u"Cancel…"_s));
        desk.button(u"Cancel…"_s)->click();
        QInputDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = desk.view->findChild<QInputDialog *>()));
        dialog->setTextValue(u"sent by hand"_s);
        dialog->accept();
        QTRY_VERIFY(desk.door.lastCommand<api::CancelEffect>());
        QCOMPARE(desk.door.lastCommand<api::CancelEffect>()->reason, u"sent by hand"_s);
    }

    void secretIsWrittenAndNeverShown()
    {
        Desk desk;
        desk.view->showObject(u"integration"_s, u"typeform"_s);
        QTRY_VERIFY(desk.button(u"Change secret…"_s));
        desk.button(u"Change secret…"_s)->click();
        SecretDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = desk.view->findChild<SecretDialog *>()));
        auto *field = dialog->findChild<QLineEdit *>();
        QVERIFY(field->text().isEmpty());
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        QVERIFY(dialog->findChild<QCheckBox *>()->isChecked());
        field->setText(u" s3cret "_s);
        dialog->accept();
        QTRY_VERIFY(desk.door.lastCommand<api::SetSecret>());
        QCOMPARE(desk.door.lastCommand<api::SetSecret>()->name, u"WEBHOOK_SECRET_TYPEFORM"_s);
        QCOMPARE(desk.door.lastCommand<api::SetSecret>()->value, u"s3cret"_s);
        QVERIFY(desk.door.lastCommand<api::SetSecret>()->keepOld);
    }

    void pausingAndChecking()
    {
        Desk desk;
        desk.view->showObject(u"integration"_s, u"typeform"_s);
        QTRY_VERIFY(desk.button(u"Pause"_s));
        desk.button(u"Pause"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::PauseSource>());
        QVERIFY(desk.door.lastCommand<api::PauseSource>()->paused);
        desk.view->showObject(u"integration"_s, u"notion"_s);
        desk.button(u"Take deliveries again"_s)->click();
        QTRY_VERIFY(!desk.door.lastCommand<api::PauseSource>()->paused);
        desk.button(u"Check now"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::CheckIntegration>());
        QCOMPARE(desk.door.lastCommand<api::CheckIntegration>()->name, u"notion"_s);
    }

    void aProviderOfModelsOpensToItsCallsAndBudgets()
    {
        Desk desk;
        thinking(desk);
        desk.view->showObject(u"integration"_s, u"openai"_s);
        QTRY_COMPARE(desk.view->ai().calls()->model()->rowCount(), 2); // those of the other provider are not shown
        for (const QString &words : {u"The key was refused. Set a new one."_s, u"Models: small, large"_s, u"usually begins to answer after 400 ms"_s,
                                     u"What is asked leaves the studio"_s, u"The day"_s, BudgetList::sentence({.spent = 0.42, .soft = 3, .hard = 5}),
                                     u"Counted by the prices of 2026-11-01"_s})
            QTRY_VERIFY2(desk.shows(words), qPrintable(words));
        // The chosen call in full: cost, why this one, and what was masked.
        QTRY_VERIFY(desk.shows(u"Cost: "_s + dollarsText(0.0042)));
        QVERIFY(desk.shows(u"Masked before sending: Priya Raman → [PERSON_1]"_s));
        QVERIFY(desk.shows(u"Why this one: Cheapest that fits"_s) || desk.shows(u"Why this one: cheapest that fits"_s));
        QCOMPARE(desk.view->ai().calls()->model()->index(0, AiCallModel::Outcome).data().toString(), u"answered"_s);
        QCOMPARE(desk.view->ai().calls()->model()->index(1, AiCallModel::Cost).data().toString(), u"cost not known"_s);

        page(desk, u"Test"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::CheckIntegration>());
        QCOMPARE(desk.door.lastCommand<api::CheckIntegration>()->name, u"openai"_s);
        page(desk, u"Change key…"_s)->click();
        SecretDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = desk.view->findChild<SecretDialog *>()));
        dialog->findChild<QLineEdit *>()->setText(u"sk-1"_s);
        dialog->accept();
        QTRY_VERIFY(desk.door.lastCommand<api::SetSecret>());
        QCOMPARE(desk.door.lastCommand<api::SetSecret>()->name, u"OPENAI_API_KEY"_s);

        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        desk.parts->navigator.setKnownKinds({u"audit"_s});
        desk.view->ai().calls()->setCurrentIndex(desk.view->ai().calls()->model()->index(1, 0));
        desk.view->ai().calls()->setCurrentIndex(desk.view->ai().calls()->model()->index(0, 0));
        page(desk, u"Show in Activity"_s)->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0], (QVariantList{u"audit"_s, u"correlation:evt_5"_s}));
        QCOMPARE(test::nameless(*desk.view), QStringList());
        page(desk, u"All integrations"_s)->click();
        QVERIFY(!desk.view->ai().isVisible());
    }
    void callsThatFailedAreAskedFor()
    {
        Desk desk;
        thinking(desk);
        desk.view->showObject(u"integration"_s, u"openai"_s);
        QTRY_COMPARE(desk.view->ai().calls()->model()->rowCount(), 2);
        auto *filter = desk.view->ai().findChild<QComboBox *>();
        filter->setCurrentIndex(1);
        Q_EMIT filter->activated(1);
        QTRY_VERIFY(desk.door.lastQuery<api::AiCallQuery>()->failedOnly);
        QCOMPARE(desk.door.lastQuery<api::AiCallQuery>()->provider, u"openai"_s);
    }
    void aServerOfToolsOpensToItsTools()
    {
        Desk desk;
        thinking(desk);
        desk.view->showObject(u"integration"_s, u"mcp-ocr"_s);
        for (const QString &words : {u"Failing"_s, u"The program ended: it is started again"_s, u"Runs here as a program: ocr-server --quiet"_s,
                                     u"Speaks the protocol of 2025-06-18"_s, u"7 calls since the start, 2 failed"_s, u"1 tool"_s, u"Read a page"_s})
            QTRY_VERIFY2(desk.shows(words), qPrintable(words));
        QCOMPARE(test::nameless(*desk.view), QStringList());
    }
    void aServerThatIsGoneSaysWhatToDo()
    {
        Desk desk;
        thinking(desk);
        desk.door.onQuery<api::ToolServerQuery>([](const auto &, const auto &) -> Result<std::vector<api::ToolServerRow>> {
            return std::vector<api::ToolServerRow>{};
        });
        desk.view->showObject(u"integration"_s, u"mcp-ocr"_s);
        QTRY_VERIFY(desk.shows(u"This server is not set up"_s));
    }

    void emptyStateNamesTheNextStep()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.door.onQuery<api::IntegrationQuery>([](const auto &, const auto &) {
            return Result<std::vector<api::IntegrationCard>>(std::vector<api::IntegrationCard>{});
        });
        desk.view->refresh();
        QTRY_VERIFY(desk.shows(u"Nothing is set up yet"_s));
        QVERIFY(desk.view->cards().empty());
    }

    void failureKeepsWhatWasRead()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.door.failAll(Error{Errc::Unavailable, "the store is closed", {}, {}, std::nullopt});
        desk.view->refresh();
        QTRY_VERIFY(desk.shows(u"could not be read"_s));
        QVERIFY(desk.loaded());
    }

private:
    static QPushButton *page(Desk &desk, const QString &text)
    {
        for (QPushButton *candidate : desk.view->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    /// A provider of language models and a server of tools beside the usual cards.
    static void thinking(Desk &desk)
    {
        desk.door.onQuery<api::IntegrationQuery>([](const auto &, const auto &) -> Result<std::vector<api::IntegrationCard>> {
            std::vector<api::IntegrationCard> cards = test::demoIntegrations();
            api::IntegrationCard openai;
            openai.name = u"openai"_s;
            openai.title = u"OpenAI"_s;
            openai.kind = u"ai"_s;
            openai.health = api::Health::NeedsSignIn;
            openai.hasSecret = true;
            openai.secretSource = u"store"_s;
            openai.sentence = u"the key was refused"_s;
            cards.push_back(openai);
            api::IntegrationCard ocr;
            ocr.name = u"mcp-ocr"_s;
            ocr.title = u"Reader of scans"_s;
            ocr.kind = u"mcp"_s;
            ocr.health = api::Health::Failing;
            cards.push_back(ocr);
            return cards;
        });
        desk.door.onQuery<api::AiStatusQuery>([](const auto &, const auto &) -> Result<api::AiStatus> {
            api::AiStatus status;
            status.pricesOf = u"2026-11-01"_s;
            api::AiProviderRow row;
            row.name = u"openai"_s;
            row.base = u"https://api.openai.example/v1"_s;
            row.hasKey = row.needsSignIn = true;
            row.models = {u"small"_s, u"large"_s};
            row.usualMillis = 400;
            row.calls = 12;
            row.failures = 3;
            status.providers.push_back(row);
            status.budgets = {{u"day"_s, {}, u"The day"_s, 0.42, 3, 5}};
            return status;
        });
        desk.door.onQuery<api::AiCallQuery>([](const auto &query, const auto &) -> Result<api::Page<api::AiCallRow>> {
            api::Page<api::AiCallRow> calls;
            for (int i = 0; i < 3; ++i) {
                api::AiCallRow row;
                row.id = u"aic_%1"_s.arg(i);
                row.at = test::demoNow();
                row.provider = i == 1 ? u"local"_s : u"openai"_s;
                row.model = u"small"_s;
                row.purpose = u"draft"_s;
                row.outcome = i == 2 ? u"Timeout"_s : u"ok"_s;
                row.why = u"cheapest that fits"_s;
                row.dollars = 0.0042;
                row.costKnown = i != 2;
                row.millis = 900;
                row.thought = u"tho_1"_s;
                row.correlation = u"evt_5"_s;
                row.masked = u"Priya Raman → [PERSON_1]"_s;
                if (!query.provider.isEmpty() && row.provider != query.provider)
                    continue;
                calls.rows.push_back(row);
            }
            return calls;
        });
        desk.door.onQuery<api::ToolServerQuery>([](const auto &, const auto &) -> Result<std::vector<api::ToolServerRow>> {
            api::ToolServerRow row;
            row.name = u"ocr"_s;
            row.kind = u"stdio"_s;
            row.address = u"ocr-server --quiet"_s;
            row.state = u"failing"_s;
            row.trouble = u"the program ended: it is started again"_s;
            row.protocol = u"2025-06-18"_s;
            row.calls = 7;
            row.failures = 2;
            row.tools = {{u"ocr__read_page"_s, u"Read a page"_s, u"Reads a scanned page"_s, u"ocr"_s, api::Risk::Look, api::Leave::Alone}};
            return std::vector{row};
        });
        desk.view->refresh();
        QTRY_COMPARE(desk.view->cards().size(), size_t(10));
    }
};

QTEST_MAIN(IntegrationsViewTest)
#include "integrations_view_test.moc"
