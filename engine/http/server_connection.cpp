#include "engine/http/server_connection.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <boost/asio/write.hpp>

namespace hs::httpd {

using boost::system::error_code;

namespace {

constexpr std::size_t FirstBuffer = 4 * 1024;  // an ordinary delivery, head and body, in one read
constexpr std::size_t BodyBuffer = 64 * 1024;
constexpr std::size_t KeptBuffer = 16 * 1024;  // a bigger one is given back when the connection rests
constexpr std::size_t SmallBody = 8 * 1024;    // copied behind the head instead of being sent as a second piece
constexpr std::size_t PassingBody = 64 * 1024; // of a refused request; a longer one is cut off
constexpr std::string_view ContinueLine = "HTTP/1.1 100 Continue\r\n\r\n";

} // namespace

Connection::Connection(ServerCore &core, std::string remoteAddress, bool secure)
    : m_core(core), m_remoteAddress(std::move(remoteAddress)), m_secure(secure), m_since(Steady::now()),
      m_deadline(m_since), m_in(FirstBuffer)
{
    m_exchange.route = "none";
    m_parser.emplace(m_core.limits().headBytes);
}

void Connection::enter(Phase phase, std::chrono::milliseconds time)
{
    m_phase = phase;
    m_since = Steady::now();
    m_deadline = m_since + time;
}

void Connection::beginReading()
{
    // A client that connects and says nothing has as long as for a head, not as between requests.
    enter(Phase::Idle, m_core.limits().headTime);
    readMore();
}

void Connection::readMore()
{
    if (m_reading || m_phase == Phase::Closed)
        return;
    if (m_begin == m_end) {
        m_begin = m_end = 0;
    } else if (m_begin > 0 && m_end == m_in.size()) {
        std::memmove(m_in.data(), m_in.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_end == m_in.size())
        m_in.resize(m_in.size() * 2); // bounded by the parser's limits on what may stay unread
    else if (m_phase == Phase::Body && m_in.size() < BodyBuffer && m_parser->bodyLength().value_or(BodyBuffer) > FirstBuffer)
        m_in.resize(BodyBuffer);
    m_reading = true;
    readSome(asio::buffer(m_in.data() + m_end, m_in.size() - m_end));
}

void Connection::onRead(const error_code &ec, std::size_t bytes)
{
    m_reading = false;
    if (m_phase == Phase::Closed)
        return;
    if (m_phase == Phase::Writing && !ec && !m_stream)
        return; // its head or body came too late; the connection ends after the answer
    if (m_stream && !ec) {
        m_end += bytes; // a next request, which waits for the end of this answer
        return;
    }
    if (ec || bytes == 0) {
        if (m_phase != Phase::Writing || m_stream) // what is being written may still find its reader
            close();
        return;
    }
    if (m_phase == Phase::Lingering) {
        m_begin = m_end = 0;
        readMore();
        return;
    }
    m_end += bytes;
    process();
}

void Connection::process()
{
    if ((m_phase == Phase::Idle || m_phase == Phase::Head) && !processHead())
        return;
    if (m_phase == Phase::Body)
        processBody();
}

bool Connection::processHead()
{
    if (!m_parser->gotAny()) // an empty line before a request is let pass (RFC 9112 §2.2)
        while (m_begin < m_end && (m_in[m_begin] == '\r' || m_in[m_begin] == '\n'))
            ++m_begin;
    if (m_begin == m_end) {
        readMore();
        return false;
    }
    if (m_phase == Phase::Idle) {
        enter(Phase::Head, m_core.limits().headTime);
        m_startedAt = m_since;
    }
    m_begin += m_parser->feed(unread());
    switch (m_parser->state()) {
    case RequestParser::State::HeadDone:
        admitHead();
        return true;
    case RequestParser::State::Failed:
        m_parser->request().head = false;
        refuse(m_parser->fault());
        return false;
    default:
        readMore();
        return false;
    }
}

void Connection::admitHead()
{
    Request &request = m_parser->request();
    request.receivedAt = m_core.clock().now();
    request.remoteAddress = m_remoteAddress;
    request.secure = m_secure;
    const auto id = request.headers.get("X-Request-Id");
    request.requestId = isSaneRequestId(id) ? std::string(id) : m_core.ids().make("req");
    m_keepAlive = m_parser->keepAlive();
    m_exchange.method = request.method;

    m_handler = m_core.handlerOf(request.path);
    Admission admission;
    if (m_core.draining()) {
        admission.refusal = errorResponse(503, "unavailable", "the server is stopping");
        setRetryAfter(*admission.refusal, std::chrono::seconds(5));
    } else if (!m_handler) {
        admission.refusal = errorResponse(404, "not_found", "there is no such route");
    } else {
        try {
            admission = m_handler->admit(request);
        } catch (const std::exception &) {
            admission.refusal = errorResponse(500, "internal", "the engine failed on this request; its log tells more");
        }
        m_exchange.route = admission.route;
    }
    request.context = std::move(admission.context);

    enter(Phase::Body, m_core.limits().bodyTime);
    if (!admission.refusal) {
        m_parser->setBodyLimit(admission.bodyLimit);
        if (m_parser->state() == RequestParser::State::Failed) {
            refuse(m_parser->fault());
            return;
        }
        if (m_parser->expectsContinue() && m_parser->hasBody() && m_begin == m_end) {
            // Fits every socket's send buffer; the parser goes on while it is being sent.
            m_outHead.assign(ContinueLine);
            m_outBody.clear();
            enter(Phase::Writing, m_core.limits().writeTime);
            m_sendingContinue = true;
            writeAll({asio::buffer(m_outHead), asio::const_buffer()});
        }
        return;
    }
    const auto length = m_parser->bodyLength();
    if (!m_parser->hasBody() || (length && *length <= PassingBody && !m_parser->expectsContinue())) {
        m_parser->discardBody(); // short: let it pass by, and the connection can go on
        m_parser->setBodyLimit(PassingBody);
        m_refusal = std::move(admission.refusal);
        return;
    }
    refuse(std::move(*admission.refusal));
}

void Connection::processBody()
{
    m_begin += m_parser->feed(unread());
    settleBodyBytes(m_parser->state() == RequestParser::State::Done ? 0 : m_parser->request().body.size());
    switch (m_parser->state()) {
    case RequestParser::State::Done:
        if (m_refusal) {
            m_refused = true;
            write(std::move(*m_refusal));
        } else {
            dispatch();
        }
        return;
    case RequestParser::State::Failed:
        refuse(m_parser->fault());
        return;
    default:
        break;
    }
    if (!m_core.takeBodyBytes(0)) {
        Response full = errorResponse(503, "unavailable", "too many long bodies are being received at once");
        setRetryAfter(full, std::chrono::seconds(5));
        refuse(std::move(full));
        return;
    }
    readMore();
}

void Connection::settleBodyBytes(std::size_t now)
{
    if (now > m_counted)
        (void)m_core.takeBodyBytes(now - m_counted);
    else
        m_core.giveBodyBytes(m_counted - now);
    m_counted = now;
}

void Connection::dispatch()
{
    Request request = std::move(m_parser->request());
    m_requestId = request.requestId;
    m_version = request.version;
    m_headOnly = request.head;
    ++m_turn;
    enter(Phase::Answering, m_core.limits().answerTime);
    auto respond = [path = m_core.returnPath(), connection = weak_from_this(), turn = m_turn](Response response) {
        path->give({connection, turn, std::move(response)});
    };
    try {
        m_handler->handle(std::move(request), std::move(respond));
    } catch (const std::exception &) {
        answer(m_turn, errorResponse(500, "internal", "the engine failed on this request; its log tells more"));
    }
}

void Connection::answer(std::uint64_t turn, Response response)
{
    if (m_phase == Phase::Answering && turn == m_turn)
        write(std::move(response));
}

void Connection::refuse(Response response)
{
    m_refused = true;
    m_keepAlive = false; // where the next request begins is not known
    write(std::move(response));
}

void Connection::write(Response response)
{
    ++m_turn; // an answer that comes later is too late
    if (m_phase != Phase::Answering) { // dispatch() has not taken them yet
        Request &request = m_parser->request();
        if (request.requestId.empty()) {
            const auto id = request.headers.get("X-Request-Id");
            request.requestId = isSaneRequestId(id) ? std::string(id) : m_core.ids().make("req");
        }
        m_requestId = std::move(request.requestId);
        m_version = request.version;
        m_headOnly = request.head;
    }
    settleBodyBytes(0);
    m_stream = std::move(response.stream);
    if (m_headOnly || m_core.draining())
        m_stream.reset();
    m_headWritten = m_lastPiece = false;
    m_keepAlive = m_keepAlive && !response.close && !m_core.draining() && !(m_stream && m_version == 10);
    m_exchange.status = response.status;
    m_exchange.refused = m_refused;

    m_outHead.clear();
    appendHead(m_outHead, response,
               {.version = m_version, .keepAlive = m_keepAlive, .head = m_headOnly, .chunked = m_stream != nullptr,
                .requestId = m_requestId, .date = m_core.date()});
    if (m_stream) // the body comes from there
        response.body.clear();
    const bool bodiless = m_headOnly || response.status == 204 || response.status == 304;
    m_outBody.clear();
    if (!bodiless && response.body.size() <= SmallBody)
        m_outHead += response.body;
    else if (!bodiless)
        m_outBody = std::move(response.body);
    enter(Phase::Writing, m_core.limits().writeTime);
    writeAll({asio::buffer(m_outHead), asio::buffer(m_outBody)});
}

void Connection::onWritten(const error_code &ec)
{
    if (m_phase == Phase::Closed)
        return;
    if (m_sendingContinue) { // now for the body
        m_sendingContinue = false;
        if (ec) {
            close();
            return;
        }
        enter(Phase::Body, m_core.limits().bodyTime);
        readMore();
        return;
    }
    if (!m_headWritten) { // how long a stream lasts says nothing of the engine
        if (m_startedAt != Steady::time_point())
            m_exchange.duration = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - m_startedAt);
        m_core.observe(m_exchange);
        ++m_answered;
    }
    if (ec) {
        close();
        return;
    }
    if (m_stream && !m_headWritten) {
        beginStreaming();
        return;
    }
    if (m_stream && !m_lastPiece) {
        nextPiece();
        return;
    }
    m_stream.reset();
    if (m_keepAlive) {
        nextRequest();
        return;
    }
    if (m_parser->state() == RequestParser::State::Done && m_begin == m_end) {
        close(); // all was read, so closing cannot reset the connection under the client's reading
        return;
    }
    enter(Phase::Lingering, m_core.limits().lingerTime);
    endWriting();
    m_begin = m_end = 0;
    readMore();
}

void Connection::beginStreaming()
{
    m_headWritten = true;
    m_stream->attach([path = m_core.returnPath(), connection = weak_from_this(), turn = m_turn] {
        path->give({connection, turn, std::nullopt});
    });
    if (m_begin == m_end)
        readMore(); // so that a client that goes is noticed
    nextPiece();
}

void Connection::stream(std::uint64_t turn)
{
    if (m_phase == Phase::Streaming && turn == m_turn)
        nextPiece();
}

void Connection::nextPiece()
{
    if (m_core.draining()) {
        close();
        return;
    }
    if (auto taken = m_stream->take())
        sendPiece(std::move(taken->piece), taken->last);
    else
        enter(Phase::Streaming, m_core.limits().heartbeatTime);
}

void Connection::sendPiece(std::string piece, bool last)
{
    m_lastPiece = last;
    m_outHead.clear();
    m_outBody = std::move(piece);
    if (m_version != 10) { // RFC 9112 §7.1
        if (!m_outBody.empty()) {
            std::array<char, 2 * sizeof(std::size_t)> digits{};
            const auto size = std::to_chars(digits.data(), digits.data() + digits.size(), m_outBody.size(), 16);
            m_outHead.assign(digits.data(), size.ptr).append("\r\n");
            m_outBody.append("\r\n");
        }
        if (last)
            m_outBody.append("0\r\n\r\n");
    }
    enter(Phase::Writing, m_core.limits().writeTime);
    writeAll({asio::buffer(m_outHead), asio::buffer(m_outBody)});
}

void Connection::nextRequest()
{
    if (m_core.draining()) {
        close();
        return;
    }
    m_parser.emplace(m_core.limits().headBytes);
    m_handler = nullptr;
    m_refusal.reset();
    m_refused = false;
    m_exchange = {};
    m_exchange.route = "none";
    m_startedAt = {};
    if (m_begin == m_end && m_in.size() > KeptBuffer) {
        m_in = std::vector<char>(FirstBuffer);
        m_begin = m_end = 0;
    }
    if (m_outHead.capacity() > KeptBuffer)
        m_outHead = {};
    m_outBody = {};
    enter(Phase::Idle, m_core.limits().idleTime);
    process();
}

void Connection::checkDeadline(Steady::time_point now)
{
    if (now < m_deadline || m_phase == Phase::Closed)
        return;
    switch (m_phase) {
    case Phase::Head:
    case Phase::Body: {
        m_core.countTimeout();
        const bool inHead = m_phase == Phase::Head;
        refuse(errorResponse(408, "timeout", inHead ? "the headers came too slowly" : "the body came too slowly"));
        break;
    }
    case Phase::Answering:
        m_core.countTimeout();
        write(errorResponse(504, "timeout", "the engine did not answer in time; it may still do what was asked"));
        break;
    case Phase::Writing:
        m_core.countTimeout();
        close();
        break;
    case Phase::Streaming:
        if (m_stream->heartbeat().empty())
            enter(Phase::Streaming, m_core.limits().heartbeatTime);
        else
            sendPiece(m_stream->heartbeat(), false);
        break;
    default:
        close();
    }
}

void Connection::drain()
{
    if (m_phase == Phase::Handshake || m_phase == Phase::Idle || m_phase == Phase::Head || m_phase == Phase::Streaming
        || m_phase == Phase::Lingering)
        close();
}

void Connection::close()
{
    if (m_phase == Phase::Closed)
        return;
    const auto self = shared_from_this(); // the core's list may hold the last reference
    m_phase = Phase::Closed;
    settleBodyBytes(0);
    m_stream.reset();
    closeSocket();
    m_core.forget(place);
}

// ---- plain ----

PlainConnection::PlainConnection(ServerCore &core, Socket socket, std::string remoteAddress)
    : Connection(core, std::move(remoteAddress), false), m_socket(std::move(socket))
{
}

void PlainConnection::start()
{
    beginReading();
}

void PlainConnection::readSome(asio::mutable_buffer buffer)
{
    m_socket.async_read_some(buffer, [this, self = shared_from_this()](const error_code &ec, std::size_t bytes) {
        onRead(ec, bytes);
    });
}

void PlainConnection::writeAll(std::array<asio::const_buffer, 2> buffers)
{
    asio::async_write(m_socket, buffers, [this, self = shared_from_this()](const error_code &ec, std::size_t) {
        onWritten(ec);
    });
}

void PlainConnection::endWriting()
{
    error_code ignored; // the client may have gone; closing is all there is left to do
    m_socket.shutdown(Socket::shutdown_send, ignored);
}

void PlainConnection::closeSocket()
{
    error_code ignored;
    m_socket.close(ignored);
}

// ---- TLS ----

TlsConnection::TlsConnection(ServerCore &core, asio::ssl::context &context, Socket socket, std::string remoteAddress)
    : Connection(core, std::move(remoteAddress), true), m_stream(std::move(socket), context)
{
}

void TlsConnection::start()
{
    enter(Phase::Handshake, core().limits().handshakeTime);
    m_stream.async_handshake(asio::ssl::stream_base::server, [this, self = shared_from_this()](const error_code &ec) {
        if (phase() == Phase::Closed)
            return;
        if (ec)
            close();
        else
            beginReading();
    });
}

void TlsConnection::readSome(asio::mutable_buffer buffer)
{
    m_stream.async_read_some(buffer, [this, self = shared_from_this()](const error_code &ec, std::size_t bytes) {
        onRead(ec, bytes);
    });
}

void TlsConnection::writeAll(std::array<asio::const_buffer, 2> buffers)
{
    asio::async_write(m_stream, buffers, [this, self = shared_from_this()](const error_code &ec, std::size_t) {
        onWritten(ec);
    });
}

void TlsConnection::endWriting()
{
    error_code ignored;
    m_stream.lowest_layer().shutdown(Socket::shutdown_send, ignored);
}

void TlsConnection::closeSocket()
{
    error_code ignored;
    m_stream.lowest_layer().close(ignored);
}

} // namespace hs::httpd
