#include "engine/store/tables/threads.h"

namespace hs::store::threads {

namespace {

constexpr std::string_view Columns = "t.id, t.title, t.agent, t.channel, t.entity, t.contact, t.last_line, t.last_at, t.chip, t.assignee,"
                                     " t.snoozed_until, t.taken_over_by, t.escalation, t.version, t.closed";

Thread read(const Row &row)
{
    Thread thread;
    thread.id = row.text(0);
    thread.title = row.text(1);
    thread.agent = row.text(2);
    thread.channel = row.text(3);
    thread.entity = row.text(4);
    thread.contact = row.text(5);
    thread.lastLine = row.text(6);
    thread.lastAt = row.time(7);
    thread.chip = row.text(8);
    thread.assignee = row.text(9);
    thread.snoozedUntil = row.maybeTime(10);
    thread.takenOverBy = row.text(11);
    thread.escalation = row.text(12);
    thread.version = row.integer(13);
    thread.closed = row.integer(14) != 0;
    return thread;
}

Listed readListed(const Row &row)
{
    Listed listed;
    listed.thread = read(row);
    listed.unread = listed.thread.version > row.integer(15);
    listed.hasDraft = !row.text(16).empty();
    return listed;
}

Item readItem(const Row &row)
{
    Item item;
    item.id = row.text(0);
    item.thread = row.text(1);
    item.kind = row.text(2);
    item.author = row.text(3);
    item.authorName = row.text(4);
    item.text = row.text(5);
    item.at = row.time(6);
    item.effect = row.text(7);
    item.tool = row.json(8);
    item.correlation = row.text(9);
    item.citations = row.json(10);
    item.thought = row.text(11);
    return item;
}

/// What people typed as a question to FTS5: every word, from its beginning. What stands between words counts for nothing,
/// so nobody can write FTS5's own language here.
std::string matching(std::string_view text)
{
    std::string query, word;
    const auto end = [&] {
        if (!word.empty())
            query += (query.empty() ? "\"" : " \"") + word + "\"*";
        word.clear();
    };
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80U || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'))
            word += c;
        else
            end();
    }
    end();
    return query;
}

std::string where(const Filter &filter, Args &args)
{
    std::string sql = " WHERE 1 = 1";
    switch (filter.kind) {
    case Filter::Kind::All:
        sql += " AND t.closed = 0 AND (t.snoozed_until IS NULL OR t.snoozed_until <= ?)";
        args.emplace_back(filter.now);
        break;
    case Filter::Kind::Mine:
        sql += " AND t.closed = 0 AND (t.assignee = ? OR t.taken_over_by = ?)";
        args.emplace_back(filter.operatorId);
        args.emplace_back(filter.operatorId);
        break;
    case Filter::Kind::NeedsReply:
        sql += " AND t.closed = 0 AND t.chip IN ('needs_reply', 'escalated') AND (t.snoozed_until IS NULL OR t.snoozed_until <= ?)";
        args.emplace_back(filter.now);
        break;
    case Filter::Kind::Snoozed:
        sql += " AND t.closed = 0 AND t.snoozed_until > ?";
        args.emplace_back(filter.now);
        break;
    }
    if (!filter.agent.empty()) {
        sql += " AND t.agent = ?";
        args.emplace_back(filter.agent);
    }
    if (!filter.entity.empty()) {
        sql += " AND t.entity = ?";
        args.emplace_back(filter.entity);
    }
    if (!filter.text.empty()) {
        const auto words = matching(filter.text);
        if (words.empty()) {
            sql += " AND 0"; // signs alone: nothing is called so
        } else {
            sql += " AND t.id IN (SELECT thread FROM thread_words WHERE thread_words MATCH ?)";
            args.emplace_back(words);
        }
    }
    return sql;
}

/// The beginning of a text as one line for a list: a greeting alone would say nothing. Cut at a character's border.
std::string oneLine(std::string_view text)
{
    constexpr std::size_t Longest = 160;
    std::string line;
    bool gap = false;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            gap = !line.empty();
            continue;
        }
        if (line.size() >= Longest && (static_cast<unsigned char>(c) & 0xc0U) != 0x80U)
            break;
        if (gap)
            line += ' ';
        gap = false;
        line += c;
    }
    return line;
}

} // namespace

void insert(Transaction &tx, const Thread &thread)
{
    tx.exec("INSERT INTO threads(id, title, agent, channel, entity, contact, last_line, last_at, chip, assignee, escalation)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {thread.id, thread.title, thread.agent, thread.channel, orNull(thread.entity), orNull(thread.contact), thread.lastLine,
             thread.lastAt, thread.chip, orNull(thread.assignee), orNull(thread.escalation)});
    tx.touch(Topic::Threads, thread.id);
}

void update(Transaction &tx, const Thread &thread)
{
    tx.exec("UPDATE threads SET title = ?, agent = ?, entity = ?, contact = ?, last_line = ?, last_at = ?, chip = ?, assignee = ?,"
            " snoozed_until = ?, taken_over_by = ?, escalation = ?, version = ?, closed = ? WHERE id = ?",
            {thread.title, thread.agent, orNull(thread.entity), orNull(thread.contact), thread.lastLine, thread.lastAt, thread.chip,
             orNull(thread.assignee), thread.snoozedUntil, orNull(thread.takenOverBy), orNull(thread.escalation), thread.version,
             thread.closed, thread.id});
    tx.touch(Topic::Threads, thread.id);
}

std::optional<Thread> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Thread>("SELECT " + std::string(Columns) + " FROM threads t WHERE t.id = ?", {id}, read);
}

std::optional<Thread> ofContact(const ReadSql &sql, std::string_view contact, std::string_view channel)
{
    return sql.one<Thread>("SELECT " + std::string(Columns) + " FROM threads t WHERE t.contact = ? AND t.channel = ? AND t.closed = 0"
                           " ORDER BY t.last_at DESC LIMIT 1",
                           {contact, channel}, read);
}

void addItem(Transaction &tx, Thread &thread, const Item &item)
{
    tx.exec("INSERT INTO thread_items(id, thread, kind, author, author_name, text, at, effect, tool, correlation, citations, thought)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {item.id, thread.id, item.kind, item.author, item.authorName, item.text, item.at, orNull(item.effect),
             orNull(item.tool), item.correlation, orNull(item.citations), orNull(item.thought)});
    if (item.kind != "tool" && item.kind != "system") {
        thread.lastLine = oneLine(item.text);
    }
    thread.lastAt = item.at;
    ++thread.version;
    update(tx, thread);
}

std::optional<Item> item(const ReadSql &sql, std::string_view id)
{
    return sql.one<Item>("SELECT id, thread, kind, author, author_name, text, at, effect, tool, correlation, citations, thought FROM thread_items WHERE id = ?",
                         {id}, readItem);
}

Sliced<Item> items(const ReadSql &sql, std::string_view thread, const Slice &slice)
{
    Args args{thread};
    std::string select = "SELECT id, thread, kind, author, author_name, text, at, effect, tool, correlation, citations, thought FROM thread_items WHERE thread = ?";
    if (!slice.after.empty()) {
        select += " AND id < ?";
        args.emplace_back(slice.after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Item>(select + " ORDER BY id DESC LIMIT ?", args, readItem), slice.limit, [](const Item &item) { return item.id; });
}

Mark mark(const ReadSql &sql, std::string_view thread, std::string_view operatorId)
{
    Mark mark;
    sql.each("SELECT read_version, draft, draft_note, viewing_until FROM thread_marks WHERE thread = ? AND operator = ?",
             {thread, operatorId}, [&](const Row &row) {
                 mark.readVersion = row.integer(0);
                 mark.draft = row.text(1);
                 mark.draftIsNote = row.integer(2) != 0;
                 mark.viewingUntil = row.maybeTime(3);
             });
    return mark;
}

void setRead(Transaction &tx, std::string_view thread, std::string_view operatorId, std::int64_t version)
{
    tx.exec("INSERT INTO thread_marks(thread, operator, read_version) VALUES(?, ?, ?) ON CONFLICT(thread, operator) DO UPDATE"
            " SET read_version = excluded.read_version", {thread, operatorId, version});
    tx.touch(Topic::Threads, thread);
}

void setDraft(Transaction &tx, std::string_view thread, std::string_view operatorId, std::string_view text, bool note)
{
    const Arg value = text.empty() ? Arg(nullptr) : Arg(text);
    tx.exec("INSERT INTO thread_marks(thread, operator, draft, draft_note) VALUES(?, ?, ?, ?) ON CONFLICT(thread, operator) DO UPDATE"
            " SET draft = excluded.draft, draft_note = excluded.draft_note", {thread, operatorId, value, note});
    tx.touch(Topic::Threads, thread);
}

void setViewing(Transaction &tx, std::string_view thread, std::string_view operatorId, Timestamp until)
{
    tx.exec("INSERT INTO thread_marks(thread, operator, viewing_until) VALUES(?, ?, ?) ON CONFLICT(thread, operator) DO UPDATE"
            " SET viewing_until = excluded.viewing_until", {thread, operatorId, until});
}

std::vector<std::string> viewers(const ReadSql &sql, std::string_view thread, std::string_view butNot, Timestamp now)
{
    std::vector<std::string> names;
    sql.each("SELECT o.name FROM thread_marks m JOIN operators o ON o.id = m.operator WHERE m.thread = ? AND m.operator <> ?"
             " AND m.viewing_until > ? ORDER BY o.name", {thread, butNot, now}, [&](const Row &row) { names.push_back(row.text(0)); });
    return names;
}

Sliced<Listed> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args{filter.operatorId};
    std::string select = "SELECT " + std::string(Columns) + ", coalesce(m.read_version, 0), m.draft FROM threads t LEFT JOIN thread_marks m"
                         " ON m.thread = t.id AND m.operator = ?" + where(filter, args);
    if (const auto bar = slice.after.find('|'); bar != std::string::npos) {
        select += " AND (t.last_at, t.id) < (?, ?)";
        args.emplace_back(asNumber(slice.after));
        args.emplace_back(slice.after.substr(bar + 1));
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Listed>(select + " ORDER BY t.last_at DESC, t.id DESC LIMIT ?", args, readListed), slice.limit,
               [](const Listed &listed) { return std::to_string(toMillis(listed.thread.lastAt)) + "|" + listed.thread.id; });
}

std::int64_t count(const ReadSql &sql, const Filter &filter)
{
    Args args;
    const auto condition = where(filter, args);
    return sql.integer("SELECT count(*) FROM threads t" + condition, args).value_or(0);
}

std::int64_t unanswered(const ReadSql &sql, std::string_view contact)
{
    return sql.integer("SELECT count(*) FROM threads t JOIN thread_items i ON i.thread = t.id WHERE t.contact = ? AND t.closed = 0"
                       " AND i.kind = 'client' AND i.id > coalesce((SELECT max(r.id) FROM thread_items r WHERE r.thread = t.id AND r.kind = 'colleague'), '')",
                       {contact}).value_or(0);
}

std::int64_t wake(Transaction &tx, Timestamp now)
{
    const auto woken = tx.exec("UPDATE threads SET snoozed_until = NULL WHERE snoozed_until <= ?", {now});
    if (woken > 0)
        tx.touch(Topic::Threads, {});
    return woken;
}

} // namespace hs::store::threads
