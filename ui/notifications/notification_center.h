#pragma once

#include <QHash>
#include <QSet>
#include <QTimer>

#include "ui/notifications/desktop_notifier.h"
#include "ui/notifications/notice_class.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// Watches escalations, agents and integrations and decides what becomes a
/// banner: by class, quiet hours and mute; more than three a minute become one
/// summary; what was handled is withdrawn.
class NotificationCenter final : public QObject {
    Q_OBJECT
public:
    static constexpr int BannersAMinute = 3;

    NotificationCenter(ViewContext &context, DesktopNotifier &notifier, QObject *parent = nullptr);

    void start();
    void muteFor(int minutes);
    [[nodiscard]] bool muted() const;

    /// Told of a banner that passed all rules; the notifier shows the same.
    /// Public for tests, which give rows of their own.
    void takeEscalations(const std::vector<api::EscalationRow> &rows);

Q_SIGNALS:
    void shown(const hs::ui::DesktopNotice &notice);
    /// Somebody clicked a banner: the window is to be raised.
    void raiseRequested();

private:
    void askEscalations();
    void askAgents();
    void askIntegrations();
    void askFaults();
    void watchClocks();
    void tell(NoticeClass kind, DesktopNotice notice, bool breaksQuiet = false);
    void act(const QString &id, const QString &action);
    [[nodiscard]] bool quiet() const;

    ViewContext &m_context;
    DesktopNotifier &m_notifier;
    std::vector<api::EscalationRow> m_rows;
    QSet<QString> m_known;       ///< escalations seen waiting
    QSet<QString> m_told;        ///< "id/class" that was told already
    QHash<QString, int> m_agents;       ///< last seen states
    QHash<QString, int> m_integrations;
    QList<QDateTime> m_recent;
    int m_summed = 0;
    QDateTime m_mutedUntil;
    QSet<QString> m_faults; ///< danger notices of the engine that are up
    bool m_firstFaults = true;
    bool m_first = true;
    bool m_firstAgents = true;
    bool m_firstIntegrations = true;
    QTimer m_clock;
};

} // namespace hs::ui
