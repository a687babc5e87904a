#include "deliveries.h"

#include "engine/crypto/hash.h"
#include "engine/services/signatures.h"

using namespace hs;
using namespace hs::services;
using namespace hs::services::test;

namespace {

constexpr auto NotionToken = "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl";
constexpr auto NotionEvent =
    R"({"id":"367cba44-b6f3-4c92-81e7-6a2e9659efd4","timestamp":"2024-12-05T23:55:34.285Z","type":"page.created","attempt_number":1,"entity":{"id":"153104cd-477e-809d-8dc4-ff2d96ae3090","type":"page"}})";
constexpr auto NotionMac = "5f31b478708cbf7c0a1bd10cbc6a23d0c798cc1f51e9a4d29fc965d20a0f19db";
constexpr auto TypeformBody =
    R"({"event_id":"LtWXD3crgy","event_type":"form_response","form_response":{"form_id":"lT4Z3j","token":"a3a12ec67a1365927098a606107fac15"}})";
constexpr auto TypeformMac = "CrFGL7ItZX8w8V4DNmgqgjS7TQ1Mp7lZuHlGY6breG0=";
constexpr auto WooBody = R"({"id":1,"status":"processing"})";
constexpr auto WooMac = "kRtx5mAH15wGEHtNJ9Q6c9lpwJSUZBKGKLmyTUECRAQ=";
constexpr auto StripeBody = "{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}";
constexpr auto StripeMac = "c2f890decbc5ede7c5060bb9a6d31e0626a4342bacb9aeae2adb1bcea72f9812";
constexpr auto StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr auto StandardKey = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
constexpr auto StandardBody = R"({"test": 2432232314})";
constexpr auto StandardMac = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr auto StandardEd = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
constexpr qint64 StandardTime = 1614265330;
constexpr auto PipitSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
constexpr auto PipitBody =
    R"({"id":"pay_001","type":"payment.succeeded","created":1700000000,"data":{"amount":2999,"currency":"usd"}})";
constexpr auto OpenAiBody =
    R"({"id": "evt_685c059ae3a481909bdc86819b066fb6", "object": "event", "created_at": 1750861210, "type": "response.completed", "data": {"id": "resp_123"}})";
constexpr auto FormToken = "Zk3v0Qm8Rt5yUw1xAb7cDe";

std::string standardHeaders(const std::string &signatures, const std::string &prefix = "webhook-")
{
    return prefix + "id: msg_p5jXN8AQM9LWM0D4loKWxJek\n" + prefix + "timestamp: 1614265330\n" + prefix
        + "signature: " + signatures;
}

std::string hexMac(std::string_view key, std::string_view body)
{
    return crypto::toHex(crypto::hmacSha256(key, body));
}

} // namespace

class SignaturesTest : public QObject {
    Q_OBJECT

private:
    SourceCatalog m_catalog;

    Result<Verified> verify(const char *source, const std::string &headers, const std::string &body,
                            std::initializer_list<std::string> secrets, std::int64_t now)
    {
        Delivery delivery;
        delivery.headers = headersOf(headers);
        delivery.body = body;
        delivery.receivedAt = unixTime(now);
        return m_catalog.find(source)->verify(delivery, secretsOf(secrets));
    }

private Q_SLOTS:
    void acceptsWhatTheSendersSign_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<qint64>("now");
        QTest::addColumn<QByteArray>("dedupe");
        QTest::addColumn<QByteArray>("type");
        using B = QByteArray;
        const auto std = [](std::string text) { return QByteArray::fromStdString(text); };

        QTest::newRow("V2 Notion event") << B("notion") << B("X-Notion-Signature: sha256=") + NotionMac << B(NotionEvent)
                                         << B(NotionToken) << 0LL << B("367cba44-b6f3-4c92-81e7-6a2e9659efd4") << B("page.created");
        QTest::newRow("V2 Notion with upper-case hexadecimal digits")
            << B("notion") << B("x-notion-signature: sha256=") + B(NotionMac).toUpper() << B(NotionEvent) << B(NotionToken)
            << 0LL << B("367cba44-b6f3-4c92-81e7-6a2e9659efd4") << B("page.created");
        QTest::newRow("V3 Notion beyond ASCII")
            << B("notion") << B("X-Notion-Signature: sha256=d919383270122433693fcb9ecc7f94bf1b7109a798335bf1fe6367134c188d1c")
            << B("{\"id\":\"367cba44-b6f3-4c92-81e7-6a2e9659efd4\",\"name\":\"Caf\xC3\xA9 \xE2\x80\x94 \xC3\xBCn\xC3\xAF" "code \xE2\x9C\x93\"}")
            << B(NotionToken) << 0LL << B("367cba44-b6f3-4c92-81e7-6a2e9659efd4") << B("unknown");
        QTest::newRow("V4 Standard Webhooks v1") << B("standard-webhooks") << std(standardHeaders(StandardMac)) << B(StandardBody)
                                                 << B(StandardSecret) << StandardTime << B("msg_p5jXN8AQM9LWM0D4loKWxJek") << B("untyped");
        QTest::newRow("V4 with the headers of Svix") << B("standard-webhooks") << std(standardHeaders(StandardMac, "Svix-")) << B(StandardBody)
                                                     << B(StandardSecret) << StandardTime << B("msg_p5jXN8AQM9LWM0D4loKWxJek") << B("untyped");
        QTest::newRow("V4 with a secret without its prefix")
            << B("standard-webhooks") << std(standardHeaders(StandardMac)) << B(StandardBody) << B(StandardSecret).mid(6)
            << StandardTime << B("msg_p5jXN8AQM9LWM0D4loKWxJek") << B("untyped");
        QTest::newRow("V4 among unknown versions and a signature that does not fit")
            << B("standard-webhooks")
            << std(standardHeaders(std::string("v2,abc v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= ") + StandardMac + " v1a,AAAA"))
            << B(StandardBody) << B(StandardSecret) << StandardTime << B("msg_p5jXN8AQM9LWM0D4loKWxJek") << B("untyped");
        QTest::newRow("V5 Standard Webhooks v1a") << B("standard-webhooks") << std(standardHeaders(StandardEd)) << B(StandardBody)
                                                  << B(StandardKey) << StandardTime << B("msg_p5jXN8AQM9LWM0D4loKWxJek") << B("untyped");
        QTest::newRow("V6 the event of an AI provider")
            << B("standard-webhooks")
            << B("webhook-id: wh_685c059ae39c8190af8c71ed1022a24d\nwebhook-timestamp: 1750861210\n"
                 "webhook-signature: v1,gUAg4R2hWouRZqRQG4uJypNS8YK885G838+EHb4nKBY=")
            << B(OpenAiBody) << B("whsec_RdvaYFYUXuIFuEbvZHwMfYFhUf7aMYjYcmM24+Aj40c=") << 1750861210LL
            << B("wh_685c059ae39c8190af8c71ed1022a24d") << B("response.completed");
        QTest::newRow("V7 Stripe") << B("stripe") << B("Stripe-Signature: t=1492774577,v1=") + StripeMac << B(StripeBody)
                                   << B("whsec_test_secret") << 1492774577LL << B("evt_test_webhook") << B("unknown");
        QTest::newRow("V7 with an old secret's signature before and v0 behind")
            << B("stripe") << B("Stripe-Signature: t=1492774577, v1=") + B(64, '0') + ", v1=" + StripeMac + ",v0=00"
            << B(StripeBody) << B("whsec_test_secret") << 1492774577LL << B("evt_test_webhook") << B("unknown");
        QTest::newRow("V7 as old as allowed") << B("stripe") << B("Stripe-Signature: t=1492774577,v1=") + StripeMac << B(StripeBody)
                                              << B("whsec_test_secret") << 1492774877LL << B("evt_test_webhook") << B("unknown");
        QTest::newRow("V7 as far ahead as allowed") << B("stripe") << B("Stripe-Signature: t=1492774577,v1=") + StripeMac << B(StripeBody)
                                                    << B("whsec_test_secret") << 1492774277LL << B("evt_test_webhook") << B("unknown");
        QTest::newRow("V8 Typeform") << B("typeform") << B("Typeform-Signature: sha256=") + TypeformMac << B(TypeformBody)
                                     << B("abc123") << 0LL << B("LtWXD3crgy") << B("form_response");
        QTest::newRow("V9 WooCommerce") << B("woocommerce")
                                        << B("X-WC-Webhook-Topic: order.updated\nX-WC-Webhook-Delivery-ID: d41d8cd9\nX-WC-Webhook-Signature: ") + WooMac
                                        << B(WooBody) << B("wc_secret_123") << 0LL << B("d41d8cd9|order.updated|1|") << B("order.updated");
        QTest::newRow("V12 Pipit") << B("pipit")
                                   << B("webhook-id: msg_0001\nwebhook-timestamp: 1700000000\nwebhook-signature: v1,iKI59j38geDWuwHl3ovOHeOdSENMPOlKz3KdRg+yYlg=")
                                   << B(PipitBody) << B(PipitSecret) << 1700000000LL << B("msg_0001") << B("payment.succeeded");
        QTest::newRow("Beehiiv with Svix headers") << B("beehiiv") << std(standardHeaders(StandardMac, "svix-")) << B(StandardBody)
                                                   << B(StandardSecret) << StandardTime << B("msg_p5jXN8AQM9LWM0D4loKWxJek") << B("untyped");
        const std::string lead = R"({"event_type":"new_lead","email":"mara@studio.example"})";
        QTest::newRow("generic with prefix and delivery id")
            << B("generic") << std("X-Delivery-Id: 77\nX-Signature: sha256=" + hexMac("s3cret", lead)) << std(lead) << B("s3cret")
            << 0LL << B("77") << B("new_lead");
        QTest::newRow("generic with bare digits and no id")
            << B("generic") << std("X-Signature: " + hexMac("s3cret", lead)) << std(lead) << B("s3cret") << 0LL
            << std("body:" + crypto::toHex(crypto::sha256(lead))) << B("new_lead");
        QTest::newRow("generic form that names its type in a header")
            << B("generic")
            << std("Content-Type: application/x-www-form-urlencoded\nX-Event-Type: contact_update\nX-Hub-Signature-256: sha256="
                   + hexMac("s3cret", "email=a%40b.example"))
            << B("email=a%40b.example") << B("s3cret") << 0LL
            << std("body:" + crypto::toHex(crypto::sha256("email=a%40b.example"))) << B("contact_update");
        QTest::newRow("a web site's form with the secret in the header")
            << B("website-form") << B("X-Webhook-Secret: short") << B(R"({"email":"a@b.example"})") << B("short") << 0LL
            << std("body:" + crypto::toHex(crypto::sha256(R"({"email":"a@b.example"})"))) << B("submit");
    }
    void acceptsWhatTheSendersSign()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, secret);
        QFETCH(qint64, now);
        QFETCH(QByteArray, dedupe);
        QFETCH(QByteArray, type);
        const auto verify = [&](std::initializer_list<std::string> secrets) {
            return this->verify(source.constData(), headers.toStdString(), body.toStdString(), secrets, now);
        };
        const auto verified = verify({secret.toStdString()});
        QVERIFY2(verified, describe(verified).c_str());
        QVERIFY(verified->store);
        QVERIFY(!verified->answer);
        QVERIFY(!verified->learned);
        QCOMPARE(QByteArray::fromStdString(verified->dedupe), dedupe);
        QCOMPARE(QByteArray::fromStdString(verified->type), type);
        // While a secret is rotated, old and new are valid in either order.
        QVERIFY(verify({"whsec_bmV3IHNlY3JldCBvZiB0aGUgc3R1ZGlv", secret.toStdString()}));
        QVERIFY(verify({secret.toStdString(), "whsec_bmV3IHNlY3JldCBvZiB0aGUgc3R1ZGlv"}));
        QVERIFY(!verify({"whsec_bmV3IHNlY3JldCBvZiB0aGUgc3R1ZGlv"}));
        if (source != "website-form") {
            body[body.size() / 2] = char(body[body.size() / 2] ^ 1);
            const auto tampered = verify({secret.toStdString()});
            QVERIFY(!tampered);
            QCOMPARE(tampered.error().code, Errc::Unauthorized);
            QCOMPARE(QByteArray::fromStdString(tampered.error().what), QByteArray("the signature does not match"));
        }
    }

    void refusesWithWordsThatHelp_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<qint64>("now");
        QTest::addColumn<QByteArray>("error");
        using B = QByteArray;
        const B anew = ": check that both sides have the same secret and that nothing changes the body on its way";
        const B same = ": give the sender the same secret as the console";
        const B way = ": check which way of signing the sender uses";
        const B set = ": set the secret that the sender signs with, or WEBHOOK_SECRET for all sources";
        const B clocks = ": check the clocks of sender and console";

        QTest::newRow("Notion without header") << B("notion") << B() << B(NotionToken) << 0LL
                                               << "the signature is missing (X-Notion-Signature)" + same;
        QTest::newRow("Notion without prefix") << B("notion") << B("X-Notion-Signature: ") + NotionMac << B(NotionToken) << 0LL
                                               << "the signature does not begin with \"sha256=\" (X-Notion-Signature)" + way;
        QTest::newRow("Notion with other letters") << B("notion") << B("X-Notion-Signature: sha256=zz") + B(NotionMac).mid(2) << B(NotionToken) << 0LL
                                                   << "the signature is not hexadecimal (X-Notion-Signature)" + way;
        QTest::newRow("Notion cut short") << B("notion") << B("X-Notion-Signature: sha256=") + B(NotionMac).left(62) << B(NotionToken) << 0LL
                                          << "the signature has not the length of a SHA-256 (X-Notion-Signature)" + way;
        QTest::newRow("Notion with another token") << B("notion") << B("X-Notion-Signature: sha256=") + NotionMac << B("secret_other") << 0LL
                                                   << "the signature does not match (X-Notion-Signature)" + anew;
        QTest::newRow("Notion before any token") << B("notion") << B("X-Notion-Signature: sha256=") + NotionMac << B() << 0LL
                                                 << "no secret is set for notion (WEBHOOK_SECRET_NOTION)" + set;

        QTest::newRow("Typeform without header") << B("typeform") << B() << B("abc123") << 0LL << "the signature is missing (Typeform-Signature)" + same;
        QTest::newRow("Typeform with an empty header") << B("typeform") << B("Typeform-Signature:  ") << B("abc123") << 0LL << "the signature is missing (Typeform-Signature)" + same;
        QTest::newRow("Typeform without prefix") << B("typeform") << B("Typeform-Signature: ") + TypeformMac << B("abc123") << 0LL
                                                 << "the signature does not begin with \"sha256=\" (Typeform-Signature)" + way;
        QTest::newRow("Typeform in hexadecimal") << B("typeform") << B("Typeform-Signature: sha256=") + NotionMac << B("abc123") << 0LL
                                                 << "the signature has not the length of a SHA-256 (Typeform-Signature)" + way;
        QTest::newRow("Typeform without padding") << B("typeform") << B("Typeform-Signature: sha256=") + B(TypeformMac).chopped(1) << B("abc123") << 0LL
                                                  << "the signature is not base 64 (Typeform-Signature)" + way;
        QTest::newRow("Typeform with a wrong secret") << B("typeform") << B("Typeform-Signature: sha256=") + TypeformMac << B("abc124") << 0LL
                                                      << "the signature does not match (Typeform-Signature)" + anew;
        QTest::newRow("Typeform with an empty secret") << B("typeform") << B("Typeform-Signature: sha256=") + TypeformMac << B() << 0LL
                                                       << "no secret is set for typeform (WEBHOOK_SECRET_TYPEFORM)" + set;

        QTest::newRow("WooCommerce without header") << B("woocommerce") << B("X-WC-Webhook-Topic: order.created") << B("wc_secret_123") << 0LL
                                                    << "the signature is missing (X-WC-Webhook-Signature)" + same;
        QTest::newRow("WooCommerce not in base 64") << B("woocommerce") << B("X-WC-Webhook-Signature: !!!!") << B("wc_secret_123") << 0LL
                                                    << "the signature is not base 64 (X-WC-Webhook-Signature)" + way;

        const auto stripe = B("Stripe-Signature: t=1492774577,v1=") + StripeMac;
        QTest::newRow("Stripe without header") << B("stripe") << B() << B("whsec_test_secret") << 1492774577LL << "the signature is missing (Stripe-Signature)" + same;
        QTest::newRow("Stripe without time") << B("stripe") << B("Stripe-Signature: v1=") + StripeMac << B("whsec_test_secret") << 1492774577LL
                                             << "the signature names no time (t=) (Stripe-Signature)" + way;
        QTest::newRow("Stripe with v0 alone") << B("stripe") << B("Stripe-Signature: t=1492774577,v0=") + StripeMac << B("whsec_test_secret") << 1492774577LL
                                              << "the signature has no part v1 (Stripe-Signature)" + way;
        QTest::newRow("Stripe cut short") << B("stripe") << stripe.chopped(2) << B("whsec_test_secret") << 1492774577LL
                                          << "no part v1 of the signature is the hexadecimal form of a SHA-256 (Stripe-Signature)" + way;
        QTest::newRow("Stripe without sense") << B("stripe") << B("Stripe-Signature: hello") << B("whsec_test_secret") << 1492774577LL
                                              << "a part of the signature has no \"=\" (Stripe-Signature)" + way;
        QTest::newRow("Stripe 301 seconds old") << B("stripe") << stripe << B("whsec_test_secret") << 1492774878LL
                                                << "the signature is older than 300 seconds (Stripe-Signature)" + clocks + "; old deliveries must be sent anew";
        QTest::newRow("Stripe 301 seconds ahead") << B("stripe") << stripe << B("whsec_test_secret") << 1492774276LL
                                                  << "the signature lies more than 300 seconds in the future (Stripe-Signature)" + clocks;
        QTest::newRow("Stripe with another time") << B("stripe") << B("Stripe-Signature: t=1492774578,v1=") + StripeMac << B("whsec_test_secret") << 1492774577LL
                                                  << "the signature does not match (Stripe-Signature)" + anew;

        const auto standard = QByteArray::fromStdString(standardHeaders(StandardMac));
        QTest::newRow("Standard Webhooks without headers") << B("standard-webhooks") << B() << B(StandardSecret) << StandardTime
                                                           << "the signature is missing (webhook-signature)" + same;
        QTest::newRow("Standard Webhooks without id") << B("standard-webhooks") << B("webhook-timestamp: 1614265330\nwebhook-signature: ") + StandardMac
                                                      << B(StandardSecret) << StandardTime << "the id of the delivery is missing (webhook-id)" + way;
        QTest::newRow("Standard Webhooks without time") << B("standard-webhooks") << B("svix-id: msg_p5jXN8AQM9LWM0D4loKWxJek\nsvix-signature: ") + StandardMac
                                                        << B(StandardSecret) << StandardTime << "the time of the signature is missing (svix-timestamp)" + way;
        QTest::newRow("Standard Webhooks of an unknown version") << B("standard-webhooks") << QByteArray::fromStdString(standardHeaders("v2,abc")) << B(StandardSecret) << StandardTime
                                                                 << "the signature has neither a part v1 nor a part v1a (webhook-signature)" + way;
        QTest::newRow("Standard Webhooks with another secret") << B("standard-webhooks") << standard << B(PipitSecret) << StandardTime
                                                               << "the signature does not match (webhook-signature)" + anew;
        QTest::newRow("Standard Webhooks with the public key for v1") << B("standard-webhooks") << standard << B(StandardKey) << StandardTime
                                                                      << "the signature does not match (webhook-signature)" + anew;
        QTest::newRow("Standard Webhooks too old") << B("standard-webhooks") << standard << B(StandardSecret) << StandardTime + 301
                                                   << "the signature is older than 300 seconds (webhook-timestamp)" + clocks + "; old deliveries must be sent anew";
        QTest::newRow("Standard Webhooks too early") << B("standard-webhooks") << standard << B(StandardSecret) << StandardTime - 301
                                                     << "the signature lies more than 300 seconds in the future (webhook-timestamp)" + clocks;
        QTest::newRow("Standard Webhooks with a secret that is none") << B("standard-webhooks") << standard << B("not a secret!") << StandardTime
                                                                      << B("the secret of standard-webhooks is not base 64 (WEBHOOK_SECRET_STANDARD_WEBHOOKS): copy the whole text beginning with whsec_ (or whpk_) from the sender");
        QTest::newRow("Standard Webhooks with nothing behind whsec_") << B("standard-webhooks") << standard << B("whsec_") << StandardTime
                                                                      << B("the secret of standard-webhooks is not base 64 (WEBHOOK_SECRET_STANDARD_WEBHOOKS): copy the whole text beginning with whsec_ (or whpk_) from the sender");
        QTest::newRow("Beehiiv without headers and token") << B("beehiiv") << B() << B(StandardSecret) << StandardTime
                                                           << "the signature is missing (webhook-signature)" + same;

        QTest::newRow("generic without header") << B("generic") << B() << B("s3cret") << 0LL << "the signature is missing (X-Signature)" + same;
        QTest::newRow("generic in base 64") << B("generic") << B("X-Signature: ") + WooMac << B("s3cret") << 0LL
                                            << "the signature is not hexadecimal (X-Signature)" + way;
        QTest::newRow("a form without secret") << B("website-form") << B() << B("short") << 0LL
                                               << B("the secret is missing (X-Webhook-Secret): send it in this header, or post to the address that ends with the token");
        QTest::newRow("a form with a wrong secret") << B("website-form") << B("X-Webhook-Secret: shorT") << B("short") << 0LL
                                                    << "the secret is not the source's (X-Webhook-Secret)" + same;
        QTest::newRow("a form before a secret is set") << B("website-form") << B("X-Webhook-Secret: x") << B() << 0LL
                                                       << "no secret is set for website-form (WEBHOOK_SECRET_WEBSITE_FORM)" + set;
    }
    void refusesWithWordsThatHelp()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, secret);
        QFETCH(qint64, now);
        QFETCH(QByteArray, error);
        const std::map<QByteArray, std::string> bodies{{"notion", NotionEvent}, {"typeform", TypeformBody}, {"woocommerce", WooBody},
                                                       {"stripe", StripeBody}};
        const auto found = bodies.find(source);
        const auto verified = verify(source.constData(), headers.toStdString(), found == bodies.end() ? StandardBody : found->second,
                                     {secret.toStdString()}, now);
        QVERIFY(!verified);
        QCOMPARE(verified.error().code, Errc::Unauthorized);
        QCOMPARE(QByteArray::fromStdString(describe(verified.error())), error);
    }

    void manySignaturesInOneHeaderAreCheap()
    {
        // Each is compared with one MAC made once: 16 KiB of them must not mean 300 MACs of the body.
        std::string many;
        for (int i = 0; i < 300; ++i)
            many += "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= ";
        const auto verified = verify("standard-webhooks", standardHeaders(many + StandardMac), StandardBody, {StandardSecret}, StandardTime);
        QVERIFY(!verified); // the fitting one stands beyond those that are read
    }

    void theTokenOfTheAddressProvesForms_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QByteArray>("error");
        using B = QByteArray;
        QTest::newRow("right for a form") << B("website-form") << B(FormToken) << B();
        QTest::newRow("right for Beehiiv without a signature") << B("beehiiv") << B(FormToken) << B();
        QTest::newRow("wrong") << B("website-form") << B("Zk3v0Qm8Rt5yUw1xAb7cDf")
                               << B("the token of the address is not the source's (the address): copy the address anew from Integrations");
        QTest::newRow("too short to be safe") << B("website-form") << B("Zk3v0Qm8Rt5yUw1xAb7cD")
                                              << B("the token of the address is shorter than 22 characters (the address): make a token of at least 128 random bits and use it as the secret");
    }
    void theTokenOfTheAddressProvesForms()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, token);
        QFETCH(QByteArray, error);
        Delivery delivery;
        delivery.body = R"({"email":"a@b.example"})";
        delivery.pathToken = token.toStdString();
        const Source *found = m_catalog.find(source.toStdString());
        QVERIFY(found->takesPathToken());
        const auto verified = found->verify(delivery, secretsOf({"other-secret", FormToken}));
        QCOMPARE(bool(verified), error.isEmpty());
        if (!verified)
            QCOMPARE(QByteArray::fromStdString(describe(verified.error())), error);
    }

    void notionShakesHandsOnce_data()
    {
        QTest::addColumn<bool>("awaiting");
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<QByteArray>("known");
        QTest::addColumn<QByteArray>("outcome"); // learned, repeat, or an error
        using B = QByteArray;
        const B published = "sha256=461e8cbcba8a75c3edd866f0e71280f5a85cbf21eff040ebd10fe266df38a735"; // V1
        const B unasked = "a verification token came, but none is awaited";
        QTest::newRow("V1 signed, awaited") << true << published << B() << B("learned");
        QTest::newRow("unsigned, awaited") << true << B() << B() << B("learned");
        QTest::newRow("awaited while an old token is still known") << true << B() << B("secret_old_token_of_the_hub") << B("learned");
        QTest::newRow("signed wrongly, awaited") << true << B("sha256=") + NotionMac << B() << B("the signature does not match");
        QTest::newRow("unsigned, not awaited") << false << B() << B() << unasked;
        QTest::newRow("V1 signed, not awaited, unknown") << false << published << B() << unasked;
        QTest::newRow("unsigned, not awaited, another known") << false << B() << B("secret_old_token_of_the_hub") << unasked;
        QTest::newRow("V1 signed with the token that is known") << false << published << B(NotionToken) << B("repeat");
    }
    void notionShakesHandsOnce()
    {
        QFETCH(bool, awaiting);
        QFETCH(QByteArray, signature);
        QFETCH(QByteArray, known);
        QFETCH(QByteArray, outcome);
        const auto body = dump(Json{{"verification_token", NotionToken}});
        Delivery delivery;
        if (!signature.isEmpty())
            delivery.headers.add("X-Notion-Signature", std::string_view(signature.constData(), std::size_t(signature.size())));
        delivery.body = body;
        delivery.awaitingVerification = awaiting;
        const auto verified = m_catalog.find("notion")->verify(delivery, secretsOf({known.toStdString()}));
        if (!verified) {
            QCOMPARE(QByteArray::fromStdString(verified.error().what), outcome);
            QCOMPARE(verified.error().code, Errc::Unauthorized);
            return;
        }
        QVERIFY(!verified->store);
        QVERIFY(verified->answer);
        QCOMPARE(verified->answer->status, 200);
        QCOMPARE(bool(verified->learned), outcome == "learned");
        if (verified->learned)
            QCOMPARE(QByteArray(verified->learned->reveal().data(), qsizetype(verified->learned->reveal().size())), QByteArray(NotionToken));
    }

    void aWebhookThatIsSavedPingsUnsigned_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("ping");
        using B = QByteArray;
        QTest::newRow("as WordPress sends it") << B("Content-Type: application/x-www-form-urlencoded") << B("webhook_id=7") << true;
        QTest::newRow("with more behind it") << B() << B("webhook_id=7&x=1") << false;
        QTest::newRow("without a number") << B() << B("webhook_id=") << false;
        QTest::newRow("with a signature it is no ping") << B("X-WC-Webhook-Signature: ") + WooMac << B("webhook_id=7") << false;
    }
    void aWebhookThatIsSavedPingsUnsigned()
    {
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, body);
        QFETCH(bool, ping);
        const auto verified = verify("woocommerce", headers.toStdString(), body.toStdString(), {"wc_secret_123"}, 0);
        QCOMPARE(bool(verified), ping);
        if (verified) {
            QVERIFY(!verified->store);
            QCOMPARE(verified->answer->status, 200);
        }
    }

    void provenBodiesMustBeWhatTheyClaim_data()
    {
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("error");
        using B = QByteArray;
        QTest::newRow("cut off") << B("application/json") << B("{\"a\":1,\n \"b\"") << B("the body is not JSON (line 2, column 5)");
        QTest::newRow("an array") << B("application/json") << B("[1]") << B("the body is JSON, but not an object (line 1, column 1)");
        QTest::newRow("empty") << B() << B() << B("the body is not JSON (line 1, column 1)");
        QTest::newRow("too deep") << B("application/json; charset=utf-8") << B("{\"a\":") + B(70, '[') << B("the body is nested deeper than 64 levels (line 1, column 69)");
        QTest::newRow("not UTF-8") << B("application/json") << B("{\"a\":\"\xFF\"}") << B("the body is not JSON (line 1, column 7)");
        QTest::newRow("a form with a broken escape") << B("application/x-www-form-urlencoded") << B("a=%zz") << B("a % in the form is not followed by two hexadecimal digits (byte 2)");
    }
    void provenBodiesMustBeWhatTheyClaim()
    {
        QFETCH(QByteArray, contentType);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, error);
        const auto bytes = body.toStdString();
        const auto verified = verify("generic", "Content-Type: " + contentType.toStdString() + "\nX-Signature: " + hexMac("k", bytes), bytes, {"k"}, 0);
        QVERIFY(!verified);
        QCOMPARE(verified.error().code, Errc::BadInput);
        QCOMPARE(QByteArray::fromStdString(describe(verified.error())), error);
        // Without proof nobody learns how the body is broken.
        const auto unproven = verify("generic", "X-Signature: " + hexMac("other", bytes), bytes, {"k"}, 0);
        QCOMPARE(unproven.error().code, Errc::Unauthorized);
    }

    void secretsAreCheckedWhenTheyAreSet_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("error");
        using B = QByteArray;
        const B copy = ": copy the whole text beginning with whsec_ (or whpk_) from the sender";
        QTest::newRow("any text for Typeform") << B("typeform") << B("abc123") << B();
        QTest::newRow("none for Typeform") << B("typeform") << B() << B("the secret is empty (WEBHOOK_SECRET_TYPEFORM): enter the secret that the sender signs with");
        QTest::newRow("a line break behind it") << B("stripe") << B("whsec_x\n") << B("the secret begins or ends with a blank or a line break (WEBHOOK_SECRET_STRIPE): enter it without");
        QTest::newRow("a Standard Webhooks secret") << B("pipit") << B(PipitSecret) << B();
        QTest::newRow("a Standard Webhooks public key") << B("standard-webhooks") << B(StandardKey) << B();
        QTest::newRow("only the prefix") << B("pipit") << B("whsec_") << "the secret is empty (WEBHOOK_SECRET_PIPIT)" + copy;
        QTest::newRow("not base 64") << B("standard-webhooks") << B("whsec_**") << "the secret is not base 64 (WEBHOOK_SECRET_STANDARD_WEBHOOKS)" + copy;
        QTest::newRow("a public key of another kind") << B("standard-webhooks") << B("whpk_AAAA") << "the public key is not 32 bytes in base 64 (WEBHOOK_SECRET_STANDARD_WEBHOOKS)" + copy;
    }
    void secretsAreCheckedWhenTheyAreSet()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, error);
        const auto checked = m_catalog.find(source.toStdString())->checkSecret(Secret(secret.toStdString()));
        QCOMPARE(QByteArray::fromStdString(checked ? std::string() : describe(checked.error())), error);
    }

    void repeatsShareTheirKey()
    {
        const auto key = [&](std::string extra, std::string body, std::int64_t now) {
            return verify("website-form", "X-Webhook-Secret: s\n" + extra, body, {"s"}, now)->dedupe;
        };
        const std::string form = "Content-Type: application/x-www-form-urlencoded";
        QCOMPARE(key(form, "a=1", 600), key(form, "a=1", 659));
        QVERIFY(key(form, "a=1", 600) != key(form, "a=1", 660)); // the same words on another day are news
        QVERIFY(key(form, "a=1", 600) != key(form, "a=2", 600));
        QCOMPARE(key("", R"({"a":1})", 600), key("", R"({"a":1})", 99999));
        QCOMPARE(key("X-Delivery-Id: d1", R"({"a":1})", 600), key("X-Delivery-Id: d1", R"({"a":2})", 600));
        QVERIFY(dedupeById(std::string(5000, 'x')).size() < 200);
        QVERIFY(dedupeById("a b").rfind("id:", 0) == 0);
    }

    void ordersOfOneSecondAreTwo()
    {
        const auto key = [&](const std::string &body) {
            const auto mac = crypto::toBase64(crypto::hmacSha256("s", body));
            return verify("woocommerce", "X-WC-Webhook-Delivery-ID: same\nX-WC-Webhook-Topic: order.updated\nX-WC-Webhook-Signature: " + mac, body, {"s"}, 0)->dedupe;
        };
        const auto one = key(R"({"id":1,"date_modified_gmt":"2026-11-23T09:00:00"})");
        QCOMPARE(one, key(R"({"id":1,"date_modified_gmt":"2026-11-23T09:00:00","x":1})"));
        QVERIFY(one != key(R"({"id":2,"date_modified_gmt":"2026-11-23T09:00:00"})"));
        QVERIFY(one != key(R"({"id":1,"date_modified_gmt":"2026-11-23T09:00:01"})"));
    }

    void theCatalogKnowsItsSources()
    {
        QStringList names;
        for (const auto &source : m_catalog.all())
            names << QString::fromUtf8(source->name().data(), qsizetype(source->name().size()));
        QCOMPARE(names, QStringList({"typeform", "website-form", "woocommerce", "stripe", "pipit", "beehiiv", "notion", "standard-webhooks", "generic"}));
        QVERIFY(m_catalog.find("Typeform") == nullptr);
        QVERIFY(m_catalog.find("") == nullptr);
        QCOMPARE(secretVariable("standard-webhooks"), std::string("WEBHOOK_SECRET_STANDARD_WEBHOOKS"));
        QVERIFY(acceptsContentType(*m_catalog.find("typeform"), "Application/JSON; charset=UTF-8"));
        QVERIFY(acceptsContentType(*m_catalog.find("typeform"), ""));
        QVERIFY(!acceptsContentType(*m_catalog.find("typeform"), "text/xml"));
        QVERIFY(acceptsContentType(*m_catalog.find("website-form"), "multipart/form-data; boundary=x"));
    }
};

QTEST_GUILESS_MAIN(SignaturesTest)
#include "signatures_test.moc"
