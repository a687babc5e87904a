#include "engine/services/source_catalog.h"

#include <array>

#include "engine/services/source_table.h"

namespace hs::services {

namespace {

using Maker = std::unique_ptr<const Source> (*)();
constexpr std::array<Maker, 9> Makers{
    &makeTypeform, &makeWebsiteForm, &makeWoocommerce,      &makeStripe, &makePipit,
    &makeBeehiiv,  &makeNotion,      &makeStandardWebhooks, &makeGeneric,
};

} // namespace

SourceCatalog::SourceCatalog()
{
    for (const auto make : Makers)
        m_sources.push_back(make());
}

const Source *SourceCatalog::find(std::string_view name) const
{
    for (const auto &source : m_sources) {
        if (source->name() == name)
            return source.get();
    }
    return nullptr;
}

} // namespace hs::services
