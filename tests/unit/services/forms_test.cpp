#include "deliveries.h"

#include "engine/services/contact_fields.h"
#include "engine/services/form_body.h"
#include "engine/services/money.h"

using namespace hs;
using namespace hs::services;

class FormsTest : public QObject {
    Q_OBJECT

private:
    static QByteArray shown(const Result<FormFields> &fields)
    {
        if (!fields)
            return QByteArray::fromStdString(describe(fields.error()));
        std::string text;
        for (const auto &field : *fields)
            text += (text.empty() ? "" : "|") + field.name + "=" + field.value + (field.fileName ? "<" + *field.fileName + ">" : "");
        return QByteArray::fromStdString(text);
    }

private Q_SLOTS:
    void readsUrlencodedBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("fields");
        using B = QByteArray;
        QTest::newRow("plain") << B("a=1&b=two") << B("a=1|b=two");
        QTest::newRow("blanks and escapes") << B("full+name=Mara%20Lind&e=a%40b.example") << B("full name=Mara Lind|e=a@b.example");
        QTest::newRow("beyond ASCII, escaped and raw") << B("n=J%C3%B6rg&m=J\xC3\xB6rg") << B("n=J\xC3\xB6rg|m=J\xC3\xB6rg");
        QTest::newRow("no value, no equals sign, empty pairs") << B("a=&b&&c=3&") << B("a=|b=|c=3");
        QTest::newRow("equals sign in the value") << B("a=b=c") << B("a=b=c");
        QTest::newRow("repeats") << B("a=1&a=2") << B("a=1|a=2");
        QTest::newRow("brackets") << B("fields%5Bname%5D%5Bvalue%5D=x") << B("fields[name][value]=x");
        QTest::newRow("nothing") << B() << B();
        QTest::newRow("escape cut off") << B("a=1&b=%4") << B("a % in the form is not followed by two hexadecimal digits (byte 6)");
        QTest::newRow("escape of other letters") << B("%GG=1") << B("a % in the form is not followed by two hexadecimal digits (byte 0)");
        QTest::newRow("not UTF-8") << B("a=%FF") << B("the form is not UTF-8 (byte 2)");
        QTest::newRow("too long a name") << B(257, 'n') + "=1" << B("the name of a field is longer than 256 bytes (byte 0)");
        QTest::newRow("too many fields") << B("a&").repeated(501) << B("the form has more than 500 fields (byte 1000)");
    }
    void readsUrlencodedBodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, fields);
        QCOMPARE(shown(parseUrlencoded(body.toStdString())), fields);
    }

    void readsMultipartBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("fields");
        using B = QByteArray;
        const B name = "Content-Disposition: form-data; name=\"a\"\r\n";
        QTest::newRow("one field") << B("--xyz\r\n" + name + "\r\nhello\r\n--xyz--\r\n") << B("a=hello");
        QTest::newRow("an empty value") << B("--xyz\r\n" + name + "\r\n\r\n--xyz--") << B("a=");
        QTest::newRow("line ends within") << B("--xyz\r\n" + name + "\r\none\r\ntwo\r\n--xyz--\r\n") << B("a=one\r\ntwo");
        QTest::newRow("a file") << B("--xyz\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"cv.pdf\"\r\nContent-Type: application/pdf\r\n\r\n\xFF\xFE\r\n--xyz--") << B("cv=<cv.pdf>");
        QTest::newRow("quotes in a name, names of other case") << B("--xyz\r\ncontent-disposition: FORM-DATA; NAME=\"a\\\"b\"\r\n\r\n1\r\n--xyz\r\nContent-Disposition: form-data; name=c\r\n\r\n2\r\n--xyz--") << B("a\"b=1|c=2");
        QTest::newRow("the boundary within a line is none") << B("--xyz\r\n" + name + "\r\nv--xyz\r\n--xyz--") << B("a=v--xyz");
        QTest::newRow("no line end before the boundary of an empty value") << B("--xyz\r\n" + name + "\r\n--xyz--") << B("a=");
        QTest::newRow("blanks behind the boundary") << B("--xyz \t\r\n" + name + "\r\nv\r\n--xyz--") << B("a=v");
        QTest::newRow("nothing but the end") << B("--xyz--\r\n") << B();
        QTest::newRow("no boundary at all") << B("hello") << B("the form does not begin with its boundary (byte 0)");
        QTest::newRow("no end") << B("--xyz\r\n" + name + "\r\nhello") << B("the form ends before its last boundary (byte 56)");
        QTest::newRow("no headers") << B("--xyz\r\n\r\nhello\r\n--xyz--") << B("the headers of the part do not end within 4 KiB (part 1)");
        QTest::newRow("no name") << B("--xyz\r\nContent-Type: text/plain\r\n\r\nv\r\n--xyz--") << B("the part has no name (part 1)");
        QTest::newRow("a part of another kind") << B("--xyz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n--xyz--") << B("the part is not one field of a form (part 1)");
        QTest::newRow("an encoded part") << B("--xyz\r\n" + name + "Content-Transfer-Encoding: base64\r\n\r\naGk=\r\n--xyz--") << B("the part is encoded, which forms must not be (part 1)");
        QTest::newRow("a line that is no header") << B("--xyz\r\nhello\r\n\r\nv\r\n--xyz--") << B("a line among the headers of the part is no header (part 1)");
        QTest::newRow("a value that is not UTF-8") << B("--xyz\r\n" + name + "\r\n\xFF\r\n--xyz--") << B("the value of the field is not UTF-8 (part 1)");
        QTest::newRow("rubbish behind the boundary") << B("--xyzq\r\n" + name + "\r\nv\r\n--xyz--") << B("no line end after the boundary (byte 5)");
        QTest::newRow("headers without an end") << B("--xyz\r\nX: " + B(5000, 'x') + "\r\n\r\nv\r\n--xyz--") << B("the headers of the part do not end within 4 KiB (part 1)");
        QTest::newRow("too many parts") << B(("--xyz\r\n" + name + "\r\nv\r\n").repeated(501) + "--xyz--") << B("the form has more than 500 fields (byte 27007)");
    }
    void readsMultipartBodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, fields);
        QCOMPARE(shown(parseForm("multipart/form-data; boundary=\"xyz\"", body.toStdString())), fields);
    }

    void otherBodiesAreRefused()
    {
        QCOMPARE(shown(parseForm("text/plain", "a=1")), QByteArray("the content type is not one of a form (Content-Type)"));
        QCOMPARE(shown(parseForm("multipart/form-data", "--x--")), QByteArray("the multipart form names no boundary of 1 to 70 characters (Content-Type)"));
        QCOMPARE(shown(parseMultipart("--x--", std::string(71, 'b'))), QByteArray("the multipart form names no boundary of 1 to 70 characters (Content-Type)"));
    }

    void bodiesBecomeObjects()
    {
        QCOMPARE(dump(*parseBody("application/x-www-form-urlencoded", "a=1&b=2&a=3")), std::string(R"({"a":"1, 3","b":"2"})"));
        QCOMPARE(dump(*parseBody("", R"({"a":1})")), std::string(R"({"a":1})"));
        QCOMPARE(dump(*parseBody("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=f; filename=x.png\r\n\r\nPNG\r\n--b--")),
                 std::string(R"({"f":"[file x.png]"})"));
    }

    void envelopesKeepTwoLevels_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("envelope");
        using B = QByteArray;
        QTest::newRow("scalars") << B(R"({"a":"x","b":1,"c":-2,"d":1.5,"e":true,"f":null})") << B(R"({"a":"x","b":1,"c":-2,"d":1.5,"e":true,"f":null})");
        QTest::newRow("an object within") << B(R"({"a":{"id":"x","deep":{"id":"y"},"list":[1,{"z":2}]},"b":2})") << B(R"({"a":{"deep":null,"id":"x","list":null},"b":2})");
        QTest::newRow("arrays") << B(R"({"list":[{"id":"x"},[1]],"id":"y"})") << B(R"({"id":"y","list":null})");
        QTest::newRow("the last of equal names") << B(R"({"id":"x","id":{"a":1},"id":"z"})") << B(R"({"id":"z"})");
        QTest::newRow("nothing") << B("{}") << B("{}");
        QTest::newRow("blanks everywhere") << B(" \r\n{ \t\"a\" : [ 1 , { } ] , \"b\" : { } }\n ") << B(R"({"a":null,"b":{}})");
        QTest::newRow("escapes in names and texts") << B("{\"n\\u0061me\":\"a\\\"b\\\\c\\/\\b\\f\\n\\r\\t\\u00e9\"}") << B("{\"name\":\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\xC3\xA9\"}");
        QTest::newRow("a surrogate pair in escapes") << B("{\"a\":\"\\ud83d\\ude00\",\"b\":{\"list\":[1],\"c\":2}}") << B("{\"a\":\"\xF0\x9F\x98\x80\",\"b\":{\"c\":2,\"list\":null}}");
        QTest::newRow("half a surrogate pair") << B("{\"a\":\"\\ud83d\"}") << B("the body is not JSON (line 1, column 13)");
        QTest::newRow("an escape that is none") << B("{\"a\":\"\\x\"}") << B("the body is not JSON (line 1, column 8)");
        QTest::newRow("an escape cut off") << B("{\"a\":\"\\u12\"}") << B("the body is not JSON (line 1, column 11)");
        QTest::newRow("a line break in a text") << B("{\"a\":\"x\ny\"}") << B("the body is not JSON (line 1, column 8)");
        QTest::newRow("numbers with exponents") << B(R"({"a":1e3,"b":[2E-2],"c":-0.5})") << B(R"({"a":1000.0,"b":null,"c":-0.5})");
        QTest::newRow("a number with a leading zero") << B(R"({"a":[01]})") << B("the body is not JSON (line 1, column 8)");
        QTest::newRow("a number without digits") << B(R"({"a":-})") << B("the body is not JSON (line 1, column 7)");
        QTest::newRow("a fraction without digits") << B(R"({"a":[1.]})") << B("the body is not JSON (line 1, column 9)");
        QTest::newRow("a number too large") << B("{\"a\":[" + B(400, '9') + "]}") << B("the body is not JSON: [json.exception.out_of_range.406] number overflow parsing '" + B(400, '9') + "'");
        QTest::newRow("a word that is none") << B(R"({"a":[tru]})") << B("the body is not JSON (line 1, column 10)");
        QTest::newRow("a comma too many") << B(R"({"a":[1,]})") << B("the body is not JSON (line 1, column 9)");
        QTest::newRow("a member without a value") << B(R"({"a":1,})") << B("the body is not JSON (line 1, column 8)");
        QTest::newRow("a byte order mark") << B("\xEF\xBB\xBF{\"a\":[1]}") << B(R"({"a":null})");
        QTest::newRow("an array is no document") << B("[{}]") << B("the body is JSON, but not an object (line 1, column 1)");
        QTest::newRow("a text is no document") << B("\"x\"") << B("the body is JSON, but not an object (line 1, column 1)");
        QTest::newRow("cut off") << B("{\"a\":{") << B("the body is not JSON (line 1, column 7)");
        QTest::newRow("followed by more") << B("{} {}") << B("the body is not JSON (line 1, column 4)");
        QTest::newRow("not UTF-8 deep within") << B("{\"a\":{\"b\":[\"\xFF\"]}}") << B("the body is not JSON (line 1, column 13)");
        QTest::newRow("64 levels") << B("{\"a\":") + B(63, '[') + B(63, ']') + "}" << B(R"({"a":null})");
        QTest::newRow("65 levels") << B("{\"a\":") + B(64, '[') + B(64, ']') + "}" << B("the body is nested deeper than 64 levels (line 1, column 69)");
    }
    void envelopesKeepTwoLevels()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, envelope);
        const auto parsed = parseEnvelope("application/json", body.toStdString());
        QCOMPARE(QByteArray::fromStdString(parsed ? dump(*parsed) : describe(parsed.error())), envelope);
        QCOMPARE(bool(parsed), bool(parseBody("application/json", body.toStdString())));
    }

    void findsThePersonInFields_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("contact");
        using B = QByteArray;
        QTest::newRow("e-mail in any spelling") << B("Your E-Mail:") << B(" Mara@Studio.Example ") << B(R"({"email":"mara@studio.example"})");
        QTest::newRow("a malformed e-mail stays for the score") << B("email") << B("mara at studio") << B(R"({"email":"mara at studio"})");
        QTest::newRow("a consent is no address") << B("email_opt_in") << B("yes") << B("{}");
        QTest::newRow("an id is no message") << B("message_id") << B("17") << B("{}");
        QTest::newRow("a lone name is cut at the first blank") << B("Name") << B("Mara van Lind") << B(R"({"first_name":"Mara","full_name":"Mara van Lind","last_name":"van Lind"})");
        QTest::newRow("a name of one word") << B("full_name") << B("Mara") << B(R"({"first_name":"Mara","full_name":"Mara"})");
        QTest::newRow("a first name alone") << B("first_name") << B("Mara") << B(R"({"first_name":"Mara","full_name":"Mara"})");
        QTest::newRow("a German last name") << B("Nachname") << B("Lind") << B(R"({"full_name":"Lind","last_name":"Lind"})");
        QTest::newRow("a company's name is a company") << B("Company name") << B("Lind & Co") << B(R"({"company":"Lind & Co"})");
        QTest::newRow("a phone") << B("mobile_phone") << B("+49 30 1234") << B(R"({"phone":"+49 30 1234"})");
        QTest::newRow("an interest") << B("What are your interests?") << B("Retreats") << B(R"({"interest":"Retreats"})");
        QTest::newRow("a message") << B("Your message") << B("Hello") << B(R"({"message":"Hello"})");
        QTest::newRow("blanks are nothing") << B("email") << B("  ") << B("{}");
        QTest::newRow("a job title") << B("Job title") << B("Curator") << B(R"({"job_title":"Curator"})");
        QTest::newRow("another field") << B("colour") << B("blue") << B("{}");
    }
    void findsThePersonInFields()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, contact);
        ContactFields fields;
        fields.offer(field.toStdString(), value.toStdString());
        QCOMPARE(QByteArray::fromStdString(dump(fields.contact())), contact);
    }

    void countsMoneyAsItsCurrencyDoes()
    {
        QCOMPARE(fromMinorUnits(2999, "usd"), 29.99);
        QCOMPARE(fromMinorUnits(2999, "JPY"), 2999.0);
        QCOMPARE(fromMinorUnits(2999, "kwd"), 2.999);
        QCOMPARE(moneyText(50, "eur"), std::string("0.50 EUR"));
        QCOMPARE(moneyText(5000, "jpy"), std::string("5000 JPY"));
        QCOMPARE(amountOf("450.00").value_or(-1), 450.0);
        QCOMPARE(amountOf(" -12.5 ").value_or(-1), -12.5);
        QCOMPARE(amountOf(7).value_or(-1), 7.0);
        for (const auto *text : {"", "abc", "1,000.00", "1e5", "nan", "inf", "12 EUR"})
            QVERIFY2(!amountOf(text), text);
    }
};

QTEST_GUILESS_MAIN(FormsTest)
#include "forms_test.moc"
