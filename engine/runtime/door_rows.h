#pragma once

#include <QString>

#include "engine/api/rows.h"
#include "engine/runtime/studio.h"
#include "engine/store/tables/audit.h"
#include "engine/store/tables/escalations.h"
#include "engine/store/tables/inbox.h"
#include "engine/store/tables/messages.h"
#include "engine/store/tables/outbox.h"
#include "engine/store/tables/records.h"
#include "engine/store/tables/threads.h"
#include "engine/store/tables/workflows.h"

/// Rows of the store as the door hands them out.
namespace hs::runtime::rows {

[[nodiscard]] inline QString q(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}
[[nodiscard]] QDateTime time(Timestamp at);
[[nodiscard]] QDateTime time(const std::optional<Timestamp> &at); ///< invalid when there is none
[[nodiscard]] std::optional<Timestamp> time(const QDateTime &at); ///< nothing when invalid
[[nodiscard]] QJsonObject object(const Json &value);
[[nodiscard]] QJsonArray array(const Json &value);
[[nodiscard]] QJsonValue value(const Json &value); ///< null stays null
[[nodiscard]] Json json(const QJsonObject &value);
[[nodiscard]] QStringList list(const std::vector<std::string> &texts);
[[nodiscard]] store::Slice slice(const api::Window &window);

[[nodiscard]] api::EventRow row(const store::inbox::Event &event);
[[nodiscard]] api::RecordRow row(const store::records::Record &record);
[[nodiscard]] api::MessageRow row(const store::messages::Message &message);
[[nodiscard]] api::EffectRow row(const store::outbox::Effect &effect);
[[nodiscard]] api::AuditRow row(const store::audit::Stored &entry);
[[nodiscard]] api::WorkflowRow row(const store::workflows::Instance &instance);
[[nodiscard]] api::HistoryRow row(const store::workflows::Step &step);
[[nodiscard]] api::ThreadRow row(const store::threads::Listed &listed);
[[nodiscard]] api::TaskRow row(const store::records::Task &task, const store::ReadSql &sql);
[[nodiscard]] api::EscalationRow row(const store::escalations::Escalation &escalation, const store::ReadSql &sql);

template <typename Out, typename In, typename Convert>
[[nodiscard]] api::Page<Out> page(const store::Sliced<In> &sliced, Convert convert)
{
    api::Page<Out> page;
    page.rows.reserve(sliced.rows.size());
    for (const auto &in : sliced.rows)
        page.rows.push_back(convert(in));
    page.next = q(sliced.next);
    return page;
}

[[nodiscard]] QString operatorName(const store::ReadSql &sql, const std::string &id); ///< the id when unknown

} // namespace hs::runtime::rows
