#pragma once

#include <QString>

#include "engine/api/knowledge.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// Opens a file or folder of this computer, or a web address, with what the system has for it. Nothing else is opened,
/// whatever a source says. Tells by itself when it is not there.
void openSourcePlace(ViewContext &context, const QString &place);
/// Where a passage comes from: a record in its dock, everything else outside. Nothing for a note, which has no other place.
void openSourceOf(ViewContext &context, const api::KnowledgePassage &passage);
/// Why `openSourceOf` would do nothing; empty: it opens something.
[[nodiscard]] QString openHindrance(const ViewContext &context, const api::KnowledgePassage &passage);

} // namespace hs::ui
