#include "tests/flow/ui/studio.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QUrl>
#include <QUuid>

#include "engine/crypto/hash.h"
#include "tests/fakes/raw_client.h"
#include "ui/shell/preferences.h"
#include "ui/shell/view_context.h"

namespace hs::test {

namespace {

const std::string TypeformSecret = "the typeform secret";
const std::string GenericSecret = "the generic secret";

std::string compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject field(const char *ref, const char *type)
{
    return {{QStringLiteral("id"), QString::fromLatin1(ref)}, {QStringLiteral("ref"), QString::fromLatin1(ref)}, {QStringLiteral("type"), QString::fromLatin1(type)}};
}

QJsonObject answer(const char *kind, const QString &value, const QJsonObject &to)
{
    return {{QStringLiteral("type"), QString::fromLatin1(kind)}, {QString::fromLatin1(kind), value}, {QStringLiteral("field"), to}};
}

} // namespace

Studio::Studio(int smtpPort, const QString &folder) : m_folder(folder.isEmpty() ? m_own.path() : folder), m_smtpPort(smtpPort) {}

Studio::~Studio()
{
    close();
}

Result<void> Studio::open(int replySeconds)
{
    const QJsonObject settings{{QStringLiteral("mail"), QJsonObject{{QStringLiteral("from"), QStringLiteral("Studio <studio@lindenhof.example>")}}}};
    QFile file(QDir(m_folder).filePath(QStringLiteral("console.json")));
    if (!file.exists()) {
        if (!file.open(QIODevice::WriteOnly))
            return fail(Errc::Unavailable, "the settings can't be written", file.fileName().toStdString());
        file.write(QJsonDocument(settings).toJson());
        file.close();
    }
    auto host = runtime::EngineHost::start(options());
    if (!host)
        return tl::make_unexpected(host.error());
    m_host = std::move(*host);
    if (m_host->url().empty())
        return fail(Errc::Unavailable, m_host->receiverError());
    // Not in the file: what stands there by hand is locked for the window.
    const auto set = m_host->submitNow(runtime::engineCaller(), api::ChangeSettings{QJsonObject{{QStringLiteral("/holds/replySeconds"), replySeconds}}});
    if (!set)
        return tl::make_unexpected(set.error());
    return {};
}

runtime::HostOptions Studio::options() const
{
    runtime::HostOptions options;
    options.dataDir = m_folder.toStdString();
    options.port = 0;
    options.environment = {{"WEBHOOK_SECRET_TYPEFORM", TypeformSecret}, {"WEBHOOK_SECRET_GENERIC", GenericSecret}};
    if (m_smtpPort > 0)
        options.environment["SMTP_URL"] = "smtp://127.0.0.1:" + std::to_string(m_smtpPort);
    return options;
}

void Studio::close()
{
    m_host.reset();
}

std::unique_ptr<ui::Console> Studio::desk(const QString &person, const QString &window)
{
    ui::Console::Options options;
    options.dataDir = QDir(m_folder).filePath(window); // preferences beside each other, one store
    QDir().mkpath(options.dataDir);
    auto made = ui::Console::create(*m_host, m_clock, std::move(options));
    if (!made)
        return {};
    if (!person.isEmpty())
        (*made)->context().preferences.setValue(QStringLiteral("operator/id"), person);
    return std::move(*made);
}

QString Studio::addPerson(const QString &name, const QString &initials)
{
    const auto made = m_host->submitNow(runtime::engineCaller(), api::AddOperator{name, initials, api::Role::Admin, {}});
    return made ? made->id : QString();
}

api::Caller Studio::person(const QString &id, const QString &name)
{
    return {id, name, api::Role::Admin, api::Caller::Via::Console, {}};
}

int Studio::deliver(const char *source, const std::string &headers, const std::string &body)
{
    const auto port = std::uint16_t(QUrl(QString::fromStdString(m_host->url())).port());
    const auto got = hs::test::exchange(port, requestText("POST", std::string("/webhooks/") + source, "Content-Type: application/json\r\n" + headers, body));
    return got ? got->status : 0;
}

int Studio::lead(const QString &name, const QString &email, const QString &words)
{
    const QJsonArray answers{answer("text", name, field("name", "short_text")), answer("email", email, field("email", "email")),
                             answer("text", words, field("message", "long_text"))};
    const QJsonArray fields{field("name", "short_text"), field("email", "email"), field("message", "long_text")};
    const QString unique = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto body = compact({{QStringLiteral("event_id"), unique},
                               {QStringLiteral("event_type"), QStringLiteral("form_response")},
                               {QStringLiteral("form_response"),
                                QJsonObject{{QStringLiteral("form_id"), QStringLiteral("lT4Z3j")},
                                            {QStringLiteral("token"), unique},
                                            {QStringLiteral("submitted_at"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
                                            {QStringLiteral("definition"), QJsonObject{{QStringLiteral("id"), QStringLiteral("lT4Z3j")},
                                                                                       {QStringLiteral("title"), QStringLiteral("Visit us")},
                                                                                       {QStringLiteral("fields"), fields}}},
                                            {QStringLiteral("answers"), answers}}}});
    return deliver("typeform", "Typeform-Signature: sha256=" + crypto::toBase64(crypto::hmacSha256(TypeformSecret, body)) + "\r\n", body);
}

int Studio::request(const QString &name, const QString &email, const QString &words)
{
    const QString unique = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto body = compact({{QStringLiteral("type"), QStringLiteral("customer_request")},
                               {QStringLiteral("id"), unique},
                               {QStringLiteral("data"), QJsonObject{{QStringLiteral("text"), words},
                                                                    {QStringLiteral("message"), words},
                                                                    {QStringLiteral("channel"), QStringLiteral("email")},
                                                                    {QStringLiteral("contact"), QJsonObject{{QStringLiteral("name"), name},
                                                                                                            {QStringLiteral("email"), email}}}}}});
    return deliver("generic",
                   "X-Event-Type: customer_request\r\nX-Delivery-Id: " + unique.toStdString() + "\r\nX-Signature: sha256="
                       + crypto::toHex(crypto::hmacSha256(GenericSecret, body)) + "\r\n",
                   body);
}

} // namespace hs::test
