#include <QRegularExpression>

#include "engine/runtime/hub_notices.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono;
using store::workflows::Instance;
using test::RuntimeBench;

/// What comes from outside, or is written down by hand, starts the shipped definition that it belongs to: once, with what
/// it needs, and only in the kinds of business that work with it.
class OrchestrationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<RuntimeBench>(); }
    void aBookingRunsFromItsWebhookToTheFeedback();
    void aWishedBookingWaitsForAPerson();
    void aBookingIsCancelled_data();
    void aBookingIsCancelled();
    void aBookingOfTheSalesDeskGoesOnAsASession();
    void whoHasNoSessionsGetsATask();
    void aSoldWorkIsFollowed();
    void littleStockIsRestocked();
    void shopsShowTheirWorks();
    void recordsMadeByHandStartWork_data();
    void recordsMadeByHandStartWork();
    void eventsStartDefinitions_data();
    void eventsStartDefinitions();
    void badFeedbackIsMended();
    void feedbackThatIsAwaitedIsNotMendedTwice();
    void whoBecomesAClientIsKept();
    void aClientOfAConsultancyGetsAProject();
    void sequencesFollowTheWayPeopleCome_data();
    void sequencesFollowTheWayPeopleCome();
    void anEnrolmentHasItsSequence();
    void referralsAreCountedAndRewardedOnce();
    void theLastRewardEndsIt();
    void aLargeMatterOfAStrangerGetsOneLetter_data();
    void aLargeMatterOfAStrangerGetsOneLetter();
    void everyWorkOfAnExhibitionHasItsTask();
    void qualifyingHasAClockOfBusinessHours();

private:
    void work(const char *type) { m_bench->business = m_bench->record("business-entities-registry", {{"Name", std::string("House of ") + type}, {"Entity Type", type}, {"Integration Status", "Active"}}); }
    std::vector<Instance> of(std::string_view definition)
    {
        std::vector<Instance> out;
        for (auto &instance : m_bench->instances())
            if (instance.definition == definition)
                out.push_back(std::move(instance));
        return out;
    }
    Instance only(std::string_view definition)
    {
        const auto all = of(definition);
        if (all.size() != 1) {
            std::string there;
            for (const auto &instance : m_bench->instances())
                there += " " + instance.definition + ":" + instance.state;
            qWarning("%zu of %s; there are:%s", all.size(), std::string(definition).c_str(), there.c_str());
            return {};
        }
        return all.front();
    }
    static Json contextOf(const Instance &instance)
    {
        const auto snapshot = parseJson(instance.snapshot, 256);
        return snapshot ? member(*snapshot, "context") : Json();
    }
    /// Comes in, is handled, and everything that follows at once is done.
    store::inbox::Event comes(const std::string &type, const Json &data, const std::string &text = {}, const std::string &source = "form")
    {
        const auto id = m_bench->event(type, data, text, source);
        m_bench->settle();
        return m_bench->eventRow(id);
    }
    /// A colleague writes a record, as the window does.
    std::string byHand(const std::string &database, const Json &fields, const std::string &id = {})
    {
        const auto ben = m_bench->person("Ben");
        const auto record = m_bench->must<store::records::Record>(ben, [&](Deed &deed) -> Result<store::records::Record> {
            const auto before = id.empty() ? std::nullopt : store::records::find(deed.tx, database, id);
            hub::Write write;
            write.database = database;
            write.id = id;
            write.fields = fields;
            if (!before)
                write.fields["Business Entity"] = Json::array({m_bench->business});
            write.mode = before ? records::WriteMode::Merge : records::WriteMode::Create;
            write.writer = records::Writer::Staff;
            auto made = hub::write(deed, write);
            if (!made)
                return made;
            HS_TRY(notices::changed(deed, before ? &*before : nullptr, *made));
            return made;
        });
        m_bench->settle();
        return record.id;
    }
    void tell(const Instance &instance, const std::string &type, const Json &data = Json::object())
    {
        m_bench->must<flow::Sent>(m_bench->person("Mira"), [&](Deed &deed) { return flow::send(deed, {instance.id, type, data, {}, {}}); });
        m_bench->settle();
    }
    std::vector<std::string> tasksOf(const Instance &instance)
    {
        std::vector<std::string> titles;
        for (const auto &task : m_bench->tasks())
            if (task.index.workflow == instance.id)
                titles.push_back(task.record.title);
        std::sort(titles.begin(), titles.end());
        return titles;
    }
    Json booking(const std::string &status, const Json &more = Json::object()) const
    {
        Json b{{"booking_id", 77}, {"status", status}, {"service_name", "Massage"}, {"starts_at", "2026-11-30T10:00:00Z"}, {"ends_at", "2026-11-30T11:00:00Z"},
               {"customer_info", {{"email", "ada@x.example"}, {"name", "Ada Quinn"}}}};
        b.merge_patch(more);
        return {{"booking", b}};
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void OrchestrationTest::aBookingRunsFromItsWebhookToTheFeedback()
{
    m_bench->record("products-services", {{"Name", "Massage"}, {"Type", "Service"}, {"Price", 95}, {"Currency", "EUR"}, {"Duration Minutes", 60}, {"Status", "Active"}});
    comes("new_booking", booking("approved"), {}, "generic");
    auto wb = only("wellness-booking");
    QCOMPARE(wb.state, std::string("payment_pending.waiting"));
    QCOMPARE(wb.key, std::string("generic:77"));
    QCOMPARE(wb.title, std::string("Ada Quinn: Massage"));
    const auto context = contextOf(wb);
    QCOMPARE(number(context, "price"), 95.0);
    QCOMPARE(text(member(context, "slot"), "startsAt"), std::string("2026-11-30T10:00:00.000Z"));
    QVERIFY(m_bench->tasks().empty()); // nothing for a person yet
    comes("new_booking", booking("approved"), {}, "generic"); // the service sends it once more
    QCOMPARE(only("wellness-booking").id, wb.id);

    comes("booking_status_update", booking("paid"), {}, "generic");
    QCOMPARE(only("wellness-booking").state, std::string("booking_confirmed"));
    auto sequence = only("nurture-sequence");
    QCOMPARE(text(contextOf(sequence), "sequenceKind"), std::string("first_visit"));

    // Another time: confirmed anew, and the sequence counts from the new day.
    comes("booking_rescheduled", booking("rescheduled", {{"starts_at", "2026-12-02T10:00:00Z"}, {"ends_at", "2026-12-02T11:00:00Z"}}), {}, "generic");
    wb = only("wellness-booking");
    QCOMPARE(wb.state, std::string("booking_confirmed"));
    QCOMPARE(text(member(contextOf(wb), "slot"), "startsAt"), std::string("2026-12-02T10:00:00.000Z"));
    const auto sequences = of("nurture-sequence");
    QCOMPARE(sequences.size(), std::size_t(2));
    QCOMPARE(std::count_if(sequences.begin(), sequences.end(), [](const Instance &one) { return one.status == store::workflows::Status::Running; }), 1);
    int confirmations = 0;
    for (const auto &effect : m_bench->effects())
        confirmations += effect.kind == "mail" && effect.key.find("confirm:") != std::string::npos;
    QCOMPARE(confirmations, 2);

    comes("booking_status_update", booking("completed"), {}, "generic");
    QVERIFY2(only("wellness-booking").state == "feedback_collection", only("wellness-booking").state.c_str());
    comes("feedback", {{"email", "ada@x.example"}, {"feedback", {{"rating", 5}, {"feedback_text", "I loved it, thank you."}}}});
    QCOMPARE(only("wellness-booking").state, std::string("completed"));
    // A late word about a closed booking begins nothing.
    comes("booking_status_update", booking("approved"), {}, "generic");
    QCOMPARE(of("wellness-booking").size(), std::size_t(1));
}

void OrchestrationTest::aWishedBookingWaitsForAPerson()
{
    comes("new_booking", booking("pending"), {}, "generic");
    const auto wb = only("wellness-booking");
    QCOMPARE(wb.state, std::string("inquiry.wished"));
    QCOMPARE(tasksOf(wb), (std::vector<std::string>{"Check the booking Massage"}));
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
    comes("booking_status_update", booking("approved"), {}, "generic");
    QVERIFY2(only("wellness-booking").state.starts_with("booking_confirmed"), only("wellness-booking").state.c_str()); // nothing is to pay
}

void OrchestrationTest::aBookingIsCancelled_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("state");
    QTest::newRow("cancelled") << "canceled" << "canceled";
    QTest::newRow("rejected") << "rejected" << "canceled";
    QTest::newRow("did not come") << "no_show" << "feedback_collection";
    QTest::newRow("unknown word: stays") << "asleep" << "booking_confirmed";
}

void OrchestrationTest::aBookingIsCancelled()
{
    QFETCH(QString, status);
    QFETCH(QString, state);
    comes("new_booking", booking("paid"), {}, "generic");
    QCOMPARE(only("wellness-booking").state, std::string("booking_confirmed"));
    comes("booking_status_update", booking(status.toStdString()), {}, "generic");
    QCOMPARE(QString::fromStdString(only("wellness-booking").state), state);
}

void OrchestrationTest::aBookingOfTheSalesDeskGoesOnAsASession()
{
    comes("website_form", {{"contact", {{"email", "ada@x.example"}, {"full_name", "Ada Quinn"}}}}, "I am interested in a massage for my back, please send me information.");
    auto lead = only("lead-to-client");
    if (lead.state.starts_with("nurturing"))
        tell(lead, "engaged");
    tell(only("lead-to-client"), "contacted");
    QCOMPARE(only("lead-to-client").state, std::string("in_contact"));
    // The client books at the service itself: the desk's own way holds the time, then the session has its definition.
    comes("new_booking", booking("approved"), {}, "generic");
    lead = only("lead-to-client");
    QCOMPARE(lead.state, std::string("confirmed.scheduled"));
    const auto wb = only("wellness-booking");
    QCOMPARE(wb.state, std::string("booking_confirmed"));
    QCOMPARE(wb.key, std::string("generic:77"));
    int confirmations = 0;
    for (const auto &effect : m_bench->effects())
        confirmations += effect.key.find("confirm:") != std::string::npos;
    QCOMPARE(confirmations, 1);
    comes("booking_status_update", booking("canceled"), {}, "generic");
    QCOMPARE(only("wellness-booking").state, std::string("canceled"));
    QCOMPARE(only("lead-to-client").state, std::string("in_contact"));
}

void OrchestrationTest::whoHasNoSessionsGetsATask()
{
    work("ART_GALLERY");
    comes("new_booking", booking("approved"), {}, "generic");
    QVERIFY(of("wellness-booking").empty());
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
}

void OrchestrationTest::aSoldWorkIsFollowed()
{
    work("ART_GALLERY");
    const auto heron = m_bench->record("products-services", {{"Name", "Heron"}, {"Type", "Art Piece"}, {"Price", 450}, {"Status", "Active"}, {"Inventory Count", 1}, {"External ID", "9"}, {"Business Entity", Json::array({m_bench->business})}});
    const Json order{{"number", "1042"}, {"status", "processing"}, {"total", 450}, {"currency", "EUR"}, {"items", Json::array({{{"product_id", 9}, {"name", "Heron"}, {"quantity", 1}}})}};
    const Json data{{"order", order}, {"contact", {{"email", "ines@x.example"}, {"full_name", "Ines Okafor"}}}};
    comes("order_created", data, {}, "form");
    const auto run = only("order");
    QCOMPARE(run.state, std::string("fulfilment"));
    auto item = only("inventory-item");
    QVERIFY2(item.state == "sold.by_order", item.state.c_str());
    QCOMPARE(item.key, heron);
    QCOMPARE(item.title, std::string("Heron"));
    // The order books and packs; the item adds neither money nor work.
    QVERIFY(tasksOf(item).empty());
    QCOMPARE(tasksOf(run), (std::vector<std::string>{"Fulfil order 1042"}));
    const auto client = contextOf(item).at("client").get<std::string>();
    QCOMPARE(number(m_bench->fields("contacts-profiles", client), "Lifetime Value"), 450.0);
    tell(run, "shipped");
    QCOMPARE(only("inventory-item").state, std::string("shipped"));
    comes("order_updated", {{"order", {{"number", "1042"}, {"status", "completed"}, {"total", 450}, {"items", order["items"]}}}, {"contact", data["contact"]}}, {}, "form");
    QCOMPARE(only("order").state, std::string("delivered"));
    QCOMPARE(only("inventory-item").state, std::string("delivered"));
    tell(only("order"), "return_requested");
    QCOMPARE(only("inventory-item").state, std::string("returned"));
    // Who buys becomes a client, and is kept.
    QCOMPARE(text(m_bench->fields("contacts-profiles", client), "Status"), std::string("Active Client"));
    QCOMPARE(only("client-retention").key, client);
}

void OrchestrationTest::littleStockIsRestocked()
{
    work("ART_GALLERY");
    m_bench->record("products-services", {{"Name", "Print"}, {"Type", "Physical Product"}, {"Status", "Active"}, {"Inventory Count", 8}, {"External ID", "5"}, {"Business Entity", Json::array({m_bench->business})}});
    const auto left = [&](int stock) { comes("product_updated", {{"product", {{"id", 5}, {"name", "Print"}, {"stock", stock}}}}, {}, "form"); };
    left(6);
    QVERIFY(of("inventory-item").empty());
    left(3);
    auto item = only("inventory-item");
    QCOMPARE(item.state, std::string("restock"));
    QCOMPARE(tasksOf(item), (std::vector<std::string>{"Restock Print"}));
    left(2);
    QCOMPARE(m_bench->tasks().size(), std::size_t(1)); // one task for one shortage
    tell(item, "task_done", {{"title", "Restock Print"}});
    QCOMPARE(only("inventory-item").state, std::string("in_stock"));
    left(9);
    left(4);
    QCOMPARE(only("inventory-item").state, std::string("restock"));
    QCOMPARE(m_bench->tasks().size(), std::size_t(2));
    // A house that does not follow its items gets the task alone.
    work("WELLNESS_CENTER");
    m_bench->record("products-services", {{"Name", "Oil"}, {"Type", "Physical Product"}, {"Status", "Active"}, {"Inventory Count", 8}, {"External ID", "6"}, {"Business Entity", Json::array({m_bench->business})}});
    comes("product_updated", {{"product", {{"id", 6}, {"name", "Oil"}, {"stock", 2}}}}, {}, "form");
    QCOMPARE(of("inventory-item").size(), std::size_t(1));
    QCOMPARE(m_bench->tasks().size(), std::size_t(3));
}

void OrchestrationTest::shopsShowTheirWorks()
{
    work("INTERIOR_DESIGN");
    comes("product_created", {{"product", {{"id", 12}, {"name", "Walnut table"}, {"price", 2400}, {"stock", 1}}}}, {}, "form");
    QCOMPARE(only("inventory-item").state, std::string("in_stock"));
    comes("product_created", {{"product", {{"id", 13}, {"name", "Lamp"}, {"price", 90}, {"stock", 20}}}}, {}, "form");
    QCOMPARE(of("inventory-item").size(), std::size_t(1)); // a stock is no single thing
}

void OrchestrationTest::recordsMadeByHandStartWork_data()
{
    QTest::addColumn<QString>("business");
    QTest::addColumn<QString>("database");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("definition"); // empty: nothing starts
    QTest::addColumn<QString>("state");
    const char *campaign = R"({"Campaign Name":"Spring","Goals":"Fill the spring courses","Status":"Draft","Campaign Type":"Email","Channels":["Email"],"Budget":500})";
    QTest::newRow("a campaign") << "WELLNESS_CENTER" << "marketing-campaigns" << QByteArray(campaign) << "campaign" << "campaign_planning.deciding";
    QTest::newRow("a campaign of a house without that machine") << "CONSULTING_FIRM" << "marketing-campaigns" << QByteArray(campaign) << "" << "";
    QTest::newRow("a campaign that runs already") << "WELLNESS_CENTER" << "marketing-campaigns" << QByteArray(R"({"Campaign Name":"Old","Status":"Active","Campaign Type":"Email"})") << "" << "";
    QTest::newRow("a work") << "ART_GALLERY" << "products-services" << QByteArray(R"({"Name":"Heron","Type":"Art Piece","Status":"Coming Soon","Price":450})") << "inventory-item" << "item_registration";
    QTest::newRow("a course") << "ART_GALLERY" << "products-services" << QByteArray(R"({"Name":"Drawing","Type":"Course","Status":"Active"})") << "" << "";
    QTest::newRow("a lead") << "WELLNESS_CENTER" << "contacts-profiles" << QByteArray(R"({"Full Name":"Ida Berg","Email":"ida@x.example","Contact Type":"Lead","Status":"Active Lead"})") << "lead-to-client" << "*";
    QTest::newRow("a vendor") << "WELLNESS_CENTER" << "contacts-profiles" << QByteArray(R"({"Full Name":"Ida Berg","Email":"ida@x.example","Contact Type":"Vendor","Status":"Active Client"})") << "" << "";
}

void OrchestrationTest::recordsMadeByHandStartWork()
{
    QFETCH(QString, business);
    QFETCH(QString, database);
    QFETCH(QByteArray, fields);
    QFETCH(QString, definition);
    QFETCH(QString, state);
    work(business.toUtf8().constData());
    const auto record = byHand(database.toStdString(), *parseJson(fields.toStdString()));
    if (definition.isEmpty()) {
        for (const auto &instance : m_bench->instances())
            QVERIFY2(instance.definition == "nightly-rounds" || instance.definition == "client-retention", instance.definition.c_str());
        return;
    }
    const auto made = only(definition.toStdString());
    QCOMPARE(made.key, record);
    QVERIFY2(state == QLatin1String("*") || made.state == state.toStdString(), made.state.c_str());
    if (database == QLatin1String("contacts-profiles")) {
        for (const auto &effect : m_bench->effects())
            QVERIFY2(effect.kind != "mail", "who has written nothing gets no answer");
    }
    if (database == QLatin1String("marketing-campaigns")) {
        QCOMPARE(m_bench->fields("marketing-campaigns", record)["Status"], Json("Draft"));
        const auto count = m_bench->read<std::size_t>([](const auto &sql) {
            store::records::Filter filter;
            filter.database = "marketing-campaigns";
            return store::records::page(sql, filter, {{}, 10}).rows.size();
        });
        QCOMPARE(count, std::size_t(1)); // it is planned, not doubled
    }
    byHand(database.toStdString(), {{"Business Entity", Json::array({m_bench->business})}}, record);
    QCOMPARE(of(definition.toStdString()).size(), std::size_t(1));
}

void OrchestrationTest::eventsStartDefinitions_data()
{
    QTest::addColumn<QString>("business");
    QTest::addColumn<QString>("event");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("definition"); // empty: a task only
    QTest::newRow("an idea") << "ART_GALLERY" << "content_idea" << QByteArray(R"({"title":"How we hang a show","type":"blog_post"})") << "" << "content-lifecycle";
    QTest::newRow("an idea, where content has no machine") << "WELLNESS_CENTER" << "content_idea" << QByteArray(R"({"title":"Breathing"})") << "" << "";
    QTest::newRow("a recording") << "EDUCATION_TRAINING" << "process_transcription" << QByteArray(R"({"title":"Lesson 1"})") << "We spoke about colour." << "content-lifecycle";
    QTest::newRow("a wish for a campaign") << "ART_GALLERY" << "campaign_trigger" << QByteArray(R"({"campaign_name":"Winter show","goal":"Visitors for the winter show"})") << "" << "campaign";
    QTest::newRow("a wish for a campaign, where there is no machine") << "CONSULTING_FIRM" << "campaign_trigger" << QByteArray(R"({"campaign_name":"Winter","goal":"Clients"})") << "" << "";
    QTest::newRow("content for marketing") << "CONSULTING_FIRM" << "marketing_content" << QByteArray(R"({"name":"White paper","goal":"Readers"})") << "" << "marketing-content-flow";
    QTest::newRow("the pattern by its name") << "WELLNESS_CENTER" << "workflow_pattern_marketing_content_flow" << QByteArray(R"({"title":"Spring","goal":"Guests"})") << "" << "marketing-content-flow";
    QTest::newRow("a question to the knowledge") << "WELLNESS_CENTER" << "knowledge_request" << QByteArray(R"({"question":"What is included in the retreat?"})") << "" << "knowledge-support";
    QTest::newRow("a question of the community") << "WELLNESS_CENTER" << "community_question" << QByteArray(R"({"question":"Where can I park?","member_email":"mia@x.example"})") << "" << "knowledge-support";
    QTest::newRow("a launch by its name") << "EDUCATION_TRAINING" << "workflow_pattern_campaign_launch" << QByteArray(R"({"title":"June launch"})") << "" << "campaign-launch";
    QTest::newRow("a very important member") << "WELLNESS_CENTER" << "new_member" << QByteArray(R"({"email":"vera@x.example","name":"Vera Stone","membership_level":"VIP"})") << "" << "high-value-onboarding";
}

void OrchestrationTest::eventsStartDefinitions()
{
    QFETCH(QString, business);
    QFETCH(QString, event);
    QFETCH(QByteArray, data);
    QFETCH(QString, text);
    QFETCH(QString, definition);
    work(business.toUtf8().constData());
    const auto send = [&] {
        const auto row = comes(event.toStdString(), *parseJson(data.toStdString()), text.toStdString());
        QVERIFY2(row.state == store::inbox::State::Done, row.error.c_str());
    };
    send();
    if (definition.isEmpty()) {
        QVERIFY(of("content-lifecycle").empty() && of("campaign").empty());
        QCOMPARE(m_bench->tasks().size(), std::size_t(1));
        return;
    }
    const auto made = only(definition.toStdString());
    QVERIFY(!made.key.empty());
    QCOMPARE(made.entity, m_bench->business);
    for (const auto &task : m_bench->tasks())
        QVERIFY2(!task.index.workflow.empty() || task.record.title.starts_with("Welcome"), task.record.title.c_str()); // what is to be done belongs to the workflow
    // The same once more while it runs; a question of the community is each time one of its own.
    if (event != QLatin1String("community_question") && made.status == store::workflows::Status::Running) {
        send();
        QCOMPARE(of(definition.toStdString()).size(), std::size_t(1));
    }
}

void OrchestrationTest::badFeedbackIsMended()
{
    const auto ada = m_bench->contact("Ada Quinn", "ada@x.example");
    const Json bad{{"email", "ada@x.example"}, {"feedback", {{"rating", 1}, {"feedback_text", "Extremely disappointed by the retreat: poor rooms, chaos, a wasted week."}}}};
    comes("feedback", {{"email", "ada@x.example"}, {"feedback", {{"rating", 3}, {"feedback_text", "It was all right."}}}});
    QVERIFY(of("service-recovery").empty());
    comes("feedback", bad);
    const auto mending = only("service-recovery");
    QCOMPARE(mending.contact, ada);
    QVERIFY2(mending.state.find("mending") != std::string::npos, mending.state.c_str());
    comes("feedback", bad);
    QCOMPARE(of("service-recovery").size(), std::size_t(1));
    // Nobody knows who said this: a person looks, and no workflow runs for nobody.
    comes("feedback", {{"feedback", {{"rating", 1}, {"feedback_text", "Terrible."}}}});
    QCOMPARE(of("service-recovery").size(), std::size_t(1));
}

void OrchestrationTest::feedbackThatIsAwaitedIsNotMendedTwice()
{
    comes("new_booking", booking("paid"), {}, "generic");
    comes("booking_status_update", booking("completed"), {}, "generic");
    comes("feedback", {{"email", "ada@x.example"}, {"feedback", {{"rating", 1}, {"feedback_text", "Terrible, I am furious."}}}});
    QCOMPARE(only("wellness-booking").state, std::string("completed")); // it has made the task for the complaint
    QVERIFY(of("service-recovery").empty());
}

void OrchestrationTest::whoBecomesAClientIsKept()
{
    const auto ada = byHand("contacts-profiles", {{"Full Name", "Ada Quinn"}, {"Email", "ada@x.example"}, {"Contact Type", "Other"}, {"Status", "Inactive"}});
    QVERIFY(of("client-retention").empty());
    byHand("contacts-profiles", {{"Status", "Active Client"}}, ada);
    QCOMPARE(only("client-retention").key, ada);
    byHand("contacts-profiles", {{"Phone", "+49 30 1234567"}}, ada);
    QCOMPARE(of("client-retention").size(), std::size_t(1));
    m_bench->clock.advance(days(1));
    m_bench->settle();
    QCOMPARE(only("client-retention").state, std::string("active_relationship"));
    m_bench->clock.advance(hours(2));
    m_bench->settle();
    int welcomes = 0;
    for (const auto &effect : m_bench->effects())
        welcomes += effect.kind == "mail";
    QCOMPARE(welcomes, 1); // the sequence of members writes it, and nobody else
}

void OrchestrationTest::aClientOfAConsultancyGetsAProject()
{
    work("CONSULTING_FIRM");
    const auto ada = m_bench->contact("Ada Quinn", "ada@x.example", {{"Business Entity", Json::array({m_bench->business})}});
    const auto lead = m_bench->must<std::string>(engineActor(), [&](Deed &deed) {
        return flow::start(deed, {"lead-to-client", ada, {{"contact", ada}, {"name", "Ada Quinn"}, {"text", "We plan a strategy."}}, {}, m_bench->business, ada});
    });
    m_bench->settle();
    auto now = only("lead-to-client");
    if (now.state.starts_with("nurturing"))
        tell(now, "engaged");
    tell(now, "contacted");
    tell(now, "complaint", {{"text", "It was late."}});
    m_bench->clock.advance(days(3));
    m_bench->settle();
    QCOMPARE(now.id, lead);
    now = only("lead-to-client");
    if (now.state == "escalated")
        tell(now, "resolved");
    QCOMPARE(only("lead-to-client").state, std::string("client"));
    const auto project = only("consultation-project");
    QCOMPARE(project.state, std::string("discovery")); // who is a client is not qualified again
    QCOMPARE(project.key, ada);
    QCOMPARE(text(m_bench->fields("contacts-profiles", ada), "Status"), std::string("Active Client"));
    QVERIFY(of("client-retention").empty()); // no machine of a consultancy
}

void OrchestrationTest::sequencesFollowTheWayPeopleCome_data()
{
    QTest::addColumn<QString>("business");
    QTest::addColumn<QString>("event");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("kind"); // of the sequence that runs
    QTest::newRow("a guest of an event") << "ART_GALLERY" << "generic_event_registration" << QByteArray(R"({"event_name":"Vernissage","attendee_email":"gil@x.example","attendee_name":"Gil Marsh"})") << "event_lead";
    QTest::newRow("recommended") << "WELLNESS_CENTER" << "website_form" << QByteArray(R"({"contact":{"email":"gil@x.example","full_name":"Gil Marsh"},"answers":{"Who recommended us?":"ada@x.example"}})") << "referral";
    QTest::newRow("a member") << "CONSULTING_FIRM" << "new_member" << QByteArray(R"({"email":"gil@x.example","name":"Gil Marsh","membership_level":"Standard"})") << "member";
    QTest::newRow("an artist") << "ART_GALLERY" << "website_form" << QByteArray(R"({"contact":{"email":"gil@x.example","full_name":"Gil Marsh"}})") << "gallery_visitor";
    QTest::newRow("asks a wellness centre") << "WELLNESS_CENTER" << "website_form" << QByteArray(R"({"contact":{"email":"gil@x.example","full_name":"Gil Marsh"}})") << "wellness_inquiry";
    QTest::newRow("asks a consultancy") << "CONSULTING_FIRM" << "website_form" << QByteArray(R"({"contact":{"email":"gil@x.example","full_name":"Gil Marsh"}})") << "business_lead";
    QTest::newRow("asks a house of design") << "INTERIOR_DESIGN" << "website_form" << QByteArray(R"({"contact":{"email":"gil@x.example","full_name":"Gil Marsh"}})") << "project";
    QTest::newRow("asks a school") << "EDUCATION_TRAINING" << "website_form" << QByteArray(R"({"contact":{"email":"gil@x.example","full_name":"Gil Marsh"}})") << "nurture";
}

void OrchestrationTest::sequencesFollowTheWayPeopleCome()
{
    QFETCH(QString, business);
    QFETCH(QString, event);
    QFETCH(QByteArray, data);
    QFETCH(QString, kind);
    m_bench->contact("Ada Quinn", "ada@x.example");
    work(business.toUtf8().constData());
    comes(event.toStdString(), *parseJson(data.toStdString()));
    if (const auto leads = of("lead-to-client"); leads.size() == 1 && leads.front().state == "followup_planned")
        tell(leads.front(), "unreachable"); // a good lead whom nobody reaches is kept in touch with
    QStringList kinds;
    for (const auto &one : of("nurture-sequence"))
        kinds += QString::fromStdString(text(contextOf(one), "sequenceKind"));
    kinds.sort();
    QCOMPARE(kinds.count(kind), 1);
    kinds.removeDuplicates();
    QVERIFY2(kinds.size() <= 2, qPrintable(kinds.join(' '))); // and beside it at most the plain one
}

void OrchestrationTest::anEnrolmentHasItsSequence()
{
    work("EDUCATION_TRAINING");
    comes("new_booking", booking("paid", {{"service_name", "Drawing course"}}), {}, "generic");
    QCOMPARE(only("wellness-booking").state, std::string("booking_confirmed"));
    QCOMPARE(text(contextOf(only("nurture-sequence")), "sequenceKind"), std::string("enrolment"));
}

void OrchestrationTest::referralsAreCountedAndRewardedOnce()
{
    const auto ada = m_bench->contact("Ada Quinn", "ada@x.example");
    const auto offer = m_bench->record("rewards-bounties", {{"Reward Name", "Refer a friend"}, {"Reward Type", "Referral Bonus"}, {"Status", "Active"}, {"Points Value", 500}, {"Monetary Value", 50}});
    m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, {"client-retention", ada, {{"contact", ada}, {"name", "Ada Quinn"}}, {}, m_bench->business, ada}); });
    m_bench->clock.advance(days(1));
    m_bench->settle();
    QCOMPARE(only("client-retention").state, std::string("active_relationship"));
    const auto countOf = [&] { return integer(member(m_bench->fields("contacts-profiles", ada), "External IDs"), "referrals"); };

    const Json form{{"contact", {{"email", "gil@x.example"}, {"full_name", "Gil Marsh"}}}, {"answers", {{"Who recommended us?", "Ada Quinn"}}}};
    comes("website_form", form, "I am interested in a massage, please send me information.");
    const auto gil = only("lead-to-client").contact;
    QCOMPARE(text(m_bench->fields("contacts-profiles", gil), "Lead Source"), std::string("Referral"));
    QCOMPARE(countOf(), std::int64_t(1));
    QCOMPARE(only("client-retention").state, std::string("referral_received"));
    m_bench->clock.advance(days(2)); // Gil writes again: it is one referral all the same
    comes("website_form", form, "I am still interested in a massage.");
    QCOMPARE(countOf(), std::int64_t(1));

    const auto claimed = [&] {
        std::vector<Json> out;
        for (const auto &record : m_bench->read<std::vector<store::records::Record>>([](const auto &sql) {
                 store::records::Filter filter;
                 filter.database = "rewards-bounties";
                 return store::records::page(sql, filter, {{}, 50}).rows;
             }))
            if (text(record.fields, "Status") == "Claimed")
                out.push_back(record.fields);
        return out;
    };
    QVERIFY(claimed().empty()); // a word alone is not rewarded
    const auto lead = only("lead-to-client");
    for (const auto *type : {"engaged", "contacted", "complaint"})
        tell(only("lead-to-client"), type);
    m_bench->clock.advance(days(3));
    m_bench->settle();
    if (only("lead-to-client").state == "escalated")
        tell(lead, "resolved");
    QCOMPARE(only("lead-to-client").state, std::string("client"));
    QCOMPARE(claimed().size(), std::size_t(1));
    const auto reward = claimed().front();
    QCOMPARE(reward["Recipient"], Json::array({ada}));
    QCOMPARE(number(reward, "Points Value"), 500.0);
    QCOMPARE(number(reward, "Monetary Value"), 50.0);
    QCOMPARE(text(reward, "Related Transaction"), gil);
    QCOMPARE(integer(m_bench->fields("rewards-bounties", offer), "Redemption Count"), std::int64_t(1));
    const auto retention = of("client-retention");
    const auto kept = std::find_if(retention.begin(), retention.end(), [&](const Instance &one) { return one.key == ada; });
    QCOMPARE(kept->state, std::string("reward_delivery"));

    // Gil also orders something: he is a client already, and Ada has had her reward.
    comes("order_created", {{"order", {{"number", "7"}, {"status", "processing"}, {"total", 20}}}, {"contact", form["contact"]}}, {}, "form");
    QCOMPARE(claimed().size(), std::size_t(1));
}

void OrchestrationTest::theLastRewardEndsIt()
{
    const auto ada = m_bench->contact("Ada Quinn", "ada@x.example");
    const auto offer = m_bench->record("rewards-bounties", {{"Reward Name", "Refer a friend"}, {"Reward Type", "Referral Bonus"}, {"Status", "Active"}, {"Redemption Count", 1}, {"Maximum Redemptions", 2}});
    m_bench->contact("Gil Marsh", "gil@x.example", {{"External IDs", {{"referredBy", ada}}}});
    comes("order_created", {{"order", {{"number", "7"}, {"status", "processing"}, {"total", 20}}}, {"contact", {{"email", "gil@x.example"}, {"full_name", "Gil Marsh"}}}}, {}, "form");
    QCOMPARE(text(m_bench->fields("rewards-bounties", offer), "Status"), std::string("Expired"));
    QCOMPARE(integer(m_bench->fields("rewards-bounties", offer), "Redemption Count"), std::int64_t(2));
    const auto tasks = m_bench->tasks();
    QVERIFY(std::any_of(tasks.begin(), tasks.end(), [](const auto &task) { return task.record.title.find("Refer a friend") != std::string::npos; }));
}

void OrchestrationTest::aLargeMatterOfAStrangerGetsOneLetter_data()
{
    QTest::addColumn<QString>("event");
    QTest::newRow("a request") << "customer_request";
    QTest::newRow("a form") << "website_form";
}

void OrchestrationTest::aLargeMatterOfAStrangerGetsOneLetter()
{
    QFETCH(QString, event);
    work("INTERIOR_DESIGN");
    comes(event.toStdString(), {{"contact", {{"email", "vic@x.example"}, {"full_name", "Viktor Halloran"}}}, {"channel", "form"}},
          "We have $40,000 to refit two floors of our house, can we start the renovation in May?");
    QCOMPARE(of("high-value-onboarding").size(), std::size_t(1));
    QStringList letters;
    for (const auto &effect : m_bench->effects())
        if (effect.kind == "mail")
            letters += QString::fromStdString(effect.agent + ": " + text(effect.body, "subject"));
    // Grace says who takes care of it; of what greets the person there is one, Elan's.
    const auto greetings = letters.filter(QRegularExpression(QStringLiteral("^(?!grace)")));
    QVERIFY2(greetings.size() == 1 && greetings.front().startsWith(QLatin1String("elan")), qPrintable(letters.join('\n')));
    QVERIFY2(letters.size() <= 2, qPrintable(letters.join('\n')));
}

void OrchestrationTest::everyWorkOfAnExhibitionHasItsTask()
{
    work("ART_GALLERY");
    m_bench->must<std::string>(engineActor(), [&](Deed &deed) {
        return flow::start(deed, {"exhibition", "show", {{"title", "Herons"}, {"artists", {"Ada", "Ben", "Cleo"}}}, {}, m_bench->business, {}});
    });
    tell(only("exhibition"), "concept_approved");
    auto show = only("exhibition");
    QCOMPARE(tasksOf(show), (std::vector<std::string>{"Invite to the exhibition: Ada", "Invite to the exhibition: Ben", "Invite to the exhibition: Cleo"}));
    const auto done = [&](const char *title) {
        for (const auto &task : m_bench->tasks())
            if (task.record.title == title)
                tell(show, "task_done", {{"task", task.index.id}, {"title", "whatever it is called now"}});
    };
    done("Invite to the exhibition: Ben");
    done("Invite to the exhibition: Ben"); // told twice
    done("Invite to the exhibition: Ada");
    QCOMPARE(only("exhibition").state, std::string("artist_selection"));
    done("Invite to the exhibition: Cleo");
    QCOMPARE(only("exhibition").state, std::string("planning"));
    for (const auto *type : {"planning_complete", "submission_deadline_reached"})
        tell(show, type);
    tell(show, "curation_complete", {{"works", {"Heron", "Reed", "Shore"}}});
    for (const auto *type : {"marketing_materials_ready", "opening_day"})
        tell(show, type);
    tell(show, "work_sold", {{"work", "Heron"}, {"price", 450.55}});
    tell(show, "work_sold", {{"work", "Reed"}, {"price", 99.99}});
    tell(show, "closing_day");
    show = only("exhibition");
    // Forty percent of each price, rounded for each by itself.
    const auto settled = member(contextOf(show), "settlement");
    QCOMPARE(settled.size(), std::size_t(2));
    QCOMPARE(number(settled.at(0), "commission"), 180.22);
    QCOMPARE(number(settled.at(0), "artist"), 270.33);
    QCOMPARE(number(settled.at(1), "commission"), 40.0);
    QCOMPARE(number(settled.at(1), "artist"), 59.99);
    for (const auto *title : {"Hand over or return: Heron", "Hand over or return: Reed"})
        done(title);
    QVERIFY2(only("exhibition").state.find("returning") != std::string::npos, only("exhibition").state.c_str());
    done("Hand over or return: Shore");
    QVERIFY2(only("exhibition").state == "archived" || only("exhibition").state == "post_analysis", only("exhibition").state.c_str());
}

void OrchestrationTest::qualifyingHasAClockOfBusinessHours()
{
    work("CONSULTING_FIRM");
    const auto ada = m_bench->contact("Ada Quinn", "ada@x.example");
    m_bench->clock.advance(hours(7)); // 16:00; the house closes at 18
    m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, {"consultation-project", ada, {{"contact", ada}, {"name", "Ada Quinn"}}, {}, m_bench->business, ada}); });
    m_bench->settle();
    m_bench->clock.advance(hours(4)); // 20:00: two hours have counted
    m_bench->settle();
    QCOMPARE(m_bench->messages("sla.warned").size(), std::size_t(1));
    QVERIFY(m_bench->messages("sla.breached").empty());
    QVERIFY(m_bench->tasks().empty());
    m_bench->clock.advance(hours(15) + minutes(59)); // next day, a minute before noon
    m_bench->settle();
    QVERIFY(m_bench->messages("sla.breached").empty());
    m_bench->clock.advance(minutes(1));
    m_bench->settle();
    QCOMPARE(m_bench->messages("sla.breached").size(), std::size_t(1));
    QCOMPARE(tasksOf(only("consultation-project")), (std::vector<std::string>{"Qualify Ada Quinn as a client"}));
}

QTEST_GUILESS_MAIN(OrchestrationTest)
#include "orchestration_test.moc"
