#pragma once

#include "engine/agents/view.h"
#include "engine/runtime/studio.h"

namespace hs::runtime {

/// What an agent sees: the store within the running transaction (or a reader's snapshot).
class StoreView final : public agents::View {
public:
    StoreView(const store::ReadSql &sql, const Studio &studio, Timestamp now) : m_sql(sql), m_studio(studio), m_now(now) {}

    [[nodiscard]] Timestamp now() const override { return m_now; }
    [[nodiscard]] std::string newId(std::string_view prefix) const override { return m_studio.ids.make(prefix); }
    [[nodiscard]] std::optional<agents::RecordView> record(std::string_view database, std::string_view id) const override;
    [[nodiscard]] std::vector<agents::RecordView> recordsBy(std::string_view database, std::string_view property, std::string_view value,
                                                            int limit) const override;
    [[nodiscard]] std::vector<agents::RecordView> slice(std::string_view database, Timestamp from, std::string_view after,
                                                        int limit) const override;
    [[nodiscard]] std::vector<agents::ActivityView> activity(std::string_view member, std::chrono::sys_days from) const override;
    [[nodiscard]] std::vector<agents::InstanceView> openInstances(std::string_view contact) const override;
    [[nodiscard]] std::vector<agents::InstanceView> instancesByKey(std::string_view definition, std::string_view key) const override;
    [[nodiscard]] std::vector<agents::InstanceView> openInstancesOf(std::string_view definition, int limit) const override;
    [[nodiscard]] std::vector<agents::EscalationView> openEscalations(int limit) const override;
    [[nodiscard]] std::vector<agents::TaskView> openTasks(int limit) const override;
    [[nodiscard]] std::optional<agents::TaskView> openTask(std::string_view wanted) const override;
    [[nodiscard]] std::vector<agents::OperatorView> operators() const override;
    [[nodiscard]] int openMatters(std::string_view contact) const override;
    [[nodiscard]] std::optional<agents::RecordView> entity(std::string_view id) const override;
    [[nodiscard]] std::vector<agents::RecordView> entities() const override;
    [[nodiscard]] std::string defaultEntity() const override;
    [[nodiscard]] agents::House house() const override;
    [[nodiscard]] agents::KnowledgeAnswer knowledge(std::string_view question, std::string_view entity) const override;

private:
    const store::ReadSql &m_sql;
    const Studio &m_studio;
    Timestamp m_now;
};

} // namespace hs::runtime
