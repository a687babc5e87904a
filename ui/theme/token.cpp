#include "ui/theme/token.h"

#include <cmath>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "resources/resources.h"

namespace hs::ui {

namespace {

constexpr std::array<const char *, std::size_t(TokenCount)> Names = {
    "canvas", "surface", "raised", "sunken", "border", "borderStrong", "controlBorder",
    "text", "text2", "text3", "accent", "onAccent", "accentSoft", "hover", "selected",
    "ok", "okSoft", "warn", "warnSoft", "danger", "dangerSoft", "info", "infoSoft"};

tl::unexpected<Error> corrupt(const QString &what, const QString &where)
{
    return fail(Errc::Corrupt, what.toStdString(), "tokens.json:" + where.toStdString(),
                "install the program again; its design values are damaged");
}

Result<TokenSet::Scheme> parseScheme(const QJsonObject &root, const QString &name)
{
    const QJsonObject object = root.value(name).toObject();
    TokenSet::Scheme scheme;
    for (std::size_t i = 0; i < Names.size(); ++i) {
        const QString key = QString::fromLatin1(Names[i]);
        const QColor color(object.value(key).toString());
        if (!color.isValid())
            return corrupt(QStringLiteral("no such colour"), QStringLiteral("/%1/%2").arg(name, key));
        scheme.colors[i] = color;
    }
    scheme.agentTint = object.value(QStringLiteral("agentTint")).toDouble(0.12);
    return scheme;
}

template <typename T>
std::map<QString, T> numbers(const QJsonObject &object)
{
    std::map<QString, T> out;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.value().isDouble())
            out[it.key()] = T(it.value().toDouble());
    }
    return out;
}

QStringList strings(const QJsonValue &value)
{
    QStringList out;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array)
        out << item.toString();
    return out;
}

double luminance(const QColor &color)
{
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

QString tokenName(Token token)
{
    return QString::fromLatin1(Names[std::size_t(token)]);
}

Result<TokenSet> TokenSet::parse(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return corrupt(error.errorString(), QStringLiteral("/"));
    const QJsonObject root = document.object();

    TokenSet set;
    auto light = parseScheme(root, QStringLiteral("light"));
    if (!light)
        return tl::make_unexpected(light.error());
    auto dark = parseScheme(root, QStringLiteral("dark"));
    if (!dark)
        return tl::make_unexpected(dark.error());
    set.light = *light;
    set.dark = *dark;

    const QJsonObject agents = root.value(QStringLiteral("agents")).toObject();
    for (auto it = agents.begin(); it != agents.end(); ++it) {
        const QJsonObject look = it.value().toObject();
        AgentLook agent{QColor(look.value(QStringLiteral("light")).toString()),
                        QColor(look.value(QStringLiteral("dark")).toString()),
                        look.value(QStringLiteral("icon")).toString()};
        if (!agent.light.isValid() || !agent.dark.isValid() || agent.icon.isEmpty())
            return corrupt(QStringLiteral("an agent needs light, dark and icon"), QStringLiteral("/agents/") + it.key());
        set.agents[it.key()] = agent;
    }

    const QJsonObject font = root.value(QStringLiteral("font")).toObject();
    set.uiFamilies = strings(font.value(QStringLiteral("ui")));
    set.monoFamilies = strings(font.value(QStringLiteral("mono")));
    set.fontSizes = numbers<int>(font.value(QStringLiteral("size")).toObject());
    set.weights = numbers<int>(font.value(QStringLiteral("weight")).toObject());
    set.radius = numbers<double>(root.value(QStringLiteral("radius")).toObject());
    set.size = numbers<int>(root.value(QStringLiteral("size")).toObject());
    set.motion = numbers<int>(root.value(QStringLiteral("motion")).toObject());
    const QJsonArray space = root.value(QStringLiteral("space")).toArray();
    for (const QJsonValue &step : space)
        set.space.push_back(step.toInt());
    if (set.uiFamilies.isEmpty() || set.fontSizes.empty() || set.space.empty())
        return corrupt(QStringLiteral("fonts or spaces are missing"), QStringLiteral("/font"));
    return set;
}

Result<TokenSet> TokenSet::shipped()
{
    resources::init();
    QFile file(QStringLiteral(":/theme/tokens.json"));
    if (!file.open(QIODevice::ReadOnly))
        return corrupt(QStringLiteral("the design values are not in the program"), QStringLiteral("/"));
    return parse(file.readAll());
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace hs::ui
