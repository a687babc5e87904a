#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/workflow/document.h"

// Changes of a JSON text that leave all other bytes as they are. What is inserted is written in the
// manner of its surroundings: their indentation, line ends and spaces. Pure.
//
// Every function takes a text that is JSON without double keys, and pointers that lead somewhere in
// it, and gives a text that is JSON again.
namespace hs::designer {

/// How a text is written.
struct JsonManner {
    std::string unit;          ///< one step of indentation; empty: all on one line
    std::string lineEnd = "\n";
    bool spaceInBraces = true; ///< { "a": 1 } rather than {"a": 1}
    bool spaceAfterColon = true;
    bool spaceAfterComma = true;
};
[[nodiscard]] JsonManner mannerOf(std::string_view text);

/// A value in that manner. Broken over lines where it would pass column 110; `indent` is that of the line
/// it begins in, `column` where in the line.
[[nodiscard]] std::string written(const OrderedJson &value, const JsonManner &manner, const std::string &indent, std::size_t column);

enum class Place { First, Last };
/// How an object that was empty is written: on one line if it fits, or its members on lines of their own.
enum class Room { Fitting, OwnLines };

/// Gives an object a member, or one that it has another value.
[[nodiscard]] std::string withMember(const std::string &text, const std::string &object, const std::string &key, const OrderedJson &value,
                                     Place place = Place::Last, Room room = Room::Fitting);
/// Puts an element into an array, before the one at `index`; at the end where there is none.
[[nodiscard]] std::string withElement(const std::string &text, const std::string &array, std::size_t index, const OrderedJson &value);
/// Makes an array of a value and one more, `before` or behind it.
[[nodiscard]] std::string withCompanion(const std::string &text, const std::string &pointer, const OrderedJson &value, bool before);
[[nodiscard]] std::string withValue(const std::string &text, const std::string &pointer, const OrderedJson &value);
/// Takes a member or an element out, with its comma.
[[nodiscard]] std::string without(const std::string &text, const std::string &pointer);
/// Moves a member or an element to another place among its siblings; the space between them stays as it is.
[[nodiscard]] std::string moved(const std::string &text, const std::string &pointer, std::size_t to);

/// Names that change at once: keys and values that are strings.
struct NewName {
    std::string pointer;
    bool key = false; ///< of the member, not its value
    std::string name;
};
[[nodiscard]] std::string withNames(const std::string &text, const std::vector<NewName> &names);

} // namespace hs::designer
