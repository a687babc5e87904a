#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

namespace valijson {
class Schema;
}

namespace hs::settings {

/// One setting as the schema describes it.
struct Leaf {
    std::string pointer;              ///< "/receiver/port"
    std::string section;              ///< "receiver"
    std::string type;                 ///< string, integer, number, boolean, enum, list
    std::string title;                ///< "Port"
    std::string help;                 ///< one sentence
    std::string unit;                 ///< "minutes" or empty
    Json fallback;                    ///< its default
    std::vector<std::string> options; ///< enum; list of enum
    std::optional<double> minimum, maximum;
    bool restart = false;    ///< takes effect at the next start
    std::string environment; ///< variable that overrides it, or empty
};

/// What is wrong with a document, and where in it.
struct Fault {
    std::string pointer;
    std::string what;
    std::string mend;
};

/// Longest text that a setting may be, in bytes.
inline constexpr std::size_t MaxSettingText = 4096;

/// resources/schema/console.schema.json: JSON Schema draft 7, with the further keys
/// x-environment, x-restart, x-unit, x-what and x-mend (error texts of a pattern)
/// and x-internal (not a setting). Immutable, any thread.
class Schema {
public:
    /// Fails with BadInput when the text is not such a schema.
    [[nodiscard]] static Result<Schema> parse(std::string_view text);

    /// All settings whose place is fixed, in the schema's order.
    [[nodiscard]] const std::vector<Leaf> &leaves() const { return m_leaves; }
    /// One setting, also of a source ("/receiver/sources/typeform/enabled"); nothing when there is none.
    [[nodiscard]] std::optional<Leaf> leaf(std::string_view pointer) const;
    /// The settings of one source, whether it stands in the file or not.
    [[nodiscard]] std::vector<Leaf> leavesOfSource(std::string_view source) const;

    /// All faults of a document, in the order of its keys; empty: it is valid.
    [[nodiscard]] std::vector<Fault> check(const Json &document) const;

private:
    [[nodiscard]] const OrderedJson *node(std::string_view pointer) const;
    void explain(const Json &document, const std::string &pointer, std::vector<Fault> &faults) const;

    std::shared_ptr<const OrderedJson> m_text; ///< shared: copies of a schema are cheap
    std::shared_ptr<const valijson::Schema> m_schema;
    std::vector<Leaf> m_leaves;
};

} // namespace hs::settings
