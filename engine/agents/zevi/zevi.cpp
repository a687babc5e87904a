#include "engine/agents/zevi/zevi.h"

#include <algorithm>
#include <cmath>

#include "engine/agents/letters.h"
#include "engine/agents/studio.h"
#include "engine/agents/text/tokens.h"
#include "engine/agents/zevi/metrics.h"
#include "engine/agents/zevi/profile.h"
#include "engine/agents/zevi/segments.h"
#include "engine/agents/zevi/trends.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr int SliceRecords = 200;  ///< read in one transaction
constexpr int SliceChanges = 25;   ///< records written in one transaction
constexpr int EventRecords = 400;  ///< an event is answered at once, so it looks at no more
constexpr int Days = 30;
constexpr int MostDays = 365;
constexpr double TellFrom = 20;    ///< percent: colleagues hear of such a change …
constexpr std::int64_t TellBase = 10; ///< … when it rests on so many records

bool isOf(const RecordView &record, const std::string &entity)
{
    if (entity.empty())
        return true;
    const auto owners = fieldList(record.fields, "Business Entity");
    return std::find(owners.begin(), owners.end(), entity) != owners.end();
}

/// Sizes of segments, counted slice by slice.
struct Count {
    std::vector<std::int64_t> sizes, reaches;
    std::int64_t base = 0, anyReach = 0;

    explicit Count(std::size_t n) : sizes(n), reaches(n) {}
    void add(const std::vector<Segment> &segments, const RecordView &record, Timestamp now)
    {
        ++base;
        auto any = false;
        const auto reachable = noMarketingMailBecause(contactOf(record)).empty();
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (!holds(segments[i].criteria, record.fields, now))
                continue;
            ++sizes[i];
            reaches[i] += reachable ? 1 : 0;
            any = true;
        }
        anyReach += any && reachable ? 1 : 0;
    }
    [[nodiscard]] Json stored() const { return {{"sizes", sizes}, {"reaches", reaches}, {"base", base}, {"any", anyReach}}; }
    void read(const Json &from)
    {
        const auto list = [&](const char *name, std::vector<std::int64_t> &to) {
            const auto &values = member(from, name);
            for (std::size_t i = 0; i < to.size() && values.is_array() && i < values.size(); ++i)
                to[i] = values[i].is_number_integer() ? values[i].get<std::int64_t>() : 0;
        };
        list("sizes", sizes);
        list("reaches", reaches);
        base = integer(from, "base");
        anyReach = integer(from, "any");
    }
    [[nodiscard]] Json segmentsJson(const std::vector<Segment> &segments) const
    {
        auto out = Json::array();
        for (std::size_t i = 0; i < segments.size(); ++i)
            out.push_back({{"name", segments[i].title}, {"size", sizes[i]}, {"reach", reaches[i]}});
        return out;
    }
};

class Zevi final : public Agent {
public:
    explicit Zevi(const Books &books) : m_books(books), m_card(*books.catalog.find("zevi")) {}

    [[nodiscard]] std::string_view key() const override { return "zevi"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.type == "contact_update")
            return contactChanged(event, view);
        if (event.type == "audience_analysis" || event.type == "analyze_audience" || event.type == "audience_insight")
            return event.source == "bus" ? noted(event) : analyse(event, view);
        if (event.type == "segment_creation" || event.type == "segment_update")
            return segmentEvent(event, view);
        if (event.type == "customer_journey")
            return journey(event, view);
        return noted(event);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "segment")
            return segment(command, view);
        if (command.name == "refresh_segments")
            return refresh(command, view);
        if (command.name == "profile")
            return profile(command, view);
        if (command.name == "trends")
            return trends(command, view);
        if (command.name == "measure")
            return measure(command, view);
        if (command.name == "fit")
            return fit(command, view);
        return fail(Errc::NotFound, "zevi has no command \"" + command.name + "\"", "zevi." + command.name, "use one that his file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "segments") {
            std::string words = std::to_string(m_books.segments.size()) + " segments, computed anew each time:";
            for (const auto &s : m_books.segments)
                words += "\n" + s.title + " (" + s.key + "): " + dump(s.definition);
            return answered(words);
        }
        if (word == "profile") {
            const auto contact = contactByEmail(view, rest);
            if (!contact)
                return answered("No contact has the address \"" + rest + "\". Write: profile ada@studio.example");
            const auto found = profileOf(*contact);
            return answered(contact->name + ": " + found.option + (found.evidence.empty() ? ", as no rule finds a word." : ", by the word \"" + found.evidence + "\" (rule " + found.rule + ")."));
        }
        if (word == "measure") {
            const auto found = rest.empty() ? std::vector<RecordView>() : view.recordsBy(Campaigns, "Campaign Name", rest, 1);
            if (found.empty())
                return answered("No campaign is called \"" + rest + "\". I need its whole name.");
            const auto plan = measured(found.front(), view);
            return answered(plan.summary);
        }
        return understood(m_books, m_card, talk.text);
    }

private:
    static Plan noted(const Event &event)
    {
        Plan plan;
        plan.summary = "Zevi took note of " + event.type;
        return plan;
    }

    /// What is asked for: one segment by its criteria or name, else all that ship.
    Result<std::vector<Segment>> asked(const Json &input, const std::string &where) const
    {
        if (const auto &criteria = member(input, "criteria"); !criteria.is_null() && !(criteria.is_array() && criteria.empty())) {
            auto read = criteriaOf(criteria, where + ".criteria");
            if (!read)
                return tl::make_unexpected(read.error());
            const auto name = text(input, "segment");
            return std::vector<Segment>{{"custom", name.empty() ? "Custom segment" : name, criteria, std::move(*read)}};
        }
        const auto name = text(input, "segment");
        if (name.empty())
            return m_books.segments;
        const auto *known = segmentNamed(m_books.segments, name);
        if (!known)
            return fail(Errc::BadInput, "no segment \"" + name + "\"", where + ".segment", "name a shipped segment, or give criteria");
        return std::vector<Segment>{*known};
    }

    /// What campaigns keep of a segment: its criteria, never people.
    static RecordWrite definitionFor(const std::string &campaign, const Segment &segment)
    {
        return {std::string(Campaigns), campaign, {{"Segment Definition", segment.definition}, {"Target Audience", Json::array({"Custom Segment"})}}, false};
    }

    Result<Plan> segment(const Command &command, const View &view) const
    {
        const auto segments = asked(command.input, "zevi.segment: input");
        if (!segments)
            return tl::make_unexpected(segments.error());
        auto entity = text(command.input, "entity");
        if (entity.empty())
            entity = command.entity;
        const auto campaign = text(command.input, "campaign");
        if (!campaign.empty() && !view.record(Campaigns, campaign))
            return fail(Errc::BadInput, "the campaign does not exist", "zevi.segment: input.campaign", "give the record id of a campaign");
        Count count(segments->size());
        if (!command.progress.is_null())
            count.read(member(command.progress, "count"));
        const auto begun = parseRfc3339(text(command.progress, "now"));
        const auto now = begun ? *begun : view.now(); // one moment for all slices
        const auto slice = view.slice(Contacts, {}, text(command.progress, "after"), SliceRecords);
        for (const auto &record : slice)
            if (isOf(record, entity))
                count.add(*segments, record, now);
        Plan plan;
        plan.rule = "zevi.segment";
        if (slice.size() == static_cast<std::size_t>(SliceRecords)) {
            plan.progress = {{"after", slice.back().id}, {"count", count.stored()}, {"now", toRfc3339(now)}};
            return plan;
        }
        const auto &first = segments->front();
        const auto single = segments->size() == 1;
        if (!campaign.empty() && single)
            plan.records.push_back(definitionFor(campaign, first));
        plan.output = {{"segments", count.segmentsJson(*segments)}, {"size", count.sizes.front()}, {"reach", count.anyReach},
                       {"criteria", single ? first.definition : Json::array()}, {"base", count.base}, {"entity", entity}};
        for (std::size_t i = 0; i < segments->size(); ++i)
            plan.evidence.push_back({(*segments)[i].title + ": " + std::to_string(count.sizes[i]) + " of " + std::to_string(count.base), campaign});
        plan.summary = (single ? first.title + ": " + std::to_string(count.sizes.front()) + " contacts" : std::to_string(segments->size()) + " segments") + ", "
                       + std::to_string(count.anyReach) + " may be mailed; base " + std::to_string(count.base) + " contacts, " + toRfc3339(now).substr(0, 10) + ".";
        return plan;
    }

    Result<Plan> refresh(const Command &command, const View &view) const
    {
        const auto entity = text(command.input, "entity");
        const auto &segments = m_books.segments;
        Count count(segments.size());
        std::int64_t changed = 0;
        if (!command.progress.is_null()) {
            count.read(member(command.progress, "count"));
            changed = integer(command.progress, "changed");
        }
        const auto slice = view.slice(Contacts, {}, text(command.progress, "after"), SliceRecords);
        Plan plan;
        plan.rule = "zevi.refresh";
        std::string after;
        for (const auto &record : slice) {
            if (plan.records.size() == static_cast<std::size_t>(SliceChanges))
                break;
            after = record.id;
            if (!isOf(record, entity))
                continue;
            auto contact = contactOf(record);
            Json fields = Json::object();
            if (contact.profile.empty()) { // a person's choice stays
                contact.profile = {profileOf(contact).option};
                contact.fields["Profile"] = contact.profile;
                fields["Profile"] = contact.profile;
            }
            const RecordView seen{record.id, record.database, record.title, contact.fields, record.updatedAt, record.createdAt};
            count.add(segments, seen, view.now());
            if (auto titles = segmentsOf(contact, view.now()); titles != fieldList(contact.fields, "Marketing Segments"))
                fields["Marketing Segments"] = std::move(titles);
            if (!fields.empty())
                plan.records.push_back({std::string(Contacts), record.id, std::move(fields), false});
        }
        changed += static_cast<std::int64_t>(plan.records.size());
        if (!slice.empty() && (after != slice.back().id || slice.size() == static_cast<std::size_t>(SliceRecords))) {
            plan.progress = {{"after", after}, {"count", count.stored()}, {"changed", changed}};
            return plan;
        }
        plan.output = {{"segments", count.segmentsJson(segments)}, {"contacts", count.base}, {"changed", changed}};
        plan.summary = "Segments renewed: " + std::to_string(changed) + " of " + std::to_string(count.base) + " contacts changed.";
        return plan;
    }

    /// Titles of the shipped segments the contact belongs to, behind those that people gave it themselves.
    [[nodiscard]] std::vector<std::string> segmentsOf(const Contact &contact, Timestamp now) const
    {
        std::vector<std::string> titles;
        for (const auto &name : fieldList(contact.fields, "Marketing Segments"))
            if (!segmentNamed(m_books.segments, name))
                titles.push_back(name);
        for (const auto &s : m_books.segments)
            if (holds(s.criteria, contact.fields, now))
                titles.push_back(s.title);
        return titles;
    }

    Result<Plan> profile(const Command &command, const View &view) const
    {
        auto contact = contactOfCommand(command, view, "zevi");
        if (!contact)
            return tl::make_unexpected(contact.error());
        const auto found = profileOf(*contact);
        Plan plan;
        plan.rule = "zevi.profile." + found.rule;
        contact->profile = {found.option};
        contact->fields["Profile"] = contact->profile;
        auto keys = Json::array();
        for (const auto &s : m_books.segments)
            if (holds(s.criteria, contact->fields, view.now()))
                keys.push_back(s.key);
        plan.records.push_back({std::string(Contacts), contact->id, {{"Profile", contact->profile}, {"Marketing Segments", segmentsOf(*contact, view.now())}}, false});
        plan.evidence.push_back({found.evidence.empty() ? "no rule finds a word" : found.evidence, contact->id});
        plan.output = {{"profile", found.option}, {"rule", found.rule}, {"evidence", found.evidence}, {"segments", keys}, {"contact", contact->id}};
        plan.summary = contact->name + ": profile " + found.option + ".";
        return plan;
    }

    // ---- trends ----
    [[nodiscard]] std::string advice(const std::vector<Trend> &trends, const std::string &period) const
    {
        for (const auto &t : trends)
            if (t.change && *t.change != 0 && t.base >= LeastBase) {
                const auto words = m_books.texts.fill(*t.change > 0 ? "zevi.advice.up" : "zevi.advice.down", "en",
                                                      {{"what", t.what}, {"change", numberText(std::abs(*t.change))}, {"now", numberText(t.now)}, {"before", numberText(t.before)},
                                                       {"base", std::to_string(t.base)}, {"period", period}});
                return words.value_or(t.what);
            }
        return m_books.texts.fill("zevi.advice.none", "en", {{"base", std::to_string(LeastBase)}, {"period", period}}).value_or("No advice.");
    }

    static Json trendsJson(const std::vector<Trend> &trends, const std::string &period)
    {
        auto out = Json::array();
        for (const auto &t : trends) {
            Json one{{"what", t.what}, {"now", t.now}, {"before", t.before}, {"base", t.base}, {"period", period}};
            if (t.change)
                one["change"] = *t.change;
            out.push_back(std::move(one));
        }
        return out;
    }

    void tell(Plan &plan, const std::vector<Trend> &trends, const std::string &period, const std::string &entity) const
    {
        for (const auto &t : trends)
            if (t.change && std::abs(*t.change) >= TellFrom && t.base >= TellBase) {
                plan.messages.push_back({"liora", "trend_detected", {{"what", t.what}, {"now", t.now}, {"before", t.before}, {"change", *t.change}, {"base", t.base},
                                                                     {"period", period}, {"entity", entity}}, false, "normal", {}});
                return; // the largest one
            }
    }

    Result<Plan> trends(const Command &command, const View &view) const
    {
        auto entity = text(command.input, "entity");
        if (entity.empty())
            entity = command.entity;
        const auto length = integer(command.input, "days", Days);
        if (length < 1 || length > MostDays)
            return fail(Errc::BadInput, "the period is too short or too long", "zevi.trends: input.days", "give 1 to 365 days");
        auto tally = TrendTally::from(member(command.progress, "tally")).value_or(TrendTally(view.now(), static_cast<int>(length)));
        const auto &databases = TrendTally::databases();
        const auto which = static_cast<std::size_t>(std::clamp<std::int64_t>(integer(command.progress, "database"), 0, static_cast<std::int64_t>(databases.size()) - 1));
        const auto slice = view.slice(databases[which], tally.begin(), text(command.progress, "after"), SliceRecords);
        for (const auto &record : slice)
            if (isOf(record, entity))
                tally.add(record);
        Plan plan;
        plan.rule = "zevi.trends";
        const auto full = slice.size() == static_cast<std::size_t>(SliceRecords);
        if (full || which + 1 < databases.size()) {
            plan.progress = {{"database", full ? which : which + 1}, {"after", full ? slice.back().id : ""}, {"tally", tally.stored()}};
            return plan;
        }
        const auto found = tally.trends();
        const auto words = advice(found, tally.period());
        plan.output = {{"trends", trendsJson(found, tally.period())}, {"advice", words}, {"days", length}, {"entity", entity}};
        for (const auto &t : found)
            plan.evidence.push_back({t.what + ": " + numberText(t.now) + ", before " + numberText(t.before) + ", base " + std::to_string(t.base), {}});
        tell(plan, found, tally.period(), entity);
        plan.summary = words;
        return plan;
    }

    /// An event is answered at once, so it counts the first records of the two periods and says how many.
    Result<Plan> analyse(const Event &event, const View &view) const
    {
        TrendTally tally(view.now(), Days);
        auto left = EventRecords;
        auto complete = true;
        for (const auto &database : TrendTally::databases()) {
            const auto slice = view.slice(database, tally.begin(), {}, left + 1);
            complete = complete && static_cast<int>(slice.size()) <= left;
            for (const auto &record : slice)
                if (left > 0 && isOf(record, event.entity)) {
                    tally.add(record);
                    --left;
                }
        }
        const auto found = tally.trends();
        Plan plan;
        plan.rule = "zevi.trends";
        plan.summary = complete ? advice(found, tally.period())
                                : "More than " + std::to_string(EventRecords) + " records lie in the two periods: run zevi.trends in a workflow for all of them.";
        plan.messages.push_back({"grace-fields", "event_result." + event.type,
                                 {{"trends", complete ? trendsJson(found, tally.period()) : Json::array()}, {"advice", plan.summary}, {"complete", complete}, {"entity", event.entity}},
                                 false, "normal", {}});
        if (complete)
            tell(plan, found, tally.period(), event.entity);
        plan.evidence.push_back({"period " + tally.period(), event.id});
        return plan;
    }

    // ---- campaigns ----
    [[nodiscard]] Plan measured(const RecordView &campaign, const View &view) const
    {
        const auto rates = ratesOf(fieldObject(campaign.fields, "Performance Metrics"));
        const auto start = startOf(campaign);
        const auto since = start ? view.now() - *start : milliseconds(0);
        const auto why = missedBy(rates, since);
        const auto told = [](std::optional<double> rate) { return rate ? *rate : -1; };
        const auto isMeasured = rates.open || rates.click || rates.conversion || rates.bounce;
        Plan plan;
        plan.rule = "zevi.measure";
        plan.output = {{"open", told(rates.open)}, {"click", told(rates.click)}, {"conversion", told(rates.conversion)}, {"bounce", told(rates.bounce)}, {"base", rates.base},
                       {"hours", std::floor(duration<double, std::ratio<3600>>(since).count() * 10) / 10}, {"measured", isMeasured}, {"underperforming", !why.empty()}, {"why", why}};
        const auto name = fieldText(campaign.fields, "Campaign Name");
        std::string words;
        const auto tellRate = [&](const char *rate, std::optional<double> value) {
            if (value)
                words += (words.empty() ? "" : ", ") + std::string(rate) + " " + numberText(*value) + " %";
        };
        tellRate("open", rates.open);
        tellRate("click", rates.click);
        tellRate("conversion", rates.conversion);
        tellRate("bounce", rates.bounce);
        plan.summary = name + ": " + (words.empty() ? "nothing is measured yet" : words + ", base " + std::to_string(rates.base)) + ", since "
                       + (start ? toRfc3339(*start).substr(0, 10) : "no start date") + (why.empty() ? "." : ". It underperforms: " + why.front() + ".");
        for (const auto &reason : why)
            plan.evidence.push_back({reason, campaign.id});
        if (why.empty())
            plan.evidence.push_back({words.empty() ? "no metrics" : words, campaign.id});
        return plan;
    }

    Result<Plan> measure(const Command &command, const View &view) const
    {
        const auto campaign = view.record(Campaigns, text(command.input, "campaign"));
        if (!campaign)
            return fail(Errc::BadInput, "the campaign does not exist", "zevi.measure: input.campaign", "give the record id of a campaign");
        auto plan = measured(*campaign, view);
        if (boolean(plan.output, "underperforming"))
            plan.messages.push_back({"liora", "campaign_underperforming", {{"campaign", campaign->id}, {"why", plan.output.at("why")}}, false, "high", {}});
        return plan;
    }

    Result<Plan> fit(const Command &command, const View &view) const
    {
        const auto contact = contactOfCommand(command, view, "zevi");
        if (!contact)
            return tl::make_unexpected(contact.error());
        const auto &given = member(command.input, "budget");
        if (!given.is_null() && (!given.is_number() || given.get<double>() < 0))
            return fail(Errc::BadInput, "the budget is no number", "zevi.fit: input.budget", "give it in units of the currency");
        const auto budget = number(command.input, "budget");
        const auto business = businessOf(view, command.entity.empty() ? contact->entity : command.entity);
        const auto found = fitOf(*contact, budget, business.highValueMark);
        Plan plan;
        plan.rule = "zevi.fit";
        auto points = Json::array();
        auto why = Json::array();
        for (const auto &p : found.points) {
            points.push_back({{"rule", p.rule}, {"points", p.points}, {"evidence", p.evidence}});
            why.push_back(p.rule + " +" + numberText(p.points) + " (" + p.evidence + ")");
            plan.evidence.push_back({p.rule + " +" + numberText(p.points) + ": " + p.evidence, contact->id});
        }
        plan.output = {{"fit", found.score}, {"tier", found.tier}, {"priceTier", given.is_null() ? "" : priceTierOf(budget)}, {"highValue", found.highValue},
                       {"mark", business.highValueMark}, {"points", points}, {"why", why}};
        plan.summary = contact->name + " fits with " + std::to_string(found.score) + " of 100: tier " + found.tier + ".";
        return plan;
    }

    // ---- events ----
    Result<Plan> contactChanged(const Event &event, const View &view) const
    {
        const auto contact = contactById(view, text(event.data, "record"));
        if (!contact || !contact->profile.empty())
            return noted(event);
        const auto found = profileOf(*contact);
        Plan plan;
        plan.rule = "zevi.profile." + found.rule;
        plan.records.push_back({std::string(Contacts), contact->id, {{"Profile", Json::array({found.option})}}, false});
        plan.evidence.push_back({found.evidence.empty() ? "no rule finds a word" : found.evidence, contact->id});
        plan.summary = contact->name + ": profile " + found.option + ".";
        return plan;
    }

    Result<Plan> segmentEvent(const Event &event, const View &view) const
    {
        const auto segments = asked(event.data, event.type);
        if (!segments)
            return tl::make_unexpected(segments.error());
        Count count(segments->size());
        const auto slice = view.slice(Contacts, {}, {}, EventRecords + 1);
        const auto complete = static_cast<int>(slice.size()) <= EventRecords;
        if (complete)
            for (const auto &record : slice)
                if (isOf(record, event.entity))
                    count.add(*segments, record, view.now());
        Plan plan;
        plan.rule = "zevi.segment";
        if (const auto campaign = text(event.data, "campaign"); !campaign.empty() && segments->size() == 1) {
            if (!view.record(Campaigns, campaign))
                return fail(Errc::BadInput, "the campaign does not exist", event.type + ": campaign", "give the record id of a campaign");
            plan.records.push_back(definitionFor(campaign, segments->front()));
        }
        Json told{{"complete", complete}, {"entity", event.entity}};
        if (complete)
            told["segments"] = count.segmentsJson(*segments);
        plan.messages.push_back({"grace-fields", "event_result." + event.type, told, false, "normal", {}});
        plan.evidence.push_back({complete ? "base " + std::to_string(count.base) + " contacts" : "more than " + std::to_string(EventRecords) + " contacts", event.id});
        plan.summary = segments->front().title + ": "
                       + (complete ? std::to_string(count.sizes.front()) + " of " + std::to_string(count.base) + " contacts."
                                   : "the criteria are in order; run zevi.segment in a workflow for the number, as there are more than " + std::to_string(EventRecords) + " contacts.");
        return plan;
    }

    Result<Plan> journey(const Event &event, const View &view) const
    {
        auto contact = contactById(view, text(event.data, "contact"));
        if (!contact)
            contact = contactByEmail(view, fold(text(event.data, "email")));
        if (!contact)
            return fail(Errc::BadInput, "the contact does not exist", "customer_journey: contact", "give the record id or the e-mail of a contact");
        auto steps = Json::array();
        for (const auto &instance : view.openInstances(contact->id))
            steps.push_back({{"workflow", instance.definition}, {"state", instance.state}, {"since", toRfc3339(instance.startedAt)}});
        Plan plan;
        plan.rule = "zevi.journey";
        plan.messages.push_back({"grace-fields", "event_result.customer_journey",
                                 {{"contact", contact->id}, {"profile", profileOf(*contact).option}, {"status", contact->status}, {"since", contact->since}, {"open", steps}},
                                 false, "normal", {}});
        plan.evidence.push_back({std::to_string(steps.size()) + " workflows open", contact->id});
        plan.summary = contact->name + ": " + contact->status + ", " + std::to_string(steps.size()) + " workflows open.";
        return plan;
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeZevi(const Books &books)
{
    return std::make_unique<Zevi>(books);
}

} // namespace hs::agents
