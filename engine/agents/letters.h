#pragma once

#include <string>

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// Letters that agents draft on a workflow's word: to whom they may go, and the plan that holds one. Pure; any thread.
namespace hs::agents {

/// Whether the person agreed to mail by their own act (Communication Preferences, "email").
enum class Consent { Given, Withdrawn, Unknown };
[[nodiscard]] Consent mailConsent(const Contact &contact);

/// An empty text when a letter may go to this person, else why not. Service: an answer to something of their own, which
/// a withdrawn consent forbids. Marketing: sequences and campaigns, which need a given one. Both never to Do Not Contact.
[[nodiscard]] std::string noServiceMailBecause(const Contact &contact);
[[nodiscard]] std::string noMarketingMailBecause(const Contact &contact);

/// The contact of a command: its input's, else the workflow's. Fails with BadInput naming the command.
[[nodiscard]] Result<Contact> contactOfCommand(const Command &command, const View &view, std::string_view agent);
/// input.language, else that of the words, else the house's.
[[nodiscard]] std::string languageOf(const Books &books, const View &view, const Json &input);

/// A plan that drafts the text `key` to the contact. Its output: {drafted, why, subject, text, language}. With `why`
/// not empty nothing is drafted, and the output says so.
[[nodiscard]] Result<Plan> letterPlan(const Books &books, const Contact &contact, std::string_view key, std::string_view language,
                                      const Texts::Values &values, const std::string &why, const std::string &agentName);

/// The words stand in the output, but nothing is sent: another letter says it already.
void keepUnsent(Plan &plan);

} // namespace hs::agents
