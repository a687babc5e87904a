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
    Word{"/ai/prefer", QT_TRANSLATE_NOOP("hs::ui::Setting", "Choose by"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "By what a provider is chosen among those that can do it: quality follows the order below, balanced weighs it with cost and speed."), ""},
    Word{"/ai/order", QT_TRANSLATE_NOOP("hs::ui::Setting", "Order of providers"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Providers, the preferred one first."), ""},
    Word{"/ai/secondOpinion", QT_TRANSLATE_NOOP("hs::ui::Setting", "Second opinion"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether a model is asked beside the rules which level a request needs. It may raise the level; what rules send to a person stays there."), ""},
    Word{"/ai/mayLower", QT_TRANSLATE_NOOP("hs::ui::Setting", "May lower a level"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether the second opinion may also lower a level, where neither law, safety, VIPs nor disputes are concerned."), ""},
    Word{"/ai/draftReplies", QT_TRANSLATE_NOOP("hs::ui::Setting", "Draft replies"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether words for a reply are made ready when a client has written."), ""},
    Word{"/ai/wordContent", QT_TRANSLATE_NOOP("hs::ui::Setting", "Word content"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether a model writes content in words of its own where the rules have drafted it. What it adds or leaves out of numbers, dates and addresses, or what the brand check finds in it, keeps the rules' draft."), ""},
    Word{"/ai/cacheHours", QT_TRANSLATE_NOOP("hs::ui::Setting", "Keep answers for"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Hours for which the answer to the same question is used again; 0: never."), QT_TRANSLATE_NOOP("hs::ui::Setting", "hours")},
    Word{"/ai/limits/steps", QT_TRANSLATE_NOOP("hs::ui::Setting", "Steps"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Turns of the model and uses of tools."), ""},
    Word{"/ai/limits/seconds", QT_TRANSLATE_NOOP("hs::ui::Setting", "Time"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Time in all."), QT_TRANSLATE_NOOP("hs::ui::Setting", "seconds")},
    Word{"/ai/limits/dollars", QT_TRANSLATE_NOOP("hs::ui::Setting", "Cost"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "US dollars; 0: no limit."), QT_TRANSLATE_NOOP("hs::ui::Setting", "US dollars")},
    Word{"/ai/budget/daySoft", QT_TRANSLATE_NOOP("hs::ui::Setting", "Studio: warn from"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Of the whole studio."), QT_TRANSLATE_NOOP("hs::ui::Setting", "US dollars")},
    Word{"/ai/budget/dayHard", QT_TRANSLATE_NOOP("hs::ui::Setting", "Studio: at most"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Of the whole studio."), QT_TRANSLATE_NOOP("hs::ui::Setting", "US dollars")},
    Word{"/ai/budget/entitySoft", QT_TRANSLATE_NOOP("hs::ui::Setting", "Each business: warn from"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Of each business."), QT_TRANSLATE_NOOP("hs::ui::Setting", "US dollars")},
    Word{"/ai/budget/entityHard", QT_TRANSLATE_NOOP("hs::ui::Setting", "Each business: at most"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Of each business."), QT_TRANSLATE_NOOP("hs::ui::Setting", "US dollars")},
    Word{"/ai/budget/agentSoft", QT_TRANSLATE_NOOP("hs::ui::Setting", "Each agent: warn from"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Of each agent."), QT_TRANSLATE_NOOP("hs::ui::Setting", "US dollars")},
    Word{"/ai/budget/agentHard", QT_TRANSLATE_NOOP("hs::ui::Setting", "Each agent: at most"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Of each agent."), QT_TRANSLATE_NOOP("hs::ui::Setting", "US dollars")},
    Word{"/ai/privacy/cloud", QT_TRANSLATE_NOOP("hs::ui::Setting", "Cloud"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether providers outside of this computer may be asked at all."), ""},
    Word{"/ai/privacy/consentNeeded", QT_TRANSLATE_NOOP("hs::ui::Setting", "Consent"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether personal data of people who have not agreed to it stays masked, whatever is said below."), ""},
    Word{"/ai/privacy/names", QT_TRANSLATE_NOOP("hs::ui::Setting", "Names"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether people's names may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/privacy/emails", QT_TRANSLATE_NOOP("hs::ui::Setting", "E-mail addresses"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether e-mail addresses may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/privacy/phones", QT_TRANSLATE_NOOP("hs::ui::Setting", "Telephone numbers"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether telephone numbers may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/privacy/addresses", QT_TRANSLATE_NOOP("hs::ui::Setting", "Postal addresses"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether postal addresses may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/privacy/amounts", QT_TRANSLATE_NOOP("hs::ui::Setting", "Amounts"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether amounts of money may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/privacy/dates", QT_TRANSLATE_NOOP("hs::ui::Setting", "Dates"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether dates may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/privacy/health", QT_TRANSLATE_NOOP("hs::ui::Setting", "Health"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether words about health may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/privacy/words", QT_TRANSLATE_NOOP("hs::ui::Setting", "Words"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Further words that never leave, such as names of projects."), ""},
    Word{"/ai/businesses/*/cloud", QT_TRANSLATE_NOOP("hs::ui::Setting", "Cloud"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether providers outside of this computer may be asked at all."), ""},
    Word{"/ai/businesses/*/consentNeeded", QT_TRANSLATE_NOOP("hs::ui::Setting", "Consent"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether personal data of people who have not agreed to it stays masked, whatever is said below."), ""},
    Word{"/ai/businesses/*/names", QT_TRANSLATE_NOOP("hs::ui::Setting", "Names"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether people's names may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/businesses/*/emails", QT_TRANSLATE_NOOP("hs::ui::Setting", "E-mail addresses"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether e-mail addresses may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/businesses/*/phones", QT_TRANSLATE_NOOP("hs::ui::Setting", "Telephone numbers"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether telephone numbers may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/businesses/*/addresses", QT_TRANSLATE_NOOP("hs::ui::Setting", "Postal addresses"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether postal addresses may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/businesses/*/amounts", QT_TRANSLATE_NOOP("hs::ui::Setting", "Amounts"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether amounts of money may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/businesses/*/dates", QT_TRANSLATE_NOOP("hs::ui::Setting", "Dates"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether dates may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/businesses/*/health", QT_TRANSLATE_NOOP("hs::ui::Setting", "Health"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether words about health may leave as they are; else a mask is sent and put back afterwards."), ""},
    Word{"/ai/businesses/*/words", QT_TRANSLATE_NOOP("hs::ui::Setting", "Words"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Further words that never leave, such as names of projects."), ""},
    Word{"/ai/*/baseUrl", QT_TRANSLATE_NOOP("hs::ui::Setting", "Address"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Where its interface is; only for a proxy in front of it, or a server of one's own."), ""},
    Word{"/ai/anthropic/version", QT_TRANSLATE_NOOP("hs::ui::Setting", "API version"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The version of the interface that is spoken."), ""},
    Word{"/ai/*/models", QT_TRANSLATE_NOOP("hs::ui::Setting", "Models"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Models that may be asked, the preferred one first; empty: the first one that the provider lists."), ""},
    Word{"/ai/*/quickModel", QT_TRANSLATE_NOOP("hs::ui::Setting", "Quick model"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "A smaller model for short verdicts, facts and summaries; empty: the preferred one."), ""},
    Word{"/mcp/serve", QT_TRANSLATE_NOOP("hs::ui::Setting", "Serve"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether assistants outside may reach the console at /mcp with a key of its interface."), ""},
    Word{"/mcp/servers/*/enabled", QT_TRANSLATE_NOOP("hs::ui::Setting", "Enabled"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether it is used."), ""},
    Word{"/mcp/servers/*/command", QT_TRANSLATE_NOOP("hs::ui::Setting", "Command"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Program that is started and spoken to over its input and output; empty: the address below."), ""},
    Word{"/mcp/servers/*/arguments", QT_TRANSLATE_NOOP("hs::ui::Setting", "Arguments"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "What the program is started with."), ""},
    Word{"/mcp/servers/*/url", QT_TRANSLATE_NOOP("hs::ui::Setting", "Address"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Where the server is, when it is not a program."), ""},
    Word{"/mcp/servers/*/secrets", QT_TRANSLATE_NOOP("hs::ui::Setting", "Secrets"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Names of secrets that the program finds in its environment."), ""},
    Word{"/mcp/servers/*/keySecret", QT_TRANSLATE_NOOP("hs::ui::Setting", "Key"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Name of the secret that is sent to the address as Bearer key; empty: none."), ""},
    Word{"/mcp/servers/*/agents", QT_TRANSLATE_NOOP("hs::ui::Setting", "Agents"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Agents that may use it; empty: all."), ""},
    Word{"/mcp/servers/*/risk", QT_TRANSLATE_NOOP("hs::ui::Setting", "Risk"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "What a mistake with its tools would cost, where nothing else is said below."), ""},
    Word{"/mcp/servers/*/looks", QT_TRANSLATE_NOOP("hs::ui::Setting", "Looks"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Tools of it that only read."), ""},
    Word{"/mcp/servers/*/seconds", QT_TRANSLATE_NOOP("hs::ui::Setting", "Seconds"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Time for one call."), QT_TRANSLATE_NOOP("hs::ui::Setting", "seconds")},
    Word{"/knowledge/chunking", QT_TRANSLATE_NOOP("hs::ui::Setting", "Passages"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "How documents are cut: at paragraphs, at sentences, in windows of words, or where the subject changes. "
                                              "Documents read before keep their passages until they are read again."), ""},
    Word{"/knowledge/folderMinutes", QT_TRANSLATE_NOOP("hs::ui::Setting", "Look at folders"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Time between two looks at a folder whose changes nobody tells."), QT_TRANSLATE_NOOP("hs::ui::Setting", "minutes")},
    Word{"/knowledge/recognitionLanguages", QT_TRANSLATE_NOOP("hs::ui::Setting", "Languages of pictures"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Languages that text in pictures is recognised in, as Tesseract names them, with + between: eng+deu. "
                                              "Those that are not installed are left out."), ""},
    Word{"/knowledge/embedding/provider", QT_TRANSLATE_NOOP("hs::ui::Setting", "Service"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The provider that compares meanings, with the address and the key it has under AI providers; empty: the console itself."), ""},
    Word{"/knowledge/embedding/model", QT_TRANSLATE_NOOP("hs::ui::Setting", "Model"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "The service's model for vectors, as text-embedding-3-small."), ""},
    Word{"/knowledge/embedding/mayLeave", QT_TRANSLATE_NOOP("hs::ui::Setting", "Words may leave"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether the words of every passage and every question may be sent to the service. A local server needs no leave."), ""},
    Word{"/knowledge/web/depth", QT_TRANSLATE_NOOP("hs::ui::Setting", "Depth"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Steps from the address that was given; 0 reads it alone."), ""},
    Word{"/knowledge/web/pages", QT_TRANSLATE_NOOP("hs::ui::Setting", "Pages"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Most pages that are read of one source."), ""},
    Word{"/knowledge/web/privateAddresses", QT_TRANSLATE_NOOP("hs::ui::Setting", "Own network"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Whether pages of this computer and the network around it may be read."), ""},
    Word{"/knowledge/web/crawlUrl", QT_TRANSLATE_NOOP("hs::ui::Setting", "Crawl4AI server"),
         QT_TRANSLATE_NOOP("hs::ui::Setting", "Address of a Crawl4AI server that reads pages in a browser of its own; empty: the console reads them itself."), ""},
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
    SectionWord{"ai", QT_TRANSLATE_NOOP("hs::ui::Setting", "Language models")},
    SectionWord{"mcp", QT_TRANSLATE_NOOP("hs::ui::Setting", "Servers of tools")},
    SectionWord{"knowledge", QT_TRANSLATE_NOOP("hs::ui::Setting", "Knowledge sources")},
    SectionWord{"entities", QT_TRANSLATE_NOOP("hs::ui::Setting", "Businesses")},
    SectionWord{"appearance", QT_TRANSLATE_NOOP("hs::ui::Setting", "Appearance")},
    SectionWord{"backup", QT_TRANSLATE_NOOP("hs::ui::Setting", "Backup")},
    SectionWord{"database", QT_TRANSLATE_NOOP("hs::ui::Setting", "Database")},
    SectionWord{"log", QT_TRANSLATE_NOOP("hs::ui::Setting", "Log")},
};

/// Parts of a section that have a heading of their own, by the first two parts of their pointer.
constexpr std::array Groups = {
    SectionWord{"ai/limits", QT_TRANSLATE_NOOP("hs::ui::Setting", "Limits of one task")},
    SectionWord{"ai/budget", QT_TRANSLATE_NOOP("hs::ui::Setting", "Budgets a day")},
    SectionWord{"ai/privacy", QT_TRANSLATE_NOOP("hs::ui::Setting", "What may leave the studio")},
    SectionWord{"ai/businesses", QT_TRANSLATE_NOOP("hs::ui::Setting", "What may leave: %1")},
    SectionWord{"ai/anthropic", "Anthropic"},
    SectionWord{"ai/openai", "OpenAI"},
    SectionWord{"ai/huggingface", "Hugging Face"},
    SectionWord{"ai/local", QT_TRANSLATE_NOOP("hs::ui::Setting", "A server in the studio")},
    SectionWord{"mcp/servers", QT_TRANSLATE_NOOP("hs::ui::Setting", "Server of tools: %1")},
};

struct OptionWord {
    const char *option;
    const char *title;
};
constexpr std::array Options = {
    OptionWord{"drafts_only", QT_TRANSLATE_NOOP("hs::ui::Setting", "Drafts only: agents prepare, people send")},
    OptionWord{"autopilot", QT_TRANSLATE_NOOP("hs::ui::Setting", "Autopilot: agents act within their limits")},
    OptionWord{"balanced", QT_TRANSLATE_NOOP("hs::ui::Setting", "A balance of quality, cost and speed")},
    OptionWord{"quality", QT_TRANSLATE_NOOP("hs::ui::Setting", "Quality: the order below")},
    OptionWord{"cost", QT_TRANSLATE_NOOP("hs::ui::Setting", "Cost: the cheapest that can do it")},
    OptionWord{"latency", QT_TRANSLATE_NOOP("hs::ui::Setting", "Speed: the quickest that can do it")},
    OptionWord{"look", QT_TRANSLATE_NOOP("hs::ui::Setting", "Look: they only read")},
    OptionWord{"note", QT_TRANSLATE_NOOP("hs::ui::Setting", "Note: notes and tasks")},
    OptionWord{"change", QT_TRANSLATE_NOOP("hs::ui::Setting", "Change: records and workflows")},
    OptionWord{"speak", QT_TRANSLATE_NOOP("hs::ui::Setting", "Speak: words leave the studio")},
    OptionWord{"irreversible", QT_TRANSLATE_NOOP("hs::ui::Setting", "Cannot be undone: money, deletion")},
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

QString settingGroup(const QString &key)
{
    const QStringList parts = key.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (parts.size() < 3)
        return {};
    for (const SectionWord &word : Groups) {
        if (parts[0] + QLatin1Char('/') + parts[1] != QLatin1String(word.key))
            continue;
        const QString title = translated(word.title);
        return title.contains(QLatin1String("%1")) ? title.arg(parts[2]) : title;
    }
    return {};
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
