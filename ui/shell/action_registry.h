#pragma once

#include <functional>
#include <vector>

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <QStringList>

namespace hs::ui {

class Preferences;

/// One action as the palette, the shortcut sheet and the settings know it.
struct ActionSpec {
    QString id;       ///< "escalations.claim"; unique
    QString text;     ///< translated, sentence case, without a mnemonic
    QString keywords; ///< translated, space separated: other words people may type
    QString scope;    ///< "global", or the id of the dock whose selection it concerns
    QKeySequence shortcut = {}; ///< its default
    QString icon = {};          ///< Lucide name, for menus and the palette
    /// A plain letter (C, R, B …) heard in lists. Give such an action to the list
    /// with `list->addAction` and context Qt::WidgetShortcut; the user can switch
    /// all of them off.
    bool singleKey = false;
};

/// Every QAction of the console. Makes what the palette finds, keeps shortcuts
/// changeable and free of conflicts. GUI thread.
class ActionRegistry final : public QObject {
    Q_OBJECT
public:
    struct Item {
        ActionSpec spec;
        QPointer<QAction> action;
    };

    explicit ActionRegistry(Preferences &preferences, QObject *parent = nullptr);

    /// Makes and registers an action that belongs to `owner`. A global id that is
    /// here already makes a silent twin: it can be put into menus and title bars,
    /// but the first one keeps the key and the place in the palette.
    /// Context: Qt::WindowShortcut for scope "global", else WidgetWithChildrenShortcut; it
    /// hears keys once some widget has it (`owner->addAction` is done for a QWidget owner,
    /// except for `singleKey`).
    QAction *add(const ActionSpec &spec, QObject *owner, std::function<void()> run = {});
    /// Registers an action made elsewhere (a menu's, a line edit's).
    void adopt(const ActionSpec &spec, QAction *action);

    /// Disabled with the reason, which palette and tooltip give.
    static void setEnabled(QAction *action, bool enabled, const QString &reasonIfNot = {});
    [[nodiscard]] static QString disabledReason(const QAction *action);

    [[nodiscard]] QAction *find(const QString &id) const; ///< the latest living one, or null
    [[nodiscard]] std::vector<Item> items() const;        ///< living ones, in order of registration

    /// The action of another id that has this key already where both are heard; empty: none.
    [[nodiscard]] QString conflictOf(const QString &id, const QKeySequence &shortcut) const;
    /// Sets a key of the user's own, empty for none. Conflicts are the caller's to ask first.
    void setShortcut(const QString &id, const QKeySequence &shortcut);
    void resetShortcut(const QString &id);
    [[nodiscard]] QKeySequence shortcut(const QString &id) const;
    void setSingleKeys(bool on);
    [[nodiscard]] bool singleKeys() const;

    /// Actions below `root` that nobody registered; the tests want none.
    [[nodiscard]] QStringList unregistered(const QObject *root) const;

Q_SIGNALS:
    void changed(); ///< actions came or went, or a shortcut is another

private:
    void applyShortcut(const Item &item) const;

    Preferences &m_preferences;
    std::vector<Item> m_items;
};

} // namespace hs::ui
