#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/knowledge/source_reader.h"
#include "engine/records/schema.h"

/// What of the hub's records is read by the search.
namespace hs::runtime::hub {

/// Ids of records behind an id, in order; also of those that `knowledgeText` has nothing of.
[[nodiscard]] std::vector<std::string> knowledgeIds(const store::ReadSql &sql, const std::string &after, int limit);
/// A record as Markdown: its title, its properties that hold words or numbers, the text of its page. Nothing for what the engine writes of
/// itself (messages, running workflows, agents, integrations), and for what is gone.
[[nodiscard]] std::optional<knowledge::HubText> knowledgeText(const store::ReadSql &sql, const records::Hub &hub, const std::string &id);

} // namespace hs::runtime::hub
