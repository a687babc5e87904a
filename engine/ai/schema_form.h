#pragma once

#include <string>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

/// Schemas of strangers made fit to be checked. Inside of engine/ai only.
namespace hs::ai {

/// Writes a JSON Schema (2020-12 or draft 7) as the draft-7 keywords that valijson knows, for one value, so that neither of the
/// two can hold the checker up:
/// - only references into the schema itself remain, and none that goes round in circles;
/// - patterns and formats are worked out here, by an engine with limits, and become lists of the texts that fit: valijson's
///   own are the standard library's, which a long text brings down and a nasty pattern keeps busy for ever;
/// - keywords that check nothing are dropped; "prefixItems", "dependentRequired" and what stands beside "$ref" are said in the
///   older way.
/// BadInput: it is no schema, refers elsewhere, or is too large, too deep or too complicated for this value.
[[nodiscard]] Result<Json> checkableSchema(const Json &schema, const Json &value);

} // namespace hs::ai
