#include "engine/runtime/ai_settings.h"

#include "engine/runtime/vault.h"

namespace hs::runtime {

namespace {

std::vector<Secret> keysOf(const Vault &vault, std::string_view provider)
{
    std::vector<Secret> keys;
    for (const auto &value : vault.values(keyNameOf(provider))) {
        auto rest = value.reveal();
        while (!rest.empty()) {
            const auto comma = std::min(rest.find(','), rest.size());
            auto one = rest.substr(0, comma);
            rest.remove_prefix(std::min(comma + 1, rest.size()));
            while (!one.empty() && (one.front() == ' ' || one.front() == '\n'))
                one.remove_prefix(1);
            while (!one.empty() && (one.back() == ' ' || one.back() == '\n'))
                one.remove_suffix(1);
            if (!one.empty())
                keys.emplace_back(std::string(one));
        }
    }
    return keys;
}

ai::Dialect dialectOf(const std::string &provider)
{
    return provider == "anthropic"     ? ai::Dialect::Anthropic
           : provider == "openai"      ? ai::Dialect::OpenAiResponses
           : provider == "huggingface" ? ai::Dialect::HuggingFace
                                       : ai::Dialect::ChatCompletions;
}

std::optional<ai::Provider> providerOf(const settings::Settings &settings, const Vault &vault, const std::string &name)
{
    const auto base = "/ai/" + name;
    ai::Provider provider;
    provider.name = name;
    provider.dialect = dialectOf(name);
    provider.base = settings.text(base + "/baseUrl");
    while (provider.base.ends_with('/'))
        provider.base.pop_back();
    provider.keys = keysOf(vault, name);
    provider.local = name == "local";
    provider.models = settings.texts(base + "/models");
    if (name == "anthropic")
        provider.version = settings.text(base + "/version");
    if (const auto quick = settings.text(base + "/quickModel"); !quick.empty())
        for (const auto purpose : {ai::Purpose::Classify, ai::Purpose::Extract, ai::Purpose::Summarise})
            provider.modelFor[purpose] = quick;
    if (provider.base.empty() || (!provider.local && provider.keys.empty()))
        return std::nullopt;
    return provider;
}

ai::Budget budgetOf(const settings::Settings &settings, const std::string &scope)
{
    return {settings.number("/ai/budget/" + scope + "Soft"), settings.number("/ai/budget/" + scope + "Hard")};
}

ai::PrivacyPolicy privacyOf(const settings::Settings &settings, const std::string &base)
{
    ai::PrivacyPolicy policy;
    policy.cloud = settings.flag(base + "/cloud");
    policy.consentNeeded = settings.flag(base + "/consentNeeded");
    policy.names = settings.flag(base + "/names");
    policy.emails = settings.flag(base + "/emails");
    policy.phones = settings.flag(base + "/phones");
    policy.addresses = settings.flag(base + "/addresses");
    policy.amounts = settings.flag(base + "/amounts");
    policy.dates = settings.flag(base + "/dates");
    policy.health = settings.flag(base + "/health");
    policy.words = settings.texts(base + "/words");
    return policy;
}

} // namespace

const ai::PrivacyPolicy &privacyOf(const Policy::Thinking &thinking, const std::string &entity)
{
    const auto own = thinking.privacy.find(entity);
    return own == thinking.privacy.end() ? thinking.privacy.at({}) : own->second;
}

std::string_view keyNameOf(std::string_view provider)
{
    return provider == "anthropic"     ? "ANTHROPIC_API_KEY"
           : provider == "openai"      ? "OPENAI_API_KEY"
           : provider == "huggingface" ? "HUGGINGFACE_API_KEY"
                                       : "LOCAL_AI_API_KEY";
}

const std::vector<std::string> &providerNames()
{
    static const std::vector<std::string> names{"anthropic", "openai", "huggingface", "local"};
    return names;
}

ai::RouterConfig routerConfigFrom(const settings::Settings &settings, const Vault &vault, double pace)
{
    ai::RouterConfig config;
    auto order = settings.texts("/ai/order");
    for (const auto &name : providerNames()) // those that the order leaves out come after it
        if (std::find(order.begin(), order.end(), name) == order.end())
            order.push_back(name);
    for (const auto &name : order)
        if (auto provider = providerOf(settings, vault, name))
            config.providers.push_back(std::move(*provider));
    config.preferred = settings.text("/ai/prefer");
    // What each is good at (domain.md §7); where people chose an order ("quality"), theirs counts.
    if (config.preferred != "quality") {
        using ai::Purpose;
        for (const auto purpose : {Purpose::Summarise, Purpose::Translate, Purpose::Classify, Purpose::Extract})
            config.order[purpose] = {"local", "huggingface"};
        config.order[Purpose::Draft] = {"openai"};
        config.order[Purpose::Plan] = {"anthropic"};
    }
    config.day = budgetOf(settings, "day");
    config.perEntity = budgetOf(settings, "entity");
    config.perAgent = budgetOf(settings, "agent");
    config.cacheTime = std::chrono::hours(settings.integer("/ai/cacheHours"));
    config.pace = pace;
    return config;
}

Policy::Thinking thinkingFrom(const settings::Settings &settings, const Vault &vault, bool offline)
{
    Policy::Thinking thinking;
    thinking.modelReady = !offline && !routerConfigFrom(settings, vault, 1).providers.empty();
    thinking.secondOpinion = settings.flag("/ai/secondOpinion");
    thinking.mayLower = settings.flag("/ai/mayLower");
    thinking.draftReplies = settings.flag("/ai/draftReplies");
    thinking.wordContent = settings.flag("/ai/wordContent");
    thinking.limits.steps = int(settings.integer("/ai/limits/steps"));
    thinking.limits.time = std::chrono::seconds(settings.integer("/ai/limits/seconds"));
    thinking.limits.dollars = settings.number("/ai/limits/dollars");
    thinking.privacy[{}] = privacyOf(settings, "/ai/privacy");
    for (const auto &business : settings.namesUnder("/ai/businesses"))
        thinking.privacy[business] = privacyOf(settings, "/ai/businesses/" + business);
    return thinking;
}

} // namespace hs::runtime
