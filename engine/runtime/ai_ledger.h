#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "engine/ai/ledger.h"
#include "engine/store/store.h"

namespace hs::runtime {

/// Keeps calls of language models in the store, and knows from memory what was spent today. Lives in the engine's thread.
class AiLedger final : public ai::Ledger {
public:
    AiLedger(store::Store &store, const Clock &clock);

    void record(const ai::CallRecord &call) override;
    [[nodiscard]] ai::Spent spentToday(const std::string &entity, const std::string &agent) const override;

    /// What of a task's words was masked: kept with its calls. Before or after them.
    void noteMasks(const std::string &task, const std::map<std::string, std::string> &masks);
    void setOnRecord(std::function<void()> told) { m_told = std::move(told); }

private:
    void today() const; ///< begins a new day, or reads what was spent of this one

    store::Store &m_store;
    const Clock &m_clock;
    std::function<void()> m_told;
    mutable std::string m_day;
    mutable double m_all = 0;
    mutable std::map<std::string, double> m_entities, m_agents;
};

} // namespace hs::runtime
