#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/store/tables/knowledge.h"

namespace hs::runtime::commands {

using rows::q;
namespace table = store::knowledge;

namespace {

constexpr qsizetype LongestQuestion = 1'000;
constexpr qsizetype LongestReport = 500;

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::ReportKnowledge &command)
{
    auto document = table::findDocument(c.deed.tx, command.document.toStdString());
    if (!document)
        return fail(Errc::NotFound, "there is no such document", command.document.toStdString(), "search again: it may have been removed");
    const auto why = command.why.trimmed();
    if (why.size() > LongestReport)
        return fail(Errc::BadInput, "the reason is longer than 500 characters", "why", "say it in a sentence");
    document->reported = why.toStdString();
    table::touch(c.deed.tx, *document);
    note(c.deed, {why.isEmpty() ? "knowledge.current" : "knowledge.reported", "document", document->id,
                  "\"" + document->title + "\" " + (why.isEmpty() ? "is said to be up to date" : "was reported as outdated"), why.toStdString(), {}, {}, Json::object()});
    return api::Receipt{command.document, QStringLiteral("noted"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::SaveKnowledgeCheck &command)
{
    const auto question = command.check.question.trimmed();
    if (question.isEmpty() || question.size() > LongestQuestion)
        return fail(Errc::BadInput, "the question is empty or longer than 1,000 characters", "question", "write one question");
    if (!command.check.document.isEmpty() && !table::findDocument(c.deed.tx, command.check.document.toStdString()))
        return fail(Errc::NotFound, "there is no such document", command.check.document.toStdString(), "choose one that is read");
    const table::Check check{command.check.id.isEmpty() ? c.deed.studio.ids.make("kqn") : command.check.id.toStdString(), question.toStdString(),
                             command.check.document.toStdString()};
    table::put(c.deed.tx, check);
    note(c.deed, {"knowledge.check.saved", "check", check.id, "A question of the knowledge's own was saved", {}, {}, {}, Json::object()});
    return api::Receipt{q(check.id), QStringLiteral("saved"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::DeleteKnowledgeCheck &command)
{
    if (!table::dropCheck(c.deed.tx, command.check.toStdString()))
        return fail(Errc::NotFound, "there is no such question", command.check.toStdString());
    note(c.deed, {"knowledge.check.deleted", "check", command.check.toStdString(), "A question of the knowledge's own was deleted", {}, {}, {}, Json::object()});
    return api::Receipt{command.check, QStringLiteral("deleted"), {}};
}

} // namespace hs::runtime::commands
