#pragma once

#include <memory>

#include <QCache>
#include <QTextLayout>

#include "ui/theme/theme.h"

namespace hs::ui {

/// Texts that were cut or wrapped once for a width are not measured again on
/// every paint. Emptied by itself when the theme changes. GUI thread.
class LayoutCache {
public:
    explicit LayoutCache(const Theme &theme, int entries = 2000);

    /// One line, cut with an ellipsis at the end.
    [[nodiscard]] QString elided(const QString &text, const QFont &font, int width);

    struct Wrapped {
        QTextLayout layout;
        qreal height = 0;
        int lines = 0;
    };
    /// At most `maxLines` lines; the last is cut with an ellipsis.
    [[nodiscard]] std::shared_ptr<const Wrapped> wrapped(const QString &text, const QFont &font, int width, int maxLines,
                                                         Qt::LayoutDirection direction);

private:
    void heedTheme();

    const Theme &m_theme;
    quint64 m_revision = 0;
    QCache<QString, QString> m_elided;
    QCache<QString, std::shared_ptr<const Wrapped>> m_wrapped;
};

} // namespace hs::ui
