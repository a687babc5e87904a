#pragma once

#include <optional>

#include <QString>

namespace hs::ui {

/// A sentence of the engine (an audited act, why something waits, why a delivery was
/// refused) in the reader's language. The engine speaks plain English of known forms;
/// a sentence of no known form, and the studio's own words inside one, stay as they are.
/// What the engine's describe() made of an error, "what (where): mend", is known by its parts.
[[nodiscard]] QString engineWords(const QString &english);
/// The same where a form knows it; else none.
[[nodiscard]] std::optional<QString> knownEngineWords(const QString &english);
/// The same where it stands alone: with a capital letter in front.
[[nodiscard]] QString engineSentence(const QString &english);
/// Several notes, joined by "; " as the engine keeps them, each in the reader's language. `most`: so many, then "…"; 0: all.
[[nodiscard]] QString engineNotes(const QString &english, int most = 0);

} // namespace hs::ui
