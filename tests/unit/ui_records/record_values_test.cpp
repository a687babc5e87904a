#include <QtTest>

#include "ui/records/field_value.h"
#include "ui/records/record_conflict.h"

using namespace hs;
using namespace hs::ui;

Q_DECLARE_METATYPE(QJsonValue)

namespace {
QString s(const char *text)
{
    return QString::fromUtf8(text);
}
}

class RecordValuesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsTypedBecomesAValue_data();
    void whatIsTypedBecomesAValue();
    void conflictsAreOnlyRealOnes_data();
    void conflictsAreOnlyRealOnes();
    void onlyChangedFieldsAreSaved();
    void systemPropertiesAreNotTyped();
    void aLongTextIsCutBetweenItsLetters();
};

void RecordValuesTest::whatIsTypedBecomesAValue_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QJsonValue>("expected"); // undefined: refused
    const QJsonValue refused(QJsonValue::Undefined);
    QTest::newRow("a number with an English point") << s("number") << s("1,234.5") << s("en_GB") << QJsonValue(1234.5);
    QTest::newRow("a number with a German comma") << s("number") << s("1.234,5") << s("de_DE") << QJsonValue(1234.5);
    QTest::newRow("words are no number") << s("number") << s("many") << s("en_GB") << refused;
    QTest::newRow("an ISO date in any locale") << s("date") << s("2026-03-31") << s("de_DE") << QJsonValue(s("2026-03-31"));
    QTest::newRow("a German date") << s("date") << s("31.03.26") << s("de_DE") << QJsonValue(s("2026-03-31"));
    QTest::newRow("a day that does not exist") << s("date") << s("2026-02-30") << s("en_GB") << refused;
    QTest::newRow("choices with commas") << s("multi_select") << s("VIP, Trade") << s("en_GB") << QJsonValue(QJsonArray{s("VIP"), s("Trade")});
    QTest::newRow("a choice that is none") << s("multi_select") << s("VIP, Foo") << s("en_GB") << refused;
    QTest::newRow("an address without @") << s("email") << s("priya") << s("en_GB") << refused;
    QTest::newRow("emptied means no value") << s("rich_text") << s("  ") << s("en_GB") << QJsonValue(QJsonValue::Null);
    QTest::newRow("a required one cannot be emptied") << s("title") << s("") << s("en_GB") << refused;
}

void RecordValuesTest::whatIsTypedBecomesAValue()
{
    QFETCH(QString, type);
    QFETCH(QString, text);
    QFETCH(QString, locale);
    QFETCH(QJsonValue, expected);
    api::PropertyInfo property;
    property.name = s("Field");
    property.type = type;
    property.required = type == s("title");
    if (type == s("multi_select"))
        property.options = QStringList{s("VIP"), s("Trade")};
    QString why;
    const auto value = parseField(property, text, QLocale(locale), &why);
    if (expected.isUndefined()) {
        QVERIFY(!value);
        QVERIFY2(why.contains(s("Field")), qPrintable(why));
    } else {
        QVERIFY2(value, qPrintable(why));
        QCOMPARE(*value, expected);
    }
}

void RecordValuesTest::conflictsAreOnlyRealOnes_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("mine");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<int>("conflicts");
    QTest::newRow("only I changed it") << s("a") << s("b") << s("a") << 0;
    QTest::newRow("only they changed it") << s("a") << s("a") << s("c") << 0;
    QTest::newRow("both wrote the same") << s("a") << s("b") << s("b") << 0;
    QTest::newRow("both wrote otherwise") << s("a") << s("b") << s("c") << 1;
    QTest::newRow("I emptied what they changed") << s("a") << QString() << s("c") << 1;
}

void RecordValuesTest::conflictsAreOnlyRealOnes()
{
    const auto object = [](const QString &value) {
        return value.isEmpty() ? QJsonObject{{s("x"), QJsonValue(QJsonValue::Null)}} : QJsonObject{{s("x"), value}};
    };
    QFETCH(QString, base);
    QFETCH(QString, mine);
    QFETCH(QString, theirs);
    QTEST(int(fieldConflicts(object(base), object(mine), object(theirs)).size()), "conflicts");
}

void RecordValuesTest::onlyChangedFieldsAreSaved()
{
    const QJsonObject base{{s("a"), 1}, {s("b"), s("x")}, {s("c"), true}};
    QJsonObject now = base;
    now[s("b")] = s("y");
    now.remove(s("c"));
    const QJsonObject changes = changedFields(base, now);
    QCOMPARE(changes, (QJsonObject{{s("b"), s("y")}, {s("c"), QJsonValue(QJsonValue::Null)}}));
    QVERIFY(changedFields(base, base).isEmpty());
    QVERIFY(changedFields({}, {{s("n"), QJsonValue(QJsonValue::Null)}}).isEmpty()); // missing and null are alike
}

void RecordValuesTest::systemPropertiesAreNotTyped()
{
    api::PropertyInfo property;
    property.type = s("number");
    QVERIFY(isEditable(property));
    property.systemOnly = true;
    QVERIFY(!isEditable(property));
    property.systemOnly = false;
    property.type = s("relation");
    QVERIFY(isEditable(property));
    property.type = s("formula");
    QVERIFY(!isEditable(property));
}

void RecordValuesTest::aLongTextIsCutBetweenItsLetters()
{
    QCOMPARE(beginningOf(s("short"), 5), s("short"));
    QCOMPARE(beginningOf(s("not so short"), 7), s("not so…"));
    QCOMPARE(beginningOf(s("ab🌿c"), 3), s("ab…")); // a letter of two halves is not cut in two
    QCOMPARE(beginningOf(s("ab🌿c"), 4), s("ab🌿…"));
}

QTEST_GUILESS_MAIN(RecordValuesTest)
#include "record_values_test.moc"
