#include "app/command_line.h"

#include <QTest>

using namespace hs;
using namespace hs::app;

/// What the program takes on its command line, and the one line it answers to what it does not.
class CommandLineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsUnderstood_data();
    void whatIsUnderstood();
    void whatIsRefused_data();
    void whatIsRefused();
    void everyCommandHasHelp();
    void optionsAreRead();

private:
    static Result<CommandLine> parsed(const QString &line)
    {
        return parse(QStringList{QStringLiteral("higherself-console")} + line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    }
};

void CommandLineTest::whatIsUnderstood_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("command");
    using Mode = CommandLine::Mode;
    const auto row = [](const char *line, Mode mode, const char *command = "") { QTest::newRow(*line ? line : "nothing") << QString::fromLatin1(line) << int(mode) << QString::fromLatin1(command); };
    row("", Mode::Window);
    row("--demo", Mode::Window);
    row("--headless", Mode::Headless);
    row("--headless --demo --port 0", Mode::Headless);
    row("--version", Mode::Version);
    row("--help", Mode::Help);
    row("workflow show --help", Mode::Help, "workflow show");
    row("check", Mode::Command, "check");
    row("check --offline", Mode::Command, "check");
    row("workflow validate a.json b.json", Mode::Command, "workflow validate");
    row("workflow trace --definition a --script b", Mode::Command, "workflow trace");
    row("workflow eval", Mode::Command, "workflow eval");
    row("workflow list", Mode::Command, "workflow list");
    row("workflow show wf_1", Mode::Command, "workflow show");
    row("workflow show wf_1 --at 3", Mode::Command, "workflow show");
    row("workflow replay wf_1", Mode::Command, "workflow replay");
    row("route", Mode::Command, "route");
    row("secret set STRIPE_KEY", Mode::Command, "secret set");
    row("secret list", Mode::Command, "secret list");
    row("secret remove STRIPE_KEY", Mode::Command, "secret remove");
    row("api-key create shop --role operator", Mode::Command, "api-key create");
    row("api-key revoke shop", Mode::Command, "api-key revoke");
    row("higherself-console:escalation/esc_1", Mode::Window);
}

void CommandLineTest::whatIsUnderstood()
{
    QFETCH(QString, line);
    const auto answer = parsed(line);
    QVERIFY2(answer.has_value(), describe(answer).c_str());
    QTEST(int(answer->mode), "mode");
    QString command;
    for (const auto &word : answer->command)
        command += (command.isEmpty() ? QString() : QStringLiteral(" ")) + QString::fromStdString(word);
    QTEST(command, "command");
}

void CommandLineTest::whatIsRefused_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("what");
    const auto row = [](const char *line, const char *what) { QTest::newRow(line) << QString::fromLatin1(line) << QByteArray(what); };
    row("fly", "unknown command \"fly\"");
    row("workflow", "unknown command \"workflow\"");
    row("workflow fly now", "unknown command \"workflow fly\"");
    row("backup out.db", "unknown command \"backup out.db\""); // not built yet: as if it did not exist
    row("knowledge forget x", "unknown command \"knowledge forget\"");
    row("knowledge search x --limit 0", "\"0\" is not a value for --limit");
    row("knowledge search x --mode magic", "\"magic\" is not a value for --mode");
    row("knowledge add", "use: higherself-console knowledge add PATH...");
    row("--fly", "unknown option \"--fly\"");
    row("--port", "--port needs a value");
    row("--port x", "\"x\" is not a value for --port");
    row("--port 65536", "\"65536\" is not a value for --port");
    row("--port=-1", "\"-1\" is not a value for --port");
    row("--pace 0", "\"0\" is not a value for --pace");
    row("--log-level loud", "\"loud\" is not a value for --log-level");
    row("--headless check", "--headless goes with no command");
    row("check now", "use: higherself-console check");
    row("workflow validate", "use: higherself-console workflow validate FILE...");
    row("workflow show", "use: higherself-console workflow show ID [--at SEQ]");
    row("workflow show a b", "use: higherself-console workflow show ID [--at SEQ]");
    row("workflow replay", "use: higherself-console workflow replay ID");
    row("workflow show a --at x", "\"x\" is not a value for --at");
    row("workflow show a --at -1", "\"-1\" is not a value for --at");
    row("workflow trace --definition a", "workflow trace needs --definition FILE and --script FILE");
    row("api-key create shop", "api-key create needs --role viewer, operator, reviewer or admin");
    row("secret set", "use: higherself-console secret set NAME [--keep-old]");
    row("check --role admin", "--role does not belong to \"check\"");
    row("workflow list --at 3", "--at does not belong to \"workflow list\"");
    row("--at 3", "--at needs a command that it belongs to");
}

void CommandLineTest::whatIsRefused()
{
    QFETCH(QString, line);
    const auto answer = parsed(line);
    QVERIFY(!answer);
    QTEST(QByteArray::fromStdString(answer.error().what), "what");
    QVERIFY(describe(answer.error()).find('\n') == std::string::npos); // one line
}

void CommandLineTest::everyCommandHasHelp()
{
    const auto all = helpText({});
    for (const auto *command : {"check", "workflow validate", "workflow trace", "workflow eval", "workflow list", "workflow show", "workflow replay", "route", "secret set", "secret list",
                                "secret remove", "api-key create", "api-key revoke", "--data-dir", "--config", "--listen", "--port", "--log-level", "--offline", "--headless", "--demo"})
        QVERIFY2(all.find(command) != std::string::npos, command);
    QVERIFY(helpText({"workflow", "show"}).find("history") != std::string::npos);
    QVERIFY(helpText({"workflow", "show"}).find("api-key") == std::string::npos);
    QVERIFY(helpText({"workflow"}).find("workflow eval") != std::string::npos);
}

void CommandLineTest::optionsAreRead()
{
    const auto line = parsed(QStringLiteral("--data-dir /d --config=/c.json --listen 0.0.0.0 --port=0 --log-level debug --offline --demo --pace 60 --start-in-tray"));
    QVERIFY(line.has_value());
    QCOMPARE(line->dataDir, std::string("/d"));
    QCOMPARE(line->configFile, std::string("/c.json"));
    QCOMPARE(line->listen, std::optional<std::string>("0.0.0.0"));
    QCOMPARE(line->port, std::optional(0));
    QCOMPARE(line->logLevel, std::string("debug"));
    QCOMPARE(line->pace, 60.0);
    QVERIFY(line->offline && line->demo && line->startInTray);
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
