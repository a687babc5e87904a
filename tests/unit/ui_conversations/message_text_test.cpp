#include <QImage>
#include <QTextBlock>
#include <QtTest>

#include "ui/conversations/message_text.h"
#include "ui/conversations/snooze_menu.h"

using namespace hs::ui;

namespace {
QString s(const char *text)
{
    return QString::fromUtf8(text);
}
}

class MessageTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void clientTextIsNeverHtml_data();
    void clientTextIsNeverHtml();
    void nothingIsLoaded();
    void linesEndWhereTheClientEndedThem();
    void linksKeepTheirAddress();
    void aWidthIsLaidOutOnce();
    void snoozeTimesLieAhead();
};

void MessageTextTest::clientTextIsNeverHtml_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("a tag stays as it was typed") << s("<b>bold</b>") << s("<b>bold</b>");
    QTest::newRow("a script is only letters") << s("<script>alert(1)</script>") << s("<script>alert(1)</script>");
    QTest::newRow("markdown makes words strong") << s("**strong**") << s("strong");
    QTest::newRow("a price list survives") << s("3 < 4 & 5 > 2") << s("3 < 4 & 5 > 2");
}

void MessageTextTest::clientTextIsNeverHtml()
{
    QFETCH(QString, text);
    Theme theme(*TokenSet::shipped());
    MessageCache cache(theme);
    QTEST(cache.document(text, 300, Qt::LeftToRight).toPlainText().trimmed(), "shown");
}

void MessageTextTest::nothingIsLoaded()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(s("secret.png"));
    QImage image(4, 4, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(image.save(file));
    MessageDocument document;
    document.setMarkdown(QStringLiteral("![picture](%1)").arg(QUrl::fromLocalFile(file).toString()), QTextDocument::MarkdownNoHTML);
    QVERIFY(!document.resource(QTextDocument::ImageResource, QUrl::fromLocalFile(file)).isValid());
    QVERIFY(!document.resource(QTextDocument::StyleSheetResource, QUrl(s("https://example.invalid/a.css"))).isValid());
}

void MessageTextTest::linesEndWhereTheClientEndedThem()
{
    Theme theme(*TokenSet::shipped());
    MessageCache cache(theme);
    const QTextDocument &document = cache.document(s("Best wishes\nPriya"), 300, Qt::LeftToRight);
    QString text = document.toPlainText();
    text.replace(QChar::LineSeparator, QLatin1Char('\n'));
    QCOMPARE(text, s("Best wishes\nPriya"));
}

void MessageTextTest::linksKeepTheirAddress()
{
    Theme theme(*TokenSet::shipped());
    MessageCache cache(theme);
    const QTextDocument &document = cache.document(s("See [the works](https://lumen.example/works)."), 300, Qt::LeftToRight);
    bool found = false;
    for (auto it = document.begin().begin(); !it.atEnd(); ++it)
        found = found || it.fragment().charFormat().anchorHref() == s("https://lumen.example/works");
    QVERIFY(found);
}

void MessageTextTest::aWidthIsLaidOutOnce()
{
    Theme theme(*TokenSet::shipped());
    MessageCache cache(theme);
    const QTextDocument *first = &cache.document(s("Hello"), 300, Qt::LeftToRight);
    QCOMPARE(&cache.document(s("Hello"), 300, Qt::LeftToRight), first);
    QVERIFY(&cache.document(s("Hello"), 200, Qt::LeftToRight) != first);
    theme.setMode(Theme::Mode::Dark);
    const QTextDocument &dark = cache.document(s("Hello"), 300, Qt::LeftToRight);
    QCOMPARE(dark.begin().begin().fragment().charFormat().foreground().color(), theme.color(Token::Text));
}

void MessageTextTest::snoozeTimesLieAhead()
{
    for (int hour : {0, 8, 9, 23}) {
        const QDateTime now(QDate(2026, 3, 15), QTime(hour, 30), Qt::UTC); // a Sunday
        const auto choices = snoozeChoices(now);
        QCOMPARE(int(choices.size()), 5);
        for (const SnoozeChoice &choice : choices)
            QVERIFY2(choice.until > now, qPrintable(choice.text));
        QCOMPARE(choices[3].until.toLocalTime().date().dayOfWeek(), 1);
    }
}

QTEST_MAIN(MessageTextTest)
#include "message_text_test.moc"
