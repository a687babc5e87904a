#pragma once

#include <functional>
#include <optional>

#include <QString>

namespace hs::ui {

/// What the forms know of a sentence of the engine.
struct SentenceReader {
    std::function<bool(const QString &)> knows;     ///< whether a form fits it
    std::function<QString(const QString &)> inWords; ///< in the reader's language, as it is where no form fits
};

/// What the engine's describe() makes of an error, "what (where): mend", "what (where)" or "what: mend", in the reader's
/// language. A place may hold brackets and colons of its own: it is divided where what stands beside it is known.
/// `surely`: only where what and mend are both known around a place. None where it is nothing of the kind.
[[nodiscard]] std::optional<QString> describedInWords(const QString &english, bool surely, const SentenceReader &reader);

} // namespace hs::ui
