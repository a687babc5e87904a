#include "tests/fakes/ai/server.h"

#include <array>
#include <cstdio>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace hs::test::ai {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

constexpr std::size_t LongestBody = 64 * 1024 * 1024; // the API's own limit is answered, not enforced by the wire

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Socket socket, asio::io_context &io, const Server::Listener &listener)
        : m_socket(std::move(socket)), m_timer(io), m_listener(listener)
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
        m_keepAlive = request.keep_alive();
        Incoming incoming{std::string(request.method_string()), std::string(request.target()), {}, std::move(request.body())};
        for (const auto &field : request) {
            std::string name(field.name_string());
            std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
            incoming.headers.emplace(std::move(name), std::string(field.value()));
        }
        m_outcome = m_listener.handle(std::move(incoming));
        m_underWay = true;
        m_next = 0;
        m_sent = 0;
        watch();
        if (!m_outcome.never)
            after(m_outcome.wait, [this] { answer(); });
    }

    /// Notices that the client goes while nothing is sent. Bytes of a next request stay in the buffer.
    void watch()
    {
        if (m_watching)
            return;
        m_watching = true;
        m_socket.async_read_some(m_buffer.prepare(4096), [self = shared_from_this()](const error_code &ec, std::size_t bytes) {
            self->m_watching = false;
            if (ec) {
                self->close();
                return;
            }
            self->m_buffer.commit(bytes);
            if (!self->m_underWay)
                self->read();
        });
    }

    template <typename Step>
    void after(std::chrono::milliseconds wait, Step step)
    {
        if (wait.count() == 0) {
            step();
            return;
        }
        m_timer.expires_after(wait);
        m_timer.async_wait([self = shared_from_this(), step](const error_code &ec) {
            if (!ec)
                step();
        });
    }

    void answer()
    {
        m_out = "HTTP/1.1 " + std::to_string(m_outcome.status) + " ";
        m_out += std::string(http::obsolete_reason(http::int_to_status(unsigned(m_outcome.status))));
        m_out += "\r\nContent-Type: " + m_outcome.contentType;
        for (const auto &[name, value] : m_outcome.headers)
            m_out += "\r\n" + name + ": " + value;
        if (m_outcome.stream)
            m_out += "\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked";
        else
            m_out += "\r\nContent-Length: " + std::to_string(m_outcome.body.size());
        m_out += m_keepAlive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
        if (m_outcome.stream) {
            write([this] { sendNext(); });
            return;
        }
        m_out += m_outcome.body.substr(0, m_outcome.cutAfter.value_or(m_outcome.body.size()));
        write([this] {
            if (m_outcome.cutAfter)
                close(false);
            else
                finish();
        });
    }

    void sendNext()
    {
        const std::size_t left = m_outcome.cutAfter ? *m_outcome.cutAfter - m_sent : std::string::npos;
        if (m_next == m_outcome.events.size() || left == 0) {
            if (left == 0 && !m_outcome.cutCleanly) {
                close(false);
                return;
            }
            m_out = "0\r\n\r\n";
            write([this] { finish(); });
            return;
        }
        const auto event = std::string_view(m_outcome.events[m_next++]).substr(0, left);
        m_sent += event.size();
        std::array<char, 24> size{};
        std::snprintf(size.data(), size.size(), "%zx\r\n", event.size());
        m_out = size.data() + std::string(event) + "\r\n";
        write([this] { after(m_next < m_outcome.events.size() ? m_outcome.between : std::chrono::milliseconds(0), [this] { sendNext(); }); });
    }

    template <typename Step>
    void write(Step then)
    {
        asio::async_write(m_socket, asio::buffer(m_out), [self = shared_from_this(), then](const error_code &ec, std::size_t) {
            if (ec)
                self->close();
            else
                then();
        });
    }

    void finish()
    {
        if (!m_keepAlive) {
            close(false);
            return;
        }
        ended(false);
        if (!m_watching)
            read();
    }

    void ended(bool left)
    {
        if (std::exchange(m_underWay, false))
            m_listener.ended(left);
    }

    void close(bool left = true)
    {
        ended(left);
        m_timer.cancel();
        error_code ignored; // the client may have gone already
        m_socket.shutdown(Socket::shutdown_both, ignored);
        m_socket.close(ignored);
    }

    Socket m_socket;
    asio::steady_timer m_timer;
    const Server::Listener &m_listener;
    boost::beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    bool m_keepAlive = true;
    bool m_underWay = false; // an exchange
    bool m_watching = false; // a read waits
    Outcome m_outcome;
    std::size_t m_next = 0; // event
    std::size_t m_sent = 0; // bytes of events
    std::string m_out;
};

} // namespace

class Server::Inside {
public:
    Inside(std::uint16_t port, Listener listener) : m_listener(std::move(listener))
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
                socket.set_option(asio::ip::tcp::no_delay(true), ignored); // each event leaves at once
                std::make_shared<Session>(std::move(socket), m_io, m_listener)->read();
            }
            accept();
        });
    }

    const Listener m_listener;
    asio::io_context m_io{1};
    Acceptor m_acceptor{m_io.get_executor()};
    std::uint16_t m_port = 0;
    std::thread m_thread;
};

Server::Server(std::uint16_t port, Listener listener) : m_inside(std::make_unique<Inside>(port, std::move(listener))) {}
Server::~Server() = default;

std::uint16_t Server::port() const
{
    return m_inside->port();
}

} // namespace hs::test::ai
