#pragma once

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

/// Data Transformations: what turns a document of one system into that of another, as data, never as code. The property
/// "Transformation Logic" holds JSON, one of
/// - {"source": "typeform", "type": "form_response"}: what the console itself makes of such a delivery, with "headers" when
///   the mapping looks at some: a list of events {type, data, entity, text, at};
/// - {"map": {"contact.email": RULE, …}}: each member of the result, its path with dots, by a rule of JSONLogic over the
///   input. A rule that gives null gives no member.
namespace hs::runtime::transformations {

/// Carries out a logic on an input. BadInput says what is wrong with which of them. Any thread.
[[nodiscard]] Result<Json> transform(const Json &logic, const Json &input);

/// The rule of the database: only one whose sample input gives its sample output may be Active. BadInput says where the
/// two part.
[[nodiscard]] Result<void> check(const Json &fields);

} // namespace hs::runtime::transformations
