#pragma once

// Inside of the module: what tools are made of. Not for other modules.

#include <optional>
#include <utility>

#include <QDateTime>
#include <QJsonObject>

#include "engine/rest/to_json.h"
#include "engine/tools/tool.h"

namespace hs::tools {

using Done = std::function<void(Result<Json>)>;

// ---- between Qt's JSON and ours ----
[[nodiscard]] Json fromQt(const QJsonValue &value);
[[nodiscard]] QJsonObject toQt(const Json &object); ///< empty for what is no object

/// An answer without what says nothing: members that are null, empty texts, lists and objects, at every depth. What stands in
/// a list stays, so that its places keep their meaning.
[[nodiscard]] Json compact(Json value);

// ---- schemas; descriptions are for a model ----
using Properties = std::vector<std::pair<std::string, Json>>;
[[nodiscard]] Json words(std::string description, int most, int least = 0); ///< a text of so many characters
[[nodiscard]] Json idText(std::string description);                        ///< an id of the console's
[[nodiscard]] Json databaseKey();
[[nodiscard]] Json choice(std::string description, std::vector<std::string> options);
[[nodiscard]] Json flag(std::string description);
[[nodiscard]] Json whole(std::string description, std::int64_t least, std::int64_t most);
[[nodiscard]] Json moment(std::string description); ///< RFC 3339; an empty text stands for none
[[nodiscard]] Json document(std::string description); ///< an object whose members are somebody else's matter
[[nodiscard]] Json input(Properties properties, std::vector<std::string> required = {});
[[nodiscard]] Json pagedInput(Properties properties, std::vector<std::string> required = {}); ///< with `limit` and `after`

template <typename E>
[[nodiscard]] std::vector<std::string> namesOf()
{
    return {rest::EnumNames<E>::Names.begin(), rest::EnumNames<E>::Names.end()};
}

// ---- arguments, which fit their schema ----
[[nodiscard]] QString wordsOf(const Json &arguments, std::string_view name);
[[nodiscard]] std::string beginning(const Json &arguments, std::string_view name); ///< at most 200 characters of it, for people
/// Nothing when it is not given; an invalid time for an empty text. BadInput for what is no time.
[[nodiscard]] Result<std::optional<QDateTime>> momentOf(const Json &arguments, std::string_view name);
[[nodiscard]] api::Window windowOf(const Json &arguments);

template <typename E>
[[nodiscard]] std::optional<E> choiceOf(const Json &arguments, std::string_view name)
{
    return rest::enumFrom<E>(text(arguments, name));
}

// ---- through the door ----
/// Asks, and answers with what `then` makes of it: `then(const Q::Answer &) -> QJsonObject`.
template <typename Q, typename Then>
void ask(api::Door &door, const api::Caller &caller, Q query, Done done, Then then)
{
    door.query(caller, api::Query(std::move(query)), [done = std::move(done), then = std::move(then)](Result<api::Answer> answer) {
        if (!answer)
            return done(tl::make_unexpected(std::move(answer).error()));
        if (const auto *value = std::get_if<typename Q::Answer>(&*answer))
            return done(compact(fromQt(then(*value))));
        done(fail(Errc::Internal, "the engine answered another question"));
    });
}

/// The same for a document that the API knows.
template <typename Q>
void ask(api::Door &door, const api::Caller &caller, Q query, Done done)
{
    ask(door, caller, std::move(query), std::move(done), [](const typename Q::Answer &answer) { return rest::toJson(answer); });
}

/// The same for a page of rows, each as `row` makes it: {items, next}.
template <typename Q, typename Row>
void askPage(api::Door &door, const api::Caller &caller, Q query, Done done, Row row)
{
    ask(door, caller, std::move(query), std::move(done), [row = std::move(row)](const typename Q::Answer &page) {
        QJsonArray items;
        for (const auto &one : page.rows)
            items.append(row(one));
        return QJsonObject{{QStringLiteral("items"), items}, {QStringLiteral("next"), page.next}};
    });
}
template <typename Q>
void askPage(api::Door &door, const api::Caller &caller, Q query, Done done)
{
    askPage(door, caller, std::move(query), std::move(done), [](const auto &one) { return rest::toJson(one); });
}

/// Rows that come all at once: {items}.
template <typename Rows, typename Row>
[[nodiscard]] QJsonObject itemsOf(const Rows &rows, Row row)
{
    QJsonArray items;
    for (const auto &one : rows)
        items.append(row(one));
    return {{QStringLiteral("items"), items}};
}

/// Submits; answers {id, done, …} with what the command tells.
void submit(api::Door &door, const api::Caller &caller, api::Command command, Done done);

// ---- the tools, by area ----
void addRecordTools(std::vector<Tool> &tools);
void addWorkTools(std::vector<Tool> &tools);
void addDeskTools(std::vector<Tool> &tools);
void addKnowledgeTools(std::vector<Tool> &tools);

} // namespace hs::tools
