#include <QTest>

#include "engine/agents/catalog.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/trace.h"
#include "resources/resources.h"

using namespace hs;

/// The shipped definitions pass the checks that the engine makes at run time,
/// against the commands that the shipped agents really have.
class WorkflowsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void definitionsAreSound_data();
    void definitionsAreSound();
    void columnsAreFew_data();
    void columnsAreFew();
    void inputsAreWhatTheCommandsTake_data();
    void inputsAreWhatTheCommandsTake();
    void everythingHasABeginning();
    void textsAreWhole_data();
    void textsAreWhole();
    void journeys_data();
    void journeys();

private:
    void eachDefinition();
    workflow::Parsed parsed(const QString &path);

    workflow::AgentCatalog m_known;
    std::optional<agents::AgentCatalog> m_agents;
    std::vector<std::string> m_texts; // the catalog reads views of them
};

void WorkflowsTest::initTestCase()
{
    std::vector<std::string> names;
    for (const auto *const key :
         {"grace-fields", "nyra", "solari", "ruvo", "liora", "sage", "elan", "zevi", "atlas"}) {
        names.push_back("agents/" + std::string(key) + ".json");
        auto text = resources::read(names.back());
        QVERIFY2(text, describe(text).c_str());
        m_texts.push_back(std::move(*text));
    }
    std::vector<agents::AgentCatalog::Source> sources;
    for (std::size_t i = 0; i < names.size(); ++i)
        sources.push_back({names[i], m_texts[i]});
    auto catalog = agents::AgentCatalog::load(sources);
    QVERIFY2(catalog, describe(catalog).c_str());
    m_agents = std::move(*catalog);
    m_known.mode = workflow::AgentCatalog::Mode::Run;
    for (const auto &agent : m_agents->agents())
        for (const auto &command : agent.commands)
            m_known.commands[agent.prefix].insert(command.name);
}

void WorkflowsTest::eachDefinition()
{
    QTest::addColumn<QString>("path");
    for (const auto &path : resources::list("workflows"))
        QTest::newRow(path.c_str()) << QString::fromStdString(path);
}

workflow::Parsed WorkflowsTest::parsed(const QString &path)
{
    return workflow::parseDefinition(resources::read(path.toStdString()).value_or(""), m_known);
}

void WorkflowsTest::definitionsAreSound_data()
{
    eachDefinition();
}

void WorkflowsTest::definitionsAreSound()
{
    QFETCH(QString, path);
    const auto result = parsed(path);
    std::string all;
    for (const auto &finding : result.findings)
        all += finding.code + " " + finding.pointer + ": " + finding.message + "\n";
    QVERIFY2(result.findings.empty(), all.c_str()); // warnings too
    QVERIFY(result.definition);
    QCOMPARE(result.definition->id() + ".json", path.section(QLatin1Char('/'), 1).toStdString());
}

void WorkflowsTest::columnsAreFew_data()
{
    eachDefinition();
}

void WorkflowsTest::columnsAreFew()
{
    QFETCH(QString, path);
    const auto definition = parsed(path).definition;
    QVERIFY(definition);
    QVERIFY(definition->columns().size() <= 13); // a board that people still overlook
    for (const auto &state : definition->states())
        QVERIFY2(state.parent == workflow::NoState || !definition->columnOf(state.index).empty(), state.id.c_str());
}

void WorkflowsTest::inputsAreWhatTheCommandsTake_data()
{
    eachDefinition();
}

void WorkflowsTest::inputsAreWhatTheCommandsTake()
{
    QFETCH(QString, path);
    const auto definition = parsed(path).definition;
    QVERIFY(definition);
    for (const auto &state : definition->states())
        for (const auto &invoke : state.invokes) {
            if (invoke.src.starts_with("human.") || invoke.src.starts_with("engine.") || invoke.src.starts_with("bus."))
                continue;
            const auto *command = m_agents->command(invoke.src);
            QVERIFY2(command, invoke.src.c_str());
            const Json &properties = member(command->input, "properties");
            for (const auto &[key, value] : invoke.input.items())
                QVERIFY2(properties.contains(key), (invoke.id + ": " + invoke.src + " has no input " + key).c_str());
            if (const Json &required = member(command->input, "required"); required.is_array())
                for (const auto &key : required)
                    QVERIFY2(invoke.input.contains(key.get<std::string>()),
                             (invoke.id + ": " + invoke.src + " needs " + dump(key)).c_str());
        }
}

/// What begins by itself says so; what does not is begun by another definition, an agent or a person, and stands here.
void WorkflowsTest::everythingHasABeginning()
{
    const std::map<std::string, std::string> otherwise{
        {"customer-service", "Grace starts it for every request"},
        {"order", "Solari starts it for every order of a shop"},
        {"exhibition", "a person has the idea: the board"},
        {"nightly-rounds", "the clock"},
    };
    for (const auto &path : resources::list("workflows")) {
        const auto definition = parsed(QString::fromStdString(path)).definition;
        QVERIFY2(definition, path.c_str());
        const auto &triggers = definition->triggers();
        const bool begins = std::any_of(triggers.begin(), triggers.end(), [](const auto &trigger) { return trigger.starts; });
        QVERIFY2(begins != otherwise.contains(definition->id()), (definition->id() + (begins ? " begins by itself after all" : " never begins")).c_str());
        QVERIFY2(!definition->schedules().empty() == (definition->id() == "nightly-rounds"), path.c_str());
        // One cause starts one run: while it runs the same key is told or dropped, never started again.
        for (const auto &trigger : triggers)
            QVERIFY2(!trigger.starts || trigger.ifRunning != workflow::Trigger::IfRunning::StartNew, (definition->id() + ": " + trigger.event).c_str());
    }
}

void WorkflowsTest::textsAreWhole_data()
{
    eachDefinition();
}

/// What people read of a definition: a title, a sentence for the whole and for what stands in a column.
void WorkflowsTest::textsAreWhole()
{
    QFETCH(QString, path);
    const auto definition = parsed(path).definition;
    QVERIFY(definition);
    QVERIFY(!text(Json(definition->meta()), "title").empty());
    QVERIFY(!text(Json(definition->meta()), "prefix").empty());
    QVERIFY(definition->description().ends_with('.'));
    for (const auto &state : definition->states())
        if (!state.description.empty())
            QVERIFY2(state.description.ends_with('.') || state.description.ends_with('?'), (state.id + ": " + state.description).c_str());
}

void WorkflowsTest::journeys_data()
{
    QTest::addColumn<QByteArray>("definition");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QList<QByteArray>>("steps"); // of rule X1, each with the state that it leads to after =>
    using B = QByteArray;
    using L = QList<QByteArray>;
    const B lead("lead-to-client");
    const B person(R"({"contact":"rec_1","name":"Helene","text":"I would like to book."})");
    const B scored(
        R"({"done":"qualify","output":{"valid":true,"duplicate":false,"score":67,"grade":"High","path":"nurture"}} => {"captured":"answering"})");
    const B answered(R"({"done":"firstAnswer","output":{"drafted":true}} => "followup_planned")");
    const B planned(
        R"({"done":"planFollowup","output":{"title":"Follow up","due":"2026-05-01T09:00:00.000Z"}} => "followup_planned")");
    const B contacted(R"({"event":{"type":"contacted"}} => "in_contact")");
    const B wanted(R"({"event":{"type":"booking_requested","service":"Massage"}} => {"booking":"holding"})");
    const B held(
        R"({"done":"holdSlot","output":{"held":true,"slot":{"id":"s"},"price":95}} => {"confirmed":"confirming"})");
    const B confirmed(
        R"({"done":"confirmBooking","output":{"confirmed":true,"text":"All set.","dayAfterMs":90000000}} => {"confirmed":"scheduled"})");

    QTest::newRow("a good lead becomes a client")
        << lead << person
        << L{scored,
             answered,
             planned,
             contacted,
             wanted,
             held,
             confirmed,
             R"({"event":{"type":"attended"}} => "grace_review")",
             R"({"done":"reviewPromises","output":{"satisfied":true,"why":[]}} => "client")"};
    QTest::newRow("the day after the appointment is reviewed by itself")
        << lead << person
        << L{scored,
             answered,
             planned,
             contacted,
             wanted,
             held,
             confirmed,
             R"({"advance":89999999} => {"confirmed":"scheduled"})",
             R"({"advance":1} => "grace_review")"};
    QTest::newRow("a weak lead is nurtured, and comes back")
        << lead << person
        << L{R"({"done":"qualify","output":{"valid":true,"duplicate":false,"score":39.9,"grade":"Low","path":"low"}} => {"captured":"answering"})",
             R"({"done":"firstAnswer","output":{"drafted":false}} => "nurturing")",
             R"({"event":{"type":"engaged"}} => "followup_planned")",
             R"({"event":{"type":"unreachable"}} => "nurturing")", R"({"advance":5184000000} => "dormant")"};
    QTest::newRow("a repeated inquiry is merged")
        << lead << person
        << L{R"({"done":"qualify","output":{"valid":true,"duplicate":true,"score":67,"grade":"High"}} => "merged")"};
    QTest::newRow("an inquiry without an address is reviewed by a person, corrected and scored again")
        << lead << person
        << L{R"({"done":"qualify","output":{"valid":false,"duplicate":false,"score":0,"grade":"Very Low"}} => "needs_review")",
             R"({"done":"review","output":{"decision":"approve"}} => {"captured":"scoring"})", scored};
    QTest::newRow("an inquiry without an address is rejected")
        << lead << person
        << L{R"({"done":"qualify","output":{"valid":false,"duplicate":false,"score":0,"grade":"Very Low"}} => "needs_review")",
             R"({"done":"review","output":{"decision":"reject"}} => "dismissed")"};
    QTest::newRow("what is not scored within a quarter of an hour is reviewed")
        << lead << person
        << L{R"({"advance":899999} => {"captured":"scoring"})", R"({"advance":1} => "needs_review")"};
    QTest::newRow("scoring that fails leads to review")
        << lead << person
        << L{R"({"fail":"qualify","error":{"name":"agent.error","message":"no"}} => "needs_review")"};
    QTest::newRow("a draft that fails does not hold up the lead")
        << lead << person
        << L{scored, R"({"fail":"firstAnswer","error":{"name":"agent.error","message":"no"}} => "followup_planned")"};
    QTest::newRow("the done task stands for the contact")
        << lead << person
        << L{scored, answered, R"({"event":{"type":"task_done","title":"Follow up with Helene"}} => "in_contact")"};
    QTest::newRow("no free time goes back to the talk")
        << lead << person
        << L{scored, answered, contacted, wanted,
             R"({"done":"holdSlot","output":{"held":false,"why":"closed"}} => "in_contact")"};
    QTest::newRow("a time paid in advance waits for the payment, three failures go to Grace")
        << lead << person
        << L{scored,
             answered,
             contacted,
             R"({"event":{"type":"booking_requested","prepaid":true}} => {"booking":"holding"})",
             R"({"done":"holdSlot","output":{"held":true,"slot":{"id":"s"},"price":95}} => {"booking":"awaiting_payment"})",
             R"({"event":{"type":"payment_failed"}} => {"booking":"awaiting_payment"})",
             R"({"event":{"type":"payment_failed"}} => {"booking":"awaiting_payment"})",
             R"({"event":{"type":"payment_failed"}} => {"booking":"awaiting_payment"})",
             R"({"event":{"type":"payment_failed"}} => "grace_review")"};
    QTest::newRow("a paid time is confirmed")
        << lead << person
        << L{scored,
             answered,
             contacted,
             R"({"event":{"type":"booking_requested","prepaid":true}} => {"booking":"holding"})",
             R"({"done":"holdSlot","output":{"held":true,"slot":{"id":"s"},"price":95}} => {"booking":"awaiting_payment"})",
             R"({"event":{"type":"payment_received"}} => {"confirmed":"confirming"})"};
    QTest::newRow("an unpaid time lapses after two days")
        << lead << person
        << L{scored,
             answered,
             contacted,
             R"({"event":{"type":"booking_requested","prepaid":true}} => {"booking":"holding"})",
             R"({"done":"holdSlot","output":{"held":true,"slot":{"id":"s"},"price":95}} => {"booking":"awaiting_payment"})",
             R"({"advance":172800000} => "in_contact")"};
    QTest::newRow("a complaint goes to a person, who hands it back")
        << lead << person
        << L{scored,
             answered,
             contacted,
             R"({"event":{"type":"complaint","text":"It was bad."}} => "grace_review")",
             R"({"done":"reviewPromises","output":{"satisfied":true,"why":[]}} => "escalated")",
             R"({"done":"escalation","output":{"decision":"hand_back"}} => "in_contact")"};
    QTest::newRow("a broken promise goes to a person, who settles it")
        << lead << person
        << L{scored,
             answered,
             contacted,
             wanted,
             held,
             confirmed,
             R"({"event":{"type":"attended"}} => "grace_review")",
             R"({"done":"reviewPromises","output":{"satisfied":false,"why":["A task is late."]}} => "escalated")",
             R"({"done":"escalation","output":{"decision":"edit"}} => "client")"};
    QTest::newRow("a case that is rejected is lost")
        << lead << person
        << L{scored,
             answered,
             contacted,
             R"({"event":{"type":"complaint"}} => "grace_review")",
             R"({"fail":"reviewPromises","error":{"name":"agent.error","message":"no"}} => "escalated")",
             R"({"done":"escalation","output":{"decision":"reject"}} => "lost")"};
    QTest::newRow("every state can be cancelled")
        << lead << person << L{scored, R"({"event":{"type":"cancel"}} => "cancelled")"};
    QTest::newRow("who opts out is dismissed")
        << lead << person
        << L{R"({"done":"qualify","output":{"valid":true,"duplicate":false,"score":1,"grade":"Low"}} => {"captured":"answering"})",
             R"({"done":"firstAnswer","output":{}} => "nurturing")",
             R"({"event":{"type":"opted_out"}} => "dismissed")"};

    const B order("order");
    const B open(
        R"({"number":"5101","state":"payment_pending","contact":"rec_1","total":180,"currency":"EUR","items":[{"name":"Print","quantity":1}]})");
    const B paidOrder(
        R"({"order":{"number":"5102","state":"sold","total":4800,"currency":"EUR","items":[{"name":"Heron","quantity":1}]},"contact":"rec_2"})");
    const B inStock(R"({"done":"checkStock","output":{"available":true,"missing":[]}} => "payment_pending")");
    const B inStockPaid(R"({"done":"checkStock","output":{"available":true,"missing":[]}} => "paid")");
    const B recorded(
        R"({"done":"recordOrder","output":{"order":"5101","counted":true,"lifetimeValue":500,"restock":[]}} => "fulfilment")");
    const B task(R"({"done":"fulfilmentTask","output":{"title":"Fulfil order 5101"}} => "fulfilment")");
    QTest::newRow("an order is paid, sent, delivered and done")
        << order << open
        << L{inStock,
             R"({"event":{"type":"payment_received","amount":180}} => "paid")",
             recorded,
             task,
             R"({"event":{"type":"task_done","title":"Fulfil order 5101"}} => "shipped")",
             R"({"event":{"type":"delivered"}} => "delivered")",
             R"({"advance":1209600000} => "completed")"};
    QTest::newRow("the shop's word moves an order too")
        << order << open
        << L{inStock,
             R"({"event":{"type":"order_updated","order":{"state":"sold","total":180}}} => "paid")",
             recorded,
             R"({"event":{"type":"order_updated","order":{"state":"sold"}}} => "fulfilment")",
             R"({"event":{"type":"order_updated","order":{"state":"delivered"}}} => "delivered")",
             R"({"event":{"type":"order_updated","order":{"state":"returned"}}} => "refunded")"};
    QTest::newRow("an order that comes paid, as the shop sent it") << order << paidOrder << L{inStockPaid, recorded};
    QTest::newRow("a payment that comes while the stock is checked")
        << order << open << L{R"({"event":{"type":"payment_received"}} => {"received":"checking"})", inStockPaid};
    QTest::newRow("more sold than there is")
        << order << paidOrder
        << L{R"({"done":"checkStock","output":{"available":false,"missing":["Heron"]}} => "paid")"};
    QTest::newRow("little is left")
        << order << paidOrder
        << L{inStockPaid,
             R"({"done":"recordOrder","output":{"order":"5102","counted":true,"lifetimeValue":500,"restock":["Heron"]}} => "fulfilment")"};
    QTest::newRow("an order that cannot be booked needs a person")
        << order << paidOrder
        << L{inStockPaid,
             R"({"fail":"recordOrder","error":{"name":"agent.error","message":"unknown product"}} => "needs_person")",
             R"({"done":"bookByHand","output":{"decision":"approve"}} => "fulfilment")"};
    QTest::newRow("an unpaid order lapses after a week")
        << order << open << L{inStock, R"({"advance":604800000} => "canceled")"};
    QTest::newRow("payments may fail") << order << open
                                       << L{inStock, R"({"event":{"type":"payment_failed"}} => "payment_pending")",
                                            R"({"event":{"type":"payment_failed"}} => "payment_pending")",
                                            R"({"event":{"type":"payment_failed"}} => "payment_pending")",
                                            R"({"event":{"type":"payment_received"}} => "paid")"};
    QTest::newRow("a refund within the limit is made by a task")
        << order << open
        << L{inStock,
             R"({"event":{"type":"payment_received"}} => "paid")",
             recorded,
             R"({"event":{"type":"refund_requested","amount":60}} => "refund_review")",
             R"({"done":"reviewRefund","output":{"within":true,"limit":500}} => "refund_due")",
             R"({"event":{"type":"task_done","title":"Fulfil order 5101"}} => "refund_due")",
             R"({"event":{"type":"task_done","title":"Refund 60 EUR for order 5101"}} => "refunded")"};
    QTest::newRow("a refund over the limit is decided by a person")
        << order << paidOrder
        << L{inStockPaid,
             recorded,
             R"({"event":{"type":"refund_requested"}} => "refund_review")",
             R"({"done":"reviewRefund","output":{"within":false,"limit":500}} => "refund_escalated")",
             R"({"done":"refundDecision","output":{"decision":"approve"}} => "refund_due")",
             R"({"event":{"type":"refunded","amount":4800}} => "refunded")"};
    QTest::newRow("a refund that a person refuses")
        << order << paidOrder
        << L{inStockPaid, recorded, R"({"event":{"type":"refund_requested"}} => "refund_review")",
             R"({"fail":"reviewRefund","error":{"name":"agent.error","message":"no"}} => "refund_escalated")",
             R"({"done":"refundDecision","output":{"decision":"reject"}} => "delivered")"};
    QTest::newRow("part of the money goes back, the order goes on")
        << order << open
        << L{inStock, R"({"event":{"type":"payment_received"}} => "paid")", recorded,
             R"({"event":{"type":"refunded","amount":20}} => "fulfilment")"};
    QTest::newRow("a paid order that is canceled gives the money back")
        << order << paidOrder
        << L{inStockPaid, recorded,
             R"({"event":{"type":"order_updated","order":{"state":"canceled"}}} => "refund_review")"};
    QTest::newRow("an unpaid order that is canceled ends")
        << order << open
        << L{inStock,
             R"({"event":{"type":"order_updated","order":{"deleted":true,"state":"canceled"}}} => "canceled")"};
    QTest::newRow("a return") << order << open
                              << L{inStock,
                                   R"({"event":{"type":"payment_received"}} => "paid")",
                                   recorded,
                                   R"({"event":{"type":"shipped","tracking":"T1"}} => "shipped")",
                                   R"({"event":{"type":"return_initiated"}} => "returned")",
                                   R"({"event":{"type":"return_received"}} => "refund_review")"};
}

void WorkflowsTest::journeys()
{
    QFETCH(QByteArray, definition);
    QFETCH(QByteArray, input);
    QFETCH(QList<QByteArray>, steps);
    OrderedJson script{{"input", OrderedJson::parse(input.toStdString())}, {"steps", OrderedJson::array()}};
    std::vector<std::string> expected;
    for (const auto &step : steps) {
        const auto arrow = step.indexOf(" => ");
        QVERIFY(arrow > 0);
        script["steps"].push_back(OrderedJson::parse(step.left(arrow).toStdString()));
        expected.push_back(step.mid(arrow + 4).toStdString());
    }
    const auto text = resources::read("workflows/" + definition.toStdString() + ".json");
    QVERIFY2(text, describe(text).c_str());
    const auto lines = workflow::trace(*text, script.dump());
    QVERIFY2(lines, describe(lines).c_str());
    const auto all = QByteArray::fromStdString(*lines).split('\n');
    QCOMPARE(all.size(), qsizetype(expected.size()) + 2); // the start, and an end behind the last newline
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto line = OrderedJson::parse(all[qsizetype(i) + 1].toStdString());
        QVERIFY2(line["status"] != "error", (steps[qsizetype(i)] + "\n" + all[qsizetype(i) + 1]).constData());
        QVERIFY2(line["value"].dump() == expected[i],
                 (steps[qsizetype(i)] + "\n" + all[qsizetype(i) + 1]).constData());
    }
}

QTEST_GUILESS_MAIN(WorkflowsTest)
#include "workflows_test.moc"
