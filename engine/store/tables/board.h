#pragma once

#include "engine/store/tables/workflows.h"

/// What a board shows of the instances, and the views of it that people keep.
///
/// `board_counts` holds how many instances share definition, column, agent, assignee, entity, priority, status, version
/// and tag; triggers keep it with every write of `instances`, so that counting never looks at the instances. Only a text
/// or a deadline in the filter does: a text looks through `instance_words`, a deadline through the board's index.
namespace hs::store::board {

enum class Grouping { None = 0, Agent = 1, Person = 2, Entity = 3, Priority = 4 };
enum class Standing { Any = 0, Running = 1, WaitsForPerson = 2, Blocked = 3, Paused = 4, WaitsForTask = 5, WaitsForTimer = 6 };

struct Filter {
    std::string definition;
    std::string entity, text, agent, assignee, tag, version; ///< empty: all
    std::optional<int> priority;
    Standing standing = Standing::Any;
    std::optional<Timestamp> dueFrom, dueBefore; ///< either one leaves open instances alone
};
/// One lane of a grouping; the empty key holds those that belong to nobody.
struct Lane {
    Grouping grouping = Grouping::None;
    std::string key;
};

/// Instances of one column in one lane, longest in their state first.
[[nodiscard]] Sliced<workflows::Instance> cell(const ReadSql &sql, const Filter &filter, const Lane &lane, std::string_view column,
                                               const Slice &slice);

struct Count {
    std::string lane, column;
    std::int64_t cards = 0;
};
/// By lane and column, in no order; lanes and columns without a card are missing.
[[nodiscard]] std::vector<Count> counts(const ReadSql &sql, const Filter &filter, Grouping grouping);
[[nodiscard]] std::vector<std::string> tags(const ReadSql &sql, std::string_view definition);     ///< by name
[[nodiscard]] std::vector<std::string> versions(const ReadSql &sql, std::string_view definition); ///< that instances are bound to, in order of publication

// ---- saved views ----
struct View {
    std::string id, definition, name, owner;
    bool shared = false;
    Json layout = Json::object();
};
[[nodiscard]] std::optional<View> findView(const ReadSql &sql, std::string_view id);
/// The owner's and the shared ones, by name. Empty definition: of all boards.
[[nodiscard]] std::vector<View> views(const ReadSql &sql, std::string_view definition, std::string_view owner);
/// Whether the owner has another view of this name (ASCII letters in any case) on this board.
[[nodiscard]] bool nameTaken(const ReadSql &sql, const View &view);
void put(Transaction &tx, const View &view, Timestamp now);
void remove(Transaction &tx, std::string_view id);

} // namespace hs::store::board
