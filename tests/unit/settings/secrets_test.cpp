#include <QTest>

#include "engine/settings/secrets.h"

using namespace hs::settings;

class SecretsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theEnvironmentHoldsSecrets();
    void aSourceHasItsOwnName_data();
    void aSourceHasItsOwnName();
    void keysThatHoldSecretsAreKnown_data();
    void keysThatHoldSecretsAreKnown();
    void namesOfSecrets();
};

void SecretsTest::theEnvironmentHoldsSecrets()
{
    const auto secrets = secretsOf({{"WEBHOOK_SECRET", "a"},
                                    {"WEBHOOK_SECRET_TYPEFORM", "b"},
                                    {"WEBHOOK_SECRET_", "x"},
                                    {"NOTION_API_TOKEN", ""},
                                    {"HOME", "/root"},
                                    {"SLACK_WEBHOOK_URL", "c"}});
    QCOMPARE(secrets.size(), 3U);
    QVERIFY(secrets.at("WEBHOOK_SECRET").reveal() == "a");
    QVERIFY(secrets.at("WEBHOOK_SECRET_TYPEFORM").reveal() == "b");
    QVERIFY(secrets.at("SLACK_WEBHOOK_URL").reveal() == "c");
}

void SecretsTest::aSourceHasItsOwnName_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("name");
    using B = QByteArray;
    QTest::newRow("one word") << B("typeform") << B("WEBHOOK_SECRET_TYPEFORM");
    QTest::newRow("two words") << B("website-form") << B("WEBHOOK_SECRET_WEBSITE_FORM");
    QTest::newRow("a digit") << B("n8n") << B("WEBHOOK_SECRET_N8N");
}

void SecretsTest::aSourceHasItsOwnName()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, name);
    QCOMPARE(webhookSecretName(source.toStdString()), name.toStdString());
}

void SecretsTest::keysThatHoldSecretsAreKnown_data()
{
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("name");
    using B = QByteArray;
    QTest::newRow("of a source") << B("/receiver/sources/website-form/secret") << B("WEBHOOK_SECRET_WEBSITE_FORM");
    QTest::newRow("of all sources") << B("/receiver/webhook_secret") << B("WEBHOOK_SECRET");
    QTest::newRow("of the mail server") << B("/mail/smtpPassword") << B("SMTP_URL");
    QTest::newRow("of the chat") << B("/slack/webhookUrl") << B("SLACK_WEBHOOK_URL");
    QTest::newRow("of the hub") << B("/notionApiToken") << B("NOTION_API_TOKEN");
    QTest::newRow("of a model's provider") << B("/ai/openai/apiKey") << B("OPENAI_API_KEY");
    QTest::newRow("the passphrase") << B("/passphrase") << B("HIGHERSELF_PASSPHRASE");
    QTest::newRow("of a service without a name of ours") << B("/fooApiKey") << B("FOO_API_KEY");
    QTest::newRow("the path of a key file is none") << B("/receiver/tls/key") << B();
    QTest::newRow("a plain key is none") << B("/receiver/port") << B();
    QTest::newRow("the document is none") << B("") << B();
}

void SecretsTest::keysThatHoldSecretsAreKnown()
{
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, name);
    QCOMPARE(secretNameFor(pointer.toStdString()), name.toStdString());
}

void SecretsTest::namesOfSecrets()
{
    QVERIFY(isSecretName("WEBHOOK_SECRET_TYPEFORM"));
    QVERIFY(isSecretName("A1"));
    for (const auto *const bad : {"", "lower", "1A", "A-B", "A B", "_A"})
        QVERIFY2(!isSecretName(bad), bad);
    QVERIFY(!isSecretName(std::string(81, 'A')));
}

QTEST_GUILESS_MAIN(SecretsTest)
#include "secrets_test.moc"
