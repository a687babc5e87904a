#pragma once

#include <QHash>
#include <QJsonValue>
#include <QObject>

#include "ui/settings/settings_store.h"

namespace hs::ui {

/// Theme, text size, contrast, motion and language of this desk. The preferences
/// are read at once at start; theme, text size and language are also settings of
/// the engine ("/appearance/…"), which win where a file or the environment sets them.
class Appearance final : public QObject {
    Q_OBJECT
public:
    Appearance(ViewContext &context, SettingsStore &store, QObject *parent = nullptr);

    /// What the preferences say, for the moment before any engine answers.
    static void applyKept(Preferences &preferences, Theme &theme);
    /// "system", "en", "de", …
    [[nodiscard]] static QString keptLanguage(const Preferences &preferences);

    void setMode(Theme::Mode mode);
    void setTextScale(int percent);
    void setIncreasedContrast(bool on);
    void setReducedMotion(bool on);

Q_SIGNALS:
    /// Another language is chosen: it is spoken from the next start on.
    void languageChanged();

private:
    void takeFromEngine();

    ViewContext &m_context;
    SettingsStore &m_store;
    QHash<QString, QJsonValue> m_seen; ///< the engine's values, as last heard
};

} // namespace hs::ui
