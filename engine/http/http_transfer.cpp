#include "engine/http/transfer.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace hs::http {

namespace {

constexpr std::size_t MaxHeaderBytes = 64U * 1024; // of an answer

bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool isFieldValue(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// A path that climbs, in plain or encoded dots, reaches what its maker did not mean.
bool climbs(std::string_view url)
{
    const auto schemeEnd = url.find("://");
    const auto rest = url.substr(schemeEnd == std::string_view::npos ? 0 : schemeEnd + 3);
    std::string path(rest.substr(0, rest.find_first_of("?#")));
    std::transform(path.begin(), path.end(), path.begin(), [](char c) { return c == 'E' ? 'e' : c; });
    return path.find("%2e") != std::string::npos || (path + "/").find("/../") != std::string::npos;
}

bool has(const std::vector<Header> &headers, std::string_view name)
{
    return std::any_of(headers.begin(), headers.end(), [&](const Header &header) {
        return std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                          [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    });
}

/// The variables by which libcurl finds a proxy.
bool proxyIsSet()
{
    constexpr std::array Names{"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    return std::any_of(Names.begin(), Names.end(), [](const char *name) {
        const char *value = std::getenv(name);
        return value != nullptr && *value != '\0';
    });
}

} // namespace

Result<void> checkRequest(const Request &request)
{
    const auto where = redactUrl(request.url, request.pathIsSecret);
    const auto bad = [&](std::string what, std::string mend = {}) {
        return fail(Errc::BadInput, std::move(what), where, std::move(mend));
    };
    const UrlHandle url(curl_url());
    if (!url || request.url.find('\0') != std::string::npos
        || curl_url_set(url.get(), CURLUPART_URL, request.url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return bad("the address cannot be read", "write it as https://host/path");
    const auto scheme = urlPart(url.get(), CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https")
        return bad("the address is neither http nor https", "write it as https://host/path");
    if (!urlPart(url.get(), CURLUPART_USER).empty() || !urlPart(url.get(), CURLUPART_PASSWORD).empty())
        return bad("the address holds a user or a password", "set the credentials apart from the address");
    if (climbs(request.url))
        return bad("the path of the address holds \"..\"", "write the path without it");
    if (!isToken(request.method))
        return bad("the method is not a word");
    for (const auto &header : request.headers) {
        if (!isToken(header.name) || !isFieldValue(header.value))
            return bad("the header " + (isToken(header.name) ? header.name : std::string("name")) + " holds a line break");
    }
    for (const auto &[name, value] : request.secretHeaders) {
        if (!isToken(name) || !isFieldValue(value.reveal()))
            return bad("the header " + (isToken(name) ? name : std::string("name")) + " holds a line break",
                       "look for a line break at the end of the stored secret");
    }
    return {};
}

CurlTransport::HttpTransfer::HttpTransfer(Mailbox &home, const Options &options, Request request, std::stop_token cancel,
                                          Transport::Done done)
    : Transfer(home, options, cancel), m_request(std::move(request)), m_done(std::move(done))
{
    if (!m_request.onPart)
        return;
    // Parts wait in the mailbox; who cancels in the meantime does not want them any more.
    m_onPart = std::make_shared<std::function<void(std::string)>>([cancel = std::move(cancel), onPart = m_request.onPart](std::string part) {
        if (!cancel.stop_requested())
            onPart(std::move(part));
    });
}

Result<void> CurlTransport::HttpTransfer::prepare(CURL *easy)
{
    const UrlHandle url(curl_url());
    if (curl_url_set(url.get(), CURLUPART_URL, m_request.url.c_str(), 0) == CURLUE_OK
        && isLoopback(urlPart(url.get(), CURLUPART_HOST)))
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_URL, m_request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, m_options.userAgent.c_str());
    if (!m_options.caFile.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, m_options.caFile.c_str());
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, ""); // all that libcurl can undo
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, long(std::max<std::int64_t>(1, m_request.timeout.count())));
    if (m_request.idleTimeout.count() > 0) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, long(std::chrono::ceil<std::chrono::seconds>(m_request.idleTimeout).count()));
    }
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, long(std::max<std::int64_t>(1, m_request.connectTimeout.count())));
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(m_request.maxBody));
    if (m_request.mayReach && !proxyIsSet()) {
        curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &HttpTransfer::beforeSending);
        curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
    }

    const bool takesBody = m_request.method == "POST" || m_request.method == "PUT" || m_request.method == "PATCH";
    if (m_request.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (m_request.method == "POST") {
        // A kept connection may have died unseen: libcurl then sends the request once more by itself, although the first one
        // may have been carried out. With a body that cannot be read twice it does not.
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(m_request.body.size()));
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, &HttpTransfer::takeBody);
        curl_easy_setopt(easy, CURLOPT_READDATA, this);
        curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, &HttpTransfer::bodyAgain);
        curl_easy_setopt(easy, CURLOPT_SEEKDATA, this);
    } else if (takesBody || !m_request.body.empty()) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(m_request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, m_request.body.data());
    }
    if (m_request.method != "HEAD")
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, m_request.method.c_str());

    append(m_lines, "Expect:"); // no pause for a 100 Continue
    if (!has(m_request.headers, "Content-Type"))
        append(m_lines, "Content-Type:"); // else libcurl claims a form
    for (const auto &header : m_request.headers)
        append(m_lines, header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    for (const auto &[name, value] : m_request.secretHeaders)
        append(m_lines, name + ": " + std::string(value.reveal()));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, m_lines.get());

    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &HttpTransfer::onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &HttpTransfer::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    return {};
}

std::size_t CurlTransport::HttpTransfer::takeBody(char *to, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<HttpTransfer *>(self);
    const auto part = std::min(size * count, transfer.m_request.body.size() - transfer.m_sent);
    std::copy_n(transfer.m_request.body.data() + transfer.m_sent, part, to);
    transfer.m_sent += part;
    return part;
}

int CurlTransport::HttpTransfer::bodyAgain(void *, curl_off_t, int)
{
    return CURL_SEEKFUNC_FAIL;
}

int CurlTransport::HttpTransfer::beforeSending(void *self, char *address, char *, int, int)
{
    auto &transfer = *static_cast<HttpTransfer *>(self);
    transfer.m_outOfReach = !transfer.m_request.mayReach(address);
    return transfer.m_outOfReach ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

std::size_t CurlTransport::HttpTransfer::onBody(char *data, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<HttpTransfer *>(self);
    const std::size_t bytes = size * count;
    if (bytes > transfer.m_request.maxBody - transfer.m_received) {
        transfer.m_tooLarge = true;
        return 0;
    }
    transfer.m_received += bytes;
    long status = 0;
    if (transfer.m_request.onPart)
        curl_easy_getinfo(transfer.handle(), CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status > 299) {
        auto &body = transfer.m_response.body;
        if (curl_off_t whole = 0; body.empty() && curl_easy_getinfo(transfer.handle(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &whole) == CURLE_OK && whole > 0)
            body.reserve(std::min(std::size_t(whole), transfer.m_request.maxBody)); // a large one is not moved while it grows
        body.append(data, bytes);
    } else {
        if (transfer.cancelled())
            return 0;
        transfer.m_home.post([onPart = transfer.m_onPart, part = std::string(data, bytes)]() mutable { (*onPart)(std::move(part)); });
    }
    return bytes;
}

std::size_t CurlTransport::HttpTransfer::onHeader(char *data, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<HttpTransfer *>(self);
    const std::size_t bytes = size * count;
    transfer.m_headerBytes += bytes;
    if (transfer.m_headerBytes > MaxHeaderBytes) {
        transfer.m_tooLarge = true;
        return 0;
    }
    std::string_view line(data, bytes);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' '))
        line.remove_suffix(1);
    if (line.substr(0, 5) == "HTTP/") { // a further answer begins (100 Continue, proxy)
        transfer.m_response.headers.clear();
        return bytes;
    }
    if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        auto value = line.substr(colon + 1);
        while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
            value.remove_prefix(1);
        transfer.m_response.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
    }
    return bytes;
}

Error CurlTransport::HttpTransfer::errorOf(CURLcode code) const
{
    const auto error = [this](Errc errc, std::string what, std::string mend = {}) {
        return Error{errc, std::move(what), where(), std::move(mend), {}};
    };
    if (m_tooLarge || code == CURLE_FILESIZE_EXCEEDED)
        return error(Errc::BadInput, m_headerBytes > MaxHeaderBytes
                         ? std::string("the headers of the answer are larger than 64 KiB")
                         : "the answer is larger than " + std::to_string(m_request.maxBody) + " bytes");
    if (m_outOfReach)
        return error(Errc::Forbidden, "the name of the host leads where it may not lead", "check the address");
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return error(Errc::Unavailable, "the name of the host is not known", "check the address and the network");
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        return error(Errc::Unavailable, "no connection to the host", "check that the service runs and the network is up");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return error(Errc::Unavailable, "the host's certificate is not trusted",
                     "check the address, and that the certificate is valid and known to this machine");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
        return error(Errc::Unavailable, "no secure connection to the host", "check that the service speaks TLS 1.2 or newer");
    case CURLE_OPERATION_TIMEDOUT:
        if (!connected())
            return error(Errc::Unavailable, "no connection to the host in time", "check that the service runs and the network is up");
        if (m_request.idleTimeout.count() > 0 && m_received > 0)
            return error(Errc::Timeout, "the answer stopped in the middle");
        if (curl_off_t took = 0; m_request.idleTimeout.count() > 0
            && curl_easy_getinfo(handle(), CURLINFO_TOTAL_TIME_T, &took) == CURLE_OK && took / 1000 < m_request.timeout.count())
            return error(Errc::Timeout, "nothing came for " + std::to_string(m_request.idleTimeout.count()) + " ms; the request may have been carried out");
        return error(Errc::Timeout,
                     "no whole answer within " + std::to_string(m_request.timeout.count()) + " ms; the request may have been carried out");
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_FAIL_REWIND: // it would have been sent a second time
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return error(Errc::Timeout, "the connection broke before the whole answer was there; the request may have been carried out");
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: // an HTTP/0.9 answer ends here; the URL's scheme was checked before
    case CURLE_BAD_CONTENT_ENCODING:
        return error(Errc::Corrupt, "the answer is not HTTP", "check that the address is the service's");
    case CURLE_URL_MALFORMAT:
        return error(Errc::BadInput, "the address cannot be read", "write it as https://host/path");
    default:
        return error(Errc::Internal, std::string("the exchange failed: ") + curl_easy_strerror(code));
    }
}

void CurlTransport::HttpTransfer::finish(CURLcode code)
{
    if (code != CURLE_OK)
        return refuse(errorOf(code));
    long status = 0;
    curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
    m_response.status = int(status);
    m_home.post([done = std::move(m_done), answer = std::move(m_response)]() mutable { done(std::move(answer)); });
}

void CurlTransport::HttpTransfer::refuse(Error error)
{
    m_home.post([done = std::move(m_done), error = std::move(error)]() mutable { done(tl::make_unexpected(std::move(error))); });
}

} // namespace hs::http
