#include "engine/ai/answer_check.h"

#include <algorithm>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "engine/ai/schema_form.h"
#include "engine/vocabulary/trimmed.h"
#include "engine/vocabulary/utf8.h"

namespace hs::ai {

namespace {

constexpr std::size_t MaxAnswerText = 2U * 1024 * 1024; // bytes
constexpr int MostGuesses = 16;                         // places in prose where the object might begin
constexpr std::size_t MaxWhere = 160, MaxWhat = 300;    // bytes of an error
constexpr std::size_t MaxRepeated = 20'000;             // bytes of a wrong answer that go back with the request for a better one

/// The end of the object that begins at `begin`, behind its brace; npos when it has none.
std::size_t endOfObject(std::string_view text, std::size_t begin)
{
    int depth = 0;
    bool inText = false;
    for (std::size_t at = begin; at < text.size(); ++at) {
        const char c = text[at];
        if (inText) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

Result<Json> inFences(std::string_view text)
{
    constexpr std::string_view Fence = "```";
    auto at = text.find(Fence);
    for (int block = 0; block < MostGuesses && at != std::string_view::npos; ++block) {
        const auto line = text.find('\n', at);
        const auto end = line == std::string_view::npos ? line : text.find(Fence, line);
        if (end == std::string_view::npos)
            break;
        if (auto json = parseJson(trimmed(text.substr(line + 1, end - line - 1))))
            return json;
        at = text.find(Fence, end + Fence.size());
    }
    return fail(Errc::BadInput, "there is no block of JSON");
}

Result<Json> inProse(std::string_view text)
{
    auto at = text.find('{');
    for (int guess = 0; guess < MostGuesses && at != std::string_view::npos; ++guess) {
        const auto end = endOfObject(text, at);
        if (end != std::string_view::npos)
            if (auto json = parseJson(text.substr(at, end - at)))
                return json;
        at = text.find('{', at + 1);
    }
    return fail(Errc::BadInput, "there is no object in it");
}

/// "<root>", "[level]", "[0]" → "/level/0"
std::string pointerFrom(const std::vector<std::string> &context)
{
    std::string pointer;
    for (std::size_t i = 1; i < context.size(); ++i) {
        const auto &part = context[i];
        pointer += '/';
        for (const char c : part.size() > 2 && part.front() == '[' ? part.substr(1, part.size() - 2) : part)
            pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return pointer;
}

} // namespace

Result<Json> jsonOf(std::string_view text)
{
    if (text.size() > MaxAnswerText)
        return fail(Errc::BadInput, "the answer is too long to be data", {}, "ask for less");
    const auto whole = trimmed(text);
    if (auto json = parseJson(whole))
        return json;
    if (auto json = inFences(whole))
        return json;
    if (auto json = inProse(whole))
        return json;
    return fail(Errc::BadInput, "there is no JSON in the answer", {}, "answer with one JSON value and nothing else");
}

Result<void> checkBySchema(const Json &schema, const Json &value)
{
    const auto formed = checkableSchema(schema, value);
    if (!formed)
        return tl::make_unexpected(formed.error());
    valijson::ValidationResults results;
    try {
        valijson::Schema compiled;
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        const valijson::adapters::NlohmannJsonAdapter rules(*formed);
        parser.populateSchema(rules, compiled); // without a way to fetch documents
        valijson::Validator validator;
        const valijson::adapters::NlohmannJsonAdapter target(value);
        if (validator.validate(compiled, target, &results))
            return {};
    } catch (const std::exception &error) {
        return fail(Errc::BadInput, std::string(upTo(std::string("it cannot be checked: ") + error.what(), MaxWhat)), {}, "mend the schema");
    }
    // Every level above a fault is named too; the deepest one is the fault.
    const auto deepest = std::max_element(results.begin(), results.end(),
                                          [](const auto &a, const auto &b) { return a.context.size() < b.context.size(); });
    if (deepest == results.end())
        return fail(Errc::BadInput, "it does not fit the schema");
    return fail(Errc::BadInput, std::string(upTo(deepest->description, MaxWhat)), std::string(upTo(pointerFrom(deepest->context), MaxWhere)));
}

Request repairOf(const Request &request, const Answer &answer, const Error &fault)
{
    Request repair = request;
    Message given;
    given.role = Message::Role::Assistant;
    given.text = answer.text.empty() ? std::string("(nothing)") : std::string(upTo(answer.text, MaxRepeated));
    Message wish;
    wish.role = Message::Role::User;
    wish.text = "That answer cannot be used: " + fault.what + (fault.where.empty() ? "" : " (at " + fault.where + ")")
        + ". Give the same answer again as one JSON value that fits the schema, complete, and nothing else.";
    repair.messages.push_back(std::move(given));
    repair.messages.push_back(std::move(wish));
    return repair;
}

} // namespace hs::ai
