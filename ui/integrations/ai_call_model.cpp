#include "ui/integrations/ai_call_model.h"

#include "ui/text/engine_words.h"
#include "ui/thinking/thinking_words.h"

namespace hs::ui {

QVariant AiCallModel::data(const QModelIndex &index, int role) const
{
    const api::AiCallRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    const QString outcome = callLook(*row).word;
    if (role == Qt::AccessibleTextRole) {
        //: A call of a language model, spoken. %1 what for, %2 the model, %3 result, %4 cost, %5 duration, %6 when
        return tr("%1 by %2, %3, %4, %5, %6")
            .arg(purposeName(row->purpose), row->model, outcome, costText(*row), millisText(row->millis), moment(row->at));
    }
    if (role == Qt::ToolTipRole)
        return row->error.isEmpty() ? tokensText(*row) : engineSentence(row->error);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case At:
        return moment(row->at);
    case For:
        return purposeName(row->purpose);
    case Outcome:
        return outcome;
    case Cost:
        return costText(*row);
    case Took:
        return millisText(row->millis);
    case Model:
        return row->model;
    case Why:
        return engineSentence(row->error.isEmpty() ? row->why : row->error);
    default:
        return {};
    }
}

QVariant AiCallModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("When", "column head");
    case For:
        return tr("For", "column head: what a language model was asked for");
    case Outcome:
        return tr("Result", "column head");
    case Cost:
        return tr("Cost", "column head");
    case Took:
        return tr("Took", "column head: a duration");
    case Model:
        return tr("Model", "column head");
    case Why:
        return tr("Why this one", "column head: why this model was asked, or what went wrong");
    default:
        return {};
    }
}

} // namespace hs::ui
