#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "engine/documents/reader_process.h"
#include "tests/unit/documents/makers.h"

using namespace hs;
using namespace hs::documents;
using namespace std::chrono_literals;

namespace {

Source textNamed(const std::string &name, std::string bytes = "Some text.")
{
    Source source;
    source.name = name;
    source.bytes = std::move(bytes);
    return source;
}

/// The children of this process.
std::vector<pid_t> childrenOfUs()
{
    std::vector<pid_t> found;
    for (const auto &task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream file(task.path() / "children");
        for (pid_t pid = 0; file >> pid;)
            found.push_back(pid);
    }
    return found;
}

std::string pageOfWords(std::size_t bytes)
{
    std::string html;
    while (html.size() < bytes)
        html += "<p>word <b>and</b> word</p>";
    return html;
}

} // namespace

class DocumentsReaderProcessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsOneAfterTheOther();
    void errorsComeAsTheyAre();
    void programThatIsNotThere();
    void programThatIsAnother();
    void whatAChildMayDo_data();
    void whatAChildMayDo();
    void childThatLeavesIsReplaced();
    void childIsReplacedAfterAThousandDocuments();
    void idleChildEnds();
    void childHangs();
    void cancelled();
    void cancelledWhileOthersRead();
    void killedWhileItReads();
    void memoryIsLimited();
    void timeIsLimitedInTheChild();
    void childHasNothingOfItsParent();
    void manyThreads();
    void manyGoThroughOneChild();

private:
    [[nodiscard]] static ReaderProcess::Options options() { return {HS_READER_CHILD}; }
    [[nodiscard]] ReaderProcess::Options moody() const
    {
        return {m_folder.filePath(QStringLiteral("moody")).toStdString()};
    }

    QTemporaryDir m_folder;
};

void DocumentsReaderProcessTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    std::filesystem::create_symlink(HS_READER_CHILD, moody().program);
}

void DocumentsReaderProcessTest::readsOneAfterTheOther()
{
    ReaderProcess reader(options());
    QVERIFY(childrenOfUs().empty()); // only when it is needed
    const auto first = reader.read(textNamed("a.md", "# Title\n\nText \xc3\xa4.\n\n- item"), {});
    QVERIFY2(first, describe(first).c_str());
    QCOMPARE(making::outlineOf(*first), std::string("Heading1: Title\nParagraph: Text \xc3\xa4.\nItem1: item\n"));
    QCOMPARE(first->title, std::string("Title"));
    QCOMPARE(first->mediaType, std::string("text/markdown"));
    const auto child = childrenOfUs();
    QCOMPARE(child.size(), std::size_t(1));
    auto page =
        textNamed("b.html", "<html lang=en><a href=x>link</a><table><tr><th>a<th>b<tr><td>1<td>2</table></html>");
    page.address = "https://example.com/";
    const auto second = reader.read(page, {});
    QVERIFY2(second, describe(second).c_str());
    QCOMPARE(second->links, std::vector<std::string>{"https://example.com/x"});
    QCOMPARE(second->language, std::string("en"));
    QCOMPARE(second->blocks.back().table, 1);
    QCOMPARE(childrenOfUs(), child);
    const auto large =
        reader.read(textNamed("c.txt", std::string(5'000'000, 'x')), {}); // more than a pipe holds, both ways
    QVERIFY2(large, describe(large).c_str());
    QCOMPARE(large->text.size(), std::size_t(5'000'000));
}

void DocumentsReaderProcessTest::errorsComeAsTheyAre()
{
    ReaderProcess reader(options());
    const auto broken = reader.read(textNamed("a.pdf", "%PDF-1.4"), {});
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, Errc::BadInput);
    QCOMPARE(broken.error().what, std::string("the PDF is damaged"));
    QCOMPARE(broken.error().where, std::string("a.pdf"));
    QVERIFY(!broken.error().mend.empty());
    QCOMPARE(reader.read(textNamed("a.zip", making::archive({{"a", "b"}})), {}).error().code, Errc::NotFound);
    Limits limits;
    limits.bytes = 5;
    QCOMPARE(reader.read(textNamed("a.txt"), limits).error().code, Errc::BadInput);
    limits.bytes = 100;
    limits.text = 5;
    QCOMPARE(reader.read(textNamed("a.txt"), limits).error().code, Errc::BadInput);
}

void DocumentsReaderProcessTest::programThatIsNotThere()
{
    ReaderProcess reader({m_folder.filePath(QStringLiteral("nothing")).toStdString()});
    const auto document = reader.read(textNamed("a.txt"), {});
    QVERIFY(!document);
    QCOMPARE(document.error().code, Errc::Unavailable);
}

void DocumentsReaderProcessTest::programThatIsAnother()
{
    ReaderProcess reader({"/bin/false"});
    const auto document = reader.read(textNamed("a.txt"), {});
    QVERIFY(!document);
    QCOMPARE(document.error().code, Errc::Unavailable);
}

void DocumentsReaderProcessTest::whatAChildMayDo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("crash") << QStringLiteral("crash.txt") << int(Errc::BadInput);
    QTest::newRow("its own alarm") << QStringLiteral("alarm.txt") << int(Errc::Timeout);
    QTest::newRow("an answer larger than any") << QStringLiteral("much.txt") << int(Errc::Internal);
    QTest::newRow("no CBOR") << QStringLiteral("nonsense.txt") << int(Errc::Internal);
    QTest::newRow("CBOR nested endlessly") << QStringLiteral("deep.txt") << int(Errc::Internal);
    QTest::newRow("blocks beyond the text") << QStringLiteral("beyond.txt") << int(Errc::Internal);
}

void DocumentsReaderProcessTest::whatAChildMayDo()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    ReaderProcess reader(moody());
    const auto document = reader.read(textNamed(name.toStdString()), {});
    QVERIFY(!document);
    QCOMPARE(int(document.error().code), code);
    QVERIFY(!document.error().what.empty() && !document.error().mend.empty());
    QCOMPARE(document.error().where, name.toStdString());
    const auto next = reader.read(textNamed("a.txt"), {});
    QVERIFY2(next, describe(next).c_str());
    QCOMPARE(next->text, std::string("moody"));
}

void DocumentsReaderProcessTest::childThatLeavesIsReplaced()
{
    ReaderProcess reader(moody());
    QVERIFY(reader.read(textNamed("last.txt"), {})); // it ends behind its answer
    const auto next = reader.read(textNamed("a.txt"), {});
    QVERIFY2(next, describe(next).c_str());
    // One that never begins is asked twice, not for ever.
    const auto never = reader.read(textNamed("leave.txt"), {});
    QVERIFY(!never);
    QCOMPARE(never.error().code, Errc::Unavailable);
    QVERIFY(reader.read(textNamed("a.txt"), {}));
}

void DocumentsReaderProcessTest::childIsReplacedAfterAThousandDocuments()
{
    ReaderProcess reader(moody());
    QVERIFY(reader.read(textNamed("a.txt"), {}));
    const auto first = childrenOfUs();
    for (int i = 1; i < 1'000; ++i)
        QVERIFY(reader.read(textNamed("a.txt"), {}));
    QCOMPARE(childrenOfUs(), first);
    QVERIFY(reader.read(textNamed("a.txt"), {}));
    QVERIFY(childrenOfUs() != first);
    QCOMPARE(childrenOfUs().size(), std::size_t(1));
}

void DocumentsReaderProcessTest::idleChildEnds()
{
    ReaderProcess reader(options());
    QVERIFY(reader.read(textNamed("a.txt"), {}));
    const auto child = childrenOfUs();
    QCOMPARE(child.size(), std::size_t(1));
    // Somebody ends it between two documents, as its idle time would.
    ::kill(child.front(), SIGKILL);
    const auto next = reader.read(textNamed("a.txt"), {});
    QVERIFY2(next, describe(next).c_str());
    QVERIFY(childrenOfUs() != child);

    auto impatient = options();
    impatient.idle = 1s;
    ReaderProcess other(impatient);
    QVERIFY(other.read(textNamed("a.txt"), {}));
    const auto state = [&] {
        std::string all;
        for (const auto pid : childrenOfUs()) {
            std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
            std::stringstream text;
            text << file.rdbuf();
            const auto at = text.str().rfind(')');
            all += at == std::string::npos ? "" : text.str().substr(at + 2, 1);
        }
        return all;
    };
    QTRY_VERIFY_WITH_TIMEOUT(state().find('Z') != std::string::npos, 10'000);
    QVERIFY(other.read(textNamed("a.txt"), {}));
}

void DocumentsReaderProcessTest::childHangs()
{
    ReaderProcess reader(moody());
    Limits limits;
    limits.whole = 0s;
    QElapsedTimer timer;
    timer.start();
    const auto document = reader.read(textNamed("hang.txt"), limits);
    QVERIFY(!document);
    QCOMPARE(document.error().code, Errc::Timeout);
    QVERIFY(timer.elapsed() < 20'000);
    QVERIFY(reader.read(textNamed("a.txt"), {}));
}

void DocumentsReaderProcessTest::cancelled()
{
    ReaderProcess reader(moody());
    std::stop_source stop;
    std::jthread canceller([&] {
        while (childrenOfUs().empty())
            std::this_thread::yield();
        stop.request_stop();
    });
    const auto document = reader.read(textNamed("hang.txt"), {}, stop.get_token());
    QVERIFY(!document);
    QCOMPARE(document.error().code, Errc::Cancelled);
    canceller.join();
    QVERIFY(reader.read(textNamed("a.txt"), {}));
    QCOMPARE(reader.read(textNamed("a.txt"), {}, stop.get_token()).error().code, Errc::Cancelled);
}

void DocumentsReaderProcessTest::cancelledWhileOthersRead()
{
    ReaderProcess reader(moody());
    std::stop_source first, second;
    std::jthread other(
        [&] { [[maybe_unused]] const auto hung = reader.read(textNamed("hang.txt"), {}, first.get_token()); });
    QTRY_VERIFY_WITH_TIMEOUT(!childrenOfUs().empty(), 5'000);
    second.request_stop();
    QCOMPARE(reader.read(textNamed("a.txt"), {}, second.get_token()).error().code,
             Errc::Cancelled); // it does not wait for its turn
    first.request_stop();
}

void DocumentsReaderProcessTest::killedWhileItReads()
{
    ReaderProcess reader(moody());
    std::atomic<bool> over = false;
    std::jthread killer([&over] {
        while (childrenOfUs().empty())
            std::this_thread::yield();
        // It may not yet have begun: then another one is asked, and killed as well.
        while (!over)
            for (const auto pid : childrenOfUs())
                ::kill(pid, SIGKILL);
    });
    const auto document = reader.read(textNamed("hang.txt"), {});
    over = true;
    killer.join();
    QVERIFY(!document);
    QVERIFY(document.error().code == Errc::BadInput || document.error().code == Errc::Unavailable);
    const auto next = reader.read(textNamed("a.txt"), {});
    QVERIFY2(next, describe(next).c_str());
}

void DocumentsReaderProcessTest::memoryIsLimited()
{
    auto small = options();
    small.memory = 48U * 1024 * 1024;
    ReaderProcess reader(small);
    const auto document = reader.read(textNamed("a.html", pageOfWords(20'000'000)), {});
    QVERIFY(!document);
    QCOMPARE(document.error().code, Errc::BadInput);
    QVERIFY(!document.error().mend.empty());
    const auto next = reader.read(textNamed("a.txt"), {});
    QVERIFY2(next, describe(next).c_str());
}

void DocumentsReaderProcessTest::timeIsLimitedInTheChild()
{
    ReaderProcess reader(options());
    Limits limits;
    limits.whole = 1s;
    limits.blocks = 100'000'000;
    limits.text = 1'000'000'000;
    QElapsedTimer timer;
    timer.start();
    const auto document = reader.read(textNamed("a.html", pageOfWords(45'000'000)), limits);
    if (!document) // a fast machine may have read it
        QCOMPARE(document.error().code, Errc::Timeout);
    QVERIFY(timer.elapsed() < 30'000);
    const auto next = reader.read(textNamed("a.txt"), {});
    QVERIFY2(next, describe(next).c_str());
}

void DocumentsReaderProcessTest::childHasNothingOfItsParent()
{
    ::setenv("WEBHOOK_SECRET_EXAMPLE", "not for readers", 1);
    const int open = ::dup(STDERR_FILENO); // a descriptor that a child would get
    ReaderProcess reader(options());
    QVERIFY(reader.read(textNamed("a.txt"), {}));
    const auto child = childrenOfUs();
    QCOMPARE(child.size(), std::size_t(1));
    const auto folder = std::filesystem::path("/proc") / std::to_string(child.front());
    std::error_code error;
    int descriptors = 0;
    for (auto at = std::filesystem::directory_iterator(folder / "fd", error);
         at != std::filesystem::directory_iterator(); ++at)
        ++descriptors;
    if (!error)
        QCOMPARE(descriptors, 3);
    std::ifstream file(folder / "environ", std::ios::binary);
    std::stringstream environment;
    environment << file.rdbuf();
    QVERIFY(environment.str().find("WEBHOOK_SECRET_EXAMPLE") == std::string::npos);
    std::ifstream status(folder / "status");
    std::stringstream words;
    words << status.rdbuf();
    QVERIFY(words.str().find("NoNewPrivs:\t1") != std::string::npos);
    ::close(open);
    ::unsetenv("WEBHOOK_SECRET_EXAMPLE");
}

void DocumentsReaderProcessTest::manyThreads()
{
    ReaderProcess reader(options());
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&reader, &right, i] {
                for (int j = 0; j < 20; ++j) {
                    const auto text = "text " + std::to_string(i) + " " + std::to_string(j);
                    const auto document = reader.read(textNamed("a.txt", text), {});
                    right += document && document->text == text ? 1 : 0;
                }
            });
    }
    QCOMPARE(right.load(), 160);
    QCOMPARE(childrenOfUs().size(), std::size_t(1));
}

void DocumentsReaderProcessTest::manyGoThroughOneChild()
{
    ReaderProcess reader(options());
    std::string page = "# Title\n\n";
    while (page.size() < 4'000)
        page += "Some words of a paragraph, with *emphasis* and `code`, and a second sentence.\n\n- an item\n- "
                "another\n\n";
    QVERIFY(reader.read(textNamed("a.md", page), {}));
    const auto children = childrenOfUs();
    for (int i = 0; i < 500; ++i)
        QVERIFY(reader.read(textNamed("a.md", page), {}));
    QCOMPARE(childrenOfUs(), children);
}

QTEST_GUILESS_MAIN(DocumentsReaderProcessTest)
#include "reader_process_test.moc"
