#pragma once

#include "engine/api/rows.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"

namespace hs::test {

/// A studio's morning for pictures and view tests. Fictional people; times are
/// relative to the fake clock's start.
[[nodiscard]] QDateTime demoNow();
[[nodiscard]] std::vector<api::EscalationRow> demoEscalations();
[[nodiscard]] std::vector<api::EscalationRow> demoDecided();
[[nodiscard]] api::EscalationDetail demoDetail();
[[nodiscard]] std::vector<api::IntegrationCard> demoIntegrations();
[[nodiscard]] std::vector<api::DeliveryRow> demoDeliveries();
[[nodiscard]] std::vector<api::EffectRow> demoEffects();
[[nodiscard]] std::vector<api::AuditRow> demoAudit();
[[nodiscard]] std::vector<api::EventRow> demoEvents();
[[nodiscard]] std::vector<api::TaskRow> demoTasks();
[[nodiscard]] api::Caller demoCaller();

/// A door that answers with all of it.
void fillDoor(FakeDoor &door);

} // namespace hs::test
