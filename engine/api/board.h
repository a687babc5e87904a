#pragma once

#include <optional>
#include <vector>

#include "engine/api/rows.h"

/// The board of a workflow: its filter, its lanes, and views that people keep. What is done to many cards at once is
/// `OperateWorkflows` (operators.h).
namespace hs::api {

/// By what a board is cut into lanes. Person: whom a card is assigned to.
enum class BoardGrouping { None, Agent, Person, Entity, Priority };
/// By a card's next deadline; only open cards. Today and Week go by the studio's time zone; Week is today and the six
/// days after it.
enum class BoardDue { Any, Overdue, Today, Week };
/// How a card stands. WaitsForPerson: it runs, and a task of it waits for a person's decision. WaitsForTask: it runs, and a
/// task of it is under way. WaitsForTimer: it runs, has no task, and goes on by itself at some time. Blocked: a step failed.
enum class BoardStanding { Any, Running, WaitsForPerson, Blocked, Paused, WaitsForTask, WaitsForTimer };

/// Which cards of a board are meant. Empty, unset or Any: all.
struct BoardFilter {
    QString definition;
    QString entity;
    QString text; ///< anywhere in title, number or person; ASCII letters in any case
    QString agent;
    QString assignee; ///< operator id
    std::optional<Priority> priority = {};
    QString tag = {};
    BoardDue due = BoardDue::Any;
    BoardStanding standing = BoardStanding::Any;
    QString version = {}; ///< of the definition
    bool openOnly = false; ///< leaves out the columns of final states

    [[nodiscard]] bool operator==(const BoardFilter &) const = default;
};

/// The first page of every column, or with `column` one more page of that one.
/// With a grouping: only the cards of the lane whose key is `lane` (empty: those that belong to nobody).
struct BoardQuery : BoardFilter {
    using Answer = Board;
    BoardGrouping grouping = BoardGrouping::None;
    QString lane = {};
    QString column = {};
    Window window = {}; // longest in the state first
};

/// How many cards stand where, without the cards. Cheap however many cards there are, unless the filter has a text or a
/// deadline.
struct BoardLane {
    QString key; ///< agent key, operator id, entity id, "0" (low) to "3" (urgent); empty: none of them
    qint64 count = 0;
    std::vector<qint64> counts; ///< by column, as `definition.columns` lists them
};
struct BoardLanes {
    DefinitionInfo definition;
    std::vector<BoardLane> lanes; ///< those with cards, the empty key last; without a grouping one
    quint64 revision = 0;
};
struct BoardLanesQuery : BoardFilter {
    using Answer = BoardLanes;
    BoardGrouping grouping = BoardGrouping::None;
};

/// A view of a board that somebody keeps under a name: filter, lanes, folded columns. What `layout` holds is the
/// window's own; at most `LargestLayout` bytes.
struct SavedBoardView {
    static constexpr int LargestLayout = 16 * 1024;
    static constexpr int LongestName = 60; ///< characters
    Id id;
    QString definition;
    QString name;
    Id owner;
    QString ownerName;
    bool shared = false; ///< everybody sees it
    bool mine = false;   ///< the caller's own
    QJsonObject layout;
};
/// The caller's own and the shared ones, by name. Empty definition: of all boards.
struct SavedBoardViewQuery {
    using Answer = std::vector<SavedBoardView>;
    QString definition;
};

// ---- commands ----
/// Makes (id empty) or changes a view of the caller's own. A name that the caller has on this board already: Conflict.
/// Receipt::id = the view. Viewer; sharing needs operator.
struct SaveBoardView { Id id; QString definition; QString name; bool shared = false; QJsonObject layout; };
/// The owner's, or an admin's.
struct DeleteBoardView { Id id; };

} // namespace hs::api
