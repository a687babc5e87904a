#pragma once

#include "ui/shell/preferences.h"

namespace hs::ui {

/// Knows whether the last run ended as it should: a mark is set at start and
/// taken away at an orderly end.
class SessionMarker final {
public:
    explicit SessionMarker(Preferences &preferences);

    /// How many runs in a row ended without an orderly end before this one.
    [[nodiscard]] int crashesBefore() const { return m_crashes; }
    void endOrderly();

private:
    Preferences &m_preferences;
    int m_crashes = 0;
};

} // namespace hs::ui
