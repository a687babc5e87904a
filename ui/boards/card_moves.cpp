#include "ui/boards/card_moves.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "ui/text/workflow_text.h"

namespace hs::ui {
namespace {

struct CardMovesWords {
    Q_DECLARE_TR_FUNCTIONS(CardMoves)
};

int columnIndex(const QString &column, const std::vector<api::ColumnInfo> &columns)
{
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto &info) { return info.key == column; });
    return found == columns.end() ? -1 : int(found - columns.begin());
}

QString endedSentence(api::WorkflowStatus status)
{
    switch (status) {
    case api::WorkflowStatus::Completed:
        return CardMovesWords::tr("This one is completed; it moves no more.");
    case api::WorkflowStatus::Cancelled:
        return CardMovesWords::tr("This one was cancelled; it moves no more.");
    case api::WorkflowStatus::Failed:
        return CardMovesWords::tr("This one failed; it moves no more.");
    case api::WorkflowStatus::Incident:
        return CardMovesWords::tr("A step failed here. Open it and try the step again first.");
    case api::WorkflowStatus::Paused:
        return CardMovesWords::tr("This one is paused. It moves again once it is resumed.");
    case api::WorkflowStatus::Running:
        break;
    }
    return {};
}

} // namespace

QString columnTitle(const QString &column, const std::vector<api::ColumnInfo> &columns)
{
    const int at = columnIndex(column, columns);
    return at < 0 || columns[std::size_t(at)].title.isEmpty() ? column : columns[std::size_t(at)].title;
}

ColumnVerdict verdictFor(const api::Card &card, const QString &column)
{
    ColumnVerdict verdict;
    if (card.row.column == column) {
        verdict.kind = ColumnVerdict::Kind::Here;
        return verdict;
    }
    QStringList guards;
    QStringList refusing;
    for (const api::LegalMove &move : card.moves) {
        if (move.column != column)
            continue;
        QStringList &names = move.refused ? refusing : guards;
        if (move.guarded && !names.contains(move.guard))
            names << move.guard;
        if (!move.refused)
            verdict.moves.push_back(move);
    }
    if (verdict.moves.empty()) {
        verdict.refused = !refusing.isEmpty();
        verdict.guard = refusing.join(QStringLiteral(", "));
        return verdict;
    }
    verdict.kind = ColumnVerdict::Kind::Allowed;
    verdict.guarded = std::all_of(verdict.moves.begin(), verdict.moves.end(), [](const auto &move) { return move.guarded; });
    verdict.guard = guards.join(QStringLiteral(", "));
    return verdict;
}

QString verdictSentence(const api::Card &card, const ColumnVerdict &verdict, const QString &column,
                        const std::vector<api::ColumnInfo> &columns)
{
    if (verdict.kind == ColumnVerdict::Kind::Allowed) {
        //: %1 is the name of a rule of the workflow
        return verdict.guarded ? CardMovesWords::tr("Depends on the rule “%1”.").arg(verdict.guard) : QString();
    }
    if (verdict.kind == ColumnVerdict::Kind::Here)
        return {};
    if (const QString ended = endedSentence(card.row.status); !ended.isEmpty())
        return ended;
    if (verdict.refused)
        //: %1 is the name of a rule of the workflow
        return CardMovesWords::tr("The rule “%1” would refuse it now.").arg(verdict.guard);
    QStringList open;
    for (const api::ColumnInfo &info : columns) {
        if (verdictFor(card, info.key).kind == ColumnVerdict::Kind::Allowed)
            open << columnTitle(info.key, columns);
    }
    if (open.isEmpty()) {
        if (!card.row.waitingOn.isEmpty())
            //: %1 is what a workflow waits for, e.g. "a person's decision"
            return CardMovesWords::tr("It waits for: %1. No move by hand is possible now.").arg(waitingOnText(card.row.waitingOn));
        return CardMovesWords::tr("The workflow allows no move by hand from here.");
    }
    //: %1, %2 are column names, %3 a list of column names
    return CardMovesWords::tr("The workflow has no way from “%1” to “%2”. From here: %3.")
        .arg(columnTitle(card.row.column, columns), columnTitle(column, columns), open.join(QStringLiteral(", ")));
}

std::vector<api::LegalMove> movesTowards(const api::Card &card, int direction, const std::vector<api::ColumnInfo> &columns)
{
    const int here = columnIndex(card.row.column, columns);
    std::vector<std::pair<int, api::LegalMove>> found;
    for (const api::LegalMove &move : card.moves) {
        const int there = columnIndex(move.column, columns);
        if (!move.refused && there >= 0 && (there - here) * direction > 0)
            found.emplace_back((there - here) * direction, move);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    std::vector<api::LegalMove> moves;
    for (auto &[distance, move] : found)
        moves.push_back(std::move(move));
    return moves;
}

QString moveText(const api::LegalMove &move, const std::vector<api::ColumnInfo> &columns)
{
    const QString title = columnTitle(move.column, columns);
    if (move.refused)
        //: A move on the board that is not possible now. %1 column name, %2 event name, %3 name of the rule that decides
        return CardMovesWords::tr("%1 (%2, “%3” refuses it now)").arg(title, move.event, move.guard);
    if (move.guarded)
        //: A move on the board. %1 column name, %2 event name, %3 name of the rule that decides
        return CardMovesWords::tr("%1 (%2, if “%3” holds)").arg(title, move.event, move.guard);
    //: A move on the board. %1 column name, %2 event name
    return CardMovesWords::tr("%1 (%2)").arg(title, move.event);
}

} // namespace hs::ui
