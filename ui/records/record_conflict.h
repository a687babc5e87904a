#pragma once

#include <vector>

#include <QJsonObject>
#include <QString>

namespace hs::ui {

/// One field that two people changed to different values at the same time.
struct FieldConflict {
    QString name;
    QJsonValue mine;
    QJsonValue theirs;
};

/// Fields that I changed since `base` and that `theirs` holds with another value
/// than base and mine. Sorted by name. Pure; a field changed alike by both is no conflict.
[[nodiscard]] std::vector<FieldConflict> fieldConflicts(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs);

/// The fields in which `now` differs from `base`; a field that went is null.
[[nodiscard]] QJsonObject changedFields(const QJsonObject &base, const QJsonObject &now);

} // namespace hs::ui
