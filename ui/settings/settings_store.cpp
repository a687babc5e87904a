#include "ui/settings/settings_store.h"

#include <algorithm>

#include "ui/settings/setting_words.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

SettingsStore::SettingsStore(ViewContext &context, QObject *parent) : QObject(parent), m_context(context)
{
    connect(&m_context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Settings)
            refresh();
    });
    connect(&m_context.engine, &api::Engine::callerChanged, this, &SettingsStore::refresh);
}

void SettingsStore::refresh()
{
    m_context.engine.ask(api::SettingQuery{}, this, [this](Result<std::vector<api::SettingRow>> answer) {
        if (answer) {
            m_rows = std::move(*answer);
            m_failure.reset();
            m_loaded = true;
        } else {
            m_failure = answer.error();
        }
        Q_EMIT changed();
    });
}

const api::SettingRow *SettingsStore::row(const QString &key) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const api::SettingRow &row) { return row.key == key; });
    return found == m_rows.end() ? nullptr : &*found;
}

void SettingsStore::change(const QString &key, const QJsonValue &value, std::function<void(const Error &)> failed)
{
    const api::SettingRow *now = row(key);
    if (now && now->value == value)
        return;
    // What was never set goes back to "not set", not to a copy of the default.
    const QJsonValue before = now && now->source != QLatin1String("default") ? now->value : QJsonValue(QJsonValue::Null);
    submit(key, value, before, true, std::move(failed));
}

void SettingsStore::submit(const QString &key, const QJsonValue &value, const QJsonValue &before, bool remember,
                           std::function<void(const Error &)> failed)
{
    m_context.engine.submit(api::ChangeSettings{{{key, value}}}, this,
                            [this, key, before, remember, failed = std::move(failed)](Result<api::Receipt> receipt) {
                                refresh();
                                if (!receipt) {
                                    if (failed)
                                        failed(receipt.error());
                                    else
                                        m_context.toasts.show(Toast{errorSentence(receipt.error()), Tone::Danger, {}, {},
                                                                    errorDetails(receipt.error())});
                                    return;
                                }
                                if (!remember)
                                    return;
                                //: %1 is the name of a setting
                                m_context.undo.push({tr("Setting changed: %1").arg(settingTitle(key)), {},
                                                     [this, key, before] { submit(key, before, {}, false, {}); },
                                                     QStringLiteral("setting") + key});
                            });
}

} // namespace hs::ui
