#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/escalations.h"
#include "engine/vocabulary/result.h"

/// What a person must be and must give to complete a task of a workflow (T2). The task's input says it, its case keeps it:
///
///   role     viewer, operator, reviewer, admin: who may take the case, or may do more. A role that the console does not know
///            ("manager") is an administrator's to fill. Deciding needs a reviewer in any case.
///   options  texts or {value, title}: one of them is chosen when the task is completed.
///   form     JSON Schema of an object, by the keywords of json_shape.h: the fields that are filled in then. A field that is left
///            empty counts as not given; one that the form does not name is refused.
///
/// Who rejects or hands back gives neither: the reason is the answer.
namespace hs::runtime::human {

/// The terms in a task's input; null when it has none. Fails with BadInput when they can't be met by anybody.
[[nodiscard]] Result<Json> termsIn(const Json &input);

/// Forbidden, naming the role, when somebody of `role` (api::Role) may not take or decide the case.
[[nodiscard]] Result<void> mayTake(const store::escalations::Escalation &escalation, int role);

struct Answer {
    std::string option;
    Json values = Json::object();
};
/// What the person gave for `decision`, as it becomes part of the task's output: the fields, and "option". Fails with BadInput,
/// `where` naming the field.
[[nodiscard]] Result<Json> checked(const store::escalations::Escalation &escalation, std::string_view decision, const Answer &answer);

} // namespace hs::runtime::human
