#include <QTest>

#include "engine/settings/positions.h"
#include "engine/settings/settings.h"
#include "tests/unit/settings/shipped_schema.h"

using namespace hs;
using namespace hs::settings;

class SettingsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everySettingIsDescribed();
    void defaultsHoldWithoutAFile();
    void defaultsAreValidThemselves();
    void aFileWithCommentsIsRead();
    void sourcesHaveTheirOwnSettings();
    void faultsNamePlaceAndLine_data();
    void faultsNamePlaceAndLine();
    void allFaultsAreToldAtOnce();
    void aFileWithAFaultIsNotTakenAtAll();
    void theEnvironmentWins();
    void aBadVariableIsLeftOutAlone_data();
    void aBadVariableIsLeftOutAlone();
    void thePasswordOfTheMailServerIsNotShown();
    void whereAValueComesFrom();
    void openingHours_data();
    void openingHours();
    void positionsOfATextWithComments();
    void aSchemaThatIsNone_data();
    void aSchemaThatIsNone();

private:
    Schema m_schema;
};

void SettingsTest::initTestCase()
{
    auto schema = shippedSchema();
    QVERIFY2(schema, describe(schema).c_str());
    m_schema = std::move(*schema);
}

void SettingsTest::everySettingIsDescribed()
{
    QVERIFY(m_schema.leaves().size() > 30);
    auto leaves = m_schema.leaves();
    for (auto &leaf : m_schema.leavesOfSource("typeform"))
        leaves.push_back(leaf);
    for (const auto &leaf : leaves) {
        QVERIFY2(!leaf.title.empty() && leaf.help.ends_with('.'), leaf.pointer.c_str());
        QVERIFY2(!leaf.fallback.is_null(), leaf.pointer.c_str());
        QVERIFY2(!leaf.section.empty(), leaf.pointer.c_str());
        QVERIFY2((leaf.type == "integer" || leaf.type == "number") == leaf.minimum.has_value(), leaf.pointer.c_str());
        QVERIFY2(leaf.type != "enum" || leaf.options.size() > 1, leaf.pointer.c_str());
        const auto again = m_schema.leaf(leaf.pointer);
        QVERIFY2(again && again->title == leaf.title, leaf.pointer.c_str());
    }
    QVERIFY(!m_schema.leaf("/receiver"));
    QVERIFY(!m_schema.leaf("/receiver/sources"));
    QVERIFY(!m_schema.leaf("/setByConsole"));
    QVERIFY(!m_schema.leaf("/studio/holidays/0"));
    QVERIFY(!m_schema.leaf("/receiver/sources/Bad Name/enabled"));
    QVERIFY(!m_schema.leaf("receiver"));
}

void SettingsTest::defaultsHoldWithoutAFile()
{
    const auto reading = read(m_schema, "", "console.json", {});
    QVERIFY(reading.findings.empty());
    const auto &settings = reading.settings;
    QCOMPARE(settings.integer("/receiver/port"), 8787);
    QCOMPARE(settings.text("/receiver/address"), std::string("127.0.0.1"));
    QCOMPARE(settings.integer("/holds/replySeconds"), 30);
    QCOMPARE(settings.integer("/holds/moneySeconds"), 300);
    QCOMPARE(settings.integer("/escalation/leaseMinutes"), 30);
    QCOMPARE(settings.integer("/escalation/deadlines/urgent/respondMinutes"), 30);
    QCOMPARE(settings.number("/entities/refundLimit"), 500.0);
    QCOMPARE(settings.number("/entities/highValueMark"), 5000.0);
    QCOMPARE(settings.integer("/entities/dedupeHours"), 24);
    QCOMPARE(settings.texts("/studio/entityKinds").size(), 3U);
    QVERIFY(settings.flag("/backup/daily"));
    QVERIFY(settings.value("/receiver/prt").is_null());
}

void SettingsTest::defaultsAreValidThemselves()
{
    Json document = Json::object();
    for (const auto &leaf : m_schema.leaves())
        document[Json::json_pointer(leaf.pointer)] = leaf.fallback;
    for (const auto &fault : m_schema.check(document))
        QFAIL((fault.pointer + ": " + fault.what).c_str());
}

void SettingsTest::aFileWithCommentsIsRead()
{
    const auto reading = read(m_schema,
                              "// our studio\n{\n  \"receiver\": { \"port\": 9000 /* was 8787 */ }, // TLS later\n"
                              "  \"studio\": { \"holidays\": [\"2026-12-25\"] }\n}\n",
                              "console.json", {});
    for (const auto &finding : reading.findings)
        QFAIL(describe(finding).c_str());
    QCOMPARE(reading.settings.integer("/receiver/port"), 9000);
    QCOMPARE(reading.settings.text("/receiver/address"), std::string("127.0.0.1"));
    QCOMPARE(reading.settings.texts("/studio/holidays"), std::vector<std::string>{"2026-12-25"});
}

void SettingsTest::sourcesHaveTheirOwnSettings()
{
    const auto reading =
        read(m_schema, R"({"receiver":{"sources":{"typeform":{"perMinute":5}}}})", "console.json", {});
    QVERIFY(reading.findings.empty());
    QCOMPARE(reading.settings.sources(), std::vector<std::string>{"typeform"});
    QCOMPARE(reading.settings.integer("/receiver/sources/typeform/perMinute"), 5);
    QCOMPARE(reading.settings.integer("/receiver/sources/stripe/perMinute"), 600);
    QVERIFY(reading.settings.flag("/receiver/sources/typeform/enabled"));
    const auto all = reading.settings.all();
    QCOMPARE(all.size(), m_schema.leaves().size() + m_schema.leavesOfSource("typeform").size());
}

void SettingsTest::faultsNamePlaceAndLine_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("error");
    using B = QByteArray;
    QTest::newRow("an unknown key") << B("{\n\"receiver\": {\n\"prt\": 1 } }")
                                    << B("unknown key (console.json:/receiver/prt (line 3)): did you mean \"port\"?");
    QTest::newRow("an unknown key that is like none")
        << B("{ \"holds\": { \"years\": 1 } }")
        << B("unknown key (console.json:/holds/years (line 1)): use one of \"replySeconds\", \"moneySeconds\"");
    QTest::newRow("an unknown section")
        << B("{\n\n\"reciever\": {} }")
        << B("unknown key (console.json:/reciever (line 3)): did you mean \"receiver\"?");
    QTest::newRow("a number in quotes")
        << B("{ \"receiver\": {\n  \"port\": \"8787\" } }")
        << B("must be a whole number, found a text (console.json:/receiver/port (line 2)): write it without quotes");
    QTest::newRow("a fraction")
        << B("{ \"receiver\": { \"port\": 80.5 } }")
        << B("must be a whole number, found 80.5 (console.json:/receiver/port (line 1)): leave out the fraction");
    QTest::newRow("out of range")
        << B("{ \"receiver\": { \"port\": 65536 } }")
        << B("must be 0 to 65535, found 65536 (console.json:/receiver/port (line 1)): use a number in that range");
    QTest::newRow("nothing for a number") << B("{ \"receiver\": { \"port\": null } }")
                                          << B("must be a whole number, found nothing (console.json:/receiver/port "
                                               "(line 1)): use a number of 0 to 65535");
    QTest::newRow("a word for a switch") << B("{ \"backup\": { \"daily\": \"yes\" } }")
                                         << B("must be true or false, found a text (console.json:/backup/daily (line "
                                              "1)): write true or false without quotes");
    QTest::newRow("an option that is none")
        << B("{ \"log\": { \"level\": \"wran\" } }")
        << B("\"wran\" is not an option (console.json:/log/level (line 1)): did you mean \"warn\"? use one of "
             "\"debug\", \"info\", \"warn\", \"error\"");
    QTest::newRow("a list for a section")
        << B("{ \"mail\": [] }")
        << B("must be an object, found a list (console.json:/mail (line 1)): write it in braces");
    QTest::newRow("a text for a list")
        << B("{ \"studio\": { \"holidays\": \"2026-12-25\" } }")
        << B("must be a list, found a text (console.json:/studio/holidays (line 1)): put it in brackets");
    QTest::newRow("a holiday in another order")
        << B("{ \"studio\": { \"holidays\": [\n \"2026-12-24\",\n \"25.12.2026\" ] } }")
        << B("is not a date (console.json:/studio/holidays/1 (line 3)): write days as 2026-12-25");
    QTest::newRow("a holiday twice")
        << B("{ \"studio\": { \"holidays\": [ \"2026-12-24\", \"2026-12-24\" ] } }")
        << B("names something twice (console.json:/studio/holidays (line 1)): keep one of them");
    QTest::newRow("a name that is empty")
        << B("{ \"studio\": { \"name\": \"\" } }")
        << B("must not be empty (console.json:/studio/name (line 1)): give a text, or remove the key");
    QTest::newRow("a source with capitals") << B("{ \"receiver\": { \"sources\": { \"Type Form\": {} } } }")
                                            << B("unknown key (console.json:/receiver/sources/Type Form (line 1)): "
                                                 "use a name of small letters, digits and -");
    QTest::newRow("a key of a source")
        << B("{ \"receiver\": { \"sources\": { \"typeform\": { \"enabeld\": true } } } }")
        << B("unknown key (console.json:/receiver/sources/typeform/enabeld (line 1)): did you mean \"enabled\"?");
    QTest::newRow("an address that is none") << B("{ \"receiver\": { \"publicUrl\": \"hooks.studio.example\" } }")
                                             << B("is not a web address (console.json:/receiver/publicUrl (line 1)): "
                                                  "write it as https://hooks.studio.example");
    QTest::newRow("another database")
        << B("{ \"database\": { \"url\": \"postgresql://db\" } }")
        << B("is not a database that this version can use (console.json:/database/url (line 1)): use sqlite:");
    QTest::newRow("the secret of a source")
        << B("{ \"receiver\": { \"sources\": { \"typeform\": {\n \"secret\": \"abc\" } } } }")
        << B("a secret does not belong into this file (console.json:/receiver/sources/typeform/secret (line 2)): "
             "remove it, and set the variable "
             "WEBHOOK_SECRET_TYPEFORM or run: higherself-console secret set WEBHOOK_SECRET_TYPEFORM");
    QTest::newRow("a token of the hub")
        << B("{ \"hubs\": \"x\", \"notionApiToken\": \"ntn_1\" }")
        << B("unknown key (console.json:/hubs (line 1)): use one of \"studio\", \"receiver\", \"mail\", \"notion\", \"slack\", \"ai\", \"mcp\", \"knowledge\", "
             "\"holds\", \"escalation\", "
             "\"entities\", \"appearance\", \"backup\", \"database\", \"log\"");
    QTest::newRow("the address of the chat")
        << B("{ \"slack\": { \"webhookUrl\": \"https://hooks.example/T/B/x\" } }")
        << B("a secret does not belong into this file (console.json:/slack/webhookUrl (line 1)): remove it, and set "
             "the variable SLACK_WEBHOOK_URL or "
             "run: higherself-console secret set SLACK_WEBHOOK_URL");
    QTest::newRow("a password in the mail server's address")
        << B("{ \"mail\": { \"smtpUrl\": \"smtp://me:hunter2@mail.example\" } }")
        << B("a password does not belong into this file (console.json:/mail/smtpUrl (line 1)): leave it out here, "
             "and set the variable SMTP_URL or "
             "run: higherself-console secret set SMTP_URL");
    QTest::newRow("a key twice")
        << B("{ \"log\": {},\n \"log\": {} }")
        << B("the key stands here a second time (console.json:/log (line 2)): keep one of them");
    QTest::newRow("a comma too many") << B("{\n \"log\": {},\n}")
                                      << B("not JSON (console.json:line 3): look at column 1: a comma, a brace or a "
                                           "quote may be missing or too many");
    QTest::newRow("no end") << B("{ \"log\": {")
                            << B("not JSON (console.json:line 1): look at column 11: a comma, a brace or a quote may "
                                 "be missing or too many");
    QTest::newRow("a list") << B("[]")
                            << B("must be an object, found a list (console.json:line 1): write it in braces");
}

void SettingsTest::faultsNamePlaceAndLine()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, error);
    const auto reading = read(m_schema, file.toStdString(), "console.json", {});
    QVERIFY(!reading.fileIsGood);
    QCOMPARE(describe(reading.findings.front()), error.toStdString());
    for (const auto &finding : reading.findings)
        QVERIFY2(describe(finding).find("hunter2") == std::string::npos, "a secret is repeated");
}

void SettingsTest::allFaultsAreToldAtOnce()
{
    const auto reading =
        read(m_schema, "{\n\"log\": { \"level\": 3 },\n\"receiver\": { \"prt\": 1,\n\"port\": -1 },\n\"mial\": {} }",
             "console.json", {});
    std::string places;
    for (const auto &finding : reading.findings)
        places += finding.where + '\n';
    QCOMPARE(places, std::string("console.json:/log/level (line 2)\nconsole.json:/receiver/prt (line 3)\n"
                                 "console.json:/receiver/port (line 4)\nconsole.json:/mial (line 5)\n"));
}

void SettingsTest::aFileWithAFaultIsNotTakenAtAll()
{
    const auto reading = read(m_schema, R"({"receiver":{"port":9000},"log":{"level":"loud"}})", "console.json",
                              {{"SMTP_FROM", "a@b.example"}});
    QVERIFY(!reading.fileIsGood);
    QCOMPARE(reading.settings.integer("/receiver/port"), 8787);
    QCOMPARE(reading.settings.text("/mail/from"), std::string("a@b.example"));
}

void SettingsTest::theEnvironmentWins()
{
    const auto reading =
        read(m_schema, R"({"mail":{"from":"file@b.example","smtpUrl":"smtp://file.example"}})", "console.json",
             {{"SMTP_FROM", "Studio <env@b.example>"}, {"SMTP_URL", ""}, {"PATH", "/bin"}});
    QVERIFY(reading.findings.empty());
    QCOMPARE(reading.settings.text("/mail/from"), std::string("Studio <env@b.example>"));
    QCOMPARE(reading.settings.text("/mail/smtpUrl"), std::string("smtp://file.example"));
}

void SettingsTest::aBadVariableIsLeftOutAlone_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("error");
    using B = QByteArray;
    QTest::newRow("a sender without a domain")
        << B("SMTP_FROM") << B("studio")
        << B("is not a sender of mail (environment: SMTP_FROM): write it as Studio <hello@studio.example>");
    QTest::newRow("a mail server by another protocol")
        << B("SMTP_URL") << B("imap://mail.example")
        << B("is not the address of a mail server (environment: SMTP_URL): write it as smtp://user@mail.example:587");
    QTest::newRow("a database that is not supported")
        << B("DATABASE_URL") << B("mysql://u:p@db/x")
        << B("is not a database that this version can use (environment: DATABASE_URL): use sqlite:");
}

void SettingsTest::aBadVariableIsLeftOutAlone()
{
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, error);
    const auto reading = read(m_schema, R"({"receiver":{"port":9000}})", "console.json",
                              {{variable.toStdString(), value.toStdString()}});
    QVERIFY(reading.fileIsGood);
    QCOMPARE(reading.findings.size(), 1U);
    QCOMPARE(describe(reading.findings.front()), error.toStdString());
    QCOMPARE(reading.settings.integer("/receiver/port"), 9000);
}

void SettingsTest::thePasswordOfTheMailServerIsNotShown()
{
    const auto reading = read(m_schema, "", "console.json", {{"SMTP_URL", "smtps://me:p%40ss@mail.example:465"}});
    QVERIFY(reading.findings.empty());
    QCOMPARE(reading.settings.text("/mail/smtpUrl"), std::string("smtps://me@mail.example:465"));
}

void SettingsTest::whereAValueComesFrom()
{
    const auto reading = read(
        m_schema,
        "{\n\"setByConsole\": [\"/log/level\"],\n\"log\": {\"level\": \"warn\"},\n\"receiver\": {\n\"port\": 1}}",
        "console.json", {{"SMTP_FROM", "a@b.example"}});
    QVERIFY(reading.findings.empty());
    const auto tell = [&](std::string_view pointer) {
        const auto setting = reading.settings.find(pointer);
        return setting
                   ? std::string(name(setting->source)) + "; " + setting->origin + (setting->locked ? "; locked" : "")
                   : std::string("none");
    };
    QCOMPARE(tell("/log/level"), std::string("console; console.json, line 3"));
    QCOMPARE(tell("/receiver/port"), std::string("file; console.json, line 5; locked"));
    QCOMPARE(tell("/receiver/address"), std::string("default; "));
    QCOMPARE(tell("/mail/from"), std::string("environment; SMTP_FROM; locked"));
    QCOMPARE(tell("/no/such"), std::string("none"));
}

void SettingsTest::openingHours_data()
{
    QTest::addColumn<QByteArray>("hours");
    QTest::addColumn<bool>("good");
    using B = QByteArray;
    QTest::newRow("days and one period") << B("Mon-Fri 10:00-18:00") << true;
    QTest::newRow("a second group and two periods") << B("Mon-Fri 10:00-18:00; Sat 10:00-13:00, 14:00-17:00") << true;
    QTest::newRow("never") << B("") << true;
    QTest::newRow("a day that is none") << B("Mo-Fri 10:00-18:00") << false;
    QTest::newRow("hours without minutes") << B("Mon 10-18") << true;
    QTest::newRow("a day without hours") << B("Mon") << false;
    QTest::newRow("words") << B("every day") << false;
}

void SettingsTest::openingHours()
{
    QFETCH(QByteArray, hours);
    QFETCH(bool, good);
    const auto faults = m_schema.check({{"studio", {{"openingHours", hours.toStdString()}}}});
    QCOMPARE(faults.empty(), good);
    if (!good)
        QCOMPARE(faults.front().what, std::string("cannot be read as opening hours"));
}

void SettingsTest::positionsOfATextWithComments()
{
    const std::string text =
        "// {\"a\": 1}\n{ /* \"b\": */ \"c\": [1,\n 2], \"d~/\": {\n\"e\": \"x//y\" }, \"f\": -1.5e3 }";
    const auto positions = findPositions(text);
    QVERIFY(!positions.doubled);
    QVERIFY(!positions.offsets.contains("/a"));
    QVERIFY(!positions.offsets.contains("/b"));
    QCOMPARE(positions.line(text, "/c"), 2U);
    QCOMPARE(positions.line(text, "/c/1"), 3U);
    QCOMPARE(positions.line(text, "/d~0~1/e"), 4U);
    QCOMPARE(positions.line(text, "/f"), 4U);
    QCOMPARE(positions.line(text, "/c/1/deeper"), 3U);
    QCOMPARE(positions.line(text, "/none"), 2U);
    QVERIFY(findPositions(std::string(10'000, '[')).offsets.size() < 100);
    for (const auto *const broken : {"", "{", "{\"a", "{\"a\":", "{\"a\" 1", "[1,", "/*", "{\"a\":\"\\"})
        QVERIFY(findPositions(broken).offsets.size() <= 3); // comes back, whatever the text is
}

void SettingsTest::aSchemaThatIsNone_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("error");
    using B = QByteArray;
    QTest::newRow("not JSON") << B("{") << B("not JSON (console.schema.json:line 1, column 2): mend the schema");
    QTest::newRow("empty") << B(R"({"type":"object"})")
                           << B("the schema describes no setting (console.schema.json): mend the schema");
}

void SettingsTest::aSchemaThatIsNone()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, error);
    QCOMPARE(describe(Schema::parse(schema.toStdString())), error.toStdString());
}

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
