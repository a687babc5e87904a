#include "engine/agents/elan/elan.h"

#include <algorithm>

#include "engine/agents/elan/brand.h"
#include "engine/agents/elan/content.h"
#include "engine/agents/letters.h"
#include "engine/agents/studio.h"
#include "engine/agents/text/tokens.h"
#include "engine/agents/zevi/profile.h"

namespace hs::agents {

namespace {

constexpr std::string_view Templates = "notification-templates";
constexpr std::string_view Machine = "content-lifecycle";
constexpr int MostItems = 200;

Json findingsJson(const std::vector<Finding> &findings)
{
    auto out = Json::array();
    for (const auto &f : findings)
        out.push_back({{"rule", f.rule}, {"span", {{"begin", f.span.begin}, {"end", f.span.end}}}, {"text", f.text}, {"why", f.why}, {"mend", f.mend}});
    return out;
}

class Elan final : public Agent {
public:
    explicit Elan(const Books &books) : m_books(books), m_card(*books.catalog.find("elan")) {}

    [[nodiscard]] std::string_view key() const override { return "elan"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.source == "bus")
            return noted(event);
        if (event.type == "content_idea" || event.type == "content_draft" || event.type == "generate_content" || event.type == "generate_video" || event.type == "process_transcription")
            return takeIn(event, view);
        if (event.type == "content_review" || event.type == "content_ready" || event.type == "content_publish" || event.type == "content_stage_change" || event.type == "distribute_content")
            return stageEvent(event, view);
        return noted(event);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "draft")
            return draft(command, view);
        if (command.name == "brand_check")
            return brandCheck(command, view);
        if (command.name == "formats")
            return formats(command);
        if (command.name == "advance")
            return advance(command, view);
        if (command.name == "welcome")
            return welcome(command, view);
        if (command.name == "apology")
            return apology(command, view);
        return fail(Errc::NotFound, "elan has no command \"" + command.name + "\"", "elan." + command.name, "use one that his file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "check") {
            if (rest.empty())
                return answered("The text is missing. Write: check Our new show opens on Friday.");
            BrandScope scope;
            scope.kind = businessOf(view, talk.entity).type;
            scope.voice = "elan";
            const auto found = m_books.brand.check(rest, scope);
            if (found.empty())
                return answered("The text keeps its shape: no rule objects.");
            std::string words = std::to_string(found.size()) + (found.size() == 1 ? " finding:" : " findings:");
            for (const auto &f : found)
                words += "\n" + f.rule + ", \"" + f.text + "\": " + f.why + " " + f.mend;
            return answered(words);
        }
        if (word == "rules") {
            std::string words = "I check every text by:";
            for (const auto &rule : m_books.brand.rules()) {
                words += "\n" + rule.key + ": " + rule.why;
                for (const auto &kind : rule.kinds)
                    words += " [" + kind + "]";
            }
            return answered(words + "\nexclamation, placeholder, capitals, repeats, length, closing: the form of the text.");
        }
        if (word == "types") {
            std::string words = "Types:";
            for (const auto &type : m_books.content.types())
                words += "\n" + type.key + ", " + std::to_string(type.leastWords) + " to " + std::to_string(type.mostWords) + " words";
            words += "\nStages: ";
            for (const auto &stage : contentStages())
                words += (stage == contentStages().front() ? "" : ", ") + stage;
            return answered(words + ".");
        }
        return understood(m_books, m_card, talk.text);
    }

private:
    static Plan noted(const Event &event)
    {
        Plan plan;
        plan.summary = "Elan took note of " + event.type;
        return plan;
    }

    /// All placeholders that a draft may use; what is not given stays unset.
    static Texts::Values valuesOf(const Json &in, const Business &business)
    {
        Texts::Values values;
        for (const auto &[name, value] : member(in, "values").items())
            if (value.is_primitive() && !value.is_null())
                values[name] = scalarText(value);
        const auto set = [&](const char *name, std::string value) {
            if (!value.empty())
                values[name] = std::move(value);
        };
        for (const auto *name : {"topic", "audience", "call", "picture", "guest", "aim", "materials"})
            set(name, text(in, name));
        set("business", business.name);
        set("business_name", business.name);
        std::string facts;
        if (const auto &list = member(in, "facts"); list.is_array()) {
            for (const auto &fact : list)
                facts += (facts.empty() ? "" : " ") + scalarText(fact);
        } else
            facts = scalarText(list);
        set("facts", std::move(facts));
        return values;
    }

    static std::string givenLines(const Texts::Values &values)
    {
        std::string lines;
        for (const auto &[name, value] : values)
            lines += name + ": " + value + "\n";
        return lines;
    }

    /// The first finding of a rule that had found nothing before; null: there is none.
    static const Finding *newIn(const std::vector<Finding> &now, const std::vector<Finding> &before)
    {
        const auto known = [&](const Finding &one) {
            return std::any_of(before.begin(), before.end(), [&](const Finding &other) { return other.rule == one.rule; });
        };
        const auto found = std::find_if_not(now.begin(), now.end(), known);
        return found == now.end() ? nullptr : &*found;
    }

    /// The studio's own template, with what is not given left open for the check to find.
    static Draft fromTemplate(const RecordView &record, const Texts::Values &values)
    {
        Draft draft;
        const auto fillOpen = [&](const std::string &pattern) {
            auto all = values;
            for (const auto &name : placeholdersOf(pattern))
                if (auto &value = all[name]; value.empty()) {
                    value = "{{" + name + "}}";
                    if (std::find(draft.missing.begin(), draft.missing.end(), name) == draft.missing.end())
                        draft.missing.push_back(name);
                }
            return fillPattern(pattern, all, record.title).value_or(pattern);
        };
        draft.title = fillOpen(fieldText(record.fields, "Subject Template"));
        draft.text = fillOpen(fieldText(record.fields, "Content Template"));
        return draft;
    }

    Result<Plan> draft(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto *type = m_books.content.type(text(in, "type"));
        if (!type)
            return fail(Errc::BadInput, "no type of content \"" + text(in, "type") + "\"", "elan.draft: input.type", "use blog_post, social_media, email_newsletter, video_script, podcast_script, course_material, workshop_material or video");
        const auto topic = text(in, "topic");
        if (topic.empty())
            return fail(Errc::BadInput, "a draft without a topic", "elan.draft: input.topic", "name it in a few words");
        const auto business = businessOf(view, text(in, "entity").empty() ? command.entity : text(in, "entity"));
        const auto language = languageOf(m_books, view, in);
        const auto values = valuesOf(in, business);
        Draft made;
        const auto named = text(in, "template");
        if (!named.empty()) {
            auto record = view.record(Templates, named);
            for (const auto *property : {"Template Name", "Template ID"})
                if (!record)
                    if (auto found = view.recordsBy(Templates, property, named, 1); !found.empty())
                        record = found.front();
            if (!record)
                return fail(Errc::BadInput, "no template \"" + named + "\"", "elan.draft: input.template", "give the record id or the whole name of a Notification Template");
            made = fromTemplate(*record, values);
        } else
            made = ContentRules::draft(*type, language, values);
        if (made.title.empty())
            made.title = topic;
        BrandScope scope{business.type, "elan", type->key, type->leastWords, type->mostWords, {}, 0};
        auto findings = m_books.brand.check(made.text, scope);
        Plan plan;
        plan.rule = "elan.draft";
        if (named.empty() && made.missing.empty()) // the studio's own words stand as they are, and what lacks something is no text yet
            plan.wording = Wording{type->title, made.title, made.text, givenLines(values), language, type->leastWords, type->mostWords, business.id, business.name};
        std::string by = "rules";
        if (plan.wording && !command.words.is_null()) {
            const auto better = wordsFrom(command.words);
            auto why = noWordsBecause(better, *plan.wording);
            auto inThem = why.empty() ? m_books.brand.check(better.text, scope) : std::vector<Finding>();
            if (const auto *worse = newIn(inThem, findings))
                why = worse->rule + ": " + worse->text;
            if (why.empty()) {
                made.title = better.title;
                made.text = better.text;
                findings = std::move(inThem);
                by = better.model;
                plan.evidence.push_back({"in the words of " + by + ", which say nothing that was not given", {}});
            } else {
                plan.evidence.push_back({"the words of " + better.model + " were left out: " + why, {}});
            }
        }
        const auto words = wordsOf(made.text);
        plan.output = {{"draft", made.text}, {"title", made.title}, {"words", words}, {"missing", made.missing}, {"checks", findingsJson(findings)},
                       {"passed", findings.empty() && made.missing.empty()}, {"type", type->key}, {"stage", "draft"}, {"language", language}, {"by", by}};
        for (const auto &name : made.missing)
            plan.evidence.push_back({"missing: " + name, {}});
        for (const auto &f : findings)
            plan.evidence.push_back({f.rule + ": " + f.text, "text:" + std::to_string(f.span.begin) + "-" + std::to_string(f.span.end)});
        plan.summary = "Drafted " + made.title + " (" + type->title + ", " + std::to_string(words) + " words)"
                       + (made.missing.empty() && findings.empty() ? "." : ": " + std::to_string(made.missing.size()) + " parts missing, " + std::to_string(findings.size()) + " findings.");
        return plan;
    }

    Result<Plan> brandCheck(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto words = text(in, "text");
        if (words.empty())
            return fail(Errc::BadInput, "no text to check", "elan.brand_check: input.text", "give it");
        BrandScope scope;
        scope.kind = businessOf(view, text(in, "entity").empty() ? command.entity : text(in, "entity")).type;
        scope.voice = text(in, "voice", "elan");
        if (const auto named = text(in, "type"); !named.empty()) {
            const auto *type = m_books.content.type(named);
            if (!type)
                return fail(Errc::BadInput, "no type of content \"" + named + "\"", "elan.brand_check: input.type", "use one that elan's rules name");
            scope.type = type->key;
            scope.leastWords = type->leastWords;
            scope.mostWords = type->mostWords;
        }
        if (const auto named = text(in, "channel"); !named.empty()) {
            const auto *channel = m_books.content.channel(named);
            if (!channel)
                return fail(Errc::BadInput, "no channel \"" + named + "\"", "elan.brand_check: input.channel", "use one such as Instagram, Email or SMS");
            scope.channel = channel->key;
            scope.mostCharacters = channel->characters;
        }
        const auto findings = m_books.brand.check(words, scope);
        Plan plan;
        plan.rule = "elan.brand_check";
        plan.output = {{"passed", findings.empty()}, {"findings", findingsJson(findings)}, {"words", wordsOf(words)}};
        for (const auto &f : findings)
            plan.evidence.push_back({f.rule + ": " + f.text, "text:" + std::to_string(f.span.begin) + "-" + std::to_string(f.span.end)});
        plan.summary = findings.empty() ? "The brand check passed." : "The brand check found " + std::to_string(findings.size()) + (findings.size() == 1 ? " thing." : " things.");
        return plan;
    }

    Result<Plan> formats(const Command &command) const
    {
        const auto words = text(command.input, "text");
        const auto &channels = member(command.input, "channels");
        if (words.empty() || !channels.is_array() || channels.empty())
            return fail(Errc::BadInput, "no text or no channels", "elan.formats: input", "give both");
        Plan plan;
        plan.rule = "elan.formats";
        auto variants = Json::array();
        for (const auto &name : channels) {
            const auto *channel = m_books.content.channel(scalarText(name));
            if (!channel)
                return fail(Errc::BadInput, "no channel \"" + scalarText(name) + "\"", "elan.formats: input.channels", "use one such as Instagram, Email or SMS");
            const auto variant = fitted(words, text(command.input, "link"), channel->characters);
            variants.push_back({{"channel", channel->key}, {"text", variant.text}, {"length", variant.length}, {"limit", variant.limit}, {"cut", variant.cut}});
            plan.evidence.push_back({channel->key + ": " + std::to_string(variant.length) + (variant.limit > 0 ? " of " + std::to_string(variant.limit) : "") + " characters", {}});
        }
        plan.output = {{"variants", variants}};
        plan.summary = std::to_string(variants.size()) + (variants.size() == 1 ? " variant." : " variants to choose from.");
        return plan;
    }

    Result<Plan> advance(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto to = text(in, "stage");
        const auto from = text(in, "from", "idea");
        const auto &stages = contentStages();
        for (const auto &stage : {to, from})
            if (std::find(stages.begin(), stages.end(), stage) == stages.end())
                return fail(Errc::BadInput, "no stage \"" + stage + "\"", "elan.advance: input", "use idea, research, draft, review, media_creation, final, ready, scheduled, published or archived");
        const auto approvedBy = text(in, "approvedBy");
        const auto why = noAdvanceBecause(from, to, isOperator(view, approvedBy));
        const auto title = text(in, "title", text(in, "content"));
        Plan plan;
        plan.rule = "elan.stage";
        plan.output = {{"allowed", why.empty()}, {"stage", why.empty() ? to : from}, {"before", from}, {"why", why}};
        plan.evidence.push_back({from + " > " + to + (why.empty() ? "" : ": " + why), command.workflow});
        plan.summary = (title.empty() ? "The content" : title) + (why.empty() ? " is at " + to + " now." : " stays at " + from + ": " + why + ".");
        if (why.empty() && to == "published")
            plan.messages.push_back({"sage", "content_published", {{"content", text(in, "content")}, {"title", title}, {"workflow", command.workflow}}, false, "normal", {}});
        return plan;
    }

    // ---- letters ----
    Result<Plan> welcome(const Command &command, const View &view) const
    {
        const auto contact = contactOfCommand(command, view, "elan");
        if (!contact)
            return tl::make_unexpected(contact.error());
        const auto language = languageOf(m_books, view, command.input);
        const auto business = businessOf(view, command.entity.empty() ? contact->entity : command.entity);
        auto values = letterValues(m_books, language, contact->name, business);
        addMatter(values, m_books, language, text(command.input, "about"));
        const auto profile = contact->profile.empty() ? profileOf(*contact).option : contact->profile.front();
        const auto *key = profile == "Artist" ? "elan.welcome.artist" : profile == "Collector" ? "elan.welcome.collector" : profile == "Wellness Client" || profile == "Workshop Participant" ? "elan.welcome.wellness"
                          : business.type == "CONSULTING_FIRM" || profile == "Business Contact" ? "elan.welcome.business" : "elan.welcome";
        return letterPlan(m_books, *contact, key, language, values, noServiceMailBecause(*contact), "Elan");
    }

    Result<Plan> apology(const Command &command, const View &view) const
    {
        const auto contact = contactOfCommand(command, view, "elan");
        if (!contact)
            return tl::make_unexpected(contact.error());
        const auto matter = text(command.input, "matter");
        if (matter.empty())
            return fail(Errc::BadInput, "nothing to be sorry for", "elan.apology: input.matter", "say in a sentence what happened");
        const auto language = languageOf(m_books, view, command.input);
        auto values = letterValues(m_books, language, contact->name, businessOf(view, command.entity.empty() ? contact->entity : command.entity));
        values["matter"] = matter;
        const auto next = text(command.input, "next_steps");
        values["next"] = next.empty() ? m_books.texts.fill("elan.apology.next", language, {}).value_or("A person looks into it.") : next;
        return letterPlan(m_books, *contact, "elan.apology", language, values, noMailBecause(*contact), "Elan");
    }

    // ---- events ----
    static std::string titleOf(const Event &event)
    {
        for (const auto *key : {"title", "topic", "content", "name"})
            if (const auto found = text(event.data, key); !found.empty())
                return found;
        return aboutOf(event.text);
    }

    /// Open content of this id or title.
    static std::optional<InstanceView> itemOf(const Event &event, const View &view)
    {
        for (const auto *key : {"workflow", "content", "content_id", "title"})
            if (const auto wanted = text(event.data, key); !wanted.empty()) {
                if (const auto found = view.instancesByKey(Machine, wanted); !found.empty())
                    return found.front();
                for (const auto &instance : view.openInstancesOf(Machine, MostItems))
                    if (instance.id == wanted)
                        return instance;
            }
        return std::nullopt;
    }

    /// Something new to write: a task for it, with what is known. The machine `content-lifecycle` starts by its own triggers.
    Result<Plan> takeIn(const Event &event, const View &view) const
    {
        const auto title = titleOf(event);
        if (title.empty())
            return fail(Errc::BadInput, "content without a title", event.type + ": title", "name it in a few words");
        Plan plan;
        plan.rule = "elan." + event.type;
        if (const auto item = itemOf(event, view)) {
            plan.evidence.push_back({"the content is at work: " + item->state, item->id});
            plan.summary = title + " is at work already.";
            return plan;
        }
        const auto type = text(event.data, "type", event.type == "generate_video" ? "video" : event.type == "process_transcription" ? "podcast_script" : "blog_post");
        const auto *known = m_books.content.type(type);
        if (m_books.kinds.worksWith(businessOf(view, event.entity).type, Machine)) {
            plan.evidence.push_back({"asked for through " + event.source, event.id});
            plan.summary = title + ": its way from the idea to the archive begins.";
            plan.output = {{"title", title}, {"topic", title}, {"type", known ? known->key : "blog_post"}, {"contentKey", title}, {"facts", text(event.data, "text", event.text)}};
            return plan;
        }
        auto task = taskFor(m_books, view, "write_content", {{"what", title}, {"why", (known ? known->title : type) + ", asked for through " + event.source + "."}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "write_content";
        if (const auto words = text(event.data, "text", event.text); !words.empty()) {
            BrandScope scope;
            scope.kind = businessOf(view, event.entity).type;
            scope.voice = "elan";
            const auto findings = m_books.brand.check(words, scope);
            task->description += "\n" + words;
            for (const auto &f : findings) {
                task->checklist.push_back(f.rule + ", \"" + f.text + "\": " + f.mend);
                plan.evidence.push_back({f.rule + ": " + f.text, "text:" + std::to_string(f.span.begin) + "-" + std::to_string(f.span.end)});
            }
        }
        plan.tasks.push_back(std::move(*task));
        if (plan.evidence.empty())
            plan.evidence.push_back({"asked for through " + event.source, event.id});
        plan.summary = title + ": a task is made to write it.";
        return plan;
    }

    /// Where content stands now, told from outside: it is handed to its workflow; without one a person approves.
    Result<Plan> stageEvent(const Event &event, const View &view) const
    {
        const auto title = titleOf(event);
        Plan plan;
        plan.rule = "elan." + event.type;
        if (const auto item = itemOf(event, view)) {
            plan.signals.push_back({item->id, event.type, event.data});
            plan.evidence.push_back({event.type + " at " + item->state, item->id});
            plan.summary = (title.empty() ? "The content" : title) + ": " + event.type + " is handed to its workflow.";
            return plan;
        }
        if (title.empty())
            return fail(Errc::BadInput, "content without a title", event.type + ": title", "name it in a few words");
        auto task = taskFor(m_books, view, "approve_content", {{"what", title}, {"why", "Told through " + event.source + " (" + event.type + "); no workflow runs for it."}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "approve_content";
        plan.tasks.push_back(std::move(*task));
        plan.evidence.push_back({"no workflow runs for it", event.id});
        plan.summary = title + " waits for a person's approval.";
        return plan;
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeElan(const Books &books)
{
    return std::make_unique<Elan>(books);
}

} // namespace hs::agents
