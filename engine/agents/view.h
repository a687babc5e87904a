#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

namespace hs::agents {

struct RecordView {
    std::string id;
    std::string database;
    std::string title;
    Json fields; ///< hub property name → value
    Timestamp updatedAt;
    Timestamp createdAt{};
};

/// What one member did on one day (UTC), by kind.
struct ActivityView {
    std::chrono::sys_days day;
    std::string kind; ///< post, comment, reaction, login, event, share, profile, course, mentoring, organised, other
    int count = 0;
    Timestamp first; ///< of that kind on that day
};

struct InstanceView {
    std::string id;
    std::string definition;
    std::string key;
    std::string state;
    std::string contact;
    Timestamp startedAt;
    Timestamp updatedAt;
    Json context; ///< the instance's data; booked slots are found here
};

struct TaskView {
    std::string id, title, status, priority, assignee;
    std::optional<Timestamp> due;
    int estimateMinutes = 0;
    std::string number; ///< for people: "TASK-0a1b2c3d"
    std::string contact, workflow;
    std::string category;
};

struct EscalationView {
    std::string id, number, title, reasonClass, status, priority;
    std::optional<Timestamp> respondDue;
};

struct OperatorView {
    std::string id, name;
    std::int64_t openMinutes = 0; ///< estimates of the open tasks, added up
    std::optional<Timestamp> lastAssigned;
};

/// What the studio's settings say to every business that says nothing itself.
struct House {
    double refundLimit = 500;
    double highValueMark = 5000;
    std::chrono::hours duplicateWindow{24};
    std::string language = "en"; ///< of answers to people whose own is not known
    std::string zone, hours;     ///< empty: UTC, and the usual hours
    std::vector<std::string> holidays;
};

/// An answer from the studio's sources, or that none answers.
struct KnowledgeAnswer {
    struct Source {
        std::string title, kind, link; ///< "page", "record", …; what opens it
        std::string quote;             ///< the words that it is cited for
        std::string ref;               ///< id of the document
    };
    bool found = false;
    std::string text;        ///< sentences, each with the numbers of its sources, from 1
    std::vector<Source> sources;
    double support = 0;      ///< how well the sources carry it, 0 to 1
    std::vector<std::string> warnings; ///< contradictory, old or reported sources
    std::vector<std::string> nearest;  ///< titles of what came nearest, where nothing answers
};

/// What an agent sees: the store as it stands within the running transaction,
/// the clock and the studio's settings. Valid only during the call it is handed to.
/// Lookups answer nothing when the store has nothing; a failing store ends the
/// transaction by itself, so these calls report no errors.
class View {
public:
    virtual ~View() = default;

    [[nodiscard]] virtual Timestamp now() const = 0;
    [[nodiscard]] virtual std::string newId(std::string_view prefix) const = 0;

    [[nodiscard]] virtual std::optional<RecordView> record(std::string_view database, std::string_view id) const = 0;
    /// Records whose top-level text field equals `value` (case-insensitively), newest first, at most `limit`.
    [[nodiscard]] virtual std::vector<RecordView> recordsBy(std::string_view database, std::string_view property,
                                                            std::string_view value, int limit = 20) const = 0;
    /// A slice of a database in the order of creation: records made from `from` on, behind the record `after` (empty: from
    /// the first). The cost is that of the records answered, whatever else the store holds: a walk over all of them goes
    /// in slices, each in a transaction of its own (Plan::progress).
    [[nodiscard]] virtual std::vector<RecordView> slice(std::string_view database, Timestamp from, std::string_view after, int limit) const = 0;
    /// What a member of the community did from that day on, oldest first.
    [[nodiscard]] virtual std::vector<ActivityView> activity(std::string_view member, std::chrono::sys_days from) const = 0;
    [[nodiscard]] virtual std::vector<InstanceView> openInstances(std::string_view contact) const = 0;
    [[nodiscard]] virtual std::vector<InstanceView> instancesByKey(std::string_view definition, std::string_view key) const = 0;
    /// Open instances of one definition, newest first; of every definition when it is empty.
    [[nodiscard]] virtual std::vector<InstanceView> openInstancesOf(std::string_view definition, int limit) const = 0;
    [[nodiscard]] virtual std::vector<TaskView> openTasks(int limit) const = 0;
    /// One of them, by its id or its number in any case.
    [[nodiscard]] virtual std::optional<TaskView> openTask(std::string_view wanted) const = 0;
    [[nodiscard]] virtual std::vector<EscalationView> openEscalations(int limit) const = 0;
    [[nodiscard]] virtual std::vector<OperatorView> operators() const = 0;
    /// How many requests of this contact were escalated or left open, for "third time I write".
    [[nodiscard]] virtual int openMatters(std::string_view contact) const = 0;

    /// The business the record id or default stands for: its fields of Business Entities Registry.
    [[nodiscard]] virtual std::optional<RecordView> entity(std::string_view id) const = 0;
    [[nodiscard]] virtual std::vector<RecordView> entities() const = 0;
    [[nodiscard]] virtual std::string defaultEntity() const = 0;
    [[nodiscard]] virtual House house() const { return {}; }
    /// What the studio's sources say to a question; those of the business and everybody's. Without a library nothing is found.
    [[nodiscard]] virtual KnowledgeAnswer knowledge(std::string_view /*question*/, std::string_view /*entity*/) const { return {}; }
};

} // namespace hs::agents
