#include "engine/store/tables/attachments.h"

namespace hs::store::attachments {

namespace {

const std::string SelectAttachment = "SELECT id, thread, item, operator, name, type, size, at FROM attachments";

Attachment readAttachment(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.integer(6), row.time(7)};
}

std::string readBytes(const Row &row)
{
    return row.blob(0);
}

} // namespace

void add(Transaction &tx, const Attachment &attachment, const std::string &bytes)
{
    tx.exec("INSERT INTO attachments(id, thread, item, operator, name, type, size, bytes, at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {attachment.id, attachment.thread, orNull(attachment.item), attachment.operatorId, attachment.name, attachment.type, attachment.size, Blob{bytes},
             attachment.at});
    tx.touch(Topic::Threads, attachment.thread);
}

std::optional<Attachment> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Attachment>(SelectAttachment + " WHERE id = ?", {id}, readAttachment);
}

std::string bytes(const ReadSql &sql, std::string_view id)
{
    return sql.one<std::string>("SELECT bytes FROM attachments WHERE id = ?", {id}, readBytes).value_or(std::string());
}

std::vector<Attachment> waiting(const ReadSql &sql, std::string_view thread, std::string_view operatorId)
{
    return sql.list<Attachment>(SelectAttachment + " WHERE thread = ? AND item IS NULL AND operator = ? ORDER BY id", {thread, operatorId}, readAttachment);
}

std::vector<Attachment> ofItem(const ReadSql &sql, std::string_view item)
{
    return sql.list<Attachment>(SelectAttachment + " WHERE item = ? ORDER BY id", {item}, readAttachment);
}

void settle(Transaction &tx, std::string_view thread, std::string_view operatorId, std::string_view item)
{
    tx.exec("UPDATE attachments SET item = ? WHERE thread = ? AND item IS NULL AND operator = ?", {item, thread, operatorId});
}

void drop(Transaction &tx, const Attachment &attachment)
{
    tx.exec("DELETE FROM attachments WHERE id = ?", {attachment.id});
    tx.touch(Topic::Threads, attachment.thread);
}

} // namespace hs::store::attachments
