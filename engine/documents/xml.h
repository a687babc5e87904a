#pragma once

// Inside of the module. Not for other modules.

#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "engine/documents/archive.h"

namespace hs::documents {

/// The XML of an entry, parsed. Entities of its own are refused, nothing outside is fetched, the nesting is within
/// the limit, so that readers may walk it by recursion. `document` keeps it; `bytes` must live as long.
[[nodiscard]] Result<void> parseXml(const Archive &archive, const std::string &entry, Work &work, std::string &bytes,
                                    pugi::xml_document &document);

/// The name without its prefix: "p" of "w:p". The prefixes of office files are fixed in practice, but not by law.
[[nodiscard]] std::string_view localName(const pugi::xml_node &node);
/// The attribute of that local name; empty: none.
[[nodiscard]] std::string_view attribute(const pugi::xml_node &node, std::string_view local);
/// The first child of that local name.
[[nodiscard]] pugi::xml_node child(const pugi::xml_node &node, std::string_view local);
/// All text below it.
[[nodiscard]] std::string textBelow(const pugi::xml_node &node);

} // namespace hs::documents
