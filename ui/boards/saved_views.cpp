#include "ui/boards/saved_views.h"

#include <algorithm>

#include <QMenu>

#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

SavedViews::SavedViews(ViewContext &context, std::function<BoardLayout()> layout, QWidget *owner)
    : QObject(owner), m_context(context), m_layout(std::move(layout)), m_owner(owner)
{
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Settings)
            refresh();
    });
    connect(&context.engine, &api::Engine::callerChanged, this, &SavedViews::refresh);
}

void SavedViews::setDefinition(const QString &definition)
{
    if (m_definition == definition)
        return;
    m_definition = definition;
    m_chosen.clear();
    m_views.clear();
    refresh();
    Q_EMIT changed();
}

void SavedViews::refresh()
{
    if (m_definition.isEmpty())
        return;
    m_context.engine.ask(api::SavedBoardViewQuery{m_definition}, this,
                         [this, definition = m_definition](Result<std::vector<api::SavedBoardView>> views) {
                             if (!views || definition != m_definition)
                                 return; // the menu then offers what it knew
                             m_views = std::move(*views);
                             Q_EMIT changed();
                         });
}

const api::SavedBoardView *SavedViews::find(const api::Id &id) const
{
    const auto found = std::find_if(m_views.begin(), m_views.end(), [&](const auto &view) { return view.id == id; });
    return found == m_views.end() ? nullptr : &*found;
}

const api::SavedBoardView *SavedViews::current() const
{
    const api::SavedBoardView *view = m_chosen.isEmpty() ? nullptr : find(m_chosen);
    return view && BoardLayout::fromJson(view->layout) == m_layout() ? view : nullptr;
}

void SavedViews::choose(const api::Id &id)
{
    const api::SavedBoardView *view = find(id);
    if (!view)
        return;
    m_chosen = id;
    BoardLayout layout = BoardLayout::fromJson(view->layout);
    layout.filter.definition = m_definition;
    Q_EMIT chosen(layout);
    Q_EMIT changed();
}

void SavedViews::submit(api::Command command, const QString &failure, const QString &success)
{
    m_context.engine.submit(std::move(command), this, [this, failure, success](Result<api::Receipt> receipt) {
        if (!receipt) {
            m_context.toasts.show({failure + QLatin1Char(' ') + errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
            return;
        }
        m_context.toasts.show(success, Tone::Ok);
        refresh();
    });
}

void SavedViews::saveAs(const QString &name)
{
    api::SaveBoardView command{{}, m_definition, name, false, m_layout().toJson()};
    m_context.engine.submit(std::move(command), this, [this, name](Result<api::Receipt> receipt) {
        if (!receipt) {
            const bool taken = receipt.error().code == Errc::Conflict;
            m_context.toasts.show({taken ? tr("You have a view “%1” on this board already. Choose another name.").arg(name)
                                         : tr("The view could not be saved.") + QLatin1Char(' ') + errorSentence(receipt.error()),
                                   Tone::Danger, {}, {}, errorDetails(receipt.error())});
            return;
        }
        m_chosen = receipt->id;
        //: %1 is the name of a saved view
        m_context.toasts.show(tr("View “%1” saved").arg(name), Tone::Ok);
        refresh();
    });
}

void SavedViews::askName()
{
    askLine(m_owner->window(), tr("Save this view"), tr("Name of the view. It keeps filter, lanes and folded columns."), {},
            api::SavedBoardView::LongestName, tr("Save"), [this](const QString &name) { saveAs(name); });
}

void SavedViews::askNewName(const api::SavedBoardView &view)
{
    askLine(m_owner->window(), tr("Rename the view"), tr("New name of the view"), view.name, api::SavedBoardView::LongestName, tr("Rename"),
            [this, view](const QString &name) {
                submit(api::SaveBoardView{view.id, view.definition, name, view.shared, view.layout}, tr("The view could not be renamed."),
                       tr("The view is called “%1” now").arg(name));
            });
}

void SavedViews::askDelete(const api::SavedBoardView &view)
{
    const QString question = view.shared ? tr("“%1” is shared: it will be gone for everybody.").arg(view.name)
                                         : tr("“%1” will be gone. The cards stay as they are.").arg(view.name);
    askFirst(m_owner->window(), tr("Delete the view"), question, tr("Delete"), [this, view] {
        submit(api::DeleteBoardView{view.id}, tr("The view could not be deleted."), tr("View “%1” deleted").arg(view.name));
    });
}

void SavedViews::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(m_owner);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const api::SavedBoardView *now = current();
    const api::SavedBoardView *chosenOne = m_chosen.isEmpty() ? nullptr : find(m_chosen);
    const auto list = [&](bool mine) {
        for (const api::SavedBoardView &view : m_views) {
            if (view.mine != mine)
                continue;
            QString text = view.name;
            if (!mine)
                //: A saved view that a colleague shares. %1 its name, %2 the colleague
                text = tr("%1 – by %2").arg(view.name, view.ownerName);
            else if (view.shared)
                //: A saved view of one's own that everybody sees. %1 its name
                text = tr("%1 – shared").arg(view.name);
            QAction *action = menu->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")), this, [this, id = view.id] { choose(id); });
            action->setCheckable(true);
            action->setChecked(now && now->id == view.id);
        }
    };
    list(true);
    if (std::any_of(m_views.begin(), m_views.end(), [](const auto &view) { return !view.mine; }))
        menu->addSection(tr("Shared with the studio"));
    list(false);
    if (m_views.empty())
        menu->addAction(tr("No view is saved yet"))->setEnabled(false);
    menu->addSeparator();
    menu->addAction(m_context.theme.icon(QStringLiteral("bookmark")), tr("Save this view…"), this, &SavedViews::askName);
    if (chosenOne && chosenOne->mine) {
        const api::SavedBoardView view = *chosenOne;
        if (!now) {
            menu->addAction(m_context.theme.icon(QStringLiteral("save")), tr("Save changes to “%1”").arg(view.name), this, [this, view] {
                submit(api::SaveBoardView{view.id, view.definition, view.name, view.shared, m_layout().toJson()}, tr("The view could not be saved."),
                       tr("View “%1” saved").arg(view.name));
            });
        }
        menu->addAction(m_context.theme.icon(QStringLiteral("pencil")), tr("Rename “%1”…").arg(view.name), this, [this, view] { askNewName(view); });
        QAction *share = menu->addAction(m_context.theme.icon(QStringLiteral("share-2")), tr("Share “%1” with the studio").arg(view.name), this,
                                         [this, view] {
                                             submit(api::SaveBoardView{view.id, view.definition, view.name, !view.shared, view.layout},
                                                    tr("The view could not be shared."),
                                                    view.shared ? tr("“%1” is yours alone again").arg(view.name) : tr("Everybody sees “%1” now").arg(view.name));
                                         });
        share->setCheckable(true);
        share->setChecked(view.shared);
        menu->addAction(m_context.theme.icon(QStringLiteral("trash-2")), tr("Delete “%1”…").arg(view.name), this, [this, view] { askDelete(view); });
    }
    menu->popup(at);
}

} // namespace hs::ui
