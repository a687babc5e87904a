#include "engine/store/schema.h"

namespace hs::store::schema {

// Times are milliseconds since 1970 in UTC; JSON is TEXT; states are small integers named in the tables' headers.
// Ids rise with time, so their indexes grow at one end and stay cheap.

namespace {

std::vector<std::string> first()
{
    return {
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",

        // What came in. `dedupe` is the sender's delivery id, or a hash of the body.
        "CREATE TABLE inbox(seq INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, type TEXT NOT NULL,"
        " dedupe TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL, received_at INTEGER NOT NULL,"
        " state INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, next_try INTEGER,"
        " error TEXT, summary TEXT, correlation TEXT NOT NULL, duplicates INTEGER NOT NULL DEFAULT 0, done_at INTEGER)",
        "CREATE UNIQUE INDEX inbox_dedupe ON inbox(source, dedupe)",
        "CREATE UNIQUE INDEX inbox_id ON inbox(id)",
        "CREATE INDEX inbox_open ON inbox(state, seq) WHERE state IN (0, 3)",
        "CREATE INDEX inbox_source ON inbox(source, received_at)",
        "CREATE INDEX inbox_correlation ON inbox(correlation)",

        // Deliveries that were answered but not stored as a new event: refused ones, repeats, handshakes.
        "CREATE TABLE refusals(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, source TEXT NOT NULL, status INTEGER NOT NULL,"
        " millis INTEGER NOT NULL, event TEXT, duplicate INTEGER NOT NULL DEFAULT 0, error TEXT)",
        "CREATE INDEX refusals_source ON refusals(source, at)",

        // What leaves the machine.
        "CREATE TABLE outbox(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, idem_key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
        " target TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,"
        " created_at INTEGER NOT NULL, hold_until INTEGER, next_try INTEGER, sent_at INTEGER, error TEXT, why TEXT,"
        " correlation TEXT NOT NULL, agent TEXT, thread TEXT, escalation TEXT, entity TEXT, run TEXT)",
        "CREATE INDEX outbox_open ON outbox(state, seq) WHERE state IN (1, 2, 3, 5)",
        "CREATE INDEX outbox_escalation ON outbox(escalation) WHERE escalation IS NOT NULL",
        "CREATE INDEX outbox_correlation ON outbox(correlation)",

        // The 16 hub databases.
        "CREATE TABLE records(id TEXT PRIMARY KEY, db TEXT NOT NULL, title TEXT NOT NULL, entity TEXT, fields TEXT NOT NULL,"
        " etag TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL,"
        " search TEXT NOT NULL, deleted_at INTEGER) WITHOUT ROWID",
        "CREATE INDEX records_db ON records(db, id) WHERE deleted_at IS NULL",
        // Short values that records are looked up by, in lower case.
        "CREATE TABLE record_keys(db TEXT NOT NULL, property TEXT NOT NULL, value TEXT NOT NULL, record TEXT NOT NULL"
        " REFERENCES records(id), PRIMARY KEY(db, property, value, record)) WITHOUT ROWID",
        "CREATE INDEX record_keys_record ON record_keys(record)",
        // Master Tasks as people sort them; kept beside the record by the same write.
        "CREATE TABLE tasks(id TEXT PRIMARY KEY REFERENCES records(id), status TEXT NOT NULL, priority INTEGER NOT NULL,"
        " due_at INTEGER, assignee TEXT, workflow TEXT, contact TEXT, entity TEXT, minutes INTEGER NOT NULL DEFAULT 0,"
        " created_at INTEGER NOT NULL, idem_key TEXT UNIQUE, reminded_at INTEGER) WITHOUT ROWID",
        "CREATE INDEX tasks_open ON tasks(assignee, due_at) WHERE status NOT IN ('Done', 'Cancelled')",
        "CREATE INDEX tasks_workflow ON tasks(workflow) WHERE workflow IS NOT NULL",

        // Workflows.
        "CREATE TABLE definitions(id TEXT NOT NULL, version TEXT NOT NULL, hash TEXT NOT NULL, source TEXT NOT NULL,"
        " title TEXT NOT NULL, published_at INTEGER NOT NULL, retired INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(id, version)) WITHOUT ROWID",
        "CREATE TABLE instances(id TEXT PRIMARY KEY, number TEXT NOT NULL, definition TEXT NOT NULL, version TEXT NOT NULL,"
        " title TEXT NOT NULL, status INTEGER NOT NULL, state TEXT NOT NULL, column_key TEXT NOT NULL, priority INTEGER NOT NULL,"
        " agent TEXT, entity TEXT, contact TEXT, person TEXT, assignee TEXT, business_key TEXT, snapshot TEXT NOT NULL,"
        " started_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, entered_at INTEGER NOT NULL, due_at INTEGER, tag TEXT,"
        " error TEXT, parked TEXT, steps INTEGER NOT NULL DEFAULT 0, correlation TEXT NOT NULL,"
        " FOREIGN KEY(definition, version) REFERENCES definitions(id, version)) WITHOUT ROWID",
        "CREATE INDEX instances_board ON instances(definition, column_key, entered_at, id)",
        "CREATE INDEX instances_key ON instances(definition, business_key) WHERE business_key IS NOT NULL",
        "CREATE INDEX instances_contact ON instances(contact) WHERE contact IS NOT NULL",
        "CREATE INDEX instances_open ON instances(status, id) WHERE status < 3",
        "CREATE INDEX instances_correlation ON instances(correlation)",
        "CREATE TABLE history(instance TEXT NOT NULL REFERENCES instances(id), seq INTEGER NOT NULL, at INTEGER NOT NULL,"
        " input TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT, record TEXT NOT NULL, snapshot TEXT NOT NULL,"
        " micros INTEGER NOT NULL, PRIMARY KEY(instance, seq)) WITHOUT ROWID",
        // Ids of outside events that an instance has taken, so that a repeat is dropped (D3).
        "CREATE TABLE instance_events(instance TEXT NOT NULL, event TEXT NOT NULL, at INTEGER NOT NULL,"
        " PRIMARY KEY(instance, event)) WITHOUT ROWID",
        // Open tasks of instances: one row an invocation, key <instance>/<invoke>/<n> (D5).
        "CREATE TABLE invocations(key TEXT PRIMARY KEY, instance TEXT NOT NULL REFERENCES instances(id), invoke TEXT NOT NULL,"
        " src TEXT NOT NULL, input TEXT NOT NULL, status INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, next_try INTEGER,"
        " created_at INTEGER NOT NULL, error TEXT, escalation TEXT) WITHOUT ROWID",
        "CREATE INDEX invocations_instance ON invocations(instance, invoke)",
        "CREATE INDEX invocations_ready ON invocations(status, next_try) WHERE status = 0",
        "CREATE TABLE timers(instance TEXT NOT NULL REFERENCES instances(id), id TEXT NOT NULL, due INTEGER NOT NULL,"
        " created INTEGER NOT NULL, PRIMARY KEY(instance, id)) WITHOUT ROWID",
        "CREATE INDEX timers_due ON timers(due, created)",

        // The bus.
        "CREATE TABLE messages(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sender TEXT NOT NULL, recipient TEXT NOT NULL,"
        " type TEXT NOT NULL, payload TEXT NOT NULL, correlation TEXT NOT NULL, causation TEXT, response_to TEXT,"
        " requires_response INTEGER NOT NULL, priority TEXT NOT NULL, outcome TEXT NOT NULL, at INTEGER NOT NULL,"
        " expires INTEGER, error TEXT)",
        "CREATE INDEX messages_correlation ON messages(correlation)",
        "CREATE INDEX messages_sender ON messages(sender, seq)",
        "CREATE INDEX messages_recipient ON messages(recipient, seq)",
        "CREATE INDEX messages_open ON messages(expires) WHERE outcome = 'delivered' AND requires_response = 1",
        "CREATE TABLE bus_deliveries(message TEXT NOT NULL REFERENCES messages(id), subscriber TEXT NOT NULL, seq INTEGER NOT NULL,"
        " state INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, next_try INTEGER, error TEXT,"
        " PRIMARY KEY(message, subscriber)) WITHOUT ROWID",
        "CREATE INDEX bus_waiting ON bus_deliveries(state, seq) WHERE state = 0",

        // Conversations.
        "CREATE TABLE threads(id TEXT PRIMARY KEY, title TEXT NOT NULL, agent TEXT NOT NULL, channel TEXT NOT NULL, entity TEXT,"
        " contact TEXT, last_line TEXT NOT NULL, last_at INTEGER NOT NULL, chip TEXT NOT NULL, assignee TEXT, snoozed_until INTEGER,"
        " taken_over_by TEXT, escalation TEXT, version INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
        "CREATE INDEX threads_latest ON threads(last_at, id)",
        "CREATE INDEX threads_contact ON threads(contact, channel) WHERE contact IS NOT NULL",
        "CREATE TABLE thread_items(id TEXT PRIMARY KEY, thread TEXT NOT NULL REFERENCES threads(id), kind TEXT NOT NULL,"
        " author TEXT NOT NULL, author_name TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, effect TEXT, tool TEXT,"
        " correlation TEXT NOT NULL) WITHOUT ROWID",
        "CREATE INDEX thread_items_thread ON thread_items(thread, id)",
        "CREATE TABLE thread_marks(thread TEXT NOT NULL REFERENCES threads(id), operator TEXT NOT NULL, read_version INTEGER NOT NULL"
        " DEFAULT 0, draft TEXT, draft_note INTEGER NOT NULL DEFAULT 0, viewing_until INTEGER, PRIMARY KEY(thread, operator)) WITHOUT ROWID",

        // Escalations. `data` holds what is only shown.
        "CREATE TABLE escalations(id TEXT PRIMARY KEY, number INTEGER NOT NULL, title TEXT NOT NULL, status INTEGER NOT NULL,"
        " priority INTEGER NOT NULL, reason_class TEXT NOT NULL, category TEXT NOT NULL, agent TEXT NOT NULL, entity TEXT, contact TEXT,"
        " person TEXT NOT NULL, opened_at INTEGER NOT NULL, respond_due INTEGER NOT NULL, decide_due INTEGER NOT NULL,"
        " respond_total INTEGER NOT NULL, decide_total INTEGER NOT NULL, next_due INTEGER NOT NULL, responded_at INTEGER,"
        " paused_since INTEGER, paused_ms INTEGER NOT NULL DEFAULT 0, claimant TEXT, claimed_at INTEGER, lease_until INTEGER,"
        " decision TEXT, decided_by TEXT, decided_at INTEGER, hold_until INTEGER, snoozed_until INTEGER, version INTEGER NOT NULL DEFAULT 1,"
        " thread TEXT, thread_version INTEGER, workflow TEXT, invocation TEXT, labels TEXT NOT NULL DEFAULT '[]', data TEXT NOT NULL,"
        " correlation TEXT NOT NULL, backup_called INTEGER, everyone_called INTEGER, half_told INTEGER) WITHOUT ROWID",
        "CREATE INDEX escalations_open ON escalations(next_due, id) WHERE status IN (0, 1, 5, 6)",
        "CREATE INDEX escalations_held ON escalations(hold_until) WHERE status = 3",
        "CREATE INDEX escalations_decided ON escalations(decided_at) WHERE decided_at IS NOT NULL",
        "CREATE INDEX escalations_contact ON escalations(contact) WHERE contact IS NOT NULL",
        "CREATE TABLE escalation_drafts(escalation TEXT NOT NULL REFERENCES escalations(id), operator TEXT NOT NULL, text TEXT NOT NULL,"
        " at INTEGER NOT NULL, PRIMARY KEY(escalation, operator)) WITHOUT ROWID",
        "CREATE TABLE decisions(id TEXT PRIMARY KEY, escalation TEXT NOT NULL REFERENCES escalations(id), at INTEGER NOT NULL,"
        " operator TEXT NOT NULL, operator_name TEXT NOT NULL, via TEXT NOT NULL, decision TEXT NOT NULL, reason TEXT, reply TEXT,"
        " difference TEXT, version_seen INTEGER NOT NULL, effects TEXT NOT NULL, undone_at INTEGER) WITHOUT ROWID",
        "CREATE INDEX decisions_escalation ON decisions(escalation, id)",
        "CREATE TABLE settled_causes(cause TEXT PRIMARY KEY, escalation TEXT NOT NULL, facts TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",

        // Audit: append-only and chained.
        "CREATE TABLE audit(seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor_kind TEXT NOT NULL, actor TEXT NOT NULL,"
        " actor_name TEXT NOT NULL, action TEXT NOT NULL, object_kind TEXT NOT NULL, object TEXT NOT NULL, summary TEXT NOT NULL,"
        " reason TEXT NOT NULL, rule TEXT NOT NULL, evidence TEXT NOT NULL, correlation TEXT NOT NULL, data TEXT NOT NULL, hash TEXT NOT NULL)",
        "CREATE INDEX audit_object ON audit(object)",
        "CREATE INDEX audit_actor ON audit(actor, seq)",
        "CREATE INDEX audit_correlation ON audit(correlation)",
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",

        // People, keys, secrets, agents.
        "CREATE TABLE operators(id TEXT PRIMARY KEY, name TEXT NOT NULL, initials TEXT NOT NULL, role INTEGER NOT NULL, pin TEXT,"
        " created_at INTEGER NOT NULL, present_until INTEGER) WITHOUT ROWID",
        "CREATE TABLE api_keys(name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, role INTEGER NOT NULL, created_at INTEGER NOT NULL,"
        " last_used INTEGER, revoked_at INTEGER) WITHOUT ROWID",
        "CREATE TABLE secrets(name TEXT NOT NULL, slot INTEGER NOT NULL, sealed BLOB NOT NULL, set_at INTEGER NOT NULL,"
        " PRIMARY KEY(name, slot)) WITHOUT ROWID",
        "CREATE TABLE agents(key TEXT PRIMARY KEY, paused INTEGER NOT NULL DEFAULT 0, autopilot INTEGER NOT NULL DEFAULT 0,"
        " last_at INTEGER, last_error TEXT, last_failed_at INTEGER, failures TEXT NOT NULL DEFAULT '[]') WITHOUT ROWID",
        "CREATE TABLE agent_days(agent TEXT NOT NULL, day TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,"
        " PRIMARY KEY(agent, day)) WITHOUT ROWID",
        "CREATE TABLE source_state(name TEXT PRIMARY KEY, paused INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
    };
}

std::vector<std::string> second()
{
    return {
        // Few of many: how many deliveries of a source wait for a person.
        "CREATE INDEX inbox_failed ON inbox(source, state) WHERE state IN (3, 4)",
    };
}

/// Schedules, state clocks, events that wait for their workflow, troubles of the console itself.
std::vector<std::string> times()
{
    return {
        // Schedules of the newest version of each definition (T8). `name` is its business key: cron, zone, event.
        "CREATE TABLE schedules(definition TEXT NOT NULL, name TEXT NOT NULL, cron TEXT NOT NULL, timezone TEXT NOT NULL,"
        " overlap TEXT NOT NULL, catchup INTEGER, event TEXT NOT NULL, next_due INTEGER, queued_due INTEGER, last_due INTEGER,"
        " last_run INTEGER, PRIMARY KEY(definition, name)) WITHOUT ROWID",
        "CREATE INDEX schedules_due ON schedules(next_due) WHERE next_due IS NOT NULL",

        // Events that came before the workflow they are for (T7).
        "CREATE TABLE waiting_events(seq INTEGER PRIMARY KEY, definition TEXT NOT NULL, business_key TEXT NOT NULL, event TEXT NOT NULL,"
        " type TEXT NOT NULL, body TEXT NOT NULL, correlation TEXT NOT NULL, since INTEGER NOT NULL, expires INTEGER NOT NULL)",
        "CREATE UNIQUE INDEX waiting_events_once ON waiting_events(definition, business_key, event)",
        "CREATE INDEX waiting_events_expires ON waiting_events(expires)",

        // How long instances have stood in states with meta.sla (T10). `next_due` is the earlier of what is still to come.
        "CREATE TABLE state_clocks(instance TEXT NOT NULL REFERENCES instances(id), state TEXT NOT NULL, calendar TEXT NOT NULL,"
        " since INTEGER NOT NULL, warn_due INTEGER, breach_due INTEGER, next_due INTEGER, PRIMARY KEY(instance, state)) WITHOUT ROWID",
        "CREATE INDEX state_clocks_due ON state_clocks(next_due) WHERE next_due IS NOT NULL",

        // Trouble with the console itself, by component and fault; one row is open at a time.
        "CREATE TABLE troubles(id TEXT PRIMARY KEY, component TEXT NOT NULL, fault TEXT NOT NULL, what TEXT NOT NULL, level INTEGER NOT NULL,"
        " first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, why TEXT NOT NULL, tried TEXT NOT NULL, next_step TEXT NOT NULL,"
        " task TEXT, escalation TEXT, next_check INTEGER, resolved_at INTEGER) WITHOUT ROWID",
        "CREATE UNIQUE INDEX troubles_open ON troubles(component, fault) WHERE resolved_at IS NULL",
        "CREATE INDEX troubles_check ON troubles(next_check) WHERE next_check IS NOT NULL",
        "CREATE INDEX troubles_resolved ON troubles(resolved_at) WHERE resolved_at IS NOT NULL",
        // When it happened and to what; the same thing failing again is no new time.
        "CREATE TABLE trouble_times(component TEXT NOT NULL, fault TEXT NOT NULL, occasion TEXT NOT NULL, at INTEGER NOT NULL,"
        " PRIMARY KEY(component, fault, occasion)) WITHOUT ROWID",
    };
}

/// Boards of any size: counts that need no counting, an index that holds all that a board filters by, words to search in.
std::vector<std::string> boards()
{
    const auto keyOf = [](const std::string &row) {
        return row + ".definition, " + row + ".column_key, ifnull(" + row + ".agent, ''), ifnull(" + row + ".assignee, ''), ifnull(" + row
               + ".entity, ''), " + row + ".priority, " + row + ".status, " + row + ".version, ifnull(" + row + ".tag, '')";
    };
    const std::string key = "definition, column_key, agent, assignee, entity, priority, status, version, tag";
    const std::string more = "INSERT INTO board_counts(" + key + ", cards) VALUES(" + keyOf("NEW") + ", 1)"
                             " ON CONFLICT(" + key + ") DO UPDATE SET cards = cards + 1; ";
    const std::string old = " WHERE (" + key + ") = (" + keyOf("OLD") + ")";
    const std::string fewer = "UPDATE board_counts SET cards = cards - 1" + old + "; DELETE FROM board_counts" + old + " AND cards <= 0; ";
    // Person and title seldom change, so the words are written once an instance.
    const std::string words = "NEW.number || char(10) || NEW.title || char(10) || ifnull(NEW.person, '')";
    return {
        "CREATE TABLE board_counts(definition TEXT NOT NULL, column_key TEXT NOT NULL, agent TEXT NOT NULL, assignee TEXT NOT NULL,"
        " entity TEXT NOT NULL, priority INTEGER NOT NULL, status INTEGER NOT NULL, version TEXT NOT NULL, tag TEXT NOT NULL,"
        " cards INTEGER NOT NULL, PRIMARY KEY(" + key + ")) WITHOUT ROWID",
        "INSERT INTO board_counts(" + key + ", cards) SELECT " + keyOf("i") + ", count(*) FROM instances i GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
        "CREATE TRIGGER board_counts_insert AFTER INSERT ON instances BEGIN " + more + "END",
        "CREATE TRIGGER board_counts_delete AFTER DELETE ON instances BEGIN " + fewer + "END",
        "CREATE TRIGGER board_counts_update AFTER UPDATE OF column_key, agent, assignee, entity, priority, status, version, tag ON instances"
        " WHEN OLD.column_key <> NEW.column_key OR OLD.status <> NEW.status OR OLD.priority <> NEW.priority OR OLD.agent IS NOT NEW.agent"
        " OR OLD.assignee IS NOT NEW.assignee OR OLD.entity IS NOT NEW.entity OR OLD.version <> NEW.version OR OLD.tag IS NOT NEW.tag"
        " BEGIN " + fewer + more + "END",

        "DROP INDEX instances_board",
        "CREATE INDEX instances_board ON instances(definition, column_key, entered_at, id, status, agent, assignee, entity, priority, version,"
        " tag, due_at)",
        "CREATE INDEX invocations_people ON invocations(instance) WHERE status IN (1, 2)",

        "CREATE TABLE instance_words(definition TEXT NOT NULL, instance TEXT NOT NULL, words TEXT NOT NULL,"
        " PRIMARY KEY(definition, instance)) WITHOUT ROWID",
        "INSERT INTO instance_words(definition, instance, words) SELECT definition, id, number || char(10) || title || char(10) || ifnull(person, '')"
        " FROM instances",
        "CREATE TRIGGER instance_words_insert AFTER INSERT ON instances BEGIN INSERT INTO instance_words(definition, instance, words)"
        " VALUES(NEW.definition, NEW.id, " + words + "); END",
        "CREATE TRIGGER instance_words_update AFTER UPDATE OF title, person ON instances WHEN OLD.title <> NEW.title OR OLD.person IS NOT NEW.person"
        " BEGIN UPDATE instance_words SET words = " + words + " WHERE definition = NEW.definition AND instance = NEW.id; END",
        "CREATE TRIGGER instance_words_delete AFTER DELETE ON instances BEGIN DELETE FROM instance_words WHERE definition = OLD.definition"
        " AND instance = OLD.id; END",

        "CREATE TABLE board_views(id TEXT PRIMARY KEY, definition TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL,"
        " shared INTEGER NOT NULL DEFAULT 0, layout TEXT NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE INDEX board_views_board ON board_views(definition, name)",
    };
}

std::vector<std::string> third()
{
    return {
        // Tasks by kind, with what bounds and carries them. `held` is set while the instance does not run, so that the
        // queue is found without looking at instances. `result` waits to be handed to the machine.
        "ALTER TABLE invocations ADD COLUMN kind INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE invocations ADD COLUMN priority INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE invocations ADD COLUMN entity TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE invocations ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE invocations ADD COLUMN lease TEXT",
        "ALTER TABLE invocations ADD COLUMN deadline INTEGER",
        "ALTER TABLE invocations ADD COLUMN parent TEXT",
        "ALTER TABLE invocations ADD COLUMN position INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE invocations ADD COLUMN ref TEXT",
        "ALTER TABLE invocations ADD COLUMN result TEXT",
        "UPDATE invocations SET kind = 1 WHERE status = 1",
        "UPDATE invocations SET held = 1 WHERE invoke <> '' AND EXISTS (SELECT 1 FROM instances i WHERE i.id = instance AND i.status <> 0)",
        "UPDATE invocations SET status = 7 WHERE status = 0 AND next_try IS NOT NULL",
        "UPDATE invocations SET entity = coalesce((SELECT i.entity FROM instances i WHERE i.id = instance), '')",
        "DROP INDEX invocations_ready",
        "CREATE INDEX invocations_queue ON invocations(entity, priority, created_at) WHERE status = 0 AND held = 0",
        "CREATE INDEX invocations_later ON invocations(next_try) WHERE status = 7 AND held = 0",
        "CREATE INDEX invocations_settled ON invocations(created_at) WHERE status = 5 AND held = 0",
        "CREATE INDEX invocations_running ON invocations(src) WHERE status IN (3, 4)",
        "CREATE INDEX invocations_deadline ON invocations(deadline) WHERE deadline IS NOT NULL",
        "CREATE INDEX invocations_parent ON invocations(parent) WHERE parent IS NOT NULL",
        "CREATE INDEX invocations_ref ON invocations(ref) WHERE ref IS NOT NULL",
        "ALTER TABLE timers ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
        "UPDATE timers SET held = 1 WHERE EXISTS (SELECT 1 FROM instances i WHERE i.id = instance AND i.status <> 0)",
        "DROP INDEX timers_due",
        "CREATE INDEX timers_due ON timers(due, created) WHERE held = 0",
        // A child's task in its parent, how deep it lies, how many inputs wait, and whether it is on its way out.
        "ALTER TABLE instances ADD COLUMN parent TEXT",
        "ALTER TABLE instances ADD COLUMN depth INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE instances ADD COLUMN queued INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE instances ADD COLUMN ending INTEGER NOT NULL DEFAULT 0",
        // Inputs that came while an instance did not run (D3).
        "CREATE TABLE instance_inbox(instance TEXT NOT NULL REFERENCES instances(id), seq INTEGER NOT NULL, at INTEGER NOT NULL,"
        " input TEXT NOT NULL, event TEXT, reason TEXT, PRIMARY KEY(instance, seq)) WITHOUT ROWID",
        "CREATE INDEX instances_queued ON instances(id) WHERE queued > 0 AND status = 0",
        // What was done and can be undone (C1).
        "CREATE TABLE compensations(instance TEXT NOT NULL REFERENCES instances(id), seq INTEGER NOT NULL, invoke TEXT NOT NULL,"
        " state TEXT NOT NULL, src TEXT NOT NULL, input TEXT NOT NULL, status INTEGER NOT NULL DEFAULT 0, error TEXT,"
        " PRIMARY KEY(instance, seq)) WITHOUT ROWID",
        // What could not be handled: inputs that a person skipped, commands out of retries (D13).
        "CREATE TABLE dead_letters(id TEXT PRIMARY KEY, kind TEXT NOT NULL, instance TEXT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL,"
        " reason TEXT NOT NULL, at INTEGER NOT NULL, resent_at INTEGER, correlation TEXT NOT NULL) WITHOUT ROWID",
        "CREATE INDEX dead_letters_instance ON dead_letters(instance)",
        // The token bucket of each source of tasks that is limited by the minute (T1).
        "CREATE TABLE source_rates(src TEXT PRIMARY KEY, tokens REAL NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
        // The form that a definition's hash is of (RFC 8785); empty for rows from before, until the next start fills it in.
        "ALTER TABLE definitions ADD COLUMN canonical TEXT NOT NULL DEFAULT ''",
        // Attempts at tasks that did not work; key as in invocations. What worked stands in the history.
        "CREATE TABLE failed_tries(task TEXT NOT NULL, attempt INTEGER NOT NULL, began_at INTEGER NOT NULL, failed_at INTEGER NOT NULL,"
        " error TEXT NOT NULL, message TEXT NOT NULL, again_at INTEGER, PRIMARY KEY(task, attempt)) WITHOUT ROWID",
        // What members of the community did, by day (days since 1970) and kind.
        "CREATE TABLE member_activity(member TEXT NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL,"
        " first_at INTEGER NOT NULL, PRIMARY KEY(member, day, kind)) WITHOUT ROWID",
        // How far a command has come that goes in slices.
        "CREATE TABLE command_progress(key TEXT PRIMARY KEY REFERENCES invocations(key) ON DELETE CASCADE, progress TEXT NOT NULL) WITHOUT ROWID",
    };
}

/// Instances that wait for their turn (meta.maxRunning), dead letters by age.
std::vector<std::string> fourthStarts()
{
    return {
        "CREATE INDEX dead_letters_at ON dead_letters(at, id)",
        "CREATE INDEX instances_turn ON instances(definition, ifnull(entity, ''), priority, started_at, id) WHERE status = -1",
    };
}

/// What the hub tells of runs and letters, counted as it happens, so that no record has to count rows.
std::vector<std::string> fourthHub()
{
    const auto run = [](const std::string &row, const std::string &sign) {
        return "INSERT INTO run_times(definition, runs, millis) VALUES(" + row + ".definition, " + sign + "1, " + sign + "(" + row + ".updated_at - " + row
               + ".started_at)) ON CONFLICT(definition) DO UPDATE SET runs = runs + excluded.runs, millis = millis + excluded.millis; ";
    };
    return {
        // Runs that came to their end (status 3), and how long they took together.
        "CREATE TABLE run_times(definition TEXT PRIMARY KEY, runs INTEGER NOT NULL, millis INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO run_times(definition, runs, millis) SELECT definition, count(*), sum(updated_at - started_at) FROM instances WHERE status = 3 GROUP BY definition",
        "CREATE TRIGGER run_times_insert AFTER INSERT ON instances WHEN NEW.status = 3 BEGIN " + run("NEW", "") + "END",
        "CREATE TRIGGER run_times_end AFTER UPDATE OF status ON instances WHEN NEW.status = 3 AND OLD.status <> 3 BEGIN " + run("NEW", "") + "END",
        "CREATE TRIGGER run_times_back AFTER UPDATE OF status ON instances WHEN OLD.status = 3 AND NEW.status <> 3 BEGIN " + run("OLD", "-") + "END",

        "CREATE INDEX escalations_workflow ON escalations(workflow) WHERE workflow IS NOT NULL",

        // The text that a letter was written by, and its language: "sage.welcome/en". Of older letters the text stands in
        // the key; their language is not known, they count for English.
        "ALTER TABLE outbox ADD COLUMN letter TEXT",
        "UPDATE outbox SET letter = substr(substr(idem_key, instr(idem_key, '/effect/') + 8), 1, instr(substr(idem_key, instr(idem_key, '/effect/') + 8), ':') - 1)"
        " || '/en' WHERE kind = 'mail' AND idem_key LIKE '%/effect/%.%:%'",
        "CREATE TABLE letter_sends(letter TEXT PRIMARY KEY, sends INTEGER NOT NULL, last_at INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO letter_sends(letter, sends, last_at) SELECT letter, count(*), max(sent_at) FROM outbox WHERE letter IS NOT NULL AND state = 4"
        " AND sent_at IS NOT NULL GROUP BY letter",
        "CREATE TRIGGER letter_sends_count AFTER UPDATE OF state ON outbox WHEN NEW.state = 4 AND OLD.state <> 4 AND NEW.letter IS NOT NULL BEGIN"
        " INSERT INTO letter_sends(letter, sends, last_at) VALUES(NEW.letter, 1, NEW.sent_at) ON CONFLICT(letter) DO UPDATE SET sends = sends + 1,"
        " last_at = max(last_at, excluded.last_at); END",
    };
}

/// The mirror in Notion (tables/notion.h), and who changed which property of a record.
std::vector<std::string> fifth()
{
    // Messages between agents are many: the mirror tells of them by thread and hour, not one by one.
    const std::string mirrored = "(SELECT on_now FROM notion_quiet) = 0 AND EXISTS(SELECT 1 FROM notion_databases b WHERE b.db = NEW.db AND b.state = 3)"
                                 " AND NOT (NEW.db = 'agent-communication' AND json_extract(NEW.fields, '$.Kind') = 'Message')";
    const auto queued = [](const std::string &kind, const std::string &since) {
        return "INSERT INTO notion_queue(record, db, kind, lane, since) VALUES(NEW.id, NEW.db, " + kind + ", CASE NEW.updated_by WHEN 'Engine' THEN 2 ELSE 1 END, "
               + since + ") ON CONFLICT(record) DO UPDATE SET kind = excluded.kind, lane = min(lane, excluded.lane), version = version + 1,"
               " state = CASE WHEN state = 1 THEN 1 ELSE 0 END; ";
    };
    return {
        "CREATE TABLE notion_databases(db TEXT PRIMARY KEY, database_id TEXT NOT NULL, data_source TEXT NOT NULL, state INTEGER NOT NULL,"
        " properties TEXT, title TEXT NOT NULL, watermark INTEGER, pull_cursor TEXT, cursor_from INTEGER, cursor_seen INTEGER, pulled_at INTEGER,"
        " error TEXT, all_queued INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
        "CREATE TABLE notion_pages(record TEXT PRIMARY KEY, db TEXT NOT NULL, page TEXT NOT NULL UNIQUE, edited INTEGER NOT NULL, base TEXT,"
        " extra TEXT, foreign_values TEXT, open_links TEXT, trashed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
        "CREATE INDEX notion_pages_db ON notion_pages(db, page) WHERE trashed = 0",
        "CREATE TABLE notion_waiting(target TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY(target, record)) WITHOUT ROWID",
        // A change of the record that the mirror has not got yet.
        "CREATE TABLE notion_queue(record TEXT PRIMARY KEY, db TEXT NOT NULL, kind INTEGER NOT NULL, lane INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0,"
        " version INTEGER NOT NULL DEFAULT 1, asked INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, since INTEGER NOT NULL, next INTEGER,"
        " error TEXT) WITHOUT ROWID",
        "CREATE INDEX notion_queue_due ON notion_queue(lane, since, record) WHERE state = 0",
        "CREATE TABLE notion_conflicts(seq INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL, db TEXT NOT NULL, property TEXT NOT NULL, at INTEGER NOT NULL,"
        " base TEXT, local TEXT, remote TEXT, local_at INTEGER NOT NULL, remote_at INTEGER NOT NULL, local_by TEXT NOT NULL, remote_by TEXT NOT NULL,"
        " kept TEXT NOT NULL, rule TEXT NOT NULL, reviewed_at INTEGER, reviewed_by TEXT, resolution TEXT)",
        "CREATE INDEX notion_conflicts_open ON notion_conflicts(seq) WHERE reviewed_at IS NULL",
        "CREATE TABLE notion_hints(object TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(object, id)) WITHOUT ROWID",
        "CREATE TABLE notion_aside(page TEXT PRIMARY KEY, record TEXT NOT NULL, db TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE notion_digests(thread TEXT NOT NULL, hour INTEGER NOT NULL, page TEXT, asked INTEGER NOT NULL DEFAULT 0, upto INTEGER NOT NULL,"
        " PRIMARY KEY(thread, hour)) WITHOUT ROWID",
        // One row: whether the writer is the mirror itself.
        "CREATE TABLE notion_quiet(on_now INTEGER NOT NULL)",
        "INSERT INTO notion_quiet VALUES(0)",
        "CREATE TRIGGER notion_new AFTER INSERT ON records WHEN " + mirrored + " BEGIN " + queued("0", "NEW.updated_at") + "END",
        "CREATE TRIGGER notion_changed AFTER UPDATE OF fields ON records WHEN NEW.fields <> OLD.fields AND NEW.deleted_at IS NULL AND " + mirrored + " BEGIN"
        " UPDATE notion_pages SET base = OLD.fields WHERE record = OLD.id AND base IS NULL; " + queued("0", "NEW.updated_at") + "END",
        "CREATE TRIGGER notion_removed AFTER UPDATE OF deleted_at ON records WHEN NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL AND " + mirrored + " BEGIN "
            + queued("1", "NEW.deleted_at") + "END",

        "CREATE TABLE record_changes(seq INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL, property TEXT NOT NULL, at INTEGER NOT NULL,"
        " actor_kind TEXT NOT NULL, actor TEXT NOT NULL, old TEXT, new TEXT, correlation TEXT NOT NULL)",
        "CREATE INDEX record_changes_of ON record_changes(record, property, seq)",
    };
}

/// The text inside a record's page (tables/record_texts.h), and reminders of a task in steps.
std::vector<std::string> sixth()
{
    return {
        "CREATE TABLE record_texts(record TEXT PRIMARY KEY, text TEXT NOT NULL DEFAULT '', changed_at INTEGER, changed_by TEXT NOT NULL DEFAULT '', base TEXT,"
        " read_at INTEGER, read_only TEXT NOT NULL DEFAULT '', stale INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0,"
        " version INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, since INTEGER, next INTEGER, error TEXT, read_next INTEGER) WITHOUT ROWID",
        "CREATE INDEX record_texts_open ON record_texts(state, since) WHERE state <> 0",
        "CREATE INDEX record_texts_stale ON record_texts(record) WHERE stale = 1",
        "ALTER TABLE tasks ADD COLUMN remind_at INTEGER",
        "UPDATE tasks SET remind_at = due_at WHERE reminded_at IS NULL",
        "CREATE INDEX tasks_remind ON tasks(remind_at) WHERE status NOT IN ('Done', 'Cancelled') AND remind_at IS NOT NULL",
    };
}

/// Agents that think (tables/ai_calls.h, thoughts.h), words and files of conversations (macros.h, attachments.h), search in them.
std::vector<std::string> seventh()
{
    return {
        "CREATE TABLE ai_calls(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, purpose TEXT NOT NULL,"
        " agent TEXT NOT NULL, entity TEXT NOT NULL, thought TEXT, why TEXT NOT NULL, outcome TEXT NOT NULL, error TEXT, input INTEGER NOT NULL,"
        " cached INTEGER NOT NULL, output INTEGER NOT NULL, dollars REAL NOT NULL, cost_known INTEGER NOT NULL, millis INTEGER NOT NULL,"
        " first_millis INTEGER NOT NULL, request_id TEXT, attempt INTEGER NOT NULL, correlation TEXT NOT NULL, masked TEXT)",
        "CREATE INDEX ai_calls_agent ON ai_calls(agent, seq)",
        "CREATE INDEX ai_calls_thought ON ai_calls(thought) WHERE thought IS NOT NULL",
        "CREATE INDEX ai_calls_correlation ON ai_calls(correlation)",
        // What was spent by day (UTC): of everybody ('day', ''), of a business, of an agent, of a provider.
        "CREATE TABLE ai_days(day TEXT NOT NULL, scope TEXT NOT NULL, id TEXT NOT NULL, calls INTEGER NOT NULL, tokens INTEGER NOT NULL,"
        " dollars REAL NOT NULL, PRIMARY KEY(day, scope, id)) WITHOUT ROWID",

        "CREATE TABLE thoughts(id TEXT PRIMARY KEY, agent TEXT NOT NULL, kind TEXT NOT NULL, thread TEXT, escalation TEXT, entity TEXT NOT NULL,"
        " asker TEXT NOT NULL, asker_name TEXT NOT NULL, words TEXT NOT NULL, state INTEGER NOT NULL, run TEXT, attempts INTEGER NOT NULL DEFAULT 0,"
        " at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT NOT NULL DEFAULT '', model TEXT NOT NULL DEFAULT '', dollars REAL NOT NULL DEFAULT 0,"
        " steps TEXT NOT NULL DEFAULT '[]', result TEXT, correlation TEXT NOT NULL) WITHOUT ROWID",
        "CREATE INDEX thoughts_open ON thoughts(state, id) WHERE state < 2",
        "CREATE INDEX thoughts_agent ON thoughts(agent, id)",
        "CREATE INDEX thoughts_thread ON thoughts(thread, id) WHERE thread IS NOT NULL",
        "CREATE TABLE tool_requests(id TEXT PRIMARY KEY, agent TEXT NOT NULL, tool TEXT NOT NULL, title TEXT NOT NULL, arguments TEXT NOT NULL,"
        " risk INTEGER NOT NULL, why TEXT NOT NULL, effect TEXT NOT NULL, thread TEXT, entity TEXT NOT NULL, thought TEXT NOT NULL, state INTEGER NOT NULL,"
        " result TEXT, decided_by TEXT, at INTEGER NOT NULL, decided_at INTEGER, untrusted INTEGER NOT NULL, correlation TEXT NOT NULL) WITHOUT ROWID",
        "CREATE INDEX tool_requests_waiting ON tool_requests(id) WHERE state < 2",
        "CREATE INDEX tool_requests_thread ON tool_requests(thread, id) WHERE thread IS NOT NULL",
        "CREATE TABLE agent_leaves(agent TEXT NOT NULL, entity TEXT NOT NULL, risk INTEGER NOT NULL, leave INTEGER NOT NULL,"
        " PRIMARY KEY(agent, entity, risk)) WITHOUT ROWID",
        // Words that an agent made for a person to send: the newest of a conversation.
        "CREATE TABLE thread_proposals(thread TEXT PRIMARY KEY REFERENCES threads(id), text TEXT NOT NULL, author TEXT NOT NULL, thought TEXT,"
        " citations TEXT, trouble TEXT, version INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",

        "CREATE TABLE macros(id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, entity TEXT NOT NULL, note INTEGER NOT NULL,"
        " changed_at INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE attachments(id TEXT PRIMARY KEY, thread TEXT NOT NULL REFERENCES threads(id), item TEXT, operator TEXT NOT NULL, name TEXT NOT NULL,"
        " type TEXT NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL, at INTEGER NOT NULL)",
        "CREATE INDEX attachments_thread ON attachments(thread, item)",
        "CREATE INDEX attachments_item ON attachments(item) WHERE item IS NOT NULL",
        "ALTER TABLE thread_items ADD COLUMN citations TEXT",
        "ALTER TABLE thread_items ADD COLUMN thought TEXT",

        // Words of conversations, for search: what was said, and the titles.
        "CREATE VIRTUAL TABLE thread_words USING fts5(words, thread UNINDEXED, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
        "INSERT INTO thread_words(words, thread) SELECT title, id FROM threads",
        "INSERT INTO thread_words(words, thread) SELECT text, thread FROM thread_items WHERE kind NOT IN ('tool', 'system')",
        "CREATE TRIGGER thread_words_title AFTER INSERT ON threads BEGIN INSERT INTO thread_words(words, thread) VALUES(NEW.title, NEW.id); END",
        "CREATE TRIGGER thread_words_renamed AFTER UPDATE OF title ON threads WHEN NEW.title <> OLD.title BEGIN"
        " INSERT INTO thread_words(words, thread) VALUES(NEW.title, NEW.id); END",
        "CREATE TRIGGER thread_words_said AFTER INSERT ON thread_items WHEN NEW.kind NOT IN ('tool', 'system') BEGIN"
        " INSERT INTO thread_words(words, thread) VALUES(NEW.text, NEW.thread); END",
    };
}

/// Knowledge: what is read, the passages it was cut into, their words and vectors.
std::vector<std::string> eighth()
{
    return {
        "CREATE TABLE knowledge_sources(id TEXT PRIMARY KEY, kind INTEGER NOT NULL, place TEXT NOT NULL, title TEXT NOT NULL, entity TEXT NOT NULL,"
        " state INTEGER NOT NULL, trouble TEXT NOT NULL DEFAULT '', checked_at INTEGER, next_at INTEGER, removed_at INTEGER, added_by TEXT NOT NULL,"
        " at INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE UNIQUE INDEX knowledge_sources_place ON knowledge_sources(kind, place) WHERE removed_at IS NULL AND place <> ''",
        "CREATE TABLE knowledge_documents(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL REFERENCES knowledge_sources(id),"
        " external TEXT NOT NULL, title TEXT NOT NULL, place TEXT NOT NULL, type TEXT NOT NULL, db TEXT NOT NULL, author TEXT NOT NULL,"
        " language TEXT NOT NULL, entity TEXT NOT NULL, state INTEGER NOT NULL, trouble TEXT NOT NULL, notes TEXT NOT NULL, reported TEXT NOT NULL,"
        " bytes INTEGER NOT NULL, pages INTEGER NOT NULL, version INTEGER NOT NULL, changed_at INTEGER, gone_at INTEGER, read_at INTEGER NOT NULL,"
        " checked_at INTEGER NOT NULL, mark TEXT NOT NULL, hash BLOB NOT NULL, text_hash BLOB NOT NULL, likeness INTEGER NOT NULL,"
        " UNIQUE(source, external))",
        "CREATE INDEX knowledge_documents_read ON knowledge_documents(read_at, row)",
        "CREATE INDEX knowledge_documents_failed ON knowledge_documents(read_at, row) WHERE state = 1",
        "CREATE INDEX knowledge_documents_gone ON knowledge_documents(gone_at) WHERE gone_at IS NOT NULL",
        "CREATE INDEX knowledge_documents_text ON knowledge_documents(text_hash)",
        // Apart from the row, which is read again and again.
        "CREATE TABLE knowledge_texts(document INTEGER PRIMARY KEY REFERENCES knowledge_documents(row), text TEXT NOT NULL, parts TEXT NOT NULL)",
        "CREATE TABLE knowledge_passages(id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES knowledge_documents(row),"
        " ordinal INTEGER NOT NULL, page INTEGER NOT NULL, kind INTEGER NOT NULL, confidence INTEGER NOT NULL, heading TEXT NOT NULL,"
        " body TEXT NOT NULL, stems TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, hash BLOB NOT NULL, hidden INTEGER NOT NULL DEFAULT 0)",
        "CREATE INDEX knowledge_passages_document ON knowledge_passages(document, ordinal)",
        "CREATE INDEX knowledge_passages_hash ON knowledge_passages(hash)",
        "CREATE INDEX knowledge_passages_hidden ON knowledge_passages(hidden)", // to be counted without reading them
        // What is found: the index is over this, so that it can be checked against it and made anew from it.
        "CREATE VIEW knowledge_found AS SELECT id, heading, body, stems FROM knowledge_passages WHERE hidden = 0",
        // English is stemmed by the tokenizer, other languages stand stemmed in their own column.
        "CREATE VIRTUAL TABLE knowledge_words USING fts5(heading, body, stems, content = 'knowledge_found', content_rowid = 'id',"
        " tokenize = 'porter unicode61 remove_diacritics 2')",
        "INSERT INTO knowledge_words(knowledge_words, rank) VALUES('rank', 'bm25(2.0, 1.0, 1.0)')",
        "CREATE VIRTUAL TABLE knowledge_vocabulary USING fts5vocab(knowledge_words, 'row')",
        "CREATE TABLE knowledge_models(row INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, dimensions INTEGER NOT NULL, basis BLOB,"
        " none REAL NOT NULL, weak REAL NOT NULL, active INTEGER NOT NULL)",
        "CREATE TABLE knowledge_vectors(model INTEGER NOT NULL REFERENCES knowledge_models(row), passage INTEGER NOT NULL, scale REAL NOT NULL,"
        " v BLOB NOT NULL, PRIMARY KEY(model, passage)) WITHOUT ROWID",
        "CREATE TABLE knowledge_checks(id TEXT PRIMARY KEY, question TEXT NOT NULL, document TEXT NOT NULL) WITHOUT ROWID",
    };
}

/// The base of a link may be told by what the record has more (tables/notion.h: NewLink): a JSON Merge Patch in brackets. It is written
/// out before the record changes.
std::vector<std::string> ninth()
{
    return {
        "CREATE TRIGGER notion_base_kept AFTER UPDATE OF fields ON records WHEN NEW.fields <> OLD.fields AND EXISTS(SELECT 1 FROM notion_databases b"
        " WHERE b.db = NEW.db) BEGIN UPDATE notion_pages SET base = json_patch(OLD.fields, json_extract(base, '$[0]')) WHERE record = OLD.id"
        " AND substr(base, 1, 1) = '['; END",
    };
}

} // namespace

const std::vector<std::vector<std::string>> &versions()
{
    static const auto joined = [](std::vector<std::string> one, const std::vector<std::string> &other) {
        one.insert(one.end(), other.begin(), other.end());
        return one;
    };
    static const std::vector<std::vector<std::string>> all{first(), second(), joined(joined(third(), boards()), times()), joined(fourthStarts(), fourthHub()), fifth(), sixth(), seventh(), eighth(), ninth()};
    return all;
}

} // namespace hs::store::schema
