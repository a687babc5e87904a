#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QSvgRenderer>
#include <QTest>

#include "engine/vocabulary/json.h"
#include "resources/resources.h"

using namespace hs;

class ResourcesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsInTheFolderIsInTheProgram_data();
    void whatIsInTheFolderIsInTheProgram();
    void everyDocumentIsJson();
    void theFourCutsOfTheFontLoad();
    void everyIconIsDrawn();
    void everyAgentHasItsIcon();
    void whatIsMissingIsNamed();
};

void ResourcesTest::whatIsInTheFolderIsInTheProgram_data()
{
    QTest::addColumn<QString>("folder");
    for (const auto *const folder :
         {"hub", "agents", "routing", "workflows", "schema", "templates", "library", "demo", "theme", "fonts", "icons"})
        QTest::newRow(folder) << QString::fromLatin1(folder);
}

void ResourcesTest::whatIsInTheFolderIsInTheProgram()
{
    QFETCH(QString, folder);
    const QDir onDisk(qEnvironmentVariable("HS_SOURCE_DIR") + QStringLiteral("/resources/") + folder);
    const auto names = onDisk.entryList(QDir::Files, QDir::Name);
    const auto paths = resources::list(folder.toStdString());
    QVERIFY2(!names.isEmpty(), qPrintable(onDisk.path()));
    QCOMPARE(qsizetype(paths.size()), names.size());
    for (const auto &path : paths) {
        QFile file(onDisk.path() + QStringLiteral("/../") + QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto inside = resources::read(path);
        QVERIFY2(inside, describe(inside).c_str());
        QVERIFY2(*inside == file.readAll().toStdString(), path.c_str());
    }
}

void ResourcesTest::everyDocumentIsJson()
{
    for (const auto *const folder : {"hub", "agents", "routing", "workflows", "schema", "templates", "library", "demo", "theme"})
        for (const auto &path : resources::list(folder)) {
            const auto text = resources::read(path);
            QVERIFY2(text, describe(text).c_str());
            const auto json = parseJson(*text);
            QVERIFY2(json, (path + ": " + describe(json)).c_str());
        }
}

void ResourcesTest::theFourCutsOfTheFontLoad()
{
    int cuts = 0;
    for (const auto &path : resources::list("fonts")) {
        if (!path.ends_with(".otf"))
            continue;
        ++cuts;
        const int id = QFontDatabase::addApplicationFont(QStringLiteral(":/") + QString::fromStdString(path));
        QVERIFY2(id >= 0, path.c_str());
        QVERIFY(QFontDatabase::applicationFontFamilies(id).first().startsWith(QStringLiteral("Inter")));
    }
    QCOMPARE(cuts, 4);
}

void ResourcesTest::everyIconIsDrawn()
{
    int icons = 0;
    for (const auto &path : resources::list("icons")) {
        if (!path.ends_with(".svg"))
            continue;
        ++icons;
        QSvgRenderer icon(QStringLiteral(":/") + QString::fromStdString(path));
        QVERIFY2(icon.isValid(), path.c_str());
        QCOMPARE(icon.defaultSize(), QSize(24, 24));
    }
    QVERIFY(icons > 150);
}

void ResourcesTest::everyAgentHasItsIcon()
{
    const auto text = resources::read("theme/tokens.json");
    QVERIFY2(text, describe(text).c_str());
    const auto tokens = parseJson(*text);
    QVERIFY2(tokens, describe(tokens).c_str());
    const Json &agents = member(*tokens, "agents");
    QCOMPARE(agents.size(), 9U);
    for (const auto &[agent, look] : agents.items())
        QVERIFY2(resources::read("icons/" + hs::text(look, "icon") + ".svg"), agent.c_str());
}

void ResourcesTest::whatIsMissingIsNamed()
{
    const auto nothing = resources::read("icons/unicorn-of-lead.svg");
    QCOMPARE(describe(nothing),
             std::string("there is no such file in the program (resources/icons/unicorn-of-lead.svg): "
                         "see `list` for the names that exist"));
    QCOMPARE(nothing.error().code, Errc::NotFound);
    QVERIFY(resources::list("unicorns").empty());
}

QTEST_MAIN(ResourcesTest)
#include "resources_test.moc"
