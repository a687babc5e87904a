#pragma once

#include "engine/records/schema.h"
#include "engine/vocabulary/clock.h"

namespace hs::records {

/// Stands for one state of a record: 16 hexadecimal digits of the SHA-256 of its
/// fields and its time. Equal states have equal tags in every process. No quotes.
[[nodiscard]] std::string etag(const Json &fields, Timestamp updatedAt);
/// The same of fields that are text already, as `dump` writes them.
[[nodiscard]] std::string etagOfText(std::string_view fields, Timestamp updatedAt);

/// What people call the record: its title, else its id for people, else empty.
[[nodiscard]] std::string title(const Database &database, const Json &fields);

/// What a search looks through: texts, options, addresses and numbers of all
/// properties that people write, one a line, at most `MaxSearchText` bytes (cut between characters).
[[nodiscard]] std::string searchText(const Database &database, const Json &fields);
inline constexpr std::size_t MaxSearchText = 16'384;

/// Names of the properties whose values differ, those that one version lacks included.
[[nodiscard]] std::vector<std::string> changedNames(const Json &before, const Json &after);

inline constexpr const char *EntityProperty = "Business Entity";
/// The business that the record belongs to: the first id in that property, or empty.
[[nodiscard]] std::string entityOf(const Json &fields);

} // namespace hs::records
