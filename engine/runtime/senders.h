#pragma once

#include <functional>
#include <memory>

#include "engine/http/curl_transport.h"
#include "engine/outbox/dispatcher.h"
#include "engine/runtime/studio.h"

namespace hs::runtime {

class Vault;

/// What a channel is set up with at the moment of sending.
struct MailSetup {
    std::string url, from;
};

struct SlackSetup {
    std::string url;     ///< secret
    std::string channel; ///< empty: the one the address was made for
};

/// Mail by SMTP; the Message-ID derives from the effect's key. Lives in the engine thread.
class MailSender final : public outbox::Sender {
public:
    /// Reads the files that go with a mail (`attachments` of the effect's body); answers in any thread.
    using Files = std::function<void(const Json &attachments, std::function<void(Result<std::vector<http::MailFile>>)> done)>;
    MailSender(http::MailCarrier &carrier, const Clock &clock, std::function<MailSetup()> setup, Files files);
    void send(const store::outbox::Effect &effect, std::function<void(Result<void>)> done) override;

private:
    http::MailCarrier &m_carrier;
    const Clock &m_clock;
    std::function<MailSetup()> m_setup;
    Files m_files;
};

/// A Slack-style incoming webhook: POST {"text": …, "channel": …} to a secret address.
class SlackSender final : public outbox::Sender {
public:
    SlackSender(http::Transport &transport, std::function<SlackSetup()> setup);
    void send(const store::outbox::Effect &effect, std::function<void(Result<void>)> done) override;

private:
    http::Transport &m_transport;
    std::function<SlackSetup()> m_setup;
};

} // namespace hs::runtime
