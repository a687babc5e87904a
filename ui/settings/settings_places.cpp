#include "ui/settings/settings_places.h"

#include <QCoreApplication>

namespace hs::ui {

namespace {
struct Words {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::SettingsPlace)
};
} // namespace

std::vector<SettingsPlace> settingsPlaces()
{
    return {{QStringLiteral("general"), Words::tr("General"), QStringLiteral("settings-2")},
            {QStringLiteral("studio"), Words::tr("Studio and hours"), QStringLiteral("house")},
            {QStringLiteral("people"), Words::tr("People"), QStringLiteral("users")},
            {QStringLiteral("agents"), Words::tr("Agents"), QStringLiteral("bot")},
            {QStringLiteral("escalation"), Words::tr("Escalations and deadlines"), QStringLiteral("life-buoy")},
            {QStringLiteral("receiver"), Words::tr("Webhook receiver"), QStringLiteral("webhook")},
            {QStringLiteral("channels"), Words::tr("Mail and Slack"), QStringLiteral("mail")},
            {QStringLiteral("notifications"), Words::tr("Notifications"), QStringLiteral("bell")},
            {QStringLiteral("appearance"), Words::tr("Appearance"), QStringLiteral("palette")},
            {QStringLiteral("keyboard"), Words::tr("Keyboard"), QStringLiteral("keyboard")},
            {QStringLiteral("backup"), Words::tr("Backup"), QStringLiteral("database-backup")},
            {QStringLiteral("advanced"), Words::tr("Advanced"), QStringLiteral("wrench")}};
}

} // namespace hs::ui
