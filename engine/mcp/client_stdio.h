#pragma once

#include <QObject>

#include "engine/mcp/child_process.h"
#include "engine/mcp/client_wire.h"
#include "engine/vocabulary/secret.h"

namespace hs::mcp {

/// A program of its own that is spoken to by lines on its input and output. It gets no environment but what is named here.
/// A message over MaxMessage bytes, a hundred lines that are no messages, and its end break the connection.
class StdioWire final : public ClientWire {
public:
    struct Program {
        std::string command;
        std::vector<std::string> arguments;
        std::vector<std::pair<std::string, Secret>> environment;
        std::string folder; ///< it is started in; empty: ours
        std::function<void(std::string line)> log; ///< what it says on its error output; may be null
    };

    explicit StdioWire(Program program);
    ~StdioWire() override;

    void open(std::function<void()> ready) override;
    void request(Outgoing outgoing, std::stop_token cancel, Done done) override;
    void notify(std::string method, Json params) override;
    void setVersion(std::string) override {}
    void end(std::function<void()> ended) override;

private:
    struct Waker {
        StdioWire *wire;
        std::int64_t id;
        void operator()() const;
    };
    struct Pending {
        Done done;
        bool handshake = false;
        std::unique_ptr<std::stop_callback<Waker>> watch;
    };

    void takeOutput(std::string_view bytes);
    void takeErrors(std::string_view bytes);
    void takeLine(std::string_view line);
    void tooLarge();
    void drop(std::int64_t id, Error error); ///< ends a request from our side
    void breakDown(Error error);
    void failAll(const Error &error);
    bool write(const Json &message);

    Program m_program;
    QObject m_context; ///< of timers and of wake-ups from other threads
    ChildProcess m_process;
    std::string m_buffer, m_errors;
    std::int64_t m_lastId = 0;
    std::map<std::int64_t, Pending> m_pending;
    int m_noise = 0;      ///< lines that were no messages
    int m_logged = 0;
    bool m_broken = false;
    bool m_ending = false;
    std::function<void()> m_ended;
};

} // namespace hs::mcp
