#include "engine/runtime/senders.h"

#include <QTest>

#include "engine/runtime/policy_from_settings.h"
#include "engine/runtime/program_data.h"
#include "engine/runtime/vault.h"
#include "engine/settings/settings.h"
#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::runtime;

namespace {

class KeptRequests final : public http::Transport {
public:
    void send(http::Request request, std::stop_token, Done done) override
    {
        requests.push_back(std::move(request));
        done(answer);
    }
    std::vector<http::Request> requests;
    Result<http::Response> answer = http::Response{200, {}, "ok"};
};

void noFiles(const Json &, const std::function<void(Result<std::vector<http::MailFile>>)> &done)
{
    done(std::vector<http::MailFile>());
}

class KeptMails final : public http::MailCarrier {
public:
    void sendMail(http::SmtpAccount, http::Mail mail, std::stop_token, Done done) override
    {
        mails.push_back(std::move(mail));
        done(answer);
    }
    std::vector<http::Mail> mails;
    Result<http::MailReceipt> answer = http::MailReceipt{"id@studio.example"};
};

store::outbox::Effect effect()
{
    store::outbox::Effect effect;
    effect.key = "evt_1/effect/0";
    effect.target = "ada@example.com";
    effect.summary = "A lead came in";
    effect.body = {{"text", "Ada wrote."}, {"subject", "Hello"}};
    return effect;
}

} // namespace

/// What leaves through each channel, and what the settings of the studio make of it.
class SendersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNoticeGoesToTheChannelOfTheSettings();
    void whatTheChatAnswers_data();
    void whatTheChatAnswers();
    void aLetterCarriesItsKey();
    void filesGoWithALetter();
    void mailWithoutAServerWaitsForAPerson();
    void settingsBecomeThePolicy();
    void settingsThatCannotBeUsedAreFindings();

private:
    static std::shared_ptr<const Policy> policyOf(const char *file, const settings::Variables &environment, bool offline, std::vector<Error> &findings)
    {
        resources::init();
        const auto data = loadProgramData();
        if (!data)
            qFatal("%s", describe(data.error()).c_str());
        const auto reading = settings::read(data->schema, file, "console.json", environment);
        for (const auto &finding : reading.findings)
            qFatal("%s", describe(finding).c_str());
        const Vault vault(environment);
        return policyFrom(reading.settings, vault, offline, findings);
    }
    template <typename S>
    static Result<void> outcome(S &sender)
    {
        std::optional<Result<void>> told;
        sender.send(effect(), [&](Result<void> done) { told = std::move(done); });
        return told.value();
    }
};

void SendersTest::aNoticeGoesToTheChannelOfTheSettings()
{
    KeptRequests transport;
    std::string channel;
    SlackSender sender(transport, [&] { return SlackSetup{"https://hooks.example/T/B/x", channel}; });
    QVERIFY(outcome(sender).has_value());
    QCOMPARE(transport.requests.back().body, std::string(R"({"text":"Ada wrote."})"));
    QVERIFY(transport.requests.back().pathIsSecret);
    channel = "#leads"; // changed while the console runs
    QVERIFY(outcome(sender).has_value());
    QCOMPARE(text(*parseJson(transport.requests.back().body), "channel"), std::string("#leads"));
    QCOMPARE(transport.requests.back().method, std::string("POST"));
}

void SendersTest::whatTheChatAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::newRow("busy") << 429 << int(Errc::Unavailable);
    QTest::newRow("broken") << 503 << int(Errc::Unavailable);
    QTest::newRow("gone") << 404 << int(Errc::BadInput);
    QTest::newRow("refused") << 403 << int(Errc::BadInput);
}

void SendersTest::whatTheChatAnswers()
{
    QFETCH(int, status);
    KeptRequests transport;
    transport.answer = http::Response{status, {}, {}};
    SlackSender sender(transport, [] { return SlackSetup{"https://hooks.example/T/B/x", {}}; });
    const auto told = outcome(sender);
    QVERIFY(!told);
    QTEST(int(told.error().code), "code");
    QVERIFY(told.error().what.find("hooks.example") == std::string::npos);
}

void SendersTest::aLetterCarriesItsKey()
{
    KeptMails carrier;
    const test::FakeClock clock;
    MailSender sender(carrier, clock, [] { return MailSetup{"smtp://user:pass@mail.example:587", "Studio <hello@studio.example>"}; }, noFiles);
    QVERIFY(outcome(sender).has_value());
    QCOMPARE(carrier.mails.back().idempotencyKey, std::string("evt_1/effect/0"));
    QCOMPARE(carrier.mails.back().to, std::vector<std::string>{"ada@example.com"});
    QCOMPARE(carrier.mails.back().subject, std::string("Hello"));
    QCOMPARE(carrier.mails.back().date, clock.now());
    carrier.answer = fail(Errc::Unavailable, "greylisted");
    QCOMPARE(outcome(sender).error().what, std::string("greylisted"));
}

void SendersTest::mailWithoutAServerWaitsForAPerson()
{
    KeptMails carrier;
    const test::FakeClock clock;
    MailSender sender(carrier, clock, [] { return MailSetup{"", ""}; }, noFiles);
    QCOMPARE(outcome(sender).error().code, Errc::Unavailable); // mended in the settings, then it is tried again
    QVERIFY(carrier.mails.empty());
}

void SendersTest::filesGoWithALetter()
{
    KeptMails carrier;
    const test::FakeClock clock;
    const auto setup = [] { return MailSetup{"smtp://mail.example:587", "Studio <hello@studio.example>"}; };
    MailSender sender(carrier, clock, setup, [](const Json &attachments, auto done) {
        QCOMPARE(attachments.size(), std::size_t(1));
        done(std::vector<http::MailFile>{{text(attachments[0], "name"), "text/plain", "seven o'clock"}});
    });
    store::outbox::Effect effect;
    effect.key = "reply/1";
    effect.target = "ada@example.com";
    effect.body = {{"subject", "Plan"}, {"text", "See the file."}, {"attachments", {{{"id", "att_1"}, {"name", "plan.txt"}}}}};
    std::optional<Result<void>> told;
    sender.send(effect, [&](Result<void> result) { told = std::move(result); });
    QTRY_VERIFY(told.has_value());
    QVERIFY(told->has_value());
    QCOMPARE(carrier.mails.back().files.size(), std::size_t(1));
    QCOMPARE(carrier.mails.back().files[0].bytes, std::string("seven o'clock"));
    // A file that is gone: nothing leaves, and the reason is told.
    MailSender broken(carrier, clock, setup, [](const Json &, auto done) { done(fail(Errc::NotFound, "a file is gone")); });
    const auto before = carrier.mails.size();
    told.reset();
    broken.send(effect, [&](Result<void> result) { told = std::move(result); });
    QTRY_VERIFY(told.has_value());
    QCOMPARE(told->error().what, std::string("a file is gone"));
    QCOMPARE(carrier.mails.size(), before);
}

void SendersTest::settingsBecomeThePolicy()
{
    std::vector<Error> findings;
    const auto policy = policyOf(R"({
        "studio": {"timezone": "Europe/Vienna", "openingHours": "Mon-Fri 8-12; Sat 9:00-10:00", "holidays": ["2026-12-25"], "locale": "de-AT"},
        "entities": {"refundLimit": 120.5, "highValueMark": 900, "dedupeHours": 48},
        "holds": {"replySeconds": 5}, "escalation": {"leaseMinutes": 10, "backup": "Ada", "deadlines": {"low": {"decideMinutes": 30}}},
        "mail": {"from": "hello@studio.example"}, "receiver": {"sources": {"typeform": {"entity": "rec_01"}}}
    })", {{"SMTP_URL", "smtp://user:pass@mail.example:587"}, {"SLACK_WEBHOOK_URL", "https://hooks.example/x"}}, false, findings);
    QVERIFY2(findings.empty(), findings.empty() ? "" : describe(findings.front()).c_str());
    QCOMPARE(policy->house.refundLimit, 120.5);
    QCOMPARE(policy->house.highValueMark, 900.0);
    QCOMPARE(policy->house.duplicateWindow.count(), 48);
    QCOMPARE(policy->house.language, std::string("de-AT"));
    QCOMPARE(policy->house.zone, std::string("Europe/Vienna"));
    QCOMPARE(policy->house.holidays, std::vector<std::string>{"2026-12-25"});
    QCOMPARE(int(policy->hours.workingDay().count()), 240);
    QCOMPARE(policy->replyHold.count(), 5000);
    QCOMPARE(policy->lease.count(), 10);
    QCOMPARE(policy->backupOperator, std::string("Ada"));
    QVERIFY(!policy->deadlines[0].decideWorkingDay);
    QVERIFY(policy->mailReady && policy->slackReady);
    QCOMPARE(policy->sourceEntity.at("typeform"), std::string("rec_01"));
}

void SendersTest::settingsThatCannotBeUsedAreFindings()
{
    std::vector<Error> findings;
    auto policy = policyOf(R"({"studio": {"timezone": "Europe/Atlantis"}})", {}, false, findings);
    QCOMPARE(findings.size(), std::size_t(1));
    QCOMPARE(findings.front().what, std::string("unknown time zone \"Europe/Atlantis\""));
    QCOMPARE(policy->timeZone, std::string("UTC")); // deadlines must exist either way
    findings.clear();
    policy = policyOf("{}", {{"SMTP_URL", "smtp://mail.example:587"}, {"SMTP_FROM", "hello@studio.example"}, {"SLACK_WEBHOOK_URL", "https://hooks.example/x"}}, true, findings);
    QVERIFY(findings.empty());
    QVERIFY(!policy->mailReady && !policy->slackReady); // offline nothing leaves
}

QTEST_GUILESS_MAIN(SendersTest)
#include "senders_test.moc"
