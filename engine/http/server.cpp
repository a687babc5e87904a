#include "engine/http/server.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <fstream>
#include <iterator>
#include <system_error>

#include <openssl/err.h>
#include <openssl/x509err.h>

#include <boost/asio/post.hpp>

#include "engine/http/server_connection.h"
#include "engine/http/server_core.h"

namespace hs::httpd {

using boost::system::error_code;

// ---- ReturnPath ----

void ReturnPath::give(Answer answer)
{
    const std::lock_guard lock(m_mutex);
    if (!m_core)
        return;
    m_answers.push_back(std::move(answer));
    if (m_answers.size() == 1)
        asio::post(m_core->io(), [core = m_core] { core->deliver(); });
}

std::vector<ReturnPath::Answer> ReturnPath::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_answers, {});
}

void ReturnPath::close()
{
    const std::lock_guard lock(m_mutex);
    m_core = nullptr;
    m_answers.clear();
}

// ---- Core ----

namespace {

std::string hostForUrl(const asio::ip::address &address)
{
    return address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
}

constexpr auto ChainMend = "name a PEM file with the server's certificate first and its chain behind it";
constexpr auto KeyMend = "name the PEM file of the key that belongs to the certificate";

/// Why a file cannot hold what is looked for, told before OpenSSL would tell it in its own words; empty: it may.
std::string pemTrouble(const std::string &file, std::string_view mark, const char *what)
{
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::generic_category().message(errno);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return text.find(mark) == std::string::npos ? std::string("it holds no PEM ") + what : std::string();
}

Result<asio::ssl::context> tlsContext(const TlsFiles &files)
{
    const auto badChain = [&](const std::string &why) {
        return fail(Errc::BadInput, "the TLS certificate cannot be read: " + why, files.certificateChain, ChainMend);
    };
    const auto badKey = [&](const std::string &why) {
        return fail(Errc::BadInput, "the TLS private key cannot be used: " + why, files.privateKey, KeyMend);
    };
    if (files.certificateChain.empty())
        return fail(Errc::BadInput, "a TLS private key is set, but no certificate", "/receiver/tls/certificate", ChainMend);
    if (files.privateKey.empty())
        return fail(Errc::BadInput, "a TLS certificate is set, but no private key", "/receiver/tls/key", KeyMend);
    if (const auto why = pemTrouble(files.certificateChain, "-----BEGIN CERTIFICATE-----", "certificate"); !why.empty())
        return badChain(why);
    if (const auto why = pemTrouble(files.privateKey, "PRIVATE KEY-----", "private key"); !why.empty())
        return badKey(why);
    asio::ssl::context context(asio::ssl::context::tls_server);
    error_code ec;
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3
                            | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1
                            | asio::ssl::context::no_compression, ec);
    if (!ec)
        context.use_certificate_chain_file(files.certificateChain, ec);
    if (ec)
        return badChain(ec.message());
    context.use_private_key_file(files.privateKey, asio::ssl::context::pem, ec);
    if (ec) {
        const auto code = static_cast<unsigned long>(ec.value());
        const bool foreign = ERR_GET_LIB(code) == ERR_LIB_X509
            && (ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH || ERR_GET_REASON(code) == X509_R_KEY_TYPE_MISMATCH);
        return badKey(foreign ? "it belongs to another certificate" : ec.message());
    }
    return context;
}

} // namespace

ServerCore::ServerCore(ServerOptions options, std::vector<Handler *> handlers)
    : m_options(std::move(options)), m_clock(m_options.clock ? m_options.clock : &m_systemClock), m_ids(*m_clock),
      m_handlers(std::move(handlers)), m_returnPath(std::make_shared<ReturnPath>(*this))
{
    const Limits &limits = m_options.limits;
    const auto shortest = std::min({limits.handshakeTime, limits.headTime, limits.bodyTime, limits.idleTime,
                                    limits.answerTime, limits.writeTime, limits.lingerTime, limits.drainTime});
    // A deadline is met at most this much late.
    m_sweepEvery = std::clamp(shortest / 8, std::chrono::milliseconds(2), std::chrono::milliseconds(250));
}

ServerCore::~ServerCore() = default;

Result<void> ServerCore::listen()
{
    error_code ec;
    const auto address = asio::ip::make_address(m_options.address, ec);
    if (ec)
        return fail(Errc::BadInput, "\"" + m_options.address + "\" is not an IP address", "address",
                    "use 127.0.0.1 for this machine alone, or 0.0.0.0 for the whole network");
    if (m_options.tls) {
        auto context = tlsContext(*m_options.tls);
        if (!context)
            return tl::make_unexpected(std::move(context).error());
        m_tls.emplace(std::move(*context));
    }
    const asio::ip::tcp::endpoint endpoint(address, m_options.port);
    m_acceptor.open(endpoint.protocol(), ec);
    if (!ec)
        m_acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec)
        m_acceptor.bind(endpoint, ec);
    if (!ec)
        m_acceptor.listen(asio::socket_base::max_listen_connections, ec);
    asio::ip::tcp::endpoint bound;
    if (!ec)
        bound = m_acceptor.local_endpoint(ec);
    if (ec) {
        const auto where = hostForUrl(address) + ":" + std::to_string(m_options.port);
        if (ec == asio::error::address_in_use)
            return fail(Errc::Unavailable, "the port is taken by another program", where,
                        "choose another port, or 0 for any free one");
        if (ec == asio::error::access_denied)
            return fail(Errc::Unavailable, "there is no right to listen on this port", where, "choose a port above 1023");
        return fail(Errc::Unavailable, "cannot listen: " + ec.message(), where, "check the address and the port");
    }
    m_port = bound.port();
    m_url = (m_options.tls ? "https://" : "http://") + hostForUrl(address) + ":" + std::to_string(m_port);
    return {};
}

void ServerCore::run()
{
    accept();
    sweep();
    m_io.run();
}

void ServerCore::accept()
{
    m_acceptor.async_accept([this](const error_code &ec, Socket socket) { onAccepted(ec, std::move(socket)); });
}

void ServerCore::onAccepted(const error_code &ec, Socket socket)
{
    if (!m_acceptor.is_open())
        return;
    if (ec) {
        // Out of descriptors or memory: make room, and give the system a moment, or this would spin.
        makeRoom();
        m_acceptPause.expires_after(std::chrono::milliseconds(20));
        m_acceptPause.async_wait([this](const error_code &cancelled) {
            if (!cancelled && m_acceptor.is_open())
                accept();
        });
        return;
    }
    ++m_accepted;
    if (m_connections.size() >= limits().connections)
        makeRoom();
    if (m_connections.size() < limits().connections) {
        error_code ignored; // a client that is gone already shows at the first read
        const auto peer = socket.remote_endpoint(ignored);
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        auto address = peer.address().to_string();
        std::shared_ptr<Connection> connection;
        if (m_tls)
            connection = std::make_shared<TlsConnection>(*this, *m_tls, std::move(socket), std::move(address));
        else
            connection = std::make_shared<PlainConnection>(*this, std::move(socket), std::move(address));
        connection->place = m_connections.insert(m_connections.end(), connection);
        m_open = m_connections.size();
        connection->start();
    } else {
        ++m_dropped; // everyone is at work: the newest has to come again
    }
    accept();
}

void ServerCore::makeRoom()
{
    // The one that costs its owner least: never asked anything, then resting between
    // requests, then half-way through a head; of these the one that has been so longest.
    const auto rank = [](const Connection &connection) {
        switch (connection.phase()) {
        case Connection::Phase::Handshake:
        case Connection::Phase::Idle:
            return connection.fresh() ? 0 : 2;
        case Connection::Phase::Head:
            return connection.fresh() ? 1 : 3;
        case Connection::Phase::Lingering:
            return 1;
        default:
            return 9;
        }
    };
    const auto victim = std::min_element(m_connections.begin(), m_connections.end(), [&](const auto &a, const auto &b) {
        const int rankA = rank(*a);
        const int rankB = rank(*b);
        return rankA != rankB ? rankA < rankB : a->since() < b->since();
    });
    if (victim == m_connections.end() || rank(**victim) == 9)
        return;
    ++m_dropped;
    const auto connection = *victim;
    connection->close();
}

void ServerCore::forget(std::list<std::shared_ptr<Connection>>::iterator place)
{
    m_connections.erase(place);
    m_open = m_connections.size();
    finishIfDrained();
}

void ServerCore::sweep()
{
    const auto now = Steady::now();
    for (auto it = m_connections.begin(); it != m_connections.end();) {
        const auto connection = *it++; // it may end itself
        connection->checkDeadline(now);
    }
    if (m_draining && now >= m_drainUntil) {
        m_io.stop();
        return;
    }
    m_sweeper.expires_after(m_sweepEvery);
    m_sweeper.async_wait([this](const error_code &ec) {
        if (!ec)
            sweep();
    });
}

void ServerCore::deliver()
{
    for (auto &answer : m_returnPath->take())
        if (const auto connection = answer.connection.lock())
            answer.response ? connection->answer(answer.turn, std::move(*answer.response)) : connection->stream(answer.turn);
}

Handler *ServerCore::handlerOf(std::string_view path) const
{
    for (Handler *handler : m_handlers)
        if (handler->owns(path))
            return handler;
    return nullptr;
}

const std::string &ServerCore::date()
{
    const auto second = toMillis(m_clock->now()) / 1000;
    if (second != m_dateSecond) {
        m_dateSecond = second;
        const auto time = std::time_t(second);
        std::tm parts{};
        gmtime_r(&time, &parts);
        // Not strftime: the names must be English in every locale.
        static constexpr std::array<const char *, 7> Days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr std::array<const char *, 12> Months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::array<char, 64> text{};
        std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", Days[std::size_t(parts.tm_wday)],
                      parts.tm_mday, Months[std::size_t(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                      parts.tm_sec);
        m_date = text.data();
    }
    return m_date;
}

bool ServerCore::takeBodyBytes(std::size_t bytes)
{
    m_bodyBytes += bytes;
    return m_bodyBytes <= limits().bodyBytesInAll;
}

void ServerCore::observe(const Exchange &exchange)
{
    if (m_options.observer)
        m_options.observer(exchange);
}

void ServerCore::drain()
{
    m_draining = true;
    m_drainUntil = Steady::now() + limits().drainTime;
    error_code ignored;
    m_acceptor.close(ignored);
    for (auto it = m_connections.begin(); it != m_connections.end();) {
        const auto connection = *it++;
        connection->drain();
    }
    finishIfDrained();
}

void ServerCore::finishIfDrained()
{
    if (m_draining && m_connections.empty())
        m_io.stop();
}

void ServerCore::stop()
{
    const std::lock_guard lock(m_stopMutex);
    if (!m_thread.joinable())
        return;
    asio::post(m_io, [this] { drain(); });
    m_thread.join();
    m_returnPath->close();
    // Nothing runs any more: what is left may be taken apart from here.
    for (auto it = m_connections.begin(); it != m_connections.end();) {
        const auto connection = *it++;
        connection->close();
    }
}

// ---- Server ----

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, std::vector<Handler *> handlers)
{
    auto core = std::make_unique<ServerCore>(std::move(options), std::move(handlers));
    HS_TRY(core->listen());
    core->m_thread = std::thread([&running = *core] { running.run(); });
    return std::unique_ptr<Server>(new Server(std::move(core)));
}

Server::Server(std::unique_ptr<ServerCore> core) : m_core(std::move(core)) {}

Server::~Server()
{
    stop();
}

std::uint16_t Server::port() const
{
    return m_core->m_port;
}

const std::string &Server::url() const
{
    return m_core->m_url;
}

ServerFigures Server::figures() const
{
    return {m_core->m_accepted, m_core->m_open, m_core->m_dropped, m_core->m_timedOut};
}

void Server::stop()
{
    m_core->stop();
}

} // namespace hs::httpd
