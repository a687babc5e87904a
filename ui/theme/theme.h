#pragma once

#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>
#include <QPixmap>

#include "ui/theme/token.h"

class QApplication;

namespace hs::ui {

enum class TextStyle { Caption, Small, Body, Strong, Subtitle, Title, Headline, Timer, Mono };

/// What a chip, banner or notice says by its colour; always beside an icon and a word.
enum class Tone { Neutral, Accent, Ok, Warn, Danger, Info };

/// The look of the console: colours, fonts, icons and lengths, made from one
/// set of tokens. GUI thread. Widgets keep a reference and redo what they cached
/// on `changed()`; colours, fonts and sizes of plain Qt widgets follow by
/// themselves through the palette and the style sheet.
class Theme final : public QObject {
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };

    explicit Theme(TokenSet tokens, QObject *parent = nullptr);
    ~Theme() override;

    /// Puts Fusion, palette, font and style sheet on the application and keeps them current.
    void applyTo(QApplication &application);

    void setMode(Mode mode);
    [[nodiscard]] Mode mode() const { return m_mode; }
    /// What the desktop prefers; heeded in Mode::System. Unknown counts as light.
    void setSystemDark(bool dark);
    [[nodiscard]] bool isDark() const;
    void setIncreasedContrast(bool on);
    [[nodiscard]] bool increasedContrast() const { return m_contrast; }
    void setReducedMotion(bool on);
    [[nodiscard]] bool reducedMotion() const { return m_reducedMotion; }
    /// 80 to 200; other values are moved into the range.
    void setTextScale(int percent);
    [[nodiscard]] int textScale() const { return m_textScale; }

    [[nodiscard]] QColor color(Token token) const;
    [[nodiscard]] QColor toneColor(Tone tone) const;      ///< text and icon
    [[nodiscard]] QColor toneBackground(Tone tone) const; ///< soft fill behind it
    /// Unknown agents are drawn in text2 with a robot.
    [[nodiscard]] QColor agentColor(const QString &agent) const;
    [[nodiscard]] QColor agentTint(const QString &agent) const;
    [[nodiscard]] QString agentIcon(const QString &agent) const;

    /// A Lucide icon by name, `size` in device independent pixels, sharp at `ratio`
    /// (0: the application's). Cached by name, size, colour and scale.
    [[nodiscard]] QPixmap pixmap(const QString &name, int size, const QColor &color, qreal ratio = 0) const;
    [[nodiscard]] QPixmap pixmap(const QString &name, int size, Token token, qreal ratio = 0) const;
    /// For buttons and actions; the disabled state is text3.
    [[nodiscard]] QIcon icon(const QString &name, Token token = Token::Text2) const;
    [[nodiscard]] QIcon icon(const QString &name, const QColor &color) const;
    [[nodiscard]] static bool hasIcon(const QString &name);

    /// With the text scale applied. Caption 11, Small 12, Body 13, Strong 13 semibold, …
    [[nodiscard]] QFont font(TextStyle style) const;
    [[nodiscard]] QFont font(TextStyle style, QFont::Weight weight) const;

    [[nodiscard]] int space(int step) const; ///< 0 to 6: 0, 4, 8, 12, 16, 24, 32
    [[nodiscard]] double radius(const char *name) const; ///< chip, control, card, dock, dialog, avatarRatio
    [[nodiscard]] int size(const char *name) const;      ///< dockTitle, railWidth, topBar, icon, hitMin, …
    /// A length that must grow with the text (row paddings do not, column widths do).
    [[nodiscard]] int scaled(int pixels) const { return (pixels * m_textScale + 50) / 100; }
    [[nodiscard]] int motionMs(const char *name) const;  ///< fastMs, normalMs; 0 when motion is reduced

    /// Rises with each change; part of layout cache keys.
    [[nodiscard]] quint64 revision() const { return m_revision; }
    [[nodiscard]] const TokenSet &tokens() const { return m_tokens; }
    [[nodiscard]] QString styleSheet() const;

Q_SIGNALS:
    /// Colours, fonts or sizes are others now; palette and style sheet are already set.
    void changed();

private:
    void change();
    void publish();

    TokenSet m_tokens;
    QApplication *m_application = nullptr;
    Mode m_mode = Mode::System;
    bool m_systemDark = false;
    bool m_contrast = false;
    bool m_reducedMotion = false;
    int m_textScale = 100;
    quint64 m_revision = 1;
    QString m_family;
    QString m_monoFamily;
    mutable QHash<QString, QPixmap> m_pixmaps;
};

/// Loads the shipped fonts into Qt; once a program. Returns the families found.
QStringList loadShippedFonts();

} // namespace hs::ui
