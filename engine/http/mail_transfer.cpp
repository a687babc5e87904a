#include "engine/http/transfer.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hs::http {

namespace {

constexpr long ConnectMillis = 15'000;

} // namespace

CurlTransport::MailTransfer::MailTransfer(Mailbox &home, const Options &options, SmtpAccount account, std::string from,
                                          std::vector<std::string> to, std::string message, std::string messageId,
                                          std::stop_token cancel, MailCarrier::Done done)
    : Transfer(home, options, std::move(cancel)), m_account(std::move(account)), m_from(std::move(from)),
      m_to(std::move(to)), m_message(std::move(message)), m_messageId(std::move(messageId)), m_done(std::move(done))
{
}

Result<void> CurlTransport::MailTransfer::prepare(CURL *easy)
{
    const bool loopback = isLoopback(m_account.host);
    curl_easy_setopt(easy, CURLOPT_URL, m_account.name().c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    if (loopback)
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    if (const auto &caFile = m_account.caFile.empty() ? m_options.caFile : m_account.caFile; !caFile.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, caFile.c_str());
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, ConnectMillis);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, long(m_options.mailTimeout.count()));
    // libcurl waits inside for the reply to the message and to QUIT, under its own limit of two
    // minutes; this callback, asked once a second, is what ends such a wait. It is also the only way
    // to cancel: a handle that is taken away in the middle would end the half message as if it were whole.
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &MailTransfer::onProgress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L); // so that QUIT, too, is under that callback
    if (!m_account.user.empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, m_account.user.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, std::string(m_account.password.reveal()).c_str());
    }
    // A password never crosses the network in the clear, also when someone on the way hides STARTTLS.
    const bool mustEncrypt = m_account.tls || (!m_account.user.empty() && !loopback);
    curl_easy_setopt(easy, CURLOPT_USE_SSL, long(mustEncrypt ? CURLUSESSL_ALL : CURLUSESSL_TRY));

    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, ("<" + m_from + ">").c_str());
    for (const auto &to : m_to)
        append(m_recipients, "<" + to + ">");
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, m_recipients.get());
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &MailTransfer::onRead);
    curl_easy_setopt(easy, CURLOPT_READDATA, this);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(m_message.size()));
    return {};
}

void CurlTransport::MailTransfer::run(const std::stop_token &loopStop)
{
    m_loopStop = loopStop;
    m_deadline = std::chrono::steady_clock::now() + m_options.mailTimeout;
    if (cancelled() || loopStop.stop_requested())
        return refuse({Errc::Cancelled, "cancelled", {}, {}, {}});
    const auto easy = begin();
    if (!easy)
        return refuse(easy.error());
    finish(curl_easy_perform(*easy));
}

int CurlTransport::MailTransfer::onProgress(void *self, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto &transfer = *static_cast<MailTransfer *>(self);
    return transfer.cancelled() || transfer.m_loopStop.stop_requested() || transfer.outOfTime() ? 1 : 0;
}

std::size_t CurlTransport::MailTransfer::onRead(char *buffer, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<MailTransfer *>(self);
    const std::size_t bytes = std::min(size * count, transfer.m_message.size() - transfer.m_sent);
    std::memcpy(buffer, transfer.m_message.data() + transfer.m_sent, bytes);
    transfer.m_sent += bytes;
    return bytes;
}

Error CurlTransport::MailTransfer::errorOf(CURLcode code, long reply) const
{
    const auto error = [this](Errc errc, std::string what, std::string mend = {}) {
        return Error{errc, std::move(what), m_account.name(), std::move(mend), {}};
    };
    const auto numbered = " (reply " + std::to_string(reply) + ")";
    // 530, 534, 535, 538: RFC 4954 §6.
    if (code == CURLE_LOGIN_DENIED || reply == 530 || reply == 534 || reply == 535 || reply == 538) {
        if (reply >= 400 && reply < 500)
            return error(Errc::Unavailable, "the mail server cannot check the login now" + numbered);
        return error(Errc::Unauthorized, "the mail server refused the login" + (reply >= 500 ? numbered : std::string()),
                     "check user and password in SMTP_URL");
    }
    if (reply >= 500)
        return error(Errc::BadInput, "the mail server refused the mail for good" + numbered,
                     "check the addresses, and that the server takes mail from this sender");
    if (reply >= 400)
        return error(Errc::Unavailable, "the mail server does not take the mail now" + numbered);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return error(Errc::Unavailable, "the name of the mail server is not known", "check SMTP_URL and the network");
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        return error(Errc::Unavailable, "no connection to the mail server", "check SMTP_URL, and that the server runs");
    case CURLE_USE_SSL_FAILED:
        return error(Errc::Unavailable, "the mail server offers no TLS, and a password must not travel in the clear",
                     "use smtps:// or a server that offers STARTTLS");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return error(Errc::Unavailable, "the mail server's certificate is not trusted",
                     "check the host in SMTP_URL, and that the certificate is valid and known to this machine");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
        return error(Errc::Unavailable, "no secure connection to the mail server", "check the port in SMTP_URL: 465 for smtps://, 587 for smtp://");
    case CURLE_ABORTED_BY_CALLBACK: // not cancelled, see finish(): the time was up
    case CURLE_OPERATION_TIMEDOUT:
        return connected() ? error(Errc::Timeout, "the mail server did not answer in time")
                           : error(Errc::Unavailable, "no connection to the mail server in time", "check SMTP_URL and the network");
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
        return error(Errc::Unavailable, "the connection to the mail server broke");
    case CURLE_WEIRD_SERVER_REPLY:
        return error(Errc::Unavailable, "the mail server does not speak SMTP", "check the port in SMTP_URL");
    default:
        return error(Errc::Internal, std::string("the mail was not sent: ") + curl_easy_strerror(code));
    }
}

void CurlTransport::MailTransfer::finish(CURLcode code)
{
    if (code == CURLE_ABORTED_BY_CALLBACK && (cancelled() || m_loopStop.stop_requested()))
        return refuse({Errc::Cancelled, "cancelled", {}, {}, {}});
    if (code != CURLE_OK) {
        long reply = 0;
        curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &reply);
        return refuse(errorOf(code, reply));
    }
    m_home.post([done = std::move(m_done), receipt = MailReceipt{m_messageId}]() mutable { done(std::move(receipt)); });
}

void CurlTransport::MailTransfer::refuse(Error error)
{
    m_home.post([done = std::move(m_done), error = std::move(error)]() mutable { done(tl::make_unexpected(std::move(error))); });
}

} // namespace hs::http
