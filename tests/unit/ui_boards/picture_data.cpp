#include "tests/unit/ui_boards/picture_data.h"

#include "tests/fakes/sample_run.h"

namespace hs::test {

using namespace hs::api;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QDateTime ago(int minutes)
{
    return pictureNow().addSecs(-60 * minutes);
}

std::vector<AgentRow> agents()
{
    struct Plan {
        const char *key;
        const char *name;
        const char *role;
        AgentState state;
    };
    const Plan plans[] = {
        {"grace-fields", "Grace Fields", "Orchestrator", AgentState::Waiting},
        {"nyra", "Nyra", "Lead capture and scoring", AgentState::Working},
        {"solari", "Solari", "Bookings and orders", AgentState::Waiting},
        {"ruvo", "Ruvo", "Tasks and deadlines", AgentState::Working},
        {"liora", "Liora", "Marketing", AgentState::NoDuty},
        {"sage", "Sage", "Community", AgentState::NoDuty},
        {"elan", "Elan", "Content", AgentState::NoDuty},
        {"zevi", "Zevi", "Analysis", AgentState::NoDuty},
        {"atlas", "Atlas", "Knowledge", AgentState::NoDuty},
    };
    std::vector<AgentRow> rows;
    for (const Plan &plan : plans) {
        AgentRow row;
        row.key = s(plan.key);
        row.name = s(plan.name);
        row.role = s(plan.role);
        row.state = plan.state;
        if (plan.state != AgentState::NoDuty)
            row.commands = {{s("score"), s("score name@example.com"), s("scores a contact by the rules")},
                            {s("why"), s("why LC-318"), s("says which rules gave the score")}};
        rows.push_back(row);
    }
    return rows;
}

DefinitionInfo viewings()
{
    DefinitionInfo info;
    info.id = s("private-viewings");
    info.version = s("1.0.0");
    info.title = s("Private viewings");
    info.columns = {{s("new"), s("New"), 0, false},
                    {s("qualified"), s("Qualified"), 4, false},
                    {s("viewing"), s("Viewing"), 4, false},
                    {s("proposal"), s("Proposal"), 0, true}};
    info.open = 13;
    info.total = 13;
    return info;
}

Card card(const char *number, const char *title, const char *agent, const char *tag, int minutes, const char *assignee = "",
          const char *bannerKind = "", const char *banner = "", std::optional<QDateTime> due = {})
{
    Card card;
    card.row.id = s("wf_") + s(number);
    card.row.number = s(number);
    card.row.definition = s("private-viewings");
    card.row.title = s(title);
    card.row.agent = s(agent);
    card.row.tags = s(tag).split(QLatin1Char(','), Qt::SkipEmptyParts);
    card.row.assignee = s(assignee);
    card.row.enteredAt = ago(minutes);
    card.bannerKind = s(bannerKind);
    card.bannerText = s(banner);
    if (due)
        card.row.dueAt = *due;
    card.moves = {{s("lead.qualified"), s("qualified"), s("qualified"), false, {}},
                  {s("viewing.booked"), s("viewing"), s("viewing"), true, s("has_date")}};
    return card;
}

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

bool fits(const Card &card, const BoardFilter &filter)
{
    const WorkflowRow &row = card.row;
    const QDate due = row.dueAt.date();
    const QDate today = pictureNow().date();
    const bool inTime = filter.due == BoardDue::Any || (filter.due == BoardDue::Overdue && row.dueAt.isValid() && row.dueAt < pictureNow())
                        || (filter.due == BoardDue::Today && due == today)
                        || (filter.due == BoardDue::Week && due.isValid() && due >= today && due < today.addDays(7));
    const bool stands = filter.standing == BoardStanding::Any || (filter.standing == BoardStanding::Blocked && card.bannerKind == QLatin1String("blocked"))
                        || (filter.standing == BoardStanding::WaitsForPerson && card.bannerKind == QLatin1String("approval"))
                        || (filter.standing == BoardStanding::Running && card.bannerKind != QLatin1String("blocked"));
    return inTime && stands && (filter.text.isEmpty() || row.title.contains(filter.text, Qt::CaseInsensitive))
           && (filter.agent.isEmpty() || row.agent == filter.agent) && (filter.assignee.isEmpty() || row.assignee == filter.assignee)
           && (filter.tag.isEmpty() || row.tags.contains(filter.tag)) && (!filter.priority || row.priority == *filter.priority);
}

Board board(const BoardQuery &query)
{
    Board board;
    board.definition = viewings();
    board.tags = {s("Advice"), s("Campaign"), s("Trade"), s("VIP")};
    board.versions = {s("1"), s("2")};
    const auto column = [&](int i, std::vector<Card> cards) {
        BoardColumn c;
        c.info = board.definition.columns[std::size_t(i)];
        c.held = qint64(cards.size());
        for (Card &one : cards) {
            one.row.column = c.info.key;
            if (one.row.number == QLatin1String("VW-299"))
                one.row.priority = Priority::Urgent;
            if (one.row.number == QLatin1String("VW-311") || one.row.number == QLatin1String("VW-287"))
                one.row.priority = Priority::High;
            if (fits(one, query) && (query.grouping == BoardGrouping::None || laneOf(one.row, query.grouping) == query.lane))
                c.cards.push_back(one);
        }
        c.count = qint64(c.cards.size());
        if (query.column.isEmpty() || query.column == c.info.key)
            board.columns.push_back(std::move(c));
    };
    const QDateTime now = pictureNow();
    column(0, {card("VW-318", "Corporate lobby, two large works", "nyra", "Trade", 12),
               card("VW-317", "Marchetti: small bronze enquiry", "nyra", "", 65, "op_do"),
               card("VW-316", "Newsletter reply: price list", "liora", "Campaign", 130),
               card("VW-315", "Open studio RSVP follow-up", "sage", "Event", 185)});
    column(1, {card("VW-311", "Weber: framing advice and quote", "atlas", "Advice", 310, "op_mk"),
               card("VW-309", "Ferreira: works under £2,000", "zevi", "Match", 490),
               card("VW-308", "Delacroix-Hall: loan for summer", "grace-fields", "Loan", 1500, "op_do", "waiting",
                    "Ruvo: insurance")});
    column(2, {card("VW-305", "Raman: Okafor diptych, Thu 16:00", "solari", "VIP", 500, "op_mk", "", "", now.addSecs(5 * 3600)),
               card("VW-302", "Lindqvist: remote viewing, video call", "solari", "Remote", 900, "", "", "", now.addDays(1)),
               card("VW-299", "Chen family, prints for new house", "ruvo", "Visit", 3000, "op_do", "blocked", "Blocked: no room is free",
                    now.addDays(-2)),
               card("VW-296", "Abenov: second look with adviser", "solari", "", 3100)});
    column(3, {card("VW-290", "Abara: condition report and price", "elan", "Draft", 2900, "op_mk", "approval", "Approve proposal"),
               card("VW-287", "Hotel Meridian, ten rooms", "grace-fields", "Trade", 5800)});
    return board;
}

BoardLanes lanes(const BoardLanesQuery &query)
{
    BoardQuery all;
    static_cast<BoardFilter &>(all) = query;
    const Board shown = board(all);
    BoardLanes answer;
    answer.definition = shown.definition;
    for (std::size_t i = 0; i < shown.columns.size(); ++i) {
        for (const Card &card : shown.columns[i].cards) {
            const QString key = laneOf(card.row, query.grouping);
            auto lane = std::find_if(answer.lanes.begin(), answer.lanes.end(), [&](const BoardLane &one) { return one.key == key; });
            if (lane == answer.lanes.end())
                lane = answer.lanes.insert(answer.lanes.end(), {key, 0, std::vector<qint64>(shown.columns.size())});
            ++lane->count;
            ++lane->counts[i];
        }
    }
    return answer;
}

std::vector<SavedBoardView> boardViews()
{
    return {{s("view_1"), s("private-viewings"), s("My VIPs"), s("op_mk"), s("Mira Kovac"), false, true,
             {{s("definition"), s("private-viewings")}, {s("assignee"), s("op_mk")}, {s("grouping"), int(BoardGrouping::Priority)}}},
            {s("view_2"), s("private-viewings"), s("Late ones"), s("op_do"), s("Dan Osei"), true, false,
             {{s("definition"), s("private-viewings")}, {s("due"), int(BoardDue::Overdue)}}}};
}

std::vector<ThreadRow> threads()
{
    const auto row = [](const char *id, const char *title, const char *agent, const char *line, int minutes, const char *chip,
                        const char *entity, bool unread = false) {
        ThreadRow thread;
        thread.id = s(id);
        thread.title = s(title);
        thread.agent = s(agent);
        thread.lastLine = s(line);
        thread.lastAt = ago(minutes);
        thread.chip = s(chip);
        thread.entity = s(entity);
        thread.unread = unread;
        thread.channel = s("email");
        return thread;
    };
    std::vector<ThreadRow> rows{
        row("thr_1", "Priya Raman", "solari", "Thank you! Could we move the viewing to Thursday at 4?", 2, "needs_reply", "lumen", true),
        row("thr_2", "Tomás Ferreira", "nyra", "New lead from the spring retreat form, budget given", 9, "done", "lumen", true),
        row("thr_3", "Helen Ashworth", "grace-fields", "Asked for a refund of £640 for the March cohort", 14, "escalated", "stillwater", true),
        row("thr_4", "Spring newsletter", "liora", "Draft B leads on subject line, 412 opens", 31, "running", "northbank"),
        row("thr_5", "Jonas Weber", "atlas", "Which frames are archival? Answered with two sources", 62, "answered", "lumen"),
        row("thr_6", "Install day, Room 2", "ruvo", "Two tasks slip past Friday if the van is late", 130, "waiting", "lumen"),
        row("thr_7", "Circle welcome thread", "sage", "Posted a welcome to 6 new members", 190, "done", "stillwater"),
    };
    rows[4].hasDraft = true;
    rows[5].takenOver = true;
    return rows;
}

ThreadItem item(const char *id, const char *kind, const char *author, const char *name, const char *text, int minutes)
{
    ThreadItem item;
    item.id = s(id);
    item.kind = s(kind);
    item.author = s(author);
    item.authorName = s(name);
    item.text = s(text);
    item.at = ago(minutes);
    return item;
}

ThreadDetail thread(const Id &id)
{
    ThreadDetail detail;
    for (const ThreadRow &row : threads()) {
        if (row.id == id)
            detail.row = row;
    }
    detail.version = 6;
    ThreadItem tool = item("itm_2", "tool", "solari", "Solari", "", 26);
    tool.tool = {{s("what"), s("Checked viewing room calendar")},
                 {s("result"), s("3 free slots")},
                 {s("ms"), 240},
                 {s("input"), QJsonObject{{s("room"), s("viewing-1")}, {s("week"), 11}}},
                 {s("output"), QJsonObject{{s("free"), QJsonArray{s("Wed 11:00"), s("Thu 16:00"), s("Fri 10:00")}}}}};
    ThreadItem answer = item("itm_3", "agent", "solari", "Solari",
                             "Of course, Priya. The diptych is on hold for you until Saturday. I can offer **Wednesday 11:00** or "
                             "**Thursday 16:00** in the viewing room. Directions: https://lumen.example/visit",
                             25);
    answer.delivery = s("sent");
    ThreadItem held = item("itm_6", "colleague", "op_mk", "Mira Kovac", "Thursday at four is yours. Both of you are welcome.", 1);
    held.delivery = s("held");
    held.effect = s("eff_1");
    held.holdUntil = pictureNow().addSecs(24);
    ThreadItem draft = item("itm_7", "agent", "solari", "Solari", "I have moved the viewing to Thursday 16:00.", 0);
    draft.delivery = s("draft");
    draft.effect = s("eff_2");
    detail.items = {item("itm_1", "client", "rec_1", "Priya Raman", "Hello, is the Okafor diptych still free? I would love to see it.", 31),
                    tool,
                    answer,
                    item("itm_4", "note", "op_do", "Dan Osei", "She usually brings her architect. Please book 45 minutes.", 18),
                    item("itm_5", "client", "rec_1", "Priya Raman",
                         "Thank you! Could we move the viewing to Thursday at 4? I'll have a guest with me.", 6),
                    held, draft};
    detail.viewers = {s("Dan Osei")};
    return detail;
}

ThreadDetail agentTalk()
{
    ThreadDetail detail;
    detail.row.id = s("thr_9");
    detail.row.title = s("Nyra");
    detail.row.agent = s("nyra");
    detail.row.channel = s("console");
    detail.items = {item("itm_a", "colleague", "op_mk", "Mira Kovac", "score t.ferreira@example.com", 3),
                    item("itm_b", "agent", "nyra", "Nyra",
                         "**Tomás Ferreira** scores **74** of 100: budget given (+25), retreat of this spring (+20), answered within a "
                         "day (+15), known by a member (+14). Over 70 is a qualified lead.",
                         3)};
    detail.version = 2;
    return detail;
}

std::vector<OperatorRow> people()
{
    OperatorRow mira;
    mira.id = s("op_mk");
    mira.name = s("Mira Kovac");
    mira.initials = s("MK");
    OperatorRow dan;
    dan.id = s("op_do");
    dan.name = s("Dan Osei");
    dan.initials = s("DO");
    return {mira, dan};
}

WorkflowDetail run()
{
    WorkflowDetail detail;
    detail.row = card("VW-305", "Raman: Okafor diptych, Thu 16:00", "solari", "VIP", 500, "op_mk").row;
    detail.row.version = s("1.0.0");
    detail.row.column = s("viewing");
    detail.row.state = s("viewing.confirming");
    detail.row.person = s("Priya Raman");
    detail.row.entity = s("lumen");
    detail.row.contact = s("rec_1");
    detail.row.startedAt = ago(2 * 1440);
    detail.row.steps = 6;
    detail.row.status = WorkflowStatus::Incident;
    detail.row.error = s("mail: the server refused the recipient (550)");
    detail.context = {{s("email"), s("p.raman@example.com")},
                      {s("score"), 82},
                      {s("guests"), 1},
                      {s("vip"), true},
                      {s("work"), QJsonObject{{s("title"), s("Okafor diptych")}, {s("price"), 18500}}}};
    detail.openTasks = {QJsonObject{{s("id"), s("confirm")}, {s("src"), s("solari.confirm_viewing")}, {s("attempt"), 2}, {s("status"), s("waiting")}}};
    detail.timers = {QJsonObject{{s("id"), s("t1")}, {s("event"), s("xstate.after.remind.viewing")},
                                 {s("due"), pictureNow().addSecs(7200).toString(Qt::ISODateWithMs)}}};
    detail.moves = {{s("viewing.done"), s("proposal"), s("proposal"), false, {}},
                    {s("viewing.cancelled"), s("qualified"), s("qualified"), true, s("client_still_interested")}};
    return detail;
}

DatabaseInfo contacts()
{
    DatabaseInfo info;
    info.key = s("contacts-profiles");
    info.title = s("Contacts & Profiles");
    info.records = 3;
    const auto property = [](const char *name, const char *type, QStringList options = {}, bool required = false, bool system = false) {
        PropertyInfo p;
        p.name = s(name);
        p.type = s(type);
        p.options = std::move(options);
        p.required = required;
        p.systemOnly = system;
        return p;
    };
    info.properties = {property("Name", "title", {}, true),
                       property("Email", "email"),
                       property("Contact Type", "select", {s("Collector"), s("Client"), s("Partner")}),
                       property("Lead Score", "number", {}, false, true),
                       property("Tags", "multi_select", {s("VIP"), s("Trade"), s("Member")}),
                       property("Consent", "checkbox"),
                       property("Last Contact", "date"),
                       property("Notes", "rich_text")};
    return info;
}

RecordRow record(const char *id, const char *name)
{
    RecordRow row;
    row.id = s(id);
    row.database = s("contacts-profiles");
    row.title = s(name);
    row.etag = s("\"7\"");
    row.updatedAt = ago(25);
    row.updatedBy = s("Nyra");
    row.fields = {{s("Name"), s(name)}, {s("Email"), s("p.raman@example.com")}, {s("Contact Type"), s("Collector")},
                  {s("Lead Score"), 82}, {s("Tags"), QJsonArray{s("VIP"), s("Member")}}, {s("Consent"), true},
                  {s("Last Contact"), s("2026-03-12")}, {s("Notes"), s("Brings her architect to viewings.")}};
    return row;
}

void fillCommon(FakeDoor &door)
{
    door.onQuery<AgentQuery>([](const auto &, const auto &) -> Result<std::vector<AgentRow>> { return agents(); });
    door.onQuery<OperatorQuery>([](const auto &, const auto &) -> Result<std::vector<OperatorRow>> { return people(); });
    door.onQuery<DefinitionQuery>([](const auto &, const auto &) -> Result<std::vector<DefinitionInfo>> {
        return std::vector<DefinitionInfo>{viewings()};
    });
    door.onQuery<DatabaseQuery>([](const auto &, const auto &) -> Result<std::vector<DatabaseInfo>> {
        return std::vector<DatabaseInfo>{contacts()};
    });
}

} // namespace

QDateTime pictureNow()
{
    return QDateTime(QDate(2026, 3, 12), QTime(11, 8), Qt::UTC);
}

Board pictureBoard()
{
    return board({});
}

void fillStudio(FakeDoor &door)
{
    fillCommon(door);
    door.onQuery<BoardQuery>([](const BoardQuery &query, const auto &) -> Result<Board> { return board(query); });
    door.onQuery<BoardLanesQuery>([](const BoardLanesQuery &query, const auto &) -> Result<BoardLanes> { return lanes(query); });
    door.onQuery<SavedBoardViewQuery>([](const auto &, const auto &) -> Result<std::vector<SavedBoardView>> { return boardViews(); });
    door.onQuery<ThreadQuery>([](const ThreadQuery &query, const auto &) -> Result<Page<ThreadRow>> {
        Page<ThreadRow> page;
        const auto fits = [&](const ThreadRow &row) {
            if (!query.agent.isEmpty() && row.agent != query.agent)
                return false;
            switch (query.filter) {
            case ThreadQuery::Filter::All: return true;
            case ThreadQuery::Filter::Mine: return row.takenOver;
            case ThreadQuery::Filter::NeedsReply: return row.chip == QLatin1String("needs_reply");
            case ThreadQuery::Filter::Snoozed: return false;
            }
            return true;
        };
        for (const ThreadRow &row : threads()) {
            if (fits(row))
                page.rows.push_back(row);
        }
        page.total = qint64(page.rows.size());
        return page;
    });
    door.onQuery<ThreadDetailQuery>([](const ThreadDetailQuery &query, const auto &) -> Result<ThreadDetail> {
        return query.id == QLatin1String("thr_9") ? agentTalk() : thread(query.id);
    });
    door.onQuery<EffectQuery>([](const auto &, const auto &) -> Result<Page<EffectRow>> {
        Page<EffectRow> page;
        EffectRow row;
        row.id = s("eff_2");
        row.state = EffectState::Draft;
        row.why = s("mail is not set up; set SMTP_URL or open Connections in the settings");
        page.rows.push_back(row);
        return page;
    });
    door.onQuery<WorkflowDetailQuery>([](const auto &, const auto &) -> Result<WorkflowDetail> { return run(); });
    SampleRun sample;
    sample.now = pictureNow();
    sample.id = s("wf_VW-305");
    serveHistory(door, sample);
    door.onQuery<RecordQuery>([](const auto &, const auto &) -> Result<Page<RecordRow>> {
        Page<RecordRow> page;
        page.rows = {record("rec_1", "Priya Raman"), record("rec_2", "Tomás Ferreira"), record("rec_3", "Helen Ashworth")};
        page.total = 3;
        return page;
    });
    door.onQuery<RecordDetailQuery>([](const RecordDetailQuery &, const auto &) -> Result<RecordRow> { return record("rec_1", "Priya Raman"); });
}

void fillEmptyStudio(FakeDoor &door)
{
    fillCommon(door);
    door.onQuery<BoardQuery>([](const auto &, const auto &) -> Result<Board> {
        Board empty;
        empty.definition = viewings();
        for (const ColumnInfo &info : empty.definition.columns) {
            BoardColumn column;
            column.info = info;
            empty.columns.push_back(column);
        }
        return empty;
    });
    door.onQuery<ThreadQuery>([](const auto &, const auto &) -> Result<Page<ThreadRow>> {
        Page<ThreadRow> page;
        page.total = 0;
        return page;
    });
}

} // namespace hs::test
