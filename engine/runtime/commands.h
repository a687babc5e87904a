#pragma once

#include "engine/api/commands.h"
#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

namespace hs::services {
class SourceCatalog;
}

namespace hs::runtime {

class Vault;

/// Everything a command may work with. One command, one transaction.
struct CommandContext {
    Deed &deed;
    const services::SourceCatalog &sources;
    const Vault &vault;
    const api::Caller &caller;
    Json opinion = nullptr; ///< of a model, on a client's request
};

/// Carries out a command that lives in the store alone. Those of settings, secrets, checks and backups
/// reach outside the store and are the host's (`needsHost`).
[[nodiscard]] Result<api::Receipt> carryOut(CommandContext &context, const api::Command &command);
[[nodiscard]] bool needsHost(const api::Command &command);
[[nodiscard]] bool isOfKnowledge(const api::Command &command); ///< of those that need the host, what changes sources and documents

/// The one place where it is decided what a role may do.
[[nodiscard]] api::Role roleFor(const api::Command &command);
[[nodiscard]] QString roleName(api::Role role); ///< "reviewer"
/// A caller as the audit names them: an API key, the engine, an agent that thinks inside, or a person.
[[nodiscard]] Actor actorOf(const api::Caller &caller);

/// The mirror in Notion among the integrations; "notion" is the source of its webhooks.
inline constexpr std::string_view NotionHub = "notion-hub";

namespace commands {

// By area, in commands_*.cpp.
Result<api::Receipt> run(CommandContext &, const api::RetryEvent &);
Result<api::Receipt> run(CommandContext &, const api::ReplayEvent &);
Result<api::Receipt> run(CommandContext &, const api::PutRecord &);
Result<api::Receipt> run(CommandContext &, const api::DeleteRecord &);
Result<api::Receipt> run(CommandContext &, const api::SubmitRequest &);
Result<api::Receipt> run(CommandContext &, const api::StartWorkflow &);
Result<api::Receipt> run(CommandContext &, const api::SendWorkflowEvent &);
Result<api::Receipt> run(CommandContext &, const api::CancelWorkflow &);
Result<api::Receipt> run(CommandContext &, const api::RetryIncident &);
Result<api::Receipt> run(CommandContext &, const api::UndoMove &);
Result<api::Receipt> run(CommandContext &, const api::AssignWorkflow &);
Result<api::Receipt> run(CommandContext &, const api::PauseWorkflow &);
Result<api::Receipt> run(CommandContext &, const api::ResumeWorkflow &);
Result<api::Receipt> run(CommandContext &, const api::SkipInput &);
Result<api::Receipt> run(CommandContext &, const api::EditContext &);
Result<api::Receipt> run(CommandContext &, const api::ResolveTask &);
Result<api::Receipt> run(CommandContext &, const api::ReprioritiseWorkflow &);
Result<api::Receipt> run(CommandContext &, const api::RestartWorkflow &);
Result<api::Receipt> run(CommandContext &, const api::ResendDeadLetter &);
Result<api::Receipt> run(CommandContext &, const api::DiscardDeadLetter &);
Result<api::Receipt> run(CommandContext &, const api::OperateWorkflows &);
Result<api::Receipt> run(CommandContext &, const api::UpdateTask &);
Result<api::Receipt> run(CommandContext &, const api::TellAgent &);
Result<api::Receipt> run(CommandContext &, const api::ReplyToThread &);
Result<api::Receipt> run(CommandContext &, const api::AddNote &);
Result<api::Receipt> run(CommandContext &, const api::SaveThreadDraft &);
Result<api::Receipt> run(CommandContext &, const api::TakeOverThread &);
Result<api::Receipt> run(CommandContext &, const api::HandBackThread &);
Result<api::Receipt> run(CommandContext &, const api::SnoozeThread &);
Result<api::Receipt> run(CommandContext &, const api::CloseThread &);
Result<api::Receipt> run(CommandContext &, const api::MarkThreadRead &);
Result<api::Receipt> run(CommandContext &, const api::ViewThread &);
Result<api::Receipt> run(CommandContext &, const api::PauseAgent &);
Result<api::Receipt> run(CommandContext &, const api::ResumeAgent &);
Result<api::Receipt> run(CommandContext &, const api::SetAutonomy &);
Result<api::Receipt> run(CommandContext &, const api::RetryMessage &);
Result<api::Receipt> run(CommandContext &, const api::ClaimEscalation &);
Result<api::Receipt> run(CommandContext &, const api::ClaimNext &);
Result<api::Receipt> run(CommandContext &, const api::ReleaseEscalation &);
Result<api::Receipt> run(CommandContext &, const api::AssignEscalation &);
Result<api::Receipt> run(CommandContext &, const api::TouchLease &);
Result<api::Receipt> run(CommandContext &, const api::SnoozeEscalation &);
Result<api::Receipt> run(CommandContext &, const api::WaitOnClient &);
Result<api::Receipt> run(CommandContext &, const api::SetEscalationPriority &);
Result<api::Receipt> run(CommandContext &, const api::SaveReplyDraft &);
Result<api::Receipt> run(CommandContext &, const api::AskForAnotherProposal &);
Result<api::Receipt> run(CommandContext &, const api::DecideEscalation &);
Result<api::Receipt> run(CommandContext &, const api::UndoDecision &);
Result<api::Receipt> run(CommandContext &, const api::SendEffect &);
Result<api::Receipt> run(CommandContext &, const api::CancelEffect &);
Result<api::Receipt> run(CommandContext &, const api::UndoEffect &);
Result<api::Receipt> run(CommandContext &, const api::AddOperator &);
Result<api::Receipt> run(CommandContext &, const api::SignIn &);
Result<api::Receipt> run(CommandContext &, const api::Announce &);
Result<api::Receipt> run(CommandContext &, const api::CreateApiKey &);
Result<api::Receipt> run(CommandContext &, const api::RevokeApiKey &);
Result<api::Receipt> run(CommandContext &, const api::PauseSource &);
Result<api::Receipt> run(CommandContext &, const api::MigrateWorkflows &);
Result<api::Receipt> run(CommandContext &, const api::ForkWorkflow &);
Result<api::Receipt> run(CommandContext &, const api::SaveBoardView &);
Result<api::Receipt> run(CommandContext &, const api::DeleteBoardView &);
Result<api::Receipt> run(CommandContext &, const api::ReviewNotionConflict &);
Result<api::Receipt> run(CommandContext &, const api::RetryNotionItem &);
Result<api::Receipt> run(CommandContext &, const api::UndoPropertyChange &);
Result<api::Receipt> run(CommandContext &, const api::WriteRecordText &);
Result<api::Receipt> run(CommandContext &, const api::AskForDraft &);
Result<api::Receipt> run(CommandContext &, const api::DiscardProposal &);
Result<api::Receipt> run(CommandContext &, const api::SetAgentLeave &);
Result<api::Receipt> run(CommandContext &, const api::SaveMacro &);
Result<api::Receipt> run(CommandContext &, const api::DeleteMacro &);
Result<api::Receipt> run(CommandContext &, const api::AttachFile &);
Result<api::Receipt> run(CommandContext &, const api::RemoveAttachment &);
Result<api::Receipt> run(CommandContext &, const api::ReportKnowledge &);
Result<api::Receipt> run(CommandContext &, const api::SaveKnowledgeCheck &);
Result<api::Receipt> run(CommandContext &, const api::DeleteKnowledgeCheck &);
// Of the host: they come here only by mistake.
Result<api::Receipt> run(CommandContext &, const api::ConnectNotion &);
Result<api::Receipt> run(CommandContext &, const api::SyncNotionNow &);
Result<api::Receipt> run(CommandContext &, const api::DecideNotionGone &);
Result<api::Receipt> run(CommandContext &, const api::RehearseNotion &);
Result<api::Receipt> run(CommandContext &, const api::ReadRecordText &);
Result<api::Receipt> run(CommandContext &, const api::StopThinking &);
Result<api::Receipt> run(CommandContext &, const api::DecideToolRequest &);
Result<api::Receipt> run(CommandContext &, const api::PublishDefinition &);
Result<api::Receipt> run(CommandContext &, const api::RetireDefinition &);
Result<api::Receipt> run(CommandContext &, const api::ChangeSettings &);
Result<api::Receipt> run(CommandContext &, const api::SetSecret &);
Result<api::Receipt> run(CommandContext &, const api::RemoveSecret &);
Result<api::Receipt> run(CommandContext &, const api::CheckIntegration &);
Result<api::Receipt> run(CommandContext &, const api::BackUpNow &);
Result<api::Receipt> run(CommandContext &, const api::AddKnowledgeSource &);
Result<api::Receipt> run(CommandContext &, const api::AddKnowledgeDocument &);
Result<api::Receipt> run(CommandContext &, const api::RemoveKnowledgeSource &);
Result<api::Receipt> run(CommandContext &, const api::RemoveKnowledgeDocument &);
Result<api::Receipt> run(CommandContext &, const api::RestoreKnowledgeSource &);
Result<api::Receipt> run(CommandContext &, const api::RefreshKnowledge &);
Result<api::Receipt> run(CommandContext &, const api::PauseKnowledge &);

} // namespace commands
} // namespace hs::runtime
