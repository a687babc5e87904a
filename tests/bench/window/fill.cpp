#include "tests/bench/window/fill.h"

#include <algorithm>
#include <functional>

#include "engine/store/store.h"
#include "engine/store/tables/inbox.h"
#include "engine/store/tables/records.h"
#include "engine/store/tables/threads.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/id.h"

namespace hs::bench {

namespace {

constexpr int RowsACommit = 1000;

/// Runs `row` for 0 … count - 1, many in a commit.
Result<void> each(store::Store &store, int count, const std::function<void(store::Transaction &, int)> &row)
{
    for (int begin = 0; begin < count; begin += RowsACommit) {
        const auto done = store.writeNow<int>([&](store::Transaction &tx) -> Result<int> {
            for (int i = begin; i < std::min(begin + RowsACommit, count); ++i)
                row(tx, i);
            return 0;
        });
        if (!done)
            return tl::make_unexpected(done.error());
    }
    return {};
}

} // namespace

Result<void> fill(const std::string &dataDir, int rows)
{
    auto opened = store::Store::open({dataDir, false, 1});
    if (!opened)
        return tl::make_unexpected(opened.error());
    store::Store &store = **opened;
    const SystemClock clock;
    IdMaker ids(clock);
    const auto definitions = store.readNow<std::vector<store::workflows::Definition>>(
        [](const store::ReadSql &sql) -> Result<std::vector<store::workflows::Definition>> { return store::workflows::definitions(sql); });
    if (!definitions)
        return tl::make_unexpected(definitions.error());
    const auto lead = std::find_if(definitions->begin(), definitions->end(), [](const auto &one) { return one.id == "lead-to-client"; });
    if (lead == definitions->end())
        return fail(Errc::NotFound, "the lead workflow is not published here", dataDir, "start the console once on this folder");
    const Timestamp now = clock.now();
    const auto before = [now, rows](int i) { return now - std::chrono::seconds(rows - i); };

    HS_TRY(each(store, rows, [&](store::Transaction &tx, int i) {
        const auto number = std::to_string(i);
        store::records::Record contact;
        contact.id = ids.make("rec");
        contact.database = "contacts-profiles";
        contact.title = "Person " + number;
        contact.fields = {{"Full Name", "Person " + number}, {"Email", "person" + number + "@example.org"}, {"Contact Type", "Lead"}};
        contact.etag = number;
        contact.createdAt = contact.updatedAt = before(i);
        contact.updatedBy = "engine";
        contact.search = "person " + number + " person" + number + "@example.org";
        contact.keys = {{"Email", "person" + number + "@example.org"}};
        store::records::put(tx, contact);
    }));
    HS_TRY(each(store, rows, [&](store::Transaction &tx, int i) {
        const auto number = std::to_string(i);
        const std::string body = R"({"data":{"contact":{"email":"person)" + number + R"(@example.org"}}})";
        store::inbox::NewEvent event{ids.make("evt"), "generic", "lead_capture", "fill" + number, "{}", body, before(i), "fill"};
        const auto added = store::inbox::add(tx, event);
        if (const auto row = store::inbox::find(tx, added.id))
            store::inbox::done(tx, *row, "Person " + number + " scored", now);
    }));
    HS_TRY(each(store, rows, [&](store::Transaction &tx, int i) {
        store::workflows::Instance instance;
        instance.id = ids.make("wf");
        instance.number = "LC-" + std::to_string(i + 1);
        instance.definition = lead->id;
        instance.version = lead->version;
        instance.title = "Person " + std::to_string(i) + " wants to visit";
        instance.status = store::workflows::Status::Completed; // nothing is to run behind the measurement
        instance.state = "captured";
        instance.column = "Captured";
        instance.agent = "nyra";
        instance.snapshot = "{}";
        instance.startedAt = instance.updatedAt = instance.enteredAt = before(i);
        instance.correlation = "fill";
        store::workflows::insert(tx, instance);
    }));
    store::threads::Thread longest;
    HS_TRY(each(store, rows, [&](store::Transaction &tx, int i) {
        store::threads::Thread thread;
        thread.id = ids.make("thr");
        thread.title = "Person " + std::to_string(i);
        thread.agent = "nyra";
        thread.channel = "form";
        thread.lastLine = "I would like to visit the gallery on a weekday morning.";
        thread.lastAt = before(i);
        store::threads::insert(tx, thread);
        longest = thread;
    }));
    return each(store, rows, [&](store::Transaction &tx, int i) {
        const bool client = i % 2 == 0;
        store::threads::addItem(tx, longest, {ids.make("itm"), longest.id, client ? "client" : "agent", client ? "Person" : "nyra",
                                              client ? "Person" : "Nyra", "Line " + std::to_string(i) + " of a long conversation about visits, prices and dates.",
                                              before(i), {}, {}, "fill"});
    });
}

} // namespace hs::bench
