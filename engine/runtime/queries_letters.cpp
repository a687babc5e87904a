#include "engine/runtime/door_rows.h"
#include "engine/runtime/flow_operators.h"
#include "engine/runtime/queries.h"
#include "engine/store/tables/instance_inbox.h"

namespace hs::runtime::queries {

using namespace rows;

Result<api::Page<api::DeadLetterRow>> ask(const QueryContext &c, const api::DeadLetterQuery &query)
{
    const store::workflows::LetterFilter filter{query.workflow.toStdString(), query.text.trimmed().toStdString(), query.openOnly};
    return page<api::DeadLetterRow>(store::workflows::deadLetters(c.sql, filter, slice(query.window)), [&](const store::workflows::DeadLetter &letter) {
        api::DeadLetterRow row;
        row.id = q(letter.id);
        row.kind = q(letter.kind);
        row.workflow = q(letter.instance);
        if (const auto instance = store::workflows::find(c.sql, letter.instance)) {
            row.number = q(instance->number);
            row.title = q(instance->title);
            row.definition = q(instance->definition);
        }
        row.type = q(letter.type);
        row.reason = q(letter.reason);
        row.at = time(letter.at);
        row.resentAt = time(letter.resentAt);
        row.correlation = q(letter.correlation);
        row.body = object(letter.body);
        row.resendable = !letter.resentAt && flow::isResendable(letter);
        return row;
    });
}

} // namespace hs::runtime::queries
