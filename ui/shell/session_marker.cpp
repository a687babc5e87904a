#include "ui/shell/session_marker.h"

namespace hs::ui {

namespace {
const QString Open = QStringLiteral("session/open");
const QString Crashes = QStringLiteral("session/crashes");
} // namespace

SessionMarker::SessionMarker(Preferences &preferences) : m_preferences(preferences)
{
    if (preferences.value(Open, false).toBool())
        m_crashes = preferences.value(Crashes, 0).toInt() + 1;
    preferences.setValue(Crashes, m_crashes);
    preferences.setValue(Open, true);
    preferences.save();
}

void SessionMarker::endOrderly()
{
    m_preferences.setValue(Open, false);
    m_preferences.setValue(Crashes, 0);
    m_preferences.save();
}

} // namespace hs::ui
