#include "engine/workflow/run_alignment.h"

#include <QTest>

using namespace hs::workflow;

namespace {

std::vector<std::string> letters(const QByteArray &word)
{
    std::vector<std::string> list;
    for (const char letter : word)
        list.emplace_back(1, letter);
    return list;
}

/// "a=a b- -c": pairs, then what only the first and only the second has.
QByteArray told(const QByteArray &first, const QByteArray &second)
{
    QByteArrayList parts;
    for (const Aligned &pair : align(letters(first), letters(second)))
        parts << (pair.first ? QByteArray(1, first[qsizetype(*pair.first)]) : QByteArray()) + (pair.first && pair.second ? "=" : "-")
                     + (pair.second ? QByteArray(1, second[qsizetype(*pair.second)]) : QByteArray());
    return parts.join(' ');
}

} // namespace

class RunAlignmentTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepsStandBesideTheirLike_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QByteArray>("pairs");
        using B = QByteArray;
        QTest::newRow("equal runs are all pairs") << B("abc") << B("abc") << B("a=a b=b c=c");
        QTest::newRow("nothing beside nothing") << B() << B() << B();
        QTest::newRow("one has no steps") << B("ab") << B() << B("a- b-");
        QTest::newRow("a step more in the middle") << B("abc") << B("axbc") << B("a=a -x b=b c=c");
        QTest::newRow("another way between equal ends") << B("abcz") << B("axyz") << B("a=a b- c- -x -y z=z");
        QTest::newRow("one goes on") << B("ab") << B("abcd") << B("a=a b=b -c -d");
        QTest::newRow("nothing in common") << B("ab") << B("xy") << B("a- b- -x -y");
        QTest::newRow("a repeated step finds its best partner") << B("abab") << B("bab") << B("a- b=b a=a b=b");
    }
    void stepsStandBesideTheirLike()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QTEST(told(first, second), "pairs");
    }
    void twoThousandStepsAreAligned()
    {
        std::vector<std::string> first;
        std::vector<std::string> second;
        for (int i = 0; i < 2000; ++i) {
            first.push_back(std::to_string(i % 7));
            second.push_back(std::to_string(i % 11));
        }
        std::size_t left = 0;
        std::size_t right = 0;
        for (const Aligned &pair : align(first, second)) { // every step is there once, in order
            if (pair.first)
                QCOMPARE(*pair.first, left++);
            if (pair.second)
                QCOMPARE(*pair.second, right++);
            if (pair.first && pair.second)
                QCOMPARE(first[*pair.first], second[*pair.second]);
        }
        QCOMPARE(left, first.size());
        QCOMPARE(right, second.size());
    }
};

QTEST_GUILESS_MAIN(RunAlignmentTest)
#include "run_alignment_test.moc"
