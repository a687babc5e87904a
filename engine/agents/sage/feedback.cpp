#include "engine/agents/sage/feedback.h"

#include <array>

#include "engine/agents/sage/engagement.h"
#include "engine/agents/sage/members.h"

namespace hs::agents {

namespace {

constexpr double GoodRating = 4;  ///< of 5; below it a person reviews
constexpr double WorstRating = 2; ///< of 5; at most this is the word of somebody who was let down

/// Definitions that ask the client how it was and wait for the answer.
bool asksForFeedback(std::string_view definition)
{
    return definition == "customer-service" || definition == "service-recovery" || definition == "wellness-booking" || definition == "consultation-project"
        || definition == "client-retention";
}

Decision readWords(const Books &books, const std::string &words, const std::optional<Contact> &contact, const std::string &entity, const View &view)
{
    Request request;
    request.text = words;
    return Router(books.lexicon, books.rules).route(request, routingFacts(view, contact, entity, words));
}

/// What is told, else what the words say, else what the rating says: 4 of 5 and more is positive, 2 and less negative.
std::string feedbackSentiment(const Books &books, const Json &data, const std::string &words, std::optional<double> rating, const std::optional<Contact> &contact, const std::string &entity, const View &view)
{
    static constexpr std::array<std::string_view, 4> Options{"Positive", "Neutral", "Negative", "Mixed"};
    if (auto told = optionOf(Options, text(data, "sentiment")); !told.empty())
        return told;
    const auto byRating = !rating ? std::string() : *rating >= GoodRating ? "Positive" : *rating <= 2 ? "Negative" : "Neutral";
    if (words.empty())
        return byRating;
    const auto read_ = readWords(books, words, contact, entity, view).sentiment;
    const std::string byWords = read_ == "angry" || read_ == "frustrated" ? "Negative" : read_ == "positive" ? "Positive" : "Neutral";
    if (byWords == "Neutral")
        return byRating.empty() ? byWords : byRating;
    return !byRating.empty() && byRating != "Neutral" && byRating != byWords ? "Mixed" : byWords;
}

} // namespace

Result<Plan> weighImpact(const Books &books, const Command &command, const View &view)
{
    const auto words = text(command.input, "text");
    if (words.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(Errc::BadInput, "no words to weigh", "sage.impact: input.text", "give the client's own words");
    const auto contact = contactById(view, text(command.input, "contact").empty() ? command.contact : text(command.input, "contact"));
    const auto entity = command.entity.empty() && contact ? contact->entity : command.entity;
    const auto decision = readWords(books, words, contact, entity, view);
    const auto business = businessOf(view, entity);
    const auto member_ = contact ? memberOf(view, *contact) : std::nullopt;
    const auto open = contact ? view.openMatters(contact->id) : 0;
    const auto found = impactOf(decision.sentiment, decision.vip, contact ? contact->lifetimeValue : 0, business.highValueMark, open);
    auto evidence = Json::array();
    Plan plan;
    plan.rule = "sage.impact";
    for (const auto &feature : decision.features)
        if (!feature.negated && (feature.name == "negative" || feature.name == "strong_negative" || feature.name == "failure" || feature.name == "complaint" || feature.name == "worry")) {
            evidence.push_back(feature.text);
            plan.evidence.push_back({feature.text, "text:" + std::to_string(feature.begin) + "-" + std::to_string(feature.end)});
        }
    plan.output = {{"impact", found.level}, {"sentiment", decision.sentiment}, {"points", found.points}, {"lifetimeValue", contact ? contact->lifetimeValue : 0.0},
                   {"member", member_ ? member_->id : ""}, {"openMatters", open}, {"why", found.why}, {"evidence", evidence}};
    plan.summary = "The impact is " + found.level + " (" + std::to_string(found.points) + " of 10), the words are " + decision.sentiment + ".";
    return plan;
}

Result<Plan> onFeedback(const Books &books, const Event &event, const View &view)
{
    const auto &inner = member(event.data, "feedback");
    const auto &data = inner.is_object() ? inner : event.data;
    auto words = text(data, "feedback_text", text(data, "text", event.text));
    const auto &told = member(data, "rating");
    const auto isRated = told.is_number();
    const auto rating = isRated ? told.get<double>() : 0.0;
    const auto given = number(data, "scale", number(data, "rating_scale", 5));
    const auto scale = given > 0 ? given : 5.0;
    const auto rated = isRated ? numberText(rating) + " of " + numberText(scale) : std::string();
    if (words.empty() && !isRated)
        return fail(Errc::BadInput, "feedback without words and rating", "feedback: feedback_text", "give one of them");
    auto email = emailIn(event.data);
    if (email.empty())
        email = emailIn(data);
    const auto contact = contactByEmail(view, email);
    const auto entity = event.entity.empty() && contact ? contact->entity : event.entity;
    const auto sentiment = feedbackSentiment(books, data, words, isRated ? std::optional(rating * 5 / scale) : std::nullopt, contact, entity, view);
    const auto isLow = isRated && rating * 5 / scale < GoodRating;
    const auto isNegative = sentiment == "Negative";
    const auto about = words.empty() ? "Rating " + rated : aboutOf(words);

    Plan plan;
    plan.rule = isNegative ? "sage.feedback.negative" : isLow ? "sage.feedback.low" : "sage.feedback";
    const auto id = view.newId("rec");
    static constexpr std::array<std::string_view, 8> Sources{"Typeform", "Email", "Website", "In-person", "Phone", "Social Media", "Review Site", "Other"};
    auto source = optionOf(Sources, event.source == "userfeedback" || event.source == "website-form" ? "Website" : event.source);
    RecordWrite write{"feedback-surveys", id,
                      {{"Title", about}, {"Source", source.empty() ? "Other" : source}, {"Feedback Type", isNegative ? "Complaint" : sentiment == "Positive" ? "Praise" : "General Feedback"},
                       {"Date Received", toRfc3339(event.receivedAt == Timestamp() ? view.now() : event.receivedAt)}, {"Feedback Content", words.empty() ? about : words},
                       {"Sentiment", sentiment}, {"Status", "New"}, {"Response Required", isNegative || isLow}},
                      true};
    if (isRated) {
        write.fields["Rating"] = rating;
        write.fields["Rating Scale"] = scale;
    }
    if (contact)
        write.fields["Contact"] = Json::array({contact->id});
    if (!entity.empty())
        write.fields["Business Entity"] = Json::array({entity});
    if (const auto reference = scalarText(member(data, "id")); !reference.empty())
        write.fields["External Reference ID"] = reference;
    plan.records.push_back(std::move(write));
    plan.evidence.push_back({sentiment + (isRated ? ", " + rated : ""), id});
    const auto name = contact ? contact->name : email.empty() ? "somebody" : email;
    auto isFollowed = false; // a workflow of this client hears it and answers by itself
    if (contact) {
        Json said{{"feedback", id}, {"comment", words}, {"negative", isNegative}};
        if (isRated)
            said["rating"] = rating * 5 / scale;
        for (const auto &instance : view.openInstances(contact->id))
            if (asksForFeedback(instance.definition)) {
                isFollowed = isFollowed || instance.definition != "client-retention";
                plan.signals.push_back({instance.id, "feedback_received", said});
            }
    }
    if (isLow || isNegative) {
        auto task = taskFor(books, view, "negative_feedback", {{"name", name}, {"why", about}}, contact ? contact->id : std::string());
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "feedback";
        plan.tasks.push_back(std::move(*task));
    }
    if (isNegative) {
        const auto isStrong = (isRated && rating * 5 / scale <= WorstRating) || (!words.empty() && readWords(books, words, contact, entity, view).rule == "R8");
        plan.messages.push_back({"listeners", "negative_feedback",
                                 {{"feedback", id}, {"contact", contact ? contact->id : ""}, {"name", name}, {"email", email}, {"text", words.empty() ? about : words}, {"about", about},
                                  {"language", answerLanguage(books, view, words)}, {"entity", entity}, {"strong", isStrong && !isFollowed}},
                                 false, "high", {}});
        EffectWish note;
        note.kind = "slack";
        note.summary = "Negative feedback of " + name;
        note.body = {{"text", "Negative feedback of " + name + ": " + about}};
        note.keyPart = "feedback";
        note.notice = true;
        plan.effects.push_back(std::move(note));
    }
    plan.summary = "Feedback of " + name + ", " + sentiment + (isLow || isNegative ? ": a person reviews it." : ".");
    return plan;
}

} // namespace hs::agents
