#pragma once

#include <memory>

#include <QHash>
#include <QObject>
#include <QTimer>
#include <QVariant>

class QSettings;

namespace hs::ui {

/// What the face remembers of its own: layout, theme, shortcuts, filters. Not
/// settings of the engine (those are SettingQuery and ChangeSettings). One file
/// in the data folder, written within a second of a change and when it goes.
/// Keys are "area/name", for docks "dock.<id>/name".
class Preferences final : public QObject {
    Q_OBJECT
public:
    /// Empty `file`: kept in memory alone.
    explicit Preferences(const QString &file = {}, QObject *parent = nullptr);
    ~Preferences() override;

    [[nodiscard]] QVariant value(const QString &key, const QVariant &fallback = {}) const;
    void setValue(const QString &key, const QVariant &value);
    void remove(const QString &key);
    [[nodiscard]] QStringList keys(const QString &prefix) const; ///< sorted
    void save(); ///< now
    [[nodiscard]] QString problem() const { return m_problem; } ///< why the file can't be written; empty: it can

Q_SIGNALS:
    void changed(const QString &key);

private:
    std::unique_ptr<QSettings> m_file;
    QHash<QString, QVariant> m_values;
    QTimer m_saving;
    QString m_problem;
};

} // namespace hs::ui
