#include <QRegularExpression>
#include <QTest>

#include "engine/agents/books.h"
#include "engine/agents/nyra/intake.h"
#include "engine/agents/nyra/scoring.h"
#include "engine/agents/registry.h"
#include "tests/unit/agents/memory_view.h"
#include "tests/unit/agents/resource_files.h"

using namespace hs;
using namespace hs::agents;
using namespace std::chrono_literals;

static const AgentRegistry &registry()
{
    static const auto loaded = AgentRegistry::load(test::agentFiles());
    if (!loaded)
        qFatal("%s", describe(loaded).c_str());
    return *loaded;
}
static const Books &books()
{
    static const auto loaded = Books::load(test::agentFiles());
    return *loaded;
}
static Event form(Json data, std::string text = {}, std::string id = "evt_1", std::string type = "typeform_webhook")
{
    Event event;
    event.id = std::move(id);
    event.source = "typeform";
    event.type = std::move(type);
    event.entity = "rec_g";
    event.data = std::move(data);
    event.text = std::move(text);
    return event;
}

class NyraTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fieldsFindTheContact_data();
    void fieldsFindTheContact();
    void theRestIsKept();
    void generalScores_data();
    void generalScores();
    void businessScores_data();
    void businessScores();
    void factsAreReadFromAnswers();
    void aNewPersonIsTakenIn();
    void aKnownPersonIsUpdated();
    void withoutAnAddressAPersonLooks_data();
    void withoutAnAddressAPersonLooks();
    void duplicatesStartNothing_data();
    void duplicatesStartNothing();
    void consentIsKept();
    void unsubscribingIsHeard();
    void whoIsWonNeedsNoMoreSequence_data();
    void whoIsWonNeedsNoMoreSequence();
    void matterOfLawGoesToAPerson();
    void aHighValueIsMarked();
    void aFewForeignWordsAreNoCase();
    void updatesOnlyWriteTheRecord();
    void qualifyingWritesTheScore();
    void qualifyingTheUnqualified();
    void theFirstAnswerIsShortAndWhole_data();
    void theFirstAnswerIsShortAndWhole();
    void noAnswerWithoutLeave();
    void operatorsAsk();
};

void NyraTest::fieldsFindTheContact_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("expected"); // name|first|email|phone|interest|company
    using B = QByteArray;
    QTest::newRow("a contact as the source maps it") << B(R"({"contact":{"full_name":"Ada Quinn","first_name":"Ada","last_name":"Quinn","email":"ada@x.example","phone":"+49 30 1234567","interest":"Painting","company":"Quinn Ltd"}})")
                                                     << B("Ada Quinn|Ada|ada@x.example|+49 30 1234567|Painting|Quinn Ltd");
    QTest::newRow("fields by the words in their names") << B(R"({"form_data":{"Your E-mail address":"Ada@X.Example","First-Name":"Ada","lastname":"Quinn","Phone number":"030 1234567","What are your interests?":"Yoga"}})")
                                                        << B("Ada Quinn|Ada|ada@x.example|030 1234567|Yoga|");
    QTest::newRow("a lone name splits at its first space") << B(R"({"fields":{"email":"a@x.example","name":"Ada Maria Quinn"}})") << B("Ada Maria Quinn|Ada|a@x.example|||");
    QTest::newRow("a name of one word") << B(R"({"fields":{"email":"a@x.example","name":"Ada"}})") << B("Ada|Ada|a@x.example|||");
    QTest::newRow("an attendee") << B(R"({"attendee_email":"a@x.example","attendee_name":"Ada Quinn"})") << B("Ada Quinn|Ada|a@x.example|||");
    QTest::newRow("what the source mapped wins over a guess") << B(R"({"contact":{"email":"a@x.example"},"answers":{"Email of a friend":"b@x.example"}})") << B("||a@x.example|||");
    QTest::newRow("nothing") << B("{}") << B("|||||");
    QTest::newRow("of another type") << B("[1,2]") << B("|||||");
}

void NyraTest::fieldsFindTheContact()
{
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, expected);
    const auto i = intakeOf(form(*parseJson(data.toStdString())));
    QCOMPARE(QByteArray::fromStdString(i.name + "|" + i.firstName + "|" + i.email + "|" + i.phone + "|" + i.interest + "|" + i.company), expected);
}

void NyraTest::theRestIsKept()
{
    const auto i = intakeOf(form(*parseJson(R"({"contact":{"email":"a@x.example"},"answers":{"Favourite colour":"blue","Email of a friend":"b@x.example","Guests":3},"source_id":"tok1"})")));
    QCOMPARE(dump(i.answers), std::string(R"({"Email of a friend":"b@x.example","Favourite colour":"blue","Guests":3})"));
    QCOMPARE(fingerprintOf(i), fingerprintOf(intakeOf(form(*parseJson(R"({"contact":{"email":"A@X.example"},"source_id":"tok1"})"), {}, "evt_9"))));
    QVERIFY(fingerprintOf(i) != fingerprintOf(intakeOf(form(*parseJson(R"({"contact":{"email":"a@x.example"},"source_id":"tok2"})")))));
}

void NyraTest::generalScores_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("phone");
    QTest::addColumn<QString>("company");
    QTest::addColumn<int>("score");
    QTest::addColumn<QString>("grade");
    const auto row = [](const char *name, const char *words, const char *email, const char *phone, const char *company, int score, const char *grade) {
        QTest::newRow(name) << QString::fromUtf8(words) << QString::fromUtf8(email) << QString::fromUtf8(phone) << QString::fromUtf8(company) << score << QString::fromUtf8(grade);
    };
    row("everything", "Please book a retreat for our team this week, what does it cost?", "a@x.example", "030 1234567", "Quinn Ltd", 12, "Excellent");
    row("an address alone", "", "a@x.example", "", "", 2, "Low");
    row("a malformed address alone", "", "a@x", "", "", 1, "Very Low");
    row("nothing at all", "", "", "", "", 0, "Very Low");
    row("any text is one", "Hello there", "a@x.example", "", "", 3, "Low");
    row("interest is two", "I am interested", "a@x.example", "", "", 4, "Medium");
    row("a booking is three", "I want to book", "a@x.example", "", "", 5, "Medium");
    row("booking wins over interest", "I am interested, please book it", "a@x.example", "", "", 5, "Medium");
    row("phone is two", "I am interested", "a@x.example", "030 1234567", "", 6, "High");
    row("urgency is two", "I am interested, it is urgent", "a@x.example", "", "", 6, "High");
    row("not urgent is nothing", "I am interested, it is not urgent", "a@x.example", "", "", 4, "Medium");
    row("budget is one", "I am interested, we have a budget", "a@x.example", "", "", 5, "Medium");
    row("the field is one", "I am interested in a painting", "a@x.example", "", "", 5, "Medium");
    row("a company by field is one", "I am interested", "a@x.example", "", "Quinn Ltd", 5, "Medium");
    row("a company by word is one", "Our organisation is interested", "a@x.example", "", "", 5, "Medium");
    row("a company twice is one", "Our organisation is interested", "a@x.example", "", "Quinn Ltd", 5, "Medium");
    row("whole words only", "The artisan booklet was elsewhere", "a@x.example", "", "", 3, "Low");
    row("words in quoted mail do not count", "Hello there\n> please book a retreat", "a@x.example", "", "", 3, "Low");
    row("German", "Ich möchte dringend einen Termin buchen", "a@x.example", "", "", 7, "High");
}

void NyraTest::generalScores()
{
    QFETCH(QString, words);
    QFETCH(QString, email);
    QFETCH(QString, phone);
    QFETCH(QString, company);
    QFETCH(int, score);
    QFETCH(QString, grade);
    const auto s = generalScore(books().lexicon, words.toStdString(), email.toStdString(), phone.toStdString(), company.toStdString());
    std::string rules;
    for (const auto &p : s.points)
        rules += p.rule + "=" + p.evidence + "; ";
    QVERIFY2(s.score == score, (rules + std::to_string(s.score)).c_str());
    QCOMPARE(QString::fromStdString(s.grade), grade);
}

void NyraTest::businessScores_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("facts"); // words parted by commas
    QTest::addColumn<int>("general");
    QTest::addColumn<double>("score");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const char *type, const char *facts, int general, double score, const char *path) {
        QTest::newRow(name) << QString::fromUtf8(type) << QString::fromUtf8(facts) << general << score << QString::fromUtf8(path);
    };
    row("gallery: base", "ART_GALLERY", "", 0, 50, "nurture");
    row("gallery: a collector", "ART_GALLERY", "collector", 0, 80, "qualified");
    row("gallery: bought before", "ART_GALLERY", "bought", 0, 70, "nurture");
    row("gallery: an artist", "ART_GALLERY", "artist", 0, 75, "qualified");
    row("gallery: an artist who exhibited", "ART_GALLERY", "artist,exhibited", 0, 90, "priority");
    row("gallery: a strong portfolio", "ART_GALLERY", "portfolio", 0, 60, "nurture");
    row("wellness: a client", "WELLNESS_CENTER", "wellness", 0, 70, "nurture");
    row("wellness: a premium client", "WELLNESS_CENTER", "wellness,premium", 0, 85, "priority");
    row("five mails opened are none", "ART_GALLERY", "mails5", 0, 50, "nurture");
    row("six mails opened", "ART_GALLERY", "mails6", 0, 60, "nurture");
    row("two events are none", "ART_GALLERY", "events2", 0, 50, "nurture");
    row("three events", "ART_GALLERY", "events3", 0, 65, "nurture");
    row("referred by an artist and local", "ART_GALLERY", "artistreferral,local", 0, 75, "qualified");
    row("never over a hundred", "ART_GALLERY", "collector,bought,artist", 0, 100, "priority");
    row("consultancy: base", "CONSULTING_FIRM", "", 12, 30, "low");
    row("consultancy: nine people", "CONSULTING_FIRM", "staff9", 0, 30, "low");
    row("consultancy: ten people", "CONSULTING_FIRM", "staff10", 0, 40, "nurture");
    row("consultancy: a hundred people", "CONSULTING_FIRM", "staff100", 0, 45, "nurture");
    row("consultancy: a thousand people", "CONSULTING_FIRM", "staff1000", 0, 55, "nurture");
    row("consultancy: below ten thousand", "CONSULTING_FIRM", "budget9999", 0, 30, "low");
    row("consultancy: ten thousand", "CONSULTING_FIRM", "budget10000", 0, 40, "nurture");
    row("consultancy: twenty-five thousand", "CONSULTING_FIRM", "budget25000", 0, 45, "nurture");
    row("consultancy: fifty thousand", "CONSULTING_FIRM", "budget50000", 0, 50, "nurture");
    row("consultancy: a hundred thousand", "CONSULTING_FIRM", "budget100000", 0, 60, "nurture");
    row("consultancy: industry", "CONSULTING_FIRM", "industry", 0, 45, "nurture");
    row("consultancy: now", "CONSULTING_FIRM", "now", 0, 50, "nurture");
    row("consultancy: in a month", "CONSULTING_FIRM", "month", 0, 45, "nurture");
    row("consultancy: in a quarter", "CONSULTING_FIRM", "quarter", 0, 40, "nurture");
    row("consultancy: referral", "CONSULTING_FIRM", "referral", 0, 50, "nurture");
    row("consultancy: LinkedIn", "CONSULTING_FIRM", "linkedin", 0, 45, "nurture");
    row("consultancy: website", "CONSULTING_FIRM", "website", 0, 40, "nurture");
    row("consultancy: who decides", "CONSULTING_FIRM", "decides", 0, 45, "nurture");
    row("consultancy: all of it", "CONSULTING_FIRM", "staff1000,budget100000,now,decides", 0, 100, "priority");
    row("by hand: budget", "CONSULTING_FIRM", "hand budget", 0, 50, "nurture");
    row("by hand: need and who decides", "CONSULTING_FIRM", "hand need,hand decides", 0, 55, "nurture");
    row("by hand: high interest", "CONSULTING_FIRM", "hand high", 0, 45, "nurture");
    row("by hand: very high interest", "CONSULTING_FIRM", "hand very high", 0, 55, "nurture");
    row("no table: nothing", "EDUCATION_TRAINING", "", 0, 0, "low");
    row("no table: five of twelve", "EDUCATION_TRAINING", "", 5, 42, "nurture");
    row("no table: nine of twelve", "EDUCATION_TRAINING", "", 9, 75, "qualified");
    row("no table: all", "", "", 12, 100, "priority");
}

void NyraTest::businessScores()
{
    QFETCH(QString, type);
    QFETCH(QString, facts);
    QFETCH(int, general);
    QFETCH(double, score);
    QFETCH(QString, path);
    BusinessFacts f;
    for (const auto &word : facts.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const auto number = [&](const char *prefix) { return word.mid(int(qstrlen(prefix))).toInt(); };
        f.collector |= word == QLatin1String("collector");
        f.boughtBefore |= word == QLatin1String("bought");
        f.artist |= word == QLatin1String("artist");
        f.exhibited |= word == QLatin1String("exhibited");
        f.strongPortfolio |= word == QLatin1String("portfolio");
        f.wellnessClient |= word == QLatin1String("wellness");
        f.premium |= word == QLatin1String("premium");
        f.artistReferral |= word == QLatin1String("artistreferral");
        f.local |= word == QLatin1String("local");
        f.decisionMaker |= word == QLatin1String("decides");
        f.budgetConfirmed |= word == QLatin1String("hand budget");
        f.immediateNeed |= word == QLatin1String("hand need");
        f.decisionMakerByHand |= word == QLatin1String("hand decides");
        if (word.startsWith(QLatin1String("mails")))
            f.mailsOpened = number("mails");
        if (word.startsWith(QLatin1String("events")))
            f.eventsAttended = number("events");
        if (word.startsWith(QLatin1String("staff")))
            f.staff = number("staff");
        if (word.startsWith(QLatin1String("budget")))
            f.budget = number("budget");
        if (word == QLatin1String("industry"))
            f.industry = "Healthcare";
        if (word == QLatin1String("now") || word == QLatin1String("month") || word == QLatin1String("quarter"))
            f.timeline = word.toStdString();
        if (word == QLatin1String("referral") || word == QLatin1String("linkedin") || word == QLatin1String("website"))
            f.origin = word.toStdString();
        if (word == QLatin1String("hand high"))
            f.interestByHand = "high";
        if (word == QLatin1String("hand very high"))
            f.interestByHand = "very high";
    }
    const auto s = businessScore(type.toStdString(), f, general);
    QCOMPARE(s.score, score);
    QCOMPARE(QString::fromStdString(s.path), path);
}

void NyraTest::factsAreReadFromAnswers()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada", "a@x.example", {{"Job Title", "Managing Director"}, {"Lead Source", "Referral"}, {"Profile", Json::array({"Collector"})}});
    const auto contact = *contactById(view, "rec_1");
    const auto f = businessFacts(contact, *parseJson(R"({"How many employees?":"250 - 1,000","What is your budget?":"$25,000 to $50,000","Industry":"Finance","When do you want to start?":"within a month","How did you hear about us?":"An artist of yours","Have you exhibited?":"yes","events_attended":3,"Do you live nearby / local?":"no"})"), "");
    QCOMPARE(f.staff, 1000);
    QCOMPARE(f.budget, 50000.0);
    QCOMPARE(f.timeline, std::string("month"));
    QCOMPARE(f.origin, std::string("referral"));
    QVERIFY(f.decisionMaker && f.collector && f.exhibited && f.artistReferral);
    QVERIFY(!f.local);
    QCOMPARE(f.eventsAttended, 3);
    QCOMPARE(f.mailsOpened, -1);
    QCOMPARE(businessFacts(contact, Json::object(), "Our budget is 40k dollars").budget, 40000.0);
}

void NyraTest::aNewPersonIsTakenIn()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    const auto plan = registry().agent("nyra")->handle(form({{"contact", {{"full_name", "Ada Quinn"}, {"email", "Ada@X.example"}, {"phone", "030 1234567"}}}, {"answers", {{"Colour", "blue"}}}, {"source_id", "tok1"}}, "I am interested in a visit"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->records.size(), std::size_t(1));
    const auto &f = plan->records.front().fields;
    QVERIFY(plan->records.front().create);
    QCOMPARE(text(f, "Full Name"), std::string("Ada Quinn"));
    QCOMPARE(text(f, "Email"), std::string("ada@x.example"));
    QCOMPARE(text(f, "Phone"), std::string("030 1234567"));
    QCOMPARE(text(f, "Contact Type") + "," + text(f, "Status") + "," + text(f, "Lead Source"), std::string("Lead,Active Lead,Website"));
    QCOMPARE(text(f, "Notes"), std::string("Colour: blue"));
    QCOMPARE(dump(f.at("Business Entity")), std::string(R"(["rec_g"])"));
    QCOMPARE(plan->starts.size(), std::size_t(1));
    QCOMPARE(plan->starts.front().definition, std::string("lead-to-client"));
    QCOMPARE(plan->starts.front().key, plan->records.front().id);
    QCOMPARE(text(plan->starts.front().input, "text"), std::string("I am interested in a visit"));
    QCOMPARE(plan->posts.front().kind, std::string("client"));
    QVERIFY(plan->effects.empty()); // the workflow writes the first answer
    QVERIFY(plan->escalations.empty());
}

void NyraTest::aKnownPersonIsUpdated()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    view.contact("rec_1", "Ada Quinn", "ada@x.example", {{"Phone", "030 7654321"}, {"Tags", Json::array({"New"})}, {"External IDs", {{"woocommerce", "7"}}}});
    const auto plan = registry().agent("nyra")->handle(form({{"contact", {{"full_name", "Ada"}, {"email", "ada@x.example"}, {"company", "Quinn Ltd"}}}, {"source_id", "t"}}, "Hello again"), view);
    const auto &write = plan->records.front();
    QVERIFY(!write.create);
    QCOMPARE(write.id, std::string("rec_1"));
    QVERIFY(!write.fields.contains("Full Name")); // the longer name stays
    QVERIFY(!write.fields.contains("Phone"));     // silence clears nothing
    QCOMPARE(text(write.fields, "Company"), std::string("Quinn Ltd"));
    QCOMPARE(dump(write.fields.at("Tags")), std::string(R"(["Returning"])"));
    QCOMPARE(text(write.fields.at("External IDs"), "woocommerce"), std::string("7"));
    QCOMPARE(plan->starts.front().eventIfOpen, std::string("engaged"));
}

void NyraTest::withoutAnAddressAPersonLooks_data()
{
    QTest::addColumn<QString>("email");
    QTest::newRow("none") << "";
    QTest::newRow("malformed") << "ada@x";
}

void NyraTest::withoutAnAddressAPersonLooks()
{
    QFETCH(QString, email);
    test::MemoryView view;
    view.people = {{"op_a", "Ada", 0, std::nullopt}};
    const auto plan = registry().agent("nyra")->handle(form({{"contact", {{"full_name", "Ada"}, {"email", email.toStdString()}}}}, "Call me"), view);
    QVERIFY(plan);
    QVERIFY(plan->records.empty() && plan->starts.empty());
    QCOMPARE(plan->tasks.front().keyPart, std::string("lead_review"));
    QCOMPARE(plan->tasks.front().assignee, std::string("op_a"));
    QCOMPARE(plan->posts.front().text, std::string("Call me"));
}

void NyraTest::duplicatesStartNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("sourceId");
    QTest::addColumn<int>("hoursLater");
    QTest::addColumn<bool>("duplicate");
    QTest::newRow("the same submission, weeks later") << "Ada Quinn" << "tok1" << 500 << true;
    QTest::newRow("the same person an hour later") << "Ada Quinn" << "tok2" << 1 << true;
    QTest::newRow("the first name alone") << "Ada" << "tok2" << 1 << true;
    QTest::newRow("a longer name") << "Dr Ada Quinn" << "tok2" << 1 << true;
    QTest::newRow("another name with the same address") << "Ben Quinn" << "tok2" << 1 << false;
    QTest::newRow("just within the window") << "Ada Quinn" << "tok2" << 23 << true;
    QTest::newRow("after 24 hours") << "Ada Quinn" << "tok2" << 24 << false;
}

void NyraTest::duplicatesStartNothing()
{
    QFETCH(QString, name);
    QFETCH(QString, sourceId);
    QFETCH(int, hoursLater);
    QFETCH(bool, duplicate);
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    const auto *nyra = registry().agent("nyra");
    const auto first = nyra->handle(form({{"contact", {{"full_name", "Ada Quinn"}, {"email", "ada@x.example"}}}, {"source_id", "tok1"}}, "I want to visit"), view);
    view.apply(*first);
    view.instances.push_back({"wf_1", "lead-to-client", first->starts.front().key, "captured", first->starts.front().key, {}, {}, {}});
    view.clock.advance(hoursLater * 1h);
    const auto again = nyra->handle(form({{"contact", {{"full_name", name.toStdString()}, {"email", "ADA@x.example"}}}, {"source_id", sourceId.toStdString()}}, "I want to visit", "evt_2"), view);
    QVERIFY2(again, describe(again).c_str());
    QCOMPARE(again->starts.empty(), duplicate);
    if (duplicate) {
        QCOMPARE(again->rule, std::string("nyra.intake.duplicate"));
        QCOMPARE(again->posts.front().kind, std::string("note"));
        QVERIFY(again->signals.empty());
    }
    QCOMPARE(again->records.front().id, first->records.front().id);
    auto other = form({{"contact", {{"full_name", "Ada Quinn"}, {"email", "ada@x.example"}}}, {"source_id", "x"}}, "I want to visit", "evt_3", "website_form");
    other.source = "website-form";
    QVERIFY(!nyra->handle(other, view)->starts.empty()); // another source is no duplicate
}

void NyraTest::consentIsKept()
{
    test::MemoryView view;
    const auto *nyra = registry().agent("nyra");
    const auto yes = nyra->handle(form({{"contact", {{"email", "a@x.example"}}}, {"answers", {{"Newsletter?", true}}}, {"source_id", "1"}}), view);
    view.apply(*yes);
    const auto contact = *contactByEmail(view, "a@x.example");
    QCOMPARE(boolean(contact.preferences.at("email"), "consent"), true);
    QCOMPARE(text(contact.preferences.at("email"), "evidence"), std::string("Newsletter?: true"));
    QCOMPARE(text(contact.preferences.at("email"), "at"), std::string("2026-11-23T09:00:00.000Z"));
    const auto silent = nyra->handle(form({{"contact", {{"email", "a@x.example"}}}, {"source_id", "2"}}, {}, "evt_2"), view);
    QVERIFY(!silent->records.front().fields.contains("Communication Preferences"));
    const auto no = nyra->handle(form({{"contact", {{"email", "a@x.example"}}}, {"answers", {{"Newsletter?", "no"}}}, {"source_id", "3"}}, {}, "evt_3"), view);
    QCOMPARE(boolean(no->records.front().fields.at("Communication Preferences").at("email"), "consent", true), false);
}

void NyraTest::unsubscribingIsHeard()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada", "a@x.example");
    view.instances.push_back({"wf_1", "lead-to-client", "rec_1", "nurturing", "rec_1", {}, {}, {}});
    view.instances.push_back({"wf_2", "order", "1042", "paid", "rec_1", {}, {}, {}});
    const auto plan = registry().agent("nyra")->handle(form({{"contact", {{"email", "a@x.example"}, {"unsubscribed", true}}}}, {}, "evt_1", "contact_update"), view);
    QCOMPARE(plan->signals.size(), std::size_t(1));
    QCOMPARE(plan->signals.front().workflow + " " + plan->signals.front().type, std::string("wf_1 opted_out"));
    QCOMPARE(boolean(plan->records.front().fields.at("Communication Preferences").at("email"), "consent", true), false);
}

void NyraTest::whoIsWonNeedsNoMoreSequence_data()
{
    using B = QByteArray;
    QTest::addColumn<B>("sequence");
    QTest::addColumn<B>("status");
    QTest::addColumn<B>("signal"); ///< empty: it goes on
    QTest::newRow("keeping in touch, qualified") << B("nurture") << B("Qualified Lead") << B("engaged");
    QTest::newRow("keeping in touch, a client") << B("nurture") << B("Active Client") << B("sequence_over");
    QTest::newRow("an inquiry, qualified") << B("wellness_inquiry") << B("Qualified Lead") << B("engaged");
    QTest::newRow("a proposal, qualified") << B("proposal") << B("Qualified Lead") << B();
    QTest::newRow("a proposal, a client") << B("proposal") << B("Active Client") << B("sequence_over");
    QTest::newRow("before a visit, a client") << B("first_visit") << B("Active Client") << B();
    QTest::newRow("for clients") << B("business_client") << B("Active Client") << B();
    QTest::newRow("inactive") << B("nurture") << B("Inactive") << B();
}

void NyraTest::whoIsWonNeedsNoMoreSequence()
{
    QFETCH(QByteArray, sequence);
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, signal);
    test::MemoryView view;
    view.contact("rec_1", "Ada", "a@x.example", {{"Status", status.toStdString()}});
    view.instances.push_back({"wf_1", "nurture-sequence", "rec_1/x", "waiting", "rec_1", {}, {}, {{"sequenceKind", sequence.toStdString()}}});
    view.instances.push_back({"wf_2", "lead-to-client", "rec_1", "nurturing", "rec_1", {}, {}, {{"sequenceKind", sequence.toStdString()}}});
    const auto signalsOf = [](const Result<agents::Plan> &plan) {
        QByteArray all;
        for (const auto &one : plan->signals)
            all += (all.isEmpty() ? "" : ", ") + QByteArray::fromStdString(one.workflow + " " + one.type);
        return all;
    };
    const auto expected = signal.isEmpty() ? QByteArray() : "wf_1 " + signal;
    agents::Event changed{"msg_1", "bus", "contact_update", {}, false, {{"record", "rec_1"}, {"by", "Mira"}, {"status", status.toStdString()}, {"status_before", "Active Lead"}}, {}, {}, {}};
    QCOMPARE(signalsOf(registry().agent("nyra")->handle(changed, view)), expected);
    if (status != "Active Client")
        return;
    // So does what an order or a workflow brought about; Solari has written the status by then.
    agents::Event won{"msg_2", "bus", "client_won", {}, false, {{"contact", "rec_1"}, {"through", "order"}}, {}, {}, {}};
    QCOMPARE(signalsOf(registry().agent("nyra")->handle(won, view)), expected);
}

void NyraTest::matterOfLawGoesToAPerson()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    const auto plan = registry().agent("nyra")->handle(form({{"contact", {{"full_name", "Ada Quinn"}, {"email", "ada@x.example"}}}, {"source_id", "t"}}, "My lawyer will contact you about the print"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->starts.size(), std::size_t(1)); // and no lead
    QCOMPARE(plan->starts.front().definition + " " + text(plan->starts.front().input, "reason"), std::string("customer-service legal_compliance"));
    QCOMPARE(plan->starts.front().contact, plan->records.front().id);
    QCOMPARE(plan->effects.size(), std::size_t(1)); // the one acknowledgement
    QCOMPARE(plan->effects.front().target, std::string("ada@x.example"));
    QCOMPARE(plan->posts.size(), std::size_t(1));
}

void NyraTest::aHighValueIsMarked()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    const auto plan = registry().agent("nyra")->handle(form({{"contact", {{"full_name", "Ada Quinn"}, {"email", "ada@x.example"}}}, {"source_id", "t"}}, "I would like to commission a work for $12,000"), view);
    QCOMPARE(plan->starts.front().priority, std::string("High"));
}

void NyraTest::aFewForeignWordsAreNoCase()
{
    test::MemoryView view;
    const auto short_ = registry().agent("nyra")->handle(form({{"contact", {{"email", "a@x.example"}}}, {"source_id", "t"}}, "Kandinsky"), view);
    QVERIFY(short_->starts.size() == 1 && short_->starts.front().definition == "lead-to-client");
    const auto whole = registry().agent("nyra")->handle(form({{"contact", {{"email", "a@x.example"}}}, {"source_id", "t"}}, "Bonjour, je voudrais réserver une visite pour deux"), view);
    QCOMPARE(whole->starts.size(), std::size_t(1));
    QCOMPARE(whole->starts.front().definition, std::string("customer-service"));
    QVERIFY(text(member(whole->starts.front().input, "case"), "proposal").empty()); // nobody read it
}

void NyraTest::updatesOnlyWriteTheRecord()
{
    test::MemoryView view;
    for (const auto *type : {"contact_update", "customer_data_update", "customer_created"}) {
        const auto plan = registry().agent("nyra")->handle(form(Json::object({{"contact", {{"email", "a@x.example"}, {"full_name", "Ada"}, {"external_id", "7"}}}}), {}, "evt_1", type), view);
        QVERIFY2(plan, describe(plan).c_str());
        QVERIFY2(plan->starts.empty() && plan->tasks.empty() && plan->effects.empty(), plan->summary.c_str());
        QCOMPARE(text(plan->records.front().fields.at("External IDs"), "typeform"), std::string("7"));
    }
}

void NyraTest::qualifyingWritesTheScore()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    view.contact("rec_1", "Ada Quinn", "ada@x.example", {{"Phone", "030 1234567"}, {"Business Entity", Json::array({"rec_g"})}, {"Profile", Json::array({"Collector"})}});
    Command command{"qualify", {{"contact", "rec_1"}, {"text", "Please book a viewing appointment"}}, "wf_1", {}, {}, "wf_1/qualify/1", {}};
    const auto plan = registry().agent("nyra")->run(command, view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(number(plan->output, "score"), 80.0);
    QCOMPARE(integer(plan->output, "general"), 7);
    QCOMPARE(text(plan->output, "grade"), std::string("High"));
    QCOMPARE(text(plan->output, "path"), std::string("qualified"));
    QVERIFY(boolean(plan->output, "valid"));
    QCOMPARE(integer(plan->output, "checkAfterDays"), 3);
    QCOMPARE(number(plan->records.front().fields, "Lead Score"), 80.0);
    QCOMPARE(text(plan->records.front().fields, "Status"), std::string("Qualified Lead"));
    std::string told;
    for (const auto &m : plan->messages)
        told += m.recipient + ":" + m.type + " ";
    QCOMPARE(told, std::string("ruvo:lead_qualified grace-fields:lead_qualified liora:lead_qualified "));
    QVERIFY(!plan->evidence.empty());

    command.input["duplicate"] = true;
    const auto again = registry().agent("nyra")->run(command, view);
    QVERIFY(boolean(again->output, "duplicate") && again->records.empty() && again->messages.empty());
}

void NyraTest::qualifyingTheUnqualified()
{
    test::MemoryView view;
    const auto *nyra = registry().agent("nyra");
    const auto nobody = nyra->run({"qualify", {{"contact", "rec_9"}}, {}, {}, {}, {}, {}}, view);
    QVERIFY(nobody && !boolean(nobody->output, "valid", true));
    QCOMPARE(nyra->run({"qualify", Json::object(), {}, {}, {}, {}, {}}, view).error().what, std::string("no contact"));
    view.contact("rec_1", "Ada", "a@x.example", {{"Status", "Active Client"}});
    view.business("rec_c", "Compass", "CONSULTING_FIRM");
    const auto low = nyra->run({"qualify", {{"contact", "rec_1"}, {"by_hand", {{"interest", "very high"}, {"budget_confirmed", true}}}}, {}, {}, "rec_c", {}, {}}, view);
    QCOMPARE(number(low->output, "score"), 75.0); // 30 + 25 + 20
    QVERIFY(!low->records.front().fields.contains("Status")); // a client does not become a lead again
}

void NyraTest::theFirstAnswerIsShortAndWhole_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("has");
    QTest::newRow("English") << "I am interested in a visit. When?" << "en" << "I am interested in a visit";
    QTest::newRow("German") << "Ich interessiere mich für einen Besuch" << "de" << "Guten Tag Ada Quinn,";
    QTest::newRow("no words") << "" << "en" << "your message";
}

void NyraTest::theFirstAnswerIsShortAndWhole()
{
    QFETCH(QString, words);
    QFETCH(QString, language);
    QFETCH(QString, has);
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    view.contact("rec_1", "Ada Quinn", "ada@x.example");
    const auto plan = registry().agent("nyra")->run({"first_answer", {{"contact", "rec_1"}, {"text", words.toStdString()}}, {}, {}, {}, {}, {}}, view);
    QVERIFY2(plan, describe(plan).c_str());
    const auto &mail = plan->effects.front();
    QCOMPARE(mail.kind + " " + mail.target + " " + mail.contact, std::string("mail ada@x.example rec_1"));
    const auto body = QString::fromStdString(text(mail.body, "text"));
    QVERIFY2(body.contains(has), qPrintable(body));
    QVERIFY(!body.contains(QLatin1String("{{")) && !body.contains(QLatin1String("lead"), Qt::CaseInsensitive));
    QVERIFY(body.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts).size() <= 120);
    QCOMPARE(QString::fromStdString(text(plan->output, "language")), language);
    QVERIFY(!mail.notice);
}

void NyraTest::noAnswerWithoutLeave()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada", "ada@x.example", {{"Status", "Do Not Contact"}});
    const auto plan = registry().agent("nyra")->run({"first_answer", {{"contact", "rec_1"}}, {}, {}, {}, {}, {}}, view);
    QVERIFY(plan && plan->effects.empty());
    QCOMPARE(text(plan->output, "why"), std::string("the contact is marked Do Not Contact"));
    QCOMPARE(registry().agent("nyra")->run({"draft_reply", {{"contact", "rec_1"}}, {}, {}, {}, {}, {}}, view)->effects.size(), std::size_t(0));
    view.contact("rec_1", "Ada", "ada@x.example", {{"Status", "Active Lead"}});
    QCOMPARE(registry().agent("nyra")->run({"draft_reply", {{"contact", "rec_1"}}, {}, {}, {}, {}, {}}, view).error().what, std::string("nothing to say"));
    const auto reply = registry().agent("nyra")->run({"draft_reply", {{"contact", "rec_1"}, {"message", "We open at ten."}}, {}, {}, {}, {}, {}}, view);
    QVERIFY(text(reply->output, "text").find("We open at ten.") != std::string::npos);
}

void NyraTest::operatorsAsk()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada Quinn", "ada@x.example", {{"Lead Score", 60}});
    const auto ask = [&](const char *words) { return text(registry().agent("nyra")->talk({words, "op_a", "Ben", {}, {}}, view)->output, "answer"); };
    QVERIFY(ask("score ada@x.example").find("of 100") != std::string::npos);
    QVERIFY(ask("Score ADA@x.example").find("Stored Lead Score: 60") != std::string::npos);
    QVERIFY(ask("score nobody@x.example").find("I know nobody") != std::string::npos);
    QVERIFY(ask("score").find("one e-mail address") != std::string::npos);
    QVERIFY(ask("find Ada Quinn").find("Ada Quinn <ada@x.example>, Active Lead, score 60") != std::string::npos);
    QVERIFY(ask("find Nobody").find("nobody called Nobody") != std::string::npos);
}

QTEST_GUILESS_MAIN(NyraTest)
#include "nyra_test.moc"
