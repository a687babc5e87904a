#include "ui/runs/context_diff.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/records/field_value.h"

namespace hs::ui {

namespace {

struct DiffText {
    Q_DECLARE_TR_FUNCTIONS(RunView)
};

void compareObjects(const QJsonObject &before, const QJsonObject &after, const QString &prefix, std::vector<ContextChange> &changes)
{
    QStringList names = before.keys();
    for (const QString &name : after.keys())
        if (!before.contains(name))
            names << name;
    std::sort(names.begin(), names.end());
    for (const QString &name : names) {
        const QJsonValue was = before.value(name);
        const QJsonValue is = after.value(name);
        if (was == is)
            continue;
        const QString path = prefix + name;
        if (was.isObject() && is.isObject())
            compareObjects(was.toObject(), is.toObject(), path + QLatin1Char('.'), changes);
        else if (was.isUndefined())
            changes.push_back({ContextChange::Kind::Added, path, was, is});
        else
            changes.push_back({is.isUndefined() ? ContextChange::Kind::Removed : ContextChange::Kind::Changed, path, was, is});
    }
}

} // namespace

QString valueWords(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        //: The value of a field that has none
        return DiffText::tr("nothing");
    const QString text = plainText(value);
    //: The value of a field that is a text without letters
    return text.isEmpty() ? DiffText::tr("empty") : text;
}

std::vector<ContextChange> contextChanges(const QJsonObject &before, const QJsonObject &after)
{
    std::vector<ContextChange> changes;
    compareObjects(before, after, {}, changes);
    return changes;
}

QString changeText(const ContextChange &change)
{
    switch (change.kind) {
    case ContextChange::Kind::Added:
        //: A field that a step made. %1 its value
        return DiffText::tr("new: %1").arg(valueWords(change.after));
    case ContextChange::Kind::Removed:
        //: A field that a step removed. %1 the value it had
        return DiffText::tr("removed, it was %1").arg(valueWords(change.before));
    case ContextChange::Kind::Changed:
        //: A field that a step changed. %1 the value before, %2 the value after
        return DiffText::tr("%1 → %2").arg(valueWords(change.before), valueWords(change.after));
    }
    return {};
}

QJsonObject contextPatch(const QJsonObject &before, const QJsonObject &after)
{
    QJsonObject patch;
    for (auto it = before.begin(); it != before.end(); ++it)
        if (!after.contains(it.key()))
            patch[it.key()] = QJsonValue::Null;
    for (auto it = after.begin(); it != after.end(); ++it) {
        const QJsonValue was = before.value(it.key());
        if (was == it.value())
            continue;
        patch[it.key()] = was.isObject() && it.value().isObject() ? QJsonValue(contextPatch(was.toObject(), it.value().toObject())) : it.value();
    }
    return patch;
}

} // namespace hs::ui
