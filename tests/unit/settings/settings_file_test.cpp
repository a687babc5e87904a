#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "engine/settings/settings_file.h"
#include "tests/unit/settings/shipped_schema.h"

using namespace hs;
using namespace hs::settings;

class SettingsFileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void withoutAFileTheDefaultsHold();
    void aChangedFileIsTaken();
    void aBadFileKeepsTheOldSettings();
    void aFileThatIsGoneMeansDefaults();
    void aFileThatCannotBeReadKeepsTheOldSettings();
    void aChangeIsWrittenAndStays();
    void nullGoesBackToTheDefault();
    void aChangeKeepsWhatPeopleWrote();
    void severalChangesAreAllOrNone();
    void changesThatAreRefused_data();
    void changesThatAreRefused();
    void aFileWithFaultsIsNotOverwritten();
    void aFolderThatIsClosedIsTold();
    void nothingElseIsLeftInTheFolder();

private:
    void put(const QByteArray &text)
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text);
    }
    QByteArray content()
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    QString path() const { return m_folder->filePath(QStringLiteral("console.json")); }
    SettingsFile fresh(Variables variables = {})
    {
        return SettingsFile(*shippedSchema(), path().toStdString(), std::move(variables));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SettingsFileTest::init()
{
    QVERIFY(shippedSchema());
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void SettingsFileTest::cleanup()
{
    QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void SettingsFileTest::withoutAFileTheDefaultsHold()
{
    auto file = fresh({{"SMTP_FROM", "a@b.example"}});
    QCOMPARE(file.settings()->integer("/receiver/port"), 8787);
    QVERIFY(!file.reload()); // nothing changed by reading nothing
    QVERIFY(file.findings().empty());
    QCOMPARE(file.settings()->text("/mail/from"), std::string("a@b.example"));
}

void SettingsFileTest::aChangedFileIsTaken()
{
    auto file = fresh();
    put("{\"receiver\":{\"port\":9000}}");
    QVERIFY(file.reload());
    const auto before = file.settings();
    put("{\"receiver\":{\"port\":9001}}");
    QVERIFY(file.reload());
    QVERIFY(!file.reload());
    QCOMPARE(file.settings()->integer("/receiver/port"), 9001);
    QCOMPARE(before->integer("/receiver/port"), 9000); // what was handed out stays as it was
}

void SettingsFileTest::aBadFileKeepsTheOldSettings()
{
    auto file = fresh();
    put("{\"receiver\":{\"port\":9000}}");
    QVERIFY(file.reload());
    put("{\"receiver\":{\"port\":9001},\n\"log\":3}");
    QVERIFY(!file.reload());
    QCOMPARE(file.settings()->integer("/receiver/port"), 9000);
    QCOMPARE(file.findings().size(), 1U);
    QCOMPARE(describe(file.findings().front()),
             std::string("must be an object, found a number (console.json:/log (line 2)): write it in braces"));
    put("{\"receiver\":{\"port\":9001}}");
    QVERIFY(file.reload());
    QVERIFY(file.findings().empty());
    QCOMPARE(file.settings()->integer("/receiver/port"), 9001);
}

void SettingsFileTest::aFileThatIsGoneMeansDefaults()
{
    auto file = fresh();
    put("{\"receiver\":{\"port\":9000}}");
    QVERIFY(file.reload());
    QVERIFY(QFile::remove(path()));
    QVERIFY(file.reload());
    QCOMPARE(file.settings()->integer("/receiver/port"), 8787);
}

void SettingsFileTest::aFileThatCannotBeReadKeepsTheOldSettings()
{
    auto file = fresh();
    put("{\"receiver\":{\"port\":9000}}");
    QVERIFY(file.reload());
    QVERIFY(QFile::remove(path()));
    QVERIFY(QDir().mkdir(path())); // a folder of that name cannot be read as a file, whoever asks
    QVERIFY(!file.reload());
    QCOMPARE(file.settings()->integer("/receiver/port"), 9000);
    QVERIFY(file.findings().front().what.starts_with("the file cannot be read: "));
    QCOMPARE(file.findings().front().mend, std::string("let this user read it"));
}

void SettingsFileTest::aChangeIsWrittenAndStays()
{
    auto file = fresh();
    const auto done = file.change({{"/holds/replySeconds", 45}, {"/receiver/sources/typeform/perMinute", 10}});
    QVERIFY2(done, describe(done).c_str());
    QCOMPARE(file.settings()->integer("/holds/replySeconds"), 45);
    QCOMPARE(file.settings()->find("/holds/replySeconds")->source, Source::Console);
    auto later = fresh();
    later.reload();
    QVERIFY(later.findings().empty());
    QCOMPARE(later.settings()->integer("/holds/replySeconds"), 45);
    QCOMPARE(later.settings()->integer("/receiver/sources/typeform/perMinute"), 10);
    const auto again = later.change({{"/holds/replySeconds", 60}}); // its own, so not locked
    QVERIFY2(again, describe(again).c_str());
    QCOMPARE(later.settings()->integer("/holds/replySeconds"), 60);
}

void SettingsFileTest::nullGoesBackToTheDefault()
{
    auto file = fresh();
    QVERIFY(file.change({{"/holds/replySeconds", 45}, {"/log/level", "warn"}}));
    QVERIFY(file.change({{"/holds/replySeconds", nullptr}}));
    QCOMPARE(file.settings()->integer("/holds/replySeconds"), 30);
    QCOMPARE(file.settings()->find("/holds/replySeconds")->source, Source::Default);
    QVERIFY(!content().contains("holds"));
    QVERIFY(file.change({{"/log/level", nullptr}}));
    QCOMPARE(content(), QByteArray("{}\n"));
    QVERIFY(file.change({{"/log/level", nullptr}})); // already so
}

void SettingsFileTest::aChangeKeepsWhatPeopleWrote()
{
    auto file = fresh();
    put("{ // by hand\n\"receiver\":{\"port\":9000}}");
    const auto done = file.change({{"/receiver/publicUrl", "https://hooks.studio.example"}});
    QVERIFY2(done, describe(done).c_str());
    QCOMPARE(file.settings()->integer("/receiver/port"), 9000);
    QCOMPARE(file.settings()->find("/receiver/port")->source, Source::File);
    QCOMPARE(file.settings()->text("/receiver/publicUrl"), std::string("https://hooks.studio.example"));
}

void SettingsFileTest::severalChangesAreAllOrNone()
{
    auto file = fresh();
    const auto done = file.change({{"/holds/replySeconds", 45}, {"/log/level", "loud"}});
    QVERIFY(!done);
    QCOMPARE(file.settings()->integer("/holds/replySeconds"), 30);
    QCOMPARE(content(), QByteArray("(none)"));
}

void SettingsFileTest::changesThatAreRefused_data()
{
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("error");
    using B = QByteArray;
    const int bad = int(Errc::BadInput);
    const int conflict = int(Errc::Conflict);
    QTest::newRow("a setting that is none")
        << B(R"({"/receiver/prt":1})") << bad
        << B("there is no such setting (/receiver/prt): did you mean \"/receiver/port\"?");
    QTest::newRow("a whole section") << B(R"({"/mail":{}})") << bad
                                     << B("there is no such setting (/mail): ask for the list of settings");
    QTest::newRow("a value out of range")
        << B(R"({"/holds/replySeconds":-1})") << bad
        << B("must be 0 to 3600, found -1 (/holds/replySeconds): use a number in that range");
    QTest::newRow("a setting locked by a variable")
        << B(R"({"/mail/from":"x@y.example"})") << conflict
        << B("is set by the environment (/mail/from): change or unset the variable SMTP_FROM");
    QTest::newRow("a setting locked by hand")
        << B(R"({"/receiver/port":9001})") << conflict
        << B("is set by hand in console.json, line 2 (/receiver/port): change it there, or remove it from the file");
    QTest::newRow("nothing")
        << B("{}") << bad
        << B("the settings must be an object of pointers and values (settings): send {\"/receiver/port\": 8787}");
}

void SettingsFileTest::changesThatAreRefused()
{
    QFETCH(QByteArray, values);
    QFETCH(int, code);
    QFETCH(QByteArray, error);
    auto file = fresh({{"SMTP_FROM", "a@b.example"}});
    const QByteArray before("{\n\"receiver\":{\"port\":9000}}");
    put(before);
    const auto done = file.change(Json::parse(values.toStdString()));
    QCOMPARE(describe(done), error.toStdString());
    QCOMPARE(int(done.error().code), code);
    QCOMPARE(content(), before);
}

void SettingsFileTest::aFileWithFaultsIsNotOverwritten()
{
    auto file = fresh();
    put("{ \"log\": 3 }");
    const auto done = file.change({{"/holds/replySeconds", 45}});
    QCOMPARE(describe(done), std::string("must be an object, found a number (console.json:/log (line 1)): mend the "
                                         "file first; it would be overwritten"));
    QCOMPARE(content(), QByteArray("{ \"log\": 3 }"));
}

void SettingsFileTest::aFolderThatIsClosedIsTold()
{
    auto schema = shippedSchema();
    QVERIFY(schema);
    SettingsFile file(*schema, m_folder->filePath(QStringLiteral("no/such/folder/console.json")).toStdString(), {});
    const auto done = file.change({{"/holds/replySeconds", 45}});
    QVERIFY(!done);
    QCOMPARE(done.error().code, Errc::Unavailable);
    QVERIFY(done.error().what.starts_with("the settings cannot be written: "));
    QCOMPARE(done.error().mend, std::string("let this user write the file and its folder"));
}

void SettingsFileTest::nothingElseIsLeftInTheFolder()
{
    auto file = fresh();
    QVERIFY(file.change({{"/holds/replySeconds", 45}}));
    QVERIFY(file.change({{"/holds/replySeconds", 46}}));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
             QStringList{QStringLiteral("console.json")});
}

QTEST_GUILESS_MAIN(SettingsFileTest)
#include "settings_file_test.moc"
