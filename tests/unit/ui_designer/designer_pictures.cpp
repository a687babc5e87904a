// Pictures of the Workflow designer: light and dark, shipped definitions, a dry run under way, a definition with errors,
// long words, narrow docks. Each must come out and must not be empty; what they look like is for people to judge.
#include <QDir>
#include <QtTest>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/designer_door.h"
#include "ui/designer/designer_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

class DesignerPictures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        resources::init();
        loadShippedFonts();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        m_folder = qEnvironmentVariable("HS_PICTURES", u"pictures/designer"_s);
        QVERIFY(QDir().mkpath(m_folder));
    }
    void picture_data();
    void picture();

private:
    QString m_folder;
};

void DesignerPictures::picture_data()
{
    QTest::addColumn<QString>("definition");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("scene");
    for (const bool dark : {false, true}) {
        const char *mode = dark ? "dark" : "light";
        QTest::addRow("loan-%s", mode) << u"loan"_s << dark << QSize(1280, 800) << u"chosen"_s;
        QTest::addRow("trial-%s", mode) << u"loan"_s << dark << QSize(1280, 800) << u"trial"_s;
        QTest::addRow("lead-%s", mode) << u"lead-to-client"_s << dark << QSize(1600, 1000) << u"text"_s;
        QTest::addRow("errors-%s", mode) << u"loan"_s << dark << QSize(1280, 800) << u"errors"_s;
    }
    QTest::addRow("order-light") << u"order"_s << false << QSize(1280, 900) << u"transition"_s;
    QTest::addRow("long-words") << u"loan"_s << false << QSize(1280, 800) << u"long"_s;
    QTest::addRow("narrow") << u"loan"_s << false << QSize(720, 700) << u"chosen"_s;
    QTest::addRow("narrowest") << u"loan"_s << false << QSize(430, 760) << u"chosen"_s;
    QTest::addRow("whole-lead") << u"lead-to-client"_s << false << QSize(1900, 1900) << u"alone"_s;
    QTest::addRow("large-text") << u"loan"_s << false << QSize(1280, 800) << u"large"_s;
}

void DesignerPictures::picture()
{
    QFETCH(QString, definition);
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    QFETCH(QString, scene);
    QString text = test::everyKindOfState();
    if (definition != u"loan"_s) {
        const auto bytes = resources::read("workflows/" + definition.toStdString() + ".json");
        QVERIFY(bytes.has_value());
        text = QString::fromStdString(*bytes);
    }
    if (scene == u"errors"_s)
        text.replace(u"\"on\": { \"signed\": \"done\" }"_s, u"\"on\": { \"signed\": \"don\" }"_s).replace(u"\"guard\": \"insured\", \"target\": \"preparing\""_s, u"\"guard\": \"insurred\", \"target\": \"preparing\""_s);
    if (scene == u"long"_s)
        text.replace(u"\"asked\""_s, u"\"leihanfrage_der_ausstellungsleitung_eingegangen\""_s)
            .replace(u"#loan.asked"_s, u"#loan.leihanfrage_der_ausstellungsleitung_eingegangen"_s)
            .replace(u"accept"_s, u"versicherungsbestaetigung.vollstaendig.eingegangen"_s);
    test::FakeDoor door;
    test::fillDesigner(door, text);
    test::FakeClock clock{fromMillis(1'764'000'000'000)};
    ShellParts parts(door, clock, *TokenSet::shipped());
    parts.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    parts.theme.setTextScale(scene == u"large"_s ? 150 : 100);
    parts.theme.applyTo(*static_cast<QApplication *>(QApplication::instance()));
    parts.engine.setCaller({u"op_1"_s, u"Mira"_s, api::Role::Admin, api::Caller::Via::Console, {}});
    DesignerView view(parts.context());
    view.resize(size);
    view.show();
    QTRY_VERIFY(!view.model().chart().states.empty());
    if (scene == u"alone"_s)
        view.chart().fit();
    if (scene == u"chosen"_s || scene == u"large"_s || scene == u"long"_s) {
        view.model().select(view.model().chart().states[1].pointer);
    } else if (scene == u"text"_s) {
        view.showSide(DesignerView::Side::Text);
        view.model().select(u"/states/in_contact"_s);
    } else if (scene == u"transition"_s) {
        for (const auto &transition : view.model().chart().transitions)
            if (!transition.guard.isEmpty() && !transition.targets.empty())
                view.model().select(transition.pointer);
    } else if (scene == u"errors"_s) {
        view.showSide(DesignerView::Side::Text);
    } else if (scene == u"trial"_s) {
        view.showSide(DesignerView::Side::Trial);
        view.simulator().start();
        QTRY_VERIFY(view.simulator().last());
        view.simulator().send(u"accept"_s, {});
        QTRY_VERIFY(view.chart().marks().active.contains(u"loan.insuring"_s));
        view.simulator().send(u"insured"_s, {});
        QTRY_VERIFY(view.chart().marks().active.contains(u"loan.asked"_s));
        view.simulator().finish(u"check"_s, {});
        QTRY_VERIFY(view.chart().marks().active.contains(u"loan.preparing"_s));
    }
    QCoreApplication::sendPostedEvents();
    QTest::qWait(60);
    const QImage image = view.grab().toImage();
    QVERIFY(image.width() >= size.width());
    QVERIFY(image.save(QDir(m_folder).filePath(QString::fromLatin1(QTest::currentDataTag()) + u".png"_s)));
}

QTEST_MAIN(DesignerPictures)
#include "designer_pictures.moc"
