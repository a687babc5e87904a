#include "engine/agents/letters.h"

namespace hs::agents {

Consent mailConsent(const Contact &contact)
{
    const auto &mail = member(contact.preferences, "email");
    const auto &consent = member(mail, "consent");
    if (!consent.is_boolean())
        return Consent::Unknown;
    return consent.get<bool>() ? Consent::Given : Consent::Withdrawn;
}

std::string noServiceMailBecause(const Contact &contact)
{
    if (auto why = noMailBecause(contact); !why.empty())
        return why;
    return mailConsent(contact) == Consent::Withdrawn ? "the contact withdrew the consent to mail" : "";
}

std::string noMarketingMailBecause(const Contact &contact)
{
    if (auto why = noServiceMailBecause(contact); !why.empty())
        return why;
    return mailConsent(contact) == Consent::Given ? "" : "the contact gave no consent to mail";
}

Result<Contact> contactOfCommand(const Command &command, const View &view, std::string_view agent)
{
    auto id = text(command.input, "contact");
    if (id.empty())
        id = command.contact;
    auto contact = contactById(view, id);
    if (!contact)
        return fail(Errc::BadInput, "the contact does not exist", std::string(agent) + "." + command.name + ": input.contact", "give the record id of a contact");
    return *std::move(contact);
}

std::string languageOf(const Books &books, const View &view, const Json &input)
{
    if (const auto named = text(input, "language"); named == "en" || named == "de")
        return named;
    return answerLanguage(books, view, text(input, "text"));
}

Result<Plan> letterPlan(const Books &books, const Contact &contact, std::string_view key, std::string_view language, const Texts::Values &values,
                        const std::string &why, const std::string &agentName)
{
    Plan plan;
    plan.rule = std::string(key);
    if (!why.empty()) {
        plan.output = {{"drafted", false}, {"why", why}, {"subject", ""}, {"text", ""}, {"language", language}};
        plan.evidence.push_back({why, contact.id});
        plan.summary = agentName + " wrote no letter to " + contact.name + ": " + why + ".";
        return plan;
    }
    auto mail = letter(books, key, language, values, contact);
    if (!mail)
        return tl::make_unexpected(mail.error());
    plan.output = {{"drafted", true}, {"why", ""}, {"subject", text(mail->body, "subject")}, {"text", text(mail->body, "text")}, {"language", language}};
    plan.evidence.push_back({"letter \"" + text(mail->body, "subject") + "\"", contact.id});
    plan.summary = agentName + " drafted a letter to " + contact.name + ": " + text(mail->body, "subject") + ".";
    plan.effects.push_back(std::move(*mail));
    return plan;
}

void keepUnsent(Plan &plan)
{
    plan.effects.clear();
    if (!boolean(plan.output, "drafted"))
        return;
    plan.output["drafted"] = false;
    plan.output["why"] = "no letter of its own was wanted";
}

} // namespace hs::agents
