#include "tests/fakes/notion/server.h"

#include <ctime>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace hs::test::notion {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

constexpr std::size_t LongestBody = 64 * 1024 * 1024; // the API's own limit is answered, not enforced by the wire

std::string dateText(Timestamp at)
{
    const auto time = std::time_t(toMillis(at) / 1000);
    std::tm parts{};
    gmtime_r(&time, &parts);
    static constexpr std::array<const char *, 7> Days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char *, 12> Months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", Days[std::size_t(parts.tm_wday)], parts.tm_mday,
                  Months[std::size_t(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return out.data();
}

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Socket socket, asio::io_context &io, const Clock &time, const Server::Handler &handler)
        : m_socket(std::move(socket)), m_timer(io), m_time(time), m_handler(handler)
    {
    }

    void read()
    {
        m_parser.emplace();
        m_parser->body_limit(LongestBody);
        http::async_read(m_socket, m_buffer, *m_parser, [self = shared_from_this()](const error_code &ec, std::size_t) {
            if (ec)
                self->close();
            else
                self->handle();
        });
    }

private:
    void handle()
    {
        auto &request = m_parser->get();
        const auto field = [&](const char *name) { return std::string(request[name]); };
        m_keepAlive = request.keep_alive();
        m_outcome = m_handler({std::string(request.method_string()), std::string(request.target()), field("Authorization"),
                               field("Notion-Version"), std::move(request.body())});
        if (m_outcome.delay.count() == 0) {
            answer();
            return;
        }
        m_timer.expires_after(m_outcome.delay);
        m_timer.async_wait([self = shared_from_this()](const error_code &ec) {
            if (ec)
                self->close();
            else
                self->answer();
        });
    }

    void answer()
    {
        if (m_outcome.close) {
            close();
            return;
        }
        const Answer &answer = m_outcome.answer;
        m_head = "HTTP/1.1 " + std::to_string(answer.status) + " ";
        m_head += std::string(http::obsolete_reason(http::int_to_status(unsigned(answer.status))));
        m_head += "\r\nDate: " + dateText(m_time.now()) + "\r\nContent-Type: " + answer.contentType;
        m_head += "\r\nContent-Length: " + std::to_string(answer.body.size());
        m_head += "\r\nx-notion-request-id: " + m_outcome.requestId;
        if (!answer.retryAfter.empty())
            m_head += "\r\nRetry-After: " + answer.retryAfter;
        m_head += m_keepAlive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";

        std::vector<asio::const_buffer> buffers{asio::buffer(m_head)};
        std::size_t left = m_outcome.cutAt.value_or(answer.body.size());
        for (const auto &slice : answer.body.slices()) {
            buffers.push_back(asio::buffer(slice->data(), std::min(left, slice->size())));
            left -= buffers.back().size();
        }
        asio::async_write(m_socket, buffers, [self = shared_from_this()](const error_code &ec, std::size_t) {
            if (ec || !self->m_keepAlive || self->m_outcome.cutAt)
                self->close();
            else
                self->read();
        });
    }

    void close()
    {
        error_code ignored; // the client may have gone already
        m_socket.shutdown(Socket::shutdown_both, ignored);
        m_socket.close(ignored);
    }

    Socket m_socket;
    asio::steady_timer m_timer;
    const Clock &m_time;
    const Server::Handler &m_handler;
    boost::beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    bool m_keepAlive = true;
    Outcome m_outcome;
    std::string m_head;
};

} // namespace

class Server::Inside {
public:
    Inside(std::uint16_t port, const Clock &time, Handler handler) : m_time(time), m_handler(std::move(handler))
    {
        error_code ec;
        const asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
        m_acceptor.open(endpoint.protocol(), ec);
        if (!ec)
            m_acceptor.set_option(asio::socket_base::reuse_address(true), ec);
        if (!ec)
            m_acceptor.bind(endpoint, ec);
        if (!ec)
            m_acceptor.listen(asio::socket_base::max_listen_connections, ec);
        if (ec)
            return;
        m_port = m_acceptor.local_endpoint(ec).port();
        accept();
        m_thread = std::thread([this] { m_io.run(); });
    }
    ~Inside()
    {
        m_io.stop();
        if (m_thread.joinable())
            m_thread.join();
    }
    Inside(const Inside &) = delete;
    Inside &operator=(const Inside &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    void accept()
    {
        m_acceptor.async_accept([this](const error_code &ec, Socket socket) {
            if (!ec) {
                error_code ignored;
                socket.set_option(asio::ip::tcp::no_delay(true), ignored);
                std::make_shared<Session>(std::move(socket), m_io, m_time, m_handler)->read();
            }
            accept();
        });
    }

    const Clock &m_time;
    const Handler m_handler;
    asio::io_context m_io{1};
    Acceptor m_acceptor{m_io.get_executor()};
    std::uint16_t m_port = 0;
    std::thread m_thread;
};

Server::Server(std::uint16_t port, const Clock &time, Handler handler) : m_inside(std::make_unique<Inside>(port, time, std::move(handler))) {}
Server::~Server() = default;

std::uint16_t Server::port() const
{
    return m_inside->port();
}

} // namespace hs::test::notion
