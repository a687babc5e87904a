#include "engine/store/tables/audit.h"

#include "engine/crypto/hash.h"
#include "engine/store/tables/meta.h"
#include "engine/vocabulary/json_text.h"

namespace hs::store::audit {

namespace {

const std::string Select = "SELECT seq, at, actor_kind, actor, actor_name, action, object_kind, object, summary, reason, rule,"
                           " evidence, correlation, data, hash FROM audit";
constexpr std::string_view Head = "audit.head"; // "seq:hash" of the last row, so that a cut tail shows

Stored read(const Row &row)
{
    Stored entry;
    entry.seq = row.integer(0);
    entry.at = row.time(1);
    entry.actorKind = row.text(2);
    entry.actor = row.text(3);
    entry.actorName = row.text(4);
    entry.action = row.text(5);
    entry.objectKind = row.text(6);
    entry.object = row.text(7);
    entry.summary = row.text(8);
    entry.reason = row.text(9);
    entry.rule = row.text(10);
    entry.evidence = row.json(11);
    entry.correlation = row.text(12);
    entry.data = row.json(13);
    entry.hash = row.text(14);
    return entry;
}

/// An entry as its row and its hash take it: the two documents are written once for both.
struct Written {
    std::string evidence, data;
};
Written writtenOf(const Entry &entry)
{
    return {dump(entry.evidence), dump(entry.data)};
}

/// SHA-256 over the hash before and every field; a JSON array keeps the fields apart.
std::string hashOf(const std::string &before, std::int64_t seq, const Entry &entry, const Written &written)
{
    std::string fields = "[";
    appendText(fields, before);
    fields.append(",").append(std::to_string(seq)).append(",").append(std::to_string(toMillis(entry.at)));
    for (const auto *text : {&entry.actorKind, &entry.actor, &entry.actorName, &entry.action, &entry.objectKind, &entry.object, &entry.summary, &entry.reason, &entry.rule})
        appendText(fields += ',', *text);
    fields.append(",").append(written.evidence) += ',';
    appendText(fields, entry.correlation);
    fields.append(",").append(written.data) += ']';
    return crypto::toHex(crypto::sha256(fields));
}

std::pair<std::int64_t, std::string> head(const ReadSql &sql)
{
    const auto value = meta::get(sql, Head);
    if (!value)
        return {0, {}};
    return {asNumber(*value), value->substr(value->find(':') + 1)};
}

} // namespace

void append(Transaction &tx, const Entry &entry)
{
    auto &chain = tx.chainHead();
    if (!chain) {
        const auto [last, before] = head(tx);
        chain = Transaction::ChainHead{last, before, false};
    }
    const auto seq = chain->seq + 1;
    const auto written = writtenOf(entry);
    auto hash = hashOf(chain->hash, seq, entry, written);
    tx.exec("INSERT INTO audit(seq, at, actor_kind, actor, actor_name, action, object_kind, object, summary, reason, rule, evidence,"
            " correlation, data, hash) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {seq, entry.at, entry.actorKind, entry.actor, entry.actorName, entry.action, entry.objectKind, entry.object, entry.summary,
             entry.reason, entry.rule, written.evidence, entry.correlation, written.data, hash});
    chain = Transaction::ChainHead{seq, std::move(hash), true};
    tx.touch(Topic::Audit, entry.object);
}

void keepHead(Transaction &tx)
{
    auto &chain = tx.chainHead();
    if (chain && std::exchange(chain->changed, false))
        meta::set(tx, Head, std::to_string(chain->seq) + ":" + chain->hash);
}

Sliced<Stored> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string select = Select + " WHERE 1 = 1";
    const auto equal = [&](const char *column, const std::string &value) {
        if (!value.empty()) {
            select += std::string(" AND ") + column + " = ?";
            args.emplace_back(value);
        }
    };
    equal("actor", filter.actor);
    equal("object", filter.object);
    equal("correlation", filter.correlation);
    if (!filter.text.empty()) {
        select += " AND (summary LIKE ? ESCAPE '\\' OR action LIKE ? ESCAPE '\\' OR actor_name LIKE ? ESCAPE '\\')";
        for (int i = 0; i < 3; ++i)
            args.emplace_back(likeAnywhere(filter.text));
    }
    if (const auto after = asNumber(slice.after); after > 0) {
        select += " AND seq < ?";
        args.emplace_back(after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Stored>(select + " ORDER BY seq DESC LIMIT ?", args, read), slice.limit,
               [](const Stored &entry) { return std::to_string(entry.seq); });
}

std::int64_t count(const ReadSql &sql)
{
    return sql.integer("SELECT count(*) FROM audit").value_or(0);
}

std::vector<std::string> verify(const ReadSql &sql)
{
    std::vector<std::string> findings;
    std::string before;
    std::int64_t expected = 1;
    sql.each(Select + " ORDER BY seq", {}, [&](const Row &row) {
        const auto entry = read(row);
        if (entry.seq != expected)
            findings.push_back(entry.seq == expected + 1
                                   ? "audit row " + std::to_string(expected) + " is missing"
                                   : "audit rows " + std::to_string(expected) + " to " + std::to_string(entry.seq - 1) + " are missing");
        else if (hashOf(before, entry.seq, entry, writtenOf(entry)) != entry.hash)
            findings.push_back("audit row " + std::to_string(entry.seq) + " was changed");
        before = entry.hash;
        expected = entry.seq + 1;
    });
    const auto [last, hash] = head(sql);
    if (last != expected - 1)
        findings.push_back("the audit ends at row " + std::to_string(expected - 1) + ", but " + std::to_string(last) + " were written");
    else if (hash != before)
        findings.push_back("the last audit row was changed");
    return findings;
}

} // namespace hs::store::audit
