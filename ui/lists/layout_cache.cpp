#include "ui/lists/layout_cache.h"

#include <QFontMetrics>

namespace hs::ui {
namespace {

QString cacheKey(const QString &text, const QFont &font, int width, int extra)
{
    return text + QChar(0x1f) + QString::number(width) + QChar(0x1f) + QString::number(font.pixelSize())
           + QChar(0x1f) + QString::number(font.weight()) + QChar(0x1f) + QString::number(extra);
}

} // namespace

LayoutCache::LayoutCache(const Theme &theme, int entries)
    : m_theme(theme), m_elided(entries), m_wrapped(entries)
{
}

void LayoutCache::heedTheme()
{
    if (m_revision == m_theme.revision())
        return;
    m_revision = m_theme.revision();
    m_elided.clear();
    m_wrapped.clear();
}

QString LayoutCache::elided(const QString &text, const QFont &font, int width)
{
    heedTheme();
    const QString key = cacheKey(text, font, width, 1);
    if (const QString *known = m_elided.object(key))
        return *known;
    QString oneLine = text;
    oneLine.replace(QLatin1Char('\n'), QLatin1Char(' '));
    const QString cut = QFontMetrics(font).elidedText(oneLine, Qt::ElideRight, width);
    m_elided.insert(key, new QString(cut));
    return cut;
}

std::shared_ptr<const LayoutCache::Wrapped> LayoutCache::wrapped(const QString &text, const QFont &font, int width,
                                                                 int maxLines, Qt::LayoutDirection direction)
{
    heedTheme();
    const QString key = cacheKey(text, font, width, direction == Qt::RightToLeft ? -maxLines : maxLines);
    if (const auto *known = m_wrapped.object(key))
        return *known;

    QString shown = text;
    shown.replace(QLatin1Char('\n'), QChar::LineSeparator);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(direction);
    option.setAlignment(Qt::AlignLeading);
    const auto layOut = [&](Wrapped &into) {
        into.layout.setFont(font);
        into.layout.setTextOption(option);
        into.layout.beginLayout();
        into.height = 0;
        into.lines = 0;
        int cutAt = -1;
        while (true) {
            QTextLine line = into.layout.createLine();
            if (!line.isValid())
                break;
            if (into.lines == maxLines) {
                cutAt = into.layout.lineAt(maxLines - 1).textStart();
                break;
            }
            line.setLineWidth(width);
            line.setPosition({0, into.height});
            into.height += line.height();
            ++into.lines;
        }
        into.layout.endLayout();
        return cutAt;
    };
    auto result = std::make_shared<Wrapped>();
    result->layout.setText(shown);
    if (const int cutAt = layOut(*result); cutAt >= 0) {
        const QString last = QFontMetrics(font).elidedText(shown.mid(cutAt).replace(QChar::LineSeparator, QLatin1Char(' ')),
                                                           Qt::ElideRight, width);
        result = std::make_shared<Wrapped>();
        result->layout.setText(shown.left(cutAt) + last);
        layOut(*result);
    }
    std::shared_ptr<const Wrapped> done = std::move(result);
    m_wrapped.insert(key, new std::shared_ptr<const Wrapped>(done));
    return done;
}

} // namespace hs::ui
