#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

// What the fake keeps of a workspace. Values are kept short (an option by its id, a text without what can be told
// from the rest) and get the API's shape when they are read.
namespace hs::test::notion {

/// The dates of the API's versions that the fake speaks.
enum class Version { V2025_09_03, V2026_03_11 };

struct User {
    std::string id;
    std::string name;
    std::string email;
    bool bot = false;
};

/// Who does something. What a person does in Notion's window is told to webhooks.
struct Actor {
    std::string user;
    bool person = false;
};

struct Parent {
    enum class Kind { Workspace, Page, Block, Database, DataSource };
    Kind kind = Kind::Workspace;
    std::string id;
};

struct Option {
    std::string id;
    std::string name;
    std::string color = "default";
    Json description;
};

/// One column of a data source. `config` by type: number {format}; relation {data_source_id, dual, synced_id};
/// rollup {relation_id, property_id, function}; formula {expression}; unique_id {prefix}.
struct Property {
    std::string id; ///< not URL-encoded
    std::string name;
    std::string type;
    Json config = Json::object();
    std::vector<Option> options; ///< of select, multi_select and status
    Json description;
};

struct Page {
    std::string id;
    Parent parent;
    Timestamp created{};
    Timestamp edited{};
    std::string createdBy;
    std::string editedBy;
    bool inTrash = false;
    bool isArchived = false;
    bool isLocked = false;
    Json icon;
    Json cover;
    std::map<std::string, Json> values; ///< by property id; a page without a data source has "title" alone
    std::map<std::string, Json> served; ///< by property id: what a test wants formulas and rollups to say
    std::vector<std::string> blocks;
    std::int64_t number = 0;         ///< of unique_id
    std::uint64_t shuffle = 0;       ///< its place where no order was asked for
    std::uint64_t order = 0;         ///< rises with each page that is made
    std::uint64_t revision = 0;
    std::string searchTitle;         ///< as search knows it
    Timestamp searchableFrom{};      ///< when search learns the title of now

    struct Text {
        std::uint64_t key = 0; ///< of what it was made
        std::shared_ptr<const std::string> text;
    };
    std::array<Text, 2> text; ///< the whole object, by version
};

struct DataSource {
    std::string id;
    std::string database;
    Json title = Json::array(); ///< kept rich text
    Json description = Json::array();
    Json icon;
    bool inTrash = false;
    Timestamp created{};
    Timestamp edited{};
    std::string createdBy;
    std::string editedBy;
    std::vector<Property> properties; ///< in the order they were made
    std::vector<Page *> pages;        ///< in the order they were made, trashed ones too
    std::uint64_t schemaRevision = 1;
    std::uint64_t revision = 1; ///< of anything in it, pages too
    std::int64_t nextNumber = 1;
};

struct Database {
    std::string id;
    Parent parent;
    Json title = Json::array();
    Json description = Json::array();
    Json icon;
    Json cover;
    bool isInline = false;
    bool isLocked = false;
    bool inTrash = false;
    Timestamp created{};
    Timestamp edited{};
    std::string createdBy;
    std::string editedBy;
    std::vector<std::string> dataSources;
};

struct Block {
    std::string id;
    Parent parent;
    std::string type;
    Json content = Json::object(); ///< the `<type>` object; rich texts in it as kept
    bool inTrash = false;
    Timestamp created{};
    Timestamp edited{};
    std::string createdBy;
    std::string editedBy;
    std::vector<std::string> children;
};

} // namespace hs::test::notion
