#pragma once

#include <QtTest>

#include "engine/rest/rest.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "tests/fakes/raw_client.h"

namespace hs::test {

/// The API over a real socket with a fake engine behind it. Keys: "viewer-key", "operator-key".
struct RestSite {
    explicit RestSite(rest::RestOptions options = {}, FakeDoor::Reply reply = FakeDoor::Reply::Later) : door(reply)
    {
        door.addKey(QStringLiteral("viewer-key"), {QStringLiteral("k-viewer"), QStringLiteral("Viewer"), api::Role::Viewer});
        door.addKey(QStringLiteral("operator-key"), {QStringLiteral("k-operator"), QStringLiteral("Operator"), api::Role::Operator});
        options.clock = &clock;
        if (!options.health)
            options.health = [] { return rest::HealthReport{R"({"status":"ok","components":{}})", false}; };
        if (!options.metrics)
            options.metrics = [] { return std::string("# TYPE up gauge\nup 1\n"); };
        face = std::make_unique<rest::Rest>(door, std::move(options));
        httpd::ServerOptions serverOptions;
        serverOptions.clock = &clock;
        auto started = httpd::Server::start(std::move(serverOptions), {face.get()});
        if (!started)
            qFatal("%s", describe(started).c_str());
        server = std::move(*started);
    }
    ~RestSite()
    {
        server->stop();
    }
    /// One request with the operator's key.
    [[nodiscard]] std::optional<RawAnswer> ask(const std::string &method, const std::string &target, const std::string &body = {},
                                               const std::string &headers = {}) const
    {
        return exchange(server->port(), requestText(method, target, "Authorization: Bearer operator-key\r\nX-Request-Id: r-1\r\n" + headers, body));
    }

    FakeClock clock;
    FakeDoor door;
    std::unique_ptr<rest::Rest> face;
    std::unique_ptr<httpd::Server> server;
};

inline Json jsonOf(const std::optional<RawAnswer> &answer)
{
    return answer ? parseJson(answer->body).value_or(Json()) : Json();
}
inline QByteArray textOf(const Json &json, std::string_view path)
{
    return QByteArray::fromStdString(scalarText(at(json, path)));
}
inline QByteArray headerOf(const std::optional<RawAnswer> &answer, const std::string &name)
{
    if (!answer)
        return "no answer";
    const auto found = answer->headers.find(name);
    return found == answer->headers.end() ? QByteArray("no such header") : QByteArray::fromStdString(found->second);
}

} // namespace hs::test
