#include "engine/agents/sage/referrals.h"

#include "engine/agents/liora/mailings.h"
#include "engine/agents/sage/members.h"

namespace hs::agents {

namespace {

constexpr std::string_view Rewards = "rewards-bounties";

RecordWrite idsOf(const Contact &contact, Json ids)
{
    return {std::string(Contacts), contact.id, {{"External IDs", std::move(ids)}}, false};
}

/// One more of the reward is gone; the last one ends it.
Result<void> redeem(const Books &books, const View &view, const RecordView &reward, Plan &plan)
{
    const auto count = static_cast<std::int64_t>(fieldNumber(reward.fields, "Redemption Count")) + 1;
    const auto most = static_cast<std::int64_t>(fieldNumber(reward.fields, "Maximum Redemptions"));
    RecordWrite write{std::string(Rewards), reward.id, {{"Redemption Count", count}}, false};
    if (most > 0 && count >= most) {
        write.fields["Status"] = "Expired";
        const auto name = fieldText(reward.fields, "Reward Name");
        auto task = taskFor(books, view, "data_check", {{"what", "whether the reward " + name + " was worth it"}, {"why", "It was given " + std::to_string(count) + " times, as often as was planned, and has ended."}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "reward_over:" + reward.id;
        plan.tasks.push_back(std::move(*task));
    }
    plan.records.push_back(std::move(write));
    return {};
}

} // namespace

Result<Plan> countReferral(const Books &, const Event &event, const View &view)
{
    const auto referred = contactById(view, text(event.data, "contact"));
    const auto referrer = contactById(view, text(event.data, "referrer"));
    if (!referred || !referrer || referred->id == referrer->id)
        return sageNoted(event);
    Plan plan;
    plan.rule = "sage.referral";
    if (const auto before = text(referred->externalIds, "referredBy"); !before.empty()) {
        plan.evidence.push_back({"recommended already", before});
        plan.summary = referred->name + " was counted as a referral already.";
        return plan;
    }
    auto of = referred->externalIds;
    of["referredBy"] = referrer->id;
    plan.records.push_back(idsOf(*referred, std::move(of)));
    auto by = referrer->externalIds;
    const auto count = integer(by, "referrals") + 1;
    by["referrals"] = count;
    plan.records.push_back(idsOf(*referrer, std::move(by)));
    plan.evidence.push_back({"referral " + std::to_string(count) + " of " + referrer->name, referrer->id});
    plan.summary = referrer->name + " recommended the studio to " + referred->name + ": referral " + std::to_string(count) + ".";
    return plan;
}

Result<Plan> rewardReferral(const Books &books, const Event &event, const View &view)
{
    const auto client = contactById(view, text(event.data, "contact"));
    const auto referrer = client ? contactById(view, text(client->externalIds, "referredBy")) : std::nullopt;
    if (!referrer || client->externalIds.contains("referralReward"))
        return sageNoted(event);
    Plan plan;
    plan.rule = "sage.referral_reward";
    const auto entity = client->entity.empty() ? text(event.data, "entity") : client->entity;
    std::string given;
    if (const auto reward = activeReward(view, entity)) {
        const auto &f = reward->fields;
        given = view.newId("rec");
        RecordWrite write{std::string(Rewards), given,
                          {{"Reward Name", fieldText(f, "Reward Name") + ": " + referrer->name}, {"Reward Type", "Referral Bonus"}, {"Status", "Claimed"}, {"Recipient", Json::array({referrer->id})},
                           {"Claimed Date", toRfc3339(view.now())}, {"Qualifying Action", client->name + " became a client"}, {"Related Transaction", client->id}, {"Redemption Count", 1}},
                          true};
        for (const auto *property : {"Description", "Points Value", "Monetary Value", "Business Entity", "Redemption Instructions"})
            if (const auto &value = member(f, property); !value.is_null())
                write.fields[property] = value;
        plan.records.push_back(std::move(write));
        HS_TRY(redeem(books, view, *reward, plan));
        plan.evidence.push_back({fieldText(f, "Reward Name"), reward->id});
    } else {
        plan.evidence.push_back({"no referral reward is active", referrer->id});
    }
    // What is noted at the client makes it happen once, with a reward or without one.
    auto ids = client->externalIds;
    ids["referralReward"] = given.empty() ? "none" : given;
    plan.records.push_back(idsOf(*client, std::move(ids)));
    plan.messages.push_back({"listeners", "referral_converted", {{"referrer", referrer->id}, {"contact", client->id}, {"name", client->name}, {"reward", given}, {"entity", entity}}, false, "normal", {}});
    plan.summary = referrer->name + " brought " + client->name + ", who is a client now" + (given.empty() ? ": no reward is active." : ": the reward is noted.");
    return plan;
}

} // namespace hs::agents
