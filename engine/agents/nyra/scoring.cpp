#include "engine/agents/nyra/scoring.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

std::string firstHit(const Lexicon &lexicon, std::string_view group, const std::vector<Token> &tokens, std::string_view words)
{
    for (const auto &match : lexicon.find(group, tokens))
        if (!match.negated)
            return std::string(words.substr(match.span.begin, match.span.end - match.span.begin));
    return {};
}

bool truthy(const Json &value)
{
    if (value.is_boolean())
        return value.get<bool>();
    const auto word = fold(scalarText(value));
    return !word.empty() && word != "no" && word != "false" && word != "0" && word != "none" && word != "nein" && word != "never";
}

/// The answer whose question holds one of the words; null when there is none.
const Json &answerOf(const Json &answers, std::initializer_list<std::string_view> words)
{
    static const Json None;
    if (answers.is_object())
        for (const auto &[question, value] : answers.items()) {
            const auto low = fold(question);
            for (const auto word : words)
                if (low.find(word) != std::string::npos)
                    return value;
        }
    return None;
}

bool contains(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.find(w) != std::string_view::npos; });
}

/// The highest number in a text such as "10,000 - 25,000" or "more than 1000"; -1 when there is none.
double highestNumber(std::string_view text)
{
    double best = -1;
    for (const auto &money : moneyIn(text))
        best = std::max(best, money.amount);
    if (best >= 0)
        return best;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] < '0' || text[i] > '9') {
            ++i;
            continue;
        }
        auto end = i;
        while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || ((text[end] == '.' || text[end] == ',') && end + 1 < text.size() && text[end + 1] >= '0' && text[end + 1] <= '9')))
            ++end;
        if (auto value = amountOf(text.substr(i, end - i))) {
            if (end < text.size() && (text[end] == 'k' || text[end] == 'K'))
                value = *value * 1000;
            best = std::max(best, *value);
        }
        i = std::max(end, i + 1);
    }
    return best;
}

bool hasProfile(const Contact &contact, std::string_view name)
{
    return std::find(contact.profile.begin(), contact.profile.end(), name) != contact.profile.end();
}

} // namespace

std::string gradeOf(int score)
{
    if (score >= 8)
        return "Excellent";
    if (score >= 6)
        return "High";
    if (score >= 4)
        return "Medium";
    return score >= 2 ? "Low" : "Very Low";
}

GeneralScore generalScore(const Lexicon &lexicon, std::string_view words, std::string_view email, std::string_view phone, std::string_view company)
{
    GeneralScore result;
    const auto give = [&](std::string rule, int points, std::string_view evidence) {
        result.score += points;
        result.points.push_back({std::move(rule), static_cast<double>(points), std::string(evidence)});
    };
    const auto tokens = tokenize(words, quotedParts(words));
    if (isEmail(email))
        give("e-mail well-formed", 2, email);
    else if (!email.empty())
        give("e-mail malformed", 1, email);
    if (const auto hit = firstHit(lexicon, "nyra.intent3", tokens, words); !hit.empty())
        give("intent: wants to book or buy", 3, hit);
    else if (const auto softer = firstHit(lexicon, "nyra.intent2", tokens, words); !softer.empty())
        give("intent: wants to know more", 2, softer);
    else if (std::any_of(tokens.begin(), tokens.end(), [](const Token &t) { return !t.word.empty(); }))
        give("intent: wrote something", 1, aboutOf(words, 40));
    if (!phone.empty())
        give("phone", 2, phone);
    if (const auto hit = firstHit(lexicon, "nyra.urgency", tokens, words); !hit.empty())
        give("urgency", 2, hit);
    if (const auto hit = firstHit(lexicon, "nyra.budget", tokens, words); !hit.empty())
        give("budget", 1, hit);
    if (const auto hit = firstHit(lexicon, "nyra.field", tokens, words); !hit.empty())
        give("field: art, wellness or consulting", 1, hit);
    if (!company.empty())
        give("company", 1, company);
    else if (const auto hit = firstHit(lexicon, "nyra.company", tokens, words); !hit.empty())
        give("company", 1, hit);
    result.grade = gradeOf(result.score);
    return result;
}

std::string pathOf(double score)
{
    if (score >= 85)
        return "priority";
    if (score >= 75)
        return "qualified";
    return score >= 40 ? "nurture" : "low";
}

BusinessScore businessScore(std::string_view entityType, const BusinessFacts &facts, int general)
{
    BusinessScore result;
    const auto give = [&](bool applies, const char *rule, double points, std::string evidence = {}) {
        if (!applies)
            return;
        result.score += points;
        result.points.push_back({rule, points, std::move(evidence)});
    };
    if (entityType == "ART_GALLERY" || entityType.find("WELLNESS") != std::string_view::npos) {
        result.table = "gallery and wellness";
        give(true, "base", 50);
        give(facts.collector, "collector", 30);
        give(facts.boughtBefore, "bought before", 20);
        give(facts.artist, "artist", 25);
        give(facts.exhibited, "exhibited", 15);
        give(facts.strongPortfolio, "strong portfolio", 10);
        give(facts.wellnessClient, "wellness client", 20);
        give(facts.premium, "premium", 15);
        give(facts.mailsOpened > 5, "more than 5 mails opened", 10, std::to_string(facts.mailsOpened));
        give(facts.eventsAttended > 2, "more than 2 events", 15, std::to_string(facts.eventsAttended));
        give(facts.artistReferral, "referred by an artist", 15);
        give(facts.local, "local", 10);
    } else if (entityType == "CONSULTING_FIRM") {
        result.table = "consultancy";
        give(true, "base", 30);
        const auto staff = std::to_string(facts.staff);
        if (facts.staff >= 1000)
            give(true, "1000 staff or more", 25, staff);
        else if (facts.staff >= 100)
            give(true, "100 staff or more", 15, staff);
        else
            give(facts.staff >= 10, "10 staff or more", 10, staff);
        const auto budget = numberText(facts.budget);
        if (facts.budget >= 100'000)
            give(true, "budget of 100,000 or more", 30, budget);
        else if (facts.budget >= 50'000)
            give(true, "budget of 50,000 or more", 20, budget);
        else if (facts.budget >= 25'000)
            give(true, "budget of 25,000 or more", 15, budget);
        else
            give(facts.budget >= 10'000, "budget of 10,000 or more", 10, budget);
        give(contains(fold(facts.industry), {"tech", "software", "finance", "financ", "bank", "health", "manufactur"}), "industry", 15, facts.industry);
        if (facts.timeline == "now")
            give(true, "wants to start now", 20);
        else if (facts.timeline == "month")
            give(true, "wants to start within a month", 15);
        else
            give(facts.timeline == "quarter", "wants to start within a quarter", 10);
        if (facts.origin == "referral")
            give(true, "referral", 20);
        else if (facts.origin == "linkedin")
            give(true, "LinkedIn", 15);
        else
            give(facts.origin == "website", "website", 10);
        give(facts.decisionMaker, "decision maker", 15);
    } else {
        result.table = "general";
        give(true, "general score × 100 / 12", std::round(general * 100.0 / 12.0), std::to_string(general));
    }
    give(facts.budgetConfirmed, "by hand: budget confirmed", 20);
    give(facts.immediateNeed, "by hand: immediate need", 15);
    give(facts.decisionMakerByHand, "by hand: decision maker", 10);
    if (facts.interestByHand == "very high")
        give(true, "by hand: very high interest", 25);
    else
        give(facts.interestByHand == "high", "by hand: high interest", 15);
    result.score = std::clamp(result.score, 0.0, 100.0);
    result.path = pathOf(result.score);
    return result;
}

BusinessFacts businessFacts(const Contact &contact, const Json &answers, std::string_view words)
{
    BusinessFacts f;
    const auto said = fold(words);
    const auto role = fold(contact.fields.is_object() ? fieldText(contact.fields, "Job Title") : std::string());
    f.collector = hasProfile(contact, "Collector") || contains(said, {"i collect ", "collector", "our collection"});
    f.boughtBefore = contact.lifetimeValue > 0 || contact.status == "Active Client" || contact.status == "Former Client";
    f.artist = hasProfile(contact, "Artist") || contains(said, {"i am an artist", "i'm an artist", "i am a painter", "i am a sculptor", "ich bin künstler"});
    f.exhibited = truthy(answerOf(answers, {"exhibited", "exhibitions", "ausgestellt"}));
    f.strongPortfolio = contains(fold(scalarText(answerOf(answers, {"portfolio"}))), {"strong", "excellent"});
    f.wellnessClient = hasProfile(contact, "Wellness Client");
    f.premium = contact.tier == "premium" || contact.tier == "vip";
    f.mailsOpened = static_cast<int>(highestNumber(scalarText(answerOf(answers, {"emails_opened", "mails_opened"}))));
    f.eventsAttended = static_cast<int>(highestNumber(scalarText(answerOf(answers, {"events_attended"}))));
    const auto referrer = fold(scalarText(answerOf(answers, {"referr", "hear about", "recommended"})));
    f.artistReferral = contact.leadSource == "Referral" && contains(referrer, {"artist", "künstler"});
    f.local = truthy(answerOf(answers, {"local", "live nearby"}));
    f.staff = static_cast<int>(std::min(highestNumber(scalarText(answerOf(answers, {"staff", "employees", "team size", "company size", "company_size", "mitarbeiter"}))), 1e9));
    f.budget = highestNumber(scalarText(answerOf(answers, {"budget"})));
    if (f.budget < 0 && said.find("budget") != std::string::npos)
        for (const auto &money : moneyIn(words))
            f.budget = std::max(f.budget, money.amount);
    f.industry = scalarText(answerOf(answers, {"industry", "sector", "branche"}));
    const auto timeline = fold(scalarText(answerOf(answers, {"timeline", "when do you", "start", "zeitraum"})));
    if (contains(timeline, {"now", "immediate", "asap", "sofort", "this week"}))
        f.timeline = "now";
    else if (contains(timeline, {"month", "monat", "weeks", "wochen"}))
        f.timeline = contains(timeline, {"3 month", "three month", "2 month", "two month", "drei monat"}) ? "quarter" : "month";
    else if (contains(timeline, {"quarter", "quartal"}))
        f.timeline = "quarter";
    if (contact.leadSource == "Referral")
        f.origin = "referral";
    else if (referrer.find("linkedin") != std::string::npos)
        f.origin = "linkedin";
    else if (contact.leadSource == "Website")
        f.origin = "website";
    f.decisionMaker = truthy(answerOf(answers, {"decision"})) || contains(role, {"owner", "founder", "director", "ceo", "managing", "head of", "president", "geschäftsführ"});
    const auto &byHand = member(answers, "by_hand");
    f.budgetConfirmed = boolean(byHand, "budget_confirmed");
    f.immediateNeed = boolean(byHand, "immediate_need");
    f.decisionMakerByHand = boolean(byHand, "decision_maker");
    f.interestByHand = fold(text(byHand, "interest"));
    return f;
}

FollowUp followUpOf(std::string_view grade, std::string_view path)
{
    FollowUp f;
    if (grade == "Excellent" || grade == "High")
        f = {8, 3, true}; // today: within one working day of eight hours
    else if (grade == "Medium")
        f = {24, 7, false};
    if (path == "priority")
        f.answerHours = 2;
    return f;
}

} // namespace hs::agents
