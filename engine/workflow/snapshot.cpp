#include "engine/workflow/snapshot.h"

#include <algorithm>

namespace hs::workflow {

namespace {

tl::unexpected<Error> broken(const std::string &where, const std::string &what)
{
    return fail(Errc::Corrupt, "the snapshot is broken: " + what, where, "restore the instance from its history");
}

/// Reads one snapshot; the first thing that does not fit ends it.
class SnapshotReader {
public:
    explicit SnapshotReader(const OrderedJson &json) : m_json(json) {}

    Result<Snapshot> read()
    {
        if (!m_json.is_object())
            return broken("", "it is not an object");
        for (const auto &[key, value] : m_json.items())
            field(key, value);
        if (m_snapshot.active.empty())
            refuse("/active", "no state is active");
        if (m_problem)
            return tl::make_unexpected(*m_problem);
        return std::move(m_snapshot);
    }

private:
    void refuse(const std::string &where, const std::string &what)
    {
        if (!m_problem)
            m_problem = broken(where, what).value();
    }

    std::string text(const OrderedJson &value, const std::string &where)
    {
        if (value.is_string())
            return value.get<std::string>();
        refuse(where, "a text is missing");
        return {};
    }

    std::int64_t whole(const OrderedJson &value, const std::string &where)
    {
        if (value.is_number_integer())
            return value.get<std::int64_t>();
        refuse(where, "a whole number is missing");
        return 0;
    }

    std::vector<std::string> texts(const OrderedJson &value, const std::string &where)
    {
        std::vector<std::string> out;
        if (!value.is_array())
            refuse(where, "a list is missing");
        else
            std::transform(value.begin(), value.end(), std::back_inserter(out),
                           [&](const OrderedJson &element) { return text(element, where); });
        return out;
    }

    /// A member that must be there.
    const OrderedJson &member(const OrderedJson &object, const char *key, const std::string &where)
    {
        static const OrderedJson nothing;
        const auto found = object.is_object() ? object.find(key) : object.end();
        if (object.is_object() && found != object.end())
            return *found;
        refuse(where + '/' + key, "it is missing");
        return nothing;
    }

    void field(const std::string &key, const OrderedJson &value)
    {
        const std::string where = '/' + key;
        if (key == "status") {
            const std::string status = text(value, where);
            if (status != name(MachineStatus::Active) && status != name(MachineStatus::Done))
                refuse(where, "unknown status");
            m_snapshot.status = status == "done" ? MachineStatus::Done : MachineStatus::Active;
        } else if (key == "active") {
            m_snapshot.active = texts(value, where);
        } else if (key == "context") {
            if (!value.is_object())
                refuse(where, "it is not an object");
            m_snapshot.context = value;
        } else if (key == "history" && value.is_object()) {
            for (const auto &[state, recorded] : value.items())
                m_snapshot.history[state] = texts(recorded, where);
        } else if (key == "tasks" && value.is_array()) {
            for (const auto &task : value)
                m_snapshot.tasks.push_back({text(member(task, "id", where), where), text(member(task, "src", where), where),
                                            member(task, "input", where),
                                            unsigned(whole(member(task, "n", where), where))});
        } else if (key == "timers" && value.is_array()) {
            for (const auto &timer : value)
                m_snapshot.timers.push_back({text(member(timer, "id", where), where), member(timer, "event", where),
                                             fromMillis(whole(member(timer, "due", where), where)),
                                             text(member(timer, "state", where), where),
                                             std::uint64_t(whole(member(timer, "seq", where), where))});
        } else if (key == "starts" && value.is_object()) {
            for (const auto &[invoke, count] : value.items())
                m_snapshot.starts[invoke] = unsigned(whole(count, where));
        } else if (key == "seq") {
            m_snapshot.sequence = std::uint64_t(whole(value, where));
        } else if (key == "output") {
            m_snapshot.output = value;
        } else {
            refuse(where, "this field is unknown or of the wrong type");
        }
    }

    const OrderedJson &m_json;
    Snapshot m_snapshot;
    std::optional<Error> m_problem;
};

} // namespace

std::string_view name(MachineStatus status)
{
    return status == MachineStatus::Done ? "done" : "active";
}

const OpenTask *Snapshot::task(std::string_view invokeId) const
{
    const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const OpenTask &task) { return task.id == invokeId; });
    return found == tasks.end() ? nullptr : &*found;
}

const PendingTimer *Snapshot::timer(std::string_view timerId) const
{
    const auto found
        = std::find_if(timers.begin(), timers.end(), [&](const PendingTimer &timer) { return timer.id == timerId; });
    return found == timers.end() ? nullptr : &*found;
}

const PendingTimer *Snapshot::nextTimer() const
{
    const auto next = std::min_element(timers.begin(), timers.end(), [](const auto &a, const auto &b) {
        return std::pair(a.due, a.sequence) < std::pair(b.due, b.sequence);
    });
    return next == timers.end() ? nullptr : &*next;
}

OrderedJson toJson(const Snapshot &snapshot)
{
    OrderedJson out = {{"status", name(snapshot.status)}, {"active", snapshot.active}, {"context", snapshot.context}};
    if (!snapshot.history.empty())
        out["history"] = snapshot.history;
    for (const auto &task : snapshot.tasks)
        out["tasks"].push_back({{"id", task.id}, {"src", task.src}, {"input", task.input}, {"n", task.start}});
    for (const auto &timer : snapshot.timers)
        out["timers"].push_back({{"id", timer.id},
                                 {"event", timer.event},
                                 {"due", toMillis(timer.due)},
                                 {"state", timer.state},
                                 {"seq", timer.sequence}});
    if (!snapshot.starts.empty())
        out["starts"] = snapshot.starts;
    if (snapshot.sequence != 0)
        out["seq"] = snapshot.sequence;
    if (!snapshot.output.is_null())
        out["output"] = snapshot.output;
    return out;
}

Result<Snapshot> snapshotFromJson(const OrderedJson &json)
{
    return SnapshotReader(json).read();
}

Result<Snapshot> parseSnapshot(std::string_view text)
{
    const auto json = OrderedJson::parse(text, nullptr, false);
    if (json.is_discarded())
        return broken("", "it is not JSON");
    return snapshotFromJson(json);
}

} // namespace hs::workflow
