#pragma once

#include "engine/runtime/studio.h"

namespace hs::runtime::mirror {

/// Records of the hub that follow the engine's tables, brought up to date once a commit and in its transaction: whatever
/// changed a table and however often, its record is written once. Which database is filled by what:
///
/// database                      | engine's tables                                    | written
/// Business Entities Registry    | its Primary Workflows: by kind                     | business_workflows, at create and start
/// Contacts & Profiles           | agents' plans, people                              | record_desk
/// Community Hub                 | agents' plans (Sage), people                       | record_desk
/// Products & Services           | agents' plans (Solari), people                     | record_desk
/// Active Workflows              | instances, history, timers, escalations, tasks     | hub_mirror with each step; Level here; what grows
///                               |                                                    | with the run is read from its tables (hub_instances)
/// Marketing Campaigns           | agents' plans (Liora), people                      | record_desk
/// Master Tasks                  | tasks                                              | record_desk, both in one write
/// Feedback & Surveys            | agents' plans (Sage), people                       | record_desk
/// Rewards & Bounties            | what ships; people                                 | hub_seed; Expired by hub_rewards
/// Agent Communication           | messages, bus_deliveries; cards of the agents      | hub_messages, here; patterns: hub_seed
/// Agent Registry                | agents, agent_days; cards of the agents            | hub_mirror at start; numbers here
/// API Integrations              | catalogue of sources, secrets, inbox, refusals     | hub_mirror at start and every ten minutes
/// Data Transformations          | what ships; people, checked by transformations     | hub_seed, record_desk
/// Notification Templates        | what ships; outbox, letter_sends; people           | hub_seed; Send Count and Last Sent here
/// Use Cases Library             | what ships; people                                 | hub_seed
/// Workflows Library             | definitions, board_counts, run_times               | hub_mirror when published; numbers here
///
/// These records are the engine's own writes, so nobody is told of them as if a person had edited (hub_notices.h). A part
/// that fails is taken back and logged; the commit stands. For Store::beforeCommit.
void follow(store::Transaction &tx, const Studio &studio);

} // namespace hs::runtime::mirror
