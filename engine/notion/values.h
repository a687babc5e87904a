#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/records/schema.h"

/// Values of properties, from the hub's form (records/value.h) into Notion's and back (integrations.md §2.7).
/// Reading whole pages is page.h; this is one value. Pure, any thread.
namespace hs::notion {

/// Who is who on the two sides. Ids of Notion are normalised (ids.h). Answers must not change while a value is made.
class Directory {
public:
    Directory() = default;
    Directory(const Directory &) = delete;
    Directory &operator=(const Directory &) = delete;
    virtual ~Directory() = default;
    [[nodiscard]] virtual std::optional<std::string> pageOf(std::string_view recordId) const = 0;
    [[nodiscard]] virtual std::optional<std::string> recordOf(std::string_view pageId) const = 0;
    [[nodiscard]] virtual std::optional<std::string> userOf(std::string_view operatorId) const = 0;
    [[nodiscard]] virtual std::optional<std::string> operatorOf(std::string_view userId) const = 0;
};

/// What is to be written for a hub value.
struct Written {
    enum class Kind {
        Value,    ///< `value` says it all
        Waits,    ///< `unresolved` have no page (or user) in Notion yet; `value` holds the others
        ReadOnly, ///< Notion computes it, nothing is written
        Unfit     ///< Notion cannot hold it (a comma in an option, an address too long): `why`
    };
    Kind kind = Kind::Value;
    Json value;                          ///< {"rich_text": […]}; null when ReadOnly or Unfit
    std::vector<std::string> unresolved; ///< ids of records or operators
    std::string why;                     ///< a sentence; empty with Value
};

/// The value to write; null clears the property. `keep` are ids of pages or users that stand in the property in
/// Notion and that the hub does not know: a write replaces the whole list, so they are written again.
[[nodiscard]] Written toNotion(const records::Property &property, const Json &value, const Directory &directory,
                               const std::vector<std::string> &keep = {});

/// What stands in Notion, as the hub would store it.
struct Reading {
    Json value;                       ///< as records::normaliseValue gives it; null: empty
    bool foreign = false;             ///< it does not fit the hub: `value` is null, `raw` keeps it, `why` says why
    bool empty = false;               ///< with `foreign`: nothing stands there, though every record needs it
    bool derived = false;             ///< computed by Notion; the hub computes it itself and takes no value
    bool truncated = false;           ///< Notion sent only the first entries: page through the property (requests.h)
    std::string raw;                  ///< with `foreign`: {"type": …, …}, without addresses that change by the hour
    std::string why;                  ///< a sentence: with `foreign`, or how the value was fitted (a day taken as midnight)
    std::vector<std::string> unknown; ///< ids of pages or users whose record or operator nobody knows (yet)
};

/// Reads one property value of Notion's: {"id": …, "type": "number", "number": 8}.
[[nodiscard]] Reading fromNotion(const records::Property &property, const Json &notion, const Directory &directory);

/// Whether two hub values are the same once Notion holds them: times count to the minute (Notion keeps no seconds),
/// percentages to 12 digits, no checkmark is an empty one. For knowing the echo of an own write.
[[nodiscard]] bool sameInNotion(const records::Property &property, const Json &a, const Json &b);

} // namespace hs::notion
