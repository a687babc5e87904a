#include "ui/integrations/notion_models.h"

#include <algorithm>

#include <QLocale>

#include "ui/lists/fact_row_delegate.h"
#include "ui/records/field_editor.h"
#include "ui/records/field_value.h"
#include "ui/text/engine_words.h"

namespace hs::ui {

namespace {
constexpr int LongestValue = 1200; ///< characters of a value that are shown; the text inside a page may be of any length
}

QString HubNames::database(const QString &key) const
{
    return called.value(key, key);
}

QString HubNames::value(const QString &database, const QString &property, const QJsonValue &value) const
{
    QString text = plainText(value);
    if (const auto known = databases.constFind(database); known != databases.constEnd()) {
        const auto one = std::find_if(known->properties.begin(), known->properties.end(), [&](const auto &info) { return info.name == property; });
        if (one != known->properties.end())
            text = namedText(*one, value, {people, titles});
    }
    return text.isEmpty() ? NotionConflictModel::tr("no value") : beginningOf(text, LongestValue);
}

QString HubNames::who(const QString &name) const
{
    return people.agent(name) ? people.agentName(name) : people.personName(name);
}

NotionConflictModel::NotionConflictModel(const Clock &clock, const HubNames &names, QObject *parent) : TimedRowModel(clock, parent), m_names(names) {}

QString NotionConflictModel::titleText(const api::NotionConflictRow &row)
{
    const QString title = row.title.isEmpty() ? tr("Untitled") : row.title;
    //: A conflict: %1 title of a record, %2 name of its property
    return row.property.isEmpty() ? title : tr("%1: %2").arg(title, propertyTitle(row.property));
}

bool NotionConflictModel::localStands(const api::NotionConflictRow &row)
{
    return (row.kept == QLatin1String("local")) != (row.resolution == QLatin1String("turned"));
}

QString NotionConflictModel::standsText(const api::NotionConflictRow &row) const
{
    if (row.property.isEmpty())
        return localStands(row) ? tr("The record is kept") : tr("Notion's page is followed");
    //: A conflict of two values: %1 the one that stands
    return localStands(row) ? tr("The console's stands: %1").arg(m_names.value(row.database, row.property, row.local).simplified())
                            //: A conflict of two values: %1 the one that stands
                            : tr("Notion's stands: %1").arg(m_names.value(row.database, row.property, row.remote).simplified());
}

QVariant NotionConflictModel::data(const QModelIndex &index, int role) const
{
    const api::NotionConflictRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return titleText(*row);
    case FactTrailing:
        return moment(row->at);
    case FactIcon:
        return row->reviewedAt.isValid() ? QStringLiteral("circle-check") : QStringLiteral("git-merge");
    case FactTone:
        return int(row->reviewedAt.isValid() ? Tone::Ok : Tone::Warn);
    case FactSecond:
        return standsText(*row);
    case FactThird:
        return row->reviewedAt.isValid()
                   //: %1 who looked at a conflict, %2 the name of a database
                   ? tr("%2 · reviewed by %1").arg(row->reviewedBy, m_names.database(row->database))
                   : m_names.database(row->database);
    case Qt::AccessibleTextRole:
        //: A conflict, spoken: %1 what, %2 which value stands, %3 database, %4 when
        return tr("%1. %2. %3, %4.").arg(titleText(*row), standsText(*row), m_names.database(row->database), moment(row->at));
    default:
        return {};
    }
}

NotionParkedModel::NotionParkedModel(const Clock &clock, const HubNames &names, QObject *parent) : TimedRowModel(clock, parent), m_names(names) {}

QVariant NotionParkedModel::data(const QModelIndex &index, int role) const
{
    const api::NotionParkedRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    const QString title = row->title.isEmpty() ? tr("Untitled") : row->title;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return title;
    case FactTrailing:
        return moment(row->since);
    case FactIcon:
        return QStringLiteral("circle-pause");
    case FactTone:
        return int(Tone::Danger);
    case FactSecond:
        return engineSentence(row->what);
    case FactThird:
        return m_names.database(row->database);
    case Qt::AccessibleTextRole:
        //: A change that could not be sent, spoken: %1 record, %2 database, %3 why, %4 since when
        return tr("%1, %2. %3. Since %4.").arg(title, m_names.database(row->database), engineSentence(row->what), moment(row->since));
    default:
        return {};
    }
}

} // namespace hs::ui
