#include "ui/shell/knowledge_place.h"

#include <algorithm>

#include <QRegularExpression>

namespace hs::ui {

std::optional<KnowledgePlace> knowledgePlaceOf(const QString &id)
{
    static const QRegularExpression form(QStringLiteral("^(doc_[A-Za-z0-9_-]{1,100})(?:@(\\d{1,9}))?(?:#(\\d{1,12})-(\\d{1,12}))?$"));
    const QRegularExpressionMatch match = form.match(id);
    if (!match.hasMatch())
        return std::nullopt;
    KnowledgePlace place;
    place.document = match.captured(1);
    place.version = match.captured(2).toInt();
    if (!match.captured(3).isEmpty()) {
        place.start = match.captured(3).toLongLong();
        place.end = std::max(place.start, match.captured(4).toLongLong());
    }
    return place;
}

KnowledgePlace placeOf(const api::KnowledgePassage &passage)
{
    return {passage.document, passage.version, passage.start, passage.end};
}

QString idOf(const KnowledgePlace &place)
{
    QString id = place.document;
    if (place.version > 0)
        id += QLatin1Char('@') + QString::number(place.version);
    if (place.start >= 0)
        id += QLatin1Char('#') + QString::number(place.start) + QLatin1Char('-') + QString::number(place.end);
    return id;
}

} // namespace hs::ui
