#pragma once

// Inside of the server; not for other modules.

#include <boost/asio/ssl/stream.hpp>

#include "engine/http/request_parser.h"
#include "engine/http/server_core.h"

namespace hs::httpd {

/// One client. What it does with bytes is here; how they travel (plain or TLS) below.
/// Lives in the server's thread; kept by the core's list and by operations under way.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    /// What a connection is doing; each phase but Closed has a deadline.
    enum class Phase { Handshake, Idle, Head, Body, Answering, Writing, Streaming, Lingering, Closed };

    Connection(ServerCore &core, std::string remoteAddress, bool secure);
    virtual ~Connection() = default;

    std::list<std::shared_ptr<Connection>>::iterator place; ///< in the core's list

    virtual void start() = 0;
    void answer(std::uint64_t turn, Response response);
    void stream(std::uint64_t turn); ///< there may be a piece to send
    void checkDeadline(Steady::time_point now);
    void close();
    void drain(); ///< the server stops: ends it unless an answer is under way

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] Steady::time_point since() const { return m_since; }
    [[nodiscard]] bool fresh() const { return m_answered == 0; } ///< has not had an answer yet

protected:
    virtual void readSome(asio::mutable_buffer buffer) = 0;       ///< ends in onRead
    virtual void writeAll(std::array<asio::const_buffer, 2> buffers) = 0; ///< ends in onWritten
    virtual void endWriting() = 0; ///< tells the client that nothing more comes
    virtual void closeSocket() = 0;

    void enter(Phase phase, std::chrono::milliseconds time);
    void beginReading();
    void onRead(const boost::system::error_code &ec, std::size_t bytes);
    void onWritten(const boost::system::error_code &ec);
    [[nodiscard]] ServerCore &core() { return m_core; }

private:
    void process();
    [[nodiscard]] bool processHead(); ///< true: the head is complete
    void processBody();
    void admitHead();
    void dispatch();
    void refuse(Response response);
    void write(Response response);
    void beginStreaming();
    void nextPiece();
    void sendPiece(std::string piece, bool last);
    void readMore();
    void nextRequest();
    void settleBodyBytes(std::size_t now);
    [[nodiscard]] std::string_view unread() const { return {m_in.data() + m_begin, m_end - m_begin}; }

    ServerCore &m_core;
    const std::string m_remoteAddress;
    const bool m_secure;
    Phase m_phase = Phase::Handshake;
    Steady::time_point m_since;
    Steady::time_point m_deadline;

    std::vector<char> m_in;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    bool m_reading = false;

    std::optional<RequestParser> m_parser;
    Handler *m_handler = nullptr;
    std::optional<Response> m_refusal; ///< decided, given once the short body has passed by
    std::size_t m_counted = 0;         ///< of this body, in the core's sum
    std::uint64_t m_turn = 0;          ///< rises with each request and each answer; late answers carry an old one
    std::uint64_t m_answered = 0;

    // of the request being answered
    std::string m_requestId;
    Exchange m_exchange;
    Steady::time_point m_startedAt;
    int m_version = 11;
    bool m_headOnly = false;
    bool m_keepAlive = false;
    bool m_refused = false;
    bool m_sendingContinue = false;
    std::shared_ptr<BodyStream> m_stream; ///< of the answer being written
    bool m_headWritten = false;           ///< of an answer with a stream
    bool m_lastPiece = false;

    std::string m_outHead;
    std::string m_outBody;
};

class PlainConnection final : public Connection {
public:
    PlainConnection(ServerCore &core, Socket socket, std::string remoteAddress);
    void start() override;

private:
    void readSome(asio::mutable_buffer buffer) override;
    void writeAll(std::array<asio::const_buffer, 2> buffers) override;
    void endWriting() override;
    void closeSocket() override;

    Socket m_socket;
};

class TlsConnection final : public Connection {
public:
    TlsConnection(ServerCore &core, asio::ssl::context &context, Socket socket, std::string remoteAddress);
    void start() override;

private:
    void readSome(asio::mutable_buffer buffer) override;
    void writeAll(std::array<asio::const_buffer, 2> buffers) override;
    void endWriting() override;
    void closeSocket() override;

    asio::ssl::stream<Socket> m_stream;
};

} // namespace hs::httpd
