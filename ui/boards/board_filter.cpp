#include "ui/boards/board_filter.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace hs::ui {

namespace {

struct BoardFilterWords {
    Q_DECLARE_TR_FUNCTIONS(BoardFilter)
};

QJsonArray sorted(const QSet<QString> &keys)
{
    QStringList list(keys.begin(), keys.end());
    list.sort();
    return QJsonArray::fromStringList(list);
}

QSet<QString> keysOf(const QJsonValue &list)
{
    QSet<QString> keys;
    for (const QJsonValue &key : list.toArray())
        keys.insert(key.toString());
    return keys;
}

template <typename Enum>
Enum enumOf(const QJsonValue &value, Enum last)
{
    return Enum(std::clamp(value.toInt(), 0, int(last)));
}

} // namespace

api::BoardFilter BoardFilter::cards(const QString &studioEntity) const
{
    api::BoardFilter cards = *this;
    if (cards.entity.isEmpty())
        cards.entity = studioEntity;
    return cards;
}

api::BoardQuery BoardFilter::query(const QString &studioEntity, const QString &lane) const
{
    api::BoardQuery query;
    static_cast<api::BoardFilter &>(query) = cards(studioEntity);
    query.grouping = grouping;
    query.lane = lane;
    return query;
}

bool BoardFilter::narrows() const
{
    BoardFilter all = cleared();
    all.openOnly = openOnly;
    return *this != all;
}

BoardFilter BoardFilter::cleared() const
{
    BoardFilter all;
    all.definition = definition;
    all.grouping = grouping;
    return all;
}

QString groupingName(BoardFilter::Grouping grouping)
{
    switch (grouping) {
    case BoardFilter::Grouping::None: return BoardFilterWords::tr("Not grouped");
    case BoardFilter::Grouping::Agent: return BoardFilterWords::tr("Group by agent");
    case BoardFilter::Grouping::Person: return BoardFilterWords::tr("Group by person");
    case BoardFilter::Grouping::Entity: return BoardFilterWords::tr("Group by entity");
    case BoardFilter::Grouping::Priority: return BoardFilterWords::tr("Group by priority");
    }
    return {};
}

QString priorityName(api::Priority priority)
{
    switch (priority) {
    case api::Priority::Low: return BoardFilterWords::tr("Low", "priority");
    case api::Priority::Medium: return BoardFilterWords::tr("Medium", "priority");
    case api::Priority::High: return BoardFilterWords::tr("High", "priority");
    case api::Priority::Urgent: return BoardFilterWords::tr("Urgent", "priority");
    }
    return {};
}

QString dueName(api::BoardDue due)
{
    switch (due) {
    case api::BoardDue::Any: return BoardFilterWords::tr("Any deadline");
    case api::BoardDue::Overdue: return BoardFilterWords::tr("Overdue");
    case api::BoardDue::Today: return BoardFilterWords::tr("Due today");
    case api::BoardDue::Week: return BoardFilterWords::tr("Due within a week");
    }
    return {};
}

QString standingName(api::BoardStanding standing)
{
    switch (standing) {
    case api::BoardStanding::Any: return BoardFilterWords::tr("Any status");
    case api::BoardStanding::Running: return BoardFilterWords::tr("Running");
    case api::BoardStanding::WaitsForPerson: return BoardFilterWords::tr("Waiting for a person");
    case api::BoardStanding::Blocked: return BoardFilterWords::tr("Blocked");
    case api::BoardStanding::Paused: return BoardFilterWords::tr("Paused");
    case api::BoardStanding::WaitsForTask: return BoardFilterWords::tr("Waiting for a task");
    case api::BoardStanding::WaitsForTimer: return BoardFilterWords::tr("Waiting for a time");
    }
    return {};
}

QJsonObject BoardLayout::toJson() const
{
    QJsonObject object;
    const auto put = [&object](const char *name, const QString &value) {
        if (!value.isEmpty())
            object[QLatin1String(name)] = value;
    };
    put("definition", filter.definition);
    put("entity", filter.entity);
    put("text", filter.text);
    put("agent", filter.agent);
    put("assignee", filter.assignee);
    put("tag", filter.tag);
    put("version", filter.version);
    if (filter.priority)
        object[QStringLiteral("priority")] = int(*filter.priority);
    object[QStringLiteral("due")] = int(filter.due);
    object[QStringLiteral("standing")] = int(filter.standing);
    object[QStringLiteral("openOnly")] = filter.openOnly;
    object[QStringLiteral("grouping")] = int(filter.grouping);
    object[QStringLiteral("folded")] = sorted(foldedColumns);
    object[QStringLiteral("foldedLanes")] = sorted(foldedLanes);
    return object;
}

BoardLayout BoardLayout::fromJson(const QJsonObject &object)
{
    const auto text = [&object](const char *name) { return object.value(QLatin1String(name)).toString(); };
    BoardLayout layout;
    layout.filter.definition = text("definition");
    layout.filter.entity = text("entity");
    layout.filter.text = text("text");
    layout.filter.agent = text("agent");
    layout.filter.assignee = text("assignee");
    layout.filter.tag = text("tag");
    layout.filter.version = text("version");
    if (const QJsonValue priority = object.value(QStringLiteral("priority")); priority.isDouble())
        layout.filter.priority = enumOf(priority, api::Priority::Urgent);
    layout.filter.due = enumOf(object.value(QStringLiteral("due")), api::BoardDue::Week);
    layout.filter.standing = enumOf(object.value(QStringLiteral("standing")), api::BoardStanding::WaitsForTimer);
    layout.filter.openOnly = object.value(QStringLiteral("openOnly")).toBool();
    layout.filter.grouping = enumOf(object.value(QStringLiteral("grouping")), BoardFilter::Grouping::Priority);
    layout.foldedColumns = keysOf(object.value(QStringLiteral("folded")));
    layout.foldedLanes = keysOf(object.value(QStringLiteral("foldedLanes")));
    return layout;
}

QByteArray BoardState::toBytes() const
{
    BoardLayout kept = layout;
    kept.filter.text.clear();
    QJsonObject state = kept.toJson();
    state[QStringLiteral("definition")] = layout.filter.definition; // also an empty one: that is how it is known again
    state[QStringLiteral("card")] = card;
    QJsonObject others;
    for (auto it = folded.cbegin(); it != folded.cend(); ++it)
        others[it.key()] = sorted(it.value());
    state[QStringLiteral("foldedOf")] = others;
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

std::optional<BoardState> BoardState::fromBytes(const QByteArray &bytes)
{
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    if (!object.contains(QStringLiteral("definition")))
        return std::nullopt;
    BoardState state;
    state.layout = BoardLayout::fromJson(object);
    state.card = object.value(QStringLiteral("card")).toString();
    const QJsonObject others = object.value(QStringLiteral("foldedOf")).toObject();
    for (auto it = others.begin(); it != others.end(); ++it)
        state.folded[it.key()] = keysOf(it.value());
    return state;
}

} // namespace hs::ui
