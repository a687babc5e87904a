#pragma once

#include "engine/api/designer.h"
#include "engine/vocabulary/result.h"

namespace hs::designer {

/// Carries out one change of a definition's text; all bytes that it does not concern stay. Fails with BadInput
/// when it can't be done: the text is not JSON or has a key twice, a name is taken or none, the place is gone.
/// Whether the new text is a good definition is not asked; the chart of it tells. Pure, any thread.
[[nodiscard]] Result<api::EditedDefinition> editDefinition(const QString &text, const api::DefinitionEdit &edit);

} // namespace hs::designer
