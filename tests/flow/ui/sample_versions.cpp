// What the sample studio knows of its workflow's versions: three of them, what moving its runs would change, how the past
// would have gone, and what lies among the dead letters.
#include <algorithm>

#include "tests/flow/ui/sample_studio.h"

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

/// The one version that the designer's door answers with, and two before it.
std::vector<DefinitionVersionRow> versions(const FakeClock &clock, DefinitionVersionRow now)
{
    now.publishedAt = at(clock, -86'400);
    now.total = 12;
    now.file = u("lead-to-client.json");
    DefinitionVersionRow before = now;
    before.version = u("0.9.2");
    before.current = false;
    before.file.clear();
    before.publishedAt = at(clock, -40 * 86'400);
    before.open = 7;
    before.total = 318;
    for (StateCount &state : before.states)
        state.instances = 0;
    const QString root = before.states.empty() ? QString() : before.states.front().state;
    before.states.push_back({root + u(".proposal_sent"), 4});
    before.states.push_back({root + u(".waiting_for_papers"), 3});
    DefinitionVersionRow first = before;
    first.version = u("0.9.1");
    first.retired = true;
    first.open = 0;
    first.total = 44;
    first.publishedAt = at(clock, -200 * 86'400);
    first.states.clear();
    return {now, before, first};
}

Page<MigrationRow> preview(const MigrationPreviewQuery &query)
{
    Page<MigrationRow> page;
    const struct { const char *number, *title, *before, *after, *reason; int timers, tasks; } rows[] = {
        {"LC-290", "Abara: condition report and price", "proposal_sent", "proposal", "", 1, 1},
        {"LC-287", "Hotel Meridian, ten rooms", "proposal_sent", "proposal", "", 0, 0},
        {"LC-311", "Weber: framing advice and quote", "waiting_for_papers", "", "the state \"waiting_for_papers\" is not there in the new version", 0, 0},
        {"LC-308", "Delacroix-Hall: loan for summer", "in_contact", "in_contact", "", 2, 1}};
    for (const auto &r : rows) {
        MigrationRow row;
        row.workflow = u("wf_") + u(r.number);
        row.number = u(r.number);
        row.title = u(r.title);
        row.version = query.from;
        row.stateBefore = u(r.before);
        row.stateAfter = u(r.after);
        row.possible = *r.reason == '\0';
        if (!row.possible)
            row.reasons = QStringList{u(r.reason)};
        for (int i = 0; i < r.timers; ++i)
            row.timersStarted.append(QJsonObject{});
        if (r.tasks > 0)
            row.tasksKept = QStringList{u("score")};
        page.rows.push_back(row);
    }
    page.next = query.window.after.isEmpty() ? u("more") : QString();
    return page;
}

WhatIfReport whatIf(const FakeClock &clock, const WhatIfQuery &)
{
    WhatIfReport report;
    report.looked = 50;
    report.same = 48;
    const struct { const char *number, *title, *input, *then, *now; int seq; } rows[] = {
        {"LC-301", "Okafor: two works for the study", "lead.scored", "went from scoring to in_contact", "would go from scoring to nurturing", 3},
        {"LC-296", "Raman: viewing in May", "viewing.booked", "went from in_contact to viewing and started solari.confirm_viewing", "would ignore it in in_contact", 7}};
    for (const auto &r : rows) {
        WhatIfRow row;
        row.workflow = u("wf_") + u(r.number);
        row.number = u(r.number);
        row.title = u(r.title);
        row.version = u("0.9.2");
        row.seq = r.seq;
        row.at = at(clock, -500'000);
        row.input = u(r.input);
        row.then = u(r.then);
        row.now = u(r.now);
        report.rows.push_back(row);
    }
    return report;
}

Page<DeadLetterRow> letters(const FakeClock &clock, const DeadLetterQuery &query)
{
    Page<DeadLetterRow> page;
    const struct { const char *id, *kind, *number, *title, *type, *reason; int ago; bool resendable, resent; } rows[] = {
        {"evt_77", "input", "LC-299", "Chen family, prints for new house", "viewing.booked", "delay: \"tomorrow\" is not a length of time", 900, true, false},
        {"cmd_12", "command", "LC-287", "Hotel Meridian, ten rooms", "ruvo.notify", "the address \"desk@meridian\" can't be used", 8'000, true, false},
        {"wf_4/input/9", "input", "LC-311", "Weber: framing advice and quote", "patience", "unhandled: the context has no \"price\"", 90'000, false, false},
        {"evt_60", "input", "LC-290", "Abara: condition report and price", "order.paid", "guard paidInFull: a number was expected", 180'000, false, true}};
    for (const auto &r : rows) {
        DeadLetterRow row;
        row.id = u(r.id);
        row.kind = u(r.kind);
        row.workflow = u("wf_") + u(r.number);
        row.number = u(r.number);
        row.title = u(r.title);
        row.type = u(r.type);
        row.reason = u(r.reason);
        row.at = at(clock, -r.ago);
        row.resendable = r.resendable;
        if (r.resent)
            row.resentAt = at(clock, -60);
        row.body = {{u("kind"), u("event")}, {u("event"), QJsonObject{{u("type"), row.type}, {u("at"), u("tomorrow")}, {u("room"), 2}}}};
        const bool fits = query.text.isEmpty() || row.type.contains(query.text) || row.title.contains(query.text);
        if (fits && (!query.openOnly || !r.resent))
            page.rows.push_back(row);
    }
    return page;
}

/// A page of a column that holds a sixth of all cards.
Board largeBoard(const FakeClock &clock, const BoardQuery &query, int cards)
{
    constexpr int Columns = 6;
    static const char *const Names[Columns] = {"New", "Scoring", "In contact", "Viewing", "Proposal", "Won"};
    static const char *const Agents[] = {"nyra", "solari", "ruvo", "grace-fields", "elan"};
    static const char *const Tags[] = {"VIP", "Trade", "papers missing", "", "Loan"};
    Board board;
    board.definition.id = query.definition;
    board.definition.title = u("Lead to client");
    board.tags = {u("Loan"), u("papers missing"), u("Trade"), u("VIP")};
    for (int c = 0; c < Columns; ++c)
        board.definition.columns.push_back({QString::number(c), u(Names[c]), c == 3 ? cards / Columns : 0, c == Columns - 1});
    for (const ColumnInfo &info : board.definition.columns) {
        if (!query.column.isEmpty() && query.column != info.key)
            continue;
        BoardColumn column;
        column.info = info;
        column.count = column.held = cards / Columns;
        const int from = query.window.after.toInt();
        const int to = std::min(from + query.window.limit, cards / Columns);
        for (int i = from; i < to; ++i) {
            Card card;
            card.row.id = u("wf_") + info.key + QLatin1Char('_') + QString::number(i);
            card.row.number = u("LC-") + QString::number(100'000 + i);
            card.row.definition = query.definition;
            card.row.title = i % 4 == 0 ? u("Marchetti: small bronze, with the question whether it may travel in August") : u("Weber: framing advice and quote");
            card.row.agent = u(Agents[i % 5]);
            if (*Tags[i % 5] != '\0')
                card.row.tags = {u(Tags[i % 5]), u("August")};
            card.row.priority = i % 9 == 0 ? Priority::Urgent : Priority::Medium;
            card.row.column = info.key;
            card.row.enteredAt = at(clock, -60 * i);
            if (i % 3 == 0) {
                card.row.dueAt = at(clock, 3600 * (i % 50));
                card.row.waitingOn = u("timer");
                card.bannerKind = u("waiting");
            } else if (i % 7 == 0) {
                card.bannerKind = u("waiting");
                card.bannerText = u("Nyra: qualify");
            } else if (i % 11 == 0) {
                card.bannerKind = u("approval");
            }
            column.cards.push_back(card);
        }
        column.next = to < cards / Columns ? QString::number(to) : QString();
        board.columns.push_back(std::move(column));
    }
    return board;
}

} // namespace

void fillLargeBoard(FakeDoor &door, const FakeClock &clock, int cards)
{
    const FakeClock *now = &clock;
    door.onQuery<BoardQuery>([now, cards](const BoardQuery &query, const auto &) -> Result<Board> { return largeBoard(*now, query, cards); });
}

void fillSampleVersions(FakeDoor &door, const FakeClock &clock, const DefinitionVersionRow &current)
{
    const FakeClock *now = &clock;
    door.onQuery<DefinitionVersionsQuery>([now, current](const auto &, const auto &) -> Result<std::vector<DefinitionVersionRow>> { return versions(*now, current); });
    door.onQuery<MigrationPreviewQuery>([](const auto &query, const auto &) -> Result<Page<MigrationRow>> { return preview(query); });
    door.onQuery<WhatIfQuery>([now](const auto &query, const auto &) -> Result<WhatIfReport> { return whatIf(*now, query); });
    door.onQuery<DeadLetterQuery>([now](const auto &query, const auto &) -> Result<Page<DeadLetterRow>> { return letters(*now, query); });
}

} // namespace hs::test
