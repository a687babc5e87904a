#include "engine/mcp/client_link.h"

#include <algorithm>

#include <QRandomGenerator>

#include "engine/http/request_policy.h"
#include "engine/mcp/client_http.h"
#include "engine/mcp/client_stdio.h"

namespace hs::mcp {

namespace {

constexpr int MostPages = 50;                   // of tools/list
constexpr std::chrono::seconds SteadyAfter{60}; // ready for so long, earlier failures are forgotten
constexpr std::chrono::seconds LongestPause{60};
constexpr std::chrono::minutes ListAgain{10};   // where the server cannot tell that its tools changed

bool isModernError(const RpcError &error)
{
    return error.code == code::HeaderMismatch || error.code == code::MissingCapability || error.code == code::UnsupportedVersion;
}

} // namespace

ToolServer::Link::Link(ToolServerSetup theSetup, http::Transport *theTransport, const Clock &theClock)
    : setup(std::move(theSetup)), transport(theTransport), clock(theClock)
{
    restart.setSingleShot(true);
    QObject::connect(&restart, &QTimer::timeout, &context, [this] { connect(); });
    relist.setInterval(ListAgain);
    QObject::connect(&relist, &QTimer::timeout, &context, [this] { list(); });
}

ToolServer::Link::~Link()
{
    const auto left = std::exchange(calls, {});
    for (const auto &[id, call] : left)
        call.done(fail(Errc::Cancelled, "the console ends", setup.name));
}

// ---- connection ----

void ToolServer::Link::connect()
{
    wire = makeWire();
    if (!wire)
        return become(State::Failing, "neither a command nor an address is set");
    become(State::Starting, trouble);
    auto *const mine = wire.get();
    wire->onBroken = [this, mine](const Error &error) {
        if (wire.get() == mine)
            broken(error);
    };
    wire->onNotification = [this, mine](const Message &message) {
        if (wire.get() == mine && message.method == "notifications/tools/list_changed")
            list();
    };
    wire->open([this, mine] {
        if (wire.get() == mine)
            greet();
    });
}

std::shared_ptr<ClientWire> ToolServer::Link::makeWire() const
{
    if (!setup.command.empty())
        return std::make_shared<StdioWire>(StdioWire::Program{setup.command, setup.arguments, setup.environment, setup.folder, setup.log});
    if (!setup.url.empty() && transport)
        return std::make_shared<HttpWire>(*transport, setup.url, setup.secretHeaders);
    return nullptr;
}

void ToolServer::Link::disconnect()
{
    relist.stop();
    listing = listStale = greeting = false;
    if (!wire)
        return;
    leaving.push_back(std::exchange(wire, nullptr));
    auto *const gone = leaving.back().get();
    gone->end([this, gone] {
        // Not from inside its own callback.
        QTimer::singleShot(0, &context, [this, gone] {
            std::erase_if(leaving, [gone](const auto &one) { return one.get() == gone; });
            if (leaving.empty())
                for (const auto &ended : std::exchange(whenGone, {}))
                    ended();
        });
    });
}

void ToolServer::Link::broken(const Error &error)
{
    if (state == State::Stopped)
        return;
    // A program of the legacy era may end on a greeting it does not know.
    const bool onGreeting = greeting && era == Era::Unknown && !setup.command.empty() && error.code == Errc::Unavailable;
    if (state == State::Ready && std::chrono::steady_clock::now() - readySince > SteadyAfter)
        failures = 0;
    disconnect();
    if (onGreeting) {
        era = Era::Legacy;
        QTimer::singleShot(0, &context, [this] {
            if (state == State::Starting && !wire)
                connect();
        });
        return;
    }
    if (setup.log)
        setup.log(describe(error));
    ++failures;
    const http::RetryPolicy policy{.base = setup.restartAfter, .cap = LongestPause};
    restart.start(http::backoff(policy, failures + 1, QRandomGenerator::global()->generateDouble()));
    become(State::Failing, describe(error));
}

void ToolServer::Link::become(State next, std::string why)
{
    const bool changed = state != next || trouble != why;
    state = next;
    trouble = std::move(why);
    if (changed)
        announce();
}

void ToolServer::Link::announce() const
{
    if (onChange)
        QTimer::singleShot(0, &context, [this] {
            if (onChange)
                onChange();
        });
}

// ---- greeting ----

Json ToolServer::Link::withMeta(Json params) const
{
    if (era == Era::Legacy)
        return params;
    params["_meta"] = {{meta::Version, ModernVersion},
                       {meta::ClientInfo, {{"name", "higherself-console"}, {"title", "HigherSelf Console"}, {"version", HS_VERSION}}},
                       {meta::ClientCapabilities, Json::object()}};
    return params;
}

void ToolServer::Link::ask(const char *method, Json params, std::chrono::milliseconds limit, std::function<void(Result<WireAnswer>)> then)
{
    auto *const mine = wire.get();
    wire->request({method, withMeta(std::move(params)), limit, {}}, {}, [this, mine, then = std::move(then)](Result<WireAnswer> answer) {
        if (wire.get() != mine)
            return;
        if (answer)
            lastAt = clock.now();
        then(std::move(answer));
    });
}

void ToolServer::Link::greet()
{
    if (era == Era::Legacy)
        return initialise();
    greeting = true;
    const bool program = !setup.command.empty();
    ask("server/discover", Json::object(), program && era == Era::Unknown ? setup.probeTime : setup.startTime,
        [this, program](Result<WireAnswer> answer) {
        if (!answer) {
            if (program && answer.error().code == Errc::Timeout && era == Era::Unknown) { // it keeps silent
                era = Era::Legacy;
                greeting = false;
                return initialise();
            }
            if (program && answer.error().code == Errc::Unavailable)
                return; // onBroken knows better
            return broken(answer.error());
        }
        greeting = false;
        discovered(*answer);
    });
}

void ToolServer::Link::discovered(const WireAnswer &answer)
{
    if (answer.answer && !answer.answer->error)
        return chooseVersion(textList(member(answer.answer->result, "supportedVersions")), member(answer.answer->result, "capabilities"));
    if (answer.answer && answer.answer->error->code == code::UnsupportedVersion)
        return chooseVersion(textList(member(answer.answer->error->data, "supported")), Json());
    if (answer.answer && isModernError(*answer.answer->error))
        return broken(errorFrom(*answer.answer->error, setup.name));
    if (!answer.answer && (answer.status == 401 || answer.status == 403 || answer.status == 429 || answer.status < 400 || answer.status >= 500))
        return broken(errorFrom(answer.status, setup.name));
    if (era == Era::Modern) { // it was one before; it is looked at anew
        era = Era::Unknown;
        return broken({Errc::Unavailable, "the server does not know its own greeting any more", setup.name, {}, {}});
    }
    era = Era::Legacy;
    initialise();
}

void ToolServer::Link::chooseVersion(const std::vector<std::string> &supported, const Json &capabilities)
{
    if (std::find(supported.begin(), supported.end(), ModernVersion) != supported.end() && capabilities.is_object()) {
        era = Era::Modern;
        version = ModernVersion;
        tellsOfTools = boolean(member(capabilities, "tools"), "listChanged");
        wire->setVersion(version);
        if (tellsOfTools)
            listenToTools();
        return list();
    }
    if (std::any_of(supported.begin(), supported.end(), isLegacyVersion)) {
        era = Era::Legacy;
        return initialise();
    }
    broken({Errc::Unavailable, "the server speaks no revision of the protocol that the console knows", setup.name,
            "update the console or the server", {}});
}

void ToolServer::Link::initialise()
{
    const Json params{{"protocolVersion", LegacyVersions[0]}, {"capabilities", Json::object()},
                      {"clientInfo", {{"name", "higherself-console"}, {"title", "HigherSelf Console"}, {"version", HS_VERSION}}}};
    ask("initialize", params, setup.startTime, [this](Result<WireAnswer> answer) {
        if (!answer)
            return broken(answer.error());
        if (!answer->answer)
            return broken(errorFrom(answer->status, setup.name));
        if (answer->answer->error) {
            era = Era::Unknown; // perhaps it was not so old after all
            return broken(errorFrom(*answer->answer->error, setup.name));
        }
        const auto &result = answer->answer->result;
        version = text(result, "protocolVersion");
        if (!isLegacyVersion(version))
            return broken({Errc::Unavailable, "the server wants revision \"" + oneLine(version) + "\" of the protocol, which the console does not know",
                           setup.name, "update the console or the server", {}});
        // Over HTTP it would need a stream.
        tellsOfTools = !setup.command.empty() && boolean(member(member(result, "capabilities"), "tools"), "listChanged");
        wire->setVersion(version);
        wire->notify("notifications/initialized", Json::object());
        list();
    });
}

void ToolServer::Link::listenToTools()
{
    auto *const mine = wire.get();
    wire->request({"subscriptions/listen", withMeta({{"notifications", {{"toolsListChanged", true}}}}), {}, {}}, {},
                  [this, mine](const Result<WireAnswer> &answer) {
        if (wire.get() != mine)
            return;
        tellsOfTools = false; // from here on it is asked now and then
        if (state == State::Ready)
            relist.start();
        const bool refused = answer && answer->answer && answer->answer->error;
        if (refused || setup.url.empty())
            return;
        QTimer::singleShot(LongestPause, &context, [this, mine] { // a stream that broke
            if (wire.get() == mine && state == State::Ready) {
                tellsOfTools = true;
                relist.stop();
                listenToTools();
                list();
            }
        });
    });
}

// ---- the tools ----

void ToolServer::Link::list()
{
    if (!wire || (state != State::Ready && state != State::Starting))
        return;
    if (listing) { // once more, when this is done
        listStale = true;
        return;
    }
    listing = true;
    listStale = false;
    nextPage(std::make_shared<std::vector<OutsideTool>>(), {}, 1);
}

void ToolServer::Link::nextPage(const std::shared_ptr<std::vector<OutsideTool>> &found, const std::string &cursor, int page)
{
    ask("tools/list", cursor.empty() ? Json::object() : Json{{"cursor", cursor}}, setup.startTime,
        [this, found, cursor, page](Result<WireAnswer> answer) {
        if (!answer || !answer->answer || answer->answer->error) {
            listing = false;
            return broken(!answer           ? answer.error()
                          : answer->answer ? errorFrom(*answer->answer->error, setup.name)
                                           : errorFrom(answer->status, setup.name));
        }
        const auto &result = answer->answer->result;
        const auto &entries = member(result, "tools");
        for (std::size_t i = 0; entries.is_array() && i < entries.size() && found->size() < MostTools; ++i) {
            auto tool = readTool(entries[i], setup, *found);
            if (tool)
                found->push_back(std::move(*tool));
            else if (setup.log)
                setup.log("a tool is left out: " + oneLine(describe(tool.error())));
        }
        const auto next = text(result, "nextCursor");
        if (!next.empty() && next != cursor && next.size() <= 4096 && page < MostPages && found->size() < MostTools)
            return nextPage(found, next, page + 1);
        listing = false;
        listed(std::move(*found));
    });
}

void ToolServer::Link::listed(std::vector<OutsideTool> found)
{
    tools = std::move(found);
    if (state != State::Ready)
        readySince = std::chrono::steady_clock::now();
    if (tellsOfTools)
        relist.stop();
    else
        relist.start();
    state = State::Ready;
    trouble.clear();
    announce();
    if (listStale)
        list();
}

} // namespace hs::mcp
