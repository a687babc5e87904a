#include "ui/knowledge/quality_model.h"

#include <algorithm>

#include <QLocale>

#include "ui/lists/fact_row_delegate.h"

namespace hs::ui {

namespace {

constexpr int RightFrom = 3; ///< places that people look at

std::optional<api::KnowledgeQuality::Row> rowOf(const std::optional<api::KnowledgeQuality> &quality, const QString &check)
{
    if (!quality)
        return std::nullopt;
    const auto found = std::find_if(quality->rows.begin(), quality->rows.end(), [&](const auto &row) { return row.check == check; });
    return found == quality->rows.end() ? std::nullopt : std::optional(*found);
}

} // namespace

void QualityModel::setChecks(const std::vector<api::KnowledgeCheck> &checks)
{
    std::vector<CheckRow> rows;
    rows.reserve(checks.size());
    for (const api::KnowledgeCheck &check : checks) {
        CheckRow row{check, {}, {}};
        if (const int known = find(check.id);
            known >= 0 && at(known).check.question == check.question && at(known).check.document == check.document) {
            row.now = at(known).now;
            row.other = at(known).other;
        }
        rows.push_back(std::move(row));
    }
    replaceAll(std::move(rows));
}

void QualityModel::setResults(const std::optional<api::KnowledgeQuality> &now, const std::optional<api::KnowledgeQuality> &other)
{
    for (int i = 0; i < size(); ++i) {
        CheckRow row = at(i);
        row.now = rowOf(now, row.check.id);
        row.other = rowOf(other, row.check.id);
        update(i, std::move(row));
    }
}

bool QualityModel::isRight(const api::KnowledgeCheck &check, const api::KnowledgeQuality::Row &row)
{
    if (check.document.isEmpty())
        return row.refused;
    return !row.refused && row.rank >= 1 && row.rank <= RightFrom;
}

QString QualityModel::resultText(const api::KnowledgeCheck &check, const std::optional<api::KnowledgeQuality::Row> &row)
{
    if (!row)
        return tr("not tried");
    if (check.document.isEmpty())
        return row->refused ? tr("rightly refused") : tr("should have been refused");
    if (row->refused)
        return row->rank > 0 ? tr("wrongly refused, place %1").arg(QLocale().toString(row->rank)) : tr("wrongly refused");
    //: %1 is the place of a document among the results, from 1
    return row->rank > 0 ? tr("place %1").arg(QLocale().toString(row->rank)) : tr("not among the first ten");
}

QVariant QualityModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= size())
        return {};
    const CheckRow &row = at(index.row());
    const QString document = row.check.document.isEmpty()        ? tr("No source answers it")
                             : row.check.documentTitle.isEmpty() ? row.check.document
                                                                 : row.check.documentTitle;
    const QString now = resultText(row.check, row.now);
    //: What became of a question. %1 under the present settings, %2 under changed ones
    const QString both = row.other ? tr("now %1, changed %2").arg(now, resultText(row.check, row.other)) : now;
    switch (role) {
    case Qt::DisplayRole: return row.check.question;
    case FactSecond: return document;
    case FactThird: return both;
    case FactIcon:
        return !row.now                       ? QStringLiteral("circle-help")
               : isRight(row.check, *row.now) ? QStringLiteral("circle-check")
                                              : QStringLiteral("triangle-alert");
    case FactTone: return int(!row.now ? Tone::Neutral : isRight(row.check, *row.now) ? Tone::Ok : Tone::Warn);
    case Qt::AccessibleTextRole: return QStringList{row.check.question, document, both}.join(QStringLiteral(", "));
    default: return {};
    }
}

} // namespace hs::ui
