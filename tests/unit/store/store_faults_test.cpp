#include <filesystem>
#include <fstream>

#include <sys/mount.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "engine/store/dialect.h"
#include "engine/store/migrations.h"
#include "engine/store/store.h"
#include "engine/store/tables/inbox.h"

using namespace hs;
using namespace hs::store;

namespace fs = std::filesystem;

class StoreFaultsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void D7_aSecondProcessIsToldWhoHoldsTheFolder();
    void aNewerDatabaseIsRefusedUntouched();
    void aDamagedFileIsTold();
    void aFolderThatCannotBeMadeIsTold();
    void aFullDiskRefusesAndRecovers();
    void aReaderWorksBesideTheWriter();
};

void StoreFaultsTest::D7_aSecondProcessIsToldWhoHoldsTheFolder()
{
    QTemporaryDir dir;
    const auto first = Store::open({dir.path().toStdString(), false, 1});
    QVERIFY(first.has_value());
    const auto second = Store::open({dir.path().toStdString(), false, 1});
    QVERIFY(!second.has_value());
    QCOMPARE(int(second.error().code), int(Errc::Conflict));
    QCOMPARE(second.error().what, "process " + std::to_string(::getpid()) + " works on this data folder");
}

void StoreFaultsTest::aNewerDatabaseIsRefusedUntouched()
{
    QTemporaryDir dir;
    {
        const auto store = Store::open({dir.path().toStdString(), false, 1});
        QVERIFY(store.has_value());
    }
    auto connection = dialect::open(fs::path(dir.path().toStdString()) / "console.db", "newer", false);
    QVERIFY(connection.has_value());
    QVERIFY(dialect::setSchemaVersion(*connection, migrations::latest() + 1).has_value());
    dialect::close(*connection);
    const auto store = Store::open({dir.path().toStdString(), false, 1});
    QVERIFY(!store.has_value());
    QCOMPARE(int(store.error().code), int(Errc::BadInput));
    QVERIFY(store.error().what.starts_with("the database is of version " + std::to_string(migrations::latest() + 1)));
}

void StoreFaultsTest::aDamagedFileIsTold()
{
    QTemporaryDir dir;
    std::ofstream(fs::path(dir.path().toStdString()) / "console.db") << std::string(8192, 'x');
    const auto store = Store::open({dir.path().toStdString(), false, 1});
    QVERIFY(!store.has_value());
    QCOMPARE(int(store.error().code), int(Errc::Corrupt));
    QCOMPARE(store.error().mend, std::string("restore the newest file of the backups folder"));
}

void StoreFaultsTest::aFolderThatCannotBeMadeIsTold()
{
    QTemporaryDir dir;
    const auto file = fs::path(dir.path().toStdString()) / "file";
    std::ofstream(file) << "not a folder";
    const auto store = Store::open({file / "data", false, 1});
    QVERIFY(!store.has_value());
    QCOMPARE(int(store.error().code), int(Errc::Unavailable));
    QVERIFY(store.error().what.starts_with("the data folder cannot be written"));
}

void StoreFaultsTest::aFullDiskRefusesAndRecovers()
{
    QTemporaryDir dir;
    const auto path = dir.path().toStdString();
    if (::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=4m") != 0)
        QSKIP("a small disk can only be mounted by root");
    {
        auto opened = Store::open({path, false, 1});
        QVERIFY2(opened.has_value(), describe(opened).c_str());
        auto &store = **opened;
        const std::string body(60'000, 'x');
        std::optional<Error> refused;
        int stored = 0;
        for (int i = 0; i < 500 && !refused; ++i) {
            const auto added = store.writeNow<inbox::Added>([&](Transaction &tx) -> Result<inbox::Added> {
                const auto id = "evt_" + std::to_string(i);
                return inbox::add(tx, {id, "generic", "t", id, "{}", body, fromMillis(1), "r"});
            });
            if (added)
                ++stored;
            else
                refused = added.error();
        }
        QVERIFY(refused.has_value());
        QCOMPARE(int(refused->code), int(Errc::StorageFull));
        QVERIFY(store.trouble().has_value());
        // Space comes back: the same store goes on by itself, and what was taken is there.
        QCOMPARE(::mount("tmpfs", path.c_str(), "tmpfs", MS_REMOUNT, "size=64m"), 0);
        const auto again = store.writeNow<inbox::Added>([&](Transaction &tx) -> Result<inbox::Added> { return inbox::add(tx, {"evt_last", "generic", "t", "last", "{}", body, fromMillis(1), "r"}); });
        QVERIFY2(again.has_value(), describe(again).c_str());
        QVERIFY(!store.trouble().has_value());
        const auto count = store.readNow<std::int64_t>([](const ReadSql &sql) -> Result<std::int64_t> { return inbox::count(sql, {}); });
        QCOMPARE(*count, std::int64_t(stored + 1));
    }
    QCOMPARE(::umount(path.c_str()), 0);
}

void StoreFaultsTest::aReaderWorksBesideTheWriter()
{
    QTemporaryDir dir;
    const auto writer = Store::open({dir.path().toStdString(), false, 1});
    QVERIFY(writer.has_value());
    const auto added = (*writer)->writeNow<inbox::Added>([](Transaction &tx) -> Result<inbox::Added> { return inbox::add(tx, {"evt_1", "s", "t", "d", "{}", "b", fromMillis(1), "r"}); });
    QVERIFY(added.has_value());
    const auto reader = Store::open({dir.path().toStdString(), true, 1});
    QVERIFY2(reader.has_value(), describe(reader).c_str());
    QCOMPARE(*(*reader)->readNow<std::int64_t>([](const ReadSql &sql) -> Result<std::int64_t> { return inbox::count(sql, {}); }), std::int64_t(1));
    const auto refused = (*reader)->writeNow<int>([](Transaction &) -> Result<int> { return 0; });
    QCOMPARE(refused.error().what, std::string("this process only looks at the data folder"));
}

QTEST_GUILESS_MAIN(StoreFaultsTest)
#include "store_faults_test.moc"
