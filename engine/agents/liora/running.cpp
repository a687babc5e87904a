#include "engine/agents/liora/running.h"

#include <algorithm>
#include <cmath>

#include "engine/agents/liora/planning.h"
#include "engine/agents/text/tokens.h"
#include "engine/agents/zevi/metrics.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr int SliceOfCampaigns = 25;

/// What the dates make of a campaign's state.
std::string stateByDates(const RecordView &campaign, Timestamp now)
{
    auto status = fieldText(campaign.fields, "Status");
    const auto start = startOf(campaign);
    const auto end = endOf(campaign);
    if (status == "Scheduled" && start && now >= *start)
        status = "Active";
    if (status == "Active" && end && now >= *end)
        status = "Completed";
    return status;
}

struct Checked {
    std::string before, status;
    std::vector<std::string> why;
    double hours = 0;
};
Checked checkedOf(const RecordView &campaign, Timestamp now)
{
    Checked c;
    c.before = fieldText(campaign.fields, "Status");
    c.status = stateByDates(campaign, now);
    const auto start = startOf(campaign);
    const auto since = start ? now - *start : milliseconds(0);
    c.hours = std::floor(duration<double, std::ratio<3600>>(since).count() * 10) / 10;
    if (c.status == "Active" || c.status == "Completed")
        c.why = missedBy(ratesOf(fieldObject(campaign.fields, "Performance Metrics")), since);
    return c;
}

void moveCampaign(Plan &plan, const RecordView &campaign, const Checked &c)
{
    if (c.status == c.before)
        return;
    plan.records.push_back({std::string(Campaigns), campaign.id, {{"Status", c.status}}, false});
    plan.evidence.push_back({fieldText(campaign.fields, "Campaign Name") + ": " + c.before + " > " + c.status, campaign.id});
}

std::optional<RecordView> campaignOf(const Json &data, const View &view)
{
    for (const auto *key : {"campaign", "campaign_id"})
        if (const auto id = text(data, key); !id.empty()) {
            if (auto record = view.record(Campaigns, id))
                return record;
            if (auto found = view.recordsBy(Campaigns, "Campaign ID", id, 1); !found.empty())
                return found.front();
        }
    for (const auto *key : {"campaign_name", "campaign", "name"})
        if (const auto name = text(data, key); !name.empty())
            if (auto found = view.recordsBy(Campaigns, "Campaign Name", name, 1); !found.empty())
                return found.front();
    return std::nullopt;
}

Result<TaskWish> optimiseTask(const Books &books, const std::string &name, const std::vector<std::string> &why, const View &view)
{
    std::string reasons;
    for (const auto &one : why)
        reasons += (reasons.empty() ? "" : "; ") + one;
    auto task = taskFor(books, view, "optimise_campaign", {{"what", name}, {"why", reasons + "."}}, {});
    if (task)
        task->keyPart = "optimise";
    return task;
}

} // namespace

Plan lioraNoted(const Event &event)
{
    Plan plan;
    plan.summary = "Liora took note of " + event.type;
    return plan;
}

Result<Plan> checkCampaign(const Command &command, const View &view)
{
    const auto campaign = view.record(Campaigns, text(command.input, "campaign"));
    if (!campaign)
        return fail(Errc::BadInput, "the campaign does not exist", "liora.check_campaign: input.campaign", "give the record id of a campaign");
    const auto c = checkedOf(*campaign, view.now());
    Plan plan;
    plan.rule = "liora.check_campaign";
    moveCampaign(plan, *campaign, c);
    for (const auto &why : c.why)
        plan.evidence.push_back({why, campaign->id});
    const auto end = endOf(*campaign);
    plan.output = {{"status", c.status}, {"before", c.before}, {"changed", c.status != c.before}, {"underperforming", !c.why.empty()}, {"why", c.why}, {"hours", c.hours}, {"ended", end && view.now() >= *end}};
    plan.summary = fieldText(campaign->fields, "Campaign Name") + " is " + c.status + (c.why.empty() ? "." : " and underperforms: " + c.why.front() + ".");
    return plan;
}

Result<Plan> checkCampaigns(const Command &command, const View &view)
{
    auto state = command.progress.is_null() ? Json{{"checked", 0}, {"activated", 0}, {"completed", 0}, {"underperforming", Json::array()}} : member(command.progress, "state");
    const auto slice = view.slice(Campaigns, {}, text(command.progress, "after"), SliceOfCampaigns);
    Plan plan;
    plan.rule = "liora.check_campaign";
    for (const auto &campaign : slice) {
        const auto before = fieldText(campaign.fields, "Status");
        if (before != "Scheduled" && before != "Active")
            continue;
        const auto c = checkedOf(campaign, view.now());
        moveCampaign(plan, campaign, c);
        state["checked"] = integer(state, "checked") + 1;
        if (c.status != c.before) {
            const auto *which = c.status == "Active" ? "activated" : "completed";
            state[which] = integer(state, which) + 1;
        }
        if (!c.why.empty())
            state["underperforming"].push_back(campaign.id);
    }
    if (slice.size() == static_cast<std::size_t>(SliceOfCampaigns)) {
        plan.progress = {{"after", slice.back().id}, {"state", state}};
        return plan;
    }
    plan.summary = std::to_string(integer(state, "checked")) + " campaigns checked: " + std::to_string(integer(state, "activated")) + " began, " + std::to_string(integer(state, "completed")) + " ended.";
    plan.output = std::move(state);
    return plan;
}

Result<Plan> beginCampaign(const Books &books, const Event &event, const View &view)
{
    if (const auto known = campaignOf(event.data, view)) {
        Plan plan;
        plan.rule = "liora.campaign_known";
        plan.evidence.push_back({"the campaign is known", known->id});
        plan.summary = "The campaign " + fieldText(known->fields, "Campaign Name") + " is planned already.";
        return plan;
    }
    auto name = text(event.data, "campaign_name", text(event.data, "name"));
    const auto goal = text(event.data, "goal", event.text);
    if (name.empty())
        name = aboutOf(goal);
    if (name.empty())
        return fail(Errc::BadInput, "a campaign without name and goal", event.type + ": name", "give one of them");
    Plan plan;
    plan.rule = "liora.campaign_draft";
    const auto type = businessOf(view, event.entity).type;
    if (event.type == "marketing_content" && books.kinds.worksWith(type, "marketing-content-flow")) {
        plan.evidence.push_back({"asked for through " + event.source, event.id});
        plan.summary = name + " is planned from the audience to the results.";
        plan.output = {{"title", name}, {"goal", goal.empty() ? name : goal}, {"wish", fold(name)}};
        return plan;
    }
    const auto id = view.newId("rec");
    RecordWrite write{std::string(Campaigns), id, {{"Campaign Name", name}, {"Status", "Draft"}, {"Campaign Type", event.type == "email_campaign" ? "Email" : event.type == "marketing_content" ? "Content" : "Promotion"}}, true};
    if (!goal.empty())
        write.fields["Goals"] = goal;
    if (!event.entity.empty())
        write.fields["Business Entity"] = Json::array({event.entity});
    plan.records.push_back(std::move(write));
    if (books.kinds.worksWith(type, "campaign")) {
        plan.evidence.push_back({"asked for through " + event.source, event.id});
        plan.summary = "Drafted the campaign " + name + "; it is planned next.";
        plan.output = {{"campaign", id}, {"record", id}, {"title", name}, {"goal", goal.empty() ? name : goal}};
        return plan;
    }
    auto task = taskFor(books, view, "plan_campaign", {{"what", name}, {"why", goal.empty() ? "Asked for through " + event.source + "." : goal}}, {});
    if (!task)
        return tl::make_unexpected(task.error());
    task->keyPart = "plan_campaign";
    plan.tasks.push_back(std::move(*task));
    plan.evidence.push_back({"asked for through " + event.source, event.id});
    plan.summary = "Drafted the campaign " + name + "; its plan waits for a person.";
    return plan;
}

Result<Plan> scheduleCampaign(const Event &event, const View &view)
{
    const auto campaign = campaignOf(event.data, view);
    if (!campaign)
        return fail(Errc::BadInput, "the campaign does not exist", "campaign_schedule: campaign", "give its record id, Campaign ID or whole name");
    const auto start = dayOf(text(event.data, "start", text(event.data, "start_date")));
    const auto end = dayOf(text(event.data, "end", text(event.data, "end_date")));
    if (!start || (end && *end < *start))
        return fail(Errc::BadInput, "no start, or an end before it", "campaign_schedule: start", "write it as 2026-12-01");
    const auto status = fieldText(campaign->fields, "Status");
    Plan plan;
    plan.rule = "liora.schedule";
    // Only a draft is scheduled; what runs keeps its state and gets the dates.
    RecordWrite write{std::string(Campaigns), campaign->id, {{"Start Date", toRfc3339(*start)}}, false};
    if (end)
        write.fields["End Date"] = toRfc3339(*end);
    if (status == "Draft" || status.empty())
        write.fields["Status"] = "Scheduled";
    plan.records.push_back(std::move(write));
    plan.evidence.push_back({"from " + dateText(*start), campaign->id});
    plan.summary = fieldText(campaign->fields, "Campaign Name") + " begins on " + dateText(*start) + ".";
    return plan;
}

Result<Plan> keepMetrics(const Books &books, const Event &event, const View &view)
{
    const auto &payload = member(event.data, "payload");
    const auto &data = payload.is_object() ? payload : event.data;
    auto campaign = campaignOf(event.data, view);
    if (!campaign)
        campaign = campaignOf(data, view);
    Plan plan;
    plan.rule = "liora.metrics";
    if (!campaign) {
        auto task = taskFor(books, view, "data_check", {{"what", "the metrics of a campaign from " + event.source}, {"why", "No campaign has the id or name that was sent."}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "metrics";
        plan.tasks.push_back(std::move(*task));
        plan.evidence.push_back({"no campaign fits", event.id});
        plan.summary = "Metrics came for a campaign that nobody knows: a person looks.";
        return plan;
    }
    const auto &told = member(data, "metrics").is_object() ? member(data, "metrics") : data;
    auto merged = mergedMetrics(fieldObject(campaign->fields, "Performance Metrics"), told);
    auto seen = *campaign;
    seen.fields["Performance Metrics"] = merged;
    const auto before = checkedOf(*campaign, view.now());
    const auto c = checkedOf(seen, view.now());
    RecordWrite write{std::string(Campaigns), campaign->id, {{"Performance Metrics", merged}}, false};
    if (const auto &n = member(merged, "conversions"); n.is_number_integer())
        write.fields["Conversions"] = n;
    if (c.status != c.before)
        write.fields["Status"] = c.status;
    plan.records.push_back(std::move(write));
    plan.evidence.push_back({dump(merged), campaign->id});
    const auto name = fieldText(campaign->fields, "Campaign Name");
    plan.summary = "Kept the metrics of " + name + ".";
    if (!c.why.empty() && before.why.empty()) { // told once, when it begins
        plan.messages.push_back({"grace-fields", "campaign_underperforming", {{"campaign", campaign->id}, {"why", c.why}}, false, "high", {}});
        auto task = optimiseTask(books, name, c.why, view);
        if (!task)
            return tl::make_unexpected(task.error());
        plan.tasks.push_back(std::move(*task));
        plan.summary = name + " underperforms: " + c.why.front() + ".";
    }
    return plan;
}

Result<Plan> optimise(const Books &books, const Event &event, const View &view)
{
    const auto campaign = campaignOf(event.data, view);
    if (!campaign)
        return lioraNoted(event);
    std::vector<std::string> why;
    for (const auto &one : member(event.data, "why"))
        why.push_back(scalarText(one));
    if (why.empty())
        return lioraNoted(event);
    auto task = optimiseTask(books, fieldText(campaign->fields, "Campaign Name"), why, view);
    if (!task)
        return tl::make_unexpected(task.error());
    Plan plan;
    plan.rule = "liora.optimise";
    plan.evidence.push_back({why.front(), campaign->id});
    plan.summary = "A better move is planned for " + fieldText(campaign->fields, "Campaign Name") + ".";
    plan.tasks.push_back(std::move(*task));
    return plan;
}

} // namespace hs::agents
