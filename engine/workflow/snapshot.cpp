#include "engine/workflow/snapshot.h"

#include <algorithm>

#include "engine/vocabulary/json_text.h"
#include "engine/workflow/document.h"
#include "engine/workflow/ordered_parse.h"

namespace hs::workflow {

namespace {

tl::unexpected<Error> broken(const std::string &where, const std::string &what)
{
    return fail(Errc::Corrupt, "the snapshot is broken: " + what, where, "restore the instance from its history");
}

/// Reads one snapshot; the first thing that does not fit ends it.
class SnapshotReader {
public:
    /// What can be moved out of `json` is.
    explicit SnapshotReader(OrderedJson json) : m_json(std::move(json)) {}

    Result<Snapshot> read()
    {
        if (!m_json.is_object())
            return broken("", "it is not an object");
        for (auto &[key, value] : m_json.get_ref<OrderedJson::object_t &>())
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

    std::string text(OrderedJson &value, const char *where)
    {
        if (value.is_string())
            return std::move(value.get_ref<std::string &>());
        refuse(where, "a text is missing");
        return {};
    }

    std::int64_t whole(const OrderedJson &value, const char *where)
    {
        if (value.is_number_integer())
            return value.get<std::int64_t>();
        refuse(where, "a whole number is missing");
        return 0;
    }

    std::vector<std::string> texts(OrderedJson &value, const char *where)
    {
        std::vector<std::string> out;
        if (!value.is_array())
            refuse(where, "a list is missing");
        else
            std::transform(value.begin(), value.end(), std::back_inserter(out),
                           [&](OrderedJson &element) { return text(element, where); });
        return out;
    }

    /// A member that must be there.
    OrderedJson &member(OrderedJson &object, const char *key, const char *where)
    {
        static thread_local OrderedJson nothing;
        nothing = nullptr;
        const auto found = object.is_object() ? object.find(key) : object.end();
        if (object.is_object() && found != object.end())
            return *found;
        refuse(std::string(where) + '/' + key, "it is missing");
        return nothing;
    }

    void field(const std::string &key, OrderedJson &value)
    {
        if (key == "status") {
            const std::string status = text(value, "/status");
            if (status != name(MachineStatus::Active) && status != name(MachineStatus::Done))
                refuse("/status", "unknown status");
            m_snapshot.status = status == "done" ? MachineStatus::Done : MachineStatus::Active;
        } else if (key == "active") {
            m_snapshot.active = texts(value, "/active");
        } else if (key == "context") {
            if (!value.is_object())
                refuse("/context", "it is not an object");
            m_snapshot.context = std::move(value);
        } else if (key == "history" && value.is_object()) {
            for (auto &[state, recorded] : value.get_ref<OrderedJson::object_t &>())
                m_snapshot.history[state] = texts(recorded, "/history");
        } else if (key == "tasks" && value.is_array()) {
            constexpr auto Where = "/tasks";
            for (auto &task : value)
                m_snapshot.tasks.push_back({text(member(task, "id", Where), Where), text(member(task, "src", Where), Where),
                                            std::move(member(task, "input", Where)),
                                            unsigned(whole(member(task, "n", Where), Where))});
        } else if (key == "timers" && value.is_array()) {
            constexpr auto Where = "/timers";
            for (auto &timer : value)
                m_snapshot.timers.push_back({text(member(timer, "id", Where), Where), std::move(member(timer, "event", Where)),
                                             fromMillis(whole(member(timer, "due", Where), Where)),
                                             text(member(timer, "state", Where), Where),
                                             std::uint64_t(whole(member(timer, "seq", Where), Where))});
        } else if (key == "starts" && value.is_object()) {
            for (const auto &[invoke, count] : value.get_ref<const OrderedJson::object_t &>())
                m_snapshot.starts[invoke] = unsigned(whole(count, "/starts"));
        } else if (key == "seq") {
            m_snapshot.sequence = std::uint64_t(whole(value, "/seq"));
        } else if (key == "output") {
            m_snapshot.output = std::move(value);
        } else {
            refuse('/' + key, "this field is unknown or of the wrong type");
        }
    }

    OrderedJson m_json;
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

namespace {

OrderedJson tasksJson(const Snapshot &snapshot)
{
    auto list = OrderedJson::array();
    for (const auto &task : snapshot.tasks)
        list.push_back({{"id", task.id}, {"src", task.src}, {"input", task.input}, {"n", task.start}});
    return list;
}

OrderedJson timersJson(const Snapshot &snapshot)
{
    auto list = OrderedJson::array();
    for (const auto &timer : snapshot.timers)
        list.push_back({{"id", timer.id},
                        {"event", timer.event},
                        {"due", toMillis(timer.due)},
                        {"state", timer.state},
                        {"seq", timer.sequence}});
    return list;
}

} // namespace

OrderedJson toJson(const Snapshot &snapshot)
{
    OrderedJson out = {{"status", name(snapshot.status)}, {"active", snapshot.active}, {"context", snapshot.context}};
    if (!snapshot.history.empty())
        out["history"] = snapshot.history;
    if (!snapshot.tasks.empty())
        out["tasks"] = tasksJson(snapshot);
    if (!snapshot.timers.empty())
        out["timers"] = timersJson(snapshot);
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
    auto json = parseOrdered(text);
    if (!json)
        return broken("", "it is not JSON");
    return SnapshotReader(std::move(*json)).read();
}

namespace {

void write(const OrderedJson &value, std::string &out)
{
    appendJson(out, value);
}

void write(const std::string &text, std::string &out)
{
    appendText(out, text);
}

void write(const std::vector<std::string> &texts, std::string &out)
{
    appendTexts(out, texts);
}

/// `,"key":` and what opens a list of members or elements.
template <typename Range, typename WriteOne>
void writeAll(const char *key, char open, char close, const Range &range, std::string &out, WriteOne writeOne)
{
    if (range.empty())
        return;
    out.append(",\"").append(key).append("\":") += open;
    bool first = true;
    for (const auto &one : range) {
        if (!first)
            out += ',';
        first = false;
        writeOne(one);
    }
    out += close;
}

} // namespace

std::string dumpSnapshot(const Snapshot &snapshot)
{
    std::string out = "{\"status\":\"" + std::string(name(snapshot.status)) + "\",\"active\":";
    write(snapshot.active, out);
    out += ",\"context\":";
    write(snapshot.context, out);
    writeAll("history", '{', '}', snapshot.history, out, [&](const auto &one) {
        write(one.first, out);
        out += ':';
        write(one.second, out);
    });
    writeAll("tasks", '[', ']', snapshot.tasks, out, [&](const OpenTask &task) {
        out += "{\"id\":";
        write(task.id, out);
        out += ",\"src\":";
        write(task.src, out);
        out += ",\"input\":";
        write(task.input, out);
        out += ",\"n\":" + std::to_string(task.start) + '}';
    });
    writeAll("timers", '[', ']', snapshot.timers, out, [&](const PendingTimer &timer) {
        out += "{\"id\":";
        write(timer.id, out);
        out += ",\"event\":";
        write(timer.event, out);
        out += ",\"due\":" + std::to_string(toMillis(timer.due)) + ",\"state\":";
        write(timer.state, out);
        out += ",\"seq\":" + std::to_string(timer.sequence) + '}';
    });
    writeAll("starts", '{', '}', snapshot.starts, out, [&](const auto &one) {
        write(one.first, out);
        out += ':' + std::to_string(one.second);
    });
    if (snapshot.sequence != 0)
        out += ",\"seq\":" + std::to_string(snapshot.sequence);
    if (!snapshot.output.is_null()) {
        out += ",\"output\":";
        write(snapshot.output, out);
    }
    return out + '}';
}

std::string canonicalSnapshot(const Snapshot &snapshot)
{
    std::string out = "{\"active\":";
    write(snapshot.active, out);
    const auto member = [&](const char *key, const OrderedJson &value) {
        appendKey(out, key);
        appendCanonical(out, value);
    };
    member("context", snapshot.context);
    if (!snapshot.history.empty())
        member("history", snapshot.history);
    if (!snapshot.output.is_null())
        member("output", snapshot.output);
    if (snapshot.sequence != 0)
        member("seq", snapshot.sequence);
    if (!snapshot.starts.empty())
        member("starts", snapshot.starts);
    appendKey(out, "status");
    appendText(out, name(snapshot.status));
    if (!snapshot.tasks.empty())
        member("tasks", tasksJson(snapshot));
    if (!snapshot.timers.empty())
        member("timers", timersJson(snapshot));
    return out + '}';
}

} // namespace hs::workflow
