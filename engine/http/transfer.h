#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/http/curl_handles.h"
#include "engine/http/curl_transport.h"

/// The two kinds of exchange the transport's thread carries. Inside of the transport only.
namespace hs::http {

/// One exchange from its start to its answer. Made in the caller's thread; from
/// then on it lives in the thread that carries it, where all members are called.
class CurlTransport::Transfer {
public:
    Transfer(Mailbox &home, const Options &options, std::stop_token cancel);
    virtual ~Transfer() = default;
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    /// Makes the handle ready to be added to the multi handle.
    [[nodiscard]] Result<CURL *> begin();
    /// From here on a stop request wakes the loop.
    void watch(CURLM *multi);
    [[nodiscard]] bool cancelled() const { return m_cancel.stop_requested(); }
    [[nodiscard]] CURL *handle() const { return m_easy.get(); }

    virtual void finish(CURLcode code) = 0; ///< posts the answer
    virtual void refuse(Error error) = 0;   ///< posts the error

protected:
    [[nodiscard]] virtual Result<void> prepare(CURL *easy) = 0;
    [[nodiscard]] bool connected() const; ///< whether the exchange itself had begun

    Mailbox &m_home;
    const Options &m_options;

private:
    struct Waker {
        CURLM *multi;
        void operator()() const { curl_multi_wakeup(multi); }
    };

    std::stop_token m_cancel;
    Easy m_easy;
    std::optional<std::stop_callback<Waker>> m_waker;
};

class CurlTransport::HttpTransfer final : public Transfer {
public:
    HttpTransfer(Mailbox &home, const Options &options, Request request, std::stop_token cancel, Transport::Done done);

    void finish(CURLcode code) override;
    void refuse(Error error) override;
    [[nodiscard]] std::string where() const { return redactUrl(m_request.url, m_request.pathIsSecret); }

private:
    [[nodiscard]] Result<void> prepare(CURL *easy) override;
    [[nodiscard]] Error errorOf(CURLcode code) const;
    static std::size_t onBody(char *data, std::size_t size, std::size_t count, void *self);
    static std::size_t onHeader(char *data, std::size_t size, std::size_t count, void *self);
    static std::size_t takeBody(char *to, std::size_t size, std::size_t count, void *self);
    static int bodyAgain(void *self, curl_off_t offset, int origin);
    static int beforeSending(void *self, char *address, char *localAddress, int port, int localPort);

    Request m_request;
    std::size_t m_sent = 0; ///< of the body, when it may be sent once only
    Transport::Done m_done;
    List m_lines;
    std::shared_ptr<std::function<void(std::string)>> m_onPart; ///< shared with parts that wait in the mailbox
    Response m_response;
    std::size_t m_received = 0; ///< of the body
    std::size_t m_headerBytes = 0;
    bool m_tooLarge = false;
    bool m_outOfReach = false;
};

class CurlTransport::MailTransfer final : public Transfer {
public:
    MailTransfer(Mailbox &home, const Options &options, SmtpAccount account, std::string from, std::vector<std::string> to,
                 std::string message, std::string messageId, std::stop_token cancel, MailCarrier::Done done);

    /// The whole exchange; blocks. Ends within a second of a stop request or of the time limit.
    void run(const std::stop_token &loopStop);
    void finish(CURLcode code) override;
    void refuse(Error error) override;

private:
    [[nodiscard]] Result<void> prepare(CURL *easy) override;
    [[nodiscard]] Error errorOf(CURLcode code, long reply) const;
    [[nodiscard]] bool outOfTime() const { return std::chrono::steady_clock::now() >= m_deadline; }
    static std::size_t onRead(char *buffer, std::size_t size, std::size_t count, void *self);
    static int onProgress(void *self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    SmtpAccount m_account;
    std::string m_from;
    std::vector<std::string> m_to;
    std::string m_message;
    std::size_t m_sent = 0;
    std::string m_messageId;
    MailCarrier::Done m_done;
    List m_recipients;
    std::stop_token m_loopStop;
    std::chrono::steady_clock::time_point m_deadline;
};

/// Fails with BadInput when a request cannot be sent as it is. Pure.
[[nodiscard]] Result<void> checkRequest(const Request &request);

} // namespace hs::http
