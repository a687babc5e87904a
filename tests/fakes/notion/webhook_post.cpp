#include "tests/fakes/notion/webhooks.h"

#include <cstdlib>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hs::test::notion {

namespace {

constexpr int Patience = 5000; // ms

class Socket {
public:
    Socket() : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket() { ::close(m_fd); }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;
    [[nodiscard]] bool connect(std::uint16_t port) const
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return ::connect(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0;
    }
    [[nodiscard]] bool send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const auto sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(std::size_t(sent));
        }
        return true;
    }
    [[nodiscard]] std::string firstBytes(std::size_t wanted) const
    {
        std::string in;
        while (in.size() < wanted) {
            pollfd ready{m_fd, POLLIN, 0};
            char buffer[512];
            if (::poll(&ready, 1, Patience) != 1)
                break;
            const auto got = ::recv(m_fd, buffer, sizeof(buffer), 0);
            if (got <= 0)
                break;
            in.append(buffer, std::size_t(got));
        }
        return in;
    }

private:
    int m_fd;
};

} // namespace

int postToLoopback(const std::string &url, const std::string &signature, const std::string &body)
{
    constexpr std::string_view Scheme = "http://";
    if (url.rfind(Scheme, 0) != 0)
        return 0;
    const auto slash = url.find('/', Scheme.size());
    const auto host = url.substr(Scheme.size(), slash - Scheme.size());
    const auto path = slash == std::string::npos ? "/" : url.substr(slash);
    const auto colon = host.find(':');
    const auto port = colon == std::string::npos ? 80 : std::atoi(host.c_str() + colon + 1);
    const Socket socket;
    if (!socket.connect(std::uint16_t(port)))
        return 0;
    std::string request = "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/json\r\nUser-Agent: fake-notion-webhooks\r\n";
    if (!signature.empty())
        request += "X-Notion-Signature: " + signature + "\r\n";
    request += "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    if (!socket.send(request))
        return 0;
    const auto head = socket.firstBytes(12); // "HTTP/1.1 202"
    return head.size() < 12 ? 0 : std::atoi(head.c_str() + 9);
}

} // namespace hs::test::notion
