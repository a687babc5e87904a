#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/notion/remote_schema.h"

/// The hub's databases as Notion has them made, and how those in Notion differ (integrations.md §2.5, §2.7).
/// First all databases are made without relations, in create order; then each data source is patched: relations lead
/// to a data source, which has to exist, and formulas to properties. Pure, any thread.
namespace hs::notion {

/// What Notion takes as one property; null for a relation whose database has no data source yet.
[[nodiscard]] Json propertyConfig(const records::Database &database, const records::Property &property,
                                  const DataSources &sources);

/// The property on the other side of a relation: the one that the schema names as its inverse, else
/// "Marketing Campaigns: Templates" (the database and the relation that it belongs to).
[[nodiscard]] std::string otherSideName(const records::Database &database, const records::Property &property);

/// `properties` of the first pass: all but relations and formulas.
[[nodiscard]] Json firstProperties(const records::Database &database);
/// The whole body of `POST /databases`.
[[nodiscard]] Json createBody(const records::Database &database, std::string_view parentPageId);

struct Difference {
    enum class Kind {
        Missing,        ///< added by `patch`
        OtherType,      ///< people changed it: its values are shown and not written
        MissingOptions, ///< added by `patch`
        OtherTarget,    ///< a relation that leads elsewhere
        OneWay,         ///< a relation without another side; works, nothing is done
        Renamed,        ///< still ours, by its id; works, nothing is done
        OtherSideName,  ///< the other side of a pair has not its name yet: given by `patch`
        Waits,          ///< a relation to a database that is not there yet
        Extra           ///< people added it
    };
    Kind kind = Kind::Missing;
    std::string property;   ///< the hub's name; empty with Extra
    std::string remoteId;   ///< in Notion, where there is one
    std::string remoteName;
    std::string sentence;   ///< what is the matter, for people
};

struct SchemaDiff {
    std::vector<Difference> differences; ///< in the order of the hub's properties, then of Notion's
    Json patch = Json::object();         ///< `properties` of the PATCH that adds what is missing; empty: nothing to add

    /// Nothing that hinders: no difference, or such that work (Renamed, OneWay, Extra).
    [[nodiscard]] bool fits() const;
};

/// Compares. Nothing is ever deleted or retyped: the patch adds properties and options, and gives names to other sides.
/// Of a pair of relations the patch holds the first side only; Notion makes the other one, so read the schema of the
/// related data source again before comparing that.
[[nodiscard]] SchemaDiff compare(const records::Hub &hub, const records::Database &database, const RemoteSchema &remote,
                                 const DataSources &sources, const PropertyIds &known = {});

} // namespace hs::notion
