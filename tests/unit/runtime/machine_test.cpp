#include "engine/runtime/machine.h"

#include <fstream>

#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using machine::Reading;
using test::RuntimeBench;

/// Alerts about processor, memory and disk (domain.md §9, operational levels of §4.6).
class MachineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<RuntimeBench>();
        m_watch = {};
    }
    void overTheMarkForFiveMinutesIsTrouble_data();
    void overTheMarkForFiveMinutesIsTrouble();
    void aShortPeakIsNone();
    void over90IsForAnAdministratorAtOnce();
    void itIsOverByItself();
    void troubleOfAnEarlierRunEnds();
    void itStaysOpenWhileItIsHigh();
    void theReaderReadsTheSystem();
    void theReaderReadsWhatStandsInProc();

private:
    std::vector<store::troubles::Trouble> open() { return m_bench->openTroubles(); }
    void look(const Reading &reading)
    {
        const auto turns = m_watch.take(reading, m_bench->clock.now());
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            machine::note(deed, turns);
            return {};
        });
        m_bench->settle(); // the minute's look at all troubles among it
    }
    /// A look every minute for so many minutes.
    void stays(const Reading &reading, int minutes)
    {
        for (int i = 0; i < minutes; ++i) {
            m_bench->clock.advance(1min);
            look(reading);
        }
    }
    std::unique_ptr<RuntimeBench> m_bench;
    machine::Watch m_watch;
};

void MachineTest::overTheMarkForFiveMinutesIsTrouble_data()
{
    QTest::addColumn<double>("cpu");
    QTest::addColumn<double>("memory");
    QTest::addColumn<double>("disk");
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QByteArray>("what");
    QTest::newRow("cpu") << 81.0 << 10.0 << 80.0 << QByteArray("cpu") << QByteArray("the processor has been over 80 % for 5 minutes (81 %)");
    QTest::newRow("memory") << 80.0 << 85.4 << 10.0 << QByteArray("memory") << QByteArray("the memory has been over 80 % for 5 minutes (85 %)");
    QTest::newRow("disk") << 0.0 << 0.0 << 89.9 << QByteArray("disk") << QByteArray("the disk of the data folder has been over 80 % for 5 minutes (90 %)");
}

void MachineTest::overTheMarkForFiveMinutesIsTrouble()
{
    QFETCH(double, cpu);
    QFETCH(double, memory);
    QFETCH(double, disk);
    QFETCH(QByteArray, fault);
    QFETCH(QByteArray, what);
    const Reading reading{cpu, memory, disk};
    look(reading);
    stays(reading, 4);
    QVERIFY(open().empty());
    stays(reading, 1);
    QCOMPARE(open().size(), std::size_t(1)); // exactly on the mark is none
    const auto trouble = open().front();
    QCOMPARE(trouble.component, std::string("machine"));
    QCOMPARE(QByteArray::fromStdString(trouble.fault), fault);
    QCOMPARE(QByteArray::fromStdString(trouble.what), what);
    QCOMPARE(trouble.level, int(troubles::Recovery));
}

void MachineTest::aShortPeakIsNone()
{
    look({85, {}, {}});
    stays({85, {}, {}}, 4);
    stays({70, {}, {}}, 1);
    stays({85, {}, {}}, 5);
    QVERIFY(open().empty()); // four minutes, then again from the beginning
    stays({85, {}, {}}, 1);
    QCOMPARE(open().size(), std::size_t(1));
}

void MachineTest::over90IsForAnAdministratorAtOnce()
{
    const auto admin = m_bench->person("Ada Adler", 3);
    look({{}, {}, 85});
    stays({{}, {}, 85}, 5);
    QCOMPARE(open().front().level, int(troubles::Recovery));
    stays({{}, {}, 95}, 6);
    QCOMPARE(open().size(), std::size_t(1)); // the same trouble
    QCOMPARE(open().front().level, int(troubles::Operational));
    QCOMPARE(open().front().why, std::string("over 90 % is critical"));
    QCOMPARE(textList(member(m_bench->fields("master-tasks", open().front().task), "Assigned To")), std::vector{admin.id});
}

void MachineTest::itIsOverByItself()
{
    look({{}, 95, {}});
    stays({{}, 95, {}}, 6);
    const auto trouble = open().front();
    stays({{}, 85, {}}, 3); // from critical to high is not well
    QCOMPARE(open().size(), std::size_t(1));
    stays({{}, 80, {}}, 1);
    QVERIFY(open().empty());
    QCOMPARE(text(m_bench->fields("master-tasks", trouble.task), "Status"), std::string("Done"));
}

void MachineTest::troubleOfAnEarlierRunEnds()
{
    look({{}, {}, 85});
    stays({{}, {}, 85}, 5);
    QCOMPARE(open().size(), std::size_t(1));
    m_watch = {}; // the program starts again
    look({{}, {}, {}});
    QCOMPARE(open().size(), std::size_t(1)); // nothing was read
    look({{}, {}, 60});
    QVERIFY(open().empty());
}

void MachineTest::itStaysOpenWhileItIsHigh()
{
    look({{}, {}, 85});
    stays({{}, {}, 85}, 5 + 16);
    QCOMPARE(open().size(), std::size_t(1)); // the look at all troubles does not take it for well
    QCOMPARE(open().front().level, int(troubles::Operational)); // it has lasted
}

void MachineTest::theReaderReadsTheSystem()
{
    machine::Reader reader(m_bench->dir.path().toStdString());
    const auto first = reader.read();
    QVERIFY(!first.cpu); // a share needs two looks
    QVERIFY(first.disk && *first.disk >= 0 && *first.disk <= 100);
#ifdef Q_OS_LINUX
    QVERIFY(first.memory && *first.memory > 0 && *first.memory < 100);
    volatile unsigned busy = 0;
    const auto until = std::clock() + CLOCKS_PER_SEC / 10; // of processor time
    while (std::clock() < until)
        busy = busy + 1;
    const auto second = reader.read();
    QVERIFY(second.cpu && *second.cpu > 0);
    QVERIFY2(*second.cpu < 110, qPrintable(QString::number(*second.cpu)));
#endif
}

void MachineTest::theReaderReadsWhatStandsInProc()
{
    const auto proc = std::filesystem::path(m_bench->dir.path().toStdString()) / "proc";
    std::filesystem::create_directories(proc / "self");
    const auto write = [&](const char *file, const std::string &text) { std::ofstream(proc / file) << text; };
    write("meminfo", "MemTotal:        1000000 kB\nMemFree: 1 kB\n");
    write("self/status", "Name:\tx\nVmPeak:\t999999 kB\nVmRSS:\t  250000 kB\n");
    write("self/stat", "7 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 100 50 0 0\n");
    machine::Reader reader("/nowhere/at/all", proc);
    const auto reading = reader.read();
    QCOMPARE(reading.memory.value(), 25.0);
    write("self/stat", "7 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 100 50 0 0\n");
    QCOMPARE(reader.read().cpu.value(), 0.0); // no time was taken
    write("self/stat", "nonsense");
    QVERIFY(!reader.read().cpu);
}

QTEST_GUILESS_MAIN(MachineTest)
#include "machine_test.moc"
