#include "engine/agents/liora/liora.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/agents/letters.h"
#include "engine/agents/studio.h"
#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"
#include "engine/agents/zevi/metrics.h"
#include "engine/agents/zevi/segments.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr int SliceRecords = 200; ///< read in one transaction
constexpr int SliceLetters = 20;  ///< written in one transaction
constexpr int SliceCampaigns = 25;
constexpr int MostRewards = 200;
constexpr double MostBudget = 1e12;

constexpr std::array<std::string_view, 10> Channels{"Email", "Instagram", "Facebook", "Twitter", "LinkedIn", "TikTok", "YouTube", "Blog", "Website", "In-person"};

/// A channel in the spelling of the hub; empty: it is none.
std::string channelNamed(std::string_view name)
{
    const auto wanted = fold(name);
    for (const auto channel : Channels)
        if (fold(channel) == wanted)
            return std::string(channel);
    return wanted == "mail" || wanted == "e-mail" || wanted == "newsletter" ? "Email" : "";
}

std::string dateText(sys_days day)
{
    return isoDate(year_month_day(day));
}

/// A date, or the UTC date of a moment; empty: neither.
std::optional<sys_days> dayOf(const std::string &words)
{
    const auto at = parseRfc3339(words.size() == 10 ? words + "T00:00:00Z" : words);
    return at ? std::optional(floor<days>(*at)) : std::nullopt;
}

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

class Liora final : public Agent {
public:
    explicit Liora(const Books &books) : m_books(books), m_card(*books.catalog.find("liora")) {}

    [[nodiscard]] std::string_view key() const override { return "liora"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.source == "bus" && event.type == "campaign_underperforming")
            return optimise(event, view);
        if (event.source == "bus")
            return noted(event);
        if (event.type == "campaign_trigger" || event.type == "email_campaign" || event.type == "marketing_content")
            return begin(event, view);
        if (event.type == "campaign_schedule")
            return schedule(event, view);
        if (event.type == "campaign_metrics" || event.type == "campaign_performance" || event.type == "newsletter_metrics")
            return metrics(event, view);
        return noted(event);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "plan_campaign")
            return planCampaign(command, view);
        if (command.name == "send_newsletter")
            return sendNewsletter(command, view);
        if (command.name == "nurture")
            return nurture(command, view);
        if (command.name == "check_campaign")
            return checkCampaign(command, view);
        if (command.name == "check_campaigns")
            return checkCampaigns(command, view);
        if (command.name == "referral")
            return referral(command, view);
        return fail(Errc::NotFound, "liora has no command \"" + command.name + "\"", "liora." + command.name, "use one that her file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "campaigns")
            return listCampaigns(view);
        if (word == "split")
            return tellSplit(rest, talk, view);
        return understood(m_books, m_card, talk.text);
    }

private:
    static Plan noted(const Event &event)
    {
        Plan plan;
        plan.summary = "Liora took note of " + event.type;
        return plan;
    }

    // ---- planning ----
    Result<std::vector<ChannelWeight>> channelsFor(const Json &wanted, const std::string &kind) const
    {
        if (wanted.is_null() || (wanted.is_structured() && wanted.empty()))
            return m_books.campaigns.channelsOf(kind);
        std::vector<ChannelWeight> out;
        const auto add = [&](const std::string &name, double weight) -> Result<void> {
            const auto channel = channelNamed(name);
            if (channel.empty())
                return fail(Errc::BadInput, "no channel \"" + name + "\"", "liora.plan_campaign: input.channels", "use Email, Instagram, Facebook, Twitter, LinkedIn, TikTok, YouTube, Blog, Website or In-person");
            if (std::any_of(out.begin(), out.end(), [&](const ChannelWeight &c) { return c.channel == channel; }))
                return fail(Errc::BadInput, "the channel " + channel + " is named twice", "liora.plan_campaign: input.channels", "name each once");
            out.push_back({channel, weight});
            return {};
        };
        if (wanted.is_array()) {
            // Named channels keep the weights that the kind of business gives them; one it does not know weighs 1.
            const auto &usual = m_books.campaigns.channelsOf(kind);
            for (const auto &name : wanted) {
                const auto known = std::find_if(usual.begin(), usual.end(), [&](const ChannelWeight &c) { return c.channel == channelNamed(scalarText(name)); });
                HS_TRY(add(scalarText(name), known == usual.end() ? 1 : known->weight));
            }
        } else if (wanted.is_object()) {
            for (const auto &[name, weight] : wanted.items()) {
                if (!weight.is_number() || weight.get<double>() <= 0)
                    return fail(Errc::BadInput, "a channel has no weight", "liora.plan_campaign: input.channels." + name, "give a number above 0");
                HS_TRY(add(name, weight.get<double>()));
            }
        } else
            return fail(Errc::BadInput, "channels are neither a list nor an object", "liora.plan_campaign: input.channels", "write [\"Email\"] or {\"Email\": 2}");
        return out;
    }

    Result<Plan> planCampaign(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto goal = text(in, "goal");
        if (goal.empty())
            return fail(Errc::BadInput, "a campaign without a goal", "liora.plan_campaign: input.goal", "say in a sentence what it is to reach");
        const auto business = businessOf(view, text(in, "entity").empty() ? command.entity : text(in, "entity"));
        const auto budget = number(in, "budget");
        if (budget < 0 || budget > MostBudget || (!member(in, "budget").is_null() && !member(in, "budget").is_number()))
            return fail(Errc::BadInput, "the budget is no amount", "liora.plan_campaign: input.budget", "give it in units of the currency, from 0 on");
        const auto &rules = m_books.campaigns;
        const auto start = text(in, "start").empty() ? std::optional(floor<days>(view.now()) + days(1)) : dayOf(text(in, "start"));
        if (!start)
            return fail(Errc::BadInput, "not a date: " + text(in, "start"), "liora.plan_campaign: input.start", "write it as 2026-12-01");
        const auto end = text(in, "end").empty() ? std::optional(*start + days(rules.defaultDays)) : dayOf(text(in, "end"));
        if (!end || *end < *start)
            return fail(Errc::BadInput, "not a date from the start on: " + text(in, "end"), "liora.plan_campaign: input.end", "write it as 2026-12-31");
        const auto &wanted = member(in, "criteria");
        if (!wanted.is_null())
            if (const auto read = criteriaOf(wanted, "liora.plan_campaign: input.criteria"); !read)
                return tl::make_unexpected(read.error());
        const auto channels = channelsFor(member(in, "channels"), business.type);
        if (!channels)
            return tl::make_unexpected(channels.error());
        const auto known = text(in, "campaign").empty() ? std::nullopt : view.record(Campaigns, text(in, "campaign"));
        if (!text(in, "campaign").empty() && !known)
            return fail(Errc::BadInput, "the campaign does not exist", "liora.plan_campaign: input.campaign", "give the record id of a campaign");

        const auto currency = text(in, "currency", business.currency);
        const auto language = languageOf(m_books, view, in);
        const auto plan_ = partsOf(*channels, budget, *start, *end, language, goal);
        const auto reach = integer(in, "reach");
        const auto approval = budget > 0 || reach > rules.approvalAbove;
        auto name = text(in, "name");
        if (name.empty())
            name = known ? fieldText(known->fields, "Campaign Name") : aboutOf(goal);
        auto segment = text(in, "segment");
        if (const auto *shipped = segmentNamed(m_books.segments, segment))
            segment = shipped->title;

        auto shown = plan_;
        shown["rounds"] = rules.rounds;
        shown["budget"] = budget;
        shown["currency"] = currency;
        shown["start"] = dateText(*start);
        shown["end"] = dateText(*end);
        shown["segment"] = segment;
        const auto words = inWords(shown, goal, reach, language);
        if (!words)
            return tl::make_unexpected(words.error());

        Plan plan;
        plan.rule = "liora.plan_campaign";
        const auto id = known ? known->id : view.newId("rec");
        auto names = Json::array();
        for (const auto &c : *channels)
            names.push_back(c.channel);
        RecordWrite write{std::string(Campaigns), id,
                          {{"Campaign Name", name}, {"Goals", goal}, {"Description", *words}, {"Campaign Type", rules.typeOf(channels->front().channel)}, {"Channels", names},
                           {"Start Date", toRfc3339(*start)}, {"End Date", toRfc3339(*end)}, {"Budget", budget}},
                          !known};
        if (!known || fieldText(known->fields, "Status").empty())
            write.fields["Status"] = "Draft"; // a person approves, then it is scheduled
        if (!business.id.empty())
            write.fields["Business Entity"] = Json::array({business.id});
        if (wanted.is_array())
            write.fields["Segment Definition"] = wanted;
        plan.records.push_back(std::move(write));
        plan.evidence.push_back({goal, id});
        plan.output = {{"plan", shown}, {"campaign", id}, {"name", name}, {"recipients", reach}, {"approvalNeeded", approval}, {"text", *words}};
        plan.summary = "Planned the campaign " + name + ": " + std::to_string(channels->size()) + " channels, " + moneyText(budget, currency) + ", " + dateText(*start) + " to " + dateText(*end) + ".";
        return plan;
    }

    [[nodiscard]] Json partsOf(const std::vector<ChannelWeight> &channels, double budget, sys_days start, sys_days end, const std::string &language, const std::string &goal) const
    {
        const auto &rules = m_books.campaigns;
        std::vector<double> weights;
        for (const auto &c : channels)
            weights.push_back(c.weight);
        const auto cents = std::llround(budget * 100);
        const auto split = splitByRemainder(cents, weights);
        auto parts = Json::array();
        auto dates = Json::array();
        auto measures = Json::array();
        for (std::size_t i = 0; i < channels.size(); ++i) {
            const auto &measure = rules.measureOf(channels[i].channel);
            const auto share = cents > 0 ? std::round(static_cast<double>(split[i]) * 1000 / static_cast<double>(cents)) / 10 : 0;
            parts.push_back({{"channel", channels[i].channel}, {"budget", static_cast<double>(split[i]) / 100}, {"share", share}, {"from", dateText(start)}, {"to", dateText(end)}, {"measure", measure.measure}});
            const Json told{{"measure", measure.measure}, {"threshold", measure.threshold}, {"direction", measure.direction}};
            if (std::find(measures.begin(), measures.end(), told) == measures.end())
                measures.push_back(told);
        }
        measures.push_back({{"measure", "conversion"}, {"threshold", LeastConversion}, {"direction", "at least"}});
        for (const auto &phase : rules.phases)
            for (const auto &c : channels) {
                const auto date = start + days((end - start).count() * phase.at / 100);
                dates.push_back({{"date", dateText(date)}, {"channel", c.channel}, {"what", m_books.texts.fill("liora.phase." + phase.key, language, {{"goal", goal}}).value_or(phase.key)}});
            }
        return {{"channels", parts}, {"schedule", dates}, {"measures", measures}};
    }

    [[nodiscard]] Result<std::string> inWords(const Json &plan, const std::string &goal, std::int64_t reach, const std::string &language) const
    {
        std::string channels;
        for (const auto &c : plan.at("channels"))
            channels += (channels.empty() ? "" : ", ") + text(c, "channel") + " " + moneyText(number(c, "budget"), text(plan, "currency"));
        std::string measures;
        for (const auto &m : plan.at("measures"))
            measures += (measures.empty() ? "" : ", ") + text(m, "measure") + (text(m, "direction") == "at most" ? " ≤ " : " ≥ ") + numberText(number(m, "threshold")) + " %";
        return m_books.texts.fill("liora.plan", language, {{"goal", goal}, {"start", text(plan, "start")}, {"end", text(plan, "end")}, {"channels", channels}, {"measures", measures}, {"reach", std::to_string(reach)}});
    }

    // ---- letters ----
    static Plan nothingSent(std::int64_t recipients, const Json &skipped, std::string why)
    {
        Plan plan;
        plan.rule = "liora.approval";
        plan.output = {{"sent", 0}, {"recipients", recipients}, {"skipped", skipped}, {"approvalNeeded", true}, {"why", why}};
        plan.evidence.push_back({std::to_string(recipients) + " recipients", {}});
        plan.summary = "Nothing is sent: " + why + ".";
        return plan;
    }

    /// First all recipients are counted, then the letters are written: nobody gets one before the number is known.
    Result<Plan> sendNewsletter(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto where = std::string("liora.send_newsletter: input");
        const auto subject = text(in, "subject");
        const auto body = text(in, "text");
        if (subject.empty() || body.empty())
            return fail(Errc::BadInput, "a letter without subject or text", where, "give both");
        const auto business = businessOf(view, text(in, "entity").empty() ? command.entity : text(in, "entity"));
        const auto language = languageOf(m_books, view, in);
        for (const auto *part : {&subject, &body}) // before anybody gets it
            if (const auto tried = fillPattern(*part, valuesFor("Ada", business, language), where); !tried)
                return tl::make_unexpected(tried.error());
        const auto recipients = recipientsOf(command, view);
        if (!recipients)
            return tl::make_unexpected(recipients.error());
        auto entity = text(in, "entity");
        if (entity.empty())
            entity = command.entity;

        auto state = command.progress.is_null() ? Json{{"sending", false}, {"after", ""}, {"recipients", 0}, {"sent", 0}, {"skipped", {{"no_consent", 0}, {"do_not_contact", 0}, {"no_address", 0}}}} : command.progress;
        const auto sending = boolean(state, "sending");
        const auto slice = view.slice(Contacts, {}, text(state, "after"), SliceRecords);
        Plan plan;
        plan.rule = "liora.newsletter";
        auto after = std::string();
        for (const auto &record : slice) {
            if (plan.effects.size() == static_cast<std::size_t>(SliceLetters))
                break;
            after = record.id;
            const auto contact = contactOf(record);
            if ((!entity.empty() && contact.entity != entity) || !holds(*recipients, record.fields, view.now()))
                continue;
            if (const auto why = noMarketingMailBecause(contact); !why.empty()) {
                if (!sending) {
                    const auto *kind = contact.status == "Do Not Contact" ? "do_not_contact" : !isEmail(contact.email) ? "no_address" : "no_consent";
                    state["skipped"][kind] = integer(member(state, "skipped"), kind) + 1;
                }
                continue;
            }
            if (!sending) {
                state["recipients"] = integer(state, "recipients") + 1;
                continue;
            }
            auto letter = letterTo(contact, subject, body, business, language);
            if (!letter)
                return tl::make_unexpected(letter.error());
            plan.effects.push_back(std::move(*letter));
        }
        state["sent"] = integer(state, "sent") + static_cast<std::int64_t>(plan.effects.size());
        if (!slice.empty() && (after != slice.back().id || slice.size() == static_cast<std::size_t>(SliceRecords))) {
            state["after"] = after;
            plan.progress = std::move(state);
            return plan;
        }
        const auto count = integer(state, "recipients");
        if (!sending) {
            if (count > m_books.campaigns.approvalAbove && !isOperator(view, text(in, "approvedBy")))
                return nothingSent(count, state.at("skipped"), std::to_string(count) + " recipients are more than " + std::to_string(m_books.campaigns.approvalAbove) + ": a person approves");
            state["sending"] = true;
            state["after"] = "";
            plan.progress = std::move(state);
            return plan;
        }
        plan.output = {{"sent", integer(state, "sent")}, {"recipients", count}, {"skipped", state.at("skipped")}, {"approvalNeeded", false}, {"why", ""}};
        plan.evidence.push_back({count > m_books.campaigns.approvalAbove ? "approved by " + text(in, "approvedBy") : std::to_string(count) + " recipients need no approval", text(in, "campaign")});
        plan.summary = "The letter \"" + subject + "\" goes to " + std::to_string(integer(state, "sent")) + " people.";
        return plan;
    }

    [[nodiscard]] Texts::Values valuesFor(const std::string &name, const Business &business, const std::string &language) const
    {
        auto values = letterValues(m_books, language, name, business);
        values["name"] = name;
        return values;
    }

    Result<EffectWish> letterTo(const Contact &contact, const std::string &subject, const std::string &body, const Business &business, const std::string &language) const
    {
        const auto values = valuesFor(contact.name.empty() ? contact.email : contact.name, business, language);
        const auto head = fillPattern(subject, values, "the letter's subject");
        const auto words = fillPattern(body, values, "the letter");
        const auto footer = m_books.texts.fill("liora.newsletter.footer", language, values);
        for (const auto *part : {&head, &words, &footer})
            if (!*part)
                return tl::make_unexpected(part->error());
        EffectWish mail;
        mail.kind = "mail";
        mail.target = contact.email;
        mail.summary = "Newsletter to " + values.at("name") + ": " + *head;
        mail.body = {{"subject", *head}, {"text", *words + "\n\n" + *footer}};
        mail.keyPart = "newsletter:" + contact.id;
        mail.contact = contact.id;
        return mail;
    }

    /// Who is meant: criteria, a shipped segment, or what the campaign keeps.
    Result<Criteria> recipientsOf(const Command &command, const View &view) const
    {
        const auto where = std::string("liora.send_newsletter: input");
        if (const auto &criteria = member(command.input, "criteria"); criteria.is_array() && !criteria.empty())
            return criteriaOf(criteria, where + ".criteria");
        if (const auto name = text(command.input, "segment"); !name.empty()) {
            if (const auto *segment = segmentNamed(m_books.segments, name))
                return segment->criteria;
            return fail(Errc::BadInput, "no segment \"" + name + "\"", where + ".segment", "name a shipped segment, or give criteria");
        }
        if (const auto campaign = view.record(Campaigns, text(command.input, "campaign"))) {
            auto kept = member(campaign->fields, "Segment Definition");
            if (kept.is_string())
                kept = parseJson(kept.get_ref<const std::string &>()).value_or(Json());
            if (kept.is_array() && !kept.empty())
                return criteriaOf(kept, campaign->id + ": Segment Definition");
        }
        return fail(Errc::BadInput, "nobody is named to write to", where, "give criteria, a segment, or a campaign with a Segment Definition");
    }

    Result<Plan> nurture(const Command &command, const View &view) const
    {
        const auto contact = contactOfCommand(command, view, "liora");
        if (!contact)
            return tl::make_unexpected(contact.error());
        const auto &days_ = m_books.campaigns.nurtureDays;
        const auto last = static_cast<std::int64_t>(days_.size());
        const auto step = integer(command.input, "step");
        if (step < 1 || step > last)
            return fail(Errc::BadInput, "no such step", "liora.nurture: input.step", "give 1 to " + std::to_string(last));
        const auto language = languageOf(m_books, view, command.input);
        auto values = letterValues(m_books, language, contact->name, businessOf(view, command.entity.empty() ? contact->entity : command.entity));
        addMatter(values, m_books, language, text(command.input, "about"));
        auto plan = letterPlan(m_books, *contact, "liora.nurture." + std::to_string(step), language, values, noMarketingMailBecause(*contact), "Liora");
        if (!plan)
            return plan;
        plan->output["step"] = step;
        plan->output["nextStep"] = step == last ? 0 : step + 1;
        plan->output["waitDays"] = step == last ? 0 : days_[static_cast<std::size_t>(step)] - days_[static_cast<std::size_t>(step) - 1];
        plan->output["done"] = step == last;
        return plan;
    }

    Result<Plan> referral(const Command &command, const View &view) const
    {
        const auto contact = contactOfCommand(command, view, "liora");
        if (!contact)
            return tl::make_unexpected(contact.error());
        const auto language = languageOf(m_books, view, command.input);
        const auto business = businessOf(view, command.entity.empty() ? contact->entity : command.entity);
        auto values = letterValues(m_books, language, contact->name, business);
        const auto reward = activeReward(view, business.id);
        if (reward)
            values["reward"] = fieldText(reward->fields, "Description").empty() ? fieldText(reward->fields, "Reward Name") : fieldText(reward->fields, "Description");
        auto plan = letterPlan(m_books, *contact, reward ? "liora.referral.reward" : "liora.referral", language, values, noMarketingMailBecause(*contact), "Liora");
        if (plan)
            plan->output["reward"] = reward ? reward->id : "";
        return plan;
    }

    /// The oldest referral reward that is active today.
    static std::optional<RecordView> activeReward(const View &view, const std::string &entity)
    {
        for (auto &reward : view.slice("rewards-bounties", {}, {}, MostRewards)) {
            const auto &f = reward.fields;
            const auto status = fieldText(f, "Status");
            const auto owners = fieldList(f, "Business Entity");
            const auto from = dayOf(fieldText(f, "Start Date"));
            const auto to = dayOf(fieldText(f, "End Date"));
            const auto today = floor<days>(view.now());
            if (fieldText(f, "Reward Type") == "Referral Bonus" && (status == "Active" || status == "Limited Time" || status == "Seasonal") && (!from || *from <= today)
                && (!to || *to >= today) && (owners.empty() || entity.empty() || std::find(owners.begin(), owners.end(), entity) != owners.end()))
                return reward;
        }
        return std::nullopt;
    }

    // ---- running campaigns ----
    struct Checked {
        std::string before, status;
        std::vector<std::string> why;
        double hours = 0;
    };
    static Checked check(const RecordView &campaign, Timestamp now)
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
    static void move(Plan &plan, const RecordView &campaign, const Checked &c)
    {
        if (c.status == c.before)
            return;
        plan.records.push_back({std::string(Campaigns), campaign.id, {{"Status", c.status}}, false});
        plan.evidence.push_back({fieldText(campaign.fields, "Campaign Name") + ": " + c.before + " > " + c.status, campaign.id});
    }

    Result<Plan> checkCampaign(const Command &command, const View &view) const
    {
        const auto campaign = view.record(Campaigns, text(command.input, "campaign"));
        if (!campaign)
            return fail(Errc::BadInput, "the campaign does not exist", "liora.check_campaign: input.campaign", "give the record id of a campaign");
        const auto c = check(*campaign, view.now());
        Plan plan;
        plan.rule = "liora.check_campaign";
        move(plan, *campaign, c);
        for (const auto &why : c.why)
            plan.evidence.push_back({why, campaign->id});
        const auto end = endOf(*campaign);
        plan.output = {{"status", c.status}, {"before", c.before}, {"changed", c.status != c.before}, {"underperforming", !c.why.empty()}, {"why", c.why}, {"hours", c.hours}, {"ended", end && view.now() >= *end}};
        plan.summary = fieldText(campaign->fields, "Campaign Name") + " is " + c.status + (c.why.empty() ? "." : " and underperforms: " + c.why.front() + ".");
        return plan;
    }

    Result<Plan> checkCampaigns(const Command &command, const View &view) const
    {
        auto state = command.progress.is_null() ? Json{{"checked", 0}, {"activated", 0}, {"completed", 0}, {"underperforming", Json::array()}} : member(command.progress, "state");
        const auto slice = view.slice(Campaigns, {}, text(command.progress, "after"), SliceCampaigns);
        Plan plan;
        plan.rule = "liora.check_campaign";
        for (const auto &campaign : slice) {
            const auto before = fieldText(campaign.fields, "Status");
            if (before != "Scheduled" && before != "Active")
                continue;
            const auto c = check(campaign, view.now());
            move(plan, campaign, c);
            state["checked"] = integer(state, "checked") + 1;
            if (c.status != c.before) {
                const auto *which = c.status == "Active" ? "activated" : "completed";
                state[which] = integer(state, which) + 1;
            }
            if (!c.why.empty())
                state["underperforming"].push_back(campaign.id);
        }
        if (slice.size() == static_cast<std::size_t>(SliceCampaigns)) {
            plan.progress = {{"after", slice.back().id}, {"state", state}};
            return plan;
        }
        plan.summary = std::to_string(integer(state, "checked")) + " campaigns checked: " + std::to_string(integer(state, "activated")) + " began, " + std::to_string(integer(state, "completed")) + " ended.";
        plan.output = std::move(state);
        return plan;
    }

    // ---- events ----
    static std::optional<RecordView> campaignOf(const Json &data, const View &view)
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

    /// A wish for a campaign: its draft, and a task for the person who plans it with her.
    Result<Plan> begin(const Event &event, const View &view) const
    {
        if (const auto known = campaignOf(event.data, view)) {
            Plan plan;
            plan.rule = "liora.campaign_known";
            plan.evidence.push_back({"the campaign is known", known->id});
            plan.summary = "The campaign " + fieldText(known->fields, "Campaign Name") + " is planned already.";
            return plan;
        }
        auto name = text(event.data, "campaign_name", text(event.data, "name"));
        auto goal = text(event.data, "goal", event.text);
        if (name.empty())
            name = aboutOf(goal);
        if (name.empty())
            return fail(Errc::BadInput, "a campaign without name and goal", event.type + ": name", "give one of them");
        Plan plan;
        plan.rule = "liora.campaign_draft";
        const auto id = view.newId("rec");
        RecordWrite write{std::string(Campaigns), id, {{"Campaign Name", name}, {"Status", "Draft"}, {"Campaign Type", event.type == "email_campaign" ? "Email" : event.type == "marketing_content" ? "Content" : "Promotion"}}, true};
        if (!goal.empty())
            write.fields["Goals"] = goal;
        if (!event.entity.empty())
            write.fields["Business Entity"] = Json::array({event.entity});
        plan.records.push_back(std::move(write));
        auto task = taskFor(m_books, view, "plan_campaign", {{"what", name}, {"why", goal.empty() ? "Asked for through " + event.source + "." : goal}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "plan_campaign";
        plan.tasks.push_back(std::move(*task));
        plan.evidence.push_back({"asked for through " + event.source, event.id});
        plan.summary = "Drafted the campaign " + name + "; its plan waits for a person.";
        return plan;
    }

    Result<Plan> schedule(const Event &event, const View &view) const
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

    Result<Plan> metrics(const Event &event, const View &view) const
    {
        const auto &payload = member(event.data, "payload");
        const auto &data = payload.is_object() ? payload : event.data;
        auto campaign = campaignOf(event.data, view);
        if (!campaign)
            campaign = campaignOf(data, view);
        Plan plan;
        plan.rule = "liora.metrics";
        if (!campaign) {
            auto task = taskFor(m_books, view, "data_check", {{"what", "the metrics of a campaign from " + event.source}, {"why", "No campaign has the id or name that was sent."}}, {});
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
        const auto before = check(*campaign, view.now());
        const auto c = check(seen, view.now());
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
            auto task = optimiseTask(name, c.why, view);
            if (!task)
                return tl::make_unexpected(task.error());
            plan.tasks.push_back(std::move(*task));
            plan.summary = name + " underperforms: " + c.why.front() + ".";
        }
        return plan;
    }

    Result<TaskWish> optimiseTask(const std::string &name, const std::vector<std::string> &why, const View &view) const
    {
        std::string reasons;
        for (const auto &one : why)
            reasons += (reasons.empty() ? "" : "; ") + one;
        auto task = taskFor(m_books, view, "optimise_campaign", {{"what", name}, {"why", reasons + "."}}, {});
        if (task)
            task->keyPart = "optimise";
        return task;
    }

    Result<Plan> optimise(const Event &event, const View &view) const
    {
        const auto campaign = campaignOf(event.data, view);
        if (!campaign)
            return noted(event);
        std::vector<std::string> why;
        for (const auto &one : member(event.data, "why"))
            why.push_back(scalarText(one));
        if (why.empty())
            return noted(event);
        auto task = optimiseTask(fieldText(campaign->fields, "Campaign Name"), why, view);
        if (!task)
            return tl::make_unexpected(task.error());
        Plan plan;
        plan.rule = "liora.optimise";
        plan.evidence.push_back({why.front(), campaign->id});
        plan.summary = "A better move is planned for " + fieldText(campaign->fields, "Campaign Name") + ".";
        plan.tasks.push_back(std::move(*task));
        return plan;
    }

    // ---- words of operators ----
    static Result<Plan> listCampaigns(const View &view)
    {
        constexpr int Most = 200;
        std::string words;
        int n = 0;
        for (const auto &campaign : view.slice(Campaigns, {}, {}, Most)) {
            const auto status = fieldText(campaign.fields, "Status");
            if (status == "Completed" || status == "Cancelled")
                continue;
            ++n;
            words += "\n" + fieldText(campaign.fields, "Campaign Name") + ": " + status + (startOf(campaign) ? ", from " + toRfc3339(*startOf(campaign)).substr(0, 10) : "") + ".";
        }
        if (n == 0)
            return answered("No campaign is planned or running.");
        return answered(std::to_string(n) + (n == 1 ? " campaign:" : " campaigns:") + words);
    }

    Result<Plan> tellSplit(const std::string &rest, const Talk &talk, const View &view) const
    {
        const auto space = rest.find(' ');
        const auto budget = amountOf(rest.substr(0, space));
        auto names = Json::array();
        for (auto at = space; at != std::string::npos;) {
            const auto begin = rest.find_first_not_of(" ,", at);
            if (begin == std::string::npos)
                break;
            at = rest.find_first_of(" ,", begin);
            names.push_back(rest.substr(begin, at == std::string::npos ? at : at - begin));
        }
        if (!budget || *budget < 0 || *budget > MostBudget)
            return answered("The budget is missing. Write: split 1000.01 Email Instagram Website");
        const auto business = businessOf(view, talk.entity);
        const auto channels = channelsFor(names, business.type);
        if (!channels)
            return answered(channels.error().what + ": " + channels.error().mend + ".");
        const auto parts = partsOf(*channels, *budget, floor<days>(view.now()), floor<days>(view.now()), "en", "");
        std::string words = moneyText(*budget, business.currency) + ":";
        for (const auto &part : parts.at("channels"))
            words += "\n" + text(part, "channel") + " " + moneyText(number(part, "budget"), business.currency) + " (" + numberText(number(part, "share")) + " %)";
        return answered(words);
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeLiora(const Books &books)
{
    return std::make_unique<Liora>(books);
}

} // namespace hs::agents
