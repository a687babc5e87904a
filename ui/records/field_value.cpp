#include "ui/records/field_value.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QTimeZone>

namespace hs::ui {
namespace {

struct FieldValueWords {
    Q_DECLARE_TR_FUNCTIONS(FieldValue)
};

bool isDateTime(const QString &text)
{
    return text.contains(QLatin1Char('T'));
}

} // namespace

QString plainText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Bool:
        return value.toBool() ? FieldValueWords::tr("Yes") : FieldValueWords::tr("No");
    case QJsonValue::Double:
        return QLocale().toString(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    case QJsonValue::Array: {
        QStringList parts;
        for (const QJsonValue &item : value.toArray())
            parts << plainText(item);
        return parts.join(QStringLiteral(", "));
    }
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return {};
    }
    return {};
}

QString indented(const QJsonValue &value)
{
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson()).trimmed();
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson()).trimmed();
    return plainText(value);
}

QString fieldText(const api::PropertyInfo &property, const QJsonValue &value, const QLocale &locale)
{
    if (value.isDouble()) {
        const double number = value.toDouble();
        if (property.format == QLatin1String("percent"))
            return locale.toString(number, 'g', QLocale::FloatingPointShortest) + locale.percent();
        if (property.format == QLatin1String("currency"))
            return locale.toString(number, 'f', 2);
        return locale.toString(number, 'g', QLocale::FloatingPointShortest);
    }
    if (value.isString() && property.type == QLatin1String("date")) {
        const QString text = value.toString();
        if (isDateTime(text)) {
            const QDateTime at = QDateTime::fromString(text, Qt::ISODateWithMs);
            return at.isValid() ? locale.toString(at.toLocalTime(), QLocale::ShortFormat) : text;
        }
        const QDate day = QDate::fromString(text, Qt::ISODate);
        return day.isValid() ? locale.toString(day, QLocale::ShortFormat) : text;
    }
    return plainText(value);
}

bool isEditable(const api::PropertyInfo &property)
{
    static const QStringList shownOnly{QStringLiteral("formula"), QStringLiteral("relation"), QStringLiteral("rollup"),
                                       QStringLiteral("files"), QStringLiteral("people"), QStringLiteral("created_time"),
                                       QStringLiteral("last_edited_time"), QStringLiteral("unique_id")};
    return !property.systemOnly && !shownOnly.contains(property.type);
}

std::optional<QJsonValue> parseField(const api::PropertyInfo &property, const QString &text, const QLocale &locale, QString *why)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) {
        if (property.required) {
            //: %1 is the name of a property
            *why = FieldValueWords::tr("“%1” needs a value.").arg(property.name);
            return std::nullopt;
        }
        return QJsonValue(QJsonValue::Null);
    }
    if (property.type == QLatin1String("number")) {
        QString plain = trimmed;
        plain.remove(locale.percent());
        bool ok = false;
        double number = locale.toDouble(plain.trimmed(), &ok);
        if (!ok)
            number = QLocale::c().toDouble(plain.trimmed(), &ok);
        if (!ok) {
            //: %1 is the name of a property, %2 what was typed
            *why = FieldValueWords::tr("“%1” takes a number; “%2” is none.").arg(property.name, trimmed);
            return std::nullopt;
        }
        return QJsonValue(number);
    }
    if (property.type == QLatin1String("date")) {
        for (const auto form : {QLocale::ShortFormat, QLocale::LongFormat}) {
            if (const QDateTime at = locale.toDateTime(trimmed, form); at.isValid() && property.format == QLatin1String("datetime"))
                return QJsonValue(at.toUTC().toString(Qt::ISODateWithMs));
        }
        if (const QDateTime at = QDateTime::fromString(trimmed, Qt::ISODate); at.isValid() && isDateTime(trimmed))
            return QJsonValue(at.toUTC().toString(Qt::ISODateWithMs));
        QDate day = QDate::fromString(trimmed, Qt::ISODate);
        if (!day.isValid()) {
            day = locale.toDate(trimmed, QLocale::ShortFormat);
            // Two-digit years of short formats mean this century.
            if (day.isValid() && day.year() < 1950)
                day = day.addYears(100);
        }
        if (!day.isValid()) {
            //: %1 is the name of a property, %2 what was typed, %3 an example
            *why = FieldValueWords::tr("“%1” takes a date; “%2” is none. Write it like %3.")
                       .arg(property.name, trimmed, QStringLiteral("2026-03-31"));
            return std::nullopt;
        }
        return QJsonValue(day.toString(Qt::ISODate));
    }
    if (property.type == QLatin1String("multi_select")) {
        QJsonArray values;
        for (const QString &part : trimmed.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            const QString option = part.trimmed();
            if (!property.options.isEmpty() && !property.options.contains(option)) {
                //: %1 is what was typed, %2 the name of a property, %3 a list of choices
                *why = FieldValueWords::tr("“%1” is no choice of “%2”. Choices: %3.")
                           .arg(option, property.name, property.options.join(QStringLiteral(", ")));
                return std::nullopt;
            }
            values.append(option);
        }
        return QJsonValue(values);
    }
    if (property.type == QLatin1String("email") && !trimmed.contains(QLatin1Char('@'))) {
        //: %1 is the name of a property, %2 what was typed
        *why = FieldValueWords::tr("“%1” takes an e-mail address; “%2” is none.").arg(property.name, trimmed);
        return std::nullopt;
    }
    return QJsonValue(text);
}

} // namespace hs::ui
