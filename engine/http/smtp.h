#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/result.h"
#include "engine/vocabulary/secret.h"

/// Mail by SMTP (RFC 5321) with a message of its own making (RFC 5322, 2045, 2047).
namespace hs::http {

/// Where mail goes out: SMTP_URL taken apart.
struct SmtpAccount {
    std::string host;
    int port = 587;          ///< 465 with `tls`, 587 else, when the URL names none
    bool tls = false;        ///< smtps: TLS from the first byte; else STARTTLS when the server offers it
    std::string user;        ///< empty: no login
    Secret password;
    std::string caFile;      ///< PEM file of further trusted certificates; empty: the system's
    [[nodiscard]] std::string name() const; ///< "smtp://mail.example:587", without credentials
};

/// Reads `smtp://[user[:password]@]host[:port]` or `smtps://…`, user and password
/// percent-encoded. Fails with BadInput; the text never repeats the URL.
[[nodiscard]] Result<SmtpAccount> parseSmtpUrl(std::string_view url);

struct MailAddress {
    std::string name;    ///< UTF-8, may be empty
    std::string address; ///< local@domain, ASCII
};
/// Reads `a@b.example`, `<a@b.example>` or `Any Name <a@b.example>`. Fails with
/// BadInput on anything else, above all on line breaks.
[[nodiscard]] Result<MailAddress> parseMailAddress(std::string_view text);

/// A file that goes with a mail.
struct MailFile {
    std::string name; ///< UTF-8, one line
    std::string type; ///< "application/pdf"; what is no media type goes as application/octet-stream
    std::string bytes;
};

struct Mail {
    std::string from; ///< as parseMailAddress reads it
    std::vector<std::string> to;
    std::string replyTo;   ///< empty: none
    std::string subject;   ///< UTF-8, one line
    std::string text;      ///< UTF-8, any line ends
    std::string inReplyTo; ///< Message-ID without angle brackets; empty: none
    std::string idempotencyKey; ///< the Message-ID derives from it, so a repeat is recognised as one
    Timestamp date;
    std::vector<MailFile> files; ///< at most 20 MiB in all
};

/// The Message-ID of a key, without angle brackets: equal keys and senders give equal ids.
[[nodiscard]] std::string messageIdFor(std::string_view idempotencyKey, std::string_view fromAddress);

/// The whole message, CRLF line ends, pure ASCII, lines of at most 78
/// characters unless an address is longer. Pure, O(n).
/// Fails with BadInput on bad addresses, no recipient, control characters in a header,
/// invalid UTF-8, a missing key or more than 1 MiB of text.
[[nodiscard]] Result<std::string> composeMail(const Mail &mail);

struct MailReceipt {
    std::string messageId; ///< without angle brackets
};

/// Hands mail to a server. Any thread may call.
class MailCarrier {
public:
    /// Runs exactly once, later, in the thread of the carrier's mailbox. Errors:
    /// - BadInput: the mail is not fit to be sent, or the server refused it for good (5xx)
    /// - Unauthorized: the server refused the login
    /// - Unavailable: not now (4xx, no connection, no trusted TLS, offline)
    /// - Timeout: the server did not answer in time
    /// - Cancelled
    /// A connection lost between the message and its confirmation is Unavailable: the mail may
    /// have gone, and a second try carries the same Message-ID.
    using Done = std::function<void(Result<MailReceipt>)>;

    MailCarrier() = default;
    MailCarrier(const MailCarrier &) = delete;
    MailCarrier &operator=(const MailCarrier &) = delete;
    virtual ~MailCarrier() = default;
    virtual void sendMail(SmtpAccount account, Mail mail, std::stop_token cancel, Done done) = 0;
};

/// Whether trying again later is useless until a person mends something.
[[nodiscard]] bool isPermanent(const Error &error);

} // namespace hs::http
