#include "ui/boards/bulk_moves.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include "ui/boards/card_moves.h"

namespace hs::ui {
namespace {

struct BulkWords {
    Q_DECLARE_TR_FUNCTIONS(BulkMoves)
};

constexpr int NamedMost = 6; ///< cards that a question names; more would not be read

int placeOf(const QString &column, const std::vector<api::ColumnInfo> &columns)
{
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto &info) { return info.key == column; });
    return int(found - columns.begin());
}

/// "VW-1, VW-2 and 3 more".
QString named(const QStringList &numbers)
{
    if (numbers.size() <= NamedMost)
        return numbers.join(QStringLiteral(", "));
    //: A list of card numbers that was cut. %1 the first ones
    return BulkWords::tr("%1 and %n more", nullptr, int(numbers.size()) - NamedMost).arg(numbers.mid(0, NamedMost).join(QStringLiteral(", ")));
}

} // namespace

std::vector<BulkMove> bulkMoves(const std::vector<api::Card> &cards, const std::vector<api::ColumnInfo> &columns)
{
    std::vector<BulkMove> moves;
    for (const api::Card &card : cards) {
        for (const api::LegalMove &move : card.moves) {
            if (move.column == card.row.column || move.refused)
                continue;
            auto found = std::find_if(moves.begin(), moves.end(), [&](const BulkMove &one) { return one.event == move.event && one.column == move.column; });
            if (found == moves.end())
                found = moves.insert(moves.end(), BulkMove{move.event, move.column, {}, {}, 0});
            if (!found->able.empty() && found->able.back() == card.row.id)
                continue; // the same event by another guard
            found->able.push_back(card.row.id);
            if (move.guarded) {
                ++found->guarded;
                if (!found->guards.contains(move.guard))
                    found->guards << move.guard;
            }
        }
    }
    std::stable_sort(moves.begin(), moves.end(), [&](const BulkMove &a, const BulkMove &b) {
        return a.able.size() != b.able.size() ? a.able.size() > b.able.size() : placeOf(a.column, columns) < placeOf(b.column, columns);
    });
    return moves;
}

QString bulkMoveText(const BulkMove &move, int of, const std::vector<api::ColumnInfo> &columns)
{
    const QString title = columnTitle(move.column, columns);
    if (int(move.able.size()) == of)
        //: A move of several cards. %1 column name, %2 event name
        return BulkWords::tr("%1 (%2)").arg(title, move.event);
    //: A move of several cards that not all of them can do. %1 column name, %2 event name, %3 and %4 numbers: "9 of 12 can"
    return BulkWords::tr("%1 (%2) – %3 of %4 can").arg(title, move.event, QLocale().toString(int(move.able.size())), QLocale().toString(of));
}

QString bulkMoveQuestion(const BulkMove &move, const std::vector<api::Card> &cards, const std::vector<api::ColumnInfo> &columns, qint64 held)
{
    QStringList sentences;
    const QString title = columnTitle(move.column, columns);
    //: %1 column name, %2 event name
    sentences << BulkWords::tr("%n card(s) will move to “%1” by “%2”.", nullptr, int(move.able.size())).arg(title, move.event);
    QStringList staying;
    QStringList there;
    for (const api::Card &card : cards)
        if (std::find(move.able.begin(), move.able.end(), card.row.id) == move.able.end())
            (card.row.column == move.column ? there : staying) << card.row.number;
    if (!there.isEmpty())
        //: %1 a list of card numbers
        sentences << BulkWords::tr("%n card(s) are there already: %1.", nullptr, int(there.size())).arg(named(there));
    if (!staying.isEmpty())
        //: %1 a list of card numbers
        sentences << BulkWords::tr("%n card(s) will stay, because their workflow does not allow it from where they are: %1.", nullptr, int(staying.size()))
                         .arg(named(staying));
    if (move.guarded > 0)
        //: %1 names of rules of the workflow
        sentences << BulkWords::tr("For %n of them the rule decides (%1); what it refuses stays where it is.", nullptr, move.guarded)
                         .arg(move.guards.join(QStringLiteral(", ")));
    const auto place = std::size_t(placeOf(move.column, columns));
    const int limit = place < columns.size() ? columns[place].limit : 0;
    if (limit > 0 && held + qint64(move.able.size()) > limit)
        //: %1 column name, %2 how many cards it should hold, %3 how many it would hold
        sentences << BulkWords::tr("“%1” should hold %2 cards; it would hold %3.")
                         .arg(title, QLocale().toString(limit), QLocale().toString(held + qint64(move.able.size())));
    return sentences.join(QStringLiteral("\n\n"));
}

std::vector<api::Id> BulkOutcome::done() const
{
    std::vector<api::Id> ids;
    for (const Item &item : items)
        if (item.done)
            ids.push_back(item.id);
    return ids;
}

int BulkOutcome::refused() const
{
    return int(std::count_if(items.begin(), items.end(), [](const Item &item) { return !item.done; }));
}

BulkOutcome bulkOutcome(const QJsonObject &data)
{
    BulkOutcome outcome;
    for (const QJsonValue &value : data.value(QStringLiteral("items")).toArray()) {
        const QJsonObject object = value.toObject();
        BulkOutcome::Item item;
        item.id = object.value(QStringLiteral("workflow")).toString();
        item.number = object.value(QStringLiteral("number")).toString();
        if (item.number.isEmpty())
            item.number = item.id;
        item.done = object.value(QStringLiteral("done")).toBool();
        if (!item.done)
            item.reason = object.value(QStringLiteral("error")).toString();
        outcome.items.push_back(std::move(item));
    }
    return outcome;
}

} // namespace hs::ui
