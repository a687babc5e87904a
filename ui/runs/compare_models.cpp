#include "ui/runs/compare_models.h"

#include <QLocale>

#include "ui/runs/pair_words.h"
#include "ui/runs/run_words.h"

namespace hs::ui {

void RunChoiceModel::setRows(std::vector<api::WorkflowRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

QVariant RunChoiceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const api::WorkflowRow &row = at(index.row());
    if (role == Qt::DisplayRole)
        //: A run in a list. %1 its number, %2 its title
        return tr("%1 · %2").arg(row.number, row.title);
    if (role == Qt::AccessibleTextRole)
        //: Read by screen readers. %1 number, %2 title, %3 status, %4 a date
        return tr("%1, %2, %3, started %4")
            .arg(row.number, row.title, statusText(row.status), QLocale().toString(row.startedAt.toLocalTime(), QLocale::ShortFormat));
    return {};
}

void RunPairModel::setComparison(api::RunComparison comparison)
{
    m_comparison = std::move(comparison);
    show();
}

void RunPairModel::setOnlyDifferent(bool only)
{
    m_onlyDifferent = only;
    show();
}

void RunPairModel::show()
{
    beginResetModel();
    m_shown.clear();
    for (std::size_t i = 0; i < m_comparison.pairs.size(); ++i)
        if (!m_onlyDifferent || pairKind(m_comparison.pairs[i]) != PairKind::Alike)
            m_shown.push_back(i);
    endResetModel();
}

QVariant RunPairModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const api::RunPair &pair = at(index.row());
    const api::RunStep &step = pair.first ? *pair.first : *pair.second;
    if (role == Qt::DisplayRole)
        return inputText(step.kind, step.input);
    if (role == Qt::AccessibleTextRole)
        return pairSentence(pair, m_comparison.first.number, m_comparison.second.number);
    return {};
}

} // namespace hs::ui
