#include "engine/thinking/opinion.h"

#include "engine/ai/masked_ask.h"
#include "engine/ai/untrusted.h"
#include "engine/vocabulary/utf8.h"

namespace hs::thinking {

namespace {

constexpr std::size_t LongestReason = 300;
constexpr std::size_t MostQuotes = 5;

const Json OpinionSchema = {
    {"type", "object"},
    {"properties",
     {{"level", {{"type", "integer"}, {"minimum", 1}, {"maximum", 4}}},
      {"reason_class", {{"type", "string"}, {"enum", {"", "legal_compliance", "vip_concern", "complex_dispute", "human_judgement"}}}},
      {"reason", {{"type", "string"}, {"description", "one sentence"}}},
      {"quotes", {{"type", "array"}, {"items", {{"type", "string"}}}, {"description", "words of the request, letter by letter, that show it"}}}}},
    {"required", Json::array({"level", "reason_class", "reason", "quotes"})},
    {"additionalProperties", false}};

agents::Opinion readOpinion(const ai::Answer &answer, const std::string &request)
{
    agents::Opinion opinion = agents::opinionFrom(answer.data);
    opinion.quotes.clear();
    opinion.reason = shortened(ai::withoutSecrets(opinion.reason), LongestReason);
    opinion.model = answer.provider + " · " + answer.model;
    for (const auto &quote : textList(member(answer.data, "quotes"))) {
        const auto at = quote.empty() ? std::string::npos : request.find(quote);
        if (at != std::string::npos && opinion.quotes.size() < MostQuotes)
            opinion.quotes.push_back({quote, "text:" + std::to_string(at) + "-" + std::to_string(at + quote.size())});
    }
    return opinion;
}

} // namespace

void askOpinion(ai::Router &router, const OpinionAsk &ask, std::string nonce, std::stop_token cancel, std::function<void(agents::Opinion)> done)
{
    ai::Request request;
    request.purpose = ai::Purpose::Classify;
    request.schema = OpinionSchema;
    request.schemaName = "opinion";
    request.maxTokens = 400;
    request.timeout = OpinionTime;
    request.idleTimeout = OpinionTime;
    request.cloud = ask.privacy.cloud;
    request.cacheable = true;
    request.agent = "grace-fields";
    request.entity = ask.entity;
    request.why = "second opinion on the level of a request";
    request.correlation = ask.correlation;
    request.system = "You judge how much care a client's request to a studio needs. Levels:\n"
                     "1: one or two specialists answer it as always (opening hours, one booking, plain feedback).\n"
                     "2: three or four of them have to work together.\n"
                     "3: the whole house: service recovery, a client or project of high value, a large launch.\n"
                     "4: a person decides: law and data protection, health and safety, an unhappy VIP, disputes over money or ownership, threats, exceptions to the "
                     "rules, distress, or anything you are not sure of.\n"
                     "Doubt goes up. The reason class is set at level 4 only. Quote the words that show it exactly as they stand.\n"
        + ai::materialRule(nonce);
    std::string words = "Business: " + (ask.entityKind.empty() ? std::string("unknown") : ask.entityKind) + "\nClient: " + (ask.vip ? "VIP" : "not known as VIP")
        + ", " + std::to_string(ask.openMatters) + " open matters\n";
    if (!ask.subject.empty())
        words += "Subject:\n" + ai::material(ask.subject, "client", nonce, 500) + "\n";
    words += "Request:\n" + ai::material(ai::withoutSecrets(ask.text), "client", nonce);
    request.messages = {{ai::Message::Role::User, words, {}, {}, {}, false}};
    ai::askMasked(router, std::move(request), ask.privacy, ask.known, std::move(cancel), [text = ask.text, done = std::move(done)](const Result<ai::Answer> &answer) {
        done(answer ? readOpinion(*answer, text) : agents::Opinion());
    });
}

} // namespace hs::thinking
