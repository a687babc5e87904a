#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

namespace hs::ui {

/// Brings an object of the studio onto the screen: the dock that shows its kind
/// comes to the front, gets focus and is told which one (`DockView::showObject`).
///
/// Kinds: escalation, thread, card (= workflow), workflow, record, contact, event,
/// task, audit, run, integration, agent, agent_threads (an agent's conversations), setting,
/// knowledge, dock (id: a dock's id). A record's id is "database/id" where the database is
/// known, else the bare id; an audit's is an object's id, or "correlation:" and one. That of knowledge is a place in a
/// document ("doc_…", "doc_…#100-240", with the version it was seen in "doc_…@3#100-240"), a passage ("psg_…"), or a question
/// in words.
class Navigator final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Empty `id`: only the dock.
    void open(const QString &kind, const QString &id = {});
    void openDock(const QString &dock) { open(QStringLiteral("dock"), dock); }

    /// Told by the window: which kinds somebody shows. `open` of another kind is `refused`.
    void setKnownKinds(const QStringList &kinds) { m_kinds = kinds; }
    [[nodiscard]] bool canOpen(const QString &kind) const { return m_kinds.contains(kind); }

Q_SIGNALS:
    void requested(const QString &kind, const QString &id);
    void refused(const QString &kind, const QString &id);

private:
    QStringList m_kinds;
};

} // namespace hs::ui
