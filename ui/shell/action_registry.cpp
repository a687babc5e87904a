#include "ui/shell/action_registry.h"

#include <algorithm>

#include <QDockWidget>
#include <QMenu>
#include <QToolBar>
#include <QWidget>
#include <QWidgetAction>

#include "ui/shell/preferences.h"

namespace hs::ui {

namespace {

/// Docks and toolbars carry an action of Qt's own that shows and hides them. Nothing here puts it on
/// screen; the console's own deed for it is registered.
bool isQtToggle(const QAction *action)
{
    if (const auto *dock = qobject_cast<const QDockWidget *>(action->parent()))
        return dock->toggleViewAction() == action;
    const auto *bar = qobject_cast<const QToolBar *>(action->parent());
    return bar && bar->toggleViewAction() == action;
}

const char *const ReasonProperty = "hsDisabledReason";
const char *const TwinProperty = "hsTwin";
const char *const IconProperty = "hsIcon"; // for title bars and menus, which know the theme
const QString SingleKeys = QStringLiteral("keyboard/singleKeys");

QString keyOf(const QString &id)
{
    return QStringLiteral("shortcut/") + id;
}

bool isTwin(const QAction *action)
{
    return action->property(TwinProperty).toBool();
}

bool scopesMeet(const QString &a, const QString &b)
{
    return a == b || a == QLatin1String("global") || b == QLatin1String("global");
}

} // namespace

ActionRegistry::ActionRegistry(Preferences &preferences, QObject *parent) : QObject(parent), m_preferences(preferences)
{
}

QAction *ActionRegistry::add(const ActionSpec &spec, QObject *owner, std::function<void()> run)
{
    auto *action = new QAction(spec.text, owner);
    action->setShortcutContext(spec.singleKey                            ? Qt::WidgetShortcut
                               : spec.scope == QLatin1String("global")   ? Qt::WindowShortcut
                                                                         : Qt::WidgetWithChildrenShortcut);
    if (run)
        connect(action, &QAction::triggered, owner, [run = std::move(run)] { run(); });
    adopt(spec, action);
    if (auto *widget = qobject_cast<QWidget *>(owner); widget && !spec.singleKey)
        widget->addAction(action);
    return action;
}

void ActionRegistry::adopt(const ActionSpec &spec, QAction *action)
{
    std::erase_if(m_items, [](const Item &item) { return item.action.isNull(); });
    action->setObjectName(QStringLiteral("action.") + spec.id);
    action->setProperty(IconProperty, spec.icon);
    // Two global actions of one key would silence each other: Qt calls that ambiguous.
    action->setProperty(TwinProperty, spec.scope == QLatin1String("global") && find(spec.id) != nullptr);
    m_items.push_back({spec, action});
    applyShortcut(m_items.back());
    Q_EMIT changed();
}

void ActionRegistry::applyShortcut(const Item &item) const
{
    if (!item.action)
        return;
    const bool silent = isTwin(item.action) || (item.spec.singleKey && !singleKeys());
    const QKeySequence key = silent ? QKeySequence() : shortcut(item.spec.id);
    item.action->setShortcut(key);
    const QString keyText = key.toString(QKeySequence::NativeText);
    const QString name = item.action->text().remove(QLatin1Char('&'));
    item.action->setToolTip(keyText.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, keyText));
}

void ActionRegistry::setEnabled(QAction *action, bool enabled, const QString &reasonIfNot)
{
    action->setProperty(ReasonProperty, enabled ? QString() : reasonIfNot);
    action->setEnabled(enabled);
}

QString ActionRegistry::disabledReason(const QAction *action)
{
    return action->property(ReasonProperty).toString();
}

QAction *ActionRegistry::find(const QString &id) const
{
    for (auto it = m_items.rbegin(); it != m_items.rend(); ++it) {
        if (it->spec.id == id && it->action && !isTwin(it->action))
            return it->action;
    }
    return nullptr;
}

std::vector<ActionRegistry::Item> ActionRegistry::items() const
{
    std::vector<Item> living;
    std::copy_if(m_items.begin(), m_items.end(), std::back_inserter(living),
                 [](const Item &item) { return !item.action.isNull() && !isTwin(item.action); });
    return living;
}

QString ActionRegistry::conflictOf(const QString &id, const QKeySequence &wanted) const
{
    if (wanted.isEmpty())
        return {};
    QString scope;
    for (const Item &item : m_items) {
        if (item.spec.id == id)
            scope = item.spec.scope;
    }
    for (const Item &item : m_items) {
        if (item.spec.id != id && item.action && scopesMeet(item.spec.scope, scope)
            && shortcut(item.spec.id) == wanted)
            return item.spec.id;
    }
    return {};
}

void ActionRegistry::setShortcut(const QString &id, const QKeySequence &shortcut)
{
    m_preferences.setValue(keyOf(id), shortcut.toString(QKeySequence::PortableText));
    for (const Item &item : m_items) {
        if (item.spec.id == id)
            applyShortcut(item);
    }
    Q_EMIT changed();
}

void ActionRegistry::resetShortcut(const QString &id)
{
    m_preferences.remove(keyOf(id));
    for (const Item &item : m_items) {
        if (item.spec.id == id)
            applyShortcut(item);
    }
    Q_EMIT changed();
}

QKeySequence ActionRegistry::shortcut(const QString &id) const
{
    const QVariant own = m_preferences.value(keyOf(id));
    if (own.isValid())
        return QKeySequence(own.toString(), QKeySequence::PortableText);
    for (const Item &item : m_items) {
        if (item.spec.id == id)
            return item.spec.shortcut;
    }
    return {};
}

void ActionRegistry::setSingleKeys(bool on)
{
    m_preferences.setValue(SingleKeys, on);
    for (const Item &item : m_items) {
        if (item.spec.singleKey)
            applyShortcut(item);
    }
    Q_EMIT changed();
}

bool ActionRegistry::singleKeys() const
{
    return m_preferences.value(SingleKeys, true).toBool();
}

QStringList ActionRegistry::unregistered(const QObject *root) const
{
    QStringList missing;
    const auto actions = root->findChildren<QAction *>();
    for (const QAction *action : actions) {
        // Separators, the handles of menus and Qt's own inner actions are no deeds.
        if (action->isSeparator() || action->menu() || action->objectName().startsWith(QLatin1String("_q_"))
            || action->property("hsListEntry").toBool() || qobject_cast<const QWidgetAction *>(action) || isQtToggle(action))
            continue;
        const bool known = std::any_of(m_items.begin(), m_items.end(),
                                       [action](const Item &item) { return item.action == action; });
        if (!known)
            missing << QStringLiteral("%1 (%2)").arg(action->text(), action->objectName());
    }
    return missing;
}

} // namespace hs::ui
