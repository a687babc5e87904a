#include "engine/http/smtp.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/crypto/hash.h"
#include "engine/vocabulary/utf8.h"

namespace hs::http {

namespace {

constexpr std::size_t MaxText = 1024U * 1024;
constexpr std::size_t MaxFiles = 20U * 1024 * 1024;
constexpr std::size_t MaxHeaderText = 998;
constexpr std::size_t LineLength = 76;

bool isPlain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// "Mon, 23 Nov 2026 09:00:00 +0000" (RFC 5322 §3.3).
std::string mailDate(Timestamp at)
{
    using namespace std::chrono;
    static constexpr std::array<const char *, 7> Days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char *, 12> Months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(floor<seconds>(at - day));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000", Days[weekday(day).c_encoding()],
                  unsigned(date.day()), Months[unsigned(date.month()) - 1], int(date.year()), int(time.hours().count()),
                  int(time.minutes().count()), int(time.seconds().count()));
    return text.data();
}

/// Encoded words (RFC 2047, base 64), one a line, cut between characters.
/// `used` is how much of the first line is taken.
std::string encodedWords(std::string_view text, std::size_t used)
{
    static constexpr std::size_t Frame = 12; // =?UTF-8?B? and ?=
    std::string words;
    std::size_t room = 0;
    while (!text.empty()) {
        room = ((LineLength - std::min(used, std::size_t(40)) - Frame) / 4) * 3;
        std::size_t take = std::min(room, text.size());
        while (take < text.size() && take > 0 && (static_cast<unsigned char>(text[take]) & 0xC0U) == 0x80)
            --take;
        if (!words.empty())
            words += "\r\n ";
        words += "=?UTF-8?B?" + crypto::toBase64(text.substr(0, take)) + "?=";
        text.remove_prefix(take);
        used = 1;
    }
    return words;
}

std::string unstructured(std::string_view name, std::string_view text)
{
    std::string line(name);
    line += ": ";
    // What looks like an encoded word must not be read as one.
    if (isPlain(text) && text.find("=?") == std::string_view::npos && line.size() + text.size() <= LineLength)
        return line.append(text) + "\r\n";
    return line + encodedWords(text, line.size()) + "\r\n";
}

std::string mailbox(const MailAddress &who, std::size_t used)
{
    if (who.name.empty())
        return who.address;
    const bool quotable = isPlain(who.name) && who.name.find("=?") == std::string::npos
        && used + who.name.size() + who.address.size() + 5 <= LineLength;
    std::string text;
    if (quotable) {
        text = "\"";
        for (const char c : who.name) {
            if (c == '"' || c == '\\')
                text += '\\';
            text += c;
        }
        text += '"';
    } else {
        text = encodedWords(who.name, used);
    }
    // The address goes to a line of its own where both would not fit.
    const auto lastBreak = text.rfind('\n');
    const std::size_t last = lastBreak == std::string::npos ? used + text.size() : text.size() - lastBreak - 1;
    return text + (last + who.address.size() + 3 > LineLength ? "\r\n <" : " <") + who.address + ">";
}

/// Quoted-printable (RFC 2045 §6.7) with CRLF at the text's own line ends.
std::string quotedPrintable(std::string_view text)
{
    static constexpr std::string_view Digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    std::size_t column = 0;
    const auto put = [&](std::string_view piece) {
        if (column + piece.size() > LineLength - 1) { // room for the soft break's "="
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\r' || c == '\n') {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
                ++i;
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool last = i + 1 == text.size() || text[i + 1] == '\r' || text[i + 1] == '\n';
        const bool blank = c == ' ' || c == '\t';
        // Old relays change a line that begins with "From " and eat a lone dot.
        const bool risky = column == 0 && (c == '.' || text.substr(i, 5) == "From ");
        if ((blank && !last) || (byte > 0x20 && byte < 0x7f && c != '=' && !risky)) {
            put(std::string_view(&text[i], 1));
        } else {
            const std::array<char, 3> code{'=', Digits[byte >> 4U], Digits[byte & 15U]};
            put(std::string_view(code.data(), code.size()));
        }
    }
    if (column > 0)
        out += "\r\n";
    return out;
}

Result<void> checkHeaderText(std::string_view text, std::string_view field)
{
    const auto bad = [&](std::string what, std::string mend) {
        return fail(Errc::BadInput, std::move(what), "mail:/" + std::string(field), std::move(mend));
    };
    if (text.size() > MaxHeaderText)
        return bad("longer than 998 bytes", "shorten it");
    if (!isUtf8(text))
        return bad("not UTF-8", "send text in UTF-8");
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return bad("holds a line break or another control character", "write it in one line");
    }
    return {};
}

bool isMediaType(std::string_view type)
{
    const auto slash = type.find('/');
    return slash != std::string_view::npos && slash > 0 && slash + 1 < type.size() && std::all_of(type.begin(), type.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("/.+-").find(c) != std::string_view::npos;
    });
}

/// One file as a part of a multipart message; names by RFC 2231.
std::string filePart(const MailFile &file)
{
    static constexpr std::string_view Digits = "0123456789ABCDEF";
    std::string name;
    for (const char c : file.name) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_')
            name += c;
        else
            (name += '%') += {Digits[byte >> 4U], Digits[byte & 15U]};
    }
    std::string part = "Content-Type: " + (isMediaType(file.type) ? file.type : std::string("application/octet-stream"))
        + "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename*=UTF-8''" + name + "\r\n\r\n";
    const auto code = crypto::toBase64(file.bytes);
    for (std::size_t at = 0; at < code.size(); at += LineLength)
        part += code.substr(at, LineLength) + "\r\n";
    return part;
}

Result<MailAddress> addressOf(std::string_view text, std::string_view field)
{
    HS_TRY(checkHeaderText(text, field));
    auto address = parseMailAddress(text);
    if (!address) {
        Error error = std::move(address).error();
        error.where = "mail:/" + std::string(field);
        return tl::make_unexpected(std::move(error));
    }
    return address;
}

} // namespace

std::string messageIdFor(std::string_view idempotencyKey, std::string_view fromAddress)
{
    const auto at = fromAddress.rfind('@');
    const auto domain = at == std::string_view::npos ? std::string_view("localhost") : fromAddress.substr(at + 1);
    return crypto::toHex(crypto::sha256(idempotencyKey)).substr(0, 40) + "@" + std::string(domain);
}

Result<std::string> composeMail(const Mail &mail)
{
    const auto from = addressOf(mail.from, "from");
    if (!from)
        return tl::make_unexpected(from.error());
    if (mail.to.empty())
        return fail(Errc::BadInput, "nobody to write to", "mail:/to", "name at least one address");
    if (mail.idempotencyKey.empty())
        return fail(Errc::BadInput, "no idempotency key", "mail:/idempotencyKey", "give the key of the effect");
    HS_TRY(checkHeaderText(mail.subject, "subject"));
    HS_TRY(checkHeaderText(mail.inReplyTo, "inReplyTo"));
    if (!isPlain(mail.inReplyTo) || mail.inReplyTo.find_first_of("<> ") != std::string::npos)
        return fail(Errc::BadInput, "not a message id", "mail:/inReplyTo", "write it without angle brackets");
    if (mail.text.size() > MaxText)
        return fail(Errc::BadInput, "longer than 1 MiB", "mail:/text", "shorten it");
    if (!isUtf8(mail.text))
        return fail(Errc::BadInput, "not UTF-8", "mail:/text", "send text in UTF-8");
    std::size_t bytes = 0;
    for (const auto &file : mail.files) {
        HS_TRY(checkHeaderText(file.name, "files"));
        bytes += file.bytes.size();
    }
    if (bytes > MaxFiles)
        return fail(Errc::BadInput, "the files are larger than 20 MiB in all", "mail:/files", "send a link to them instead");

    std::string message = "Date: " + mailDate(mail.date) + "\r\n";
    message += "From: " + mailbox(*from, 6) + "\r\n";
    std::string recipients;
    for (std::size_t i = 0; i < mail.to.size(); ++i) {
        const auto to = addressOf(mail.to[i], "to/" + std::to_string(i));
        if (!to)
            return tl::make_unexpected(to.error());
        recipients += (i == 0 ? "To: " : ",\r\n ") + mailbox(*to, i == 0 ? 4 : 1);
    }
    message += recipients + "\r\n";
    if (!mail.replyTo.empty()) {
        const auto replyTo = addressOf(mail.replyTo, "replyTo");
        if (!replyTo)
            return tl::make_unexpected(replyTo.error());
        message += "Reply-To: " + mailbox(*replyTo, 10) + "\r\n";
    }
    message += unstructured("Subject", mail.subject);
    message += "Message-ID: <" + messageIdFor(mail.idempotencyKey, from->address) + ">\r\n";
    if (!mail.inReplyTo.empty()) {
        message += "In-Reply-To: <" + mail.inReplyTo + ">\r\n";
        message += "References: <" + mail.inReplyTo + ">\r\n";
    }
    message += "MIME-Version: 1.0\r\n";
    const std::string body = "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: quoted-printable\r\n"
                             "\r\n"
        + quotedPrintable(mail.text);
    if (mail.files.empty())
        return message + body;
    // Derived from the key, so that a repeat is the same message; "=_" cannot stand in either encoding (RFC 2045 §6.7).
    const auto boundary = "=_" + crypto::toHex(crypto::sha256("boundary " + mail.idempotencyKey)).substr(0, 32);
    message += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n" + body;
    for (const auto &file : mail.files)
        message += "\r\n--" + boundary + "\r\n" + filePart(file);
    return message + "\r\n--" + boundary + "--\r\n";
}

} // namespace hs::http
