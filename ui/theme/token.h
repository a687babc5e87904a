#pragma once

#include <array>
#include <map>
#include <vector>

#include <QByteArray>
#include <QColor>
#include <QString>
#include <QStringList>

#include "engine/vocabulary/result.h"

namespace hs::ui {

/// Colours by meaning. Widgets use these, never hex values.
enum class Token {
    Canvas, Surface, Raised, Sunken, Border, BorderStrong, ControlBorder,
    Text, Text2, Text3, Accent, OnAccent, AccentSoft, Hover, Selected,
    Ok, OkSoft, Warn, WarnSoft, Danger, DangerSoft, Info, InfoSoft
};
inline constexpr int TokenCount = int(Token::InfoSoft) + 1;

/// The name that a token has in tokens.json ("accentSoft").
[[nodiscard]] QString tokenName(Token token);

struct AgentLook {
    QColor light;
    QColor dark;
    QString icon; ///< Lucide name
};

/// All values of resources' tokens.json. Lengths are device independent pixels at 100 %.
struct TokenSet {
    struct Scheme {
        std::array<QColor, std::size_t(TokenCount)> colors;
        double agentTint = 0.12; ///< share of the agent's colour in its tint
    };
    Scheme light;
    Scheme dark;
    std::map<QString, AgentLook> agents;
    QStringList uiFamilies;
    QStringList monoFamilies;
    std::map<QString, int> fontSizes;
    std::map<QString, int> weights;
    std::vector<int> space;
    std::map<QString, double> radius;
    std::map<QString, int> size;
    std::map<QString, int> motion;

    /// Fails with Corrupt and names the missing or wrong value.
    [[nodiscard]] static Result<TokenSet> parse(const QByteArray &json);
    /// The set that the program carries (":/theme/tokens.json").
    [[nodiscard]] static Result<TokenSet> shipped();
};

/// WCAG 2.1 contrast ratio of two opaque colours, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

} // namespace hs::ui
