#include "engine/runtime/commands.h"

namespace hs::runtime {

namespace {

template <typename T, typename... Others>
constexpr bool isOneOf = (std::is_same_v<T, Others> || ...);

template <typename T>
constexpr api::Role roleOf()
{
    if constexpr (isOneOf<T, api::SignIn, api::Announce, api::SaveThreadDraft, api::MarkThreadRead, api::ViewThread, api::SaveBoardView,
                           api::DeleteBoardView>)
        return api::Role::Viewer;
    else if constexpr (isOneOf<T, api::ClaimEscalation, api::ClaimNext, api::ReleaseEscalation, api::AssignEscalation, api::TouchLease,
                               api::SnoozeEscalation, api::WaitOnClient, api::SetEscalationPriority, api::SaveReplyDraft,
                               api::AskForAnotherProposal, api::DecideEscalation, api::UndoDecision, api::DecideToolRequest>)
        return api::Role::Reviewer;
    else if constexpr (isOneOf<T, api::AddOperator, api::ChangeSettings, api::SetSecret, api::RemoveSecret, api::CreateApiKey,
                               api::RevokeApiKey, api::SetAutonomy, api::PublishDefinition, api::RetireDefinition, api::MigrateWorkflows,
                               api::ConnectNotion, api::DecideNotionGone, api::SetAgentLeave>)
        return api::Role::Admin;
    else
        return api::Role::Operator;
}

} // namespace

Result<api::Receipt> carryOut(CommandContext &context, const api::Command &command)
{
    return std::visit([&](const auto &one) { return commands::run(context, one); }, command);
}

bool needsHost(const api::Command &command)
{
    return std::visit(
        [](const auto &one) {
            return isOneOf<std::decay_t<decltype(one)>, api::ChangeSettings, api::SetSecret, api::RemoveSecret, api::CheckIntegration, api::BackUpNow,
                           api::PublishDefinition, api::RetireDefinition, api::ConnectNotion, api::SyncNotionNow, api::DecideNotionGone,
                           api::RehearseNotion, api::ReadRecordText, api::StopThinking, api::DecideToolRequest>;
        },
        command)
        || isOfKnowledge(command);
}

bool isOfKnowledge(const api::Command &command)
{
    return std::visit(
        [](const auto &one) {
            return isOneOf<std::decay_t<decltype(one)>, api::AddKnowledgeSource, api::AddKnowledgeDocument, api::RemoveKnowledgeSource,
                           api::RemoveKnowledgeDocument, api::RestoreKnowledgeSource, api::RefreshKnowledge, api::PauseKnowledge>;
        },
        command);
}

api::Role roleFor(const api::Command &command)
{
    return std::visit([](const auto &one) { return roleOf<std::decay_t<decltype(one)>>(); }, command);
}

QString roleName(api::Role role)
{
    static constexpr const char *Names[] = {"viewer", "operator", "reviewer", "admin"};
    return QString::fromLatin1(Names[int(role)]);
}

Actor actorOf(const api::Caller &caller)
{
    using Via = api::Caller::Via;
    const char *kind = caller.via == Via::Http                         ? "key"
                       : caller.id == QLatin1String("engine")          ? "engine"
                       : caller.via == Via::Engine                     ? "agent" // thinks inside, and uses the door as everybody does
                                                                       : "person";
    return {kind, caller.id.toStdString(), caller.name.toStdString(), int(caller.role)};
}

} // namespace hs::runtime
