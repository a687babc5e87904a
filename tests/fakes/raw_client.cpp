#include "tests/fakes/raw_client.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hs::test {

namespace {

constexpr int Patience = 5000; // ms

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return out;
}

bool ready(int socket, short what)
{
    pollfd entry{socket, what, 0};
    return ::poll(&entry, 1, Patience) == 1;
}

} // namespace

RawClient::RawClient(std::uint16_t port)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (m_socket >= 0 && ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

RawClient::RawClient(RawClient &&other) noexcept : m_socket(std::exchange(other.m_socket, -1)), m_in(std::move(other.m_in)) {}

RawClient::~RawClient()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

bool RawClient::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (!ready(m_socket, POLLOUT))
            return false;
        const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(std::size_t(sent));
    }
    return true;
}

void RawClient::endSending()
{
    ::shutdown(m_socket, SHUT_WR);
}

void RawClient::leave()
{
    const linger now{1, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    ::close(std::exchange(m_socket, -1));
}

bool RawClient::more()
{
    if (m_socket < 0 || !ready(m_socket, POLLIN))
        return false;
    char buffer[16384];
    const auto got = ::recv(m_socket, buffer, sizeof(buffer), 0);
    if (got <= 0)
        return false;
    m_in.append(buffer, std::size_t(got));
    return true;
}

std::optional<RawAnswer> RawClient::answer(bool head)
{
    std::size_t end = 0;
    while ((end = m_in.find("\r\n\r\n")) == std::string::npos)
        if (!more())
            return std::nullopt;
    RawAnswer answer;
    std::string_view lines = std::string_view(m_in).substr(0, end);
    bool first = true;
    while (!lines.empty()) {
        const auto stop = lines.find("\r\n");
        const auto line = lines.substr(0, stop);
        lines = stop == std::string_view::npos ? std::string_view() : lines.substr(stop + 2);
        if (std::exchange(first, false)) {
            answer.version = line.substr(0, line.find(' '));
            answer.status = std::atoi(std::string(line.substr(line.find(' ') + 1, 3)).c_str());
        } else if (const auto colon = line.find(": "); colon != std::string_view::npos) {
            answer.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
        }
    }
    m_in.erase(0, end + 4);
    const auto length = answer.headers.find("content-length");
    const std::size_t size = head || length == answer.headers.end() ? 0 : std::stoul(length->second);
    while (m_in.size() < size)
        if (!more())
            return std::nullopt;
    answer.body = m_in.substr(0, size);
    m_in.erase(0, size);
    return answer;
}

std::optional<std::string> RawClient::until(std::string_view mark)
{
    std::size_t found = 0;
    while ((found = m_in.find(mark)) == std::string::npos)
        if (!more())
            return std::nullopt;
    auto text = m_in.substr(0, found + mark.size());
    m_in.erase(0, text.size());
    return text;
}

bool RawClient::closedByServer()
{
    if (!m_in.empty() || m_socket < 0 || !ready(m_socket, POLLIN))
        return false;
    char byte = 0;
    return ::recv(m_socket, &byte, 1, 0) <= 0;
}

std::optional<RawAnswer> exchange(std::uint16_t port, std::string_view bytes)
{
    RawClient client(port);
    if (!client.connected() || !client.send(bytes))
        return std::nullopt;
    return client.answer();
}

std::string requestText(std::string_view method, std::string_view target, std::string_view headerLines, std::string_view body)
{
    std::string text;
    text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headerLines);
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
        text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return text.append("\r\n").append(body);
}

} // namespace hs::test
