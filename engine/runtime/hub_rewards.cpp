#include "engine/runtime/hub_rewards.h"

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/record_desk.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::mirror {

namespace {

constexpr int MostRewards = 500; // of one network

/// Why the reward is over; empty: it is not.
std::string overBecause(const Json &fields, Timestamp now)
{
    const auto status = text(fields, "Status");
    if (status != "Active" && status != "Limited Time" && status != "Seasonal")
        return {};
    if (const auto end = parseRfc3339(text(fields, "End Date")); end && *end <= now)
        return "its end date has passed";
    const auto most = integer(fields, "Maximum Redemptions");
    if (most > 0 && integer(fields, "Redemption Count") >= most)
        return "it was redeemed as often as it may be";
    return {};
}

} // namespace

Result<void> expireRewards(Deed &deed)
{
    store::records::Filter filter;
    filter.database = "rewards-bounties";
    for (const auto &reward : store::records::page(deed.tx, filter, {{}, MostRewards}).rows) {
        const auto why = overBecause(reward.fields, deed.now);
        if (why.empty())
            continue;
        hub::Write write;
        write.database = reward.database;
        write.id = reward.id;
        write.writer = records::Writer::Engine;
        write.fields = {{"Status", "Expired"}};
        if (const auto expired = hub::write(deed, write); !expired)
            return tl::make_unexpected(expired.error());
        note(deed, {"record.changed", "record", reward.id, reward.title + " is expired", why, {}, {}, {{"database", reward.database}}});
        hub::Write task;
        task.database = "master-tasks";
        task.mode = records::WriteMode::Create;
        task.writer = records::Writer::Engine;
        task.taskKey = "reward/" + reward.id + "/" + toRfc3339(deed.now);
        task.fields = {{"Task Name", "Evaluate the reward " + reward.title}, {"Status", "To Do"}, {"Priority", "Medium"}, {"Category", "Marketing"},
                       {"Created By", deed.actor.name}, {"Source", "System"}, {"Description", reward.title + " is expired: " + why + "."}};
        if (!reward.entity.empty())
            task.fields["Business Entity"] = Json::array({reward.entity});
        const auto made = hub::write(deed, task);
        if (!made)
            return tl::make_unexpected(made.error());
        note(deed, {"task.created", "task", made->id, made->title, why, {}, {}, {{"reward", reward.id}}});
    }
    return {};
}

} // namespace hs::runtime::mirror
