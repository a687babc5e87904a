#include "engine/mcp/call.h"

#include <algorithm>

namespace hs::mcp {

namespace {

/// A request that people make again and again, in words a model can work with.
struct Prompt {
    const char *name;
    const char *title;
    const char *description;
    const char *argument;     ///< its one argument
    const char *argumentIs;
    bool required;            ///< then it names the thing the prompt is about
    const char *kind;         ///< of that thing's address: "escalations"; empty: none
    const char *words;        ///< "{}" is the argument
    const char *wordsWithout; ///< when it is left out
};

constexpr Prompt Prompts[] = {
    {"summarise_day", "Summarise the day", "What happened today, what waits, and what is wrong", "entity", "Only this business: its record id", false,
     "",
     "Summarise the day of the business {} for the person who runs it. Use studio_status, list_escalations, list_conversations (filter needs_reply), "
     "list_tasks (open_only) and list_workflows, each with this entity. Say first what needs a person now, then what went well, then what is wrong. "
     "At most twelve lines, with ids.",
     "Summarise the studio's day for the person who runs it. Use studio_status, list_escalations, list_conversations (filter needs_reply), "
     "list_tasks (open_only) and integration_health. Say first what needs a person now, then what went well, then what is wrong. At most twelve "
     "lines, with ids."},
    {"prepare_escalation", "Prepare an escalation", "What a reviewer needs to decide a case", "escalation", "Escalation id: esc_…", true,
     "escalations",
     "Prepare the case {} for a reviewer; it follows below. Say what the client wants, which rule stopped it and why, the facts with their evidence, "
     "what is missing, and the options with what each would cause. Recommend one and say how sure you are. Do not decide it: that is a person's.",
     ""},
    {"draft_reply", "Draft a reply", "A reply to a client, saved as a draft", "conversation", "Conversation id: thr_…", true, "conversations",
     "Draft the next reply in the conversation {}; it follows below. Write in the client's language and in the tone of what the studio wrote before. "
     "Promise nothing that is not known; look facts up with find_records. Save it with draft_reply and show it. Do not send it.",
     ""},
    {"explain_workflow", "Explain a workflow", "Where a workflow stands, how it came there and what comes next", "workflow", "Workflow id: wf_…",
     true, "workflows",
     "Explain the workflow {} to somebody who has not seen it; it follows below. Use workflow_history for how it came there. Say where it stands, "
     "what it waits for and until when, what can be done now (its moves), and what would happen then.",
     ""},
};

const Prompt *promptFor(std::string_view name)
{
    const auto *found = std::find_if(std::begin(Prompts), std::end(Prompts), [&](const Prompt &prompt) { return name == prompt.name; });
    return found == std::end(Prompts) ? nullptr : found;
}

std::string filledIn(std::string_view words, const std::string &argument)
{
    std::string text(words);
    if (const auto place = text.find("{}"); place != std::string::npos)
        text.replace(place, 2, argument);
    return text;
}

Json messageJson(Json content)
{
    return {{"role", "user"}, {"content", std::move(content)}};
}

} // namespace

void listPrompts(CallPtr call)
{
    const auto cursor = cursorParam(*call);
    if (!cursor)
        return;
    if (!cursor->empty())
        return call->refuse(code::InvalidParams, "this cursor is none of ours");
    Json list = Json::array();
    for (const auto &prompt : Prompts)
        list.push_back({{"name", prompt.name}, {"title", prompt.title}, {"description", prompt.description},
                        {"arguments", Json::array({{{"name", prompt.argument}, {"description", prompt.argumentIs},
                                                    {"required", prompt.required}}})}});
    call->succeed({{"prompts", std::move(list)}}, std::chrono::hours(1), true);
}

void getPrompt(CallPtr call)
{
    const auto name = textParam(*call, "name");
    if (!name)
        return;
    const auto *prompt = promptFor(*name);
    if (!prompt)
        return call->refuse(code::InvalidParams, "there is no prompt \"" + *name + "\"");
    const auto &arguments = member(call->params, "arguments");
    if (!arguments.is_null() && !arguments.is_object())
        return call->refuse(code::InvalidParams, "arguments must be an object");
    const auto argument = text(arguments, prompt->argument);
    const auto uri = "higherself://" + std::string(prompt->kind) + "/" + argument;
    if (argument.empty() ? prompt->required : argument.size() > 128 || !isResourceUri(prompt->required ? uri : "higherself://workflows/" + argument))
        return call->refuse(code::InvalidParams, std::string(prompt->argument) + (argument.empty() ? " is missing" : " is no id"));
    Json result{{"description", prompt->description}};
    const auto words = filledIn(argument.empty() ? prompt->wordsWithout : prompt->words, argument);
    result["messages"] = Json::array({messageJson({{"type", "text"}, {"text", words}})});
    if (!prompt->required)
        return call->succeed(std::move(result));
    readUri(call->core, call->caller, uri, [call, uri, result = std::move(result)](Result<Json> answer) mutable {
        if (!answer)
            return call->refuse(answer.error().code == Errc::NotFound ? code::InvalidParams : code::InternalError, wordsFor(answer.error()));
        result["messages"].push_back(messageJson({{"type", "resource"},
                                                  {"resource", {{"uri", uri}, {"mimeType", "application/json"}, {"text", dump(*answer)}}}}));
        call->succeed(std::move(result));
    });
}

} // namespace hs::mcp
