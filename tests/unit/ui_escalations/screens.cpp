// Pictures of the docks in this folder, with a still clock and fixed data, to
// look at and to compare. Written to the folder named by HS_SCREENS (default:
// "screens" in the working directory); one per dock, width, scheme and language direction.

#include <QDir>
#include <QSplitter>
#include <QTest>
#include <QTranslator>

#include "resources/resources.h"
#include "tests/unit/ui_escalations/demo_rows.h"
#include "ui/activity/activity_view.h"
#include "ui/escalations/decision_panel.h"
#include "ui/escalations/escalation_detail_view.h"
#include "ui/escalations/escalation_dialogs.h"
#include "ui/escalations/escalations_view.h"
#include "ui/integrations/integrations_view.h"
#include "ui/integrations/secret_dialog.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

class ScreensTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        resources::init();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        if (m_english.load(u":/i18n/higherself_en.qm"_s)) // the plurals
            QCoreApplication::installTranslator(&m_english);
        m_folder = QDir(qEnvironmentVariable("HS_SCREENS", u"screens"_s));
        QVERIFY(m_folder.mkpath(u"."_s));
    }

    void dockIsDrawn_data()
    {
        QTest::addColumn<QString>("dock");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("rtl");
        QTest::addColumn<int>("scale");
        QTest::addColumn<QString>("language");
        const auto row = [](const char *dock, int width, int height) {
            QTest::addRow("%s %d light", dock, width) << QString::fromLatin1(dock) << QSize(width, height) << false << false << 100 << u"en"_s;
            QTest::addRow("%s %d dark", dock, width) << QString::fromLatin1(dock) << QSize(width, height) << true << false << 100 << u"en"_s;
        };
        row("escalations", 330, 780);
        row("escalations", 300, 480);
        row("escalations-empty", 330, 480);
        row("escalations-filter", 330, 780);
        row("escalation", 880, 960);
        row("escalation", 480, 900);
        row("escalation", 360, 600);
        row("escalation-editing", 880, 960);
        row("escalation-unclaimed", 880, 760);
        row("escalation-held", 880, 760);
        row("escalation-news", 880, 960);
        row("integrations", 600, 420);
        row("integrations", 290, 560);
        row("integrations-detail", 600, 620);
        row("integrations-mail", 600, 620);
        row("activity", 700, 640);
        row("activity-events", 700, 640);
        row("activity-tasks", 700, 640);
        row("activity-messages", 700, 640);
        row("escalations-broken", 330, 480);
        row("escalation-broken", 600, 480);
        row("integrations-broken", 400, 480);
        row("activity-broken", 500, 480);
        row("dialog-reject", 560, 420);
        row("dialog-assign", 560, 420);
        row("dialog-secret", 560, 420);
        QTest::addRow("escalations right to left") << u"escalations"_s << QSize(330, 780) << false << true << 100 << u"en"_s;
        QTest::addRow("escalation right to left") << u"escalation"_s << QSize(880, 960) << false << true << 100 << u"en"_s;
        QTest::addRow("integrations right to left") << u"integrations"_s << QSize(600, 420) << false << true << 100 << u"en"_s;
        QTest::addRow("escalations at 150 %%") << u"escalations"_s << QSize(420, 780) << false << false << 150 << u"en"_s;
        QTest::addRow("escalation at 150 %%") << u"escalation"_s << QSize(1000, 1000) << false << false << 150 << u"en"_s;
        const auto german = [](const char *dock, int width, int height, bool dark) {
            QTest::addRow("%s %d german", dock, width) << QString::fromLatin1(dock) << QSize(width, height) << dark << false << 100 << u"de"_s;
        };
        german("escalations", 300, 780, false);
        german("escalations-empty", 330, 480, false);
        german("escalation", 880, 960, true);
        german("escalation", 480, 900, false);
        german("escalation-unclaimed", 880, 760, false);
        german("escalation-held", 880, 760, false);
        german("integrations", 600, 420, false);
        german("integrations-detail", 600, 620, false);
        german("integrations-mail", 600, 620, true);
        german("activity", 600, 640, false);
        german("activity-events", 600, 640, false);
        german("activity-tasks", 600, 640, true);
        german("activity-messages", 600, 640, false);
    }
    void dockIsDrawn()
    {
        QFETCH(QString, dock);
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        QFETCH(bool, rtl);
        QFETCH(int, scale);
        QFETCH(QString, language);
        const bool german = language == u"de"_s;
        QTranslator catalogue;
        if (german) {
            QVERIFY(catalogue.load(u":/i18n/higherself_de.qm"_s));
            QCoreApplication::installTranslator(&catalogue);
        }
        QLocale::setDefault(german ? QLocale(QLocale::German, QLocale::Germany) : QLocale(QLocale::English, QLocale::UnitedKingdom));
        qApp->setLayoutDirection(rtl ? Qt::RightToLeft : Qt::LeftToRight);

        test::FakeDoor door;
        test::fillDoor(door);
        if (dock == u"escalations-empty"_s)
            door.onQuery<api::EscalationQuery>([](const auto &, const auto &) { return Result<api::EscalationPage>(api::EscalationPage{}); });
        door.onQuery<api::AgentQuery>([](const auto &, const auto &) -> Result<std::vector<api::AgentRow>> {
            return std::vector<api::AgentRow>{{.key = u"nyra"_s, .name = u"Nyra"_s}, {.key = u"ruvo"_s, .name = u"Ruvo"_s}};
        });
        door.onQuery<api::MessageQuery>([](const auto &query, const auto &) -> Result<api::Page<api::MessageRow>> {
            api::Page<api::MessageRow> page;
            for (int i = 0; i < (query.deadOnly ? 1 : 14); ++i)
                page.rows.push_back({.id = u"msg_%1"_s.arg(i), .sender = u"nyra"_s, .recipient = i % 3 == 1 ? u"broadcast"_s : u"ruvo"_s,
                                     .type = i % 3 == 1 ? u"client_waits"_s : u"lead_scored"_s,
                                     .payload = {{u"contact"_s, u"rec_1"_s}, {u"score"_s, 71}}, .correlation = u"evt_1"_s,
                                     .outcome = i == 0 ? u"dead"_s : i % 4 == 2 ? u"answered"_s : u"delivered"_s,
                                     .at = test::demoNow().addSecs(-190 * i)});
            return page;
        });
        if (dock.endsWith(u"broken"_s))
            door.failAll(Error{Errc::Unavailable, "the store is closed", {}, "start the engine again", std::nullopt});
        auto tokens = TokenSet::shipped();
        QVERIFY2(tokens, describe(tokens).c_str());
        ShellParts parts(door, m_clock, *tokens);
        parts.engine.setCaller(test::demoCaller());
        parts.studio.setEntities({{u"lumen"_s, u"Lumen Gallery"_s}, {u"stillwater"_s, u"Stillwater Wellness"_s}});
        parts.navigator.setKnownKinds({u"record"_s, u"contact"_s, u"thread"_s, u"event"_s, u"escalation"_s});
        parts.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        parts.theme.setTextScale(scale);
        parts.theme.applyTo(*qApp);
        {
            const std::unique_ptr<QWidget> view = make(dock, parts.context(), door);
            view->setProperty("fill", u"surface"_s);
            view->setAttribute(Qt::WA_StyledBackground);
            view->resize(size);
            view->show();
            QVERIFY(QTest::qWaitForWindowExposed(view.get()));
            after(dock, view.get(), parts, door);
            for (int i = 0; i < 20; ++i) {
                QCoreApplication::sendPostedEvents();
                QCoreApplication::processEvents();
            }
            parts.ticker.tick();
            const QImage picture = view->grab().toImage();
            QCOMPARE(picture.size(), view->size());
            // Something is on it: not one colour from edge to edge.
            QSet<QRgb> colours;
            for (int y = 0; y < picture.height(); y += 3)
                for (int x = 0; x < picture.width(); x += 3)
                    colours.insert(picture.pixel(x, y));
            QVERIFY(colours.size() > 8);
            const QString name = QString::fromUtf8(QTest::currentDataTag()).replace(u' ', u'-').remove(u'%');
            QVERIFY(picture.save(m_folder.filePath(name + u".png"_s)));
        }
        qApp->setLayoutDirection(Qt::LeftToRight);
    }

private:
    std::unique_ptr<QWidget> make(const QString &dock, ViewContext &context, test::FakeDoor &door)
    {
        if (dock.startsWith(u"escalations"_s)) {
            auto view = std::make_unique<EscalationsView>(context);
            if (dock.endsWith(u"filter"_s))
                view->find();
            return view;
        }
        if (dock.startsWith(u"escalation"_s)) {
            if (dock.endsWith(u"editing"_s))
                door.onQuery<api::EscalationDetailQuery>([](const auto &, const auto &) {
                    auto detail = test::demoDetail();
                    detail.draft.clear();
                    detail.row.leaseUntil = test::demoNow().addSecs(260);
                    return Result<api::EscalationDetail>(detail);
                });
            auto view = std::make_unique<EscalationDetailView>(context);
            const QString id = dock.endsWith(u"unclaimed"_s) ? u"esc_1043"_s : dock.endsWith(u"held"_s) ? u"esc_1040"_s : u"esc_1042"_s;
            view->showObject(u"escalation"_s, id);
            return view;
        }
        if (dock.startsWith(u"integrations"_s)) {
            auto view = std::make_unique<IntegrationsView>(context);
            if (dock.endsWith(u"detail"_s))
                view->showObject(u"integration"_s, u"typeform"_s);
            if (dock.endsWith(u"mail"_s))
                view->showObject(u"integration"_s, u"mail"_s);
            return view;
        }
        if (dock.startsWith(u"activity"_s)) {
            auto view = std::make_unique<ActivityView>(context);
            if (dock.endsWith(u"events"_s))
                view->showPage(u"event"_s);
            if (dock.endsWith(u"tasks"_s))
                view->showPage(u"task"_s);
            if (dock.endsWith(u"messages"_s))
                view->showPage(u"message"_s);
            return view;
        }
        if (dock == u"dialog-reject"_s) {
            ReasonDialog::Ask ask;
            ask.title = u"Reject the proposal"_s;
            ask.text = u"Nothing is sent, and none of the effects happens."_s;
            ask.accept = u"Reject"_s;
            ask.danger = true;
            ask.reasons = {u"Outside policy"_s};
            ask.choices = {{u"close"_s, u"Close the case"_s}, {u"by_hand"_s, u"I answer by hand, in the conversation"_s}};
            return std::make_unique<ReasonDialog>(ask, nullptr);
        }
        if (dock == u"dialog-assign"_s)
            return std::make_unique<PersonDialog>(u"Assign “Refund above the £500 limit”"_s,
                                                  std::vector<api::OperatorRow>{{u"a"_s, u"Dan Osei"_s, u"DO"_s, api::Role::Reviewer, false, true, 3},
                                                                                {u"b"_s, u"Lena Weber"_s, u"LW"_s, api::Role::Reviewer, false, false, 0}},
                                                  true, nullptr);
        return std::make_unique<SecretDialog>(u"Typeform"_s, true, nullptr);
    }

    void after(const QString &dock, QWidget *widget, ShellParts &parts, test::FakeDoor &door)
    {
        if (auto *queue = qobject_cast<EscalationsView *>(widget); queue && !dock.endsWith(u"empty"_s) && !dock.endsWith(u"broken"_s)) {
            QTRY_VERIFY(queue->model().rowCount() > 1);
            queue->list()->setCurrentIndex(queue->model().index(1, 0));
        }
        if (auto *pane = qobject_cast<EscalationDetailView *>(widget); pane && !dock.endsWith(u"broken"_s)) {
            QTRY_VERIFY(!pane->title().endsWith(u"Escalation"_s));
            if (dock.endsWith(u"editing"_s)) {
                pane->panel()->editor()->field()->setFocus();
                QTest::keyClicks(pane->panel()->editor()->field(), u"Good morning. "_s);
            }
            if (dock.endsWith(u"news"_s)) {
                door.onQuery<api::EscalationDetailQuery>([](const auto &, const auto &) {
                    auto detail = test::demoDetail();
                    detail.row.version = 9;
                    api::TimelineItem item;
                    item.at = test::demoNow().addSecs(-5);
                    item.actorKind = u"client"_s;
                    item.actor = u"helen"_s;
                    item.actorName = u"Helen Ashworth"_s;
                    item.verb = u"wrote"_s;
                    item.text = u"“I have the doctor's note now.”"_s;
                    detail.timeline.push_back(item);
                    return Result<api::EscalationDetail>(detail);
                });
                pane->refresh();
                QTRY_VERIFY(pane->panel()->hasNews());
            }
        }
        parts.ticker.tick();
    }

    QDir m_folder;
    QTranslator m_english;
    test::FakeClock m_clock;
};

QTEST_MAIN(ScreensTest)
#include "screens.moc"
