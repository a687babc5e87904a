#pragma once

#include <utility>
#include <vector>

#include <QObject>
#include <QString>

namespace hs::ui {

/// Which of the studio's businesses is looked at. Every dock filters by it.
class StudioFilter final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    using Entities = std::vector<std::pair<QString, QString>>; ///< id, name

    [[nodiscard]] QString entity() const { return m_entity; } ///< empty: all
    void setEntity(const QString &entity);
    /// As the engine's status lists them. A chosen one that is gone falls back to all.
    void setEntities(const Entities &entities);
    [[nodiscard]] const Entities &entities() const { return m_entities; }
    [[nodiscard]] QString nameOf(const QString &entity) const; ///< the id itself when unknown

Q_SIGNALS:
    void changed();         ///< another entity is chosen
    void entitiesChanged(); ///< names or their number

private:
    QString m_entity;
    Entities m_entities;
};

} // namespace hs::ui
