#pragma once

#include "engine/rest/rest.h"
#include "engine/rest/route.h"
#include "engine/rest/to_json.h"

namespace hs::rest {

/// One checked request on its way through the door. Used in the face's own thread.
struct Call {
    const Route *route = nullptr;
    httpd::Request request; ///< without its body
    std::vector<std::string> path;
    Values query;
    QJsonObject body;
    api::Caller caller;
    api::Door *door = nullptr;
    const RestOptions *options = nullptr;
    std::function<void(std::function<void()>)> home; ///< from any thread to the face's own
    httpd::Respond respond;

    [[nodiscard]] QString id() const { return pathText(0); }
    [[nodiscard]] QString pathText(std::size_t index) const { return QString::fromStdString(path.at(index)); }
    [[nodiscard]] QString queryText(std::string_view name) const
    {
        const auto found = query.find(name);
        return found == query.end() ? QString() : QString::fromStdString(found->second);
    }
    [[nodiscard]] bool queryFlag(std::string_view name) const { return queryText(name) == QLatin1String("true"); }
    template <typename E>
    [[nodiscard]] std::optional<E> queryEnum(std::string_view name) const
    {
        const auto found = query.find(name);
        return found == query.end() ? std::nullopt : enumFrom<E>(found->second);
    }
    [[nodiscard]] api::Window window() const
    {
        api::Window window;
        window.after = queryText("after");
        if (const auto limit = queryText("limit"); !limit.isEmpty())
            window.limit = limit.toInt();
        return window;
    }
    [[nodiscard]] QString text(const char *member) const { return body.value(QLatin1String(member)).toString(); }
    [[nodiscard]] bool has(const char *member) const { return body.contains(QLatin1String(member)); }
};

[[nodiscard]] httpd::Response jsonResponse(const QJsonObject &document, int status = 200);
/// {"id","detail", and what the command's data hold}
[[nodiscard]] httpd::Response receiptResponse(const api::Receipt &receipt, int status = 200);

/// Asks the door and answers with what `then` makes of it: `then(Q::Answer) -> httpd::Response`.
template <typename Q, typename Then>
void ask(CallPtr call, Q query, Then then)
{
    auto *door = call->door;
    const auto caller = call->caller;
    door->query(caller, api::Query(std::move(query)), [call = std::move(call), then = std::move(then)](Result<api::Answer> answer) {
        call->home([call, then, answer = std::move(answer)] {
            call->respond(answer ? then(std::get<typename Q::Answer>(*answer)) : httpd::errorResponse(answer.error()));
        });
    });
}

/// The same for a question whose answer is a page of rows.
template <typename Q>
void askPage(CallPtr call, Q query)
{
    query.window = call->window();
    ask(std::move(call), std::move(query), [](const typename Q::Answer &page) { return jsonResponse(pageJson(page.rows, page.next)); });
}

/// Submits a command; `then(Result<Receipt>) -> httpd::Response`.
template <typename Then>
void submit(CallPtr call, api::Command command, Then then)
{
    auto *door = call->door;
    const auto caller = call->caller;
    door->submit(caller, std::move(command), [call = std::move(call), then = std::move(then)](Result<api::Receipt> receipt) {
        call->home([call, then, receipt = std::move(receipt)] { call->respond(then(receipt)); });
    });
}

/// The same with the plain answer: the receipt, or the error.
inline void submit(CallPtr call, api::Command command, int status = 200)
{
    submit(std::move(call), std::move(command), [status](const Result<api::Receipt> &receipt) {
        return receipt ? receiptResponse(*receipt, status) : httpd::errorResponse(receipt.error());
    });
}

} // namespace hs::rest
