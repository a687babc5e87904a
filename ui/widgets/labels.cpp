#include "ui/widgets/labels.h"

#include <QStyle>

namespace hs::ui {

namespace {

const char *styleName(TextStyle style)
{
    switch (style) {
    case TextStyle::Caption: return "caption";
    case TextStyle::Small: return "small";
    case TextStyle::Body: return "body";
    case TextStyle::Strong: return "strong";
    case TextStyle::Subtitle: return "subtitle";
    case TextStyle::Title: return "title";
    case TextStyle::Headline: return "headline";
    case TextStyle::Timer: return "timer";
    case TextStyle::Mono: return "mono";
    }
    return "body";
}

const char *kindName(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Normal: return "normal";
    case ButtonKind::Primary: return "primary";
    case ButtonKind::Danger: return "danger";
    case ButtonKind::Quiet: return "quiet";
    case ButtonKind::Link: return "link";
    case ButtonKind::Chip: return "chip";
    case ButtonKind::Tab: return "tab";
    }
    return "normal";
}

} // namespace

void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->updateGeometry();
    widget->update();
}

QString toneName(Tone tone)
{
    switch (tone) {
    case Tone::Neutral: return {};
    case Tone::Accent: return QStringLiteral("accent");
    case Tone::Ok: return QStringLiteral("ok");
    case Tone::Warn: return QStringLiteral("warn");
    case Tone::Danger: return QStringLiteral("danger");
    case Tone::Info: return QStringLiteral("info");
    }
    return {};
}

void setLabelStyle(QLabel *label, TextStyle style, Token tone)
{
    setStyleProperty(label, "textStyle", QString::fromLatin1(styleName(style)));
    setStyleProperty(label, "tone", tokenName(tone));
}

QLabel *makeLabel(const QString &text, TextStyle style, Token tone, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    setLabelStyle(label, style, tone);
    return label;
}

QLabel *makeWrappingLabel(const QString &text, TextStyle style, Token tone, QWidget *parent)
{
    QLabel *label = makeLabel(text, style, tone, parent);
    label->setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    label->setSizePolicy(policy);
    return label;
}

void setButtonKind(QPushButton *button, ButtonKind kind)
{
    setStyleProperty(button, "kind", QString::fromLatin1(kindName(kind)));
}

QPushButton *makeButton(const QString &text, ButtonKind kind, const Theme &theme, QWidget *parent, const QString &icon)
{
    auto *button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    button->setFocusPolicy(Qt::TabFocus); // the ring is for the keyboard alone
    if (!icon.isEmpty()) {
        const Token token = kind == ButtonKind::Primary ? Token::OnAccent
            : kind == ButtonKind::Danger               ? Token::Danger
            : kind == ButtonKind::Link                 ? Token::Accent
                                                       : Token::Text2;
        button->setIcon(theme.icon(icon, token));
        button->setIconSize(text.isEmpty() ? QSize(16, 16) : QSize(20, 16));
    }
    if (kind == ButtonKind::Chip || kind == ButtonKind::Tab)
        button->setCheckable(true);
    setButtonKind(button, kind);
    return button;
}

QToolButton *makeIconButton(const QString &icon, const QString &name, const Theme &theme, QWidget *parent, int iconSize)
{
    auto *button = new QToolButton(parent);
    button->setIcon(theme.icon(icon));
    button->setIconSize(QSize(iconSize, iconSize));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    const int hit = theme.size("hitMin");
    button->setMinimumSize(hit, hit);
    return button;
}

QFrame *makeFrame(const char *kind, QWidget *parent)
{
    auto *frame = new QFrame(parent);
    frame->setProperty("frame", QString::fromLatin1(kind));
    return frame;
}

QFrame *makeLine(QWidget *parent)
{
    return makeFrame("line", parent);
}

} // namespace hs::ui
