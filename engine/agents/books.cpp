#include "engine/agents/books.h"

#include <algorithm>
#include <array>
#include <set>

namespace hs::agents {

namespace {

/// The order in which people meet the agents; others follow by name.
constexpr std::array<std::string_view, 9> Order{"grace-fields", "nyra", "solari", "ruvo", "liora", "sage", "elan", "zevi", "atlas"};

std::size_t placeOf(std::string_view path)
{
    for (std::size_t i = 0; i < Order.size(); ++i)
        if (path == "agents/" + std::string(Order[i]) + ".json")
            return i;
    return Order.size();
}

} // namespace

Result<Books> Books::load(const std::map<std::string, std::string, std::less<>> &files)
{
    static const std::set<std::string_view> Others{"agents/texts.json",     "agents/task_templates.json", "agents/segments.json",
                                                   "agents/campaigns.json", "agents/brand.json",          "agents/content.json"};
    for (const auto *needed : {"agents/texts.json", "agents/task_templates.json", "agents/segments.json", "agents/campaigns.json", "agents/brand.json",
                               "agents/content.json", "routing/routing.json", "routing/signs.json", "routing/kinds.json", "routing/lexicon.en.json"})
        if (files.find(needed) == files.end())
            return fail(Errc::BadInput, "a file is missing", needed, "hand in all of resources/agents and resources/routing");

    std::vector<AgentCatalog::Source> cards;
    std::vector<Lexicon::Source> words;
    for (const auto &[path, text] : files) {
        if (path.starts_with("agents/") && !Others.contains(path))
            cards.push_back({path, text});
        else if (path.starts_with("routing/lexicon."))
            words.push_back({path, text});
    }
    std::stable_sort(cards.begin(), cards.end(), [](const auto &a, const auto &b) { return placeOf(a.name) < placeOf(b.name); });

    Books books;
    auto catalog = AgentCatalog::load(cards);
    if (!catalog)
        return tl::make_unexpected(catalog.error());
    books.catalog = std::move(*catalog);
    auto texts = Texts::load(files.find("agents/texts.json")->second, "agents/texts.json");
    if (!texts)
        return tl::make_unexpected(texts.error());
    books.texts = std::move(*texts);
    auto templates = TaskTemplates::load(files.find("agents/task_templates.json")->second, "agents/task_templates.json");
    if (!templates)
        return tl::make_unexpected(templates.error());
    books.templates = std::move(*templates);
    auto lexicon = Lexicon::load(words);
    if (!lexicon)
        return tl::make_unexpected(lexicon.error());
    books.lexicon = std::move(*lexicon);
    auto rules = RoutingRules::load(files.find("routing/routing.json")->second, "routing/routing.json");
    if (!rules)
        return tl::make_unexpected(rules.error());
    books.rules = std::move(*rules);
    const auto read = [&](const char *path, auto load, auto &into) -> Result<void> {
        auto loaded = load(files.find(path)->second, path);
        if (!loaded)
            return tl::make_unexpected(loaded.error());
        into = std::move(*loaded);
        return {};
    };
    HS_TRY(read("agents/segments.json", loadSegments, books.segments));
    HS_TRY(read("agents/campaigns.json", CampaignRules::load, books.campaigns));
    HS_TRY(read("agents/brand.json", BrandRules::load, books.brand));
    HS_TRY(read("agents/content.json", ContentRules::load, books.content));
    HS_TRY(read("routing/signs.json", Signs::load, books.rules.signs));
    HS_TRY(read("routing/kinds.json", BusinessKinds::load, books.kinds));
    for (const auto &category : books.rules.categories) {
        if (!books.lexicon.knowsGroup("category." + category.key))
            return fail(Errc::BadInput, "no words for the category " + category.key, "routing/lexicon.en.json", "add the group category." + category.key);
        if (!books.catalog.find(category.primary))
            return fail(Errc::BadInput, "no agent \"" + category.primary + "\"", "routing/routing.json", "name one of the agents");
    }
    return books;
}

} // namespace hs::agents
