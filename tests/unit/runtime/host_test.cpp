#include "engine/runtime/engine_host.h"

#include <fstream>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include "engine/runtime/command_view.h"
#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::runtime;

/// The host: start and stop, settings that are read again, secrets, and what commands see of a folder.
class HostTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { resources::init(); }
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void aNewFolderHasABusinessItsAgentsAndItsWorkflows();
    void anotherDatabaseIsRefused_data();
    void anotherDatabaseIsRefused();
    void settingsAreReadAgainWhenTheFileChanges();
    void aBadFileKeepsTheOldSettings();
    void aSettingIsChangedByCommand();
    void ownWorkflowsArePickedUp();
    void T8_whatIsDueStartsByItself();
    void aSecretIsSealedAndComesBack();
    void withoutAKeyASecretIsNotKept();
    void anotherPassphraseLocksThem();
    void theReceiverListensAndAPortInUseIsTold();
    void checkFindsWhatIsWrong_data();
    void checkFindsWhatIsWrong();
    void checkFindsSecretsNobodyCanOpen();
    void checkLooksBesideARunningConsole();
    void checkSaysWhatCannotBeReached();
    void workflowsAreListedAndShown();
    void routingWorksWithoutAStore();

private:
    [[nodiscard]] HostOptions options() const
    {
        HostOptions options;
        options.dataDir = m_dir->path().toStdString();
        options.receiver = false;
        options.offline = true;
        return options;
    }
    static std::unique_ptr<EngineHost> started(HostOptions options)
    {
        auto host = EngineHost::start(std::move(options));
        if (!host)
            qFatal("%s", describe(host.error()).c_str());
        return std::move(*host);
    }
    template <typename Q>
    static typename Q::Answer ask(EngineHost &host, Q query)
    {
        auto answer = host.queryNow(engineCaller(), std::move(query));
        if (!answer)
            qFatal("%s", describe(answer.error()).c_str());
        return std::get<typename Q::Answer>(std::move(*answer));
    }
    static QJsonValue setting(EngineHost &host, const char *key)
    {
        for (const auto &row : ask(host, api::SettingQuery{}))
            if (row.key == QLatin1String(key))
                return row.value;
        return QJsonValue::Undefined;
    }
    void write(const char *name, const QByteArray &text) const
    {
        std::filesystem::create_directories((m_dir->path() + QLatin1Char('/') + QString::fromLatin1(name)).section(QLatin1Char('/'), 0, -2).toStdString());
        std::ofstream file((m_dir->path() + QLatin1Char('/') + QString::fromLatin1(name)).toStdString(), std::ios::trunc);
        file << text.constData();
    }
    [[nodiscard]] QString findings(HostOptions given) const
    {
        const auto found = check(given);
        if (!found)
            return QString::fromStdString(describe(found.error()));
        QString text;
        for (const auto &one : *found)
            text += QString::fromStdString(one) + QLatin1Char('\n');
        return text;
    }
    static Result<api::Receipt> keep(EngineHost &host, const char *name, const char *value)
    {
        return host.submitNow(engineCaller(), api::SetSecret{QString::fromLatin1(name), QString::fromLatin1(value), false});
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void HostTest::aNewFolderHasABusinessItsAgentsAndItsWorkflows()
{
    const auto host = started(options());
    const auto count = [&](const char *database) { return ask(*host, api::RecordQuery{QString::fromLatin1(database), {}, {}, {}}).rows.size(); };
    QCOMPARE(count("business-entities-registry"), std::size_t(1));
    QCOMPARE(count("agent-registry"), std::size_t(9));
    QCOMPARE(count("workflows-library"), resources::list("workflows").size());
    QVERIFY(count("api-integrations") >= 7);
    host->stop();
    host->stop(); // again: nothing
    const auto again = started(options());
    QCOMPARE(ask(*again, api::RecordQuery{QStringLiteral("agent-registry"), {}, {}, {}}).rows.size(), std::size_t(9));
    auto second = EngineHost::start(options());
    QVERIFY(!second && second.error().code == Errc::Conflict);
    QVERIFY(second.error().what.find(std::to_string(QCoreApplication::applicationPid())) != std::string::npos);
}

void HostTest::anotherDatabaseIsRefused_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("variable");
    QTest::newRow("in the file") << QByteArray(R"({"database": {"url": "postgresql://db/studio"}})") << QByteArray();
    QTest::newRow("in the environment") << QByteArray() << QByteArray("mysql://db/studio");
}

void HostTest::anotherDatabaseIsRefused()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, variable);
    if (!file.isEmpty())
        write("console.json", file);
    auto given = options();
    if (!variable.isEmpty())
        given.environment["DATABASE_URL"] = variable.toStdString();
    const auto host = EngineHost::start(given);
    QVERIFY(!host);
    QVERIFY2(host.error().what.find("is not a database that this version can use") != std::string::npos, describe(host).c_str());
    QCOMPARE(host.error().mend, std::string("use sqlite:"));
    QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("console.db")))); // nothing was made in its place
    QVERIFY(findings(given).contains(QLatin1String("use sqlite:")));
}

void HostTest::settingsAreReadAgainWhenTheFileChanges()
{
    write("console.json", R"({"slack": {"channel": "#one"}, "entities": {"refundLimit": 300}})");
    const auto host = started(options());
    QCOMPARE(setting(*host, "/slack/channel").toString(), QStringLiteral("#one"));
    write("console.json", R"({"slack": {"channel": "#two"}})"); // written in place, as some editors do
    QTRY_COMPARE(setting(*host, "/slack/channel").toString(), QStringLiteral("#two"));
    QCOMPARE(setting(*host, "/entities/refundLimit").toDouble(), 500.0);
    std::filesystem::remove(m_dir->filePath(QStringLiteral("console.json")).toStdString());
    QTRY_COMPARE(setting(*host, "/slack/channel").toString(), QString());
    write("console.json", R"({"slack": {"channel": "#three"}})");
    QTRY_COMPARE(setting(*host, "/slack/channel").toString(), QStringLiteral("#three"));
}

void HostTest::aBadFileKeepsTheOldSettings()
{
    write("console.json", R"({"slack": {"channel": "#one"}})");
    const auto host = started(options());
    write("console.json", "{\n  \"slack\": {\n    \"chanel\": \"#two\"\n  }\n}");
    const auto notice = [&] {
        for (const auto &one : ask(*host, api::StatusQuery{}).notices)
            if (one.id.startsWith(QLatin1String("settings:")))
                return one.text;
        return QString();
    };
    QTRY_VERIFY(!notice().isEmpty());
    QVERIFY2(notice().contains(QLatin1String("console.json:/slack/chanel (line 3)")), qPrintable(notice()));
    QCOMPARE(setting(*host, "/slack/channel").toString(), QStringLiteral("#one"));
    write("console.json", R"({"slack": {"channel": "#two"}})");
    QTRY_COMPARE(setting(*host, "/slack/channel").toString(), QStringLiteral("#two"));
    QVERIFY(notice().isEmpty());
}

void HostTest::aSettingIsChangedByCommand()
{
    const auto host = started(options());
    const auto changed = host->submitNow(engineCaller(), api::ChangeSettings{{{QStringLiteral("/holds/replySeconds"), 5}}});
    QVERIFY2(changed.has_value(), describe(changed).c_str());
    QCOMPARE(setting(*host, "/holds/replySeconds").toInt(), 5);
    QVERIFY(QFile::exists(m_dir->filePath(QStringLiteral("console.json"))));
    const auto unknown = host->submitNow(engineCaller(), api::ChangeSettings{{{QStringLiteral("/agents/autonomy"), QStringLiteral("autopilot")}}});
    QCOMPARE(unknown.error().what, std::string("there is no such setting"));
}

void HostTest::ownWorkflowsArePickedUp()
{
    const auto host = started(options());
    const auto known = [&] {
        const auto all = ask(*host, api::DefinitionQuery{});
        return std::any_of(all.begin(), all.end(), [](const auto &one) { return one.id == QLatin1String("mine"); });
    };
    QVERIFY(!known());
    write("workflows/mine.json", R"({"id": "mine", "version": "1.0.0", "initial": "a", "states": {"a": {"on": {"go": "b"}}, "b": {"type": "final"}}})");
    QTRY_VERIFY(known());
    QTRY_COMPARE(ask(*host, api::RecordQuery{QStringLiteral("workflows-library"), QStringLiteral("mine"), {}, {}}).rows.size(), std::size_t(1));
    write("workflows/mine.json", R"({"id": "mine", "version": "1.0.0", "initial": "a", "states": {"a": {"on": {"go": "c"}}, "c": {"type": "final"}}})");
    const auto told = [&] {
        for (const auto &one : ask(*host, api::StatusQuery{}).notices)
            if (one.text.contains(QLatin1String("is published with other content")))
                return true;
        return false;
    };
    QTRY_VERIFY(told());
}

void HostTest::T8_whatIsDueStartsByItself()
{
    test::FakeClock clock;
    auto given = options();
    given.clock = &clock;
    const auto running = [](EngineHost &host) { return ask(host, api::WorkflowQuery{{}, QStringLiteral("mine"), {}, {}, {}, {}}).rows.size(); };
    {
        const auto host = started(given);
        write("workflows/mine.json", R"({"id": "mine", "version": "1.0.0", "setup": {"schedules": [{"cron": "0 10 * * *", "event": {"type": "x"}, "catchup": "PT1H", "overlap": "allow"}]},
            "initial": "a", "states": {"a": {"on": {"go": "b"}}, "b": {"type": "final"}}})");
        QTRY_COMPARE(ask(*host, api::RecordQuery{QStringLiteral("workflows-library"), QStringLiteral("mine"), {}, {}}).rows.size(), std::size_t(1));
        clock.advance(std::chrono::hours(1));
        QVERIFY(host->submitNow(engineCaller(), api::AddOperator{QStringLiteral("Ada"), {}, api::Role::Admin, {}})); // any commit wakes the engine
        QTRY_COMPARE(running(*host), std::size_t(1));
    }
    // The engine stands still over the next run, and makes up for it once.
    clock.advance(std::chrono::hours(24) + std::chrono::minutes(50));
    for (int start = 0; start < 2; ++start) {
        const auto host = started(given);
        QTRY_COMPARE(running(*host), std::size_t(2));
    }
}

void HostTest::aSecretIsSealedAndComesBack()
{
    auto given = options();
    given.environment["HIGHERSELF_PASSPHRASE"] = "correct horse";
    {
        const auto host = started(given);
        QVERIFY(keep(*host, "WEBHOOK_SECRET_TYPEFORM", "a-secret-of-forms").has_value());
        QCOMPARE(keep(*host, "webhook-secret", "x").error().code, Errc::BadInput);
        QCOMPARE(keep(*host, "STRIPE_KEY", "").error().code, Errc::BadInput);
        const auto rotated = host->submitNow(engineCaller(), api::SetSecret{QStringLiteral("WEBHOOK_SECRET_TYPEFORM"), QStringLiteral("a-new-secret"), true});
        QVERIFY(rotated.has_value());
        QVERIFY(keep(*host, "OTHER_KEY", "other").has_value());
        QVERIFY(host->submitNow(engineCaller(), api::RemoveSecret{QStringLiteral("OTHER_KEY")}).has_value());
        QCOMPARE(host->submitNow(engineCaller(), api::RemoveSecret{QStringLiteral("OTHER_KEY")}).error().code, Errc::NotFound);
    }
    const auto host = started(given);
    const auto cards = ask(*host, api::IntegrationQuery{});
    const auto typeform = std::find_if(cards.begin(), cards.end(), [](const auto &card) { return card.name == QLatin1String("typeform"); });
    QVERIFY(typeform != cards.end() && typeform->hasSecret);
    QCOMPARE(typeform->secrets, 2); // the old one stays valid while senders are switched over
    QCOMPARE(*secretNames(given), std::vector<std::string>{"WEBHOOK_SECRET_TYPEFORM"});
    host->stop();
    for (const auto &entry : std::filesystem::directory_iterator(m_dir->path().toStdString())) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        QVERIFY2(bytes.find("a-new-secret") == std::string::npos && bytes.find("correct horse") == std::string::npos, entry.path().c_str());
    }
}

void HostTest::withoutAKeyASecretIsNotKept()
{
    const auto host = started(options());
    const auto kept = keep(*host, "WEBHOOK_SECRET_TYPEFORM", "a-secret-of-forms");
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, Errc::Unavailable);
    QVERIFY(kept.error().mend.find("HIGHERSELF_PASSPHRASE") != std::string::npos);
    auto given = options();
    given.environment["STRIPE_KEY"] = "from outside";
    host->stop();
    const auto other = started(given);
    QCOMPARE(keep(*other, "STRIPE_KEY", "x").error().what, std::string("STRIPE_KEY is set in the environment, which wins"));
    QCOMPARE(other->submitNow(engineCaller(), api::RemoveSecret{QStringLiteral("STRIPE_KEY")}).error().code, Errc::Conflict);
}

void HostTest::anotherPassphraseLocksThem()
{
    auto given = options();
    given.environment["HIGHERSELF_PASSPHRASE"] = "correct horse";
    {
        const auto host = started(given);
        QVERIFY(keep(*host, "WEBHOOK_SECRET_STRIPE", "whsec_for_this_test").has_value());
    }
    given.environment["HIGHERSELF_PASSPHRASE"] = "battery staple";
    const auto host = started(given);
    const auto notices = ask(*host, api::StatusQuery{}).notices;
    QVERIFY(std::any_of(notices.begin(), notices.end(), [](const auto &one) { return one.text.contains(QLatin1String("WEBHOOK_SECRET_STRIPE cannot be opened")); }));
}

void HostTest::theReceiverListensAndAPortInUseIsTold()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    auto given = options();
    given.receiver = true;
    given.port = taken.serverPort();
    {
        const auto host = started(given);
        QVERIFY(host->url().empty());
        QVERIFY(!host->receiverError().empty());
        QVERIFY(!ask(*host, api::StatusQuery{}).receiverError.isEmpty());
        QTRY_COMPARE(ask(*host, api::TroubleQuery{}).size(), std::size_t(1));
        const auto trouble = ask(*host, api::TroubleQuery{}).front();
        QCOMPARE(trouble.component, QStringLiteral("receiver"));
        QVERIFY(trouble.level == api::TroubleLevel::Operational);
        QVERIFY(!trouble.task.isEmpty() && !trouble.resolvedAt.isValid());
    }
    given.port = 0;
    const auto host = started(given);
    QVERIFY(host->url().starts_with("http://127.0.0.1:"));
    QVERIFY(host->receiverError().empty());
    QTRY_VERIFY(ask(*host, api::TroubleQuery{}).empty());
    const auto past = ask(*host, api::TroubleQuery{false});
    QCOMPARE(past.size(), std::size_t(1));
    QVERIFY(past.front().resolvedAt.isValid());
}

void HostTest::checkFindsWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("finding");
    QTest::newRow("an unknown key") << QByteArray("console.json") << QByteArray("{\n\"receiver\": {\"prot\": 1}\n}") << QStringLiteral("console.json:/receiver/prot (line 2)");
    QTest::newRow("a wrong type") << QByteArray("console.json") << QByteArray("{\"receiver\": {\"port\": \"x\"}}") << QStringLiteral("console.json:/receiver/port (line 1)");
    QTest::newRow("no JSON") << QByteArray("console.json") << QByteArray("{") << QStringLiteral("console.json");
    QTest::newRow("a secret in the file") << QByteArray("console.json") << QByteArray("{\"slack\": {\"webhookUrl\": \"https://x\"}}") << QStringLiteral("SLACK_WEBHOOK_URL");
    QTest::newRow("unreadable hours") << QByteArray("console.json") << QByteArray("{\"studio\": {\"openingHours\": \"Mon-Fri 25-26\"}}") << QStringLiteral("cannot read");
    QTest::newRow("mail without a sender") << QByteArray("console.json") << QByteArray("{\"mail\": {\"smtpUrl\": \"smtp://mail.example:587\"}}") << QStringLiteral("mail has a server but no sender");
    QTest::newRow("a certificate that is not there") << QByteArray("console.json") << QByteArray("{\"receiver\": {\"tls\": {\"certificate\": \"/none/cert.pem\"}}}") << QStringLiteral("cannot be read");
    QTest::newRow("a bad workflow") << QByteArray("workflows/bad.json") << QByteArray("{\"id\": \"bad\"}") << QStringLiteral("workflows/bad.json");
    QTest::newRow("a damaged database") << QByteArray("console.db") << QByteArray("this is no database, and long enough to be looked at as one") << QStringLiteral("console.db");
}

void HostTest::checkFindsWhatIsWrong()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, finding);
    auto given = options();
    given.offline = false;
    QCOMPARE(findings(given), QString()); // an empty folder is sound
    write(name.constData(), text);
    const auto found = findings(given);
    QVERIFY2(found.contains(finding), qPrintable(found));
}

void HostTest::checkFindsSecretsNobodyCanOpen()
{
    auto given = options();
    given.environment["HIGHERSELF_PASSPHRASE"] = "correct horse";
    {
        const auto host = started(given);
        QVERIFY(keep(*host, "WEBHOOK_SECRET_STRIPE", "whsec_for_this_test").has_value());
    }
    QCOMPARE(findings(given), QString());
    QVERIFY(findings(options()).contains(QLatin1String("the secret WEBHOOK_SECRET_STRIPE cannot be opened")));
}

void HostTest::checkLooksBesideARunningConsole()
{
    const auto host = started(options());
    QCOMPARE(findings(options()), QString());
    QVERIFY(host->queryNow(engineCaller(), api::StatusQuery{}).has_value());
}

void HostTest::checkSaysWhatCannotBeReached()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const auto port = server.serverPort();
    const auto file = [&] {
        write("console.json", "{\"mail\": {\"smtpUrl\": \"smtp://127.0.0.1:" + QByteArray::number(port) + "\", \"from\": \"hello@studio.example\"}}");
    };
    file();
    auto given = options();
    given.offline = false;
    QCOMPARE(findings(given), QString());
    server.close();
    QVERIFY2(findings(given).startsWith(QStringLiteral("mail: 127.0.0.1:%1 cannot be reached: ").arg(port)), qPrintable(findings(given)));
    given.offline = true;
    QCOMPARE(findings(given), QString()); // offline nothing is tried
}

void HostTest::workflowsAreListedAndShown()
{
    QCOMPARE(workflowList(options()).error().code, Errc::NotFound); // there is no store yet
    const auto host = started(options());
    write("workflows/mine.json", R"({"id": "mine", "version": "1.0.0", "context": {"n": 0}, "initial": "a",
        "states": {"a": {"on": {"go": {"target": "b", "actions": {"type": "assign", "params": {"assignment": {"n": 7}}}}}}, "b": {"on": {"end": "c"}}, "c": {"type": "final"}}})");
    QString id;
    QTRY_VERIFY([&] {
        const auto started = host->submitNow(engineCaller(), api::StartWorkflow{QStringLiteral("mine"), {}, QStringLiteral("k"), {}, QStringLiteral("Mine")});
        id = started ? started->id : QString();
        return started.has_value();
    }());
    QVERIFY(host->submitNow(engineCaller(), api::SendWorkflowEvent{id, QStringLiteral("go"), {}, {}, QStringLiteral("it is time")}).has_value());
    const auto list = workflowList(options()); // beside the running host
    QVERIFY2(list.has_value(), describe(list).c_str());
    const auto line = QJsonDocument::fromJson(QByteArray::fromStdString(*list)).object();
    QCOMPARE(line.value(QStringLiteral("id")).toString(), id);
    QCOMPARE(line.value(QStringLiteral("status")).toString(), QStringLiteral("running"));
    const auto shown = [&](std::optional<std::int64_t> at) {
        const auto text = workflowText(options(), id.toStdString(), at);
        return text ? QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object() : QJsonObject{{QStringLiteral("error"), QString::fromStdString(describe(text.error()))}};
    };
    const auto whole = shown({});
    const auto history = whole.value(QStringLiteral("history")).toArray();
    QCOMPARE(history.size(), 2);
    QCOMPARE(history.at(0).toObject().value(QStringLiteral("input")).toString(), QStringLiteral("start"));
    const auto second = history.at(1).toObject();
    QCOMPARE(second.value(QStringLiteral("input")).toString(), QStringLiteral("go"));
    QCOMPARE(second.value(QStringLiteral("reason")).toString(), QStringLiteral("it is time"));
    QCOMPARE(second.value(QStringLiteral("entered")).toArray(), QJsonArray{QStringLiteral("mine.b")});
    QCOMPARE(second.value(QStringLiteral("patch")).toObject().value(QStringLiteral("n")).toInt(), 7);
    QCOMPARE(whole.value(QStringLiteral("state")).toString(), QStringLiteral("b"));
    const auto then = shown(0);
    QCOMPARE(then.value(QStringLiteral("state")).toString(), QStringLiteral("a"));
    QCOMPARE(then.value(QStringLiteral("context")).toObject().value(QStringLiteral("n")).toInt(), 0);
    QCOMPARE(then.value(QStringLiteral("history")).toArray().size(), 1);
    QVERIFY(shown(9).value(QStringLiteral("error")).toString().contains(QLatin1String("has no history row 9")));
    QCOMPARE(workflowText(options(), "wf_none", {}).error().code, Errc::NotFound);
}

void HostTest::routingWorksWithoutAStore()
{
    const auto routed = routeText(options(), R"({"text": "My lawyer will write about the commission contract"})");
    QVERIFY2(routed.has_value(), describe(routed).c_str());
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(*routed)).object().value(QStringLiteral("level")).toInt(), 4);
    QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("console.db")))); // it changed nothing
    QCOMPARE(routeText(options(), "{}").error().what, std::string("the request has no text"));
    QCOMPARE(routeText(options(), R"({"text": "x", "mood": 1})").error().what, std::string("unknown member \"mood\""));
    QVERIFY(!routeText(options(), "no json"));
    const auto host = started(options());
    QVERIFY(routeText(options(), R"({"text": "What is included in the retreat?", "contact": {"tier": "vip"}})").has_value());
}

QTEST_GUILESS_MAIN(HostTest)
#include "host_test.moc"
