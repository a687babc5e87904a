#include "engine/runtime/notion_writer.h"

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/business_workflows.h"
#include "engine/runtime/hub_instances.h"
#include "engine/runtime/hub_notices.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/record_texts.h"

namespace hs::runtime {

namespace {

/// A deed in the name of whoever edited in Notion.
struct Work {
    std::shared_ptr<const Studio> studio;
    Deed deed;

    Work(store::Transaction &tx, std::shared_ptr<const Studio> now, const std::string &by, const std::string &record)
        : studio(std::move(now)), deed{tx, *studio, studio->clock.now(), studio->ids.make("req"), record.empty() ? "notion" : record, {"service", "notion", by}}
    {
    }
};

} // namespace

Result<store::records::Record> NotionWriter::create(store::Transaction &tx, const std::string &database, const std::string &id, const Json &fields,
                                                    const std::string &by, bool quiet)
{
    Work work(tx, m_studio(), by, id);
    hub::Write write;
    write.database = database;
    write.id = id;
    write.fields = fields;
    write.mode = records::WriteMode::Create;
    write.writer = records::Writer::Mirror;
    auto record = hub::write(work.deed, write);
    if (!record || quiet)
        return record;
    HS_TRY(notices::changed(work.deed, nullptr, *record));
    runtime::note(work.deed, {"record.created", "record", record->id, record->title + " created in Notion", {}, {}, {}, {{"database", database}, {"fields", record->fields}}});
    return record;
}

std::optional<sync::RecordWriter::Draft> NotionWriter::draft(const std::string &database, const std::string &id, Json &fields) const
{
    return hub::draft(*m_studio(), database, id, fields);
}

std::vector<std::string> NotionWriter::late(store::Transaction &tx, const std::string &record, const std::string &by)
{
    Work work(tx, m_studio(), {}, record);
    return textList(businesses::given(work.deed, record, by));
}

Result<store::records::Record> NotionWriter::change(store::Transaction &tx, const store::records::Record &before, const Json &patch, const std::string &by,
                                                    bool revive)
{
    Work work(tx, m_studio(), by, before.id);
    hub::Write write;
    write.database = before.database;
    write.id = before.id;
    write.fields = patch;
    write.mode = records::WriteMode::Merge;
    write.writer = records::Writer::Mirror;
    write.revive = revive;
    auto record = hub::write(work.deed, write);
    if (!record)
        return record;
    HS_TRY(notices::changed(work.deed, &before, *record));
    Json old = Json::object();
    for (const auto &[name, value] : patch.items())
        old[name] = member(before.fields, name);
    runtime::note(work.deed, {revive ? "record.restored" : "record.changed", "record", record->id, record->title + (revive ? " restored in Notion" : " changed in Notion"),
                              {}, {}, {}, {{"database", before.database}, {"before", old}, {"after", patch}}});
    return record;
}

Result<store::records::Record> NotionWriter::understood(store::Transaction &tx, const store::records::Record &before, const Json &patch)
{
    Work work(tx, m_studio(), {}, before.id);
    work.deed.actor = engineActor();
    hub::Write write;
    write.database = before.database;
    write.id = before.id;
    write.fields = patch;
    write.writer = records::Writer::Mirror;
    return hub::write(work.deed, write);
}

Result<void> NotionWriter::remove(store::Transaction &tx, const store::records::Record &record, const std::string &by)
{
    Work work(tx, m_studio(), by, record.id);
    return hub::remove(work.deed, record.database, record.id, {});
}

Result<void> NotionWriter::textChanged(store::Transaction &tx, const store::records::Record &record, const std::string &before, const std::string &after,
                                       const std::string &by)
{
    Work work(tx, m_studio(), by, record.id);
    return hub::textChanged(work.deed, record, before, after);
}

std::vector<std::string> NotionWriter::drawnNames(const std::string &database) const
{
    return mirror::drawnNames(database);
}

Json NotionWriter::drawn(const store::ReadSql &sql, const store::records::Record &record) const
{
    Json values = Json::object();
    const auto names = mirror::drawnNames(record.database);
    if (names.empty())
        return values;
    auto whole = record;
    mirror::complete(sql, whole);
    for (const auto &name : names)
        if (const Json &value = member(whole.fields, name); !value.is_null())
            values[name] = value;
    return values;
}

void NotionWriter::note(store::Transaction &tx, const std::string &action, const std::string &record, const std::string &summary, const std::string &why,
                        const Json &evidence)
{
    Work work(tx, m_studio(), "Notion", record);
    runtime::note(work.deed, {action, record.empty() ? "integration" : "record", record.empty() ? "notion" : record, summary, why, {}, {}, evidence});
}

} // namespace hs::runtime
