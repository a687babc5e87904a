#pragma once

#include <QString>

namespace hs::ui {

/// A sentence of the engine (an audited act, why something waits, why a delivery was
/// refused) in the reader's language. The engine speaks plain English of known forms;
/// a sentence of no known form, and the studio's own words inside one, stay as they are.
[[nodiscard]] QString engineWords(const QString &english);
/// The same where it stands alone: with a capital letter in front.
[[nodiscard]] QString engineSentence(const QString &english);

} // namespace hs::ui
