#pragma once

#include <string>

#include "engine/store/tables/fresh_records.h"
#include "engine/vocabulary/result.h"

namespace hs::sync {

/// Writes what came from Notion into the hub, with all that belongs to a write by a person: checks, lookup keys, index of tasks,
/// history, audit, and telling the agents. Implemented above this folder. In the store's writer thread; a job may run twice.
class RecordWriter {
public:
    virtual ~RecordWriter() = default;
    /// `by`: who did it in Notion, for the audit.
    /// A record with this id; empty: a new one. `quiet`: the first pull of a database, which tells no agent.
    virtual Result<store::records::Record> create(store::Transaction &tx, const std::string &database, const std::string &id, const Json &fields,
                                                  const std::string &by, bool quiet) = 0;
    struct Draft {
        store::records::Fresh record;
        std::vector<std::string> added; ///< names of what the fields were completed by
        std::pair<std::string, std::string> late; ///< a relation that `late` completes when it names nothing, and its `by`; empty: none
    };
    /// What a quiet `create` without relations would write of values in the form that is stored, made away from the store; the fields are
    /// completed. Nothing: only `create` itself can tell, and the fields are as they were. Any thread.
    [[nodiscard]] virtual std::optional<Draft> draft(const std::string &database, const std::string &id, Json &fields) const = 0;
    /// Whom the late relation of a new record leads to when it names nobody. To be asked once, as the record is written.
    virtual std::vector<std::string> late(store::Transaction &tx, const std::string &record, const std::string &by) = 0;
    /// `patch`: null clears. Brings back a removed record.
    virtual Result<store::records::Record> change(store::Transaction &tx, const store::records::Record &before, const Json &patch, const std::string &by,
                                                  bool revive) = 0;
    /// Relations that stood in Notion all along can be understood now: nobody's change, so nobody is told.
    virtual Result<store::records::Record> understood(store::Transaction &tx, const store::records::Record &before, const Json &patch) = 0;
    virtual Result<void> remove(store::Transaction &tx, const store::records::Record &record, const std::string &by) = 0;
    /// The text inside the page of a record was written in Notion: history, audit and agents. The row itself is the caller's.
    virtual Result<void> textChanged(store::Transaction &tx, const store::records::Record &record, const std::string &before, const std::string &after,
                                     const std::string &by) = 0;
    /// Properties that are not kept with the record but made of the engine's tables when it is read: names, and what they are now.
    [[nodiscard]] virtual std::vector<std::string> drawnNames(const std::string &database) const = 0;
    [[nodiscard]] virtual Json drawn(const store::ReadSql &sql, const store::records::Record &record) const = 0;
    /// For the audit, about a record.
    virtual void note(store::Transaction &tx, const std::string &action, const std::string &record, const std::string &summary, const std::string &why,
                      const Json &evidence) = 0;
};

} // namespace hs::sync
