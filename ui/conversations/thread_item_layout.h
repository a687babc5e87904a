#pragma once

#include <vector>

#include <QHash>
#include <QRect>
#include <QStringList>

#include "ui/conversations/message_text.h"
#include "ui/conversations/thread_model.h"
#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// What a person can do with a message that has not gone out, in order.
enum class DeliveryAct { SendNow, Undo, Discard };
[[nodiscard]] QList<DeliveryAct> deliveryActs(const api::ThreadItem &item);
[[nodiscard]] QString deliveryActText(DeliveryAct act);

/// A button over a row: what it is for, its words and its place.
struct RowButton {
    enum class What { Delivery, Stop, Why, Citation, Attachment };
    What what = What::Why;
    int index = 0; ///< a delivery act, or the place among the item's citations or attachments
    QString text;  ///< cut to its place
    QString whole; ///< in full
    QString icon;  ///< Lucide name; empty: none
    QRect place;
};

/// Where the parts of one item lie, as if reading ran from left to right, with
/// the row's top left at (0, 0). Painting, measuring and hit-testing share it.
struct ItemPlaces {
    QRect avatar;
    QRect name;      ///< in the head, above the bubble
    QRect time;      ///< beside it; of a tool call at the end of its line
    QRect bubble;
    QRect text;      ///< of the document, within the bubble
    QRect input;     ///< of an opened tool call
    QRect output;
    QRect footer;    ///< delivery state
    std::vector<RowButton> buttons; ///< in reading order
    bool trailing = false; ///< agent and colleague stand on the far side
    int height = 0;
};

/// Lays out the items of a conversation. Texts are cached by content and width.
class ItemLayouter {
public:
    ItemLayouter(ViewContext &context, const Directory &directory);

    [[nodiscard]] ItemPlaces places(const api::ThreadItem &item, int width, bool open, Qt::LayoutDirection direction);
    [[nodiscard]] QTextDocument &document(const api::ThreadItem &item, int width, Qt::LayoutDirection direction);
    /// Whether "Why?" has an answer: somebody who is no person did it.
    [[nodiscard]] static bool hasWhy(const api::ThreadItem &item);
    [[nodiscard]] QTextDocument &data(const QString &text, int width) { return m_cache.plain(text, width); }
    /// The delivery state in words; empty for items without one.
    [[nodiscard]] QString footerText(const api::ThreadItem &item) const;
    [[nodiscard]] QString headText(const api::ThreadItem &item) const;
    /// When it was, as its head says it.
    [[nodiscard]] QString timeText(const api::ThreadItem &item) const;

    /// Why an outbox effect waits or failed, by its id.
    void setReasons(QHash<QString, QString> reasons) { m_reasons = std::move(reasons); }
    [[nodiscard]] static QString toolInput(const api::ThreadItem &item);
    [[nodiscard]] static QString toolOutput(const api::ThreadItem &item);

private:
    /// Lays chips and links in lines below what is there; `y` becomes the line below them.
    void placeLine(ItemPlaces &places, const std::vector<RowButton> &buttons, int left, int right, int &y) const;
    void placeMessage(ItemPlaces &places, const api::ThreadItem &item, int width, Qt::LayoutDirection direction, int y);
    void placeTool(ItemPlaces &places, const api::ThreadItem &item, int width, bool open, int y);
    [[nodiscard]] int buttonWidth(const RowButton &button) const;

    ViewContext &m_context;
    const Directory &m_directory;
    MessageCache m_cache;
    MessageCache m_growing; ///< of answers under way: each of their states is seen once
    QHash<QString, QString> m_reasons;
};

/// The file behind an entry of ThreadItem::attachments.
[[nodiscard]] api::Attachment attachmentOf(const QJsonValue &value);
/// "plan.pdf, 1.2 MB".
[[nodiscard]] QString attachmentText(const api::Attachment &attachment);

} // namespace hs::ui
