#pragma once

#include <set>

#include <QObject>

#include "engine/http/transport.h"
#include "engine/mcp/client_wire.h"

namespace hs::mcp {

/// A server at an address: one POST a message, answered with JSON or with a stream of events that ends in the answer. In the
/// legacy era the session's id goes along; it is given back at the end. Streams of the server's own (GET) are not opened.
class HttpWire final : public ClientWire {
public:
    /// `transport` outlives the wire; its callbacks come in the wire's thread.
    HttpWire(http::Transport &transport, std::string url, std::vector<std::pair<std::string, Secret>> secretHeaders);
    ~HttpWire() override;

    void open(std::function<void()> ready) override;
    void request(Outgoing outgoing, std::stop_token cancel, Done done) override;
    void notify(std::string method, Json params) override;
    void setVersion(std::string version) override { m_version = std::move(version); }
    void end(std::function<void()> ended) override;

private:
    struct Exchange;
    struct Stopper {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };

    [[nodiscard]] http::Request post(const Json &message) const;
    void takePart(const std::shared_ptr<Exchange> &exchange, std::string part);
    void takeMessage(const std::shared_ptr<Exchange> &exchange, std::string_view text);
    void takeEnd(const std::shared_ptr<Exchange> &exchange, Result<http::Response> response);
    void settle(const std::shared_ptr<Exchange> &exchange, Result<WireAnswer> answer);

    http::Transport &m_transport;
    const std::string m_url;
    const std::vector<std::pair<std::string, Secret>> m_secretHeaders;
    std::string m_version{ModernVersion};
    std::string m_session;
    std::int64_t m_lastId = 0;
    bool m_ending = false;
    std::set<std::shared_ptr<Exchange>> m_underWay;
    QObject m_context;
    std::shared_ptr<HttpWire *> m_self; ///< null inside once the wire is gone: the transport's callbacks look there
};

} // namespace hs::mcp
