#pragma once

#include <optional>

#include <QJsonValue>
#include <QLocale>
#include <QString>

#include "engine/api/rows.h"

/// Values of hub properties as people read and write them. Pure.
namespace hs::ui {

/// What the engine calls the text inside a record's page among its properties.
inline const QString PageContentName = QStringLiteral("Page content");

/// A value for the screen, in the reader's locale; empty for a missing one.
[[nodiscard]] QString fieldText(const api::PropertyInfo &property, const QJsonValue &value, const QLocale &locale);
/// Any JSON value in one line, for properties without a schema and for contexts of workflows.
[[nodiscard]] QString plainText(const QJsonValue &value);
/// The beginning of a text that is longer than `most` characters, with "…" where it was cut; a shorter one as it is.
[[nodiscard]] QString beginningOf(const QString &text, int most);
/// The name of a property as it is read: the text inside a record's page is called so by the engine, all others by the hub.
[[nodiscard]] QString propertyTitle(const QString &name);
/// JSON over several lines, as it is shown when a step is opened.
[[nodiscard]] QString indented(const QJsonValue &value);

/// What a person typed, as the engine takes it. Empty text is null ("no value").
/// nullopt: not a value of this property; `why` then says so in a sentence.
[[nodiscard]] std::optional<QJsonValue> parseField(const api::PropertyInfo &property, const QString &text,
                                                   const QLocale &locale, QString *why);

/// The same as one would type it: `parseField` makes the value of it again. JSON stands over several lines.
[[nodiscard]] QString typedText(const api::PropertyInfo &property, const QJsonValue &value, const QLocale &locale);
/// What stands behind a number: "%", "min"; empty: nothing.
[[nodiscard]] QString fieldUnit(const api::PropertyInfo &property);
[[nodiscard]] bool isWebAddress(const QString &text); ///< http or https with a host

/// Whether people may change it here: system properties and formulas are shown, not typed.
[[nodiscard]] bool isEditable(const api::PropertyInfo &property);

} // namespace hs::ui
