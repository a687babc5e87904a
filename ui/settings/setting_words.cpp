#include "ui/settings/setting_words.h"

#include <array>

#include <QCoreApplication>

namespace hs::ui {

namespace {

struct Word {
    const char *key; ///< "*" stands for one part of the pointer
    const char *title;
    const char *help;
    const char *unit;
};

// One row a setting of resources/schema/console.schema.json, in its order. The
// English texts are the schema's; here they can be translated.
constexpr std::array Settings = {
    Word{"/studio/name", QT_TRANSLATE_NOOP("hs::ui::Setting", "Name"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The name that clients read in messages."), ""},
    Word{"/studio/entityKinds", QT_TRANSLATE_NOOP("hs::ui::Setting", "Kinds of business"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The kinds of business that this studio runs."), ""},
    Word{"/studio/defaultEntity", QT_TRANSLATE_NOOP("hs::ui::Setting", "Main business"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Id of the business that requests belong to when nothing tells another one. Empty: the first that was made."), ""},
    Word{"/studio/timezone", QT_TRANSLATE_NOOP("hs::ui::Setting", "Time zone"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The zone that opening hours and due times are counted in, by its IANA name."), ""},
    Word{"/studio/locale", QT_TRANSLATE_NOOP("hs::ui::Setting", "Language of messages"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The language of texts to clients when theirs is not known, as a language tag."), ""},
    Word{"/studio/openingHours", QT_TRANSLATE_NOOP("hs::ui::Setting", "Opening hours"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "When the studio is open. Deadlines count these hours only."), ""},
    Word{"/studio/holidays", QT_TRANSLATE_NOOP("hs::ui::Setting", "Holidays"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Days on which the studio is closed."), ""},
    Word{"/receiver/address", QT_TRANSLATE_NOOP("hs::ui::Setting", "Address"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The network address that the receiver listens on. 127.0.0.1 is this computer alone, 0.0.0.0 every network it is in."), ""},
    Word{"/receiver/port", QT_TRANSLATE_NOOP("hs::ui::Setting", "Port"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The port that the receiver listens on; 0 takes any that is free."), ""},
    Word{"/receiver/publicUrl", QT_TRANSLATE_NOOP("hs::ui::Setting", "Public address"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The address under which senders reach the receiver, when a tunnel or proxy stands before it."), ""},
    Word{"/receiver/tls/certificate", QT_TRANSLATE_NOOP("hs::ui::Setting", "Certificate"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Path of the certificate chain, a PEM file. Empty: no TLS."), ""},
    Word{"/receiver/tls/key", QT_TRANSLATE_NOOP("hs::ui::Setting", "Private key"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Path of the certificate's private key, a PEM file."), ""},
    Word{"/receiver/maxBodyBytes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Largest request"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Bytes that one request may have; larger ones are refused with 413."), QT_TRANSLATE_NOOP("hs::ui::Setting", "bytes")},
    Word{"/receiver/perMinute", QT_TRANSLATE_NOOP("hs::ui::Setting", "Requests a minute"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "How many API requests one caller may make in a minute. 0 means no limit."), ""},
    Word{"/receiver/sources/*/enabled", QT_TRANSLATE_NOOP("hs::ui::Setting", "Enabled"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether deliveries of this source are taken. A source that is off answers as if it did not exist."), ""},
    Word{"/receiver/sources/*/maxBodyBytes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Largest delivery"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Bytes that one delivery of this source may have; larger ones are refused with 413."), QT_TRANSLATE_NOOP("hs::ui::Setting", "bytes")},
    Word{"/receiver/sources/*/perMinute", QT_TRANSLATE_NOOP("hs::ui::Setting", "Deliveries a minute"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "How many deliveries of this source are taken in a minute; more are refused with 429. 0 means no limit."), ""},
    Word{"/receiver/sources/*/entity", QT_TRANSLATE_NOOP("hs::ui::Setting", "Business"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Id of the business that deliveries of this source belong to, when they do not say it themselves."), ""},
    Word{"/mail/smtpUrl", QT_TRANSLATE_NOOP("hs::ui::Setting", "Mail server"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Where mail is handed over: smtp://user@host:587 or smtps://user@host:465. The password comes from the variable SMTP_URL or the secret store."), ""},
    Word{"/mail/from", QT_TRANSLATE_NOOP("hs::ui::Setting", "Sender"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The address that mail comes from, alone or with a name before it."), ""},
    Word{"/notion/parentPage", QT_TRANSLATE_NOOP("hs::ui::Setting", "Parent page"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The page under which the 16 databases are, by its address in Notion or its id. It must be shared with the connection."), ""},
    Word{"/notion/version", QT_TRANSLATE_NOOP("hs::ui::Setting", "API version"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The version of Notion's interface that is spoken."), ""},
    Word{"/notion/perMinute", QT_TRANSLATE_NOOP("hs::ui::Setting", "Requests to Notion a minute"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "What the plan allows: 180 on Free and Plus, 600 on Business and Enterprise. 0: it is learned from the answers."), ""},
    Word{"/notion/pullSeconds", QT_TRANSLATE_NOOP("hs::ui::Setting", "Look for changes every"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Seconds between two looks at a database while little happens."), QT_TRANSLATE_NOOP("hs::ui::Setting", "seconds")},
    Word{"/notion/baseUrl", QT_TRANSLATE_NOOP("hs::ui::Setting", "Address of the interface"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Where Notion's interface is; only for a proxy in front of it."), ""},
    Word{"/slack/enabled", QT_TRANSLATE_NOOP("hs::ui::Setting", "Enabled"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether notices go to the chat."), ""},
    Word{"/slack/channel", QT_TRANSLATE_NOOP("hs::ui::Setting", "Channel"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The channel for notices; empty: the one that the webhook was made for."), ""},
    Word{"/holds/replySeconds", QT_TRANSLATE_NOOP("hs::ui::Setting", "Replies"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Seconds that an approved reply waits before it is sent."), QT_TRANSLATE_NOOP("hs::ui::Setting", "seconds")},
    Word{"/holds/moneySeconds", QT_TRANSLATE_NOOP("hs::ui::Setting", "Money"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Seconds that an approved refund or payment waits before it is sent."), QT_TRANSLATE_NOOP("hs::ui::Setting", "seconds")},
    Word{"/escalation/deadlines/urgent/respondMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Urgent: first answer within"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes until somebody must have claimed and answered a case of priority urgent."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/deadlines/urgent/decideMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Urgent: decision within"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes until a case of priority urgent must be decided. 0 means one working day."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/deadlines/high/respondMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "High: first answer within"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes until somebody must have claimed and answered a case of priority high."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/deadlines/high/decideMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "High: decision within"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes until a case of priority high must be decided. 0 means one working day."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/deadlines/medium/respondMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Medium: first answer within"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes until somebody must have claimed and answered a case of priority medium."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/deadlines/medium/decideMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Medium: decision within"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes until a case of priority medium must be decided. 0 means one working day."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/deadlines/low/respondMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Low: first answer within"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes until somebody must have claimed and answered a case of priority low."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/deadlines/low/decideMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Low: decision within"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes until a case of priority low must be decided. 0 means one working day."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/leaseMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Claim"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Minutes without work after which a claimed case is free for others again."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/escalation/backup", QT_TRANSLATE_NOOP("hs::ui::Setting", "Backup"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The person who is told when a deadline passes: the id or the name of an operator."), ""},
    Word{"/entities/refundLimit", QT_TRANSLATE_NOOP("hs::ui::Setting", "Refund limit"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The largest refund that needs no person, in the currency of the business."), ""},
    Word{"/entities/highValueMark", QT_TRANSLATE_NOOP("hs::ui::Setting", "High value"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "From this amount on a new engagement gets the full team."), ""},
    Word{"/entities/dedupeHours", QT_TRANSLATE_NOOP("hs::ui::Setting", "Duplicate window"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Hours in which a second enquiry from the same person and source counts as a repeat."), QT_TRANSLATE_NOOP("hs::ui::Setting", "hours")},
    Word{"/appearance/theme", QT_TRANSLATE_NOOP("hs::ui::Setting", "Theme"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Light, dark, or as the desktop has it."), ""},
    Word{"/appearance/language", QT_TRANSLATE_NOOP("hs::ui::Setting", "Language"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The language of the console, or that of the desktop."), ""},
    Word{"/appearance/textScale", QT_TRANSLATE_NOOP("hs::ui::Setting", "Text size"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Size of all text in percent."), "%"},
    Word{"/backup/daily", QT_TRANSLATE_NOOP("hs::ui::Setting", "Daily"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether a copy is made every day."), ""},
    Word{"/backup/at", QT_TRANSLATE_NOOP("hs::ui::Setting", "Time"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "When the daily copy is made, in the studio's time zone."), ""},
    Word{"/backup/keepDays", QT_TRANSLATE_NOOP("hs::ui::Setting", "Daily copies"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "How many daily copies are kept."), ""},
    Word{"/backup/keepWeeks", QT_TRANSLATE_NOOP("hs::ui::Setting", "Weekly copies"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "How many weekly copies are kept."), ""},
    Word{"/backup/keepMonths", QT_TRANSLATE_NOOP("hs::ui::Setting", "Monthly copies"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "How many monthly copies are kept."), ""},
    Word{"/database/url", QT_TRANSLATE_NOOP("hs::ui::Setting", "Database"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The database; sqlite: is the file console.db in the data folder."), ""},
    Word{"/log/level", QT_TRANSLATE_NOOP("hs::ui::Setting", "Level"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "How much is logged."), ""},
};

struct SectionWord {
    const char *key;
    const char *title;
};
constexpr std::array Sections = {
    SectionWord{"studio", QT_TRANSLATE_NOOP("hs::ui::Setting", "Studio")},
    SectionWord{"receiver", QT_TRANSLATE_NOOP("hs::ui::Setting", "Receiver")},
    SectionWord{"mail", QT_TRANSLATE_NOOP("hs::ui::Setting", "Mail")},
    SectionWord{"notion", QT_TRANSLATE_NOOP("hs::ui::Setting", "Notion")},
    SectionWord{"slack", QT_TRANSLATE_NOOP("hs::ui::Setting", "Slack")},
    SectionWord{"holds", QT_TRANSLATE_NOOP("hs::ui::Setting", "Undo")},
    SectionWord{"escalation", QT_TRANSLATE_NOOP("hs::ui::Setting", "Escalations")},
    SectionWord{"agents", QT_TRANSLATE_NOOP("hs::ui::Setting", "Agents")},
    SectionWord{"entities", QT_TRANSLATE_NOOP("hs::ui::Setting", "Businesses")},
    SectionWord{"appearance", QT_TRANSLATE_NOOP("hs::ui::Setting", "Appearance")},
    SectionWord{"backup", QT_TRANSLATE_NOOP("hs::ui::Setting", "Backup")},
    SectionWord{"database", QT_TRANSLATE_NOOP("hs::ui::Setting", "Database")},
    SectionWord{"log", QT_TRANSLATE_NOOP("hs::ui::Setting", "Log")},
};

struct OptionWord {
    const char *option;
    const char *title;
};
constexpr std::array Options = {
    OptionWord{"drafts_only", QT_TRANSLATE_NOOP("hs::ui::Setting", "Drafts only: agents prepare, people send")},
    OptionWord{"autopilot", QT_TRANSLATE_NOOP("hs::ui::Setting", "Autopilot: agents act within their limits")},
    OptionWord{"system", QT_TRANSLATE_NOOP("hs::ui::Setting", "As the system")},
    OptionWord{"light", QT_TRANSLATE_NOOP("hs::ui::Setting", "Light")},
    OptionWord{"dark", QT_TRANSLATE_NOOP("hs::ui::Setting", "Dark")},
    OptionWord{"debug", QT_TRANSLATE_NOOP("hs::ui::Setting", "Everything, for finding faults")},
    OptionWord{"info", QT_TRANSLATE_NOOP("hs::ui::Setting", "Normal")},
    OptionWord{"warn", QT_TRANSLATE_NOOP("hs::ui::Setting", "Warnings and errors")},
    OptionWord{"error", QT_TRANSLATE_NOOP("hs::ui::Setting", "Errors only")},
    OptionWord{"CONSULTING_FIRM", QT_TRANSLATE_NOOP("hs::ui::Setting", "Consulting firm")},
    OptionWord{"ART_GALLERY", QT_TRANSLATE_NOOP("hs::ui::Setting", "Art gallery")},
    OptionWord{"WELLNESS_CENTER", QT_TRANSLATE_NOOP("hs::ui::Setting", "Wellness centre")},
    OptionWord{"INTERIOR_DESIGN", QT_TRANSLATE_NOOP("hs::ui::Setting", "Interior design")},
    OptionWord{"LUXURY_RENOVATIONS", QT_TRANSLATE_NOOP("hs::ui::Setting", "Luxury renovations")},
    OptionWord{"EXECUTIVE_WELLNESS", QT_TRANSLATE_NOOP("hs::ui::Setting", "Executive wellness")},
    OptionWord{"CORPORATE_WELLNESS", QT_TRANSLATE_NOOP("hs::ui::Setting", "Corporate wellness")},
    OptionWord{"EDUCATION_TRAINING", QT_TRANSLATE_NOOP("hs::ui::Setting", "Education and training")},
    OptionWord{"TECHNOLOGY_SERVICES", QT_TRANSLATE_NOOP("hs::ui::Setting", "Technology services")},
};

QString translated(const char *text)
{
    return QCoreApplication::translate("hs::ui::Setting", text);
}

/// "/receiver/sources/typeform/enabled" fits "/receiver/sources/*/enabled".
bool fits(const QString &pattern, const QString &key)
{
    const QStringList wanted = pattern.split(QLatin1Char('/'));
    const QStringList given = key.split(QLatin1Char('/'));
    if (wanted.size() != given.size())
        return false;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (wanted[i] != QLatin1String("*") && wanted[i] != given[i])
            return false;
    }
    return true;
}

const Word *find(const QString &key)
{
    for (const Word &word : Settings) {
        if (fits(QString::fromLatin1(word.key), key))
            return &word;
    }
    return nullptr;
}

/// "maxBodyBytes" → "Max body bytes", for a setting that is newer than this table.
QString humanised(const QString &key)
{
    QString out;
    const QString last = key.section(QLatin1Char('/'), -1);
    for (const QChar letter : last) {
        if (letter.isUpper() && !out.isEmpty())
            out += QLatin1Char(' ');
        out += out.isEmpty() ? letter.toUpper() : letter.toLower();
    }
    return out;
}

} // namespace

QString settingTitle(const QString &key)
{
    const Word *word = find(key);
    return word ? translated(word->title) : humanised(key);
}

QString settingHelp(const QString &key, const QString &fallback)
{
    const Word *word = find(key);
    return word ? translated(word->help) : fallback;
}

QString settingUnit(const QString &key)
{
    const Word *word = find(key);
    return word && word->unit[0] != '\0' ? translated(word->unit) : QString();
}

QString sectionTitle(const QString &section)
{
    for (const SectionWord &word : Sections) {
        if (section == QLatin1String(word.key))
            return translated(word.title);
    }
    return humanised(section);
}

QString optionTitle(const QString &key, const QString &option)
{
    if (key == QLatin1String("/appearance/language")) {
        // Languages are named in themselves, so that whoever is lost finds the way back.
        if (option == QLatin1String("en"))
            return QStringLiteral("English");
        if (option == QLatin1String("de"))
            return QStringLiteral("Deutsch");
    }
    for (const OptionWord &word : Options) {
        if (option == QLatin1String(word.option))
            return translated(word.title);
    }
    return option;
}

bool isKnownSetting(const QString &key)
{
    return find(key) != nullptr;
}

} // namespace hs::ui
