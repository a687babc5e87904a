#pragma once

#include <optional>
#include <string_view>

#include <QJsonArray>
#include <QJsonObject>

#include "engine/rest/fields.h"

/// The door's values as the API writes them: snake_case members, times in RFC 3339
/// (UTC, milliseconds) or null. Pure; any thread.
namespace hs::rest {

[[nodiscard]] QString timeText(const QDateTime &time); ///< "2026-11-23T09:00:00.000Z"

template <typename E>
[[nodiscard]] QString enumText(E value)
{
    return QString::fromLatin1(EnumNames<E>::Names.at(std::size_t(value)));
}
template <typename E>
[[nodiscard]] std::optional<E> enumFrom(std::string_view text)
{
    for (std::size_t i = 0; i < EnumNames<E>::Names.size(); ++i)
        if (text == EnumNames<E>::Names[i])
            return static_cast<E>(i);
    return std::nullopt;
}

/// Writes the fields of one document.
class JsonWriter {
public:
    void operator()(const char *name, const QString &value) { put(name, value); }
    void operator()(const char *name, bool value) { put(name, value); }
    void operator()(const char *name, int value) { put(name, value); }
    void operator()(const char *name, qint64 value) { put(name, value); }
    void operator()(const char *name, double value) { put(name, value); }
    void operator()(const char *name, const QDateTime &value);
    void operator()(const char *name, const QJsonObject &value) { put(name, value); }
    void operator()(const char *name, const QJsonArray &value) { put(name, value); }
    void operator()(const char *name, const QStringList &value) { put(name, QJsonArray::fromStringList(value)); }
    template <typename E>
        requires std::is_enum_v<E>
    void operator()(const char *name, E value)
    {
        put(name, enumText(value));
    }
    void operator()(const char *name, const QJsonValue &value) { put(name, value); }
    void operator()(const char *name, const std::vector<qint64> &values)
    {
        QJsonArray array;
        for (const auto value : values)
            array.append(value);
        put(name, array);
    }
    template <Documented T>
    void operator()(const char *name, const T &document);
    template <Documented T>
    void operator()(const char *name, const std::optional<T> &document);
    template <typename T>
    void operator()(const char *name, const std::vector<T> &values);

    [[nodiscard]] QJsonObject take() { return std::move(m_object); }

private:
    void put(const char *name, const QJsonValue &value) { m_object.insert(QLatin1String(name), value); }
    QJsonObject m_object;
};

template <typename T>
[[nodiscard]] QJsonObject toJson(const T &document)
{
    JsonWriter writer;
    fields(writer, document);
    return writer.take();
}

template <typename T>
[[nodiscard]] QJsonArray toJson(const std::vector<T> &documents)
{
    QJsonArray array;
    for (const T &document : documents)
        array.append(toJson(document));
    return array;
}

template <typename T>
void JsonWriter::operator()(const char *name, const std::vector<T> &values)
{
    put(name, toJson(values));
}

template <Documented T>
void JsonWriter::operator()(const char *name, const T &document)
{
    put(name, toJson(document));
}

template <Documented T>
void JsonWriter::operator()(const char *name, const std::optional<T> &document)
{
    put(name, document ? QJsonValue(toJson(*document)) : QJsonValue(QJsonValue::Null));
}

/// {"items":[…],"next":"…"|null}
template <typename T>
[[nodiscard]] QJsonObject pageJson(const std::vector<T> &rows, const QString &next)
{
    return {{QStringLiteral("items"), toJson(rows)},
            {QStringLiteral("next"), next.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(next)}};
}

} // namespace hs::rest
