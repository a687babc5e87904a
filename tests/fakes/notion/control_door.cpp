#include "tests/fakes/notion/control_door.h"

#include "tests/fakes/notion/fake_notion.h"

namespace hs::test::notion {

namespace {

Answer done()
{
    return jsonAnswer(Json::object());
}

Answer wrong(const std::string &what)
{
    return jsonAnswer({{"error", what}}, 400);
}

Json deliveryJson(const NotionDelivery &delivery)
{
    const auto body = parseJson(delivery.body);
    return {{"subscription", delivery.subscription}, {"event", delivery.event},   {"type", delivery.type},
            {"attempt", delivery.attempt},           {"status", delivery.status}, {"body", body ? *body : Json()}};
}

} // namespace

Outcome ControlDoor::handle(const Incoming &request)
{
    Outcome outcome;
    Json body;
    if (!request.body.empty()) {
        auto parsed = parseJson(request.body);
        if (!parsed) {
            outcome.answer = wrong("the body is no JSON");
            return outcome;
        }
        body = std::move(*parsed);
    }
    outcome.answer = run(request.method, request.target.substr(10), body);
    return outcome;
}

Answer ControlDoor::run(const std::string &method, const std::string &what, const Json &body)
{
    const bool get = method == "GET", post = method == "POST", remove = method == "DELETE";
    if (get && what == "state")
        return jsonAnswer({{"now", toRfc3339(m_fake.now())},
                           {"requests", m_fake.requests()},
                           {"faults_struck", m_fake.faultsStruck()},
                           {"webhooks_waiting", m_fake.webhooksWaiting()},
                           {"token", m_fake.token()},
                           {"root", m_fake.rootPage()},
                           {"person", m_fake.person()},
                           {"bot", m_fake.bot()}});
    if (get && what == "dump")
        return jsonAnswer(m_fake.dump());
    if (get && what.rfind("pages/", 0) == 0) {
        const auto id = canonicalId(what.substr(6));
        {
            const std::lock_guard lock(m_core.mutex);
            if (!id || m_core.space.dataSources.count(*id) == 0)
                return wrong("there is no such data source");
        }
        return jsonAnswer(m_fake.pages(*id));
    }
    if (what == "log" && get) {
        Answer answer;
        answer.contentType = "application/x-ndjson";
        answer.body = Body(m_fake.logLines());
        return answer;
    }
    if (what == "log" && remove) {
        m_fake.clearLog();
        return done();
    }
    if (post && what == "call") {
        const auto target = text(body, "target");
        const auto verb = text(body, "method", "GET");
        return jsonAnswer(text(body, "as", "person") == "person" ? m_fake.asPerson(verb, target, member(body, "body"))
                                                                 : m_fake.asConnection(verb, target, member(body, "body")));
    }
    if (what == "faults" && remove) {
        m_fake.clearFaults();
        return done();
    }
    if (post && what == "faults") {
        const Json list = body.is_array() ? body : Json::array({body});
        for (const Json &each : list)
            if (!faultFrom(each))
                return wrong("no such kind of fault: " + dump(each));
        for (const Json &each : list)
            m_fake.addFault(*faultFrom(each));
        return done();
    }
    if (post && what == "clock") {
        if (const auto now = parseRfc3339(text(body, "now")))
            m_fake.setNow(*now);
        m_fake.advance(std::chrono::milliseconds(integer(body, "advance_ms")));
        return jsonAnswer({{"now", toRfc3339(m_fake.now())}});
    }
    if (post && what == "rate") {
        m_fake.setRequestsPerMinute(int(integer(body, "per_minute")));
        return done();
    }
    if (post && what == "share") {
        m_fake.share(text(body, "id"), boolean(body, "shared", true));
        return done();
    }
    if (post && what == "seed")
        return jsonAnswer(m_fake.seedHub(std::size_t(integer(body, "pages", 10)), std::size_t(integer(body, "bytes", 6500))));
    if (post && what == "webhooks") {
        std::set<std::string> types;
        for (auto &type : textList(member(body, "types")))
            types.insert(std::move(type));
        const auto made = m_fake.subscribe(text(body, "url"), std::move(types), boolean(body, "sign_handshake", true));
        return jsonAnswer({{"id", made.id}, {"token", made.token}});
    }
    if (get && what == "webhooks") {
        Json out = Json::array();
        for (const auto &delivery : m_fake.deliveries())
            out.push_back(deliveryJson(delivery));
        return jsonAnswer(out);
    }
    if (post && what == "webhooks/verify")
        return m_fake.verifyWebhook(text(body, "id"), text(body, "token")) ? done() : wrong("the token is not that of the subscription");
    if (post && what == "webhooks/hurry") {
        m_fake.hurryWebhooks();
        return done();
    }
    if (post && what == "webhooks/repeat")
        return m_fake.repeatEvent(text(body, "event")) ? done() : wrong("no such event was delivered");
    return jsonAnswer({{"error", "there is no such control"}}, 404);
}

} // namespace hs::test::notion
