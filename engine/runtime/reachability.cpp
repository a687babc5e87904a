#include "engine/runtime/reachability.h"

#include <QFileInfo>
#include <QTcpSocket>
#include <QUrl>

#include "engine/runtime/ai_settings.h"
#include "engine/runtime/vault.h"
#include "engine/settings/settings.h"

namespace hs::runtime {

namespace {

constexpr int WaitMillis = 3000;

/// Empty: something listens there.
std::string connectTo(const QUrl &url, int usualPort)
{
    const int port = url.port(usualPort);
    QTcpSocket socket;
    socket.connectToHost(url.host(), quint16(port));
    if (socket.waitForConnected(WaitMillis))
        return {};
    return url.host().toStdString() + ":" + std::to_string(port) + " cannot be reached: " + socket.errorString().toStdString();
}

} // namespace

std::vector<std::string> unreachable(const settings::Settings &settings, const Vault &vault)
{
    std::vector<std::string> findings;
    const auto add = [&](const std::string &what, const std::string &problem) {
        if (!problem.empty())
            findings.push_back(what + ": " + problem);
    };
    const auto secretUrl = vault.value("SMTP_URL");
    const QUrl mail(QString::fromStdString(secretUrl.empty() ? settings.text("/mail/smtpUrl") : std::string(secretUrl.reveal())));
    if (!mail.host().isEmpty())
        add("mail", connectTo(mail, mail.scheme() == QLatin1String("smtps") ? 465 : 587));
    const auto slackUrl = vault.value("SLACK_WEBHOOK_URL");
    const QUrl slack(QString::fromUtf8(slackUrl.reveal().data(), qsizetype(slackUrl.reveal().size())));
    if (settings.flag("/slack/enabled") && !slack.host().isEmpty())
        add("slack", connectTo(slack, slack.scheme() == QLatin1String("http") ? 80 : 443));
    const auto service = [&](const std::string &what, const QUrl &url) {
        if (!url.host().isEmpty())
            add(what, connectTo(url, url.scheme() == QLatin1String("http") ? 80 : 443));
    };
    for (const auto &provider : routerConfigFrom(settings, vault, 1).providers)
        service("ai " + provider.name, QUrl(QString::fromStdString(provider.base)));
    for (const auto &name : settings.namesUnder("/mcp/servers"))
        if (settings.flag("/mcp/servers/" + name + "/enabled"))
            service("tool server " + name, QUrl(QString::fromStdString(settings.text("/mcp/servers/" + name + "/url"))));
    for (const auto *file : {"/receiver/tls/certificate", "/receiver/tls/key"}) {
        const auto path = settings.text(file);
        if (!path.empty() && !QFileInfo(QString::fromStdString(path)).isReadable())
            findings.push_back(std::string("console.json:") + file + ": the file " + path + " cannot be read");
    }
    return findings;
}

} // namespace hs::runtime
