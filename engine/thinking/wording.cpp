#include "engine/thinking/wording.h"

#include "engine/ai/masked_ask.h"
#include "engine/ai/untrusted.h"
#include "engine/thinking/prompt.h"

namespace hs::thinking {

namespace {

constexpr int MostTokens = 4'000;
constexpr std::size_t LongestTitle = 200, LongestText = 24'000; // bytes; the longest type of content has 1,500 words

const Json WordsSchema = {{"type", "object"},
                          {"properties",
                           {{"title", {{"type", "string"}}},
                            {"text", {{"type", "string"}, {"description", "the whole text, paragraphs parted by an empty line, without the title"}}}}},
                          {"required", Json::array({"title", "text"})},
                          {"additionalProperties", false}};

std::string length(const agents::Wording &wording)
{
    return std::to_string(wording.leastWords) + " to " + std::to_string(wording.mostWords) + " words";
}

} // namespace

void askWording(ai::Router &router, const WordingAsk &ask, std::string nonce, std::stop_token cancel, std::function<void(Json)> done)
{
    const auto &wording = ask.wording;
    ai::Request request;
    request.purpose = ai::Purpose::Draft;
    request.schema = WordsSchema;
    request.schemaName = "words";
    request.maxTokens = MostTokens;
    request.timeout = WordingTime;
    request.idleTimeout = WordingTime;
    request.cloud = ask.privacy.cloud;
    request.cacheable = true;
    request.agent = ask.card->key;
    request.entity = wording.entity;
    request.task = ask.task;
    request.correlation = ask.correlation;
    request.why = "words for content: " + wording.kind;
    request.system = persona(*ask.card, ask.studioName)
        + "\nYou write content for " + (wording.entityName.empty() ? std::string("the studio") : wording.entityName)
        + ". A draft was made of facts by rules; you write it in better words. A person reads it before it leaves.\n"
          "- Say only what the facts and the draft say. No number, date, place, name or promise of your own.\n"
          "- Keep every number, date, time and address of the draft exactly as it is written there.\n"
          "- No superlatives, no exclamation marks, no words in capitals, no placeholders. Close with the next step for the reader, if one is given.\n"
          "- " + length(wording) + ". Write in the language \"" + wording.language + "\".\n"
        + "- " + ai::materialRule(nonce) + "\n";
    const auto words = "What it is: " + wording.kind + "\nFacts:\n" + ai::material(ai::withoutSecrets(wording.given), "facts", nonce) + "\nDraft:\n"
        + ai::material(ai::withoutSecrets(wording.title + "\n\n" + wording.text), "draft", nonce);
    request.messages = {{ai::Message::Role::User, words, {}, {}, {}, false}};
    ai::askMasked(router, std::move(request), ask.privacy, {}, std::move(cancel), [done = std::move(done)](const Result<ai::Answer> &answer) {
        if (!answer)
            return done(nullptr);
        const agents::Words better{text(answer->data, "title"), text(answer->data, "text"), answer->provider + " · " + answer->model};
        if (better.title.empty() || better.text.empty() || better.title.size() > LongestTitle || better.text.size() > LongestText)
            return done(nullptr);
        done(agents::toJson(better));
    });
}

} // namespace hs::thinking
