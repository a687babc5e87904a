#include "ui/escalations/word_diff.h"

#include <QTest>

#include "ui/escalations/risky_change.h"

using namespace hs::ui;

namespace {

/// "a [-b-]{+c+}": short to write, short to read.
QString shown(const std::vector<DiffPiece> &pieces)
{
    QString text;
    for (const DiffPiece &piece : pieces) {
        switch (piece.kind) {
        case DiffPiece::Kind::Same:
            text += piece.text;
            break;
        case DiffPiece::Kind::Removed:
            text += QStringLiteral("[-") + piece.text + QStringLiteral("-]");
            break;
        case DiffPiece::Kind::Added:
            text += QStringLiteral("{+") + piece.text + QStringLiteral("+}");
            break;
        }
    }
    return text;
}

} // namespace

class WordDiffTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void marksWhatChanged_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *before, const char *after, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after) << QString::fromUtf8(expected);
        };
        row("nothing changed", "Dear Helen,", "Dear Helen,", "Dear Helen,");
        row("both are empty", "", "", "");
        row("all is new", "", "Hello", "{+Hello+}");
        row("all is gone", "Hello", "", "[-Hello-]");
        row("one word is replaced", "a credit now", "a refund now", "a [-credit-]{+refund+} now");
        row("neighbouring words are one change", "arranged a credit of it", "arranged a full refund it",
            "arranged a [-credit of-]{+full refund+} it");
        row("a sentence is added at the end", "Yes.", "Yes. Thank you.", "Yes.{+ Thank you.+}");
        row("a word is added inside", "so sorry", "so very sorry", "so {+very +}sorry");
        row("an amount is one word", "pay 1,250.00 now", "pay 1,350.00 now", "pay [-1,250.00-]{+1,350.00+} now");
        row("a paragraph is put in between", "One.\nThree.", "One.\nTwo.\nThree.", "One.\n{+Two.\n+}Three.");
        row("accents and other scripts are words", "Grüße an José", "Grüße an Renée", "Grüße an [-José-]{+Renée+}");
        row("a changed mark is told alone", "Really.", "Really!", "Really[-.-]{+!+}");
    }
    void marksWhatChanged()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QTEST(shown(wordDiff(before, after)), "expected");
    }

    void piecesJoinToBothTexts()
    {
        // A law, over many texts of few words, so that all kinds of overlap occur.
        const QStringList words{QStringLiteral("a"), QStringLiteral("b "), QStringLiteral(" "), QStringLiteral("\n"),
                                QStringLiteral("c."), QStringLiteral("  d")};
        quint32 seed = 7;
        const auto text = [&] {
            QString made;
            seed = seed * 1664525u + 1013904223u;
            const int length = int(seed >> 28);
            for (int i = 0; i < length; ++i) {
                seed = seed * 1664525u + 1013904223u;
                made += words.at(int((seed >> 16) % quint32(words.size())));
            }
            return made;
        };
        for (int round = 0; round < 2'000; ++round) {
            const QString before = text();
            const QString after = text();
            QString old;
            QString now;
            const auto pieces = wordDiff(before, after);
            for (size_t i = 0; i < pieces.size(); ++i) {
                QVERIFY(!pieces[i].text.isEmpty());
                QVERIFY(i == 0 || pieces[i].kind != pieces[i - 1].kind);
                if (pieces[i].kind != DiffPiece::Kind::Added)
                    old += pieces[i].text;
                if (pieces[i].kind != DiffPiece::Kind::Removed)
                    now += pieces[i].text;
            }
            QCOMPARE(old, before);
            QCOMPARE(now, after);
        }
    }

    void longTextsAreToldWholeRatherThanSlowly()
    {
        QString before;
        QString after;
        for (int i = 0; i < 6'000; ++i) {
            before += QStringLiteral("x%1 ").arg(i);
            after += QStringLiteral("y%1 ").arg(i);
        }
        QElapsedTimer timer;
        timer.start();
        const auto pieces = wordDiff(before, after);
        QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(pieces.front().kind, DiffPiece::Kind::Removed);
        QCOMPARE(pieces[1].kind, DiffPiece::Kind::Added);
    }

    void aPlaceInTheMarkedTextIsAPlaceInTheReply_data()
    {
        QTest::addColumn<int>("shownAt");
        QTest::addColumn<int>("expected");
        // shown: "a credit" + "refund" + " now", after: "a refund now"
        QTest::newRow("before any change") << 1 << 1;
        QTest::newRow("inside struck words") << 5 << 2;
        QTest::newRow("inside added words") << 11 << 5;
        QTest::newRow("after the change") << 16 << 10;
        QTest::newRow("beyond the end") << 90 << 12;
    }
    void aPlaceInTheMarkedTextIsAPlaceInTheReply()
    {
        QFETCH(int, shownAt);
        const auto pieces = wordDiff(QStringLiteral("a credit now"), QStringLiteral("a refund now"));
        QTEST(positionInAfter(pieces, shownAt), "expected");
    }

    void weightyChangesAreSeen_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<bool>("amount");
        QTest::addColumn<bool>("date");
        QTest::addColumn<bool>("recipient");
        const auto row = [](const char *name, const char *before, const char *after, const char *what) {
            const QByteArray flags(what);
            QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after) << flags.contains('a')
                                << flags.contains('d') << flags.contains('r');
        };
        row("other words, the same sum", "a credit of £640", "a full refund of £640", "");
        row("another sum", "a refund of £640", "a refund of £460", "a");
        row("another currency", "You get $640.", "You get €640.", "a");
        row("the same sum written otherwise", "£1,250.00", "1250 pounds", "");
        row("German and English marks mean the same", "1.250,50 €", "EUR 1,250.50", "");
        row("a sum is taken out", "We pay $40 back.", "We pay it back.", "a");
        row("another percentage", "with 10 % off", "with 15 % off", "a");
        row("a count is no sum", "two works", "3 works", "");
        row("another day", "on 12 March", "on 14 March", "d");
        row("the same day written otherwise", "on 12 March", "on March 12th", "");
        row("a German date", "am 3. Mai 2026", "am 4. Mai 2026", "d");
        row("an ISO date and words mean the same", "2026-03-12", "12 March 2026", "");
        row("another weekday", "see you Wednesday", "see you Thursday", "d");
        row("another time", "at 11:00", "at 16:00", "d");
        row("the same time written otherwise", "at 4 pm", "at 16:00", "");
        row("the month may is no date alone", "You may come.", "You can come.", "");
        row("another address", "to helen@ashworth.example", "to helga@ashworth.example", "r");
        row("another name in the greeting", "Dear Helen,\nyes", "Dear Priya,\nyes", "r");
        row("a more formal greeting", "Dear Helen,\nyes", "Dear Mrs Helen Ashworth,\nyes", "");
        row("another name behind the same title", "Dear Mrs Ashworth,\nyes", "Dear Mrs Raman,\nyes", "r");
        row("another of the same family", "Dear Helen Ashworth,\nyes", "Dear Priya Ashworth,\nyes", "r");
        row("no greeting any more", "Dear Helen,\nyes", "yes", "");
        row("a warmer greeting", "Dear Helen,\nyes", "Hello Helen,\nyes", "");
        row("another telephone number", "call +44 20 7946 0001", "call +44 20 7946 0002", "r");
        row("all three", "Dear A,\n$5 on 1 May", "Dear B,\n$6 on 2 May", "adr");
        row("nothing at all", "same", "same", "");
    }
    void weightyChangesAreSeen()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        const RiskyChange found = riskyChange(before, after);
        const QByteArray seen = (amountsIn(before) + amountsIn(after) + datesIn(before) + datesIn(after)
                                 + recipientsIn(before) + recipientsIn(after)).join(QLatin1String("; ")).toUtf8();
        QFETCH(bool, amount);
        QFETCH(bool, date);
        QFETCH(bool, recipient);
        QVERIFY2(found.amount == amount && found.date == date && found.recipient == recipient, seen.constData());
    }
};

QTEST_GUILESS_MAIN(WordDiffTest)
#include "word_diff_test.moc"
