#include "ui/theme/theme.h"

#include <algorithm>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QPainter>
#include <QPalette>
#include <QStyleFactory>
#include <QSvgRenderer>

#include "resources/resources.h"
#include "ui/theme/icon_engine.h"

// Outside of every namespace: the macro declares functions of the global one.
static void registerArrows()
{
    Q_INIT_RESOURCE(hs_ui_arrows);
}

namespace hs::ui {

namespace {

QColor mixed(const QColor &over, const QColor &under, double share)
{
    const auto channel = [share](double a, double b) { return float(a * share + b * (1 - share)); };
    return QColor::fromRgbF(channel(over.redF(), under.redF()), channel(over.greenF(), under.greenF()),
                            channel(over.blueF(), under.blueF()));
}

QString firstFamily(const QStringList &wanted)
{
    for (const QString &family : wanted) {
        if (QFontDatabase::hasFamily(family))
            return family;
    }
    return wanted.isEmpty() ? QString() : wanted.first();
}

/// Lucide draws in `currentColor` with a stroke of 2; larger icons look calmer with 1.75.
QByteArray recoloured(QByteArray svg, const QColor &color, int size)
{
    svg.replace("currentColor", color.name().toLatin1());
    if (size >= 20)
        svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
    return svg;
}

} // namespace

QStringList loadShippedFonts()
{
    resources::init();
    QStringList families;
    const QDir folder(QStringLiteral(":/fonts"));
    const QStringList files = folder.entryList({QStringLiteral("*.otf"), QStringLiteral("*.ttf")});
    for (const QString &file : files) {
        const int id = QFontDatabase::addApplicationFont(folder.filePath(file));
        if (id >= 0)
            families << QFontDatabase::applicationFontFamilies(id);
    }
    families.removeDuplicates();
    return families;
}

Theme::Theme(TokenSet tokens, QObject *parent) : QObject(parent), m_tokens(std::move(tokens))
{
    registerArrows();
    loadShippedFonts();
    m_family = firstFamily(m_tokens.uiFamilies);
    m_monoFamily = firstFamily(m_tokens.monoFamilies);
}

Theme::~Theme() = default;

void Theme::applyTo(QApplication &application)
{
    m_application = &application;
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    publish();
}

void Theme::setMode(Mode mode)
{
    if (m_mode == mode)
        return;
    const bool wasDark = isDark();
    m_mode = mode;
    if (wasDark != isDark())
        change();
}

void Theme::setSystemDark(bool dark)
{
    const bool wasDark = isDark();
    m_systemDark = dark;
    if (wasDark != isDark())
        change();
}

bool Theme::isDark() const
{
    return m_mode == Mode::Dark || (m_mode == Mode::System && m_systemDark);
}

void Theme::setIncreasedContrast(bool on)
{
    if (m_contrast == on)
        return;
    m_contrast = on;
    change();
}

void Theme::setReducedMotion(bool on)
{
    m_reducedMotion = on;
}

void Theme::setTextScale(int percent)
{
    percent = std::clamp(percent, 80, 200);
    if (m_textScale == percent)
        return;
    m_textScale = percent;
    change();
}

void Theme::change()
{
    ++m_revision;
    m_pixmaps.clear();
    publish();
    Q_EMIT changed();
}

QColor Theme::color(Token token) const
{
    if (m_contrast) {
        // The same scheme with its quiet steps taken out.
        switch (token) {
        case Token::Text2:
        case Token::Text3:
        case Token::ControlBorder:
            token = Token::Text;
            break;
        case Token::Border:
        case Token::BorderStrong:
            token = Token::ControlBorder;
            break;
        case Token::Hover:
            token = Token::Selected;
            break;
        default:
            break;
        }
    }
    return (isDark() ? m_tokens.dark : m_tokens.light).colors[std::size_t(token)];
}

QColor Theme::toneColor(Tone tone) const
{
    switch (tone) {
    case Tone::Accent: return color(Token::Accent);
    case Tone::Ok: return color(Token::Ok);
    case Tone::Warn: return color(Token::Warn);
    case Tone::Danger: return color(Token::Danger);
    case Tone::Info: return color(Token::Info);
    case Tone::Neutral: break;
    }
    return color(Token::Text2);
}

QColor Theme::toneBackground(Tone tone) const
{
    switch (tone) {
    case Tone::Accent: return color(Token::AccentSoft);
    case Tone::Ok: return color(Token::OkSoft);
    case Tone::Warn: return color(Token::WarnSoft);
    case Tone::Danger: return color(Token::DangerSoft);
    case Tone::Info: return color(Token::InfoSoft);
    case Tone::Neutral: break;
    }
    return isDark() ? color(Token::Border) : color(Token::Canvas); // seen on surfaces and on raised cards
}

QColor Theme::agentColor(const QString &agent) const
{
    const auto look = m_tokens.agents.find(agent);
    if (look == m_tokens.agents.end())
        return color(Token::Text2);
    return isDark() ? look->second.dark : look->second.light;
}

QColor Theme::agentTint(const QString &agent) const
{
    return mixed(agentColor(agent), color(Token::Surface), (isDark() ? m_tokens.dark : m_tokens.light).agentTint);
}

QString Theme::agentIcon(const QString &agent) const
{
    const auto look = m_tokens.agents.find(agent);
    return look == m_tokens.agents.end() ? QStringLiteral("bot") : look->second.icon;
}

bool Theme::hasIcon(const QString &name)
{
    return QFile::exists(QStringLiteral(":/icons/%1.svg").arg(name));
}

QPixmap Theme::pixmap(const QString &name, int size, const QColor &color, qreal ratio) const
{
    if (ratio <= 0)
        ratio = qApp ? qApp->devicePixelRatio() : 1.0;
    const QString key = QStringLiteral("%1/%2/%3/%4").arg(name).arg(size).arg(color.rgba()).arg(ratio);
    if (const auto found = m_pixmaps.constFind(key); found != m_pixmaps.constEnd())
        return *found;

    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (file.open(QIODevice::ReadOnly)) {
        QSvgRenderer renderer(recoloured(file.readAll(), color, size));
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        renderer.render(&painter, QRectF(0, 0, size, size));
    } else {
        qWarning("No icon named %s", qPrintable(name));
    }
    m_pixmaps.insert(key, pixmap);
    return pixmap;
}

QPixmap Theme::pixmap(const QString &name, int size, Token token, qreal ratio) const
{
    return pixmap(name, size, color(token), ratio);
}

QIcon Theme::icon(const QString &name, Token token) const
{
    return QIcon(new IconEngine(*this, name, token));
}

QIcon Theme::icon(const QString &name, const QColor &fixed) const
{
    return QIcon(new IconEngine(*this, name, fixed));
}

QFont Theme::font(TextStyle style) const
{
    switch (style) {
    case TextStyle::Strong:
    case TextStyle::Subtitle:
    case TextStyle::Title:
    case TextStyle::Headline:
    case TextStyle::Timer:
        return font(style, QFont::DemiBold);
    default:
        return font(style, QFont::Normal);
    }
}

QFont Theme::font(TextStyle style, QFont::Weight weight) const
{
    static const QHash<TextStyle, QString> sizes = {
        {TextStyle::Caption, QStringLiteral("caption")},   {TextStyle::Small, QStringLiteral("small")},
        {TextStyle::Body, QStringLiteral("body")},         {TextStyle::Strong, QStringLiteral("body")},
        {TextStyle::Subtitle, QStringLiteral("subtitle")}, {TextStyle::Title, QStringLiteral("title")},
        {TextStyle::Headline, QStringLiteral("headline")}, {TextStyle::Timer, QStringLiteral("timer")},
        {TextStyle::Mono, QStringLiteral("small")}};
    const auto found = m_tokens.fontSizes.find(sizes.value(style));
    QFont font(style == TextStyle::Mono ? m_monoFamily : m_family);
    font.setPixelSize(scaled(found == m_tokens.fontSizes.end() ? 13 : found->second));
    font.setWeight(weight);
    if (style == TextStyle::Mono)
        font.setStyleHint(QFont::Monospace);
    return font;
}

int Theme::space(int step) const
{
    return m_tokens.space[std::size_t(std::clamp(step, 0, int(m_tokens.space.size()) - 1))];
}

double Theme::radius(const char *name) const
{
    const auto found = m_tokens.radius.find(QString::fromLatin1(name));
    Q_ASSERT(found != m_tokens.radius.end());
    return found == m_tokens.radius.end() ? 0 : found->second;
}

int Theme::size(const char *name) const
{
    const auto found = m_tokens.size.find(QString::fromLatin1(name));
    Q_ASSERT(found != m_tokens.size.end());
    return found == m_tokens.size.end() ? 0 : found->second;
}

int Theme::motionMs(const char *name) const
{
    if (m_reducedMotion)
        return 0;
    const auto found = m_tokens.motion.find(QString::fromLatin1(name));
    return found == m_tokens.motion.end() ? 0 : found->second;
}

void Theme::publish()
{
    if (!m_application)
        return;
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) { palette.setColor(role, color(token)); };
    set(QPalette::Window, Token::Canvas);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Surface);
    set(QPalette::AlternateBase, Token::Sunken);
    set(QPalette::Text, Token::Text);
    set(QPalette::PlaceholderText, Token::Text3);
    set(QPalette::Button, Token::Raised);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::Danger);
    set(QPalette::Highlight, Token::Accent);
    set(QPalette::HighlightedText, Token::OnAccent);
    set(QPalette::Link, Token::Accent);
    set(QPalette::LinkVisited, Token::Accent);
    set(QPalette::ToolTipBase, Token::Raised);
    set(QPalette::ToolTipText, Token::Text);
    set(QPalette::Light, Token::Raised);
    set(QPalette::Midlight, Token::Border);
    set(QPalette::Mid, Token::BorderStrong);
    set(QPalette::Dark, Token::ControlBorder);
    set(QPalette::Shadow, Token::BorderStrong);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Token::Text3));
    m_application->setPalette(palette);
    m_application->setFont(font(TextStyle::Body));
    m_application->setStyleSheet(styleSheet());
}

} // namespace hs::ui
