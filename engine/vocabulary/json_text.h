#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"

namespace hs {

/// JSON written behind what `out` holds, byte for byte as `dump` writes it, without a document in between: for rows that
/// are written with every step. Invalid UTF-8 is replaced.
void appendText(std::string &out, std::string_view text); ///< quoted and escaped
void appendJson(std::string &out, const Json &value);
void appendJson(std::string &out, const OrderedJson &value); ///< keys in the order in which they stand
void appendTexts(std::string &out, const std::vector<std::string> &texts); ///< a list
/// `"key":`, with a comma before it unless it is the first member of an object.
void appendKey(std::string &out, std::string_view key);

} // namespace hs
