#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonObject>

#include "engine/api/door.h"
#include "engine/http/request.h"
#include "engine/http/response.h"

namespace hs::rest {

/// What a query parameter or a member of a body may be.
enum class Kind {
    Text,      ///< a string that is not empty once trimmed where it is required
    Choice,    ///< one of `options`
    Time,      ///< RFC 3339
    TimeOrNull,///< null: none
    Bool,      ///< in a query "true" or "false"
    Whole,     ///< 0 to 2^53
    Limit,     ///< 1 to 200
    Object,
    Texts      ///< a list of strings; of a body only
};

/// One query parameter or one member of a JSON body.
struct Field {
    const char *name;
    Kind kind = Kind::Text;
    const char *description = "";
    bool required = false;
    std::vector<const char *> options;
};

/// The two of every paged list.
inline const Field LimitField{"limit", Kind::Limit, "Length of the page, 1 to 200; 50 when left out"};
inline const Field AfterField{"after", Kind::Text, "`next` of the page before"};

struct Call;
using CallPtr = std::shared_ptr<Call>;

/// One row of the table from which requests are routed and checked and openapi.json is made.
struct Route {
    enum class Auth { None, Key, KeyUnlessLocal };
    enum class Body { None, Optional, Required };

    httpd::Method method = httpd::Method::Get;
    const char *pattern = "";      ///< "/api/v1/events/{id}"
    const char *tag = "";
    const char *summary = "";
    const char *role = "viewer";   ///< what the door asks for; for the document alone
    Auth auth = Auth::Key;
    std::vector<Field> query;
    Body body = Body::None;
    std::vector<Field> members;    ///< of the body
    int status = 200;
    const char *schema = "";       ///< of the answer: a component's name; empty: Receipt
    bool list = false;             ///< the answer is a page of `schema`
    const char *contentType = "application/json";
    bool ifMatch = false;          ///< takes If-Match
    void (*run)(CallPtr) = nullptr; ///< null: described here, answered elsewhere
};

/// All routes, in the order of the document.
[[nodiscard]] const std::vector<Route> &routes();

// The parts of the table, one a subject.
[[nodiscard]] std::vector<Route> eventRoutes();
[[nodiscard]] std::vector<Route> recordRoutes();
[[nodiscard]] std::vector<Route> workflowRoutes();
[[nodiscard]] std::vector<Route> definitionRoutes();
[[nodiscard]] std::vector<Route> operatorRoutes();
[[nodiscard]] std::vector<Route> runRoutes();
[[nodiscard]] std::vector<Route> boardRoutes();
[[nodiscard]] std::vector<Route> deskRoutes();
[[nodiscard]] std::vector<Route> thinkingRoutes();
[[nodiscard]] std::vector<Route> knowledgeRoutes();
[[nodiscard]] std::vector<Route> siteRoutes();

struct Match {
    const Route *route = nullptr;
    std::string allow; ///< when the path exists, but not with this method: "GET, POST"
};
[[nodiscard]] Match findRoute(httpd::Method method, std::string_view path);

/// The values of the pattern's {…} in order.
[[nodiscard]] std::vector<std::string> pathValues(const Route &route, std::string_view path);

using Values = std::map<std::string, std::string, std::less<>>;

/// Checks a query against the route's fields. BadInput names what is wrong; Error::where is the parameter.
[[nodiscard]] Result<Values> checkQuery(const Route &route, std::string_view query);
/// Checks a body against the route's members; BadInput likewise.
[[nodiscard]] Result<QJsonObject> checkBody(const Route &route, std::string_view body);

} // namespace hs::rest
