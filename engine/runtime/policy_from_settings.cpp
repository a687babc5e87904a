#include "engine/runtime/policy_from_settings.h"

#include <QTimeZone>

#include "engine/http/smtp.h"
#include "engine/runtime/ai_settings.h"
#include "engine/runtime/vault.h"

namespace hs::runtime {

using std::chrono::minutes;
using std::chrono::seconds;

namespace {

Policy::Deadline deadline(const settings::Settings &settings, const std::string &priority)
{
    const std::string base = "/escalation/deadlines/" + priority;
    const auto decide = settings.integer(base + "/decideMinutes");
    // 0 minutes to decide stands for one working day.
    return {minutes(settings.integer(base + "/respondMinutes")), minutes(decide > 0 ? decide : 480), decide == 0};
}

} // namespace

std::shared_ptr<const Policy> policyFrom(const settings::Settings &settings, const Vault &vault, bool offline, std::vector<Error> &findings)
{
    auto policy = std::make_shared<Policy>();
    policy->deadlines = {deadline(settings, "low"), deadline(settings, "medium"), deadline(settings, "high"), deadline(settings, "urgent")};
    policy->replyHold = seconds(settings.integer("/holds/replySeconds"));
    policy->moneyHold = seconds(settings.integer("/holds/moneySeconds"));
    policy->lease = minutes(settings.integer("/escalation/leaseMinutes"));
    policy->backupOperator = settings.text("/escalation/backup");
    policy->timeZone = settings.text("/studio/timezone");
    policy->holidays = settings.texts("/studio/holidays");
    policy->studioName = settings.text("/studio/name");
    policy->defaultEntity = settings.text("/studio/defaultEntity");
    policy->mailFrom = settings.text("/mail/from");
    policy->offline = offline;

    auto hours = agents::BusinessHours::parse(settings.text("/studio/openingHours"), policy->timeZone, policy->holidays);
    if (hours) {
        policy->hours = *hours;
    } else {
        findings.push_back(hours.error());
        if (!QTimeZone(QByteArray::fromStdString(policy->timeZone)).isValid())
            policy->timeZone = "UTC";
    }
    policy->house.refundLimit = settings.number("/entities/refundLimit");
    policy->house.highValueMark = settings.number("/entities/highValueMark");
    policy->house.duplicateWindow = std::chrono::hours(settings.integer("/entities/dedupeHours"));
    policy->house.language = settings.text("/studio/locale");
    policy->house.zone = policy->timeZone;
    policy->house.hours = policy->hours.words();
    if (hours)
        policy->house.holidays = policy->holidays;
    for (const auto &source : settings.sources()) {
        const auto entity = settings.text("/receiver/sources/" + source + "/entity");
        if (!entity.empty())
            policy->sourceEntity[source] = entity;
    }
    const auto smtp = vault.value("SMTP_URL");
    const auto smtpUrl = smtp.empty() ? settings.text("/mail/smtpUrl") : std::string(smtp.reveal());
    if (!smtpUrl.empty()) {
        if (const auto account = http::parseSmtpUrl(smtpUrl); !account)
            findings.push_back(account.error());
        else if (policy->mailFrom.empty())
            findings.push_back(Error{Errc::BadInput, "mail has a server but no sender", "console.json:/mail/from", "set the address that mail comes from", {}});
        else if (const auto from = http::parseMailAddress(policy->mailFrom); !from)
            findings.push_back(from.error());
        else
            policy->mailReady = !offline;
    }
    policy->slackReady = settings.flag("/slack/enabled") && !vault.value("SLACK_WEBHOOK_URL").empty() && !offline;
    policy->thinking = thinkingFrom(settings, vault, offline);
    return policy;
}

} // namespace hs::runtime
