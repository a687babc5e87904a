#pragma once

#include "engine/api/values.h"

/// Trouble with the console itself and who answers it.
namespace hs::api {

/// How trouble is answered. Recovery: the engine tries again by itself. Operational: an administrator of the studio
/// intervenes. Development: whoever maintains the program is needed. Business: customers or data are at risk.
enum class TroubleLevel { Recovery = 1, Operational = 2, Development = 3, Business = 4 };

/// One fault of one component, from its first failure until the component is well again.
struct TroubleRow {
    Id id;             ///< trb_…; empty: told from memory, because the store cannot be written
    QString component; ///< "channel:mail", "source:typeform", "agent:nyra", "workflow:lead-to-client", "store", …
    QString title;     ///< the component as people call it
    QString fault;     ///< what is wrong, the engine's plain English
    TroubleLevel level = TroubleLevel::Recovery;
    qint64 count = 0;  ///< how often it happened in the last 24 hours
    QDateTime since;   ///< first failure
    QDateTime last;    ///< latest failure
    QString why;       ///< the rule that gave the level, plain English
    QString tried;     ///< what the engine has tried
    QString next;      ///< what to do
    Id task;           ///< Master Task for the administrators, from level 2 on
    Id escalation;     ///< of level 4
    QDateTime resolvedAt; ///< invalid: it is still there
};

struct TroubleQuery {
    using Answer = std::vector<TroubleRow>; ///< highest level first, of one level the oldest
    bool openOnly = true; ///< false: with those resolved in the last 7 days
};

} // namespace hs::api
