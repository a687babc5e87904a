#include "tests/fakes/sample_notion.h"

#include <algorithm>
#include <memory>

namespace hs::test {

using namespace hs::api;

namespace {

QString u(const char *text)
{
    return QString::fromUtf8(text);
}

/// One page of `count` rows that `make` makes from their numbers; `next` is a number.
template <typename Row, typename Make>
Page<Row> pageOf(int count, const Window &window, Make make)
{
    Page<Row> page;
    const int from = window.after.toInt();
    const int end = std::min(count, from + window.limit);
    for (int i = from; i < end; ++i)
        page.rows.push_back(make(i));
    if (end < count)
        page.next = QString::number(end);
    page.total = count;
    return page;
}

PropertyInfo property(const char *name, const char *type, const char *format = "", QStringList options = {}, const char *relation = "", bool system = false,
                      const char *writer = "staff")
{
    PropertyInfo info;
    info.name = u(name);
    info.type = u(type);
    info.format = u(format);
    info.options = std::move(options);
    info.relation = u(relation);
    info.systemOnly = system;
    info.writer = u(writer);
    return info;
}

} // namespace

NotionStatus SampleNotion::status() const
{
    NotionStatus s;
    s.standing = standing;
    s.tokenSet = tokenSet;
    if (standing == NotionStanding::Off)
        return s;
    s.workspace = u("Lumen and friends");
    s.parentPage = u("https://www.notion.so/lumen/Hub-1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f");
    s.lastAnswer = now.addSecs(-4);
    s.usualMillis = 240;
    s.used = 41;
    s.limit = 180;
    s.usedByPeople = 2;
    s.usedByPush = 20;
    s.usedByPull = 19;
    s.breaker = u("closed");
    s.downloaded = 1'204;
    s.uploaded = 87;
    s.waiting = waiting;
    s.parked = parked;
    s.openConflicts = conflicts;
    s.gone = gone;
    s.setUpDone = setUpDone;
    s.setUpOf = setUpOf;
    s.setUpNow = setUpOf > 0 ? u("Contacts & Profiles") : QString();
    s.waitingSince = waiting > 0 ? now.addSecs(-120) : QDateTime();
    const struct { const char *key, *title; qint64 records; } bases[] = {
        {"contacts-profiles", "Contacts & Profiles", 412}, {"business-entities-registry", "Business Entities Registry", 3}, {"products-services", "Products & Services", 96},
        {"active-workflows", "Active Workflows", 58}, {"master-tasks", "Master Tasks", 1'312}, {"marketing-campaigns", "Marketing Campaigns", 14},
        {"feedback-surveys", "Feedback & Surveys", 40}, {"rewards-bounties", "Rewards & Bounties", 9}, {"community-hub", "Community Hub", 120},
        {"agent-registry", "Agent Registry", 9}, {"agent-communication", "Agent Communication", 2'040}, {"api-integrations", "API Integrations", 11},
        {"workflows-library", "Workflows Library", 18}, {"use-cases-library", "Use Cases Library", 22}, {"notification-templates", "Notifications Templates", 31},
        {"data-transformations", "Data Transformations", 12}};
    int number = 0;
    for (const auto &base : bases) {
        NotionDatabaseRow row;
        row.database = u(base.key);
        row.title = u(base.title);
        row.connected = true;
        row.remoteTitle = number == 2 ? u("Catalogue of the gallery") : row.title;
        row.url = u("https://www.notion.so/0000000000000000000000000000000%1").arg(number, 0, 16);
        row.records = base.records;
        row.pages = base.records - (number == 0 ? waiting : 0);
        row.pulledAt = now.addSecs(-20 - number);
        if (number == 0) {
            row.waiting = waiting;
            row.gone = gone;
            row.extras = {u("Favourite artist"), u("Dinner list")};
        }
        if (number == 4) {
            row.parked = parked;
            row.pulling = true;
        }
        if (number == 6)
            row.error = u("Notion does not find it: it was deleted, or it is not shared with the connection");
        ++number;
        s.databases.push_back(std::move(row));
    }
    if (standing == NotionStanding::Down) {
        s.breaker = u("open");
        s.retryAt = now.addSecs(42);
        s.trouble = u("Notion cannot be reached; the console tries again by itself");
    } else if (standing == NotionStanding::NeedsPerson) {
        s.trouble = u("databases of these titles are in Notion and differ: Products & Services");
        s.mend = u("look at the differences in Integrations, then say whether to use them or to make new ones");
    }
    return s;
}

NotionConflictRow SampleNotion::conflict(int number) const
{
    NotionConflictRow row;
    row.seq = conflicts - number;
    row.record = u("rec_%1").arg(number + 1);
    row.database = u("contacts-profiles");
    row.title = number == 0 ? u("Helen Ashworth") : u("Client %1").arg(number);
    row.property = number % 3 == 0 ? u("Email") : number % 3 == 1 ? u("Budget") : u("Follow up");
    row.at = now.addSecs(-300 * (number + 1));
    row.localAt = row.at.addSecs(-90);
    row.remoteAt = row.at.addSecs(-40);
    if (number % 3 == 0) {
        row.base = u("h.ashworth@old.example");
        row.local = u("helen@ashworth.example");
        row.remote = u("office@ashworth.example");
    } else if (number % 3 == 1) {
        row.local = 2'400;
        row.remote = 2'000;
    } else {
        row.base = u("2026-11-20T09:00:00.000Z");
        row.local = u("2026-11-27T13:30:00.000Z");
    }
    row.localBy = u("Mira Kovac");
    row.remoteBy = u("Dan Osei (Notion)");
    row.kept = number % 2 == 0 ? u("remote") : u("local");
    row.rule = number % 2 == 0 ? u("the change in Notion came last") : u("the console's change came last");
    return row;
}

NotionParkedRow SampleNotion::parkedRow(int number) const
{
    NotionParkedRow row;
    row.record = u("rec_p%1").arg(number);
    row.database = u("master-tasks");
    row.title = number == 0 ? u("Install day, Room 2") : u("Task %1").arg(number);
    row.code = u("bad_input");
    row.what = u("Notion does not take the value of \"Documentation URL\"");
    row.where = u("Documentation URL");
    row.mend = u("write it as https://gallery.example/page");
    row.attempts = 3;
    row.since = now.addSecs(-3'600 - number);
    return row;
}

IntegrationCard SampleNotion::card() const
{
    IntegrationCard card;
    card.name = u("notion-hub");
    card.title = u("Notion");
    card.kind = u("mirror");
    card.health = standing == NotionStanding::Off      ? Health::NotSetUp
                  : standing == NotionStanding::Down   ? Health::Down
                  : standing == NotionStanding::Paused ? Health::Paused
                  : parked + conflicts + gone > 0      ? Health::Failing
                                                       : Health::Healthy;
    card.failedItems = parked + conflicts;
    card.sentence = u("%1 changes wait to be uploaded").arg(waiting);
    card.mainValue = u("240 ms");
    card.hasSecret = tokenSet;
    return card;
}

std::vector<DatabaseInfo> SampleNotion::databases() const
{
    DatabaseInfo contacts;
    contacts.key = u("contacts-profiles");
    contacts.title = u("Contacts & Profiles");
    contacts.group = u("Core operations");
    contacts.records = 412;
    contacts.properties = {property("Name", "title"),
                           property("Email", "email", "", {}, "", false, "nyra"),
                           property("Phone", "phone_number"),
                           property("Website", "url"),
                           property("Contact Type", "select", "", {u("Collector"), u("Client"), u("Partner")}),
                           property("Tags", "multi_select", "", {u("VIP"), u("Trade"), u("Member"), u("Press")}),
                           property("Business", "relation", "", {}, "business-entities-registry"),
                           property("Owner", "people"),
                           property("Budget", "number", "currency"),
                           property("Discount", "number", "percent"),
                           property("Visit", "number"),
                           property("Birthday", "date", "date"),
                           property("Follow up", "date", "datetime"),
                           property("Consent", "checkbox"),
                           property("Contract", "files"),
                           property("Notes", "rich_text"),
                           property("Lead Score", "number", "", {}, "", true, "nyra"),
                           property("Price Tier", "formula", "", {}, "", true, "engine")};
    contacts.properties[0].required = true;
    contacts.properties[10].unit = u("min");
    contacts.properties[5].description = u("What kind of client it is; campaigns choose by it.");
    DatabaseInfo entities;
    entities.key = u("business-entities-registry");
    entities.title = u("Business Entities Registry");
    entities.records = related;
    entities.properties = {property("Name", "title")};
    return {contacts, entities};
}

RecordRow SampleNotion::record() const
{
    RecordRow row;
    row.id = u("rec_1");
    row.database = u("contacts-profiles");
    row.title = u("Helen Ashworth");
    row.etag = u("\"7\"");
    row.updatedAt = now.addSecs(-1'500);
    row.updatedBy = u("Nyra");
    row.fields = {{u("Name"), u("Helen Ashworth")},
                  {u("Email"), u("helen@ashworth.example")},
                  {u("Phone"), u("+44 20 7946 0018")},
                  {u("Website"), u("https://ashworth.example")},
                  {u("Contact Type"), u("Client")},
                  {u("Tags"), QJsonArray{u("VIP"), u("Member")}},
                  {u("Business"), QJsonArray{u("rec_b2")}},
                  {u("Owner"), QJsonArray{u("op_mk")}},
                  {u("Budget"), 2'400},
                  {u("Discount"), 10},
                  {u("Visit"), 45},
                  {u("Birthday"), u("1974-03-09")},
                  {u("Follow up"), u("2026-11-27T13:30:00.000Z")},
                  {u("Consent"), true},
                  {u("Contract"), QJsonArray{QJsonObject{{u("name"), u("contract.pdf")}, {u("url"), u("https://studio.example/contract.pdf")}}}},
                  {u("Notes"), u("Broke her wrist in spring. Prefers mornings.")},
                  {u("Lead Score"), 82}};
    return row;
}

RecordMirror SampleNotion::mirror() const
{
    RecordMirror m;
    m.page = u("1f00b5a4-d1a1-4f4b-8a1d-0a1b2c3d4e5f");
    m.url = u("https://www.notion.so/1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f");
    m.state = waiting > 0 ? u("waiting") : u("alike");
    m.since = waiting > 0 ? now.addSecs(-120) : QDateTime();
    m.editedAt = now.addSecs(-900);
    m.extras = {{u("Favourite artist"), u("Okafor"), u("text")}, {u("Dinner list"), u("Spring, Harvest"), u("multi-select")}};
    m.foreign = {{u("Phone"), u("ask the office"), u("is not a phone number: write 7 to 15 digits, as +49 30 1234567")}};
    return m;
}

PropertyChangeRow SampleNotion::change(int number) const
{
    const struct { const char *property, *kind, *actor; QJsonValue before, after; } changes[] = {
        {"Email", "service", "Dan Osei (Notion)", u("h.ashworth@old.example"), u("helen@ashworth.example")},
        {"Lead Score", "agent", "nyra", 71, 82},
        {"Tags", "person", "Mira Kovac", QJsonArray{u("VIP")}, QJsonArray{u("VIP"), u("Member")}},
        {"Follow up", "key", "reporting", QJsonValue(), u("2026-11-27T13:30:00.000Z")},
        {"Business", "person", "Mira Kovac", QJsonArray{u("rec_b1")}, QJsonArray{u("rec_b2")}}};
    const auto &one = changes[std::size_t(number) % std::size(changes)];
    return {10'000 - number, u(one.property), now.addSecs(-900 - 5'000 * number), u(one.kind), u(one.actor), one.before, one.after};
}

RecordText SampleNotion::text() const
{
    RecordText t;
    t.state = textState;
    if (textState == u("none"))
        return t;
    t.text = u("# Visit in spring\n\nShe likes **mornings**.\n\n- [Her site](https://ashworth.example)\n- ![The hall](https://ashworth.example/hall.png)\n");
    t.changedAt = now.addSecs(-1'800);
    t.changedBy = u("nyra");
    t.readAt = now.addSecs(-900);
    if (textState == u("parked")) {
        t.error = u("Notion finds a mistake in what was sent");
        t.mend = u("shorten it");
    }
    return t;
}

QJsonObject SampleNotion::rehearsal() const
{
    const auto row = [](bool upload, const char *database, const char *record, const char *title, const char *what, QJsonArray properties) {
        return QJsonObject{{u("upload"), upload}, {u("database"), u(database)}, {u("record"), u(record)}, {u("title"), u(title)}, {u("what"), u(what)},
                           {u("properties"), properties}};
    };
    return {{u("rows"), QJsonArray{row(false, "contacts-profiles", "rec_1", "Helen Ashworth", "change", {u("Email"), u("Phone")}),
                                   row(false, "contacts-profiles", "", "Client of the fair", "create", {}),
                                   row(true, "master-tasks", "rec_p0", "Install day, Room 2", "change", {u("Status")}),
                                   row(true, "master-tasks", "rec_p9", "Old task", "remove", {}),
                                   row(false, "contacts-profiles", "rec_2", "Client 1", "conflict", {u("Budget")}),
                                   row(false, "products-services", "rec_3", "", "aside", {})}},
            {u("more"), 40},
            {u("troubles"), QJsonArray{u("Feedback & Surveys: Notion does not find it: it was deleted, or it is not shared with the connection")}}};
}

QJsonObject SampleNotion::plan(const QJsonObject &wished) const
{
    QJsonArray rows;
    const auto bases = SampleNotion{now}.status().databases;
    int number = 0;
    for (const NotionDatabaseRow &base : bases) {
        QJsonObject row{{u("database"), base.database}, {u("title"), base.title}, {u("action"), u("create")}, {u("remote"), QString()},
                        {u("differences"), QJsonArray()}, {u("hindered"), false}};
        if (number == 0)
            row[u("action")] = u("connected");
        if (number == 1) {
            row[u("action")] = u("adopt");
            row[u("remote")] = u("11111111-1111-1111-1111-111111111111");
            row[u("differences")] = QJsonArray{u("\"Business Hours\" (text) is missing and can be added"), u("\"Colour\" (select) is not of the hub; it is shown and left alone")};
        }
        if (number == 2) {
            row[u("action")] = u("adopt");
            row[u("remote")] = u("22222222-2222-2222-2222-222222222222");
            row[u("hindered")] = true;
            row[u("differences")] = QJsonArray{u("\"Price\" is a text property in Notion, the hub expects number; its values are shown and not written")};
        }
        if (number == 3) {
            row[u("action")] = u("choose");
            row[u("remote")] = u("33333333-3333-3333-3333-333333333333");
            row[u("hindered")] = true;
            row[u("differences")] = QJsonArray{u("data source \"Open\": 44444444-4444-4444-4444-444444444444"), u("data source \"Done\": 55555555-5555-5555-5555-555555555555")};
        }
        if (const QString place = wished.value(base.database).toString(); !place.isEmpty()) {
            row[u("action")] = u("adopt");
            row[u("remote")] = u("66666666-6666-6666-6666-666666666666");
            row[u("hindered")] = false;
            row[u("differences")] = QJsonArray{u("\"Due\" (date) is missing and can be added")};
        }
        rows.append(row);
        ++number;
    }
    return {{u("workspace"), u("Lumen and friends")}, {u("rows"), rows}};
}

void serveNotion(FakeDoor &door, const SampleNotion &sample)
{
    door.onQuery<NotionStatusQuery>([sample](const auto &, const auto &) -> Result<NotionStatus> { return sample.status(); });
    door.onQuery<NotionConflictQuery>([sample](const NotionConflictQuery &query, const auto &) -> Result<Page<NotionConflictRow>> {
        return pageOf<NotionConflictRow>(sample.conflicts, query.window, [&](int number) { return sample.conflict(number); });
    });
    door.onQuery<NotionParkedQuery>([sample](const NotionParkedQuery &query, const auto &) -> Result<Page<NotionParkedRow>> {
        return pageOf<NotionParkedRow>(sample.parked, query.window, [&](int number) { return sample.parkedRow(number); });
    });
    door.onQuery<IntegrationQuery>([sample](const auto &, const auto &) -> Result<std::vector<IntegrationCard>> {
        IntegrationCard mail;
        mail.name = u("mail");
        mail.title = u("Outgoing mail");
        mail.kind = u("channel");
        mail.health = Health::Healthy;
        return std::vector<IntegrationCard>{sample.card(), mail};
    });
    door.onQuery<DatabaseQuery>([sample](const auto &, const auto &) -> Result<std::vector<DatabaseInfo>> { return sample.databases(); });
    door.onCommand<ConnectNotion>([sample](const ConnectNotion &command, const auto &) -> Result<Receipt> {
        if (command.parentPage.contains(u("nowhere")))
            return fail(Errc::NotFound, "the parent page is not there, or not shared with the connection", "/notion/parentPage",
                        "open the page in Notion, and under \"Connections\" add this connection");
        return Receipt{u("notion-hub"), {}, sample.plan(command.adopt)};
    });
    door.onCommand<RehearseNotion>([sample](const auto &, const auto &) -> Result<Receipt> { return Receipt{u("notion-hub"), {}, sample.rehearsal()}; });
}

void serveMirroredRecords(FakeDoor &door, const SampleNotion &sample, int changes)
{
    door.onQuery<DatabaseQuery>([sample](const auto &, const auto &) -> Result<std::vector<DatabaseInfo>> { return sample.databases(); });
    door.onQuery<RecordQuery>([sample](const RecordQuery &query, const auto &) -> Result<Page<RecordRow>> {
        if (query.database == u("contacts-profiles"))
            return pageOf<RecordRow>(1, query.window, [&](int) { return sample.record(); });
        return pageOf<RecordRow>(query.text.isEmpty() ? sample.related : 1, query.window, [&](int number) {
            RecordRow row;
            row.id = u("rec_b%1").arg(number);
            row.database = query.database;
            row.title = query.text.isEmpty() ? u("Business %1").arg(number) : u("Business of ") + query.text;
            row.etag = row.title; // another title, another version
            row.updatedAt = sample.now.addSecs(-60 * number);
            row.updatedBy = u("Nyra");
            return row;
        });
    });
    door.onQuery<RecordDetailQuery>([sample](const RecordDetailQuery &query, const auto &) -> Result<RecordRow> {
        if (query.id == u("rec_1"))
            return sample.record();
        RecordRow row;
        row.id = query.id;
        row.database = query.database;
        row.title = u("Business ") + QString(query.id).remove(u("rec_b"));
        return row;
    });
    door.onQuery<RecordMirrorQuery>([sample](const auto &, const auto &) -> Result<RecordMirror> { return sample.mirror(); });
    const auto text = std::make_shared<RecordText>(sample.text());
    door.onQuery<RecordTextQuery>([text](const RecordTextQuery &query, const auto &) -> Result<RecordText> {
        return query.record == u("rec_1") ? *text : RecordText{.state = u("none")};
    });
    door.onCommand<ReadRecordText>([sample, text](const auto &, const auto &) -> Result<Receipt> {
        if (!sample.textIsRead)
            return fail(Errc::Unavailable, "Notion cannot be reached; the console tries again by itself");
        text->state = u("alike");
        text->readAt = sample.now;
        return Receipt{};
    });
    door.onCommand<WriteRecordText>([sample, text](const WriteRecordText &command, const Caller &caller) -> Result<Receipt> {
        if (command.seen != text->text)
            return fail(Errc::Conflict, "the text was changed meanwhile");
        text->text = command.text;
        text->state = text->state == u("none") || text->state == u("here") ? u("here") : u("waiting");
        text->changedAt = sample.now;
        text->changedBy = caller.name;
        return Receipt{command.record};
    });
    door.onQuery<PropertyHistoryQuery>([sample, changes](const PropertyHistoryQuery &query, const auto &) -> Result<Page<PropertyChangeRow>> {
        if (!query.property.isEmpty() && query.property != u("Email"))
            return Page<PropertyChangeRow>{};
        return pageOf<PropertyChangeRow>(changes, query.window, [&](int number) { return sample.change(number); });
    });
    door.onQuery<OperatorQuery>([](const auto &, const auto &) -> Result<std::vector<OperatorRow>> {
        return std::vector<OperatorRow>{{u("op_mk"), u("Mira Kovac"), u("MK"), Role::Admin, false, true, 1},
                                        {u("op_do"), u("Dan Osei"), u("DO"), Role::Reviewer, true, true, 1}};
    });
}

} // namespace hs::test
