#include "ui/records/record_conflict.h"

namespace hs::ui {

namespace {

/// Missing and null both mean "no value".
bool alike(const QJsonValue &a, const QJsonValue &b)
{
    const bool noA = a.isNull() || a.isUndefined();
    const bool noB = b.isNull() || b.isUndefined();
    return noA || noB ? noA == noB : a == b;
}

} // namespace

QJsonObject changedFields(const QJsonObject &base, const QJsonObject &now)
{
    QJsonObject changes;
    for (auto it = now.begin(); it != now.end(); ++it) {
        if (!alike(base.value(it.key()), it.value()))
            changes.insert(it.key(), it.value());
    }
    for (auto it = base.begin(); it != base.end(); ++it) {
        if (!now.contains(it.key()) && !alike(it.value(), {}))
            changes.insert(it.key(), QJsonValue(QJsonValue::Null));
    }
    return changes;
}

std::vector<FieldConflict> fieldConflicts(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs)
{
    std::vector<FieldConflict> conflicts;
    const QJsonObject mineChanged = changedFields(base, mine);
    for (auto it = mineChanged.begin(); it != mineChanged.end(); ++it) {
        const QJsonValue other = theirs.value(it.key());
        if (!alike(other, base.value(it.key())) && !alike(other, it.value()))
            conflicts.push_back({it.key(), it.value(), other});
    }
    return conflicts;
}

} // namespace hs::ui
