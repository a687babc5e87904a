#include "engine/runtime/queries.h"

namespace hs::runtime {

Result<api::Answer> answer(const QueryContext &context, const api::Query &query)
{
    return std::visit(
        [&](const auto &question) -> Result<api::Answer> {
            auto result = queries::ask(context, question);
            if (!result)
                return tl::make_unexpected(std::move(result).error());
            return api::Answer(std::move(*result));
        },
        query);
}

api::Role roleFor(const api::Query &query)
{
    if (std::holds_alternative<api::SecretQuery>(query) || std::holds_alternative<api::ApiKeyQuery>(query))
        return api::Role::Admin;
    if (std::holds_alternative<api::SettingQuery>(query) || std::holds_alternative<api::WhatIfQuery>(query)
        || std::holds_alternative<api::TryAgentQuery>(query))
        return api::Role::Operator;
    return api::Role::Viewer;
}

} // namespace hs::runtime
