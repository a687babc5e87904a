#pragma once

#include "engine/records/schema.h"
#include "resources/resources.h"

/// The databases that ship with the program, read the way the engine reads them.
inline hs::Result<hs::records::Hub> shippedHub()
{
    std::vector<hs::records::SchemaText> files;
    for (const auto &path : hs::resources::list("hub")) {
        auto text = hs::resources::read(path);
        if (!text)
            return tl::make_unexpected(text.error());
        files.push_back({path, std::move(*text)});
    }
    return hs::records::Hub::load(files);
}
