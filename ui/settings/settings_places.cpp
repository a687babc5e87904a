#include "ui/settings/settings_places.h"

#include <QCoreApplication>

namespace hs::ui {

namespace {
struct SettingsPlaceWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::SettingsPlace)
};
} // namespace

std::vector<SettingsPlace> settingsPlaces()
{
    return {{QStringLiteral("general"), SettingsPlaceWords::tr("General"), QStringLiteral("settings-2")},
            {QStringLiteral("studio"), SettingsPlaceWords::tr("Studio and hours"), QStringLiteral("house")},
            {QStringLiteral("people"), SettingsPlaceWords::tr("People"), QStringLiteral("users")},
            {QStringLiteral("agents"), SettingsPlaceWords::tr("Agents"), QStringLiteral("bot")},
            {QStringLiteral("ai"), SettingsPlaceWords::tr("AI providers"), QStringLiteral("sparkles")},
            {QStringLiteral("escalation"), SettingsPlaceWords::tr("Escalations and deadlines"), QStringLiteral("life-buoy")},
            {QStringLiteral("receiver"), SettingsPlaceWords::tr("Webhook receiver"), QStringLiteral("webhook")},
            {QStringLiteral("channels"), SettingsPlaceWords::tr("Mail and Slack"), QStringLiteral("mail")},
            {QStringLiteral("notion"), SettingsPlaceWords::tr("Notion"), QStringLiteral("database")},
            {QStringLiteral("knowledge"), SettingsPlaceWords::tr("Knowledge sources"), QStringLiteral("book-open")},
            {QStringLiteral("notifications"), SettingsPlaceWords::tr("Notifications"), QStringLiteral("bell")},
            {QStringLiteral("appearance"), SettingsPlaceWords::tr("Appearance"), QStringLiteral("palette")},
            {QStringLiteral("keyboard"), SettingsPlaceWords::tr("Keyboard"), QStringLiteral("keyboard")},
            {QStringLiteral("backup"), SettingsPlaceWords::tr("Backup"), QStringLiteral("database-backup")},
            {QStringLiteral("advanced"), SettingsPlaceWords::tr("Advanced"), QStringLiteral("wrench")}};
}

} // namespace hs::ui
