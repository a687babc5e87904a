#pragma once

#include <QString>

class QCoreApplication;

namespace hs::ui {

/// Makes the program speak a language: "system", "en" or "de". Call it once,
/// before the first window. Numbers and dates follow the desktop, unless it
/// speaks another language. Returns the language that was taken.
QString installLanguage(QCoreApplication &application, const QString &wanted);

} // namespace hs::ui
