#include "engine/rest/to_json.h"

namespace hs::rest {

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

void JsonWriter::operator()(const char *name, const QDateTime &value)
{
    put(name, value.isValid() ? QJsonValue(timeText(value)) : QJsonValue(QJsonValue::Null));
}

} // namespace hs::rest
