#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

namespace hs::workflow {

enum class MachineStatus { Active, Done };
[[nodiscard]] std::string_view name(MachineStatus status); ///< "active", "done"

/// A task that has been started and has no result yet.
struct OpenTask {
    std::string id; ///< invoke id
    std::string src;
    OrderedJson input;
    unsigned start = 1; ///< n of rule D5: the how-manieth start of this invoke in the instance

    friend bool operator==(const OpenTask &, const OpenTask &) = default;
};

/// A timer that has not fired. Kept in the order of creation.
struct PendingTimer {
    std::string id;      ///< "xstate.after.<key>.<state id>", or the id of a delayed raise
    OrderedJson event;   ///< what it brings, an object with "type"
    Timestamp due;
    std::string state;   ///< the state it is tied to; empty for a delayed raise
    std::uint64_t sequence = 0; ///< of creation, unique in the instance

    friend bool operator==(const PendingTimer &, const PendingTimer &) = default;
};

/// Where an instance stands between two steps. A plain value.
struct Snapshot {
    MachineStatus status = MachineStatus::Active;
    std::vector<std::string> active; ///< ids of the active leaf states, in document order
    OrderedJson context = OrderedJson::object();
    std::map<std::string, std::vector<std::string>> history; ///< history state id -> recorded state ids
    std::vector<OpenTask> tasks;      ///< by id
    std::vector<PendingTimer> timers; ///< by sequence
    std::map<std::string, unsigned> starts; ///< by invoke id
    std::uint64_t sequence = 0;       ///< of the newest timer
    OrderedJson output;               ///< once done

    friend bool operator==(const Snapshot &, const Snapshot &) = default;

    [[nodiscard]] const OpenTask *task(std::string_view invokeId) const; ///< null when not open
    [[nodiscard]] const PendingTimer *timer(std::string_view timerId) const;
    /// The next timer to fire: by due time, then creation (M19); null when there is none.
    [[nodiscard]] const PendingTimer *nextTimer() const;
};

/// Compact JSON; what is empty is left out. Equal snapshots give equal bytes.
[[nodiscard]] OrderedJson toJson(const Snapshot &snapshot);
/// Fails with Corrupt, naming the field, on anything `toJson` does not write.
[[nodiscard]] Result<Snapshot> snapshotFromJson(const OrderedJson &json);
[[nodiscard]] Result<Snapshot> parseSnapshot(std::string_view text);
/// toJson(snapshot) as text, without the detour.
[[nodiscard]] std::string dumpSnapshot(const Snapshot &snapshot);
/// canonicalJson(toJson(snapshot)), without the detour.
[[nodiscard]] std::string canonicalSnapshot(const Snapshot &snapshot);

} // namespace hs::workflow
