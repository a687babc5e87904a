#include <QTest>

#include "engine/agents/business_kinds.h"
#include "engine/agents/registry.h"
#include "tests/unit/agents/memory_view.h"
#include "tests/unit/agents/resource_files.h"

using namespace hs;
using namespace hs::agents;

/// What the kinds of business work with.
class KindsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTypeOfBusinessHasAKind();
    void machinesAreShipped();
    void answerTimes_data();
    void answerTimes();
    void inquiriesGetTheirSequence_data();
    void inquiriesGetTheirSequence();
    void faultsAreNamed_data();
    void faultsAreNamed();
    void nyraNamesTheSteps();
};

static const BusinessKinds &kinds()
{
    static const auto loaded = BusinessKinds::load(test::agentFiles().at("routing/kinds.json"), "kinds.json");
    if (!loaded)
        qFatal("%s", describe(loaded).c_str());
    return *loaded;
}
static const AgentRegistry &registry()
{
    static const auto loaded = AgentRegistry::load(test::agentFiles());
    if (!loaded)
        qFatal("%s", describe(loaded).c_str());
    return *loaded;
}

void KindsTest::everyTypeOfBusinessHasAKind()
{
    QCOMPARE(kinds().all().size(), std::size_t(6));
    QFile hub(qEnvironmentVariable("HS_SOURCE_DIR") + QStringLiteral("/resources/hub/business-entities-registry.json"));
    QVERIFY(hub.open(QIODevice::ReadOnly));
    const auto schema = parseJson(hub.readAll().toStdString());
    QVERIFY(schema);
    int types = 0;
    for (const auto &property : member(*schema, "properties"))
        if (text(property, "name") == "Entity Type")
            for (const auto &type : member(property, "options")) {
                ++types;
                QVERIFY2(kinds().of(type.get<std::string>()), dump(type).c_str());
            }
    QCOMPARE(types, 9);
    QVERIFY(!kinds().of("CIRCUS"));
}

void KindsTest::machinesAreShipped()
{
    for (const auto &kind : kinds().all())
        for (const auto &machine : kind.machines)
            QVERIFY2(QFile::exists(qEnvironmentVariable("HS_SOURCE_DIR") + QStringLiteral("/resources/workflows/") + QString::fromStdString(machine) + QStringLiteral(".json")),
                     (kind.key + ": " + machine).c_str());
}

void KindsTest::answerTimes_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("expected"); // hours of the first answer, days of the follow-ups
    QTest::newRow("gallery") << "ART_GALLERY" << "24: 1 3 7 14 30";
    QTest::newRow("wellness") << "WELLNESS_CENTER" << "24: 1 3 7 14 30";
    QTest::newRow("wellness of executives") << "EXECUTIVE_WELLNESS" << "24: 1 3 7 14 30";
    QTest::newRow("consultancy") << "CONSULTING_FIRM" << "4: 1 2 5 10 21";
    QTest::newRow("education") << "EDUCATION_TRAINING" << "12: 1 7 14 30 60";
    QTest::newRow("design") << "INTERIOR_DESIGN" << "4: 1 2 5 10 21";
    QTest::newRow("renovation") << "LUXURY_RENOVATIONS" << "4: 1 2 5 10 21";
    QTest::newRow("technology") << "TECHNOLOGY_SERVICES" << "4: 1 2 5 10 21";
}

void KindsTest::answerTimes()
{
    QFETCH(QString, type);
    QFETCH(QString, expected);
    const auto *kind = kinds().of(type.toStdString());
    QVERIFY(kind);
    auto told = QString::number(kind->answerHours) + QLatin1Char(':');
    for (const int day : kind->followUpDays)
        told += QLatin1Char(' ') + QString::number(day);
    QCOMPARE(told, expected);
}

void KindsTest::inquiriesGetTheirSequence_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("expected");
    QTest::newRow("an artist at a gallery") << "ART_GALLERY" << "Artist" << "artist";
    QTest::newRow("a collector at a gallery") << "ART_GALLERY" << "Collector" << "collector";
    QTest::newRow("anybody at a gallery") << "ART_GALLERY" << "" << "gallery_visitor";
    QTest::newRow("an artist at a wellness centre") << "WELLNESS_CENTER" << "Artist" << "wellness_inquiry";
    QTest::newRow("a guest of an event") << "CONSULTING_FIRM" << "Event Attendee" << "event_lead";
    QTest::newRow("a company") << "CONSULTING_FIRM" << "Business Contact" << "business_lead";
    QTest::newRow("a pupil") << "EDUCATION_TRAINING" << "" << "nurture";
    QTest::newRow("a business of no kind") << "" << "Artist" << "nurture";
}

void KindsTest::inquiriesGetTheirSequence()
{
    QFETCH(QString, type);
    QFETCH(QString, profile);
    QFETCH(QString, expected);
    std::vector<std::string> profiles;
    if (!profile.isEmpty())
        profiles = {"Visitor of nothing", profile.toStdString()};
    QCOMPARE(QString::fromStdString(kinds().inquiry(kinds().of(type.toStdString()), profiles).key), expected);
}

void KindsTest::faultsAreNamed_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no such sequence") << "\"inquiry\": \"gallery_visitor\"" << "\"inquiry\": \"gallery\"" << "there is no sequence \"gallery\"";
    QTest::newRow("a type of two kinds") << "\"EDUCATION_TRAINING\"" << "\"ART_GALLERY\"" << "ART_GALLERY is of two kinds";
    QTest::newRow("days that fall") << "[1, 3, 7, 14, 30]" << "[1, 7, 3, 14, 30]" << "the days of the follow-ups do not rise";
    QTest::newRow("no answer time") << "\"answerHours\": 24" << "\"answerHours\": 0" << "a kind lacks its key, types, machines, answer time or follow-ups";
    QTest::newRow("steps out of order") << "\"minutes\": 1440, \"kind\": \"M\", \"letter\": \"nurture\"" << "\"minutes\": 99999, \"kind\": \"M\", \"letter\": \"nurture\"" << "the steps are not in the order of their time";
    QTest::newRow("a letter without words") << "\"en\": \"Thank you for coming" << "\"fr\": \"Thank you for coming" << "a letter has no words in English";
    QTest::newRow("a step of no kind") << "\"kind\": \"N\", \"title\": \"An artist asks\"" << "\"kind\": \"X\", \"title\": \"An artist asks\"" << "a step is none of N, T, M";
    QTest::newRow("a notice without a title") << "\"title\": \"An artist asks\"" << "\"titel\": \"An artist asks\"" << "a notice or task has no title";
}

void KindsTest::faultsAreNamed()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, expected);
    auto text = QString::fromStdString(test::agentFiles().at("routing/kinds.json"));
    QVERIFY(text.contains(from));
    text.replace(text.indexOf(from), from.size(), to);
    const auto loaded = BusinessKinds::load(text.toStdString(), "kinds.json");
    QVERIFY(!loaded);
    QCOMPARE(QString::fromStdString(loaded.error().what), expected);
    QVERIFY(loaded.error().where.starts_with("kinds.json:/"));
}

void KindsTest::nyraNamesTheSteps()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    view.contact("rec_1", "Ada Quinn", "ada@x.example", {{"Profile", Json::array({"Artist"})}, {"Business Entity", Json::array({"rec_g"})}});
    const auto &nyra = *registry().agent("nyra");
    const auto own = nyra.run({"sequence", Json::object(), {}, "rec_1", {}, {}, {}}, view);
    QVERIFY2(own, describe(own).c_str());
    QCOMPARE(text(own->output, "key"), std::string("artist"));
    QCOMPARE(member(own->output, "steps").size(), std::size_t(5));
    const auto asked = nyra.run({"sequence", {{"key", "proposal"}}, {}, "rec_1", {}, {}, {}}, view);
    QCOMPARE(text(asked->output, "key"), std::string("proposal"));
    const auto unknown = nyra.run({"sequence", {{"key", "circus"}}, {}, "rec_1", {}, {}, {}}, view);
    QVERIFY(!unknown && unknown.error().what == "there is no sequence \"circus\"");
}

QTEST_GUILESS_MAIN(KindsTest)
#include "kinds_test.moc"
