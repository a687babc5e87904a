#include <QTest>

#include "engine/agents/books.h"
#include "engine/agents/registry.h"
#include "tests/unit/agents/memory_view.h"
#include "tests/unit/agents/resource_files.h"

using namespace hs;
using namespace hs::agents;

static const AgentRegistry &registry()
{
    static const auto loaded = AgentRegistry::load(test::agentFiles());
    if (!loaded)
        qFatal("%s", describe(loaded).c_str());
    return *loaded;
}

class RegistryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nineAgentsAreRegistered();
    void commandsOfWorkflowsAreKnown_data();
    void commandsOfWorkflowsAreKnown();
    void badFilesAreRefused_data();
    void badFilesAreRefused();
    void eventsFindTheirAgent_data();
    void eventsFindTheirAgent();
    void anAgentThatIsNotAvailableIsReplaced();
    void deadLettersSayWhy();
    void aStandInMakesATask();
    void everyAgentHelpsAndSaysWhatItUnderstands();
    void unknownCommandsAreRefused();
    void textsNeedTheirValues();
    void everyTemplateMakesATask();
    void requestsAreRoutedFromTheStore();
    void requestsAreRoutedWithoutAnyRecord();
};

void RegistryTest::nineAgentsAreRegistered()
{
    std::string keys;
    for (const auto &agent : registry().catalog().agents()) {
        keys += agent.key + (agent.duty ? "+ " : " ");
        QVERIFY(registry().agent(agent.key));
        QCOMPARE(std::string(registry().agent(agent.key)->key()), agent.key);
        QVERIFY(!agent.rules.empty() && !agent.talk.empty() && !agent.capabilities.empty());
    }
    QCOMPARE(keys, std::string("grace-fields+ nyra+ solari+ ruvo+ liora+ sage+ elan+ zevi+ atlas+ "));
    QCOMPARE(registry().catalog().find("Grace Fields")->key, std::string("grace-fields"));
    QCOMPARE(registry().catalog().find("grace_fields")->prefix, std::string("grace"));
    QVERIFY(!registry().agent("hermes"));
}

void RegistryTest::commandsOfWorkflowsAreKnown_data()
{
    QTest::addColumn<QString>("src");
    for (const auto *src : {"nyra.qualify", "nyra.first_answer", "nyra.draft_reply", "ruvo.plan_followup", "ruvo.create_task", "ruvo.notify", "ruvo.restock_task",
                            "solari.detect_booking", "solari.hold_slot", "solari.confirm_booking", "solari.record_order", "solari.check_stock", "solari.commission",
                            "solari.review_refund", "solari.change_booking", "grace.review", "grace.escalate", "grace.acknowledge", "grace.route",
                            "zevi.segment", "zevi.refresh_segments", "zevi.profile", "zevi.trends", "zevi.measure", "zevi.fit", "liora.plan_campaign", "liora.send_newsletter",
                            "liora.nurture", "liora.check_campaign", "liora.check_campaigns", "liora.referral", "elan.draft", "elan.brand_check", "elan.formats", "elan.advance",
                            "elan.welcome", "elan.apology", "sage.onboard", "sage.score", "sage.distribute", "sage.ask_feedback", "sage.re_engage", "sage.inactivity", "sage.impact",
                            "sage.follow_up"})
        QTest::newRow(src) << src;
}

void RegistryTest::commandsOfWorkflowsAreKnown()
{
    QFETCH(QString, src);
    const auto *spec = registry().catalog().command(src.toStdString());
    QVERIFY(spec);
    QVERIFY(spec->input.contains("properties") && spec->output.contains("properties"));
    QVERIFY(!registry().catalog().command("nyra.fly"));
    QVERIFY(!registry().catalog().command("nobody.qualify"));
}

void RegistryTest::badFilesAreRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("error");
    QTest::newRow("no JSON") << "agents/nyra.json" << "{" << "[" << "";
    QTest::newRow("a field is missing") << "agents/nyra.json" << "\"tone\"" << "\"tune\"" << "a text is missing (agents/nyra.json:/tone): mend the agent's file";
    QTest::newRow("a key is used twice") << "agents/nyra.json" << "\"key\": \"nyra\"" << "\"key\": \"solari\"" << "a key or prefix is used twice: solari (agents/solari.json): give each agent its own";
    QTest::newRow("an agent that does not exist") << "agents/nyra.json" << "\"ruvo\"" << "\"ruva\"" << "no agent \"ruva\" (nyra.json): write \"ruvo\"";
    QTest::newRow("a command of another agent") << "agents/nyra.json" << "nyra.qualify" << "ruvo.qualify" << "a command is named twice or its usage is not PREFIX.NAME (agents/nyra.json:/commands/qualify): mend its name";
    QTest::newRow("a text without English") << "agents/texts.json" << "\"greeting.known\": {\"en\"" << "\"greeting.known\": {\"fr\"" << "a text has no English (agents/texts.json:/greeting.known): write it under \"en\"";
    QTest::newRow("a template without minutes") << "agents/task_templates.json" << "\"minutes\": 15" << "\"minutes\": 0" << "";
    QTest::newRow("a rule without its sentence") << "routing/routing.json" << "\"R7\": \"Tried" << "\"R70\": \"Tried" << "a rule has no sentence or no priority (routing/routing.json: R7): write both";
    QTest::newRow("an unknown agent of a category") << "routing/routing.json" << "\"primary\": \"nyra\"" << "\"primary\": \"nora\"" << "no agent \"nora\" (routing/routing.json): name one of the agents";
}

void RegistryTest::badFilesAreRefused()
{
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, error);
    auto files = test::agentFiles();
    auto &text = files.at(file.toStdString());
    const auto at = text.find(from.toStdString());
    QVERIFY(at != std::string::npos);
    text.replace(at, from.toStdString().size(), to.toStdString());
    const auto loaded = AgentRegistry::load(files);
    QVERIFY(!loaded);
    QCOMPARE(int(loaded.error().code), int(Errc::BadInput));
    if (!error.isEmpty())
        QCOMPARE(QString::fromStdString(describe(loaded.error())), error);
    files.erase(file.toStdString());
    if (!file.startsWith(QLatin1String("agents/nyra")))
        QVERIFY(!AgentRegistry::load(files));
}

void RegistryTest::eventsFindTheirAgent_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("running");
    QTest::addColumn<QString>("entityAgent");
    QTest::addColumn<QString>("agent");
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("instead");
    const auto row = [](const char *name, const char *type, const char *agent, const char *rule, const char *instead = "", const char *data = "{}", const char *running = "", const char *entity = "") {
        QTest::newRow(name) << QString::fromUtf8(type) << QString::fromUtf8(data) << QString::fromUtf8(running) << QString::fromUtf8(entity) << QString::fromUtf8(agent) << QString::fromUtf8(rule) << QString::fromUtf8(instead);
    };
    row("a form is Nyra's", "typeform_webhook", "nyra", "table");
    row("an order is Solari's", "order_created", "solari", "table");
    row("a refund is Solari's", "payment_refunded", "solari", "table");
    row("a task is Ruvo's", "create_task", "ruvo", "table");
    row("a request is Grace's", "customer_request", "grace-fields", "table");
    row("what workflows say is Grace's", "workflow_incident", "grace-fields", "table");
    row("but their state is Ruvo's", "workflow_status_changed", "ruvo", "table");
    row("customer data is Nyra's", "customer_data_update", "nyra", "table");
    row("a pattern begins with its first agent", "workflow_pattern_high_value_onboarding", "nyra", "workflow_pattern");
    row("a pattern wins over a running instance", "workflow_pattern_lead_to_client", "nyra", "workflow_pattern", "", "{}", "ruvo");
    row("the running instance wins over the table", "typeform_webhook", "ruvo", "running_instance", "", "{}", "ruvo");
    row("the business's agent wins over the table", "typeform_webhook", "solari", "entity_agent", "", "{}", "", "solari");
    row("the table wins over a capability", "create_task", "ruvo", "table", "", R"({"required_capability":"lead_capture"})");
    row("a capability", "something_new", "nyra", "capability", "", R"({"required_capability":"lead_capture"})");
    row("a capability of several: the first of them", "something_new", "grace-fields", "capability", "", R"({"required_capability":"client_communication"})");
    row("a prefix", "lead_imported", "nyra", "prefix");
    row("a prefix of bookings", "bookings_moved", "solari", "prefix");
    row("a prefix comes after a capability", "lead_imported", "solari", "capability", "", R"({"required_capability":"inventory_management"})");
    row("a segment", "segment_update", "zevi", "table");
    row("a campaign", "campaign_trigger", "liora", "table");
    row("content", "content_idea", "elan", "table");
    row("a member by prefix", "member_left", "sage", "prefix");
    row("knowledge", "knowledge_request", "atlas", "table");
    row("unknown", "moon_phase", "", "dead_letter");
}

void RegistryTest::eventsFindTheirAgent()
{
    QFETCH(QString, type);
    QFETCH(QString, data);
    QFETCH(QString, running);
    QFETCH(QString, entityAgent);
    QFETCH(QString, agent);
    QFETCH(QString, rule);
    QFETCH(QString, instead);
    Event event;
    event.type = type.toStdString();
    event.data = *parseJson(data.toStdString());
    const auto route = registry().route(event, {running.toStdString(), entityAgent.toStdString(), {}});
    QCOMPARE(QString::fromStdString(route.agent), agent);
    QCOMPARE(QString::fromStdString(route.rule), rule);
    QCOMPARE(QString::fromStdString(route.instead), instead);
    QVERIFY(!route.why.empty());
    QCOMPARE(route.deadLetter(), agent.isEmpty());
}

void RegistryTest::anAgentThatIsNotAvailableIsReplaced()
{
    Event event;
    event.type = "typeform_webhook";
    EventRoutingFacts facts;
    facts.available = [](std::string_view key) { return key != "nyra"; };
    const auto route = registry().route(event, facts);
    QCOMPARE(route.agent, std::string("solari"));
    QCOMPARE(route.instead, std::string("nyra"));
    facts.available = [](std::string_view) { return false; };
    QVERIFY(registry().route(event, facts).deadLetter());
}

void RegistryTest::deadLettersSayWhy()
{
    Event event;
    event.type = "moon_phase";
    QCOMPARE(registry().route(event).why, std::string("No rule names an agent for moon_phase."));
    event.text = "Where is my order?"; // words always find Grace
    QCOMPARE(registry().route(event).agent, std::string("grace-fields"));
}

void RegistryTest::aStandInMakesATask()
{
    test::MemoryView view;
    view.people = {{"op_a", "Ada", 30, std::nullopt}, {"op_b", "Ben", 10, std::nullopt}};
    Event event;
    event.id = "evt_1";
    event.type = "content_idea";
    event.source = "generic";
    event.text = "Write about the new show.";
    EventRoutingFacts facts;
    facts.available = [](std::string_view key) { return key != "elan"; };
    const auto route = registry().route(event, facts);
    const auto plan = registry().standIn(route, event, view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->tasks.size(), std::size_t(1));
    QCOMPARE(plan->tasks.front().title, std::string("Handle Write about the new show by hand"));
    QCOMPARE(plan->tasks.front().assignee, std::string("op_b"));
    QVERIFY(plan->tasks.front().description.find("Elan") != std::string::npos);
    QVERIFY(plan->effects.empty());
    QCOMPARE(plan->posts.front().text, event.text);
}

void RegistryTest::everyAgentHelpsAndSaysWhatItUnderstands()
{
    test::MemoryView view;
    for (const auto *key : {"grace", "nyra", "solari", "ruvo", "liora", "sage", "elan", "zevi"}) {
        const auto *agent = registry().agent(key);
        const auto help = agent->talk({"Help", {}, {}, {}, {}}, view);
        QVERIFY(help);
        for (const auto &item : registry().catalog().find(key)->talk) {
            QVERIFY2(text(help->output, "answer").find(item.usage) != std::string::npos, item.usage.c_str());
            // every word it names is one it takes
            const auto used = agent->talk({item.name, "op_a", "Ada", {}, {}}, view);
            QVERIFY(used);
            QVERIFY2(text(used->output, "answer").find("did not understand") == std::string::npos, item.name.c_str());
        }
        const auto unknown = agent->talk({"sing me a song", {}, {}, {}, {}}, view);
        QVERIFY(unknown && text(unknown->output, "answer").starts_with("I did not understand \"sing me a song\""));
        QVERIFY(unknown->tasks.empty() && unknown->records.empty());
    }
    const auto near = registry().agent("ruvo")->talk({"taks", {}, {}, {}, {}}, view);
    QVERIFY(text(near->output, "answer").find("Did you mean \"tasks\"?") != std::string::npos);
}

void RegistryTest::unknownCommandsAreRefused()
{
    test::MemoryView view;
    for (const auto *key : {"grace", "nyra", "solari", "ruvo", "liora", "sage", "elan", "zevi"})
        QCOMPARE(int(registry().agent(key)->run({"fly", Json::object(), {}, {}, {}, {}, {}}, view).error().code), int(Errc::NotFound));
}

void RegistryTest::textsNeedTheirValues()
{
    const auto books = Books::load(test::agentFiles());
    QVERIFY(books);
    const auto missing = books->texts.fill("greeting.known", "en", {});
    QCOMPARE(missing.error().what, std::string("no value for {{name}}"));
    QCOMPARE(*books->texts.fill("greeting.known", "de", {{"name", "Ada"}}), std::string("Guten Tag Ada,"));
    QCOMPARE(*books->texts.fill("greeting.known", "fr", {{"name", "Ada"}}), std::string("Dear Ada,"));
    QCOMPARE(int(books->texts.fill("no.such", "en", {}).error().code), int(Errc::NotFound));
}

void RegistryTest::everyTemplateMakesATask()
{
    const auto books = Books::load(test::agentFiles());
    test::FakeClock clock;
    const Texts::Values values{{"name", "Ada"}, {"source", "typeform"}, {"why", "Because."}, {"score", "80"}, {"what", "a thing"}, {"order", "1042"}, {"product", "Print"}, {"count", "3"}, {"channel", "Blog"}, {"text", "Words."}};
    QVERIFY(books->templates.all().size() >= 15);
    for (const auto &t : books->templates.all()) {
        const auto task = books->templates.make(t.key, values, clock.now());
        QVERIFY2(task, describe(task).c_str());
        QVERIFY(task->due && *task->due > clock.now());
        QVERIFY(task->title.find("{{") == std::string::npos);
    }
    QVERIFY(!books->templates.make("lead_follow_up", {}, clock.now()));
}

void RegistryTest::requestsAreRoutedFromTheStore()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    view.contact("rec_v", "Vera", "vera@x.example", {{"Customer Tier", "vip"}, {"Lifetime Value", 9000}});
    view.put("products-services", "rec_p", {{"Name", "Court of Dreams"}, {"Status", "Active"}, {"Business Entity", Json::array({"rec_g"})}});
    Request request;
    request.text = "Is Court of Dreams still for sale?";
    auto decision = registry().routeRequest(request, "rec_v", view);
    QVERIFY2(decision, describe(decision).c_str());
    QCOMPARE(decision->level, 1);
    QCOMPARE(decision->agents, (std::vector<std::string>{"solari", "sage"}));
    QCOMPARE(decision->entity.how, std::string("product"));
    request.text = "My order is late";
    QCOMPARE(registry().routeRequest(request, "vera@x.example", view)->rule, std::string("R3"));
    request.text = "  ";
    QCOMPARE(registry().routeRequest(request, "", view).error().what, std::string("the request has no words"));
    request.text = "Hello";
    request.entity = "nowhere";
    QCOMPARE(registry().routeRequest(request, "", view).error().what, std::string("no business \"nowhere\""));
}

void RegistryTest::requestsAreRoutedWithoutAnyRecord()
{
    test::MemoryView empty;
    Request request;
    request.text = "Refund my $480 workshop";
    request.entity = "education";
    auto decision = registry().routeRequestFrom(request, {{"lifetime_value", 9000}}, empty);
    QVERIFY2(decision, describe(decision).c_str());
    QCOMPARE(decision->level, 1);
    QCOMPARE(decision->entity.id + " " + decision->entity.how, std::string("EDUCATION_TRAINING type"));
    QVERIFY(decision->entity.unsure);
    QCOMPARE(registry().routeRequestFrom(request, {{"lifetime_value", 900}}, empty)->rule, std::string("R4"));
    QCOMPARE(registry().routeRequestFrom(request, nullptr, empty)->rule, std::string("R4"));
    request.text = "My order is late";
    QCOMPARE(registry().routeRequestFrom(request, {{"tier", "vip"}}, empty)->rule, std::string("R3"));
    QCOMPARE(registry().routeRequestFrom(request, {{"tags", Json::array({"VIP"})}}, empty)->rule, std::string("R3"));
    request.entity = "wellness";
    QCOMPARE(registry().routeRequest(request, "", empty)->entity.id, std::string("WELLNESS_CENTER"));
    request.entity = "my shop"; // nothing to compare it with
    QVERIFY(registry().routeRequest(request, "", empty));
    QCOMPARE(registry().routeRequestFrom(request, {{"mood", "bad"}}, empty).error().where, std::string("contact/mood"));
    QCOMPARE(registry().routeRequestFrom(request, {{"lifetime_value", "much"}}, empty).error().where, std::string("contact/lifetime_value"));
    QVERIFY(!registry().routeRequestFrom(request, 7, empty));
}

QTEST_GUILESS_MAIN(RegistryTest)
#include "registry_test.moc"
