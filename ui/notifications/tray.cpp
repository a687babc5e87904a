#include "ui/notifications/tray.h"

#include <QMenu>
#include <QPainter>
#include <QSystemTrayIcon>

#include "ui/widgets/app_mark.h"

namespace hs::ui {

QIcon trayPicture(const Theme &theme, qint64 count, bool degraded, bool paused)
{
    QIcon icon;
    for (const int side : {16, 22, 24, 32, 48, 64}) {
        QPixmap image = appMark(side, 1.0);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        if (count > 0 || degraded || paused) {
            const double spot = side * 0.56;
            const QRectF box(side - spot, side - spot, spot, spot);
            // A ring of the sign's own colour keeps it readable on light and dark panels.
            painter.setPen(QPen(Qt::white, std::max(1.0, side / 22.0)));
            painter.setBrush(theme.color(count > 0 ? Token::Danger : degraded ? Token::Warn : Token::Text2));
            painter.drawEllipse(box.adjusted(1, 1, -1, -1));
            QFont font = theme.font(TextStyle::Caption, QFont::Bold);
            font.setPixelSize(std::max(7, int(spot * 0.62)));
            painter.setFont(font);
            painter.setPen(theme.isDark() ? theme.color(Token::OnAccent) : theme.color(Token::Surface));
            const QString text = count > 9 ? QStringLiteral("9+") : count > 0 ? QString::number(count) : degraded ? QStringLiteral("!") : QStringLiteral("‖");
            painter.drawText(box, Qt::AlignCenter, text);
        }
        icon.addPixmap(image);
    }
    return icon;
}

Tray::Tray(ViewContext &context, EngineStatus &status, QObject *parent) : QObject(parent), m_context(context), m_status(status)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_menu = std::make_unique<QMenu>();
    const auto entry = [this](const QString &text) {
        QAction *action = m_menu->addAction(text);
        action->setProperty("hsListEntry", true); // the registered actions stand behind these
        return action;
    };
    m_state = entry({});
    m_state->setEnabled(false);
    m_menu->addSeparator();
    connect(entry(tr("Open the console")), &QAction::triggered, this, &Tray::openRequested);
    const auto through = [&](const QString &text, const char *id, bool raise) {
        connect(entry(text), &QAction::triggered, this, [this, id, raise] {
            if (raise)
                Q_EMIT openRequested();
            if (QAction *action = m_context.actions.find(QString::fromLatin1(id)))
                action->trigger();
        });
    };
    through(tr("Claim the next escalation"), "escalations.claimNext", true);
    connect(entry(tr("Mute for one hour")), &QAction::triggered, this, [this] { Q_EMIT muteRequested(60); });
    through(tr("Pause all agents…"), "agents.pauseAll", true);
    m_menu->addSeparator();
    through(tr("Quit"), "app.quit", false);
    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openRequested();
    });
    connect(&m_status, &EngineStatus::changed, this, &Tray::showStatus);
    showStatus();
    m_icon->show();
}

Tray::~Tray() = default;

void Tray::showStatus()
{
    const auto &status = m_status.status();
    const qint64 count = status ? status->openEscalations : 0;
    const bool degraded = m_status.failure().has_value() || (status && (status->degraded > 0 || !status->storeWritable));
    const bool paused = status && status->autonomy == QLatin1String("paused");
    m_icon->setIcon(trayPicture(m_context.theme, count, degraded, paused));
    QString text = tr("All is calm");
    if (count > 0)
        text = tr("%n escalation(s) open", nullptr, int(count));
    else if (degraded)
        text = tr("Something is degraded");
    else if (paused)
        text = tr("All agents are paused");
    m_state->setText(text);
    m_icon->setToolTip(QStringLiteral("HigherSelf Console\n%1").arg(text));
}

} // namespace hs::ui
