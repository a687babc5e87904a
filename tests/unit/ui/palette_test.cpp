#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/palette/fuzzy.h"
#include "ui/palette/palette_model.h"

using namespace hs::ui;

namespace {

PaletteItem item(const QString &text, int order = 0, const QString &keywords = {})
{
    PaletteItem made;
    made.key = text;
    made.text = text;
    made.keywords = keywords;
    made.group = QStringLiteral("Group %1").arg(order);
    made.groupOrder = order;
    return made;
}

QStringList texts(const PaletteModel &model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.itemAt(row))
            all << model.itemAt(row)->text;
    return all;
}

} // namespace

class PaletteTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBetterHitComesFirst_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        const auto row = [](const char *name, const char *pattern, const char *better, const char *worse) {
            QTest::newRow(name) << QString::fromUtf8(pattern) << QString::fromUtf8(better) << QString::fromUtf8(worse);
        };
        row("word starts beat letters inside words", "cn", "Claim next", "Scan all");
        row("a run beats scattered letters", "pause", "Pause all agents", "Prepare a useful sentence");
        row("the start of the text beats a later word", "set", "Settings", "Reset layout");
        row("of equal hits the shorter text", "go", "Go back", "Go back to the place where you were before this one");
        row("an accented hit counts as much as a plain one", "cafe", "Le Café", "Clear all failed events");
        row("so does one whose marks stand behind their letters", "cafe", "Le Cafe\u0301", "Clear all failed events");
        row("accents may be typed too", "über", "Alles über uns", "Unter beiden Rahmen");
        row("a sharp s is two letters to those who type two", "strasse", "Zur Straße", "Studio: rate all senders");
        row("capitals inside a word start words", "wc", "WooCommerce", "Workshop chart of two");
    }
    void theBetterHitComesFirst()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        const auto first = fuzzyMatch(pattern, better);
        QVERIFY(first);
        if (const auto second = fuzzyMatch(pattern, worse))
            QVERIFY2(first->score > second->score, qPrintable(QStringLiteral("%1 > %2").arg(first->score).arg(second->score)));
    }

    void lettersMustStandInOrder()
    {
        QVERIFY(!fuzzyMatch(QStringLiteral("tset"), QStringLiteral("Settings")));
        QVERIFY(!fuzzyMatch(QStringLiteral("xyz"), QStringLiteral("Settings")));
        QVERIFY(fuzzyMatch(QString(), QStringLiteral("anything")));
        const auto match = fuzzyMatch(QStringLiteral("st"), QStringLiteral("Settings"));
        QVERIFY(match);
        QCOMPARE(match->positions.size(), 2);
        QCOMPARE(match->positions.first(), 0);
    }

    void whatIsMarkedStandsInTheTextAsWritten()
    {
        const auto match = fuzzyMatch(QStringLiteral("cafes"), QString::fromUtf8("Cafe\u0301 Straße"));
        QVERIFY(match);
        QCOMPARE(match->positions, QList<int>({0, 1, 2, 3, 6}));
    }

    void recentOnesComeFirstAmongEquals()
    {
        PaletteModel model;
        model.setLocal({item(QStringLiteral("Show A")), item(QStringLiteral("Show B"))}, QStringLiteral("show"), {QStringLiteral("Show B")});
        QCOMPARE(texts(model), QStringList({QStringLiteral("Show B"), QStringLiteral("Show A")}));
    }

    void keywordsFindWhatIsNotRead()
    {
        PaletteModel model;
        model.setLocal({item(QStringLiteral("Settings"), 0, QStringLiteral("preferences options"))}, QStringLiteral("pref"), {});
        QCOMPARE(texts(model), QStringList{QStringLiteral("Settings")});
    }

    void laterRecordsNeverMoveARow()
    {
        PaletteModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setLocal({item(QStringLiteral("One")), item(QStringLiteral("Two"), 1)}, {}, {});
        const int row = model.step(model.firstItem(), 1);
        const QPersistentModelIndex selected = model.index(row);
        const QString text = model.itemAt(row)->text;
        model.setRecords({item(QStringLiteral("Record"), 9)});
        QCOMPARE(selected.row(), row);
        QCOMPARE(model.itemAt(row)->text, text);
        QCOMPARE(texts(model).last(), QStringLiteral("Record"));
        model.setRecords({});
        QCOMPARE(selected.row(), row);
        QVERIFY(!texts(model).contains(QStringLiteral("Record")));
    }

    void headingsAreNotChosen()
    {
        PaletteModel model;
        model.setLocal({item(QStringLiteral("One")), item(QStringLiteral("Two"), 1)}, {}, {});
        QCOMPARE(model.rowCount(), 4);
        QVERIFY(!model.itemAt(0));
        QCOMPARE(model.firstItem(), 1);
        QCOMPARE(model.step(1, 1), 3);
        QCOMPARE(model.step(3, 1), 1);
        QCOMPARE(model.step(1, -1), 3);
    }

    void disabledOnesGiveTheReason()
    {
        PaletteModel model;
        PaletteItem off = item(QStringLiteral("Undo"));
        off.enabled = false;
        off.reason = QStringLiteral("There is nothing to undo.");
        model.setLocal({off}, {}, {});
        QVERIFY(!(model.flags(model.index(1)) & Qt::ItemIsEnabled));
        QVERIFY(model.index(1).data(Qt::AccessibleTextRole).toString().contains(off.reason));
    }

    void rankingThousandsIsQuick()
    {
        std::vector<PaletteItem> many;
        for (int i = 0; i < 3000; ++i)
            many.push_back(item(QStringLiteral("Open the settings of source number %1").arg(i)));
        PaletteModel model;
        QBENCHMARK_ONCE { model.setLocal(many, QStringLiteral("source 29"), {}); }
        QVERIFY(model.firstItem() >= 0);
    }
};

QTEST_GUILESS_MAIN(PaletteTest)
#include "palette_test.moc"
