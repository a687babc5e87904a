#include "ui/shell/preferences.h"

#include <algorithm>

#include <QSettings>

namespace hs::ui {

namespace {
constexpr int SaveAfterMs = 800;
}

Preferences::Preferences(const QString &file, QObject *parent) : QObject(parent)
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(SaveAfterMs);
    connect(&m_saving, &QTimer::timeout, this, &Preferences::save);
    if (file.isEmpty())
        return;
    m_file = std::make_unique<QSettings>(file, QSettings::IniFormat);
    const QStringList keys = m_file->allKeys();
    for (const QString &key : keys)
        m_values.insert(key, m_file->value(key));
}

Preferences::~Preferences()
{
    if (m_saving.isActive())
        save();
}

QVariant Preferences::value(const QString &key, const QVariant &fallback) const
{
    return m_values.value(key, fallback);
}

void Preferences::setValue(const QString &key, const QVariant &value)
{
    if (m_values.contains(key) && m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    if (m_file) {
        m_file->setValue(key, value);
        m_saving.start();
    }
    Q_EMIT changed(key);
}

void Preferences::remove(const QString &key)
{
    if (m_values.remove(key) == 0)
        return;
    if (m_file) {
        m_file->remove(key);
        m_saving.start();
    }
    Q_EMIT changed(key);
}

QStringList Preferences::keys(const QString &prefix) const
{
    QStringList found;
    for (auto it = m_values.keyBegin(); it != m_values.keyEnd(); ++it) {
        if (it->startsWith(prefix))
            found << *it;
    }
    std::sort(found.begin(), found.end());
    return found;
}

void Preferences::save()
{
    m_saving.stop();
    if (!m_file)
        return;
    m_file->sync();
    m_problem = m_file->status() == QSettings::NoError
        ? QString()
        : tr("The window's layout can't be saved to %1.").arg(m_file->fileName());
}

} // namespace hs::ui
