#pragma once

#include <vector>

#include <QJsonArray>
#include <QString>

#include "ui/shell/navigator.h"

namespace hs::ui {

/// Something that words or acts of an agent stand on, as the engine names it: a record, a conversation, a document.
struct Reference {
    int number = 0; ///< 0: it has none
    QString title;
    QString kind;   ///< the navigator's, as far as it is one
    QString id;

    friend bool operator==(const Reference &, const Reference &) = default;
};

/// From {n, title, kind, id}. Those without a title take their id for one; empty ones are left out.
[[nodiscard]] std::vector<Reference> referencesOf(const QJsonArray &citations);
/// From evidence {text, ref}: the kind is told by the beginning of the id.
[[nodiscard]] Reference referenceOfEvidence(const QJsonObject &evidence);
/// The navigator's kind for an id of the engine ("rec_…" → record); empty for what no dock shows.
[[nodiscard]] QString referenceKind(const QString &id);

[[nodiscard]] QString referenceIcon(const QString &kind); ///< Lucide name
[[nodiscard]] bool canOpen(const Navigator &navigator, const Reference &reference);
/// Nothing where no dock shows its kind.
void openReference(Navigator &navigator, const Reference &reference);
/// The words on its chip: "1 · Contacts & Profiles: Priya Raman".
[[nodiscard]] QString referenceText(const Reference &reference);

} // namespace hs::ui
