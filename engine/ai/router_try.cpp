#include <algorithm>

#include "engine/ai/answer_check.h"
#include "engine/ai/router_core.h"

namespace hs::ai {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr auto LongRetryAfter = 2s; // whoever asks for more is passed over
constexpr auto ListTimeout = 30s;
constexpr std::string_view IsTooLong = "the request is longer"; // how errorOf begins when the input is too long for the model

milliseconds since(Alarm::Moment moment)
{
    return std::chrono::floor<milliseconds>(std::chrono::steady_clock::now() - moment);
}

/// What is kept of an error: a provider's own words may repeat what it was asked, so they are left out.
std::string wordsFor(const Try &attempt, const Error &error)
{
    if (attempt.status == 0)
        return error.what;
    auto words = error.what.substr(0, error.what.find(':'));
    return attempt.status >= 300 ? words + " (HTTP " + std::to_string(attempt.status) + ")" : words;
}

Usage estimateOf(std::int64_t input, std::size_t textBytes)
{
    Usage usage;
    usage.input = input;
    usage.output = std::int64_t((textBytes + 3) / 4);
    usage.estimated = true;
    return usage;
}

void addTo(Usage &sum, const Usage &more)
{
    sum.input += more.input;
    sum.cached += more.cached;
    sum.written += more.written;
    sum.output += more.output;
    sum.estimated = sum.estimated || more.estimated;
}

Result<Json> dataOf(const Request &request, const Answer &answer)
{
    auto data = jsonOf(answer.text);
    if (!data)
        return data;
    HS_TRY(checkBySchema(request.schema, *data));
    return data;
}

} // namespace

std::int64_t inputTokensOf(const Request &request)
{
    std::int64_t tokens = roughTokens(request.system);
    for (const auto &message : request.messages) {
        tokens += roughTokens(message.text);
        for (const auto &call : message.calls)
            tokens += roughTokens(call.name) + roughTokens(call.arguments.is_null() ? call.raw : dump(call.arguments));
    }
    for (const auto &tool : request.tools)
        tokens += roughTokens(tool.name) + roughTokens(tool.description) + roughTokens(dump(tool.input));
    if (!request.schema.is_null())
        tokens += roughTokens(dump(request.schema));
    return tokens;
}

std::optional<double> mostCost(const std::optional<Price> &price, Dialect dialect, std::int64_t inputTokens, int maxTokens)
{
    if (!price)
        return std::nullopt;
    Usage usage;
    usage.input = inputTokens;
    usage.written = dialect == Dialect::Anthropic ? inputTokens : 0; // what is written to the prompt cache costs more
    usage.output = std::max(maxTokens, 0);
    return costOf(*price, usage);
}

milliseconds Router::Core::ownWait(int nextAttempt)
{
    return paced(http::backoff({}, nextAttempt, random()));
}

// ---- the models of a provider -------------------------------------------------

Router::Core::Started Router::Core::list(const CallPtr &call, const StationPtr &station)
{
    if (const auto waiting = listings.find(station->id()); waiting != listings.end()) {
        waiting->second.push_back(call->id);
        return Started::Yes;
    }
    if (!station->breaker().allow())
        return Started::Busy;
    const auto key = station->keys().take(random());
    if (!key && !station->keys().empty()) {
        station->abandoned();
        return Started::Busy;
    }
    listings[station->id()] = {call->id};
    auto request = modelsRequest(station->provider().dialect, station->endpoint(key));
    request.timeout = ListTimeout;
    transport.send(std::move(request), ends.get_token(),
                   [this, station, key, lives = std::weak_ptr<int>(alive)](const Result<http::Response> &response) {
                       if (lives.expired())
                           return;
                       const auto dialect = station->provider().dialect;
                       listed(station, key,
                              !response        ? Result<std::vector<std::string>>(tl::make_unexpected(response.error()))
                              : response->ok() ? readModels(dialect, response->body)
                                               : tl::make_unexpected(errorOf(dialect, *response, clock.now())));
                   });
    return Started::Yes;
}

void Router::Core::listed(const StationPtr &station, std::optional<std::size_t> key, const Result<std::vector<std::string>> &models)
{
    if (key)
        station->keys().done(*key);
    auto waiting = std::move(listings[station->id()]);
    listings.erase(station->id());
    const auto error = !models         ? models.error()
                       : models->empty() ? Error{Errc::Unavailable, "it has no model", station->provider().name, "install a model there", {}}
                                         : Error{};
    const bool works = models && !models->empty();
    auto rest = error.retryAfter.value_or(0ms);
    if (works) {
        station->answered(key, {});
        station->setModels(*models);
    } else {
        if (error.code == Errc::RateLimited)
            rest = std::max(rest, ownWait(2));
        station->failed(error, key, {}, rest);
    }
    noteChanges();
    const std::weak_ptr<int> lives = alive;
    for (const auto id : waiting) {
        const auto found = calls.find(id);
        if (found == calls.end())
            continue;
        const CallPtr call = found->second;
        if (works) {
            advance(call);
        } else {
            auto &visit = call->visits[station->id()];
            ++visit.tries;
            if (error.code == Errc::NotFound) // it tells no models: asking again is useless
                visit.out = error.what;
            react(call, station, error, rest);
        }
        if (lives.expired())
            return;
    }
}

void Router::Core::check(const std::string &provider, std::function<void(Result<std::vector<std::string>>)> done)
{
    const auto found = std::find_if(stations.begin(), stations.end(),
                                    [&](const StationPtr &station) { return station->provider().name == provider; });
    if (found == stations.end())
        return post([done, provider] { done(fail(Errc::NotFound, "there is no such provider", provider, "set it up in the settings")); });
    const auto station = *found;
    station->forgive();
    if (const auto out = station->out(); !out.empty())
        return post([done, provider, out] { done(fail(Errc::Unauthorized, out, provider, "enter its key in the settings")); });
    static_cast<void>(station->breaker().allow()); // a person asks: also while it is left alone
    const auto taken = station->keys().take(random());
    const auto key = taken || station->keys().empty() ? taken : std::optional<std::size_t>(0);
    auto request = modelsRequest(station->provider().dialect, station->endpoint(key));
    request.timeout = ListTimeout;
    transport.send(std::move(request), ends.get_token(),
                   [this, station, key, taken, done = std::move(done), lives = std::weak_ptr<int>(alive)](const Result<http::Response> &response) {
                       if (lives.expired())
                           return;
                       if (taken)
                           station->keys().done(*taken);
                       const auto dialect = station->provider().dialect;
                       auto models = !response        ? Result<std::vector<std::string>>(tl::make_unexpected(response.error()))
                                     : response->ok() ? readModels(dialect, response->body)
                                                      : tl::make_unexpected(errorOf(dialect, *response, clock.now()));
                       if (models) {
                           station->answered(key, {});
                           if (!models->empty())
                               station->setModels(*models);
                       } else {
                           station->failed(models.error(), key, {}, models.error().retryAfter.value_or(0ms));
                       }
                       noteChanges();
                       done(std::move(models));
                   });
}

// ---- one try ------------------------------------------------------------------

Router::Core::Started Router::Core::start(const CallPtr &call, const StationPtr &station, const std::string &model)
{
    if (!station->breaker().allow())
        return Started::Busy;
    const auto key = station->keys().take(random());
    if (!key && !station->keys().empty()) {
        station->abandoned();
        return Started::Busy;
    }
    const auto dialect = station->provider().dialect;
    auto request = encode(dialect, station->endpoint(key), model, call->request);
    if (!request) { // this dialect cannot say it; another one may
        station->abandoned();
        if (key)
            station->keys().done(*key);
        call->last = request.error();
        call->visits[station->id()].out = request.error().what;
        return Started::Refused;
    }
    const auto attempt = std::make_shared<Try>();
    attempt->station = station;
    attempt->model = model;
    attempt->key = key;
    attempt->price = station->price(prices, model);
    const auto cost = mostCost(attempt->price, dialect, call->inputTokens, call->request.maxTokens);
    attempt->reserve = Spending::Reserve(spending, call->request.entity, call->request.agent, cost.value_or(0));
    attempt->reader = reader(dialect);
    attempt->onText = [asked = call.get(), self = attempt.get()](std::string_view text) { // both live while a part is read
        if (self->over || text.empty())
            return;
        if (!self->firstToken)
            self->firstToken = since(self->begun);
        self->textBytes += text.size();
        if (asked->onText && !asked->repairing) { // the first answer has been heard: the repaired one comes whole
            asked->handedOn = true;
            asked->onText(text); // may end the router
        }
    };
    attempt->at = clock.now();
    attempt->begun = std::chrono::steady_clock::now();
    attempt->number = ++call->tries;
    ++call->visits[station->id()].tries;
    call->attempt = attempt;
    station->begun();

    request->timeout = std::max(call->request.timeout - since(call->asked), 1ms);
    request->idleTimeout = std::max(call->request.idleTimeout, 0ms);
    const std::weak_ptr<int> lives = alive;
    request->onPart = [this, call, attempt, lives](const std::string &part) {
        if (!lives.expired())
            hear(CallPtr(call), TryPtr(attempt), part);
    };
    transport.send(std::move(*request), attempt->stop.get_token(), [this, call, attempt, lives](Result<http::Response> response) {
        if (!lives.expired())
            answered(CallPtr(call), TryPtr(attempt), std::move(response));
    });
    return Started::Yes;
}

void Router::Core::hear(const CallPtr &call, const TryPtr &attempt, std::string_view part)
{
    if (attempt->over || call->cancel.stop_requested()) // its end is on the way
        return;
    attempt->answering = true;
    attempt->reader->feed(part, attempt->onText);
    if (!attempt->over && !attempt->firstToken && attempt->reader->started())
        attempt->firstToken = since(attempt->begun);
}

void Router::Core::answered(const CallPtr &call, const TryPtr &attempt, Result<http::Response> response)
{
    if (attempt->over)
        return;
    if (call->cancel.stop_requested())
        return cancelled(call->id);
    if (!response) {
        if (response.error().code != Errc::Cancelled)
            return failed(call, attempt, response.error());
        attempt->station->abandoned(); // the transport has ended
        settle(call, attempt, "cancelled", response.error().what);
        return finish(call, tl::make_unexpected(response.error()));
    }
    attempt->status = response->status;
    if (!response->ok())
        return failed(call, attempt, errorOf(attempt->station->provider().dialect, *response, clock.now()));
    for (const auto *header : {"x-request-id", "request-id"})
        if (attempt->requestId.empty())
            attempt->requestId = std::string(response->header(header).substr(0, 200));
    if (!response->body.empty())
        hear(call, attempt, response->body);
    if (attempt->over)
        return;
    auto answer = attempt->reader->end();
    if (!answer)
        return failed(call, attempt, answer.error());
    accept(call, attempt, std::move(*answer));
}

void Router::Core::accept(const CallPtr &call, const TryPtr &attempt, Answer answer)
{
    const auto station = attempt->station;
    if (answer.usage.input == 0 && (answer.usage.estimated || answer.usage.output == 0)) { // the reader knows the answer alone
        answer.usage.input = call->inputTokens;
        answer.usage.estimated = true;
        if (answer.usage.output == 0)
            answer.usage.output = roughTokens(answer.text);
    }
    const auto usage = answer.usage;
    if (attempt->requestId.empty())
        attempt->requestId = answer.requestId;
    station->answered(attempt->key, attempt->firstToken);
    const auto &request = call->request;
    if (!request.schema.is_null() && answer.calls.empty() && answer.finish != Finish::Refused) {
        auto data = dataOf(request, answer);
        if (!data) {
            const auto words = "the answer does not fit the schema";
            settle(call, attempt, name(Errc::BadInput), words, usage);
            noteChanges();
            if (call->repairing)
                return finish(call, fail(Errc::BadInput, "the model's answer does not fit", data.error().where, "ask another model, or go by rules"));
            call->repairing = true;
            call->last = data.error();
            call->request = repairOf(request, answer, data.error());
            call->inputTokens = inputTokensOf(call->request);
            call->stay = station;
            call->visits[station->id()] = {};
            return advance(call);
        }
        answer.data = std::move(*data);
    }
    settle(call, attempt, "ok", {}, usage);
    noteChanges();
    answer.provider = station->provider().name;
    if (answer.model.empty())
        answer.model = attempt->model;
    answer.requestId = attempt->requestId; // of the header, where there is one: that is what their support asks for
    answer.usage = call->usage;
    answer.cost = call->cost;
    answer.attempts = call->tries;
    answer.latency = since(call->asked);
    answer.firstToken = call->firstToken.value_or(answer.latency);
    if (!call->cacheKey.empty() && (answer.finish == Finish::Stop || answer.finish == Finish::Tools))
        cache.put(call->cacheKey, answer);
    finish(call, std::move(answer));
}

void Router::Core::settle(const CallPtr &call, const TryPtr &attempt, std::string_view outcome, const std::string &words, std::optional<Usage> told)
{
    attempt->over = true;
    if (call->attempt == attempt)
        call->attempt.reset();
    if (attempt->key)
        attempt->station->keys().done(*attempt->key);
    attempt->reserve.release();

    const auto &request = call->request;
    CallRecord row;
    row.at = attempt->at;
    row.provider = attempt->station->provider().name;
    row.model = attempt->model;
    row.purpose = request.purpose;
    row.agent = request.agent;
    row.entity = request.entity;
    row.task = request.task;
    row.why = request.why;
    row.correlation = request.correlation;
    row.outcome = std::string(outcome);
    row.error = words;
    if (told)
        row.usage = *told;
    else if (attempt->answering) // an answer that broke off costs too
        row.usage = estimateOf(call->inputTokens, attempt->textBytes);
    row.costKnown = attempt->price || (row.usage.input == 0 && row.usage.output == 0);
    row.cost = attempt->price ? costOf(*attempt->price, row.usage) : 0;
    row.latency = since(attempt->begun);
    row.firstToken = attempt->firstToken.value_or(0ms);
    row.requestId = attempt->requestId;
    row.attempt = attempt->number;
    ledger.record(row);

    addTo(call->usage, row.usage);
    call->cost += row.cost;
    if (attempt->firstToken && !call->firstToken)
        call->firstToken = std::chrono::floor<milliseconds>(attempt->begun - call->asked) + *attempt->firstToken;
    if (row.cost > 0)
        warn(spending.standing(request.entity, request.agent));
}

void Router::Core::failed(const CallPtr &call, const TryPtr &attempt, const Error &error)
{
    const auto station = attempt->station;
    auto rest = error.retryAfter.value_or(0ms);
    if (error.code == Errc::RateLimited)
        rest = std::max(rest, ownWait(call->visits[station->id()].tries + 1));
    station->failed(error, attempt->key, attempt->model, rest);
    settle(call, attempt, name(error.code), wordsFor(*attempt, error));
    noteChanges();
    if (!call->handedOn || call->repairing)
        return react(call, station, error, rest);
    auto broken = error;
    broken.code = Errc::Unavailable;
    broken.what = "the answer broke off: " + error.what;
    finish(call, tl::make_unexpected(std::move(broken)));
}

void Router::Core::react(const CallPtr &call, const StationPtr &station, const Error &error, milliseconds wait)
{
    auto &visit = call->visits[station->id()];
    call->last = error;
    call->stay = station;
    const bool anotherKey = !station->keys().empty() && station->out().empty() && station->keys().wait() == 0ms;
    const bool mayRepeat = visit.tries < std::max(config.attempts, 1);
    switch (error.code) {
    case Errc::Unauthorized:
    case Errc::Forbidden:
    case Errc::RateLimited:
        if (anotherKey) {
            --visit.tries; // each key is a door of its own
            return advance(call);
        }
        if (error.code != Errc::RateLimited || error.retryAfter.value_or(0ms) > LongRetryAfter) {
            call->stay.reset();
            return advance(call);
        }
        break;
    case Errc::NotFound:
        return advance(call); // the next model, or the next provider
    case Errc::BadInput:
        if (error.what.starts_with(IsTooLong))
            call->longerThan = std::max(call->longerThan, station->provider().inputLimit);
        visit.out = error.what;
        return advance(call);
    case Errc::Timeout: // a long time is lost: whoever else there is comes first
        visit.out = error.what;
        visit.again = mayRepeat;
        return advance(call);
    default:
        if (error.retryAfter.value_or(0ms) > LongRetryAfter) {
            call->stay.reset();
            return advance(call);
        }
        wait = std::max(wait, ownWait(visit.tries + 1));
        break;
    }
    if (mayRepeat)
        return pauseThenAdvance(call, wait);
    visit.out = error.what;
    advance(call);
}

} // namespace hs::ai
