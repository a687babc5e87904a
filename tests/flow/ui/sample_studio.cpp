#include "tests/flow/ui/sample_studio.h"

#include <cmath>

#include "resources/resources.h"
#include "tests/fakes/designer_door.h"

namespace hs::test {

using namespace hs::api;

namespace {

QString u(const char *text)
{
    return QString::fromUtf8(text);
}

QDateTime at(const FakeClock &clock, qint64 secondsFromNow)
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(clock.now()), Qt::UTC).addSecs(secondsFromNow);
}

struct Case {
    const char *id, *number, *title, *person, *entity, *entityName, *reason, *category, *agent, *claimant, *claimantName;
    Priority priority;
    qint64 dueIn, total; // seconds
    bool responded;
};
constexpr Case Cases[] = {
    {"esc_1", "E-1041", "Data removal request", "Odile Bianchi", "northbank", "Northbank", "legal_compliance", "Privacy", "grace-fields", "", "", Priority::Urgent, -412, 1800, false},
    {"esc_2", "E-1042", "Refund above the £500 limit", "Helen Ashworth", "stillwater", "Stillwater Wellness", "complex_dispute", "Financial", "grace-fields", "op_mk", "Mira Kovac", Priority::High, 761, 7200, true},
    {"esc_3", "E-1043", "VIP unhappy with framing", "Priya Raman", "lumen", "Lumen Gallery", "vip_concern", "VIP client", "solari", "", "", Priority::High, 2355, 3600 * 2, false},
    {"esc_4", "E-1044", "Contract wording question", "Hotel Meridian", "lumen", "Lumen Gallery", "legal_compliance", "Legal", "nyra", "op_do", "Dan Osei", Priority::Medium, 9120, 4 * 3600, true},
    {"esc_5", "E-1045", "Tone of a public review reply", "Review site", "stillwater", "Stillwater Wellness", "human_judgement", "Reputation", "ruvo", "", "", Priority::Low, 20220, 8 * 3600, false},
};

EscalationRow row(const Case &c, const FakeClock &clock)
{
    EscalationRow r;
    r.id = u(c.id);
    r.number = u(c.number);
    r.title = u(c.title);
    r.person = u(c.person);
    r.entity = u(c.entity);
    r.entityName = u(c.entityName);
    r.priority = c.priority;
    r.reasonClass = u(c.reason);
    r.category = u(c.category);
    r.agent = u(c.agent);
    r.claimant = u(c.claimant);
    r.claimantName = u(c.claimantName);
    r.status = r.claimant.isEmpty() ? EscalationStatus::Waiting : EscalationStatus::Claimed;
    r.openedAt = at(clock, c.dueIn - c.total);
    r.respondDue = at(clock, c.responded ? c.dueIn - c.total / 2 : c.dueIn);
    r.respondTotalMs = c.total * 1000;
    r.decideDue = at(clock, c.responded ? c.dueIn : c.dueIn + c.total);
    r.decideTotalMs = c.total * 1000;
    if (c.responded) {
        r.respondedAt = at(clock, -600);
        r.claimedAt = at(clock, -600);
        r.leaseUntil = at(clock, 1200);
    }
    r.version = 4;
    r.thread = u("thr_3");
    return r;
}

EscalationPage escalations(const FakeClock &clock)
{
    EscalationPage page;
    for (const Case &c : Cases)
        page.rows.push_back(row(c, clock));
    page.total = qint64(page.rows.size());
    page.counts = {1, 2, 2, 18 * 60};
    const struct { const char *title, *decision, *who; qint64 ago, hold; } decided[] = {
        {"Discount for a returning group", "approve", "Mira Kovac", 28, 272},
        {"Press quote about the closure", "edit", "Dan Osei", 7200, 0},
        {"Waive late cancellation fee", "reject", "Mira Kovac", 12000, 0},
        {"Move retreat dates for one guest", "hand_back", "Mira Kovac", 13200, 0}};
    int number = 0;
    for (const auto &d : decided) {
        EscalationRow r;
        r.id = u("esc_d%1").arg(++number);
        r.title = u(d.title);
        r.decision = u(d.decision);
        r.decidedByName = u(d.who);
        r.decidedAt = at(clock, -d.ago);
        r.status = d.hold > 0 ? EscalationStatus::Held : EscalationStatus::Done;
        if (d.hold > 0)
            r.holdUntil = at(clock, d.hold);
        page.decidedToday.push_back(r);
    }
    return page;
}

EscalationDetail escalation(const FakeClock &clock)
{
    EscalationDetail d;
    d.row = row(Cases[1], clock);
    d.summary = u("A client who broke her wrist asks for her money back instead of credit.");
    d.request = u("I broke my wrist last week and cannot join the March cohort. I paid £640 and would like it back.");
    d.rule = u("R4");
    d.ruleText = u("A refund above the limit needs a person.");
    d.risk = u("medium");
    d.riskWhy = u("The amount is above the limit.");
    d.sentiment = u("concerned");
    d.facts = {{u("Client since"), u("2023, 7 bookings"), {}}, {u("Lifetime value"), u("£3,180"), {}}, {u("Feeling"), u("Concerned"), u("two messages")}, {u("Consent"), u("Email, no SMS"), {}}};
    const struct { qint64 ago; const char *kind, *actor, *name, *verb, *text; bool failed; } steps[] = {
        {3500, "client", "", "Helen Ashworth", "wrote", "I broke my wrist last week and cannot join the March cohort. I paid £640 and would like it back. I am quite upset that the form only offers credit.", false},
        {3490, "agent", "nyra", "Nyra", "classified", "Refund, medical reason, sentiment concerned, returning client since 2023.", false},
        {3480, "agent", "solari", "Solari", "checked", "Order 20318, paid £640 on 4 Feb, cohort starts in 9 days, 2 people on the waiting list.", false},
        {3400, "agent", "ruvo", "Ruvo", "tried", "Offered credit, as the form allows. The client declined.", true},
        {1500, "client", "", "Helen Ashworth", "wrote", "Thank you, but credit is no use to me. Please could a person look at this?", false},
        {1490, "agent", "grace-fields", "Grace Fields", "asked", "Rule R4 matched: refund over £500. Offering credit was tried and declined.", false},
        {600, "person", "op_mk", "Mira Kovac", "claimed", "First response sent in time, decision clock running.", false}};
    for (const auto &s : steps)
        d.timeline.push_back({at(clock, -s.ago), u(s.kind), u(s.actor), u(s.name), u(s.verb), u(s.text), true, s.failed, {}});
    d.effects = {{u("mail"), u("Sends the reply by email"), {}, u("helen@ashworth.example"), 30, true, {}},
                 {u("task"), u("Refunds the order by hand"), u("£640.00"), u("WooCommerce"), 300, true, {}},
                 {u("record"), u("Updates the contact's record"), {}, u("Contacts & Profiles"), 0, true, {}}};
    d.similar = {{u("esc_s1"), u("K. Moss, full refund"), u("K. Moss"), u("approve"), at(clock, -9000000)}, {u("esc_s2"), u("J. Reid, credit only"), u("J. Reid"), u("reject"), at(clock, -19000000)}};
    d.proposal = u("Dear Helen,\nI am so sorry about your wrist. We have arranged a full refund of £640 to your card, which takes three to five working days. A short note from your doctor is all we need, whenever you are ready. We would love to welcome you to the June cohort when you have healed.");
    d.proposalAuthor = u("grace-fields");
    d.confidence = 0.86;
    d.reasons = {u("Policy allows it"), u("Goodwill"), u("Outside policy"), u("Needs more facts")};
    d.calendar = u("Mon-Fri 10:00-18:00");
    d.backupName = u("Dan Osei");
    d.recommended = u("Approve the refund.");
    return d;
}

Page<ThreadRow> threads(const FakeClock &clock)
{
    Page<ThreadRow> page;
    const struct { const char *id, *title, *agent, *line, *chip, *entity; qint64 ago; bool unread; } rows[] = {
        {"thr_1", "Priya Raman", "solari", "Thank you! Could we move the viewing to Thursday at 4?", "needs_reply", "lumen", 120, true},
        {"thr_2", "Tomás Ferreira", "nyra", "New lead from the spring retreat form", "answered", "lumen", 540, true},
        {"thr_3", "Helen Ashworth", "grace-fields", "Asked for a refund of £640 for the March cohort", "escalated", "stillwater", 840, true},
        {"thr_4", "Spring newsletter list", "nyra", "412 sign-ups were scored and sorted", "running", "northbank", 1860, false},
        {"thr_5", "Jonas Weber", "nyra", "Which frames are archival? Answered with the guide.", "answered", "lumen", 3700, false},
        {"thr_6", "Install day, Room 2", "ruvo", "Two tasks slip past Friday if the lift is late", "waiting", "lumen", 7300, false},
        {"thr_7", "Circle welcome thread", "ruvo", "Posted a welcome to 6 new members", "done", "stillwater", 10900, false}};
    for (const auto &r : rows) {
        ThreadRow t;
        t.id = u(r.id);
        t.title = u(r.title);
        t.agent = u(r.agent);
        t.channel = u("email");
        t.lastLine = u(r.line);
        t.lastAt = at(clock, -r.ago);
        t.chip = u(r.chip);
        t.entity = u(r.entity);
        t.unread = r.unread;
        if (t.chip == QLatin1String("escalated"))
            t.escalation = u("esc_2");
        page.rows.push_back(t);
    }
    page.total = qint64(page.rows.size());
    return page;
}

ThreadDetail thread(const FakeClock &clock, const Id &id)
{
    ThreadDetail d;
    for (const ThreadRow &row : threads(clock).rows)
        if (row.id == id)
            d.row = row;
    const auto item = [&](const char *itemId, const char *kind, const char *author, const char *name, const char *text, qint64 ago) {
        ThreadItem i;
        i.id = u(itemId);
        i.kind = u(kind);
        i.author = u(author);
        i.authorName = u(name);
        i.text = u(text);
        i.at = at(clock, -ago);
        return i;
    };
    d.items = {item("i1", "client", "Priya Raman", "Priya Raman", "Hello, could I see the Okafor diptych again before Saturday?", 4000),
               item("i2", "tool", "solari", "Solari", "Checked viewing room calendar", 3800),
               item("i3", "agent", "solari", "Solari", "Of course, Priya. The diptych is on hold for you until Saturday. I can offer **Wednesday 11:00** or **Thursday 16:00** in the viewing room.", 3700),
               item("i4", "note", "op_do", "Dan Osei", "She usually brings her architect. Please book 45 minutes.", 3300),
               item("i5", "client", "Priya Raman", "Priya Raman", "Thank you! Could we move the viewing to Thursday at 4? I'll have a guest with me.", 120)};
    d.items[1].tool = QJsonObject{{u("what"), u("Checked viewing room calendar")}, {u("result"), u("3 free slots")}, {u("ms"), 240}};
    d.viewers = {u("Dan Osei")};
    d.version = 5;
    return d;
}

DefinitionInfo definition()
{
    DefinitionInfo d;
    d.id = u("lead-to-client");
    d.version = u("1.0.0");
    d.title = u("Lead to client");
    d.description = u("From a first enquiry to a client.");
    d.level = 2;
    d.columns = {{u("new"), u("New"), 0, false}, {u("qualified"), u("Qualified"), 4, false}, {u("viewing"), u("Viewing"), 4, false}, {u("proposal"), u("Proposal"), 0, false}, {u("won"), u("Won"), 0, true}};
    d.open = 14;
    d.total = 52;
    return d;
}

/// By what a sample card is put into a lane.
QString laneOf(const WorkflowRow &row, BoardGrouping grouping)
{
    switch (grouping) {
    case BoardGrouping::None: return {};
    case BoardGrouping::Agent: return row.agent;
    case BoardGrouping::Person: return row.assignee;
    case BoardGrouping::Entity: return row.entity;
    case BoardGrouping::Priority: return QString::number(int(row.priority));
    }
    return {};
}

Board board(const FakeClock &clock, const BoardQuery &query)
{
    Board b;
    b.tags = {u("Advice"), u("Campaign"), u("Trade"), u("VIP")};
    b.versions = {u("1.0.0"), u("1.1.0")};
    b.definition = definition();
    const struct { const char *column, *number, *title, *agent, *tag, *banner, *bannerText; qint64 age; } cards[] = {
        {"new", "LC-318", "Corporate lobby, two large works", "nyra", "Trade", "", "", 720},
        {"new", "LC-317", "Marchetti: small bronze enquiry", "nyra", "", "", "", 3700},
        {"new", "LC-316", "Newsletter reply: price list", "nyra", "Campaign", "", "", 7300},
        {"new", "LC-315", "Open studio RSVP follow-up", "ruvo", "Event", "", "", 11000},
        {"qualified", "LC-311", "Weber: framing advice and quote", "solari", "Advice", "", "", 18100},
        {"qualified", "LC-309", "Ferreira: works under £2,000", "nyra", "Match", "", "", 29000},
        {"qualified", "LC-308", "Delacroix-Hall: loan for summer", "grace-fields", "Loan", "waiting", "Ruvo: insurance", 90000},
        {"viewing", "LC-305", "Raman: Okafor diptych, Thu 16:00", "solari", "VIP", "", "", 4000},
        {"viewing", "LC-302", "Lindqvist: remote viewing, video call", "solari", "Remote", "", "", 90000},
        {"viewing", "LC-299", "Chen family, prints for new house", "ruvo", "Visit", "blocked", "Blocked: no room", 180000},
        {"viewing", "LC-298", "Two collectors, spring edit", "solari", "Visit", "", "", 200000},
        {"proposal", "LC-290", "Abara: condition report and price", "nyra", "Draft", "approval", "Approve proposal", 176000},
        {"proposal", "LC-287", "Hotel Meridian, ten rooms", "grace-fields", "Trade", "", "", 350000}};
    for (const ColumnInfo &info : b.definition.columns) {
        BoardColumn column;
        column.info = info;
        for (const auto &c : cards) {
            if (info.key != QLatin1String(c.column))
                continue;
            Card card;
            card.row.id = u("wf_") + u(c.number);
            card.row.number = u(c.number);
            card.row.definition = b.definition.id;
            card.row.title = u(c.title);
            card.row.agent = u(c.agent);
            if (*c.tag != '\0')
                card.row.tags = {u(c.tag)};
            card.row.column = info.key;
            card.row.state = info.key;
            card.row.enteredAt = at(clock, -c.age);
            card.row.startedAt = at(clock, -c.age * 2);
            card.bannerKind = u(c.banner);
            card.bannerText = u(c.bannerText);
            if (c.age > 150000)
                card.row.priority = c.age > 190000 ? Priority::Urgent : Priority::High;
            if (c.age % 3 == 1)
                card.row.assignee = u("op_mk");
            card.moves = {{u("lead.qualified"), u("qualified"), u("qualified"), false, {}}, {u("viewing.booked"), u("viewing"), u("viewing"), true, u("has_date")}};
            ++column.held;
            const bool fits = (query.agent.isEmpty() || card.row.agent == query.agent) && (query.tag.isEmpty() || card.row.tags.contains(query.tag))
                              && (query.text.isEmpty() || card.row.title.contains(query.text, Qt::CaseInsensitive))
                              && (!query.priority || card.row.priority == *query.priority)
                              && (query.grouping == BoardGrouping::None || laneOf(card.row, query.grouping) == query.lane);
            if (fits)
                column.cards.push_back(card);
        }
        column.count = qint64(column.cards.size());
        if (query.column.isEmpty() || query.column == info.key)
            b.columns.push_back(column);
    }
    return b;
}

BoardLanes boardLanes(const FakeClock &clock, const BoardLanesQuery &query)
{
    BoardQuery all;
    static_cast<BoardFilter &>(all) = query;
    const Board shown = board(clock, all);
    BoardLanes answer;
    answer.definition = shown.definition;
    for (const BoardColumn &column : shown.columns) {
        for (const Card &card : column.cards) {
            const QString key = laneOf(card.row, query.grouping);
            auto lane = std::find_if(answer.lanes.begin(), answer.lanes.end(), [&](const BoardLane &one) { return one.key == key; });
            if (lane == answer.lanes.end())
                lane = answer.lanes.insert(answer.lanes.end(), BoardLane{key, 0, {}});
            ++lane->count;
        }
    }
    return answer;
}

std::vector<SavedBoardView> boardViews()
{
    return {{u("view_1"), u("lead-to-client"), u("My leads by priority"), u("op_mk"), u("Mira Kovac"), false, true, {{u("grouping"), int(BoardGrouping::Priority)}}},
            {u("view_2"), u("lead-to-client"), u("Trade"), u("op_do"), u("Dan Osei"), true, false, {{u("tag"), u("Trade")}}}};
}

std::vector<IntegrationCard> integrations(const FakeClock &clock)
{
    std::vector<IntegrationCard> cards;
    const struct { const char *name, *title, *kind; Health health; const char *value, *sentence; qint64 today; bool secret; } rows[] = {
        {"mail", "Mail", "channel", Health::Down, "No reply", "The mail server refuses the connection.", 12, true},
        {"stripe", "Stripe", "source", Health::Slow, "1.9 s", "Usually 400 ms.", 14, true},
        {"receiver", "Receiver", "receiver", Health::Healthy, "318 today", "Answers in 4 ms.", 318, true},
        {"typeform", "Typeform", "source", Health::Healthy, "42 today", "The last one came 3 minutes ago.", 42, true},
        {"woocommerce", "WooCommerce", "source", Health::Healthy, "12 today", "0 rejected.", 12, true},
        {"notion", "Notion", "source", Health::NotSetUp, "", "No secret is set.", 0, false},
        {"slack", "Slack", "channel", Health::NotSetUp, "", "No address is set.", 0, false}};
    for (const auto &r : rows) {
        IntegrationCard c;
        c.name = u(r.name);
        c.title = u(r.title);
        c.kind = u(r.kind);
        c.health = r.health;
        c.mainValue = u(r.value);
        c.sentence = u(r.sentence);
        c.today = r.today;
        c.hasSecret = r.secret;
        c.secrets = r.secret ? 1 : 0;
        c.secretSource = u("store");
        if (c.kind == QLatin1String("source"))
            c.address = u("http://127.0.0.1:8787/webhooks/") + c.name;
        for (int i = 0; i < 60; ++i)
            c.spark.push_back(r.today == 0 ? 0 : std::fabs(std::sin(i * 0.37 + double(r.today))) * 6 + (i % 7));
        for (int i = 0; i < 24; ++i)
            c.beats.push_back(r.health == Health::NotSetUp ? Health::NotSetUp : i > 20 ? r.health : Health::Healthy);
        c.rate = u("12 of 600 a minute");
        c.lastAt = at(clock, -180);
        cards.push_back(c);
    }
    return cards;
}

std::vector<AgentRow> agents(const FakeClock &clock)
{
    const struct { const char *key, *name, *role; AgentState state; } rows[] = {
        {"grace-fields", "Grace Fields", "Routes requests", AgentState::Working}, {"nyra", "Nyra", "Captures and scores leads", AgentState::Working},
        {"solari", "Solari", "Bookings and orders", AgentState::Waiting},         {"ruvo", "Ruvo", "Tasks and deadlines", AgentState::Working},
        {"liora", "Liora", "Campaigns", AgentState::NoDuty},                      {"sage", "Sage", "Community", AgentState::NoDuty},
        {"elan", "Elan", "Content", AgentState::NoDuty},                          {"zevi", "Zevi", "Analysis", AgentState::NoDuty},
        {"atlas", "Atlas", "Knowledge", AgentState::NoDuty}};
    std::vector<AgentRow> all;
    for (const auto &r : rows) {
        AgentRow a;
        a.key = u(r.key);
        a.name = u(r.name);
        a.role = u(r.role);
        a.state = r.state;
        a.lastActive = at(clock, -60);
        a.doneToday = 12;
        all.push_back(a);
    }
    return all;
}

std::vector<SettingRow> settings()
{
    const auto make = [](const char *key, const char *section, const char *type, const QJsonValue &value, const char *source = "default") {
        SettingRow s;
        s.key = u(key);
        s.section = u(section);
        s.type = u(type);
        s.value = value;
        s.fallback = value;
        s.source = u(source);
        s.locked = s.source == QLatin1String("file") || s.source == QLatin1String("environment");
        return s;
    };
    std::vector<SettingRow> all = {make("/studio/name", "studio", "string", u("Lumen and friends"), "console"),
                                   make("/studio/openingHours", "studio", "string", u("Mon-Fri 10:00-18:00")),
                                   make("/receiver/port", "receiver", "integer", 8787, "environment"),
                                   make("/mail/from", "mail", "string", u("Studio <hello@lumen.example>")),
                                   make("/holds/replySeconds", "holds", "integer", 30),
                                   make("/escalation/leaseMinutes", "escalation", "integer", 30),
                                   make("/agents/autonomy", "agents", "enum", u("drafts_only")),
                                   make("/appearance/language", "appearance", "enum", u("system")),
                                   make("/backup/daily", "backup", "boolean", true),
                                   make("/log/level", "log", "enum", u("info"))};
    all[6].options = {u("drafts_only"), u("autopilot")};
    all[7].options = {u("system"), u("en"), u("de")};
    all[9].options = {u("debug"), u("info"), u("warn"), u("error")};
    all[2].maximum = 65535;
    all[2].restart = true;
    return all;
}

} // namespace

Caller sampleCaller()
{
    Caller caller;
    caller.id = u("op_mk");
    caller.name = u("Mira Kovac");
    caller.role = Role::Admin;
    return caller;
}

void fillSampleStudio(FakeDoor &door, const FakeClock &clock)
{
    fillSampleWork(door, clock);
    if (const auto shipped = resources::read("workflows/lead-to-client.json"))
    {
        const QString text = QString::fromStdString(*shipped);
        fillDesigner(door, text);
        const Chart chart = realChart(text);
        DefinitionVersionRow current;
        current.definition = chart.id;
        current.version = chart.version;
        current.title = chart.title;
        current.current = true;
        current.open = 5;
        current.states = {{chart.id, 5}};
        qint64 count = 3; // three in the first state that holds none, two in the second
        for (const auto &state : chart.states) {
            if (state.parent >= 0)
                current.states.push_back({state.id, state.kind == StateKind::Atomic && count > 1 ? count-- : 0});
        }
        fillSampleVersions(door, clock, current);
    }
    const FakeClock *now = &clock;
    door.onQuery<StatusQuery>([now](const auto &, const auto &) -> Result<Status> {
        Status s;
        s.version = u("0.1.0");
        s.dataDir = u("/home/studio/.local/share/higherself-console");
        s.autonomy = u("autopilot");
        s.receiverUrl = u("http://127.0.0.1:8787");
        s.eventsToday = 318;
        s.workflowsActive = 14;
        s.agents = 9;
        s.openEscalations = 5;
        s.needsReply = 4;
        s.degraded = 2;
        s.lastBackup = at(*now, -9000);
        s.entities = {{u("lumen"), u("Lumen Gallery")}, {u("stillwater"), u("Stillwater Wellness")}, {u("northbank"), u("Northbank")}};
        s.notices = {{u("mail"), u("danger"), u("The mail server refuses the connection."), u("Check the address under Mail and Slack."), at(*now, -2900)},
                     {u("notion"), u("info"), u("Notion has no secret yet."), u("Set it under Webhook receiver."), {}}};
        return s;
    });
    door.onQuery<OperatorQuery>([](const auto &, const auto &) -> Result<std::vector<OperatorRow>> {
        return std::vector<OperatorRow>{{u("op_mk"), u("Mira Kovac"), u("MK"), Role::Admin, false, true, 1},
                                        {u("op_do"), u("Dan Osei"), u("DO"), Role::Reviewer, true, true, 1},
                                        {u("op_ts"), u("Tilda Strand"), u("TS"), Role::Operator, false, false, 0}};
    });
    door.onQuery<EscalationQuery>([now](const auto &, const auto &) -> Result<EscalationPage> { return escalations(*now); });
    door.onQuery<EscalationDetailQuery>([now](const auto &query, const auto &) -> Result<EscalationDetail> {
        EscalationDetail d = escalation(*now);
        for (const Case &c : Cases)
            if (query.id == QLatin1String(c.id))
                d.row = row(c, *now);
        return d;
    });
    door.onQuery<ThreadQuery>([now](const auto &, const auto &) -> Result<Page<ThreadRow>> { return threads(*now); });
    door.onQuery<ThreadDetailQuery>([now](const auto &query, const auto &) -> Result<ThreadDetail> { return thread(*now, query.id); });
    door.onQuery<DefinitionQuery>([](const auto &, const auto &) -> Result<std::vector<DefinitionInfo>> { return std::vector{definition()}; });
    door.onQuery<BoardQuery>([now](const BoardQuery &query, const auto &) -> Result<Board> { return board(*now, query); });
    door.onQuery<BoardLanesQuery>([now](const BoardLanesQuery &query, const auto &) -> Result<BoardLanes> { return boardLanes(*now, query); });
    door.onQuery<SavedBoardViewQuery>([](const auto &, const auto &) -> Result<std::vector<SavedBoardView>> { return boardViews(); });
    door.onQuery<IntegrationQuery>([now](const auto &, const auto &) -> Result<std::vector<IntegrationCard>> { return integrations(*now); });
    door.onQuery<AgentQuery>([now](const auto &, const auto &) -> Result<std::vector<AgentRow>> { return agents(*now); });
    door.onQuery<SettingQuery>([](const auto &, const auto &) -> Result<std::vector<SettingRow>> { return settings(); });
    door.onQuery<SecretQuery>([](const auto &, const auto &) -> Result<std::vector<NamedSecret>> { return std::vector<NamedSecret>{{u("SMTP_URL"), u("store")}}; });
    door.onQuery<ApiKeyQuery>([now](const auto &, const auto &) -> Result<std::vector<ApiKeyRow>> {
        return std::vector<ApiKeyRow>{{u("reporting"), Role::Viewer, at(*now, -9000000), at(*now, -4000), false}};
    });
    door.onQuery<DatabaseQuery>([](const auto &, const auto &) -> Result<std::vector<DatabaseInfo>> {
        DatabaseInfo contacts;
        contacts.key = u("contacts-profiles");
        contacts.title = u("Contacts & Profiles");
        contacts.group = u("Core operations");
        contacts.records = 3;
        contacts.properties = {{u("Name"), u("title"), {}, {}, {}, true, false, u("staff")},
                               {u("Email"), u("email"), {}, {}, {}, false, false, u("nyra")},
                               {u("Lead Score"), u("number"), {}, {}, {}, false, false, u("nyra")}};
        return std::vector<DatabaseInfo>{contacts};
    });
    door.onQuery<RecordQuery>([now](const auto &, const auto &) -> Result<Page<RecordRow>> {
        Page<RecordRow> page;
        int number = 0;
        for (const char *name : {"Helen Ashworth", "Priya Raman", "Tomás Ferreira"}) {
            RecordRow r;
            r.id = u("rec_%1").arg(++number);
            r.database = u("contacts-profiles");
            r.title = u(name);
            r.fields = QJsonObject{{u("Name"), r.title}, {u("Lead Score"), 40 + number * 11}};
            r.updatedAt = at(*now, -number * 4000);
            r.updatedBy = u("nyra");
            page.rows.push_back(r);
        }
        page.total = 3;
        return page;
    });
    door.onQuery<AuditQuery>([now](const auto &, const auto &) -> Result<Page<AuditRow>> {
        Page<AuditRow> page;
        for (int i = 0; i < 12; ++i) {
            AuditRow r;
            r.seq = 100 - i;
            r.at = at(*now, -i * 340 - 20);
            r.actorKind = i % 3 ? u("agent") : u("person");
            r.actor = i % 3 ? u("nyra") : u("op_mk");
            r.actorName = i % 3 ? u("Nyra") : u("Mira Kovac");
            r.action = i % 3 ? u("record.changed") : u("escalation.decided");
            r.objectKind = i % 3 ? u("record") : u("escalation");
            r.object = i % 3 ? u("rec_1") : u("esc_2");
            r.summary = i % 3 ? u("Scored the lead of Tomás Ferreira with 62") : u("Approved the discount for a returning group");
            page.rows.push_back(r);
        }
        return page;
    });
    door.onQuery<SearchQuery>([](const auto &query, const auto &) -> Result<std::vector<Hit>> {
        const std::vector<Hit> all = {{u("escalation"), u("esc_2"), u("Refund above the £500 limit"), u("Helen Ashworth · Stillwater")},
                                      {u("thread"), u("thr_3"), u("Helen Ashworth"), u("Asked for a refund of £640")},
                                      {u("contact"), u("rec_9"), u("Helen Ashworth"), u("helen@ashworth.example")}};
        std::vector<Hit> hits;
        for (const Hit &hit : all) {
            if ((hit.title + hit.subtitle).contains(query.text, Qt::CaseInsensitive) && (query.kind.isEmpty() || query.kind == hit.kind))
                hits.push_back(hit);
        }
        return hits;
    });
    door.onCommand<SignIn>([](const auto &command, const auto &) -> Result<Receipt> {
        Receipt r;
        r.id = command.operatorId;
        r.data = QJsonObject{{u("name"), u("Mira Kovac")}, {u("initials"), u("MK")}, {u("role"), u("admin")}};
        return r;
    });
}

} // namespace hs::test
