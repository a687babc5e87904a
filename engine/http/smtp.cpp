#include "engine/http/smtp.h"

#include <charconv>

#include "engine/http/curl_handles.h"

namespace hs::http {

namespace {

bool isAtext(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool isDomain(std::string_view domain)
{
    if (domain.empty() || domain.size() > 253)
        return false;
    while (true) {
        const auto dot = domain.find('.');
        const auto label = domain.substr(0, dot);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
            return false;
        for (const char c : label) {
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-')
                return false;
        }
        if (dot == std::string_view::npos)
            return true;
        domain.remove_prefix(dot + 1);
    }
}

/// A dot-atom and a domain name (RFC 5322 §3.4.1 without its quoted and obsolete forms).
bool isAddress(std::string_view text)
{
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > 64)
        return false;
    const auto local = text.substr(0, at);
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos)
        return false;
    for (const char c : local) {
        if (!isAtext(c) && c != '.')
            return false;
    }
    return isDomain(text.substr(at + 1));
}

std::string_view stripped(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string SmtpAccount::name() const
{
    const bool v6 = host.find(':') != std::string::npos;
    return std::string(tls ? "smtps://" : "smtp://") + (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<SmtpAccount> parseSmtpUrl(std::string_view url)
{
    const auto bad = [](std::string what) {
        return fail(Errc::BadInput, std::move(what), "SMTP_URL", "write it as smtps://user:password@mail.example:465");
    };
    SmtpAccount account;
    const auto schemeEnd = url.find("://");
    const auto scheme = url.substr(0, schemeEnd);
    if (schemeEnd == std::string_view::npos || (scheme != "smtp" && scheme != "smtps"))
        return bad("the mail server's address does not begin with smtp:// or smtps://");
    account.tls = scheme == "smtps";
    const UrlHandle parsed(curl_url());
    if (!parsed || url.find('\0') != std::string_view::npos
        || curl_url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(), 0) != CURLUE_OK)
        return bad("the mail server's address cannot be read");
    const auto path = urlPart(parsed.get(), CURLUPART_PATH);
    if ((!path.empty() && path != "/") || !urlPart(parsed.get(), CURLUPART_QUERY).empty()
        || !urlPart(parsed.get(), CURLUPART_FRAGMENT).empty())
        return bad("the mail server's address goes on after the port");
    account.host = urlPart(parsed.get(), CURLUPART_HOST);
    if (account.host.size() > 2 && account.host.front() == '[')
        account.host = account.host.substr(1, account.host.size() - 2);
    if (account.host.empty())
        return bad("the mail server's address names no host");
    account.port = account.tls ? 465 : 587;
    if (const auto port = urlPart(parsed.get(), CURLUPART_PORT); !port.empty()) {
        std::from_chars(port.data(), port.data() + port.size(), account.port);
        if (account.port < 1)
            return bad("the mail server's port is not between 1 and 65535");
    }
    account.user = urlPart(parsed.get(), CURLUPART_USER, CURLU_URLDECODE);
    account.password = Secret(urlPart(parsed.get(), CURLUPART_PASSWORD, CURLU_URLDECODE));
    if (account.user.empty() && !account.password.empty())
        return bad("the mail server's address has a password but no user");
    return account;
}

Result<MailAddress> parseMailAddress(std::string_view text)
{
    const auto bad = [](std::string what) {
        return fail(Errc::BadInput, std::move(what), {}, "write it as name@domain.example or Name <name@domain.example>");
    };
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return bad("a mail address holds a line break or another control character");
    }
    MailAddress found;
    text = stripped(text);
    if (const auto open = text.rfind('<'); open != std::string_view::npos) {
        if (text.back() != '>')
            return bad("a mail address has no closing >");
        auto name = stripped(text.substr(0, open));
        if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
            name = name.substr(1, name.size() - 2);
        found.name = name;
        text = stripped(text.substr(open + 1, text.size() - open - 2));
    }
    if (!isAddress(text))
        return bad("not a mail address");
    found.address = text;
    return found;
}

bool isPermanent(const Error &error)
{
    switch (error.code) {
    case Errc::BadInput:
    case Errc::Unauthorized:
    case Errc::Forbidden:
    case Errc::NotFound:
        return true;
    default:
        return false;
    }
}

} // namespace hs::http
