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
#include "tests/unit/ui_escalations/demo_rows.h"
#include "ui/integrations/integration_card.h"
#include "ui/integrations/integration_detail.h"
#include "ui/integrations/integration_models.h"
#include "ui/integrations/secret_dialog.h"
#include "ui/integrations/trouble_strip.h"
#include "ui/shell/shell_parts.h"

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
};

QTEST_MAIN(IntegrationsViewTest)
#include "integrations_view_test.moc"
