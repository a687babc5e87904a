#pragma once

#include "engine/records/schema.h"

namespace hs::records {

/// Longest text of one property, in bytes. Notion takes less in a property; the
/// synchronizer moves the rest into the page body.
inline constexpr std::size_t MaxText = 100'000;
/// Most entries of a multi_select, relation, people or files property.
inline constexpr std::size_t MaxEntries = 100;

/// Brings one value that is not null into the form that is stored:
///
/// title, rich_text   text without blanks around it; format json: any object or list, or a text that holds one
/// number             number within the bounds; percent is 0 to 100
/// select             one of the options      multi_select  list of them, each once
/// date               "2026-05-01"            datetime      RFC 3339, stored in UTC with milliseconds
/// email              lower case              phone_number  7 to 15 digits, as people write them
/// url                http or https           checkbox      true or false
/// people             list of "op_…"          relation      list of "rec_…"; one alone may stand without the list
/// files              list of {name, url}; an address alone may stand for it
///
/// Fails with BadInput; `where` is left empty for the caller to fill.
/// A text or list that is empty gives null. Pure, any thread.
[[nodiscard]] Result<Json> normaliseValue(const Property &property, const Json &value);

/// Whether the text is an e-mail address as mail systems take them (one @, a domain with a dot, no blanks).
[[nodiscard]] bool isEmail(std::string_view text);

} // namespace hs::records
