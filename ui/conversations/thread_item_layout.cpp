#include "ui/conversations/thread_item_layout.h"

#include <cmath>

#include <QCoreApplication>
#include <QFontMetrics>
#include <QJsonDocument>

#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/person_text.h"

namespace hs::ui {

namespace {

struct ItemText {
    Q_DECLARE_TR_FUNCTIONS(ThreadItem)
};

constexpr int Edge = 14;
constexpr int AvatarSide = 24;
constexpr int AvatarGap = 8;
constexpr int BubblePadX = 11;
constexpr int BubblePadY = 9;

QString jsonText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson()).trimmed();
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson()).trimmed();
    return value.toVariant().toString();
}

} // namespace

QList<DeliveryAct> deliveryActs(const api::ThreadItem &item)
{
    if (item.effect.isEmpty())
        return {};
    if (item.delivery == QLatin1String("draft"))
        return {DeliveryAct::SendNow, DeliveryAct::Discard};
    if (item.delivery == QLatin1String("held"))
        return {DeliveryAct::Undo};
    if (item.delivery == QLatin1String("failed"))
        return {DeliveryAct::SendNow, DeliveryAct::Discard};
    return {};
}

QString deliveryActText(DeliveryAct act)
{
    switch (act) {
    case DeliveryAct::SendNow: return ItemText::tr("Send now");
    case DeliveryAct::Undo: return ItemText::tr("Undo");
    case DeliveryAct::Discard: return ItemText::tr("Discard…");
    }
    return {};
}

ItemLayouter::ItemLayouter(ViewContext &context, const Directory &directory)
    : m_context(context), m_directory(directory), m_cache(context.theme)
{
}

QString ItemLayouter::toolInput(const api::ThreadItem &item)
{
    return jsonText(item.tool.value(QStringLiteral("input")));
}

QString ItemLayouter::toolOutput(const api::ThreadItem &item)
{
    return jsonText(item.tool.value(QStringLiteral("output")));
}

QString ItemLayouter::headText(const api::ThreadItem &item) const
{
    QString who = item.authorName;
    if (who.isEmpty())
        who = item.kind == QLatin1String("agent") ? m_directory.agentName(item.author) : m_directory.personName(item.author);
    if (item.kind == QLatin1String("colleague") || item.kind == QLatin1String("note"))
        who = personName(item.author, who, m_context.engine.caller());
    if (item.kind == QLatin1String("note"))
        //: Head of a note that clients never see. %1 is a colleague's name
        return ItemText::tr("%1 · internal note").arg(who);
    return who;
}

QString ItemLayouter::footerText(const api::ThreadItem &item) const
{
    const QString why = m_reasons.value(item.effect);
    if (item.delivery == QLatin1String("draft")) {
        if (why.isEmpty())
            return ItemText::tr("Waits as a draft. Nothing has been sent.");
        //: %1 is the reason, a sentence in the engine's words
        return ItemText::tr("Waits as a draft, not sent: %1").arg(why);
    }
    if (item.delivery == QLatin1String("held")) {
        const qint64 left = m_context.ticker.now().secsTo(item.holdUntil);
        if (item.holdUntil.isValid() && left > 0)
            //: A message that is held back for a moment. %1 is a running clock such as 0:27
            return ItemText::tr("Goes out in %1").arg(countdownText(left));
        return ItemText::tr("Going out now");
    }
    if (item.delivery == QLatin1String("queued"))
        return ItemText::tr("Going out now");
    if (item.delivery == QLatin1String("sent"))
        return ItemText::tr("Sent");
    if (item.delivery == QLatin1String("failed")) {
        if (why.isEmpty())
            return ItemText::tr("Could not be sent.");
        //: %1 is the reason, a sentence in the engine's words
        return ItemText::tr("Could not be sent: %1").arg(why);
    }
    return {};
}

QTextDocument &ItemLayouter::document(const api::ThreadItem &item, int width, Qt::LayoutDirection direction)
{
    // The direction is that of the words, not of the screen: a client may write in another script.
    if (item.kind == QLatin1String("system")) // the console's own words
        return m_cache.document(engineWords(item.text), width, direction);
    return m_cache.document(item.text, width, item.text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
}

ItemPlaces ItemLayouter::places(const api::ThreadItem &item, int width, bool open, Qt::LayoutDirection direction)
{
    const Theme &theme = m_context.theme;
    ItemPlaces places;
    const int avatar = theme.scaled(AvatarSide);
    const int headHeight = QFontMetrics(theme.font(TextStyle::Small, QFont::DemiBold)).height();
    const int small = QFontMetrics(theme.font(TextStyle::Small)).height();
    const int gutter = Edge + avatar + AvatarGap;
    const int most = std::max(80, width - gutter - Edge - std::min(gutter, width / 8));
    int y = 6;

    if (item.kind == QLatin1String("system")) {
        const int textWidth = std::max(60, width - 2 * gutter);
        QTextDocument &text = document(item, textWidth, direction);
        places.text = {gutter, y, textWidth, int(std::ceil(text.size().height()))};
        places.height = places.text.bottom() + 1 + 6;
        return places;
    }

    if (item.kind == QLatin1String("tool")) {
        const int boxWidth = width - gutter - Edge;
        const int lineHeight = QFontMetrics(theme.font(TextStyle::Small, QFont::DemiBold)).height();
        int inner = 8 + lineHeight + 2 + small + 8;
        places.bubble = {gutter, y, boxWidth, inner};
        if (open) {
            const int dataWidth = boxWidth - 2 * BubblePadX - 16;
            int at = y + inner;
            const auto block = [&](const QString &content) {
                const int height = int(std::ceil(data(content, dataWidth).size().height()));
                const QRect rect(gutter + BubblePadX, at + small + 4, boxWidth - 2 * BubblePadX, height + 16);
                at = rect.bottom() + 1 + 8;
                return rect;
            };
            places.input = block(toolInput(item));
            places.output = block(toolOutput(item));
            places.bubble.setBottom(at + 2);
        }
        places.height = places.bubble.bottom() + 1 + 6;
        return places;
    }

    places.trailing = item.kind == QLatin1String("agent") || item.kind == QLatin1String("colleague");
    const int textMost = most - 2 * BubblePadX;
    const int ideal = int(std::ceil(document(item, textMost, direction).idealWidth())) + 1;
    const int textWidth = std::clamp(ideal, std::min(40, textMost), textMost);
    const int textHeight = int(std::ceil(document(item, textWidth, direction).size().height()));
    const int bubbleWidth = textWidth + 2 * BubblePadX;

    const int bubbleLeft = places.trailing ? width - gutter - bubbleWidth : gutter;
    const int headLeft = places.trailing ? Edge : gutter;
    places.head = {headLeft, y, width - gutter - Edge, headHeight};
    y += headHeight + 4;
    places.bubble = {bubbleLeft, y, bubbleWidth, textHeight + 2 * BubblePadY};
    places.text = {bubbleLeft + BubblePadX, y + BubblePadY, textWidth, textHeight};
    places.avatar = {places.trailing ? width - Edge - avatar : Edge, y, avatar, avatar};
    y = places.bubble.bottom() + 1;

    if (const QString footer = footerText(item); !footer.isEmpty()) {
        const int lines = item.delivery == QLatin1String("draft") || item.delivery == QLatin1String("failed") ? 3 : 1;
        const int footerWidth = width - gutter - Edge - 18;
        const QRect need = QFontMetrics(theme.font(TextStyle::Small))
                               .boundingRect(QRect(0, 0, footerWidth, 1000), Qt::TextWordWrap, footer);
        const int footerHeight = std::min(need.height(), lines * small);
        places.footer = {headLeft, y + 4, width - gutter - Edge, footerHeight};
        y = places.footer.bottom() + 1;
    }
    if (!deliveryActs(item).isEmpty()) {
        const int buttonHeight = std::max(theme.size("hitMin"), small + 12);
        places.buttons = {headLeft, y + 4, width - gutter - Edge, buttonHeight};
        y = places.buttons.bottom() + 1;
    }
    places.height = y + 6;
    return places;
}

} // namespace hs::ui
