#include "engine/runtime/senders.h"

#include "engine/http/request_policy.h"

namespace hs::runtime {

MailSender::MailSender(http::MailCarrier &carrier, const Clock &clock, std::function<MailSetup()> setup, Files files)
    : m_carrier(carrier), m_clock(clock), m_setup(std::move(setup)), m_files(std::move(files))
{
}

void MailSender::send(const store::outbox::Effect &effect, std::function<void(Result<void>)> done)
{
    const auto setup = m_setup();
    auto account = http::parseSmtpUrl(setup.url);
    if (!account) {
        auto error = account.error();
        error.code = Errc::Unavailable; // a person mends the settings, then it is tried again
        return done(tl::make_unexpected(std::move(error)));
    }
    http::Mail mail;
    mail.from = setup.from;
    mail.to = {effect.target};
    mail.subject = text(effect.body, "subject", effect.summary);
    mail.text = text(effect.body, "text");
    mail.idempotencyKey = effect.key;
    mail.date = m_clock.now();
    const auto leave = [carrier = &m_carrier, account = std::move(*account), done](http::Mail whole) {
        carrier->sendMail(account, std::move(whole), {}, [done](Result<http::MailReceipt> receipt) {
            done(receipt ? Result<void>() : tl::make_unexpected(receipt.error()));
        });
    };
    const Json &attachments = member(effect.body, "attachments");
    if (!attachments.is_array() || attachments.empty())
        return leave(std::move(mail));
    m_files(attachments, [leave, done, mail = std::move(mail)](Result<std::vector<http::MailFile>> files) mutable {
        if (!files)
            return done(tl::make_unexpected(files.error()));
        mail.files = std::move(*files);
        leave(std::move(mail));
    });
}

SlackSender::SlackSender(http::Transport &transport, std::function<SlackSetup()> setup) : m_transport(transport), m_setup(std::move(setup)) {}

void SlackSender::send(const store::outbox::Effect &effect, std::function<void(Result<void>)> done)
{
    const auto setup = m_setup();
    http::Request request;
    request.method = "POST";
    request.url = setup.url;
    request.pathIsSecret = true;
    request.headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", effect.key}};
    Json body{{"text", text(effect.body, "text", effect.summary)}};
    if (!setup.channel.empty())
        body["channel"] = setup.channel;
    request.body = dump(body);
    m_transport.send(std::move(request), {}, [done = std::move(done)](Result<http::Response> response) {
        if (!response)
            return done(tl::make_unexpected(response.error()));
        if (response->ok())
            return done({});
        const auto status = std::to_string(response->status);
        const bool again = response->status == 429 || response->status >= 500;
        done(fail(again ? Errc::Unavailable : Errc::BadInput, "the channel answered " + status, "slack",
                  again ? "it is tried again" : "check the address of the incoming webhook"));
    });
}

} // namespace hs::runtime
