#include "ui/conversations/thread_item_layout.h"

#include <cmath>

#include <QCoreApplication>
#include <QFontMetrics>
#include <QJsonObject>
#include <QLocale>

#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/person_text.h"
#include "ui/thinking/data_box.h"
#include "ui/thinking/references.h"

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
constexpr int RowTop = 6;     // free space above and below an item
constexpr int ToolChevron = 14;
constexpr int HeadGap = 8;    // between name and time
constexpr int ButtonGap = 6;
constexpr int LongestChip = 260;
constexpr int ChipIconSide = 13;

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
    : m_context(context), m_directory(directory), m_cache(context.theme), m_growing(context.theme, 4)
{
}

QString ItemLayouter::toolInput(const api::ThreadItem &item)
{
    return dataText(item.tool.value(QStringLiteral("input")));
}

QString ItemLayouter::toolOutput(const api::ThreadItem &item)
{
    return dataText(item.tool.value(QStringLiteral("output")));
}

QString ItemLayouter::headText(const api::ThreadItem &item) const
{
    QString who = item.authorName;
    if (who.isEmpty())
        who = item.kind == QLatin1String("agent") || ThreadModel::isThinking(item) ? m_directory.agentName(item.author)
                                                                                   : m_directory.personName(item.author);
    if (item.kind == QLatin1String("colleague") || item.kind == QLatin1String("note"))
        who = personName(item.author, who, m_context.engine.caller());
    if (item.kind == QLatin1String("note"))
        //: Head of a note that clients never see. %1 is a colleague's name
        return ItemText::tr("%1 · internal note").arg(who);
    return who;
}

QString ItemLayouter::timeText(const api::ThreadItem &item) const
{
    return momentText(item.at, m_context.ticker.now());
}

bool ItemLayouter::hasWhy(const api::ThreadItem &item)
{
    return item.kind == QLatin1String("agent") || item.kind == QLatin1String("tool");
}

QString ItemLayouter::footerText(const api::ThreadItem &item) const
{
    if (ThreadModel::isThinking(item)) {
        const QString doing = engineSentence(item.tool.value(QStringLiteral("doing")).toString());
        const qint64 seconds = item.at.isValid() ? std::max<qint64>(0, item.at.secsTo(m_context.ticker.now())) : 0;
        if (doing.isEmpty())
            return ItemText::tr("Thinking for %1").arg(countdownText(seconds));
        //: An answer under way. %1 what the agent does, such as "Reading Contacts & Profiles", %2 a running clock such as 0:27
        return ItemText::tr("%1, %2 so far").arg(doing, countdownText(seconds));
    }
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
    if (ThreadModel::isThinking(item))
        return m_growing.document(item.text.isEmpty() ? QStringLiteral("…") : item.text, width,
                                  item.text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    // The direction is that of the words, not of the screen: a client may write in another script.
    if (item.kind == QLatin1String("system")) // the console's own words
        return m_cache.document(engineWords(item.text), width, direction);
    return m_cache.document(item.text, width, item.text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
}

int ItemLayouter::buttonWidth(const RowButton &button) const
{
    const Theme &theme = m_context.theme;
    if (button.what == RowButton::What::Citation || button.what == RowButton::What::Attachment)
        return QFontMetrics(theme.font(TextStyle::Small, QFont::DemiBold)).horizontalAdvance(button.text) + ChipIconSide + 38;
    return QFontMetrics(theme.font(TextStyle::Body, QFont::DemiBold)).horizontalAdvance(button.text) + 16;
}

void ItemLayouter::placeLine(ItemPlaces &places, const std::vector<RowButton> &buttons, int left, int right, int &y) const
{
    if (buttons.empty())
        return;
    const Theme &theme = m_context.theme;
    const int height = std::max(theme.size("hitMin"), QFontMetrics(theme.font(TextStyle::Body)).height() + 12);
    const int room = std::max(40, right - left);
    const QFontMetrics chipLetters(theme.font(TextStyle::Small, QFont::DemiBold));
    int x = 0;
    std::size_t first = places.buttons.size();
    const auto endLine = [&] { // a line of the far side ends where its bubble does
        for (std::size_t i = first; places.trailing && i < places.buttons.size(); ++i)
            places.buttons[i].place.translate(room - (x - ButtonGap), 0);
        first = places.buttons.size();
        x = 0;
        y += height + 2;
    };
    y += 4;
    for (RowButton button : buttons) {
        int width = buttonWidth(button);
        const int most = std::min(room, theme.scaled(LongestChip));
        if (width > most) {
            button.text = chipLetters.elidedText(button.text, Qt::ElideRight, most - ChipIconSide - 34);
            width = most;
        }
        if (x > 0 && x + width > room)
            endLine();
        button.place = {left + x, y, width, height};
        x += width + ButtonGap;
        places.buttons.push_back(std::move(button));
    }
    endLine();
}

ItemPlaces ItemLayouter::places(const api::ThreadItem &item, int width, bool open, Qt::LayoutDirection direction)
{
    ItemPlaces places;
    if (item.kind == QLatin1String("system")) {
        const int gutter = Edge + m_context.theme.scaled(AvatarSide) + AvatarGap;
        const int textWidth = std::max(60, width - 2 * gutter);
        QTextDocument &text = document(item, textWidth, direction);
        places.text = {gutter, RowTop, textWidth, int(std::ceil(text.size().height()))};
        places.height = places.text.bottom() + 1 + RowTop;
    } else if (item.kind == QLatin1String("tool")) {
        placeTool(places, item, width, open, RowTop);
    } else {
        placeMessage(places, item, width, direction, RowTop);
    }
    return places;
}

void ItemLayouter::placeTool(ItemPlaces &places, const api::ThreadItem &item, int width, bool open, int y)
{
    const Theme &theme = m_context.theme;
    const int gutter = Edge + theme.scaled(AvatarSide) + AvatarGap;
    const int small = QFontMetrics(theme.font(TextStyle::Small)).height();
    const int boxWidth = width - gutter - Edge;
    const int lineHeight = QFontMetrics(theme.font(TextStyle::Small, QFont::DemiBold)).height();
    const int inner = 8 + lineHeight + 2 + small + 8;
    places.bubble = {gutter, y, boxWidth, inner};
    // The line ends with when it was and the sign that it opens; "Why?" stands before them.
    const int timeWidth = QFontMetrics(theme.font(TextStyle::Small)).horizontalAdvance(timeText(item)) + 2;
    const int right = places.bubble.right() - 9;
    places.time = {right - theme.scaled(ToolChevron) - 6 - timeWidth, y + 8, timeWidth, lineHeight};
    RowButton why{RowButton::What::Why, 0, ItemText::tr("Why?"), ItemText::tr("Why?"), {}, {}};
    const int whyWidth = buttonWidth(why);
    const int whyHeight = std::min(std::max(theme.size("hitMin"), lineHeight), inner - 4);
    why.place = {places.time.left() - 6 - whyWidth, places.time.center().y() - whyHeight / 2 + 1, whyWidth, whyHeight};
    why.place.moveTop(std::max(y + 1, why.place.top()));
    if (why.place.left() > gutter + boxWidth / 3) // in a very narrow dock the menu of the row has it
        places.buttons.push_back(why);
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
    places.height = places.bubble.bottom() + 1 + RowTop;
}

void ItemLayouter::placeMessage(ItemPlaces &places, const api::ThreadItem &item, int width, Qt::LayoutDirection direction, int y)
{
    const Theme &theme = m_context.theme;
    const int avatar = theme.scaled(AvatarSide);
    const QFontMetrics nameLetters(theme.font(TextStyle::Small, QFont::DemiBold));
    const int headHeight = nameLetters.height();
    const int small = QFontMetrics(theme.font(TextStyle::Small)).height();
    const int gutter = Edge + avatar + AvatarGap;
    const int most = std::max(80, width - gutter - Edge - std::min(gutter, width / 8));
    places.trailing = item.kind == QLatin1String("agent") || item.kind == QLatin1String("colleague") || ThreadModel::isThinking(item);
    const int textMost = most - 2 * BubblePadX;
    const int ideal = int(std::ceil(document(item, textMost, direction).idealWidth())) + 1;
    const int textWidth = std::clamp(ideal, std::min(40, textMost), textMost);
    const int textHeight = int(std::ceil(document(item, textWidth, direction).size().height()));
    const int bubbleWidth = textWidth + 2 * BubblePadX;
    const int left = places.trailing ? Edge : gutter;
    const int right = places.trailing ? width - gutter : width - Edge;

    const int timeWidth = QFontMetrics(theme.font(TextStyle::Small)).horizontalAdvance(timeText(item)) + 2;
    const int nameWidth = std::clamp(nameLetters.horizontalAdvance(headText(item)) + 2, 0, std::max(0, right - left - timeWidth - HeadGap));
    const int nameLeft = places.trailing ? right - nameWidth - HeadGap - timeWidth : left;
    places.name = {nameLeft, y, nameWidth, headHeight};
    places.time = {nameLeft + nameWidth + HeadGap, y, timeWidth, headHeight};
    if (hasWhy(item)) {
        // Beside the name, so that it costs no line; as high as a finger needs.
        RowButton why{RowButton::What::Why, 0, ItemText::tr("Why?"), ItemText::tr("Why?"), {}, {}};
        const int whyWidth = buttonWidth(why);
        why.place = {nameLeft - 4 - whyWidth, 0, whyWidth, std::max(theme.size("hitMin"), headHeight + 6)};
        if (why.place.left() >= Edge)
            places.buttons.push_back(why);
    }
    y += headHeight + 4;
    places.bubble = {places.trailing ? width - gutter - bubbleWidth : gutter, y, bubbleWidth, textHeight + 2 * BubblePadY};
    places.text = {places.bubble.left() + BubblePadX, y + BubblePadY, textWidth, textHeight};
    places.avatar = {places.trailing ? width - Edge - avatar : Edge, y, avatar, avatar};
    y = places.bubble.bottom() + 1;

    std::vector<RowButton> chips;
    int index = 0;
    for (const Reference &reference : referencesOf(item.citations)) {
        const QString text = referenceText(reference);
        chips.push_back({RowButton::What::Citation, index++, text, text, referenceIcon(reference.kind), {}});
    }
    index = 0;
    for (const QJsonValue &value : item.attachments) {
        const QString text = attachmentText(attachmentOf(value));
        chips.push_back({RowButton::What::Attachment, index++, text, text, QStringLiteral("paperclip"), {}});
    }
    placeLine(places, chips, left, right, y);

    if (const QString footer = footerText(item); !footer.isEmpty()) {
        const int lines = item.delivery == QLatin1String("draft") || item.delivery == QLatin1String("failed") ? 3 : 1;
        const QRect need = QFontMetrics(theme.font(TextStyle::Small))
                               .boundingRect(QRect(0, 0, right - left - 18, 1000), Qt::TextWordWrap, footer);
        places.footer = {left, y + 4, right - left, std::min(need.height(), lines * small)};
        y = places.footer.bottom() + 1;
    }
    std::vector<RowButton> acts;
    for (const DeliveryAct act : deliveryActs(item))
        acts.push_back({RowButton::What::Delivery, int(act), deliveryActText(act), deliveryActText(act), {}, {}});
    if (ThreadModel::isThinking(item))
        acts.push_back({RowButton::What::Stop, 0, ItemText::tr("Stop"), ItemText::tr("Stop"), {}, {}});
    placeLine(places, acts, left, right, y);
    places.height = y + RowTop;
}

api::Attachment attachmentOf(const QJsonValue &value)
{
    const QJsonObject file = value.toObject();
    return {file.value(QStringLiteral("id")).toString(), file.value(QStringLiteral("name")).toString(), file.value(QStringLiteral("type")).toString(),
            file.value(QStringLiteral("size")).toInteger()};
}

QString attachmentText(const api::Attachment &attachment)
{
    //: A file: %1 its name, %2 its size such as "1.2 MB"
    return ItemText::tr("%1, %2").arg(attachment.name, QLocale().formattedDataSize(attachment.size, 1, QLocale::DataSizeTraditionalFormat));
}

} // namespace hs::ui
