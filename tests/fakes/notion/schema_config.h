#pragma once

#include "tests/fakes/notion/workspace.h"

// What stands under a column's type: read from requests, shown in answers.
namespace hs::test::notion {

[[nodiscard]] bool isPropertyType(std::string_view type);
[[nodiscard]] bool namesType(const Json &config); ///< whether a request's column says what it is
[[nodiscard]] std::string typeOf(const Json &config, const std::string &name);

/// The API may not make `status` columns, depending on the option; a person may.
void checkStatusCreation(const Workspace &space, const std::string &type, const Actor &actor, Version version);

/// Takes the `<type>` object of a request. `known`: the column exists already, so what is not said stays.
void configure(Workspace &space, DataSource &table, Property &property, const Json &config, const Actor &actor, bool known);

[[nodiscard]] Json configJson(Workspace &space, DataSource &table, const Property &property);
[[nodiscard]] Json optionJson(const Option &option, bool withDescription);

} // namespace hs::test::notion
