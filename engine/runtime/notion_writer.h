#pragma once

#include <functional>
#include <memory>

#include "engine/runtime/studio.h"
#include "engine/sync/record_writer.h"

namespace hs::runtime {

/// What came from Notion becomes a write like that of any person: checked, indexed, in the history and the audit, and told to
/// the agents. In the store's writer thread.
class NotionWriter final : public sync::RecordWriter {
public:
    explicit NotionWriter(std::function<std::shared_ptr<const Studio>()> studio) : m_studio(std::move(studio)) {}

    Result<store::records::Record> create(store::Transaction &tx, const std::string &database, const std::string &id, const Json &fields,
                                          const std::string &by, bool quiet) override;
    std::optional<Draft> draft(const std::string &database, const std::string &id, Json &fields) const override;
    std::vector<std::string> late(store::Transaction &tx, const std::string &record, const std::string &by) override;
    Result<store::records::Record> change(store::Transaction &tx, const store::records::Record &before, const Json &patch, const std::string &by,
                                          bool revive) override;
    Result<store::records::Record> understood(store::Transaction &tx, const store::records::Record &before, const Json &patch) override;
    Result<void> remove(store::Transaction &tx, const store::records::Record &record, const std::string &by) override;
    Result<void> textChanged(store::Transaction &tx, const store::records::Record &record, const std::string &before, const std::string &after,
                             const std::string &by) override;
    std::vector<std::string> drawnNames(const std::string &database) const override;
    Json drawn(const store::ReadSql &sql, const store::records::Record &record) const override;
    void note(store::Transaction &tx, const std::string &action, const std::string &record, const std::string &summary, const std::string &why,
              const Json &evidence) override;

private:
    std::function<std::shared_ptr<const Studio>()> m_studio;
};

} // namespace hs::runtime
