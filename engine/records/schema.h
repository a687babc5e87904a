#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

/// The hub's databases as data (resources/hub/*.json): what a record may hold.
/// Values, loaded once, then only read: any thread.
namespace hs::records {

/// Notion's property types, as far as the hub uses them.
enum class PropertyType {
    Title,
    RichText,
    Number,
    Select,
    MultiSelect,
    Date,
    Email,
    PhoneNumber,
    Url,
    Checkbox,
    People,
    Files,
    Formula,
    Relation
};
[[nodiscard]] std::string_view name(PropertyType type); ///< "rich_text"

/// A computed select: the value of the first step whose bound lies above the
/// number in property `of`, else `otherwise`. No number, no value.
struct Formula {
    struct Step {
        double below = 0;
        std::string value;
    };
    std::string of;
    std::vector<Step> steps;
    std::string otherwise;
};

struct Property {
    std::string name;
    PropertyType type = PropertyType::RichText;
    std::string format; ///< number: "", "currency", "percent"; date: "date", "datetime"; rich_text: "", "json"
    std::string unit;   ///< "min", "h", "s" or empty
    std::string description;
    std::vector<std::string> options; ///< select, multi_select; empty when `open`
    bool open = false;                ///< select, multi_select: any text is an option
    std::string relation;             ///< key of the database that a relation leads to
    std::string inverse;              ///< relation: the property there that is the other side of it, or empty
    int limit = 0;                    ///< relation, people: most entries; 0: 100
    bool required = false;
    bool unique = false;                    ///< no two records of the database share it; the store's keeper checks
    bool systemOnly = false;                ///< neither staff nor agents write it
    std::string writer;                     ///< agent key, "engine" or "staff"
    std::optional<double> minimum, maximum; ///< number, both allowed themselves
    bool integer = false;
    Json defaultValue; ///< taken at create when nothing is given; null: none
    std::optional<Formula> formula;
};

struct Database {
    std::string key;   ///< "contacts-profiles"
    std::string code;  ///< "CP"
    std::string title; ///< "Contacts & Profiles"
    std::string group;
    std::string description;
    std::string writer;  ///< agent key, "engine" or "staff"
    int createOrder = 0; ///< databases are created in this order, from 1
    int number = 0;      ///< place in lists, from 1
    std::string titleProperty;
    std::string idProperty;           ///< the id for people; empty: the database has none
    std::string idPrefix;             ///< "CTCT"
    std::vector<Property> properties; ///< as in the file
    std::vector<std::string> rules;   ///< what automation does, in plain words

    [[nodiscard]] const Property *find(std::string_view property) const; ///< null when there is none
    [[nodiscard]] std::vector<std::string> propertyNames() const;
};

/// A schema file and its name, for error texts.
struct SchemaText {
    std::string file;
    std::string text;
};

/// All databases together.
class Hub {
public:
    /// Reads and checks the files. Fails with BadInput at the first fault; `where`
    /// is "FILE:/json/pointer", or "FILE:line L, column C" when it is not JSON.
    [[nodiscard]] static Result<Hub> load(const std::vector<SchemaText> &files);

    [[nodiscard]] const std::vector<Database> &databases() const { return m_databases; } ///< in list order
    [[nodiscard]] std::vector<const Database *> inCreateOrder() const;
    /// Fails with NotFound and names the databases, or the one probably meant.
    [[nodiscard]] Result<const Database *> find(std::string_view key) const;

private:
    std::vector<Database> m_databases;
};

} // namespace hs::records
