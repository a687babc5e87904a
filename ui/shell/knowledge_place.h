#pragma once

#include <optional>

#include "engine/api/knowledge.h"

namespace hs::ui {

/// A place in a document as the navigator names it: "doc_…", "doc_…#100-240", "doc_…@3#100-240".
struct KnowledgePlace {
    QString document;
    int version = 0;   ///< in which it was seen; 0: not said
    qint64 start = -1; ///< UTF-16 units of the document's text; -1: the whole document
    qint64 end = -1;

    friend bool operator==(const KnowledgePlace &, const KnowledgePlace &) = default;
};
[[nodiscard]] std::optional<KnowledgePlace> knowledgePlaceOf(const QString &id); ///< nothing: it is no place
[[nodiscard]] KnowledgePlace placeOf(const api::KnowledgePassage &passage);
[[nodiscard]] QString idOf(const KnowledgePlace &place);

} // namespace hs::ui
