#include <QApplication>
#include <QFile>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

#include "ui/shell/language.h"
#include "ui/text/duration_text.h"
#include "ui/theme/theme.h"

using namespace hs::ui;

namespace {

struct Message {
    QString context;
    QString source;
    bool unfinished = false;
    bool numerus = false;
    QStringList translations;
};

std::vector<Message> messages(const QString &language)
{
    std::vector<Message> all;
    QFile file(QString::fromLocal8Bit(qgetenv("HS_SOURCE_DIR")) + QStringLiteral("/translations/higherself_%1.ts").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return all;
    QXmlStreamReader xml(&file);
    QString context;
    Message message;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            const auto name = xml.name();
            if (name == QLatin1String("name")) {
                context = xml.readElementText();
            } else if (name == QLatin1String("message")) {
                message = {};
                message.context = context;
                message.numerus = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
            } else if (name == QLatin1String("source")) {
                message.source = xml.readElementText();
            } else if (name == QLatin1String("translation")) {
                message.unfinished = xml.attributes().value(QLatin1String("type")) == QLatin1String("unfinished");
                if (!message.numerus)
                    message.translations << xml.readElementText();
            } else if (name == QLatin1String("numerusform")) {
                message.translations << xml.readElementText();
            }
        } else if (xml.isEndElement() && xml.name() == QLatin1String("message")) {
            all.push_back(message);
        }
    }
    return xml.hasError() ? std::vector<Message>{} : all;
}

QStringList places(const QString &text)
{
    QStringList found;
    for (int number = 1; number <= 9; ++number)
        if (text.contains(QLatin1Char('%') + QString::number(number)))
            found << QString::number(number);
    return found;
}

} // namespace

class TranslationsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (qgetenv("HS_SOURCE_DIR").isEmpty())
            QSKIP("HS_SOURCE_DIR names the sources");
    }

    void everyStringIsTranslated_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("least");
        QTest::newRow("German, every string") << QStringLiteral("de") << 300;
        QTest::newRow("English, the plurals") << QStringLiteral("en") << 10;
    }
    void everyStringIsTranslated()
    {
        QFETCH(QString, language);
        QFETCH(int, least);
        const auto all = messages(language);
        QVERIFY2(int(all.size()) >= least, qPrintable(QStringLiteral("only %1 messages").arg(all.size())));
        QStringList wrong;
        for (const Message &message : all) {
            bool bad = message.unfinished || message.translations.isEmpty();
            for (const QString &text : message.translations) {
                bad = bad || text.isEmpty();
                // A form of a plural may leave its number out ("one person"), never another place.
                bad = bad || places(text) != places(message.source);
            }
            if (bad)
                wrong << message.context + QStringLiteral(": ") + message.source;
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("%1 wrong:\n").arg(wrong.size()) + wrong.mid(0, 40).join(QLatin1Char('\n'))));
    }

    void theShippedGermanIsNotEmpty()
    {
        TokenSet::shipped().has_value(); // brings the resources up
        QTranslator german;
        QVERIFY(german.load(QStringLiteral(":/i18n/higherself_de.qm")));
        QVERIFY(!german.isEmpty());
        QCOMPARE(german.translate("hs::ui::Duration", "now"), QStringLiteral("jetzt"));
    }

    void pluralsAreEnglishInEnglishToo()
    {
        installLanguage(*qApp, QStringLiteral("en"));
        QCOMPARE(spokenDuration(60), QStringLiteral("1 minute"));
        QCOMPARE(spokenDuration(120), QStringLiteral("2 minutes"));
    }

    void theProgramSpeaksGermanWhenAsked()
    {
        QCOMPARE(installLanguage(*qApp, QStringLiteral("de")), QStringLiteral("de"));
        QCOMPARE(spokenDuration(7200), QStringLiteral("2 Stunden"));
        QCOMPARE(spokenDuration(3600), QStringLiteral("1 Stunde"));
    }
};

QTEST_MAIN(TranslationsTest)
#include "translations_test.moc"
