#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/door_rows.h"
#include "engine/store/tables/board.h"

namespace hs::runtime::commands {

using rows::q;

Result<api::Receipt> run(CommandContext &c, const api::SaveBoardView &command)
{
    store::board::View view;
    view.id = command.id.toStdString();
    view.definition = command.definition.toStdString();
    view.name = command.name.simplified().toStdString();
    view.owner = c.caller.id.toStdString();
    view.shared = command.shared;
    view.layout = rows::json(command.layout);
    const auto length = command.name.simplified().size();
    if (length == 0 || length > api::SavedBoardView::LongestName)
        return fail(Errc::BadInput, "a view needs a name of 1 to " + std::to_string(api::SavedBoardView::LongestName) + " characters", "name", "write a short name");
    if (dump(view.layout).size() > std::size_t(api::SavedBoardView::LargestLayout))
        return fail(Errc::BadInput, "the view's layout is too large", "layout", "leave something out");
    bool wasShared = false;
    if (view.id.empty()) {
        if (!c.deed.studio.shelf.latest(view.definition))
            return fail(Errc::NotFound, "there is no workflow definition \"" + view.definition + "\"", "definition");
        view.id = c.deed.studio.ids.make("view");
    } else {
        const auto known = store::board::findView(c.deed.tx, view.id);
        if (!known)
            return fail(Errc::NotFound, "there is no view \"" + view.id + "\"");
        if (known->owner != view.owner)
            return fail(Errc::Forbidden, "the view belongs to " + rows::operatorName(c.deed.tx, known->owner).toStdString(), view.id, "save it under a name of your own");
        view.definition = known->definition;
        wasShared = known->shared;
    }
    if (view.shared && !wasShared && c.caller.role < api::Role::Operator)
        return fail(Errc::Forbidden, "sharing a view needs the role operator", view.id, "ask an admin for it");
    if (store::board::nameTaken(c.deed.tx, view))
        return fail(Errc::Conflict, "you have a view \"" + view.name + "\" on this board already", "name", "choose another name");
    store::board::put(c.deed.tx, view, c.deed.now);
    if (view.shared || wasShared) // what others see is told; one's own is nobody's business
        note(c.deed, {"board_view.saved", "board_view", view.id, "View \"" + view.name + "\" of the board " + view.definition + (view.shared ? " shared" : " no longer shared"),
                      {}, {}, {}, Json::object()});
    return api::Receipt{q(view.id), QStringLiteral("saved"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::DeleteBoardView &command)
{
    const auto id = command.id.toStdString();
    const auto known = store::board::findView(c.deed.tx, id);
    if (!known)
        return fail(Errc::NotFound, "there is no view \"" + id + "\"");
    if (known->owner != c.caller.id.toStdString() && c.caller.role < api::Role::Admin)
        return fail(Errc::Forbidden, "the view belongs to " + rows::operatorName(c.deed.tx, known->owner).toStdString(), id, "ask them or an admin to delete it");
    store::board::remove(c.deed.tx, id);
    if (known->shared)
        note(c.deed, {"board_view.deleted", "board_view", id, "View \"" + known->name + "\" of the board " + known->definition + " deleted", {}, {}, {}, Json::object()});
    return api::Receipt{command.id, QStringLiteral("deleted"), {}};
}

} // namespace hs::runtime::commands
