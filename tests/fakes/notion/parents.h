#pragma once

#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

/// The place in which a place stands; the workspace stands in itself.
[[nodiscard]] Parent parentOf(const Workspace &space, const Parent &place);

/// `parent` of an object as the API shows it; a data source's carries its database too.
[[nodiscard]] Json parentJson(const Workspace &space, const Parent &parent);

/// `data.parent` of a webhook event.
[[nodiscard]] Json eventParent(const Workspace &space, const Parent &parent);

/// Reads the `parent` of a request to create or move something; 400 for shapes that are none, 404 for what is not there.
[[nodiscard]] Parent parentFrom(Workspace &space, const Json &parent);

} // namespace hs::test::notion
