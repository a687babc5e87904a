#include "ui/shell/studio_filter.h"

#include <algorithm>

namespace hs::ui {

void StudioFilter::setEntity(const QString &entity)
{
    if (m_entity == entity)
        return;
    m_entity = entity;
    Q_EMIT changed();
}

void StudioFilter::setEntities(const Entities &entities)
{
    if (m_entities == entities)
        return;
    m_entities = entities;
    Q_EMIT entitiesChanged();
    const bool known = m_entity.isEmpty()
        || std::any_of(entities.begin(), entities.end(), [this](const auto &e) { return e.first == m_entity; });
    if (!known)
        setEntity({});
}

QString StudioFilter::nameOf(const QString &entity) const
{
    for (const auto &[id, name] : m_entities) {
        if (id == entity)
            return name;
    }
    return entity;
}

} // namespace hs::ui
