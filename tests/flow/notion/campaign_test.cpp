#include <random>

#include <QTest>

#include "tests/flow/notion/sync_desk.h"

using namespace hs;
using namespace hs::test;

namespace {

constexpr const char *Contacts = "contacts-profiles";
constexpr const char *Tasks = "master-tasks";

int asked(const char *variable, int otherwise)
{
    const auto text = qEnvironmentVariable(variable);
    return text.isEmpty() ? otherwise : text.toInt();
}

/// What both sides change at random, and what must come of it: in the end both are equal, no page is there twice, and the last value
/// that either side gave to a property is what stands, or is kept in a conflict or in the history.
class Campaign {
public:
    Campaign(SyncDesk &desk, std::uint64_t seed) : m_desk(desk), m_random(seed) {}

    void step()
    {
        switch (m_random() % 11) {
        case 10:
            return m_random() % 2 == 0 ? writeHere() : writeThere();
        case 0:
            return createHere();
        case 1:
            return createThere();
        case 2:
            return m_random() % 3 == 0 ? removeHere() : changeHere();
        case 3:
            return m_random() % 3 == 0 ? trashThere() : changeThere();
        case 4:
        case 5:
        case 6:
            return changeHere();
        default:
            return changeThere();
        }
    }

    void faults(double share)
    {
        using Kind = NotionFault::Kind;
        for (const auto kind : {Kind::CutBefore, Kind::CutAfter, Kind::CutMiddle, Kind::Malformed, Kind::Html, Kind::Empty})
            add(kind, 0, share / 12);
        for (const int status : {409, 500, 502, 504, 529})
            add(Kind::Refuse, status, share / 12);
        add(Kind::RefuseAfter, 503, share / 12);
        NotionFault shortPages;
        shortPages.kind = Kind::ShortPage;
        shortPages.share = share;
        shortPages.times = 0;
        m_desk.notion.addFault(shortPages);
    }

    /// What a round works with: on both sides, alike.
    void prepare()
    {
        const auto name = word();
        m_round.changed = m_desk.create(Contacts, {{"Full Name", name + "a"}, {"Email", name + "a@studio.example"}, {"Contact Type", "Other"}, {"Status", "Inactive"}});
        m_round.edited = m_desk.create(Contacts, {{"Full Name", name + "b"}, {"Email", name + "b@studio.example"}, {"Contact Type", "Other"}, {"Status", "Inactive"}});
        m_round.removed = m_desk.create(Tasks, {{"Task Name", name + "c"}, {"Status", "To Do"}, {"Priority", "Low"}});
        m_round.trashed = m_desk.create(Tasks, {{"Task Name", name + "d"}, {"Status", "To Do"}, {"Priority", "Low"}});
    }
    /// One of each that people do, here and there.
    void round()
    {
        m_desk.notion.advance(std::chrono::minutes(3)); // what is done now is later than all before
        createHere();
        createThere();
        const auto value = word();
        if (m_desk.change(Contacts, m_round.changed, {{"City", value}, {"Notes", std::string(2'500, 'n') + value}}))
            m_lastHere[{m_round.changed, "City"}] = value;
        const auto edited = text(m_desk.pageOf(Contacts, m_round.edited), "id");
        m_desk.notion.editPage(edited, {{"City", FakeNotion::text(value + "t")}});
        m_lastThere[{edited, "City"}] = value + "t";
        write(m_round.changed, value + " is written here");
        m_desk.notion.setMarkdown(edited, value + " is written there");
        (void)m_desk.remove(Tasks, m_round.removed);
        m_desk.notion.trashPage(text(m_desk.pageOf(Tasks, m_round.trashed), "id"));
    }

    /// What does not hold; empty: all does.
    QString wrong()
    {
        for (const auto *database : {Contacts, Tasks}) {
            const auto records = m_desk.all(database);
            const auto pages = m_desk.pages(database);
            std::map<std::string, Json> byRecord;
            for (const auto &page : pages) {
                const auto id = SyncDesk::plain(page, "Console ID");
                if (!byRecord.emplace(id, page).second)
                    return QStringLiteral("two pages of %1").arg(QString::fromStdString(id));
                if (!records.contains(id))
                    return QStringLiteral("a page without a record: \"%1\" %2").arg(QString::fromStdString(id), QString::fromStdString(text(page, "id")));
            }
            for (const auto &[id, fields] : records) {
                const auto page = byRecord.find(id);
                if (page == byRecord.end())
                    return QStringLiteral("a record without a page: %1").arg(QString::fromStdString(id));
                for (const auto *property : Properties)
                    if (fields.contains(property) || page->second["properties"].contains(property))
                        if (text(fields, property) != SyncDesk::plain(page->second, property))
                            return QStringLiteral("%1, %2: \"%3\" here, \"%4\" there").arg(QString::fromStdString(id), QString::fromLatin1(property),
                                QString::fromStdString(text(fields, property)), QString::fromStdString(SyncDesk::plain(page->second, property)));
                const auto inside = m_desk.ask(api::RecordTextQuery{QString::fromStdString(id)});
                const auto there = QString::fromStdString(m_desk.notion.markdown(text(page->second, "id")));
                if (inside.readAt.isValid() && inside.text.trimmed() != there.trimmed())
                    return QStringLiteral("the text of %1: \"%2\" here (%3), \"%4\" there").arg(QString::fromStdString(id), inside.text, inside.state, there);
            }
        }
        return lost();
    }

private:
    static constexpr std::array<const char *, 6> Properties{"Full Name", "City", "Notes", "Company", "Task Name", "Description"};

    void add(NotionFault::Kind kind, int status, double share)
    {
        NotionFault fault;
        fault.kind = kind;
        fault.status = status;
        fault.share = share;
        fault.times = 0;
        m_desk.notion.addFault(fault);
    }
    std::string word() { return "w" + std::to_string(++m_words); }
    const char *database() { return m_random() % 2 == 0 ? Contacts : Tasks; }
    std::string property(const std::string &database)
    {
        static constexpr std::array<const char *, 3> OfContacts{"City", "Notes", "Company"};
        static constexpr std::array<const char *, 2> OfTasks{"Notes", "Description"};
        return database == Contacts ? OfContacts[m_random() % 3] : OfTasks[m_random() % 2];
    }
    std::string recordOf(const std::string &database)
    {
        const auto ids = m_desk.ids(database);
        return ids.empty() ? std::string() : ids[m_random() % ids.size()];
    }
    Json pageIn(const std::string &database)
    {
        const auto ids = m_desk.notion.pageIds(m_desk.table(database).dataSource);
        return ids.empty() ? Json() : m_desk.notion.page(ids[m_random() % ids.size()]);
    }

    void createHere()
    {
        const std::string where = database();
        const auto name = word();
        m_desk.create(where, where == Contacts ? Json{{"Full Name", name}, {"Email", name + "@studio.example"}, {"Contact Type", "Other"}, {"Status", "Inactive"}}
                                               : Json{{"Task Name", name}, {"Status", "To Do"}, {"Priority", "Low"}});
    }
    void createThere()
    {
        const std::string where = database();
        const auto name = word();
        if (m_desk.table(where).dataSource.empty())
            return;
        m_desk.addRow(where, where == Contacts ? Json{{"Full Name", FakeNotion::title(name)}, {"Email", {{"email", name + "@notion.example"}}}}
                                               : Json{{"Task Name", FakeNotion::title(name)}});
    }
    void changeHere()
    {
        const std::string where = database();
        const auto id = recordOf(where);
        if (id.empty())
            return;
        const auto name = property(where);
        const auto value = word();
        if (m_desk.change(where, id, {{name, value}}))
            m_lastHere[{id, name}] = value;
    }
    void changeThere()
    {
        const std::string where = database();
        const auto page = pageIn(where);
        if (page.is_null())
            return;
        const auto name = property(where);
        const auto value = word();
        const auto done = m_desk.notion.editPage(text(page, "id"), {{name, FakeNotion::text(value)}});
        if (text(done, "object") == "page")
            m_lastThere[{text(page, "id"), name}] = value;
    }
    void write(const std::string &id, const std::string &words)
    {
        const auto record = QString::fromStdString(id);
        const auto seen = m_desk.ask(api::RecordTextQuery{record}).text;
        if (m_desk.host().submitNow(runtime::engineCaller(), api::WriteRecordText{record, QString::fromStdString(words), seen}))
            m_lastHere[{id, "Page content"}] = words;
    }
    void writeHere()
    {
        if (const auto id = recordOf(database()); !id.empty())
            write(id, word());
    }
    void writeThere()
    {
        if (const auto page = pageIn(database()); !page.is_null())
            m_desk.notion.setMarkdown(text(page, "id"), word());
    }
    void removeHere()
    {
        const std::string where = database();
        if (const auto id = recordOf(where); !id.empty())
            (void)m_desk.remove(where, id);
    }
    void trashThere()
    {
        const auto page = pageIn(database());
        if (!page.is_null())
            m_desk.notion.trashPage(text(page, "id"));
    }

    /// A last value that is nowhere. What was removed since has gone with its record, which the audit keeps.
    QString lost()
    {
        std::set<std::string> kept, alive;
        const auto keep = [&](const QJsonValue &value) {
            if (value.isString())
                kept.insert(value.toString().toStdString());
            else if (value.isObject())
                for (const auto inside : value.toObject())
                    if (inside.isString())
                        kept.insert(inside.toString().toStdString());
        };
        api::NotionConflictQuery query;
        query.openOnly = false;
        query.window.limit = 1000;
        do {
            const auto page = m_desk.ask(query);
            for (const auto &row : page.rows)
                for (const auto &value : {row.base, row.local, row.remote})
                    keep(value);
            query.window.after = page.next;
        } while (!query.window.after.isEmpty());
        for (const auto *where : {Contacts, Tasks})
            for (const auto &[id, fields] : m_desk.all(where)) {
                alive.insert(id);
                kept.insert(m_desk.ask(api::RecordTextQuery{QString::fromStdString(id)}).text.trimmed().toStdString());
                for (const auto &entry : fields.items())
                    if (entry.value().is_string())
                        kept.insert(entry.value().get<std::string>());
                for (const auto &row : m_desk.ask(api::PropertyHistoryQuery{QString::fromStdString(id), {}, {{}, 1000}}).rows) {
                    keep(row.before);
                    keep(row.after);
                }
            }
        for (const auto &[what, value] : m_lastHere)
            if (alive.contains(what.first) && !kept.contains(value))
                return QStringLiteral("\"%1\", written here as %2 of %3, is nowhere").arg(QString::fromStdString(value), QString::fromStdString(what.second), QString::fromStdString(what.first));
        for (const auto &[what, value] : m_lastThere) {
            const auto page = m_desk.notion.page(what.first);
            if (!boolean(page, "in_trash") && alive.contains(SyncDesk::plain(page, "Console ID")) && !kept.contains(value))
                return QStringLiteral("\"%1\", written in Notion as %2 of %3, is nowhere").arg(QString::fromStdString(value), QString::fromStdString(what.second), QString::fromStdString(what.first));
        }
        return {};
    }

    SyncDesk &m_desk;
    std::mt19937_64 m_random;
    std::uint64_t m_words = 0;
    struct {
        std::string changed, edited, removed, trashed;
    } m_round;
    std::map<std::pair<std::string, std::string>, std::string> m_lastHere, m_lastThere;
};

/// The line is good again, and what was parked is tried again, as a person would.
bool comesToRest(SyncDesk &desk)
{
    desk.notion.clearFaults();
    desk.notion.advance(std::chrono::minutes(3)); // the minute of the last edits is over
    for (int i = 0; i < 5; ++i) {
        (void)desk.trySync(true);
        (void)desk.host().submitNow(runtime::engineCaller(), api::RetryNotionItem{});
        for (const auto &row : desk.ask(api::NotionStatusQuery{}).databases)
            if (row.gone > 0 && !desk.host().submitNow(runtime::engineCaller(), api::DecideNotionGone{row.database, true}))
                return false;
        if (desk.settle(2))
            return true;
    }
    return desk.settle();
}

/// Each way in which a request goes wrong.
void oneOfEachKind()
{
    using Kind = NotionFault::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("first"); // kinds begin at different requests, so that together they meet all
    QTest::newRow("cut before") << int(Kind::CutBefore) << 0 << 1;
    QTest::newRow("cut after") << int(Kind::CutAfter) << 0 << 2;
    QTest::newRow("cut in the middle") << int(Kind::CutMiddle) << 0 << 3;
    QTest::newRow("delayed") << int(Kind::Delay) << 0 << 4;
    QTest::newRow("doubled") << int(Kind::Twice) << 0 << 5;
    QTest::newRow("429") << int(Kind::Refuse) << 429 << 6;
    QTest::newRow("500") << int(Kind::Refuse) << 500 << 7;
    QTest::newRow("502") << int(Kind::Refuse) << 502 << 8;
    QTest::newRow("503, and yet done") << int(Kind::RefuseAfter) << 503 << 2;
    QTest::newRow("malformed") << int(Kind::Malformed) << 0 << 4;
}

NotionFault faultOf(int kind, int status, int nth)
{
    NotionFault fault;
    fault.kind = NotionFault::Kind(kind);
    fault.status = status;
    fault.delay = std::chrono::milliseconds(20);
    fault.retryAfter = status == 429 ? 1 : 0;
    fault.nth = nth;
    return fault;
}

/// How many requests come until all databases are there with all their properties.
int requestsOfASetUp()
{
    SyncDesk desk;
    if (!desk.settle())
        return 0;
    int last = 0;
    for (const auto &request : desk.notion.log())
        if ((request.method == "POST" && request.target == "/v1/databases") || (request.method == "PATCH" && request.target.starts_with("/v1/data_sources/")))
            last = int(request.number);
    return last;
}

} // namespace

/// Both sides at random, with faults at random. HS_SYNC_SEEDS and HS_SYNC_STEPS make it longer.
class NotionCampaignTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothSidesAtRandom_data();
    void bothSidesAtRandom();
    void everyRequestInTurn_data();
    void everyRequestInTurn();
    void aSetUpGoesOnWhereItWasCutOff_data();
    void aSetUpGoesOnWhereItWasCutOff();
};

void NotionCampaignTest::bothSidesAtRandom_data()
{
    QTest::addColumn<int>("seed");
    QTest::addColumn<bool>("restarts");
    const int first = asked("HS_SYNC_SEED", 1);
    for (int seed = first; seed < first + asked("HS_SYNC_SEEDS", 4); ++seed)
        QTest::addRow("seed %d%s", seed, seed % 2 == 0 ? ", the console starts again and again" : "") << seed << (seed % 2 == 0);
}

void NotionCampaignTest::bothSidesAtRandom()
{
    QFETCH(int, seed);
    QFETCH(bool, restarts);
    SyncDesk::Options options;
    options.notion.seed = std::uint64_t(seed);
    SyncDesk desk(options);
    QVERIFY(desk.settle());
    Campaign campaign(desk, std::uint64_t(seed));
    campaign.faults(0.15);
    const int steps = asked("HS_SYNC_STEPS", 150);
    for (int i = 0; i < steps; ++i) {
        campaign.step();
        if (i % 5 == 4)
            (void)desk.trySync(i % 25 == 24);
        if (restarts && i % 40 == 39)
            desk.start();
    }
    QVERIFY(comesToRest(desk));
    const auto wrong = campaign.wrong();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void NotionCampaignTest::everyRequestInTurn_data()
{
    oneOfEachKind();
}

/// A whole pass in which each request in turn goes wrong in one way. HS_SYNC_EVERY=1 leaves none out.
void NotionCampaignTest::everyRequestInTurn()
{
    QFETCH(const int, kind);
    QFETCH(const int, status);
    QFETCH(const int, first);
    const int every = asked("HS_SYNC_EVERY", 8);
    SyncDesk desk;
    QVERIFY(desk.settle());
    Campaign campaign(desk, 1);
    int struck = 0;
    for (int nth = every == 1 ? 1 : first;; nth += every) {
        campaign.prepare();
        QVERIFY(desk.settle());
        campaign.round();
        const auto before = desk.notion.faultsStruck();
        desk.notion.addFault(faultOf(kind, status, nth));
        (void)desk.trySync();
        const bool hit = desk.notion.faultsStruck() > before;
        QVERIFY2(comesToRest(desk), qPrintable(QStringLiteral("request %1").arg(nth)));
        const auto wrong = campaign.wrong();
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("request %1: %2").arg(nth).arg(wrong)));
        if (!hit)
            break; // there are not so many requests
        ++struck;
    }
    QVERIFY2(struck * every >= 20, qPrintable(QString::number(struck)));
}

void NotionCampaignTest::aSetUpGoesOnWhereItWasCutOff_data()
{
    oneOfEachKind();
}

/// A set-up in which each request in turn goes wrong in one way, and where that ends it the program as well. HS_SYNC_EVERY=1 leaves none out.
void NotionCampaignTest::aSetUpGoesOnWhereItWasCutOff()
{
    QFETCH(const int, kind);
    QFETCH(const int, status);
    QFETCH(const int, first);
    // What is done without an answer is what could be made twice: those two kinds together meet every second request.
    const bool unanswered = NotionFault::Kind(kind) == NotionFault::Kind::CutAfter || NotionFault::Kind(kind) == NotionFault::Kind::RefuseAfter;
    const int begin = unanswered ? (status == 0 ? 2 : 4) : first * 2;
    const int every = asked("HS_SYNC_EVERY", unanswered ? 4 : 20);
    static const int of = requestsOfASetUp();
    QVERIFY2(of >= 40, qPrintable(QString::number(of)));
    for (int nth = every == 1 ? 1 : begin; nth <= of; nth += every) {
        SyncDesk desk;
        desk.notion.addFault(faultOf(kind, status, nth));
        if (!desk.trySync())
            desk.start();
        const auto where = QStringLiteral("request %1").arg(nth);
        QVERIFY2(desk.settle(), qPrintable(where));
        QCOMPARE(desk.notion.faultsStruck(), std::uint64_t(1));
        std::map<std::string, int> titles;
        for (const auto &database : desk.notion.databases())
            ++titles[dump(member(database, "title"))];
        QVERIFY2(titles.size() == 16, qPrintable(where));
        // Nothing tells Notion that a database which is ordered twice is the same: the second stays there, and nothing is put into it.
        const int most = NotionFault::Kind(kind) == NotionFault::Kind::Twice ? 2 : 1;
        for (const auto &[title, count] : titles)
            QVERIFY2(count <= most, qPrintable(where + QLatin1String(": ") + QString::fromStdString(title)));
        for (const auto &row : desk.ask(api::NotionStatusQuery{}).databases)
            QVERIFY2(row.extras.isEmpty(), qPrintable(where + QLatin1String(", ") + row.database + QLatin1String(": ") + row.extras.join(QLatin1Char(','))));
    }
}

QTEST_GUILESS_MAIN(NotionCampaignTest)
#include "campaign_test.moc"
