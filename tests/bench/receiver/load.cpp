// Sends signed deliveries over keep-alive connections and measures the answers: one thread, epoll, little
// work a request, because it shares the machine with what it measures. Prints one JSON line at the end.
//
// Closed loop by default (each connection sends the next delivery when the last was answered). With --rate
// the deliveries have due times, and latency counts from the due time, so that a stall is seen by everything
// that had to wait for it.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::duration_cast;
using std::chrono::microseconds;

constexpr std::size_t People = 256; // different bodies, signed before the clock starts
constexpr std::size_t BodyBytes = 1200;
constexpr std::size_t IdDigits = 10;

struct Options {
    std::uint16_t port = 0;
    std::string path = "/webhooks/generic";
    std::string secret = "bench-secret";
    std::string prefix = "d"; ///< of the delivery ids, so that two runs into one store differ
    int connections = 64;
    int halfOpen = 0; ///< connections that send half a head and then nothing
    double seconds = 5;
    double warmup = 1;
    double rate = 0; ///< deliveries a second; 0: as fast as answers come
};

[[noreturn]] void die(const char *what)
{
    std::perror(what);
    std::exit(1);
}

Options parse(int argc, char **argv)
{
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        const char *value = argv[i + 1];
        if (name == "--port")
            options.port = std::uint16_t(std::atoi(value));
        else if (name == "--path")
            options.path = value;
        else if (name == "--secret")
            options.secret = value;
        else if (name == "--prefix")
            options.prefix = value;
        else if (name == "--connections")
            options.connections = std::atoi(value);
        else if (name == "--half-open")
            options.halfOpen = std::atoi(value);
        else if (name == "--seconds")
            options.seconds = std::atof(value);
        else if (name == "--warmup")
            options.warmup = std::atof(value);
        else if (name == "--rate")
            options.rate = std::atof(value);
        else {
            std::fprintf(stderr, "unknown option %s\n", argv[i]);
            std::exit(2);
        }
    }
    return options;
}

std::string hmacHex(const std::string &key, const std::string &message)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), int(key.size()), reinterpret_cast<const unsigned char *>(message.data()),
         message.size(), mac.data(), &length);
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) {
        static constexpr std::string_view Digits = "0123456789abcdef";
        hex += Digits[mac[i] >> 4U];
        hex += Digits[mac[i] & 15U];
    }
    return hex;
}

/// Whole requests, one a person, with room for the delivery's number.
class Requests {
public:
    explicit Requests(const Options &options)
    {
        for (std::size_t i = 0; i < People; ++i)
            m_texts.push_back(make(options, i));
        m_idAt = m_texts.front().find("X-Delivery-Id: ") + std::strlen("X-Delivery-Id: ") + options.prefix.size();
    }

    const std::string &numbered(std::uint64_t number)
    {
        std::string &text = m_texts[number % People];
        for (std::size_t i = IdDigits; i-- > 0; number /= 10)
            text[m_idAt + i] = char('0' + number % 10);
        return text;
    }

private:
    static std::string make(const Options &options, std::size_t person)
    {
        const auto number = std::to_string(person);
        std::string body = R"({"type":"lead.capture","data":{"contact":{"full_name":"Person )" + number + R"(","email":"person)"
            + number + R"(@example.org","phone":"+49 30 5550)" + std::to_string(1000 + person)
            + R"(","company":"Studio )" + number + R"("},"answers":{"What brings you here?":"A quiet place to practise",)"
              R"("When can you come?":"Weekday mornings"},"form":{"id":"visit","title":"Visit us"}},)"
              R"("text":"I would like to visit the gallery and hear about the weekend retreat.","notes":")";
        body.append(BodyBytes - 2 - body.size(), 'x'); // what else forms carry along
        body += "\"}";
        return "POST " + options.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "X-Signature: sha256=" + hmacHex(options.secret, body) + "\r\nX-Delivery-Id: " + options.prefix
            + std::string(IdDigits, '0') + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    std::vector<std::string> m_texts;
    std::size_t m_idAt = 0;
};

int connectTo(std::uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        die("socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        die("connect");
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

struct Connection {
    int fd = -1;
    bool waiting = false;
    std::uint64_t number = 0;
    Clock::time_point due;
    std::string in;
};

/// The status when `in` holds one whole answer, which is taken off; 0: more has to come.
int takeAnswer(std::string &in)
{
    const auto end = in.find("\r\n\r\n");
    if (end == std::string::npos || in.size() < 12)
        return 0;
    std::size_t length = 0;
    for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
        if (const auto at = in.find(name); at < end) {
            std::from_chars(in.data() + at + name.size(), in.data() + end, length);
            break;
        }
    }
    if (in.size() < end + 4 + length)
        return 0;
    const int status = (in[9] - '0') * 100 + (in[10] - '0') * 10 + (in[11] - '0');
    in.erase(0, end + 4 + length);
    return status;
}

class Run {
public:
    explicit Run(Options options) : m_options(std::move(options)), m_requests(m_options) {}

    void go()
    {
        const rlimit files{20'000, 20'000};
        ::setrlimit(RLIMIT_NOFILE, &files);
        m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
        openHalf();
        m_connections.resize(std::size_t(m_options.connections));
        for (std::size_t i = 0; i < m_connections.size(); ++i) {
            m_connections[i].fd = connectTo(m_options.port);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_connections[i].fd, &event);
        }
        m_begin = Clock::now() + duration_cast<Clock::duration>(std::chrono::duration<double>(m_options.warmup));
        m_end = m_begin + duration_cast<Clock::duration>(std::chrono::duration<double>(m_options.seconds));
        m_nextDue = Clock::now();
        if (m_options.rate <= 0)
            for (auto &connection : m_connections)
                send(connection, Clock::now());
        loop();
        report();
    }

private:
    void openHalf()
    {
        static constexpr std::string_view Half = "POST /webhooks/generic HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        for (int i = 0; i < m_options.halfOpen; ++i) {
            const int fd = connectTo(m_options.port);
            if (::send(fd, Half.data(), Half.size(), MSG_NOSIGNAL) < 0)
                die("send");
        }
    }

    void send(Connection &connection, Clock::time_point due)
    {
        connection.number = m_sent++;
        connection.due = due;
        connection.waiting = true;
        const std::string &text = m_requests.numbered(connection.number);
        if (::send(connection.fd, text.data(), text.size(), MSG_NOSIGNAL) != ssize_t(text.size()))
            fallen(connection);
    }

    void sendDue()
    {
        const auto now = Clock::now();
        const auto step = duration_cast<Clock::duration>(std::chrono::duration<double>(1 / m_options.rate));
        for (; m_nextDue <= now && now < m_end; m_nextDue += step)
            m_late.push_back(m_nextDue);
        for (auto &connection : m_connections) {
            if (m_late.empty())
                break;
            if (!connection.waiting && connection.fd >= 0) {
                send(connection, m_late.front());
                m_late.pop_front();
            }
        }
    }

    /// The server is gone: what was asked last has no answer.
    void fallen(Connection &connection)
    {
        ::close(connection.fd);
        connection.fd = -1;
        ++m_fallen;
    }

    void loop()
    {
        std::array<epoll_event, 256> events{};
        while (true) {
            const auto now = Clock::now();
            const bool over = now >= m_end;
            const bool busy = std::any_of(m_connections.begin(), m_connections.end(),
                                          [](const Connection &one) { return one.fd >= 0 && one.waiting; });
            const bool alive = m_fallen < m_connections.size();
            if (!alive || (over && (!busy || now > m_end + std::chrono::seconds(10))))
                return;
            if (m_options.rate > 0 && !over)
                sendDue();
            const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), m_options.rate > 0 ? 1 : 100);
            for (int i = 0; i < count; ++i)
                onReadable(m_connections[events[std::size_t(i)].data.u64]);
        }
    }

    void onReadable(Connection &connection)
    {
        std::array<char, 4096> buffer; // NOLINT: filled by recv
        const auto got = ::recv(connection.fd, buffer.data(), buffer.size(), 0);
        if (got <= 0) {
            fallen(connection);
            return;
        }
        connection.in.append(buffer.data(), std::size_t(got));
        const int status = takeAnswer(connection.in);
        if (status == 0)
            return;
        const auto now = Clock::now();
        connection.waiting = false;
        if (status == 202)
            ++m_accepted;
        else if (status >= 200 && status < 300)
            ++m_repeated;
        else
            ++m_refused;
        if (now >= m_begin && now < m_end) {
            ++m_counted;
            m_micros.push_back(std::uint32_t(duration_cast<microseconds>(now - connection.due).count()));
        }
        if (now < m_end && m_options.rate <= 0)
            send(connection, now);
    }

    void report()
    {
        std::sort(m_micros.begin(), m_micros.end());
        const auto at = [&](double share) {
            return m_micros.empty() ? 0U : m_micros[std::min(m_micros.size() - 1, std::size_t(double(m_micros.size()) * share))];
        };
        std::string open;
        for (const auto &connection : m_connections)
            if (connection.waiting)
                open += (open.empty() ? "" : ",") + std::to_string(connection.number);
        std::printf("{\"connections\":%d,\"half_open\":%d,\"seconds\":%.1f,\"rate\":%.1f,\"p50_us\":%u,\"p90_us\":%u,\"p99_us\":%u,"
                    "\"max_us\":%u,\"sent\":%llu,\"accepted\":%llu,\"repeated\":%llu,\"refused\":%llu,\"unanswered\":[%s]}\n",
                    m_options.connections, m_options.halfOpen, m_options.seconds, double(m_counted) / m_options.seconds, at(0.5),
                    at(0.9), at(0.99), m_micros.empty() ? 0 : m_micros.back(), static_cast<unsigned long long>(m_sent),
                    static_cast<unsigned long long>(m_accepted), static_cast<unsigned long long>(m_repeated),
                    static_cast<unsigned long long>(m_refused), open.c_str());
    }

    Options m_options;
    Requests m_requests;
    int m_epoll = -1;
    std::vector<Connection> m_connections;
    Clock::time_point m_begin, m_end, m_nextDue;
    std::deque<Clock::time_point> m_late;
    std::vector<std::uint32_t> m_micros;
    std::uint64_t m_sent = 0, m_accepted = 0, m_repeated = 0, m_refused = 0, m_counted = 0;
    std::size_t m_fallen = 0;
};

} // namespace

int main(int argc, char **argv)
{
    Run(parse(argc, argv)).go();
    return 0;
}
