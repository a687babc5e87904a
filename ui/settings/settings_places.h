#pragma once

#include <vector>

#include <QString>

namespace hs::ui {

/// One part of the settings, for the palette and for links. `SettingsWindow` has a page of each id.
struct SettingsPlace {
    QString id;
    QString title; ///< translated
    QString icon;
};
[[nodiscard]] std::vector<SettingsPlace> settingsPlaces();

} // namespace hs::ui
