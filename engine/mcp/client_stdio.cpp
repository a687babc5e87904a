#include "engine/mcp/client_stdio.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include <QTimer>

#include "engine/vocabulary/trimmed.h"

namespace hs::mcp {

namespace {

constexpr int MostNoise = 100;
constexpr int MostLogLines = 500;          // of one run of the program
constexpr std::size_t LongestLogLine = 500;
constexpr std::chrono::milliseconds Patience{2'000}; // after its input is closed, and after SIGTERM
constexpr std::chrono::milliseconds LastPatience{500}; // in the destructor, where it is waited for
constexpr std::size_t MostUnwritten = std::size_t(16) << 20U; // bytes that it does not take

} // namespace

Json answerTo(const Message &request)
{
    if (request.method == "ping")
        return resultJson(request.id, Json::object());
    return errorJson(request.id, {code::MethodNotFound, "this client does not offer \"" + request.method.substr(0, 100) + "\"", nullptr});
}

void StdioWire::Waker::operator()() const
{
    QMetaObject::invokeMethod(&wire->m_context, [wire = wire, id = id] { wire->drop(id, {Errc::Cancelled, "the call was cancelled", {}, {}, {}}); },
                              Qt::QueuedConnection);
}

StdioWire::StdioWire(Program program) : m_program(std::move(program))
{
    m_process.onOutput = [this](std::string_view bytes) { takeOutput(bytes); };
    m_process.onErrors = [this](std::string_view bytes) { takeErrors(bytes); };
    m_process.onEnd = [this](int exitCode) {
        breakDown({Errc::Unavailable, exitCode < 0 ? "the program crashed" : "the program ended with code " + std::to_string(exitCode),
                   m_program.command, "look at its messages in the log", {}});
        if (const auto ended = std::exchange(m_ended, nullptr))
            ended();
    };
}

StdioWire::~StdioWire()
{
    m_ending = true;
    m_pending.clear(); // no wake-up comes from here on
    m_process.onEnd = nullptr;
    if (!m_process.runs())
        return;
    m_process.closeInput();
    if (m_process.waitForEnd(LastPatience))
        return;
    m_process.signalGroup(SIGTERM);
    [[maybe_unused]] const bool ended = m_process.waitForEnd(LastPatience); // or its destructor kills it
}

void StdioWire::open(std::function<void()> ready)
{
    ChildProcess::Start start{m_program.command, m_program.arguments, {}, m_program.folder};
    for (const auto &[name, value] : m_program.environment)
        start.environment.push_back(name + "=" + std::string(value.reveal()));
    const auto started = m_process.start(start);
    QTimer::singleShot(0, &m_context, [this, started, ready = std::move(ready)] {
        if (started)
            ready();
        else
            breakDown(started.error());
    });
}

void StdioWire::request(Outgoing outgoing, std::stop_token cancel, Done done)
{
    const auto id = ++m_lastId;
    auto &pending = m_pending[id];
    pending.done = std::move(done);
    pending.handshake = outgoing.method == "initialize";
    if (m_broken || m_ending || m_process.unwritten() > MostUnwritten || !write(requestJson(id, outgoing.method, std::move(outgoing.params)))) {
        QTimer::singleShot(0, &m_context, [this, id] {
            drop(id, {Errc::Unavailable, "the program takes nothing", m_program.command, "wait until it has started again", {}});
        });
        return;
    }
    if (outgoing.limit.count() > 0)
        QTimer::singleShot(outgoing.limit, &m_context, [this, id, limit = outgoing.limit] {
            drop(id, {Errc::Timeout, "no answer within " + std::to_string(limit.count()) + " ms; the call may have been carried out",
                      m_program.command, {}, {}});
        });
    if (cancel.stop_possible())
        pending.watch = std::make_unique<std::stop_callback<Waker>>(std::move(cancel), Waker{this, id});
}

void StdioWire::notify(std::string method, Json params)
{
    if (!m_broken && !m_ending)
        write(notificationJson(method, std::move(params)));
}

bool StdioWire::write(const Json &message)
{
    auto line = dump(message);
    if (line.size() > MaxMessage)
        return false;
    line += '\n';
    m_process.write(line);
    return true;
}

void StdioWire::drop(std::int64_t id, Error error)
{
    const auto found = m_pending.find(id);
    if (found == m_pending.end())
        return;
    const bool tell = !found->second.handshake && !m_broken && !m_ending && error.code != Errc::Unavailable;
    const auto done = std::move(found->second.done);
    m_pending.erase(found);
    if (tell)
        write(notificationJson("notifications/cancelled",
                               {{"requestId", id}, {"reason", error.code == Errc::Timeout ? "it took too long" : "it is not needed any more"}}));
    done(tl::make_unexpected(std::move(error)));
}

void StdioWire::takeOutput(std::string_view rest)
{
    if (m_broken || m_ending)
        return;
    for (auto end = rest.find('\n'); end != std::string_view::npos && !m_broken && !m_ending; end = rest.find('\n')) {
        m_buffer.append(rest.substr(0, end));
        rest.remove_prefix(end + 1);
        const auto line = std::exchange(m_buffer, {});
        takeLine(line);
    }
    m_buffer.append(rest);
    if (m_buffer.size() > MaxMessage)
        tooLarge();
}

void StdioWire::tooLarge()
{
    breakDown({Errc::BadInput, "the program sent a message larger than " + std::to_string(MaxMessage) + " bytes", m_program.command,
               "ask it for less", {}});
}

void StdioWire::takeLine(std::string_view line)
{
    if (line.size() > MaxMessage)
        return tooLarge();
    if (trimmed(line).empty())
        return;
    const auto value = readText(line);
    const auto message = value ? readMessage(*value) : tl::make_unexpected(value.error());
    if (!message) {
        if (++m_noise > MostNoise)
            breakDown({Errc::Corrupt, "what the program writes is not this protocol", m_program.command,
                       "check that the command starts a server of tools", {}});
        return;
    }
    switch (message->kind) {
    case Message::Kind::Notification:
        if (const auto tell = onNotification)
            tell(*message);
        return;
    case Message::Kind::Request:
        write(answerTo(*message));
        return;
    case Message::Kind::Answer:
        break;
    }
    const auto found = message->id.is_number_integer() ? m_pending.find(message->id.get<std::int64_t>()) : m_pending.end();
    if (found == m_pending.end()) // too late, or nobody asked
        return;
    const auto done = std::move(found->second.done);
    m_pending.erase(found);
    done(WireAnswer{200, *message});
}

void StdioWire::takeErrors(std::string_view bytes)
{
    m_errors += bytes;
    for (auto end = m_errors.find('\n'); end != std::string::npos; end = m_errors.find('\n')) {
        const auto line = m_errors.substr(0, std::min(end, LongestLogLine));
        m_errors.erase(0, end + 1);
        if (m_program.log && !trimmed(line).empty() && ++m_logged <= MostLogLines)
            m_program.log(m_logged == MostLogLines ? "… and more, which is not kept" : line);
    }
    if (m_errors.size() > LongestLogLine)
        m_errors.resize(LongestLogLine); // the rest of a line without an end
}

void StdioWire::failAll(const Error &error)
{
    while (!m_pending.empty()) {
        const auto first = m_pending.begin();
        const auto done = std::move(first->second.done);
        m_pending.erase(first);
        auto told = error;
        told.what += "; what it was asked may have been carried out";
        done(tl::make_unexpected(std::move(told)));
    }
}

void StdioWire::breakDown(Error error)
{
    if (m_broken || m_ending)
        return;
    m_broken = true;
    failAll(error);
    if (const auto tell = onBroken) // which may take itself away
        tell(std::move(error));
}

void StdioWire::end(std::function<void()> ended)
{
    m_ending = true;
    onBroken = nullptr;
    onNotification = nullptr;
    failAll({Errc::Cancelled, "the connection was closed", m_program.command, {}, {}});
    if (!m_process.runs()) {
        QTimer::singleShot(0, &m_context, [ended = std::move(ended)] { ended(); });
        return;
    }
    m_ended = std::move(ended);
    if (m_broken) { // it does not keep to the protocol, so it is not asked
        m_process.signalGroup(SIGKILL);
        return;
    }
    m_process.closeInput();
    QTimer::singleShot(Patience, &m_context, [this] { m_process.signalGroup(SIGTERM); });
    QTimer::singleShot(2 * Patience, &m_context, [this] { m_process.signalGroup(SIGKILL); });
}

} // namespace hs::mcp
