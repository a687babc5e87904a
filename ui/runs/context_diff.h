#pragma once

#include <vector>

#include <QJsonObject>
#include <QString>

namespace hs::ui {

/// One difference between two contexts. Objects are gone into ("work.price"), lists are compared whole.
struct ContextChange {
    enum class Kind { Added, Changed, Removed };
    Kind kind = Kind::Changed;
    QString path;
    QJsonValue before;
    QJsonValue after;
};
/// All differences, by path. Pure.
[[nodiscard]] std::vector<ContextChange> contextChanges(const QJsonObject &before, const QJsonObject &after);
/// A value in one line, with a word where there is none.
[[nodiscard]] QString valueWords(const QJsonValue &value);
/// "40 → 62" in one line; "" stands as empty, a missing value as such.
[[nodiscard]] QString changeText(const ContextChange &change);

/// The JSON Merge Patch (RFC 7396) that leads from one context to the other; what is gone is null in it.
[[nodiscard]] QJsonObject contextPatch(const QJsonObject &before, const QJsonObject &after);

} // namespace hs::ui
