#include "engine/http/request_parser.h"

#include <algorithm>

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>

namespace hs::httpd {

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

Response bad(std::string_view message)
{
    return errorResponse(400, "bad_input", message);
}

Response tooLarge(std::size_t limit)
{
    return errorResponse(413, "body_too_large", "the body is longer than " + std::to_string(limit) + " bytes",
                         Json{{"limit", limit}});
}

/// Room taken before the first byte has come: a claimed length alone must cost nothing.
constexpr std::size_t FirstReserve = 64 * 1024;

constexpr std::size_t ShortestChunkedEnd = std::string_view("0\r\n\r\n").size();

} // namespace

RequestParser::RequestParser(std::size_t headLimit) : m_headLimit(headLimit)
{
    header_limit(std::uint32_t(headLimit));
    body_limit(boost::none); // ours, per route
    eager(false);
}

std::size_t RequestParser::feed(std::string_view bytes)
{
    if (m_state == State::Done || m_state == State::Failed)
        return 0;
    if (m_state == State::HeadDone) {
        if (!hasBody()) {
            m_state = State::Done;
            return 0;
        }
        m_state = State::Body;
        eager(true);
    }
    const bool inHead = m_state == State::Head;
    // What is left of a chunked body is never shorter than its end, and Beast 1.81 asserts that
    // it sees that much at once when the last chunk comes in drips.
    if (!inHead && m_chunked && bytes.size() < ShortestChunkedEnd)
        return 0;
    ErrorCode ec;
    const std::size_t used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (inHead)
        m_headBytes += used;

    if (ec && ec != http::error::need_more) {
        failFrom(ec);
        return used;
    }
    if (inHead) {
        // Beast measures what is still unread of the head; dripped in small pieces it would never end.
        if (m_headBytes + (is_header_done() ? 0 : bytes.size() - used) > m_headLimit) {
            m_fault = tooLongHead();
            m_state = State::Failed;
            return used;
        }
        if (is_header_done())
            m_state = State::HeadDone;
        return used;
    }
    if (is_done())
        m_state = State::Done;
    else if (used == 0 && bytes.size() > m_headLimit) {
        // Only a chunk's own line or the trailer can keep so much waiting for its end.
        m_fault = tooLongHead();
        m_state = State::Failed;
    }
    return used;
}

void RequestParser::setBodyLimit(std::size_t bytes)
{
    m_bodyLimit = bytes;
    if (!m_chunked && m_length > bytes) {
        m_fault = tooLarge(bytes);
        m_state = State::Failed;
    }
}

bool RequestParser::keepAlive() const
{
    // HTTP/1.0 is always closed: its senders wait for that, and few speak of keep-alive truly.
    return m_request.version >= 11 && Base::keep_alive();
}

std::optional<std::uint64_t> RequestParser::bodyLength() const
{
    if (m_chunked)
        return std::nullopt;
    return m_length;
}

Response RequestParser::tooLongHead() const
{
    return errorResponse(431, "headers_too_large",
                         "the request line and headers are longer than " + std::to_string(m_headLimit) + " bytes",
                         Json{{"limit", m_headLimit}});
}

void RequestParser::stop(ErrorCode &ec, Response fault)
{
    m_fault = std::move(fault);
    m_faulted = true;
    ec = http::error::bad_value;
}

void RequestParser::failFrom(const ErrorCode &ec)
{
    m_state = State::Failed;
    if (m_faulted)
        return;
    if (ec == http::error::header_limit)
        m_fault = tooLongHead();
    else if (ec == http::error::bad_version)
        m_fault = errorResponse(505, "http_version_not_supported", "the request line does not end with HTTP/1.0 or HTTP/1.1");
    else if (ec == http::error::bad_method)
        m_fault = bad("the request line does not begin with a method");
    else if (ec == http::error::bad_target)
        m_fault = bad("the request line has no valid target");
    else if (ec == http::error::bad_line_ending)
        m_fault = bad("a line of the head does not end with CR LF");
    else if (ec == http::error::bad_field)
        m_fault = bad("the name of a header is not valid");
    else if (ec == http::error::bad_content_length)
        m_fault = bad("Content-Length is not one whole number");
    else if (ec == http::error::multiple_content_length)
        m_fault = bad("there is more than one Content-Length");
    else if (ec == http::error::bad_transfer_encoding)
        m_fault = bad("Transfer-Encoding stands beside Content-Length or another Transfer-Encoding");
    else if (ec == http::error::bad_chunk || ec == http::error::bad_chunk_extension)
        m_fault = bad("a chunk of the body is broken");
    else
        m_fault = bad("the value of a header is not valid");
}

void RequestParser::on_request_impl(http::verb method, Text methodText, Text target, int version, ErrorCode &ec)
{
    switch (method) {
    case http::verb::head:
        m_request.head = true;
        [[fallthrough]];
    case http::verb::get:
        m_request.method = Method::Get;
        break;
    case http::verb::post:
        m_request.method = Method::Post;
        break;
    case http::verb::put:
        m_request.method = Method::Put;
        break;
    case http::verb::patch:
        m_request.method = Method::Patch;
        break;
    case http::verb::delete_:
        m_request.method = Method::Delete;
        break;
    case http::verb::options:
        m_request.method = Method::Options;
        break;
    default:
        m_request.method = Method::Other;
        break;
    }
    m_request.version = version;
    if (methodText.size() > 32)
        return stop(ec, bad("the request line does not begin with a method"));
    auto parts = splitTarget(view(target));
    if (!parts)
        return stop(ec, bad(parts.error().what));
    m_request.path = std::move(parts->first);
    m_request.query = std::move(parts->second);
}

void RequestParser::on_response_impl(int, Text, int, ErrorCode &ec)
{
    ec = http::error::bad_value; // a request parser is never asked
}

void RequestParser::on_field_impl(http::field field, Text name, Text value, ErrorCode &ec)
{
    if (m_inTrailer)
        return; // may not change what was decided by the head (RFC 9110 §6.5.1)
    switch (field) {
    case http::field::content_length: {
        const auto text = view(value);
        if (++m_lengths > 1)
            return stop(ec, bad("there is more than one Content-Length"));
        if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string_view::npos)
            return stop(ec, bad("Content-Length is not one whole number"));
        m_length = 0;
        for (const char c : text)
            m_length = m_length * 10 + std::uint64_t(c - '0');
        break;
    }
    case http::field::transfer_encoding:
        if (m_request.version < 11)
            return stop(ec, bad("HTTP/1.0 has no Transfer-Encoding"));
        if (!equalsIgnoringCase(view(value), "chunked"))
            return stop(ec, errorResponse(501, "not_implemented", "the only Transfer-Encoding taken is chunked"));
        m_chunked = true;
        break;
    case http::field::host:
        ++m_hosts;
        break;
    case http::field::expect:
        if (m_request.version >= 11) {
            if (!equalsIgnoringCase(view(value), "100-continue"))
                return stop(ec, errorResponse(417, "expectation_failed", "the only Expect taken is 100-continue"));
            m_expectsContinue = true;
        }
        break;
    default:
        break;
    }
    m_request.headers.add(view(name), view(value));
}

void RequestParser::on_header_impl(ErrorCode &ec)
{
    m_inTrailer = true; // fields from here on are the trailer's
    if (m_request.version >= 11 && m_hosts != 1)
        stop(ec, bad(m_hosts == 0 ? "the Host header is missing" : "there is more than one Host header"));
    else if (m_hosts > 1)
        stop(ec, bad("there is more than one Host header"));
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t> &, ErrorCode &)
{
    if (!m_chunked && !m_discard)
        m_request.body.reserve(std::size_t(std::min<std::uint64_t>(m_length, FirstReserve)));
}

std::size_t RequestParser::takeBody(std::string_view bytes, ErrorCode &ec)
{
    m_bodyBytes += bytes.size();
    if (m_bodyBytes > m_bodyLimit) {
        stop(ec, tooLarge(m_bodyLimit));
        return bytes.size();
    }
    if (!m_discard)
        m_request.body.append(bytes);
    return bytes.size();
}

std::size_t RequestParser::on_body_impl(Text bytes, ErrorCode &ec)
{
    return takeBody(view(bytes), ec);
}

void RequestParser::on_chunk_header_impl(std::uint64_t size, Text, ErrorCode &ec)
{
    if (size > m_bodyLimit)
        stop(ec, tooLarge(m_bodyLimit)); // before its first byte
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text bytes, ErrorCode &ec)
{
    return takeBody(view(bytes), ec);
}

void RequestParser::on_finish_impl(ErrorCode &) {}

} // namespace hs::httpd
