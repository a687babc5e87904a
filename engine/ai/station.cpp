#include "engine/ai/station.h"

#include <algorithm>
#include <cmath>

namespace hs::ai {

using std::chrono::milliseconds;

namespace {

constexpr double NewestShare = 0.2;                      // of the newest answer in what is usual
constexpr auto LackBelieved = std::chrono::hours(1);     // that a model is not there
constexpr std::size_t MostCompared = 20;                 // models, when the cheapest is looked for
constexpr auto LongestRest = std::chrono::hours(24);

bool sameKeys(const std::vector<Secret> &a, const std::vector<Secret> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Secret &x, const Secret &y) { return x.reveal() == y.reveal(); });
}

http::Breaker::Rules rulesOf(milliseconds pause)
{
    http::Breaker::Rules rules;
    rules.pause = pause;
    return rules;
}

} // namespace

Station::Station(std::uint64_t id, const Pulse &clock, Provider provider, milliseconds pause)
    : m_id(id), m_clock(clock), m_provider(std::move(provider)), m_breaker(clock, rulesOf(pause)), m_keys(clock, m_provider.keys)
{
}

bool Station::adopt(const Provider &provider)
{
    if (provider.name != m_provider.name || provider.dialect != m_provider.dialect || provider.base != m_provider.base
        || provider.version != m_provider.version || !sameKeys(provider.keys, m_provider.keys))
        return false;
    if (provider.models != m_provider.models || provider.modelFor != m_provider.modelFor) {
        m_lacking.clear();
        m_listed.reset();
    }
    m_provider = provider;
    return true;
}

bool Station::needsKey() const
{
    return m_provider.dialect != Dialect::ChatCompletions && !m_provider.local;
}

std::string Station::out() const
{
    if (needsKey() && m_keys.empty())
        return "it has no key";
    if (m_refused)
        return "it refuses the key";
    return {};
}

milliseconds Station::wait() const
{
    const auto now = m_clock.now();
    auto wait = std::max(m_restsUntil - now, milliseconds(0));
    if (const auto at = m_breaker.opensForTrialAt())
        wait = std::max(wait, *at - now);
    if (!m_keys.empty())
        wait = std::max(wait, m_keys.wait().value_or(LongestRest));
    return wait;
}

bool Station::lacks(const std::string &model) const
{
    const auto found = m_lacking.find(model);
    return found != m_lacking.end() && found->second > m_clock.now();
}

const std::vector<std::string> &Station::ownModels() const
{
    return m_provider.models.empty() && m_listed ? *m_listed : m_provider.models;
}

void Station::setModels(std::vector<std::string> models)
{
    if (models != m_listed)
        ++m_lists;
    m_listed = std::move(models);
}

std::string Station::modelFor(const Request &request, const Prices &prices, bool thrifty) const
{
    const auto &own = ownModels();
    std::vector<std::string_view> models; // a few, preferred first: a list that a provider tells may have thousands
    const auto add = [&](const std::string &model) {
        if (!model.empty() && !lacks(model))
            models.push_back(model);
        return !models.empty() && !thrifty;
    };
    const bool wished = request.provider == m_provider.name
        || (request.provider.empty() && !request.model.empty() && std::find(own.begin(), own.end(), request.model) != own.end());
    const auto special = m_provider.modelFor.find(request.purpose);
    bool enough = (wished && add(request.model)) || (special != m_provider.modelFor.end() && add(special->second));
    for (auto model = own.begin(); model != own.end() && !enough; ++model)
        enough = add(*model) || models.size() >= MostCompared;
    if (models.empty())
        return {};
    const auto cost = [&](std::string_view model) {
        const auto known = price(prices, std::string(model));
        return known ? known->input + known->output : HUGE_VAL;
    };
    const auto cheapest = [&] { return *std::min_element(models.begin(), models.end(), [&](auto a, auto b) { return cost(a) < cost(b); }); };
    return std::string(thrifty ? cheapest() : models.front());
}

std::optional<Price> Station::price(const Prices &prices, const std::string &model) const
{
    if (m_provider.local)
        return Price{m_provider.name, model, 0, 0, 0};
    auto price = prices.find(m_provider.name, model);
    return price ? price : prices.find(name(m_provider.dialect), model); // "openai-2" costs what openai does
}

Endpoint Station::endpoint(std::optional<std::size_t> key) const
{
    return {m_provider.base, key ? m_keys.secret(*key) : Secret(), m_provider.version};
}

void Station::answered(std::optional<std::size_t> key, std::optional<milliseconds> firstToken)
{
    m_breaker.succeeded();
    if (key)
        m_keys.accept(*key);
    m_refused = false;
    m_trouble.clear();
    if (!firstToken)
        return;
    const auto took = std::max(*firstToken, milliseconds(1)); // zero says that nothing was measured
    const auto smooth = std::llround(double(m_usual.count()) * (1 - NewestShare) + double(took.count()) * NewestShare);
    m_usual = m_usual.count() == 0 ? took : milliseconds(smooth);
}

void Station::failed(const Error &error, std::optional<std::size_t> key, const std::string &model, milliseconds rest)
{
    ++m_failures;
    rest = std::clamp<milliseconds>(rest, milliseconds(0), LongestRest);
    const auto restHere = [&] { m_restsUntil = std::max(m_restsUntil, m_clock.now() + rest); };
    switch (error.code) {
    case Errc::Unauthorized:
    case Errc::Forbidden:
        m_breaker.abandoned();
        if (key)
            m_keys.refuse(*key);
        if (m_keys.allRefused()) {
            m_refused = true;
            m_trouble = error.what;
        }
        return;
    case Errc::RateLimited:
        m_breaker.abandoned(); // it is well, and busy
        if (key)
            m_keys.rest(*key, rest);
        else
            restHere();
        return;
    case Errc::NotFound:
        m_breaker.succeeded();
        if (!model.empty())
            m_lacking[model] = m_clock.now() + LackBelieved;
        m_trouble = error.what;
        return;
    case Errc::BadInput:
        m_breaker.succeeded();
        return;
    case Errc::Cancelled:
        --m_failures;
        m_breaker.abandoned();
        return;
    default:
        m_breaker.failed();
        restHere();
        m_trouble = error.what;
        return;
    }
}

void Station::forgive()
{
    m_keys.forgive();
    m_refused = false;
    m_lacking.clear();
}

ProviderState Station::state(Timestamp wall) const
{
    ProviderState state;
    state.name = m_provider.name;
    state.base = m_provider.base;
    state.local = m_provider.local;
    state.breaker = m_breaker.state();
    if (const auto left = wait(); left.count() > 0 && out().empty())
        state.nextTry = wall + left;
    state.needsSignIn = !out().empty();
    state.trouble = m_trouble.empty() ? out() : m_trouble;
    state.calls = m_calls;
    state.failures = m_failures;
    state.usual = m_usual;
    state.models = ownModels();
    return state;
}

std::string Station::look() const
{
    std::string look(name(m_breaker.state()));
    return look + '\n' + out() + '\n' + m_trouble + '\n' + std::to_string(m_lists);
}

} // namespace hs::ai
