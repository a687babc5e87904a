#pragma once

#include "engine/settings/schema.h"
#include "resources/resources.h"

/// The schema that ships with the program.
inline hs::Result<hs::settings::Schema> shippedSchema()
{
    auto text = hs::resources::read("schema/console.schema.json");
    if (!text)
        return tl::make_unexpected(text.error());
    return hs::settings::Schema::parse(*text);
}
