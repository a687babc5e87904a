#pragma once

// Inside of the module. Not for other modules.

#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

/// How OpenDocument writes text, in letters and in sheets.
namespace hs::documents {

/// Elements whose text is none of the document's: comments, changes, descriptions.
[[nodiscard]] bool isNoOpenText(std::string_view localName);
/// The text below a node; boxes of text and notes in it are told apart where there are `boxes` for them.
void addOpenText(const pugi::xml_node &parent, std::string &text, std::vector<pugi::xml_node> *boxes);

} // namespace hs::documents
