#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include "engine/http/request.h"
#include "engine/http/response.h"

namespace hs::httpd {

/// Makes a Request out of bytes as they come; knows no socket. Beast's parser reads the
/// syntax; the rules on lengths, hosts and codings that keep two servers from reading
/// one stream differently (RFC 9112 §6.3, §11.2) are added here. One object a request.
class RequestParser final : private boost::beast::http::basic_parser<true> {
public:
    enum class State {
        Head,    ///< needs more bytes of the head
        HeadDone,///< the head is complete: set the body's limit or discard it, then feed on
        Body,    ///< needs more bytes of the body
        Done,
        Failed   ///< see fault(); the connection cannot go on
    };

    explicit RequestParser(std::size_t headLimit);

    /// Takes what it can from the front of `bytes`; the rest must come again, with more behind it.
    /// Stops at HeadDone and at Done. Must not be called when Done or Failed.
    std::size_t feed(std::string_view bytes);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Response &fault() const { return m_fault; }

    void setBodyLimit(std::size_t bytes); ///< at HeadDone; may fail at once on a longer Content-Length
    void discardBody() { m_discard = true; }

    [[nodiscard]] Request &request() { return m_request; }
    [[nodiscard]] bool keepAlive() const;     ///< from HeadDone on
    [[nodiscard]] bool expectsContinue() const { return m_expectsContinue; }
    [[nodiscard]] bool hasBody() const { return m_chunked || m_length > 0; }
    /// As told by Content-Length; nothing when chunked.
    [[nodiscard]] std::optional<std::uint64_t> bodyLength() const;
    [[nodiscard]] bool gotAny() const { return m_headBytes > 0; }

private:
    using Base = boost::beast::http::basic_parser<true>;
    using ErrorCode = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb method, Text methodText, Text target, int version, ErrorCode &ec) override;
    void on_response_impl(int code, Text reason, int version, ErrorCode &ec) override;
    void on_field_impl(boost::beast::http::field field, Text name, Text value, ErrorCode &ec) override;
    void on_header_impl(ErrorCode &ec) override;
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, ErrorCode &ec) override;
    std::size_t on_body_impl(Text bytes, ErrorCode &ec) override;
    void on_chunk_header_impl(std::uint64_t size, Text extensions, ErrorCode &ec) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, Text bytes, ErrorCode &ec) override;
    void on_finish_impl(ErrorCode &ec) override;

    void stop(ErrorCode &ec, Response fault);
    void failFrom(const ErrorCode &ec);
    std::size_t takeBody(std::string_view bytes, ErrorCode &ec);
    [[nodiscard]] Response tooLongHead() const;

    State m_state = State::Head;
    Request m_request;
    Response m_fault;
    bool m_faulted = false;
    std::size_t m_headLimit;
    std::size_t m_headBytes = 0;
    std::size_t m_bodyLimit = 0;
    std::size_t m_bodyBytes = 0;
    std::uint64_t m_length = 0;
    int m_lengths = 0;
    int m_hosts = 0;
    bool m_chunked = false;
    bool m_inTrailer = false;
    bool m_discard = false;
    bool m_expectsContinue = false;
};

} // namespace hs::httpd
