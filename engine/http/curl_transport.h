#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/http/smtp.h"
#include "engine/http/transport.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::http {

/// Everything that leaves the machine, over libcurl: requests side by side in one
/// thread, mail one after the other in a second one, because libcurl's SMTP waits
/// in place for some replies. `send` and `sendMail` may be called from any thread; answers
/// come back through `home`, which must outlive the transport. Destroying the
/// transport cancels what is under way (mail within a second); those answers are posted too.
class CurlTransport final : public Transport, public MailCarrier {
public:
    struct Options {
        std::string userAgent = "HigherSelf-Console/" HS_VERSION;
        std::string caFile;          ///< PEM file of trusted certificates; empty: the system's
        long connections = 32;       ///< in all
        long connectionsPerHost = 6;
        std::chrono::milliseconds mailTimeout{60'000}; ///< of one mail, connecting included
        std::size_t waiting = 10'000; ///< requests at once, and mails; more are refused as Unavailable
    };

    CurlTransport(Mailbox &home, Options options);
    explicit CurlTransport(Mailbox &home);
    ~CurlTransport() override;
    CurlTransport(const CurlTransport &) = delete;
    CurlTransport &operator=(const CurlTransport &) = delete;

    /// While offline every request is refused at once with Errc::Unavailable, loopback
    /// included. What is already under way goes on. Any thread.
    void setOffline(bool offline) { m_offline = offline; }
    [[nodiscard]] bool offline() const { return m_offline; }

    void send(Request request, std::stop_token cancel, Transport::Done done) override;
    void sendMail(SmtpAccount account, Mail mail, std::stop_token cancel, MailCarrier::Done done) override;

private:
    class Transfer;
    class HttpTransfer;
    class MailTransfer;
    class Loop;
    class MailLoop;

    Mailbox &m_home;
    Options m_options;
    std::atomic<bool> m_offline{false};
    std::unique_ptr<Loop> m_loop;
    std::unique_ptr<MailLoop> m_mailLoop;
};

} // namespace hs::http
