#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/records/schema.h"
#include "engine/vocabulary/clock.h"

/// What a data source in Notion looks like, and which of its properties are ours. Values, any thread.
namespace hs::notion {

struct RemoteProperty {
    std::string id;   ///< as it came; "title" of the title
    std::string name;
    std::string type; ///< "rich_text"
    Json config;      ///< what stands under the type: {"options": […]}, {"data_source_id": …, "dual_property": {…}}

    [[nodiscard]] std::string target() const;   ///< relation: id of the data source it leads to, normalised; else empty
    [[nodiscard]] std::string syncedId() const; ///< relation with two sides: id of the property on the other side
};

/// A data source (`GET /data_sources/{id}`), the table with its columns.
struct RemoteSchema {
    std::string id;       ///< normalised
    std::string database; ///< id of the database it belongs to, normalised; may be empty
    std::string title;
    bool inTrash = false;
    std::vector<RemoteProperty> properties; ///< by name

    [[nodiscard]] const RemoteProperty *byId(std::string_view propertyId) const; ///< null when there is none
    [[nodiscard]] const RemoteProperty *byName(std::string_view name) const;
    /// Equal as long as names, types, options and relations are: when to look at the differences again.
    [[nodiscard]] std::string fingerprint() const;
};
/// Fails with Corrupt when the answer is no data source.
[[nodiscard]] Result<RemoteSchema> parseDataSource(std::string_view body);

/// A database (`GET /databases/{id}`, `POST /databases`), the container.
struct RemoteDatabase {
    struct Source {
        std::string id; ///< normalised
        std::string name;
    };
    std::string id; ///< normalised
    std::string title;
    std::string url;
    bool inTrash = false;
    std::vector<Source> sources; ///< mostly one; with more, people say which is the hub's
};
[[nodiscard]] Result<RemoteDatabase> parseDatabase(std::string_view body);

/// Ids of properties in Notion by the hub's names, as stored after the last look. With them a renamed
/// property is known again.
using PropertyIds = std::map<std::string, std::string, std::less<>>;

/// Keys of databases to ids of their data sources in Notion, normalised.
using DataSources = std::map<std::string, std::string, std::less<>>;

/// Which property in Notion is which of the hub, made once a data source and used for every page. It refers to the
/// database, which must live as long.
class PropertyMap {
public:
    enum class Role {
        Ours,    ///< a property of the hub
        Derived, ///< the other side of a relation of ours: made by Notion, no value of the hub
        Extra    ///< people added it
    };
    struct Slot {
        std::string id;
        std::string name; ///< in Notion
        std::string type; ///< in Notion
        Role role = Role::Extra;
        const records::Property *property = nullptr; ///< with Ours
        bool writable = false; ///< Ours, of the type and the relation that the hub expects, and not computed
    };

    PropertyMap(const records::Hub &hub, const records::Database &database, const RemoteSchema &schema,
                const DataSources &sources, const PropertyIds &known = {});

    [[nodiscard]] const records::Database &database() const { return *m_database; }
    [[nodiscard]] const std::string &dataSource() const { return m_dataSource; }
    [[nodiscard]] const std::vector<Slot> &slots() const { return m_slots; } ///< in the order of the schema
    [[nodiscard]] const Slot *byId(std::string_view id) const;
    [[nodiscard]] const Slot *byName(std::string_view nameInNotion) const;
    /// Where a property of the hub stands in Notion; null when it is missing there.
    [[nodiscard]] const Slot *slotOf(std::string_view hubProperty) const;
    [[nodiscard]] PropertyIds ids() const; ///< to be stored

private:
    const records::Database *m_database;
    std::string m_dataSource;
    std::vector<Slot> m_slots;
    std::map<std::string, std::size_t, std::less<>> m_byId, m_byName, m_byHub;
};

} // namespace hs::notion
