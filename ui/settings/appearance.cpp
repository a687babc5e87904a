#include "ui/settings/appearance.h"

namespace hs::ui {

namespace {

const QString ModeKey = QStringLiteral("appearance/mode");
const QString ScaleKey = QStringLiteral("appearance/textScale");
const QString ContrastKey = QStringLiteral("appearance/contrast");
const QString MotionKey = QStringLiteral("appearance/reducedMotion");
const QString LanguageKey = QStringLiteral("appearance/language");

QString modeName(Theme::Mode mode)
{
    switch (mode) {
    case Theme::Mode::System: return QStringLiteral("system");
    case Theme::Mode::Light: return QStringLiteral("light");
    case Theme::Mode::Dark: return QStringLiteral("dark");
    }
    return QStringLiteral("system");
}

Theme::Mode modeOf(const QString &name)
{
    if (name == QLatin1String("light"))
        return Theme::Mode::Light;
    return name == QLatin1String("dark") ? Theme::Mode::Dark : Theme::Mode::System;
}

} // namespace

Appearance::Appearance(ViewContext &context, SettingsStore &store, QObject *parent)
    : QObject(parent), m_context(context), m_store(store)
{
    connect(&m_store, &SettingsStore::changed, this, &Appearance::takeFromEngine);
}

void Appearance::applyKept(Preferences &preferences, Theme &theme)
{
    theme.setMode(Theme::Mode(qBound(0, preferences.value(ModeKey, 0).toInt(), 2)));
    theme.setTextScale(preferences.value(ScaleKey, 100).toInt());
    theme.setIncreasedContrast(preferences.value(ContrastKey, false).toBool());
    theme.setReducedMotion(preferences.value(MotionKey, false).toBool());
}

QString Appearance::keptLanguage(const Preferences &preferences)
{
    return preferences.value(LanguageKey, QStringLiteral("system")).toString();
}

void Appearance::takeFromEngine()
{
    // A value of this desk stands until somebody sets one in the settings.
    const auto counts = [this](const api::SettingRow *row, const QString &own) {
        if (!row)
            return false;
        const bool news = m_seen.contains(row->key) && m_seen.value(row->key) != row->value;
        const bool first = !m_seen.contains(row->key) && row->source != QLatin1String("default")
            && !m_context.preferences.value(own).isValid();
        m_seen.insert(row->key, row->value);
        return row->locked || news || first;
    };
    if (const auto *row = m_store.row(QStringLiteral("/appearance/theme")); counts(row, ModeKey)) {
        m_context.theme.setMode(modeOf(row->value.toString()));
        m_context.preferences.setValue(ModeKey, int(m_context.theme.mode()));
    }
    if (const auto *row = m_store.row(QStringLiteral("/appearance/textScale")); counts(row, ScaleKey)) {
        m_context.theme.setTextScale(row->value.toInt(100));
        m_context.preferences.setValue(ScaleKey, m_context.theme.textScale());
    }
    if (const auto *row = m_store.row(QStringLiteral("/appearance/language")); counts(row, LanguageKey)) {
        const QString before = keptLanguage(m_context.preferences);
        m_context.preferences.setValue(LanguageKey, row->value.toString());
        if (before != row->value.toString())
            Q_EMIT languageChanged();
    }
}

void Appearance::setMode(Theme::Mode mode)
{
    m_context.theme.setMode(mode);
    m_context.preferences.setValue(ModeKey, int(mode));
    // Who may not change settings still has the theme of this desk.
    m_store.change(QStringLiteral("/appearance/theme"), modeName(mode), [](const Error &) {});
}

void Appearance::setTextScale(int percent)
{
    m_context.theme.setTextScale(percent);
    m_context.preferences.setValue(ScaleKey, m_context.theme.textScale());
    m_store.change(QStringLiteral("/appearance/textScale"), m_context.theme.textScale(), [](const Error &) {});
}

void Appearance::setIncreasedContrast(bool on)
{
    m_context.theme.setIncreasedContrast(on);
    m_context.preferences.setValue(ContrastKey, on);
}

void Appearance::setReducedMotion(bool on)
{
    m_context.theme.setReducedMotion(on);
    m_context.preferences.setValue(MotionKey, on);
}

} // namespace hs::ui
