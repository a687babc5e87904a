#include <QTest>

#include "engine/language/language.h"
#include "tests/unit/language/random_text.h"

using namespace hs;
using namespace hs::language;

class LanguageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textsAreGuessed_data();
    void textsAreGuessed();
    void questionsAreGuessed_data();
    void questionsAreGuessed();
    void onlyTheBeginningIsLookedAt();
    void anyBytesGiveACode();
};

void LanguageTest::textsAreGuessed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *expected, const char *name, const char *text) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("", "nothing", "");
    row("", "numbers", "12 345 67.89");
    row("", "one name", "Harmony");
    row("", "a table of goods", "Clay 12 kg, Glaze 3 l, Kiln 1");
    row("en", "English", "A booking can be cancelled up to two days before the session. After that the fee is half of the price.");
    row("de", "German", "Eine Buchung kann bis zwei Tage vor dem Termin storniert werden. Danach wird die Hälfte des Preises berechnet.");
    row("fr", "French", "Une réservation peut être annulée jusqu'à deux jours avant la séance. Après, la moitié du prix est due.");
    row("es", "Spanish", "Una reserva se puede cancelar hasta dos días antes de la sesión. Después se cobra la mitad del precio.");
    row("", "Italian", "Una prenotazione può essere annullata fino a due giorni prima della seduta. Dopo si paga la metà del prezzo.");
    row("", "Portuguese", "Uma reserva pode ser cancelada até dois dias antes da sessão. Depois disso não há devolução do valor.");
    row("", "Dutch", "Een boeking kan tot twee dagen voor de sessie worden geannuleerd. Daarna is het bedrag niet terug te krijgen.");
    row("", "Swedish", "En bokning kan avbokas upp till två dagar före tillfället. Efter det är det inte möjligt att få pengarna.");
    row("ru", "Russian", "Бронирование можно отменить за два дня до сеанса.");
    row("uk", "Ukrainian", "Бронювання можна скасувати за два дні до сеансу, якщо є причина.");
    row("el", "Greek", "Η κράτηση μπορεί να ακυρωθεί.");
    row("he", "Hebrew", "ניתן לבטל הזמנה");
    row("ar", "Arabic", "يمكن إلغاء الحجز قبل يومين");
    row("ja", "Japanese", "予約は二日前までキャンセルできます。");
    row("ja", "Japanese with English names", "Harmony Studioの予約はOnlineでできます。");
    row("zh", "Chinese", "预订可以在两天前取消。");
    row("ko", "Korean", "예약은 이틀 전까지 취소할 수 있습니다.");
    row("th", "Thai", "สามารถยกเลิกการจองได้");
    row("en", "English with a name in Greek", "The name of the studio is Αρμονία and it is by the sea, as you can see on the map.");
}

void LanguageTest::textsAreGuessed()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(guess(text.toStdString()), expected.toStdString());
}

void LanguageTest::questionsAreGuessed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *expected, const char *text) { QTest::newRow(text) << QByteArray(text) << QByteArray(expected); };
    row("", "");
    row("", "cancellation policy");
    row("", "kiln");
    row("en", "What is the refund rule?");
    row("en", "how old are you");
    row("de", "Wie viel kostet eine Absage?");
    row("de", "was kostet das");
    row("de", "wann ist der Termin");
    row("fr", "combien coûte une annulation");
    row("fr", "où est le studio");
    row("es", "¿Cuánto cuesta?");
    row("es", "cuanto cuesta cancelar la sesion");
    row("ja", "予約のキャンセル");
    row("zh", "取消预订");
    row("ru", "отмена брони");
}

void LanguageTest::questionsAreGuessed()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(guessQuestion(text.toStdString()), expected.toStdString());
}

void LanguageTest::onlyTheBeginningIsLookedAt()
{
    std::string english, german;
    for (int i = 0; i < 100; ++i) {
        english += "The studio is by the sea and you can see it from here. ";
        german += "Das Studio ist am Meer und man kann es von hier aus nicht sehen. ";
    }
    QCOMPARE(guess(english + german + german), std::string("en"));
    QCOMPARE(guess(german + english + english), std::string("de"));
}

void LanguageTest::anyBytesGiveACode()
{
    test::RandomText random(31);
    for (int i = 0; i < 2'000; ++i) {
        const auto text = random.text(1 + random.below(40), true);
        const auto found = guess(text);
        QVERIFY(found.empty() || found.size() == 2);
        QCOMPARE(guess(text), found);
        QVERIFY(guessQuestion(text).size() <= 2);
    }
}

QTEST_GUILESS_MAIN(LanguageTest)
#include "language_test.moc"
