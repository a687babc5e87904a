#include <QTest>

#include "engine/agents/registry.h"
#include "engine/agents/solari/rules.h"
#include "engine/agents/solari/slots.h"
#include "tests/unit/agents/memory_view.h"
#include "tests/unit/agents/resource_files.h"

using namespace hs;
using namespace hs::agents;
using namespace std::chrono;

static const AgentRegistry &registry()
{
    static const auto loaded = AgentRegistry::load(test::agentFiles());
    if (!loaded)
        qFatal("%s", describe(loaded).c_str());
    return *loaded;
}
static const Agent &solari()
{
    return *registry().agent("solari");
}
/// A studio with two or three things in it.
struct Studio : test::MemoryView {
    Studio()
    {
        business("rec_w", "Still Waters", "WELLNESS_CENTER", {{"Time Zone", "UTC"}, {"Business Hours", "Mon-Fri 10-18, Sat 10-17"}});
        contact("rec_1", "Ada Quinn", "ada@x.example", {{"Lifetime Value", 900}});
        put("products-services", "rec_m", {{"Name", "Massage"}, {"Duration Minutes", 90}, {"Price", 120}, {"Currency", "EUR"}, {"Status", "Active"}});
        put("products-services", "rec_p", {{"Name", "Print"}, {"External ID", "55"}, {"Inventory Count", 6}, {"Status", "Active"}});
    }
};
static Result<Plan> run(const test::MemoryView &view, const char *name, Json input, std::string workflow = "wf_me")
{
    return solari().run({name, std::move(input), std::move(workflow), {}, "rec_w", "wf_me/x/1", {}}, view);
}
static InstanceView booked(const char *id, const char *from, const char *to, const char *resource = "")
{
    return {id, "lead-to-client", id, "confirmed", "rec_x", {}, {}, {{"slot", {{"startsAt", from}, {"endsAt", to}, {"resource", resource}, {"entity", "rec_w"}}}}};
}

class SolariTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void statesAreMapped_data();
    void statesAreMapped();
    void refundsHaveLimits_data();
    void refundsHaveLimits();
    void stockChanges_data();
    void stockChanges();
    void commissionIsForty();
    void slotsAreHeld_data();
    void slotsAreHeld();
    void slotsAreNeverUsedTwice_data();
    void slotsAreNeverUsedTwice();
    void aFullWeekHasNoSlotTwice();
    void hoursThatCannotBeReadAreTold();
    void bookingsAreConfirmed();
    void aTakenSlotIsNotConfirmed();
    void changesAreFreeUntil48Hours_data();
    void changesAreFreeUntil48Hours();
    void aReleasedTimeIsPutOnRecord();
    void historyNamesWhatIsOpenAndSpent();
    void bookingsAreDetected_data();
    void bookingsAreDetected();
    void newOrdersStartAWorkflow();
    void knownOrdersAreUpdated();
    void notesOfOrdersAreRead();
    void ordersWithoutANumberAreRefused();
    void paidOrdersAreRecorded();
    void unpaidOrdersAreNotCounted();
    void oversoldStockIsTold();
    void stockIsChecked();
    void paymentsFindTheirOrder_data();
    void paymentsFindTheirOrder();
    void refundsOverTheLimitAreCases();
    void productsAreKept();
    void bookingEventsAreMapped_data();
    void bookingEventsAreMapped();
    void operatorsAsk();
};

void SolariTest::statesAreMapped_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("booking");
    QTest::newRow("pending") << "pending" << "payment_pending" << "new_booking";
    QTest::newRow("approved") << "approved" << "" << "payment_pending";
    QTest::newRow("paid") << "paid" << "" << "payment_confirmed";
    QTest::newRow("canceled") << "canceled" << "canceled" << "canceled";
    QTest::newRow("rejected") << "rejected" << "" << "canceled";
    QTest::newRow("no show") << "no_show" << "" << "canceled";
    QTest::newRow("processing") << "Processing" << "sold" << "";
    QTest::newRow("completed") << "completed" << "delivered" << "completed";
    QTest::newRow("refunded") << "refunded" << "returned" << "";
    QTest::newRow("cancelled") << "cancelled" << "canceled" << "canceled";
    QTest::newRow("failed") << "failed" << "canceled" << "";
    QTest::newRow("unknown") << "asleep" << "" << "";
}

void SolariTest::statesAreMapped()
{
    QFETCH(QString, status);
    QFETCH(QString, order);
    QFETCH(QString, booking);
    QCOMPARE(QString::fromStdString(orderStateOf(status.toStdString())), order);
    QCOMPARE(QString::fromStdString(bookingStateOf(status.toStdString())), booking);
}

void SolariTest::refundsHaveLimits_data()
{
    QTest::addColumn<double>("amount");
    QTest::addColumn<double>("value");
    QTest::addColumn<bool>("within");
    QTest::newRow("at the limit") << 500.0 << 9000.0 << true;
    QTest::newRow("over the limit") << 500.01 << 99000.0 << false;
    QTest::newRow("a hundred never fails by share") << 100.0 << 0.0 << true;
    QTest::newRow("over a tenth") << 480.0 << 900.0 << false;
    QTest::newRow("within a tenth") << 480.0 << 9000.0 << true;
    QTest::newRow("exactly a tenth") << 480.0 << 4800.0 << true;
}

void SolariTest::refundsHaveLimits()
{
    QFETCH(double, amount);
    QFETCH(double, value);
    QFETCH(bool, within);
    QCOMPARE(refundVerdict(amount, 500, value, 0.1, 100).within, within);
    Studio view;
    view.contact("rec_1", "Ada Quinn", "ada@x.example", {{"Lifetime Value", value}});
    const auto plan = run(view, "review_refund", {{"amount", amount}, {"contact", "rec_1"}});
    QCOMPARE(boolean(plan->output, "within"), within);
    QVERIFY(plan->escalations.empty()); // the workflow opens the case
}

void SolariTest::stockChanges_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("becomes");
    QTest::addColumn<bool>("restock");
    QTest::newRow("enough") << 9 << 5 << "Active" << "" << false;
    QTest::newRow("below five") << 5 << 4 << "Active" << "" << true;
    QTest::newRow("already below") << 4 << 3 << "Active" << "" << false;
    QTest::newRow("nothing left") << 1 << 0 << "Active" << "Out of Stock" << true;
    QTest::newRow("less than nothing") << 1 << -3 << "Active" << "Out of Stock" << true;
    QTest::newRow("back") << 0 << 7 << "Out of Stock" << "Active" << false;
    QTest::newRow("a discontinued one stays") << 1 << 0 << "Discontinued" << "" << true;
}

void SolariTest::stockChanges()
{
    QFETCH(int, before);
    QFETCH(int, after);
    QFETCH(QString, status);
    QFETCH(QString, becomes);
    QFETCH(bool, restock);
    const auto c = stockChange(before, after, status.toStdString());
    QCOMPARE(QString::fromStdString(c.status), becomes);
    QCOMPARE(c.restock, restock);
    QVERIFY(c.after >= 0);
}

void SolariTest::commissionIsForty()
{
    QCOMPARE(commissionOf(450).commission, 180.0);
    QCOMPARE(commissionOf(450).artist, 270.0);
    QCOMPARE(commissionOf(99.99).commission + commissionOf(99.99).artist, 99.99);
    const Studio view;
    QCOMPARE(number(run(view, "commission", {{"price", 450}})->output, "commission"), 180.0);
    QVERIFY(!run(view, "commission", Json::object()));
}

void SolariTest::slotsAreHeld_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("starts"); // empty: none held
    QTest::addColumn<QByteArray>("ends");
    QTest::addColumn<QByteArray>("why");
    using B = QByteArray; // now is Monday 2026-11-23T09:00Z
    QTest::newRow("a wanted time") << B(R"({"startsAt":"2026-11-24T10:15:00Z"})") << B("2026-11-24T10:15:00.000Z") << B("2026-11-24T11:15:00.000Z") << B("");
    QTest::newRow("the product gives the length") << B(R"({"startsAt":"2026-11-24T10:00:00Z","product":"rec_m"})") << B("2026-11-24T10:00:00.000Z") << B("2026-11-24T11:30:00.000Z") << B("");
    QTest::newRow("the service's name gives the product") << B(R"({"startsAt":"2026-11-24T10:00:00Z","service":"massage"})") << B("2026-11-24T10:00:00.000Z") << B("2026-11-24T11:30:00.000Z") << B("");
    QTest::newRow("the first of a wanted day") << B(R"({"date":"2026-11-25"})") << B("2026-11-25T10:00:00.000Z") << B("2026-11-25T11:00:00.000Z") << B("");
    QTest::newRow("a day and a time") << B(R"({"date":"2026-11-25","time":"15:30"})") << B("2026-11-25T15:30:00.000Z") << B("2026-11-25T16:30:00.000Z") << B("");
    QTest::newRow("words") << B(R"({"text":"Please book me for Thursday at 3 pm"})") << B("2026-11-26T15:00:00.000Z") << B("2026-11-26T16:00:00.000Z") << B("");
    QTest::newRow("words without a time") << B(R"({"text":"Friday would suit"})") << B("2026-11-27T10:00:00.000Z") << B("2026-11-27T11:00:00.000Z") << B("");
    QTest::newRow("nothing wanted: the next day") << B("{}") << B("2026-11-24T10:00:00.000Z") << B("2026-11-24T11:00:00.000Z") << B("");
    QTest::newRow("nulls are nothing") << B(R"({"startsAt":null,"service":null,"product":null,"text":null})") << B("2026-11-24T10:00:00.000Z") << B("2026-11-24T11:00:00.000Z") << B("");
    QTest::newRow("outside the hours") << B(R"({"startsAt":"2026-11-24T18:00:00Z"})") << B("") << B("") << B("The wanted time lies outside the opening hours (Tue 24 Nov 2026, 18:00).");
    QTest::newRow("it would end after closing") << B(R"({"startsAt":"2026-11-24T17:15:00Z"})") << B("") << B("") << B("The wanted time lies outside the opening hours (Tue 24 Nov 2026, 17:15).");
    QTest::newRow("a Sunday") << B(R"({"date":"2026-11-29"})") << B("") << B("") << B("No time is free on 2026-11-29.");
    QTest::newRow("the past") << B(R"({"startsAt":"2026-11-20T10:00:00Z"})") << B("") << B("") << B("The wanted time has passed.");
    QTest::newRow("between the steps") << B(R"({"startsAt":"2026-11-24T10:10:00Z"})") << B("") << B("") << B("Times begin every 15 minutes.");
}

void SolariTest::slotsAreHeld()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, starts);
    QFETCH(QByteArray, ends);
    QFETCH(QByteArray, why);
    const Studio view;
    const auto plan = run(view, "hold_slot", *parseJson(input.toStdString()));
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(boolean(plan->output, "held"), !starts.isEmpty());
    QCOMPARE(QByteArray::fromStdString(text(member(plan->output, "slot"), "startsAt")), starts);
    QCOMPARE(QByteArray::fromStdString(text(member(plan->output, "slot"), "endsAt")), ends);
    QCOMPARE(QByteArray::fromStdString(text(plan->output, "why")), why);
    if (starts.isEmpty())
        QVERIFY(member(plan->output, "alternatives").size() == 3);
}

void SolariTest::slotsAreNeverUsedTwice_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("resource");
    QTest::addColumn<bool>("held");
    QTest::newRow("the same time") << "2026-11-24T12:00:00Z" << "Room 1" << false;
    QTest::newRow("overlapping before") << "2026-11-24T11:15:00Z" << "Room 1" << false;
    QTest::newRow("overlapping behind") << "2026-11-24T12:45:00Z" << "Room 1" << false;
    QTest::newRow("the name in other letters") << "2026-11-24T12:00:00Z" << "ROOM 1" << false;
    QTest::newRow("right before") << "2026-11-24T11:00:00Z" << "Room 1" << true;
    QTest::newRow("right behind") << "2026-11-24T13:00:00Z" << "Room 1" << true;
    QTest::newRow("another room") << "2026-11-24T12:00:00Z" << "Room 2" << true;
    QTest::newRow("any room is every room") << "2026-11-24T12:00:00Z" << "" << false;
}

void SolariTest::slotsAreNeverUsedTwice()
{
    QFETCH(QString, wanted);
    QFETCH(QString, resource);
    QFETCH(bool, held);
    Studio view;
    view.instances.push_back(booked("wf_other", "2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z", "Room 1"));
    const auto plan = run(view, "hold_slot", {{"startsAt", wanted.toStdString()}, {"resource", resource.toStdString()}});
    QCOMPARE(boolean(plan->output, "held"), held);
    for (const auto &other : member(plan->output, "alternatives"))
        QVERIFY(boolean(run(view, "hold_slot", {{"startsAt", other}, {"resource", resource.toStdString()}})->output, "held"));
    view.instances.front().id = "wf_me"; // its own hold is no obstacle
    QVERIFY(boolean(run(view, "hold_slot", {{"startsAt", wanted.toStdString()}, {"resource", resource.toStdString()}})->output, "held"));
}

void SolariTest::aFullWeekHasNoSlotTwice()
{
    Studio view;
    std::vector<Slot> held;
    for (int i = 0; i < 60; ++i) {
        const auto plan = run(view, "hold_slot", {{"minutes", 15 + i % 4 * 30}}, "wf_" + std::to_string(i));
        if (!boolean(plan->output, "held"))
            break;
        const auto slot = *slotOf(plan->output.at("slot"));
        for (const auto &other : held)
            QVERIFY(!collide(slot, other));
        held.push_back(slot);
        InstanceView instance{"wf_" + std::to_string(i), "lead-to-client", {}, "booking", {}, {}, {}, {{"slot", plan->output.at("slot")}}};
        view.instances.push_back(instance);
    }
    QCOMPARE(held.size(), std::size_t(60));
}

void SolariTest::hoursThatCannotBeReadAreTold()
{
    Studio view;
    view.business("rec_w", "Still Waters", "WELLNESS_CENTER", {{"Business Hours", "by arrangement"}});
    const auto plan = run(view, "hold_slot", Json::object());
    QCOMPARE(plan.error().what, std::string("the opening hours or the time zone of Still Waters cannot be read"));
}

void SolariTest::bookingsAreConfirmed()
{
    Studio view;
    const auto held = run(view, "hold_slot", {{"startsAt", "2026-11-26T10:00:00Z"}, {"product", "rec_m"}});
    QCOMPARE(number(held->output, "price"), 120.0);
    const auto plan = run(view, "confirm_booking", {{"contact", "rec_1"}, {"slot", held->output.at("slot")}, {"price", 120}, {"currency", "EUR"}, {"text", "Please book a massage"}});
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(boolean(plan->output, "confirmed"));
    QCOMPARE(text(plan->output, "text"), std::string("Massage is confirmed: Thu 26 Nov 2026, 10:00 to 11:30 (UTC)."));
    const auto body = text(plan->effects.front().body, "text");
    QVERIFY2(body.find("€ 120.00") != std::string::npos && body.find("UTC") != std::string::npos && body.find("Tue 24 Nov 2026, 10:00") != std::string::npos, body.c_str());
    QVERIFY(body.find('!') == std::string::npos);
    QCOMPARE(dump(plan->output.at("reminders")), std::string(R"(["2026-11-25T10:00:00.000Z","2026-11-26T08:00:00.000Z"])"));
    QCOMPARE(integer(plan->output, "dayBeforeMs"), 49 * 3'600'000LL);
    QCOMPARE(text(plan->output, "checkAt"), std::string("2026-11-27T11:30:00.000Z"));
    view.contact("rec_1", "Ada Quinn", "ada@x.example", {{"Status", "Do Not Contact"}});
    const auto silent = run(view, "confirm_booking", {{"contact", "rec_1"}, {"slot", held->output.at("slot")}});
    QVERIFY(boolean(silent->output, "confirmed") && silent->effects.empty() && silent->tasks.size() == 1);
    QVERIFY(!run(view, "confirm_booking", {{"contact", "rec_1"}, {"slot", nullptr}}));
    QVERIFY(!run(view, "confirm_booking", {{"contact", "rec_9"}, {"slot", held->output.at("slot")}}));
}

void SolariTest::aTakenSlotIsNotConfirmed()
{
    Studio view;
    const auto held = run(view, "hold_slot", {{"startsAt", "2026-11-26T10:00:00Z"}});
    view.instances.push_back(booked("wf_other", "2026-11-26T10:30:00Z", "2026-11-26T11:30:00Z"));
    const auto plan = run(view, "confirm_booking", {{"contact", "rec_1"}, {"slot", held->output.at("slot")}});
    QVERIFY(!boolean(plan->output, "confirmed", true));
    QVERIFY(plan->effects.empty());
    QCOMPARE(plan->evidence.front().ref, std::string("wf_other"));
}

void SolariTest::changesAreFreeUntil48Hours_data()
{
    QTest::addColumn<QString>("starts");
    QTest::addColumn<bool>("free");
    QTest::newRow("exactly 48 hours") << "2026-11-25T09:00:00Z" << true;
    QTest::newRow("a minute less") << "2026-11-25T08:59:00Z" << false;
    QTest::newRow("a week") << "2026-11-30T09:00:00Z" << true;
}

void SolariTest::changesAreFreeUntil48Hours()
{
    QFETCH(QString, starts);
    QFETCH(bool, free);
    const Studio view;
    const auto plan = run(view, "change_booking", {{"slot", {{"startsAt", starts.toStdString()}, {"endsAt", "2026-12-30T09:00:00Z"}}}});
    QCOMPARE(boolean(plan->output, "free"), free);
}

void SolariTest::aReleasedTimeIsPutOnRecord()
{
    const Studio view;
    const Json slot{{"startsAt", "2026-11-30T09:00:00Z"}, {"endsAt", "2026-11-30T10:00:00Z"}};
    const auto plan = run(view, "release_slot", {{"slot", slot}});
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(boolean(plan->output, "released"));
    QCOMPARE(text(plan->output, "startsAt"), std::string("2026-11-30T09:00:00.000Z"));
    QVERIFY2(plan->summary.ends_with("is free again."), plan->summary.c_str());
    const auto nothing = run(view, "release_slot", Json::object());
    QVERIFY(!boolean(nothing->output, "released"));
    QCOMPARE(nothing->summary, std::string("No time was held."));
}

void SolariTest::historyNamesWhatIsOpenAndSpent()
{
    Studio view;
    view.contact("rec_h", "Ines Okafor", "ines@okafor.example", {{"Lifetime Value", 1250}});
    view.instances.push_back({"wf_o", "order", "5101", "paid", "rec_h", {}, {}, Json::object()});
    view.instances.push_back({"wf_b", "wellness-booking", "rec_h", "preparation", "rec_h", {}, {}, {{"slot", {{"startsAt", "2026-11-30T09:00:00Z"}, {"endsAt", "2026-11-30T10:00:00Z"}}}}});
    view.instances.push_back({"wf_l", "lead-to-client", "rec_h", "in_contact", "rec_h", {}, {}, Json::object()});
    const auto plan = run(view, "history", {{"contact", "rec_h"}});
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(integer(plan->output, "orders"), 1);
    QCOMPARE(integer(plan->output, "bookings"), 1);
    QCOMPARE(number(plan->output, "lifetimeValue"), 1250.0);
    QCOMPARE(member(plan->output, "lines").size(), std::size_t(3));
    QCOMPARE(plan->evidence.size(), std::size_t(2));
    QVERIFY(!run(view, "history", {{"contact", "rec_nobody"}}));
}

void SolariTest::bookingsAreDetected_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // booking change cancel order date time
    QTest::newRow("a booking") << "Please book a massage for Friday at 10:30" << "1 0 0 0 2026-11-27 10:30";
    QTest::newRow("a change") << "Please reschedule Tuesday's massage to Thursday" << "1 1 0 0 2026-11-24 ";
    QTest::newRow("a cancellation") << "I have to cancel my appointment" << "0 0 1 0  ";
    QTest::newRow("an order") << "I want to buy the print" << "0 0 0 1  ";
    QTest::newRow("no booking wanted") << "I do not want to book" << "0 0 0 0  ";
    QTest::newRow("German") << "Ich möchte meinen Termin auf Freitag verschieben" << "1 1 0 0 2026-11-27 ";
}

void SolariTest::bookingsAreDetected()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const Studio view;
    const auto o = run(view, "detect_booking", {{"text", text.toStdString()}})->output;
    const auto bit = [&](const char *key) { return std::string(boolean(o, key) ? "1 " : "0 "); };
    QCOMPARE(QString::fromStdString(bit("booking") + bit("change") + bit("cancel") + bit("order") + hs::text(o, "date") + " " + hs::text(o, "time")), expected);
}

static Event order(const char *status, const char *type = "order_created", const char *note = "")
{
    Event event;
    event.id = "evt_1";
    event.source = "woocommerce";
    event.type = type;
    event.entity = "rec_w";
    event.text = note;
    event.data = {{"order", {{"id", "77"}, {"number", "1042"}, {"status", status}, {"total", 640.0}, {"currency", "EUR"}, {"items", Json::array({{{"product_id", "55"}, {"name", "Print"}, {"quantity", 2}}})}}},
                  {"contact", {{"email", "ben@x.example"}, {"full_name", "Ben Hale"}}}};
    return event;
}

void SolariTest::newOrdersStartAWorkflow()
{
    Studio view;
    const auto plan = solari().handle(order("processing"), view);
    QVERIFY2(plan, describe(plan).c_str());
    const auto &start = plan->starts.front();
    QCOMPARE(start.definition + " " + start.key, std::string("order 1042"));
    QCOMPARE(text(start.input, "state") + " " + scalarText(start.input.at("total")) + " " + text(start.input, "name"), std::string("sold 640.0 Ben Hale"));
    QCOMPARE(plan->records.front().id, start.contact);
    QVERIFY(plan->records.front().create);
    auto nameless = order("pending");
    nameless.data.erase("contact");
    const auto lost = solari().handle(nameless, view);
    QVERIFY(lost->records.empty() && lost->tasks.size() == 1 && lost->starts.size() == 1);
    auto deleted = order("processing", "order_updated");
    deleted.data["order"]["deleted"] = true;
    QVERIFY(solari().handle(deleted, view)->starts.empty());
}

void SolariTest::knownOrdersAreUpdated()
{
    Studio view;
    view.contact("rec_b", "Ben Hale", "ben@x.example");
    view.instances.push_back({"wf_o", "order", "1042", "payment_pending", "rec_b", {}, {}, {}});
    const auto plan = solari().handle(order("completed", "order_updated"), view);
    QVERIFY(plan->starts.empty());
    QCOMPARE(plan->signals.front().workflow + " " + plan->signals.front().type, std::string("wf_o order_updated"));
    QCOMPARE(text(plan->signals.front().data.at("order"), "state"), std::string("delivered"));
    const auto unknown = solari().handle(order("asleep", "order_updated"), view);
    QVERIFY(unknown->signals.empty() && unknown->starts.empty());
    QVERIFY(unknown->summary.find("unknown status") != std::string::npos);
    view.closed = std::exchange(view.instances, {});
    const auto closed = solari().handle(order("completed", "order_updated"), view);
    QVERIFY(closed->signals.empty() && closed->starts.empty());
}

void SolariTest::notesOfOrdersAreRead()
{
    Studio view;
    const auto kind = solari().handle(order("processing", "order_created", "Please leave it at the door, thank you"), view);
    QCOMPARE(kind->posts.size(), std::size_t(1));
    QVERIFY(kind->starts.size() == 1 && kind->effects.empty());
    const auto harm = solari().handle(order("processing", "order_created", "I am allergic to varnish, is it safe?"), view);
    QCOMPARE(harm->starts.size(), std::size_t(2)); // the order, and the request
    const auto service = std::find_if(harm->starts.begin(), harm->starts.end(), [](const auto &start) { return start.definition == "customer-service"; });
    QVERIFY(service != harm->starts.end());
    QCOMPARE(text(service->input, "rule"), std::string("R2"));
}

void SolariTest::ordersWithoutANumberAreRefused()
{
    Studio view;
    auto event = order("processing");
    event.data["order"].erase("number");
    event.data["order"].erase("id");
    QCOMPARE(solari().handle(event, view).error().what, std::string("an order without a number"));
}

void SolariTest::paidOrdersAreRecorded()
{
    Studio view;
    const auto plan = run(view, "record_order", {{"order", "1042"}, {"contact", "rec_1"}, {"total", 640}, {"currency", "EUR"}, {"state", "sold"}, {"items", Json::array({{{"product_id", "55"}, {"quantity", 1}}, {{"product_id", "55"}, {"quantity", 1}}, {{"name", "Gift wrap"}}})}});
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(boolean(plan->output, "counted"));
    QCOMPARE(number(plan->output, "lifetimeValue"), 1540.0);
    view.apply(*plan);
    const auto contact = *contactById(view, "rec_1");
    QCOMPARE(contact.lifetimeValue, 1540.0);
    QCOMPARE(contact.type + "," + contact.status, std::string("Client,Active Client"));
    QCOMPARE(number(view.record("products-services", "rec_p")->fields, "Inventory Count"), 4.0);
    QCOMPARE(dump(plan->output.at("restock")), std::string(R"(["Print"])"));
    QCOMPARE(plan->tasks.size(), std::size_t(1));
    QCOMPARE(plan->tasks.front().title, std::string("Restock Print"));
}

void SolariTest::unpaidOrdersAreNotCounted()
{
    Studio view;
    const auto plan = run(view, "record_order", {{"order", {{"number", "1042"}, {"state", "payment_pending"}, {"total", 640}}}, {"contact", "rec_1"}});
    QVERIFY(!boolean(plan->output, "counted", true));
    QVERIFY(plan->records.empty());
    QVERIFY(!run(view, "record_order", Json::object()));
}

void SolariTest::oversoldStockIsTold()
{
    Studio view;
    const auto plan = run(view, "record_order", {{"order", "1042"}, {"contact", "rec_1"}, {"total", 1}, {"items", Json::array({{{"product_id", "55"}, {"quantity", 9}}})}});
    QCOMPARE(number(plan->records.back().fields, "Inventory Count"), 0.0);
    QCOMPARE(text(plan->records.back().fields, "Status"), std::string("Out of Stock"));
    QCOMPARE(plan->tasks.size(), std::size_t(2));
    QCOMPARE(plan->tasks.back().title, std::string("Check the stock of Print"));
}

void SolariTest::stockIsChecked()
{
    const Studio view;
    const auto ask = [&](int quantity) { return run(view, "check_stock", {{"items", Json::array({{{"product_id", "55"}, {"quantity", quantity}}, {{"name", "Unknown thing"}}, {{"name", "Massage"}}})}})->output; };
    QVERIFY(boolean(ask(1), "available"));
    QCOMPARE(dump(ask(1).at("unknown")), std::string(R"(["Unknown thing"])"));
    QCOMPARE(dump(ask(2).at("low")), std::string(R"(["Print"])"));
    QVERIFY(!boolean(ask(7), "available", true));
    QCOMPARE(dump(ask(7).at("missing")), std::string(R"(["Print"])"));
    QVERIFY(boolean(run(view, "check_stock", Json::object())->output, "available"));
}

static Event payment(const char *status, double amount, const char *order = "1042", const char *email = "ben@x.example")
{
    Event event;
    event.id = "evt_p";
    event.source = "stripe";
    event.type = std::string("payment_") + (std::string(status) == "succeeded" ? "received" : status);
    event.entity = "rec_w";
    event.data = {{"payment", {{"id", "pi_1"}, {"status", status}, {"amount", amount}, {"currency", "EUR"}, {"order_id", order}}}, {"contact", {{"email", email}}}};
    return event;
}

void SolariTest::paymentsFindTheirOrder_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("signal");
    QTest::addColumn<int>("tasks");
    QTest::newRow("paid") << "succeeded" << "1042" << "wf_o payment_received" << 0;
    QTest::newRow("failed") << "failed" << "1042" << "wf_o payment_failed" << 0;
    QTest::newRow("refunded") << "refunded" << "1042" << "wf_o refunded" << 0;
    QTest::newRow("no order: a person looks") << "succeeded" << "9999" << "" << 1;
    QTest::newRow("no order and failed: nothing to do") << "failed" << "9999" << "" << 0;
    QTest::newRow("pending") << "pending" << "1042" << "" << 0;
}

void SolariTest::paymentsFindTheirOrder()
{
    QFETCH(QString, status);
    QFETCH(QString, order);
    QFETCH(QString, signal);
    QFETCH(int, tasks);
    Studio view;
    view.contact("rec_b", "Ben Hale", "ben@x.example", {{"Lifetime Value", 9000}});
    view.instances.push_back({"wf_o", "order", "1042", "payment_pending", "rec_b", {}, {}, {}});
    const auto plan = solari().handle(payment(status.toUtf8(), 60, order.toUtf8()), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(QString::fromStdString(plan->signals.empty() ? std::string() : plan->signals.front().workflow + " " + plan->signals.front().type), signal);
    QCOMPARE(int(plan->tasks.size()), tasks);
    QVERIFY(plan->escalations.empty());
    if (status == QLatin1String("succeeded")) { // a booking that waits takes a payment without an order
        view.instances = {{"wf_l", "lead-to-client", "rec_b", "booking.awaiting_payment", "rec_b", {}, {}, {}}};
        const auto booking = solari().handle(payment("succeeded", 60, ""), view);
        QCOMPARE(booking->signals.front().workflow, std::string("wf_l"));
        for (const auto &[definition, state] : {std::pair("wellness-booking", "payment_pending.waiting"), std::pair("consultation-project", "payment.waiting")}) {
            view.instances = {{"wf_x", definition, "rec_b", state, "rec_b", {}, {}, {}}};
            const auto paid = solari().handle(payment("succeeded", 60, ""), view);
            QCOMPARE(paid->signals.front().workflow + " " + paid->signals.front().type, std::string("wf_x payment_received"));
        }
    }
}

void SolariTest::refundsOverTheLimitAreCases()
{
    Studio view;
    view.contact("rec_b", "Ben Hale", "ben@x.example", {{"Lifetime Value", 9000}});
    view.instances.push_back({"wf_o", "order", "1042", "delivered", "rec_b", {}, {}, {}});
    const auto plan = solari().handle(payment("refunded", 640), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->escalations.size(), std::size_t(1));
    QCOMPARE(plan->escalations.front().reasonClass + " " + plan->escalations.front().rule, std::string("complex_dispute R4"));
    QCOMPARE(number(plan->records.back().fields, "Lifetime Value"), 8360.0);
    QVERIFY(plan->effects.empty()); // the client asked nothing
    view.instances.front().state = "refund_due"; // a person had decided it
    const auto reviewed = solari().handle(payment("refunded", 640), view);
    QVERIFY(reviewed->escalations.empty());
    QCOMPARE(reviewed->signals.front().type, std::string("refund_made"));
}

void SolariTest::productsAreKept()
{
    Studio view;
    Event event;
    event.source = "woocommerce";
    event.type = "product_updated";
    event.entity = "rec_w";
    event.data = {{"product", {{"id", "55"}, {"name", "Print"}, {"stock", 0}, {"price", 45.0}}}};
    auto plan = solari().handle(event, view);
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(!plan->records.front().create);
    QCOMPARE(text(plan->records.front().fields, "Status"), std::string("Out of Stock"));
    QCOMPARE(plan->tasks.size(), std::size_t(1));
    view.apply(*plan);
    event.data["product"]["stock"] = 20;
    plan = solari().handle(event, view);
    QCOMPARE(text(plan->records.front().fields, "Status"), std::string("Active"));
    QVERIFY(plan->tasks.empty());
    event.data = {{"product", {{"id", "99"}, {"name", "Bowl"}, {"stock", 3}}}};
    plan = solari().handle(event, view);
    QVERIFY(plan->records.front().create);
    QCOMPARE(text(plan->records.front().fields, "External ID"), std::string("99"));
    event.data["product"]["deleted"] = true;
    QVERIFY(solari().handle(event, view)->records.empty());
    event.data = {{"product", Json::object()}};
    QVERIFY(!solari().handle(event, view));
}

void SolariTest::bookingEventsAreMapped_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("running");
    QTest::addColumn<QString>("signal");
    QTest::addColumn<int>("tasks");
    QTest::newRow("new, nothing runs: it begins") << "pending" << false << "" << 0; // the definition makes the task
    QTest::newRow("canceled, nothing runs") << "canceled" << false << "" << 0;
    QTest::newRow("new") << "pending" << true << "booking_requested" << 0;
    QTest::newRow("paid: the desk holds the time") << "paid" << true << "booking_requested" << 0;
    QTest::newRow("no show") << "no_show" << true << "no_show" << 0;
    QTest::newRow("rejected") << "rejected" << true << "canceled" << 0;
    QTest::newRow("unknown: stays") << "asleep" << true << "" << 0;
}

void SolariTest::bookingEventsAreMapped()
{
    QFETCH(QString, status);
    QFETCH(bool, running);
    QFETCH(QString, signal);
    QFETCH(int, tasks);
    Studio view;
    if (running)
        view.instances.push_back({"wf_l", "lead-to-client", "rec_1", "in_contact", "rec_1", {}, {}, {}});
    Event event;
    event.source = "generic";
    event.type = "booking_status_update";
    event.entity = "rec_w";
    event.data = {{"booking", {{"booking_id", 7}, {"status", status.toStdString()}, {"starts_at", "2026-11-28T10:00:00Z"}, {"customer_info", {{"email", "ada@x.example"}, {"name", "Ada Quinn"}}}}}};
    const auto plan = solari().handle(event, view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(QString::fromStdString(plan->signals.empty() ? std::string() : plan->signals.front().type), signal);
    QCOMPARE(int(plan->tasks.size()), tasks);
    QCOMPARE(text(plan->output, "begin"), std::string(!running && status == QLatin1String("pending") ? "wished" : ""));
    if (running && status == QLatin1String("paid")) { // where the desk waits for the money, it has come
        view.instances.front().state = "booking.awaiting_payment";
        QCOMPARE(solari().handle(event, view)->signals.front().type, std::string("payment_received"));
    }
    // A wellness booking hears what becomes of it; a new wish is a matter of its own.
    if (running) {
        view.instances = {{"wf_w", "wellness-booking", "rec_1", "booking_confirmed", "rec_1", {}, {}, {}}};
        const auto told = solari().handle(event, view);
        const bool isNew = status == QLatin1String("pending");
        QCOMPARE(QString::fromStdString(told->signals.empty() ? std::string() : told->signals.front().type),
                 isNew ? QString() : status == QLatin1String("paid") ? QStringLiteral("payment_received") : signal);
        QVERIFY(told->tasks.empty());
        QCOMPARE(text(told->output, "bookingKey"), std::string(isNew ? "generic:7" : ""));
    }
}

void SolariTest::operatorsAsk()
{
    Studio view;
    view.instances.push_back({"wf_o", "order", "1042", "paid", "rec_1", {}, {}, {{"total", 640}, {"currency", "EUR"}}});
    view.instances.push_back(booked("wf_b", "2026-11-24T10:00:00Z", "2026-11-24T17:00:00Z"));
    const auto ask = [&](const char *words) { return text(solari().talk({words, "op_a", "Ada", {}, "rec_w"}, view)->output, "answer"); };
    QCOMPARE(ask("orders"), std::string("1 order is open:\n1042: paid, Ada Quinn, € 640.00."));
    QCOMPARE(ask("stock print"), std::string("Print: Active, 6 in stock."));
    QCOMPARE(ask("stock Nothing"), std::string("No product is called Nothing. I need its whole name."));
    QCOMPARE(ask("slots tomorrow"), std::string("2026-11-24, free for 60 minutes (UTC): 17:00."));
    QCOMPARE(ask("slots 2026-11-29"), std::string("2026-11-29: no time of 60 minutes is free (UTC)."));
    QVERIFY(ask("slots someday").starts_with("I cannot read the day"));
    QCOMPARE(ask("commission 450"), std::string("Of 450.00 the gallery keeps 180.00 (40 percent), the artist gets 270.00."));
}

QTEST_GUILESS_MAIN(SolariTest)
#include "solari_test.moc"
