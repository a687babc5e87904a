#include "engine/runtime/bulk_commands.h"

#include <algorithm>

namespace hs::runtime::bulk {

namespace {

template <typename Make>
Items each(const std::vector<api::Id> &ids, Make make)
{
    Items items;
    for (const auto &id : ids) { // named twice is meant once
        if (std::find(items.ids.begin(), items.ids.end(), id) != items.ids.end())
            continue;
        items.ids.push_back(id);
        items.commands.push_back(make(id));
    }
    return items;
}

QString codeText(Errc code)
{
    return QString::fromStdString(std::string(hs::name(code)));
}

} // namespace

std::optional<Items> itemsOf(const api::Command &command)
{
    if (const auto *move = std::get_if<api::MoveWorkflows>(&command))
        return each(move->workflows, [move](const api::Id &id) { return api::SendWorkflowEvent{id, move->event, {}, {}, move->reason}; });
    if (const auto *undo = std::get_if<api::UndoMoves>(&command))
        return each(undo->workflows, [](const api::Id &id) { return api::UndoMove{id}; });
    if (const auto *assign = std::get_if<api::AssignWorkflows>(&command))
        return each(assign->workflows, [assign](const api::Id &id) { return api::AssignWorkflow{id, assign->assignee}; });
    if (const auto *cancel = std::get_if<api::CancelWorkflows>(&command))
        return each(cancel->workflows, [cancel](const api::Id &id) { return api::CancelWorkflow{id, cancel->reason}; });
    return std::nullopt;
}

std::optional<Error> refusal(const Items &items)
{
    if (items.ids.empty())
        return Error{Errc::BadInput, "no workflow is named", "workflows", "name at least one", std::nullopt};
    if (items.ids.size() > std::size_t(api::LargestBulk))
        return Error{Errc::BadInput, std::to_string(items.ids.size()) + " workflows are more than " + std::to_string(api::LargestBulk), "workflows",
                     "do it in several turns", std::nullopt};
    return std::nullopt;
}

Report::Report(std::vector<api::Id> ids, std::function<void(Result<api::Receipt>)> reply)
    : m_ids(std::move(ids)), m_outcomes(m_ids.size()), m_missing(m_ids.size()), m_reply(std::move(reply))
{
}

void Report::take(std::size_t item, Result<api::Receipt> outcome)
{
    {
        const std::lock_guard lock(m_mutex);
        m_outcomes[item] = std::move(outcome);
        if (--m_missing > 0)
            return;
    }
    m_reply(whole()); // nobody else comes any more
}

Result<api::Receipt> Report::whole() const
{
    int done = 0;
    QJsonArray items;
    const auto hopeless = [](const auto &outcome) {
        return !*outcome && (outcome->error().code == Errc::Forbidden || outcome->error().code == Errc::Cancelled);
    };
    if (std::all_of(m_outcomes.begin(), m_outcomes.end(), hopeless))
        return *m_outcomes.front();
    for (std::size_t i = 0; i < m_ids.size(); ++i) {
        const auto &outcome = *m_outcomes[i];
        QJsonObject item{{QStringLiteral("id"), m_ids[i]}};
        const bool ignored = outcome && outcome->data.value(QStringLiteral("ignored")).toBool();
        const bool ok = outcome && !ignored;
        done += ok ? 1 : 0;
        item[QStringLiteral("ok")] = ok;
        if (outcome) {
            item[QStringLiteral("detail")] = outcome->detail;
            item[QStringLiteral("ignored")] = ignored;
        } else {
            item[QStringLiteral("code")] = codeText(outcome.error().code);
            item[QStringLiteral("what")] = QString::fromStdString(outcome.error().what);
            item[QStringLiteral("mend")] = QString::fromStdString(outcome.error().mend);
        }
        items.append(item);
    }
    const int all = int(m_ids.size());
    return api::Receipt{{}, QStringLiteral("%1 of %2 done").arg(done).arg(all),
                        {{QStringLiteral("done"), done}, {QStringLiteral("refused"), all - done}, {QStringLiteral("items"), items}}};
}

} // namespace hs::runtime::bulk
