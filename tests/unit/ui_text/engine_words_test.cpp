// Sentences of the engine on the screen: known forms are translated, the studio's own
// words inside them and sentences of no known form are not.

#include <QTranslator>
#include <QtTest>

#include "ui/text/engine_words.h"

using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

/// Knows a few of the forms, and marks them so that a test sees them.
class Marking final : public QTranslator {
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *source, const char *, int) const override
    {
        if (QLatin1String(context) != QLatin1String("hs::ui::EngineWords"))
            return {};
        const QString text = QString::fromUtf8(source);
        if (text == u"%1 assigned to %2"_s)
            return u"to %2 went %1"_s; // another order of words
        return u"<"_s + text + u">"_s;
    }
};

} // namespace

class EngineWordsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void inEnglishNothingChanges_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"E-1042 claimed", "no outgoing mail is set up", "A delivery to typeform was refused: the signature does not match",
                                 "E-7: approve — Policy allows it", "Something nobody foresaw", "", "%1 of %2", "E-3 is overdue; called Dan Osei"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void inEnglishNothingChanges()
    {
        QFETCH(QString, text);
        QCOMPARE(engineWords(text), text);
    }

    void knownFormsAreTranslated_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("without a hole") << u"the signature does not match"_s << u"<the signature does not match>"_s;
        QTest::newRow("with one") << u"E-1042 claimed"_s << u"<E-1042 claimed>"_s;
        QTest::newRow("words change places") << u"LC-318 assigned to Dan Osei"_s << u"to Dan Osei went LC-318"_s;
        QTest::newRow("a sentence in a sentence") << u"A delivery to stripe was refused: the signature is missing"_s
                                                  << u"<A delivery to stripe was refused: <the signature is missing>>"_s;
        QTest::newRow("a reason behind a dash") << u"E-1: reject — Goodwill"_s << u"<E-1: reject> — <Goodwill>"_s;
        QTest::newRow("marks in the studio's words") << u"%2 of %1 claimed"_s << u"<%2 of %1 claimed>"_s;
        QTest::newRow("the longer form wins") << u"E-1: approve taken back"_s << u"<E-1: approve taken back>"_s;
        QTest::newRow("a longer form before a plainer one") << u"LC-3 is rolled back, then cancelled"_s << u"<LC-3 is rolled back, then cancelled>"_s;
        QTest::newRow("a form with marks of speech") << u"LC-3 goes on without \"payment.received\""_s
                                                     << u"<LC-3 goes on without \"payment.received\">"_s;
        QTest::newRow("a version") << u"LC-3: version 1.0.0 → 2.0.0, review → triage"_s << u"<LC-3: version 1.0.0 → 2.0.0, review → triage>"_s;
        QTest::newRow("a view") << u"View \"Mine\" of the board leads no longer shared"_s << u"<View \"Mine\" of the board leads no longer shared>"_s;
        QTest::newRow("what the clock could not start") << u"nightly-rounds could not be started by the clock: the store is full"_s
                                                        << u"<nightly-rounds could not be started by the clock: the store is full>"_s;
        QTest::newRow("what came too early") << u"payment.received was dropped: no order with the key 7 began in time"_s
                                             << u"<payment.received was dropped: no order with the key 7 began in time>"_s;
        QTest::newRow("trouble on several levels") << u"Deliveries of typeform: deliveries are refused: the signature is missing (level 2, operational response)"_s
                                                   << u"<<Deliveries of typeform: <deliveries are refused: <the signature is missing>>> (level 2, operational response)>"_s;
        QTest::newRow("trouble that is over") << u"Outgoing mail is well again"_s << u"<<Outgoing mail> is well again>"_s;
        QTest::newRow("what Sage did") << u"Sage wrote no letter to Ada: the contact withdrew the consent to mail."_s
                                       << u"<Sage wrote no letter to Ada: <the contact withdrew the consent to mail>.>"_s;
        QTest::newRow("what Liora did") << u"Nothing is sent: 120 recipients are more than 100: a person approves."_s
                                        << u"<Nothing is sent: <120 recipients are more than 100: a person approves>.>"_s;
        QTest::newRow("what Elan did") << u"Spring launch stays at review: a person has to approve it before it is final."_s
                                       << u"<Spring launch stays at review: <a person has to approve it before it is final>.>"_s;
        QTest::newRow("what Zevi did") << u"Segments renewed: 3 of 40 contacts changed."_s << u"<Segments renewed: 3 of 40 contacts changed.>"_s;
        QTest::newRow("what Nyra did") << u"Ada Byron is an Active Client now."_s << u"<Ada Byron is an Active Client now.>"_s;
        QTest::newRow("a referral that brought a client") << u"Priya Nair brought Ada Byron, who is a client now: the reward is noted."_s
                                                          << u"<Priya Nair brought Ada Byron, who is a client now: the reward is noted.>"_s;
        QTest::newRow("a booking with its state") << u"Booking Yoga is payment_pending."_s << u"<Booking Yoga is <payment_pending>.>"_s;
        QTest::newRow("a booking for which nothing runs") << u"Booking Yoga is canceled. Nothing runs for it."_s
                                                          << u"<Booking Yoga is <canceled>. Nothing runs for it.>"_s;
        QTest::newRow("an order that is closed") << u"Order 7 is closed already: noted."_s << u"<Order 7 is closed already: noted.>"_s;
        QTest::newRow("a refund with the rule") << u"Refund of 900.00: a person decides. 900.00 is over the limit of 500.00."_s
                                                << u"<Refund of 900.00: a person decides. <900.00 is over the limit of 500.00.>>"_s;
        QTest::newRow("things that are followed") << u"2 things are followed: item_shipped."_s << u"<2 things are followed: item_shipped.>"_s;
        QTest::newRow("a campaign that begins") << u"Drafted the campaign Spring; it is planned next."_s << u"<Drafted the campaign Spring; it is planned next.>"_s;
        QTest::newRow("an act and what it started") << u"Took in Ada through typeform.; LC-3 started"_s
                                                    << u"<<Took in Ada through typeform.>; LC-3 started>"_s;
        QTest::newRow("an act and whom it reached") << u"Booking Yoga is completed.; LC-3 told, WB-4 told once it goes on"_s
                                                    << u"<<Booking Yoga is <completed>.>; <LC-3 told, WB-4> told once it goes on>"_s;
        QTest::newRow("a note and whom it reached") << u"Sage took note of client_won; LC-3 told"_s << u"<Sage took note of <client_won; LC-3 told>>"_s;
        QTest::newRow("a task and its person") << u"TK-9 is assigned to Dan Osei."_s << u"<TK-9 is assigned to Dan Osei.>"_s;
        QTest::newRow("not a form") << u"Priya wrote about a refund"_s << u"Priya wrote about a refund"_s;
    }
    void knownFormsAreTranslated()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        Marking language;
        QCoreApplication::installTranslator(&language);
        const QString got = engineWords(text);
        QCoreApplication::removeTranslator(&language);
        QCOMPARE(got, said);
    }

    void aSentenceBeginsWithACapital()
    {
        QCOMPARE(engineSentence(u"no outgoing mail is set up"_s), u"No outgoing mail is set up"_s);
        QCOMPARE(engineSentence(QString()), QString());
    }
};

QTEST_MAIN(EngineWordsTest)
#include "engine_words_test.moc"
