#include "ui/boards/board_filter.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hs::ui {

namespace {

struct BoardFilterWords {
    Q_DECLARE_TR_FUNCTIONS(BoardFilter)
};

} // namespace

api::BoardQuery BoardFilter::query(const QString &entity) const
{
    api::BoardQuery query;
    query.definition = definition;
    query.text = text;
    query.agent = agent;
    query.assignee = assignee;
    query.openOnly = openOnly;
    query.entity = entity;
    return query;
}

QString groupingName(BoardFilter::Grouping grouping)
{
    switch (grouping) {
    case BoardFilter::Grouping::None: return BoardFilterWords::tr("Not grouped");
    case BoardFilter::Grouping::Agent: return BoardFilterWords::tr("Group by agent");
    case BoardFilter::Grouping::Person: return BoardFilterWords::tr("Group by person");
    case BoardFilter::Grouping::Entity: return BoardFilterWords::tr("Group by entity");
    }
    return {};
}

QByteArray BoardState::toBytes() const
{
    QStringList columns(folded.begin(), folded.end());
    columns.sort();
    QJsonObject state;
    state[QStringLiteral("definition")] = filter.definition;
    state[QStringLiteral("agent")] = filter.agent;
    state[QStringLiteral("assignee")] = filter.assignee;
    state[QStringLiteral("openOnly")] = filter.openOnly;
    state[QStringLiteral("grouping")] = int(filter.grouping);
    state[QStringLiteral("folded")] = QJsonArray::fromStringList(columns);
    state[QStringLiteral("card")] = card;
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

std::optional<BoardState> BoardState::fromBytes(const QByteArray &bytes)
{
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    if (!object.contains(QStringLiteral("definition")))
        return std::nullopt;
    BoardState state;
    state.filter.definition = object.value(QStringLiteral("definition")).toString();
    state.filter.agent = object.value(QStringLiteral("agent")).toString();
    state.filter.assignee = object.value(QStringLiteral("assignee")).toString();
    state.filter.openOnly = object.value(QStringLiteral("openOnly")).toBool();
    const int grouping = object.value(QStringLiteral("grouping")).toInt();
    state.filter.grouping = BoardFilter::Grouping(std::clamp(grouping, 0, int(BoardFilter::Grouping::Entity)));
    for (const QJsonValue &key : object.value(QStringLiteral("folded")).toArray())
        state.folded.insert(key.toString());
    state.card = object.value(QStringLiteral("card")).toString();
    return state;
}

} // namespace hs::ui
