#pragma once

#include <QString>

namespace hs::ui {

/// The engine's settings in the user's language, by JSON pointer. A setting that
/// the table does not know is shown with a name made from its key and the
/// engine's own sentence.
[[nodiscard]] QString settingTitle(const QString &key);
[[nodiscard]] QString settingHelp(const QString &key, const QString &fallback);
[[nodiscard]] QString settingUnit(const QString &key); ///< "minutes", or empty
[[nodiscard]] QString sectionTitle(const QString &section);
/// The heading that a setting stands under within its section; empty: none.
[[nodiscard]] QString settingGroup(const QString &key);
[[nodiscard]] QString optionTitle(const QString &key, const QString &option);
[[nodiscard]] bool isKnownSetting(const QString &key);

} // namespace hs::ui
