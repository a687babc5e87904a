#pragma once

// Inside of the module. Not for other modules.

#include <string>
#include <string_view>

namespace hs::documents {

/// The text of a character reference of HTML ("&amp;", "&#8230;", "&hellip;"); itself when there is none of that
/// name.
[[nodiscard]] std::string textOfEntity(std::string_view entity);

/// A piece of HTML as bare text: tags become spaces, references what they mean.
[[nodiscard]] std::string withoutTags(std::string_view html);

} // namespace hs::documents
