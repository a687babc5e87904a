#include "app/demo_player.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTimeZone>

#include <spdlog/spdlog.h>

#include "app/demo_secrets.h"
#include "engine/crypto/hash.h"
#include "engine/runtime/engine_host.h"
#include "resources/resources.h"

namespace hs::app {

namespace {

QJsonObject toQt(const Json &value)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(dump(value))).object();
}

/// Signs the body as the source does (integrations.md §1).
std::vector<std::pair<QByteArray, QByteArray>> signature(const std::string &source, const std::string &secret, const std::string &body, const Json &headers)
{
    const auto header = [](const char *name, const std::string &value) { return std::pair(QByteArray(name), QByteArray::fromStdString(value)); };
    const auto now = std::to_string(QDateTime::currentSecsSinceEpoch());
    if (source == "typeform")
        return {header("Typeform-Signature", "sha256=" + crypto::toBase64(crypto::hmacSha256(secret, body)))};
    if (source == "woocommerce")
        return {header("X-WC-Webhook-Signature", crypto::toBase64(crypto::hmacSha256(secret, body)))};
    if (source == "stripe")
        return {header("Stripe-Signature", "t=" + now + ",v1=" + crypto::toHex(crypto::hmacSha256(secret, now + "." + body)))};
    if (source == "website-form")
        return {header("X-Webhook-Secret", secret)};
    if (source == "beehiiv") {
        const auto id = text(headers, "webhook-id");
        const auto key = crypto::fromBase64(secret.substr(std::string_view("whsec_").size())).value_or("");
        return {header("webhook-timestamp", now), header("webhook-signature", "v1," + crypto::toBase64(crypto::hmacSha256(key, id + "." + now + "." + body)))};
    }
    return {header("X-Signature", "sha256=" + crypto::toHex(crypto::hmacSha256(secret, body)))};
}

} // namespace

DemoPlayer::DemoPlayer(api::Door &door, std::string receiver, double pace)
    : m_engine(door), m_receiver(std::move(receiver)), m_pace(pace), m_run(crypto::toHex(crypto::randomBytes(4)))
{
    m_engine.setCaller(runtime::engineCaller(api::Caller::Via::Engine));
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DemoPlayer::play);
}

Result<void> DemoPlayer::begin()
{
    const auto text = resources::read("demo/script.json");
    if (!text)
        return tl::make_unexpected(text.error());
    auto script = parseJson(*text);
    if (!script)
        return tl::make_unexpected(script.error());
    m_script = std::move(*script);
    m_startedMs = QDateTime::currentMSecsSinceEpoch();
    fill(0);
    return {};
}

void DemoPlayer::fill(std::size_t index)
{
    const auto &records = member(m_script, "records");
    if (index >= records.size())
        return addPeople(0);
    // "@key" in a field stands for the id of an earlier record.
    const Json record = filledIn(records[index]);
    const auto key = text(record, "key");
    const auto database = QString::fromStdString(text(record, "database"));
    const auto values = toQt(member(record, "fields"));
    m_engine.ask(api::RecordQuery{database, {}, {}, {{}, 200}}, this, [this, index, key, database, values](const Result<api::Page<api::RecordRow>> &answer) {
        // Filled at an earlier start: the record of this title is the one that is meant.
        if (answer)
            for (const auto &row : answer->rows)
                for (const auto &value : values)
                    if (value.isString() && value.toString() == row.title)
                        m_records[key] = row.id.toStdString();
        if (m_records.contains(key))
            return fill(index + 1);
        put(index, key, database, values);
    });
}

void DemoPlayer::put(std::size_t index, const std::string &key, const QString &database, const QJsonObject &values)
{
    m_engine.submit(api::PutRecord{database, {}, values, false, {}, false}, this, [this, index, key](const Result<api::Receipt> &receipt) {
        if (receipt)
            m_records[key] = receipt->id.toStdString();
        else
            spdlog::warn("demo record \"{}\": {}", key, describe(receipt.error()));
        fill(index + 1);
    });
}

void DemoPlayer::addPeople(std::size_t index)
{
    const auto &people = member(m_script, "operators");
    if (index >= people.size()) {
        // Given at an earlier start, they are there.
        m_engine.ask(api::KnowledgeDocumentQuery{{}, false, QStringLiteral(".md"), {{}, 1}}, this, [this](const Result<api::Page<api::KnowledgeDocument>> &given) {
            if (!given || given->rows.empty())
                addPapers(0);
        });
        m_startedMs = QDateTime::currentMSecsSinceEpoch();
        return play();
    }
    static const std::map<std::string, api::Role> Roles{{"viewer", api::Role::Viewer}, {"operator", api::Role::Operator}, {"reviewer", api::Role::Reviewer}, {"admin", api::Role::Admin}};
    const auto role = Roles.find(text(people[index], "role"));
    m_engine.submit(api::AddOperator{QString::fromStdString(text(people[index], "name")), QString::fromStdString(text(people[index], "initials")),
                                     role == Roles.end() ? api::Role::Operator : role->second, {}},
                    this, [this, index](const Result<api::Receipt> &receipt) {
                        if (!receipt && receipt.error().code != Errc::Conflict)
                            spdlog::warn("a person of the demo: {}", describe(receipt.error()));
                        addPeople(index + 1);
                    });
}

void DemoPlayer::addPapers(std::size_t index)
{
    const auto papers = resources::list("demo/papers");
    if (index >= papers.size())
        return;
    const auto words = resources::read(papers[index]);
    const auto name = papers[index].substr(papers[index].rfind('/') + 1);
    const auto business = m_records.find(name.substr(0, name.find('-'))); // "gallery-visiting.md" is the gallery's; the handbook is everybody's
    api::AddKnowledgeDocument paper;
    paper.name = QString::fromStdString(name);
    paper.bytes = QByteArray::fromStdString(words.value_or(std::string()));
    paper.title = QString::fromUtf8(paper.bytes).section(QLatin1Char('\n'), 0, 0).mid(2); // "# Title"
    paper.author = QStringLiteral("Ada Brandt");
    paper.entity = business == m_records.end() ? QString() : QString::fromStdString(business->second);
    m_engine.submit(paper, this, [this, index, name](const Result<api::Receipt> &receipt) {
        if (!receipt)
            spdlog::warn("demo paper \"{}\": {}", name, describe(receipt.error()));
        addPapers(index + 1);
    });
}

void DemoPlayer::play()
{
    const auto &events = member(m_script, "events");
    const auto elapsed = double(QDateTime::currentMSecsSinceEpoch() - m_startedMs) / 1000.0 * m_pace;
    while (m_next < events.size() && number(events[m_next], "at") <= elapsed)
        post(events[m_next++]);
    if (m_next < events.size()) {
        const auto wait = (number(events[m_next], "at") - elapsed) / m_pace * 1000.0;
        m_timer.start(int(std::clamp(wait, 1.0, 60'000.0)));
    }
}

std::string DemoPlayer::filledIn(std::string text) const
{
    static const QRegularExpression Pattern(QStringLiteral("\\{\\{(run|now|gmt|local|unix)([+-]\\d+)?\\}\\}"));
    if (text.starts_with('@')) {
        const auto known = m_records.find(text.substr(1));
        return known == m_records.end() ? text : known->second;
    }
    if (text.find("{{") == std::string::npos)
        return text;
    const auto zone = QTimeZone(QByteArray::fromStdString(hs::text(member(m_script, "studio"), "timezone", "UTC")));
    QString result = QString::fromStdString(text);
    for (auto match = Pattern.match(result); match.hasMatch(); match = Pattern.match(result)) {
        const auto at = QDateTime::currentDateTimeUtc().addSecs(match.captured(2).toLongLong());
        const auto kind = match.captured(1);
        const QString value = kind == QLatin1String("run")  ? QString::fromStdString(m_run)
            : kind == QLatin1String("now")                  ? at.toString(Qt::ISODate)
            : kind == QLatin1String("gmt")                  ? at.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"))
            : kind == QLatin1String("local")                ? at.toTimeZone(zone).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"))
                                                            : QString::number(at.toSecsSinceEpoch());
        result.replace(match.capturedStart(), match.capturedLength(), value);
    }
    return result.toStdString();
}

Json DemoPlayer::filledIn(const Json &value) const
{
    if (value.is_string()) {
        const auto original = value.get<std::string>();
        auto filled = filledIn(original);
        // A text that is nothing but {{unix}} becomes a number.
        if (original.starts_with("{{unix") && original.ends_with("}}") && original.find("{{", 2) == std::string::npos)
            return std::int64_t(QString::fromStdString(filled).toLongLong());
        return filled;
    }
    if (value.is_array()) {
        Json list = Json::array();
        for (const auto &item : value)
            list.push_back(filledIn(item));
        return list;
    }
    if (value.is_object()) {
        Json object = Json::object();
        for (const auto &[key, item] : value.items())
            object[key] = filledIn(item);
        return object;
    }
    return value;
}

void DemoPlayer::post(const Json &event)
{
    const auto id = text(event, "id");
    const auto source = text(event, "source");
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    if (const auto earlier = m_sent.find(text(event, "repeats")); earlier != m_sent.end()) {
        headers = earlier->second.first;
        body = earlier->second.second;
    } else {
        const Json given = filledIn(member(event, "headers"));
        const auto bytes = event.contains("raw") ? filledIn(text(event, "raw")) : dump(filledIn(member(event, "body")));
        const bool forged = text(event, "fault") == "bad_signature";
        headers = signature(source, forged ? "somebody else's secret" : demoSecret(source), bytes, given);
        headers.emplace_back("Content-Type", "application/json");
        if (given.is_object())
            for (const auto &[name, value] : given.items())
                headers.emplace_back(QByteArray::fromStdString(name), QByteArray::fromStdString(scalarText(value)));
        body = QByteArray::fromStdString(bytes);
    }
    m_sent[id] = {headers, body};
    QNetworkRequest request(QUrl(QString::fromStdString(m_receiver + "/webhooks/" + source)));
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    auto *reply = m_network.post(request, body);
    const auto expected = integer(member(event, "expect"), "status", 202);
    connect(reply, &QNetworkReply::finished, this, [reply, id, expected] {
        reply->deleteLater();
        const auto status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status != expected)
            spdlog::warn("demo event \"{}\" was answered with {}, not {}: {}", id, status, expected, reply->readAll().left(300).toStdString());
    });
}

} // namespace hs::app
