#include "engine/rest/call.h"
#include "engine/rest/fields_boards.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

namespace {

std::vector<Field> filterFields(std::vector<Field> more)
{
    std::vector<Field> fields{{"q", Kind::Text, "Words in title, number or person"},
                              {"entity", Kind::Text, "Only cards of this business"},
                              {"agent", Kind::Text, "Only cards of this agent"},
                              {"assignee", Kind::Text, "Only cards of this operator"},
                              {"priority", Kind::Choice, "", false, {"low", "medium", "high", "urgent"}},
                              {"tag", Kind::Text, "Only cards with this tag"},
                              {"due", Kind::Choice, "By the next deadline", false, {"any", "overdue", "today", "week"}},
                              {"standing", Kind::Choice, "How a card stands", false, {"any", "running", "waits_for_person", "blocked", "paused"}},
                              {"version", Kind::Text, "Only cards of this version"},
                              {"open", Kind::Bool, "true: leaves out the columns of final states"},
                              {"grouping", Kind::Choice, "By what the board is cut into lanes", false, {"none", "agent", "person", "entity", "priority"}}};
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

void readFilter(const Call &call, BoardFilter &filter)
{
    filter.definition = call.id();
    filter.entity = call.queryText("entity");
    filter.text = call.queryText("q");
    filter.agent = call.queryText("agent");
    filter.assignee = call.queryText("assignee");
    filter.priority = call.queryEnum<Priority>("priority");
    filter.tag = call.queryText("tag");
    filter.due = call.queryEnum<BoardDue>("due").value_or(BoardDue::Any);
    filter.standing = call.queryEnum<BoardStanding>("standing").value_or(BoardStanding::Any);
    filter.version = call.queryText("version");
    filter.openOnly = call.queryFlag("open");
}

void showBoard(CallPtr call)
{
    BoardQuery query;
    readFilter(*call, query);
    query.grouping = call->queryEnum<BoardGrouping>("grouping").value_or(BoardGrouping::None);
    query.lane = call->queryText("lane");
    query.column = call->queryText("column");
    query.window = call->window();
    ask(std::move(call), std::move(query), [](const Board &board) { return jsonResponse(toJson(board)); });
}

void showLanes(CallPtr call)
{
    BoardLanesQuery query;
    readFilter(*call, query);
    query.grouping = call->queryEnum<BoardGrouping>("grouping").value_or(BoardGrouping::None);
    ask(std::move(call), std::move(query), [](const BoardLanes &lanes) { return jsonResponse(toJson(lanes)); });
}

SaveBoardView viewIn(const Call &call, const Id &id)
{
    return {id, call.text("definition"), call.text("name"), call.body.value(QLatin1String("shared")).toBool(),
            call.body.value(QLatin1String("layout")).toObject()};
}

const std::vector<Field> ViewMembers{{"definition", Kind::Text, "Whose board", true},
                                     {"name", Kind::Text, "", true},
                                     {"shared", Kind::Bool, "true: everybody sees it; needs operator"},
                                     {"layout", Kind::Object, "Filter, lanes and folded columns, as the window keeps them"}};

} // namespace

std::vector<Route> boardRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/boards/{definition}", .tag = "Boards",
         .summary = "The first page of every column, or with `column` one more page of that one; the longest in the state first",
         .query = filterFields({{"lane", Kind::Text, "With a grouping: only the lane with this key; left out: what belongs to nobody"},
                                {"column", Kind::Text, "Only this column"}, LimitField, AfterField}),
         .schema = "Board", .run = showBoard},
        {.method = Method::Get, .pattern = "/api/v1/boards/{definition}/lanes", .tag = "Boards", .summary = "How many cards stand where, without the cards",
         .query = filterFields({}), .schema = "BoardLanes", .run = showLanes},
        {.method = Method::Get, .pattern = "/api/v1/board-views", .tag = "Boards", .summary = "The caller's own views and the shared ones, by name",
         .query = {{"definition", Kind::Text, "Only of this board"}}, .schema = "BoardView", .list = true,
         .run = [](CallPtr call) {
             SavedBoardViewQuery query{call->queryText("definition")};
             ask(std::move(call), std::move(query), [](const std::vector<SavedBoardView> &views) { return jsonResponse(pageJson(views, {})); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/board-views", .tag = "Boards", .summary = "Keeps a view of a board under a name", .body = Route::Body::Required,
         .members = ViewMembers, .status = 201,
         .run = [](CallPtr call) {
             auto command = viewIn(*call, {});
             submit(std::move(call), std::move(command), 201);
         }},
        {.method = Method::Put, .pattern = "/api/v1/board-views/{id}", .tag = "Boards", .summary = "Changes a view of the caller's own", .body = Route::Body::Required,
         .members = ViewMembers,
         .run = [](CallPtr call) {
             auto command = viewIn(*call, call->id());
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Delete, .pattern = "/api/v1/board-views/{id}", .tag = "Boards", .summary = "Removes a view: the owner's, or an admin",
         .run = [](CallPtr call) {
             DeleteBoardView command{call->id()};
             submit(std::move(call), std::move(command));
         }},
    };
}

} // namespace hs::rest
