// The yardstick: the least that does the receiver's work. Beast's own parser, OpenSSL's HMAC, one table in
// SQLite with synchronous=FULL, one writer thread that takes whatever queued up while the last COMMIT ran.
// No limits, no rates, no JSON, no ids, no agents behind it.

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <sqlite3.h>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

class Session;

struct Job {
    std::shared_ptr<Session> session;
    std::string delivery;
    std::string body;
    bool stored = false;
};

class Writer {
public:
    Writer(asio::io_context &io, const std::string &file) : m_io(io)
    {
        if (sqlite3_open(file.c_str(), &m_db) != SQLITE_OK)
            std::exit(1);
        for (const char *sql : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                "CREATE TABLE inbox(seq INTEGER PRIMARY KEY, delivery TEXT NOT NULL UNIQUE, body BLOB NOT NULL)"})
            run(sql);
        sqlite3_prepare_v2(m_db, "INSERT OR IGNORE INTO inbox(delivery, body) VALUES(?, ?)", -1, &m_insert, nullptr);
        m_thread = std::thread([this] { loop(); });
        m_thread.detach(); // ends with the process
    }

    void add(Job job)
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
        m_wake.notify_one();
    }

private:
    void run(const char *sql)
    {
        if (sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
            std::fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(m_db));
            std::exit(1);
        }
    }
    void loop();

    asio::io_context &m_io;
    sqlite3 *m_db = nullptr;
    sqlite3_stmt *m_insert = nullptr;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Job> m_jobs;
    std::thread m_thread;
};

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, Writer &writer, std::string secret)
        : m_socket(std::move(socket)), m_writer(writer), m_secret(std::move(secret))
    {
    }

    void read()
    {
        m_request.emplace();
        http::async_read(m_socket, m_buffer, *m_request, [self = shared_from_this()](beast::error_code ec, std::size_t) {
            if (!ec)
                self->take();
        });
    }

    void answer(http::status status)
    {
        m_response.emplace(status, 11);
        m_response->set(http::field::content_type, "application/json");
        m_response->body() = R"({"stored":true})";
        m_response->prepare_payload();
        http::async_write(m_socket, *m_response, [self = shared_from_this()](beast::error_code ec, std::size_t) {
            if (!ec)
                self->read();
        });
    }

private:
    void take()
    {
        if (!signatureFits())
            return answer(http::status::unauthorized);
        m_writer.add({shared_from_this(), std::string((*m_request)["X-Delivery-Id"]), std::move(m_request->body())});
    }

    bool signatureFits() const
    {
        static constexpr std::string_view Digits = "0123456789abcdef";
        const auto given = (*m_request)["X-Signature"];
        unsigned char mac[32];
        unsigned int length = 0;
        HMAC(EVP_sha256(), m_secret.data(), int(m_secret.size()),
             reinterpret_cast<const unsigned char *>(m_request->body().data()), m_request->body().size(), mac, &length);
        std::string expected = "sha256=";
        for (const auto byte : mac) {
            expected += Digits[byte >> 4U];
            expected += Digits[byte & 15U];
        }
        return given.size() == expected.size() && CRYPTO_memcmp(given.data(), expected.data(), expected.size()) == 0;
    }

    tcp::socket m_socket;
    Writer &m_writer;
    std::string m_secret;
    beast::flat_buffer m_buffer;
    std::optional<http::request<http::string_body>> m_request;
    std::optional<http::response<http::string_body>> m_response;
};

void Writer::loop()
{
    while (true) {
        std::vector<Job> batch;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return !m_jobs.empty(); });
            batch.swap(m_jobs);
        }
        run("BEGIN IMMEDIATE");
        for (auto &job : batch) {
            sqlite3_bind_text(m_insert, 1, job.delivery.data(), int(job.delivery.size()), SQLITE_STATIC);
            sqlite3_bind_blob(m_insert, 2, job.body.data(), int(job.body.size()), SQLITE_STATIC);
            sqlite3_step(m_insert);
            sqlite3_reset(m_insert);
            job.stored = sqlite3_changes(m_db) == 1;
        }
        run("COMMIT");
        asio::post(m_io, [batch = std::move(batch)] {
            for (const auto &job : batch)
                job.session->answer(job.stored ? http::status::accepted : http::status::ok);
        });
    }
}

void accept(tcp::acceptor &acceptor, Writer &writer, const std::string &secret)
{
    acceptor.async_accept([&](beast::error_code ec, tcp::socket socket) {
        if (!ec) {
            socket.set_option(tcp::no_delay(true));
            std::make_shared<Session>(std::move(socket), writer, secret)->read();
        }
        accept(acceptor, writer, secret);
    });
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s DATABASE SECRET\n", argv[0]);
        return 2;
    }
    asio::io_context io(1);
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    acceptor.listen(asio::socket_base::max_listen_connections);
    Writer writer(io, argv[1]);
    const std::string secret = argv[2];
    accept(acceptor, writer, secret);
    std::printf("{\"port\":%d}\n", int(acceptor.local_endpoint().port()));
    std::fflush(stdout);
    io.run();
    return 0;
}
