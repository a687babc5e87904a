#include "engine/notion/foreign.h"
#include "engine/notion/ids.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/vault.h"
#include "engine/store/tables/notion.h"
#include "engine/store/tables/record_changes.h"
#include "engine/store/tables/record_texts.h"
#include "engine/sync/synchronizer.h"

namespace hs::runtime::queries {

using namespace rows;
namespace table = store::notion;

namespace {

QString urlOf(const std::string &id)
{
    return id.empty() ? QString() : q(notion::addressOf(id));
}

api::NotionStanding standingOf(sync::Standing standing)
{
    using Standing = sync::Standing;
    switch (standing) {
    case Standing::Off:
        return api::NotionStanding::Off;
    case Standing::Paused:
        return api::NotionStanding::Paused;
    case Standing::SettingUp:
        return api::NotionStanding::SettingUp;
    case Standing::Working:
        return api::NotionStanding::Working;
    case Standing::NeedsSignIn:
        return api::NotionStanding::NeedsSignIn;
    case Standing::NeedsPerson:
        return api::NotionStanding::NeedsPerson;
    case Standing::Blocked:
        return api::NotionStanding::Blocked;
    case Standing::Down:
        return api::NotionStanding::Down;
    }
    return api::NotionStanding::Off;
}

/// Properties that people added in Notion.
QStringList extrasOf(const QueryContext &c, const records::Database &database, const table::Base &base, const notion::DataSources &sources)
{
    QStringList names;
    const auto schema = notion::parseDataSource(dump(member(base.properties, "schema")));
    if (!schema)
        return names; // not read yet
    notion::PropertyIds known;
    for (const auto &[name, id] : member(base.properties, "ids").items())
        known[name] = id.get<std::string>();
    const notion::PropertyMap map(c.studio.hub, database, *schema, sources, known);
    for (const auto &slot : map.slots())
        if (slot.role == notion::PropertyMap::Role::Extra)
            names.append(q(slot.name));
    return names;
}

std::vector<api::NotionDatabaseRow> databaseRows(const QueryContext &c, const std::vector<std::string> &pulling)
{
    std::map<std::string, table::Base> bases;
    notion::DataSources sources;
    for (auto &base : table::bases(c.sql)) {
        if (!base.dataSource.empty())
            sources[base.db] = base.dataSource;
        bases.emplace(base.db, std::move(base));
    }
    const auto aside = table::asideByBase(c.sql);
    const auto waiting = table::waitingByBase(c.sql);
    std::vector<api::NotionDatabaseRow> rows;
    for (const auto &database : c.studio.hub.databases()) {
        api::NotionDatabaseRow row;
        row.database = q(database.key);
        row.title = q(database.title);
        row.records = store::records::count(c.sql, {database.key, {}, {}});
        if (const auto known = bases.find(database.key); known != bases.end()) {
            const auto &base = known->second;
            row.connected = base.state == table::Setup::Ready;
            row.remoteTitle = q(base.title);
            row.url = urlOf(base.database);
            row.pages = table::pageCount(c.sql, database.key);
            row.pulledAt = time(base.pulledAt);
            row.error = q(base.error);
            row.extras = extrasOf(c, database, base, sources);
        }
        if (const auto gone = aside.find(database.key); gone != aside.end())
            row.gone = gone->second;
        if (const auto counts = waiting.find(database.key); counts != waiting.end()) {
            row.waiting = counts->second.waiting;
            row.parked = counts->second.parked;
        }
        row.pulling = std::find(pulling.begin(), pulling.end(), database.key) != pulling.end();
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string titleOf(const QueryContext &c, const std::string &record)
{
    if (const auto found = store::records::findAny(c.sql, record))
        return found->title;
    const auto removed = store::records::findRemoved(c.sql, record);
    return removed ? removed->title : std::string();
}

QString stateOf(const std::optional<table::Link> &link, const std::optional<table::Item> &item)
{
    if (item && item->state == table::State::Parked)
        return QStringLiteral("parked");
    if (item && item->state == table::State::Linking)
        return QStringLiteral("linking");
    if (item)
        return QStringLiteral("waiting");
    if (!link)
        return QStringLiteral("none");
    return link->trashed ? QStringLiteral("trashed") : QStringLiteral("alike");
}

} // namespace

Result<api::NotionStatus> ask(const QueryContext &c, const api::NotionStatusQuery &)
{
    const auto &now = c.state.notion;
    api::NotionStatus status;
    status.standing = standingOf(now.standing);
    status.trouble = q(now.trouble.what);
    status.where = q(now.trouble.where);
    status.mend = q(now.trouble.mend);
    status.workspace = q(now.workspace);
    status.parentPage = q(c.state.notionParent);
    status.tokenSet = !c.vault.value("NOTION_API_TOKEN").empty();
    status.lastAnswer = time(now.lastAnswer);
    status.retryAt = time(now.retryAt);
    status.usualMillis = int(now.usual.count());
    status.skewMillis = int(now.skew.count());
    status.used = now.budget.used;
    status.limit = now.budget.limit;
    status.usedByPeople = now.budget.byLane[std::size_t(notion::Lane::People)];
    status.usedByPush = now.budget.byLane[std::size_t(notion::Lane::Push)];
    status.usedByPull = now.budget.byLane[std::size_t(notion::Lane::Pull)];
    status.pausedUntil = time(now.budget.pausedUntil);
    status.pauseReason = QString::fromUtf8(notion::name(now.budget.pauseReason).data());
    status.breaker = q(now.breaker);
    status.downloaded = now.pulled.pages;
    status.uploaded = now.pushed;
    const auto backlog = table::backlog(c.sql);
    const auto texts = store::texts::backlog(c.sql);
    status.waiting = backlog.waiting + texts.waiting;
    status.parked = backlog.parked + texts.parked;
    status.waitingSince = time(backlog.oldest && texts.oldest ? std::min(*backlog.oldest, *texts.oldest) : backlog.oldest ? backlog.oldest : texts.oldest);
    status.setUpDone = now.setUpDone;
    status.setUpOf = now.setUpOf;
    status.setUpNow = q(now.setUpNow);
    status.openConflicts = table::openConflicts(c.sql);
    status.databases = databaseRows(c, now.pulling);
    for (const auto &row : status.databases)
        status.gone += row.gone;
    return status;
}

Result<api::Page<api::NotionConflictRow>> ask(const QueryContext &c, const api::NotionConflictQuery &query)
{
    auto sliced = table::conflicts(c.sql, query.openOnly, slice(query.window));
    api::Page<api::NotionConflictRow> page;
    page.next = q(sliced.next);
    page.total = query.openOnly ? table::openConflicts(c.sql) : -1;
    for (const auto &conflict : sliced.rows) {
        api::NotionConflictRow row;
        row.seq = conflict.seq;
        row.record = q(conflict.record);
        row.database = q(conflict.db);
        row.title = q(titleOf(c, conflict.record));
        row.property = q(conflict.property);
        row.at = time(conflict.at);
        row.localAt = time(conflict.localAt);
        row.remoteAt = time(conflict.remoteAt);
        row.base = value(conflict.base);
        row.local = value(conflict.local);
        row.remote = value(conflict.remote);
        row.localBy = q(conflict.localBy);
        row.remoteBy = q(conflict.remoteBy);
        row.kept = q(conflict.kept);
        row.rule = q(conflict.rule);
        row.reviewedAt = time(conflict.reviewedAt);
        row.reviewedBy = q(conflict.reviewedBy);
        row.resolution = q(conflict.resolution);
        page.rows.push_back(std::move(row));
    }
    return page;
}

Result<api::Page<api::NotionParkedRow>> ask(const QueryContext &c, const api::NotionParkedQuery &query)
{
    auto sliced = table::parked(c.sql, slice(query.window));
    api::Page<api::NotionParkedRow> page;
    page.next = q(sliced.next);
    const auto add = [&](const std::string &record, std::string db, const Json &error, int attempts, std::optional<Timestamp> since) {
        api::NotionParkedRow row;
        row.record = q(record);
        row.database = q(db);
        row.title = q(titleOf(c, record));
        row.code = q(text(error, "code"));
        row.what = q(text(error, "what"));
        row.where = q(text(error, "where"));
        row.mend = q(text(error, "mend"));
        row.attempts = attempts;
        row.since = time(since);
        page.rows.push_back(std::move(row));
    };
    for (const auto &item : sliced.rows)
        add(item.record, item.db, item.error, item.attempts, item.since);
    if (sliced.next.empty()) // texts of pages are few
        for (const auto &one : store::texts::parked(c.sql, query.window.limit))
            if (const auto record = store::records::findAny(c.sql, one.record))
                add(one.record, record->database, one.error, one.attempts, one.since);
    return page;
}

Result<api::RecordMirror> ask(const QueryContext &c, const api::RecordMirrorQuery &query)
{
    const auto record = query.record.toStdString();
    const auto link = table::link(c.sql, record);
    const auto item = table::item(c.sql, record);
    api::RecordMirror mirror;
    mirror.state = stateOf(link, item);
    if (item) {
        mirror.error = q(text(item->error, "what"));
        mirror.mend = q(text(item->error, "mend"));
        mirror.since = time(item->since);
    }
    if (!link)
        return mirror;
    mirror.page = q(notion::dashed(link->page));
    mirror.url = urlOf(link->page);
    mirror.editedAt = time(link->edited);
    if (link->extra.is_object())
        for (const auto &[name, raw] : link->extra.items()) {
            const auto told = raw.is_string() ? raw.get<std::string>() : dump(raw);
            const auto parsed = parseJson(told);
            mirror.extras.push_back({q(name), q(notion::readableText(told)), q(parsed ? notion::typeInWords(text(*parsed, "type")) : std::string())});
        }
    if (link->foreign.is_object())
        for (const auto &[name, foreign] : link->foreign.items())
            mirror.foreign.push_back({q(name), q(text(foreign, "raw").empty() ? std::string() : notion::readableText(text(foreign, "raw"))), q(text(foreign, "why"))});
    return mirror;
}

Result<api::Page<api::PropertyChangeRow>> ask(const QueryContext &c, const api::PropertyHistoryQuery &query)
{
    auto sliced = store::changes::page(c.sql, query.record.toStdString(), query.property.toStdString(), slice(query.window));
    api::Page<api::PropertyChangeRow> page;
    page.next = q(sliced.next);
    for (const auto &change : sliced.rows)
        page.rows.push_back({change.seq, q(change.property), time(change.at), q(change.actorKind), q(change.actor), value(change.before), value(change.after)});
    return page;
}

Result<api::RecordText> ask(const QueryContext &c, const api::RecordTextQuery &query)
{
    const auto record = query.record.toStdString();
    if (!store::records::findAny(c.sql, record))
        return fail(Errc::NotFound, "there is no record \"" + record + "\"");
    const auto link = table::link(c.sql, record);
    const bool hasPage = link && !link->trashed;
    const auto row = store::texts::find(c.sql, record);
    api::RecordText text;
    if (!row) {
        text.state = hasPage ? QStringLiteral("unread") : QStringLiteral("none");
        return text;
    }
    text.text = q(row->text);
    text.changedAt = time(row->changedAt);
    text.changedBy = q(row->changedBy);
    text.readAt = time(row->readAt);
    text.readOnly = q(row->readOnly);
    text.error = q(hs::text(row->error, "what"));
    text.mend = q(hs::text(row->error, "mend"));
    if (!hasPage)
        text.state = row->text.empty() ? QStringLiteral("none") : QStringLiteral("here");
    else if (row->state == store::texts::State::Parked)
        text.state = QStringLiteral("parked");
    else if (row->state == store::texts::State::Waiting)
        text.state = QStringLiteral("waiting");
    else
        text.state = row->stale || !row->readAt || link->edited > *row->readAt + c.state.notion.skew ? QStringLiteral("unread") : QStringLiteral("alike");
    return text;
}

api::IntegrationCard notionCard(const QueryContext &c)
{
    using Standing = sync::Standing;
    const auto &now = c.state.notion;
    auto backlog = table::backlog(c.sql);
    const auto texts = store::texts::backlog(c.sql);
    backlog.waiting += texts.waiting;
    backlog.parked += texts.parked;
    api::IntegrationCard card;
    card.name = QStringLiteral("notion-hub");
    card.title = QStringLiteral("Notion");
    card.kind = QStringLiteral("mirror");
    card.lastAt = time(now.lastAnswer);
    card.hasSecret = !c.vault.value("NOTION_API_TOKEN").empty();
    card.failedItems = backlog.parked + table::openConflicts(c.sql);
    card.nextRetry = time(now.retryAt);
    card.breaker = q(now.breaker);
    if (now.budget.limit > 0)
        card.rate = q(std::to_string(now.budget.used) + " of " + std::to_string(now.budget.limit) + " a minute");
    if (now.usual.count() > 0)
        card.mainValue = q(std::to_string(now.usual.count()) + " ms");
    card.lastError = q(now.trouble.what);
    std::int64_t gone = 0;
    for (const auto &entry : table::asideByBase(c.sql))
        gone += entry.second;
    switch (now.standing) {
    case Standing::Off:
        card.health = api::Health::NotSetUp;
        card.sentence = QStringLiteral("Not connected");
        break;
    case Standing::Paused:
        card.health = api::Health::Paused;
        card.sentence = q("Paused: " + std::to_string(backlog.waiting) + " changes wait");
        break;
    case Standing::SettingUp:
        card.health = api::Health::Slow;
        card.sentence = QStringLiteral("Databases are being set up");
        break;
    case Standing::NeedsSignIn:
        card.health = api::Health::NeedsSignIn;
        card.sentence = q(now.trouble.what);
        break;
    case Standing::NeedsPerson:
    case Standing::Blocked:
        card.health = api::Health::Failing;
        card.sentence = q(now.trouble.what.empty() ? now.budget.blocked : now.trouble.what);
        break;
    case Standing::Down:
        card.health = api::Health::Down;
        card.sentence = q("Not reachable: " + std::to_string(backlog.waiting) + " changes wait");
        break;
    case Standing::Working:
        card.health = card.failedItems > 0 || gone > 0 ? api::Health::Failing : now.trouble.what.empty() ? api::Health::Healthy : api::Health::Slow;
        card.sentence = gone > 0 ? q(std::to_string(gone) + " pages went missing at once: a person has to say whether they are gone")
            : card.failedItems > 0 ? q(std::to_string(card.failedItems) + " items need somebody")
            : backlog.waiting > 0 ? q(std::to_string(backlog.waiting) + " changes wait to be uploaded")
                                  : QStringLiteral("All changes are uploaded");
        break;
    }
    return card;
}

} // namespace hs::runtime::queries
