#include "engine/runtime/human_terms.h"

#include <algorithm>
#include <array>

#include "engine/vocabulary/json_shape.h"
#include "engine/vocabulary/nearest.h"

namespace hs::runtime::human {

namespace {

constexpr std::array<std::string_view, 4> Roles{"viewer", "operator", "reviewer", "admin"}; // as api::Role

int rankOf(std::string_view role)
{
    const auto found = std::find(Roles.begin(), Roles.end(), role);
    return found == Roles.end() ? int(Roles.size()) - 1 : int(found - Roles.begin());
}

std::vector<std::string> valuesOf(const Json &options)
{
    std::vector<std::string> values;
    for (const auto &one : options)
        values.push_back(text(one, "value"));
    return values;
}

/// Without what was left empty, as a person leaves a field of a form.
Json filled(const Json &values)
{
    Json out = Json::object();
    for (const auto &[name, value] : values.items())
        if (!value.is_null() && !(value.is_string() && value.get_ref<const std::string &>().find_first_not_of(" \t\r\n") == std::string::npos))
            out[name] = value;
    return out;
}

} // namespace

Result<Json> termsIn(const Json &input)
{
    Json terms = Json::object();
    if (const auto role = text(input, "role"); !role.empty())
        terms["role"] = role;
    if (const auto &given = member(input, "options"); !given.is_null()) {
        Json options = Json::array();
        if (given.is_array())
            for (const auto &one : given) {
                const auto value = one.is_object() ? scalarText(member(one, "value")) : scalarText(one);
                if (value.empty())
                    return fail(Errc::BadInput, "an option of the task has no value", "options/" + std::to_string(options.size()),
                                "write a text, or {value, title}");
                options.push_back({{"value", value}, {"title", one.is_object() ? text(one, "title", value) : value}});
            }
        if (options.empty())
            return fail(Errc::BadInput, "the options of the task are no list, or an empty one", "options", "write a list of texts");
        terms["options"] = std::move(options);
    }
    if (const auto &given = member(input, "form"); !given.is_null()) {
        if (!member(given, "properties").is_object())
            return fail(Errc::BadInput, "the form of the task has no fields", "form/properties", "describe each field by its name");
        for (const auto &name : textList(member(given, "required")))
            if (!given["properties"].contains(name))
                return fail(Errc::BadInput, "the form of the task requires \"" + name + "\", which is none of its fields", "form/required",
                            "describe the field, or do not require it");
        Json form = given;
        form["type"] = "object";
        form["additionalProperties"] = false;
        terms["form"] = std::move(form);
    }
    return terms.empty() ? Json() : terms;
}

Result<void> mayTake(const store::escalations::Escalation &escalation, int role)
{
    const auto needed = text(member(escalation.data, "terms"), "role");
    if (needed.empty() || role >= rankOf(needed))
        return {};
    return fail(Errc::Forbidden, "this task is for the role " + needed, "role", "ask somebody who has it");
}

Result<Json> checked(const store::escalations::Escalation &escalation, std::string_view decision, const Answer &answer)
{
    if (decision != "approve" && decision != "edit")
        return Json::object();
    const auto &terms = member(escalation.data, "terms");
    const auto &options = member(terms, "options");
    const auto &form = member(terms, "form");
    Json out = filled(answer.values);
    if (form.is_null() && !out.empty())
        return fail(Errc::BadInput, "this task has no form", "data", "leave the fields out");
    if (!form.is_null())
        if (const auto found = misfit(form, out))
            return fail(Errc::BadInput, "\"" + found->at + "\" " + found->what, "data." + found->at, found->mend);
    if (options.is_null()) {
        if (!answer.option.empty())
            return fail(Errc::BadInput, "this task has no options", "option", "leave the option out");
        return out;
    }
    const auto values = valuesOf(options);
    if (answer.option.empty())
        return fail(Errc::BadInput, "no option was chosen", "option", "choose one of " + quotedList(values));
    if (std::find(values.begin(), values.end(), answer.option) == values.end()) {
        const auto meant = nearest(answer.option, values);
        return fail(Errc::BadInput, "\"" + answer.option + "\" is not an option of this task", "option",
                    meant.empty() ? "choose one of " + quotedList(values) : "write \"" + meant + "\"");
    }
    out["option"] = answer.option;
    return out;
}

} // namespace hs::runtime::human
