#include "ui/records/field_value.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTimeZone>
#include <QUrl>

namespace hs::ui {
namespace {

struct FieldValueWords {
    Q_DECLARE_TR_FUNCTIONS(FieldValue)
};

bool isDateTime(const QString &text)
{
    return text.contains(QLatin1Char('T'));
}

/// A date with a time, as typed in this computer's zone or as ISO 8601 tells it.
std::optional<QJsonValue> parseMoment(const api::PropertyInfo &property, const QString &text, const QLocale &locale, QString *why)
{
    QDateTime at = QDateTime::fromString(text, Qt::ISODate);
    if (!isDateTime(text) || !at.isValid())
        at = QDateTime::fromString(text, QStringLiteral("yyyy-MM-dd HH:mm"));
    for (const auto form : {QLocale::ShortFormat, QLocale::LongFormat}) {
        if (at.isValid())
            break;
        at = locale.toDateTime(text, form);
        // Two-digit years of short formats mean this century.
        if (at.isValid() && at.date().year() < 1950)
            at = at.addYears(100);
    }
    if (at.isValid())
        return QJsonValue(at.toUTC().toString(Qt::ISODateWithMs));
    //: %1 is the name of a property, %2 what was typed, %3 an example
    *why = FieldValueWords::tr("“%1” takes a date with a time; “%2” is none. Write it like %3.")
               .arg(property.name, text, QStringLiteral("2026-03-31 14:30"));
    return std::nullopt;
}

bool isPhoneNumber(const QString &text)
{
    static const QRegularExpression marks(QStringLiteral("^\\+?[0-9()./ x-]+$"));
    const auto digits = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
    return marks.match(text).hasMatch() && digits >= 7 && digits <= 15;
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

QString beginningOf(const QString &text, int most)
{
    if (text.size() <= most)
        return text;
    const bool pair = most > 0 && text.at(most - 1).isHighSurrogate();
    return text.left(pair ? most - 1 : most).trimmed() + QStringLiteral("…");
}

QString propertyTitle(const QString &name)
{
    return name == PageContentName ? FieldValueWords::tr("Page content") : name;
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
        const QString text = property.format == QLatin1String("currency") ? locale.toString(number, 'f', 2)
                                                                           : locale.toString(number, 'g', QLocale::FloatingPointShortest);
        const QString unit = fieldUnit(property);
        if (property.format == QLatin1String("percent"))
            return text + unit;
        //: A number with its unit: "45 min"
        return unit.isEmpty() ? text : FieldValueWords::tr("%1 %2").arg(text, unit);
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

QString typedText(const api::PropertyInfo &property, const QJsonValue &value, const QLocale &locale)
{
    if (value.isDouble()) {
        const double number = value.toDouble();
        return locale.toString(number, 'g', QLocale::FloatingPointShortest); // the unit stands beside the field
    }
    if (value.isObject() || (value.isArray() && property.type == QLatin1String("rich_text")))
        return indented(value);
    return fieldText(property, value, locale);
}

QString fieldUnit(const api::PropertyInfo &property)
{
    if (property.format == QLatin1String("percent"))
        return QLocale().percent();
    if (property.unit == QLatin1String("min"))
        return FieldValueWords::tr("min", "minutes, behind a number");
    if (property.unit == QLatin1String("h"))
        return FieldValueWords::tr("h", "hours, behind a number");
    if (property.unit == QLatin1String("s"))
        return FieldValueWords::tr("s", "seconds, behind a number");
    return property.unit;
}

bool isWebAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")) && !url.host().isEmpty();
}

bool isEditable(const api::PropertyInfo &property)
{
    static const QStringList shownOnly{QStringLiteral("formula"), QStringLiteral("rollup"), QStringLiteral("created_time"),
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
        if (const QString unit = fieldUnit(property); !unit.isEmpty() && plain.endsWith(unit))
            plain.chop(unit.size());
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
        if (property.format == QLatin1String("datetime"))
            return parseMoment(property, trimmed, locale, why);
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
    if (property.type == QLatin1String("phone_number") && !isPhoneNumber(trimmed)) {
        //: %1 is the name of a property, %2 what was typed, %3 an example
        *why = FieldValueWords::tr("“%1” takes a phone number; “%2” is none. Write it like %3.")
                   .arg(property.name, trimmed, QStringLiteral("+49 30 1234567"));
        return std::nullopt;
    }
    if (property.type == QLatin1String("url") && !isWebAddress(trimmed)) {
        //: %1 is the name of a property, %2 what was typed, %3 an example
        *why = FieldValueWords::tr("“%1” takes the address of a web page; “%2” is none. Write it like %3.")
                   .arg(property.name, trimmed, QStringLiteral("https://studio.example/page"));
        return std::nullopt;
    }
    if (property.format == QLatin1String("json")) {
        const QJsonDocument document = QJsonDocument::fromJson(trimmed.toUtf8());
        if (document.isNull()) {
            //: %1 is the name of a property
            *why = FieldValueWords::tr("“%1” takes JSON: an object or a list.").arg(property.name);
            return std::nullopt;
        }
        return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    }
    return QJsonValue(text);
}

} // namespace hs::ui
